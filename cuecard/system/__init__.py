"""What the operating system does for us: atomic writes, locks, signals, process pools, limited child processes.

In come paths, bytes and functions; out come files, results and errors of the machine. It must never import anything
that knows what an exercise is: only `core`.
"""
