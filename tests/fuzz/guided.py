"""Fuzzes one target of `fuzzing.TARGETS`, or "every" one, guided by which lines of the program each text reaches.

    python tests/fuzz/guided.py TARGET [libFuzzer's own options, such as -runs=10000 or -max_total_time=3600] [FOLDER]

A folder keeps the texts that reached something new, for the next time. Ends with 0 when nothing was found; else the
traceback is reported, and the text that led to it is kept in a file `crash-...` in the current folder.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

sys.path[:0] = [
    str(Path(__file__).resolve().parent.parent),
    str(Path(__file__).resolve().parent.parent.parent),
]
with atheris.instrument_imports(include=["cuecard.parse", "markdown", "frontmatter"]):
    import fuzzing


def main() -> None:
    """Begin with the texts that others begin with, then run until stopped."""
    target, *options = sys.argv[1:]
    targets = [*fuzzing.TARGETS] if target == "every" else [target]
    most = 3 if target == "every" else None
    if all(option.startswith("-") for option in options):
        for number, (name, text) in enumerate(
            (one, text) for one in targets for text in fuzzing.SEEDS[one][0]()[:most]
        ):
            Path(f"seed-{number}").write_bytes(bytes([targets.index(name)]) + text.encode())
        options.append(".")
    marks = Path(f"../{target}.marks")
    every = dict.fromkeys(mark for one in targets for mark in fuzzing.SEEDS[one][1])
    marks.write_text("".join(f'"{_escaped(mark)}"\n' for mark in every), "utf-8")

    def one(data: bytes) -> None:
        name = targets[data[0] % len(targets)] if data else targets[0]
        fuzzing.judge(name, data[1:].decode("utf-8", errors="replace"))

    atheris.Setup([sys.argv[0], f"-dict={marks}", *options], one)
    atheris.Fuzz()


def _escaped(mark: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in mark.encode())


if __name__ == "__main__":
    main()
