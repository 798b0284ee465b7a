"""The platform of the console: a channel with threads, and each member's private place.

Everything on it lives in one file, a JSON line a record. A post is appended; an edit or a deletion
writes the file anew, because words that were taken back must not stay behind on the disk.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from io import FileIO
from pathlib import Path
from typing import Any

from adapters.console import exports
from adapters.console.cards_json import from_json, to_json
from bot.core.cards import Card
from bot.core.model import Act, Address, Delivery, Tenant, Where
from bot.core.ports import Clock, NeverWorks, TryLater

_AWAY = "; put the file away to begin with an empty channel"


class BoardBroken(Exception):
    """A record that was written whole can't be read any more."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message on the board; `card` is None once it was deleted."""

    receipt: str
    to: Address
    at: datetime
    card: Card | None
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What listeners are told: the message as it is now, and what was done to it."""

    act: Act
    message: Message


class Board:
    """A `Transport` that keeps its messages in `folder`.

    One process at a time: the store's lock on the same folder sees to that. Raises BoardBroken when
    the file holds something else than a board, apart from a torn last line, which a crash leaves
    behind and which was never acknowledged.
    """

    def __init__(
        self,
        folder: Path,
        tenant: Tenant,
        channels: Collection[str],
        members: Collection[str],
        clock: Clock,
    ) -> None:
        self._path = folder / "board.jsonl"
        self._tenant = tenant
        self._places = {
            *(Address(Where.CHANNEL, channel) for channel in channels),
            *(Address(Where.MEMBER, member) for member in members),
        }
        self._clock = clock
        self._messages: dict[str, Message] = {}
        self._applied: dict[str, str] = {}
        self._listeners: list[Callable[[Change], None]] = []
        self._end = self._load()

    def listen(self, listener: Callable[[Change], None]) -> None:
        """Have this called after each change, once it is kept."""
        self._listeners.append(listener)

    def message(self, receipt: str) -> Message:
        """The message of this receipt as it is now. Raises KeyError."""
        return self._messages[receipt]

    def messages(self, place: Address) -> tuple[Message, ...]:
        """What was posted there, oldest first, deleted ones too."""
        return tuple(m for m in self._messages.values() if m.to == place)

    def thread(self, receipt: str) -> tuple[Message, ...]:
        """The replies under this message, oldest first."""
        return self.messages(Address(Where.THREAD, receipt))

    def root(self, place: Address) -> Address:
        """The channel or private place in which a thread hangs; any other place is its own root."""
        while place.where is Where.THREAD:
            place = self._messages[place.id].to
        return place

    async def deliver(
        self, tenant: Tenant, delivery: Delivery, of: str | None, perhaps_sent: bool
    ) -> str:
        """Apply the delivery, once for its id, and return the receipt.

        Raises NeverWorks for a place or a message that isn't here, TryLater when the disk refuses.
        """
        if tenant != self._tenant:
            raise NeverWorks("other_tenant")
        if delivery.id in self._applied:
            return self._applied[delivery.id]
        message = self._posted(delivery) if delivery.act is Act.POST else self._mended(delivery, of)
        try:
            if delivery.act is Act.POST:
                self._append(_line(delivery.id, message.receipt, message))
            else:
                self._rewrite(message, delivery.id)
        except OSError as error:
            raise TryLater("board_not_written") from error
        self._messages[message.receipt] = message
        self._applied[delivery.id] = message.receipt
        for listener in self._listeners:
            listener(Change(delivery.act, message))
        return message.receipt

    async def forget(self, tenant: Tenant, member: str) -> None:
        """Remove the files that were handed to this member."""
        if tenant == self._tenant:
            exports.forget(self._path.parent, member)

    def _posted(self, delivery: Delivery) -> Message:
        to = delivery.to
        there = to.id in self._messages if to.where is Where.THREAD else to in self._places
        if not there:
            raise NeverWorks(f"no_such_{to.where.value}")
        if delivery.card is None:
            raise NeverWorks("no_card")
        return Message(f"m{len(self._messages) + 1}", to, self._clock.now(), delivery.card)

    def _mended(self, delivery: Delivery, of: str | None) -> Message:
        message = self._messages.get(of or "")
        if message is None:
            raise NeverWorks("no_such_message")
        if delivery.act is Act.DELETE:
            return replace(message, card=None)
        if message.card is None or delivery.card is None:
            raise NeverWorks("no_card")
        return replace(message, card=delivery.card, edited=True)

    def _append(self, line: bytes) -> None:
        with _open(self._path) as file:
            # Starting from the end of the last whole record overwrites what a failed write left.
            file.seek(self._end)
            file.truncate()
            _write(file, line)
        self._end += len(line)

    def _rewrite(self, changed: Message, by: str) -> None:
        text = b"".join(self._lines(changed, by))
        new = self._path.with_suffix(".new")
        new.unlink(missing_ok=True)
        with _open(new) as file:
            _write(file, text)
        new.replace(self._path)
        self._end = len(text)
        _sync_folder(self._path.parent)

    def _lines(self, changed: Message, by: str) -> Iterator[bytes]:
        written: set[str] = set()
        for delivery, receipt in {**self._applied, by: changed.receipt}.items():
            message = changed if receipt == changed.receipt else self._messages[receipt]
            yield _line(delivery, receipt, None if receipt in written else message)
            written.add(receipt)

    def _load(self) -> int:
        """Read the file, cut off a torn last line, and return where the next record goes."""
        with _open(self._path) as file:
            *lines, torn = file.read().split(b"\n")
            end = 0
            for number, line in enumerate(lines, start=1):
                try:
                    record = json.loads(line)
                except ValueError as error:
                    # A power cut can keep the end of the last write without its beginning.
                    if number == len(lines) and not torn:
                        break
                    raise BoardBroken(
                        f"{self._path}, line {number}, is no record{_AWAY}"
                    ) from error
                try:
                    self._take(record)
                except (ValueError, KeyError, TypeError) as error:
                    raise BoardBroken(
                        f"{self._path}, line {number}, is no message{_AWAY}"
                    ) from error
                end += len(line) + 1
            file.truncate(end)
        return end

    def _take(self, record: dict[str, Any]) -> None:
        receipt = record["receipt"]
        if (kept := record.get("message")) is not None:
            self._messages[receipt] = Message(
                receipt,
                Address(Where(kept["where"]), kept["place"]),
                datetime.fromisoformat(kept["at"]),
                None if kept["card"] is None else from_json(kept["card"]),
                kept["edited"],
            )
        self._applied[record["delivery"]] = self._messages[receipt].receipt


def _line(delivery: str, receipt: str, message: Message | None) -> bytes:
    record: dict[str, Any] = {"delivery": delivery, "receipt": receipt}
    if message is not None:
        record["message"] = {
            "where": message.to.where.value,
            "place": message.to.id,
            "at": message.at.isoformat(),
            "card": None if message.card is None else to_json(message.card),
            "edited": message.edited,
        }
    return json.dumps(record).encode() + b"\n"


def _open(path: Path) -> FileIO:
    """The file for reading and writing, for its owner alone, without a buffer."""
    return FileIO(path, "r+", opener=lambda name, _: os.open(name, _FLAGS, 0o600))


_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)


def _write(file: FileIO, data: bytes) -> None:
    """All of it, down to the disk. A full disk takes a part first and raises at the next try."""
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) :]
    os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make a new name in this folder survive a power cut, where the system knows how."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
