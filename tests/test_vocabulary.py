"""The words of the trade: each rule of the field notes, section 3.2, as a table of cases."""

from __future__ import annotations

import pickle
import re
from collections import defaultdict

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cuecard.core.diagnostics import InvalidValueError
from cuecard.vocabulary import term as term_module
from cuecard.vocabulary.additions import check_additions, extended, load_builtin
from cuecard.vocabulary.matching import normalize
from cuecard.vocabulary.term import Kind, Term, Unknown
from cuecard.vocabulary.vocabulary import Vocabulary

WORDS = load_builtin()
BOTH = 'did you mean "hip abductors" (outer hip) or "hip adductors" (inner thigh)?'


def muscle(written: str) -> str:
    """Return the id that *written* resolves to."""
    found = WORDS.muscle(written)
    assert isinstance(found, Term), f"{written!r} is unknown; {found.hint}"
    return found.id


def tool(written: str) -> str | None:
    """Return the id of the equipment that *written* resolves to."""
    found = WORDS.tool(written)
    assert not isinstance(found, Unknown), f"{written!r} is unknown; {found.hint}"
    return found.id if found else None


def hint(written: str) -> str:
    """Return the hint for a muscle that must be unknown."""
    found = WORDS.muscle(written)
    assert isinstance(found, Unknown), f"{written!r} resolves to {found.id}"
    assert found.written == written
    return found.hint


def suggested(text: str) -> list[str]:
    """Return the words that a hint names."""
    return re.findall(r'"([^"]*)"', text)


# --- the words that must be there ---------------------------------------------------------------------------

# The rows of the table in the field notes: id, and what is said for it there.
ROWS = {
    "neck": "neck, scm, neck flexors, sternocleidomastoideus, splenius, scaleni",
    "traps": "traps, trap, upper traps, mid traps, lower traps, trapezius",
    "upper-back": "middle back, rhomboids, mid back, upper back, rhomboidei, teres major",
    "lats": "lats, lat, latissimus, latissimus dorsi",
    "lower-back": "lower back, erectors, lumbar, low back, QL, erector spinae, multifidus",
    "chest": "chest, pecs, pectorals, pectoralis major",
    "serratus": "serratus, serratus anterior",
    "front-delts": "front delts, anterior deltoid, shoulder front",
    "side-delts": "side delts, shoulder side",
    "rear-delts": "rear delts, shoulder back",
    "shoulders": "shoulders, delts, deltoids",
    "rotator-cuff": "cuff, SITS, supraspinatus, infraspinatus, teres minor, subscapularis, rotator cuff",
    "biceps": "biceps, bicep, biceps brachii",
    "brachialis": "brachialis",
    "triceps": "triceps, tricep, triceps brachii",
    "forearms": "forearms, grip, wrist flexors, wrist extensors, brachioradialis, fingers",
    "diaphragm": "diaphragm, breathing muscle",
    "abs": "abdominals, abs, abdominal muscles, six-pack, stomach, rectus abdominis",
    "obliques": "obliques, oblique, waist, external oblique, obliquus externus, obliquus externus abdominis",
    "deep-core": "TVA, transverse abdominis, transversus abdominis",
    "hip-flexors": "hip flexors, psoas, iliacus, hip flexor, iliopsoas",
    "glutes": "glutes, glute, glute max, butt, bum, gluts, gluteus maximus",
    "hip-abductors": "abductors, glute med, TFL, outer thigh, gluteus medius, gluteus minimus, thigh outer",
    "hip-adductors": "adductors, groin, inner thigh, adductor longus, gracilis, pectineus, thigh inner",
    "hip-rotators": "piriformis, external rotators, obturatorii, gemelli, quadratus femoris",
    "quads": "quadriceps, quad, VMO, vastus medialis, quadriceps femoris, rectus femoris",
    "hamstrings": "hamstrings, hams, hammies, hamstring, biceps femoris, semitendinosus, semimembranosus",
    "calves": "calves, calf, gastroc, gastrocnemius",
    "soleus": "soleus",
    "shins": "tib, tibialis, tibialis anterior",
    "foot-ankle": "peroneals, foot, feet, arch, peronei, fibulares, tibialis posterior",
    "full-body": "full body, total body",
}
FREE_EXERCISE_DB = {
    "abdominals": "abs",
    "abductors": "hip-abductors",
    "adductors": "hip-adductors",
    "biceps": "biceps",
    "calves": "calves",
    "chest": "chest",
    "forearms": "forearms",
    "glutes": "glutes",
    "hamstrings": "hamstrings",
    "lats": "lats",
    "lower back": "lower-back",
    "middle back": "upper-back",
    "neck": "neck",
    "quadriceps": "quads",
    "shoulders": "shoulders",
    "traps": "traps",
    "triceps": "triceps",
}


