"""Pictures drawn from plain values as SVG text; nothing here reads or writes a file."""
