"""Office files are zips: members with one fixed time, so that equal content gives equal bytes."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Callable, Mapping

FIXED_TIME = datetime.datetime(2000, 1, 1)
"""Of properties and zip members: a print is dated by its edition, not by the minute it was made."""
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def fixed_zip(data: bytes, changes: Mapping[str, Callable[[bytes], bytes]] | None = None) -> bytes:
    """The same members in the same order, all of `FIXED_TIME`, the property ``modified`` too.

    Args:
        data: A zip file.
        changes: What to make of members by name.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>2000-01-01T00:00:00Z\g<2>", content)
            if changes and name in changes:
                content = changes[name](content)
            member = zipfile.ZipInfo(name, (FIXED_TIME.year, FIXED_TIME.month, FIXED_TIME.day, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            new.writestr(member, content)
    return out.getvalue()
