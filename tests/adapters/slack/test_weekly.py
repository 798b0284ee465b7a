"""The weekly post on Slack, the win somebody shares in it, its organiser, and practice in pairs."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from bot.core.model import Group, PairingPlan, Share, ShareState
from bot.features import practice
from bot.runtime.turn import WorkTurn
from tests.adapters.slack.double import Message
from tests.adapters.slack.person import Person
from tests.adapters.slack.stage import TENANT, Stage, on_stage
from tests.scene import prose

pytestmark = pytest.mark.asyncio


async def keeps(who: Person, text: str, employer: str = "Acme") -> None:
    """A short debrief with one win, kept; its last page stays open."""
    await who.types(f"/debrief {employer}")
    await who.submits(pace="short")
    await who.submits()
    await who.submits(kind="practice", text=text)
    await who.taps("Keep it")


async def shares(who: Person, text: str, *, way: str, named: str = "unnamed") -> None:
    """Up to "It is shared" or "It is laid by", whose page stays open."""
    await keeps(who, text)
    await who.taps("Share one win")
    await who.taps("Share this one")
    await who.submits(way=way, named=named)
    await who.submits()
    await who.taps("Post exactly this")


async def opens_plan(dana: Person) -> None:
    await dana.opens_home()
    await dana.taps("Group settings")
    await dana.taps("Weekly post")


async def plans_pairs(stage: Stage) -> None:
    """Pairs on Fridays at noon."""
    turn = WorkTurn(stage.store.transaction(TENANT), stage.clock.now(), prose(), stage.house.ids)
    home = await turn.get(Group, "g1")
    assert home is not None
    plan = PairingPlan("g1", 4, time(12))
    turn.save(plan)
    practice.schedule(turn, home, plan, turn.now)
    await turn.commit()


def weekly(stage: Stage) -> list[Message]:
    """The weekly posts in the channel."""
    return [m for m in stage.slack.in_channel("C1") if m.text.startswith("This week")]


class TestAWinInThePost:
    async def test_it_stands_there_masked_and_as_it_was_seen(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await keeps(ana, "I asked ACME & <!here> what they pay")
            await ana.taps("Share one win")
            await ana.taps("Share this one")
            await ana.submits(way="weekly", named="named")
            await ana.submits()
            shown = "Ana shared this:\nI asked a company & <!here> what they pay"
            assert ana.sees("Inside a weekly post in #job-club", shown, "Nothing is posted yet.")
            await ana.taps("Post exactly this")
            await stage.wait(days=7)
            [post] = weekly(stage)
            assert post.words().startswith("This week: practice\n")
            assert shown in post.words()
            assert post.text == "This week: practice"
            assert "acme" not in stage.slack.everything_public().casefold()

    async def test_without_a_name_it_is_somebodys(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            await shares(stage.person("UANA"), "I said no to nights", way="weekly")
            await stage.wait(days=7)
            assert "Somebody in this group shared this:" in weekly(stage)[0].words()
            assert "Ana" not in stage.slack.everything_public()

    async def test_taken_back_it_is_edited_out_of_the_post_after_a_restart(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana, ben = stage.person("UANA"), stage.person("UBEN")
            await ben.opens_home()
            await ben.taps("My settings")
            await ben.taps("Weekly post as a private message")
            await shares(ana, "marzipan", way="weekly", named="named")
            await stage.wait(days=7)
            [post] = weekly(stage)
            [private] = ben.inbox()
            assert "marzipan" in post.words()
            assert "marzipan" in private.words()
            await stage.restart()
            await ana.taps("Take it back")
            assert ana.sees("Taken back.", "It stays in your own book.")
            await stage.wait(minutes=1)
            assert weekly(stage) == [post]
            for message in (post, private):
                assert "marzipan" not in message.words()
                assert "Ana" not in message.words()
                assert "Ten minutes:" in message.words()

    async def test_by_itself_in_the_channel_it_is_deleted_when_taken_back(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await shares(ana, "I asked Acme what they pay", way="now")
            [post] = stage.slack.in_channel("C1")
            assert "I asked a company what they pay" in post.words()
            await stage.restart()
            await ana.taps("Take it back")
            assert stage.slack.in_channel("C1") == []
            assert post.deleted
            assert (await stage.find(Share))[0].state is ShareState.TAKEN_BACK

    async def test_taken_back_while_slack_was_down_it_goes_as_soon_as_that_works(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await shares(ana, "marzipan", way="now")
            stage.slack.fails("chat.delete", status=500, times=3)
            await ana.taps("Take it back")
            assert len(stage.slack.in_channel("C1")) == 1
            await stage.restart()
            await stage.wait(minutes=1)
            assert stage.slack.in_channel("C1") == []


class TestThePost:
    async def test_it_comes_at_its_hour_once_a_week_and_its_buttons_work_much_later(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await ana.opens_home()
            await stage.wait(days=7)
            await stage.restart()
            await ana.opens_home()
            await stage.wait(days=7)
            first, second = weekly(stage)
            assert first.ts == "1796025600.000000", "Monday 30 November, 09:00 in Berlin"
            assert float(second.ts) - float(first.ts) == 7 * 86_400
            await ana.taps("Debrief", on=first)
            assert ana.sees("Four Wins", "Continue")
            await ana.closes()
            await ana.taps("Practise", on=first)
            assert ana.sees("You have no questions in your bank yet.")

    async def test_who_chose_direct_messages_gets_it_there_and_stops_it_with_one_tap(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana, ben = stage.person("UANA"), stage.person("UBEN")
            await ben.opens_home()
            await ben.taps("My settings")
            await ben.taps("Weekly post as a private message")
            assert ben.sees("From now on you get the weekly post from me privately.")
            await stage.wait(days=7)
            [private] = ben.inbox()
            assert private.channel == "DUBEN"
            assert private.words().startswith("This week: practice")
            await ben.taps("Stop the private weekly post", on=private)
            assert ben.sees("The weekly post stays in the channel.")
            await ben.closes()
            await stage.wait(days=7)
            assert ben.inbox() == [private]
            assert ana.inbox() == []


class TestTheOrganiser:
    async def test_the_preview_is_what_is_posted(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            dana = stage.person("UDANA")
            await opens_plan(dana)
            assert dana.sees("Monday 30 November, 09:00 (Europe/Berlin)")
            await dana.taps("Preview the next one")
            assert dana.sees("Only you can see this.")
            shown = dana.home_text().splitlines()
            await stage.wait(days=7)
            post = weekly(stage)[0].words().splitlines()
            words = [line for line in post if line not in ("Debrief", "Share a win", "Practise")]
            assert shown[1 : 1 + len(words)] == words

    async def test_held_nothing_goes_out_until_it_is_let_go_on(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            dana = stage.person("UDANA")
            await opens_plan(dana)
            await dana.taps("Hold")
            assert dana.sees("It is held.")
            await stage.wait(days=8)
            assert weekly(stage) == []
            await stage.restart()
            await opens_plan(dana)
            await dana.taps("Let it go on")
            await stage.wait(days=7)
            assert len(weekly(stage)) == 1

    async def test_left_out_it_comes_the_week_after(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            dana = stage.person("UDANA")
            await opens_plan(dana)
            await dana.taps("Leave out the next one")
            assert dana.sees("Monday 30 November is left out.")
            await stage.wait(days=8)
            assert weekly(stage) == []
            await dana.opens_home()
            await stage.wait(days=7)
            assert len(weekly(stage)) == 1

    async def test_own_words_are_typed_in_a_modal_and_given_back_when_too_long(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            dana = stage.person("UDANA")
            await opens_plan(dana)
            await dana.taps("Edit the next one")
            await dana.submits(words="word " * 81)
            assert [*dana.errors] == ["words"]
            assert "longer than eighty words" in dana.errors["words"]
            await dana.submits(words="The hall is open <!channel>.")
            assert dana.sees("The next one has your own words.")
            await dana.closes()
            await stage.wait(days=7)
            assert "The hall is open <!channel>." in weekly(stage)[0].words()

    async def test_nobody_else_is_let_in(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ben = stage.person("UBEN")
            await ben.opens_home()
            assert not ben.offers("Group settings")
            await ben.types("/group", channel="C1")
            assert "Weekly post" not in ben.buttons()


class TestPractice:
    async def test_two_who_asked_are_brought_together_in_direct_messages(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana, ben, dana = (stage.person(who) for who in ("UANA", "UBEN", "UDANA"))
            await plans_pairs(stage)
            await dana.opens_home()
            await dana.taps("Group settings")
            await dana.taps("Mock interviews")
            await dana.taps("Change day or hour")
            await dana.submits(weekday="Wednesday", hour="12:00")
            [plan] = await stage.find(PairingPlan)
            assert (plan.weekday, plan.hour.hour) == (2, 12)
            await ana.types("/practice", channel="C1")
            await ana.taps("Add a question")
            await ana.submits(question="Why us?")
            await ana.taps("Find me a partner")
            assert ana.sees("You are on the list.")
            await ana.closes()
            await ben.types("/practice")
            await ben.taps("Find me a partner")
            await ben.closes()
            await stage.restart()
            await stage.wait(days=3)
            [to_ana], [to_ben] = ana.inbox(), ben.inbox()
            assert "You and Ben could practise this week" in to_ana.words()
            assert "You and Ana could practise this week" in to_ben.words()
            assert "Why us?" in to_ana.words()
            assert "Why us?" not in to_ben.words()
            assert to_ana.text == "You and … could practise this week"
            assert "practise" not in stage.channel_text()
            await stage.restart()
            await ana.taps("I can't this time", on=to_ana)
            assert ana.sees("All right.")
            await stage.wait(days=1)
            assert "Ana can't make it this time" in ben.inbox()[-1].words()
            assert "Ana" not in stage.slack.everything_public()

    async def test_those_kept_apart_are_told_the_same_as_anybody_left_over(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana, ben = stage.person("UANA"), stage.person("UBEN")
            await plans_pairs(stage)
            await ana.opens_home()
            await ana.taps("My settings")
            await ana.taps("Never match me with")
            if not ana.offers("Continue"):
                await ana.taps("Add somebody")
            await ana.submits(other="Ben")
            assert ana.sees("Ben", "They are never told.")
            for who in (ana, ben):
                await who.types("/practice")
                await who.taps("Find me a partner")
                await who.closes()
            await stage.wait(days=8)
            [to_ana], [to_ben] = ana.inbox(), ben.inbox()
            assert "No partner was found for you this time" in to_ben.words()
            assert to_ana.blocks == to_ben.blocks
