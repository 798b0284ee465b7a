"""The connection to Discord: what it sends becomes events of the core, and replies are shown.

Each event is applied first (`Intake.handle` commits), then answered. No library's memory stands
between a tap and its meaning: interactions are routed by their custom ids, so buttons work for ever
and after restarts.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any

import discord
import structlog
from discord import app_commands

from adapters.discord import decode
from adapters.discord.decode import Acting
from adapters.discord.suggest import suggestions
from adapters.discord.surfaces import ANSWER, KEPT, Interaction, Surfaces
from adapters.discord.where import Where
from adapters.discord.wire import NOBODY
from bot.core.cards import (
    Block,
    Button,
    Card,
    Paragraph,
    Quote,
    Reply,
    Show,
    press_token,
    read_token,
)
from bot.core.events import Command, Installed, Left, Press, Submit, Uninstalled
from bot.core.model import Tenant
from bot.core.ports import Clock, Intake, Store, StoreError
from bot.core.text import Catalogues, Speech, said

CARE_APART = {"care.person"}
"""Buttons beside a stopped form that leave it, and the words in it, where they are."""

_NAMES = 10_000
"""So many names of people are remembered, the latest."""

log = structlog.get_logger("fourwins.discord")


def intents() -> discord.Intents:
    """What the bot hears: servers it is in, mentions and direct messages. None is privileged.

    https://discord.com/developers/docs/events/gateway#message-content-intent: direct messages and
    mentions carry their words without that intent.
    """
    wanted = discord.Intents.none()
    wanted.guilds = True
    wanted.guild_messages = True
    wanted.dm_messages = True
    return wanted


class Client(discord.AutoShardedClient):
    """Tells `listeners` of what comes in. `on_setup` is done once we are let in."""

    def __init__(self, *, shard_count: int | None = None) -> None:
        super().__init__(
            intents=intents(),
            allowed_mentions=NOBODY,
            shard_count=shard_count,
            # Nothing is looked up in memory but servers and channels.
            max_messages=None,
            chunk_guilds_at_startup=False,
            # Longer limits are told at once, with their length: the least that discord.py takes.
            max_ratelimit_timeout=30,
            member_cache_flags=discord.MemberCacheFlags.none(),
        )
        self.listeners: Listeners | None = None
        self.on_setup: Callable[[], Awaitable[None]] | None = None
        self.down_since: dict[int, float] = {}
        """When each shard that is not connected was lost, on the loop's clock."""
        self._under_way: set[asyncio.Task[Any]] = set()

    async def setup_hook(self) -> None:
        """See discord.py."""
        if self.on_setup is not None:
            await self.on_setup()

    async def settle(self) -> None:
        """Wait for what was taken and is not answered yet."""
        while others := self._under_way - {asyncio.current_task()}:
            await asyncio.wait(others)

    @contextmanager
    def _taken(self) -> Iterator[None]:
        """One event, from when it is taken until it is answered."""
        task = asyncio.current_task()
        assert task is not None, "discord.py makes one for each event"  # noqa: S101  # narrows
        self._under_way.add(task)
        try:
            yield
        finally:
            self._under_way.discard(task)

    async def on_interaction(self, interaction: Interaction) -> None:
        if self.listeners is not None:
            with self._taken():
                await self.listeners.interaction(interaction)

    async def on_message(self, message: discord.Message) -> None:
        if self.listeners is not None and self.user is not None:
            with self._taken():
                await self.listeners.message(message, self.user)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        # An outage is another event (`guild_unavailable`).
        if self.listeners is not None:
            with self._taken():
                await self.listeners.removed(guild)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        if self.listeners is not None:
            with self._taken():
                await self.listeners.added(guild)

    async def on_guild_available(self, guild: discord.Guild) -> None:
        # Also told of each server after a start: it may have been added again while we were away.
        await self.on_guild_join(guild)

    async def on_shard_connect(self, shard: int) -> None:
        self.down_since.pop(shard, None)

    async def on_shard_resumed(self, shard: int) -> None:
        self.down_since.pop(shard, None)

    async def on_shard_ready(self, shard: int) -> None:
        self.down_since.pop(shard, None)

    async def on_shard_disconnect(self, shard: int) -> None:
        self.down_since.setdefault(shard, asyncio.get_running_loop().time())

    async def on_error(self, event_method: str, /, *_args: Any, **_more: Any) -> None:
        """discord.py would print the error with its message, which can hold somebody's words."""
        log.error("listener_failed", listener=event_method, exc_info=True)


