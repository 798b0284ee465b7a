"""One thread that writes, and group commit.

Everything that waits when the thread is free goes into one SQLite transaction; so fifty waiting
tasks cost one wait for the disk. Outcomes reach the event loop in the order of the submissions.
"""

from __future__ import annotations

import asyncio
import queue
import shutil
import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import structlog

from bot.core.ports import StoreError, StoreFull, StoreUnavailable
from storage import sqlite_file
from storage.sqlite_file import Saved

R = TypeVar("R")

Work: TypeAlias = Callable[[sqlite3.Connection], R]
"""What is to be done in the thread. It may be done twice: after a batch failed and was rolled back,
each of its works is tried by itself."""

Settle: TypeAlias = Callable[[Any, Exception | None], None]
"""Told the value or the error of a work, on the event loop."""

_log = structlog.get_logger()

_FEW = 8
"""How many outcomes are told before the event loop gets its turn: each wakes a task, and all of
them at once would hold up everybody else."""

_LAST = {
    sqlite3.SQLITE_IOERR_FSYNC,
    sqlite3.SQLITE_IOERR_DIR_FSYNC,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
}
"""Errors after which nobody knows what the disk holds. A failed fsync is the worst of them: the
system may drop the pages and call the next fsync a success. Nothing more is written after them."""

_OF_ALL = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_NOMEM,
}
"""Errors (by their primary code) that each work of a batch would meet again."""


@dataclass(frozen=True, slots=True)
class _Job:
    """Either changes to save, which are put together with those of others, or some other work."""

    settle: Settle
    changes: Sequence[Saved] = ()
    work: Work[Any] | None = None
    alone: bool = False


