"""Tokens: sealed at rest, renewed once, gone when the app is; states that come back once."""

from __future__ import annotations

import asyncio
from base64 import b64encode
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from cryptography.fernet import Fernet, MultiFernet
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store.models.installation import Installation as SdkInstallation
from slack_sdk.web.async_client import AsyncWebClient
from structlog.testing import capture_logs

from adapters.slack.installs import (
    AHEAD,
    INSTALLED,
    LEASE,
    OAUTH,
    ROUND_TRIP,
    Bot,
    Exchange,
    Fresh,
    Installs,
    NotInstalled,
    NotRenewed,
    OneWorkspace,
    Revoked,
    States,
    WrongKey,
    exchange_at_slack,
    workspace,
)
from bot.core.model import Installation, Seen, Tenant
from bot.core.ports import TryLater
from storage.codec import Codec
from storage.tiny import TinyStore
from tests.scene import CountedIds, HandClock

CODEC = Codec()
KEY = Fernet(b"A" * 43 + b"=")
SEAL = MultiFernet([KEY])
T1, T2, E1 = workspace("T1"), workspace("T2"), workspace("E1")
LIFE = timedelta(hours=12)
SECOND = timedelta(seconds=1)

pytestmark = pytest.mark.asyncio


@dataclass
class Slack:
    """What Slack says of refresh tokens: each works once."""

    valid: str = "xoxe-1"
    number: int = 1
    asked: list[str] = field(default_factory=list)
    trouble: Exception | None = None
    gate: asyncio.Event | None = None
    entered: asyncio.Event = field(default_factory=asyncio.Event)

    async def exchange(self, refresh: str) -> Fresh:
        self.asked.append(refresh)
        self.entered.set()
        if self.gate is not None:
            await self.gate.wait()
        if self.trouble is not None:
            raise self.trouble
        if refresh != self.valid:
            raise Revoked("invalid_refresh_token")
        self.number += 1
        self.valid = f"xoxe-{self.number}"
        return Fresh(f"xoxb-{self.number}", self.valid, LIFE)


@dataclass
class Shop:
    store: TinyStore
    folder: Path
    clock: HandClock
    slack: Slack
    installs: Installs

    def replica(self, seal: MultiFernet = SEAL, exchange: Exchange | None = None) -> Installs:
        return Installs(self.store, seal, self.clock, exchange or self.slack.exchange)

    def wait(self, time: timedelta) -> None:
        self.clock.set_to(self.clock.now() + time)

    def installation(
        self,
        team: str | None = "T1",
        *,
        token: str = "xoxb-1",
        refresh: str | None = None,
        enterprise: str | None = None,
        life: timedelta | None = None,
    ) -> SdkInstallation:
        ends = int((self.clock.now() + life).timestamp()) if life is not None else None
        return SdkInstallation(
            app_id="A1",
            team_id=team,
            team_name="Parsnip Ltd",
            enterprise_id=enterprise,
            is_enterprise_install=team is None,
            bot_token=token,
            bot_id="B1",
            bot_user_id="UBOT",
            bot_scopes="commands,chat:write",
            bot_refresh_token=refresh,
            bot_token_expires_at=ends,
            user_id="UADMIN",
            user_token="xoxp-of-admin",
        )

    async def rotating(self) -> None:
        await self.installs.async_save(self.installation(refresh="xoxe-1", life=LIFE))

    async def kept(self, tenant: Tenant = T1) -> Installation | None:
        return await self.store.transaction(tenant).get(Installation, INSTALLED)

    async def bytes(self) -> bytes:
        return b"".join(one.read_bytes() for one in self.folder.rglob("*") if one.is_file())


@pytest_asyncio.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    store = await TinyStore.open(tmp_path / "data", codec=CODEC)
    clock, slack = HandClock(), Slack()
    yield Shop(store, tmp_path / "data", clock, slack, Installs(store, SEAL, clock, slack.exchange))
    await store.close()


# One workspace.


async def test_a_static_token_serves_its_own_workspace_and_no_other() -> None:
    bot = Bot("xoxb-static", "UBOT", "B1", "T1")
    assert await OneWorkspace(bot).bot(T1) is bot
    with pytest.raises(NotInstalled):
        await OneWorkspace(bot).bot(T2)


