"""QR codes, made when the site is built, so that no service has to be alive for a printed one to work."""

from __future__ import annotations

BORDER = 4
"""Modules of white round the code, as ISO/IEC 18004 asks for."""


def svg(address: str) -> str:
    """Return the code of *address* as one SVG picture, black on white.

    Error correction is level Q, which restores about a quarter of the codewords (ISO/IEC 18004), as a sheet on a
    wall gets spots and folds.
    """
    import segno  # noqa: PLC0415 - 15 ms, and most sites have no address to point to

    code = segno.make_qr(address, error="q", boost_error=False)
    size = code.symbol_size(border=BORDER)[0]
    rows = []
    for y, row in enumerate(code.matrix, start=BORDER):
        x, length = 0, len(row)
        while x < length:
            start = x
            while x < length and row[x]:
                x += 1
            if x > start:
                rows.append(f"M{start + BORDER} {y}h{x - start}v1h-{x - start}z")
            x += 1
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path d="{"".join(rows)}"/></svg>'
    )
