"""Files put in place whole: whoever reads one sees the old file or the new, never half."""

from __future__ import annotations

import os
from contextlib import suppress


def replace(file: str, data: bytes, beside: str) -> None:
    """Write *data* to *beside*, on the same disk, then put that in the place of *file* in one step.

    Nothing is forced to the disk. What a loss of power leaves of a file is no file of ours to the next build, which
    makes it again; to wait for the disk at each file would take longer than all the rest.

    Raises:
        OSError: when it cannot be written, with *file* for its name; then *beside* is gone again.

    """
    try:
        with open(beside, "wb") as opened:  # noqa: PTH123 - pathlib takes longer than the writing
            opened.write(data)
        os.replace(beside, file)  # noqa: PTH105
    except BaseException as fault:
        with suppress(OSError):
            os.unlink(beside)  # noqa: PTH108
        if isinstance(fault, OSError):
            fault.filename = file  # what is meant, not where it was to be written first
        raise
