"""Slack's Web API, played on this machine: it keeps what Slack keeps and refuses what it refuses.

    async with SlackDouble.running() as slack:
        slack.workspace("T1", bot_token="xoxb-1")
        slack.user("U1", name="Ana")
        slack.channel("C1", "job-club", members={"U1"})
        client = AsyncWebClient(token="xoxb-1", base_url=slack.api_url)

Every error has the name that Slack gives it (https://docs.slack.dev/reference/methods). Where Slack
does not say what happens, a comment says what is played here. Calls that no correct program makes
(bad blocks, a bad view, an unknown method) are also noted in `slack.refusals`, for tests to assert
that it is empty. Time is `slack.now` and stands still until it is moved.
"""

from __future__ import annotations

import base64
import copy
import json
import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, Final, NamedTuple, Protocol

from aiohttp import web

from adapters.slack.block_kit import Surface, problems

Json = dict[str, Any]

START: Final = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)

SCOPES: Final = frozenset(
    {
        "commands",
        "chat:write",
        "im:write",
        "im:history",
        "app_mentions:read",
        "users:read",
        "channels:read",
        "groups:read",
        "chat:write.public",
        "channels:join",
        "files:write",
    }
)
"""What our manifest asks for, the optional ones included."""

TRIGGER_LIFE: Final = timedelta(seconds=3)
RESPONSE_LIFE: Final = timedelta(minutes=30)
RESPONSE_USES: Final = 5
VIEW_STACK: Final = 3
VIEW_BYTES: Final = 250_000
TEXT: Final = 40_000
TOKEN_LIFE: Final = timedelta(hours=12)


class Clock(Protocol):
    """A clock that can be set."""

    def now(self) -> datetime: ...

    def set_to(self, moment: datetime) -> None: ...


class StillClock:
    """A clock that goes only when it is told to."""

    def __init__(self, now: datetime = START) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def set_to(self, moment: datetime) -> None:
        self._now = moment


# What the double keeps.


@dataclass
class Workspace:
    """A workspace with the app in it (or, with an org's token, an org: its id is then `E…`)."""

    id: str
    name: str
    bot_token: str
    bot_user: str
    bot_id: str
    scopes: set[str]
    enterprise: str | None = None
    refresh_token: str = ""

    @property
    def domain(self) -> str:
        return re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-")

    @property
    def is_org(self) -> bool:
        return self.id.startswith("E")


@dataclass
class User:
    id: str
    name: str
    team: str
    tz: str = "Europe/Berlin"
    locale: str = "en-GB"
    is_admin: bool = False
    deleted: bool = False
    is_bot: bool = False


@dataclass
class Channel:
    """A channel, or with `user` the direct messages between the app and that member."""

    id: str
    name: str
    team: str
    private: bool = False
    members: set[str] = field(default_factory=set)
    bot_is_in: bool = True
    archived: bool = False
    ext_shared: bool = False
    user: str = ""

    @property
    def is_direct(self) -> bool:
        return bool(self.user)


@dataclass
class File:
    id: str
    name: str
    length: int
    team: str
    url: str
    title: str = ""
    alt: str = ""
    content: bytes | None = None
    is_complete: bool = False
    channels: list[str] = field(default_factory=list)
    deleted: bool = False


@dataclass
class Message:
    """A message as it stands; `only_for` is the one member who sees an ephemeral one."""

    ts: str
    channel: str
    user: str
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str = ""
    bot_id: str = ""
    metadata: Json | None = None
    only_for: str = ""
    edited: str = ""
    deleted: bool = False
    files: list[File] = field(default_factory=list)
    is_broadcast: bool = False
    is_lost: bool = False
    """Whether Slack took it and shows it to nobody."""
    seen_at: int = 0
    """Rises each time that something is shown or changed anywhere."""
    state: dict[str, dict[str, Json]] = field(default_factory=dict)
    versions: list[str] = field(default_factory=list)
    """All that this message ever said."""

    @property
    def is_by_bot(self) -> bool:
        return bool(self.bot_id)

    def payload(self) -> Json:
        """As Slack gives it in an answer or a payload."""
        told: Json = {
            "type": "message",
            "user": self.user,
            "ts": self.ts,
            "text": self.text,
            "blocks": escaped(self.blocks),
        }
        if self.bot_id:
            told |= {"bot_id": self.bot_id, "app_id": APP}
        if self.thread_ts:
            told["thread_ts"] = self.thread_ts
        if self.edited:
            told["edited"] = {"user": self.user, "ts": self.edited}
        if self.files:
            told["files"] = [{"id": one.id, "name": one.name} for one in self.files]
        return told

    def words(self) -> str:
        """What it shows. `text` is only the summary where there are blocks."""
        parts = [words_of(self.blocks, self.state) or unescaped(self.text)]
        parts += [f"{one.title or one.name}\n{one.alt}".strip() for one in self.files]
        return "\n".join(part for part in parts if part)


