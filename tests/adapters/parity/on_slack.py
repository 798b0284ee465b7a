"""The team in a workspace of Slack's."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from bot.core.cards import Answer, read_token
from bot.core.ports import Intake
from bot.core.text import plain
from tests.adapters.parity.door import Door
from tests.adapters.parity.world import CHANNEL, TEAM, Hand, Posted, World
from tests.adapters.slack.double import Message, elements_of
from tests.adapters.slack.person import Person
from tests.adapters.slack.stage import TENANT, Stage, on_stage
from tests.scene import HandClock


class OnSlack(World):
    """The stage of the tests for Slack, with everybody on it."""

    platform = "slack"
    tenant = TENANT

    def __init__(self, stage: Stage, door: Door) -> None:
        self.stage = stage
        self.house = stage.house
        self.door = door
        self.folder = stage.folder
        self.files = []
        assert isinstance(stage.clock, HandClock)
        self.clock = stage.clock
        self.ids = {name: f"U{name.upper()}" for name in TEAM} | {CHANNEL: "C1"}
        for name in TEAM:
            # Called as their console and their Discord call them.
            stage.slack.users[self.ids[name]].name = name

    def hand(self, name: str) -> OneOnSlack:
        return OneOnSlack(self, name)

    async def wait_until(self, moment: datetime) -> None:
        await self.stage.wait(until=moment)

    def posts(self) -> list[Posted]:
        return [
            Posted(
                "thread" if one.thread_ts and one.thread_ts != one.ts else "channel",
                tuple(plain(one.words()).splitlines()),
            )
            for one in self.stage.slack.in_channel("C1")
            if one.is_by_bot
        ]


class OneOnSlack(Hand):
    """One member with Slack open. Modals are closed before they do something behind them."""

    world: OnSlack

    @property
    def person(self) -> Person:
        return self.world.stage.person(self.id)

    async def _closes(self) -> None:
        if self.person.modal is not None:
            await self.person.closes(everything=True)

    async def types(self, command: str, words: str = "") -> None:
        await self._closes()
        await self.person.types(f"/{command} {words}".rstrip(), channel="C1")

    async def says(self, text: str) -> None:
        await self._closes()
        await self.person.says(text)

    async def opens_home(self) -> None:
        await self._closes()
        await self.person.opens_home()

    async def fills(self, **values: Answer) -> None:
        if self.person.modal is None:
            # In direct messages a button leads to the form.
            await self.person.presses("talk.resume")
        sent = await self.person.submits(self.given(values))
        assert sent is not None, self.person.errors

    async def goes(self, verb: str, choice: str = "") -> None:
        await self.person.presses(verb, choice)

    async def taps(self, verb: str, choice: str = "", nth: int = 0) -> None:
        await self.person.presses(verb, choice, nth=nth)

    async def taps_post(self, verb: str, choice: str = "") -> None:
        await self._closes()
        await self._taps(self.world.stage.slack.in_channel("C1"), verb, choice)

    async def taps_letter(self, verb: str, choice: str = "") -> None:
        await self._closes()
        await self._taps(self.person.inbox(), verb, choice)

    async def _taps(self, messages: list[Message], verb: str, choice: str) -> None:
        there = [one for one in messages if _offers(one, verb, choice)]
        assert there, f"no {verb} {choice} in:\n" + "\n".join(one.words() for one in messages)
        await self.person.presses(verb, choice, on=there[-1])

    async def carries_on(self) -> None:
        """Send the form once more, just as it stands above the safety card."""
        await self.person.submits()

    async def file(self) -> str:
        [file] = [one for message in self.person.inbox() for one in message.files][-1:]
        assert file.content is not None
        return file.content.decode()

    def text(self) -> str:
        return self.person.screen_text()


def _offers(message: Message, verb: str, choice: str) -> bool:
    tokens = [
        read_token(str(element.get("action_id", "")).partition("#")[0])
        for block in message.blocks
        for element in elements_of(block)
    ]
    return any(one and one.verb == verb and choice in ("", one.choice) for one in tokens)


@asynccontextmanager
async def on_slack(folder: Path, *, founded: bool = True) -> AsyncIterator[OnSlack]:
    """The team on Slack."""
    doors: list[Door] = []

    def door(engine: Intake) -> Door:
        doors.append(Door(engine))
        return doors[-1]

    async with on_stage(folder, founded=False, intake_of=door) as stage:
        world = OnSlack(stage, doors[0])
        await world.gather(founded=founded)
        yield world
