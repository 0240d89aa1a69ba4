"""A site that is its owner's own: pages, words on the home page, links; made only by settings and texts."""

from __future__ import annotations

from pathlib import Path

import sites

FILES: dict[str, str | bytes] = {
    "content/site.yaml": """\
title: Riverside Walkers
description: Exercises that keep a walking club walking.
base_url: https://walkers.example.org/
author: Riverside Walking Club
safety:
  stop_if: [The pain is sharp.]
  get_help:
    emergency: [You have pain or pressure in the chest.]
""",
    "content/home.md": """\
We are a **club**, and these are the exercises that we do together and alone.

[Pick a plan](#routines)

## New to the club?

- Come on a Tuesday.
- Read [who we are](pages/about.md).

[Wall sit](exercises/wall-sit.md)

[When to stop](#safety)
""",
    "content/pages/about.md": """\
---
title: About us
summary: Twelve people who like hills.
nav: header
---
We began in 2019 with four pairs of boots.

## When we walk

Each Tuesday at nine, from the [wall sit](../exercises/wall-sit.md) to the summit.

## Who leads

Two of us, in turn.
""",
    "content/pages/imprint.md": """\
---
title: Imprint
---
Riverside Walking Club, 1 Bank Street. Write to [the club](mailto:club@example.org).
""",
    "content/pages/privacy.md": """\
---
title: Data protection
reviewed: {by: Our secretary, on: 2026-03-01}
sources: [{title: The law}]
---
This site stores nothing about you.
""",
    "content/exercises/wall-sit.md": """\
---
title: Wall sit
summary: Works the thighs without moving the knees.
muscles: {primary: [quads], secondary: [glutes]}
equipment: [wall]
level: beginner
figure: {frames: [{pose: standing, caption: Stand tall}, {pose: wall sit, caption: Slide down}]}
steps: [Stand with your back against a wall., Slide down and stay.]
dose: {sets: 3, hold: 20 s}
---
""",
    "content/exercises/heel-raise.md": """\
---
title: Heel raise
summary: Makes calves strong for the way up.
muscles: {primary: [calves]}
level: beginner
figure: {frames: [{pose: standing, caption: Stand tall}, {pose: heel raise, caption: Rise}]}
steps: [Stand beside a wall., Rise onto your toes., Lower slowly.]
dose: {sets: 2, reps: 12}
---
""",
    "content/routines/before-a-walk.md": """\
---
title: Before a walk
summary: Ten quiet minutes beside the car.
need: If hills are steep
exercises: [wall-sit, heel-raise]
schedule: {per_week: 3}
---
""",
    "content/guides/hills.md": """\
---
title: How to walk up hills
summary: Short steps, and when to rest.
exercises: [heel-raise]
---
Shorten your steps.
""",
}


def write(folder: Path) -> Path:
    """Write the project into *folder*, and return that."""
    return sites.put(folder, FILES)


def build(folder: Path, *words: str) -> Path:
    """Write and build the project, and return the folder of the site."""
    write(folder)
    return sites.build(folder / "content", folder / "site", *words)
