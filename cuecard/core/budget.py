"""Limits on content: of bytes, pixels, entries, depths and time. docs/reliability.md has the same as a table.

Each limit is far above what an honest site has, and low enough that a hostile one ends soon, in a problem at its line.
"""

from __future__ import annotations

TEXT_BYTES = 200_000
"""Of one text or settings file. A long article has 50,000."""
BODY_CPU_SECONDS = 1.0
"""Of processor time for one body. An ordinary one takes a few milliseconds."""
SLOW_BODIES = 8
"""Bodies of one build that take too long. Once there are so many, no other that might is tried."""
BODY_MEMORY_BYTES = 1 << 30
BODY_HTML_CHARACTERS = 5_000_000
"""Of the HTML of one body. Abbreviations and references can repeat one long text many times over."""

BUILD_CPU_SECONDS = 300.0
"""Of processor time for all that a build does in limited processes: long bodies, pictures, drawings, fonts and cards.
A large site has more, by its size, as no honest one shall ever notice. A photograph of 24 million pixels takes a
quarter of a second, and so does the card of a routine."""
BUILD_CPU_SECONDS_PER_TEXT = 1.0
"""More of it for each text."""
BUILD_CPU_SECONDS_PER_MEGABYTE = 1.0
"""More of it for each million bytes of pictures. So a picture that is small and slow brings little."""

SVG_BYTES = 5_000_000
SVG_PARTS = 100_000
"""Elements and attributes. A detailed drawing of a muscle has a thousand."""
SVG_DRAWN_PARTS = 200_000
"""Elements as they are drawn, each copy counted, and masks, patterns, filters and bitmaps for several."""
SVG_DEPTH = 100
"""Elements in one another, also by reference."""
SVG_LARGEST_NUMBER = 10_000_000
SVG_LARGEST_SCALE = 1_000_000
SVG_BITMAP_PIXELS = 50_000_000
"""Of all bitmaps inside one drawing."""

PICTURE_BYTES = 50_000_000
PICTURE_PIXELS = 50_000_000
PICTURE_PIXELS_SHRINKING = 100_000_000
"""Of a JPEG picture that is not progressive, which is made smaller while it is decoded."""
PICTURE_SCANNED_PIXELS = 500_000_000
"""Of a progressive JPEG picture: its pixels times the scans in which they are stored, usually ten."""
PICTURE_RATIO = 20
"""How many times as high as wide a picture may be."""
PICTURE_CPU_SECONDS = 20.0
"""Of processor time for one picture. One of 24 million pixels takes a second."""
PICTURE_MEMORY_BYTES = 1_500_000_000

FILE_BYTES = 100_000_000
"""Of a video or document that a text links to; hosts take no larger ones."""
FILES_BYTES = 500_000_000
"""Of all of these together."""

FOLDER_DEPTH = 10
"""Folders in one another."""
ADDRESS_CHARACTERS = 500
"""Of a web address, and of an old address of a page. A QR code can hold three times as many."""

LADDER_STEPS = 200
"""Exercises that are each harder than the one before."""
PHASES = 104
"""Phases of a routine, as many as weeks in two years."""
SESSIONS = 31
"""Sessions of a routine or of a phase."""
FIGURE_THINGS = 20
"""Things beside the body in one figure or frame."""

IMPORT_VALUES = 5_000_000
"""Of a JSON file."""
IMPORT_WORDS = 200
"""Muscles or equipment of one record."""
IMPORT_FILE_CPU_SECONDS = 30.0
"""Of processor time to read the file of an import. Ten thousand exercises take half a second."""
IMPORT_RECORD_CPU_SECONDS = 2.0
"""Of processor time for one record. An ordinary one takes a millisecond."""
IMPORT_CPU_SECONDS = 600.0
"""Of processor time for a whole import."""
IMPORT_MEMORY_BYTES = 2 << 30

WEB_FONT_BYTES = 1_000_000
"""Of one WOFF2 file that pages load. A face with Latin, Greek and Cyrillic has 100,000."""
FONT_CPU_SECONDS = 10.0
