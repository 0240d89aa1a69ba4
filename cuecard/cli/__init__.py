"""The command line: arguments in, text and exit codes out.

In comes `sys.argv`, out come lines on the terminal and a number. It must never hold rules about content; nothing but
`__main__` and `build.py` may import it.
"""
