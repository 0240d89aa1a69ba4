"""`python -m cuecard` is the same program as `cuecard`."""

from cuecard.cli.entry import main

main()