@pytest.mark.parametrize(
    ("written", "expected"),
    [(word, row) for row, words in ROWS.items() for word in (row, *words.split(", "))],
)
def test_every_word_of_the_field_notes_means_its_row(written: str, expected: str) -> None:
    """Each word that authors type, and each anatomical name, finds the id of its row."""
    assert expected == muscle(written)


@pytest.mark.parametrize(("written", "expected"), FREE_EXERCISE_DB.items())
def test_every_muscle_of_free_exercise_db_is_known(written: str, expected: str) -> None:
    """The seventeen muscle names of the biggest open collection can be imported as they are."""
    assert expected == muscle(written)


@pytest.mark.parametrize(
    ("term_id", "searched"),
    [
        ("glutes", "bum"),
        ("quads", "quads"),
        ("hip-abductors", "glute med"),
        ("it-band", "IT band"),
        ("calves", "calves"),
        ("foot-ankle", "feet"),
    ],
)
def test_what_readers_search_for_is_listed_as_a_synonym(term_id: str, searched: str) -> None:
    """A search box that only looks through names and synonyms finds the everyday words."""
    assert searched in WORDS.muscles[term_id].synonyms


@pytest.mark.parametrize(
    ("term_id", "name"),
    [
        ("glutes", "Buttocks"),
        ("hip-abductors", "Outer hip"),
        ("hip-adductors", "Inner thigh"),
        ("quads", "Front of the thigh"),
        ("hamstrings", "Back of the thigh"),
        ("calves", "Calf"),
        ("foot-ankle", "Foot and ankle"),
    ],
)
def test_patients_read_everyday_names(term_id: str, name: str) -> None:
    """The name that is shown first is the one that a patient would use."""
    assert name == WORDS.muscles[term_id].name


# --- what makes no difference -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("HAMSTRINGS", "hamstrings"),
        ("  hip   abductors ", "hip-abductors"),
        ("hip_abductors", "hip-abductors"),
        ("Hip-Abductors", "hip-abductors"),
        ("hip\u2011abductors", "hip-abductors"),
        ("hip \u2013 abductors", "hip-abductors"),
        ("hipabductors", "hip-abductors"),
        ("six pack", "abs"),
        ("sixpack", "abs"),
        ("knee-cap", "kneecap"),
        ("gl\u00fct\u00e9s", "glutes"),
        ("glu\u0308tes", "glutes"),
        ("ham\u00adstrings", "hamstrings"),
        ("\uff47\uff4c\uff55\uff54\uff45\uff53", "glutes"),
        ("boxers muscle", "serratus"),
        ("boxer\u2019s muscle", "serratus"),
    ],
)
def test_spelling_habits_make_no_difference(written: str, expected: str) -> None:
    """Capitals, spaces, hyphens, underscores, accents and apostrophes are normalized."""
    assert expected == muscle(written)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("biceps", "biceps"),
        ("bicep", "biceps"),
        ("triceps", "triceps"),
        ("tricep", "triceps"),
        ("abs", "abs"),
        ("ab", "abs"),
        ("lats", "lats"),
        ("lat", "lats"),
        ("glutes", "glutes"),
        ("glute", "glutes"),
        ("calves", "calves"),
        ("calf", "calves"),
        ("calfs", "calves"),
        ("foot", "foot-ankle"),
        ("feet", "foot-ankle"),
        ("rhomboid", "upper-back"),
        ("hip flexor", "hip-flexors"),
        ("thigh", "thighs"),
        ("stomachs", "abs"),
    ],
)
def test_singular_and_plural_are_one(written: str, expected: str) -> None:
    """Plurals are normalized, and words that end in s by nature keep working either way."""
    assert expected == muscle(written)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("the glutes", "glutes"),
        ("your calves", "calves"),
        ("my lower back", "lower-back"),
        ("left quads", "quads"),
        ("right calf", "calves"),
        ("your left hamstring", "hamstrings"),
        ("both calves", "calves"),
        ("calf muscle", "calves"),
        ("calf muscles", "calves"),
        ("The abdominal muscles", "abs"),
    ],
)
def test_articles_sides_and_the_word_muscle_are_dropped(written: str, expected: str) -> None:
    """A leading article or side, and a trailing "muscle", say nothing about which muscle."""
    assert expected == muscle(written)


