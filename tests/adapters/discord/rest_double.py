"""Discord's HTTP API, played on this machine over real sockets: what simcord leaves out.

    async with RestDouble.running() as discord:
        guild = discord.guild()
        channel = discord.channel(guild, "job-club")
        member = discord.user("ana")
        with pointed_at(discord):
            ...  # discord.py calls the double now

It keeps messages, enforces nonces and rate limits, and answers with the codes of
https://discord.com/developers/docs/topics/opcodes-and-status-codes#json. Where Discord does not say
what happens, a comment says what is played here. Bodies that Discord would refuse are answered with
its 50035 and noted in `refusals`, for tests to assert that it is empty.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fnmatch import fnmatch
from itertools import count
from typing import Any, Final, Self

import discord.gateway
import discord.http
import yarl
from aiohttp import web

from adapters.discord.components import Surface, problems
from tests.adapters.discord import openapi
from tests.adapters.discord.stage import buttons_of, texts_of

Json = dict[str, Any]

TOKEN: Final = "MTAwMDAwMDAwMDAwMDAwMDAwMA.Gabcde.0123456789abcdefghijklmnopqrstuvwxyzAB"
"""The bot's, in the shape of a real one: its id, a time and a signature."""
BOT: Final = 1_000_000_000_000_000_000
NONCE_LIFE: Final = 180.0
"""Seconds; Discord says "the past few minutes"."""
_EPOCH: Final = 1_420_070_400_000
TEXT, DIRECT, THREAD, FORUM = 0, 1, 11, 15
"""Types of channels."""


@dataclass(frozen=True, slots=True)
class Request:
    """One call, as it came in."""

    method: str
    path: str
    body: Any
    at: float


@dataclass
class Message:
    """A message that stands in a channel."""

    id: int
    channel: int
    author: int
    components: list[Json]
    flags: int = 0
    edits: int = 0

    def words(self) -> str:
        return "\n".join(texts_of(self.components))

    def buttons(self) -> list[str]:
        return [one["label"] for one in buttons_of(self.components)]


@dataclass
class Channel:
    """A channel, thread, forum or somebody's direct messages."""

    id: int
    type: int
    guild: int = 0
    name: str = ""
    parent: int = 0
    owner: int = 0
    recipient: int = 0
    tags: tuple[str, ...] = ()
    needs_tag: bool = False
    applied: tuple[str, ...] = ()
    archived: bool = False
    locked: bool = False
    messages: dict[int, Message] = field(default_factory=dict)


@dataclass
class Fault:
    """What goes wrong with the next call that it fits."""

    method: str
    path: str
    left: int
    after: int = 0
    """How many calls go well before."""
    status: int = 0
    code: int = 0
    retry_after: float | None = None
    everywhere: bool = False
    """A limit of the whole bot and not of one route."""
    via: bool = True
    """Whether Discord itself answers; without it, it is Cloudflare."""
    drops: bool = False
    loses_answer: bool = False
    holds: asyncio.Event | None = None


class Refused(Exception):
    """An error as Discord answers it."""

    def __init__(self, status: int, code: int, message: str = "") -> None:
        super().__init__(f"{status} {code}")
        self.answer = web.Response(
            status=status,
            body=json.dumps({"message": message or f"error {code}", "code": code}).encode(),
            headers={"Content-Type": "application/json"},
        )


def answered(value: Any, status: int = 200) -> web.Response:
    """discord.py reads JSON only where the type says exactly so, without a charset."""
    if value is None:
        return web.Response(status=204)
    return web.Response(
        body=json.dumps(value).encode(),
        status=status,
        headers={"Content-Type": "application/json"},
    )


