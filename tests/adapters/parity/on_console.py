"""The team at one console, each after the other, typing line by line."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from adapters.console.board import Board, Message
from adapters.console.chat import Chat, Person
from adapters.console.prompts import Heard, Pick
from adapters.console.render import Line
from bot.core.cards import Answer, FieldKind, Form, FormField, read_token
from bot.core.model import Address, Tenant, Where
from bot.wiring import COMMANDS, build
from storage.tiny import TinyStore
from tests.adapters.parity.door import Door
from tests.adapters.parity.world import CHANNEL, TEAM, Hand, Posted, World
from tests.scene import ZONE, CountedIds, HandClock, prose, words_of

TENANT = Tenant("console:local")


class Keyboard:
    """A `Console` at which one line is typed at a time; what is shown since then is `shown`."""

    points = False
    width = 80

    def __init__(self) -> None:
        self._lines: asyncio.Queue[str] = asyncio.Queue()
        self._asked = asyncio.Event()
        self.shown: list[str] = []

    @contextmanager
    def session(self) -> Iterator[None]:
        yield

    def show(self, lines: Sequence[Line]) -> None:
        self.shown += [line.text for line in lines]

    async def read(
        self,
        prompt: str,
        pick: Pick | None = None,
        words: Sequence[str] | None = None,
        earlier: str = "",
    ) -> Heard:
        self._asked.set()
        return Heard(await self._lines.get())

    async def ready(self, chat: asyncio.Task[None]) -> None:
        """Until the chat wants a line. Raises what ended it instead."""
        asked = asyncio.create_task(self._asked.wait())
        await asyncio.wait([asked, chat], return_when=asyncio.FIRST_COMPLETED)
        if not asked.done():
            asked.cancel()
            chat.result()
            raise AssertionError("the chat has ended")

    def type(self, line: str) -> None:
        self._asked.clear()
        self.shown.clear()
        self._lines.put_nowait(line)


class _Chat(Chat):
    """Tells which question it is at."""

    asks: FormField | None = None

    async def _ask(self, field: FormField) -> Heard:
        self.asks = field
        heard = await super()._ask(field)
        self.asks = None
        return heard


class OnConsole(World):
    """The console around the real bot."""

    platform = "console"
    tenant = TENANT

    def __init__(self, folder: Path, store: TinyStore) -> None:
        self.folder = folder
        self.files = []
        self.clock = HandClock()
        self.ids = {name: name for name in (*TEAM, CHANNEL)}
        self.board = Board(folder, TENANT, [CHANNEL], TEAM, self.clock)
        self.house = build(store, self.board, self.clock, prose(), CountedIds(1_000_000))
        self.door = Door(self.house.engine)
        self.keyboard = Keyboard()
        self.at = TEAM[0]
        speech = prose().speech("en")
        self.chat = _Chat(
            intake=self.door,
            settle=self.house.clockwork.tick,
            advance=self._advance,
            jump=self._advance,
            clock=self.clock,
            board=self.board,
            console=self.keyboard,
            tenant=TENANT,
            people=[Person(name, name, ZONE, is_organiser=name == "dana") for name in TEAM],
            channel=CHANNEL,
            folder=folder,
            ids=CountedIds(5_000_000),
            pictures=self.house.pictures,
            speech=speech,
            commands={name: speech(f"command-{name}") for name in COMMANDS},
        )
        self.talking: asyncio.Task[None]

    async def _advance(self, to: datetime) -> None:
        while (due := await self.house.clockwork.next_due()) is not None and due <= to:
            self.clock.set_to(max(due, self.clock.now()))
            await self.house.clockwork.tick()
        self.clock.set_to(to)
        await self.house.clockwork.tick()

    def hand(self, name: str) -> OneAtConsole:
        return OneAtConsole(self, name)

    async def types(self, line: str) -> None:
        """One line, and what follows from it."""
        await self.keyboard.ready(self.talking)
        self.keyboard.type(line)
        await self.keyboard.ready(self.talking)

    async def wait_until(self, moment: datetime) -> None:
        wall = moment.astimezone(ZoneInfo(ZONE))
        await self.types(f"/clock {wall:%Y-%m-%d %H:%M}")
        assert self.clock.now() == moment, self.keyboard.shown

    def posts(self) -> list[Posted]:
        messages = sorted(self.board._messages.values(), key=_number)
        return [
            Posted(
                "thread" if one.to.where is Where.THREAD else "channel",
                tuple(words_of(one.card).splitlines()),
            )
            for one in messages
            if one.card is not None and self.board.root(one.to) == Address(Where.CHANNEL, CHANNEL)
        ]


def _number(message: Message) -> int:
    return int(message.receipt.removeprefix("m"))


class OneAtConsole(Hand):
    """One of the team, who takes the keyboard over when they do something."""

    world: OnConsole

    async def _types(self, line: str) -> None:
        if self.world.at != self.name:
            await self.world.types(f"@{self.name}")
            self.world.at = self.name
        await self.world.types(line)

    async def types(self, command: str, words: str = "") -> None:
        await self._types(f"/{command} {words}".rstrip())

    async def says(self, text: str) -> None:
        await self._types(text)

    async def opens_home(self) -> None:
        await self._types("/fourwins")

    @property
    def _form(self) -> Form:
        assert self.world.chat.asks is not None, f"no form; they see:\n{self.text()}"
        assert self.world.at == self.name
        return self.world.door.forms[self.name]

    async def fills(self, **values: Answer) -> None:
        form = self._form
        rest = self.given(values)
        at = (form.conversation, form.revision, form.step)
        answered: set[str] = set()
        while (field := self.world.chat.asks) is not None and field.name not in answered:
            form = self.world.door.forms[self.name]
            if (form.conversation, form.revision, form.step) != at:
                break
            answered.add(field.name)
            line = _line(field, rest.pop(field.name)) if field.name in rest else ""
            await self._types(line)
        if any(field.error for field in self.world.door.forms[self.name].fields):
            return
        assert not rest, f"not asked for: {rest}"

    async def goes(self, verb: str, choice: str = "") -> None:
        for way in self._form.ways:
            token = read_token(way.press)
            if token and token.verb == verb and choice in ("", token.choice):
                # `/back` for `talk.back`; where there is a choice, that: `/more`.
                await self._types("/" + (token.choice or verb.rpartition(".")[2]))
                return
        raise AssertionError(f"no way {verb} beside {self._form.step}")

    async def taps(self, verb: str, choice: str = "", nth: int = 0) -> None:
        numbers = self._numbers(verb, choice, {self.name})
        assert len(numbers) > nth, f"no button {verb} {choice}:\n{self.text()}"
        await self._types(str(numbers[nth]))

    async def taps_post(self, verb: str, choice: str = "") -> None:
        await self._types("/channel all")
        numbers = self._numbers(verb, choice, {None})
        assert numbers, f"no button {verb} {choice}:\n{self.text()}"
        await self._types(str(numbers[-1]))

    async def taps_letter(self, verb: str, choice: str = "") -> None:
        await self._types("/inbox all")
        numbers = self._numbers(verb, choice, {self.name})
        assert numbers, f"no button {verb} {choice}:\n{self.text()}"
        await self._types(str(numbers[-1]))

    def _numbers(self, verb: str, choice: str, of: set[str] | set[None]) -> list[int]:
        """What is to be typed for the buttons that do this."""
        return [
            number
            for number, one in enumerate(self.world.chat._offered, start=1)
            if one.who in of
            and (token := read_token(one.button.press)) is not None
            and token.verb == verb
            and choice in ("", token.choice)
        ]

    async def carries_on(self) -> None:
        """The words are in their fields again; Enter leaves them there."""
        await self.taps("care.carry_on")
        await self.fills()

    async def file(self) -> str:
        files = (self.world.folder / "exports").glob(f"{self.name}-*")
        return max(files, key=lambda one: one.stat().st_mtime_ns).read_text()

    def text(self) -> str:
        return "\n".join(self.world.keyboard.shown)


def _line(field: FormField, value: Answer) -> str:
    """What is typed for this answer: `-` empties a field, options go by their numbers."""
    if value is None or value == ():
        return "-"
    if field.kind in (FieldKind.CHOICE, FieldKind.MANY):
        chosen = value if isinstance(value, tuple) else (value,)
        values = [option.value for option in field.options]
        return " ".join(str(values.index(str(one)) + 1) for one in chosen)
    return str(value)


@asynccontextmanager
async def on_console(folder: Path, *, founded: bool = True) -> AsyncIterator[OnConsole]:
    """The team at the console."""
    store = await TinyStore.open(folder)
    world = OnConsole(folder, store)
    try:
        await world.gather(founded=founded)
        world.talking = asyncio.create_task(world.chat.run())
        yield world
    finally:
        world.talking.cancel()
        with suppress(asyncio.CancelledError):
            await world.talking
        await world.house.clockwork.stop()
        await world.house.outbox.close()
        await store.close()