@pytest.mark.parametrize("written", ["the", "your left", "muscle", "muscles", "the muscles", "left"])
def test_nothing_but_what_is_dropped_is_unknown(written: str) -> None:
    """A text of articles and sides alone names no muscle."""
    assert isinstance(WORDS.muscle(written), Unknown)


# --- whole terms only ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "expected", "never"),
    [
        ("biceps femoris", "hamstrings", "biceps"),
        ("rectus femoris", "quads", "abs"),
        ("rectus abdominis", "abs", "quads"),
        ("quadratus lumborum", "lower-back", "quads"),
        ("quadratus femoris", "hip-rotators", "quads"),
        ("tensor fasciae latae", "hip-abductors", "hip-flexors"),
        ("TFL", "hip-abductors", "hip-flexors"),
        ("quadriceps tendon", "quadriceps-tendon", "quads"),
        ("tibialis posterior", "foot-ankle", "shins"),
        ("teres minor", "rotator-cuff", "upper-back"),
        ("triceps surae", "calves", "triceps"),
        ("hip extensors", "glutes", "hip-flexors"),
    ],
)
def test_a_word_inside_a_longer_word_does_not_count(written: str, expected: str, never: str) -> None:
    """Names that share a word with another muscle keep their own meaning."""
    assert never in WORDS.muscles
    assert expected == muscle(written)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("glutes (gluteus maximus)", "glutes"),
        ("Gluteus maximus (bum)", "glutes"),
        ("outer hip (glute med)", "hip-abductors"),
        ("Front of the thigh (quadriceps)", "quads"),
    ],
)
def test_another_word_for_the_same_may_be_in_brackets(written: str, expected: str) -> None:
    """Both names of one muscle, one of them in brackets, are that muscle."""
    assert expected == muscle(written)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("gluteus medius (side of the hip)", "gluteus medius"),
        ("upper biceps femoris", "biceps femoris"),
        ("glutes (gluteus medius)", "gluteus medius"),
        ("lower part of the trapezius", "trapezius"),
        ("quads, hamstrings", "hamstrings"),
        ("glutes.", "glutes"),
        ("IT band syndrome", "IT band"),
    ],
)
def test_the_longest_word_inside_is_asked_about_never_assumed(written: str, expected: str) -> None:
    """A text that only contains known words is unknown; the hint names the longest of them."""
    assert f'did you mean "{expected}"?' == hint(written)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("glues", "glutes"),
        ("hamstrigns", "hamstrings"),
        ("quadrizeps", "quadriceps"),
        ("biceps femorus", "biceps femoris"),
        ("hip flexer", "hip flexors"),
        ("hip rotaters", "hip rotators"),
    ],
)
def test_a_slip_is_asked_about_as_a_whole(written: str, expected: str) -> None:
    """A misspelt long word is not taken for the short word that is in it unharmed."""
    assert f'did you mean "{expected}"?' == hint(written)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("labrum", 'did you mean "shoulder labrum" or "hip labrum"?'),
        ("the bursa", 'did you mean "shoulder bursa", "hip bursa" or "knee bursa"?'),
        ("tendon", ""),
        ("joint", ""),
    ],
)
def test_a_part_of_several_words_is_asked_about_by_all(written: str, expected: str) -> None:
    """Where a word belongs to a few, the hint names each; where to many, none."""
    assert hint(written) == expected


@pytest.mark.parametrize(
    "written", ["", " ", "banana", "!?", "\u2013", "\U0001f4aa", "x" * 5000, "hip " * 500]
)
def test_where_nothing_is_near_nothing_is_suggested(written: str) -> None:
    """A far-fetched hint would be worse than none."""
    assert hint(written) == ""


@pytest.mark.parametrize(
    ("written", "never"),
    [
        ("internal rotators", "external rotators"),
        ("medial rotators", "lateral rotators"),
        ("hip internal rotators", "hip external rotators"),
        ("elbow flexors medial", "elbow extensors"),
        ("outer thighs upper", "inner thigh"),
    ],
)
def test_no_hint_turns_a_word_into_its_opposite(written: str, never: str) -> None:
    """Inner and outer, flexor and extensor look alike, and are never suggested for one another."""
    assert never not in hint(written)


