"""One's own data on Slack: to see, to take along as a file, to delete with all that was posted."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bot.core.model import DOCUMENTS, Delivery, Erasure, Member, Win
from tests.adapters.slack.double import File, Message
from tests.adapters.slack.person import Person
from tests.adapters.slack.stage import Stage, on_stage
from tests.adapters.slack.test_debrief import WORDS, keeps, nothing_given_away

pytestmark = pytest.mark.asyncio


async def takes_along(person: Person) -> None:
    await person.types("/mydata", channel="C1")
    await person.taps("Take it with me")


async def deletes(person: Person, word: str = "delete") -> None:
    await person.types("/mydata", channel="C1")
    await person.taps("Delete everything")
    await person.submits(word=word)


def files(person: Person) -> list[File]:
    return [file for message in person.inbox() for file in message.files if not file.deleted]


async def shares_a_win(person: Person) -> None:
    """One line of the debrief just kept is posted into the channel."""
    await person.types("/wins", channel="C1")
    await person.taps("Practice (3)")
    await person.taps("Open")
    await person.taps("Share this one")
    await person.submits(way="now", named="named", employer="masked")
    while person.offers("Continue"):
        await person.submits()
    await person.taps("Post exactly this")
    await person.closes()


def posts(stage: Stage) -> list[Message]:
    return [one for one in stage.slack.in_channel("C1") if one.is_by_bot]


class TestSeeing:
    async def test_it_says_how_much_of_what_there_is(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await keeps(ana)
            await ana.types("/mydata", channel="C1")
            assert ana.sees(
                "one debrief",
                "9 lines in your wins book",
                "Europe/Berlin",
                "Only you can see this.",
            )

    async def test_of_somebody_new_nothing_is_kept(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            stage.slack.user("UGIL", name="Gil", tz="Asia/Tokyo")
            gil = stage.person("UGIL")
            await gil.types("/mydata")
            assert gil.sees("You have written nothing here that I keep.", "Asia/Tokyo")


class TestTakingAlong:
    async def test_one_file_with_every_word_arrives_in_the_messages(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana, ben = stage.person("UANA"), stage.person("UBEN")
            await keeps(ana)
            await takes_along(ana)
            assert ana.sees(
                "Everything I keep of you",
                "The file my-data.md is on its way to your messages with Four Wins.",
            )
            [file] = files(ana)
            assert file.channels == [stage.slack.dm("UANA")]
            assert file.content is not None
            text = file.content.decode()
            for word in WORDS:
                assert word in text
            block = re.search(r"^```json\n(.*)\n```$", text, re.DOTALL | re.MULTILINE)
            assert block is not None
            assert json.loads(block[1])["debrief"][0]["employer"] == "Acme"
            assert files(ben) == []
            nothing_given_away(stage, *WORDS)

    async def test_without_the_permission_it_says_what_to_do_and_loses_nothing(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            stage.slack.workspaces["T1"].scopes.discard("files:write")
            ana = stage.person("UANA")
            await keeps(ana)
            await takes_along(ana)
            [message] = ana.inbox()
            assert message.words() == (
                "Slack does not let me send files here, so my-data.md is not sent. Nothing of "
                "yours has changed. The person who runs this bot can add the permission "
                '"files:write" and install it again.'
            )
            assert len(await stage.find(Win)) == 9

    async def test_an_upload_that_fails_half_way_is_told_and_works_the_next_time(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await keeps(ana)
            stage.slack.fails("upload", status=500, times=10)
            await takes_along(ana)
            assert files(ana) == []
            assert "Please ask for it again in a minute" in ana.inbox()[-1].words()
            stage.slack.heals()
            await ana.taps("My data")
            await ana.taps("Take it with me")
            assert len(files(ana)) == 1


class TestDeleting:
    async def test_another_word_deletes_nothing(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await keeps(ana)
            await deletes(ana, word="yes")
            assert ana.sees("Nothing was deleted.")
            assert len(await stage.find(Win)) == 9

    async def test_closing_the_question_deletes_nothing(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await keeps(ana)
            await ana.types("/mydata", channel="C1")
            await ana.taps("Delete everything")
            await ana.fills(word="delete")
            await ana.closes()
            await stage.wait(hours=2)
            assert len(await stage.find(Win)) == 9

    async def test_everything_goes_with_its_posts_its_messages_and_its_files(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await keeps(ana)
            await shares_a_win(ana)
            await stage.settle()
            [post] = posts(stage)
            assert "Why us?" in post.words()
            await takes_along(ana)
            await ana.closes()
            await ana.says("I was rejected by Globex")
            own = stage.slack.seen_by("UANA", stage.slack.dm("UANA"))
            assert len(files(ana)) == 1

            await deletes(ana)
            assert ana.sees("Deleted.", "Gone:", "Any posts are being taken back now.")
            await ana.closes()
            await stage.settle()
            await stage.wait(hours=1)
            await stage.settle()
            assert posts(stage) == []
            assert ana.inbox() == []
            assert all(file.deleted for file in stage.slack.files.values())
            # What they wrote themselves is theirs.
            assert [one for one in own if not one.is_by_bot and not one.deleted]
            stored = b"".join(p.read_bytes() for p in stage.folder.rglob("*") if p.is_file())
            assert [word for word in (*WORDS, "Globex") if word.encode() in stored] == []
            assert await stage.find(Win) == []
            assert [one.id for one in await stage.find(Member) if one.id == "UANA"] == []
            for kind in DOCUMENTS:
                if kind is not Erasure:
                    for document in await stage.find(kind):
                        assert "UANA" not in str(document), document

    async def test_no_word_is_left_standing_at_home(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await keeps(ana)
            await ana.opens_home()
            await ana.taps("My wins book")
            await ana.taps("Debriefs")
            assert "Acme, 23 November" in ana.home_text()
            await deletes(ana)
            await ana.closes()
            await stage.wait(hours=1)
            assert "Acme, 23 November" not in ana.home_text()
            await ana.taps("Home", on="home")
            assert "Debrief a no" in ana.buttons("home")

    async def test_from_home_too_nothing_is_kept_until_they_write_again(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await keeps(ana)
            await ana.opens_home()
            await ana.taps("My data")
            await ana.taps("Delete everything")
            await ana.submits(word="delete")
            assert ana.sees("Deleted.")
            await ana.closes()
            await stage.wait(hours=1)
            assert [one for one in await stage.find(Member) if one.id == "UANA"] == []
            stored = b"".join(p.read_bytes() for p in stage.folder.rglob("*") if p.is_file())
            assert b"UANA" not in stored

    async def test_without_slack_the_posts_are_taken_back_when_it_is_there_again(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await keeps(ana)
            await shares_a_win(ana)
            await stage.settle()
            await takes_along(ana)
            await ana.closes()
            stage.slack.fails("chat.delete", status=503, times=1000)
            stage.slack.fails("files.delete", status=503, times=1000)
            await deletes(ana)
            assert ana.sees("Deleted.")
            await stage.wait(minutes=5)
            assert len(posts(stage)) == 1
            stage.slack.heals()
            await stage.wait(hours=3)
            await stage.settle()
            assert posts(stage) == []
            assert all(file.deleted for file in stage.slack.files.values())

    async def test_who_writes_again_starts_from_nothing(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await keeps(ana)
            await deletes(ana)
            await ana.closes()
            await stage.wait(hours=1)
            await ana.opens_home()
            await ana.taps("My wins book")
            assert ana.sees("Nothing here yet, and nothing is owed.")

    async def test_the_helpers_call_about_somebody_who_deleted_themselves_is_taken_back(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana, dana = stage.person("UANA"), stage.person("UDANA")
            await ana.says("I want to die")
            await ana.taps("Talk to our person")
            await ana.closes()
            assert len(dana.inbox()) == 1
            await deletes(ana)
            await stage.wait(hours=1)
            await stage.settle()
            assert dana.inbox() == []
            assert not any("UANA" in str(one) for one in await stage.find(Delivery))
