"""`python -m cuecard` is the same program as `cuecard`."""

from cuecard.start import main

main()
