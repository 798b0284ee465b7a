"""The transport: cards on their way to Slack's channels, threads and direct messages.

A receipt is `<channel>/<ts>`, with `+<ts>` for each further message where a card was too long for
one. Slack does not deduplicate: after a crash between sending and saving, a direct message is found
again by its metadata, and a message in a channel (whose history we do not read) can come twice.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError

from adapters.slack.api import Api
from adapters.slack.people import People
from adapters.slack.render import Message, home, messages
from adapters.slack.trouble import REFUSALS, error_of, trouble
from bot.core.cards import Button, Card, Paragraph, press_token
from bot.core.model import Act, Address, Delivery, Tenant, Where
from bot.core.ports import NeedsMending, NeverWorks, TryLater
from bot.core.text import Catalogues

POSTED = "fourwins_delivery"
ANSWERED = "fourwins_answer"
"""The types of our messages' metadata: a delivery, or an answer to words in direct messages."""
PACE = 1.0
"""Seconds between two messages in one channel: https://docs.slack.dev/apis/web-api/rate-limits"""
_REMEMBERED = 20_000
_BACK = 600
"""Seconds that our clock may be ahead of Slack's: a delivery is looked for that far back."""

log = structlog.get_logger("fourwins.slack")


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where a card stands: its first message, and those that go on with it."""

    channel: str
    first: str
    more: tuple[str, ...] = ()

    def written(self) -> str:
        return f"{self.channel}/{'+'.join((self.first, *self.more))}"


def read_receipt(written: str) -> Receipt:
    """Raises NeverWorks for what is none of ours."""
    channel, _, times = written.partition("/")
    first, *more = times.split("+")
    if not channel or not first:
        raise NeverWorks("no_such_message")
    return Receipt(channel, first, tuple(more))


class Deliveries:
    """A `Transport` for the workspaces of Slack. `pace` is the pause between two messages."""

    def __init__(self, api: Api, people: People, prose: Catalogues, *, pace: float = PACE) -> None:
        self._api = api
        self._people = people
        self._prose = prose
        self._pace = pace
        self._direct: OrderedDict[tuple[Tenant, str], str] = OrderedDict()
        self._turns: OrderedDict[tuple[Tenant, str], _Turn] = OrderedDict()
        self._swept: dict[tuple[Tenant, str], str] = {}
        self._on_forget: list[Callable[[Tenant, str], None]] = []

    def on_forget(self, told: Callable[[Tenant, str], None]) -> None:
        """Have this told of every member whose words are to be held nowhere any more."""
        self._on_forget.append(told)

    async def deliver(
        self, tenant: Tenant, delivery: Delivery, of: str | None, perhaps_sent: bool
    ) -> str:
        """Post, edit or delete. Raises TryLater, NeedsMending or NeverWorks."""
        try:
            if delivery.act is Act.POST:
                return await self._post(tenant, delivery, perhaps_sent)
            there = read_receipt(of or "")
            if delivery.act is Act.DELETE:
                return await self._delete(tenant, there)
            return await self._edit(tenant, delivery, there)
        except Exception as error:  # `trouble` raises what is none of Slack's
            if delivery.to.where is Where.MEMBER and error_of(error) == "channel_not_found":
                # Ask anew next time: their account may be closed, which only that would tell.
                self._direct.pop((tenant, delivery.to.id), None)
            raise trouble(error) from error

    async def forget(self, tenant: Tenant, member: str) -> None:
        """Empty this member's Home, and take away whatever of ours is left in their direct
        messages: files, answers, and what was sent without our learning of it.

        What was delivered is taken back by deliveries of its own. Raises what `deliver` raises.
        Begun again, it goes on below the last message it had come to: of an app that is
        distributed outside the Marketplace Slack takes one question a minute, for 15 messages
        (https://docs.slack.dev/apis/web-api/rate-limits).
        """
        for told in self._on_forget:
            told(tenant, member)
        try:
            await self._empty_home(tenant, member)
            channel = await self.direct(tenant, member)
            below = self._swept.get((tenant, member))
            async for message in self._history(tenant, channel, latest=below, threads=True):
                if message.get("bot_id"):
                    for file in message.get("files", ()):
                        if isinstance(file, dict):
                            await self._unless_gone(tenant, "files.delete", file=file.get("id"))
                    await self._unless_gone(
                        tenant, "chat.delete", channel=channel, ts=message.get("ts")
                    )
                if message.get("thread_ts") in (None, message.get("ts")):
                    self._swept[(tenant, member)] = str(message.get("ts"))
            self._swept.pop((tenant, member), None)
        except SlackApiError as error:
            if error_of(error) in _NOBODY_THERE:
                self._swept.pop((tenant, member), None)
                return
            raise trouble(error) from error
        except Exception as error:  # `trouble` raises what is none of Slack's
            raise trouble(error) from error
        finally:
            self._direct.pop((tenant, member), None)

    async def _empty_home(self, tenant: Tenant, member: str) -> None:
        """A page of their book, or the name of a draft, may stand there until they come again."""
        say = self._prose.speech("")
        again = Button(say("slack-home"), press_token("home.open"))
        empty = Card(say("home-title"), (Paragraph(say("home-body")),), (again,))
        try:
            await self._api.call(tenant, "views.publish", user_id=member, view=home(empty, say))
        except SlackApiError as error:
            if isinstance(trouble(error), TryLater):
                raise
            # They have no Home: their account is closed, or the app has none.
            log.info("home_not_emptied", error=error_of(error))

    async def direct(self, tenant: Tenant, member: str) -> str:
        """The conversation of the bot with this member. Raises what `Api.call` raises."""
        known = self._direct.get((tenant, member))
        if known is not None:
            return known
        answer = await self._api.call(tenant, "conversations.open", users=member)
        channel = answer.get("channel")
        id = channel.get("id") if isinstance(channel, dict) else None
        if not isinstance(id, str):
            raise NeverWorks("no_direct_messages")
        self._direct[(tenant, member)] = id
        while len(self._direct) > _REMEMBERED:
            self._direct.popitem(last=False)
        return id

    async def answer(
        self, tenant: Tenant, channel: str, card: Card, language: str, thread: str = ""
    ) -> None:
        """A card in direct messages, in answer to what was typed there. Raises as `Api.call`."""
        for message in messages(card, self._prose.speech(language)):
            await self._send(
                tenant,
                channel,
                message,
                {"event_type": ANSWERED, "event_payload": {"delivery": ""}},
                thread,
            )

    # Acts.

    async def _post(self, tenant: Tenant, delivery: Delivery, perhaps_sent: bool) -> str:
        channel, thread = await self._place(tenant, delivery.to)
        told = {"event_type": POSTED, "event_payload": {"delivery": delivery.id}}
        if perhaps_sent and delivery.to.where is Where.MEMBER:
            found = await self._found(tenant, channel, delivery)
            if found:
                # The rest of it may be missing, and its words may have changed since.
                there = Receipt(channel, found[0], tuple(found[1:]))
                return await self._edit(tenant, delivery, there)
        sent: list[str] = []
        try:
            for message in self._messages(delivery):
                # What goes on with a long card hangs below it.
                under = thread or (sent[0] if sent and delivery.to.where is Where.CHANNEL else "")
                sent.append(await self._send(tenant, channel, message, told, under))
        except Exception:
            if delivery.to.where is not Where.MEMBER:
                # Half of it can't be found again in a channel: it would come twice.
                for ts in reversed(sent):
                    with suppress(*REFUSALS):
                        await self._unless_gone(tenant, "chat.delete", channel=channel, ts=ts)
            raise
        return Receipt(channel, sent[0], tuple(sent[1:])).written()

    async def _edit(self, tenant: Tenant, delivery: Delivery, there: Receipt) -> str:
        in_public = delivery.to.where is not Where.MEMBER
        if in_public and await self._people.is_shared_channel(tenant, there.channel):
            # It has become so since. New words must not go there, and words that are taken back
            # must not stay: so the whole of it goes.
            log.warning("edit_in_shared_channel")
            return await self._delete(tenant, there)
        times = [there.first, *there.more]
        made = self._messages(delivery)
        told = {"event_type": POSTED, "event_payload": {"delivery": delivery.of or delivery.id}}
        for ts, message in zip(times, made, strict=False):
            await self._api.call(
                tenant,
                "chat.update",
                channel=there.channel,
                ts=ts,
                **_said(message),
                metadata=told,
            )
        for ts in times[len(made) :]:
            await self._unless_gone(tenant, "chat.delete", channel=there.channel, ts=ts)
        under = _thread_of(delivery.to, there)
        for message in made[len(times) :]:
            times.append(await self._send(tenant, there.channel, message, told, under))
        first, *more = times[: len(made)]
        return Receipt(there.channel, first, tuple(more)).written()

    async def _delete(self, tenant: Tenant, there: Receipt) -> str:
        for ts in (*there.more, there.first):
            await self._unless_gone(tenant, "chat.delete", channel=there.channel, ts=ts)
        return there.written()

    async def _unless_gone(self, tenant: Tenant, method: str, **arguments: Any) -> None:
        try:
            await self._api.call(tenant, method, **arguments)
        except SlackApiError as error:
            said, channel = error_of(error), str(arguments.get("channel", ""))
            # A private channel that we were put out of is not found either, and the words still
            # stand in it.
            gone_too = said == "channel_not_found" and channel.startswith("D")
            if said not in _GONE and not gone_too:
                raise

    # Parts.

    def _messages(self, delivery: Delivery) -> Sequence[Message]:
        if delivery.card is None:
            raise NeverWorks("no_card")
        # Cards are in their reader's language already; only our own few words are still to come.
        return messages(delivery.card, self._prose.speech(""))

    async def _place(self, tenant: Tenant, to: Address) -> tuple[str, str]:
        """The channel, and the message under which to hang it."""
        match to.where:
            case Where.MEMBER:
                return await self.direct(tenant, to.id), ""
            case Where.CHANNEL:
                channel, thread = to.id, ""
            case Where.THREAD:
                root = read_receipt(to.id)
                channel, thread = root.channel, root.first
        if await self._people.is_surely_shared(tenant, channel):
            # It may have become so after the group was set up.
            raise NeedsMending("shared_outside")
        return channel, thread

    async def _send(
        self, tenant: Tenant, channel: str, message: Message, told: dict[str, Any], thread: str
    ) -> str:
        async with self._turn(tenant, channel):
            try:
                answer = await self._posted(tenant, channel, message, told, thread)
            except SlackApiError as error:
                if error_of(error) != "not_in_channel" or not await self._joined(tenant, channel):
                    raise
                answer = await self._posted(tenant, channel, message, told, thread)
        ts = answer.get("ts")
        if not isinstance(ts, str):
            raise NeverWorks("no_receipt")
        return ts

    def _turn(self, tenant: Tenant, channel: str) -> _Turn:
        turn = self._turns.setdefault((tenant, channel), _Turn(self._pace))
        self._turns.move_to_end((tenant, channel))
        while len(self._turns) > _REMEMBERED:
            self._turns.popitem(last=False)
        return turn

    async def _posted(
        self, tenant: Tenant, channel: str, message: Message, told: dict[str, Any], thread: str
    ) -> dict[str, Any]:
        return await self._api.call(
            tenant,
            "chat.postMessage",
            channel=channel,
            **_said(message),
            metadata=told,
            thread_ts=thread or None,
            unfurl_links=False,
            unfurl_media=False,
        )

    async def _joined(self, tenant: Tenant, channel: str) -> bool:
        """Whether we could join a public channel by ourselves (an optional permission)."""
        try:
            await self._api.call(tenant, "conversations.join", channel=channel)
        except SlackApiError as error:
            log.info("not_joined", error=error_of(error))
            return False
        return True

    async def _found(self, tenant: Tenant, channel: str, delivery: Delivery) -> list[str]:
        """The messages of this delivery that had arrived before we could note it, oldest first."""
        since = f"{delivery.made_at.timestamp() - _BACK:.6f}"
        return sorted(
            [
                str(message["ts"])
                async for message in self._history(tenant, channel, since)
                if _metadata(message) == (POSTED, delivery.id)
            ],
            key=_moment,
        )

    async def _history(
        self,
        tenant: Tenant,
        channel: str,
        oldest: str | None = None,
        *,
        latest: str | None = None,
        threads: bool = False,
    ) -> AsyncIterator[dict[str, Any]]:
        """The messages of direct messages (the only history that we may read), newest first, and
        with `threads` the replies below each, before it."""
        pages = self._pages(
            tenant, "conversations.history", channel=channel, oldest=oldest, latest=latest
        )
        async for message in pages:
            if threads and message.get("reply_count"):
                ts = message.get("ts")
                below = self._pages(tenant, "conversations.replies", channel=channel, ts=ts)
                async for reply in below:
                    if reply.get("ts") != ts:
                        yield reply
            yield message

    async def _pages(
        self, tenant: Tenant, method: str, **arguments: Any
    ) -> AsyncIterator[dict[str, Any]]:
        """All messages that a method tells, page by page."""
        cursor = None
        while True:
            answer = await self._api.call(
                tenant,
                method,
                **arguments,
                cursor=cursor,
                limit="200",
                include_all_metadata="true",
            )
            for message in answer.get("messages", ()):
                if isinstance(message, dict):
                    yield message
            following = answer.get("response_metadata")
            cursor = following.get("next_cursor") if isinstance(following, dict) else None
            if not cursor:
                return


class _Turn:
    """One message at a time in a channel, and a pause between two."""

    def __init__(self, pace: float) -> None:
        self._pace = pace
        self._lock = asyncio.Lock()
        self._free_at = 0.0

    async def __aenter__(self) -> None:
        await self._lock.acquire()
        try:
            wait = self._free_at - asyncio.get_running_loop().time()
            if wait > 0:
                await asyncio.sleep(wait)
        except BaseException:
            self._lock.release()
            raise

    async def __aexit__(self, *_: object) -> None:
        self._free_at = asyncio.get_running_loop().time() + self._pace
        self._lock.release()


_GONE = {"message_not_found", "file_not_found", "file_deleted"}
_NOBODY_THERE = {"user_not_found", "user_disabled", "users_not_found", "channel_not_found"}


def _thread_of(to: Address, there: Receipt) -> str:
    """Under which message more of what stands there is to hang: never under a reply."""
    if to.where is Where.MEMBER:
        return ""
    with suppress(NeverWorks):
        if to.where is Where.THREAD:
            return read_receipt(to.id).first
    return there.first


def _said(message: Message) -> dict[str, Any]:
    return {"text": message.text, "blocks": list(message.blocks)}


def _metadata(message: dict[str, Any]) -> tuple[str, str]:
    told = message.get("metadata")
    if not isinstance(told, dict):
        return ("", "")
    payload = told.get("event_payload")
    id = payload.get("delivery") if isinstance(payload, dict) else ""
    return (str(told.get("event_type", "")), str(id or ""))


def _moment(ts: str) -> tuple[int, int]:
    whole, _, part = ts.partition(".")
    return (int(whole), int(part or 0))