# --- abductor, adductor -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("abductor", "hip-abductors"),
        ("Hip Abductors", "hip-abductors"),
        ("ab-ductors", "hip-abductors"),
        ("adductor", "hip-adductors"),
        ("Hip Adductors", "hip-adductors"),
        ("ad-ductors", "hip-adductors"),
        ("adductor magnus", "hip-adductors"),
        ("abductor hallucis", "foot-ankle"),
        ("adductor hallucis", "foot-ankle"),
    ],
)
def test_abductor_and_adductor_spelt_right_are_distinguished(written: str, expected: str) -> None:
    """One letter decides, and it is the author's."""
    assert expected == muscle(written)


@pytest.mark.parametrize(
    "written",
    [
        "hip aductors",
        "abuctors",
        "hip aBDDuctors",
        "aductor",
        "addductors",
        "adbuctors",
        "abdutors",
        "adducters",
        "hip ad uctors",
        "hip ab-uctur",
        "hipaductors",
        "strong hip abductors",
        "hip adductors, long",
        "adduction",
        "abductor groin",
        "inner thigh abduction",
        "glute med / abducters",
    ],
)
def test_a_slip_near_abductor_or_adductor_names_both(written: str) -> None:
    """Which of the two is meant only the author knows, so the hint names both and says where they are."""
    assert hint(written) == BOTH


LETTERS = "abcdu-t or()s"


@st.composite
def slips(draw: st.DrawFn) -> str:
    """Return one of the two words with up to two letters put in, taken out or replaced, perhaps among others."""
    word = draw(st.sampled_from(["abductor", "adductor", "abductors", "adductors"]))
    for _ in range(draw(st.integers(0, 2))):
        place = draw(st.integers(0, len(word)))
        width = draw(st.integers(0, 1))
        word = word[:place] + draw(st.sampled_from(["", *LETTERS.replace(" ", "")])) + word[place + width :]
    before = draw(st.sampled_from(["", "hip ", "the hip ", "groin ", "outer thigh ", "gluteus medius and "]))
    after = draw(st.sampled_from(["", " muscles", " (inner thigh)", " (outer hip)", " magnus"]))
    return before + word + after


@given(slips())
@example("groin abductr")
@example("outer thigh aductor")
def test_no_hint_names_only_one_of_the_two(written: str) -> None:
    """However the two words are misspelt, a hint names both of them or neither."""
    found = WORDS.muscle(written)
    if isinstance(found, Unknown):
        assert ("abductor" in found.hint) == ("adductor" in found.hint)
        meant = {muscle(word) for word in suggested(found.hint)}
        tokens = re.findall("[a-z]+", written)
        if any(token.rstrip("s") in {"abductor", "adductor"} for token in tokens):
            assert meant == {"hip-abductors", "hip-adductors"}


# --- any text -----------------------------------------------------------------------------------------------

KNOWN = [word for term in WORDS.muscles.values() for word in term.words]


@given(st.text() | st.lists(st.sampled_from([*KNOWN, "(", ")", "of", "the", ","])).map(" ".join))
def test_no_text_makes_the_lookup_fail(written: str) -> None:
    """Whatever is written, the answer is a term or an unknown word, and every suggestion is a known word."""
    found = WORDS.muscle(written)
    if isinstance(found, Unknown):
        assert found.written == written
        assert all(isinstance(WORDS.muscle(word), Term) for word in suggested(found.hint))
    thing = WORDS.tool(written)
    if isinstance(thing, Unknown):
        assert all(not isinstance(WORDS.tool(word), Unknown) for word in suggested(thing.hint))


@given(
    st.sampled_from(KNOWN),
    st.sampled_from(["the ", "Your ", "left ", ""]),
    st.sampled_from([" muscles", " ", ""]),
)
def test_dressing_up_a_known_word_does_not_change_it(word: str, before: str, after: str) -> None:
    """Every word of the vocabulary means the same with an article, a side and "muscles" round it."""
    assert muscle(word) == muscle(before + word.upper() + after)


# --- umbrella words and structures --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "lit"),
    [
        ("core", ["abs", "obliques", "deep-core", "lower-back"]),
        ("shoulders", ["front-delts", "side-delts", "rear-delts"]),
        ("calves", ["calves", "soleus"]),
        ("gastrocnemius", ["calves", "soleus"]),
        ("soleus", ["soleus"]),
        ("quads", ["quads"]),
        ("thighs", ["quads", "hamstrings", "hip-adductors"]),
        ("legs", ["quads", "hamstrings", "hip-adductors", "calves", "soleus", "shins"]),
        ("arms", ["biceps", "brachialis", "triceps", "forearms"]),
        ("back", ["traps", "upper-back", "lats", "lower-back"]),
        ("hips", ["hip-flexors", "glutes", "hip-abductors", "hip-adductors", "hip-rotators"]),
        ("IT band", []),
    ],
)
def test_a_word_lights_up_its_muscles(written: str, lit: list[str]) -> None:
    """A muscle lights up itself, an umbrella word its members, a structure nothing."""
    assert lit == list(WORDS.expand(WORDS.muscles[muscle(written)]))


