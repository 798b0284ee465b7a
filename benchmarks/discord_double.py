"""Discord as far as the benchmarks need it: a gateway that sends events, an HTTP API that answers.

Both are thin, to leave the cores to the bots. Bots are told apart by the first part of the path.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from random import Random
from time import perf_counter_ns
from typing import Any

from aiohttp import WSMsgType, web

Json = dict[str, Any]

TOKEN = "MTAwMA.benchmark.benchmark"
BOT = 1000
_EPOCH = 1_420_070_400_000


def user(id: int, name: str, *, bot: bool = False) -> Json:
    """Somebody, as Discord tells of them."""
    named = {"username": name.lower(), "discriminator": "0", "avatar": None, "global_name": name}
    return {"id": str(id), "bot": bot, "flags": 0} | named


def text_channel(id: int, name: str) -> Json:
    rest = {"type": 0, "position": 0, "permission_overwrites": [], "nsfw": False, "flags": 0}
    return {"id": str(id), "name": name, "parent_id": None} | rest


_EMPTY = (
    *("emojis", "stickers", "features", "threads", "members", "presences", "voice_states"),
    *("stage_instances", "guild_scheduled_events", "soundboard_sounds"),
)
_NOTHING = (
    *("verification_level", "default_message_notifications", "explicit_content_filter"),
    *("mfa_level", "premium_tier", "nsfw_level", "afk_timeout", "system_channel_flags"),
)


def server(id: int, channels: list[Json]) -> Json:
    """A server with these channels."""
    everyone = {"id": str(id), "name": "@everyone", "color": 0, "hoist": False, "position": 0}
    everyone |= {"permissions": "0", "managed": False, "mentionable": False, "flags": 0}
    everyone["colors"] = {"primary_color": 0, "secondary_color": None, "tertiary_color": None}
    return {
        "id": str(id),
        "name": "a server",
        "unavailable": False,
        "owner_id": "2",
        "roles": [everyone],
        "channels": channels,
        "member_count": 2,
        "large": False,
        "joined_at": "2026-01-01T00:00:00+00:00",
        "preferred_locale": "en-US",
        "premium_progress_bar_enabled": False,
        **{name: [] for name in _EMPTY},
        **dict.fromkeys(_NOTHING, 0),
    }


@dataclass(frozen=True, slots=True)
class Answer:
    """What the HTTP API answers, and after how many seconds."""

    body: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    after: float = 0.0


class Limits:
    """Discord's published limits, kept strictly: 50 requests within any second for a bot, and 5
    messages to a channel within 5 seconds. Interactions do not count.

    https://discord.com/developers/docs/topics/rate-limits
    """

    EVERYWHERE = 50
    MESSAGES, SPAN = 5, 5.0

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._recent: deque[float] = deque()
        self._channels: dict[str, tuple[float, int]] = {}
        self.came: list[float] = []
        """When each request came, those that were refused too."""
        self.refused = 0

    def refuses(self, path: str) -> tuple[Answer | None, dict[str, str]]:
        """The answer to one request too many, and the headers of any other."""
        now = self._now()
        self.came.append(now)
        while self._recent and self._recent[0] <= now - 1:
            self._recent.popleft()
        if len(self._recent) >= self.EVERYWHERE:
            return self._refusal(self._recent[0] + 1 - now, {}, everywhere=True), {}
        self._recent.append(now)
        if not path.endswith("/messages"):
            return None, {}
        began, used = self._channels.get(path, (now, 0))
        if now >= began + self.SPAN:
            began, used = now, 0
        self._channels[path] = (began, used + 1)
        headers = {
            "X-RateLimit-Limit": str(self.MESSAGES),
            "X-RateLimit-Remaining": str(max(0, self.MESSAGES - used - 1)),
            "X-RateLimit-Reset": f"{time.time() + began + self.SPAN - now:.3f}",
            "X-RateLimit-Reset-After": f"{began + self.SPAN - now:.3f}",
            "X-RateLimit-Bucket": "messages",
        }
        if used >= self.MESSAGES:
            return self._refusal(began + self.SPAN - now, headers, everywhere=False), {}
        return None, headers

    def _refusal(self, after: float, headers: dict[str, str], *, everywhere: bool) -> Answer:
        self.refused += 1
        headers = headers | {
            "Retry-After": str(max(1, round(after))),
            "X-RateLimit-Scope": "global" if everywhere else "user",
            # Without it discord.py takes the answer for one of a proxy.
            "Via": "1.1 google",
        }
        if everywhere:
            headers["X-RateLimit-Global"] = "true"
        body = {"message": "limited", "retry_after": round(after, 3), "global": everywhere}
        return Answer(body, 429, headers)

    def most_within(self, seconds: float = 1.0) -> int:
        """The most requests that came within any span of this length."""
        most, window = 0, deque[float]()
        for at in self.came:
            window.append(at)
            while window[0] <= at - seconds:
                window.popleft()
            most = max(most, len(window))
        return most


class Discord:
    """The double. `guilds` are the servers that every bot is in.

    With `limits` it keeps Discord's, and is as far away as Discord is: each request takes a while,
    the first of a connection longer. Else it is here.
    """

    def __init__(self, guilds: list[Json], limits: Limits | None = None) -> None:
        self._guilds = guilds
        self.limits = limits
        self._draw = Random(len(guilds))
        self._numbers = count(1)
        self._sequence = count(1)
        self._there: dict[str, web.WebSocketResponse] = {}
        self._answered: dict[str, asyncio.Future[tuple[int, bytes]]] = {}
        self.posted: Counter[str] = Counter()
        """Messages that were taken, by channel."""
        self.posted_at: list[float] = []
        self._rest = self._gateway = 0

    def api_url(self, bot: str) -> str:
        return f"http://127.0.0.1:{self._rest}/{bot}/api/v10"

    def gateway_url(self, bot: str) -> str:
        return f"ws://127.0.0.1:{self._gateway}/{bot}/"

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Listen, until the end."""
        loop = asyncio.get_running_loop()
        rest = await loop.create_server(partial(_Http, self._answer, self._way), "127.0.0.1", 0)
        app = web.Application()
        app.router.add_get("/{bot}/", self._connected)
        runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=0)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            self._rest = rest.sockets[0].getsockname()[1]
            self._gateway = int(runner.addresses[0][1])
            yield
        finally:
            rest.close()
            await runner.cleanup()

    def snowflake(self) -> int:
        """A new id of this moment."""
        return (int(time.time() * 1000) - _EPOCH << 22) + next(self._numbers) % (1 << 22)

    # The gateway.

    async def _connected(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        bot = request.match_info["bot"]
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 41_250}})
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                break
            told = json.loads(message.data)
            if told["op"] == 1:
                await socket.send_json({"op": 11})
            elif told["op"] == 2:
                ready = {
                    "v": 10,
                    "user": user(BOT, "fourwins", bot=True),
                    "guilds": [{"id": one["id"], "unavailable": True} for one in self._guilds],
                    "session_id": bot,
                    "shard": told["d"].get("shard", [0, 1]),
                    "resume_gateway_url": self.gateway_url(bot),
                    "application": {"id": str(BOT), "flags": 0},
                }
                await self._dispatch(socket, "READY", json.dumps(ready))
                for one in self._guilds:
                    await self._dispatch(socket, "GUILD_CREATE", json.dumps(one))
                self._there[bot] = socket
        return socket

    async def _dispatch(self, socket: web.WebSocketResponse, name: str, data: str) -> None:
        number = next(self._sequence)
        await socket.send_str(f'{{"op":0,"t":"{name}","s":{number},"d":{data}}}')

    async def interaction(self, bot: str, id: str, payload: str) -> tuple[int, bytes]:
        """Send an interaction; nanoseconds until the whole callback was here, and its body."""
        answered = self._answered[id] = asyncio.get_running_loop().create_future()
        began = perf_counter_ns()
        await self._dispatch(self._there[bot], "INTERACTION_CREATE", payload)
        at, body = await answered
        return at - began, body

    # The HTTP API.

    def _way(self, first: bool) -> float:
        """Seconds until a request is there; the first of a connection shakes hands before."""
        if self.limits is None:
            return 0.0
        return self._draw.uniform(0.08, 0.16) if first else self._draw.uniform(0.02, 0.06)

    def _answer(self, method: str, path: str, body: bytes) -> Answer:
        at = perf_counter_ns()
        path = path.partition("/api/v10")[2].partition("?")[0]
        parts = path.strip("/").split("/")
        if parts[0] == "interactions":
            waiting = self._answered.pop(parts[1], None)
            if waiting is not None:
                waiting.set_result((at, body))
            return Answer({"interaction": {"id": parts[1], "type": 2} | _SHOWN})
        if self.limits is None:
            return Answer(self._body(method, parts))
        after = self._draw.uniform(0.04, 0.08)
        refusal, headers = self.limits.refuses(path)
        if refusal is not None:
            return refusal
        if method == "POST" and parts[-1] == "messages":
            self.posted[parts[1]] += 1
            self.posted_at.append(time.monotonic())
        return Answer(self._body(method, parts), headers=headers, after=after)

    def _body(self, method: str, parts: list[str]) -> Any:
        match method, parts:
            case "GET", ["users", "@me"]:
                return user(BOT, "fourwins", bot=True)
            case "GET", ["oauth2", "applications", "@me"]:
                return _APPLICATION
            case "POST", ["channels", channel, "messages"]:
                return _MESSAGE | {"id": str(self.snowflake()), "channel_id": channel}
            case "PUT", ["applications", _, "commands"]:
                return []
        raise ValueError(f"no answer to {method} {'/'.join(parts)}")


