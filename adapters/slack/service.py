"""Four Wins on Slack: the parts of this folder joined, started and stopped in order."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

import structlog
from aiohttp import ClientError, web
from cryptography.fernet import Fernet, MultiFernet
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.api import TIMEOUT, Api
from adapters.slack.app import Behind, Parts, build_app
from adapters.slack.deliver import PACE, Deliveries
from adapters.slack.files import Files
from adapters.slack.http import CALLBACK, build_http, oauth_flow, quiet_logger
from adapters.slack.installs import (
    Bot,
    Installs,
    NotInstalled,
    OneWorkspace,
    States,
    Tokens,
    exchange_at_slack,
    workspace,
)
from adapters.slack.manifest import OPTIONAL_SCOPES, SCOPES
from adapters.slack.people import People
from adapters.slack.socket import LAST_WAIT, PATIENCE, PING, Socket
from adapters.slack.surfaces import Surfaces
from adapters.slack.trouble import error_of
from bot.core.events import Installed
from bot.core.model import Tenant
from bot.core.ports import Clock, Ids, Intake, Pictures, PlatformRefused, Store
from bot.core.text import Catalogues

log = structlog.get_logger("fourwins.slack")


class SlackRefused(PlatformRefused):
    """Slack does not let us in; the message is one sentence for the operator, without a secret."""


@dataclass(frozen=True, slots=True)
class Access:
    """How to be on Slack: which secrets there are says in which mode.

    With an `app_token`, Socket Mode; else HTTP on `host` and `port`. With a `bot_token`, one
    workspace; else any that install the app by OAuth at the public address `url`, whose tokens are
    sealed with `keys`.
    """

    api_url: str
    bot_token: str = ""
    app_token: str = ""
    signing_secret: str = ""
    client_id: str = ""
    client_secret: str = ""
    url: str = ""
    host: str = "127.0.0.1"
    port: int = 3000
    keys: tuple[str, ...] = ()
    pace: float = PACE
    ping: float = PING
    patience: float = PATIENCE

    def __repr__(self) -> str:
        return f"Access({self.api_url!r})"


class Slack:
    """The bot on Slack.

    `transport` is there from the beginning, since the outbox is built before the engine. Then
    `start` connects it with the engine, `run` lasts until it is cancelled or cut off, and `stop`
    brings what was begun to its end.
    """

    def __init__(
        self, access: Access, store: Store, clock: Clock, ids: Ids, prose: Catalogues
    ) -> None:
        self._access = access
        self._store = store
        self._clock = clock
        self._ids = ids
        self._prose = prose
        self._web = AsyncWebClient(base_url=access.api_url, timeout=TIMEOUT, logger=quiet_logger())
        self._tokens: Tokens
        self._installs: Installs | None = None
        if access.bot_token:
            self._tokens = _Static(access.bot_token, self._web)
        else:
            exchange = exchange_at_slack(self._web, access.client_id, access.client_secret)
            self._installs = Installs(store, self._seal(), clock, exchange)
            self._tokens = self._installs
        self._api = Api(self._tokens, access.api_url)
        self._people = People(self._api, clock)
        self.transport = Deliveries(self._api, self._people, prose, pace=access.pace)
        self._behind = Behind()
        self._socket: Socket | None = None
        self._runner: web.AppRunner | None = None
        self._started: datetime | None = None

    def _seal(self) -> MultiFernet:
        return MultiFernet([Fernet(key) for key in self._access.keys])

    @property
    def port(self) -> int:
        """Where it listens, in HTTP mode."""
        addresses = self._runner.addresses if self._runner is not None else []
        return int(addresses[0][1]) if addresses else self._access.port

    async def start(self, intake: Intake, pictures: Pictures) -> None:
        """Look whether Slack takes our secrets, and begin to listen. Raises SlackRefused."""
        self._started = self._clock.now()
        self._api.start()
        if isinstance(self._tokens, _Static):
            tenant = await self._tokens.ask()
            # A token that Slack takes says that we are installed, perhaps again.
            await intake.handle(Installed(f"started-{self._ids.new()}", tenant))
        logger = quiet_logger()
        surfaces = Surfaces(
            self._api, self.transport, Files(self._api, self.transport, pictures), self._ids
        )
        parts = Parts(
            intake=intake,
            tokens=self._tokens,
            people=self._people,
            surfaces=surfaces,
            prose=self._prose,
            behind=self._behind,
            uninstalled=self._uninstalled,
            serve=self._installs.serve if self._installs is not None else None,
        )
        access = self._access
        if access.app_token:
            await self._may_connect()
            app = build_app(parts, self._web, None, logger)
            self._socket = Socket(
                app,
                access.app_token,
                AsyncWebClient(base_url=access.api_url, timeout=TIMEOUT, logger=logger),
                logger,
                ping=access.ping,
                patience=access.patience,
            )
            return
        app = build_app(parts, self._web, access.signing_secret, logger)
        say = self._prose.speech("")
        oauth = None
        if self._installs is not None:
            oauth = oauth_flow(
                client_id=access.client_id,
                client_secret=access.client_secret,
                scopes=(*SCOPES, *OPTIONAL_SCOPES),
                redirect_uri=access.url + CALLBACK,
                authorize_url=authorize_url(access.api_url),
                installs=self._installs,
                states=States(self._store, self._seal(), self._ids, self._clock),
                client=self._web,
                clock=self._clock,
                say=say,
            )
        self._runner = web.AppRunner(
            build_http(app, oauth, self._clock, say), access_log=None, handle_signals=False
        )
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, access.host, access.port).start()
        except OSError as error:
            raise SlackRefused(
                f"can't listen on {access.host}:{access.port} ({error.strerror}); "
                "write another port in [slack], or stop what is using it"
            ) from error

    async def run(self) -> None:
        """Take events until cancelled. Raises Disconnected when Slack can't be reached for long."""
        if self._socket is not None:
            await self._socket.run()
        else:
            await asyncio.Event().wait()

    async def chores(self) -> None:
        """What is to be done at each tick of the clockwork: renew tokens in good time."""
        if self._installs is not None:
            await self._installs.refresh_due()

    async def is_ready(self) -> bool:
        """Whether events can reach us now."""
        if self._socket is not None:
            return await self._socket.is_connected()
        return self._runner is not None and bool(self._runner.addresses)

    async def settle(self) -> None:
        """Wait for what goes on behind acknowledgements."""
        await self._behind.settle()

    async def stop_intake(self) -> None:
        """Take no more events; what was taken goes on to its end."""
        if self._socket is not None:
            await self._socket.close()
        if self._runner is not None:
            await self._runner.cleanup()
        await self._behind.finish(LAST_WAIT)

    async def close(self) -> None:
        """Let go of the connections, once nothing is to be sent any more."""
        if self._installs is not None:
            await self._installs.close()
        await self._api.close()

    async def _uninstalled(self, tenant: Tenant, at: datetime) -> list[Tenant]:
        """Whose data is to go, now that the app was removed at this time."""
        if self._installs is None:
            # There is no record of when it was installed; but we were let in when we started.
            return [tenant] if self._started is not None and at >= self._started else []
        served = await self._installs.served_by(tenant) if tenant.startswith("slack:E") else []
        if not await self._installs.uninstalled(tenant, at):
            return []
        return [one for one in served if await self._installs.uninstalled(one, at)] + [tenant]

    async def _may_connect(self) -> None:
        try:
            await self._web.apps_connections_open(app_token=self._access.app_token)
        except SlackApiError as error:
            if error_of(error) in _WRONG_SECRET:
                raise SlackRefused(
                    "Slack does not take app_token; copy it again from your app's page, "
                    "Basic Information, App-Level Tokens (with the scope connections:write), "
                    "and see that Socket Mode is on"
                ) from None
            raise SlackRefused(f"Slack answered: {error_of(error) or 'an error'}") from None
        except (ClientError, TimeoutError, OSError) as error:
            raise _unreachable(self._access.api_url) from error


