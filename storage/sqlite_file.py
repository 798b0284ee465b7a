"""The SQLite file of an embedded store: how it is opened and checked, and every statement on it.

Each function takes a connection and leaves transactions to its caller (`storage.writer`).
"""

from __future__ import annotations

import itertools
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

from bot.core.ports import StoreUnavailable

FILE = "documents.sqlite"
LAYOUT = 2
_OURS = 0x34_57_69_6E  # "4Win", in the place SQLite has for saying whose file it is
_MAGIC = b"SQLite format 3\x00"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

_KEYS = """
CREATE TABLE keys (name TEXT PRIMARY KEY) WITHOUT ROWID;
"""

_TABLES = f"""
CREATE TABLE documents (
    number INTEGER PRIMARY KEY,
    tenant TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    body TEXT NOT NULL,
    due_at INTEGER,
    claims INTEGER NOT NULL DEFAULT 0,
    UNIQUE (tenant, kind, id)
);
CREATE INDEX documents_due ON documents (kind, due_at) WHERE due_at IS NOT NULL;
CREATE TABLE damaged (
    number INTEGER PRIMARY KEY,
    tenant TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    body TEXT,
    reason TEXT NOT NULL,
    put_aside_at INTEGER NOT NULL
);
CREATE INDEX damaged_key ON damaged (tenant, kind, id);
{_KEYS}"""

_UPGRADES = {1: _KEYS}
"""What brings a file from a layout to the next."""

BeforeUpgrade: TypeAlias = Callable[[sqlite3.Connection], None]
"""Is given the connection before a file of an older layout is changed."""


def micros(moment: datetime) -> int:
    """Microseconds since 1970, as the file keeps times. Raises TypeError for a naive time."""
    return (moment - _EPOCH) // _MICROSECOND


def moment(microseconds: int) -> datetime:
    """The time of `micros`, in UTC."""
    return _EPOCH + microseconds * _MICROSECOND


def connect(path: Path, before_upgrade: BeforeUpgrade | None = None) -> sqlite3.Connection:
    """The connection for writing, checked and laid out.

    Takes a file that exists (an empty one becomes a new store), and what is to be done before one
    of an older layout is brought to this one. Raises StoreUnavailable for a file that is no
    database, is damaged, belongs to another program or was laid out by a newer version; such a file
    is left as it is. So it is when `before_upgrade` raises something.
    """
    connection: sqlite3.Connection | None = None
    try:
        _check_head(path)
        journal = _has_journal(path)
        if journal:
            _check_only(path)
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        connection.text_factory = _text
        if not journal:
            _check(connection, path)
        _prepare(connection, path)
        _lay_out(connection, before_upgrade)
    except (sqlite3.Error, OSError) as error:
        if connection is not None:
            connection.close()
        raise StoreUnavailable(f"The file {str(path)!r} can't be opened: {error}.") from error
    except BaseException:
        if connection is not None:
            connection.close()
        raise
    return connection


def _text(stored: bytes) -> str:
    # SQLite checks no text, and one that is not UTF-8 must not stop the reading of the others.
    return stored.decode(errors="replace")


