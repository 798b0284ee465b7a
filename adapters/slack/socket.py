"""Socket Mode: Slack's events over a connection that we open, so that no port has to be.

The SDK's client pings, and opens a new connection when it hears nothing. Where that does not help
for a while, this gives up with an error, so that whoever supervises the process starts it anew.
https://docs.slack.dev/apis/events-api/using-socket-mode
"""

from __future__ import annotations

import asyncio
from logging import Logger

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.core.ports import PlatformLost

PING = 10.0
"""Seconds between two pings; after four without an answer the client connects anew."""
PATIENCE = 120.0
"""Seconds without a connection after which it is given up."""
LAST_WAIT = 10.0
"""Seconds that a stop waits for what is under way. Slack itself gives up after three."""

log = structlog.get_logger("fourwins.slack")


class Disconnected(PlatformLost):
    """Slack could not be reached for too long."""


class Socket:
    """The connection of one process. Several processes may hold one each; Slack picks among them.

    Takes the app-level token, and the Web API's client for the address at which to ask for a
    connection.
    """

    def __init__(
        self,
        app: AsyncApp,
        app_token: str,
        client: AsyncWebClient,
        logger: Logger,
        *,
        ping: float = PING,
        patience: float = PATIENCE,
    ) -> None:
        self._handler = AsyncSocketModeHandler(
            app, app_token, logger=logger, web_client=client, ping_interval=ping
        )
        self._ping = ping
        self._patience = patience
        self._under_way = 0
        self._none_under_way = asyncio.Event()
        self._stopping = False
        # Ours in place of the handler's own, to know what is under way.
        self._handler.client.socket_mode_request_listeners[:] = [self._take]

    async def run(self) -> None:
        """Stay connected until cancelled. Raises Disconnected."""
        loop = asyncio.get_running_loop()
        # The client tries again and again by itself, without an end.
        connecting = asyncio.create_task(self._connect())
        last, was = loop.time(), False
        try:
            while True:
                connected = await self._handler.client.is_connected()
                if connected != was:
                    log.info("socket_connected" if connected else "socket_lost")
                    was = connected
                if connected:
                    last = loop.time()
                else:
                    # The SDK tries the same address again and again, and Slack's live for seconds
                    # only: without one it asks for a new one.
                    self._handler.client.wss_uri = None
                    if loop.time() - last > self._patience:
                        raise Disconnected
                await asyncio.sleep(min(1.0, self._ping))
        finally:
            connecting.cancel()
            await asyncio.wait([connecting])

    async def _connect(self) -> None:
        await self._handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt's has no types

    async def _take(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        """One envelope. After a stop began none is acknowledged: Slack brings it elsewhere."""
        if self._stopping:
            return
        self._under_way += 1
        try:
            await self._handler.handle(client, request)  # type: ignore[arg-type]  # the same client
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._none_under_way.set()

    async def is_connected(self) -> bool:
        """Whether a ping was answered of late."""
        return await self._handler.client.is_connected()

    async def close(self) -> None:
        """Take no more events, acknowledge what was taken, and only then hang up."""
        self._stopping = True
        if self._under_way:
            self._none_under_way.clear()
            try:
                await asyncio.wait_for(self._none_under_way.wait(), LAST_WAIT)
            except TimeoutError:
                log.warning("envelopes_cut_off", envelopes=self._under_way)
        await self._handler.close_async()  # type: ignore[no-untyped-call]  # Bolt's has no types
