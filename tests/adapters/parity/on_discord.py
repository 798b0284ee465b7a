"""The team on a server of Discord's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import discord

from adapters.discord.commands import OPTIONS
from bot.core.cards import Answer, Token, read_token
from bot.core.text import plain
from tests.adapters.discord.stage import Json, Person, Stage, buttons_of, on_stage, raw, words_of
from tests.adapters.parity.door import Door
from tests.adapters.parity.world import CHANNEL, TEAM, Hand, Posted, World
from tests.scene import ZONE, prose


class OnDiscord(World):
    """The stage of the tests for Discord, with everybody on it."""

    platform = "discord"

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.house = stage.house
        self.folder = stage.folder
        self.files = []
        self.clock = stage.clock
        self.tenant = stage.tenant
        self.ids = {name: stage.person(name).who for name in TEAM}
        self.ids[CHANNEL] = str(stage.channel.id)
        self.door = Door(stage.house.engine)
        stage.bot.join(self.door, stage.house.pictures)
        # What the bot does of itself goes by simcord's clock, and what is done here by the real
        # one; a limiter that reads both never lets go.
        stage.bot._deliveries._pace = _Unpaced()  # type: ignore[assignment]  # all that is used
        self.hands = {name: OneOnDiscord(self, name) for name in TEAM}

    def hand(self, name: str) -> OneOnDiscord:
        return self.hands[name]

    async def wait_until(self, moment: datetime) -> None:
        await self.stage.wait(until=moment)

    def messages(self) -> list[tuple[str, Any]]:
        """What is in the channel and its threads, oldest first."""
        found = [("channel", one) for one in self.stage.posts()]
        for thread in self.stage.channel.threads:
            found += [("thread", one) for one in self.stage.posts(thread)]
        # Discord itself says that a thread was begun; that is nothing of ours.
        return sorted((one for one in found if raw(one[1])), key=lambda one: one[1].id)

    def posts(self) -> list[Posted]:
        return [
            Posted(place, tuple(_read(words_of(one)).splitlines()))
            for place, one in self.messages()
        ]


class _Unpaced:
    async def acquire(self) -> None:
        pass


class OneOnDiscord(Hand):
    """One member with Discord open. A modal is closed by doing something else: nobody hears it."""

    world: OnDiscord

    @property
    def person(self) -> Person:
        return self.world.stage.person(self.name)

    @property
    def is_in_modal(self) -> bool:
        return self.person.last is not None and self.person.last.modal is not None

    async def types(self, command: str, words: str = "") -> None:
        options: dict[str, Any] = {OPTIONS[command]: words} if words else {}
        await self.person.types(command, **options)

    async def says(self, text: str) -> None:
        before = len(self.person.inbox())
        await self.person.says(text)
        self.person.last = None
        self.person.front = self.person.inbox()[before:]

    async def opens_home(self) -> None:
        await self.types("fourwins")

    async def fills(self, **values: Answer) -> None:
        if not self.is_in_modal:
            # A modal can't follow on a modal: between them is a message with a button.
            await self.taps("talk.resume")
        given = {name: _entered(value) for name, value in self.given(values).items()}
        await self.person.fills(**given)

    async def goes(self, verb: str, choice: str = "") -> None:
        """By the message from which the modal is opened. A modal that came otherwise has no ways
        beside it, and those of an earlier step lead nowhere."""
        form = self.world.door.forms[self.id]
        tokens = [
            token
            for message in self.person.front
            for one in buttons_of(raw(message))
            if (token := _token(one)) is not None and _does(token, verb, choice)
        ]
        assert form.revision in [one.revision for one in tokens], f"no {verb} beside {form.step}"
        await self.taps(verb, choice)

    async def taps(self, verb: str, choice: str = "", nth: int = 0) -> None:
        await self._taps(self.person.front, verb, choice, nth)

    async def taps_post(self, verb: str, choice: str = "") -> None:
        await self._taps_newest([one for _, one in self.world.messages()], verb, choice)

    async def taps_letter(self, verb: str, choice: str = "") -> None:
        await self._taps_newest(self.person.inbox(), verb, choice)

    async def _taps_newest(self, messages: Sequence[Any], verb: str, choice: str) -> None:
        there = [one for one in messages if _labels(one, verb, choice)]
        assert there, f"no {verb} {choice} in:\n" + "\n".join(map(words_of, messages))
        await self._taps(there[-1:], verb, choice)

    async def _taps(
        self, messages: Sequence[Any], verb: str, choice: str = "", nth: int = 0
    ) -> None:
        found = [(one, *label) for one in messages for label in _labels(one, verb, choice)]
        assert len(found) > nth, f"no {verb} {choice}, but:\n{self.text()}"
        message, label, rank = found[nth]
        await self.person.taps(label, on=message, nth=rank)

    async def carries_on(self) -> None:
        """A button below the safety card and the words."""
        await self.taps("discord.kept")

    async def file(self) -> str:
        [file] = [file for message in self.person.front for file in message.attachments][-1:]
        return str((await file.read()).decode())

    def text(self) -> str:
        return _read(self.person.text())


_TIME = re.compile(r"<t:(\d+):F>")


def _read(text: str) -> str:
    """As it is read by somebody in the group's zone: Discord writes times out for its reader."""
    say = prose().speech("en")

    def written(found: re.Match[str]) -> str:
        return plain(say.moment(datetime.fromtimestamp(int(found[1]), UTC), ZONE))

    return _TIME.sub(written, plain(text))


def _entered(value: Answer) -> Any:
    """As simcord takes it."""
    if value is None:
        return None
    return [*value] if isinstance(value, tuple) else str(value)


def _labels(message: Any, verb: str, choice: str) -> list[tuple[str, int]]:
    """The labels of the buttons that do this, each with its place among those called the same."""
    called: Counter[str] = Counter()
    found = []
    for one in buttons_of(raw(message)):
        token = _token(one)
        if token is not None and _does(token, verb, choice):
            found.append((str(one["label"]), called[one["label"]]))
        called[one["label"]] += 1
    return found


def _token(button: Json) -> Token | None:
    return read_token(str(button["custom_id"]).partition("~")[0].partition("@")[0])


def _does(token: Token, verb: str, choice: str) -> bool:
    return token.verb == verb and choice in ("", token.choice)


@asynccontextmanager
async def on_discord(folder: Path, *, founded: bool = True) -> AsyncIterator[OnDiscord]:
    """The team on Discord."""
    async with on_stage(folder, founded=False) as stage:
        # Whoever may manage the server may set the bot up: here everybody, as on Slack.
        stage.guild.default_role._role.permissions |= discord.Permissions.manage_guild.flag
        world = OnDiscord(stage)
        for name in TEAM:
            # Members of a group have used it here, so that it knows them in direct messages.
            await stage.bot._where.seen(world.ids[name], world.tenant)
        await world.gather(founded=founded)
        yield world