@dataclass
class View:
    """A modal or a home. `state` is what stands in it, as Slack would send it now."""

    id: str
    type: str
    team: str
    user: str
    given: Json
    hash: str
    bot_id: str
    root_id: str = ""
    previous_id: str | None = None
    state: dict[str, dict[str, Json]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    seen_at: int = 0
    escapes: bool = True

    @property
    def blocks(self) -> list[Json]:
        blocks = self.given.get("blocks")
        return blocks if isinstance(blocks, list) else []

    @property
    def callback_id(self) -> str:
        return str(self.given.get("callback_id") or "")

    @property
    def private_metadata(self) -> str:
        return str(self.given.get("private_metadata") or "")

    @property
    def title(self) -> str:
        return text_of(self.given.get("title"))

    def payload(self, *, with_state: bool = True) -> Json:
        """As Slack gives it in an answer or a payload."""
        given = self.given
        values = copy.deepcopy(self.state) if with_state else {}
        return {
            "id": self.id,
            "team_id": self.team,
            "type": self.type,
            "blocks": escaped(self.blocks) if self.escapes else copy.deepcopy(self.blocks),
            "private_metadata": self.private_metadata,
            "callback_id": self.callback_id,
            "state": {"values": _escaped_values(values) if self.escapes else values},
            "hash": self.hash,
            "title": given.get("title") or {"type": "plain_text", "text": "View Title"},
            "clear_on_close": bool(given.get("clear_on_close")),
            "notify_on_close": bool(given.get("notify_on_close")),
            "close": given.get("close"),
            "submit": given.get("submit"),
            "previous_view_id": self.previous_id,
            "root_view_id": self.root_id,
            "app_id": APP,
            "external_id": str(given.get("external_id") or ""),
            "app_installed_team_id": self.team,
            "bot_id": self.bot_id,
        }

    def words(self) -> str:
        """What stands in it, with what was typed and the errors at their fields."""
        parts = [self.title] if self.type == "modal" else []
        for block in self.blocks:
            parts.append(words_of([block], self.state))
            if error := self.errors.get(str(block.get("block_id"))):
                parts.append(error)
        parts += [text_of(self.given.get(key)) for key in ("submit", "close")]
        return "\n".join(part for part in parts if part)


@dataclass
class Trigger:
    id: str
    user: str
    team: str
    at: datetime
    used: bool = False


@dataclass
class ResponseUrl:
    id: str
    team: str
    user: str
    channel: str
    at: datetime
    message: Message | None
    used: int = 0


class Call(NamedTuple):
    """A call that came in, with its arguments as Slack reads them (without the token)."""

    method: str
    args: Json


class Refusal(NamedTuple):
    """A call that no correct program makes."""

    method: str
    error: str
    problems: tuple[str, ...]


@dataclass
class _Grant:
    token: str
    owner: str
    """The id of a workspace or of an org."""
    kind: str = "bot"
    ends: datetime | None = None
    ended_by: str = ""


@dataclass
class _Fault:
    method: str
    error: str = ""
    retry_after: int = 0
    times: int = 1
    status: int = 0
    drops: bool = False
    loses_answer: bool = False
    where: Mapping[str, Any] = field(default_factory=dict)


class _Refused(Exception):
    """Slack says no: the error's name, and what else its answer holds."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.error = error
        self.more = more


class _Limited(_Refused):
    """Too many calls."""

    def __init__(self, after: int) -> None:
        super().__init__("ratelimited")
        self.after = after


@dataclass
class _Asking:
    """A call with a good token."""

    method: str
    args: Json
    at: Workspace
    grant: _Grant

    def told(self, key: str) -> str:
        value = self.args.get(key)
        return "" if value is None else str(value)

    def is_true(self, key: str) -> bool:
        return self.args.get(key) in (True, 1, "1", "true", "True")


APP: Final = "A1"

_NEEDED: Final[Mapping[str, str]] = {
    "users.info": "users:read",
    "chat.postMessage": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.update": "chat:write",
    "chat.delete": "chat:write",
    "conversations.join": "channels:join",
    "conversations.open": "im:write",
    "files.getUploadURLExternal": "files:write",
    "files.completeUploadExternal": "files:write",
    "files.delete": "files:write",
}
"""The scope of a method, where it does not depend on its arguments: docs.slack.dev, each method."""

_FORMS_ONLY: Final = {
    "users.info",
    "conversations.info",
    "conversations.history",
    "oauth.v2.access",
}
"""Methods whose pages name no JSON: what is sent so is not read. That of conversations.history does
not say; not reading it is the stricter."""

_WITHOUT_TOKEN: Final = {"api.test", "oauth.v2.access"}
_AS_JSON: Final = {"blocks", "view", "metadata", "files", "attachments"}


class SlackDouble:
    """See the module. Made by `SlackDouble.running()`."""

    def __init__(self, clock: Clock | None = None) -> None:
        self.clock: Clock = clock or StillClock()
        self.workspaces: dict[str, Workspace] = {}
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.messages: list[Message] = []
        self.views: dict[str, View] = {}
        """Open modals by id."""
        self.stacks: dict[str, list[View]] = {}
        """Each member's open modals, the one on top last."""
        self.homes: dict[str, View] = {}
        """Published homes by member (and by workspace, where a member is in several)."""
        self.files: dict[str, File] = {}
        self.calls: list[Call] = []
        self.refusals: list[Refusal] = []
        self.denials: list[tuple[str, str]] = []
        """Every error that was told, by method; what `fails` ordered is left out."""
        self.paced = False
        """Whether a channel takes one message a second."""
        self.app_token = "xapp-1"
        self.client_id = "1.1"
        self.client_secret = "shh"
        self.rotates = False
        """Whether new tokens end after twelve hours."""
        self.messages_tab = True
        """Whether the app can be written to, and can write, in direct messages."""
        self.socket_url: Callable[[], str] | None = None
        """Where Socket Mode waits: set by `SocketDouble`."""
        self.escapes = True
        """Whether `&`, `<` and `>` come back escaped, also those that were typed into a form."""
        self.tells_state_on_close = True
        """Whether view_closed holds what was typed. Slack's pages leave it open."""
        self.base_url = ""
        self._grants: dict[str, _Grant] = {}
        self._spent_refresh_tokens: set[str] = set()
        self._refresh_tokens: dict[str, str] = {}
        self._codes: dict[str, tuple[str, bool]] = {}
        self._spent_codes: set[str] = set()
        self._triggers: dict[str, Trigger] = {}
        self._response_urls: dict[str, ResponseUrl] = {}
        self._faults: list[_Fault] = []
        self._numbers = count(1)
        self._order = count(1)
        self._last_stamp = 0
        self._last_post: dict[str, datetime] = {}
        self._methods: dict[str, Callable[[_Asking], Json]] = {
            "auth.test": self._auth_test,
            "users.info": self._users_info,
            "conversations.info": self._conversations_info,
            "conversations.open": self._conversations_open,
            "conversations.join": self._conversations_join,
            "conversations.history": self._conversations_history,
            "conversations.replies": self._conversations_replies,
            "chat.postMessage": self._post,
            "chat.postEphemeral": self._post_ephemeral,
            "chat.update": self._update,
            "chat.delete": self._delete,
            "views.open": self._views_open,
            "views.push": self._views_push,
            "views.update": self._views_update,
            "views.publish": self._views_publish,
            "files.getUploadURLExternal": self._upload_url,
            "files.completeUploadExternal": self._complete_upload,
            "files.delete": self._files_delete,
            "apps.connections.open": self._connections_open,
            "apps.uninstall": self._uninstall,
        }

    @classmethod
    @asynccontextmanager
    async def running(cls, clock: Clock | None = None) -> AsyncIterator[SlackDouble]:
        """A double that listens on this machine, at any free port. Takes the clock it goes by."""
        slack = cls(clock)
        app = web.Application(client_max_size=32 * 1024 * 1024)
        app.router.add_route("*", "/api/{method}", slack._serve)
        app.router.add_post("/upload/{id}", slack._serve_upload)
        app.router.add_post("/response/{id}", slack._serve_response_url)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        try:
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            host, port = runner.addresses[0][:2]
            slack.base_url = f"http://{host}:{port}"
            yield slack
        finally:
            await runner.cleanup()

    @property
    def api_url(self) -> str:
        return f"{self.base_url}/api/"

    @property
    def now(self) -> datetime:
        return self.clock.now()

    @now.setter
    def now(self, moment: datetime) -> None:
        self.clock.set_to(moment)

    def wait(self, **span: float) -> None:
        """Time passes: `slack.wait(seconds=4)`."""
        self.now = self.now + timedelta(**span)

    # Setting the stage.

    def workspace(
        self,
        id: str = "T1",
        *,
        name: str = "Job Club",
        bot_token: str = "xoxb-1",
        bot_user: str = "UBOT",
        bot_id: str = "BBOT",
        scopes: Iterable[str] = SCOPES,
        enterprise: str | None = None,
    ) -> Workspace:
        """A workspace with the app in it. `bot_token=""` for one that only its org's token serves,
        or that has not installed the app yet."""
        made = Workspace(id, name, bot_token, bot_user, bot_id, set(scopes), enterprise)
        self.workspaces[id] = made
        if bot_token:
            self._grants[bot_token] = _Grant(bot_token, id)
        self.users.setdefault(bot_user, User(bot_user, "fourwins", id, is_bot=True))
        return made

    def org(
        self,
        id: str = "E1",
        *,
        name: str = "Job Org",
        bot_token: str = "xoxb-org",
        bot_user: str = "UBOT",
        bot_id: str = "BBOT",
        scopes: Iterable[str] = SCOPES,
    ) -> Workspace:
        """An Enterprise organisation that installed the app for all its workspaces."""
        assert id.startswith("E"), "the id of an org begins with E"
        return self.workspace(
            id, name=name, bot_token=bot_token, bot_user=bot_user, bot_id=bot_id, scopes=scopes
        )

    def user(
        self,
        id: str,
        *,
        name: str = "",
        tz: str = "Europe/Berlin",
        locale: str = "en-GB",
        team: str = "T1",
        is_admin: bool = False,
        deleted: bool = False,
        is_bot: bool = False,
    ) -> User:
        made = User(id, name or id.title(), team, tz, locale, is_admin, deleted, is_bot)
        self.users[id] = made
        return made

    def channel(
        self,
        id: str,
        name: str,
        *,
        private: bool = False,
        members: Iterable[str] = (),
        bot_is_in: bool = True,
        archived: bool = False,
        ext_shared: bool = False,
        team: str = "T1",
    ) -> Channel:
        made = Channel(id, name, team, private, set(members), bot_is_in, archived, ext_shared)
        self.channels[id] = made
        return made

    def dm(self, user: str) -> str:
        """The id of the direct messages between the app and this member."""
        id = f"D{user}"
        if id not in self.channels:
            team = self.users[user].team
            self.channels[id] = Channel(
                id, "directmessage", team, private=True, members={user}, user=user
            )
        return id

    def revoke(self, owner: str, error: str = "token_revoked") -> None:
        """The tokens of this workspace (or org) are good for nothing from now on."""
        for grant in self._grants.values():
            if grant.owner == owner:
                grant.ended_by = error

    def ends(self, token: str, at: datetime) -> None:
        """The token ends at this moment."""
        self._grants[token].ends = at

    def code(self, owner: str = "T1") -> str:
        """Somebody allows the app into this workspace or org: what their browser brings back."""
        code = f"code-{next(self._numbers)}"
        self._codes[code] = (owner, owner.startswith("E"))
        return code

    def refreshable(self, owner: str) -> str:
        """A refresh token for this workspace's app."""
        token = f"xoxe-1-{next(self._numbers)}"
        self._refresh_tokens[token] = owner
        return token

    def trigger(self, user: str, team: str = "") -> str:
        """Somebody did something: its trigger, good for three seconds and once."""
        id = f"{next(self._numbers)}.{int(self.now.timestamp())}.{user.lower()}"
        self._triggers[id] = Trigger(id, user, team or self.users[user].team, self.now)
        return id

    def response_url(self, user: str, channel: str, message: Message | None = None) -> str:
        """The address at which an interaction can be answered: five times, for thirty minutes."""
        id = f"r{next(self._numbers)}"
        self._response_urls[id] = ResponseUrl(
            id, self.users[user].team, user, channel, self.now, message
        )
        return f"{self.base_url}/response/{id}"

    def fails(
        self,
        method: str,
        *,
        error: str = "",
        retry_after: int = 1,
        times: int = 1,
        status: int = 0,
        drops: bool = False,
        loses_answer: bool = False,
        **where: Any,
    ) -> None:
        """The next calls of this method fail: with an error of Slack's, with an HTTP status, with
        a connection that drops before anything is done, or after it is (`loses_answer`).

        `method` may be `*`, `upload` (the bytes of a file) or `response_url`. Arguments by name
        say which calls: `slack.fails("chat.postMessage", error="…", channel="C1")`.
        """
        assert error or status or drops or loses_answer, "say how it fails"
        self._faults.append(
            _Fault(method, error, retry_after, times, status, drops, loses_answer, where)
        )

    def heals(self) -> None:
        """No call fails any more."""
        self._faults.clear()

    # Looking at it.

    def called(self, method: str) -> list[Json]:
        """The arguments of each call of this method."""
        return [args for name, args in self.calls if name == method]

    def seen_by(self, user: str, channel: str) -> list[Message]:
        """What this member sees in this channel (or direct messages), oldest first."""
        there = self.channels[channel]
        if there.is_direct and there.user != user:
            return []
        if there.private and user not in there.members:
            return []
        return [
            one
            for one in self.messages
            if one.channel == channel
            and not (one.deleted or one.is_lost)
            and one.only_for in ("", user)
        ]

    def in_channel(self, channel: str) -> list[Message]:
        """The messages that everybody in this channel sees, oldest first."""
        return [
            one
            for one in self.messages
            if one.channel == channel and not one.deleted and not one.only_for
        ]

    def everything_public(self) -> str:
        """Every word that anybody but its reader could ever read: all messages in channels, with
        what was edited or taken away later, summaries and files. Words people wrote themselves are
        left out: this is what the app gave away."""
        parts: list[str] = []
        for one in self.messages:
            if one.only_for or self.channels[one.channel].is_direct or not one.is_by_bot:
                continue
            parts += one.versions
            parts += [
                f"{f.name}\n{f.title}\n{f.alt}\n{(f.content or b'').decode(errors='ignore')}"
                for f in one.files
            ]
        return "\n".join(parts)

    def modal_of(self, user: str) -> View | None:
        """The modal on top before this member."""
        stack = self.stacks.get(user)
        return stack[-1] if stack else None

    def home_of(self, user: str) -> View | None:
        """The home that this member finds."""
        return self.homes.get(user)

    # What people do.

    def says(
        self, user: str, channel: str, text: str, *, thread_ts: str = "", files: Sequence[File] = ()
    ) -> Message:
        """A member writes a message."""
        message = Message(
            self.stamp(), channel, user, _as_message(text), thread_ts=thread_ts, files=[*files]
        )
        section: Json = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
        message.blocks = [{"type": "rich_text", "block_id": "b1", "elements": [section]}]
        self._keep(message)
        return message

    def close(self, user: str, *, everything: bool = False) -> list[View]:
        """A member closes the modal on top (or all of them): those that told so."""
        stack = self.stacks.get(user, [])
        closing = [*stack] if everything else stack[-1:]
        for view in closing:
            stack.remove(view)
            del self.views[view.id]
        return [view for view in closing if view.given.get("notify_on_close")]

    def answer_submission(self, view: View, body: Json) -> str:
        """Do what a response to view_submission says. Returns an error's name, or nothing.

        https://docs.slack.dev/surfaces/modals#response_actions
        """
        action = body.get("response_action")
        if view.id not in self.views:
            # It was closed meanwhile, or replaced.
            return ""
        if not body:
            self._stack(view.user).remove(view)
            del self.views[view.id]
            return ""
        try:
            match action:
                case "clear":
                    self.close(view.user, everything=True)
                case "errors":
                    self._set_errors(view, body.get("errors"))
                case "update":
                    given = self._checked_view("response_action", body.get("view"), "modal")
                    self._change(view, given)
                case "push":
                    given = self._checked_view("response_action", body.get("view"), "modal")
                    self._push(view.user, view.team, view.bot_id, given)
                case _:
                    raise self._noted("response_action", "unknown", [f"{action!r}"])
        except _Refused as refused:
            return refused.error
        return ""

    def answer_command(self, user: str, channel: str, body: Json, text: str) -> str:
        """Show what a slash command was answered with. Returns an error's name, or nothing."""
        told = body or ({"text": text} if text else {})
        there = ResponseUrl("", self.users[user].team, user, channel, self.now, None)
        try:
            if told:
                self._respond(there, told)
        except _Refused as refused:
            return refused.error
        return ""

    def number(self) -> int:
        """A number that was not used before."""
        return next(self._numbers)

    def _set_errors(self, view: View, errors: Any) -> None:
        fields = {str(b.get("block_id")) for b in view.blocks if b.get("type") == "input"}
        if not isinstance(errors, dict) or not errors:
            raise self._noted("response_action", "invalid_errors", ["errors: none"])
        wrong = [f"errors: {name} is no input block" for name in errors if name not in fields]
        wrong += [
            f"errors.{name}: no text"
            for name, text in errors.items()
            if not (isinstance(text, str) and text)
        ]
        if wrong:
            raise self._noted("response_action", "invalid_errors", wrong)
        view.errors = dict(errors)
        view.seen_at = next(self._order)

    # Serving.

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        try:
            args = await self._args(method, request)
        except _Refused as refused:
            self._noted(method, refused.error, ["the body cannot be read"])
            return _told(refused)
        token = _token(request, args)
        self.calls.append(Call(method, args))
        fault = self._fault(method, args)
        if fault is not None and not fault.loses_answer:
            return self._broken(request, fault)
        try:
            answer = self._called(method, args, token, request)
        except _Refused as refused:
            self.denials.append((method, refused.error))
            return _told(refused)
        if fault is not None:
            return self._dropped(request)
        headers = {}
        if (grant := self._grants.get(token)) and (at := self.workspaces.get(grant.owner)):
            headers["x-oauth-scopes"] = ",".join(sorted(at.scopes))
        return web.json_response({"ok": True, **answer}, headers=headers)

    def _called(self, method: str, args: Json, token: str, request: web.Request) -> Json:
        if method == "api.test":
            return {"args": {key: str(value) for key, value in args.items()}}
        if method == "oauth.v2.access":
            return self._access(args, request)
        if method not in self._methods:
            raise self._noted(method, "unknown_method", [])
        asking = self._authed(method, args, token)
        if (needed := _NEEDED.get(method)) is not None:
            self._needs(asking, needed)
        return self._methods[method](asking)

    def _authed(self, method: str, args: Json, token: str) -> _Asking:
        if not token:
            raise _Refused("not_authed")
        if method == "apps.connections.open":
            if token != self.app_token:
                known = token in self._grants
                raise _Refused("not_allowed_token_type" if known else "invalid_auth")
            return _Asking(method, args, next(iter(self.workspaces.values())), _Grant(token, ""))
        grant = self._grants.get(token)
        if grant is None:
            wrong_kind = token == self.app_token
            raise _Refused("not_allowed_token_type" if wrong_kind else "invalid_auth")
        if grant.ended_by:
            raise _Refused(grant.ended_by)
        if grant.ends is not None and self.now >= grant.ends:
            raise _Refused("token_expired")
        return _Asking(method, args, self.workspaces[grant.owner], grant)

    async def _args(self, method: str, request: web.Request) -> Json:
        args: Json = dict(request.query)
        if request.content_type == "application/json":
            body = await request.read()
            try:
                told = json.loads(body) if body else {}
            except ValueError:
                raise _Refused("invalid_json") from None
            if not isinstance(told, dict):
                raise _Refused("json_not_object")
            # A token goes into a header with JSON. What is null was not given.
            given = {key: value for key, value in told.items() if value is not None}
            args |= {} if method in _FORMS_ONLY else given
        elif request.method == "POST":
            form = await request.post()
            args |= {key: value for key, value in form.items() if isinstance(value, str)}
        for key in _AS_JSON & args.keys():
            if isinstance(args[key], str):
                try:
                    args[key] = json.loads(args[key])
                except ValueError:
                    name = "invalid_blocks_format" if key == "blocks" else "invalid_arguments"
                    raise _Refused(name) from None
        return args

    def _fault(self, method: str, args: Mapping[str, Any]) -> _Fault | None:
        for fault in self._faults:
            if fault.method not in ("*", method):
                continue
            if all(args.get(key) == value for key, value in fault.where.items()):
                fault.times -= 1
                if fault.times <= 0:
                    self._faults.remove(fault)
                return fault
        return None

    def _broken(self, request: web.Request, fault: _Fault) -> web.StreamResponse:
        if fault.drops:
            return self._dropped(request)
        if fault.status:
            return web.Response(
                status=fault.status, text="<html>Oh no.</html>", content_type="text/html"
            )
        if fault.error == "ratelimited":
            return _told(_Limited(fault.retry_after))
        return _told(_Refused(fault.error))

    def _dropped(self, request: web.Request) -> web.StreamResponse:
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    def _noted(self, method: str, error: str, wrong: Sequence[str], **more: Any) -> _Refused:
        self.refusals.append(Refusal(method, error, tuple(wrong)))
        if wrong:
            more["response_metadata"] = {"messages": [f"[ERROR] {one}" for one in wrong]}
        return _Refused(error, **more)

    # Parts of many methods.

    def stamp(self) -> str:
        """The time as Slack writes it on a message; each is later than the one before."""
        at = int(self.now.timestamp() * 1_000_000)
        self._last_stamp = max(at, self._last_stamp + 100)
        return f"{self._last_stamp // 1_000_000}.{self._last_stamp % 1_000_000:06d}"

    def _needs(self, asking: _Asking, *scopes: str) -> None:
        if not asking.at.scopes & set(scopes):
            provided = ",".join(sorted(asking.at.scopes))
            raise _Refused("missing_scope", needed=scopes[0], provided=provided)

    def _serves(self, at: Workspace, team: str) -> bool:
        """Whether the token that is `at` a workspace or an org serves this workspace."""
        if at.id == team:
            return True
        there = self.workspaces.get(team)
        return at.is_org and there is not None and there.enterprise == at.id

    def _place(self, asking: _Asking, id: str, *, by_user: bool = False) -> Channel:
        """The conversation. `by_user`: the id of a member stands for their direct messages."""
        if not id:
            raise self._noted(asking.method, "invalid_arguments", ["channel: missing"])
        if by_user and id in self.users:
            id = self.dm(id)
        there = self.channels.get(id)
        if there is None or not (self._serves(asking.at, there.team) or there.ext_shared):
            raise _Refused("channel_not_found")
        if there.private and not there.is_direct and not there.bot_is_in:
            raise _Refused("channel_not_found")
        return there

    def _member(self, asking: _Asking, id: str) -> User:
        there = self.users.get(id)
        if there is None or not self._visible(asking.at, there):
            raise _Refused("user_not_found")
        return there

    def _visible(self, at: Workspace, user: User) -> bool:
        if self._serves(at, user.team):
            return True
        enterprise = at.enterprise
        home = self.workspaces.get(user.team)
        if enterprise is not None and home is not None and home.enterprise == enterprise:
            return True
        # Who shares a channel with us can be looked up.
        return any(c.ext_shared and user.id in c.members for c in self.channels.values())

    def _bot(self, asking: _Asking) -> tuple[str, str]:
        return asking.at.bot_user, asking.at.bot_id

    def _keep(self, message: Message) -> None:
        message.seen_at = next(self._order)
        message.state = first_state(message.blocks)
        message.versions.append(f"{message.text}\n{words_of(message.blocks)}")
        self.messages.append(message)

    def _changed(self, message: Message) -> None:
        message.seen_at = next(self._order)
        message.state = kept_state(message.state, message.blocks)
        message.versions.append(f"{message.text}\n{words_of(message.blocks)}")

    def _checked_message(self, method: str, args: Json) -> None:
        blocks, text = args.get("blocks"), args.get("text")
        if not blocks and not text and not args.get("attachments"):
            raise self._noted(method, "no_text", ["text: missing"])
        if isinstance(text, str) and len(text) > TEXT:
            raise self._noted(method, "msg_too_long", [f"text: {len(text)} characters"])
        # The SDK adds the workspace for tokens of an org; Slack takes it from any.
        wrong = problems(Surface.MESSAGE, {k: v for k, v in args.items() if k != "team_id"})
        if wrong:
            of_blocks = any(one.startswith("blocks") for one in wrong)
            raise self._noted(method, "invalid_blocks" if of_blocks else "invalid_arguments", wrong)
        self._pictures_exist(method, blocks)

    def _pictures_exist(self, method: str, blocks: Any) -> None:
        for named in _under(blocks, "slack_file"):
            id = named.get("id") if isinstance(named, dict) else None
            if id is not None and not (id in self.files and self.files[id].is_complete):
                raise self._noted(method, "invalid_blocks", ["slack_file: there is no such file"])

    def _checked_view(self, method: str, view: Any, *types: str) -> Json:
        if not isinstance(view, dict):
            raise self._noted(method, "invalid_arguments", ["view: missing"])
        if len(json.dumps(view)) > VIEW_BYTES:
            raise self._noted(method, "view_too_large", [])
        if view.get("type") not in types:
            raise self._noted(method, "invalid_arguments", [f"view.type: not {' or '.join(types)}"])
        wrong = problems(Surface(view["type"]), view)
        if wrong:
            raise self._noted(method, "invalid_arguments", wrong)
        self._pictures_exist(method, view.get("blocks"))
        return named_blocks(view)

    def _unique(self, view: Json, but: View | None = None) -> None:
        external = view.get("external_id")
        for other in [*self.views.values(), *self.homes.values()]:
            if external and other is not but and other.given.get("external_id") == external:
                raise _Refused("duplicate_external_id")

    def _hash(self) -> str:
        return f"{int(self.now.timestamp())}.h{next(self._numbers):07d}"

    def _stack(self, user: str) -> list[View]:
        return self.stacks.setdefault(user, [])

    def _made(self, user: str, team: str, bot_id: str, given: Json) -> View:
        id = f"V{next(self._numbers):06d}"
        view = View(id, given["type"], team, user, given, self._hash(), bot_id, root_id=id)
        view.escapes = self.escapes
        view.state = first_state(view.blocks)
        view.seen_at = next(self._order)
        return view

    def _push(self, user: str, team: str, bot_id: str, given: Json) -> View:
        stack = self._stack(user)
        if len(stack) >= VIEW_STACK:
            raise _Refused("push_limit_reached")
        self._unique(given)
        view = self._made(user, team, bot_id, given)
        if stack:
            view.root_id, view.previous_id = stack[0].id, stack[-1].id
        stack.append(view)
        self.views[view.id] = view
        return view

    def _change(self, view: View, given: Json) -> None:
        self._unique(given, but=view)
        view.given = given
        view.hash = self._hash()
        view.errors = {}
        view.state = kept_state(view.state, view.blocks)
        view.seen_at = next(self._order)

    def _trigger(self, asking: _Asking) -> Trigger:
        id = asking.told("trigger_id")
        if not id:
            raise self._noted(asking.method, "invalid_arguments", ["trigger_id: missing"])
        trigger = self._triggers.get(id)
        if trigger is None or not self._serves(asking.at, trigger.team):
            raise _Refused("invalid_trigger_id")
        if trigger.used:
            raise _Refused("exchanged_trigger_id")
        if self.now - trigger.at > TRIGGER_LIFE:
            raise _Refused("expired_trigger_id")
        return trigger

    # Methods.

    def _auth_test(self, asking: _Asking) -> Json:
        at = asking.at
        told: Json = {
            "url": f"https://{at.domain}.slack.com/",
            "team": at.name,
            "user": self.users[at.bot_user].name,
            "team_id": at.id,
            "user_id": at.bot_user,
            "bot_id": at.bot_id,
            "is_enterprise_install": at.is_org,
        }
        enterprise = at.id if at.is_org else at.enterprise
        if enterprise:
            told["enterprise_id"] = enterprise
        return told

    def _users_info(self, asking: _Asking) -> Json:
        if not asking.told("user"):
            raise self._noted(asking.method, "invalid_arguments", ["user: missing"])
        user = self._member(asking, asking.told("user"))
        told = self.account(user.id)
        if not self._serves(asking.at, user.team):
            told["is_stranger"] = True
        if asking.is_true("include_locale"):
            told["locale"] = user.locale
        return {"user": told}

    def account(self, id: str) -> Json:
        """A member as users.info and user_change tell them."""
        user = self.users[id]
        told: Json = {
            "id": user.id,
            "team_id": user.team,
            "name": user.name.lower().replace(" ", "."),
            "deleted": user.deleted,
            "is_bot": user.is_bot,
            "is_app_user": False,
            "updated": int(self.now.timestamp()),
            "profile": {
                "real_name": user.name,
                "display_name": user.name,
                "real_name_normalized": user.name,
                "display_name_normalized": user.name,
                "team": user.team,
            },
        }
        if not user.deleted:
            # Of an account that was closed Slack tells no more than this.
            told |= {
                "real_name": user.name,
                "tz": user.tz,
                "tz_label": user.tz,
                "tz_offset": 0,
                "is_admin": user.is_admin,
                "is_owner": False,
                "is_primary_owner": False,
                "is_restricted": False,
                "is_ultra_restricted": False,
            }
        if (home := self.workspaces.get(user.team)) is not None and home.enterprise:
            told["enterprise_user"] = {
                "id": user.id,
                "enterprise_id": home.enterprise,
                "is_admin": False,
                "is_owner": False,
                "teams": [user.team],
            }
        return told

    def _conversations_info(self, asking: _Asking) -> Json:
        there = self._place(asking, asking.told("channel"))
        if there.is_direct:
            self._needs(asking, "im:read")
        else:
            self._needs(asking, "groups:read" if there.private else "channels:read")
        told: Json = {"id": there.id, "created": int(START.timestamp()), "is_im": there.is_direct}
        if there.is_direct:
            return {"channel": told | {"user": there.user, "is_archived": False}}
        told |= {
            "name": there.name,
            "name_normalized": there.name,
            "is_channel": not there.private,
            "is_group": there.private,
            "is_mpim": False,
            "is_private": there.private,
            "is_archived": there.archived,
            "is_general": False,
            "is_member": there.bot_is_in,
            "is_shared": there.ext_shared,
            "is_ext_shared": there.ext_shared,
            "is_org_shared": False,
            "is_pending_ext_shared": False,
            "context_team_id": there.team,
        }
        if asking.is_true("include_num_members"):
            told["num_members"] = len(there.members) + there.bot_is_in
        return {"channel": told}

    def _conversations_open(self, asking: _Asking) -> Json:
        if not self.messages_tab:
            # Slack's page names no error for it; this one is what posting then answers.
            raise _Refused("messages_tab_disabled")
        if channel := asking.told("channel"):
            there = self._place(asking, channel)
            if not there.is_direct:
                raise _Refused("method_not_supported_for_channel_type")
            return {"channel": {"id": there.id}}
        users = asking.args.get("users")
        ids = [one for one in users.split(",") if one] if isinstance(users, str) else users
        if not ids:
            raise self._noted(asking.method, "users_list_not_supplied", ["users: missing"])
        if len(ids) > 1:
            self._needs(asking, "mpim:write")
        user = self._member(asking, ids[0])
        if user.deleted:
            raise _Refused("user_disabled")
        if user.is_bot:
            raise _Refused("cannot_dm_bot")
        known = f"D{user.id}" in self.channels
        told: Json = {"channel": {"id": self.dm(user.id)}}
        return told | ({"no_op": True, "already_open": True} if known else {})

    def _conversations_join(self, asking: _Asking) -> Json:
        there = self._place(asking, asking.told("channel"))
        if there.is_direct or there.private:
            raise _Refused("method_not_supported_for_channel_type")
        if there.archived:
            raise _Refused("is_archived")
        there.bot_is_in = True
        return {"channel": {"id": there.id, "name": there.name, "is_member": True}}

    def _conversations_history(self, asking: _Asking) -> Json:
        there = self._place(asking, asking.told("channel"))
        if there.is_direct:
            self._needs(asking, "im:history")
        else:
            self._needs(asking, "groups:history" if there.private else "channels:history")
        limit = int(asking.told("limit") or 100)
        if not 1 <= limit <= 999:
            raise self._noted(asking.method, "invalid_limit", [f"limit: {limit}"])
        oldest, latest = asking.told("oldest"), asking.told("latest")
        inclusive = asking.is_true("inclusive")
        before = ""
        if cursor := asking.told("cursor"):
            try:
                before = base64.b64decode(cursor, validate=True).decode().removeprefix("next_ts:")
            except ValueError:
                raise _Refused("invalid_cursor") from None
        found = [
            one
            for one in reversed(self.messages)
            if one.channel == there.id
            and not one.deleted
            and not one.only_for
            and (not one.thread_ts or one.thread_ts == one.ts or one.is_broadcast)
            and (not oldest or _at(one.ts) > _at(oldest) or (inclusive and one.ts == oldest))
            and (not latest or _at(one.ts) < _at(latest) or (inclusive and one.ts == latest))
            and (not before or _at(one.ts) <= _at(before))
        ]
        page, rest = found[:limit], found[limit:]
        told = []
        for one in page:
            payload = one.payload()
            replies = [
                reply
                for reply in self.messages
                if reply.channel == there.id and reply.thread_ts == one.ts != reply.ts
                if not reply.deleted and not reply.only_for
            ]
            if replies:
                payload |= {"thread_ts": one.ts, "reply_count": len(replies)}
            if one.metadata is not None and asking.is_true("include_all_metadata"):
                payload["metadata"] = copy.deepcopy(one.metadata)
            told.append(payload)
        next_cursor = base64.b64encode(f"next_ts:{rest[0].ts}".encode()).decode() if rest else ""
        return {
            "messages": told,
            "has_more": bool(rest),
            "pin_count": 0,
            "response_metadata": {"next_cursor": next_cursor},
        }

    def _conversations_replies(self, asking: _Asking) -> Json:
        """A thread: its root first, then the replies. The page is always the whole of it."""
        there = self._place(asking, asking.told("channel"))
        if there.is_direct:
            self._needs(asking, "im:history")
        else:
            self._needs(asking, "groups:history" if there.private else "channels:history")
        root = asking.told("ts")
        found = [
            one
            for one in self.messages
            if one.channel == there.id
            and not one.deleted
            and not one.only_for
            and root in (one.ts, one.thread_ts)
        ]
        if not found:
            raise _Refused("thread_not_found")
        told = []
        for one in found:
            payload = one.payload()
            if one.metadata is not None and asking.is_true("include_all_metadata"):
                payload["metadata"] = copy.deepcopy(one.metadata)
            told.append(payload)
        return {"messages": told, "has_more": False, "response_metadata": {"next_cursor": ""}}

    def _may_post(self, asking: _Asking, there: Channel) -> None:
        if there.archived:
            raise _Refused("is_archived")
        if there.is_direct:
            if not self.messages_tab:
                raise _Refused("messages_tab_disabled")
            if self.users[there.user].deleted:
                # Slack's pages do not say; an account that is closed has no conversations.
                raise _Refused("channel_not_found")
            return
        if not there.bot_is_in and "chat:write.public" not in asking.at.scopes:
            raise _Refused("not_in_channel")

    def _pace(self, channel: str) -> None:
        if not self.paced:
            return
        last = self._last_post.get(channel)
        if last is not None and self.now - last < timedelta(seconds=1):
            raise _Limited(1)
        self._last_post[channel] = self.now

    def _post(self, asking: _Asking) -> Json:
        args = asking.args
        there = self._place(asking, asking.told("channel"), by_user=True)
        self._may_post(asking, there)
        self._checked_message(asking.method, args)
        thread = self._thread(there, asking.told("thread_ts"))
        self._pace(there.id)
        user, bot = self._bot(asking)
        message = Message(
            self.stamp(),
            there.id,
            user,
            asking.told("text"),
            _named(args.get("blocks") or []),
            thread,
            bot,
            copy.deepcopy(args.get("metadata")),
            is_broadcast=asking.is_true("reply_broadcast"),
        )
        self._keep(message)
        told = message.payload()
        if message.metadata is not None:
            told["metadata"] = copy.deepcopy(message.metadata)
        return {"channel": there.id, "ts": message.ts, "message": told}

    def _thread(self, there: Channel, ts: str) -> str:
        if not ts:
            return ""
        for one in self.messages:
            if one.channel == there.id and one.ts == ts and not one.only_for:
                one.thread_ts = one.thread_ts or one.ts
                return one.thread_ts
        raise _Refused("thread_not_found")

    def _post_ephemeral(self, asking: _Asking) -> Json:
        args = asking.args
        there = self._place(asking, asking.told("channel"))
        reader = asking.told("user")
        if not reader:
            raise self._noted(asking.method, "invalid_arguments", ["user: missing"])
        self._may_post(asking, there)
        if not there.is_direct and not there.bot_is_in:
            # chat:write.public is for chat.postMessage.
            raise _Refused("not_in_channel")
        self._checked_message(asking.method, args)
        if reader not in there.members:
            raise _Refused("user_not_in_channel")
        user, bot = self._bot(asking)
        message = Message(
            self.stamp(),
            there.id,
            user,
            asking.told("text"),
            _named(args.get("blocks") or []),
            asking.told("thread_ts"),
            bot,
            only_for=reader,
        )
        # https://docs.slack.dev/reference/methods/chat.postEphemeral, thread_ts: shown only in a
        # thread that has begun.
        message.is_lost = bool(message.thread_ts) and not any(
            one.channel == there.id and one.thread_ts == message.thread_ts != one.ts
            for one in self.messages
            if not one.only_for and not one.deleted
        )
        self._keep(message)
        return {"message_ts": message.ts}

    def _own(self, asking: _Asking, there: Channel, error: str) -> Message:
        ts = asking.told("ts")
        if not ts:
            raise self._noted(asking.method, "invalid_arguments", ["ts: missing"])
        for one in self.messages:
            # An ephemeral message is no message to these methods.
            if one.channel == there.id and one.ts == ts and not one.deleted and not one.only_for:
                if one.bot_id != asking.at.bot_id:
                    raise _Refused(error)
                return one
        raise _Refused("message_not_found")

    def _update(self, asking: _Asking) -> Json:
        args = asking.args
        there = self._place(asking, asking.told("channel"))
        message = self._own(asking, there, "cant_update_message")
        if there.archived:
            raise _Refused("is_inactive")
        self._checked_message(asking.method, args)
        message.text = asking.told("text")
        if "blocks" in args:
            message.blocks = _named(args["blocks"])
        if "metadata" in args:
            message.metadata = copy.deepcopy(args["metadata"]) or None
        message.edited = self.stamp()
        self._changed(message)
        return {
            "channel": there.id,
            "ts": message.ts,
            "text": message.text,
            "message": message.payload(),
        }

    def _delete(self, asking: _Asking) -> Json:
        there = self._place(asking, asking.told("channel"))
        message = self._own(asking, there, "cant_delete_message")
        message.deleted = True
        return {"channel": there.id, "ts": message.ts}

    def _views_open(self, asking: _Asking) -> Json:
        given = self._checked_view(asking.method, asking.args.get("view"), "modal")
        trigger = self._trigger(asking)
        self._unique(given)
        trigger.used = True
        # A modal that was opened takes the place of the app's modals before it.
        self.close(trigger.user, everything=True)
        view = self._push(trigger.user, trigger.team, asking.at.bot_id, given)
        return {"view": view.payload()}

    def _views_push(self, asking: _Asking) -> Json:
        given = self._checked_view(asking.method, asking.args.get("view"), "modal")
        trigger = self._trigger(asking)
        if not self._stack(trigger.user):
            raise _Refused("not_found")
        view = self._push(trigger.user, trigger.team, asking.at.bot_id, given)
        trigger.used = True
        return {"view": view.payload()}

    def _views_update(self, asking: _Asking) -> Json:
        id, external = asking.told("view_id"), asking.told("external_id")
        if not id and not external:
            raise self._noted(asking.method, "invalid_arguments", ["view_id: missing"])
        given = self._checked_view(asking.method, asking.args.get("view"), "modal", "home")
        for view in [*self.views.values(), *self.homes.values()]:
            is_it = view.id == id if id else view.given.get("external_id") == external
            if is_it and self._serves(asking.at, view.team):
                break
        else:
            raise _Refused("not_found")
        if view.type != given["type"]:
            raise self._noted(asking.method, "invalid_arguments", ["view.type: another one"])
        self._same_hash(asking, view)
        self._change(view, given)
        return {"view": view.payload()}

    def _same_hash(self, asking: _Asking, view: View) -> None:
        hash = asking.told("hash")
        if hash and hash != view.hash:
            raise _Refused("hash_conflict")

    def _views_publish(self, asking: _Asking) -> Json:
        id = asking.told("user_id")
        if not id:
            raise self._noted(asking.method, "invalid_arguments", ["user_id: missing"])
        given = self._checked_view(asking.method, asking.args.get("view"), "home")
        user = self.users.get(id)
        if user is None or not self._visible(asking.at, user):
            raise self._noted(asking.method, "invalid_arguments", ["user_id: there is none"])
        view = self.homes.get(id)
        if view is None:
            if asking.told("hash"):
                raise _Refused("hash_conflict")
            self._unique(given)
            view = self._made(id, user.team, asking.at.bot_id, given)
            self.homes[id] = view
        else:
            self._same_hash(asking, view)
            self._change(view, given)
        return {"view": view.payload()}

    def _upload_url(self, asking: _Asking) -> Json:
        name, length = asking.told("filename"), asking.told("length")
        if not name or not length.isdigit() or int(length) < 1:
            raise self._noted(asking.method, "invalid_arguments", ["filename, length: missing"])
        if len(asking.told("alt_txt")) > 1000:
            raise self._noted(asking.method, "invalid_arguments", ["alt_txt: over 1000"])
        id = f"F{next(self._numbers):06d}"
        url = f"{self.base_url}/upload/{id}"
        self.files[id] = File(id, name, int(length), asking.at.id, url, alt=asking.told("alt_txt"))
        return {"upload_url": url, "file_id": id}

    async def _serve_upload(self, request: web.Request) -> web.StreamResponse:
        file = self.files.get(request.match_info["id"])
        fault = self._fault("upload", {})
        if fault is not None and not fault.loses_answer:
            return self._broken(request, fault)
        if request.content_type.startswith("multipart/"):
            form = await request.post()
            parts = [one for one in form.values() if isinstance(one, web.FileField)]
            content = parts[0].file.read() if parts else b""
        else:
            content = await request.read()
        if file is None or len(content) != file.length:
            return web.Response(status=400, text="error: length")
        file.content = content
        if fault is not None:
            return self._dropped(request)
        return web.Response(text=f"OK - {len(content)}")

    def _complete_upload(self, asking: _Asking) -> Json:
        named = asking.args.get("files")
        if not isinstance(named, list) or not named:
            raise self._noted(asking.method, "invalid_arguments", ["files: missing"])
        files: list[File] = []
        for one in named:
            file = self.files.get(str(one.get("id"))) if isinstance(one, dict) else None
            if file is None or file.content is None or file.deleted or file.is_complete:
                raise _Refused("file_not_found")
            file.title = str(one.get("title") or file.name)
            files.append(file)
        channels = asking.args.get("channels") or asking.told("channel_id")
        ids = channels.split(",") if isinstance(channels, str) else channels
        for id in [one for one in ids if one]:
            by_user = bool(asking.args.get("channels"))
            there = self._place(asking, id, by_user=by_user)
            self._may_post(asking, there)
            if not there.is_direct and not there.bot_is_in:
                raise _Refused("not_in_channel")
            user, bot = self._bot(asking)
            text = asking.told("initial_comment")
            thread = self._thread(there, asking.told("thread_ts"))
            self._keep(Message(self.stamp(), there.id, user, text, [], thread, bot, files=[*files]))
            for file in files:
                file.channels.append(there.id)
        for file in files:
            file.is_complete = True
        return {"files": [{"id": one.id, "title": one.title, "name": one.name} for one in files]}

    def _files_delete(self, asking: _Asking) -> Json:
        file = self.files.get(asking.told("file"))
        if file is None:
            raise _Refused("file_not_found")
        if file.deleted:
            raise _Refused("file_deleted")
        file.deleted = True
        file.content = None
        return {}

    def _connections_open(self, asking: _Asking) -> Json:
        assert self.socket_url is not None, "no SocketDouble is running"
        return {"url": self.socket_url()}

    def _uninstall(self, asking: _Asking) -> Json:
        self._is_our_app(asking.told("client_id"), asking.told("client_secret"))
        self.revoke(asking.at.id, "account_inactive")
        return {}

    def _is_our_app(self, id: str, secret: str) -> None:
        if id != self.client_id:
            raise _Refused("invalid_client_id")
        if secret != self.client_secret:
            raise _Refused("bad_client_secret")

    def _access(self, args: Json, request: web.Request) -> Json:
        id, secret = str(args.get("client_id", "")), str(args.get("client_secret", ""))
        header = request.headers.get("Authorization", "")
        if header.startswith("Basic "):
            id, _, secret = base64.b64decode(header[6:]).decode().partition(":")
        self._is_our_app(id, secret)
        grant = args.get("grant_type") or "authorization_code"
        if grant == "refresh_token":
            token = str(args.get("refresh_token", ""))
            if token in self._spent_refresh_tokens or token not in self._refresh_tokens:
                raise _Refused("invalid_refresh_token")
            owner = self._refresh_tokens[token]
            if any(g.ended_by and g.owner == owner for g in self._grants.values()):
                raise _Refused("invalid_refresh_token")
            del self._refresh_tokens[token]
            self._spent_refresh_tokens.add(token)
            return self._granted(owner, rotates=True)
        if grant != "authorization_code":
            raise _Refused("invalid_grant_type")
        code = str(args.get("code", ""))
        if code in self._spent_codes:
            raise _Refused("code_already_used")
        if code not in self._codes:
            raise _Refused("invalid_code")
        owner, _ = self._codes.pop(code)
        self._spent_codes.add(code)
        for token, old in [*self._grants.items()]:
            # A fresh installation is not touched by the end of the one before it.
            if old.owner == owner and old.ended_by:
                del self._grants[token]
        return self._granted(owner, rotates=self.rotates)

    def _granted(self, owner: str, *, rotates: bool) -> Json:
        at = self.workspaces[owner]
        number = next(self._numbers)
        token = f"xoxe.xoxb-{number}" if rotates else f"xoxb-{owner.lower()}-{number}"
        grant = _Grant(token, owner)
        self._grants[token] = grant
        at.bot_token = token
        enterprise = owner if at.is_org else at.enterprise
        told: Json = {
            "access_token": token,
            "token_type": "bot",
            "scope": ",".join(sorted(at.scopes)),
            "bot_user_id": at.bot_user,
            "app_id": APP,
            "team": None if at.is_org else {"id": at.id, "name": at.name},
            "enterprise": self._named_org(enterprise) if enterprise else None,
            "authed_user": {"id": "UADMIN"},
            "is_enterprise_install": at.is_org,
        }
        if rotates:
            grant.ends = self.now + TOKEN_LIFE
            at.refresh_token = self.refreshable(owner)
            told |= {
                "refresh_token": at.refresh_token,
                "expires_in": int(TOKEN_LIFE.total_seconds()),
            }
        return told

    def _named_org(self, id: str) -> Json:
        org = self.workspaces.get(id)
        return {"id": id, "name": org.name if org is not None else "Job Org"}

    # Response URLs.

    async def _serve_response_url(self, request: web.Request) -> web.StreamResponse:
        there = self._response_urls.get(request.match_info["id"])
        try:
            body = json.loads(await request.text())
        except ValueError:
            return web.Response(status=400, text="invalid_payload")
        self.calls.append(Call("response_url", body))
        fault = self._fault("response_url", body)
        if fault is not None and not fault.loses_answer:
            return self._broken(request, fault)
        if there is None:
            return web.Response(status=404, text="no_service")
        if self.now - there.at > RESPONSE_LIFE:
            return web.Response(status=404, text="expired_url")
        if there.used >= RESPONSE_USES:
            return web.Response(status=404, text="used_url")
        there.used += 1
        try:
            self._respond(there, {key: one for key, one in body.items() if one is not None})
        except _Refused as refused:
            return web.json_response({"ok": False, "error": refused.error}, status=400)
        if fault is not None:
            return self._dropped(request)
        return web.json_response({"ok": True})

    def _respond(self, there: ResponseUrl, body: Json) -> None:
        if body.get("delete_original"):
            if there.message is not None:
                there.message.deleted = True
            return
        extra = {"response_type", "replace_original", "delete_original"}
        message = {key: one for key, one in body.items() if key not in extra}
        self._checked_message("response_url", message)
        blocks = _named(message.get("blocks") or [])
        text = str(message.get("text") or "")
        if body.get("replace_original") and there.message is not None:
            there.message.text, there.message.blocks = text, blocks
            self._changed(there.message)
            return
        bot = self.bot_of(there.team)
        is_public = body.get("response_type") == "in_channel"
        self._keep(
            Message(
                self.stamp(),
                there.channel,
                bot.bot_user,
                text,
                blocks,
                str(message.get("thread_ts") or ""),
                bot.bot_id,
                only_for="" if is_public else there.user,
            )
        )

    def bot_of(self, team: str) -> Workspace:
        """The workspace, or the org that serves it."""
        at = self.workspaces[team]
        return at if at.bot_token or at.enterprise is None else self.workspaces[at.enterprise]


def _token(request: web.Request, args: Json) -> str:
    given = args.pop("token", "")
    header = request.headers.get("Authorization", "")
    return header.removeprefix("Bearer ") if header.startswith("Bearer ") else str(given)


def _told(refused: _Refused) -> web.Response:
    body = {"ok": False, "error": refused.error, **refused.more}
    if isinstance(refused, _Limited):
        return web.json_response(body, status=429, headers={"Retry-After": str(refused.after)})
    return web.json_response(body)


def _at(ts: str) -> tuple[int, int]:
    whole, _, part = ts.partition(".")
    return int(whole or 0), int(part.ljust(6, "0")[:6] or 0)


# Blocks: their names, what stands in them, and what they say.

_STATE: Final[Mapping[str, tuple[str, str, Any]]] = {
    "plain_text_input": ("value", "initial_value", None),
    "number_input": ("value", "initial_value", None),
    "email_text_input": ("value", "initial_value", None),
    "url_text_input": ("value", "initial_value", None),
    "rich_text_input": ("rich_text_value", "initial_value", None),
    "radio_buttons": ("selected_option", "initial_option", None),
    "static_select": ("selected_option", "initial_option", None),
    "checkboxes": ("selected_options", "initial_options", []),
    "multi_static_select": ("selected_options", "initial_options", []),
    "datepicker": ("selected_date", "initial_date", None),
    "timepicker": ("selected_time", "initial_time", None),
    "datetimepicker": ("selected_date_time", "initial_date_time", None),
    "users_select": ("selected_user", "initial_user", None),
    "conversations_select": ("selected_conversation", "initial_conversation", None),
    "channels_select": ("selected_channel", "initial_channel", None),
    "multi_users_select": ("selected_users", "initial_users", []),
    "multi_conversations_select": ("selected_conversations", "initial_conversations", []),
    "multi_channels_select": ("selected_channels", "initial_channels", []),
}
"""For each element that holds something: its key in the state, its initial key, and empty."""


def state_key(element: Json) -> str:
    """Where the state of this element holds its value; empty for one that holds none."""
    return _STATE[element["type"]][0] if element.get("type") in _STATE else ""


def elements_of(block: Json) -> Iterator[Json]:
    """The interactive elements of a block."""
    if isinstance(block.get("element"), dict):
        yield block["element"]
    if isinstance(block.get("accessory"), dict):
        yield block["accessory"]
    if block.get("type") == "actions":
        yield from block["elements"]


def named_blocks(view: Json) -> Json:
    """The view with a block_id and an action_id where it had none, as Slack adds them."""
    return view | {"blocks": _named(view.get("blocks") or [])}


def _named(blocks: Sequence[Json]) -> list[Json]:
    named = copy.deepcopy([*blocks])
    for at, block in enumerate(named):
        block.setdefault("block_id", f"=b{at}")
        for number, element in enumerate(elements_of(block)):
            if element.get("type") != "image":
                element.setdefault("action_id", f"=a{at}-{number}")
    return named


def first_state(blocks: Sequence[Json]) -> dict[str, dict[str, Json]]:
    """What stands in freshly shown blocks."""
    state: dict[str, dict[str, Json]] = {}
    for block in blocks:
        for element in elements_of(block):
            kind = str(element.get("type"))
            if kind in _STATE:
                key, initial, empty = _STATE[kind]
                value = copy.deepcopy(element.get(initial, empty))
                one = {"type": kind, key: value}
                state.setdefault(block["block_id"], {})[element["action_id"]] = one
    return state


def kept_state(
    old: dict[str, dict[str, Json]], blocks: Sequence[Json]
) -> dict[str, dict[str, Json]]:
    """What stands in blocks that took the place of others: Slack keeps what was in an input of the
    same block_id and action_id, and starts anew in any other.

    https://docs.slack.dev/surfaces/modals#updating_views
    """
    state = first_state(blocks)
    for block_id, inputs in state.items():
        for action_id, fresh in inputs.items():
            there = old.get(block_id, {}).get(action_id)
            if there is not None and there["type"] == fresh["type"]:
                inputs[action_id] = there
    return state


def escaped_text(text: str) -> str:
    """Text as Slack writes it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _as_message(text: str) -> str:
    """What a member wrote as it comes in an event; mentions stay what they are."""
    pieces = re.split(r"(<[@#!][^>]*>)", text)
    return "".join(one if at % 2 else escaped_text(one) for at, one in enumerate(pieces))


def unescaped(text: str) -> str:
    """Mrkdwn as it is read: the three characters, and the fallback of a date."""
    text = re.sub(r"<!date\^[^|>]*\|([^>]*)>", r"\1", text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def escaped(blocks: Any) -> Any:
    """Blocks as Slack gives them back, with plain text escaped
    (https://github.com/slackapi/bolt-python/issues/513)."""
    if isinstance(blocks, list):
        return [escaped(one) for one in blocks]
    if not isinstance(blocks, dict):
        return blocks
    is_mrkdwn = blocks.get("type") == "mrkdwn"
    return {
        key: escaped_text(one)
        if isinstance(one, str) and key in ("text", "initial_value") and not is_mrkdwn
        else escaped(one)
        for key, one in blocks.items()
    }


def _escaped_values(values: dict[str, dict[str, Json]]) -> dict[str, dict[str, Json]]:
    for inputs in values.values():
        for one in inputs.values():
            if one["type"] == "plain_text_input" and one["value"] is not None:
                one["value"] = escaped_text(one["value"])
            for key in ("selected_option", "selected_options"):
                if key in one:
                    one[key] = escaped(one[key])
    return values


def _under(value: Any, key: str) -> Iterator[Any]:
    if isinstance(value, dict):
        for name, one in value.items():
            if name == key:
                yield one
            yield from _under(one, key)
    elif isinstance(value, list):
        for one in value:
            yield from _under(one, key)


def text_of(text: Any) -> str:
    """The words of a text object."""
    if not isinstance(text, dict):
        return ""
    words = str(text.get("text") or "")
    return unescaped(words) if text.get("type") == "mrkdwn" else words


def words_of(blocks: Sequence[Json], state: Mapping[str, Mapping[str, Json]] | None = None) -> str:
    """All words that blocks show, line by line, with what stands in their inputs."""
    lines: list[str] = []
    for block in blocks:
        values = (state or {}).get(str(block.get("block_id")), {})
        lines += [text_of(block.get("text")), *(text_of(one) for one in block.get("fields") or [])]
        lines += [text_of(block.get("title")), text_of(block.get("label"))]
        lines += [text_of(block.get("hint")), str(block.get("alt_text") or "")]
        if block.get("type") == "rich_text":
            lines += [_rich_words(one) for one in block["elements"]]
        if block.get("type") == "context":
            for one in block["elements"]:
                lines.append(text_of(one) or str(one.get("alt_text") or ""))
        for element in elements_of(block):
            lines += _element_words(element, values.get(str(element.get("action_id"))))
    return "\n".join(line for line in lines if line)


def _rich_words(element: Json) -> str:
    kind = element.get("type")
    if kind == "rich_text_list":
        return "\n".join(_rich_words(one) for one in element["elements"])
    if kind in ("rich_text_section", "rich_text_quote", "rich_text_preformatted"):
        return "".join(_rich_words(one) for one in element["elements"])
    match kind:
        case "user":
            return f"<@{element['user_id']}>"
        case "channel":
            return f"<#{element['channel_id']}>"
        case "emoji":
            return f":{element['name']}:"
        case "date":
            return str(element.get("fallback") or element["timestamp"])
        case _:
            return str(element.get("text") or element.get("url") or "")


def options_of(element: Json) -> list[Json]:
    """All options of a menu, radio buttons or checkboxes."""
    groups = [group["options"] for group in element.get("option_groups") or []]
    return [one for group in (element.get("options") or [], *groups) for one in group]


def _element_words(element: Json, value: Json | None) -> Iterator[str]:
    yield text_of(element.get("text"))
    yield text_of(element.get("placeholder"))
    yield str(element.get("alt_text") or "")
    for option in options_of(element):
        yield text_of(option.get("text"))
        yield text_of(option.get("description"))
    if value is not None and element.get("type") == "plain_text_input":
        yield str(value["value"] or "")
