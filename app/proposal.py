"""What three people sign: an edition ready to be issued, with every file that it writes."""

from __future__ import annotations

from dataclasses import dataclass

from app.in_force import manifest_digest
from indexer.clauses import digest
from indexer.editions import Manifest, ManifestChange
from indexer.revision import Diff


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file of the text as it is and as it will be; most stay as they are."""

    path: str
    """Relative to the home, with ``/``."""
    before: str | None
    after: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """An edition ready to be signed."""

    edition: str
    previous: str
    """The edition that it follows, or "" for the first."""
    effective: str
    reason: str
    manifest: Manifest
    files: tuple[FileChange, ...]
    difference: Diff
    judged: tuple[ManifestChange, ...]
    """Changes that were called otherwise than proposed."""

    @property
    def draft(self) -> str:
        """Digest of everything that the three sign: manifest, reason, and every file written or changed."""
        return digest(
            {
                "manifest": manifest_digest(self.manifest),
                "reason": self.reason,
                "previous": self.previous,
                "files": {one.path: digest(one.after) for one in self.files},
            }
        )
