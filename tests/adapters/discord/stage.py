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
from zoneinfo import ZoneInfo

import discord
import simcord
from aiolimiter import AsyncLimiter
from simcord.backend import serializers
from structlog.testing import capture_logs

from adapters.discord.client import Client
from adapters.discord.commands import permissions
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
_MOMENT = re.compile(r"(?<!\\)<t:(\d+):F>")
_BROKEN = {"handler_failed", "listener_failed", "delivery_failed", "timer_failed", "sweep_failed"}
"""What is logged where a mistake of ours was caught."""


def shown(text: str) -> str:
    """What a reader in Berlin sees of a text display: without the marks that keep it inert."""

    def read(mark: re.Match[str]) -> str:
        moment = datetime.fromtimestamp(int(mark[1]), ZoneInfo(ZONE))
        return f"{moment:%A} {moment.day} {moment:%B, %H:%M}"

    text = _MOMENT.sub(read, text)
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


def private(message: Any) -> bool:
    """Whether one person alone sees it."""
    return bool(message.flags.ephemeral)


@dataclass
class Person:
    """A member of the server, with Discord in hand."""

    stage: Stage
    actor: Any
    last: Any = None
    """What the last interaction gave: a simcord result."""
    front: list[Any] = field(default_factory=list)
    """The messages in front of them: the last private answer, with what came below it."""

    @property
    def who(self) -> str:
        return str(self.actor.id)

    def _hand(self, channel: int) -> Any:
        """The member in the server, or the person in their direct messages."""
        user = self.actor.user
        return user if channel == user.dm_channel.id else self.actor

    async def _got(self, result: Any) -> Any:
        self.last = result
        if result.modal is None and result.response is not None:
            self.front = [result.response]
        if result.modal is None:
            self.front += result.followups
        await self.stage.settle()
        return result

    async def types(self, command: str, *, dm: bool = False, **options: str) -> Any:
        """A slash command, in the group's channel or in direct messages."""
        self.stage.typed.extend(options.values())
        if dm:
            return await self._got(await self.actor.user.slash(command, **options))
        return await self._got(await self.actor.slash(self.stage.channel, command, **options))

    async def says(self, text: str, *, to: Any = None) -> Any:
        """Words: a direct message, or in a channel."""
        self.stage.typed.append(text)
        sent = (
            await self.actor.user.send_dm(text) if to is None else await self.actor.send(to, text)
        )
        await self.stage.settle()
        return sent

    async def uses_menu(self, name: str, message: Any, *, channel: Any = None) -> Any:
        """An item of a message's menu."""
        there = channel or self.stage.channel
        return await self._got(await self.actor.context_menu(there, name, message))

    async def taps(self, label: str, *, on: Any = None, nth: int = 0) -> Any:
        """A button, by its label: in the private messages in front of them, or on a message."""
        messages = [on] if on is not None else self.front
        assert messages, "nothing is in front of them"
        found = [
            (message, one)
            for message in messages
            for one in buttons_of(raw(message))
            if one.get("label") == label
        ]
        labels = [one for message in messages for one in labels_of(message)]
        assert len(found) > nth, f"no button {label!r} among {labels}"
        message, button = found[nth]
        there = message.channel_id if hasattr(message, "channel_id") else message.channel.id
        hand = self._hand(there)
        return await self._got(await hand.click(message, custom_id=button["custom_id"]))

    async def fills(self, **values: Any) -> Any:
        """Fill the modal that is open (what is not named stays as it stands), and send it.

        A member or a channel is named by its handle, by its name or by its id.
        """
        assert self.last is not None, "no modal is open"
        assert self.last.modal is not None, f"no modal is open; they see:\n{self.text()}"
        known = self.fields()
        assert set(values) <= set(known), f"the form asks {list(known)}, not {list(values)}"
        given: dict[str, Any] = {}
        for name, one in self.elements().items():
            value = values.get(name, known[name])
            if value is None:
                continue
            if one["type"] == 4:
                self.stage.typed.append(value)
            elif one["type"] in (5, 8):
                value = [self.stage.handle(value, member=one["type"] == 5)]
            elif one["type"] == 3 and isinstance(value, str):
                value = [value]
            given[name] = value
        hand = self._hand(self.last._interaction.channel_id)
        return await self._got(await hand.submit_modal(self.last, given))

    def elements(self) -> dict[str, Json]:
        """The elements of the open modal, by field."""
        assert self.last.modal is not None, f"no modal is open; they see:\n{self.text()}"
        found = [one["component"] for one in self.last.modal["components"] if "component" in one]
        return {one["custom_id"]: one for one in found}

    def fields(self) -> dict[str, Any]:
        """What stands in the open modal, by field."""
        found: dict[str, Any] = {}
        for name, one in self.elements().items():
            chosen = [o["value"] for o in one.get("options", ()) if o.get("default")]
            chosen += [d["id"] for d in one.get("default_values", ())]
            value: Any = one.get("value")
            if one["type"] == 22:
                value = chosen or None
            elif one["type"] in (3, 5, 8, 21):
                value = chosen[0] if chosen else None
            found[name] = value
        return found

    def text(self) -> str:
        """What is in front of them: the open modal, else the private messages."""
        if self.last is not None and self.last.modal is not None:
            modal = self.last.modal
            return "\n".join([modal["title"], *texts_of(modal["components"])])
        return "\n".join(words_of(one) for one in self.front)

    def sees(self, *words: str) -> bool:
        """True, or an AssertionError that shows what they see instead."""
        text = self.text()
        missing = [word for word in words if word not in text]
        assert not missing, f"{missing} not in:\n{text}"
        return True

    def asked(self, *words: str) -> bool:
        """The same, of a modal that is open."""
        assert self.last.modal is not None, f"no modal is open; they see:\n{self.text()}"
        return self.sees(*words)

    def offers(self, label: str) -> bool:
        """Whether this button is in front of them."""
        return label in [one for message in self.front for one in labels_of(message)]

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
        self.typed: list[str] = []
        """Everything that people typed."""
        self.logs: Sequence[Any] = ()
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
        self.bot = Discord(Access("token", shards=1), self.store, self.clock, prose())
        # simcord's clock stands still beside the loop's own, so a pace would wait for ever.
        self.bot._deliveries._pace = AsyncLimiter(1e9, 1e6)
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

    def handle(self, named: Any, *, member: bool) -> Any:
        """The member or channel of this name or id, as simcord takes them."""
        if not isinstance(named, str):
            return named
        if member:
            known = {name: one.actor for name, one in self.people.items()}
        else:
            known = dict(self.guild.channels)
        return {**known, **{str(one.id): one for one in known.values()}}[named]

    @property
    def me(self) -> int:
        """The bot's own id."""
        assert self.bot.client.user is not None
        return self.bot.client.user.id

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

    @staticmethod
    def tenant_of(person: Person) -> Tenant:
        """Where somebody is who uses the bot by themselves."""
        return Tenant(f"discord:@{person.who}")

    async def wait(self, *, until: datetime | None = None, **span: float) -> None:
        """Time passes, each due thing at its own hour."""
        to = until or self.clock.now() + timedelta(**span)
        with self.env.time_context():
            while (due := await self.house.clockwork.next_due()) is not None and due <= to:
                self.clock.set_to(max(due, self.clock.now()))
                await self.house.clockwork.tick()
            self.clock.set_to(to)
            await self.house.clockwork.tick()

    async def sleeps(self, **span: float) -> None:
        """Time passes while the machine does nothing; then it wakes up."""
        self.clock.set_to(self.clock.now() + timedelta(**span))
        await self.wait(minutes=2)

    async def find(self, kind: type[D], **where: str) -> list[D]:
        return await self.store.transaction(self.tenant).find(kind, **where)

    def posts(self, channel: Any = None) -> list[Any]:
        """The bot's messages in a channel (the group's), oldest first."""
        there = channel if channel is not None else self.channel
        own = [one for one in there.history() if one.author.id == self.me and not private(one)]
        # Without Discord's own lines, such as that a thread was begun.
        return [one for one in own if not one.is_system()]

    def direct_messages(self, actor: Any) -> list[Any]:
        dm = getattr(actor, "user", actor).dm_channel
        return [one for one in dm.history() if one.author.id == self.me and not private(one)]

    def channel_text(self, channel: Any = None) -> str:
        return "\n".join(words_of(one) for one in self.posts(channel))

    async def everything(self) -> list[Document]:
        """All that is stored of this server."""
        return [one for kind in DOCUMENTS for one in await self.find(kind)]

    def stored(self) -> bytes:
        """Every byte in the folder."""
        return b"".join(path.read_bytes() for path in self.folder.rglob("*") if path.is_file())

    def ever_public(self) -> str:
        """All words that the bot ever sent to a place where others read, taken back or not."""
        alone = {str(one.actor.user.dm_channel.id) for one in self.people.values()}
        told: list[str] = []
        for request in self.env.http_requests:
            there = re.match(r"/channels/(\d+)", request.path)
            if there is None or there[1] in alone or not isinstance(request.json, dict):
                continue
            told.append(str(request.json.get("name", "")))
            for body in (request.json, request.json.get("message") or {}):
                told += texts_of(body.get("components") or ())
        return "\n".join(told)

    def kept_private(self, *words: str) -> bool:
        """True when none of these words was ever where others read."""
        public = self.ever_public()
        found = [word for word in words if word in public]
        assert not found, f"{found} in public:\n{public}"
        return True

    # What goes wrong.

    def closes_messages(self, person: Person) -> None:
        """This member takes no direct messages from now on."""
        there = person.actor.user.dm_channel.id
        self.env.inject_error(
            "POST", f"/channels/{there}/messages", status=403, code=50007, times=None
        )

    def fails(
        self, method: str, path: str, *, status: int, code: int = 0, times: int | None = 1
    ) -> None:
        """Discord refuses such requests; without `times` until it is mended."""
        self.env.inject_error(method, path, status=status, code=code, times=times)

    def asks_less_for_threads(self) -> None:
        """simcord asks for Manage Channels where Discord lets who began a thread change it."""
        [role] = [one for one in self.guild._guild.roles.values() if one.managed]
        role.permissions |= discord.Permissions(manage_channels=True).value

    def mended(self) -> None:
        """Discord refuses nothing any more."""
        self.env.backend.faults.clear()

    async def loses(self, *, outage: bool = False) -> None:
        """The bot is removed from the server; or Discord can't reach the server for a while."""
        told: Json = {"id": str(self.guild.id)} | ({"unavailable": True} if outage else {})
        self.env.backend.emit("GUILD_DELETE", told)
        await self.env.settle()

    async def regains(self, *, outage: bool = False) -> None:
        """It is added again, or the server can be reached again."""
        guild = self.env.backend.get_guild(self.guild.id)
        payload: Json = dict(serializers.guild_create_payload(self.env.backend, guild))
        if not outage:
            # Only of a server that was known before Discord says that it is there again.
            del payload["unavailable"]
        self.env.backend.emit("GUILD_CREATE", payload)
        await self.env.settle()

    # What is asked of every scenario, whatever it is about.

    def verify(self) -> None:
        """Everything that was sent would have been taken by Discord, notifies nobody, carries no
        word in its ids, and reaches one person alone where it answers one; nothing broke, and no
        word is in the logs."""
        assert not self.env.errors, self.env.errors
        found = [
            f"{request.method} {request.path}: {one}"
            for request in self.env.http_requests
            for one in (*refused(request), *improper(request, self.typed))
        ]
        assert not found, "\n".join(found)
        broken = [log for log in self.logs if log["event"] in _BROKEN]
        assert not broken, broken
        logged = str(self.logs)
        words = [text for text in self.typed if len(text) > 3 and text in logged]
        assert not words, f"in the logs: {words}"


