"""What Slack sends to an app, and the door through which it comes.

Shapes: https://docs.slack.dev/reference/interaction-payloads, the pages of the events, and the
payloads that `slack_bolt` is tested with. Where an app serves a whole org (`Origin.is_org`), the
interactions have `team: null` and the events' authorization names no workspace.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol
from urllib.parse import urlencode

from aiohttp import ClientSession
from slack_sdk.signature import SignatureVerifier

Json = dict[str, Any]
VERIFICATION = "verification-token"


class Kind(StrEnum):
    """The three ways in which something comes, by their names in Socket Mode."""

    COMMAND = "slash_commands"
    INTERACTIVE = "interactive"
    EVENT = "events_api"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where something comes from: the workspace, its org, and the app's bot there."""

    team: str = "T1"
    domain: str = "job-club"
    enterprise: str | None = None
    enterprise_name: str = "Job Org"
    is_org: bool = False
    """Whether the org's installation is what serves this workspace."""
    app: str = "A1"
    bot_user: str = "UBOT"

    def team_part(self) -> Json | None:
        if self.is_org:
            return None
        part: Json = {"id": self.team, "domain": self.domain}
        if self.enterprise:
            part |= {"enterprise_id": self.enterprise, "enterprise_name": self.enterprise_name}
        return part

    def enterprise_part(self) -> Json | None:
        if not self.enterprise:
            return None
        return {"id": self.enterprise, "name": self.enterprise_name}


@dataclass(frozen=True, slots=True)
class Who:
    """The member who did it; `team` is the workspace they belong to."""

    id: str
    name: str = "ana"
    team: str = "T1"


def slash_command(
    origin: Origin,
    who: Who,
    command: str,
    text: str = "",
    *,
    channel: str,
    channel_name: str,
    trigger_id: str,
    response_url: str,
) -> Json:
    """`/debrief Acme`: flat, as it comes in a form. Direct messages are called `directmessage`."""
    told: Json = {
        "token": VERIFICATION,
        "team_id": origin.team,
        "team_domain": origin.domain,
        "channel_id": channel,
        "channel_name": channel_name,
        "user_id": who.id,
        "user_name": who.name,
        "command": command,
        "text": text,
        "api_app_id": origin.app,
        "is_enterprise_install": str(origin.is_org).lower(),
        "response_url": response_url,
        "trigger_id": trigger_id,
    }
    if origin.enterprise:
        told |= {"enterprise_id": origin.enterprise, "enterprise_name": origin.enterprise_name}
    return told


def _interaction(kind: str, origin: Origin, who: Who) -> Json:
    return {
        "type": kind,
        "user": {"id": who.id, "username": who.name, "name": who.name, "team_id": who.team},
        "api_app_id": origin.app,
        "token": VERIFICATION,
        "team": origin.team_part(),
        "enterprise": origin.enterprise_part(),
        "is_enterprise_install": origin.is_org,
    }


def actions_in_view(
    origin: Origin, who: Who, view: Json, actions: list[Json], *, trigger_id: str
) -> Json:
    """block_actions in a modal or in the home. `view` is whole, as the Web API gives it."""
    return _interaction("block_actions", origin, who) | {
        "container": {"type": "view", "view_id": view["id"]},
        "trigger_id": trigger_id,
        "view": view,
        "actions": actions,
    }


def actions_in_message(
    origin: Origin,
    who: Who,
    message: Json,
    actions: list[Json],
    *,
    channel: str,
    channel_name: str,
    trigger_id: str,
    response_url: str,
    is_ephemeral: bool = False,
    values: Mapping[str, Any] | None = None,
) -> Json:
    """block_actions in a message. An ephemeral one is not told along."""
    container: Json = {
        "type": "message",
        "message_ts": message["ts"],
        "channel_id": channel,
        "is_ephemeral": is_ephemeral,
    }
    if message.get("thread_ts"):
        container["thread_ts"] = message["thread_ts"]
    told = _interaction("block_actions", origin, who) | {
        "container": container,
        "trigger_id": trigger_id,
        "channel": {"id": channel, "name": channel_name},
        "state": {"values": dict(values or {})},
        "response_url": response_url,
        "actions": actions,
    }
    return told if is_ephemeral else told | {"message": message}


def view_submission(origin: Origin, who: Who, view: Json, *, trigger_id: str) -> Json:
    """A form is sent."""
    return _interaction("view_submission", origin, who) | {
        "trigger_id": trigger_id,
        "view": view,
        "response_urls": [],
    }


