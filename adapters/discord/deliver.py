"""The transport: cards on their way to Discord's channels, threads, forums and direct messages.

A receipt is `<channel>/<message>`, with `+<message>` for each further one where a card was too long
for one. In a forum the channel is the thread that the card began. Each message carries a nonce made
of its delivery, which Discord enforces: sent again after a crash, it is the same message.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

import discord
import structlog
from aiolimiter import AsyncLimiter

from adapters.discord import limits
from adapters.discord.render import Json, messages
from adapters.discord.trouble import GONE, LEFT, code_of, trouble
from adapters.discord.wire import NOBODY, Rendered
from bot.core.cards import Card
from bot.core.model import Act, Address, Delivery, Tenant, Where
from bot.core.ports import NeverWorks, TryLater
from bot.core.text import Catalogues, plain, shorten

PACE = 40
"""Requests a second: under Discord's 50 for a bot, which discord.py does not keep by itself.
https://discord.com/developers/docs/topics/rate-limits#global-rate-limit"""
PATIENCE = 45.0
"""Seconds that a delivery may take: well below the outbox's lease."""
_REMEMBERED = 20_000
_THREAD_EXISTS = 160004
_ARCHIVED = 50083

log = structlog.get_logger("fourwins.discord")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where a card stands: its first message, and those that go on with it."""

    channel: int
    first: int
    more: tuple[int, ...] = ()

    def written(self) -> str:
        return f"{self.channel}/{'+'.join(str(id) for id in (self.first, *self.more))}"


def read_receipt(written: str) -> Receipt:
    """Raises NeverWorks for what is none of ours."""
    channel, _, ids = written.partition("/")
    first, *more = ids.split("+")
    if not all(part.isdigit() for part in (channel, first, *more)):
        raise NeverWorks("no_such_message")
    return Receipt(int(channel), int(first), tuple(int(id) for id in more))


def nonce(delivery: str, part: int) -> str:
    """The same for the same part of the same delivery, in the 25 characters there are."""
    digest = hashlib.blake2b(f"{delivery}/{part}".encode(), digest_size=15).digest()
    return base64.b32encode(digest).decode().rstrip("=")[: limits.NONCE]


class Deliveries:
    """A `Transport` for Discord. `left` is told of members who turn out to be gone."""

    def __init__(
        self,
        client: discord.Client,
        prose: Catalogues,
        *,
        pace: float = PACE,
        left: Callable[[Tenant, str], Awaitable[None]] | None = None,
    ) -> None:
        self._client = client
        self._prose = prose
        self._pace = AsyncLimiter(pace, 1)
        self._left = left
        self._direct: OrderedDict[str, int] = OrderedDict()
        self._threads: OrderedDict[int, None] = OrderedDict()

    async def deliver(
        self, tenant: Tenant, delivery: Delivery, of: str | None, perhaps_sent: bool
    ) -> str:
        """Post, edit or delete. Raises TryLater, NeedsMending, MessagesClosed or NeverWorks."""
        try:
            if delivery.act is Act.POST:
                return await self._within(self._post(tenant, delivery))
            there = read_receipt(of or "")
            if delivery.act is Act.DELETE:
                return await self._within(self._delete(there))
            return await self._within(self._edit(delivery, there))
        except Exception as error:  # `trouble` raises what is none of Discord's
            if delivery.to.where is Where.MEMBER and code_of(error) in LEFT and self._left:
                # Nobody tells a bot without the members' intent: it is found out like this.
                await self._left(tenant, delivery.to.id)
            raise trouble(error) from error

    async def forget(self, tenant: Tenant, member: str) -> None:
        """Take away the answers that are left in this member's direct messages.

        What was delivered is taken back by deliveries of its own. Raises what `deliver` raises.
        """
        try:
            await self._within(self._forget(member))
        except discord.HTTPException as error:
            if error.code not in LEFT | GONE:
                raise trouble(error) from error
        except Exception as error:  # `trouble` raises what is none of Discord's
            raise trouble(error) from error
        finally:
            self._direct.pop(member, None)

    async def answer(self, channel: discord.abc.Messageable, card: Card, language: str) -> None:
        """A card in direct messages, in answer to what was typed there. Raises as discord.py."""
        for components in messages(card, self._prose.speech(language)):
            await self._paced(channel.send(view=Rendered(components), allowed_mentions=NOBODY))

    async def direct(self, member: str) -> discord.abc.Messageable:
        """The direct messages with this member. Raises as discord.py, and NeverWorks."""
        if not member.isdigit():
            raise NeverWorks("no_such_member")
        known = self._direct.get(member)
        if known is None:
            opened = await self._paced(self._client.create_dm(discord.Object(int(member))))
            known = self._direct[member] = opened.id
            _bound(self._direct)
        return self._client.get_partial_messageable(known)

    # Waiting.

    async def _within(self, work: Coroutine[Any, Any, T]) -> T:
        """Done, or TryLater after a while.

        The work goes on: to cancel a request that waits for the global limit would stop all later
        ones of this client for ever (discord.py 2.7 clears the event that they wait for).
        """
        task = asyncio.ensure_future(work)
        done, _ = await asyncio.wait([task], timeout=PATIENCE)
        if not done:
            task.add_done_callback(_looked_at)
            raise TryLater("slow")
        return task.result()

    async def _paced(self, work: Coroutine[Any, Any, T]) -> T:
        try:
            await self._pace.acquire()
        except BaseException:
            work.close()
            raise
        return await work

    # Acts.

    async def _post(self, tenant: Tenant, delivery: Delivery) -> str:
        parts = self._parts(delivery)
        match delivery.to.where:
            case Where.MEMBER:
                place = await self.direct(delivery.to.id)
            case Where.CHANNEL:
                channel = self._channel(tenant, delivery.to)
                if isinstance(channel, discord.ForumChannel):
                    return await self._begin(channel, delivery, parts)
                place = channel
            case Where.THREAD:
                place = await self._thread(tenant, read_receipt(delivery.to.id))
        sent = [
            await self._send(place, components, nonce(delivery.id, number))
            for number, components in enumerate(parts)
        ]
        first, *more = (message.id for message in sent)
        return Receipt(sent[0].channel.id, first, tuple(more)).written()

    async def _begin(
        self, forum: discord.ForumChannel, delivery: Delivery, parts: tuple[tuple[Json, ...], ...]
    ) -> str:
        """A card in a forum: a post of its own, with the tags that its words name."""
        assert delivery.card is not None, "asked before"  # noqa: S101  # narrows the type
        title = " ".join(plain(delivery.card.title).split())
        made = await self._paced(
            forum.create_thread(
                name=shorten(title, limits.THREAD_NAME) or "…",
                view=Rendered(parts[0]),
                applied_tags=tags_for(forum, delivery.card),
                allowed_mentions=NOBODY,
            )
        )
        thread = made.thread
        self._threads[thread.id] = None
        _bound(self._threads)
        more = [
            (await self._send(thread, components, nonce(delivery.id, number))).id
            for number, components in enumerate(parts[1:], start=1)
        ]
        return Receipt(thread.id, made.message.id, tuple(more)).written()

    async def _edit(self, delivery: Delivery, there: Receipt) -> str:
        parts = self._parts(delivery)
        ids = [there.first, *there.more]
        place = self._client.get_partial_messageable(there.channel)
        for id, components in zip(ids, parts, strict=False):
            message = place.get_partial_message(id)
            await self._mended(there.channel, partial(_edited, message, components))
        for id in ids[len(parts) :]:
            await self._unless_gone(place.get_partial_message(id).delete())
        for number, components in enumerate(parts[len(ids) :], start=len(ids)):
            ids.append((await self._send(place, components, nonce(delivery.id, number))).id)
        first, *more = ids[: len(parts)]
        return Receipt(there.channel, first, tuple(more)).written()

    async def _delete(self, there: Receipt) -> str:
        place = self._client.get_partial_messageable(there.channel)
        for id in (*there.more, there.first):
            await self._unless_gone(place.get_partial_message(id).delete())
        if there.channel == there.first:
            await self._rename_begun(there.channel)
        return there.written()

    async def _rename_begun(self, thread: int) -> None:
        """A forum's post that was taken back: its name held words of it, and only an organiser may
        delete the whole of it."""
        name = self._prose.speech("")("discord-taken-back")
        try:
            await self._paced(
                self._client.http.edit_channel(thread, name=name, archived=True, locked=False)
            )
        except discord.HTTPException as error:
            if error.code not in GONE:
                raise

    async def _forget(self, member: str) -> None:
        place = await self.direct(member)
        me = self._client.user
        async for message in place.history(limit=None):
            if me is not None and message.author.id == me.id:
                await self._unless_gone(message.delete())

    # Parts.

    def _parts(self, delivery: Delivery) -> tuple[tuple[Json, ...], ...]:
        if delivery.card is None:
            raise NeverWorks("no_card")
        # Cards are in their reader's language already; only our own few words are still to come.
        return messages(delivery.card, self._prose.speech(""))

    def _channel(
        self, tenant: Tenant, to: Address
    ) -> discord.ForumChannel | discord.PartialMessageable:
        if not to.id.isdigit():
            raise NeverWorks("no_such_channel")
        known = self._client.get_channel(int(to.id))
        guild = tenant.removeprefix("discord:")
        if known is not None and str(getattr(known.guild, "id", "")) != guild:  # type: ignore[union-attr]  # asked for softly: a private channel has no guild
            # A channel of another server is nobody's business here.
            raise NeverWorks("no_such_channel")
        if isinstance(known, discord.ForumChannel):
            return known
        return self._client.get_partial_messageable(
            int(to.id), guild_id=int(guild) if guild.isdigit() else None
        )

    async def _thread(self, tenant: Tenant, root: Receipt) -> discord.PartialMessageable:
        """The thread under a message, begun with its first answer. Its id is the message's."""
        guild = tenant.removeprefix("discord:")
        guild_id = int(guild) if guild.isdigit() else None
        if root.channel != root.first and root.first not in self._threads:
            place = self._client.get_partial_messageable(root.channel, guild_id=guild_id)
            name = self._prose.speech("")("discord-thread")
            try:
                await self._paced(place.get_partial_message(root.first).create_thread(name=name))
            except discord.HTTPException as error:
                if error.code != _THREAD_EXISTS:
                    raise
            self._threads[root.first] = None
            _bound(self._threads)
        return self._client.get_partial_messageable(root.first, guild_id=guild_id)

    async def _send(
        self, place: discord.abc.Messageable, components: tuple[Json, ...], key: str
    ) -> discord.Message:
        return await self._paced(
            place.send(view=Rendered(components), nonce=key, allowed_mentions=NOBODY)
        )

    async def _mended(self, channel: int, work: Callable[[], Coroutine[Any, Any, object]]) -> None:
        """The work; in a thread that went to sleep, after it was woken."""
        try:
            await self._paced(work())
        except discord.HTTPException as error:
            if error.code != _ARCHIVED:
                raise
            await self._paced(self._client.http.edit_channel(channel, archived=False))
            await self._paced(work())

    async def _unless_gone(self, work: Coroutine[Any, Any, object]) -> None:
        try:
            await self._paced(work)
        except discord.HTTPException as error:
            if error.code not in GONE:
                raise


async def _edited(message: discord.PartialMessage, components: tuple[Json, ...]) -> None:
    await message.edit(view=Rendered(components), allowed_mentions=NOBODY)


def tags_for(forum: discord.ForumChannel, card: Card) -> list[discord.ForumTag]:
    """The forum's tags that the card's title names; where one is needed, the first there is."""
    words = plain(card.title).casefold()
    open_to_us = [tag for tag in forum.available_tags if not tag.moderated]
    named = [tag for tag in open_to_us if tag.name.casefold() in words]
    if not named and forum.flags.require_tag:
        named = open_to_us[:1]
    return named[:5]


def _bound(memory: OrderedDict[Any, Any]) -> None:
    while len(memory) > _REMEMBERED:
        memory.popitem(last=False)


def _looked_at(task: asyncio.Future[Any]) -> None:
    if not task.cancelled() and task.exception() is not None:
        log.info("late_failure", error=type(task.exception()).__name__)
