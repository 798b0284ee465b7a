"""A debrief on Slack, from the command to the wins book and to what comes back afterwards."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.core.model import Conversation, Debrief, Seen, Stage, Win
from bot.core.wins import Facet, NextStep, WinKind
from tests.adapters.slack.double import View
from tests.adapters.slack.payloads import Answer, HttpDoor
from tests.adapters.slack.person import Person
from tests.adapters.slack.stage import SECRET, on_stage
from tests.adapters.slack.stage import Stage as Slack

pytestmark = pytest.mark.asyncio

WORDS = (
    "Acme",
    "Warehouse lead",
    "It says nothing about you",
    "The question about shifts",
    "Ask about pay",
    "Why us?",
    "They hire in March",
    "The crew",
    "The forms",
    "A crew that talks",
    "Nights alone",
    "Mo from the warehouse",
    "it is Friday",
    "write to Mo",
    "walk first",
)
"""What `tells` types, in the order of the questions."""


async def tells(person: Person) -> None:
    """The full debrief, step by step in one modal, up to the recap."""
    await person.types("/debrief Acme", channel="C1")
    await person.submits(pace="now", stage="interview")
    await person.submits(role="Warehouse lead")
    await person.submits(feeling="sad", to_a_friend="It says nothing about you")
    await person.submits(
        went_well="The question about shifts", differently="Ask about pay", rehearse="Why us?"
    )
    await person.submits(clue="They hire in March")
    await person.submits(pulled_in="The crew", drained="The forms")
    await person.submits(want="A crew that talks", dont_want="Nights alone")
    await person.submits(
        who="Mo from the warehouse",
        next_steps=["thank them", "stay in touch"],
        more="No",
    )
    await person.submits(moment="it is Friday", act="write to Mo", plan_date=date(2026, 11, 27))
    await person.submits(line="walk first")


async def keeps(person: Person) -> None:
    """The same, kept, with its modal closed."""
    await tells(person)
    await person.taps("Keep it")
    await person.closes()


async def at_step(person: Person, step: str) -> None:
    """At this question of the full debrief, with everything before it skipped."""
    await person.types("/debrief", channel="C1")
    await person.submits(pace="now", stage="interview")
    for _ in range(12):
        if f'"s": "{step}"' in modal(person).private_metadata:
            return
        await person.taps("Skip")
    raise AssertionError(f"never came to {step}")


def modal(person: Person) -> View:
    assert person.modal is not None, person.screen_text()
    return person.modal


async def again(
    stage: Slack, person: Person, change: Callable[[Any], None] = lambda _: None, *, back: int = 1
) -> Answer:
    """What this member did a moment ago, done anew out of the same old modal or message: a second
    tap before Slack had shown what the first one led to."""
    kind, was = person.sent[-back]
    payload = copy.deepcopy(was)
    payload["trigger_id"] = stage.slack.trigger(person.who)
    for action in payload.get("actions", ()):
        action["action_ts"] = stage.slack.stamp()
    change(payload)
    answer = await stage.door.deliver(kind, payload)
    await stage.settle()
    return answer


async def repeats(stage: Slack, person: Person) -> Answer:
    """Slack did not hear our answer and brings the last thing again, signed in another second.

    (`Person.repeats` signs within the same one, which is refused as a copy.)
    """
    kind, payload = person.sent[-1]
    async with HttpDoor(stage.door.url, SECRET, a_second_ago) as door:  # type: ignore[attr-defined]  # it is over HTTP
        answer = await door.deliver(kind, payload, retry=1)
    assert answer.status == 200, answer.text
    await stage.settle()
    return answer


def a_second_ago() -> datetime:
    return datetime.now(UTC) - timedelta(seconds=1)


def nothing_given_away(stage: Slack, *words: str) -> None:
    """None of these words was ever where others read, or on a locked screen."""
    public = stage.slack.everything_public()
    summaries = "\n".join(str(call.args.get("text", "")) for call in stage.slack.calls)
    for word in words:
        assert word not in public, word
        assert word not in summaries, word


class TestFromTheCommandToTheBook:
    async def test_every_step_changes_one_modal_and_every_word_is_kept(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await tells(ana)
            assert ana.sees("Your debrief: Acme", *WORDS, "Friday 27 November", "it felt sad")
            opened = stage.slack.called("views.open")
            assert len(opened) == 1
            assert stage.slack.called("views.push") == []
            recap = modal(ana)
            await ana.taps("Keep it")
            assert modal(ana) is recap
            assert ana.sees("Kept. It is in your wins book.")
            await ana.taps("okay")
            assert ana.sees("Thank you for telling me.")

            [kept] = await stage.find(Debrief)
            assert (kept.stage, kept.employer, kept.role) == (
                Stage.INTERVIEW,
                "Acme",
                "Warehouse lead",
            )
            assert kept.plan_date == date(2026, 11, 27)
            wins = sorted(await stage.find(Win), key=lambda win: win.id)
            assert [win.text for win in wins] == list(WORDS[3:12])
            assert wins[-1].next_steps == (NextStep.THANK, NextStep.STAY_IN_TOUCH)
            assert await stage.find(Conversation) == []
            nothing_given_away(stage, *WORDS)
            assert ana.inbox() == []
            assert stage.slack.everything_public() == ""

    async def test_nothing_that_was_typed_travels_in_metadata_or_ids(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            carried: list[str] = []
            await tells(ana)
            for _, payload in ana.sent:
                view = payload.get("view", {})
                carried += [view.get("private_metadata", ""), view.get("callback_id", "")]
                carried += [str(block.get("block_id")) for block in view.get("blocks", ())]
                carried += [str(one.get("action_id")) for one in payload.get("actions", ())]
            for word in WORDS:
                assert word not in "\n".join(carried)

    async def test_back_keeps_the_words_of_both_steps(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await at_step(ana, "self")
            await ana.fills(pulled_in="half a sentence")
            await ana.taps("Back")
            assert ana.sees("What do you know now about this field")
            await ana.submits(clue="They hire in March")
            assert ana.fields()["pulled_in"] == "half a sentence"
            await ana.taps("Back")
            assert ana.fields() == {"clue": "They hire in March"}

    async def test_skip_goes_on_and_its_words_are_shown_at_the_end(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await at_step(ana, "next_no")
            await ana.fills(line="walk first")
            await ana.taps("Skip")
            assert ana.sees("Your debrief", "You also wrote", "walk first")

    async def test_every_step_can_be_skipped_and_that_is_a_full_answer(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await ana.types("/debrief")
            while ana.offers("Skip"):
                await ana.taps("Skip")
            assert ana.sees("Nothing is written down this time. That is a full answer too.")
            await ana.taps("Keep it")
            assert len(await stage.find(Debrief)) == 1
            assert await stage.find(Win) == []

    async def test_a_question_left_empty_is_answered_by_continue(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await ana.types("/rejected", channel="C1")
            while ana.offers("Continue"):
                assert await ana.submits() is not None
            assert ana.sees("Does it read right to you?")

    async def test_edit_from_the_recap_changes_one_step_and_comes_back(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await tells(ana)
            await ana.taps("Edit")
            assert ana.sees("What would you like to change?", "They hire in March")
            # One button for each step: industry is the fifth.
            await ana.taps("Change", nth=4)
            assert ana.fields() == {"clue": "They hire in March"}
            await ana.submits(clue="They hire in April")
            assert ana.sees("Your debrief: Acme", "They hire in April", "The forms")
            assert len(stage.slack.called("views.open")) == 1

    async def test_delete_asks_once_more_and_leaves_nothing(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await tells(ana)
            await ana.taps("Delete")
            await ana.taps("No, go back to it")
            await ana.taps("Delete")
            await ana.taps("Yes, delete it")
            assert ana.sees("Deleted. Nothing of it is left here.")
            assert await stage.find(Conversation) == []
            assert await stage.find(Win) == []


class TestErrorsAtTheField:
    async def test_a_day_gone_by_is_told_there_and_what_was_typed_still_stands(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await at_step(ana, "plan")
            form = modal(ana)
            await ana.submits(moment="it is Friday", act="write to Mo", plan_date=date(2026, 11, 1))
            assert modal(ana) is form
            assert ana.errors == {
                "plan_date": "This day has gone by. Please choose today or a later day."
            }
            assert ana.fields() == {
                "moment": "it is Friday",
                "act": "write to Mo",
                "plan_date": "2026-11-01",
            }
            await ana.submits(plan_date=date(2026, 12, 1))
            assert ana.errors == {}
            assert ana.sees("The next no")

    async def test_what_was_corrected_is_what_is_kept(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await at_step(ana, "plan")
            await ana.submits(act="write to Mo", plan_date=date(2026, 11, 1))
            await ana.submits(act="write to Li", plan_date=date(2026, 12, 1))
            await ana.taps("Skip")
            assert ana.sees("write to Li", "Tuesday 1 December")
            assert "write to Mo" not in ana.modal_text()

    async def test_a_modal_closed_over_an_error_keeps_the_words(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await at_step(ana, "plan")
            await ana.submits(act="write to Mo", plan_date=date(2026, 11, 1))
            await ana.closes()
            await ana.types("/debrief")
            await ana.taps("Resume")
            assert ana.fields()["act"] == "write to Mo"


class TestLeftHalfWay:
    async def test_a_closed_modal_keeps_what_was_typed_and_home_leads_back_to_it(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await ana.types("/debrief Acme", channel="C1")
            await ana.submits(pace="now", stage="screen")
            await ana.submits()
            await ana.fills(feeling="flat", to_a_friend="half a sent")
            await ana.closes()
            await stage.restart()
            await ana.opens_home()
            assert ana.sees("You have a debrief half-way", "Acme, begun Monday 23 November, 10:30")
            await ana.taps("Resume")
            assert ana.fields()["to_a_friend"] == "half a sent"
            assert ana.fields()["feeling"] == "flat"
            nothing_given_away(stage, "half a sent", "Acme")

    async def test_stop_for_now_says_until_when_and_resume_goes_on_in_the_same_modal(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await at_step(ana, "job")
            await ana.fills(employer="Acme")
            form = modal(ana)
            await ana.taps("Stop for now")
            assert ana.sees("Stopped for now.", "saved until Monday 30 November, 10:30")
            await ana.taps("Resume")
            assert modal(ana) is form
            assert ana.fields()["employer"] == "Acme"

    async def test_a_form_closed_empty_writes_nothing(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await at_step(ana, "industry")
            [before] = await stage.find(Conversation)
            await ana.closes()
            assert await stage.find(Conversation) == [before]

    async def test_a_second_debrief_begins_beside_the_draft_in_the_same_modal(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await at_step(ana, "job")
            await ana.fills(employer="Acme")
            await ana.closes()
            await ana.types("/debrief Globex", channel="C1")
            assert ana.sees("You have a debrief half-way", "Acme, begun")
            await ana.taps("Start a new one")
            await ana.submits(pace="now", stage="screen")
            assert ana.fields()["employer"] == "Globex"
            assert len(await stage.find(Conversation)) == 2

    async def test_without_what_stood_in_it_a_closed_form_does_no_harm(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            stage.slack.tells_state_on_close = False
            ana = stage.person("UANA")
            await at_step(ana, "industry")
            await ana.fills(clue="They hire in March")
            await ana.closes()
            await ana.types("/debrief")
            await ana.taps("Resume")
            assert ana.sees("What do you know now about this field")


class TestStaleAndTwice:
    async def test_two_quick_taps_on_continue_answer_one_question(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await at_step(ana, "industry")
            await ana.submits(clue="They hire in March")
            answer = await again(stage, ana)
            assert stage.slack.answer_submission(modal(ana), answer.body) == ""
            assert ana.sees("What pulled you in?")
            [talk] = await stage.find(Conversation)
            assert "self" not in talk.answers
            assert talk.answers["industry"] == {"clue": "They hire in March"}

    async def test_two_quick_taps_on_skip_skip_once_and_the_modal_is_where_things_stand(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await at_step(ana, "industry")
            await ana.taps("Skip")
            await again(stage, ana)
            assert ("views.update", "hash_conflict") in stage.slack.denials
            assert ana.sees("What pulled you in?")
            [talk] = await stage.find(Conversation)
            assert "self" not in talk.answers
            await ana.submits(pulled_in="The crew")
            assert ana.sees("Self: one line for each list")

    async def test_two_quick_taps_on_keep_keep_once(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await tells(ana)
            await ana.taps("Keep it")
            await again(stage, ana)
            assert ana.sees("Kept. It is in your wins book.")
            assert len(await stage.find(Debrief)) == 1
            assert len(await stage.find(Win)) == 9

    async def test_a_form_that_slack_brings_twice_is_applied_once_and_answered_alike(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await at_step(ana, "industry")
            first = await ana.submits(clue="They hire in March")
            [before] = await stage.find(Conversation)
            second = await repeats(stage, ana)
            assert first is not None
            assert second.body == first.body
            assert await stage.find(Conversation) == [before]

    async def test_a_command_that_slack_brings_twice_begins_one_debrief(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await ana.types("/debrief Acme", channel="C1")
            await repeats(stage, ana)
            assert len(await stage.find(Conversation)) == 1
            assert ana.sees("How much do you feel like?")

    async def test_a_tap_that_slack_brings_twice_is_one(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await tells(ana)
            await ana.taps("Keep it")
            await repeats(stage, ana)
            assert ana.sees("Kept. It is in your wins book.")
            assert len(await stage.find(Win)) == 9
            assert len({one.id for one in await stage.find(Seen)}) == len(await stage.find(Seen))

    async def test_an_old_form_keeps_its_words_and_shows_the_current_question(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await at_step(ana, "industry")
            await ana.submits(clue="They hire in March")
            await ana.submits(pulled_in="The crew")

            def other_words(payload: Any) -> None:
                for inputs in payload["view"]["state"]["values"].values():
                    inputs["paragraph"]["value"] = "They pay by the hour"

            answer = await again(stage, ana, other_words, back=2)
            assert stage.slack.answer_submission(modal(ana), answer.body) == ""
            assert ana.sees("You had gone on from there already", "one line for each list")
            await ana.taps("Back")
            await ana.taps("Back")
            assert "They pay by the hour" in ana.fields()["clue"]
            assert "They hire in March" in ana.fields()["clue"]

    async def test_a_tap_on_an_old_message_leads_to_what_became_of_it(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await ana.says("I didn't get the job at Acme")
            await ana.taps("The 90-second version")
            await ana.submits()
            await ana.submits(feeling="flat")
            await ana.submits(kind="Self: something I want or don't want", text="A crew")
            await ana.taps("Keep it")
            await ana.closes()
            await ana.taps("Debrief now")
            assert ana.sees("Kept. It is in your wins book.")
            assert len(await stage.find(Debrief)) == 1


class TestTheTriggerIsTooOld:
    async def test_a_direct_message_leads_on_and_nothing_is_said_in_the_channel(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            stage.slack.fails("views.open", error="expired_trigger_id")
            await ana.types("/debrief Acme", channel="C1")
            assert ana.modal is None
            assert ana.sees("A debrief, at your pace", "It is for your eyes only.")
            await ana.taps("Open")
            await ana.submits(pace="log", stage="ghosted")
            assert ana.fields()["employer"] == "Acme"
            nothing_given_away(stage, "Acme")

    async def test_a_modal_closed_before_the_answer_came_leads_on_by_message_too(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await at_step(ana, "industry")
            stage.slack.fails("views.update", error="not_found")
            await ana.taps("Skip")
            await ana.closes()
            assert ana.sees("Self: what you noticed")
            await ana.taps("Open")
            assert ana.sees("What pulled you in?")

    async def test_a_card_comes_whole_into_the_messages(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await tells(ana)
            await ana.closes()
            stage.slack.fails("views.open", error="expired_trigger_id")
            await ana.types("/debrief")
            await ana.taps("Resume")
            assert ana.sees("Your debrief: Acme", *WORDS)
            nothing_given_away(stage, *WORDS)


class TestTheShortWays:
    async def test_the_90_second_version_is_four_screens(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await ana.types("/debrief Globex", channel="C1")
            await ana.submits(pace="The 90-second version", stage="The final round")
            await ana.submits(feeling="angry")
            await ana.submits(kind="industry", text="They pay by the hour")
            assert ana.sees("Your debrief: Globex", "it felt angry", "They pay by the hour")
            await ana.taps("Keep it")
            [win] = await stage.find(Win)
            assert (win.kind, win.facet, win.employer) == (
                WinKind.INDUSTRY,
                Facet.FREE,
                "Globex",
            )

    async def test_just_log_it_is_two_screens_and_asks_for_no_win(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await ana.types("/rejected Initech", channel="C1")
            await ana.submits(pace="Just log it", stage="They went silent")
            await ana.submits()
            assert ana.sees("Logged.", "No more than that today.")
            [kept] = await stage.find(Debrief)
            assert (kept.stage, kept.employer) == (Stage.GHOSTED, "Initech")
            assert await stage.find(Win) == []

    async def test_remind_me_comes_as_a_direct_message_whose_button_opens_the_form(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await ana.types("/debrief Acme", channel="C1")
            await ana.submits(pace="later", stage="final")
            await ana.submits(when="tomorrow")
            assert ana.sees("I'll bring it back on Tuesday 24 November, 10:00.")
            await ana.closes()
            await stage.wait(days=1)
            [message] = ana.inbox()
            assert message.text == "You asked me to bring this back."
            await ana.taps("Start")
            assert ana.sees("How much do you feel like?")
            await ana.submits(pace="now")
            assert ana.fields()["employer"] == "Acme"
            nothing_given_away(stage, "Acme")

    async def test_an_ordinary_day_for_the_reminder_is_picked_in_a_calendar(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await ana.types("/debrief")
            await ana.submits(pace="later")
            await ana.submits(when="On a day I choose")
            await ana.submits(day=date(2026, 11, 1))
            assert ana.errors == {
                "day": "This day has gone by. Please choose today or a later day."
            }
            await ana.submits(day=date(2026, 12, 4))
            assert ana.sees("I'll bring it back on Friday 4 December, 10:00.")


class TestWhatComesBack:
    async def test_the_thank_you_comes_as_a_draft_by_direct_message(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await tells(ana)
            await ana.taps("Keep it")
            await ana.taps("Bring something back later")
            assert ana.sees("A draft of a thank-you note", "Nothing comes unless you turn it on.")
            await ana.taps("Bring it back")
            assert ana.sees("It comes on Monday 23 November, 13:30.")
            await ana.closes()
            await stage.wait(hours=4)
            [message] = ana.inbox()
            assert "Hello Mo from the warehouse," in message.words()
            assert "Warehouse lead at Acme" in message.words()
            nothing_given_away(stage, *WORDS)

    async def test_the_plans_question_is_answered_with_one_tap_and_changed_in_a_modal(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await tells(ana)
            await ana.taps("Keep it")
            await ana.taps("Bring something back later")
            await ana.taps("Bring it back", nth=2)
            await ana.closes()
            await stage.wait(days=5)
            [message] = ana.inbox()
            assert message.text == "Did the moment come?"
            assert "If it is Friday, then I will write to Mo" in message.words()
            await ana.taps("It did not come", on=message)
            assert ana.sees("Then it waits for another day, or for none.")
            await ana.taps("Change it")
            assert ana.fields()["act"] == "write to Mo"
            await ana.submits(act="write one line to Mo", plan_date=date(2026, 12, 1))
            assert ana.sees("I'll ask on Tuesday 1 December, 18:00.")
            await ana.closes()
            nothing_given_away(stage, *WORDS)

    async def test_a_second_look_takes_a_line_into_the_book(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await tells(ana)
            await ana.taps("Keep it")
            await ana.taps("Bring something back later")
            await ana.taps("Bring it back", nth=3)
            await ana.closes()
            await stage.wait(days=8)
            [message] = ana.inbox()
            assert "Acme" not in message.text
            await ana.taps("Add a line")
            await ana.submits(kind="self", text="I don't miss the nights")
            assert ana.sees("It is in your book.")
            assert "I don't miss the nights" in [win.text for win in await stage.find(Win)]


ENORMOUS = ("A long day. " * 250)[:2999] + "!"
HOSTILE = (
    "<!channel> <!here> @channel <@U1> <#C1|job-club> <https://example.org|here> *b* _i_ `c` ~s~ "
    "&amp; &lt;!everyone&gt; :tada: 👩🏽‍🍳 שלום עולם ﷽ \n> quote\n- list"
)


class TestEnormousAndHostileTexts:
    async def test_3000_characters_in_every_field_are_shown_whole(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await ana.types("/debrief", channel="C1")
            await ana.submits(pace="now", stage="interview")
            count = 0
            while ana.offers("Continue"):
                long = [
                    name
                    for name, element in elements(ana).items()
                    if element.get("max_length", 0) >= 3000
                ]
                texts = {}
                for name in long:
                    count += 1
                    texts[name] = f"{count:02}{ENORMOUS[2:-2]}{count:02}"
                await ana.submits(texts)
            assert count >= 6
            shown = ana.modal_text()
            while ana.offers("Read on"):
                await ana.taps("Read on")
                shown += ana.modal_text()
            for number in range(1, count + 1):
                assert f"{number:02}{ENORMOUS[2:100]}" in shown
            # Cut only where a block of Slack's ends.
            assert shown.replace("\n", "").count("A long day.") >= count * 248
            pages = ana.modal_text().rpartition("Page ")[2]
            while ana.offers("Back to the start"):
                await ana.taps("Back to the start")
            assert pages
            await keep_anywhere(ana)
            for win in await stage.find(Win):
                assert len(win.text) == 3000
            assert stage.slack.everything_public() == ""

    async def test_marks_of_slacks_own_stay_letters_from_the_field_to_the_card(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await at_step(ana, "industry")
            await ana.submits(clue=HOSTILE)
            await ana.taps("Back")
            assert ana.fields()["clue"] == HOSTILE
            await ana.submits()
            while ana.offers("Skip"):
                await ana.taps("Skip")
            assert ana.sees(HOSTILE)
            for element in rich_elements(modal(ana).blocks):
                assert element["type"] == "text"
            await ana.taps("Keep it")
            [win] = await stage.find(Win)
            assert win.text == HOSTILE

    async def test_whatever_was_typed_comes_back_into_its_field_as_it_was(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await at_step(ana, "industry")
            for text in (
                "&lt;b&gt; &amp;amp; & < >",
                "<!date^1392734382^{date}|now> <!subteam^S1>",
                "שלום\nעולם ﷽ →",
                "👩🏽‍🍳" * 500,
                "{ $employer } \\n %s \" ' `",
                "no",
                "2026-11-27",
            ):
                await ana.submits(clue=text)
                await ana.taps("Back")
                assert ana.fields()["clue"] == text

    async def test_a_hostile_employer_reaches_no_notification_and_pings_nobody(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await ana.types("/debrief <!channel> <@UBEN> & Sons", channel="C1")
            stage.slack.fails("views.open", error="expired_trigger_id", times=3)
            await ana.submits(pace="short")
            await ana.taps("Skip")
            await ana.taps("Skip")
            assert ana.sees("Your debrief: <!channel> <@UBEN> & Sons")
            await ana.closes()
            await ana.types("/debrief")
            await ana.taps("Resume")
            assert ana.sees("Your debrief: <!channel> <@UBEN> & Sons")
            nothing_given_away(stage, "Sons", "UBEN", "<!channel>")


def elements(person: Person) -> dict[str, Any]:
    """The input elements of the open modal by the names of their fields."""
    return {
        block["block_id"].rpartition(".")[2]: block["element"]
        for block in modal(person).blocks
        if block["type"] == "input"
    }


def rich_elements(blocks: Any) -> list[Any]:
    """The innermost elements of all rich text."""
    found: list[Any] = []
    for block in blocks:
        if block["type"] == "rich_text":
            for one in block["elements"]:
                for inner in one["elements"]:
                    found += inner.get("elements", [inner])
    return found


async def keep_anywhere(person: Person) -> None:
    """Tap "Keep it", on whichever page of the recap it stands."""
    while not person.offers("Keep it"):
        await person.taps("Read on")
    await person.taps("Keep it")