class RestDouble:
    """The API. Calls are in `requests`, commands that were brought in `commands`."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.refusals: list[str] = []
        self.commands: list[list[Json]] = []
        self.channels: dict[int, Channel] = {}
        self.users: dict[int, str] = {}
        self.guilds: list[int] = []
        self.closed: set[int] = set()
        """Users who take no direct messages from the bot."""
        self.limited = 0
        """How many calls were over a limit."""
        self.per_second = 50
        """https://discord.com/developers/docs/topics/rate-limits#global-rate-limit"""
        self.bucket = (1000, 1.0)
        """Calls of one route in one channel, and in how many seconds; Discord tells its figures
        only in its answers."""
        self.base_url = ""
        self._faults: list[Fault] = []
        self._numbers = count(1)
        self._nonces: dict[tuple[int, str], tuple[float, int]] = {}
        self._ahead = 0.0
        self._recent: deque[float] = deque()
        self._buckets: dict[str, deque[float]] = defaultdict(deque)

    # The world.

    def id(self) -> int:
        """A snowflake of now: they rise."""
        return ((int(time.time() * 1000) - _EPOCH) << 22) | (next(self._numbers) & 0x3FFFFF)

    def guild(self) -> int:
        id = self.id()
        self.guilds.append(id)
        return id

    def user(self, name: str) -> int:
        id = self.id()
        self.users[id] = name
        return id

    def channel(
        self,
        guild: int,
        name: str,
        *,
        type: int = TEXT,
        tags: tuple[str, ...] = (),
        needs_tag: bool = False,
    ) -> Channel:
        made = Channel(self.id(), type, guild, name, tags=tags, needs_tag=needs_tag)
        self.channels[made.id] = made
        return made

    def direct(self, user: int) -> Channel:
        """The direct messages with this user, opened when they are not yet."""
        for one in self.channels.values():
            if one.type == DIRECT and one.recipient == user:
                return one
        made = Channel(self.id(), DIRECT, recipient=user)
        self.channels[made.id] = made
        return made

    def said(self, channel: Channel, author: int, words: str) -> Message:
        """A message of somebody's."""
        made = Message(self.id(), channel.id, author, [{"type": 10, "content": words}])
        channel.messages[made.id] = made
        return made

    def standing(self, channel: Channel) -> list[str]:
        """What stands in a channel, oldest first."""
        return [one.words() for _, one in sorted(channel.messages.items())]

    def threads(self, parent: Channel) -> list[Channel]:
        return [one for one in self.channels.values() if one.parent == parent.id]

    def later(self, seconds: float) -> None:
        """As if this time had passed, for nonces."""
        self._ahead += seconds

    def fails(self, method: str, path: str, *, times: int = 1, **how: Any) -> None:
        """The next calls of this method, at a path that fits the pattern, go wrong."""
        self._faults.append(Fault(method, path, times, **how))

    def called(self, method: str, path: str) -> list[Request]:
        return [one for one in self.requests if one.method == method and fnmatch(one.path, path)]

    # Being called.

    @classmethod
    @asynccontextmanager
    async def running(cls) -> AsyncIterator[Self]:
        """The double, at any free port."""
        double = cls()
        app = web.Application()
        double._route(app)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            host, port = runner.addresses[0][:2]
            double.base_url = f"{host}:{port}"
            yield double
        finally:
            await runner.cleanup()

    @property
    def api_url(self) -> str:
        return f"http://{self.base_url}/api/v10"

    def _route(self, app: web.Application) -> None:
        app.router.add_route("*", "/api/v10/{rest:.*}", self._serve)

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        path = request.path.removeprefix("/api/v10")
        raw = await request.text()
        body = json.loads(raw) if raw and request.content_type == "application/json" else None
        self.requests.append(Request(request.method, path, body, time.monotonic()))
        fault = self._fault(request.method, path)
        if fault is not None and fault.holds is not None:
            await fault.holds.wait()
        if fault is not None and fault.drops:
            return _cut(request)
        if fault is not None and fault.status:
            return _failing(fault)
        interaction = path.startswith(("/interactions/", "/webhooks/"))
        if not interaction and request.headers.get("Authorization") != f"Bot {TOKEN}":
            return Refused(401, 0, "401: Unauthorized").answer
        try:
            # The limit of the whole bot does not count answers to interactions.
            headers = {} if interaction else self._limits(request.method, path)
            answer = self._do(request.method, path, dict(request.query), body)
        except Refused as refused:
            return refused.answer
        except _Limited as limited:
            return limited.answer
        answer.headers.update(headers)
        if fault is not None and fault.loses_answer:
            return _cut(request)
        return answer

    def _fault(self, method: str, path: str) -> Fault | None:
        for one in self._faults:
            if one.left > 0 and one.method == method and fnmatch(path, one.path):
                if one.after > 0:
                    one.after -= 1
                    continue
                one.left -= 1
                return one
        return None

    def _limits(self, method: str, path: str) -> dict[str, str]:
        now = time.monotonic()
        if not _fits(self._recent, now, self.per_second, 1.0):
            self.limited += 1
            raise _Limited(self._recent[0] + 1.0 - now, everywhere=True)
        # One bucket for a route in a channel: ids further on are the same one.
        route = re.sub(r"(?<=/)\d+", "{}", path.partition("/messages/")[2])
        major = path.partition("/messages/")[0]
        bucket = self._buckets[f"{method} {major} {route}"]
        most, seconds = self.bucket
        if bucket and bucket[0] <= now - seconds:
            # It fills up all at once.
            bucket.clear()
        if len(bucket) >= most:
            self.limited += 1
            raise _Limited(bucket[0] + seconds - now, everywhere=False)
        bucket.append(now)
        return {
            "X-RateLimit-Limit": str(most),
            "X-RateLimit-Remaining": str(most - len(bucket)),
            "X-RateLimit-Reset": f"{time.time() + seconds:.3f}",
            "X-RateLimit-Reset-After": f"{bucket[0] + seconds - now:.3f}",
            "X-RateLimit-Bucket": f"{method}-{re.sub('[0-9]+', '', major)}-{route}",
        }

    def _do(self, method: str, path: str, query: dict[str, str], body: Any) -> web.Response:
        for verb, pattern, act in _ROUTES:
            if verb == method and (found := re.fullmatch(pattern, path)):
                self._check(method, path, body)
                made = getattr(self, act)(*(int(id) for id in found.groups()), query, body)
                return made if isinstance(made, web.Response) else answered(made)
        self.refusals.append(f"{method} {path}: no such route here")
        raise Refused(404, 0, "404: Not Found")

    def _check(self, method: str, path: str, body: Any) -> None:
        """Refuses what Discord would refuse."""
        if body is None:
            return
        found = [] if openapi.MISSING else openapi.breaches(method, path, body)
        message = body
        if path.endswith("/threads"):
            message = body.get("message")
        elif path.endswith("/callback"):
            message = body.get("data") if body.get("type") in (4, 7) else None
        elif path.endswith("/commands"):
            found += problems(Surface.COMMANDS, body)
            message = None
        elif "/messages" not in path and "/webhooks/" not in path:
            message = None
        if message is not None:
            found += problems(Surface.MESSAGE, message)
            if message.get("allowed_mentions") != {"parse": []}:
                found.append(f"{method} {path}: may mention somebody")
        if path.endswith("/callback") and body.get("type") == 9:
            found += problems(Surface.MODAL, body["data"])
        if found:
            self.refusals += found
            raise Refused(400, 50035, "Invalid Form Body")

    # What it does.

    def _me(self, *_: Any) -> Json:
        return self.person(BOT, bot=True)

    def _application(self, *_: Any) -> Json:
        return {
            "id": str(BOT),
            "name": "Four Wins",
            "icon": None,
            "description": "",
            "summary": "",
            "bot_public": True,
            "bot_require_code_grant": False,
            "verify_key": "0",
            "owner": self.person(BOT),
            "flags": 0,
            "team": None,
        }

    def _bring_commands(self, _: int, __: Json, body: list[Json]) -> list[Json]:
        self.commands.append(body)
        return [one | {"id": str(self.id()), "application_id": str(BOT)} for one in body]

    def _open_direct(self, _: Json, body: Json) -> Json:
        user = int(body["recipient_id"])
        if user not in self.users:
            raise Refused(404, 10013, "Unknown User")
        return self.described(self.direct(user))

    def _get_channel(self, id: int, *_: Any) -> Json:
        return self.described(self._channel(id))

    def _edit_channel(self, id: int, _: Json, body: Json) -> Json:
        channel = self._channel(id)
        if channel.locked and channel.archived:
            raise Refused(403, 50013, "Missing Permissions")
        if channel.archived and body.get("archived") is not False:
            raise Refused(400, 50083, "Thread is archived")
        channel.name = body.get("name", channel.name)
        channel.archived = body.get("archived", channel.archived)
        return self.described(channel)

    def _history(self, id: int, query: dict[str, str], _: Any) -> list[Json]:
        before = int(query.get("before", 1 << 63))
        found = [one for one in self._channel(id).messages.values() if one.id < before]
        newest = sorted(found, key=lambda one: one.id, reverse=True)
        return [self.shown(one) for one in newest[: int(query.get("limit", 50))]]

    def _post(self, id: int, _: Json, body: Json) -> Json:
        channel = self._channel(id)
        if channel.recipient in self.closed and channel.type == DIRECT:
            raise Refused(403, 50007, "Cannot send messages to this user")
        if channel.type == FORUM:
            raise Refused(400, 40058, "Cannot send a message in a forum channel")
        if channel.locked:
            raise Refused(403, 160005, "Thread is locked")
        key, enforced = (id, str(body.get("nonce"))), body.get("enforce_nonce") is True
        if enforced and (known := self._nonces.get(key)):
            at, message = known
            # A message that was deleted meanwhile is not said to come back; played: it is new.
            if self._now() - at < NONCE_LIFE and message in channel.messages:
                return self.shown(channel.messages[message])
        # A message wakes a thread that sleeps.
        channel.archived = False
        made = self._keep(channel, body)
        self._nonces[key] = (self._now(), made.id)
        return self.shown(made) | {"nonce": body.get("nonce")}

    def _get_message(self, id: int, message: int, *_: Any) -> Json:
        return self.shown(self._message(id, message))

    def _edit(self, id: int, message: int, _: Json, body: Json) -> Json:
        found = self._message(id, message)
        if found.author != BOT:
            raise Refused(403, 50005, "Cannot edit a message authored by another user")
        if self.channels[id].archived:
            raise Refused(400, 50083, "Thread is archived")
        found.components = body["components"]
        found.edits += 1
        return self.shown(found)

    def _delete(self, id: int, message: int, *_: Any) -> None:
        found = self._message(id, message)
        if found.author != BOT:
            raise Refused(403, 50013, "Missing Permissions")
        if self.channels[id].archived:
            raise Refused(400, 50083, "Thread is archived")
        del self.channels[id].messages[message]

    def _begin_under(self, id: int, message: int, _: Json, body: Json) -> Json:
        found = self._message(id, message)
        if found.id in self.channels:
            raise Refused(400, 160004, "A thread has already been created for this message")
        parent = self.channels[id]
        made = Channel(found.id, THREAD, parent.guild, body["name"], parent.id, BOT)
        self.channels[made.id] = made
        return self.described(made)

    def _begin_in_forum(self, id: int, _: Json, body: Json) -> web.Response:
        forum = self._channel(id)
        if forum.type != FORUM:
            raise Refused(400, 50024, "Cannot execute action on this channel type")
        names = {str(forum.id + n): tag for n, tag in enumerate(forum.tags)}
        applied = tuple(names[str(tag)] for tag in body.get("applied_tags", ()))
        if forum.needs_tag and not applied:
            raise Refused(400, 40067, "A tag is required to create a forum post in this channel")
        made = Channel(self.id(), THREAD, forum.guild, body["name"], id, BOT, applied=applied)
        self.channels[made.id] = made
        first = self._keep(made, body["message"], id=made.id)
        return answered(self.described(made) | {"message": self.shown(first)}, 201)

    def _active_threads(self, guild: int, *_: Any) -> Json:
        found = [
            self.described(one)
            for one in self.channels.values()
            if one.type == THREAD and one.guild == guild and not one.archived
        ]
        return {"threads": found, "members": []}

    # In Discord's words.

    def person(self, id: int, *, bot: bool = False) -> Json:
        return {
            "id": str(id),
            "username": self.users.get(id, "fourwins"),
            "discriminator": "0",
            "avatar": None,
            "global_name": None,
            "bot": bot,
            "flags": 0,
        }

    def shown(self, message: Message) -> Json:
        return {
            "id": str(message.id),
            "channel_id": str(message.channel),
            "author": self.person(message.author, bot=message.author == BOT),
            "content": "",
            "timestamp": datetime.now(UTC).isoformat(),
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "attachments": [],
            "embeds": [],
            "pinned": False,
            "type": 0,
            "flags": message.flags,
            "components": message.components,
        }

    def described(self, channel: Channel) -> Json:
        base = {"id": str(channel.id), "type": channel.type, "name": channel.name, "flags": 0}
        if channel.type == DIRECT:
            return base | {"recipients": [self.person(channel.recipient)]}
        base |= {"guild_id": str(channel.guild), "position": 0, "permission_overwrites": []}
        base |= {"nsfw": False, "parent_id": str(channel.parent) if channel.parent else None}
        if channel.type == FORUM:
            tags = [
                {"id": str(channel.id + n), "name": tag, "moderated": False}
                | {"emoji_id": None, "emoji_name": None}
                for n, tag in enumerate(channel.tags)
            ]
            base |= {"available_tags": tags, "flags": 16 if channel.needs_tag else 0}
        if channel.type == THREAD:
            base |= {"owner_id": str(channel.owner), "message_count": 0, "member_count": 1}
            base["thread_metadata"] = {
                "archived": channel.archived,
                "locked": channel.locked,
                "auto_archive_duration": 1440,
                "archive_timestamp": datetime.now(UTC).isoformat(),
            }
        return base

    def described_guild(self, guild: int) -> Json:
        there = [one for one in self.channels.values() if one.guild == guild]
        return {
            "id": str(guild),
            "name": "a server",
            "unavailable": False,
            "owner_id": str(BOT),
            "roles": [
                {"id": str(guild), "name": "@everyone", "color": 0, "hoist": False, "position": 0}
                | {"permissions": "0", "managed": False, "mentionable": False, "flags": 0}
                | {"colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None}}
            ],
            "channels": [self.described(one) for one in there if one.type != THREAD],
            "threads": [
                self.described(one) for one in there if one.type == THREAD and not one.archived
            ],
            "emojis": [],
            "stickers": [],
            "features": [],
            "members": [],
            "presences": [],
            "voice_states": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
            "member_count": 2,
            "large": False,
            "joined_at": "2026-01-01T00:00:00+00:00",
            "verification_level": 0,
            "default_message_notifications": 0,
            "explicit_content_filter": 0,
            "mfa_level": 0,
            "premium_tier": 0,
            "preferred_locale": "en-US",
            "nsfw_level": 0,
            "afk_timeout": 0,
            "system_channel_flags": 0,
            "premium_progress_bar_enabled": False,
        }

    # Looking up and keeping.

    def _now(self) -> float:
        return time.monotonic() + self._ahead

    def _keep(self, channel: Channel, body: Json, id: int = 0) -> Message:
        flags = body.get("flags", 0)
        made = Message(id or self.id(), channel.id, BOT, body["components"], flags)
        channel.messages[made.id] = made
        return made

    def _channel(self, id: int) -> Channel:
        found = self.channels.get(id)
        if found is None:
            raise Refused(404, 10003, "Unknown Channel")
        return found

    def _message(self, channel: int, id: int) -> Message:
        found = self._channel(channel).messages.get(id)
        if found is None:
            raise Refused(404, 10008, "Unknown Message")
        return found


class _Limited(Exception):
    """More calls than a limit allows."""

    def __init__(self, after: float, *, everywhere: bool) -> None:
        super().__init__()
        self.answer = _failing(
            Fault("", "", 0, status=429, retry_after=max(after, 0.001), everywhere=everywhere)
        )


def _failing(fault: Fault) -> web.Response:
    body: Json = {"message": f"error {fault.code or fault.status}", "code": fault.code}
    headers = {"Content-Type": "application/json"}
    if fault.retry_after is not None:
        body |= {"retry_after": fault.retry_after, "global": fault.everywhere}
        headers["Retry-After"] = str(max(1, round(fault.retry_after)))
        headers["X-RateLimit-Scope"] = "global" if fault.everywhere else "user"
    if fault.via:
        headers["Via"] = "1.1 google"
    return web.Response(status=fault.status, body=json.dumps(body).encode(), headers=headers)


def _cut(request: web.Request) -> web.Response:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


def _fits(recent: deque[float], now: float, most: int, seconds: float) -> bool:
    """Whether one more call fits into this span; if so it is counted."""
    while recent and recent[0] <= now - seconds:
        recent.popleft()
    if len(recent) >= most:
        return False
    recent.append(now)
    return True


_ID = r"(\d+)"
_ROUTES: Final = (
    ("GET", "/users/@me", "_me"),
    ("GET", "/oauth2/applications/@me", "_application"),
    ("PUT", f"/applications/{_ID}/commands", "_bring_commands"),
    ("POST", "/users/@me/channels", "_open_direct"),
    ("GET", f"/channels/{_ID}", "_get_channel"),
    ("PATCH", f"/channels/{_ID}", "_edit_channel"),
    ("GET", f"/channels/{_ID}/messages", "_history"),
    ("POST", f"/channels/{_ID}/messages", "_post"),
    ("GET", f"/channels/{_ID}/messages/{_ID}", "_get_message"),
    ("PATCH", f"/channels/{_ID}/messages/{_ID}", "_edit"),
    ("DELETE", f"/channels/{_ID}/messages/{_ID}", "_delete"),
    ("POST", f"/channels/{_ID}/messages/{_ID}/threads", "_begin_under"),
    ("POST", f"/channels/{_ID}/threads", "_begin_in_forum"),
    ("GET", f"/guilds/{_ID}/threads/active", "_active_threads"),
)


async def until(happened: Callable[[], object]) -> None:
    """Waits for what happens beside the test, such as over a socket. Raises TimeoutError."""
    for _ in range(2000):
        if happened():
            return
        await asyncio.sleep(0.002)
    raise TimeoutError


@contextmanager
def addresses_kept() -> Iterator[None]:
    """Where discord.py calls is the process's: at the end it is as it was."""
    api, gateway = discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY
    try:
        yield
    finally:
        discord.http.Route.BASE = api
        discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = gateway


@contextmanager
def pointed_at(double: RestDouble) -> Iterator[None]:
    """discord.py calls this double, until the end."""
    with addresses_kept():
        discord.http.Route.BASE = double.api_url
        discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"ws://{double.base_url}/none")
        yield
