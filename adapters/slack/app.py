"""The Bolt app: what Slack sends becomes events of the core, and replies are shown.

Each listener saves first (`Intake.handle` commits), then acknowledges; what it shows by calls of
its own goes on behind the acknowledgement, in the order of the member's taps. Bolt runs with
`process_before_response`, because its default runner looks for an answer only every 10 ms.
"""

from __future__ import annotations

import asyncio
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine, Hashable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from logging import Logger
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import decode
from adapters.slack.decode import Acting, Body
from adapters.slack.http import without_slack_environment
from adapters.slack.installs import NotInstalled, Tokens, workspace
from adapters.slack.people import People
from adapters.slack.render import CARE, PAGE, Metadata, summary
from adapters.slack.surfaces import HOME, Spot, Surfaces
from bot.core.cards import Card, Paragraph, Reply, Show, read_token
from bot.core.events import Command, HomeOpened, Press, Sender, Submit, Uninstalled
from bot.core.model import Tenant
from bot.core.ports import Intake
from bot.core.text import Catalogues, Speech

SHORTCUTS = {"new_debrief": "debrief", "debrief_this": "debrief", "pass_on": "refer"}
"""The command that stands behind each shortcut, by its callback id in the manifest."""
KEPT_EVENTS = 5_000
"""How many messages are remembered as answered: Slack brings one again within the hour."""
OWN_ONLY = {"debrief_this"}
"""Shortcuts that work on one's own messages only."""

log = structlog.get_logger("fourwins.slack")


class Behind:
    """Work that goes on after the acknowledgement: for each member in order, and none forgotten."""

    def __init__(self) -> None:
        self._last: dict[Hashable, asyncio.Task[None]] = {}
        self._all: set[asyncio.Task[None]] = set()

    def do(self, key: Hashable, work: Coroutine[Any, Any, None]) -> None:
        """Do this when what was begun for the same key before is done."""
        task = asyncio.get_running_loop().create_task(self._after(self._last.get(key), work))
        self._last[key] = task
        self._all.add(task)

        def done(finished: asyncio.Task[None]) -> None:
            self._all.discard(finished)
            if self._last.get(key) is finished:
                del self._last[key]

        task.add_done_callback(done)

    async def settle(self) -> None:
        """Wait until nothing is left to do."""
        while self._all:
            await asyncio.gather(*self._all, return_exceptions=True)

    async def finish(self, within: float) -> None:
        """The same, for no longer than so many seconds: what is left then is not shown.

        Everything is saved, and one who wrote hundreds of messages must not hold up a stop.
        """
        try:
            async with asyncio.timeout(within):
                await self.settle()
        except TimeoutError:
            log.warning("not_shown_before_the_stop")
            await self.settle()

    async def _after(
        self, before: asyncio.Task[None] | None, work: Coroutine[Any, Any, None]
    ) -> None:
        if before is not None:
            try:
                await asyncio.wait([before])
            except asyncio.CancelledError:
                work.close()
                raise
        try:
            await work
        except Exception as error:  # noqa: BLE001  # nobody waits for it; it must not be silent
            log.error("not_shown", error=type(error).__name__)


@dataclass(frozen=True, slots=True)
class Parts:
    """What the app is made of."""

    intake: Intake
    tokens: Tokens
    people: People
    surfaces: Surfaces
    prose: Catalogues
    behind: Behind
    uninstalled: Callable[[Tenant, datetime], Awaitable[list[Tenant]]]
    """Told of a removal and when it was; says whose data is to go: nobody's where the app was
    installed anew since."""
    serve: Callable[[str, str], Awaitable[None]] | None = None
    """Told that a workspace is served by its organisation's installation. Raises NotInstalled."""