class _Static:
    """The token of the settings: Slack is asked once whose it is."""

    def __init__(self, token: str, client: AsyncWebClient) -> None:
        self._token = token
        self._client = client
        self._one: OneWorkspace | None = None

    async def ask(self) -> Tenant:
        """The workspace that the token is for. Raises SlackRefused."""
        try:
            told = await self._client.auth_test(token=self._token)
        except SlackApiError as error:
            if error_of(error) in _WRONG_SECRET:
                raise SlackRefused(
                    "Slack does not take bot_token; copy it again from your app's page, "
                    "OAuth & Permissions, after installing the app to the workspace"
                ) from None
            raise SlackRefused(f"Slack answered: {error_of(error) or 'an error'}") from None
        except (ClientError, TimeoutError, OSError) as error:
            raise _unreachable(self._client.base_url) from error
        self._one = OneWorkspace(
            Bot(
                self._token,
                str(told.get("user_id", "")),
                str(told.get("bot_id", "")),
                str(told.get("team_id", "")),
                told.get("enterprise_id"),
            )
        )
        return workspace(str(told.get("team_id", "")))

    async def bot(self, tenant: Tenant) -> Bot:
        """See `Tokens`."""
        if self._one is None:
            raise NotInstalled(tenant)
        return await self._one.bot(tenant)


_WRONG_SECRET = {
    "invalid_auth",
    "not_authed",
    "account_inactive",
    "token_revoked",
    "token_expired",
    "not_allowed_token_type",
}


def _unreachable(api_url: str) -> SlackRefused:
    return SlackRefused(f"can't reach Slack at {api_url}; see whether this machine is online")


def authorize_url(api_url: str) -> str:
    """Slack's page of consent, beside the Web API: also for GovSlack and for tests."""
    parts = urlsplit(api_url)
    return f"{parts.scheme}://{parts.netloc}/oauth/v2/authorize"
