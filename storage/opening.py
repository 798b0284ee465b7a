"""How an embedded store is opened: its file checked, its keys compared, an older layout brought to
this one after a copy was made."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog

from bot.core.ports import StoreUnavailable
from storage import copies, sqlite_file
from storage.codec import Codec
from storage.folder import HeldFolder
from storage.sealing import refuse_without_key

COPIES_KEPT = timedelta(days=7)
"""How long a copy that was made by itself stays; what members delete must not live on in it."""

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Opened:
    """A store's file, ready for writing: the number of the last commit in it, and how many damaged
    documents lie aside."""

    connection: sqlite3.Connection
    path: Path
    last: int
    damaged: int


def opened(held: HeldFolder, codec: Codec) -> Opened:
    """Open the file of the store in this folder, which is made where it is missing.

    Raises StoreUnavailable when it is not a whole store or is encrypted with a key that the codec
    does not have, StoreFull when there is no room for the copy before a change of layout.
    """
    path = held.private_file(sqlite_file.FILE)

    def before_upgrade(connection: sqlite3.Connection) -> None:
        target = copies.before_upgrade(held.path, connection, codec)
        _log.info("copy made before an upgrade", file=str(target))

    connection = sqlite_file.connect(path, before_upgrade)
    try:
        refuse_without_key(path, sqlite_file.keys_in_use(connection), codec.seals)
        if codec.seals.first is not None:
            sqlite_file.use_key(connection, codec.seals.first)
        last = sqlite_file.newest_version(connection)
        damaged = sqlite_file.count(connection, "damaged")
        _tidy(held.path)
    except sqlite3.Error as error:
        connection.close()
        raise StoreUnavailable(f"The file {str(path)!r} can't be opened: {error}.") from error
    except BaseException:
        connection.close()
        raise
    return Opened(connection, path, last, damaged)


def _tidy(folder: Path) -> None:
    try:
        copies.drop_unfinished(folder)
        copies.drop_copies(folder, made_before=datetime.now(UTC) - COPIES_KEPT)
    except StoreUnavailable as error:
        # No reason not to run.
        _log.warning("can't remove an old copy", error=str(error))
