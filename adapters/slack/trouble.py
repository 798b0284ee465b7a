"""What Slack's errors mean for us: try later, somebody has to mend it, or never.

https://docs.slack.dev/reference/methods lists the errors of each method. Reasons are words of ours:
`outbox-trouble-<reason>` in the catalogues says what to do about them.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError, SlackClientError

from adapters.slack.installs import NotInstalled, WrongKey
from bot.core.ports import MessagesClosed, NeedsMending, NeverWorks, TransportError, TryLater

MENDABLE = {
    "not_in_channel": "not_in_channel",
    "channel_not_found": "not_in_channel",
    "is_archived": "archived",
    "is_inactive": "archived",
    "missing_scope": "missing_right",
    "no_permission": "missing_right",
    "restricted_action": "may_not_post",
    "restricted_action_read_only_channel": "may_not_post",
    "restricted_action_thread_only_channel": "may_not_post",
    "restricted_action_non_threadable_channel": "may_not_post",
    "restricted_action_thread_locked": "may_not_post",
    "invalid_auth": "not_installed",
    "not_authed": "not_installed",
    "account_inactive": "not_installed",
    "token_revoked": "not_installed",
    "token_expired": "not_installed",
    "ekm_access_denied": "may_not_post",
    "access_denied": "may_not_post",
}
"""Errors that somebody can mend: in the meantime the message waits."""

CLOSED = {"messages_tab_disabled", "cannot_dm_bot"}
"""Errors that say that no direct messages reach a member: kept for when they come by."""

PASSING = {
    "ratelimited",
    "rate_limited",
    "message_limit_exceeded",
    "internal_error",
    "fatal_error",
    "service_unavailable",
    "request_timeout",
    "accesslimited",
    "team_added_to_org",
    "org_login_required",
}
"""Errors that pass by themselves."""


REFUSALS = (
    SlackClientError,
    ClientError,
    asyncio.TimeoutError,
    OSError,
    NotInstalled,
    WrongKey,
    TransportError,
)
"""What a call of Slack's can raise that is no mistake of ours."""


def error_of(error: BaseException) -> str:
    """Slack's word for the error, or nothing where it said none."""
    if not isinstance(error, SlackApiError):
        return ""
    said = error.response.get("error") if hasattr(error.response, "get") else None
    return said if isinstance(said, str) else ""


def retry_after(error: BaseException) -> timedelta | None:
    """How long Slack asks us to wait, where it does."""
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    for name, value in headers.items():
        if str(name).lower() == "retry-after":
            first = value[0] if isinstance(value, list) else value
            if str(first).isdigit():
                return timedelta(seconds=min(int(first), 3600))
    return None


def trouble(error: Exception) -> TransportError:
    """The error as the outbox understands it. Raises it again where it is none of Slack's."""
    if isinstance(error, TransportError):
        return error
    if isinstance(error, NotInstalled | WrongKey):
        return NeedsMending("not_installed")
    if isinstance(error, SlackApiError):
        return _of_api(error)
    if isinstance(error, ClientError | asyncio.TimeoutError | OSError | SlackClientError):
        return TryLater("network")
    raise error


def _of_api(error: SlackApiError) -> TransportError:
    said = error_of(error)
    status = getattr(error.response, "status_code", 0)
    if said in PASSING or status == 429 or status >= 500 or not said:
        # Without a word of Slack's it was a proxy or a broken answer.
        return TryLater(said or "network", retry_after(error))
    if said in CLOSED:
        return MessagesClosed("messages_closed")
    if said in MENDABLE:
        return NeedsMending(MENDABLE[said])
    return NeverWorks(said if said.replace("_", "").isalnum() else "refused")
