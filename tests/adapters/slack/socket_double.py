"""Slack's end of Socket Mode: says hello, brings envelopes, waits for their acknowledgement.

    async with SlackDouble.running() as slack, SocketDouble.running(slack) as socket:
        …the app connects with slack.app_token…
        await socket.connected()
        door = SocketDoor(socket)

https://docs.slack.dev/apis/events-api/using-socket-mode. It can also refuse to connect, say that it
will disconnect, go silent, or drop everything.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Literal

from aiohttp import WSMsgType, web

from tests.adapters.slack.double import APP, SlackDouble
from tests.adapters.slack.payloads import Answer, Json, Kind

PATIENCE = 2.0
"""Seconds of the wall's clock that the double waits for the app; Slack waits three."""


@dataclass(eq=False)
class Link:
    """A connection of the app's."""

    socket: web.WebSocketResponse
    request: web.Request
    number: int
    silent: bool = False
    pings: int = 0
    """Pings that came from the app."""
    pongs: list[bytes] = field(default_factory=list)
    received: list[Json] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return not self.socket.closed


class SocketDouble:
    """See the module. Made by `SocketDouble.running(slack)`."""

    def __init__(self, slack: SlackDouble) -> None:
        self.slack = slack
        self.links: list[Link] = []
        """All connections there ever were, the latest last."""
        self.opened = 0
        """How often an address was handed out."""
        self.refuses = 0
        """So many of the next connections are refused."""
        self.addresses_end = False
        """Whether an address is good for one try only. Slack's end soon, and the SDK tries the same
        one again and again after a connection that failed."""
        self._spent: set[str] = set()
        self.acks: dict[str, Json] = {}
        """What each envelope was acknowledged with; empty for a bare one."""
        self._waiting: dict[str, asyncio.Future[Json]] = {}
        self._changed = asyncio.Condition()
        self._base = ""

    @classmethod
    @asynccontextmanager
    async def running(cls, slack: SlackDouble) -> AsyncIterator[SocketDouble]:
        """Listens on this machine, and has `slack` hand out its address."""
        double = cls(slack)
        app = web.Application()
        app.router.add_get("/link/", double._serve)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            host, port = runner.addresses[0][:2]
            double._base = f"ws://{host}:{port}/link/"
            slack.socket_url = double._hand_out
            yield double
        finally:
            slack.socket_url = None
            await double.drop()
            await runner.cleanup()

    def _hand_out(self) -> str:
        self.opened += 1
        return f"{self._base}?ticket={self.opened}&app_id={APP}"

    @property
    def open_links(self) -> list[Link]:
        return [link for link in self.links if link.is_open]

    async def connected(self, times: int = 1) -> Link:
        """Wait until the app has connected so many times, and the latest connection is open."""

        def is_there() -> bool:
            return len(self.links) >= times and self.links[-1].is_open

        await self.until(is_there)
        return self.links[-1]

    async def disconnected(self) -> None:
        """Wait until no connection is open."""
        await self.until(lambda: not self.open_links)

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Wait until this is so, looked at after each thing that comes. Raises TimeoutError."""
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(is_so)

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    # What Slack does.

    async def send(
        self, kind: Kind, payload: Json, *, retry: int = 0, reason: str = "", on: Link | None = None
    ) -> str:
        """Bring something over the latest open connection (or over this one). Returns its
        envelope_id; nothing is sent over a silent connection."""
        link = on or next(iter(reversed(self.open_links)), None)
        assert link is not None, "the app is not connected"
        id = f"envelope-{self.slack.number()}"
        envelope: Json = {
            "envelope_id": id,
            "type": kind.value,
            "payload": payload,
            "accepts_response_payload": kind is not Kind.EVENT,
        }
        if kind is Kind.EVENT:
            envelope |= {"retry_attempt": retry, "retry_reason": reason}
        self._waiting[id] = asyncio.get_running_loop().create_future()
        if not link.silent:
            await link.socket.send_json(envelope)
        return id

    async def acknowledged(self, envelope_id: str, patience: float = PATIENCE) -> Json:
        """Wait until this envelope is acknowledged; what it was acknowledged with. Raises
        TimeoutError."""
        async with asyncio.timeout(patience):
            return await asyncio.shield(self._waiting[envelope_id])

    async def disconnect(
        self, reason: Literal["warning", "refresh_requested", "link_disabled"] = "refresh_requested"
    ) -> None:
        """Say that the connections end soon. They stay open until the app leaves or `drop`."""
        for link in self.open_links:
            told = {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink"}}
            await link.socket.send_json(told)

    def go_silent(self) -> None:
        """The connections stay open, and nothing comes over them any more, not even pongs."""
        for link in self.links:
            link.silent = True

    async def drop(self) -> None:
        """The connections break, without a word."""
        for link in self.open_links:
            if link.request.transport is not None:
                link.request.transport.abort()
        await asyncio.sleep(0)

    async def ping(self) -> None:
        """Ask the app whether it is there; its answers come into `Link.pongs`."""
        for link in self.open_links:
            await link.socket.ping(b"Ping from applink")

    # Serving.

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        is_spent = self.addresses_end and ticket in self._spent
        self._spent.add(ticket)
        if is_spent:
            return web.Response(status=404)
        if self.refuses:
            self.refuses -= 1
            return web.Response(status=503)
        socket = web.WebSocketResponse(autoping=False, autoclose=True)
        await socket.prepare(request)
        link = Link(socket, request, len(self.links) + 1)
        self.links.append(link)
        try:
            await socket.send_json(
                {
                    "type": "hello",
                    "num_connections": len(self.open_links),
                    "debug_info": {"host": "applink", "approximate_connection_time": 18060},
                    "connection_info": {"app_id": APP},
                }
            )
            await self._tell()
            await self._listen(link)
        except ConnectionError:
            pass
        finally:
            await self._tell()
        return socket

    async def _listen(self, link: Link) -> None:
        async for message in link.socket:
            match message.type:
                case WSMsgType.PING:
                    link.pings += 1
                    if not link.silent:
                        await link.socket.pong(message.data)
                case WSMsgType.PONG:
                    link.pongs.append(bytes(message.data))
                case WSMsgType.TEXT if not link.silent:
                    told = message.json()
                    link.received.append(told)
                    self._acknowledge(told)
            await self._tell()

    def _acknowledge(self, told: Json) -> None:
        id = str(told.get("envelope_id"))
        waiting = self._waiting.get(id)
        if waiting is None:
            return
        self.acks[id] = told.get("payload") or {}
        if not waiting.done():
            waiting.set_result(self.acks[id])


class SocketDoor:
    """A `Door` over Socket Mode. What is not acknowledged is answered with status 408."""

    def __init__(self, socket: SocketDouble, patience: float = PATIENCE) -> None:
        self.socket = socket
        self.patience = patience

    async def deliver(
        self, kind: Kind, payload: Json, *, retry: int = 0, reason: str = "timeout"
    ) -> Answer:
        """See `Door`."""
        id = await self.socket.send(kind, payload, retry=retry, reason=reason if retry else "")
        try:
            body = await self.socket.acknowledged(id, self.patience)
        except TimeoutError:
            return Answer(408, {}, "not acknowledged")
        return Answer(200, body)
