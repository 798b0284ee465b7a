"""Words to the bot on Slack: direct messages, mentions, and the shortcuts on messages."""

from __future__ import annotations

from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.core.model import DOCUMENTS, Conversation, Document, Win
from tests.adapters.slack import payloads
from tests.adapters.slack.double import Message
from tests.adapters.slack.payloads import Kind
from tests.adapters.slack.person import Person, enveloped
from tests.adapters.slack.stage import TEAM, Stage, on_stage
from tests.adapters.slack.test_debrief import keeps, nothing_given_away, repeats

pytestmark = pytest.mark.asyncio

NEWS = "I didn't get the job at Acme"
SORRY = "I'm sorry about Acme. That is hard news."
UNCLEAR = "I didn't quite understand that. Here is what I can do."


async def everything(stage: Stage) -> list[Document]:
    return [one for kind in DOCUMENTS for one in await stage.find(kind)]


def only(stage: Stage, person: Person) -> None:
    """Nobody but this member was told anything, in public or in private."""
    assert stage.slack.everything_public() == ""
    for who in TEAM:
        if who != person.who:
            other = stage.person(who)
            assert other.inbox() == other.whispers() == []
            assert other.home is other.modal is None


class TestDirectMessages:
    async def test_a_rejection_is_met_with_an_offer_whose_buttons_open_the_form(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await ana.says(NEWS)
            [message] = ana.inbox()
            assert ana.sees(SORRY, "Debrief now", "Not now", "Only you can see this.")
            assert "Acme" not in message.text
            await ana.taps("Debrief now")
            await ana.submits(stage="An interview")
            assert ana.fields()["employer"] == "Acme"
            only(stage, ana)
            nothing_given_away(stage, "Acme")

    async def test_not_now_is_answered_once_and_keeps_nothing(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await ana.says(NEWS)
            await ana.taps("Not now")
            assert ana.sees("That's fine. I'm here when you want me.")
            assert await stage.find(Conversation) == []
            await stage.wait(days=6)
            assert len(ana.inbox()) == 1

    async def test_remind_me_asks_only_when(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await ana.says(NEWS)
            await ana.taps("Remind me")
            await ana.submits(when="Tomorrow")
            assert ana.sees("I'll bring it back on Tuesday 24 November, 10:00.")

    async def test_words_nobody_understands_lead_to_what_there_is(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await ana.says("good morning")
            assert ana.sees(UNCLEAR, "Debrief a no", "My wins book")
            await ana.taps("My wins book")
            assert ana.sees("Nothing here yet, and nothing is owed.")
            only(stage, ana)

    async def test_in_a_thread_of_the_messages_the_answer_is_in_the_thread(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            first = await ana.says("good morning")
            await ana.says(NEWS, thread=first)
            assert ana.inbox()[-1].thread_ts == first.ts
            assert SORRY in ana.inbox()[-1].words()
            await ana.taps("Debrief now")
            assert ana.sees("How far had it got?")

    async def test_slacks_marks_are_read_as_their_writer_saw_them(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            text = "I got rejected by <https://acme.example|Acme &amp; Sons>"
            inner = payloads.message_im("UANA", stage.slack.dm("UANA"), text, stage.slack.stamp())
            await stage.door.deliver(Kind.EVENT, enveloped(stage.slack, inner))
            await stage.settle()
            assert "I'm sorry about Acme & Sons." in ana.inbox()[-1].words()
            await ana.taps("Debrief now")
            await ana.submits()
            assert ana.fields()["employer"] == "Acme & Sons"

    async def test_the_same_message_twice_is_answered_once(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await ana.says(NEWS)
            await repeats(stage, ana)
            assert len(ana.inbox()) == 1
            assert len(await stage.find(Conversation)) == 1

    async def test_edits_deletions_and_bots_are_left_alone(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            message = await ana.says("good morning")
            before = (len(ana.inbox()), await everything(stage))
            with capture_logs() as logs:
                await ana.edits(message, f"{NEWS} after all")
                await ana.deletes(message)
                spoken = {
                    "type": "message",
                    "channel": stage.slack.dm("UANA"),
                    "channel_type": "im",
                    "user": "UBOT",
                    "bot_id": "BBOT",
                    "text": NEWS,
                    "ts": stage.slack.stamp(),
                }
                for inner in (
                    spoken,
                    spoken | {"user": "UANA", "bot_id": "BELSE", "subtype": "bot_message"},
                    spoken | {"user": "UANA", "bot_id": None, "subtype": "channel_topic"},
                    spoken | {"user": "UANA", "bot_id": None, "text": "  "},
                ):
                    await stage.door.deliver(Kind.EVENT, enveloped(stage.slack, inner))
                    await stage.settle()
            assert (len(ana.inbox()), await everything(stage)) == before
            assert "Acme" not in str(logs)

    async def test_a_file_without_words_is_no_trouble_and_words_with_a_file_are_read(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            inner = payloads.message_im("UANA", stage.slack.dm("UANA"), "", stage.slack.stamp())
            await stage.door.deliver(
                Kind.EVENT, enveloped(stage.slack, inner | {"subtype": "file_share"})
            )
            await stage.settle()
            assert ana.inbox() == []
            inner = payloads.message_im("UANA", stage.slack.dm("UANA"), NEWS, stage.slack.stamp())
            await stage.door.deliver(
                Kind.EVENT, enveloped(stage.slack, inner | {"subtype": "file_share"})
            )
            await stage.settle()
            assert SORRY in ana.inbox()[-1].words()

    async def test_40000_characters_are_answered_kindly(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await ana.says("so it goes <!channel> " * 1800)
            assert ana.sees(UNCLEAR)
            only(stage, ana)


class TestMentions:
    async def test_its_answer_is_for_its_writers_eyes_alone(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await ana.says(f"{ana.mention} {NEWS}", to="C1")
            [whisper] = ana.whispers()
            assert SORRY in whisper.words()
            assert whisper.only_for == "UANA"
            assert ana.inbox() == []
            await ana.taps("Debrief now")
            await ana.submits(stage="interview")
            assert ana.fields()["employer"] == "Acme"
            only(stage, ana)
            nothing_given_away(stage, "Acme")

    async def test_in_a_thread_it_is_answered_there(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana, ben = stage.person("UANA"), stage.person("UBEN")
            root = await ben.says("How are you all?", to="C1")
            await ana.says(f"{NEWS}, {ana.mention}", to="C1", thread=root)
            [whisper] = ana.whispers()
            assert whisper.thread_ts == root.ts
            only(stage, ana)

    async def test_its_own_name_is_no_part_of_the_words(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await ana.says(f"{ana.mention} {NEWS} {ana.mention}", to="C1")
            await ana.taps("Debrief now")
            await ana.submits(stage="interview")
            assert "UBOT" not in str(ana.fields())
            assert "fourwins" not in str(ana.fields())
            assert ana.fields()["employer"] == "Acme"

    async def test_its_name_alone_leads_to_what_there_is(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await ana.says(ana.mention, to="C1")
            [whisper] = ana.whispers()
            assert "Debrief a no" in ana.buttons(whisper)
            only(stage, ana)

    async def test_somebody_elses_name_is_read_as_a_name(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await ana.says(f"{ana.mention} I was rejected by <@UBEN>", to="C1")
            [whisper] = ana.whispers()
            assert "UBEN" not in whisper.words()
            only(stage, ana)

    async def test_what_nobody_typed_to_it_is_not_heard(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await ana.says(NEWS, to="C1")
            assert ana.whispers() == ana.inbox() == []
            assert await stage.find(Conversation) == []


class TestShortcutsOnMessages:
    async def posted(self, person: Person, text: str = NEWS) -> Message:
        return await person.says(text, to="C1")

    async def test_debrief_this_fills_in_what_ones_own_message_says(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            message = await self.posted(ana, f"{NEWS} after the final round")
            await ana.uses_on_message("debrief_this", message)
            assert ana.sees("How much do you feel like?")
            assert ana.fields()["stage"] == "final"
            await ana.submits(pace="now")
            assert ana.fields()["employer"] == "Acme"
            only(stage, ana)

    async def test_a_long_message_that_is_no_report_is_kept_and_shown_at_the_end(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            text = (
                "So today was the day, and " + "it went on and on, " * 10 + "<#C1|job-club> & all"
            )
            await ana.uses_on_message("debrief_this", await self.posted(ana, text))
            while ana.offers("Skip"):
                await ana.taps("Skip")
            assert ana.sees("You also wrote", "So today was the day, and", "& all")

    async def test_somebody_elses_message_is_refused_kindly_and_not_read(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana, ben = stage.person("UANA"), stage.person("UBEN")
            message = await self.posted(ben)
            before = await everything(stage)
            await ana.uses_on_message("debrief_this", message)
            assert ana.sees(
                "That message is somebody else's.",
                "I read a message only when its own writer asks me to.",
            )
            assert "Acme" not in ana.modal_text()
            assert await everything(stage) == before
            only(stage, ana)

    async def test_on_a_post_of_the_bots_it_is_refused_as_well(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await stage.wait(days=7)
            post = stage.slack.in_channel("C1")[0]
            await ana.uses_on_message("debrief_this", post)
            assert ana.sees("That message is somebody else's.")

    async def test_pass_this_on_opens_a_private_draft_with_the_message_in_it(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana, ben = stage.person("UANA"), stage.person("UBEN")
            message = await self.posted(ben, "Night cook wanted at the hospital kitchen & bar")
            await ana.uses_on_message("pass_on", message)
            assert ana.sees("Pass something on", "you see it before anybody else does")
            assert "Night cook wanted at the hospital kitchen & bar" in str(ana.fields().values())
            only(stage, ana)

    async def test_new_debrief_is_offered_everywhere(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await ana.uses_shortcut("new_debrief")
            assert ana.sees("How much do you feel like?")
            only(stage, ana)

    async def test_a_shortcut_of_another_version_does_no_harm(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await ana.uses_shortcut("no_such_shortcut")
            assert ana.modal is None


class TestInThreads:
    async def test_buttons_in_the_channel_open_what_commands_cannot_in_a_thread(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await stage.wait(days=4)
            [post] = stage.slack.in_channel("C1")
            await ana.taps(ana.buttons(post)[0], on=post)
            assert ana.modal is not None
            assert ana.offers("Continue")
            assert ana.whispers() == ana.inbox() == []


class TestCommands:
    @pytest.mark.parametrize(
        ("command", "shows"),
        [
            ("/debrief", "How much do you feel like?"),
            ("/rejected", "How much do you feel like?"),
            ("/wins", "Your wins book"),
            ("/mydata", "My data"),
            ("/fourwins", "Debrief a no"),
            ("/practice", "ractice"),
            ("/refer", "Pass something on"),
            ("/checkin", "heck-in"),
        ],
    )
    async def test_each_opens_a_modal_that_its_writer_alone_sees(
        self, tmp_path: Path, command: str, shows: str
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await ana.types(command, channel="C1")
            assert ana.modal is not None
            assert shows in ana.modal_text()
            only(stage, ana)

    async def test_a_mistyped_one_names_those_there_are_and_gives_the_words_back(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await ana.types("/debreif They said the shifts & hours did not fit", channel="C1")
            assert ana.sees(
                "I don't know the command /debreif.",
                "These work: /checkin, /debrief,",
                "They said the shifts & hours did not fit",
            )
            only(stage, ana)

    async def test_the_wins_of_one_are_not_the_wins_of_another(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana, ben = stage.person("UANA"), stage.person("UBEN")
            await keeps(ana)
            await ben.types("/wins", channel="C1")
            assert ben.sees("Nothing here yet")
            assert len(await stage.find(Win)) == 9
