"""A change of keys: every document sealed anew with the first one, the plain ones too.

It goes through the file in small transactions and skips what is sealed with the first key already,
so one that was killed is simply begun again. The other keys count as in use until every document
was read back from the disk and is under the first; only then may they be thrown away.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bot.core.ports import StoreError, StoreFull, StoreUnavailable
from storage import copies, opening, sqlite_file
from storage.codec import Codec
from storage.copies import Tell, silent
from storage.errors import Damaged, Locked
from storage.folder import COPYING, HeldFolder
from storage.ledger import say_put_aside

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Rotated:
    """How many documents there are, how many of them were sealed anew, how many were found damaged
    and put aside; and copies in the folder, which are as they were."""

    documents: int
    changed: int
    put_aside: int
    copies: tuple[Path, ...]


def rotate(folder: Path, codec: Codec, tell: Tell = silent) -> Rotated:
    """Seal everything in this folder's store with the codec's first key.

    Afterwards the file is written anew, so that no byte of what was plain or under another key is
    left in it. Copies stay as they are.

    Raises StoreInUse beside a running bot or a copying; StoreUnavailable without a key, where there
    is no store, or where a document's key is missing; StoreFull. Then what was done is kept, and
    the keys stay in use.
    """
    if codec.seals.first is None:
        raise StoreUnavailable(
            "There is no key in the settings; write one there as key or key_file in [store]."
        )
    if not (folder / sqlite_file.FILE).is_file():
        raise StoreUnavailable(f"There is no data in the folder {str(folder)!r}.")
    with HeldFolder(folder) as held, HeldFolder(folder, COPYING):
        opened = opening.opened(held, codec)
        try:
            with closing(opened.connection) as connection:
                return _rotate(connection, opened.path, codec, tell)
        except sqlite3.Error as error:
            raise _named(error, opened.path) from error


def _rotate(connection: sqlite3.Connection, path: Path, codec: Codec, tell: Tell) -> Rotated:
    first = codec.seals.first
    assert first is not None, "asked before"  # noqa: S101 - narrows the type
    total = sqlite_file.count(connection, "documents")
    done = number = changed = put_aside = 0
    while rows := sqlite_file.after(connection, number, _AT_ONCE):
        bodies: list[tuple[str, int]] = []
        connection.execute("BEGIN IMMEDIATE")
        for row in rows:
            try:
                body = codec.resealed(row.kind, row.body if row.body is not None else b"")
            except Damaged as error:
                sqlite_file.put_aside(connection, row.row, str(error))
                say_put_aside(row.row, str(error))
                put_aside += 1
            except Locked as error:
                connection.execute("ROLLBACK")
                raise copies.unopened(path, error) from None
            else:
                if body is not None:
                    bodies.append((body, row.number))
        sqlite_file.rewrite(connection, bodies)
        connection.execute("COMMIT")
        changed += len(bodies)
        done += len(rows)
        number = rows[-1].number
        tell(done, total)
    _cover(connection, codec)
    _verify(path, codec)
    connection.execute("BEGIN IMMEDIATE")
    sqlite_file.use_only(connection, first)
    connection.execute("COMMIT")
    sqlite_file.scrub(connection, path)
    left = sqlite_file.count(connection, "documents")
    return Rotated(left, changed, put_aside, tuple(copies.copies_in(path.parent)))


def _cover(connection: sqlite3.Connection, codec: Codec) -> None:
    connection.execute("BEGIN IMMEDIATE")
    bodies = [
        (covered, row.number)
        for row in sqlite_file.aside(connection)
        if row.body is not None and (covered := codec.covered(row.body)) is not None
    ]
    sqlite_file.rewrite_aside(connection, bodies)
    connection.execute("COMMIT")


def _verify(path: Path, codec: Codec) -> None:
    """Whether every document, as the disk has it, is under the first key alone."""
    with sqlite_file.reading(path) as connection:
        for row in sqlite_file.all_rows(connection):
            if not codec.is_under_first(row.kind, row.body or b""):
                raise StoreUnavailable(
                    f"A document in {str(path)!r} could not be encrypted anew; the keys are still"
                    " in use. Run it once more."
                )


def _named(error: sqlite3.Error, path: Path) -> StoreError:
    if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL:
        return StoreFull(f"There is no room left to write to {str(path)!r}.")
    return StoreUnavailable(f"The file {str(path)!r} can't be written to: {error}.")
