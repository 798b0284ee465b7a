"""Deliveries on Slack when things go wrong: what waits, what may come twice, and who is told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.core.cards import Card, Paragraph
from bot.core.model import Address, Delivery, DeliveryState, Tenant, Where
from bot.core.ports import NeedsMending, TryLater
from bot.runtime.turn import WorkTurn
from tests.adapters.slack.double import Message
from tests.adapters.slack.stage import TENANT, Stage, on_stage
from tests.scene import prose

pytestmark = pytest.mark.asyncio

CHANNEL = Address(Where.CHANNEL, "C1")
ANA = Address(Where.MEMBER, "UANA")
LONG = timedelta(days=3)


@pytest_asyncio.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """The stage, with Ana's direct messages and the channel looked up already."""
    async with on_stage(tmp_path) as made:
        yield made


def turn_on(stage: Stage) -> WorkTurn:
    return WorkTurn(stage.store.transaction(TENANT), stage.clock.now(), prose(), stage.house.ids)


def card(*paragraphs: str) -> Card:
    return Card("Hello", tuple(Paragraph(one) for one in paragraphs))


async def posts(
    stage: Stage,
    key: str = "a",
    to: Address = CHANNEL,
    *paragraphs: str,
    good_for: timedelta = LONG,
) -> None:
    """Made as a feature would, and tried at once."""
    turn = turn_on(stage)
    turn.post(key, to, card(*(paragraphs or (key,))), good_for=good_for, asked=True)
    await turn.commit()
    await stage.settle()


async def edits(stage: Stage, key: str, *paragraphs: str) -> None:
    turn = turn_on(stage)
    turn.edit(await one(stage, key), card(*paragraphs))
    await turn.commit()
    await stage.settle()


async def retracts(stage: Stage, key: str) -> None:
    turn = turn_on(stage)
    turn.retract(await one(stage, key))
    await turn.commit()
    await stage.settle()


async def one(stage: Stage, key: str) -> Delivery:
    found = await stage.store.transaction(TENANT).get(Delivery, key)
    assert found is not None
    return found


def standing(stage: Stage, to: Address = CHANNEL) -> list[Message]:
    place = stage.slack.dm(to.id) if to.where is Where.MEMBER else to.id
    return stage.slack.in_channel(place)


def tries(stage: Stage, method: str = "chat.postMessage") -> int:
    return len(stage.slack.called(method))


