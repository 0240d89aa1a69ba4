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
templates: templates
taxonomies:
  condition: {name: Condition, terms: [Knee pain, Sore calves]}
  sport:
theme:
  accent: "#5b3a8c"
  corner: round
  logo: pictures/hill.svg
  favicon: pictures/hill.svg
  header:
    - pages/about.md
    - {to: "https://shop.example.org/", text: Shop}
  footer:
    - {to: "mailto:club@example.org", text: Write to us}
  footer_text: Registered charity 123456.
safety:
  stop_if: [The pain is sharp.]
  get_help:
    emergency: [You have pain or pressure in the chest.]
""",
    "templates/base.html": """\
{% extends "cuecard/base.html" %}
{% block header %}
<p class="news"><span class="wrap">Club walk on Sunday at nine, whatever the weather.</span></p>
{% endblock %}
{% block after_content %}
{% if view.frame.extra.get("leader") %}
<p class="leader">{{ view.frame.extra.leader }} leads this one on Tuesdays.</p>
{% endif %}
{% endblock %}
{% block footer %}
<p><img src="{{ asset("badge.svg") }}" width="40" height="40" alt="Member of the walkers' union"></p>
{% endblock %}
""",
    "templates/assets/own.css": """\
.news {
  padding-block: var(--space-2);
  background: var(--tint);
  color: var(--ink);
}

.news .wrap {
  display: block;
  min-height: 0;
}
""",
    "templates/assets/badge.svg": """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40" width="40" height="40">
<circle cx="20" cy="20" r="18" fill="#5b3a8c"/><path d="M10 28 20 10l10 18z" fill="#fff"/>
</svg>
""",
    "content/pictures/hill.svg": """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="64" height="64">
<circle cx="46" cy="18" r="8" fill="#e0a030"/><path d="M2 56 24 20l12 18 8-10 18 28z" fill="#5b3a8c"/>
</svg>
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
tags: [against a wall]
terms: {condition: [knee pain], sport: Hill walking}
extra: {leader: Anna}
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
tags: [quick, Against a wall]
terms: {condition: [sore calves, Knee pain], sport: [Hill walking, Running]}
---
""",
    "content/routines/before-a-walk.md": """\
---
title: Before a walk
summary: Ten quiet minutes beside the car.
need: If hills are steep
exercises: [wall-sit, heel-raise]
schedule: {per_week: 3}
terms: {condition: Knee pain}
---
""",
    "content/guides/hills.md": """\
---
title: How to walk up hills
summary: Short steps, and when to rest.
exercises: [heel-raise]
tags: [quick]
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