def build_app(
    parts: Parts, client: AsyncWebClient, signing_secret: str | None, logger: Logger
) -> AsyncApp:
    """The app with all its listeners. Without a signing secret it takes no HTTP requests."""

    async def authorize(team_id: str | None, enterprise_id: str | None) -> Any:
        # From our own store: Bolt's own asks Slack (`auth.test`) before each event. The workspace
        # that Bolt finds can be that of whoever acts, from elsewhere: nothing is noted of it here.
        for owner in (team_id, enterprise_id):
            with suppress(NotInstalled):
                if owner:
                    bot = await parts.tokens.bot(workspace(owner))
                    break
        else:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_token=bot.token,
            bot_id=bot.bot_id,
            bot_user_id=bot.bot_user,
        )

    # Bolt switches things on by itself for what it finds in the environment.
    with without_slack_environment():
        app = AsyncApp(
            logger=logger,
            name="fourwins",
            client=client,
            signing_secret=signing_secret or "",
            authorize=authorize,
            process_before_response=True,
            request_verification_enabled=signing_secret is not None,
            user_facing_authorize_error_message=parts.prose.speech("")("slack-not-installed"),
            attaching_conversation_kwargs_enabled=False,
        )

    async def served(body: Body, next_: Callable[[], Awaitable[None]]) -> BoltResponse | None:
        # Bolt asks for whom an event was brought, which can be a whole organisation. What is done
        # is done in one workspace: that one has to be served.
        acting = decode.acting(body)
        if acting is not None:
            if parts.serve is not None and acting.enterprise:
                with suppress(NotInstalled):
                    # Without an installation of the whole org it may still be the workspace's.
                    await parts.serve(acting.team, acting.enterprise)
            try:
                await parts.tokens.bot(acting.tenant)
            except NotInstalled:
                return BoltResponse(status=200)
        await next_()
        return None

    app.middleware(served)
    listeners = _Listeners(parts)
    anything = re.compile(r"[\s\S]*")
    app.command(anything)(listeners.command)
    app.shortcut(anything)(listeners.shortcut)
    app.action(anything)(listeners.action)
    app.view(anything)(listeners.submission)
    app.view_closed(anything)(listeners.closed)
    app.event("app_home_opened")(listeners.home_opened)
    app.event("app_mention")(listeners.mention)
    app.event("message")(listeners.message)
    app.event("user_change")(listeners.user_change)
    app.event("app_uninstalled")(listeners.uninstalled)
    app.event("tokens_revoked")(listeners.tokens_revoked)
    app.event("team_access_revoked")(listeners.team_access_revoked)
    app.error(_failed)
    return app


async def _failed(error: Exception) -> None:
    # Bolt's own handler would log the error with its message.
    log.error("listener_failed", error=type(error).__name__)


