"""QR codes of a print: to the clause on the site and to the edition in force."""

from __future__ import annotations

import io
from urllib.parse import quote

import segno

MASK = 3
"""Of the eight mask patterns; any can be read, and trying them all takes most of the time of a long print."""


def clause_address(site: str, section: str, clause: str, edition: str) -> str:
    """What the code of a clause says; the edition is in it, so that an outdated print is found out.

    Args:
        site: Base address of the published site, or "" where it has none: then a plain name is coded.

    >>> clause_address("https://handbook.example/", "2.3", "2.3-12", "A/0")
    'https://handbook.example/2.3/?edition=A%2F0#2.3-12'
    >>> clause_address("", "2.3", "2.3-12", "A/0")
    'handbook:2.3-12?edition=A/0'
    """
    if not site:
        return f"handbook:{clause}?edition={edition}"
    return f"{site.rstrip('/')}/{section}/?edition={quote(edition, safe='')}#{clause}"


def edition_address(site: str, edition: str, digest: str) -> str:
    """What the code of a whole print says: its edition and the digest of its items."""
    short = digest.removeprefix("sha256:")[:12]
    if not site:
        return f"handbook:?edition={edition}&list={short}"
    return f"{site.rstrip('/')}/?edition={quote(edition, safe='')}&list={short}"


def png(text: str) -> bytes:
    """A black and white picture of the code, error correction M (15 %), two modules of margin."""
    buffer = io.BytesIO()
    segno.make(text, error="m", micro=False, mask=MASK).save(buffer, kind="png", scale=4, border=2)
    return buffer.getvalue()