def test_the_whole_body_is_every_muscle() -> None:
    """The drawing for "full body" leaves no muscle out."""
    every = [term.id for term in WORDS.muscles.values() if term.kind is Kind.MUSCLE]
    assert every == list(WORDS.expand(WORDS.muscles["full-body"]))


@pytest.mark.parametrize(
    "written", ["legs", "leg", "thighs", "lower legs", "arms", "back", "hips", "upper body", "lower body"]
)
def test_a_region_asks_to_be_more_exact(written: str) -> None:
    """Region words are no error, but carry advice that names known muscles."""
    term = WORDS.muscles[muscle(written)]
    assert term.kind is Kind.UMBRELLA
    assert "name the muscles" in term.note
    assert {muscle(word) for word in suggested(term.note)} <= {*WORDS.expand(term), "shoulders"}


@pytest.mark.parametrize("written", ["core", "shoulders", "calves", "full body", "quads"])
def test_other_words_are_exact_enough(written: str) -> None:
    """Core and shoulders are how the trade speaks, and bring no advice."""
    assert WORDS.muscles[muscle(written)].note == ""


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("IT band", "it-band"),
        ("ITB", "it-band"),
        ("iliotibial band", "it-band"),
        ("knee cap", "kneecap"),
        ("patella", "kneecap"),
        ("Achilles", "achilles-tendon"),
        ("Achilles tendon", "achilles-tendon"),
        ("meniscus", "meniscus"),
        ("menisci", "meniscus"),
        ("plantar fascia", "plantar-fascia"),
        ("patellar tendon", "patellar-tendon"),
        ("ACL", "cruciate-ligaments"),
        ("knee", "knee-joint"),
        ("supraspinatus tendon", "rotator-cuff-tendons"),
        ("rotator cuff tendons", "rotator-cuff-tendons"),
        ("long head of biceps tendon", "biceps-tendon"),
        ("subacromial bursa", "shoulder-bursa"),
        ("glenoid labrum", "shoulder-labrum"),
        ("AC joint", "ac-joint"),
        ("clavicle", "collarbone"),
        ("elbow", "elbow-joint"),
        ("acetabular labrum", "hip-labrum"),
        ("trochanteric bursa", "hip-bursa"),
        ("ATFL", "ankle-ligaments"),
        ("ankle joint", "ankle-joint"),
        ("peroneal tendon", "peroneal-tendons"),
        ("C-spine", "cervical-spine"),
        ("thoracic spine", "thoracic-spine"),
    ],
)
def test_what_is_no_muscle_is_a_structure(written: str, expected: str) -> None:
    """Tendons, bands and joints are known by name, and light up nothing."""
    term = WORDS.muscles[muscle(written)]
    assert (expected, Kind.STRUCTURE, ()) == (term.id, term.kind, WORDS.expand(term))


# --- equipment ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("mini band", "loop-band"),
        ("Mini-Band", "loop-band"),
        ("loop band", "loop-band"),
        ("resistance loop", "loop-band"),
        ("loop resistance band", "loop-band"),
        ("long band", "long-band"),
        ("resistance band", "long-band"),
        ("resistance bands", "long-band"),
        ("bands", "long-band"),
        ("tube band", "long-band"),
        ("therapy band", "long-band"),
        ("step", "step"),
        ("box", "step"),
        ("boxes", "step"),
        ("a stair", "step"),
        ("post", "anchor-post"),
        ("anchor", "anchor-post"),
        ("anchor post", "anchor-post"),
        ("door anchor", "anchor-post"),
        ("a sturdy post", "anchor-post"),
        ("benches", "bench"),
        ("an exercise ball", "exercise-ball"),
        ("Swiss ball", "exercise-ball"),
        ("med ball", "medicine-ball"),
        ("pullup bar", "pull-up-bar"),
        ("TRX", "suspension-trainer"),
        ("skipping rope", "jump-rope"),
        ("broomstick", "stick"),
        ("walking stick", "walking-stick"),
        ("a table", "table"),
        ("kitchen worktop", "table"),
        ("door frame", "doorway"),
        ("rolled towel", "towel-roll"),
        ("towel roll", "towel-roll"),
        ("banister", "handrail"),
        ("treatment couch", "bed"),
        ("Zimmer frame", "walking-frame"),
        ("manual wheelchair", "wheelchair"),
        ("a mirror", "mirror"),
        ("yoga brick", "yoga-block"),
        ("yoga bolster", "bolster"),
        ("blankets", "blanket"),
        # as free-exercise-db and wger write them
        ("foam roll", "foam-roller"),
        ("kettlebells", "kettlebell"),
        ("e-z curl bar", "ez-bar"),
        ("SZ-Bar", "ez-bar"),
        ("Gym mat", "mat"),
        ("machine", "machine"),
        ("other", "other"),
    ],
)
def test_equipment_is_known_by_many_names(written: str, expected: str) -> None:
    """Shops, gyms and clinics name the same thing differently."""
    assert expected == tool(written)


