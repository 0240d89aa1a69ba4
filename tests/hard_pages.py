"""A project whose pages are hard to lay out: long titles, nothing known, many pictures, twelve exercises."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import sites
from PIL import Image

LONG = (
    "Single-leg sit-to-stand from a low bench with the free leg held out straight in front "
    "and both arms crossed at chest"
)
"""A title of nearly 120 characters."""

PAGES = {
    "bare": "exercises/bare.html",
    "long": "exercises/long.html",
    "pictures": "exercises/pictures.html",
    "twelve": "routines/twelve.html",
    "shapes": "routines/shapes.html",
    "programme": "routines/programme.html",
    "plain guide": "guides/plain.html",
    "home": "index.html",
}
"""Where the hard cases are."""

_POSES = ("squat", "lunge", "standing", "bridge", "plank", "side plank")


_BODY = """### Third level first

Text.

    code

- [ ] A box
- [x] A ticked one
    - One in it

#### Fourth

##### Fifth

###### Sixth
"""


def _picture(width: int, height: int) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), (120, 150, 160)).save(file, "PNG")
    return file.getvalue()


def _exercise(title: str, body: str = "", **more: Any) -> str:
    return sites.text(sites.exercise(title, **more), body)


def project(folder: Path) -> Path:
    """Write the content, and return its folder; it is built with `--drafts --date 2026-12-01`."""
    files: dict[str, str | bytes] = {
        "site.yaml": sites.text(
            {
                "title": "Hard to lay out",
                "base_url": "https://hard.example.org/",
                "figures": {"skin": "dark", "build": "broad"},
                "safety": {
                    "scales": [
                        {
                            "name": "Effort",
                            "range": "0-10",
                            "low": "none",
                            "high": "the most",
                            "zones": [
                                {"range": "0-3", "do": "do more"},
                                {"range": "4-7", "do": "carry on"},
                                {"range": "8-10", "do": "stop"},
                            ],
                        }
                    ],
                    "not_if": ["You had an operation in the last six weeks."],
                    "stop_if": [{"id": "sharp", "rule": "The pain is sharp."}],
                    "get_help": {
                        "emergency": ["You cannot feel your legs."],
                        "where": {"emergency": "Call 112"},
                    },
                    "pain": {"ok": 3, "caution": 5},
                },
            }
        ).replace("---\n", ""),
        "exercises/bare.md": sites.text(
            {"title": "Bare", "muscles": {"primary": ["soleus"]}, "steps": ["Stand up."]}
        ),
        "exercises/long.md": _exercise(
            LONG,
            summary="One sentence. " * 12,
            not_if=[
                "You cannot stand on that leg for ten seconds while you hold on to something that stands firm."
            ],
            cues=["Knee over toes"],
            lift=[{"rule": "sharp", "reason": "A sharp stretch is how this works."}],
            dose={"sets": 3, "reps": 12, "side": "each leg", "tempo": "3-1-1", "rest": "90 s"},
            reviewed={"by": "A. Tester", "on": "2025-01-02", "again_by": "2026-01-02"},
            draft=True,
        ),
        "exercises/pictures.md": _exercise(
            "Pictures",
            _BODY,
            images=[{"src": f"p{n}.png", "alt": f"Position {n}", "credit": "Us"} for n in range(1, 5)],
        ),
        "exercises/tall.md": _exercise(
            "Tall", images=[{"src": f"t{n}.png", "alt": f"Position {n}", "credit": "Us"} for n in (1, 2)]
        ),
        "guides/plain.md": sites.text({"title": "Plain guide"}, "Only a sentence.\n"),
        **{f"exercises/p{n}.png": _picture(600, 400) for n in range(1, 5)},
        **{f"exercises/t{n}.png": _picture(200, 500) for n in (1, 2)},
    }
    for n in range(41):
        title = f"{'ABCDEFGH'[n % 8]} move {n}"
        files[f"exercises/{title.lower().replace(' ', '-')}.md"] = _exercise(title, equipment=["none"])
    for n in range(1, 13):
        more: dict[str, Any] = {"progressions": [{"exercise": f"way-{n + 1:02}"}]} if n < 12 else {}
        if n == 6:
            more = {"progressions": [*more["progressions"], "Go slowly."], "regressions": ["Hold a chair."]}
        files[f"exercises/way-{n:02}.md"] = _exercise(
            f"Way {n}",
            figure={"frames": [{"pose": "standing"}, {"pose": _POSES[n % 6]}]},
            dose={"sets": 2, "reps": 8} | ({"side": "each side"} if n % 2 else {}),
            **more,
        )
    files["routines/twelve.md"] = sites.text(
        {"title": "Twelve in a row", "exercises": [f"way-{n:02}" for n in range(1, 13)]}
    )
    files["routines/shapes.md"] = sites.text(
        {
            "title": "In turn, and one of two",
            "exercises": [
                {
                    "title": "Pair",
                    "rounds": 3,
                    "rest": "90 s",
                    "note": "Swap.",
                    "superset": ["way-01", "way-02"],
                },
                {"either": ["way-03", "way-04"], "note": "Take the chair."},
                {"exercise": "way-05", "only_if": "you have a chair"},
            ],
            "schedule": {"per_week": 3},
        }
    )
    files["routines/programme.md"] = sites.text(
        {
            "title": "Two phases",
            "purpose": "Gets you upstairs.",
            "phases": [
                {
                    "title": "Weeks 1 to 4",
                    "schedule": {"in_weeks": "1-4"},
                    "goal": "3 sets without hands",
                    "move_on_when": "all sets feel easy",
                    "before": "Walk.",
                    "exercises": ["way-01", {"exercise": "way-02", "dose": {"sets": 2}}, "way-04"],
                },
                {
                    "title": "From week 5 on",
                    "schedule": {"in_weeks": "5-8"},
                    "note": "Slowly.",
                    "keep": "way-02",
                    "go_back_when": "your knees are worse",
                    "exercises": [{"exercise": "way-03", "replaces": "way-01"}],
                },
                {
                    "title": "Later",
                    "schedule": {"in_weeks": "9+"},
                    "sessions": [
                        {"title": "Day A", "schedule": {"per_week": "Mon"}, "exercises": ["way-05"]},
                        "rest",
                        {"title": "Day B", "schedule": {"per_week": "Thu"}, "exercises": ["way-06"]},
                    ],
                },
            ],
            "schedule": {"per_week": 3},
        }
    )
    return sites.put(folder, files)


def right_to_left(folder: Path) -> Path:
    """Write a site in Arabic that uses what has a side: lists, numbers, marks, figures, tables, quotations, notes."""
    files: dict[str, str | bytes] = {
        "site.yaml": sites.text(
            {
                "title": "أرجل قوية",
                "description": "تمارين للركبة في البيت.",
                "language": "ar-EG",
                "safety": {
                    "stop_if": ["الألم حاد أو مفاجئ."],
                    "not_if": ["أجريت عملية في الأسابيع الستة الماضية."],
                    "get_help": {"emergency": ["لا تشعر بساقيك."], "urgent": ["لا تستطيع الوقوف."]},
                    "pain": {"ok": 3, "caution": 5, "settle_hours": 24},
                },
            }
        ).replace("---\n", ""),
        "exercises/chair.md": sites.text(
            {
                "title": "الجلوس والوقوف",
                "summary": "يقوي الساقين (الركبة) خلال 6 أسابيع.",
                "muscles": {"primary": ["quads"], "secondary": ["glutes"]},
                "equipment": ["chair"],
                "level": "beginner",
                "position": "standing",
                "start": "قدماك تحت ركبتيك.",
                "steps": ["اجلس على الكرسي (ببطء).", "قف، ثم كرر 10 مرات!", "استرح 30 ثانية."],
                "cues": ["الصدر إلى أعلى"],
                "not_if": ["الوقوف مؤلم."],
                "dose": {"sets": 3, "reps": "8-12", "rest": "1 min", "side": "each leg"},
                "figure": {"frames": [{"pose": "standing"}, {"pose": "squat"}]},
                "progressions": [{"exercise": "lunge", "when": "كل المجموعات سهلة."}],
                "sources": [{"title": "كتاب"}],
            },
            "هذا تمرين مفيد (جدا) للركبة.\n\n- أولا.\n- ثانيا!\n\n1. واحد\n2. اثنان\n\n> اقتباس\n\n"
            '!!! note "ملاحظة"\n    نص.\n\n| اليوم | العدد |\n|---|---:|\n| الأحد | 10 |\n\n- [ ] مهمة\n',
        ),
        "exercises/lunge.md": sites.text(
            {
                "title": "خطوة إلى الأمام",
                "muscles": {"primary": ["glutes"]},
                "steps": ["اخط إلى الأمام."],
                "figure": {"frames": [{"pose": "standing"}, {"pose": "lunge"}]},
                "dose": {"hold": "20 s", "sets": 2},
            }
        ),
        "guides/plain.md": sites.text(
            {"title": "دليل", "exercises": ["chair"], "routines": ["morning"]},
            "## أولا\n\nنص.\n\n## ثانيا\n\nنص.\n",
        ),
        "routines/morning.md": sites.text(
            {
                "title": "الصباح",
                "card": False,
                "summary": "عشر دقائق كل يوم.",
                "before": "امش قليلا.",
                "exercises": [
                    "chair",
                    {"title": "زوج", "rounds": 3, "superset": ["chair", "lunge"]},
                    {"exercise": "lunge", "only_if": "لديك كرسي", "note": "ببطء."},
                ],
                "schedule": {"per_week": 3},
                "dose": {"rest": "30 s", "sets": 2},
            }
        ),
    }
    return sites.put(folder, files)


def build(folder: Path) -> Path:
    """Build the project in *folder*, and return the site."""
    return sites.build(project(folder / "content"), folder / "site", "--drafts", "--date", "2026-12-01")