async def test_no_repr_and_no_error_shows_a_token(shop: Shop) -> None:
    await shop.rotating()
    bot = await shop.installs.bot(T1)
    fresh = Fresh("xoxb-secret", "xoxe-secret", LIFE)
    shown = f"{bot!r} {fresh!r} {await shop.kept()!r} {shop.installs!r} {OneWorkspace(bot)!r}"
    assert bot.token == "xoxb-1"
    assert "xox" not in shown


# Installing.


async def test_what_was_installed_is_found_again_by_its_tenant(shop: Shop) -> None:
    await shop.installs.async_save(shop.installation())
    assert await shop.installs.bot(T1) == Bot(
        "xoxb-1", "UBOT", "B1", "T1", None, ("commands", "chat:write")
    )
    with pytest.raises(NotInstalled):
        await shop.installs.bot(T2)


async def test_on_disk_there_is_no_token_and_nothing_that_the_bot_does_not_need(shop: Shop) -> None:
    await shop.rotating()
    shop.wait(LIFE - AHEAD)
    assert await shop.installs.refresh_due() == 1
    on_disk = await shop.bytes()
    assert b'"installed_at"' in on_disk
    for word in (b"xox", b"UADMIN", b"Parsnip", b"chat:write"):
        assert word not in on_disk
    kept = await shop.kept()
    assert kept is not None
    inside = SEAL.decrypt(kept.sealed)
    assert b"xoxb-2" in inside
    for word in (b"xoxp", b"UADMIN", b"Parsnip"):
        assert word not in inside


async def test_a_second_installation_takes_the_place_of_the_first(shop: Shop) -> None:
    await shop.installs.async_save(shop.installation(token="xoxb-old"))
    await shop.installs.async_save(shop.installation(token="xoxb-new"))
    assert (await shop.installs.bot(T1)).token == "xoxb-new"
    assert len(await shop.store.transaction(T1).find(Installation)) == 1


async def test_an_installation_without_a_bot_is_not_kept(shop: Shop) -> None:
    nobody = shop.installation()
    nobody.bot_token = None
    with pytest.raises(NotInstalled):
        await shop.installs.async_save(nobody)
    assert await shop.store.tenants() == []


async def test_another_key_gives_an_error_that_says_what_to_do(shop: Shop) -> None:
    await shop.rotating()
    other = MultiFernet([Fernet(Fernet.generate_key())])
    with pytest.raises(WrongKey, match=r"slack:T1 .* add the key it was encrypted with") as caught:
        await shop.replica(other).bot(T1)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    # And it keeps nobody else from being renewed.
    shop.wait(LIFE - AHEAD)
    with capture_logs() as logs:
        assert await shop.replica(other).refresh_due() == 0
    assert [one["event"] for one in logs] == ["installation_wrong_key"]


async def test_a_new_key_before_the_old_one_reads_on_and_seals_from_then_on(shop: Shop) -> None:
    await shop.rotating()
    new = Fernet(Fernet.generate_key())
    turned = shop.replica(MultiFernet([new, KEY]))
    assert (await turned.bot(T1)).token == "xoxb-1"
    shop.wait(LIFE - AHEAD)
    assert await turned.refresh_due() == 1
    assert (await shop.replica(MultiFernet([new])).bot(T1)).token == "xoxb-2"


async def test_bolt_finds_the_bot_but_neither_a_refresh_token_nor_an_end(shop: Shop) -> None:
    """Or it would renew by itself, with a token that we are about to use."""
    await shop.rotating()
    found = await shop.installs.async_find_bot(enterprise_id=None, team_id="T1")
    assert found is not None
    assert (found.bot_token, found.bot_user_id, found.bot_id) == ("xoxb-1", "UBOT", "B1")
    assert (found.bot_refresh_token, found.bot_token_expires_at) == (None, None)
    assert await shop.installs.async_find_bot(enterprise_id=None, team_id="T2") is None
    assert (
        await shop.installs.async_find_installation(
            enterprise_id=None, team_id="T1", is_enterprise_install=True
        )
        is None
    )


