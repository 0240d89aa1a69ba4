"""What authors call a position, in everyday words and in those of the trade."""

from __future__ import annotations

import pytest

from cuecard.parse.fields import Position
from cuecard.parse.front_matter import split
from cuecard.parse.schema import ContentFile, Exercise, parse
from cuecard.parse.sources import Kind, SourceFile


@pytest.mark.parametrize(
    ("written", "position"),
    [
        ("standing", Position.STANDING),
        ("Standing on one leg", Position.STANDING),
        ("seated", Position.SITTING),
        ("on a chair", Position.SITTING),
        ("half-kneeling", Position.KNEELING),
        ("Hands and knees", Position.HANDS_AND_KNEES),
        ("kneeling on hands and knees", Position.HANDS_AND_KNEES),
        ("all fours", Position.HANDS_AND_KNEES),
        ("quadruped", Position.HANDS_AND_KNEES),
        ("on your back", Position.SUPINE),
        ("crook lying", Position.SUPINE),
        ("lying face down", Position.PRONE),
        ("side lying", Position.SIDE_LYING),
        ("sidelying", Position.SIDE_LYING),
    ],
)
def test_a_position_has_many_names(written: str, position: Position) -> None:
    """Whatever an author calls it, readers see one of seven positions."""
    text = f"---\ntitle: One\nmuscles: {{primary: [quads]}}\nsteps: [Go.]\nposition: {written}\n---\n"
    document = split(SourceFile.from_text("exercises/one.md", "exercises/one.md", Kind.EXERCISE, text, ""))
    assert not isinstance(document, list)
    exercise = parse(document)
    assert isinstance(exercise, ContentFile)
    assert isinstance(exercise.facts, Exercise)
    assert exercise.facts.position is position
