"""Nobody but Slack is heard, nobody gets what is another's, and no typed word is ever logged."""

from __future__ import annotations

import copy
import json
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import structlog
from aiohttp import ClientSession
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack import decode
from adapters.slack.http import LARGEST
from bot.core.cards import press_token
from bot.core.events import Sender
from bot.core.model import Conversation, Debrief, Document, Member, Tenant, Timer, Win
from bot.core.ports import StoreUnavailable
from tests.adapters.slack import payloads
from tests.adapters.slack.payloads import Answer, Json, Kind, encoded, signed
from tests.adapters.slack.person import Person
from tests.adapters.slack.stage import SECRET, TENANT, Stage, on_stage

pytestmark = pytest.mark.asyncio

OTHER = Tenant("slack:T2")


def command(person: Person, text: str, channel: str = "C1") -> Json:
    name, _, rest = text.partition(" ")
    return payloads.slash_command(
        person.origin,
        person.me,
        name,
        rest,
        channel=channel,
        channel_name="job-club",
        trigger_id=person.slack.trigger(person.who),
        response_url=person.slack.response_url(person.who, channel),
    )


async def post(stage: Stage, body: str, headers: dict[str, str]) -> Answer:
    door = stage.door
    assert isinstance(door, payloads.HttpDoor)
    answer = await door.post(body, headers)
    await stage.settle()
    return answer


async def everything(stage: Stage, tenant: Tenant = TENANT) -> str:
    """All that is stored of conversations, wins and members, as text."""
    work = stage.store.transaction(tenant)
    kinds: tuple[type[Document], ...] = (Conversation, Debrief, Win, Member)
    return repr([await work.find(kind) for kind in kinds])


# Signatures.