async def test_bolts_deletions_delete_but_a_users_token_is_none_of_the_bots(shop: Shop) -> None:
    await shop.installs.async_save(shop.installation())
    await shop.installs.async_delete_installation(
        enterprise_id=None, team_id="T1", user_id="UADMIN"
    )
    assert await shop.kept() is not None
    await shop.installs.async_delete_all(enterprise_id=None, team_id="T1")
    assert await shop.kept() is None


# Renewing.


async def test_a_token_is_renewed_two_hours_before_it_ends_and_not_earlier(shop: Shop) -> None:
    await shop.rotating()
    shop.wait(LIFE - AHEAD - SECOND)
    assert await shop.installs.refresh_due() == 0
    assert shop.slack.asked == []
    shop.wait(SECOND)
    assert await shop.installs.refresh_due() == 1
    assert (await shop.installs.bot(T1)).token == "xoxb-2"
    assert await shop.installs.refresh_due() == 0
    kept = await shop.kept()
    assert kept is not None
    assert kept.refresh_at == shop.clock.now() + LIFE - AHEAD


async def test_two_replicas_renew_exactly_once(shop: Shop) -> None:
    await shop.rotating()
    shop.wait(LIFE - AHEAD)
    done = await asyncio.gather(shop.installs.refresh_due(), shop.replica().refresh_due())
    assert sum(done) == 1
    assert shop.slack.asked == ["xoxe-1"]


async def test_who_needs_a_token_that_has_run_out_gets_a_new_one_and_asks_once(shop: Shop) -> None:
    await shop.rotating()
    shop.wait(LIFE)
    bots = await asyncio.gather(*(shop.installs.bot(T1) for _ in range(5)))
    assert {one.token for one in bots} == {"xoxb-2"}
    assert shop.slack.asked == ["xoxe-1"]


async def test_a_token_that_still_holds_is_used_without_asking_slack(shop: Shop) -> None:
    await shop.rotating()
    shop.wait(LIFE - SECOND)
    assert (await shop.installs.bot(T1)).token == "xoxb-1"
    assert shop.slack.asked == []


async def test_while_another_replica_renews_one_is_told_to_try_later(shop: Shop) -> None:
    await shop.rotating()
    shop.wait(LIFE)
    shop.slack.gate = asyncio.Event()
    first = asyncio.create_task(shop.installs.refresh_due())
    await shop.slack.entered.wait()
    with pytest.raises(TryLater, match="token_expired"):
        await shop.replica().bot(T1)
    shop.slack.gate.set()
    assert await first == 1
    assert (await shop.replica().bot(T1)).token == "xoxb-2"
    assert shop.slack.asked == ["xoxe-1"]


@pytest.mark.parametrize("trouble", [NotRenewed("ratelimited"), TimeoutError(), OSError("xoxe-1")])
async def test_a_renewal_that_fails_keeps_the_token_and_is_tried_again(
    shop: Shop, trouble: Exception
) -> None:
    await shop.rotating()
    before = await shop.installs.bot(T1)
    shop.wait(LIFE - AHEAD)
    shop.slack.trouble = trouble
    with capture_logs() as logs:
        assert await shop.installs.refresh_due() == 0
    assert "xox" not in str(logs)
    assert await shop.installs.bot(T1) == before
    shop.slack.trouble = None
    assert await shop.installs.refresh_due() == 0, "not at once"
    shop.wait(LEASE)
    assert await shop.installs.refresh_due() == 1


async def test_a_token_that_ran_out_and_could_not_be_renewed_is_for_later(shop: Shop) -> None:
    await shop.rotating()
    shop.wait(LIFE)
    shop.slack.trouble = OSError()
    for _ in range(3):
        with pytest.raises(TryLater):
            await shop.installs.bot(T1)
    assert len(shop.slack.asked) == 1, "asked once a minute, however many wait"


