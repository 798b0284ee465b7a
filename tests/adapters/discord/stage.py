"""A stage for scenarios on Discord: the real bot in a made-up Discord (simcord), with people in it.

async with on_stage(tmp_path) as stage:
    ana = stage.person("ana")
    await ana.types("debrief", about="Acme")
    await ana.fills(pace="short")
    await ana.taps("Continue")
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any, TypeVar

import simcord
from structlog.testing import capture_logs

from adapters.discord.client import Client
from adapters.discord.components import Surface, problems
from adapters.discord.render import read_form_id
from adapters.discord.service import Access, Discord
from bot.core.cards import read_token
from bot.core.model import (
    DOCUMENTS,
    CheckinPlan,
    Document,
    Encouragement,
    Group,
    Member,
    Tenant,
)
from bot.features import groups
from bot.runtime.platforms import Platforms
from bot.runtime.turn import WorkTurn
from bot.wiring import House, build
from storage.tiny import TinyStore
from tests.adapters.discord import openapi
from tests.scene import CountedIds, HandClock, prose

D = TypeVar("D", bound=Document)
Json = dict[str, Any]

ZONE = "Europe/Berlin"
TEAM = ("ana", "ben", "chidi", "dana", "eun")
PRIVATE = 64
"""The flag of what one person alone sees."""
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_BROKEN = {"handler_failed", "listener_failed", "delivery_failed", "timer_failed", "sweep_failed"}
"""What is logged where a mistake of ours was caught."""


def shown(text: str) -> str:
    """What a reader sees of a text display: without the marks that keep it inert."""
    return _ESCAPE.sub(r"\1", text).replace("@\u200b", "@")


def texts_of(components: Any) -> Iterator[str]:
    """All that components show, in order."""
    for one in components:
        if one.get("type") == 10:
            yield shown(one["content"])
        yield from texts_of(one.get("components", ()))
        if "accessory" in one:
            yield from texts_of([one["accessory"]])
        if "component" in one:
            yield from texts_of([one["component"]])
        for name in ("label", "description"):
            if isinstance(one.get(name), str):
                yield one[name]
        for option in one.get("options", ()):
            yield option["label"]


def buttons_of(components: Any) -> Iterator[Json]:
    """All buttons of a message."""
    for one in components:
        if one.get("type") == 2:
            yield one
        yield from buttons_of(one.get("components", ()))
        if "accessory" in one:
            yield from buttons_of([one["accessory"]])


def raw(message: Any) -> list[Json]:
    """The components of a message, as JSON."""
    return [one if isinstance(one, dict) else one.to_dict() for one in message.components]


def words_of(message: Any) -> str:
    """Everything a message shows."""
    return "\n".join(texts_of(raw(message)))


def labels_of(message: Any) -> list[str]:
    """The labels of a message's buttons."""
    return [one["label"] for one in buttons_of(raw(message))]


@dataclass
class Person:
    """A member of the server, with Discord in hand."""

    stage: Stage
    actor: Any
    last: Any = None
    """What the last interaction gave: a simcord result."""
    looks_at: Any = None
    """The private message in front of them."""
    seen: list[Any] = field(default_factory=list)

    @property
    def who(self) -> str:
        return str(self.actor.id)

    async def _got(self, result: Any) -> Any:
        self.last = result
        if result.modal is None and result.response is not None:
            self.looks_at = result.response
        if result.followups:
            self.seen += result.followups
        await self.stage.settle()
        return result

    async def types(self, command: str, *, dm: bool = False, **options: str) -> Any:
        """A slash command, in the group's channel or in direct messages."""
        if dm:
            return await self._got(await self.actor.user.slash(command, **options))
        return await self._got(await self.actor.slash(self.stage.channel, command, **options))

    async def says(self, text: str, *, to: Any = None) -> Any:
        """Words: a direct message, or in a channel."""
        sent = (
            await self.actor.user.send_dm(text) if to is None else await self.actor.send(to, text)
        )
        await self.stage.settle()
        return sent

    async def uses_menu(self, name: str, message: Any) -> Any:
        """An item of a message's menu."""
        return await self._got(await self.actor.context_menu(self.stage.channel, name, message))

    async def taps(self, label: str, *, on: Any = None) -> Any:
        """A button, by its label: in the private message in front of them, or on a message."""
        message = on if on is not None else self.looks_at
        assert message is not None, "nothing is in front of them"
        found = [one for one in buttons_of(raw(message)) if one.get("label") == label]
        labels = [one.get("label") for one in buttons_of(raw(message))]
        assert found, f"no button {label!r} among {labels}"
        return await self._got(await self.actor.click(message, custom_id=found[0]["custom_id"]))

    async def fills(self, **values: Any) -> Any:
        """Fill the modal that is open (what is not named stays as it stands), and send it."""
        assert self.last is not None, "no modal is open"
        assert self.last.modal is not None, f"no modal is open; they see:\n{self.text()}"
        known = self.fields()
        assert set(values) <= set(known), f"the form asks {list(known)}, not {list(values)}"
        given = {name: value for name, value in {**known, **values}.items() if value is not None}
        return await self._got(await self.actor.submit_modal(self.last, given))

    def fields(self) -> dict[str, Any]:
        """What stands in the open modal, by field."""
        found: dict[str, Any] = {}
        for label in self.last.modal["components"]:
            one = label.get("component")
            if one is None:
                continue
            chosen = [o["value"] for o in one.get("options", ()) if o.get("default")]
            chosen += [d["id"] for d in one.get("default_values", ())]
            value: Any = one.get("value")
            if one["type"] == 22:
                value = chosen or None
            elif one["type"] in (3, 5, 8, 21):
                value = chosen[0] if chosen else None
            found[one["custom_id"]] = value
        return found

    def text(self) -> str:
        """What is in front of them: the open modal, else the private message."""
        if self.last is not None and self.last.modal is not None:
            modal = self.last.modal
            return "\n".join([modal["title"], *texts_of(modal["components"])])
        return words_of(self.looks_at) if self.looks_at is not None else ""

    def sees(self, *words: str) -> bool:
        """True, or an AssertionError that shows what they see instead."""
        text = self.text()
        missing = [word for word in words if word not in text]
        assert not missing, f"{missing} not in:\n{text}"
        return True

    def offers(self, label: str) -> bool:
        """Whether this button is in the private message."""
        return label in [one.get("label") for one in buttons_of(raw(self.looks_at))]

    def inbox(self) -> list[Any]:
        """The bot's direct messages to them, oldest first."""
        return self.stage.direct_messages(self.actor)


