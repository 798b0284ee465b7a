"""HTTP mode: where Slack brings its events, and the pages by which a workspace adds the app.

Bolt checks each signature. Here is what it leaves out: the size of a body, headers that would trip
it, a copy of a request that came before, and prose of our own on the pages. What is refused is
counted by reason (`REFUSED`) and never logged with what stood in it.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import html
import logging
import os
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlencode, urlsplit

import structlog
from aiohttp import ClientError, web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.error import BoltError
from slack_bolt.oauth.async_callback_options import (
    AsyncCallbackOptions,
    AsyncFailureArgs,
    AsyncSuccessArgs,
)
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store.models.installation import Installation
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.installs import (
    ROUND_TRIP,
    Installs,
    NotInstalled,
    States,
    error_name,
    oauth_access,
)
from bot.core.ports import Clock, StoreError
from bot.core.text import Speech

EVENTS, INSTALL, CALLBACK = "/slack/events", "/slack/install", "/slack/oauth_redirect"
LARGEST = 1024 * 1024
"""Bytes of a body: more than Slack ever sends."""
WINDOW = timedelta(minutes=5)
"""How far from now a request's time may be: Bolt's own figure, the one Slack recommends
(https://docs.slack.dev/authentication/verifying-requests-from-slack)."""
MOST_SIGNATURES = 50_000
"""How many are remembered: about 10 MB, and 80 requests a second before one is forgotten early."""
LAST_WAIT = timedelta(seconds=10)
"""How long a stop waits for requests under way. Slack itself gives up after three seconds."""
COOKIE = "__Host-fourwins-install"
"""A name that a browser takes only from this very host, over TLS."""

REFUSED: Final[web.AppKey[Counter[str]]] = web.AppKey("refused", Counter)
"""How many requests were refused, by reason: unsigned, replayed, malformed, too_large, stopping."""

_SIGNATURE, _TIMESTAMP = "X-Slack-Signature", "X-Slack-Request-Timestamp"
_SHAPES = {_SIGNATURE: re.compile("v0=[0-9a-f]{64}"), _TIMESTAMP: re.compile("[0-9]{1,12}")}
_TEAM = re.compile("[TE][A-Z0-9]{1,30}")

log = structlog.get_logger("fourwins.slack.http")


# Requests.


class Signatures:
    """The signatures that were seen of late, so that a copy of a request is told from a new one.

    Bolt takes a request whose time is up to `WINDOW` before or after now, so one can come again for
    twice as long. Slack signs a retry anew. Copies to several replicas are told by the engine.
    """

    def __init__(self, clock: Clock, most: int = MOST_SIGNATURES) -> None:
        self._clock = clock
        self._most = most
        self._until: dict[str, datetime] = {}

    def take(self, signature: str) -> bool:
        """Remember this one. False when it was seen before."""
        now = self._clock.now()
        while self._until and self._until[oldest := next(iter(self._until))] <= now:
            del self._until[oldest]
        if signature in self._until:
            return False
        self._until[signature] = now + 2 * WINDOW
        return True

    def drop(self, signature: str) -> None:
        """Forget it: nothing was done for it, and it may come again."""
        self._until.pop(signature, None)

    def settle(self) -> None:
        """Forget the oldest where there are too many. Only once a signature proved to be right, or
        made-up ones could push right ones out."""
        while len(self._until) > self._most:
            del self._until[next(iter(self._until))]

    def __len__(self) -> int:
        return len(self._until)


class _Door:
    """Everything that is asked over HTTP."""

    def __init__(self, app: AsyncApp, clock: Clock, say: Speech) -> None:
        self._app = app
        self._say = say
        self._signatures = Signatures(clock)
        self.refused: Counter[str] = Counter()
        self._under_way = 0
        self._none_under_way = asyncio.Event()
        self._stopping = False

    @web.middleware
    async def counted(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """Keeps count of what is under way. On a connection that was open when the stop began, a
        further request is sent elsewhere: Slack sends its events again."""
        if self._stopping:
            return self._refused("stopping", 503)
        self._under_way += 1
        try:
            return await handler(request)
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._none_under_way.set()

    async def finish(self, _app: web.Application) -> None:
        """Take nothing more, and wait for what is under way."""
        self._stopping = True
        if not self._under_way:
            return
        self._none_under_way.clear()
        try:
            await asyncio.wait_for(self._none_under_way.wait(), LAST_WAIT.total_seconds())
        except TimeoutError:
            log.warning("requests_cut_off", requests=self._under_way)

    async def events(self, request: web.Request) -> web.StreamResponse:
        """POST /slack/events: whatever Slack sends."""
        for name, shape in _SHAPES.items():
            # Of two Bolt takes the last, and of one with another shape it makes an error of ours.
            # Without any it answers by itself.
            given = request.headers.getall(name, [])
            if len(given) > 1 or not all(shape.fullmatch(one) for one in given):
                return self._refused("malformed", 401)
        try:
            asked = await to_bolt_request(request)
        except web.HTTPRequestEntityTooLarge:
            return self._refused("too_large", 413)
        except Exception:  # noqa: BLE001 - nobody has signed this so far: it may be anything
            return self._refused("malformed", 400)
        body: object = asked.body
        if not isinstance(body, dict):
            return self._refused("malformed", 400)
        # Bolt answers what says that it only checks our certificate without looking at its
        # signature: that is none to be remembered.
        is_check = body.get("ssl_check") == "1"
        signature = "" if is_check else request.headers.get(_SIGNATURE, "")
        if signature and not self._signatures.take(signature):
            return self._refused("replayed", 401)
        status = 500
        try:
            answer = await self._app.async_dispatch(asked)
            status = answer.status
        finally:
            # A wrong one must take no room, and after a failure of ours the same may come again:
            # a retry within the same second is signed alike.
            if status == 401 or status >= 500:
                self._signatures.drop(signature)
            else:
                self._signatures.settle()
        if status == 401:
            return self._refused("unsigned", 401)
        return await to_aiohttp_response(answer)

    async def show(
        self,
        request: web.Request,
        handle: Callable[[AsyncBoltRequest], Awaitable[BoltResponse]],
    ) -> web.StreamResponse:
        """A page of the OAuth flow."""
        try:
            answer = await handle(await to_bolt_request(request))
        except web.HTTPRequestEntityTooLarge:
            return self._refused("too_large", 413)
        except Exception as error:  # noqa: BLE001 - a person waits for a page, whatever happened
            # By its type only: the address that was asked for holds Slack's code.
            log.error("page_failed", error=type(error).__name__)
            answer = page(self._say, "trouble", 500)
        response = await to_aiohttp_response(answer)
        if response.content_type == "text/html":
            response.charset = "utf-8"
        for morsel in response.cookies.values():
            # Slack's page leads back by a link, for which this is enough.
            morsel["samesite"] = "Lax"
        return response

    def _refused(self, why: str, status: int) -> web.Response:
        self.refused[why] += 1
        times = self.refused[why]
        if times & (times - 1) == 0:
            # The first, second, fourth, eighth: enough to see a wrong signing secret, and nobody
            # can fill the log.
            log.warning("requests_refused", why=why, times=times)
        return web.json_response({"error": "invalid request"}, status=status)


def build_http(
    app: AsyncApp, oauth: AsyncOAuthFlow | None, clock: Clock, say: Speech
) -> web.Application:
    """The application to run, without the pages where there is no OAuth.

    Run it with `web.AppRunner(…, access_log=None)`: an access log would hold OAuth codes. At the
    runner's cleanup it takes nothing new and lets what is under way finish, before anything that
    is closed in `on_cleanup`.
    """
    door = _Door(app, clock, say)
    http = web.Application(middlewares=[door.counted], client_max_size=LARGEST)
    http[REFUSED] = door.refused
    http.router.add_post(EVENTS, door.events)
    if oauth is not None:

        async def install(request: web.Request) -> web.StreamResponse:
            return await door.show(request, oauth.handle_installation)

        async def callback(request: web.Request) -> web.StreamResponse:
            return await door.show(request, oauth.handle_callback)

        # No HEAD: what only looks ahead must not use up somebody's state.
        http.router.add_get(INSTALL, install, allow_head=False)
        http.router.add_get(CALLBACK, callback, allow_head=False)
    http.on_shutdown.append(door.finish)
    return http


# The pages.

_STYLE = (
    ":root{color-scheme:light dark;font:1.125rem/1.5 system-ui,sans-serif}"
    "body{margin:0}main{max-width:34rem;margin:0 auto;padding:3rem 1.25rem}"
    "h1{font-size:1.6rem;line-height:1.25}"
)
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    # The address holds a code that was good until just now.
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
}


def page(
    say: Speech, what: str, status: int, link: tuple[str, str] | None = None, cookie: str = ""
) -> BoltResponse:
    """One of `slack-pages-<what>` as HTML, with a link (address, words) and a cookie to set."""
    title = say(f"slack-pages-{what}")
    texts = [say(f"slack-pages-{what}-body")]
    if say.has(f"slack-pages-{what}-private"):
        texts.append(say(f"slack-pages-{what}-private"))
    if link is None and what != "org":
        # The page back from Slack stands beside the page that leads there, also behind a proxy.
        link = (INSTALL.rpartition("/")[2], say("slack-pages-again"))
    body = "".join(f"<p>{html.escape(text)}</p>\n" for text in texts)
    if link is not None:
        body += f'<p><a href="{html.escape(link[0])}">{html.escape(link[1])}</a></p>\n'
    headers: dict[str, str | Sequence[str]] = dict(_HEADERS)
    if cookie:
        headers["Set-Cookie"] = cookie
    return BoltResponse(
        status=status,
        headers=headers,
        body=(
            f'<!DOCTYPE html>\n<html lang="{html.escape(say.language)}">\n<head>\n'
            '<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{html.escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n"
            f"<body>\n<main>\n<h1>{html.escape(title)}</h1>\n{body}</main>\n</body>\n</html>\n"
        ),
    )


_STALE = frozenset({"invalid_browser", "invalid_state", "missing_code"})


class _Pages:
    """What the flow shows at its ends."""

    def __init__(self, say: Speech, authorize_url: str) -> None:
        self._say = say
        parts = urlsplit(authorize_url)
        self._slack = f"{parts.scheme}://{parts.netloc}"

    async def success(self, args: AsyncSuccessArgs) -> BoltResponse:
        installed = args.installation
        cookie = args.settings.state_utils.build_set_cookie_for_deletion()
        if installed.is_enterprise_install:
            return page(self._say, "org", 200, cookie=cookie)
        # https://docs.slack.dev/interactivity/deep-linking: from the browser into the app's Home.
        ids = {"app": installed.app_id or "", "team": installed.team_id or ""}
        address = f"{self._slack}/app_redirect?{urlencode(ids)}"
        return page(
            self._say, "installed", 200, (address, self._say("slack-pages-open")), cookie=cookie
        )

    async def failure(self, args: AsyncFailureArgs) -> BoltResponse:
        # The reason may come from the address, which anybody can write: it is only compared.
        cookie = args.settings.state_utils.build_set_cookie_for_deletion()
        if args.reason == "access_denied":
            return page(self._say, "cancelled", 200, cookie=cookie)
        if args.reason in _STALE:
            return page(self._say, "stale", 400, cookie=cookie)
        if args.reason == "storage_error":
            return page(self._say, "trouble", 500, cookie=cookie)
        return page(self._say, "failed", 400, cookie=cookie)


# OAuth.


class _Flow(AsyncOAuthFlow):
    """Bolt's flow, with addresses quoted, no codes in the log, and nothing kept in vain."""

    def __init__(self, settings: AsyncOAuthSettings, client: AsyncWebClient, clock: Clock) -> None:
        super().__init__(client=client, logger=quiet_logger(), settings=settings)
        self._clock = clock

    async def build_authorize_url(self, state: str, request: AsyncBoltRequest) -> str:
        """Slack's page of consent. A `team` in the request chooses the workspace there."""
        asked = {
            "client_id": self.settings.client_id,
            "scope": ",".join(self.settings.scopes or ()),
            "redirect_uri": self.settings.redirect_uri or "",
            "state": state,
        }
        team = request.query.get("team", [""])[0]
        if _TEAM.fullmatch(team):
            asked["team"] = team
        return f"{self.settings.authorization_url}?{urlencode(asked)}"

    async def run_installation(self, code: str) -> Installation | None:
        """What Slack gives for the code, or None where it gives nothing."""
        try:
            given = await oauth_access(
                self.client,
                self.settings.client_id,
                self.settings.client_secret,
                code=code,
                redirect_uri=self.settings.redirect_uri or "",
            )
            token = str(given["access_token"])
            # Only this tells the bot's own id.
            bot_id = (await self.client.auth_test(token=token))["bot_id"]
            life = given.get("expires_in")
            expires_at = self._clock.now().timestamp() + int(life) if life is not None else None
            return Installation(
                app_id=given.get("app_id"),
                enterprise_id=(given.get("enterprise") or {}).get("id"),
                team_id=(given.get("team") or {}).get("id"),
                is_enterprise_install=bool(given.get("is_enterprise_install")),
                bot_token=token,
                bot_id=bot_id,
                bot_user_id=given.get("bot_user_id"),
                bot_scopes=given.get("scope") or "",
                bot_refresh_token=given.get("refresh_token"),
                bot_token_expires_at=int(expires_at) if expires_at is not None else None,
                # Who installed it we have no use for; slack_sdk wants a text.
                user_id="",
            )
        except SlackApiError as error:
            reason = error_name(error)
        except (ClientError, OSError, TimeoutError, KeyError, TypeError, ValueError) as error:
            reason = type(error).__name__
        log.warning("installation_refused", reason=reason)
        return None

    async def store_installation(
        self, request: AsyncBoltRequest, installation: Installation
    ) -> None:
        """Keep it. Raises BoltError, by which Bolt knows that it could not be."""
        try:
            await self.settings.installation_store.async_save(installation)
        except (StoreError, NotInstalled) as error:
            reason = type(error).__name__
        else:
            return
        log.error("installation_not_saved", error=reason)
        raise BoltError("the installation could not be saved")


def oauth_flow(
    *,
    client_id: str,
    client_secret: str,
    scopes: Sequence[str],
    redirect_uri: str,
    authorize_url: str,
    installs: Installs,
    states: States,
    client: AsyncWebClient,
    clock: Clock,
    say: Speech,
) -> AsyncOAuthFlow:
    """The flow by which a workspace or an org adds the app, for `build_http`.

    `redirect_uri` is the public address of `CALLBACK`, `authorize_url` that of Slack's page of
    consent (`https://slack.com/oauth/v2/authorize`). Everything is given here and nothing comes
    from the environment. `AsyncApp` need not be told of it.
    """
    pages = _Pages(say, authorize_url)
    with without_slack_environment():
        settings = AsyncOAuthSettings(
            client_id=client_id,
            client_secret=client_secret,
            scopes=list(scopes),
            user_scopes=[],
            redirect_uri=redirect_uri,
            install_path=INSTALL,
            install_page_rendering_enabled=False,
            redirect_uri_path=CALLBACK,
            callback_options=AsyncCallbackOptions(success=pages.success, failure=pages.failure),
            authorization_url=authorize_url,
            installation_store=installs,
            installation_store_bot_only=True,
            state_validation_enabled=True,
            state_store=states,
            state_cookie_name=COOKIE,
            state_expiration_seconds=int(ROUND_TRIP.total_seconds()),
            logger=quiet_logger(),
        )
    return _Flow(settings, client, clock)


# Bolt's habits.


@contextmanager
def without_slack_environment() -> Iterator[None]:
    """Hides every variable `SLACK_…` from Bolt while its parts are built.

    Bolt reads some of them at that moment: `SLACK_CLIENT_ID` and `SLACK_CLIENT_SECRET` switch OAuth
    on, with tokens in plain files; `SLACK_BOT_TOKEN` and `SLACK_SIGNING_SECRET` stand in for what
    was not given. To be used around every `AsyncApp(…)`, in one thread.
    """
    hidden = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("SLACK_")}
    try:
        yield
    finally:
        os.environ.update(hidden)