def refused(request: Any) -> list[str]:
    """What Discord would not take of a request that simcord took."""
    body = request.json
    if body is None:
        return []
    found = [] if openapi.MISSING else openapi.breaches(request.method, request.path, body)
    for surface, payload in payloads_of(request):
        found += problems(surface, payload)
    return found


def payloads_of(request: Any) -> Iterator[tuple[Surface, Any]]:
    """What in a request is a message, a modal or the commands."""
    path, body = request.path, request.json
    if not isinstance(body, dict):
        if path.endswith("/commands"):
            yield Surface.COMMANDS, body
    elif path.endswith("/callback"):
        if body["type"] == 9:
            yield Surface.MODAL, body["data"]
        elif body["type"] in (4, 7):
            yield Surface.MESSAGE, _without_nothing(body["data"])
    elif path.startswith("/webhooks/") or re.match(r"/channels/\d+/messages(/\d+)?$", path):
        yield Surface.MESSAGE, _without_nothing(body)
    elif "message" in body:
        yield Surface.MESSAGE, _without_nothing(body["message"])


def _without_nothing(body: Json) -> Json:
    """discord.py says `content: null` in each message without one, which Discord takes."""
    return {key: value for key, value in body.items() if value is not None}


def improper(request: Any, typed: Sequence[str]) -> list[str]:
    """What Discord would take, and we do not want: that somebody is notified, that an answer is
    seen by others, or that a custom id carries what somebody typed."""
    found: list[str] = []
    path, body = request.path, request.json
    for surface, payload in payloads_of(request):
        if surface is Surface.COMMANDS:
            continue
        ids = [str(one) for one in _custom_ids(payload)]
        found += [f"custom id {one}" for one in ids if not _is_ours(one)]
        said = [text for text in typed if len(text) > 3]
        subjects = [_subject(one) for one in ids]
        found += [f"typed in a custom id: {one}" for one in said for id in subjects if one in id]
        if surface is Surface.MESSAGE:
            allowed = payload.get("allowed_mentions", {})
            if allowed.get("parse") != [] or allowed.keys() - {"parse", "replied_user"}:
                found.append(f"mentions: {allowed}")
            answers = path.endswith("/callback") and body["type"] == 4
            answers = answers or (path.startswith("/webhooks/") and request.method == "POST")
            if answers and not payload.get("flags", 0) & PRIVATE:
                found.append("an answer that others can see")
    return found