async def test_whoever_is_cancelled_while_waiting_the_new_token_is_saved(shop: Shop) -> None:
    await shop.rotating()
    shop.wait(LIFE)
    shop.slack.gate = asyncio.Event()
    impatient = asyncio.create_task(shop.installs.bot(T1))
    await shop.slack.entered.wait()
    impatient.cancel()
    with pytest.raises(asyncio.CancelledError):
        await impatient
    shop.slack.gate.set()
    await shop.installs.close()
    assert (await shop.replica().bot(T1)).token == "xoxb-2"


async def test_a_refresh_token_that_slack_took_back_means_uninstalled(shop: Shop) -> None:
    await shop.rotating()
    shop.wait(LIFE - AHEAD)
    shop.slack.valid = "another"
    with capture_logs() as logs:
        assert await shop.installs.refresh_due() == 0
    assert [(one["event"], one["log_level"]) for one in logs] == [("installation_revoked", "error")]
    assert "xox" not in str(logs)
    with pytest.raises(NotInstalled):
        await shop.installs.bot(T1)


@pytest.mark.parametrize("valid", ["xoxe-1", "another"], ids=["renewed", "revoked"])
async def test_a_reinstallation_while_the_old_token_is_renewed_is_not_touched(
    shop: Shop, valid: str
) -> None:
    await shop.rotating()
    shop.wait(LIFE - AHEAD)
    shop.slack.valid = valid
    shop.slack.gate = asyncio.Event()
    renewal = asyncio.create_task(shop.installs.refresh_due())
    await shop.slack.entered.wait()
    await shop.replica().async_save(shop.installation(token="xoxb-new"))
    shop.slack.gate.set()
    assert await renewal == 0
    assert (await shop.installs.bot(T1)).token == "xoxb-new"


async def test_an_uninstalled_app_does_not_come_back_by_a_renewal_under_way(shop: Shop) -> None:
    await shop.rotating()
    shop.wait(LIFE - AHEAD)
    shop.slack.gate = asyncio.Event()
    renewal = asyncio.create_task(shop.installs.refresh_due())
    await shop.slack.entered.wait()
    assert await shop.installs.uninstalled(T1, shop.clock.now())
    shop.slack.gate.set()
    assert await renewal == 0
    assert await shop.kept() is None


async def test_a_token_of_short_life_is_not_renewed_again_and_again(shop: Shop) -> None:
    await shop.installs.async_save(shop.installation(refresh="xoxe-1", life=timedelta(minutes=30)))
    assert await shop.installs.refresh_due() == 0
    shop.wait(timedelta(minutes=15))
    assert await shop.installs.refresh_due() == 1


async def test_without_a_refresh_token_a_token_that_ran_out_is_no_installation(shop: Shop) -> None:
    await shop.installs.async_save(shop.installation(life=LIFE))
    shop.wait(LIFE)
    assert await shop.installs.refresh_due() == 0
    with pytest.raises(NotInstalled):
        await shop.installs.bot(T1)


# What Slack answers to an exchange.


class Client(AsyncWebClient):
    """Answers `oauth.v2.access` as it is told, and keeps what it was asked."""

    def __init__(self, answer: dict[str, object]) -> None:
        super().__init__()
        self.answer = answer
        self.asked: dict[str, object] = {}

    async def api_call(self, api_method: str, **asked: object) -> dict[str, object]:  # type: ignore[override]  # a stand-in
        self.asked = {"method": api_method} | asked
        if not self.answer.get("ok"):
            raise SlackApiError("failed with xoxe-1", self.answer)  # type: ignore[no-untyped-call]  # slack_sdk types no init
        return self.answer


async def test_an_exchange_asks_by_the_refresh_token_and_takes_both_new_ones() -> None:
    client = Client(
        {"ok": True, "access_token": "xoxb-2", "refresh_token": "xoxe-2", "expires_in": 43200}
    )
    fresh = await exchange_at_slack(client, "1.2", "secret")("xoxe-1")
    assert fresh == Fresh("xoxb-2", "xoxe-2", LIFE)
    assert client.asked == {
        "method": "oauth.v2.access",
        "data": {"grant_type": "refresh_token", "refresh_token": "xoxe-1"},
        "headers": {"Authorization": f"Basic {b64encode(b'1.2:secret').decode()}"},
    }


