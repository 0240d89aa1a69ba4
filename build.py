"""The front door of a clone: `python build.py` makes `site/` from `content/`; `python build.py -h` tells more.

Not to be mistaken for the packaging tool of that name: `python -m build` in this folder runs this file.
"""

from cuecard.cli.entry import main

if __name__ == "__main__":
    main()
