"""HTTP mode: what is let in, what is refused without a trace, and adding the app in a browser."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer
from cryptography.fernet import Fernet, MultiFernet
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient
from structlog.testing import capture_logs

from adapters.slack.http import (
    CALLBACK,
    COOKIE,
    EVENTS,
    INSTALL,
    LARGEST,
    REFUSED,
    WINDOW,
    Signatures,
    build_http,
    oauth_flow,
    page,
    quiet_logger,
    without_slack_environment,
)
from adapters.slack.installs import (
    ROUND_TRIP,
    Fresh,
    Installs,
    NotInstalled,
    States,
    exchange_at_slack,
    workspace,
)
from bot.core.ports import StoreFull
from storage.codec import Codec
from storage.tiny import TinyStore
from tests.adapters.slack.double import SlackDouble
from tests.runtime.workshop import TroubledStore
from tests.scene import START, CountedIds, HandClock, prose

CODEC = Codec()
SEAL = MultiFernet([Fernet(b"A" * 43 + b"=")])
SECRET = "8f742231b10e"
SIGNER = SignatureVerifier(SECRET)
AUTHORIZE = "https://slack.test/oauth/v2/authorize"
REDIRECT = "https://bot.test/slack/oauth_redirect"
SAY = prose().speech("en")

pytestmark = pytest.mark.asyncio


async def never(_refresh: str) -> Fresh:
    raise AssertionError("nothing is renewed here")


# Slack, as far as it takes part.


@dataclass
class Slack:
    """Gives tokens for codes; knows whose token is whose."""

    given: dict[str, Any] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    error: str = ""

    def application(self) -> web.Application:
        api = web.Application()
        api.router.add_post("/api/oauth.v2.access", self._access)
        api.router.add_post("/api/auth.test", self._test)
        return api

    async def _access(self, request: web.Request) -> web.Response:
        self.asked.append({key: str(value) for key, value in (await request.post()).items()})
        if self.error:
            return web.json_response({"ok": False, "error": self.error})
        return web.json_response({"ok": True} | self.given)

    async def _test(self, request: web.Request) -> web.Response:
        assert request.headers["Authorization"] == f"Bearer {self.given['access_token']}"
        return web.json_response({"ok": True, "bot_id": "B1"})


def given(**more: Any) -> dict[str, Any]:
    return {
        "access_token": "xoxb-1",
        "token_type": "bot",
        "scope": "commands,chat:write",
        "bot_user_id": "UBOT",
        "app_id": "A1",
        "team": {"id": "T1", "name": "Parsnip & Co"},
        "enterprise": None,
        "is_enterprise_install": False,
        "authed_user": {"id": "UADMIN"},
    } | more


# The house.


@dataclass
class House:
    client: TestClient[web.Request, web.Application]
    http: web.Application
    clock: HandClock
    slack: Slack
    store: TroubledStore
    installs: Installs
    heard: list[dict[str, Any]]
    gate: asyncio.Event
    entered: asyncio.Event

    @property
    def refused(self) -> Counter[str]:
        return self.http[REFUSED]

    async def send(
        self, body: str | bytes, headers: dict[str, str] | list[tuple[str, str]]
    ) -> ClientResponse:
        return await self.client.post(EVENTS, data=body, headers=headers)

    async def browser(self, path: str, cookie: str = "") -> ClientResponse:
        """As a browser asks, without following where it is led."""
        headers = {"Cookie": cookie} if cookie else {}
        return await self.client.get(path, headers=headers, allow_redirects=False)

    async def begins(self, query: str = "") -> tuple[str, str]:
        """The state that goes to Slack, and the cookie that stays."""
        answer = await self.browser(INSTALL + query)
        assert answer.status == 302
        [state] = parse_qs(urlsplit(answer.headers["Location"]).query)["state"]
        morsel = answer.cookies[COOKIE]
        return state, f"{COOKIE}={morsel.value}"

    async def returns(self, state: str, cookie: str, **query: str) -> ClientResponse:
        asked = {"code": "c0de", "state": state} | query
        return await self.browser(f"{CALLBACK}?{urlencode(asked)}", cookie)


@asynccontextmanager
async def house(folder: Path, double: SlackDouble | None = None) -> AsyncIterator[House]:
    clock, slack = HandClock(), Slack(given())
    store = TroubledStore(await TinyStore.open(folder / "data", codec=CODEC))
    heard: list[dict[str, Any]] = []
    gate, entered = asyncio.Event(), asyncio.Event()
    gate.set()
    async with TestServer(slack.application()) as api:
        address = double.api_url if double is not None else str(api.make_url("/api/"))
        web_client = AsyncWebClient(base_url=address, logger=quiet_logger())
        installs = Installs(store, SEAL, clock, exchange_at_slack(web_client, "1.2", "s3cret"))
        flow = oauth_flow(
            client_id="1.2",
            client_secret="s3cret",
            scopes=["commands", "chat:write"],
            redirect_uri=REDIRECT,
            authorize_url=AUTHORIZE,
            installs=installs,
            states=States(store, SEAL, CountedIds(), clock),
            client=web_client,
            clock=clock,
            say=SAY,
        )
        http = build_http(bolt(heard, gate, entered), flow, clock, SAY)
        async with TestClient(TestServer(http)) as client:
            yield House(client, http, clock, slack, store, installs, heard, gate, entered)
        await installs.close()
    await store.close()


async def authorize(team_id: str | None) -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id=team_id, bot_id="B1", bot_user_id="UBOT")


def bolt(heard: list[dict[str, Any]], gate: asyncio.Event, entered: asyncio.Event) -> AsyncApp:
    """An app as `app.py` makes it, with one command."""
    with without_slack_environment():
        app = AsyncApp(
            name="four-wins-test",
            logger=quiet_logger(),
            signing_secret=SECRET,
            authorize=authorize,
            process_before_response=True,
        )

    @app.command("/wins")
    async def wins(ack: AsyncAck, body: dict[str, Any]) -> None:
        entered.set()
        await gate.wait()
        heard.append(body)
        if body.get("text") == "fails":
            raise RuntimeError("parsnip")
        await ack()

    return app


def command(text: str = "", trigger: str = "1.2.a") -> str:
    return urlencode(
        {"command": "/wins", "text": text, "team_id": "T1", "user_id": "U1", "trigger_id": trigger}
    )


def signed(body: str, at: float | None = None) -> dict[str, str]:
    moment = str(int(time.time() if at is None else at))
    signature = SIGNER.generate_signature(timestamp=moment, body=body)
    assert signature is not None
    return {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": moment,
        "X-Slack-Signature": signature,
    }


# Requests.


async def test_a_signed_request_reaches_its_listener(tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        body = command("hello")
        assert (await here.send(body, signed(body))).status == 200
        assert [one["text"] for one in here.heard] == ["hello"]
        assert here.refused == Counter()


async def test_a_copy_of_a_request_is_refused_and_a_retry_is_not(tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        body = command()
        first = signed(body)
        assert (await here.send(body, first)).status == 200
        assert (await here.send(body, first)).status == 401
        retry = signed(body, time.time() - 1) | {"X-Slack-Retry-Num": "1"}
        assert (await here.send(body, retry)).status == 200
        assert len(here.heard) == 2
        assert here.refused == Counter(replayed=1)


async def test_of_two_copies_at_once_one_is_refused(tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        body = command()
        headers = signed(body)
        answers = await asyncio.gather(here.send(body, headers), here.send(body, headers))
        assert sorted(one.status for one in answers) == [200, 401]
        assert len(here.heard) == 1


async def test_a_copy_with_a_second_signature_beside_the_right_one_is_refused(
    tmp_path: Path,
) -> None:
    """Of two headers one part of the house could read the first, and another the second."""
    async with house(tmp_path) as here:
        body = command()
        right = list(signed(body).items())
        assert (await here.send(body, dict(right))).status == 200
        two = [("X-Slack-Signature", "v0=" + "0" * 64), *right]
        assert (await here.send(body, two)).status == 401
        assert len(here.heard) == 1


async def test_what_failed_here_may_come_again_within_the_same_second(tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        body = command("fails")
        headers = signed(body)
        assert [(await here.send(body, headers)).status for _ in range(2)] == [500, 500]
        assert len(here.heard) == 2


@pytest.mark.parametrize("minutes", [-6, 6])
async def test_a_stale_request_is_refused(tmp_path: Path, minutes: int) -> None:
    async with house(tmp_path) as here:
        body = command()
        assert (await here.send(body, signed(body, time.time() + 60 * minutes))).status == 401
        assert here.heard == []
        assert here.refused == Counter(unsigned=1)


async def test_a_badly_signed_request_is_refused_and_leaves_no_word_in_any_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with house(tmp_path) as here:
        with capture_logs() as logs:
            headers = signed(command("another"))
            for _ in range(3):
                assert (await here.send(command("parsnip"), headers)).status == 401
        assert "parsnip" not in caplog.text
        assert "parsnip" not in str(logs)
        assert headers["X-Slack-Signature"] not in caplog.text + str(logs)
        assert [(one["why"], one["times"]) for one in logs] == [("unsigned", 1), ("unsigned", 2)]
        assert here.refused == Counter(unsigned=3)


async def test_a_wrong_signature_does_not_keep_a_right_one_out(tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        body = command()
        assert (await here.send("forged=1", signed(body))).status == 401
        assert (await here.send(body, signed(body))).status == 200


async def test_without_a_signature_nothing_is_heard(tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        assert (await here.send(command(), kind)).status == 401
        assert (await here.client.get(EVENTS)).status == 405
        assert here.heard == []


@pytest.mark.parametrize(
    ("body", "changed"),
    [
        (command(), {"X-Slack-Signature": "v0=" + "é" * 64}),
        (command(), {"X-Slack-Signature": "v1=" + "0" * 64}),
        (command(), {"X-Slack-Request-Timestamp": "soon"}),
        (command(), {"X-Slack-Request-Timestamp": "9" * 400}),
        ("{", {"Content-Type": "application/json"}),
        ("[]", {"Content-Type": "application/json"}),
        ('{"event": 1, "team": []}', {"Content-Type": "application/json"}),
        ("payload=%7B", {}),
        (b"\xff\xfe", {}),
        (command(), {"Content-Type": "text/plain; charset=nonsense"}),
    ],
)
async def test_a_request_that_slack_never_sends_is_refused_without_an_error_of_ours(
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    body: str | bytes,
    changed: dict[str, str],
) -> None:
    async with house(tmp_path) as here:
        answer = await here.send(body, signed("another") | changed)
        assert answer.status in {400, 401}
        assert here.heard == []
        assert sum(here.refused.values()) == 1
        assert caplog.records == []


async def test_a_body_larger_than_slack_sends_is_refused(tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        body = "x" * (LARGEST + 1)
        answer = await here.client.post(EVENTS, data=BytesIO(body.encode()), headers=signed(body))
        assert answer.status == 413
        assert here.refused == Counter(too_large=1)


async def test_a_listeners_error_is_logged_by_its_type_and_place(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with house(tmp_path) as here:
        body = command("fails")
        await here.send(body, signed(body))
        assert "RuntimeError; " in caplog.text
        assert "test_http.py" in caplog.text
        assert "parsnip" not in caplog.text


async def test_what_nobody_listens_to_is_logged_without_what_stood_in_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with house(tmp_path) as here:
        body = json.dumps(
            {"type": "block_suggestion", "value": "parsnip", "team": {"id": "T1"}, "user": {}}
        )
        await here.send(body, signed(body) | {"Content-Type": "application/json"})
        assert "_handle_unmatched_requests" in caplog.text
        assert "parsnip" not in caplog.text


async def test_a_stop_lets_what_is_under_way_finish_and_takes_nothing_new(tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        here.gate.clear()
        body = command("slow")
        slow = asyncio.create_task(here.send(body, signed(body)))
        await here.entered.wait()
        stop = asyncio.create_task(here.http.shutdown())
        await asyncio.sleep(0)
        late = command("late")
        assert (await here.send(late, signed(late))).status == 503
        assert not stop.done()
        here.gate.set()
        await stop
        assert (await slow).status == 200
        assert [one["text"] for one in here.heard] == ["slow"]


# Signatures.


async def test_a_signature_is_remembered_for_as_long_as_it_could_come_again() -> None:
    clock = HandClock()
    seen = Signatures(clock)
    assert seen.take("a")
    clock.set_to(clock.now() + 2 * WINDOW - timedelta(seconds=1))
    assert not seen.take("a")
    clock.set_to(clock.now() + timedelta(seconds=1))
    assert seen.take("a")
    assert len(seen) == 1


async def test_no_more_signatures_are_kept_than_there_is_room_for() -> None:
    seen = Signatures(HandClock(), most=2)
    for one in "abc":
        assert seen.take(one)
        seen.settle()
    assert len(seen) == 2
    assert not seen.take("c")
    assert seen.take("a"), "the oldest went"


# Adding the app.


async def test_from_the_first_page_to_the_bots_token(tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        state, cookie = await here.begins()
        answer = await here.returns(state, cookie)
        assert answer.status == 200
        bot = await here.installs.bot(workspace("T1"))
        assert (bot.token, bot.bot_user, bot.bot_id) == ("xoxb-1", "UBOT", "B1")
        assert bot.scopes == ("commands", "chat:write")
        assert [one["code"] for one in here.slack.asked] == ["c0de"]
        seen = Page(await answer.text())
        assert "Four Wins is now in your workspace" in seen.text
        assert seen.links == ["https://slack.test/app_redirect?app=A1&team=T1"]
        assert "xoxb" not in seen.html
        assert answer.cookies[COOKIE].value == "deleted"


async def test_a_rotating_token_is_renewed_in_time_after_installing(tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        here.slack.given |= {"refresh_token": "xoxe-1", "expires_in": 43200}
        await here.returns(*await here.begins())
        here.slack.given |= {"access_token": "xoxb-2", "refresh_token": "xoxe-2"}
        here.clock.set_to(here.clock.now() + timedelta(hours=10))
        assert await here.installs.refresh_due() == 1
        assert (await here.installs.bot(workspace("T1"))).token == "xoxb-2"
        assert here.slack.asked[1]["refresh_token"] == "xoxe-1"
        assert here.slack.asked[1]["grant_type"] == "refresh_token"


async def test_a_whole_organisation_can_add_it(tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        here.slack.given |= {
            "team": None,
            "enterprise": {"id": "E1"},
            "is_enterprise_install": True,
        }
        answer = await here.returns(*await here.begins())
        assert "Four Wins is now in your organisation" in Page(await answer.text()).text
        await here.installs.serve("T1", "E1")
        assert (await here.installs.bot(workspace("T1"))).token == "xoxb-1"


@pytest.mark.parametrize("owner", ["T1", "E1"])
async def test_installed_renewed_and_removed_at_a_slack_that_keeps_count(
    tmp_path: Path, owner: str
) -> None:
    async with SlackDouble.running() as slack, house(tmp_path, slack) as here:
        slack.client_id, slack.client_secret, slack.rotates = "1.2", "s3cret", True
        if owner == "E1":
            slack.org("E1", bot_token="")
        slack.workspace("T1", bot_token="", enterprise="E1" if owner == "E1" else None)
        state, cookie = await here.begins()
        assert (await here.returns(state, cookie, code=slack.code(owner))).status == 200
        if owner == "E1":
            await here.installs.serve("T1", "E1")
        first = await here.installs.bot(workspace("T1"))
        assert (first.team, first.bot_user, first.bot_id) == ("T1", "UBOT", "BBOT")
        for moment in (10, 20, 30):
            here.clock.set_to(START + timedelta(hours=moment))
            slack.clock.set_to(here.clock.now())
            assert await here.installs.refresh_due() == 1
            token = (await here.installs.bot(workspace("T1"))).token
            client = AsyncWebClient(token, base_url=slack.api_url)
            assert (await client.auth_test())["user_id"] == "UBOT"
        await client.api_call(
            "apps.uninstall", data={"client_id": "1.2", "client_secret": "s3cret"}
        )
        here.clock.set_to(START + timedelta(hours=40))
        with capture_logs() as logs:
            assert await here.installs.refresh_due() == 0
        assert [one["event"] for one in logs] == ["installation_revoked"]
        with pytest.raises(NotInstalled):
            await here.installs.bot(workspace("T1"))


async def test_the_page_of_consent_is_asked_for_just_what_the_bot_needs(tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        answer = await here.browser(f"{INSTALL}?{urlencode({'team': 'T1'})}")
        address = urlsplit(answer.headers["Location"])
        assert address.geturl().startswith(AUTHORIZE + "?")
        asked = parse_qs(address.query)
        assert asked.pop("state")
        assert asked == {
            "client_id": ["1.2"],
            "scope": ["commands,chat:write"],
            "redirect_uri": [REDIRECT],
            "team": ["T1"],
        }
        morsel = answer.cookies[COOKIE]
        assert (morsel["secure"], morsel["httponly"], morsel["path"]) == (True, True, "/")
        assert (morsel["samesite"], morsel["domain"]) == ("Lax", "")
        assert int(morsel["max-age"]) == ROUND_TRIP.total_seconds()


async def test_nothing_can_be_slipped_into_the_address_of_the_page_of_consent(
    tmp_path: Path,
) -> None:
    async with house(tmp_path) as here:
        for team in ("T1&scope=admin", "T1\r\nX: y", "../T1"):
            answer = await here.browser(f"{INSTALL}?{urlencode({'team': team})}")
            asked = parse_qs(urlsplit(answer.headers["Location"]).query)
            assert "team" not in asked
            assert asked["scope"] == ["commands,chat:write"]


async def test_a_state_that_is_used_again_installs_nothing(tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        state, cookie = await here.begins()
        await here.returns(state, cookie)
        answer = await here.returns(state, cookie)
        assert answer.status == 400
        assert "waited too long" in await answer.text()
        assert len(here.slack.asked) == 1


async def test_a_state_that_is_too_old_installs_nothing(tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        state, cookie = await here.begins()
        here.clock.set_to(here.clock.now() + ROUND_TRIP + timedelta(seconds=1))
        answer = await here.returns(state, cookie)
        assert answer.status == 400
        assert Page(await answer.text()).links == ["install"]
        assert here.slack.asked == []


async def test_another_browser_can_not_end_what_this_one_began(tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        state, _ = await here.begins()
        _, others = await here.begins()
        for cookie in ("", others):
            assert (await here.returns(state, cookie)).status == 400
        assert here.slack.asked == []


async def test_looking_ahead_uses_up_no_state(tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        state, cookie = await here.begins()
        address = f"{CALLBACK}?{urlencode({'code': 'c0de', 'state': state})}"
        assert (await here.client.head(address, headers={"Cookie": cookie})).status == 405
        assert (await here.returns(state, cookie)).status == 200


async def test_who_declines_reads_that_nothing_happened(tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        state, cookie = await here.begins()
        answer = await here.browser(f"{CALLBACK}?error=access_denied&state={state}", cookie)
        assert answer.status == 200
        assert "Nothing was installed" in Page(await answer.text()).text


async def test_what_stands_in_an_address_does_not_come_into_a_page(tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        answer = await here.browser(f"{CALLBACK}?{urlencode({'error': '<script>parsnip'})}")
        assert answer.status == 400
        text = await answer.text()
        assert "parsnip" not in text
        assert "<script" not in text


async def test_what_slack_sends_along_is_escaped() -> None:
    shown = page(SAY, "installed", 200, ('https://x.test/?"><script>', "<b>Open</b>"))
    assert "<script>" not in shown.body
    assert "<b>" not in shown.body


async def test_a_code_that_slack_refuses_is_not_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="slack_bolt")
    async with house(tmp_path) as here:
        here.slack.error = "invalid_code"
        with capture_logs() as logs:
            answer = await here.returns(*await here.begins())
        assert answer.status == 400
        assert "could not be installed" in await answer.text()
        assert [(one["event"], one["reason"]) for one in logs] == [
            ("installation_refused", "invalid_code")
        ]
        assert "c0de" not in caplog.text


@pytest.mark.parametrize(
    "broken", [{"access_token": None, "bot_user_id": None}, {"team": None}, {"expires_in": "soon"}]
)
async def test_an_answer_of_slack_that_lacks_something_installs_nothing(
    tmp_path: Path, broken: dict[str, Any]
) -> None:
    async with house(tmp_path) as here:
        here.slack.given |= broken
        answer = await here.returns(*await here.begins())
        assert answer.status in {400, 500}
        assert Page(await answer.text()).links == ["install"]
        with pytest.raises(NotInstalled):
            await here.installs.bot(workspace("T1"))


async def test_a_full_store_is_told_on_a_page_and_not_in_the_browsers_words(
    tmp_path: Path,
) -> None:
    async with house(tmp_path) as here:
        state, cookie = await here.begins()
        here.store.writing = StoreFull("no room")
        with capture_logs() as logs:
            answer = await here.returns(state, cookie)
        here.store.writing = None
        assert answer.status == 500
        assert "Something is wrong on our side" in Page(await answer.text()).text
        assert [(one["event"], one["error"]) for one in logs] == [("page_failed", "StoreFull")]


class Page(HTMLParser):
    """A page as its reader meets it. Raises AssertionError where it is no sound HTML."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.html = source
        self.text = ""
        self.links: list[str] = []
        self.open: list[str] = []
        self.tags: Counter[str] = Counter()
        self.attributes: dict[str, dict[str, str | None]] = {}
        self.feed(source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes[tag] = dict(attrs)
        if tag == "a":
            self.links.append(dict(attrs)["href"] or "")
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("what", ["installed", "org", "cancelled", "stale", "failed", "trouble"])
async def test_every_page_is_sound_accessible_and_loads_nothing(what: str) -> None:
    shown = page(SAY, what, 200)
    seen = Page(shown.body)
    assert shown.body.startswith("<!DOCTYPE html>")
    assert seen.attributes["html"] == {"lang": "en"}
    assert '<meta charset="utf-8">' in seen.html
    assert "width=device-width" in seen.html
    assert [seen.tags[one] for one in ("title", "main", "h1")] == [1, 1, 1]
    assert seen.tags.keys() <= {
        *("html", "head", "meta", "title", "style", "body", "main", "h1", "p", "a")
    }
    headers = shown.first_headers()
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"


async def test_pages_reach_the_browser_as_utf_8(tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        answer = await here.browser(f"{CALLBACK}?error=access_denied")
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


# Bolt's habits.


async def test_without_oauth_there_are_no_pages() -> None:
    app = bolt([], asyncio.Event(), asyncio.Event())
    http = build_http(app, None, HandClock(), SAY)
    async with TestClient(TestServer(http)) as client:
        assert (await client.get(INSTALL)).status == 404
        assert (await client.get(CALLBACK)).status == 404


async def test_nothing_in_the_environment_switches_anything_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    said = {
        "SLACK_CLIENT_ID": "9.9",
        "SLACK_CLIENT_SECRET": "elsewhere",
        "SLACK_SCOPES": "admin",
        "SLACK_USER_SCOPES": "search:read",
        "SLACK_BOT_TOKEN": "xoxb-elsewhere",
        "SLACK_VERIFICATION_TOKEN": "elsewhere",
    }
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    app = bolt([], asyncio.Event(), asyncio.Event())
    assert app.oauth_flow is None
    assert app.installation_store is None
    assert app.client.token is None
    assert {name: os.environ[name] for name in said} == said, "and it stays as it was"
    async with house(tmp_path / "house") as here:
        answer = await here.browser(INSTALL)
        asked = parse_qs(urlsplit(answer.headers["Location"]).query)
        assert asked["client_id"] == ["1.2"]
        assert asked["scope"] == ["commands,chat:write"]
        assert "user_scope" not in asked
