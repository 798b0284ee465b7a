"""Discord's gateway, played on this machine beside its HTTP API, with people who use the bot.

    async with GatewayDouble.running() as discord:
        guild = discord.guild()
        channel = discord.channel(guild, "job-club")
        ana = discord.user("ana")
        ...  # the bot connects
        answer = await discord.slash(ana, channel, "debrief", about="Acme")
        answer = await discord.fills(ana, channel, answer, pace="short")

An answer is what the bot sent to the interaction's callback. It keeps to
https://discord.com/developers/docs/events/gateway: hello, heartbeats, identify and resume.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any, Final

from aiohttp import WSCloseCode, WSMsgType, web

from tests.adapters.discord.rest_double import (
    BOT,
    TOKEN,
    Channel,
    Json,
    RestDouble,
    answered,
    until,
)

HELLO, HEARTBEAT, ACK, IDENTIFY, RESUME, DISPATCH = 10, 1, 11, 2, 6, 0
FAILED: Final = 4004
"""The code with which a connection is closed whose token is wrong."""


class GatewayDouble(RestDouble):
    """The API and the gateway. `links` are the connections that are open."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[web.WebSocketResponse] = []
        self.identified: list[Json] = []
        self.resumed = 0
        self.refuses = False
        """Whether connections are turned away."""
        self.followups: list[Json] = []
        self._waiting: dict[str, asyncio.Future[Json]] = {}
        self._sequence = 0

    @property
    def gateway_url(self) -> str:
        return f"ws://{self.base_url}/gateway/"

    async def connected(self) -> None:
        """Waits until a bot has identified itself."""
        await until(lambda: self.links)

    async def cut(self, code: int = WSCloseCode.GOING_AWAY) -> None:
        """Close all connections."""
        for link in [*self.links]:
            await link.close(code=code)

    async def tell(self, event: str, data: Json) -> None:
        """An event, to every connection."""
        self._sequence += 1
        frame = {"op": DISPATCH, "t": event, "s": self._sequence, "d": data}
        for link in self.links:
            await link.send_str(json.dumps(frame))

    # People.

    async def slash(self, user: int, channel: Channel, command: str, **options: str) -> Json:
        """They type a command. Returns the bot's answer."""
        given = [{"type": 3, "name": name, "value": value} for name, value in options.items()]
        data = {"id": str(self.id()), "name": command, "type": 1, "options": given}
        return await self._interact(2, user, channel, data)

    async def fills(self, user: int, channel: Channel, asked: Json, **values: str) -> Json:
        """They fill the modal they were asked with, and send it. Returns the bot's answer."""
        assert asked["type"] == 9, "no modal is open"
        modal = asked["data"]
        labels = [one["component"] for one in modal["components"] if one["type"] == 18]
        unknown = values.keys() - {one["custom_id"] for one in labels}
        assert not unknown, f"the form does not ask {unknown}"
        sent = [{"type": 18, "component": _filled(one, values)} for one in labels]
        data = {"custom_id": modal["custom_id"], "components": sent}
        return await self._interact(5, user, channel, data)

    async def taps(self, user: int, channel: Channel, shown: Json, label: str) -> Json:
        """They tap a button of what they were shown. Returns the bot's answer."""
        found = [b for b in _buttons(shown["data"]["components"]) if b.get("label") == label]
        assert found, f"no button {label!r}"
        data = {"custom_id": found[0]["custom_id"], "component_type": 2}
        message = self._private(shown)
        return await self._interact(3, user, channel, data, message=message)

    async def _interact(
        self, type: int, user: int, channel: Channel, data: Json, **more: Any
    ) -> Json:
        id = str(self.id())
        answer = self._waiting[id] = asyncio.get_running_loop().create_future()
        told = {
            "id": id,
            "application_id": str(BOT),
            "type": type,
            "token": f"token-{id}",
            "version": 1,
            "guild_id": str(channel.guild),
            "channel_id": str(channel.id),
            "channel": self.described(channel),
            "member": {
                "user": self.person(user),
                "roles": [],
                "joined_at": "2026-01-01T00:00:00+00:00",
                "deaf": False,
                "mute": False,
                "flags": 0,
                "permissions": "0",
            },
            "locale": "en-GB",
            "guild_locale": "en-US",
            "app_permissions": "0",
            "entitlements": [],
            "authorizing_integration_owners": {"0": str(channel.guild)},
            "context": 0,
            "attachment_size_limit": 10 * 1024 * 1024,
            "data": data,
            **more,
        }
        await self.tell("INTERACTION_CREATE", told)
        return await asyncio.wait_for(answer, 10)

    def _private(self, shown: Json) -> Json:
        return {
            "id": str(self.id()),
            "channel_id": "0",
            "author": self.person(BOT, bot=True),
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
            "type": 20,
            "flags": 64 | 32768,
            "components": shown["data"]["components"],
        }

    # Being called and connected to.

    def _route(self, app: web.Application) -> None:
        super()._route(app)
        app.router.add_get("/gateway/", self._link)

    def _do(self, method: str, path: str, query: dict[str, str], body: Any) -> web.Response:
        if (method, path) == ("GET", "/gateway/bot"):
            limit = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
            return answered({"url": self.gateway_url, "shards": 1, "session_start_limit": limit})
        if method == "POST" and path.endswith("/callback"):
            self._check(method, path, body)
            return self._answer(path.split("/")[2], body)
        if method == "POST" and path.startswith("/webhooks/"):
            self._check(method, path, body)
            self.followups.append(body)
            return answered(self._private({"data": body}))
        return super()._do(method, path, query, body)

    def _answer(self, id: str, body: Json) -> web.Response:
        waiting = self._waiting.pop(id, None)
        if waiting is None:
            return answered({"message": "already acknowledged", "code": 40060}, 400)
        waiting.set_result(body)
        told = {
            "id": id,
            "type": 2,
            "response_message_id": str(self.id()),
            "response_message_loading": False,
            "response_message_ephemeral": True,
        }
        return answered({"interaction": told})

    async def _link(self, request: web.Request) -> web.StreamResponse:
        if self.refuses:
            return web.Response(status=503)
        link = web.WebSocketResponse()
        await link.prepare(request)
        await link.send_str(json.dumps({"op": HELLO, "d": {"heartbeat_interval": 41250}}))
        try:
            async for frame in link:
                if frame.type is WSMsgType.TEXT:
                    await self._heard(link, json.loads(frame.data))
        finally:
            if link in self.links:
                self.links.remove(link)
        return link

    async def _heard(self, link: web.WebSocketResponse, frame: Json) -> None:
        match frame["op"]:
            case 1:
                await link.send_str(json.dumps({"op": ACK}))
            case 2 | 6 if frame["d"]["token"] != TOKEN:
                await link.close(code=FAILED)
            case 2:
                told = frame["d"]
                self.identified.append({k: v for k, v in told.items() if k != "token"})
                self.links.append(link)
                unavailable = [{"id": str(one), "unavailable": True} for one in self.guilds]
                ready = {
                    "v": 10,
                    "user": self.person(BOT, bot=True),
                    "guilds": unavailable,
                    "session_id": f"session-{len(self.identified)}",
                    "resume_gateway_url": self.gateway_url,
                    "application": {"id": str(BOT), "flags": 0},
                    "shard": told["shard"],
                }
                await self.tell("READY", ready)
                for guild in self.guilds:
                    await self.tell("GUILD_CREATE", self.described_guild(guild))
            case 6:
                self.resumed += 1
                self.links.append(link)
                await self.tell("RESUMED", {})


def _filled(asked: Json, values: dict[str, str]) -> Json:
    """A component as it comes back: with what they gave, else with what stood there."""
    name, type = asked["custom_id"], asked["type"]
    chosen = [one["value"] for one in asked.get("options", ()) if one.get("default")]
    base = {"type": type, "custom_id": name}
    if type == 4:
        return base | {"value": values.get(name, asked.get("value", ""))}
    if name in values:
        chosen = [values[name]]
    if type == 21:
        return base | {"value": chosen[0] if chosen else None}
    return base | {"values": chosen}


def _buttons(components: list[Json]) -> Iterator[Json]:
    for one in components:
        if one["type"] == 2:
            yield one
        yield from _buttons(one.get("components", []))
        if "accessory" in one:
            yield from _buttons([one["accessory"]])