@pytest.mark.parametrize(
    "term_id",
    [
        *("mat", "chair", "wall", "step", "bench", "incline-bench", "loop-band", "long-band", "anchor-post"),
        *("ankle-weight", "dumbbell", "barbell", "ez-bar", "trap-bar", "kettlebell", "weight-plate"),
        *("medicine-ball", "exercise-ball", "foam-roller", "balance-board", "suspension-trainer", "rings"),
        *("pull-up-bar", "parallel-bars", "cable", "machine", "smith-machine", "sled", "jump-rope", "towel"),
        *("stick", "other"),
    ],
)
def test_every_item_of_the_field_notes_is_there(term_id: str) -> None:
    """The union of the equipment lists in the field is covered, each by its own id."""
    assert term_id == tool(term_id)
    assert WORDS.equipment[term_id].kind is Kind.EQUIPMENT


@pytest.mark.parametrize(
    "written",
    [
        *("none", "None", "nothing", "null", "bodyweight", "body weight", "Body-weight", "body only"),
        *("no equipment", "No equipment needed", "none (bodyweight exercise)", "your body weight", "n/a"),
    ],
)
def test_nothing_has_many_names_too(written: str) -> None:
    """Every spelling of "no equipment" seen in the field means that nothing is needed."""
    assert tool(written) is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("kettelbell", 'did you mean "kettlebell"?'),
        ("bodywieght", 'did you mean "bodyweight"?'),
        ("heavy loop band", 'did you mean "loop band"?'),
        ("bar", 'did you mean "straight bar", "ez bar", "trap bar", "pull up bar" or "parallel bars"?'),
        ("spaceship", ""),
    ],
)
def test_unknown_equipment_is_asked_about(written: str, expected: str) -> None:
    """A slip, or a known word with more round it, gets a hint and no silent meaning."""
    assert WORDS.tool(written) == Unknown(written, expected)


# --- the built-in files -------------------------------------------------------------------------------------


def as_additions(vocabulary: Vocabulary) -> dict[str, object]:
    """Return *vocabulary* in the form of its own files."""
    return {
        "muscles": {
            term.id: {
                "name": term.name,
                "synonyms": list(term.synonyms),
                "members": list(term.members),
                "kind": str(term.kind),
            }
            for term in vocabulary.muscles.values()
        },
        "equipment": {
            term.id: {"name": term.name, "synonyms": list(term.synonyms)}
            for term in vocabulary.equipment.values()
        },
        "nothing": list(vocabulary.nothing),
    }


def test_the_built_in_words_pass_the_checks_for_additions() -> None:
    """What a site may not write, the built-in files do not hold either."""
    assert check_additions(Vocabulary({}, {}), as_additions(WORDS)) == []


@pytest.mark.parametrize("terms", [WORDS.muscles, WORDS.equipment], ids=["muscles", "equipment"])
def test_no_word_means_two_things(terms: dict[str, Term]) -> None:
    """After folding, no word of one term is a word of another."""
    meanings = defaultdict(set)
    for term in terms.values():
        for word in term.words:
            meanings[normalize(word)].add(term.id)
    assert {word: ids for word, ids in meanings.items() if len(ids) > 1} == {}


@pytest.mark.parametrize(
    "term", [*WORDS.muscles.values(), *WORDS.equipment.values()], ids=lambda term: term.id
)
def test_every_entry_is_well_made(term: Term) -> None:
    """Names start with a capital, no word is listed twice, and only umbrellas and calves have members."""
    assert term.name[0] == term.name[0].upper()
    assert len({word.casefold() for word in (term.name, *term.synonyms)}) == 1 + len(term.synonyms)
    assert bool(term.members) == (term.kind is Kind.UMBRELLA or term.id == "calves")
    assert term.note == term.note.strip(" .")
    assert term.kind is Kind.EQUIPMENT or term.anatomical or term.kind is Kind.UMBRELLA