class _Listeners:
    """One method for each kind of payload."""

    def __init__(self, parts: Parts) -> None:
        self._intake = parts.intake
        self._tokens = parts.tokens
        self._people = parts.people
        self._surfaces = parts.surfaces
        self._prose = parts.prose
        self._behind = parts.behind
        self._uninstalled = parts.uninstalled
        self._heard: OrderedDict[tuple[Tenant, str], None] = OrderedDict()

    # Commands and shortcuts.

    async def command(self, ack: AsyncAck, body: Body) -> None:
        acting = decode.acting_in_command(body)
        if acting is None:
            await ack()
            return
        sender = await self._people.sender(acting)
        say = self._prose.speech(sender.language)
        refused = await self._refused(acting, say)
        if refused is not None:
            # Shown to its writer alone.
            await ack(text=_as_text(refused, say), response_type="ephemeral")
            return
        await self._command(ack, body, acting, decode.command(body, sender), say)

    async def shortcut(self, ack: AsyncAck, body: Body) -> None:
        acting = decode.acting_in_interaction(body)
        callback = body.get("callback_id")
        name = SHORTCUTS.get(callback) if isinstance(callback, str) else None
        if acting is None or name is None:
            await ack()
            return
        sender = await self._people.sender(acting)
        say = self._prose.speech(sender.language)
        refused = await self._refused(acting, say)
        if refused is None and callback in OWN_ONLY and not decode.is_own_message(body):
            refused = Card(
                say("slack-somebody-elses"), (Paragraph(say("slack-somebody-elses-body")),)
            )
        if refused is not None:
            await ack()
            self._show(Show(refused), _spot(body, acting), say)
            return
        await self._command(ack, body, acting, decode.shortcut(body, sender, name), say)

    async def _command(
        self, ack: AsyncAck, body: Body, acting: Acting, command: Command, say: Speech
    ) -> None:
        reply = await self._intake.handle(command)
        await ack()
        self._show(reply, _spot(body, acting), say)

    async def _refused(self, acting: Acting, say: Speech) -> Card | None:
        """Why nothing private is done here, where others read along or for those from elsewhere."""
        if await self._people.is_outsider(acting):
            return _outsider(say)
        if await self._people.is_shared(acting):
            body = (Paragraph(say("slack-shared-channel-body")),)
            return Card(say("slack-shared-channel"), body)
        return None

    # Buttons and forms.

    async def action(self, ack: AsyncAck, body: Body) -> None:
        acting = decode.acting_in_interaction(body)
        token = decode.pressed(body)
        read = read_token(token)
        if acting is None or not _is_button(body):
            await ack()
            return
        spot = _spot(body, acting, read.verb if read else "")
        sender = await self._people.sender(acting)
        say = self._prose.speech(sender.language)
        if read is not None and read.verb == PAGE:
            await ack()
            self._do(spot, self._surfaces.turn_page(token, self._surfaces.now(spot), say))
            return
        if await self._people.is_outsider(acting):
            await ack()
            self._show(Show(_outsider(say)), spot, say)
            return
        event = decode.press(body, sender)
        reply = await self._intake.handle(event)
        await ack()
        self._show(reply, spot, say)
        self._home_again(event, reply, spot, say)

    async def submission(self, ack: AsyncAck, body: Body) -> None:
        acting = decode.acting_in_interaction(body)
        if acting is None:
            await ack()
            return
        members, channels = decode.picked_ids(_view(body))
        sender = await self._people.sender(acting, members=members, channels=channels)
        event = decode.submit(body, sender)
        if event is None:
            await ack()
            return
        say = self._prose.speech(sender.language)
        spot = _spot(body, acting)
        if await self._people.is_outsider(acting):
            refused = self._surfaces.response(Show(_outsider(say)), spot, say)
            await ack(**(refused or {}))
            return
        reply = await self._intake.handle(event)
        response = self._surfaces.response(reply, spot, say)
        await (ack() if response is None else ack(**response))
        self._bring(reply, spot, say)
        self._home_again(event, reply, spot, say)

    async def closed(self, ack: AsyncAck, body: Body) -> None:
        acting = decode.acting_in_interaction(body)
        if acting is not None and not await self._people.is_outsider(acting):
            sender = await self._people.sender(acting)
            spot, say = _spot(body, acting), self._prose.speech(sender.language)
            event = decode.closed(body, sender)
            if event is not None:
                # Kept as a draft; there is nobody in front of it any more to be shown anything.
                reply = await self._intake.handle(event)
                back = decode.given_back(body, reply)
                if back is not None:
                    self._do(spot, self._surfaces.give_back(back, spot, say))
            if spot.metadata.home:
                self._do(spot, self._open_home(f"closed-{spot.view}", acting, spot, say))
        await ack()

    # Events.

    async def home_opened(self, body: Body) -> None:
        acting = decode.acting_in_event(body)
        event = body.get("event")
        tab = event.get("tab") if isinstance(event, dict) else ""
        if acting is None or tab != "home":
            return
        acting = replace(acting, channel=None)
        sender = await self._people.sender(acting)
        say = self._prose.speech(sender.language)
        spot = replace(_event_spot(body, acting), is_home=True, pressed=HOME)
        if await self._people.is_outsider(acting):
            self._show(Show(_outsider(say)), spot, say)
            return
        reply = await self._intake.handle(decode.home_opened(body, sender))
        self._show(reply, spot, say)

    async def mention(self, body: Body) -> None:
        acting = decode.acting_in_event(body)
        if acting is not None and acting.channel is not None:
            await self._said(body, acting, private=False)

    async def message(self, body: Body) -> None:
        """A direct message. Others do not reach us: we ask for no channel's history."""
        acting = decode.acting_in_event(body)
        event = body.get("event")
        if acting is not None and isinstance(event, dict) and event.get("channel_type") == "im":
            await self._said(body, replace(acting, channel=None), private=True)

    async def _said(self, body: Body, acting: Acting, *, private: bool) -> None:
        event = body["event"]
        if not decode.is_typed_by_a_person(event):
            return
        # What changes nothing is not noted in the store, and Slack brings again what took long.
        heard = (acting.tenant, str(body.get("event_id", ""))[:100])
        if heard in self._heard:
            return
        self._heard[heard] = None
        while len(self._heard) > KEPT_EVENTS:
            self._heard.popitem(last=False)
        try:
            await self._answered(body, acting, private=private)
        except BaseException:
            # Not answered: it may come again.
            self._heard.pop(heard, None)
            raise

    async def _answered(self, body: Body, acting: Acting, *, private: bool) -> None:
        event = body["event"]
        bot = await self._tokens.bot(acting.tenant)
        sender = await self._people.sender(acting, private=private)
        say = self._prose.speech(sender.language)
        spot = _event_spot(body, acting)
        refused = await self._refused(acting, say)
        if refused is not None:
            self._show(Show(refused), spot, say)
            return
        others = [id for id in decode.mentioned(event) if id != bot.bot_user]
        names = await self._people.names(acting.tenant, others)
        reply = await self._intake.handle(decode.say(body, sender, bot.bot_user, names))
        self._show(reply, spot, say)

    async def user_change(self, body: Body) -> None:
        acting = decode.acting_in_event(body)
        if acting is None:
            return
        self._people.changed(acting.tenant, acting.user)
        user = body["event"].get("user")
        if isinstance(user, dict) and user.get("deleted") is True:
            # Slack is not asked who that was: a workspace can close thousands of accounts at once,
            # and hardly any of them is a member's.
            await self._intake.handle(decode.left(body, Sender(acting.tenant, acting.user)))

    async def uninstalled(self, body: Body) -> None:
        org_wide = body.get("is_enterprise_install") is True or not body.get("team_id")
        whose = body.get("enterprise_id" if org_wide else "team_id")
        if not isinstance(whose, str) or not whose:
            return
        await self._gone(body, workspace(whose))

    async def _gone(self, body: Body, tenant: Tenant) -> None:
        told = body.get("event_time")
        at = datetime.fromtimestamp(told if isinstance(told, int | float) else 0, UTC)
        for gone in await self._uninstalled(tenant, at):
            await self._intake.handle(Uninstalled(str(body.get("event_id", ""))[:100], gone))

    async def tokens_revoked(self, body: Body) -> None:
        event = body.get("event")
        tokens = event.get("tokens") if isinstance(event, dict) else None
        if isinstance(tokens, dict) and tokens.get("bot"):
            await self.uninstalled(body)

    async def team_access_revoked(self, body: Body) -> None:
        """Workspaces that an organisation's installation served until now."""
        event = body.get("event")
        teams = event.get("team_ids") if isinstance(event, dict) else None
        for team in teams if isinstance(teams, list) else ():
            if isinstance(team, str) and team:
                await self._gone(body, workspace(team))

    # What goes on behind.

    def _do(self, spot: Spot, work: Coroutine[Any, Any, None]) -> None:
        self._behind.do((spot.tenant, spot.who), work)

    def _show(self, reply: Reply, spot: Spot, say: Speech) -> None:
        self._do(spot, self._shown(reply, self._surfaces.now(spot), say))

    async def _shown(self, reply: Reply, spot: Spot, say: Speech) -> None:
        await self._surfaces.show(reply, spot, say)
        self._bring(reply, spot, say)

    def _bring(self, reply: Reply, spot: Spot, say: Speech) -> None:
        # In a line of their own: an upload takes seconds, and no form waits that long.
        self._behind.do((spot.tenant, spot.who, "files"), self._surfaces.files(reply, spot, say))

    def _home_again(self, event: Press | Submit, reply: Reply, spot: Spot, say: Speech) -> None:
        """A modal that was opened from Home has come to an end: draw Home as things are now."""
        if spot.metadata.home and spot.view and isinstance(reply, Show):
            acting = Acting(spot.tenant.removeprefix("slack:"), "", spot.who)
            self._do(spot, self._open_home(f"{event.id[:90]}-home", acting, spot, say))

    async def _open_home(self, id: str, acting: Acting, spot: Spot, say: Speech) -> None:
        sender = await self._people.sender(acting)
        reply = await self._intake.handle(HomeOpened(id, sender))
        home = Spot(spot.tenant, spot.who, is_home=True, pressed=HOME)
        await self._surfaces.show(reply, home, say)


