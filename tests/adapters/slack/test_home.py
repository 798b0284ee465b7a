"""The App Home on Slack: what waits, the wins book, reminders, and the organiser's part."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.model import Conversation, Debrief, Document, Group, Win
from bot.core.wins import Facet, WinKind
from tests.adapters.slack.person import Person
from tests.adapters.slack.stage import TENANT, Stage, on_stage
from tests.adapters.slack.test_debrief import keeps, nothing_given_away, tells
from tests.scene import START

pytestmark = pytest.mark.asyncio

FOR_EVERYBODY = ["Debrief a no", "My wins book", "My settings", "My data"]
SETTINGS = "Group settings"


async def save(stage: Stage, *documents: Document) -> None:
    transaction = stage.store.transaction(TENANT)
    for one in documents:
        transaction.put(one)
    await transaction.commit()


async def many_wins(
    stage: Stage,
    count: int = 300,
    kind: WinKind = WinKind.SELF,
    facet: Facet = Facet.WANT,
) -> None:
    """So many lines of Ana's, the last one the newest; each hundredth is of Acme."""
    await save(
        stage,
        *(
            Win(
                id=f"w{n:03}",
                member="UANA",
                kind=kind,
                facet=facet,
                text=f"Line number {n:03}",
                at=START - timedelta(hours=400 - n),
                employer="Acme" if n % 100 == 7 else None,
            )
            for n in range(1, count + 1)
        ),
    )


async def home(stage: Stage, who: str = "UANA") -> Person:
    person = stage.person(who)
    await person.opens_home()
    return person