@pytest.mark.parametrize("term", WORDS.muscles.values(), ids=lambda term: term.id)
def test_anatomical_names_are_understood(term: Term) -> None:
    """What a page shows as anatomical name finds the same term when an author types it."""
    names = [name for name in term.anatomical.split(", ") if name]
    assert [muscle(name) for name in names] == [term.id] * len(names)


def test_the_built_in_words_are_read_once() -> None:
    """Reading is for the start of the program; after that, the same value is handed out."""
    assert load_builtin() is load_builtin()


def test_a_vocabulary_travels_to_other_processes() -> None:
    """Workers get the vocabulary by pickle, and look words up in it as before."""
    copy = pickle.loads(pickle.dumps(WORDS))  # noqa: S301 - our own bytes
    assert copy == WORDS
    assert copy.muscle("bum") == WORDS.muscle("bum")


# --- a site's own words -------------------------------------------------------------------------------------


def test_a_site_adds_terms_of_its_own() -> None:
    """New muscles, umbrella words, structures and equipment are known like the built-in ones."""
    words = extended(
        WORDS,
        {
            "muscles": {
                "popliteus": {
                    "name": "Behind the knee",
                    "anatomical": "popliteus",
                    "synonyms": ["unlocking muscle"],
                },
                "posterior-chain": {"name": "Whole back line", "members": ["glutes", "hamstrings", "calves"]},
                "nail-bed": {
                    "name": "Nail bed",
                    "kind": "structure",
                    "synonyms": "nail, the nail's root",
                },
            },
            "equipment": {"pool": {"name": "Swimming pool", "note": "a lake", "synonyms": None}},
            "nothing": ["nichts"],
        },
    )
    assert words.muscle("the unlocking muscles") == words.muscles["popliteus"]
    assert words.expand(words.muscles["popliteus"]) == ("popliteus",)
    assert words.expand(words.muscles["posterior-chain"]) == ("glutes", "hamstrings", "calves", "soleus")
    assert words.expand(words.muscles["nail-bed"]) == ()
    assert words.muscle("nails root") == words.muscles["nail-bed"]
    assert words.tool("pool") == Term("pool", "Swimming pool", kind=Kind.EQUIPMENT, note="a lake")
    assert words.tool("Nichts") is None


def test_a_site_extends_and_renames_a_known_term() -> None:
    """Synonyms are added, the rest is replaced, and the old name stays known."""
    words = extended(WORDS, {"muscles": {"glutes": {"name": "Bottom muscles", "synonyms": ["derriere"]}}})
    term = words.muscles["glutes"]
    assert term.name == "Bottom muscles"
    assert term.anatomical == WORDS.muscles["glutes"].anatomical
    assert {"derriere", "bum", "Buttocks"} <= set(term.synonyms)
    assert words.muscle("derri\u00e8re") == words.muscle("buttocks") == term
    assert list(words.muscles) == list(WORDS.muscles)
    assert isinstance(WORDS.muscle("derriere"), Unknown), "the built-in vocabulary must stay as it was"


def test_a_renamed_region_is_named_so_in_the_hint() -> None:
    """The hint that distinguishes abductors from adductors speaks the site's language."""
    words = extended(WORDS, {"muscles": {"hip-abductors": {"name": "Side of the hip"}}})
    found = words.muscle("aductors")
    assert isinstance(found, Unknown)
    assert '"hip abductors" (side of the hip)' in found.hint


def test_umbrella_words_may_hold_umbrella_words() -> None:
    """Members are followed to the muscles, once each, even in a circle."""
    words = extended(
        WORDS,
        {
            "muscles": {
                "one": {"name": "One", "members": ["two", "core"]},
                "two": {"name": "Two", "members": "one, abs"},
            }
        },
    )
    assert set(words.expand(words.muscles["one"])) == {"abs", "obliques", "deep-core", "lower-back"}


