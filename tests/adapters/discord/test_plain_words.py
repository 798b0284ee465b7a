"""Words to the bot on Discord: direct messages and mentions, and all that it leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.model import Conversation
from tests.adapters.discord.stage import Person, Stage, labels_of, on_stage, words_of

pytestmark = pytest.mark.asyncio

NEWS = "I didn't get the job at Acme"
SORRY = "I'm sorry about Acme. That is hard news."
UNCLEAR = "I didn't quite understand that. Here is what I can do."
DOOR = "My answer is for you alone. Tap to read it."


def only(stage: Stage, person: Person) -> None:
    """Nobody but this member was told anything, in public or in private."""
    assert stage.posts() == []
    for one in stage.people.values():
        assert one is person or one.inbox() == []


async def test_direct_messages_are_answered_where_they_were_written(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        ana = stage.person("ana")
        await ana.says(NEWS)
        [message] = ana.inbox()
        assert SORRY in words_of(message)
        assert labels_of(message) == [
            "Debrief now",
            "The 90-second version",
            "Remind me",
            "Not now",
        ]
        await stage.restart()
        await ana.taps("Debrief now", on=message)
        await ana.fills(stage="interview")
        await ana.taps("Continue")
        assert ana.fields()["employer"] == "Acme"

        await ana.taps("Not now", on=message)
        await ana.says("good morning")
        assert UNCLEAR in words_of(ana.inbox()[-1])
        await ana.taps("My wins book", on=ana.inbox()[-1])
        assert ana.sees("Nothing here yet, and nothing is owed.")
        await ana.says("I got rejected by **Sons** & ~~Co~~")
        assert "Sons** & ~~Co" in words_of(ana.inbox()[-1])
        await ana.says("so it goes @here " * 110)
        assert UNCLEAR in words_of(ana.inbox()[-1])
        only(stage, ana)
        stage.kept_private("Acme", "Sons")


async def test_a_mention_is_answered_in_private_and_without_the_bots_own_name(
    tmp_path: Path,
) -> None:
    async with on_stage(tmp_path) as stage:
        ana = stage.person("ana")
        await ana.says(f"<@{stage.me}> {NEWS} <@!{stage.me}>", to=stage.channel)
        [message] = ana.inbox()
        assert SORRY in words_of(message)
        await ana.taps("Debrief now", on=message)
        await ana.fills(stage="interview")
        await ana.taps("Continue")
        assert ana.fields()["employer"] == "Acme"
        assert str(stage.me) not in str(ana.fields())
        # With nothing but the name there is nothing to answer.
        before = len(ana.inbox())
        await ana.says(f"<@{stage.me}>", to=stage.channel)
        assert len(ana.inbox()) <= before + 1
        only(stage, ana)
        stage.kept_private("Acme")


async def test_with_closed_direct_messages_a_button_that_says_nothing_leads_to_the_answer(
    tmp_path: Path,
) -> None:
    async with on_stage(tmp_path) as stage:
        ana, ben = stage.person("ana"), stage.person("ben")
        stage.closes_messages(ana)
        question = await ana.says(f"<@{stage.me}> I didn't get the job at Globex", to=stage.channel)
        [door] = stage.posts()
        assert words_of(door) == "Open\n-# " + DOOR
        assert door.reference.message_id == question.id
        assert ana.inbox() == []
        # Whoever else taps it sees what is theirs.
        await ben.taps("Open", on=door)
        assert ben.sees("Four Wins")
        assert "Globex" not in ben.text()
        await ana.taps("Open", on=door)
        assert ana.sees("I'm sorry about Globex. That is hard news."), "the answer as promised"
        await ana.taps("Remind me")
        await ana.fills(when="tomorrow")
        assert ana.sees("I'll bring it back on Tuesday 24 November, 10:00.")
        await stage.restart()
        await ana.taps("Open", on=door)
        assert ana.sees("Four Wins")

        await ana.says(f"<@{stage.me}> I want to die, marzipan", to=stage.channel)
        await ana.taps("Open", on=stage.posts()[-1])
        assert ana.sees("I'd like to stop here for a moment.", "findahelpline.com")
        await ana.taps("Talk to our person")
        assert ana.sees("I've told dana")
        assert len(stage.person("dana").inbox()) == 1
        stage.kept_private("Globex", "marzipan")


async def test_bots_webhooks_edits_joins_and_words_without_a_mention_are_left_alone(
    tmp_path: Path,
) -> None:
    async with on_stage(tmp_path) as stage:
        ana = stage.person("ana")
        robot = stage.guild.add_member(stage.env.create_user("robot", bot=True))
        before = await stage.everything()
        sent = len(stage.env.http_requests)
        await ana.says(NEWS, to=stage.channel)
        await robot.send(stage.channel, f"<@{stage.me}> {NEWS}")
        await robot.user.send_dm(NEWS)
        hook = stage.guild.create_webhook(stage.channel)
        await hook.send(f"<@{stage.me}> {NEWS}")
        await ana.says("@everyone I didn't get it", to=stage.channel)
        question = await ana.actor.send(stage.channel, "good morning")
        await ana.actor.edit(question, NEWS)
        await ana.actor.delete(question)
        await stage.settle()
        assert await stage.everything() == before
        assert stage.env.http_requests[sent:] == []
        assert await stage.find(Conversation) == []


async def test_who_has_never_used_it_is_met_in_the_one_server_they_share_with_it(
    tmp_path: Path,
) -> None:
    async with on_stage(tmp_path) as stage:
        ana = stage.person("ana")
        await ana.says("I want to kill myself")
        (message,) = ana.inbox()
        assert "Talk to our person" in labels_of(message)
