"""What Discord's errors mean for us: try later, somebody has to mend it, or never.

https://discord.com/developers/docs/topics/opcodes-and-status-codes#json. Reasons are words of ours:
`outbox-trouble-<reason>` in the catalogues says what to do about them.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta

import discord
from aiohttp import ClientError

from bot.core.ports import MessagesClosed, NeedsMending, NeverWorks, TransportError, TryLater

CLOSED = {50007, 50278, 50009}
"""The member takes no messages from the bot, or shares no server with it any more."""
LEFT = {50278, 10013, 10007}
"""The member is not there any more."""
BLOCKED = {200000, 200001, 240000}
"""A rule of the server (AutoMod) or Discord's own filter refused the words."""
GONE = {10008, 10003}
"""The message, or the channel it stood in, is not there any more."""

_MENDABLE = {
    10003: "no_such_channel",
    10004: "not_installed",
    40067: "needs_tag",
    50001: "may_not_see",
    50013: "may_not_write",
    50083: "archived",
    160002: "missing_right",
    160005: "archived",
    160006: "too_many_threads",
}
_PASSING = {40333}
"""Discord calls it an internal network error, and answers it as if something were forbidden."""

REFUSALS = (discord.DiscordException, ClientError, asyncio.TimeoutError, OSError, TransportError)
"""What a call of Discord's can raise that is no mistake of ours."""


def code_of(error: BaseException) -> int:
    """Discord's number for the error, or 0."""
    return error.code if isinstance(error, discord.HTTPException) else 0


def trouble(error: Exception) -> TransportError:
    """The error as the outbox understands it. Raises it again where it is none of Discord's."""
    if isinstance(error, TransportError):
        return error
    if isinstance(error, discord.RateLimited):
        return TryLater("ratelimited", timedelta(seconds=error.retry_after))
    if isinstance(error, discord.HTTPException):
        return _of_http(error)
    if isinstance(error, discord.DiscordException | ClientError | TimeoutError | OSError):
        return TryLater("network")
    raise error


def _of_http(error: discord.HTTPException) -> TransportError:
    if error.code in CLOSED:
        return MessagesClosed("messages_closed")
    if error.code in BLOCKED:
        return NeedsMending("blocked_by_rules")
    if error.code in _MENDABLE:
        return NeedsMending(_MENDABLE[error.code])
    if error.status == 429:
        after = error.response.headers.get("Retry-After", "")
        return TryLater(
            "ratelimited", timedelta(seconds=float(after)) if _is_number(after) else None
        )
    if error.status >= 500 or error.code in _PASSING:
        return TryLater("discord_down")
    if error.status == 401:
        return NeedsMending("not_installed")
    if error.status == 403:
        return NeedsMending("missing_right")
    return NeverWorks(f"refused_{error.code or error.status}")


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()
