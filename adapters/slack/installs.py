"""Who holds which token: installations, sealed; renewing them; the state of an OAuth round trip.

A token is in the store only as a part of `Installation.sealed`, encrypted with the operator's keys.
Nothing here puts one into a repr, a log or an error.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from operator import eq
from typing import Protocol

import structlog
from aiohttp import encode_basic_auth
from cryptography.fernet import InvalidToken, MultiFernet
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.installation_store.models.bot import Bot as SdkBot
from slack_sdk.oauth.installation_store.models.installation import Installation as SdkInstallation
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.core.model import Installation, Seen, Tenant
from bot.core.ports import Clock, Conflict, Ids, Store, TryLater

INSTALLED = "bot"
"""The id of the one installation that a tenant has."""
AHEAD = timedelta(hours=2)
"""How long before its end a token is renewed."""
LEASE = timedelta(seconds=60)
"""How long one replica has a renewal to itself; a failed one is tried again after it. A client's
request must give up well before."""
BATCH = 5
"""Renewals at a time: Slack takes about a hundred a minute of `oauth.v2.access` (tier 4)."""
MOST_OPENED = 1_000
"""How many tokens are held in memory as well, unsealed."""
SOON = timedelta(seconds=5)
ROUND_TRIP = timedelta(minutes=10)
"""How long somebody may take over Slack's page of consent."""

_GONE = frozenset({"invalid_refresh_token", "token_revoked", "account_inactive"})
_STATE = b"slack-oauth-state:"

log = structlog.get_logger("fourwins.slack.installs")


class NotInstalled(Exception):
    """There is no token for this workspace (any more)."""


class WrongKey(Exception):
    """What is kept was sealed with a key that is not among those in use."""

    def __init__(self, tenant: Tenant) -> None:
        super().__init__(
            f"the token of {tenant} was encrypted with a key that is not among those in the "
            "settings; add the key it was encrypted with, behind the new one"
        )


class Revoked(Exception):
    """Slack does not take the refresh token any more: the app was uninstalled."""


class NotRenewed(Exception):
    """A token could not be renewed this time. The message is Slack's name for why."""


@dataclass(frozen=True, slots=True)
class Bot:
    """What it takes to act as the bot in one workspace. The team is empty for a whole org."""

    token: str = field(repr=False)
    bot_user: str
    bot_id: str
    team: str
    enterprise: str | None = None
    scopes: tuple[str, ...] = ()


class Tokens(Protocol):
    """Knows the bot's token in each workspace."""

    async def bot(self, tenant: Tenant) -> Bot:
        """Raises NotInstalled; TryLater when it can't be told just now; WrongKey."""
        ...


