"""QR codes of a print: to the clause on the site and to the edition in force."""

from __future__ import annotations

import io

import segno

from indexer.addresses import DRAFT_FOLDER, edition_folder, section_page

MASK = 3
"""Of the eight mask patterns; any can be read, and trying them all takes most of the time of a long print."""


def clause_address(site: str, section: str, clause: str, edition: str) -> str:
    """What the code of a clause says: its page in the printed edition, which tells when it is no longer in force.

    Args:
        site: Base address of the published site, or "" where it has none: then a plain name is coded, as for a
            draft, which is published nowhere.

    >>> clause_address("https://handbook.example/", "2.3", "2.3-12", "A/0")
    'https://handbook.example/A-0/2.3/#2.3-12'
    >>> clause_address("", "2.3", "2.3-12", "A/0")
    'handbook:2.3-12?edition=A/0'
    """
    folder = edition_folder(edition)
    if not site or folder == DRAFT_FOLDER:
        return f"handbook:{clause}?edition={edition}"
    return f"{site.rstrip('/')}/{folder}/{section_page(section)}#{clause}"


def edition_address(site: str, edition: str, digest: str) -> str:
    """What the code of a whole print says: its edition and the digest of its items."""
    short, folder = digest.removeprefix("sha256:")[:12], edition_folder(edition)
    if not site or folder == DRAFT_FOLDER:
        return f"handbook:?edition={edition}&list={short}"
    return f"{site.rstrip('/')}/{folder}/?list={short}"


def png(text: str) -> bytes:
    """A black and white picture of the code, error correction M (15 %), two modules of margin."""
    buffer = io.BytesIO()
    segno.make(text, error="m", micro=False, mask=MASK).save(buffer, kind="png", scale=4, border=2)
    return buffer.getvalue()