def _custom_ids(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if "custom_id" in part:
            yield part["custom_id"]
        for one in part.values():
            yield from _custom_ids(one)
    elif isinstance(part, list):
        for one in part:
            yield from _custom_ids(one)


def _is_ours(id: str) -> bool:
    """A button's token, a form's id, or the name of a field."""
    bare = re.sub(r"(@\d+)?(~\d+)?$", "", id)
    return bool(read_token(bare) or read_form_id(id) or re.fullmatch(r"[a-z_]{1,40}", id))


def _subject(id: str) -> str:
    token, form = read_token(re.sub(r"(@\d+)?(~\d+)?$", "", id)), read_form_id(id)
    return token.subject if token else form.conversation if form else ""


def _invite(guild: Any) -> None:
    """The bot has the rights that its invitation asks for, and no more."""
    [role] = [one for one in guild._guild.roles.values() if one.managed]
    role.permissions = permissions()


@asynccontextmanager
async def on_stage(folder: Path, *, founded: bool = True) -> AsyncIterator[Stage]:
    """The stage, with everybody on it. At the end `Stage.verify` looks at the whole scene."""
    stage = Stage(folder, HandClock())
    with capture_logs() as stage.logs:
        client = await stage.open()
        try:
            async with simcord.run(client) as env:
                stage.env = env
                stage.guild = env.create_guild()
                _invite(stage.guild)
                stage.channel = stage.guild.create_text_channel("job-club")
                for name in TEAM:
                    actor = stage.guild.add_member(env.create_user(name))
                    stage.people[name] = Person(stage, actor)
                if founded:
                    await stage.found()
                yield stage
                stage.verify()
        finally:
            await stage.shut()
