"""Vectors in PostgreSQL with the extension pgvector. The only module of the index that opens a database."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import secrets
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from indexer.clauses import HandbookError
from indexer.embedding import Vectors
from indexer.store import StoreLost

if TYPE_CHECKING:
    import psycopg

URL_SETTING = "HANDBOOK_DATABASE_URL"
SCHEMA = "handbook_vectors"
"""Apart from the records, whose tables are nobody's but the ledger's."""
FILE = "pgvector.json"
EFFORT = 200
"""Width of the graph search; more neighbours than this are found by comparing all."""
LINKS, WIDTH = 16, 200
"""Of the graph when it is built (pgvector: m, ef_construction)."""
WIDEST_INDEXED = 2000
"""Numbers in a vector up to which pgvector builds a graph; wider ones are compared one by one."""
BUILD_MEMORY = "512MB"
"""A graph that fits is built several times faster; 100,000 vectors of 384 numbers take 250 MB."""
IDLE = 4
"""Connections kept open by one process."""
ANSWER_MS = 5000
"""After which a query is given up: the exact vectors beside it answer in a tenth of this."""
ROWS_AT_ONCE = 4096
_COPY_HEAD, _COPY_END = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"


class PgVectors:
    """A table written once by one build and named in its folder; safe to share among threads."""

    name = "pgvector"

    def __init__(self, url: str, table: str, count: int) -> None:
        self._url, self._table, self._count = url, table, count
        self._idle: queue.LifoQueue[psycopg.Connection[Any]] = queue.LifoQueue(IDLE)
        weakref.finalize(self, _close_all, self._idle)

    def __len__(self) -> int:
        return self._count

    @classmethod
    def open(cls, folder: Path) -> PgVectors:
        """Open what `write` wrote.

        Raises:
            HandbookError: The setting names no PostgreSQL database.
            StoreLost: The database does not answer, or does not have the table with all its rows.
            OSError, ValueError: The file that names the table is missing or damaged.
        """
        listed = json.loads((folder / FILE).read_text("utf-8"))
        store = cls(database_url(), _checked(listed["table"]), int(listed["passages"]))
        with store._connection() as conn:
            found = conn.execute(f"SELECT count(*) FROM {store._table}").fetchone()
        if found is None or found[0] != store._count:
            raise StoreLost(f"{store._table} is not whole")
        return store

    @staticmethod
    def write(folder: Path, vectors: Vectors) -> None:
        """Write float32 (passages, size), each of length 1, into a table of its own, all or nothing.

        The folder names the table before there is one, so that `remove` finds it whenever the build dies.

        Raises:
            HandbookError: The database cannot be reached, has no pgvector, or refuses.
        """
        import psycopg

        table = f"{SCHEMA}.v_{secrets.token_hex(12)}"
        (folder / FILE).write_text(json.dumps({"table": table, "passages": len(vectors)}), "utf-8")
        with _told(), psycopg.connect(database_url(), connect_timeout=10) as conn:
            _prepare(conn)
            size = vectors.shape[1]
            conn.execute(f"CREATE TABLE {table} (n int4 PRIMARY KEY, v vector({size}) NOT NULL)")
            with conn.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN (FORMAT BINARY)") as copy:
                copy.write(_COPY_HEAD)
                for start in range(0, len(vectors), ROWS_AT_ONCE):
                    copy.write(_rows(start, vectors[start : start + ROWS_AT_ONCE]))
                copy.write(_COPY_END)
            if size <= WIDEST_INDEXED:
                conn.execute(f"SET LOCAL maintenance_work_mem = '{BUILD_MEMORY}'")
                conn.execute(
                    f"CREATE INDEX ON {table} USING hnsw (v vector_ip_ops) "
                    f"WITH (m = {LINKS}, ef_construction = {WIDTH})"
                )
        with _told(), psycopg.connect(database_url(), connect_timeout=10, autocommit=True) as conn:
            conn.execute(f"ANALYZE {table}")

    def cosines(self, vector: Vectors, k: int | None = None) -> Vectors:
        """Cosine of `vector` to the `k` nearest passages; the others get the least of these.

        Raises:
            StoreLost: The database does not answer, or the table is gone.
        """
        wanted = min(k or self._count, self._count)
        asked = "[" + ",".join(map(repr, vector.tolist())) + "]"
        with self._connection() as conn:
            if wanted > EFFORT:
                conn.execute("SET LOCAL enable_indexscan = off")
            rows = conn.execute(
                f"SELECT n, -(v <#> %s::vector) FROM {self._table} ORDER BY v <#> %s::vector LIMIT %s",
                (asked, asked, wanted),
            ).fetchall()
        if len(rows) < wanted:
            raise StoreLost(f"{self._table} is not whole")
        near = np.array([row[1] for row in rows], dtype=np.float32)
        result = np.full(self._count, near.min(initial=1), dtype=np.float32)
        result[[row[0] for row in rows]] = near
        return result

    @contextlib.contextmanager
    def _connection(self) -> Iterator[psycopg.Connection[Any]]:
        """A connection in a transaction of its own; one that broke while idle is replaced once."""
        import psycopg

        try:
            conn = self._idle.get_nowait()
            try:
                conn.execute("SELECT 1")
            except psycopg.Error:
                conn.close()
                conn = self._connect()
        except queue.Empty:
            conn = self._connect()
        try:
            yield conn
            conn.rollback()
            self._idle.put_nowait(conn)
        except psycopg.Error as error:
            conn.close()
            raise StoreLost(str(error)) from error
        except queue.Full:
            conn.close()
        except BaseException:
            conn.close()
            raise

    def _connect(self) -> psycopg.Connection[Any]:
        import psycopg

        options = f"-c hnsw.ef_search={EFFORT} -c statement_timeout={ANSWER_MS}"
        try:
            return psycopg.connect(self._url, connect_timeout=5, options=options)
        except psycopg.Error as error:
            raise StoreLost(str(error)) from error


def remove(folder: Path) -> None:
    """Drop the table that the folder of a build names; what cannot be reached is left."""
    import psycopg

    with contextlib.suppress(OSError, ValueError, KeyError, HandbookError, psycopg.Error):
        table = _checked(json.loads((folder / FILE).read_text("utf-8"))["table"])
        with psycopg.connect(database_url(), connect_timeout=5, options="-c lock_timeout=5000") as conn:
            conn.execute(f"DROP TABLE IF EXISTS {table}")


def database_url() -> str:
    """Address of the PostgreSQL database, as libpq reads it.

    Raises:
        HandbookError: The setting names none.
    """
    scheme, _, rest = os.environ.get(URL_SETTING, "").partition("://")
    if scheme.partition("+")[0] not in ("postgresql", "postgres"):
        raise HandbookError(
            "HANDBOOK_VECTORS=pgvector 需要 PostgreSQL 数据库。",
            fix=f"把 {URL_SETTING} 写成 postgresql://用户@主机/库名，或把 HANDBOOK_VECTORS 改成 auto。",
        )
    return f"postgresql://{rest}"


def _checked(table: str) -> str:
    """A table's name goes into the text of a statement, so only one that `write` makes is taken."""
    schema, _, name = table.partition(".v_")
    if schema != SCHEMA or len(name) != 24 or not set(name) <= set("0123456789abcdef"):
        raise ValueError(f"not a table of vectors: {table!r}")
    return table


