"""Run the program in a clone: `python build.py` builds `site/` from `content/`; `python build.py -h` shows help.

This is not the packaging tool `build`, but `python -m build` in this folder runs this file.
"""

from cuecard.cli.entry import main

if __name__ == "__main__":
    main()