class Writer:
    """Owns the connection and its thread.

    Takes the connection and its file, and how many works at most make one transaction. Must be made
    on the event loop to which it reports.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path, most: int = 512) -> None:
        self._connection = connection
        self._path = path
        self._most = most
        self._loop = asyncio.get_running_loop()
        self._queue: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._outcomes: deque[tuple[Settle, Any, Exception | None]] = deque()
        self._broken: StoreUnavailable | None = None
        self._closing = False
        self._closed = self._loop.create_future()
        # A daemon, so that a program that dies without closing does not hang: what was acknowledged
        # is safe, and what was not may be lost.
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    def save(self, changes: Sequence[Saved], settle: Settle) -> None:
        """Have these saved, in turn, all or none, and `settle` told. Raises StoreUnavailable when
        the store is closed or can't be written to any more."""
        self._submit(_Job(settle, changes=changes))

    async def run(
        self,
        work: Work[R],
        *,
        alone: bool = False,
        landed: Callable[[R], None] | None = None,
    ) -> R:
        """Have this done, and wait for it. It is done even when the waiting is given up, and then
        too `landed` is told the value, before any later work's outcome is told.

        Raises StoreFull, StoreUnavailable, or what `work` raised.
        """
        done: asyncio.Future[R] = self._loop.create_future()

        def settle(value: Any, error: Exception | None) -> None:
            if error is None and landed is not None:
                landed(value)
            if done.done():
                return
            if error is None:
                done.set_result(value)
            else:
                done.set_exception(error)

        self._submit(_Job(settle, work=work, alone=alone))
        return await done

    async def close(self) -> None:
        """Finish what was submitted, tell all outcomes, empty the journal, let go of the file."""
        if not self._closing:
            self._closing = True
            self._queue.put(None)
        await asyncio.shield(self._closed)

    def _refuse_when_broken(self) -> None:
        if self._broken is not None:
            # A new one for each who hears it, since an error collects the places it passed.
            raise StoreUnavailable(str(self._broken))

    # On the event loop

    def _submit(self, job: _Job) -> None:
        if self._closing:
            raise StoreUnavailable("The store is closed.")
        self._refuse_when_broken()
        self._queue.put(job)

    def _tell(self, outcomes: list[tuple[Settle, Any, Exception | None]]) -> None:
        idle = not self._outcomes
        self._outcomes.extend(outcomes)
        if idle:
            self._tell_few()

    def _tell_few(self) -> None:
        try:
            for _ in range(min(_FEW, len(self._outcomes))):
                settle, value, error = self._outcomes.popleft()
                settle(value, error)
        finally:
            if self._outcomes:
                self._loop.call_soon(self._tell_few)

    def _end(self, _: Any, __: Exception | None) -> None:
        if not self._closed.done():
            self._closed.set_result(None)

    # In the thread

    def _run(self) -> None:
        going = True
        while going:
            batch: list[_Job] = []
            last: _Job | None = self._queue.get()
            while last is not None and not last.alone:
                batch.append(last)
                if len(batch) == self._most or self._queue.empty():
                    break
                last = self._queue.get()
            outcomes = self._write(batch) if batch else []
            if last is None:
                going = False
                self._let_go()
                outcomes.append((self._end, None, None))
            elif last.alone:
                outcomes.append(self._write_alone(last))
            try:
                self._loop.call_soon_threadsafe(self._tell, outcomes)
            except RuntimeError:
                # The loop is gone, and with it everybody who could still hear of it.
                if going:
                    self._let_go()
                return

    def _write(self, batch: list[_Job]) -> list[tuple[Settle, Any, Exception | None]]:
        try:
            self._refuse_when_broken()
            values = self._in_one_transaction(batch)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is for those who wait
            known = self._named(error)
            if len(batch) == 1 or self._broken is not None or _is_of_all(error):
                return [(job.settle, None, known) for job in batch]
            return [outcome for job in batch for outcome in self._write([job])]
        return [(job.settle, value, None) for job, value in zip(batch, values, strict=True)]

    def _in_one_transaction(self, batch: list[_Job]) -> list[Any]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            values = self._values(batch)
            self._connection.execute("COMMIT")
        except BaseException:
            self._roll_back()
            raise
        return values

    def _values(self, batch: list[_Job]) -> list[Any]:
        values: list[Any] = []
        changes: list[Saved] = []
        for job in batch:
            if job.work is None:
                changes += job.changes
                values.append(None)
            else:
                # It must find what was submitted before it.
                sqlite_file.save(self._connection, changes)
                changes = []
                values.append(job.work(self._connection))
        sqlite_file.save(self._connection, changes)
        return values

    def _write_alone(self, job: _Job) -> tuple[Settle, Any, Exception | None]:
        try:
            self._refuse_when_broken()
            value = job.work(self._connection) if job.work is not None else None
        except Exception as error:  # noqa: BLE001 - whatever it is, it is for who waits
            return job.settle, None, self._named(error)
        return job.settle, value, None

    def _roll_back(self) -> None:
        # SQLite rolls back by itself after some errors.
        if not self._connection.in_transaction:
            return
        try:
            self._connection.execute("ROLLBACK")
        except sqlite3.Error as error:
            self._give_up(error)

    def _named(self, error: Exception) -> Exception:
        """The port's error for this one. Marks the store as broken where it is."""
        if not isinstance(error, sqlite3.Error):
            return error
        code = getattr(error, "sqlite_errorcode", 0)
        named: StoreError
        if code in _LAST or code & 0xFF in _LAST:
            return self._give_up(error)
        if code & 0xFF == sqlite3.SQLITE_FULL or (
            code & 0xFF == sqlite3.SQLITE_IOERR and self._no_room()
        ):
            named = StoreFull(f"There is no room left to write to {str(self._path)!r}.")
        else:
            named = StoreUnavailable(f"The file {str(self._path)!r} can't be written to: {error}.")
        named.__cause__ = error
        return named

    def _give_up(self, error: sqlite3.Error) -> StoreUnavailable:
        self._broken = StoreUnavailable(
            f"The file {str(self._path)!r} can't be trusted any more, and nothing is written to it"
            f" until the program starts anew: {error}."
        )
        self._broken.__cause__ = error
        _log.error("store broken", file=str(self._path), error=str(error))
        return self._broken

    def _no_room(self) -> bool:
        # The journal's index grows by 32 KiB, and SQLite calls its lack of room an I/O error.
        try:
            return shutil.disk_usage(self._path.parent).free < 65_536
        except OSError:
            # The folder itself may be what is gone.
            return False

    def _let_go(self) -> None:
        try:
            # The file is to be let go of also when there is no room to empty the journal.
            with closing(self._connection):
                if self._broken is None:
                    self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.Error as error:
            # Everything acknowledged is in the journal, and the next opening reads it there.
            _log.warning("store closed with its journal", file=str(self._path), error=str(error))


def _is_of_all(error: Exception) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _OF_ALL