def quiet_logger() -> logging.Logger:
    """The logger to hand to `AsyncApp` and `AsyncWebClient`: warnings and errors by name only.

    Bolt writes a badly signed request whole at INFO, one that nobody listens to in part at WARNING,
    and puts an error's message, which may hold somebody's words, into its own. Bolt hands level and
    filters of this logger on to all of its own, and the filter leaves nothing of a message.
    """
    logger = logging.getLogger("fourwins.slack.bolt")
    logger.setLevel(logging.WARNING)
    if not logger.filters:
        logger.addFilter(_names_only)
    return logger


def _names_only(record: logging.LogRecord) -> bool:
    error = record.exc_info[1] if record.exc_info else None
    where = f"{record.module}.{record.funcName}:{record.lineno}"
    record.msg = where if error is None else f"{where} {_trail(error)}"
    record.args = None
    record.exc_info = record.exc_text = record.stack_info = None
    return True


def _trail(error: BaseException) -> str:
    """The type of an error and where it came from, without its message."""
    frames = []
    at = error.__traceback__
    while at is not None:
        code = at.tb_frame.f_code
        frames.append(f"{code.co_filename.rpartition('/')[2]}:{at.tb_lineno} {code.co_name}")
        at = at.tb_next
    return "; ".join([type(error).__name__, *frames[-6:]])