@pytest.mark.parametrize(
    ("additions", "loc", "code", "message"),
    [
        ({"musles": {}}, ("musles",), "unknown-key", 'did you mean "muscles"?'),
        ({"muscles": []}, ("muscles",), "mapping-expected", ""),
        ({"muscles": {"a": "Name"}}, ("muscles", "a"), "mapping-expected", ""),
        ({"muscles": {"Big Toe": {"name": "Jaw"}}}, ("muscles", "Big Toe"), "bad-slug", "hyphens"),
        ({"muscles": {"toe-": {"name": "x"}}}, ("muscles", "toe-"), "bad-slug", "hyphens"),
        ({"muscles": {"index": {"name": "Index"}}}, ("muscles", "index"), "bad-slug", ""),
        ({"muscles": {"jaw": {}}}, ("muscles", "jaw", "name"), "missing-key", ""),
        ({"muscles": {"jaw": None}}, ("muscles", "jaw", "name"), "missing-key", ""),
        (
            {"muscles": {"jaw": {"name": "Jaw", "latin": "x"}}},
            ("muscles", "jaw", "latin"),
            "unknown-key",
            "allowed",
        ),
        ({"muscles": {"jaw": {"name": ["Jaw"]}}}, ("muscles", "jaw", "name"), "text-expected", ""),
        ({"muscles": {"jaw": {"name": " "}}}, ("muscles", "jaw", "name"), "empty", ""),
        ({"muscles": {"jaw": {"name": "\u2013"}}}, ("muscles", "jaw", "name"), "empty", ""),
        (
            {"muscles": {"jaw": {"name": "Jaw", "kind": "bone"}}},
            ("muscles", "jaw", "kind"),
            "unknown-word",
            "structure",
        ),
        (
            {"muscles": {"quads": {"synonyms": {"a": 1}}}},
            ("muscles", "quads", "synonyms"),
            "list-expected",
            "write",
        ),
        (
            {"muscles": {"quads": {"synonyms": ["x", 7]}}},
            ("muscles", "quads", "synonyms", 1),
            "text-expected",
            "",
        ),
        (
            {"muscles": {"quads": {"synonyms": ["The Bum"]}}},
            ("muscles", "quads", "synonyms", 0),
            "taken-word",
            "",
        ),
        (
            {"muscles": {"quads": {"synonyms": "front, bum"}}},
            ("muscles", "quads", "synonyms"),
            "taken-word",
            "",
        ),
        ({"muscles": {"glute-med": {"name": "Side"}}}, ("muscles", "glute-med"), "taken-word", ""),
        ({"muscles": {"jaw": {"name": "Buttocks"}}}, ("muscles", "jaw", "name"), "taken-word", ""),
        (
            {"muscles": {"jaw": {"name": "Jaw"}, "chin": {"name": "Chin", "synonyms": ["jaws"]}}},
            ("muscles", "chin", "synonyms", 0),
            "taken-word",
            "",
        ),
        (
            {"muscles": {"line": {"name": "Line", "members": ["glutes", "hip aductors"]}}},
            ("muscles", "line", "members", 1),
            "unknown-muscle",
            "adductors",
        ),
        (
            {"muscles": {"line": {"name": "Line", "members": ["lower back"]}}},
            ("muscles", "line", "members", 0),
            "unknown-muscle",
            'write its id, "lower-back"',
        ),
        (
            {"equipment": {"pool": {"name": "Pool", "members": []}}},
            ("equipment", "pool", "members"),
            "unknown-key",
            "",
        ),
        ({"equipment": {"pool": {"name": "Nothing"}}}, ("equipment", "pool", "name"), "taken-word", ""),
        ({"nothing": ["wall"]}, ("nothing", 0), "taken-word", ""),
    ],
)
def test_a_mistake_in_a_sites_words_is_reported_with_its_place(
    additions: dict[str, object], loc: term_module.Loc, code: str, message: str
) -> None:
    """Each mistake is found, alone, at the value that is meant; and `extended` refuses it."""
    found = check_additions(WORDS, additions)
    assert [(loc, code)] == [(place, refused.code) for place, refused in found]
    assert message in found[0][1].hint
    with pytest.raises(InvalidValueError, match=re.escape(found[0][1].message)):
        extended(WORDS, additions)


def test_all_mistakes_are_reported_together() -> None:
    """One run reports every mistake, so that fixing takes one round."""
    additions = {
        "muscles": {"quads": {"synonyms": ["bum", 3], "colour": "red"}, "X": {"name": "X"}},
        "equipment": {"pool": {}},
    }
    codes = sorted(refused.code for _, refused in check_additions(WORDS, additions))
    assert codes == ["bad-slug", "missing-key", "taken-word", "text-expected", "unknown-key"]


def test_abductors_and_adductors_may_be_absent() -> None:
    """A vocabulary without the two words gives no hint about them, and does not fail."""
    words = Vocabulary({"neck": Term("neck", "Neck")}, {})
    assert words.muscle("aductors") == Unknown("aductors", "")