def view_closed(origin: Origin, who: Who, view: Json, *, is_cleared: bool = False) -> Json:
    """A modal is closed, one by one or (`is_cleared`) all of them at once."""
    return _interaction("view_closed", origin, who) | {"view": view, "is_cleared": is_cleared}


def shortcut(
    origin: Origin, who: Who, callback_id: str, *, trigger_id: str, action_ts: str
) -> Json:
    """A global shortcut is used."""
    return _interaction("shortcut", origin, who) | {
        "action_ts": action_ts,
        "callback_id": callback_id,
        "trigger_id": trigger_id,
    }


def message_action(
    origin: Origin,
    who: Who,
    callback_id: str,
    message: Json,
    *,
    channel: str,
    channel_name: str,
    trigger_id: str,
    action_ts: str,
    response_url: str,
) -> Json:
    """A shortcut is used on a message."""
    return _interaction("message_action", origin, who) | {
        "action_ts": action_ts,
        "callback_id": callback_id,
        "trigger_id": trigger_id,
        "channel": {"id": channel, "name": channel_name},
        "message_ts": message["ts"],
        "message": message,
        "response_url": response_url,
    }


# Events.


def event(
    origin: Origin,
    inner: Json,
    *,
    event_id: str,
    event_time: int,
    is_ext_shared_channel: bool = False,
) -> Json:
    """An event in its envelope."""
    told: Json = {
        "token": VERIFICATION,
        "team_id": origin.team,
        "context_team_id": origin.team,
        "context_enterprise_id": origin.enterprise,
        "api_app_id": origin.app,
        "event": inner,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": event_time,
        "authorizations": [
            {
                "enterprise_id": origin.enterprise,
                "team_id": None if origin.is_org else origin.team,
                "user_id": origin.bot_user,
                "is_bot": True,
                "is_enterprise_install": origin.is_org,
            }
        ],
        "is_ext_shared_channel": is_ext_shared_channel,
        "event_context": f"4-{event_id}",
    }
    if origin.enterprise:
        told["enterprise_id"] = origin.enterprise
    return told


def app_home_opened(user: str, channel: str, ts: str, *, tab: str = "home") -> Json:
    """The app's page was opened, on its Home tab or on its messages. `channel` is the DM."""
    return {
        "type": "app_home_opened",
        "user": user,
        "channel": channel,
        "tab": tab,
        "event_ts": ts,
    }


def app_mention(
    user: str, channel: str, text: str, ts: str, *, team: str = "T1", thread_ts: str = ""
) -> Json:
    """Somebody mentions the app in a channel. `text` holds `<@UBOT>` and is escaped."""
    told: Json = {
        "type": "app_mention",
        "user": user,
        "text": text,
        "ts": ts,
        "team": team,
        "channel": channel,
        "event_ts": ts,
    }
    return told | ({"thread_ts": thread_ts} if thread_ts else {})


def message_im(
    user: str,
    channel: str,
    text: str,
    ts: str,
    *,
    team: str = "T1",
    thread_ts: str = "",
    files: Iterable[Json] = (),
) -> Json:
    """Somebody writes to the app. With files it comes as `file_share`."""
    told: Json = {
        "client_msg_id": f"client-{ts}",
        "type": "message",
        "user": user,
        "text": text,
        "ts": ts,
        "team": team,
        "channel": channel,
        "event_ts": ts,
        "channel_type": "im",
    }
    if thread_ts:
        told["thread_ts"] = thread_ts
    if shared := [*files]:
        told |= {"subtype": "file_share", "files": shared, "upload": False}
    return told


def bot_message_im(channel: str, text: str, ts: str, *, bot_id: str = "BBOT") -> Json:
    """A bot (this one, where its id is given) writes in the direct messages."""
    return {
        "type": "message",
        "bot_id": bot_id,
        "app_id": "A1",
        "user": "UBOT",
        "bot_profile": {"id": bot_id, "app_id": "A1", "name": "fourwins"},
        "text": text,
        "ts": ts,
        "team": "T1",
        "channel": channel,
        "event_ts": ts,
        "channel_type": "im",
    }


