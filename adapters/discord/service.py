"""Four Wins on Discord: the parts of this folder joined, started and stopped in order."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from dataclasses import dataclass
from datetime import timedelta
from math import ceil

import discord
import structlog
import yarl
from aiohttp import ClientError

from adapters.discord.client import Client, Listeners
from adapters.discord.commands import commands, fingerprint
from adapters.discord.deliver import PACE, Deliveries
from adapters.discord.surfaces import Surfaces
from adapters.discord.trouble import REFUSALS, code_of
from adapters.discord.where import Where
from bot.core.model import Act, Delivery, Seen, Tenant
from bot.core.model import Where as Place
from bot.core.ports import (
    Clock,
    Conflict,
    Intake,
    Pictures,
    PlatformLost,
    PlatformRefused,
    Store,
    StoreError,
    TryLater,
)
from bot.core.text import Catalogues

API = "https://discord.com/api/v10"
PATIENCE = 120.0
"""Seconds without a connection after which it is given up."""
_LOOK = 1.0
"""Seconds between two looks at the connection."""
IDENTIFY = 6.0
"""Seconds that each shard may take to identify: Discord lets one do so in five.
https://discord.com/developers/docs/events/gateway#rate-limiting"""
FEW = 5
"""In so many servers it is looked who is a member: one question to Discord for each."""
_REMEMBERED = 20_000
COMMANDS = Tenant("discord:commands")
SYNCED_FOR = timedelta(days=30)
"""How long it is taken on trust that Discord still has our commands as we sent them."""

log = structlog.get_logger("fourwins.discord")


class DiscordRefused(PlatformRefused):
    """Discord does not let us in; the message is one sentence for the operator."""


class DiscordLost(PlatformLost):
    """Discord could not be reached for too long."""


@dataclass(frozen=True, slots=True)
class Access:
    """How to be on Discord."""

    token: str
    api_url: str = API
    gateway_url: str = ""
    shards: int = 0
    pace: float = PACE
    patience: float = PATIENCE

    def __repr__(self) -> str:
        return f"Access({self.api_url!r})"


