"""The front door of a clone: `python build.py` makes `site/` from `content/`; `python build.py -h` tells more.

Not to be mistaken for the packaging tool of that name: `python -m build` in this folder runs this file.
"""

import sys

from cuecard.start import run

if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
