"""The transport: cards on their way to Discord's channels, threads, forums and direct messages.

A receipt is `<channel>/<message>`, with `+<message>` for each further one where a card was too long
for one. In a forum the channel is the thread that the card began. Each message carries a nonce made
of its delivery, which Discord enforces for some minutes: sent again after a crash, it is the same
message. What begins a post in a forum can carry none, and is looked for instead.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, TypeVar

import discord
import structlog
from aiolimiter import AsyncLimiter

from adapters.discord import limits
from adapters.discord.render import Json, messages, numbered
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
_BURST = 20
"""What may go out at once is a twentieth of the pace, two: requests that were held up by a fifth of
a second, here or on their way, and then arrive with the next ones, still keep the limit."""
_SKEW = timedelta(minutes=2)
"""How far our clock may be from Discord's."""
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
        burst = max(pace / _BURST, 1)
        self._pace = AsyncLimiter(burst, burst / pace)
        self._left = left
        self._direct: OrderedDict[str, int] = OrderedDict()
        self._threads: OrderedDict[int, None] = OrderedDict()
        self._under_way: dict[tuple[Tenant, str, Card | None], asyncio.Future[str]] = {}

    async def deliver(
        self, tenant: Tenant, delivery: Delivery, of: str | None, perhaps_sent: bool
    ) -> str:
        """Post, edit or delete. Raises TryLater, NeedsMending, MessagesClosed or NeverWorks."""
        key = (tenant, delivery.id, delivery.card)
        # What took too long the last time may still be on its way.
        task = self._under_way.get(key)
        if task is None:
            task = asyncio.ensure_future(self._done(tenant, delivery, of, perhaps_sent))
            self._under_way[key] = task
            task.add_done_callback(lambda _: self._under_way.pop(key, None))
        try:
            return await _patiently(task)
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
            await _patiently(asyncio.ensure_future(self._forget(member)))
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

    async def _paced(self, work: Coroutine[Any, Any, T]) -> T:
        try:
            await self._pace.acquire()
        except BaseException:
            work.close()
            raise
        return await work

    # Acts.

    async def _done(
        self, tenant: Tenant, delivery: Delivery, of: str | None, perhaps_sent: bool
    ) -> str:
        if delivery.act is Act.POST:
            return await self._post(tenant, delivery, perhaps_sent)
        there = read_receipt(of or "")
        if delivery.act is Act.DELETE:
            return await self._delete(there)
        return await self._edit(tenant, delivery, there)

    async def _post(self, tenant: Tenant, delivery: Delivery, perhaps_sent: bool) -> str:
        parts = self._parts(tenant, delivery)
        match delivery.to.where:
            case Where.MEMBER:
                place = await self.direct(delivery.to.id)
            case Where.CHANNEL:
                channel = await self._channel(tenant, delivery.to)
                if isinstance(channel, discord.ForumChannel):
                    return await self._begin(channel, delivery, parts, perhaps_sent)
                place = channel
            case Where.THREAD:
                place = await self._thread(tenant, read_receipt(delivery.to.id))
        sent = [
            await self._send(place, components, nonce(delivery.id, number), perhaps_sent)
            for number, components in enumerate(parts)
        ]
        first, *more = (message.id for message in sent)
        return Receipt(sent[0].channel.id, first, tuple(more)).written()

    async def _begin(
        self,
        forum: discord.ForumChannel,
        delivery: Delivery,
        parts: tuple[tuple[Json, ...], ...],
        perhaps_sent: bool,
    ) -> str:
        """A card in a forum: a post of its own, with the tags that its words name."""
        assert delivery.card is not None, "asked before"  # noqa: S101  # narrows the type
        title = " ".join(plain(delivery.card.title).split())
        name = shorten(title, limits.THREAD_NAME) or "…"
        begun = await self._begun(forum, delivery, name, parts[0]) if perhaps_sent else None
        if begun is None:
            made = await self._paced(
                forum.create_thread(
                    name=name,
                    view=Rendered(parts[0]),
                    applied_tags=tags_for(forum, delivery.card),
                    allowed_mentions=NOBODY,
                )
            )
            begun = made.thread.id
        self._threads[begun] = None
        _bound(self._threads)
        # Its first message has the id of the post.
        place = self._client.get_partial_messageable(begun, guild_id=forum.guild.id)
        more = [
            (await self._send(place, components, nonce(delivery.id, number), perhaps_sent)).id
            for number, components in enumerate(parts[1:], start=1)
        ]
        return Receipt(begun, begun, tuple(more)).written()

    async def _begun(
        self, forum: discord.ForumChannel, delivery: Delivery, name: str, first: Iterable[Json]
    ) -> int | None:
        """The post that an earlier try of this delivery began, when its answer was lost."""
        me = self._client.user
        for thread in await self._paced(forum.guild.active_threads()):
            if (
                me is None
                or (thread.owner_id, thread.parent_id, thread.name) != (me.id, forum.id, name)
                or discord.utils.snowflake_time(thread.id) < delivery.made_at - _SKEW
            ):
                continue
            place = self._client.get_partial_messageable(thread.id, guild_id=forum.guild.id)
            try:
                message = await self._paced(place.fetch_message(thread.id))
            except discord.HTTPException as error:
                if error.code not in GONE:
                    raise
            else:
                if _shows(message, first):
                    return thread.id
        return None

    async def _edit(self, tenant: Tenant, delivery: Delivery, there: Receipt) -> str:
        parts = self._parts(tenant, delivery)
        ids = [there.first, *there.more]
        place = self._client.get_partial_messageable(there.channel)
        for id, components in zip(ids, parts, strict=False):
            message = place.get_partial_message(id)
            await self._mended(there.channel, partial(_edited, message, components))
        for id in ids[len(parts) :]:
            await self._unless_gone(there.channel, place.get_partial_message(id).delete)
        for number, components in enumerate(parts[len(ids) :], start=len(ids)):
            ids.append((await self._send(place, components, nonce(delivery.id, number))).id)
        first, *more = ids[: len(parts)]
        return Receipt(there.channel, first, tuple(more)).written()

    async def _delete(self, there: Receipt) -> str:
        place = self._client.get_partial_messageable(there.channel)
        for id in (*there.more, there.first):
            await self._unless_gone(there.channel, place.get_partial_message(id).delete)
        if there.channel == there.first:
            await self._rename_begun(there.channel)
        return there.written()

    async def _rename_begun(self, thread: int) -> None:
        """A forum's post that was taken back: its name held words of it, and only an organiser may
        delete the whole of it."""
        name = self._prose.speech("")("discord-taken-back")
        edit = self._client.http.edit_channel
        # Who began a thread may rename and archive it; to lock one takes a moderator.
        await self._unless_gone(thread, partial(edit, thread, name=name, archived=True))

    async def _forget(self, member: str) -> None:
        place = await self.direct(member)
        me = self._client.user
        async for message in place.history(limit=None):
            if me is not None and message.author.id == me.id:
                await self._unless_gone(message.channel.id, message.delete)

    # Parts.

    def _parts(self, tenant: Tenant, delivery: Delivery) -> tuple[tuple[Json, ...], ...]:
        if delivery.card is None:
            raise NeverWorks("no_card")
        # Cards are in their reader's language already; only our own few words are still to come.
        parts = messages(delivery.card, self._prose.speech(""))
        guild = tenant.removeprefix("discord:")
        if delivery.to.where is not Where.MEMBER or not guild.isdecimal():
            return parts
        return tuple(tuple(numbered(components, guild)) for components in parts)

    async def _channel(
        self, tenant: Tenant, to: Address
    ) -> discord.ForumChannel | discord.PartialMessageable:
        if not to.id.isdigit():
            raise NeverWorks("no_such_channel")
        id = int(to.id)
        known = self._client.get_channel(id)
        if known is None:
            # Just started, we were not told of the servers yet: else a forum would be taken for a
            # channel, and a channel of another server for one of this.
            known = await self._paced(self._client.fetch_channel(id))
        guild = getattr(known, "guild", None)
        if guild is None or tenant != f"discord:{guild.id}":
            # A channel of another server, or direct messages, are nobody's business here.
            raise NeverWorks("no_such_channel")
        if isinstance(known, discord.ForumChannel):
            return known
        return self._client.get_partial_messageable(id, guild_id=guild.id)

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
        self,
        place: discord.abc.Messageable,
        components: tuple[Json, ...],
        key: str,
        perhaps_sent: bool = False,
    ) -> discord.Message:
        message = await self._paced(
            place.send(view=Rendered(components), nonce=key, allowed_mentions=NOBODY)
        )
        if perhaps_sent and not _shows(message, components):
            # It is the message of an earlier try, and the words were changed since.
            await self._paced(_edited(message, components))
        return message

    async def _mended(self, channel: int, work: Callable[[], Coroutine[Any, Any, object]]) -> None:
        """The work; in a thread that went to sleep, after it was woken."""
        try:
            await self._paced(work())
        except discord.HTTPException as error:
            if error.code != _ARCHIVED:
                raise
            await self._paced(self._client.http.edit_channel(channel, archived=False))
            await self._paced(work())

    async def _unless_gone(
        self, channel: int, work: Callable[[], Coroutine[Any, Any, object]]
    ) -> None:
        try:
            await self._mended(channel, work)
        except discord.HTTPException as error:
            if error.code not in GONE:
                raise


async def _patiently(task: asyncio.Future[T]) -> T:
    """What the task gives, or TryLater after a while.

    The work goes on: to cancel a request that waits for the global limit would stop all later ones
    of this client for ever (discord.py 2.7 clears the event that they wait for).
    """
    try:
        done, _ = await asyncio.wait([task], timeout=PATIENCE)
    finally:
        if not task.done():
            task.add_done_callback(_looked_at)
    if not done:
        raise TryLater("slow")
    return task.result()


async def _edited(
    message: discord.PartialMessage | discord.Message, components: tuple[Json, ...]
) -> None:
    await message.edit(view=Rendered(components), allowed_mentions=NOBODY)


def _shows(message: discord.Message, components: Iterable[Json]) -> bool:
    """Whether these are the message's words and buttons, but for spaces."""
    standing: list[Json] = [dict(one.to_dict()) for one in message.components]
    return list(_gist(standing)) == list(_gist(numbered(tuple(components))))


def _gist(components: Iterable[Json]) -> Iterator[str]:
    for one in components:
        for key in ("content", "label", "custom_id"):
            yield "".join(str(one.get(key) or "").split())
        yield from _gist(one.get("components", ()))
        if one.get("accessory"):
            yield from _gist([one["accessory"]])


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