class TestTheDashboard:
    async def test_it_has_a_way_to_everything_and_says_who_sees_it(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = await home(stage)
            assert ana.sees(
                "Four Wins",
                "When a no comes, I can help you keep what is worth keeping",
                "The group sees nothing of what you write to me unless you choose to show it.",
            )
            assert [one for one in ana.buttons("home") if one in FOR_EVERYBODY] == FOR_EVERYBODY
            assert ana.inbox() == []

    async def test_the_organisers_part_is_for_organisers_only(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana, dana = await home(stage), await home(stage, "UDANA")
            assert SETTINGS not in ana.buttons("home")
            await dana.taps(SETTINGS)
            assert dana.sees("#job-club: settings", "time zone Europe/Berlin")
            [group] = await stage.find(Group)
            await save(stage, replace(group, organisers=("UBEN",)))
            # Home still shows what was drawn before: the right is asked again at the tap.
            await dana.taps("Weekly post")
            assert dana.sees("This part is for the group's organisers.")
            await dana.opens_home()
            assert SETTINGS not in dana.buttons("home")

    async def test_every_page_leads_back_home_in_one_tap(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = await home(stage)
            first = ana.home_text()
            for label in ana.buttons("home"):
                await ana.taps(label, on="home")
                if ana.modal is not None:
                    await ana.closes()
                    await ana.opens_home()
                    continue
                back = [one for one in ana.buttons("home") if one in ("Home", "Four Wins")]
                assert len(back) == 1, (label, ana.buttons("home"))
                await ana.taps(back[0], on="home")
                assert "Debrief a no" in ana.buttons("home")
            assert "Debrief a no" in first

    async def test_the_messages_tab_draws_nothing(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await ana.opens_messages()
            assert ana.home is None
            assert ana.inbox() == []

    async def test_nobody_sees_anybody_elses(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await ana.types("/debrief Globex", channel="C1")
            await ana.closes()
            ben = await home(stage, "UBEN")
            assert "Globex" not in ben.home_text()
            assert "Resume" not in ben.buttons("home")

    async def test_looking_keeps_nothing(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            await home(stage)
            assert await stage.find(Conversation) == []


class TestDrafts:
    async def test_home_is_drawn_anew_when_a_modal_opened_from_it_ends(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = await home(stage)
            await ana.taps("Debrief a no")
            await ana.submits(pace="now", stage="screen")
            await ana.submits(employer="Acme")
            await ana.closes()
            assert "You have a debrief half-way" in ana.home_text()
            assert "Acme, begun" in ana.home_text()
            await ana.taps("Resume", on="home")
            while ana.offers("Skip"):
                await ana.taps("Skip")
            await ana.taps("Keep it")
            assert "half-way" not in ana.home_text()
            assert ana.sees("Kept. It is in your wins book.")

    async def test_stopping_in_it_shows_the_draft_at_once(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = await home(stage)
            await ana.taps("Debrief a no")
            await ana.submits(pace="now", stage="screen")
            await ana.taps("Stop for now")
            assert "You have a debrief half-way" in ana.home_text()

    async def test_a_draft_is_deleted_in_place_after_one_question(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await ana.types("/debrief Acme")
            await ana.submits(pace="now")
            await ana.fills(role="Cook")
            await ana.closes()
            await ana.opens_home()
            await ana.taps("Delete the draft")
            assert ana.modal is None
            assert ana.sees("Delete this draft?")
            await ana.taps("Yes, delete it")
            assert ana.sees("The draft is deleted.")
            await ana.taps("Home")
            assert "half-way" not in ana.home_text()
            assert await stage.find(Conversation) == []

    async def test_a_recap_that_waits_is_shown_at_home_and_kept_there(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await tells(ana)
            await ana.closes()
            await ana.opens_home()
            await ana.taps("Resume")
            assert ana.sees("Your debrief: Acme", "They hire in March")
            await ana.taps("Keep it", on="home")
            assert len(await stage.find(Debrief)) == 1

    async def test_an_old_home_is_as_good_as_a_new_one(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await ana.types("/debrief Acme")
            await ana.closes()
            await ana.opens_home()
            # Meanwhile, on the telephone, it was finished.
            await ana.types("/debrief")
            await ana.taps("Resume")
            await ana.submits(pace="log")
            await ana.submits()
            await ana.closes()
            await ana.taps("Resume", on="home")
            assert "This one is closed." in ana.home_text()
            assert "It was finished or deleted" in ana.home_text()
            await ana.taps("Four Wins", on="home")
            assert "half-way" not in ana.home_text()


class TestTheWinsBook:
    async def test_300_lines_can_be_leafed_through_to_the_oldest_and_back(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            await many_wins(stage)
            ana = await home(stage)
            await ana.taps("My wins book")
            assert ana.sees("300 lines kept", "Only you can see this book.")
            await ana.taps("Self (300)")
            seen: list[str] = []
            for _ in range(100):
                seen += [
                    line for line in ana.home_text().split("\n") if line.startswith("Line number")
                ]
                if not ana.offers("Older", on="home"):
                    break
                await ana.taps("Older")
            assert seen == [f"Line number {n:03}" for n in range(300, 0, -1)]
            await ana.taps("Newer")
            await ana.taps("Back to the book")
            assert ana.sees("300 lines kept")
            assert ana.modal is None

    async def test_a_page_longer_than_slack_takes_is_turned_with_nothing_left_out(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            await many_wins(stage)
            ana = await home(stage)
            await ana.taps("My wins book")
            await ana.taps("Want / don't want")
            text = ana.home_text()
            while ana.offers("Read on", on="home"):
                await ana.taps("Read on")
                text += ana.home_text()
            for n in range(1, 301):
                assert f"Line number {n:03}" in text
            await ana.taps("Back to the start")
            assert ana.sees("Line number 300")

    async def test_a_turned_page_is_found_again_from_home_after_a_restart(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            await many_wins(stage, 120)
            ana = await home(stage)
            await ana.taps("My wins book")
            await ana.taps("Want / don't want")
            await stage.restart()
            await ana.taps("Read on")
            assert ana.sees("This page is closed by now.", "Please open it again from Home.")
            await ana.taps("Four Wins")
            assert "My wins book" in ana.buttons("home")

    async def test_a_search_is_typed_in_a_modal_and_finds_by_words_and_employer(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            await many_wins(stage)
            ana = await home(stage)
            await ana.taps("My wins book")
            await ana.taps("Search")
            await ana.submits(words="number 123")
            assert ana.sees("One line found", "Line number 123")
            await ana.taps("Open")
            assert ana.sees("Line number 123", "Edit", "Back to the book")
            await ana.taps("Back to the book")
            await ana.taps("Search")
            await ana.submits(employer="Acme")
            assert ana.sees("3 lines found", "Line number 007", "Line number 207")
            await ana.taps("Back to the book")
            await ana.taps("Search")
            await ana.submits(words="<!channel> *zz*")
            assert ana.sees("Nothing found.", "Fewer or shorter words may help.")
            nothing_given_away(stage, "number 123", "zz")

    async def test_a_line_is_changed_in_a_modal_and_deleted_after_one_question(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            await many_wins(stage, 2)
            ana = stage.person("UANA")
            await ana.types("/wins", channel="C1")
            await ana.taps("Self (2)")
            await ana.taps("Open")
            await ana.taps("Edit")
            assert ana.fields()["text"] == "Line number 002"
            await ana.submits(text="A <crew> & a *kitchen*")
            assert ana.sees("A <crew> & a *kitchen*")
            await ana.taps("Delete")
            assert ana.sees("Delete this?")
            await ana.taps("Yes, delete it")
            assert ana.sees("Deleted.")
            assert [win.text for win in await stage.find(Win)] == ["Line number 001"]
            assert stage.slack.everything_public() == ""

    async def test_words_behind_the_command_are_looked_for_at_once(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            await many_wins(stage, 20)
            ana = stage.person("UANA")
            await ana.types("/wins number 013", channel="C1")
            assert ana.sees("One line found", "Line number 013")

    async def test_an_empty_book_owes_nothing(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = await home(stage)
            await ana.taps("My wins book")
            assert ana.sees("Nothing here yet, and nothing is owed.")
            await ana.taps("Debrief a no")
            assert ana.sees("How much do you feel like?")

    async def test_an_export_of_it_arrives_as_two_files_in_the_messages(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await keeps(ana)
            await ana.opens_home()
            await ana.taps("My wins book")
            await ana.taps("Take it with me")
            assert "is on its way to your messages" in ana.home_text()
            files = [file for message in ana.inbox() for file in message.files]
            assert len(files) == 2
            for file in files:
                assert file.content is not None
                assert b"They hire in March" in file.content
                assert file.channels == [stage.slack.dm("UANA")]


class TestThePicture:
    async def test_it_is_uploaded_to_the_messages_with_its_words_for_those_who_listen(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            await many_wins(stage, 5, WinKind.PRACTICE, Facet.FREE)
            ana = await home(stage)
            await ana.taps("My wins book")
            await ana.taps("A picture")
            for words in (
                "What you kept, month by month",
                "In November: practice 5.",
                "A picture of this is on its way to your messages with Four Wins.",
            ):
                assert words in ana.home_text()
            [message] = ana.inbox()
            [picture] = message.files
            assert picture.content is not None
            assert picture.content.startswith(b"\x89PNG")
            assert "In November: practice 5." in picture.alt
            assert picture.channels == [stage.slack.dm("UANA")]
            assert "Line number" not in picture.alt
            nothing_given_away(stage, "Line number")

    async def test_where_no_file_may_be_sent_its_words_are_there_and_what_to_do(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            stage.slack.workspaces["T1"].scopes.discard("files:write")
            await many_wins(stage, 5)
            ana = await home(stage)
            await ana.taps("My wins book")
            await ana.taps("A picture")
            assert "In November: self 5." in ana.home_text()
            [message] = ana.inbox()
            assert 'can add the permission "files:write"' in message.words()


class TestReminders:
    async def test_they_are_listed_at_home_and_all_stopped_with_one_tap(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await tells(ana)
            await ana.taps("Keep it")
            await ana.taps("Bring something back later")
            await ana.taps("Bring it back")
            await ana.closes()
            await ana.opens_home()
            await ana.taps("My reminders")
            assert ana.sees("A draft of a thank-you note")
            await ana.taps("Stop all of them")
            assert ana.sees("Done. Nothing is set any more.")
            await stage.wait(days=90)
            assert ana.inbox() == []