class OneWorkspace:
    """A token that stands in the settings, for the one workspace it belongs to."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._tenant = workspace(bot.team)

    async def bot(self, tenant: Tenant) -> Bot:
        """Raises NotInstalled for any other workspace."""
        if tenant != self._tenant:
            raise NotInstalled(tenant)
        return self._bot


def workspace(team: str) -> Tenant:
    """The tenant of a workspace, or of an org by its enterprise id."""
    return Tenant(f"slack:{team}")


# Renewing: what Slack says of a refresh token.


@dataclass(frozen=True, slots=True)
class Fresh:
    """A renewed token, and the refresh token that takes the place of the one that was used."""

    token: str = field(repr=False)
    refresh: str = field(repr=False)
    life: timedelta


class Exchange(Protocol):
    """Gives a fresh token for a refresh token."""

    async def __call__(self, refresh: str) -> Fresh:
        """Raises Revoked, NotRenewed, or whatever the network raises."""
        ...


def exchange_at_slack(client: AsyncWebClient, client_id: str, client_secret: str) -> Exchange:
    """Renewal by `oauth.v2.access` (https://docs.slack.dev/authentication/using-token-rotation).

    The client should wait less than `LEASE` for an answer.
    """

    async def exchange(refresh: str) -> Fresh:
        try:
            answer = await oauth_access(
                client,
                client_id,
                client_secret,
                grant_type="refresh_token",
                refresh_token=refresh,
            )
        except SlackApiError as error:
            reason = error_name(error)
        else:
            try:
                return Fresh(
                    str(answer["access_token"]),
                    str(answer["refresh_token"]),
                    timedelta(seconds=int(answer["expires_in"])),
                )
            except (KeyError, TypeError, ValueError):
                reason = "incomplete_answer"
        # Raised out here: the first error carries Slack's whole answer along.
        raise (Revoked if reason in _GONE else NotRenewed)(reason)

    return exchange


async def oauth_access(
    client: AsyncWebClient, client_id: str, client_secret: str, **asked: str
) -> AsyncSlackResponse:
    """What `oauth.v2.access` answers. Raises SlackApiError, or what the network raises.

    The client's own method makes a `BasicAuth`, which aiohttp has deprecated.
    """
    name = encode_basic_auth(client_id, client_secret)
    return await client.api_call("oauth.v2.access", data=asked, headers={"Authorization": name})


def error_name(error: SlackApiError) -> str:
    """Slack's own name for what went wrong, and nothing else of its answer."""
    response = error.response
    code = response.get("error") if hasattr(response, "get") else None
    known = isinstance(code, str) and code.isascii() and code.replace("_", "").isalnum()
    return code[:60] if known and isinstance(code, str) else "unknown_error"


# Installations.


@dataclass(frozen=True, slots=True)
class _Held:
    """What is sealed. It shows nothing of itself."""

    token: str = field(repr=False)
    bot_user: str = field(repr=False)
    bot_id: str = field(repr=False)
    enterprise: str | None = field(repr=False)
    scopes: tuple[str, ...] = field(repr=False)
    refresh: str | None = field(repr=False)
    expires_at: float | None = field(repr=False)

    def expired(self, now: datetime) -> bool:
        return self.expires_at is not None and self.expires_at <= now.timestamp()


class Installs(AsyncInstallationStore):
    """Every workspace and org that installed the app, in our own store.

    Takes the keys that seal tokens (the first seals, all unseal) and what renews a token. Its
    deletions that know no time are for Bolt's interface only: what comes of `app_uninstalled` and
    `tokens_revoked` goes through `uninstalled`, since such an event may come late.
    """

    def __init__(self, store: Store, seal: MultiFernet, clock: Clock, exchange: Exchange) -> None:
        self._store = store
        self._seal = seal
        self._clock = clock
        self._exchange = exchange
        self._renewals: dict[Tenant, asyncio.Task[bool]] = {}
        self._opened: dict[Tenant, tuple[str, _Held]] = {}

    @property
    def logger(self) -> logging.Logger:
        return logging.getLogger("fourwins.slack.installs")

    # Who holds what.

    async def bot(self, tenant: Tenant) -> Bot:
        """The bot of this workspace, by its own installation or by its org's.

        A token that has run out is renewed first. Raises NotInstalled; TryLater where renewing it
        did not work or somebody else is at it; WrongKey.
        """
        holder, kept = await self._holding(tenant)
        held = self._unsealed(holder, kept)
        if held.expired(self._clock.now()):
            if held.refresh is None:
                raise NotInstalled(tenant)
            await self._renewed(holder)
            holder, kept = await self._holding(tenant)
            held = self._unsealed(holder, kept)
            if held.expired(self._clock.now()):
                raise TryLater("token_expired", SOON)
        name = tenant.removeprefix("slack:")
        return Bot(
            held.token,
            held.bot_user,
            held.bot_id,
            "" if name == held.enterprise else name,
            held.enterprise,
            held.scopes,
        )

    async def serve(self, team: str, enterprise: str) -> None:
        """Remember that this workspace is served by its org's installation.

        Of an installation of its own in that org and the org's, the newer one holds. What was
        installed outside it, or by another org that still has the app, is never touched: what a
        payload says of a workspace and an org is not always of the same one. Raises NotInstalled
        when the org has none. Where all is as it was, this reads one document.
        """
        tenant, org = workspace(team), workspace(enterprise)
        kept = await self._kept(tenant)
        if kept is not None and kept.via == org:
            return
        of_org = await self._kept(org)
        if of_org is None:
            raise NotInstalled(org)
        if kept is not None and kept.via is not None and await self._kept(Tenant(kept.via)):
            return

        def gives_way(own: Installation | None) -> bool:
            if own is None or own.via is not None:
                return own == kept
            return (
                own.installed_at <= of_org.installed_at
                and self._unsealed(tenant, own).enterprise == enterprise
            )

        new = Installation(INSTALLED, "", self._clock.now(), via=org)
        await self._set(tenant, new, gives_way)

    async def served_by(self, org: Tenant) -> list[Tenant]:
        """The workspaces that this org's installation serves. Reads through all tenants."""
        found = []
        for tenant in await self._store.tenants():
            kept = await self._kept(tenant) if tenant.startswith("slack:T") else None
            if kept is not None and kept.via == org:
                found.append(tenant)
        return found

    async def uninstalled(self, tenant: Tenant, at: datetime) -> bool:
        """Forget the installation of a workspace or org that was removed at this time.

        False when there is a newer one: the news came late. True when it was deleted, and also
        when there was none left, so that a repeated event is carried through to its end. When an
        org goes, each of `served_by` goes too, and is asked for before.
        """
        while (kept := await self._kept(tenant)) is not None:
            of_org = await self._kept(Tenant(kept.via)) if kept.via is not None else None
            newest = max(one.installed_at for one in (kept, of_org) if one is not None)
            if newest >= at:
                return False
            if await self._set(tenant, None, partial(eq, kept)):
                break
        return True

    async def close(self) -> None:
        """Wait for renewals under way, so that no new token is lost."""
        if self._renewals:
            await asyncio.wait(self._renewals.values())

    # Renewing.

    async def refresh_due(self) -> int:
        """Renew what wants it, and say how many were. To be called at every tick.

        What fails keeps its old token and comes up again when the lease is over.
        """
        claims = await self._store.claim(Installation, self._clock.now(), LEASE, BATCH)
        done = await asyncio.gather(*(self._due(claim.tenant) for claim in claims))
        return sum(done)

    async def _due(self, tenant: Tenant) -> bool:
        try:
            return await self._renewed(tenant)
        except WrongKey:
            # One that can't be read must not keep the others from being renewed.
            log.error("installation_wrong_key", tenant=tenant)
            return False

    async def _renewed(self, tenant: Tenant) -> bool:
        """One renewal at a time in this process; who comes meanwhile waits for the same one."""
        task = self._renewals.get(tenant)
        if task is None:
            task = asyncio.create_task(self._renew(tenant))
            self._renewals[tenant] = task
            task.add_done_callback(lambda done: self._over(tenant, done))
        # Shielded: once Slack gave a new token away the old ones are void, so whoever asked for it
        # may be cancelled, but not the saving of it.
        return await asyncio.shield(task)

    def _over(self, tenant: Tenant, task: asyncio.Task[bool]) -> None:
        self._renewals.pop(tenant, None)
        if not task.cancelled():
            # Taken note of, also where nobody waits any more.
            task.exception()

    async def _renew(self, tenant: Tenant) -> bool:
        now = self._clock.now()
        work = self._store.transaction(tenant)
        kept = await work.get(Installation, INSTALLED)
        if kept is None or kept.refresh_at is None or kept.refresh_at > now:
            # Gone, or renewed, or being renewed by another replica.
            return False
        held = self._unsealed(tenant, kept)
        if held.refresh is None:
            return False
        # A refresh token works once. So it is taken in the store before it is used, which keeps
        # other replicas off it, and shows that the store can be written to.
        work.put(replace(kept, refresh_at=now + LEASE))
        try:
            await work.commit()
        except Conflict:
            return False

        def unchanged(there: Installation | None) -> bool:
            return there is not None and there.sealed == kept.sealed

        try:
            fresh = await self._exchange(held.refresh)
        except Revoked:
            log.error("installation_revoked", tenant=tenant)
            await self._set(tenant, None, unchanged)
            return False
        except Exception as error:  # noqa: BLE001 - whatever a client raises, the old token stays
            reason = str(error) if isinstance(error, NotRenewed) else type(error).__name__
            log.warning("token_not_renewed", tenant=tenant, reason=reason)
            return False
        ends = self._clock.now() + fresh.life
        renewed = replace(
            held, token=fresh.token, refresh=fresh.refresh, expires_at=ends.timestamp()
        )
        new = replace(kept, sealed=self._sealed(renewed), refresh_at=_renewal(ends, fresh.life))
        return await self._set(tenant, new, unchanged)

    # What slack_sdk and Bolt ask for.

    async def async_save(self, installation: SdkInstallation) -> None:
        """Keep this installation in place of the one before, and of it only what the bot needs.

        Raises NotInstalled when it has no bot token, and StoreError.
        """
        tenant = _whose(
            installation.enterprise_id,
            installation.team_id,
            org_wide=installation.is_enterprise_install,
        )
        token, user, bot_id = (
            installation.bot_token,
            installation.bot_user_id,
            installation.bot_id,
        )
        if tenant is None or not token or not user or not bot_id:
            raise NotInstalled("an installation without a bot")
        now = self._clock.now()
        expires = installation.bot_token_expires_at
        held = _Held(
            token,
            user,
            bot_id,
            installation.enterprise_id,
            tuple(installation.bot_scopes or ()),
            installation.bot_refresh_token,
            expires,
        )
        refresh_at = None
        if expires is not None and installation.bot_refresh_token is not None:
            ends = datetime.fromtimestamp(expires, UTC)
            refresh_at = _renewal(ends, ends - now)
        await self._set(tenant, Installation(INSTALLED, self._sealed(held), now, refresh_at))

    async def async_find_bot(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        is_enterprise_install: bool | None = False,
    ) -> SdkBot | None:
        """See slack_sdk."""
        found = await self.async_find_installation(
            enterprise_id=enterprise_id,
            team_id=team_id,
            is_enterprise_install=is_enterprise_install,
        )
        return found.to_bot() if found is not None else None

    async def async_find_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,
        is_enterprise_install: bool | None = False,
    ) -> SdkInstallation | None:
        """See slack_sdk. It tells no refresh token and no end, so that Bolt leaves renewing to us:
        its own would use a refresh token that we are using."""
        org_wide = bool(is_enterprise_install)
        tenant = _whose(enterprise_id, team_id, org_wide=org_wide)
        kept = await self._kept(tenant) if tenant is not None else None
        if tenant is None or kept is None:
            return None
        try:
            bot = await self.bot(tenant)
        except NotInstalled:
            return None
        return SdkInstallation(
            enterprise_id=bot.enterprise,
            team_id=team_id,
            bot_token=bot.token,
            bot_id=bot.bot_id,
            bot_user_id=bot.bot_user,
            bot_scopes=list(bot.scopes),
            user_id=user_id or "",
            is_enterprise_install=org_wide,
            token_type="bot",  # noqa: S106 - the kind of token, not one
            installed_at=kept.installed_at.timestamp(),
        )

    async def async_delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """See slack_sdk."""
        tenant = _whose(enterprise_id, team_id, org_wide=False)
        if tenant is not None:
            await self._set(tenant, None)

    async def async_delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """See slack_sdk. Of one user there is nothing: we ask for no user tokens."""
        if user_id is None:
            await self.async_delete_bot(enterprise_id=enterprise_id, team_id=team_id)

    async def async_delete_all(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """See slack_sdk."""
        await self.async_delete_bot(enterprise_id=enterprise_id, team_id=team_id)

    # In the store, and sealing.

    async def _kept(self, tenant: Tenant) -> Installation | None:
        return await self._store.transaction(tenant).get(Installation, INSTALLED)

    async def _set(
        self,
        tenant: Tenant,
        new: Installation | None,
        over: Callable[[Installation | None], bool] = lambda _: True,
    ) -> bool:
        """Put this one, or none, over what is there, and say whether that was to be."""
        while True:
            work = self._store.transaction(tenant)
            if not over(await work.get(Installation, INSTALLED)):
                return False
            if new is None:
                work.delete(Installation, INSTALLED)
                self._opened.pop(tenant, None)
            else:
                work.put(new)
            try:
                await work.commit()
            except Conflict:
                continue
            return True

    async def _holding(self, tenant: Tenant) -> tuple[Tenant, Installation]:
        """The tenant that holds the token of this one, and its installation."""
        kept = await self._kept(tenant)
        holder = tenant
        if kept is not None and kept.via is not None:
            holder = Tenant(kept.via)
            kept = await self._kept(holder)
        if kept is None or kept.via is not None:
            self._opened.pop(holder, None)
            raise NotInstalled(tenant)
        return holder, kept

    def _sealed(self, held: _Held) -> str:
        return self._seal.encrypt(json.dumps(asdict(held)).encode()).decode()

    def _unsealed(self, tenant: Tenant, kept: Installation) -> _Held:
        sealed, held = self._opened.get(tenant, ("", None))
        if held is not None and sealed == kept.sealed:
            # Each event and each call of ours wants it, and unsealing takes a while.
            return held
        try:
            fields = json.loads(self._seal.decrypt(kept.sealed))
        except InvalidToken:
            fields = None
        if fields is None:
            raise WrongKey(tenant)
        held = _Held(**{**fields, "scopes": tuple(fields["scopes"])})
        self._opened.pop(tenant, None)
        self._opened[tenant] = (kept.sealed, held)
        while len(self._opened) > MOST_OPENED:
            del self._opened[next(iter(self._opened))]
        return held


def _renewal(ends: datetime, life: timedelta) -> datetime:
    """When to renew a token of this life: in good time, and never at once again."""
    return ends - min(AHEAD, life / 2)


def _whose(enterprise: str | None, team: str | None, *, org_wide: bool) -> Tenant | None:
    name = enterprise if org_wide or team is None else team
    return workspace(name) if name else None


# The state of an OAuth round trip.

OAUTH = Tenant("slack:oauth")
"""Holds only which round trips have come back."""


class States(AsyncOAuthStateStore):
    """The `state` that goes to Slack's page of consent and comes back, once, within ten minutes.

    It is sealed rather than kept: a request for the page, which anybody can make, writes nothing.
    """

    def __init__(self, store: Store, seal: MultiFernet, ids: Ids, clock: Clock) -> None:
        self._store = store
        self._seal = seal
        self._ids = ids
        self._clock = clock

    @property
    def logger(self) -> logging.Logger:
        return logging.getLogger("fourwins.slack.installs")

    async def async_issue(self, *_args: object, **_more: object) -> str:
        """A new one, of letters that need no quoting in a cookie or an address."""
        sealed = self._seal.encrypt_at_time(_STATE + self._ids.new().encode(), self._seconds())
        return sealed.decode().rstrip("=")

    async def async_consume(self, state: str) -> bool:
        """Whether it is one of ours, young enough, and comes back for the first time. The last is
        so across all replicas. Raises StoreFull or StoreUnavailable."""
        padded = state.rstrip("=") + "=" * (-len(state.rstrip("=")) % 4)
        try:
            opened = self._seal.decrypt_at_time(
                padded.encode(), int(ROUND_TRIP.total_seconds()), self._seconds()
            )
        except (InvalidToken, UnicodeEncodeError):
            return False
        # The same keys seal tokens: nothing but a state may pass for one.
        if not opened.startswith(_STATE):
            return False
        id = opened.removeprefix(_STATE).decode()
        work = self._store.transaction(OAUTH)
        if await work.get(Seen, id) is not None:
            return False
        # Twice as long, for one replica's clock may be behind another's.
        work.put(Seen(id, self._clock.now() + 2 * ROUND_TRIP))
        try:
            await work.commit()
        except Conflict:
            return False
        return True

    def _seconds(self) -> int:
        return int(self._clock.now().timestamp())