class TestTryingAgain:
    async def test_a_rate_limit_is_waited_for_to_the_second_and_then_it_is_sent_once(
        self, stage: Stage
    ) -> None:
        stage.slack.fails("chat.postMessage", error="ratelimited", retry_after=42)
        await posts(stage)
        await stage.wait(seconds=41)
        assert tries(stage) == 1
        await stage.wait(seconds=1)
        assert tries(stage) == 2
        await stage.wait(hours=1)
        assert len(standing(stage)) == 1

    @pytest.mark.parametrize("to", [CHANNEL, ANA])
    @pytest.mark.parametrize(
        "fault", [{"status": 500}, {"status": 503}, {"error": "fatal_error"}, {"drops": True}]
    )
    async def test_what_was_not_done_is_tried_again_and_sent_once(
        self, stage: Stage, to: Address, fault: dict[str, Any]
    ) -> None:
        stage.slack.fails("chat.postMessage", times=3, **fault)
        await posts(stage, "a", to)
        assert standing(stage, to) == []
        await stage.wait(minutes=1)
        assert len(standing(stage, to)) == 1
        assert (await one(stage, "a")).state is DeliveryState.SENT

    async def test_a_direct_message_whose_answer_was_lost_is_found_and_not_doubled(
        self, stage: Stage
    ) -> None:
        stage.slack.fails("chat.postMessage", loses_answer=True)
        await posts(stage, "a", ANA)
        await stage.wait(minutes=1)
        [message] = standing(stage, ANA)
        assert (await one(stage, "a")).receipt == f"DUANA/{message.ts}"
        assert tries(stage) == 1

    async def test_a_message_in_a_channel_may_come_twice_then_and_only_then(
        self, stage: Stage
    ) -> None:
        stage.slack.fails("chat.postMessage", loses_answer=True)
        await posts(stage)
        await stage.wait(minutes=1)
        first, second = standing(stage)
        assert (await one(stage, "a")).receipt == f"C1/{second.ts}"
        assert first.words() == second.words()
        assert tries(stage) == 2

    async def test_the_same_holds_over_a_restart(self, stage: Stage) -> None:
        stage.slack.fails("chat.postMessage", loses_answer=True)
        await posts(stage, "a", ANA)
        await stage.restart()
        await stage.wait(minutes=1)
        assert len(standing(stage, ANA)) == 1
        assert tries(stage) == 1

    async def test_one_that_arrived_and_was_changed_since_shows_the_new_words(
        self, stage: Stage
    ) -> None:
        stage.slack.fails("chat.postMessage", loses_answer=True)
        await posts(stage, "a", ANA, "marzipan")
        await edits(stage, "a", "thyme")
        await stage.wait(minutes=1)
        [message] = standing(stage, ANA)
        assert "thyme" in message.words()
        assert "marzipan" not in message.words()

    async def test_another_message_of_the_same_words_is_not_taken_for_it(
        self, stage: Stage
    ) -> None:
        await posts(stage, "a", ANA, "the same")
        stage.slack.fails("chat.postMessage", drops=True)
        await posts(stage, "b", ANA, "the same")
        await stage.wait(minutes=1)
        assert len(standing(stage, ANA)) == 2

    @pytest.mark.parametrize("method", ["conversations.open", "conversations.history"])
    async def test_trouble_on_the_way_to_direct_messages_is_tried_again_too(
        self, stage: Stage, method: str
    ) -> None:
        stage.slack.fails("chat.postMessage", status=500)
        stage.slack.fails(method, error="ratelimited", retry_after=20)
        await posts(stage, "a", ANA)
        await stage.wait(minutes=2)
        assert len(standing(stage, ANA)) == 1

    @pytest.mark.parametrize("lost", [False, True])
    async def test_an_edit_and_a_delete_are_done_once_however_often_they_are_tried(
        self, stage: Stage, lost: bool, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # The SDK repeats these two by itself, after a real pause.
        pauses = "slack_sdk.http_retry.BackoffRetryIntervalCalculator.calculate_sleep_duration"
        monkeypatch.setattr(pauses, lambda *_: 0)
        how: dict[str, Any] = {"loses_answer": True} if lost else {"status": 500}
        await posts(stage, "a")
        stage.slack.fails("chat.update", times=2, **how)
        await edits(stage, "a", "thyme")
        await stage.wait(minutes=1)
        [message] = standing(stage)
        assert "thyme" in message.words()
        stage.slack.fails("chat.delete", times=2, **how)
        await retracts(stage, "a")
        await stage.wait(minutes=1)
        assert standing(stage) == []
        changes = [d for d in await stage.find(Delivery) if d.of == "a"]
        assert {d.state for d in changes} == {DeliveryState.SENT}


MENDED = {
    "not_in_channel": "I am not in this channel",
    "channel_not_found": "I am not in this channel",
    "is_archived": "The channel is archived.",
    "missing_scope": "I lack a permission",
    "restricted_action": "do not let me write in this channel",
    "token_revoked": "I am not installed here any more",
    "account_inactive": "I am not installed here any more",
}


class TestWhatSomebodyHasToMend:
    @pytest.mark.parametrize(("error", "words"), MENDED.items())
    async def test_the_organiser_gets_one_sentence_and_the_post_goes_out_when_mended(
        self, stage: Stage, error: str, words: str
    ) -> None:
        stage.slack.fails("conversations.join", error="missing_scope", times=1000)
        stage.slack.fails("chat.postMessage", error=error, times=1000, channel="C1")
        await posts(stage, "a", CHANNEL, "marzipan")
        await stage.wait(hours=5)
        [told] = standing(stage, Address(Where.MEMBER, "UDANA"))
        assert "A post for #job-club could not go out" in told.words()
        assert words in told.words()
        assert "marzipan" not in told.words()
        stage.slack.heals()
        await stage.wait(minutes=5)
        assert len(standing(stage)) == 1
        assert len(standing(stage, Address(Where.MEMBER, "UDANA"))) == 1
        others = [m for m in stage.slack.messages if m.channel not in ("C1", "DUDANA")]
        assert others == []

    async def test_the_notice_tells_nothing_on_a_locked_phone_and_can_be_stopped(
        self, stage: Stage
    ) -> None:
        dana = stage.person("UDANA")
        stage.slack.fails("chat.postMessage", error="is_archived", times=1000, channel="C1")
        await posts(stage, "a")
        [told] = dana.inbox()
        assert told.text == "A post for … could not go out"
        await dana.taps("Don't tell me about this")
        await posts(stage, "b")
        await stage.wait(hours=1)
        assert dana.inbox() == [told]

    async def test_a_public_channel_is_joined_where_that_is_allowed_and_nobody_is_told(
        self, stage: Stage
    ) -> None:
        stage.slack.workspaces["T1"].scopes.discard("chat:write.public")
        stage.slack.channels["C1"].bot_is_in = False
        await posts(stage, "a")
        assert len(standing(stage)) == 1
        assert stage.slack.channels["C1"].bot_is_in
        assert standing(stage, Address(Where.MEMBER, "UDANA")) == []

    async def test_a_channel_that_may_not_be_joined_waits_for_an_invitation(
        self, stage: Stage
    ) -> None:
        stage.slack.workspaces["T1"].scopes -= {"chat:write.public", "channels:join"}
        stage.slack.channels["C1"].bot_is_in = False
        await posts(stage, "a")
        await stage.wait(hours=1)
        [told] = standing(stage, Address(Where.MEMBER, "UDANA"))
        assert "/invite @Four Wins" in told.words()
        stage.slack.channels["C1"].bot_is_in = True
        await stage.wait(minutes=5)
        assert len(standing(stage)) == 1

    async def test_a_private_channel_waits_for_an_invitation_too(self, stage: Stage) -> None:
        stage.slack.channels["C1"].private = True
        stage.slack.channels["C1"].bot_is_in = False
        await posts(stage, "a")
        [told] = standing(stage, Address(Where.MEMBER, "UDANA"))
        assert "/invite @Four Wins" in told.words()
        stage.slack.channels["C1"].bot_is_in = True
        await stage.wait(minutes=5)
        assert len(standing(stage)) == 1

    async def test_nothing_is_posted_where_another_organisation_reads_along(
        self, stage: Stage
    ) -> None:
        await posts(stage, "a")
        stage.slack.channels["C1"].ext_shared = True
        await stage.wait(minutes=11)
        await posts(stage, "b", CHANNEL, "marzipan")
        await stage.wait(hours=1)
        assert len(standing(stage)) == 1
        [told] = standing(stage, Address(Where.MEMBER, "UDANA"))
        assert "shared with another organisation" in told.words()
        assert "marzipan" not in stage.slack.everything_public()
        stage.slack.channels["C1"].ext_shared = False
        await stage.wait(minutes=20)
        assert len(standing(stage)) == 2

    @pytest.mark.parametrize("error", ["ratelimited", "missing_scope", "fatal_error"])
    async def test_nothing_is_posted_while_slack_does_not_say_who_reads_along(
        self, stage: Stage, error: str
    ) -> None:
        stage.slack.channels["C1"].ext_shared = True
        stage.slack.fails("conversations.info", error=error, times=3)
        await posts(stage, "a", CHANNEL, "marzipan")
        await stage.wait(hours=1)
        assert standing(stage) == []
        stage.slack.channels["C1"].ext_shared = False
        await stage.wait(minutes=20)
        assert len(standing(stage)) == 1

    async def test_what_stands_where_others_read_along_now_can_still_be_taken_back(
        self, stage: Stage
    ) -> None:
        await posts(stage, "a")
        stage.slack.channels["C1"].ext_shared = True
        await stage.wait(minutes=11)
        await retracts(stage, "a")
        assert standing(stage) == []

    async def test_new_words_do_not_reach_it_by_an_edit_either(self, stage: Stage) -> None:
        await posts(stage, "a", CHANNEL, "the bread was warm")
        stage.slack.channels["C1"].ext_shared = True
        await stage.wait(minutes=11)
        await edits(stage, "a", "marzipan")
        assert standing(stage) == [], "and what was to be changed does not stay there"
        assert "marzipan" not in stage.slack.everything_public()

    async def test_while_messages_are_turned_off_they_wait_for_the_members_next_visit(
        self, stage: Stage
    ) -> None:
        stage.slack.messages_tab = False
        await posts(stage, "a", ANA)
        assert standing(stage, ANA) == []
        assert standing(stage, Address(Where.MEMBER, "UDANA")) == []
        ana = stage.person("UANA")
        await ana.types("/fourwins")
        await ana.taps("A message waits for you")
        assert ana.sees("Hello")
        await ana.closes()
        await ana.types("/fourwins")
        await ana.taps("A message waits for you")
        assert ana.sees("Hello"), "until they say so, it may not have been shown"
        await ana.taps("I have read it")
        await ana.closes()
        await ana.types("/fourwins")
        assert not ana.offers("A message waits for you")

    async def test_a_key_that_was_withdrawn_holds_everything_until_there_is_a_new_one(
        self, stage: Stage
    ) -> None:
        stage.slack.fails("*", error="token_revoked", times=10_000)
        await posts(stage, "a")
        await posts(stage, "b", ANA)
        await stage.wait(hours=1)
        assert stage.slack.messages == []
        stage.slack.heals()
        await stage.wait(minutes=5)
        assert len(standing(stage)) == 1
        assert len(standing(stage, ANA)) == 1

    async def test_it_is_let_go_when_it_would_come_too_late(self, stage: Stage) -> None:
        stage.slack.fails("chat.postMessage", error="is_archived", times=1000, channel="C1")
        await posts(stage, "a", CHANNEL, "marzipan", good_for=timedelta(hours=1))
        await stage.wait(hours=2)
        stage.slack.heals()
        await stage.wait(hours=1)
        assert standing(stage) == []
        assert (await one(stage, "a")).state is DeliveryState.DROPPED

    async def test_words_are_taken_back_from_a_private_channel_once_the_bot_is_in_it_again(
        self, stage: Stage
    ) -> None:
        stage.slack.channels["C1"].private = True
        await posts(stage, "a", CHANNEL, "marzipan")
        stage.slack.channels["C1"].bot_is_in = False
        await retracts(stage, "a")
        await stage.wait(hours=1)
        assert len(standing(stage)) == 1
        stage.slack.channels["C1"].bot_is_in = True
        await stage.wait(minutes=5)
        assert standing(stage) == []

    async def test_words_are_changed_in_an_archived_channel_once_it_is_open_again(
        self, stage: Stage
    ) -> None:
        await posts(stage, "a", CHANNEL, "marzipan")
        stage.slack.channels["C1"].archived = True
        await edits(stage, "a", "thyme")
        await stage.wait(hours=1)
        stage.slack.channels["C1"].archived = False
        await stage.wait(minutes=5)
        [message] = standing(stage)
        assert "marzipan" not in message.words()
        assert len(standing(stage, Address(Where.MEMBER, "UDANA"))) == 0


class TestNever:
    @pytest.mark.parametrize("knew_them", [True, False])
    async def test_somebody_whose_account_was_closed_is_let_go_in_silence(
        self, stage: Stage, knew_them: bool
    ) -> None:
        if knew_them:
            await posts(stage, "before", ANA)
        stage.slack.users["UANA"].deleted = True
        await posts(stage, "a", ANA)
        await stage.wait(hours=1)
        found = await one(stage, "a")
        assert (found.state, found.card) == (DeliveryState.DEAD, None)
        assert tries(stage) == (2 if knew_them else 0)
        assert standing(stage, Address(Where.MEMBER, "UDANA")) == []

    async def test_an_edit_of_what_somebody_deleted_is_let_go(self, stage: Stage) -> None:
        await posts(stage, "a")
        standing(stage)[0].deleted = True
        await edits(stage, "a", "thyme")
        await stage.wait(days=1)
        assert standing(stage) == []
        assert tries(stage, "chat.update") == 1
        assert standing(stage, Address(Where.MEMBER, "UDANA")) == []

    async def test_taking_back_what_somebody_deleted_is_done(self, stage: Stage) -> None:
        await posts(stage, "a")
        standing(stage)[0].deleted = True
        await retracts(stage, "a")
        [change] = [d for d in await stage.find(Delivery) if d.of == "a"]
        assert change.state is DeliveryState.SENT

    async def test_a_refusal_that_has_no_word_of_ours_is_told_as_such(self, stage: Stage) -> None:
        stage.slack.fails("chat.postMessage", error="as_user_not_supported", channel="C1")
        await posts(stage, "a")
        [told] = standing(stage, Address(Where.MEMBER, "UDANA"))
        assert "The platform refused it." in told.words()
        assert (await one(stage, "a")).state is DeliveryState.DEAD


def long(times: int, word: str = "sesame") -> tuple[str, ...]:
    """Paragraphs of which six fit into a message."""
    return tuple(f"{number} {word} " + "x" * 1400 for number in range(times))


def numbers(*found: Message) -> list[int]:
    """The paragraphs that stand in these messages, in order."""
    lines = "\n".join(one.words() for one in found).splitlines()
    return [int(line.split()[0]) for line in lines if line[:1].isdigit()]


class Nth:
    """Equal to what it is compared with at the nth time."""

    def __init__(self, number: int) -> None:
        self.left = number

    def __eq__(self, other: object) -> bool:
        self.left -= 1
        return self.left == 0

    __hash__ = None  # type: ignore[assignment]  # it is nobody's key


class TestALongCard:
    async def test_in_a_channel_the_rest_hangs_below_its_beginning(self, stage: Stage) -> None:
        await posts(stage, "a", CHANNEL, *long(15))
        first, *others = standing(stage)
        assert len(others) == 2
        assert {m.thread_ts for m in others} == {first.ts}
        assert numbers(first, *others) == [*range(15)]

    async def test_in_direct_messages_it_goes_on_below(self, stage: Stage) -> None:
        await posts(stage, "a", ANA, *long(15))
        found = standing(stage, ANA)
        assert {m.thread_ts for m in found} == {""}
        assert numbers(*found) == [*range(15)]

    @pytest.mark.parametrize("to", [CHANNEL, ANA])
    async def test_an_edit_makes_it_shorter_and_longer_and_a_delete_takes_all(
        self, stage: Stage, to: Address
    ) -> None:
        await posts(stage, "a", to, *long(9))
        for length in (2, 15, 9, 15, 1):
            await stage.wait(seconds=1)
            await edits(stage, "a", *long(length, "thyme"))
            found = standing(stage, to)
            assert numbers(*found) == [*range(length)]
            assert all("sesame" not in m.words() for m in found)
            await stage.restart()
        await edits(stage, "a", *long(15))
        await retracts(stage, "a")
        assert standing(stage, to) == []

    async def test_in_a_thread_it_stays_in_that_thread_when_it_grows(self, stage: Stage) -> None:
        await posts(stage, "root")
        await posts(stage, "a", Address(Where.THREAD, "root"), "0 short")
        await edits(stage, "a", *long(9))
        root, *replies = standing(stage)
        assert {m.thread_ts for m in replies} == {root.ts}
        asked = [args.get("thread_ts") for args in stage.slack.called("chat.postMessage")]
        assert asked == [None, root.ts, root.ts]

    @pytest.mark.parametrize("to", [CHANNEL, ANA])
    async def test_one_that_broke_off_half_way_stands_there_once_in_the_end(
        self, stage: Stage, to: Address
    ) -> None:
        stage.slack.fails("chat.postMessage", error="ratelimited", blocks=Nth(2))
        await posts(stage, "a", to, *long(9))
        assert (await one(stage, "a")).state is DeliveryState.QUEUED
        await stage.wait(minutes=1)
        assert numbers(*standing(stage, to)) == [*range(9)]
        assert (await one(stage, "a")).state is DeliveryState.SENT

    async def test_half_of_one_that_was_taken_back_meanwhile_is_not_left_in_the_channel(
        self, stage: Stage
    ) -> None:
        stage.slack.fails("chat.postMessage", error="ratelimited", blocks=Nth(2))
        await posts(stage, "a", CHANNEL, *long(9))
        await retracts(stage, "a")
        await stage.wait(hours=1)
        assert standing(stage) == []


class TestThreads:
    async def test_a_reply_hangs_below_the_message_that_its_root_became(self, stage: Stage) -> None:
        stage.slack.fails("chat.postMessage", status=503)
        turn = turn_on(stage)
        for key, to in (("reply", Address(Where.THREAD, "root")), ("root", CHANNEL)):
            turn.post(key, to, card(key), good_for=LONG, asked=True)
        await turn.commit()
        await stage.settle()
        assert standing(stage) == []
        await stage.restart()
        await stage.wait(minutes=1)
        root, reply = standing(stage)
        assert "root" in root.words()
        assert (reply.thread_ts, root.thread_ts) == (root.ts, root.ts)

    async def test_replies_are_edited_and_taken_back_after_a_restart(self, stage: Stage) -> None:
        await posts(stage, "root")
        await posts(stage, "reply", Address(Where.THREAD, "root"))
        await stage.restart()
        await edits(stage, "reply", "thyme")
        root, reply = standing(stage)
        assert "thyme" in reply.words()
        await retracts(stage, "root")
        await retracts(stage, "reply")
        assert standing(stage) == []
        assert root.deleted


class TestPace:
    async def test_a_channel_gets_one_message_a_second_and_others_do_not_wait_for_it(
        self, stage: Stage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # The double's clock goes on by as much as is slept.
        slept: list[float] = []

        async def sleep(seconds: float) -> None:
            slept.append(seconds)
            stage.slack.wait(seconds=1)

        monkeypatch.setattr("adapters.slack.deliver.asyncio.sleep", sleep)
        monkeypatch.setattr(stage.bot.transport, "_pace", 1.0)
        stage.slack.paced = True
        turn = turn_on(stage)
        for key in "abcd":
            turn.post(key, CHANNEL, card(key), good_for=LONG, asked=True)
        turn.post("e", ANA, card("e"), good_for=LONG, asked=True)
        await turn.commit()
        await stage.settle()
        assert len(standing(stage)) == 4
        assert len(standing(stage, ANA)) == 1
        assert tries(stage) == 5, "nobody was told to come back later"
        assert len(slept) == 3
        assert all(0.5 < one <= 1 for one in slept)


class TestForgetting:
    async def test_files_and_answers_go_and_what_is_others_stays(self, stage: Stage) -> None:
        ana, ben = stage.person("UANA"), stage.person("UBEN")
        for one in (ana, ben):
            await one.says("hello")
            await one.opens_home()
            await one.taps("My data")
            await one.taps("Take it with me")
        await posts(stage, "a", ANA)
        await posts(stage, "b", CHANNEL)
        mine = [m for m in stage.slack.messages if m.channel == "DUANA" and not m.is_by_bot]
        before = [m.words() for m in ben.inbox()]
        assert any(m.files for m in ana.inbox())
        await stage.bot.transport.forget(TENANT, "UANA")
        assert ana.inbox() == []
        assert [m.words() for m in ben.inbox()] == before
        assert [f.deleted for f in stage.slack.files.values()] == [True, False]
        assert all(not m.deleted for m in mine), "what they wrote is theirs to delete"
        assert len(standing(stage)) == 1

    @pytest.mark.parametrize("answer", [{"error": "message_not_found"}, {"error": "file_deleted"}])
    async def test_what_somebody_deleted_themselves_does_not_stop_it(
        self, stage: Stage, answer: dict[str, Any]
    ) -> None:
        ana = stage.person("UANA")
        for words in ("hello", "good morning"):
            await ana.says(words)
        stage.slack.fails("chat.delete", **answer)
        await stage.bot.transport.forget(TENANT, "UANA")
        assert len(stage.slack.called("chat.delete")) == 2

    async def test_more_than_a_page_of_them_goes(
        self, stage: Stage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        history = stage.bot.transport._api.call

        async def by_two(tenant: Tenant, method: str, **arguments: Any) -> dict[str, Any]:
            small = {"limit": "2"} if method == "conversations.history" else {}
            return await history(tenant, method, **(arguments | small))

        monkeypatch.setattr(stage.bot.transport._api, "call", by_two)
        ana = stage.person("UANA")
        for number in range(5):
            await ana.says(f"good morning {number}")
        await stage.bot.transport.forget(TENANT, "UANA")
        assert ana.inbox() == []

    async def test_for_somebody_whose_account_was_closed_there_is_nothing_to_do(
        self, stage: Stage
    ) -> None:
        await stage.person("UANA").says("hello")
        stage.slack.users["UANA"].deleted = True
        await stage.restart()
        await stage.bot.transport.forget(TENANT, "UANA")

    @pytest.mark.parametrize(
        ("fault", "raised"),
        [
            ({"error": "ratelimited", "retry_after": 7}, TryLater),
            ({"status": 500}, TryLater),
            ({"error": "missing_scope"}, NeedsMending),
        ],
    )
    async def test_trouble_is_told_to_whoever_asked_so_that_it_is_done_later(
        self, stage: Stage, fault: dict[str, Any], raised: type[Exception]
    ) -> None:
        ana = stage.person("UANA")
        await ana.says("hello")
        stage.slack.fails("conversations.history", **fault)
        with pytest.raises(raised):
            await stage.bot.transport.forget(TENANT, "UANA")
        await stage.bot.transport.forget(TENANT, "UANA")
        assert ana.inbox() == []

    async def test_answers_in_a_thread_of_the_messages_go_too(self, stage: Stage) -> None:
        ana = stage.person("UANA")
        first = await ana.says("hello")
        await ana.says("I didn't get the job at Acme", thread=first)
        await stage.bot.transport.forget(TENANT, "UANA")
        assert ana.inbox() == []