def _prepare(conn: psycopg.Connection[Any]) -> None:
    """Extension and schema; two builds that start at once do it in a row."""
    conn.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", (SCHEMA,))
    if conn.execute("SELECT 1 FROM pg_extension WHERE extname = 'vector'").fetchone() is None:
        conn.execute("CREATE EXTENSION IF NOT EXISTS vector")
    conn.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
    conn.commit()


def _rows(first: int, vectors: Vectors) -> bytes:
    """Rows of COPY's binary format; a vector is its length, a reserved number, its numbers, big-endian.

    Source: PostgreSQL manual, COPY, "Binary Format"; pgvector, src/vector.c, vector_recv.
    """
    count, size = vectors.shape
    row = np.dtype(
        [("fields", ">i2"), ("n_bytes", ">i4"), ("n", ">i4"), ("v_bytes", ">i4"), ("size", ">i2"),
         ("reserved", ">i2"), ("v", ">f4", (size,))]
    )  # fmt: skip
    rows = np.zeros(count, dtype=row)
    rows["fields"], rows["n_bytes"], rows["n"] = 2, 4, np.arange(first, first + count)
    rows["v_bytes"], rows["size"], rows["v"] = 4 + 4 * size, size, vectors
    return rows.tobytes()


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """The database's errors while building as sentences."""
    import psycopg

    try:
        yield
    except (
        psycopg.errors.UndefinedFile,
        psycopg.errors.FeatureNotSupported,
        psycopg.errors.UndefinedObject,
    ) as error:
        raise HandbookError(
            "数据库没有 pgvector 扩展。",
            fix="在数据库服务器上安装 pgvector，或把 HANDBOOK_VECTORS 改成 auto。",
        ) from error
    except psycopg.errors.InsufficientPrivilege as error:
        raise HandbookError(
            "数据库用户没有建立向量表的权限。",
            fix=f"由数据库管理员执行 CREATE EXTENSION vector 和 CREATE SCHEMA {SCHEMA} AUTHORIZATION 该用户。",
        ) from error
    except psycopg.Error as error:
        said = (str(error).splitlines() or [""])[0]
        raise HandbookError(
            f"不能把向量写入数据库（{said}）。", fix=f"检查数据库服务和 {URL_SETTING}。"
        ) from error


def _close_all(idle: queue.LifoQueue[psycopg.Connection[Any]]) -> None:
    with contextlib.suppress(queue.Empty):
        while True:
            idle.get_nowait().close()