class TestSignatures:
    def headers(self, body: str, secret: str = SECRET, **ago: float) -> dict[str, str]:
        told = signed(body, secret, datetime.now(UTC) - timedelta(**ago))
        return told | {"Content-Type": "application/x-www-form-urlencoded"}

    async def test_a_bad_one_is_refused_and_nothing_of_it_is_done_or_logged(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            body = urlencode(command(ana, "/debrief Marzipan"))
            with everything_logged() as log:
                answer = await post(stage, body, self.headers(body, "another-secret"))
            assert answer.status == 401
            assert "arzipan" not in log() + answer.text
            assert "UANA" not in log() + answer.text
            assert await stage.find(Conversation) == []
            assert stage.slack.called("views.open") == []

    @pytest.mark.parametrize("minutes", [6, 60, -6])
    async def test_a_stale_one_is_refused(self, tmp_path: Path, minutes: int) -> None:
        async with on_stage(tmp_path) as stage:
            body = urlencode(command(stage.person("UANA"), "/debrief Acme"))
            answer = await post(stage, body, self.headers(body, minutes=minutes))
            assert answer.status == 401
            assert await stage.find(Conversation) == []

    async def test_a_body_that_was_changed_on_the_way_is_refused(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            body = urlencode(command(stage.person("UANA"), "/debrief Acme"))
            changed = body.replace("UANA", "UBEN")
            assert (await post(stage, changed, self.headers(body))).status == 401
            assert await stage.find(Conversation) == []

    async def test_a_copy_is_refused(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            body = urlencode(command(stage.person("UANA"), "/debrief Acme"))
            headers = self.headers(body)
            assert (await post(stage, body, headers)).status == 200
            assert (await post(stage, body, headers)).status == 401
            assert len(await stage.find(Conversation)) == 1

    async def test_a_wrong_signing_secret_lets_nothing_in_and_shows_in_the_log(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            body = urlencode(command(stage.person("UANA"), "/debrief Acme"))
            with everything_logged() as log:
                for seconds in range(3):
                    headers = self.headers(body, "another-secret", seconds=seconds)
                    assert (await post(stage, body, headers)).status == 401
            assert log().count("requests_refused") == 2  # the first and the second
            assert "unsigned" in log()


# The same thing twice.


class TestRepeated:
    """Slack, or somebody between, brings an interaction again under a new signature."""

    @pytest.mark.parametrize("times", [1, 3])
    async def test_each_step_of_a_debrief_is_applied_once(self, tmp_path: Path, times: int) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")

            async def again() -> None:
                seen = ana.modal_text()
                kind, payload = ana.sent[-1]
                now = datetime.now(UTC)
                for number in range(times):
                    # A signature is of a second: no two may be of the same one.
                    body, content_type = encoded(kind, payload)
                    at = now - timedelta(seconds=10 * (1 + number))
                    headers = signed(body, SECRET, at) | {"Content-Type": content_type}
                    assert (await post(stage, body, headers)).status == 200
                assert ana.modal_text() == seen

            await ana.types("/debrief Acme", channel="C1")
            await again()
            await ana.submits(pace="short")
            await again()
            await ana.submits(feeling="sad")
            await again()
            await ana.submits(kind="self", text="the bread was warm")
            await again()
            await ana.taps("Keep it")
            await again()
            assert await stage.find(Conversation) == []
            assert len(await stage.find(Debrief)) == 1
            assert [win.text for win in await stage.find(Win)] == ["the bread was warm"]


# What belongs to somebody else.

WORDS = "marzipan under the stairs"


async def halfway(stage: Stage) -> tuple[Person, Conversation]:
    """Ana with a debrief half-way, and words of hers in it."""
    ana = stage.person("UANA")
    await ana.types("/debrief Acme", channel="C1")
    await ana.submits(pace="now", stage="interview")
    await ana.submits(role="Baker")
    await ana.submits(to_a_friend=WORDS)
    [conversation] = await stage.find(Conversation)
    return ana, conversation


def tap(person: Person, token: str, *, channel: str = "C1") -> Json:
    """A tap that Slack could only have brought if it had shown this button."""
    action = {
        "action_id": token,
        "block_id": "b1",
        "type": "button",
        "text": {"type": "plain_text", "text": "Resume"},
        "action_ts": person.slack.stamp(),
    }
    return payloads.actions_in_message(
        person.origin,
        person.me,
        {"type": "message", "user": "UBOT", "ts": person.slack.stamp(), "text": ""},
        [action],
        channel=channel,
        channel_name="job-club",
        trigger_id=person.slack.trigger(person.who),
        response_url=person.slack.response_url(person.who, channel),
    )


def form(person: Person, conversation: str, *, step: str, revision: int, **typed: str) -> Json:
    """A form with metadata of anybody's choice."""
    metadata = json.dumps({"c": conversation, "r": revision, "s": step, "o": ""})
    view: Json = {
        "id": "V0",
        "team_id": person.origin.team,
        "type": "modal",
        "callback_id": "v1:form",
        "private_metadata": metadata,
        "hash": "1.a",
        "blocks": [],
        "state": {
            "values": {
                f"{step}.{revision}.{name}": {
                    "paragraph": {"type": "plain_text_input", "value": value}
                }
                for name, value in typed.items()
            }
        },
    }
    return payloads.view_submission(
        person.origin, person.me, view, trigger_id=person.slack.trigger(person.who)
    )


VERBS = (
    *("talk.resume", "talk.discard", "talk.back", "talk.skip", "talk.stop", "talk.edit"),
    *("debrief.keep", "debrief.delete", "debrief.delete_yes", "debrief.new", "debrief.accept"),
    *("debrief.share", "sharing.choose", "sharing.start", "wins.open", "wins.edit", "wins.delete"),
    *("my_data.open", "my_data.export", "practice.open", "care.person", "referral.open", "page"),
)


class TestSomebodyElses:
    @pytest.mark.parametrize("verb", VERBS)
    async def test_a_forged_token_gives_nothing_of_theirs_and_changes_nothing(
        self, tmp_path: Path, verb: str
    ) -> None:
        async with on_stage(tmp_path) as stage:
            _, conversation = await halfway(stage)
            ben = stage.person("UBEN")
            for revision in (0, conversation.revision):
                token = press_token(verb, conversation.id, revision)
                payload = tap(ben, token)
                answer = await ben.door.deliver(Kind.INTERACTIVE, payload)
                await stage.settle()
                assert answer.status == 200
                assert WORDS not in seen_by(ben) + answer.text
                await ben.closes() if ben.modal else None
            [same] = [one for one in await stage.find(Conversation) if one.member == "UANA"]
            assert same == conversation

    async def test_the_tokens_are_those_of_the_bot(self, tmp_path: Path) -> None:
        """Else the test above would prove nothing."""
        async with on_stage(tmp_path) as stage:
            ana, conversation = await halfway(stage)
            await ana.closes()
            payload = tap(ana, press_token("talk.resume", conversation.id))
            await ana.door.deliver(Kind.INTERACTIVE, payload)
            await stage.settle()
            assert ana.sees("Practice: you have done this once more")

    async def test_forged_metadata_gives_back_what_was_typed_and_touches_nothing(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            _, conversation = await halfway(stage)
            ben = stage.person("UBEN")
            for revision in (0, conversation.revision):
                payload = form(
                    ben, conversation.id, step="practice", revision=revision, went_well="mine now"
                )
                answer = await ben.door.deliver(Kind.INTERACTIVE, payload)
                await stage.settle()
                assert answer.status == 200
                assert WORDS not in answer.text + seen_by(ben)
                assert "mine now" in answer.text
            assert await stage.find(Conversation) == [conversation]

    async def test_a_closed_form_with_forged_metadata_touches_nothing(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            _, conversation = await halfway(stage)
            ben = stage.person("UBEN")
            payload = form(
                ben,
                conversation.id,
                step="practice",
                revision=conversation.revision,
                went_well="mine now",
            )
            payload["type"] = "view_closed"
            del payload["trigger_id"]
            assert (await ben.door.deliver(Kind.INTERACTIVE, payload)).status == 200
            await stage.settle()
            assert await stage.find(Conversation) == [conversation]
            assert WORDS not in seen_by(ben)

    async def test_in_another_workspace_the_same_ids_lead_to_nothing(self, tmp_path: Path) -> None:
        """Even where a member there has the same id and the request is signed."""
        async with on_stage(tmp_path) as stage:
            ana, conversation = await halfway(stage)
            before = await everything(stage)
            told: list[Json] = [
                tap(ana, press_token("talk.resume", conversation.id)),
                form(ana, conversation.id, step="practice", revision=conversation.revision),
                command(ana, "/debrief"),
                command(ana, "/wins"),
            ]
            for payload in told:
                answer = await elsewhere(stage, payload, "T2")
                assert answer.status == 200
                assert WORDS not in answer.text
                assert "Acme" not in answer.text
            assert await everything(stage) == before
            assert "Conversation(" not in await everything(stage, OTHER)
            assert OTHER not in await stage.store.tenants()
            shown = stage.slack.called("views.open") + stage.slack.called("views.update")
            assert len(shown) == 1  # of her own command, before

    async def test_no_event_of_another_workspace_reaches_this_ones_data(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            await halfway(stage)
            before = await everything(stage)
            calls = len(stage.slack.calls)
            ts = stage.slack.stamp()
            gone = stage.slack.account("UANA") | {"deleted": True}
            inner = [
                payloads.app_home_opened("UANA", "DUANA", ts),
                payloads.message_im("UANA", "DUANA", "I got rejected by Initech", ts),
                payloads.app_mention("UANA", "C1", "<@UBOT> hello", ts),
                payloads.user_change(gone, ts),
                payloads.app_uninstalled(ts),
                payloads.tokens_revoked(ts),
            ]
            for number, one in enumerate(inner):
                event = payloads.event(
                    payloads.Origin("T2", "elsewhere"),
                    one,
                    event_id=f"EvT2{number}",
                    event_time=int(stage.slack.now.timestamp()),
                )
                await stage.door.deliver(Kind.EVENT, event)
                await stage.settle()
            assert await everything(stage) == before
            assert len(stage.slack.calls) == calls
            assert not [one for one in await stage.find(Timer) if "my_data" in one.what]


async def elsewhere(stage: Stage, payload: Json, team: str) -> Answer:
    """The same, told of another workspace."""
    told = copy.deepcopy(payload)
    if "command" in told:
        told["team_id"] = team
        kind = Kind.COMMAND
    else:
        told["team"] = {"id": team, "domain": "elsewhere"}
        told["user"]["team_id"] = team
        if "view" in told:
            told["view"]["team_id"] = team
        kind = Kind.INTERACTIVE
    answer = await stage.door.deliver(kind, told)
    await stage.settle()
    return answer


def seen_by(person: Person) -> str:
    """All that this member can see of the app's."""
    messages = [
        one.words()
        for channel, there in person.slack.channels.items()
        if person.who in there.members
        for one in person.slack.seen_by(person.who, channel)
    ]
    return "\n".join([person.modal_text(), person.home_text(), *messages])


# What Slack never sends.


class TestStrangeThings:
    async def test_an_unknown_command_lists_those_there_are(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await ana.types("/unheard of", channel="C1")
            assert "/debrief" in ana.screen_text()
            assert await stage.find(Conversation) == []

    async def test_an_unknown_shortcut_button_or_form_does_no_harm(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            assert (await ana.uses_shortcut("no_such_shortcut")).status == 200
            for token in ("v9:none.such:x", "", "page", "v1:", "\u202e", "v1:talk.resume:../x:9:y"):
                answer = await ana.door.deliver(Kind.INTERACTIVE, tap(ana, token))
                assert answer.status == 200
                await stage.settle()
            strange = form(ana, "no-such", step="none", revision=-1, text=WORDS)
            for callback in ("", "v9:form", "v1:card", "x" * 300):
                strange["view"]["callback_id"] = callback
                answer = await ana.door.deliver(Kind.INTERACTIVE, strange)
                assert answer.status == 200
            assert await stage.find(Conversation) == []

    @pytest.mark.parametrize(
        "metadata",
        [
            "",
            "{",
            "[]",
            "null",
            '{"c": 1, "r": "x", "s": null, "o": []}',
            '{"c": {"c": 1}}',
            '{"r": 1e999}',
            '{"c": "' + "x" * 2900 + '"}',
            "[" * 2900,
        ],
    )
    async def test_broken_metadata_gives_the_words_back(
        self, tmp_path: Path, metadata: str
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            payload = form(ana, "no-such", step="none", revision=0, text=WORDS)
            payload["view"]["private_metadata"] = metadata
            answer = await ana.door.deliver(Kind.INTERACTIVE, payload)
            assert answer.status == 200
            assert WORDS in answer.text

    @pytest.mark.parametrize(
        ("body", "content_type"),
        [
            ("{", "application/json"),
            ("[]", "application/json"),
            ("null", "application/json"),
            ('"text"', "application/json"),
            ("[" * 100_000, "application/json"),
            ("payload=%7B", "application/x-www-form-urlencoded"),
            ("payload=[]", "application/x-www-form-urlencoded"),
            ("payload=null", "application/x-www-form-urlencoded"),
            ("%ff%fe=%00", "application/x-www-form-urlencoded"),
            ("", "application/x-www-form-urlencoded"),
            ("\ud7ff\u0000", "text/plain"),
        ],
    )
    async def test_a_body_that_is_nothing_does_nothing_and_is_no_error_of_ours(
        self, tmp_path: Path, body: str, content_type: str
    ) -> None:
        async with on_stage(tmp_path) as stage:
            headers = signed(body, SECRET, datetime.now(UTC)) | {"Content-Type": content_type}
            with everything_logged() as log:
                answer = await post(stage, body, headers)
            assert answer.status < 500
            assert "listener_failed" not in log()
            assert await stage.store.tenants() == [TENANT]
            assert (await stage.person("UANA").opens_home()).status == 200

    async def test_a_body_larger_than_slack_sends_is_refused_unread(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            body = urlencode(command(ana, "/debrief " + "x" * LARGEST))
            headers = signed(body, SECRET, datetime.now(UTC))
            url = f"http://127.0.0.1:{stage.bot.port}/slack/events"
            async with ClientSession() as session:
                answer = await session.post(url, data=BytesIO(body.encode()), headers=headers)
                assert answer.status == 413
            assert await stage.find(Conversation) == []
            assert (await ana.opens_home()).status == 200

    @pytest.mark.parametrize("kind", ["command", "action", "submission", "event"])
    async def test_what_lacks_any_one_part_is_no_error_of_ours(
        self, tmp_path: Path, kind: str
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana, conversation = await halfway(stage)
            dm = stage.slack.dm("UANA")
            made: dict[str, tuple[Kind, Callable[[], Json]]] = {
                "command": (Kind.COMMAND, lambda: command(ana, "/wins")),
                "action": (
                    Kind.INTERACTIVE,
                    lambda: tap(ana, press_token("talk.resume", conversation.id)),
                ),
                "submission": (
                    Kind.INTERACTIVE,
                    lambda: form(ana, "no-such", step="none", revision=0, text="x"),
                ),
                "event": (
                    Kind.EVENT,
                    lambda: payloads.event(
                        ana.origin,
                        payloads.message_im("UANA", dm, "hello", stage.slack.stamp()),
                        event_id=f"Ev{stage.slack.number()}",
                        event_time=0,
                    ),
                ),
            }
            way, make = made[kind]
            values: tuple[object, ...] = ("",) if way is Kind.COMMAND else (None, [], 7)
            with everything_logged() as log:
                for path in [*paths(make())]:
                    for value in values:
                        payload = make()
                        put(payload, path, value)
                        answer = await stage.door.deliver(way, payload)
                        assert answer.status < 500 or path in BOLTS, (path, value)
                        await stage.settle()
                for path in [*paths(make())]:
                    payload = make()
                    take(payload, path)
                    answer = await stage.door.deliver(way, payload)
                    assert answer.status < 500 or path in BOLTS, path
                    await stage.settle()
            assert WORDS not in log()
            assert (await ana.opens_home()).status == 200
            # What became of some of it may not be what Slack would take; that is no matter here.
            stage.slack.refusals.clear()


Path_ = tuple[str | int, ...]
BOLTS: set[Path_] = {
    *(("event",), ("actions",), ("actions", 0), ("actions", 0, "action_id")),
    *(("view",), ("view", "type"), ("view", "callback_id")),
}
"""Parts over which Bolt itself stumbles, before any of our code, when they have no shape at all."""


def paths(value: Any, at: Path_ = ()) -> Iterator[Path_]:
    """The way to each part of a payload."""
    items: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        items = [*value.items()]
    elif isinstance(value, list):
        items = [*enumerate(value)]
    for key, one in items:
        yield (*at, key)
        yield from paths(one, (*at, key))


def _holder(payload: Any, path: Path_) -> Any:
    for key in path[:-1]:
        payload = payload[key]
    return payload


def put(payload: Json, path: Path_, value: object) -> None:
    _holder(payload, path)[path[-1]] = value


def take(payload: Json, path: Path_) -> None:
    del _holder(payload, path)[path[-1]]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["user", "id", "team", "view", "state", "values", "actions", "event", "text"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
SENDER = Sender(TENANT, "UANA")


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from(["user", "team", "view", "actions", "event"]), JSON))
async def test_decoding_anything_raises_nothing(body: dict[str, Any]) -> None:
    decode.acting_in_command(body)
    decode.acting_in_interaction(body)
    decode.acting_in_event(body)
    decode.command(body, SENDER)
    decode.shortcut(body, SENDER, "debrief")
    decode.press(body, SENDER)
    decode.submit(body, SENDER)
    decode.closed(body, SENDER)
    decode.say(body, SENDER, "UBOT", {})
    decode.metadata(body)
    decode.is_own_message(body)
    view = body.get("view")
    decode.picked_ids(view if isinstance(view, dict) else {})


# Logs.


class _Everything(logging.Handler):
    """Keeps all that a record holds, also what a formatter would leave out."""

    def __init__(self, into: StringIO) -> None:
        super().__init__(0)
        self._into = into

    def emit(self, record: logging.LogRecord) -> None:
        text = f"{record.getMessage()} {record.exc_info} {record.exc_text} {record.__dict__}\n"
        self._into.write(text)


@contextmanager
def everything_logged() -> Iterator[Callable[[], str]]:
    """All that structlog and any library would log, at the level debug, without our last wall."""
    into = StringIO()
    handler = _Everything(into)
    root = logging.getLogger()
    before, config = root.level, structlog.get_config()
    root.addHandler(handler)
    root.setLevel(1)
    logging.getLogger("slack_sdk").debug("heard by the library's way")
    structlog.configure(
        processors=[structlog.processors.KeyValueRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(0),
        logger_factory=structlog.WriteLoggerFactory(into),
        cache_logger_on_first_use=False,
    )
    structlog.get_logger("fourwins").debug("heard by our way")
    try:
        # Whoever hears nothing here has proved nothing.
        assert into.getvalue().count("heard by") >= 2
        yield into.getvalue
    finally:
        structlog.configure(**config)
        root.setLevel(before)
        root.removeHandler(handler)


TYPED = {
    "employer": "Quillwort",
    "role": "Zabaglione",
    "to_a_friend": "Marzipan",
    "went_well": "Thistledown",
    "differently": "Rutabaga",
    "rehearse": "Samphire",
    "clue": "Kohlrabi",
    "pulled_in": "Periwinkle",
    "drained": "Wainscot",
    "want": "Snapdragon",
    "dont_want": "Turpentine",
    "who": "Bartholomea",
    "moment": "Foxglove",
    "act": "Horseradish",
    "line": "Gooseberry",
}


async def test_nothing_that_is_typed_in_a_whole_debrief_is_ever_logged(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        with everything_logged() as log:
            ana = stage.person("UANA")
            await ana.says("I got rejected by Pumpernickel")
            await ana.taps("Not now")
            await ana.types("/debrief Quillwort", channel="C1")
            await ana.submits(pace="now", stage="interview")
            while ana.offers("Continue"):
                fields = ana.fields()
                typed = {name: word for name, word in TYPED.items() if name in fields}
                if "plan_date" in fields:
                    await ana.fills(plan_date=date(2026, 11, 27))
                await ana.submits(typed)
            assert ana.sees(*TYPED.values())
            await ana.taps("Keep it")
            await ana.closes()
            await ana.types("/wins")
            await ana.closes()
            await ana.opens_home()
            await ana.types("/unheard Pumpernickel", channel="C1")
            logged = log()
        assert mentioned(logged) == ""


async def test_nothing_that_is_typed_is_logged_where_things_go_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with on_stage(tmp_path) as stage:
        ana = stage.person("UANA")
        ana.strict = False
        with everything_logged() as log:
            stage.slack.fails("views.open", error="internal_error")
            await ana.types("/debrief Quillwort", channel="C1")
            await ana.taps("Open")
            await ana.submits(pace="now", stage="interview")
            stage.slack.fails("users.info", drops=True, times=4)
            await ana.submits(employer="Quillwort", role="Zabaglione")

            async def full(*_: object) -> None:
                raise StoreUnavailable("Marzipan")

            async def broken(*_: object) -> None:
                raise ValueError("Marzipan, Thistledown")

            for trouble in (full, broken):
                with monkeypatch.context() as patch:
                    patch.setattr(type(stage.house.engine), "_once", trouble)
                    await ana.submits(to_a_friend="Marzipan")
                    assert ana.sees("Marzipan")
                    await ana.closes()
                    await ana.types("/debrief")
                await ana.types("/debrief Quillwort", channel="C1")
                await ana.taps("Resume")
            with monkeypatch.context() as patch:
                patch.setattr(type(stage.house.engine), "handle", broken)
                await ana.submits(to_a_friend="Marzipan")
                assert ana.trouble
            stage.slack.fails("chat.postMessage", drops=True, times=4)
            stage.slack.fails("chat.postEphemeral", error="fatal_error", times=4)
            await ana.says("I got rejected by Pumpernickel")
            logged = log()
        assert mentioned(logged) == ""
        assert "listener_failed" in logged


def mentioned(logged: str) -> str:
    """The lines that hold any word that was typed."""
    words = re.compile("|".join([*TYPED.values(), "Pumpernickel"]), re.IGNORECASE)
    return "\n".join(line for line in logged.splitlines() if words.search(line))
