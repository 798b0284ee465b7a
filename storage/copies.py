"""Copies of a store: written, read back, and put in a store's place.

A copy is one file: a line that says what it is, a line with when it was made and with which key it
is sealed, and frames. Joined, the frames are lines of JSON: each document, each one that lies aside
as damaged, then how many there are, then the digest of all that. With a key every frame is
encrypted, as a whole: who used the bot and when tells something too. A frame holds its number and
whether it is the last, so that none can be left out, moved or taken from another copy.

What is copied is rows, not SQLite's pages: damage of the file does not go along, each document is
looked at on the way, and a copy can be put into any later layout.
"""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import sqlite3
import struct
from base64 import b64decode, b64encode, urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

from pydantic_core import from_json, to_json

from bot.core.ports import StoreFull, StoreUnavailable
from storage import sqlite_file
from storage.codec import Codec
from storage.errors import CopyBroken, Damaged, Locked, Newer
from storage.folder import COPYING, HeldFolder
from storage.ledger import readable
from storage.sealing import Seals, refuse_without_key
from storage.sqlite_file import Aside, Whole

KEPT = "copies"
"""The folder, in that of a store, for what is kept aside by itself."""

Tell: TypeAlias = Callable[[int, int], None]
"""Told how many are done, of how many."""

_MAGIC = b"Four Wins copy 1\n"
_FRAME = 256 * 1024
_INSIDE = struct.Struct(">16sQ?")
_LENGTH = struct.Struct(">I")
_AT_ONCE = 1000
_EVERY = 200
# Windows has no quota by that name.
_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_ADDITIONS = ("", "-wal", "-shm")
"""Of SQLite, to the name of its file."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a copy: how many documents, how many that lie aside as damaged, by which layout
    they were kept, and the fingerprints of the keys that open them."""

    documents: int
    damaged: int
    layout: int
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """What a copy says of itself before anything of it is opened."""

    made_at: datetime
    key: str | None


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put in place, and where that lies which was there before, if anything was."""

    head: Head
    contents: Contents
    before: Path | None


def silent(_done: int, _of: int) -> None:
    """Tells nobody."""


def back_up(folder: Path, target: Path, codec: Codec, tell: Tell = silent) -> Contents:
    """Copy the store in this folder to a file, also beside a bot that writes to it.

    What the file held is replaced once the new copy has been read back and is whole. Only a copy is
    replaced, never another file.

    Raises StoreUnavailable when there is no whole store, the keys don't open it, or the file can't
    be written; StoreInUse beside another copying; StoreFull; CopyBroken when what was written is
    not what is read back.
    """
    path = folder / sqlite_file.FILE
    if not path.is_file():
        raise StoreUnavailable(f"There is no data in the folder {str(folder)!r}.")
    _refuse_other_file(target)
    with HeldFolder(folder, COPYING):
        try:
            with closing(sqlite_file.checked_reading(path)) as connection:
                return write(connection, path, target, codec, tell)
        except (sqlite3.Error, OSError) as error:
            raise StoreUnavailable(f"The file {str(path)!r} can't be read: {error}.") from error


def write(
    connection: sqlite3.Connection,
    path: Path,
    target: Path,
    codec: Codec,
    tell: Tell = silent,
) -> Contents:
    """Copy what this connection to the file at `path` sees at one moment. Raises as `back_up`."""
    part = target.with_name(f"{target.name}.part")
    try:
        part.unlink(missing_ok=True)
        with _create(part) as file:
            connection.execute("BEGIN")
            try:
                refuse_without_key(path, sqlite_file.keys_in_use(connection), codec.seals)
                contents = _write(connection, path, file, codec, tell)
            finally:
                connection.execute("ROLLBACK")
            file.flush()
            os.fsync(file.fileno())
        if check(part, codec, tell) != contents:
            raise CopyBroken(f"The copy {str(target)!r} is not what was written; nothing was kept.")
        part.replace(target)
        sync(target.parent)
    except OSError as error:
        raise _named(error, target) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return contents


def check(source: Path, codec: Codec, tell: Tell = silent) -> Contents:
    """Read a copy from end to end, and every document in it.

    Raises CopyBroken, or StoreUnavailable when it can't be read or its key is not at hand.
    """
    with Reading(source, codec) as reading:
        total = 0
        for total, _ in enumerate(reading.rows(), start=1):
            if total % _EVERY == 0:
                tell(total, 0)
        tell(total, total)
        return reading.contents()


def restore(folder: Path, source: Path, codec: Codec, tell: Tell = silent) -> Restored:
    """Put the store of this copy into the folder, in place of what is there.

    It is built beside, from documents that were each read, looked at once more from the disk, and
    only then put in place. What was there lies in the folder's folder for copies.

    Raises StoreInUse beside a running bot or a copying; CopyBroken, StoreFull or StoreUnavailable;
    then nothing was changed.
    """
    with (
        Reading(source, codec) as reading,
        HeldFolder(folder) as held,
        HeldFolder(folder, COPYING),
    ):
        drop_unfinished(folder)
        new = folder / f"{sqlite_file.FILE}.new"
        try:
            _build(held, new, reading, tell)
            before = _exchange(folder, new)
        except sqlite3.Error as error:
            raise StoreUnavailable(f"The file {str(new)!r} can't be written: {error}.") from error
        except OSError as error:
            raise _named(error, new) from error
        finally:
            drop_unfinished(folder)
        return Restored(reading.head, reading.contents(), before)


def _build(held: HeldFolder, new: Path, reading: Reading, tell: Tell) -> None:
    held.private_file(new.name)
    with closing(sqlite_file.connect(new)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        done, rows = 0, reading.rows()
        while some := list(islice(rows, _AT_ONCE)):
            sqlite_file.insert(connection, (one for one in some if isinstance(one, Whole)))
            sqlite_file.insert_aside(connection, (one for one in some if isinstance(one, Aside)))
            done += len(some)
            tell(done, 0)
        contents = reading.contents()
        for name in contents.keys:
            sqlite_file.use_key(connection, name)
        connection.execute("COMMIT")
        sqlite_file.checkpoint(connection)
    # From the disk, with SQLite's own check of every page.
    with closing(sqlite_file.checked_reading(new)) as connection:
        there = Contents(
            sqlite_file.count(connection, "documents"),
            sqlite_file.count(connection, "damaged"),
            contents.layout,
            tuple(sqlite_file.keys_in_use(connection)),
        )
        for row in sqlite_file.all_rows(connection):
            with suppress(Newer):
                readable(reading.codec, row.row)
    if there != contents:
        raise CopyBroken(f"The file {str(new)!r} does not hold what the copy holds.")
    tell(done, done)


def _exchange(folder: Path, new: Path) -> Path | None:
    """Put the new file in place. At no moment is there none, or one beside a journal that is not
    its own: SQLite would take that for its newest state."""
    path = folder / sqlite_file.FILE
    before = None
    if path.exists() and path.stat().st_size:
        # What can't be settled goes aside with its journal.
        sqlite_file.settle(path)
        before = kept_aside(folder) / f"replaced-{_stamp()}.sqlite"
        for more in _ADDITIONS:
            if (one := path.with_name(path.name + more)).exists():
                _also_as(one, before.with_name(before.name + more))
        sync(before.parent)
    for more in _ADDITIONS[1:]:
        path.with_name(path.name + more).unlink(missing_ok=True)
    new.replace(path)
    sync(folder)
    return before


def _also_as(path: Path, other: Path) -> None:
    try:
        os.link(path, other)
    except OSError:
        # Not every file system knows a second name for a file.
        with path.open("rb") as old, _create(other) as file:
            while piece := old.read(_FRAME):
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())


# What a store's folder keeps by itself


def kept_aside(folder: Path) -> Path:
    """The folder for copies in this folder, made where it is missing. Raises OSError."""
    aside = folder / KEPT
    aside.mkdir(mode=0o700, exist_ok=True)
    return aside


def before_upgrade(folder: Path, connection: sqlite3.Connection, codec: Codec) -> Path:
    """Copy a store before its layout is changed. Raises as `back_up`."""
    layout = sqlite_file.layout_of(connection)
    try:
        target = kept_aside(folder) / f"layout-{layout}-{_stamp()}.copy"
    except OSError as error:
        raise _named(error, folder / KEPT) from error
    write(connection, folder / sqlite_file.FILE, target, codec)
    return target


def copies_in(folder: Path) -> list[Path]:
    """What lies in the folder for copies."""
    aside = folder / KEPT
    return sorted(one for one in aside.iterdir() if one.is_file()) if aside.is_dir() else []


def drop_copies(folder: Path, made_before: datetime | None = None) -> None:
    """Remove what lies in the folder for copies, or only what was put there before that time.
    Raises StoreUnavailable."""
    for one in copies_in(folder):
        if made_before is not None and not _is_older(one, made_before):
            continue
        try:
            one.unlink(missing_ok=True)
        except OSError as error:
            raise _named(error, one) from error


def drop_unfinished(folder: Path) -> None:
    """Remove what a restoring that was killed left behind. Raises StoreUnavailable."""
    for more in (*_ADDITIONS, "-journal"):
        one = folder / f"{sqlite_file.FILE}.new{more}"
        try:
            one.unlink(missing_ok=True)
        except OSError as error:
            raise _named(error, one) from error
    for one in copies_in(folder):
        if one.suffix == ".part":
            with suppress(OSError):
                one.unlink(missing_ok=True)


def sync(folder: Path) -> None:
    """Have the names in this folder on the disk."""
    if os.name != "posix":
        # Windows opens no folders.
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


_STAMP = "%Y%m%dT%H%M%S%fZ"


def _stamp() -> str:
    return datetime.now(UTC).strftime(_STAMP)


def _is_older(path: Path, than: datetime) -> bool:
    # By its name: a file that was put aside still has the time of its last change.
    stamp = path.name.partition(".")[0].rpartition("-")[2]
    try:
        return datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC) < than
    except ValueError:
        # Not one of ours.
        return False


def _create(path: Path) -> BinaryIO:
    """A new file, for its owner only."""
    return open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600))


def _refuse_other_file(target: Path) -> None:
    try:
        if not target.exists():
            return
        with target.open("rb") as file:
            start = file.read(len(_MAGIC))
    except OSError as error:
        raise _named(error, target) from error
    if start not in (b"", _MAGIC):
        raise StoreUnavailable(
            f"The file {str(target)!r} is there already and is no copy; name another one."
        )


def _named(error: OSError, path: Path) -> StoreFull | StoreUnavailable:
    if error.errno in _FULL:
        return StoreFull(f"There is no room left to write {str(path)!r}.")
    return StoreUnavailable(f"The file {str(path)!r} can't be used: {error.strerror or error}.")


def unopened(place: Path, error: Locked) -> StoreUnavailable:
    """What is to be said of a document whose key is not at hand, though it was never noted that
    this key is in use: somebody brought it in by hand."""
    return StoreUnavailable(f"{str(place)!r} holds a document that can't be opened: {error}.")


# The form of the file


def _write(
    connection: sqlite3.Connection, path: Path, file: BinaryIO, codec: Codec, tell: Tell
) -> Contents:
    total = sqlite_file.count(connection, "documents") + sqlite_file.count(connection, "damaged")
    frames = _Frames(file, codec.seals)
    documents = damaged = 0
    for row in sqlite_file.all_rows(connection):
        try:
            with suppress(Newer):
                readable(codec, row.row)
        except Locked as error:
            raise unopened(path, error) from None
        except Damaged as error:
            damaged += 1
            now = int(datetime.now(UTC).timestamp())
            frames.add(_line_of(Aside(*row[:4], row.body, str(error), now)))
        else:
            documents += 1
            frames.add(_line_of(row))
        if (documents + damaged) % _EVERY == 0:
            tell(documents + damaged, total)
    for aside in sqlite_file.aside(connection):
        damaged += 1
        frames.add(_line_of(aside))
    contents = Contents(
        documents,
        damaged,
        sqlite_file.layout_of(connection),
        tuple(sqlite_file.keys_in_use(connection)),
    )
    frames.add(
        {
            "documents": documents,
            "damaged": damaged,
            "layout": contents.layout,
            "keys": contents.keys,
        }
    )
    frames.end()
    return contents


def _line_of(row: Whole | Aside) -> dict[str, Any]:
    return {**row._asdict(), "body": _as_text(row.body)}


def _as_text(body: bytes | None) -> str | dict[str, str] | None:
    if body is None:
        return None
    try:
        return body.decode()
    except UnicodeDecodeError:
        return {"base64": b64encode(body).decode()}


class _Frames:
    """Lines into frames, sealed where there is a key."""

    def __init__(self, file: BinaryIO, seals: Seals) -> None:
        self._file = file
        self._seals = seals
        self._copy = secrets.token_bytes(16)
        self._buffer = bytearray()
        self._number = 0
        head = {
            "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "key": seals.first,
            "copy": self._copy.hex(),
        }
        line = to_json(head) + b"\n"
        self._digest = hashlib.sha256(line)
        file.write(_MAGIC + line)

    def add(self, record: dict[str, Any]) -> None:
        line = to_json(record) + b"\n"
        self._digest.update(line)
        self._buffer += line
        while len(self._buffer) > _FRAME:
            self._frame(bytes(self._buffer[:_FRAME]), last=False)
            del self._buffer[:_FRAME]

    def end(self) -> None:
        self.add({"sha256": self._digest.hexdigest()})
        self._frame(bytes(self._buffer), last=True)

    def _frame(self, lines: bytes, *, last: bool) -> None:
        inside = _INSIDE.pack(self._copy, self._number, last) + lines
        self._number += 1
        if self._seals.first is not None:
            # Without base64, which would make it a third longer.
            inside = urlsafe_b64decode(self._seals.seal(inside).partition(":")[2])
        self._file.write(_LENGTH.pack(len(inside)) + inside)


class Reading:
    """A copy that is being read. To be used in a `with`.

    Takes the file, and the codec with the keys. Raises CopyBroken for what is no copy, and
    StoreUnavailable when it can't be opened or is sealed with a key that is not at hand.
    """

    def __init__(self, source: Path, codec: Codec) -> None:
        self.codec = codec
        self._source = source
        self._contents: Contents | None = None
        try:
            self._file = source.open("rb")
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise StoreUnavailable(f"The file {str(source)!r} can't be read: {reason}.") from error
        try:
            self.head = self._read_head()
            refuse_without_key(source, [self.head.key] if self.head.key else [], codec.seals)
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Reading:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def contents(self) -> Contents:
        """What is in it. Only after `rows` has come to its end. Raises CopyBroken before."""
        if self._contents is None:
            raise self._broken("it was not read to its end")
        return self._contents

    def rows(self) -> Iterator[Whole | Aside]:
        """Everything in it, each document looked at. What it gave may be kept only when it has come
        to its end. Raises CopyBroken or StoreUnavailable."""
        documents = damaged = 0
        counted: dict[str, Any] | None = None
        whole = False
        for record, digest in self._records():
            if counted is not None:
                if whole or record.get("sha256") != digest:
                    raise self._broken("its digest is another")
                whole = True
                continue
            try:
                if "documents" in record:
                    counted = record
                elif "reason" in record:
                    damaged += 1
                    yield Aside(**record)
                else:
                    documents += 1
                    row = Whole(**record)
                    self._look_at(row)
                    yield row
            except TypeError:
                raise self._broken("something in it is no document") from None
        if counted is None or not whole:
            raise self._broken("its end is missing")
        contents = Contents(documents, damaged, counted["layout"], tuple(counted["keys"]))
        if (documents, damaged) != (counted["documents"], counted["damaged"]):
            raise self._broken("something is missing")
        if contents.layout > sqlite_file.LAYOUT:
            raise StoreUnavailable(
                f"The copy {str(self._source)!r} was made by a newer version of this program."
            )
        refuse_without_key(self._source, contents.keys, self.codec.seals)
        self._contents = contents

    def _look_at(self, row: Whole) -> None:
        try:
            # A newer version's documents stay as they are, here as in a store.
            with suppress(Newer):
                readable(self.codec, row.row)
        except Damaged:
            raise self._broken("a document in it can't be read") from None
        except Locked as error:
            raise unopened(self._source, error) from None

    def _records(self) -> Iterator[tuple[dict[str, Any], str]]:
        """Each record, with the digest of all before it."""
        rest = b""
        for piece in self._frames():
            *lines, rest = (rest + piece).split(b"\n")
            for line in lines:
                before = self._digest.hexdigest()
                self._digest.update(line + b"\n")
                try:
                    record = from_json(line)
                    if isinstance(body := record.get("body"), dict):
                        record["body"] = b64decode(body["base64"], validate=True)
                    elif isinstance(body, str):
                        record["body"] = body.encode()
                except (ValueError, AttributeError, LookupError, TypeError):
                    raise self._broken("something in it is no record") from None
                yield record, before
        if rest:
            raise self._broken("it ends in the middle")

    def _frames(self) -> Iterator[bytes]:
        number, last = 0, False
        while not last:
            head = self._read(_LENGTH.size)
            (length,) = _LENGTH.unpack(head)
            if not _INSIDE.size <= length <= 2 * _FRAME:
                raise self._broken("a part of it has no sensible length")
            inside = self._read(length)
            if self.head.key is not None:
                token = urlsafe_b64encode(inside).decode()
                try:
                    inside = self.codec.seals.open(f"{self.head.key}:{token}")
                except (Damaged, Locked):
                    raise self._broken("a part of it can't be decrypted") from None
                if len(inside) < _INSIDE.size:
                    raise self._broken("a part of it is too short")
            copy, at, last = _INSIDE.unpack_from(inside)
            if (copy, at) != (self._copy, number):
                raise self._broken("its parts don't belong together")
            number += 1
            yield inside[_INSIDE.size :]
        if self._file.read(1):
            raise self._broken("something stands behind its end")

    def _read_head(self) -> Head:
        if self._file.read(len(_MAGIC)) != _MAGIC:
            raise CopyBroken(f"The file {str(self._source)!r} is no copy of Four Wins.")
        line = self._file.readline(1024)
        self._digest = hashlib.sha256(line)
        try:
            said = from_json(line)
            self._copy = bytes.fromhex(said["copy"])
            made_at = datetime.fromisoformat(said["made_at"])
            key = said["key"] if said["key"] is None else str(said["key"])
        except (ValueError, LookupError, TypeError):
            raise self._broken("its first lines can't be read") from None
        return Head(made_at, key)

    def _read(self, size: int) -> bytes:
        try:
            read = self._file.read(size)
        except OSError as error:
            raise _named(error, self._source) from error
        if len(read) < size:
            raise self._broken("it is cut off")
        return read

    def _broken(self, why: str) -> CopyBroken:
        return CopyBroken(f"The copy {str(self._source)!r} is damaged: {why}.")