def message_changed_im(user: str, channel: str, text: str, was: str, ts: str, now: str) -> Json:
    """A message to the app was edited. `ts` is the message's, `now` that of the event."""
    both = {"type": "message", "user": user, "ts": ts, "team": "T1"}
    return {
        "type": "message",
        "subtype": "message_changed",
        "message": both | {"text": text, "edited": {"user": user, "ts": now}},
        "previous_message": both | {"text": was},
        "channel": channel,
        "hidden": True,
        "ts": now,
        "event_ts": now,
        "channel_type": "im",
    }


def message_deleted_im(user: str, channel: str, was: str, ts: str, now: str) -> Json:
    """A message to the app was deleted."""
    return {
        "type": "message",
        "subtype": "message_deleted",
        "previous_message": {"type": "message", "user": user, "ts": ts, "text": was},
        "channel": channel,
        "hidden": True,
        "deleted_ts": ts,
        "ts": now,
        "event_ts": now,
        "channel_type": "im",
    }


def app_uninstalled(ts: str) -> Json:
    """The app was taken out of the workspace."""
    return {"type": "app_uninstalled", "event_ts": ts}


def tokens_revoked(ts: str, *, bots: Iterable[str] = ("UBOT",), users: Iterable[str] = ()) -> Json:
    """Tokens of these bots and members are good for nothing any more."""
    return {
        "type": "tokens_revoked",
        "tokens": {"oauth": [*users], "bot": [*bots]},
        "event_ts": ts,
    }


def user_change(user: Json, ts: str) -> Json:
    """A member's account changed. `user` is whole, as users.info gives it."""
    return {"type": "user_change", "user": user, "cache_ts": int(float(ts)), "event_ts": ts}


def url_verification(challenge: str = "challenge") -> Json:
    """Slack asks whether the address is ours."""
    return {"token": VERIFICATION, "challenge": challenge, "type": "url_verification"}


# The door.


@dataclass(frozen=True, slots=True)
class Answer:
    """What the app answered. `body` is empty for a bare acknowledgement; `text` is as it came."""

    status: int
    body: Json
    text: str = ""


class Door(Protocol):
    """Where things come in."""

    async def deliver(
        self, kind: Kind, payload: Json, *, retry: int = 0, reason: str = "http_timeout"
    ) -> Answer:
        """Bring it to the app and wait for the answer. `retry` counts Slack's further tries."""
        ...


def signed(body: str, secret: str, now: datetime) -> dict[str, str]:
    """The headers with which Slack proves that it sent this body."""
    timestamp = str(int(now.timestamp()))
    signature = SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=body)
    assert signature is not None
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature}


def encoded(kind: Kind, payload: Json) -> tuple[str, str]:
    """The body as Slack writes it over HTTP, and its content type."""
    match kind:
        case Kind.COMMAND:
            return urlencode(payload), "application/x-www-form-urlencoded"
        case Kind.INTERACTIVE:
            told = urlencode({"payload": json.dumps(payload)})
            return told, "application/x-www-form-urlencoded"
        case Kind.EVENT:
            return json.dumps(payload), "application/json"


def _wall() -> datetime:
    return datetime.now(UTC)


class HttpDoor:
    """Posts to the app, signed, as Slack does. `async with HttpDoor(url, secret) as door:`.

    The clock dates the signatures. The app's own check goes by the wall's, so that is the default.
    """

    def __init__(
        self, url: str, signing_secret: str, clock: Callable[[], datetime] = _wall
    ) -> None:
        self.url = url
        self.signing_secret = signing_secret
        self._clock = clock
        self._session: ClientSession | None = None

    async def __aenter__(self) -> HttpDoor:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def deliver(
        self, kind: Kind, payload: Json, *, retry: int = 0, reason: str = "http_timeout"
    ) -> Answer:
        """See `Door`."""
        body, content_type = encoded(kind, payload)
        # A retry comes later, so its signature is another one.
        at = self._clock() + timedelta(seconds=60 * retry)
        headers = signed(body, self.signing_secret, at)
        headers["Content-Type"] = content_type
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": reason}
        return await self.post(body, headers)

    async def post(self, body: str, headers: Mapping[str, str]) -> Answer:
        """Any body with any headers: for bad signatures and broken bodies."""
        if self._session is None:
            self._session = ClientSession()
        async with self._session.post(self.url, data=body.encode(), headers=headers) as response:
            text = await response.text()
            return Answer(response.status, read(text), text)


def read(text: str) -> Json:
    """The object in an answer, or nothing."""
    if not text.startswith("{"):
        return {}
    told = json.loads(text)
    assert isinstance(told, dict)
    return told
