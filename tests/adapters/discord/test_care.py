"""Hard moments on Discord: the flow stops, the words are their writer's alone, and nobody is told
before a tap."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.model import Conversation, Group
from tests.adapters.discord.stage import Person, Stage, on_stage, words_of
from tests.adapters.discord.test_debrief import skips_to

pytestmark = pytest.mark.asyncio

DARK = "I don't want to live any more, marzipan"
TITLE = "I'd like to stop here for a moment."
PERSON, CARRY_ON, STOP = "Talk to our person", "I'm OK, carry on", "Stop here"


def nowhere(stage: Stage, word: str = "marzipan") -> None:
    """The word is in no byte of the store, in no log, and in nothing that stays in Discord."""
    assert word.encode() not in stage.stored()
    assert word not in str(stage.logs)
    stage.kept_private(word)
    for person in stage.people.values():
        assert all(word not in words_of(message) for message in person.inbox())


async def at_feelings(stage: Stage, name: str = "ana") -> Person:
    """Somebody who is asked how it landed."""
    person = stage.person(name)
    await person.types("debrief")
    await person.fills(pace="now", stage="interview")
    await skips_to(person, "How it landed")
    return person


async def test_the_flow_stops_the_words_are_given_back_and_only_a_tap_calls_somebody(
    tmp_path: Path,
) -> None:
    async with on_stage(tmp_path) as stage:
        ana, dana = await at_feelings(stage), stage.person("dana")
        before = await stage.everything()
        await ana.fills(feeling="crushed", to_a_friend=DARK)
        assert ana.sees(TITLE, "findahelpline.com", "What you just wrote is not saved.", DARK)
        assert [ana.offers(way) for way in (PERSON, CARRY_ON, STOP)] == [True] * 3
        assert await stage.everything() == before
        assert dana.inbox() == ana.inbox() == []
        nowhere(stage)

        card = ana.front[0]
        await ana.taps(PERSON)
        assert ana.sees(
            "I've told dana that you would like to talk.",
            "I don't know when they will see it. If it can't wait:",
            "findahelpline.com",
        )
        assert ana.front[0].id != card.id, "the words are still above"
        assert DARK in words_of(card)
        await ana.taps(PERSON, on=card)
        [call] = dana.inbox()
        assert "ana would like to talk to you." in words_of(call)
        assert "I have passed on nothing of what they typed" in words_of(call)
        for other in ("ben", "chidi", "eun"):
            assert stage.person(other).inbox() == []
        assert stage.posts() == []
        nowhere(stage)

        # Kept on purpose, after all that.
        await ana.taps(CARRY_ON, on=card)
        assert ana.sees("Practice: you have done this once more")
        [talk] = await stage.find(Conversation)
        assert talk.answers["landed"] == {"feeling": "crushed", "to_a_friend": DARK}
        stage.kept_private("marzipan")


async def test_stop_keeps_what_was_saved_before_and_none_of_these(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        ana = await at_feelings(stage)
        await ana.fills(to_a_friend=DARK)
        await ana.taps(STOP)
        assert ana.sees("Stopped.", "What you saved before is still there, and can wait.")
        await ana.types("debrief")
        await ana.taps("Resume")
        assert ana.fields()["to_a_friend"] is None
        nowhere(stage)
        # Changed words are looked at again.
        await ana.fills(to_a_friend=f"{DARK} and I want to kill myself")
        assert ana.sees(TITLE)
        nowhere(stage)


async def test_carry_on_after_a_restart_leads_back_and_the_words_are_still_to_be_read(
    tmp_path: Path,
) -> None:
    async with on_stage(tmp_path) as stage:
        ana = await at_feelings(stage)
        await ana.fills(to_a_friend=DARK)
        card = ana.front[0]
        await stage.restart()
        await ana.taps(CARRY_ON)
        assert ana.asked("How it landed")
        assert DARK in words_of(card), "to be copied from behind the form"
        nowhere(stage)
        await ana.fills(to_a_friend="It says nothing about you")
        assert ana.sees("Practice: you have done this once more")


async def test_the_button_beside_the_feelings_leads_there_without_any_words(
    tmp_path: Path,
) -> None:
    async with on_stage(tmp_path) as stage:
        ana, dana = stage.person("ana"), stage.person("dana")
        await ana.types("debrief")
        await ana.fills(pace="short")
        await ana.taps("This is more than a job thing")
        assert ana.sees(TITLE, "you deserve a person, not a form")
        assert "not saved" not in ana.text()
        card = ana.front[0]
        await ana.taps(PERSON)
        assert len(dana.inbox()) == 1
        await ana.taps(CARRY_ON, on=card)
        assert ana.asked("How it landed")


async def test_behind_a_command_in_a_message_and_in_a_mention_they_stop_it_too(
    tmp_path: Path,
) -> None:
    async with on_stage(tmp_path) as stage:
        ana, ben, dana = (stage.person(who) for who in ("ana", "ben", "dana"))
        before = await stage.everything()
        for command in ("debrief", "wins", "refer"):
            if command == "wins":
                await ana.types(command, words=DARK)
            else:
                await ana.types(command, about=DARK)
            assert ana.sees(TITLE, DARK)
            assert ana.offers(STOP)
            await ana.taps(STOP)
            assert ana.sees("Stopped. There is nothing more to do here.")
        await ben.says(f"<@{stage.me}> {DARK}", to=stage.channel)
        assert TITLE in words_of(ben.inbox()[-1])
        await ben.says(DARK)
        told = ben.inbox()[-1]
        assert TITLE in words_of(told)
        assert len(ben.inbox()) == 2
        assert await stage.everything() == before
        assert dana.inbox() == []
        nowhere(stage)
        await ben.taps(PERSON, on=told)
        assert ben.sees("I've told dana")
        assert len(dana.inbox()) == 1


async def test_without_a_person_the_button_is_not_there_and_the_groups_own_lines_are(
    tmp_path: Path,
) -> None:
    async with on_stage(tmp_path) as stage:
        [group] = await stage.find(Group)
        transaction = stage.store.transaction(stage.tenant)
        transaction.put(replace(group, helper=None, care_lines=("Call *116* & talk",)))
        await transaction.commit()
        ana = await at_feelings(stage)
        long = (DARK + " @everyone *and* on " + "it goes " * 400)[:3000]
        await ana.fills(to_a_friend=long)
        assert ana.sees(TITLE, "Call *116* & talk")
        assert not ana.offers(PERSON)
        shown = " ".join(ana.text().replace("> ", "").split())
        assert " ".join(long.split()) in shown
        await ana.taps(CARRY_ON)
        [talk] = await stage.find(Conversation)
        assert talk.answers["landed"]["to_a_friend"] == long.strip()


async def test_two_hard_moments_at_once_give_nobody_the_others_words(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        ana, ben = await at_feelings(stage), await at_feelings(stage, "ben")
        await ana.fills(to_a_friend=DARK)
        await ben.fills(to_a_friend="I want to kill myself, thyme")
        assert "thyme" not in ana.text()
        await ben.taps(CARRY_ON)
        await ana.taps(CARRY_ON)
        talks = {one.member: one.answers["landed"] for one in await stage.find(Conversation)}
        assert "marzipan" in str(talks[ana.who])
        assert "thyme" in str(talks[ben.who])
