"""How much content may bring: of bytes, pixels, entries, depths and time. docs/reliability.md has the same as a table.

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
