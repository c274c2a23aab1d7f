"""What is done once before several app processes start: ``python -m app.preparing``, then exit.

Brings the database to this program's tables, makes keys, index and site, adopts the edition, and at the very
first start prints the one-time password of the first administrator. A second run changes nothing.
"""

from __future__ import annotations

import sys

from app.home import open_home
from app.records.errors import RecordsError
from app.starting import first_account, opened
from indexer.clauses import HandbookError


def main() -> int:
    """Prepare the home that the settings name; 1 with a sentence where it cannot be."""
    try:
        bench = opened(open_home(), _tell)
        try:
            first_account(bench, _tell)
        finally:
            bench.close()
    except (HandbookError, RecordsError) as error:
        print(error.problem, error.fix, sep="\n", file=sys.stderr)
        return 1
    return 0


def _tell(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