class Stage:
    """The bot on a folder of its own, in a made-up Discord."""

    def __init__(self, folder: Path, clock: HandClock) -> None:
        self.folder = folder
        self.clock = clock
        self._starts = 0
        self.people: dict[str, Person] = {}
        self.env: Any = None
        self.guild: Any = None
        self.channel: Any = None
        self.store: TinyStore
        self.house: House
        self.bot: Discord

    async def open(self) -> Client:
        """Build the bot (again) on what is stored; simcord connects it."""
        self._starts += 1
        self.store = await TinyStore.open(self.folder)
        self.bot = Discord(Access("token", shards=1, pace=10_000), self.store, self.clock, prose())
        platforms = Platforms({"discord": self.bot.transport})
        ids = CountedIds(self._starts * 1_000_000)
        self.house = build(self.store, platforms, self.clock, prose(), ids)
        self.bot.join(self.house.engine, self.house.pictures)
        return self.bot.client

    async def shut(self) -> None:
        await self.house.clockwork.stop()
        await self.house.outbox.close()
        await self.store.close()

    async def restart(self) -> None:
        """The process ends, and begins again on the same folder in the same Discord."""
        await self.shut()
        await self.env.restart_bot(await self.open())

    async def settle(self) -> None:
        """Until what is due has gone out."""
        with self.env.time_context():
            await self.house.outbox.close()
            await self.house.outbox.run()

    def person(self, name: str) -> Person:
        return self.people[name]

    @property
    def tenant(self) -> Tenant:
        return Tenant(f"discord:{self.guild.id}")

    async def found(self) -> None:
        """The group: posts on Mondays at 9, check-ins on Thursdays at 9, Berlin time."""
        turn = WorkTurn(
            self.store.transaction(self.tenant), self.clock.now(), prose(), self.house.ids
        )
        dana = self.people["dana"].who
        group = Group("g1", "#job-club", str(self.channel.id), ZONE, (dana,), helper=dana)
        await groups.found(
            turn,
            group,
            Encouragement("g1", 0, time(9)),
            CheckinPlan("g1", (3,), time(9)),
        )
        for name in TEAM:
            turn.save(Member(self.people[name].who, name, "g1", ZONE))
        await turn.commit()

    async def wait(self, *, until: datetime | None = None, **span: float) -> None:
        """Time passes, each due thing at its own hour."""
        to = until or self.clock.now() + timedelta(**span)
        with self.env.time_context():
            while (due := await self.house.clockwork.next_due()) is not None and due <= to:
                self.clock.set_to(max(due, self.clock.now()))
                await self.house.clockwork.tick()
            self.clock.set_to(to)
            await self.house.clockwork.tick()

    async def find(self, kind: type[D], **where: str) -> list[D]:
        return await self.store.transaction(self.tenant).find(kind, **where)

    def posts(self, channel: Any = None) -> list[Any]:
        """The bot's messages in a channel (the group's), oldest first."""
        there = channel if channel is not None else self.channel
        me = self.bot.client.user
        assert me is not None
        return [one for one in there.history() if one.author.id == me.id and not _private(one)]

    def direct_messages(self, actor: Any) -> list[Any]:
        me = self.bot.client.user
        assert me is not None
        dm = getattr(actor, "user", actor).dm_channel
        if dm is None:
            return []
        return [one for one in dm.history() if one.author.id == me.id and not _private(one)]

    def channel_text(self, channel: Any = None) -> str:
        return "\n".join(words_of(one) for one in self.posts(channel))


def _private(message: Any) -> bool:
    return bool(message.flags.ephemeral)


@asynccontextmanager
async def on_stage(folder: Path, *, founded: bool = True) -> AsyncIterator[Stage]:
    """The stage, with everybody on it."""
    stage = Stage(folder, HandClock())
    client = await stage.open()
    try:
        async with simcord.run(client) as env:
            stage.env = env
            stage.guild = env.create_guild()
            stage.channel = stage.guild.create_text_channel("job-club")
            for name in TEAM:
                stage.people[name] = Person(stage, stage.guild.add_member(env.create_user(name)))
            if founded:
                await stage.found()
            yield stage
    finally:
        await stage.shut()