class Discord:
    """The bot on Discord: a `Transport` from the beginning, a connection after `start`."""

    def __init__(
        self,
        access: Access,
        store: Store,
        clock: Clock,
        prose: Catalogues,
        client: Client | None = None,
    ) -> None:
        self._access = access
        self._store = store
        self._clock = clock
        self._prose = prose
        self.client = client or Client(shard_count=access.shards or None)
        self._where = Where(store)
        self._deliveries = Deliveries(self.client, prose, pace=access.pace, left=self._someone_left)
        self.transport = _Transport(self._deliveries, self._where)
        self._listeners: Listeners | None = None
        self._alone: OrderedDict[str, None] = OrderedDict()
        self._connected: asyncio.Task[None] | None = None
        self._began = False
        self.surfaces: Surfaces | None = None

    def join(self, intake: Intake, pictures: Pictures) -> None:
        """Connect the listeners with the engine."""
        self.surfaces = Surfaces(self._deliveries, pictures)
        self._listeners = Listeners(
            intake,
            self.surfaces,
            self._where,
            self._store,
            self._prose,
            self._clock,
            self._channel_name,
            self._shared_guild,
        )
        self.client.listeners = self._listeners
        self.client.on_setup = self._sync

    async def start(self, intake: Intake, pictures: Pictures) -> None:
        """Look whether Discord takes our token, bring the commands, and begin to listen.

        Raises DiscordRefused.
        """
        self.join(intake, pictures)
        point_at(self._access)
        # At "debug" discord.py logs each body whole, and with it everybody's words.
        logging.getLogger("discord").setLevel(logging.WARNING)
        self._began = True
        try:
            await self.client.login(self._access.token)
        except discord.LoginFailure:
            raise DiscordRefused(
                "Discord does not take the token in [discord]; copy it again from your "
                "application's page, Bot, Reset Token"
            ) from None
        except discord.HTTPException as error:
            raise DiscordRefused(f"Discord answered: {error.status}") from None
        except discord.RateLimited as error:
            seconds = ceil(error.retry_after)
            raise DiscordRefused(
                f"Discord asks to wait for {seconds} seconds; start again after that"
            ) from None
        except (ClientError, TimeoutError, OSError) as error:
            raise DiscordRefused(
                f"can't reach Discord at {self._access.api_url}; see whether this machine is online"
            ) from error
        self._connected = asyncio.create_task(self.client.connect(reconnect=True))

    async def run(self) -> None:
        """Take events until cancelled. Raises DiscordLost when it can't be reached for long."""
        assert self._connected is not None, "started before"  # noqa: S101  # narrows the type
        loop = asyncio.get_running_loop()
        began = loop.time()
        while True:
            done, _ = await asyncio.wait([self._connected], timeout=_LOOK)
            if done:
                # It ends by itself only with an error, such as a token that was withdrawn.
                error = self._connected.exception()
                log.error("connection_ended", error=type(error).__name__ if error else "closed")
                raise DiscordLost
            lost = min(self.client.down_since.values(), default=None)
            if lost is None and not self.client.is_ready():
                # Shards identify one after another.
                lost = began + IDENTIFY * ((self.client.shard_count or 1) - 1)
            if lost is not None and loop.time() - lost > self._access.patience:
                raise DiscordLost

    async def is_ready(self) -> bool:
        """Whether events can reach us now."""
        return self.client.is_ready() and not self.client.down_since

    async def stop_intake(self) -> None:
        """Take no more events; what was taken goes on to its end."""
        self.client.listeners = None
        await self.client.settle()

    async def close(self) -> None:
        """Let go of the connection, once nothing is to be sent any more."""
        if not self._began:
            # discord.py closes only what was begun.
            return
        await self.client.close()
        if self._connected is not None:
            # It may be waiting to try again: for minutes, or for ever where it never got through.
            self._connected.cancel()
            await asyncio.wait([self._connected])
            if not self._connected.cancelled() and (error := self._connected.exception()):
                log.info("connection_had_ended", error=type(error).__name__)

    async def _sync(self) -> None:
        """Bring our commands to Discord, when they are others than last time."""
        payload = commands(self._prose, user_install=_on_accounts(self.client.application))
        application = self.client.application_id
        mark = f"commands-{fingerprint(payload, str(application), self._access.api_url)}"
        transaction = self._store.transaction(COMMANDS)
        if await transaction.get(Seen, mark) is not None:
            return
        assert application is not None, "known after login"  # noqa: S101  # narrows the type
        await self.client.http.bulk_upsert_global_commands(application, payload)
        transaction.put(Seen(mark, self._clock.now() + SYNCED_FOR))
        try:
            await transaction.commit()
        except Conflict:
            # Another replica brought the same ones.
            log.info("commands_synced_twice")
        log.info("commands_synced", count=len(payload))

    async def _someone_left(self, tenant: Tenant, member: str) -> None:
        if self._listeners is not None:
            await self._listeners.left(tenant, member)

    async def _shared_guild(self, user: str) -> str | None:
        """The one server that somebody shares with the bot who never used it in any, for what they
        write in private. Where the bot is in many there is no telling, and they have a place of
        their own until they use it in one."""
        guilds = self.client.guilds
        if user in self._alone or len(guilds) > FEW or not user.isdecimal():
            return None
        found = [guild for guild in guilds if await _is_member(guild, int(user))]
        if len(found) == 1:
            return str(found[0].id)
        self._alone[user] = None
        while len(self._alone) > _REMEMBERED:
            self._alone.popitem(last=False)
        return None

    def _channel_name(self, guild: str, id: str) -> str | None:
        if not id.isdigit():
            return None
        server = self.client.get_guild(int(guild)) if guild else None
        # Without a server discord.py looks through all of them: 0.2 ms where they are 2,500.
        place = self.client.get_channel if server is None else server.get_channel_or_thread
        channel = place(int(id))
        name = getattr(channel, "name", None)
        return f"#{name}" if isinstance(name, str) else None


async def _is_member(guild: discord.Guild, user: int) -> bool:
    try:
        await guild.fetch_member(user)
    except REFUSALS as error:
        log.info("no_member", code=code_of(error))
        return False
    return True


def _on_accounts(application: discord.AppInfo | None) -> bool:
    """Whether the application can be added to somebody's own account, as far as Discord says.

    It refuses all commands when one is for a way of installing that is off.
    """
    if application is None or application.guild_integration_config is None:
        return True
    return application.user_integration_config is not None


class _Transport:
    """The deliveries, and forgetting where somebody was."""

    def __init__(self, deliveries: Deliveries, where: Where) -> None:
        self._deliveries = deliveries
        self._where = where

    async def deliver(
        self, tenant: Tenant, delivery: Delivery, of: str | None, perhaps_sent: bool
    ) -> str:
        """See `Transport`."""
        if delivery.act is Act.POST and delivery.to.where is Place.MEMBER:
            # Before it is there to be answered: its buttons are pressed where no server is told.
            try:
                await self._where.reached(delivery.to.id, tenant)
            except StoreError as error:
                raise TryLater("whereabouts_not_kept") from error
        return await self._deliveries.deliver(tenant, delivery, of, perhaps_sent)

    async def forget(self, tenant: Tenant, member: str) -> None:
        """See `Transport`."""
        if not member:
            # All of a server was deleted: there is nobody whose messages could be gone through.
            return
        await self._deliveries.forget(tenant, member)
        await self._where.forget(member, tenant)


def point_at(access: Access) -> None:
    """Have discord.py call this address: a proxy, or a test's. It keeps them for the process."""
    discord.http.Route.BASE = access.api_url
    if access.gateway_url:
        discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(access.gateway_url)