@pytest.mark.parametrize(
    ("answer", "error", "name"),
    [
        ({"ok": False, "error": "invalid_refresh_token"}, Revoked, "invalid_refresh_token"),
        ({"ok": False, "error": "token_revoked"}, Revoked, "token_revoked"),
        ({"ok": False, "error": "ratelimited"}, NotRenewed, "ratelimited"),
        ({"ok": False, "error": "xoxe-1 is unknown"}, NotRenewed, "unknown_error"),
        ({"ok": True, "access_token": "xoxb-2"}, NotRenewed, "incomplete_answer"),
    ],
)
async def test_an_exchange_that_fails_says_slacks_name_for_it_and_nothing_else(
    answer: dict[str, object], error: type[Exception], name: str
) -> None:
    with pytest.raises(error) as caught:
        await exchange_at_slack(Client(answer), "1.2", "secret")("xoxe-1")
    assert str(caught.value) == name
    assert caught.value.__context__ is None


# Uninstalling.


async def test_uninstalling_deletes_the_token_also_when_it_is_told_twice(shop: Shop) -> None:
    await shop.installs.async_save(shop.installation())
    shop.wait(SECOND)
    assert await shop.installs.uninstalled(T1, shop.clock.now())
    assert await shop.kept() is None
    # `tokens_revoked` comes too, or the same event again: what follows must not be lost.
    assert await shop.installs.uninstalled(T1, shop.clock.now())
    with pytest.raises(NotInstalled):
        await shop.installs.bot(T1)


@settings(max_examples=15)
@given(late=st.integers(0, 7200))
async def test_a_late_word_of_uninstalling_does_not_touch_a_reinstalled_app(late: int) -> None:
    store, clock = Shelf(), HandClock()
    installs = Installs(store, SEAL, clock, Slack().exchange)  # type: ignore[arg-type]  # enough of a store
    removed = clock.now()
    clock.set_to(removed + timedelta(seconds=late))
    store.kept = Installation(INSTALLED, KEY.encrypt(b"{}").decode(), clock.now())
    assert not await installs.uninstalled(T1, removed)
    assert store.kept is not None


class Shelf:
    """Room for one document: a store for many short examples."""

    def __init__(self) -> None:
        self.kept: Installation | None = None

    def transaction(self, _tenant: Tenant) -> Shelf:
        return self

    async def get(self, _kind: type[Installation], _id: str) -> Installation | None:
        return self.kept

    def delete(self, _kind: type[Installation], _id: str) -> None:
        self.kept = None

    async def commit(self) -> None: ...


# A whole organisation.


async def test_an_orgs_installation_serves_its_workspaces(shop: Shop) -> None:
    await shop.installs.async_save(shop.installation(None, enterprise="E1"))
    with pytest.raises(NotInstalled):
        await shop.installs.bot(T1)
    await shop.installs.serve("T1", "E1")
    await shop.installs.serve("T1", "E1")
    bot = await shop.replica().bot(T1)
    assert (bot.token, bot.team, bot.enterprise) == ("xoxb-1", "T1", "E1")
    org = await shop.installs.bot(E1)
    assert (org.token, org.team, org.enterprise) == ("xoxb-1", "", "E1")
    assert await shop.installs.served_by(E1) == [T1]


async def test_an_orgs_token_is_renewed_once_for_all_its_workspaces(shop: Shop) -> None:
    await shop.installs.async_save(
        shop.installation(None, enterprise="E1", refresh="xoxe-1", life=LIFE)
    )
    for team in ("T1", "T2"):
        await shop.installs.serve(team, "E1")
    shop.wait(LIFE)
    bots = await asyncio.gather(shop.installs.bot(T1), shop.installs.bot(T2))
    assert [one.token for one in bots] == ["xoxb-2", "xoxb-2"]
    assert shop.slack.asked == ["xoxe-1"]