def _as_text(card: Card, say: Speech) -> str:
    paragraphs = [block.text for block in card.body if isinstance(block, Paragraph)]
    return "\n".join([summary(card, say), *paragraphs])


def _outsider(say: Speech) -> Card:
    return Card(say("slack-outsider"), (Paragraph(say("slack-outsider-body")),))


def _view(body: Body) -> Body:
    view = body.get("view")
    return view if isinstance(view, dict) else {}


def _is_button(body: Body) -> bool:
    actions = body.get("actions")
    first = actions[0] if isinstance(actions, list) and actions else None
    return isinstance(first, dict) and first.get("type") == "button"


def _spot(body: Body, acting: Acting, pressed: str = "") -> Spot:
    """Where somebody is looking who tapped, sent or typed a command."""
    view = _view(body)
    trigger = body.get("trigger_id")
    spot = Spot(
        acting.tenant,
        acting.user,
        trigger=trigger if isinstance(trigger, str) else "",
        pressed=pressed,
        metadata=Metadata(channel=acting.channel or ""),
    )
    if view.get("type") == "home":
        return replace(spot, is_home=True, metadata=Metadata(home=True))
    if view.get("type") == "modal":
        return replace(
            spot,
            view=str(view.get("id", "")),
            hash=str(view.get("hash", "")),
            is_care=view.get("callback_id") == CARE,
            metadata=decode.metadata(body),
        )
    return spot


def _event_spot(body: Body, acting: Acting) -> Spot:
    """Where somebody is looking who wrote something."""
    event = body["event"]
    thread = event.get("thread_ts")
    return Spot(
        acting.tenant,
        acting.user,
        channel=str(event.get("channel", "")),
        thread=thread if isinstance(thread, str) else "",
    )