class Listeners:
    """One method for each kind of thing that comes in."""

    def __init__(
        self,
        intake: Intake,
        surfaces: Surfaces,
        where: Where,
        store: Store,
        prose: Catalogues,
        clock: Clock,
        channel_names: Callable[[str, str], str | None],
        shared_guild: Callable[[str], Awaitable[str | None]],
    ) -> None:
        self._intake = intake
        self._surfaces = surfaces
        self._where = where
        self._store = store
        self._prose = prose
        self._clock = clock
        self._channel_names = channel_names
        self._shared_guild = shared_guild
        self._names: OrderedDict[str, str] = OrderedDict()

    async def interaction(self, interaction: Interaction) -> None:
        """A command, a menu, a button, a form, or a question for suggestions."""
        data: Mapping[str, Any] = interaction.data or {}
        acting = self._acting(interaction, data)
        say = self._prose.speech(acting.locale)
        tenant = await self._tenant(acting, decode.guild_of(data))
        match interaction.type:
            case discord.InteractionType.autocomplete:
                await self._suggest(interaction, data, acting, tenant)
            case discord.InteractionType.application_command:
                await self._command(interaction, data, acting, tenant, say)
            case discord.InteractionType.component:
                await self._press(interaction, data, acting, tenant, say)
            case discord.InteractionType.modal_submit:
                await self._submit(interaction, data, acting, tenant, say)

    async def _suggest(
        self, interaction: Interaction, data: Mapping[str, Any], acting: Acting, tenant: Tenant
    ) -> None:
        name, typed = str(data.get("name", "")), decode.typed_so_far(data)
        try:
            found = await suggestions(self._store, tenant, acting.user, name, typed)
            choices = [app_commands.Choice(name=shown, value=value) for shown, value in found]
            await interaction.response.autocomplete(choices)
        except (StoreError, discord.DiscordException) as error:
            # Suggestions are a help and no more: without them one can still type.
            log.info("no_suggestions", error=type(error).__name__)

    async def _command(
        self,
        interaction: Interaction,
        data: Mapping[str, Any],
        acting: Acting,
        tenant: Tenant,
        say: Speech,
    ) -> None:
        id, sender = str(interaction.id), decode.sender(acting, tenant)
        event: Command | None = decode.command(id, data, sender)
        if data.get("type") == 3:
            if data.get("name") in decode.OWN_ONLY and not decode.is_own_message(data, acting.user):
                body = (Paragraph(say("discord-somebody-elses-body")),)
                card = Card(say("discord-somebody-elses"), body)
                await self._surfaces.respond(interaction, Show(card), say)
                return
            event = decode.menu(id, data, sender)
        if event is not None:
            await self._apply(interaction, event, say)

    async def _press(
        self,
        interaction: Interaction,
        data: Mapping[str, Any],
        acting: Acting,
        tenant: Tenant,
        say: Speech,
    ) -> None:
        id, sender = str(interaction.id), decode.sender(acting, tenant)
        token = read_token(decode.token_of(data))
        verb = token.verb if token else ""
        event: Press | Submit = decode.press(id, data, sender)
        by_card = False
        if token is not None and verb == KEPT:
            held = self._surfaces.kept(acting.user, token.subject)
            if held is None:
                # Forgotten over a restart: the words are still to be read and copied above.
                event = Press(id, sender, press_token("talk.resume", token.subject))
            else:
                form, words = held
                event = Submit(
                    id, sender, form.conversation, form.revision, form.step, words, kept=True
                )
                # A form right away would leave the safety card below it.
                by_card = True
        if token is not None and verb == ANSWER:
            card = self._surfaces.unread(acting.user, token.subject)
            if card is not None:
                await self._surfaces.respond(interaction, Show(card), say)
                return
            # Somebody else's, or forgotten over a restart.
            event = Press(id, sender, press_token("home.open"))
        await self._apply(interaction, event, say, apart=verb in CARE_APART, by_card=by_card)

    async def _submit(
        self,
        interaction: Interaction,
        data: Mapping[str, Any],
        acting: Acting,
        tenant: Tenant,
        say: Speech,
    ) -> None:
        event = decode.submit(str(interaction.id), data, decode.sender(acting, tenant))
        if event is not None:
            await self._apply(interaction, event, say)
            return
        # A form of a version that is no more: its words go back to their writer.
        words = [word for word in decode.typed_in(data).values() if isinstance(word, str)]
        quotes = [Quote(said(word)) for word in words if word.strip()]
        body: tuple[Block, ...] = ()
        if quotes:
            body = (Paragraph(say("discord-your-words")), *quotes)
        home = Button(say("discord-open"), press_token("home.open"))
        card = Card(say("discord-expired"), body, (home,))
        await self._surfaces.respond(interaction, Show(card), say)

    async def _apply(
        self,
        interaction: Interaction,
        event: Command | Press | Submit,
        say: Speech,
        *,
        apart: bool = False,
        by_card: bool = False,
    ) -> None:
        reply: Reply = await self._intake.handle(event)
        await self._surfaces.respond(interaction, reply, say, apart=apart, by_card=by_card)

    # Plain words.

    async def message(self, message: discord.Message, me: discord.ClientUser) -> None:
        """A direct message, or a mention. Of others Discord brings us no words."""
        author = message.author
        if author.bot or message.webhook_id is not None or not message.content.strip():
            return
        if message.type not in (discord.MessageType.default, discord.MessageType.reply):
            return
        if message.guild is not None and me not in message.mentions:
            return
        names = {str(one.id): one.display_name for one in message.mentions}
        acting = Acting(
            str(author.id),
            author.display_name,
            guild=str(message.guild.id) if message.guild is not None else "",
            channel=str(message.channel.id),
            may_manage=isinstance(author, discord.Member) and author.guild_permissions.manage_guild,
            names=names,
        )
        tenant = await self._tenant(acting)
        sender = decode.sender(acting, tenant, private=message.guild is None)
        event = decode.say(str(message.id), message.content, sender, str(me.id), names)
        if not event.text:
            return
        reply = await self._intake.handle(event)
        await self._surfaces.answer(message, reply, self._prose.speech(acting.locale))

    # Servers.

    async def removed(self, guild: discord.Guild) -> None:
        id = f"removed-{guild.id}-{self._clock.now():%Y%m%d%H%M%S}"
        await self._intake.handle(Uninstalled(id, decode.tenant_of(str(guild.id))))

    async def added(self, guild: discord.Guild) -> None:
        id = f"added-{guild.id}-{self._clock.now():%Y%m%d%H%M%S}"
        await self._intake.handle(Installed(id, decode.tenant_of(str(guild.id))))

    async def left(self, tenant: Tenant, member: str) -> None:
        """Somebody to whom nothing could be sent is not there any more."""
        sender = decode.sender(Acting(member, ""), tenant)
        day = f"{self._clock.now():%Y%m%d}"
        await self._intake.handle(Left(f"left-{member}-{day}", sender))

    # Who and where.

    def _acting(self, interaction: Interaction, data: Mapping[str, Any]) -> Acting:
        user = interaction.user
        # With the app on their own account only, the server is none of ours.
        ours = interaction.is_guild_integration() or not interaction.is_user_integration()
        guild = str(interaction.guild_id) if interaction.guild_id and ours else ""
        names: dict[str, str] = {}
        told = decode.names_in(data)
        self._remember(told)
        channel = str(interaction.channel_id or "")
        if guild and (name := self._channel_names(guild, channel)):
            names[channel] = name
        return Acting(
            str(user.id),
            user.display_name,
            guild=guild,
            channel=channel,
            locale=str(interaction.locale.value),
            may_manage=interaction.permissions.manage_guild,
            names=_Names(names | told, partial(self._name_of, guild)),
        )

    def _remember(self, names: Mapping[str, str]) -> None:
        """Whom somebody chose in a picker is named once, and spoken of in the answers after it."""
        for id, name in names.items():
            self._names[id] = name
            self._names.move_to_end(id)
        while len(self._names) > _NAMES:
            self._names.popitem(last=False)

    def _name_of(self, guild: str, id: str) -> str | None:
        return self._channel_names(guild, id) or self._names.get(id)

    async def _tenant(self, acting: Acting, sent_by: str = "") -> Tenant:
        if sent_by and not acting.guild:
            # Only the bot makes its buttons, and only this member's messages hold them.
            acting = replace(acting, guild=sent_by)
        if not acting.guild:
            known = await self._where.of(acting.user)
            if known != decode.own_tenant(acting.user):
                return known
            guild = await self._shared_guild(acting.user)
            if guild is None:
                return known
            acting = replace(acting, guild=guild)
        tenant = decode.tenant_of(acting.guild)
        try:
            await self._where.seen(acting.user, tenant)
        except StoreError as error:
            # The event itself will say that nothing can be saved.
            log.warning("whereabouts_not_kept", error=type(error).__name__)
        return tenant


class _Names(dict[str, str]):
    """The names that an interaction brings, and those that are known from before."""

    def __init__(self, told: Mapping[str, str], known: Callable[[str], str | None]) -> None:
        super().__init__(told)
        self._known = known

    def get(self, key: str, default: Any = None) -> Any:
        """The name of this member or channel."""
        return super().get(key) or self._known(key) or default