async def test_of_a_workspaces_own_installation_and_its_orgs_the_newer_holds(shop: Shop) -> None:
    await shop.installs.async_save(shop.installation(token="xoxb-own", enterprise="E1"))
    shop.wait(SECOND)
    await shop.installs.async_save(shop.installation(None, token="xoxb-org", enterprise="E1"))
    await shop.installs.serve("T1", "E1")
    assert (await shop.installs.bot(T1)).token == "xoxb-org"
    shop.wait(SECOND)
    await shop.installs.async_save(shop.installation(token="xoxb-again", enterprise="E1"))
    await shop.installs.serve("T1", "E1")
    assert (await shop.installs.bot(T1)).token == "xoxb-again"


async def test_nothing_is_served_by_an_org_that_has_not_installed(shop: Shop) -> None:
    with pytest.raises(NotInstalled):
        await shop.installs.serve("T1", "E1")
    assert await shop.store.tenants() == []


async def test_when_an_org_uninstalls_each_of_its_workspaces_goes_too(shop: Shop) -> None:
    await shop.installs.async_save(shop.installation(None, enterprise="E1"))
    for team in ("T1", "T2"):
        await shop.installs.serve(team, "E1")
    shop.wait(SECOND)
    at = shop.clock.now()
    for tenant in [*await shop.installs.served_by(E1), E1]:
        assert await shop.installs.uninstalled(tenant, at)
    assert [await shop.kept(one) for one in (T1, T2, E1)] == [None, None, None]


async def test_a_late_word_of_an_orgs_uninstalling_leaves_what_it_serves_again(shop: Shop) -> None:
    await shop.installs.async_save(shop.installation(None, enterprise="E1"))
    await shop.installs.serve("T1", "E1")
    shop.wait(SECOND)
    removed = shop.clock.now()
    shop.wait(SECOND)
    await shop.installs.async_save(shop.installation(None, token="xoxb-new", enterprise="E1"))
    for tenant in (T1, E1):
        assert not await shop.installs.uninstalled(tenant, removed)
    assert (await shop.installs.bot(T1)).token == "xoxb-new"


# States.


def states(shop: Shop, ids: CountedIds | None = None) -> States:
    return States(shop.store, SEAL, ids or CountedIds(), shop.clock)


async def test_a_state_comes_back_once_on_any_replica(shop: Shop) -> None:
    here, there = states(shop), states(shop)
    state = await here.async_issue()
    assert await shop.store.tenants() == [], "asking for the page writes nothing"
    assert await there.async_consume(state)
    assert not await here.async_consume(state)
    assert not await here.async_consume(state + "=")
    assert len(await shop.store.transaction(OAUTH).find(Seen)) == 1


async def test_of_two_that_bring_the_same_state_at_once_one_is_refused(shop: Shop) -> None:
    here = states(shop)
    state = await here.async_issue()
    came = await asyncio.gather(here.async_consume(state), states(shop).async_consume(state))
    assert sorted(came) == [False, True]


async def test_a_state_holds_for_ten_minutes(shop: Shop) -> None:
    here = states(shop)
    first, second = await here.async_issue(), await here.async_issue()
    assert first != second
    shop.wait(ROUND_TRIP)
    assert await here.async_consume(first)
    shop.wait(SECOND)
    assert not await here.async_consume(second)


async def test_a_state_is_remembered_for_longer_than_it_holds(shop: Shop) -> None:
    here = states(shop)
    await here.async_consume(await here.async_issue())
    assert await shop.store.next_due(Seen) == shop.clock.now() + 2 * ROUND_TRIP


async def test_nothing_but_a_state_passes_for_one(shop: Shop) -> None:
    sealed = KEY.encrypt_at_time(b"id", int(shop.clock.now().timestamp())).decode()
    other = MultiFernet([Fernet(Fernet.generate_key())])
    foreign = await States(shop.store, other, CountedIds(), shop.clock).async_issue()
    for state in ("", "=", "x", "é", "\ud800", "deleted", sealed, foreign):
        assert not await states(shop).async_consume(state)
    assert await shop.store.tenants() == []


async def test_a_state_needs_no_quoting_in_a_cookie_or_an_address(shop: Shop) -> None:
    ids = CountedIds()
    for _ in range(5):
        state = await states(shop, ids).async_issue()
        assert state.replace("-", "").replace("_", "").isalnum()
        assert state.isascii()
