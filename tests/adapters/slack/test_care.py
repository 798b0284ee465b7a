"""Hard moments on Slack: the flow stops, the words are their writer's alone, and nobody is told
before a tap."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.core.model import DOCUMENTS, Conversation, Document, Group, Win
from tests.adapters.slack.double import View
from tests.adapters.slack.person import Person
from tests.adapters.slack.stage import TENANT, Stage, on_stage
from tests.adapters.slack.test_debrief import again, at_step, modal, nothing_given_away

pytestmark = pytest.mark.asyncio

DARK = "I don't want to live any more, marzipan"
TITLE = "I'd like to stop here for a moment."
PERSON, CARRY_ON, STOP = "Talk to our person", "I'm OK, carry on", "Stop here"


@contextmanager
def nowhere(stage: Stage, word: str = "marzipan") -> Iterator[None]:
    """The word is in no byte of the store, in no log, in no notification, and nowhere in public."""
    with capture_logs() as logs:
        yield
    assert word not in str(logs)
    stored = b"".join(path.read_bytes() for path in stage.folder.rglob("*") if path.is_file())
    assert word.encode() not in stored
    nothing_given_away(stage, word)


async def everything(stage: Stage) -> list[Document]:
    return [one for kind in DOCUMENTS for one in await stage.find(kind)]


async def at_feelings(stage: Stage) -> Person:
    """Somebody who is asked how it landed."""
    ana = stage.person("UANA")
    await at_step(ana, "landed")
    return ana


def stacked(stage: Stage) -> list[View]:
    return stage.slack.stacks.get("UANA", [])


class TestInAForm:
    async def test_the_flow_stops_and_the_words_are_given_back_where_they_stood(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            dana = stage.person("UDANA")
            ana = await at_feelings(stage)
            form = modal(ana)
            before = await everything(stage)
            with nowhere(stage):
                await ana.submits(feeling="crushed", to_a_friend=DARK)
                assert modal(ana) is form
                assert ana.sees(TITLE, "findahelpline.com", "What you just wrote is not saved.")
                assert ana.fields() == {"feeling": "crushed", "to_a_friend": DARK}
                assert ana.buttons() == [PERSON, STOP]
                assert ana.offers(CARRY_ON)
                assert await everything(stage) == before
                assert dana.inbox() == ana.inbox() == []

    async def test_carry_on_saves_exactly_those_words(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = await at_feelings(stage)
            await ana.submits(feeling="crushed", to_a_friend=DARK)
            await ana.submits()
            assert ana.sees("Practice: you have done this once more")
            [talk] = await stage.find(Conversation)
            assert talk.answers["landed"] == {"feeling": "crushed", "to_a_friend": DARK}

    async def test_changed_words_are_looked_at_again(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = await at_feelings(stage)
            await ana.submits(to_a_friend=DARK)
            with nowhere(stage, "tangerine"):
                await ana.submits(to_a_friend="I want to kill myself, tangerine")
                assert ana.sees(TITLE, "tangerine")
            await ana.submits()
            assert ana.sees("Practice: you have done this once more")

    async def test_words_that_worry_nobody_any_more_go_on(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = await at_feelings(stage)
            with nowhere(stage):
                await ana.submits(to_a_friend=DARK)
                await ana.submits(to_a_friend="It says nothing about you")
                assert ana.sees("Practice: you have done this once more")

    async def test_stop_keeps_what_was_saved_before_and_none_of_these(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = await at_feelings(stage)
            with nowhere(stage):
                await ana.submits(to_a_friend=DARK)
                await ana.taps(STOP)
                assert ana.sees("Stopped.", "What you saved before is still there, and can wait.")
                await ana.closes()
                await ana.types("/debrief")
                await ana.taps("Resume")
                assert ana.fields()["to_a_friend"] is None

    @pytest.mark.parametrize(
        "way", ["Back", "Skip", "Stop for now", "This is more than a job thing"]
    )
    async def test_a_button_beside_such_words_stops_as_well(self, tmp_path: Path, way: str) -> None:
        async with on_stage(tmp_path) as stage:
            ana = await at_feelings(stage)
            before = await everything(stage)
            with nowhere(stage):
                await ana.fills(to_a_friend=DARK)
                await ana.taps(way)
                assert ana.sees(TITLE, DARK)
                assert await everything(stage) == before

    async def test_closing_the_form_keeps_none_of_them(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = await at_feelings(stage)
            before = await everything(stage)
            with nowhere(stage):
                await ana.fills(to_a_friend=DARK)
                await ana.closes()
                assert await everything(stage) == before

    async def test_closing_the_card_is_no_word_for_carrying_on(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = await at_feelings(stage)
            before = await everything(stage)
            with nowhere(stage):
                await ana.submits(to_a_friend=DARK)
                await ana.closes()
                assert await everything(stage) == before

    async def test_words_in_an_old_form_are_given_back_too(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await at_step(ana, "industry")
            await ana.submits(clue="They hire in March")
            await ana.submits(pulled_in="The crew")

            def dark(payload: Any) -> None:
                for inputs in payload["view"]["state"]["values"].values():
                    inputs["paragraph"]["value"] = DARK

            with nowhere(stage):
                answer = await again(stage, ana, dark, back=2)
                assert stage.slack.answer_submission(modal(ana), answer.body) == ""
                assert ana.sees(TITLE, DARK, PERSON, CARRY_ON, STOP)
                await ana.taps(CARRY_ON)
                assert ana.sees("Self: one line for each list")
            [talk] = await stage.find(Conversation)
            assert "direction" not in talk.answers

    async def test_the_same_form_brought_twice_shows_the_card_twice(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = await at_feelings(stage)
            before = await everything(stage)
            await ana.submits(to_a_friend=DARK)
            answer = await again(stage, ana)
            assert stage.slack.answer_submission(modal(ana), answer.body) == ""
            assert ana.sees(TITLE, DARK)
            assert await everything(stage) == before

    async def test_3000_characters_come_back_whole(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = await at_feelings(stage)
            long = DARK + " <!channel> &amp; and on " + "it goes " * 360
            long = long[:3000]
            await ana.submits(to_a_friend=long)
            assert ana.sees(TITLE)
            assert ana.fields()["to_a_friend"] == long
            await ana.submits()
            [talk] = await stage.find(Conversation)
            assert talk.answers["landed"]["to_a_friend"] == long.strip()


class TestOurPerson:
    async def test_they_are_told_only_after_the_tap_and_never_the_words(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana, dana = await at_feelings(stage), stage.person("UDANA")
            with nowhere(stage):
                await ana.submits(to_a_friend=DARK)
                assert dana.inbox() == []
                await ana.taps(PERSON)
                assert ana.sees(
                    "I've told Dana that you would like to talk.",
                    "I don't know when they will see it. If it can't wait:",
                    "findahelpline.com",
                )
                [call] = dana.inbox()
                assert "Ana would like to talk to you." in call.words()
                assert "I have passed on nothing of what they typed" in call.words()
                assert "Ana" not in call.text
                for who in ("UBEN", "UCHIDI", "UEUN"):
                    assert stage.person(who).inbox() == []
                assert stage.slack.everything_public() == ""

    async def test_the_words_are_still_below_and_can_be_kept_dropped_or_left(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = await at_feelings(stage)
            await ana.submits(feeling="crushed", to_a_friend=DARK)
            await ana.taps(PERSON)
            assert len(stacked(stage)) == 2
            assert modal(ana).given["close"]["text"] == "Back"
            await ana.closes()
            assert ana.fields() == {"feeling": "crushed", "to_a_friend": DARK}
            await ana.submits()
            assert ana.sees("Practice: you have done this once more")
            [talk] = await stage.find(Conversation)
            assert talk.answers["landed"]["to_a_friend"] == DARK

    async def test_no_safety_card_is_left_waiting_under_what_comes_next(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = await at_feelings(stage)
            await ana.submits(to_a_friend=DARK)
            await ana.taps(PERSON)
            assert CARRY_ON not in ana.buttons()
            assert STOP not in ana.buttons()
            await ana.closes()
            await ana.taps(STOP)
            assert len(stacked(stage)) == 1
            await ana.closes()
            assert ana.modal is None

    async def test_tapping_again_and_again_calls_them_once(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana, dana = await at_feelings(stage), stage.person("UDANA")
            await ana.submits(to_a_friend=DARK)
            await ana.taps(PERSON)
            await ana.closes()
            await ana.taps(PERSON)
            await again(stage, ana)
            assert len(dana.inbox()) == 1

    async def test_closing_everything_there_keeps_none_of_the_words(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = await at_feelings(stage)
            with nowhere(stage):
                await ana.submits(to_a_friend=DARK)
                await ana.taps(PERSON)
                await ana.closes(everything=True)
                assert ana.modal is None

    async def test_too_late_a_trigger_still_calls_and_answers_by_message(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana, dana = await at_feelings(stage), stage.person("UDANA")
            await ana.submits(to_a_friend=DARK)
            stage.slack.fails("views.push", error="expired_trigger_id")
            await ana.taps(PERSON)
            assert len(dana.inbox()) == 1
            assert "I've told Dana" in ana.inbox()[-1].words()
            assert ana.fields()["to_a_friend"] == DARK

    async def test_without_a_person_the_button_is_not_there(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            [group] = await stage.find(Group)
            transaction = stage.store.transaction(TENANT)
            transaction.put(replace(group, helper=None, care_lines=("Call <116> & talk",)))
            await transaction.commit()
            ana = await at_feelings(stage)
            await ana.submits(to_a_friend=DARK)
            assert ana.sees(TITLE, "Call <116> & talk")
            assert ana.buttons() == [STOP]

    async def test_the_button_beside_the_feelings_leads_there_without_any_words(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana, dana = await at_feelings(stage), stage.person("UDANA")
            await ana.taps("This is more than a job thing")
            assert ana.sees(TITLE, "you deserve a person, not a form")
            assert "not saved" not in ana.modal_text()
            await ana.taps(PERSON)
            assert len(dana.inbox()) == 1
            await ana.taps(CARRY_ON)
            assert ana.sees("How it landed")
            assert len(stacked(stage)) == 1


class TestACommand:
    async def test_words_behind_it_stop_it_and_are_given_back_in_the_modal(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            before = await everything(stage)
            with nowhere(stage):
                await ana.types(f"/debrief {DARK}", channel="C1")
                assert ana.sees(TITLE, DARK, PERSON, CARRY_ON, STOP)
                assert await everything(stage) == before
                assert ana.whispers() == ana.inbox() == []

    async def test_they_are_still_there_after_our_person_was_called(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana, dana = stage.person("UANA"), stage.person("UDANA")
            with nowhere(stage):
                await ana.types(f"/wins {DARK}", channel="C1")
                await ana.taps(PERSON)
                assert ana.sees("I've told Dana")
                assert len(dana.inbox()) == 1
                await ana.closes()
                assert ana.sees(DARK)
                await ana.taps(STOP)
                assert ana.sees("Stopped. There is nothing more to do here.")

    async def test_too_late_a_trigger_gives_them_back_by_direct_message(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            stage.slack.fails("views.open", error="expired_trigger_id")
            with nowhere(stage):
                await ana.types(f"/debrief {DARK}", channel="C1")
                [message] = ana.inbox()
                assert TITLE in message.words()
                assert DARK in message.words()


class TestPlainWords:
    async def test_in_a_direct_message_the_answer_comes_there_without_repeating_them(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana, dana = stage.person("UANA"), stage.person("UDANA")
            before = await everything(stage)
            with nowhere(stage):
                await ana.says(DARK)
                [message] = ana.inbox()
                assert TITLE in message.words()
                assert "marzipan" not in message.words()
                assert await everything(stage) == before
                assert dana.inbox() == []
                await ana.taps(PERSON)
                assert ana.sees("I've told Dana")
                assert len(dana.inbox()) == 1

    async def test_a_mention_is_answered_in_private_and_the_channel_reads_nothing(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana, ben = stage.person("UANA"), stage.person("UBEN")
            with nowhere(stage):
                await ana.says(f"{ana.mention} {DARK}", to="C1")
                [whisper] = ana.whispers()
                assert whisper.words() == "I have answered you in our direct messages."
                [message] = ana.inbox()
                assert TITLE in message.words()
                assert ben.whispers() == ben.inbox() == []
                assert stage.slack.everything_public() == ""
                await ana.taps(STOP, on=message)
                assert ana.sees("Stopped.")

    async def test_on_a_message_of_ones_own_the_shortcut_stops_as_well(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            message = await ana.says(DARK, to="C1")
            with nowhere(stage):
                await ana.uses_on_message("debrief_this", message)
                assert ana.sees(TITLE, DARK)

    async def test_of_somebody_new_not_even_that_they_came(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            stage.slack.user("UGIL", name="Gil")
            gil = stage.person("UGIL")
            before = await everything(stage)
            await gil.says(DARK)
            assert TITLE in gil.inbox()[-1].words()
            assert await everything(stage) == before


async def test_words_that_were_carried_on_with_are_in_the_book_like_any_others(
    tmp_path: Path,
) -> None:
    async with on_stage(tmp_path) as stage:
        ana = stage.person("UANA")
        await at_step(ana, "industry")
        await ana.submits(clue=DARK)
        await ana.submits()
        while ana.offers("Skip"):
            await ana.taps("Skip")
        assert ana.sees(DARK)
        await ana.taps("Keep it")
        assert [win.text for win in await stage.find(Win)] == [DARK]
        nothing_given_away(stage, "marzipan")