def _check_head(path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(len(_MAGIC))
    if head not in (b"", _MAGIC):
        raise StoreUnavailable(f"The file {str(path)!r} is not a database.")


def _has_journal(path: Path) -> bool:
    return path.with_name(path.name + "-wal").exists()


def _check_only(path: Path) -> None:
    # Whoever closes a connection that may write brings the journal into the file. So where somebody
    # left one, a file that turns out not to be ours would no more be as it was.
    uri = f"{path.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as connection:
        _check(connection, path)


def settle(path: Path) -> None:
    """Bring a journal that was left behind into its file; where one of them is damaged, or not
    ours, both stay as they are."""
    if not _has_journal(path):
        return
    with suppress(sqlite3.Error, StoreUnavailable):
        _check_head(path)
        _check_only(path)
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            checkpoint(connection)


def _check(connection: sqlite3.Connection, path: Path) -> None:
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    (owner,) = connection.execute("PRAGMA application_id").fetchone()
    (layout,) = connection.execute("PRAGMA user_version").fetchone()
    if (tables or owner) and owner != _OURS:
        raise StoreUnavailable(f"The file {str(path)!r} belongs to another program.")
    if layout > LAYOUT:
        raise StoreUnavailable(
            f"The file {str(path)!r} was written by a newer version of this program."
        )
    (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise StoreUnavailable(f"The file {str(path)!r} is damaged: {verdict}.")


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    # A reader of another program (a backup, a look by hand) may hold us up for a moment.
    connection.execute("PRAGMA busy_timeout = 5000")
    # Overwrites what is deleted. Said before anything is written.
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
    (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
    if mode != "wal":
        raise StoreUnavailable(f"The file {str(path)!r} lies where SQLite can't keep a journal.")
    connection.execute("PRAGMA synchronous = FULL")
    # Without it, macOS calls a write durable that still sits in the disk's own cache.
    connection.execute("PRAGMA fullfsync = ON")
    connection.execute("PRAGMA cache_size = -16000")


def _lay_out(connection: sqlite3.Connection, before_upgrade: BeforeUpgrade | None) -> None:
    layout = layout_of(connection)
    if layout == 0:
        connection.executescript(
            f"BEGIN IMMEDIATE; {_TABLES} PRAGMA application_id = {_OURS};"
            f" PRAGMA user_version = {LAYOUT}; COMMIT;"
        )
        return
    if layout < LAYOUT and before_upgrade is not None:
        before_upgrade(connection)
    for step in range(layout, LAYOUT):
        connection.executescript(
            f"BEGIN IMMEDIATE; {_UPGRADES[step]} PRAGMA user_version = {step + 1}; COMMIT;"
        )


def layout_of(connection: sqlite3.Connection) -> int:
    """By which version of our tables a file is laid out; 0 where it is empty."""
    (layout,) = connection.execute("PRAGMA user_version").fetchone()
    return int(layout)


def checked_reading(path: Path) -> sqlite3.Connection:
    """A connection for reading a whole store, beside whoever writes to it, checked as `connect`
    checks. It is never made, and no layout is changed. Raises StoreUnavailable or sqlite3.Error.
    """
    # Without a look at its head: closing a file that SQLite has open too, in this process, would
    # drop the locks that SQLite holds on it.
    uri = f"{path.absolute().as_uri()}?mode=rw"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None)
    try:
        connection.text_factory = _text
        connection.execute("PRAGMA query_only = ON")
        connection.execute("PRAGMA busy_timeout = 5000")
        _check(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection of its own for reading, so that a long read holds up no write.

    Raises StoreUnavailable, also for what goes wrong inside.
    """
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.text_factory = _text
            connection.execute("PRAGMA query_only = ON")
            connection.execute("PRAGMA busy_timeout = 5000")
            yield connection
    except sqlite3.Error as error:
        raise StoreUnavailable(f"The file {str(path)!r} can't be read: {error}.") from error


class Saved(NamedTuple):
    """One document to keep; `body` None removes it."""

    tenant: str
    kind: str
    id: str
    version: int
    body: str | None
    due_at: int | None


_PUT = (
    "INSERT INTO documents (tenant, kind, id, version, body, due_at) VALUES {}"
    " ON CONFLICT (tenant, kind, id) DO UPDATE SET version = excluded.version,"
    " body = excluded.body, due_at = excluded.due_at, claims = 0"
)
_PUTS = [(many, _PUT.format(", ".join(["(?, ?, ?, ?, ?, ?)"] * many))) for many in (32, 8, 2, 1)]
"""Several rows in one statement: at each the thread would have to wait for Python's lock anew, and
the event loop seldom lets go of it. Few sizes, so that SQLite need not read them each time."""

_DELETE = "DELETE FROM documents WHERE tenant = ? AND kind = ? AND id = ?"
_DELETE_DAMAGED = "DELETE FROM damaged WHERE tenant = ? AND kind = ? AND id = ?"


def save(connection: sqlite3.Connection, changes: Sequence[Saved]) -> None:
    """Put and remove these documents, each at most once. A put ends a lease and begins a new count
    of claims; a removal also takes what was put aside as damaged under that id."""
    puts = [change for change in changes if change.body is not None]
    done = 0
    for many, statement in _PUTS:
        while len(puts) - done >= many:
            values = itertools.chain.from_iterable(puts[done : done + many])
            connection.execute(statement, tuple(values))
            done += many
    gone = [change[:3] for change in changes if change.body is None]
    if gone:
        connection.executemany(_DELETE, gone)
        connection.executemany(_DELETE_DAMAGED, gone)


class Row(NamedTuple):
    """A document as it stands in the file; `number` names the row for `put_aside`."""

    number: int
    tenant: str
    kind: str
    id: str
    version: int
    body: bytes | None
    claims: int


_ROW = "number, tenant, kind, id, version, CAST(body AS BLOB), claims"


def rows_of(connection: sqlite3.Connection, tenant: str) -> Iterator[Row]:
    """All documents of a tenant."""
    found = connection.execute(f"SELECT {_ROW} FROM documents WHERE tenant = ?", (tenant,))  # noqa: S608 - a constant of ours
    return map(Row._make, found)


def due(connection: sqlite3.Connection, kind: str, now: int, most: int) -> list[Row]:
    """At most so many due rows of this kind, the longest due first."""
    found = connection.execute(
        f"SELECT {_ROW} FROM documents WHERE kind = ? AND due_at <= ?"  # noqa: S608 - a constant of ours
        " ORDER BY due_at, tenant, id LIMIT ?",
        (kind, now, most),
    )
    return [Row._make(row) for row in found]


def lease(connection: sqlite3.Connection, rows: Iterable[Row], until: int) -> None:
    """Hide these rows until then, and count a claim of each."""
    connection.executemany(
        "UPDATE documents SET due_at = ?, claims = claims + 1 WHERE number = ?",
        [(until, row.number) for row in rows],
    )


def put_aside(connection: sqlite3.Connection, row: Row, reason: str) -> bool:
    """Move a row that can't be read to where it is in nobody's way.

    False when it has changed since it was read, and so may be whole again.
    """
    now = int(time.time())
    moved = connection.execute(
        "INSERT INTO damaged (tenant, kind, id, body, reason, put_aside_at)"
        " SELECT tenant, kind, id, body, ?, ? FROM documents WHERE number = ? AND version = ?",
        (reason, now, row.number, row.version),
    ).rowcount
    connection.execute(
        "DELETE FROM documents WHERE number = ? AND version = ?", (row.number, row.version)
    )
    return moved > 0


def drop_damaged(
    connection: sqlite3.Connection,
    tenant: str,
    mentioning: str | None,
    told: Callable[[bytes], bytes | None],
) -> int:
    """Forget rows that were put aside in this tenant, and say how many.

    With `mentioning`, only those that hold this word, or are too broken to tell: `told` gives what
    stands in a body, or None.
    """
    if mentioning is None:
        return connection.execute("DELETE FROM damaged WHERE tenant = ?", (tenant,)).rowcount
    word, gone = mentioning.encode(), []
    for row in aside(connection, tenant):
        text = told(row.body) if row.body is not None else None
        if text is None or word in text or row.id == mentioning:
            gone.append((row.number,))
    connection.executemany("DELETE FROM damaged WHERE number = ?", gone)
    return len(gone)


class Aside(NamedTuple):
    """A document that was put aside as damaged."""

    number: int
    tenant: str
    kind: str
    id: str
    body: bytes | None
    reason: str
    put_aside_at: int


def aside(connection: sqlite3.Connection, tenant: str | None = None) -> Iterator[Aside]:
    """What was put aside as damaged, in this tenant or in all."""
    found = connection.execute(
        "SELECT number, tenant, kind, id, CAST(body AS BLOB), reason, put_aside_at FROM damaged"
        " WHERE tenant = coalesce(?, tenant) ORDER BY number",
        (tenant,),
    )
    return map(Aside._make, found)


def count(connection: sqlite3.Connection, table: Literal["documents", "damaged"]) -> int:
    """How many rows there are."""
    (many,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - a name of ours
    return int(many)


# For whoever goes through everything: copies, and a change of keys.


class Whole(NamedTuple):
    """A document's row with all that stands in it."""

    number: int
    tenant: str
    kind: str
    id: str
    version: int
    body: bytes | None
    claims: int
    due_at: int | None

    @property
    def row(self) -> Row:
        return Row(*self[:-1])


def after(connection: sqlite3.Connection, number: int, most: int) -> list[Whole]:
    """At most so many rows, of all tenants, that come after the one with this number."""
    found = connection.execute(
        f"SELECT {_ROW}, due_at FROM documents WHERE number > ? ORDER BY number LIMIT ?",  # noqa: S608 - a constant of ours
        (number, most),
    )
    return [Whole._make(row) for row in found]


def all_rows(connection: sqlite3.Connection) -> Iterator[Whole]:
    """Everything there is, one after the other."""
    found = connection.execute(f"SELECT {_ROW}, due_at FROM documents ORDER BY number")  # noqa: S608 - a constant of ours
    return map(Whole._make, found)


def rewrite(connection: sqlite3.Connection, bodies: Iterable[tuple[str, int]]) -> None:
    """Put these bodies in place of those in the rows with these numbers. What they say stays the
    same, so the version does too."""
    connection.executemany("UPDATE documents SET body = ? WHERE number = ?", bodies)


def rewrite_aside(connection: sqlite3.Connection, bodies: Iterable[tuple[str, int]]) -> None:
    """The same with what was put aside."""
    connection.executemany("UPDATE damaged SET body = ? WHERE number = ?", bodies)


def insert(connection: sqlite3.Connection, rows: Iterable[Whole]) -> None:
    """Add these documents as they are; their numbers are given anew."""
    connection.executemany(
        "INSERT INTO documents (tenant, kind, id, version, body, claims, due_at)"
        " VALUES (?, ?, ?, ?, CAST(? AS TEXT), ?, ?)",
        [row[1:] for row in rows],
    )


def insert_aside(connection: sqlite3.Connection, rows: Iterable[Aside]) -> None:
    """Add these damaged documents as they are; their numbers are given anew."""
    connection.executemany(
        "INSERT INTO damaged (tenant, kind, id, body, reason, put_aside_at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        [row[1:] for row in rows],
    )


# Which keys are in use, by their fingerprints.


def keys_in_use(connection: sqlite3.Connection) -> list[str]:
    """The keys with which documents may be sealed."""
    if layout_of(connection) < 2:
        return []
    return [name for (name,) in connection.execute("SELECT name FROM keys ORDER BY name")]


def use_key(connection: sqlite3.Connection, name: str) -> None:
    """From now on documents may be sealed with this key too."""
    if name not in keys_in_use(connection):
        connection.execute("INSERT INTO keys (name) VALUES (?)", (name,))


def use_only(connection: sqlite3.Connection, name: str) -> None:
    """No document is sealed with any other key than this one."""
    connection.execute("DELETE FROM keys WHERE name <> ?", (name,))


def next_due(connection: sqlite3.Connection, kind: str) -> int | None:
    """When the next row of this kind is due or comes out of its lease."""
    found = connection.execute(
        "SELECT due_at FROM documents WHERE kind = ? AND due_at IS NOT NULL"
        " ORDER BY due_at LIMIT 1",
        (kind,),
    ).fetchone()
    return found[0] if found else None


def tenants(connection: sqlite3.Connection) -> list[str]:
    """All tenants that have a document, in order."""
    return [
        name for (name,) in connection.execute("SELECT DISTINCT tenant FROM documents ORDER BY 1")
    ]


def newest_version(connection: sqlite3.Connection) -> int:
    """The highest version of any document, 0 where there is none."""
    (version,) = connection.execute("SELECT coalesce(max(version), 0) FROM documents").fetchone()
    return int(version)


def checkpoint(connection: sqlite3.Connection) -> None:
    """Bring the journal's pages into the file, and empty the journal. Raises sqlite3.Error."""
    (busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise sqlite3.OperationalError("somebody is reading an older state")


@dataclass(frozen=True, slots=True)
class Sizes:
    """What a scrub did to the size of the file, in bytes."""

    before: int
    after: int


def scrub(connection: sqlite3.Connection, path: Path) -> Sizes:
    """Write the file anew from what is in it, so that nothing deleted is left in any byte.

    `secure_delete` overwrites what is deleted, but not the older copies that stay behind in a page
    when SQLite moves documents to other pages.
    """
    before = path.stat().st_size
    # First once, so that the journal holds the new file only and needs no room for the rest.
    checkpoint(connection)
    connection.execute("VACUUM")
    checkpoint(connection)
    return Sizes(before, path.stat().st_size)