_SHOWN = {
    "response_message_id": "7000",
    "response_message_loading": False,
    "response_message_ephemeral": True,
}
_APPLICATION = {
    "id": str(BOT),
    "name": "fourwins",
    "icon": None,
    "description": "",
    "summary": "",
    "bot_public": True,
    "bot_require_code_grant": False,
    "verify_key": "0",
    "owner": user(2, "Owner"),
    "flags": 0,
    "team": None,
}
_MESSAGE: Json = {
    "author": user(BOT, "fourwins", bot=True),
    "content": "",
    "timestamp": "2026-01-01T00:00:00+00:00",
    "edited_timestamp": None,
    "tts": False,
    "mention_everyone": False,
    "mentions": [],
    "mention_roles": [],
    "attachments": [],
    "embeds": [],
    "pinned": False,
    "type": 0,
    "flags": 1 << 15,
    "components": [],
}


class _Http(asyncio.Protocol):
    """One connection, on which a request comes when the one before was answered."""

    def __init__(
        self, answer: Callable[[str, str, bytes], Answer], way: Callable[[bool], float]
    ) -> None:
        self._answer = answer
        self._way = way
        self._first = True
        self._transport: asyncio.WriteTransport | None = None
        self._got = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._got += data
        end = self._got.find(b"\r\n\r\n") + 4
        if end < 4:
            return
        head = self._got[:end]
        at = head.lower().find(b"content-length:")
        whole = end + (int(head[at + 15 : head.index(b"\r", at)]) if at >= 0 else 0)
        if len(self._got) < whole:
            return
        body, self._got = self._got[end:whole], self._got[whole:]
        method, path, _ = head.decode("latin-1").split(" ", 2)
        _after(self._way(self._first), self._arrived, method, path, body)
        self._first = False

    def _arrived(self, method: str, path: str, body: bytes) -> None:
        answer = self._answer(method, path, body)
        _after(answer.after, self._write, answer)

    def _write(self, answer: Answer) -> None:
        if self._transport is None or self._transport.is_closing():
            return
        body = json.dumps(answer.body).encode()
        # discord.py reads JSON only where nothing stands behind the type.
        headers = {"Content-Type": "application/json", "Content-Length": str(len(body))}
        told = "".join(
            f"{name}: {value}\r\n" for name, value in {**headers, **answer.headers}.items()
        )
        self._transport.write(f"HTTP/1.1 {answer.status} x\r\n{told}\r\n".encode() + body)


def _after(seconds: float, work: Callable[..., None], *given: Any) -> None:
    if seconds:
        asyncio.get_running_loop().call_later(seconds, work, *given)
    else:
        work(*given)
