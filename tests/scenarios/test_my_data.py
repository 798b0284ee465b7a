"""One's own data: to see, to take along, to delete so that no byte of it is left."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bot.core.cards import Attachment, Show
from bot.core.events import Left, Uninstalled
from bot.core.model import (
    DOCUMENTS,
    Conversation,
    Debrief,
    Delivery,
    Erasure,
    Group,
    Member,
    Occurrence,
    Referral,
    ReferralState,
    Round,
    Win,
)
from bot.core.text import plain
from tests.scenarios.test_checkin import begin as begin_checkins
from tests.scenarios.test_checkin import checks_in, prompt, thread
from tests.scenarios.test_practice import pairing
from tests.scenarios.test_referral import CONTACT, introduces, names, opens, picks, posts, raises
from tests.scene import Actor, Scene, words_of

pytestmark = pytest.mark.asyncio

WORDS = ("Zanzibar", "quixotic", "rhubarb", "marmalade", "obsidian", "wisteria", "parsnip")


async def tells_a_lot(group: Scene, who: str = "ana") -> Actor:
    """A debrief that is kept, one half-way, a shared win, a check-in that is shown."""
    ana = group.member(who)
    await begin_checkins(group)
    await ana.types("/debrief Zanzibar")
    await ana.answers(pace="now", stage="interview")
    await ana.answers(role="rhubarb")
    await ana.answers(feeling="sad", to_a_friend="quixotic")
    await ana.answers(went_well="marmalade")
    for _ in range(6):
        await ana.answers()
    await ana.taps("Keep it")
    await ana.taps("Share one win")
    await ana.taps("Share this one")
    await ana.answers(way="now", named="named", employer="masked")
    await ana.answers()
    await ana.taps("Post exactly this")
    await ana.types("/debrief obsidian")
    await ana.answers(pace="now")
    await checks_in(ana, show=True, learn="wisteria", ask="parsnip")
    return ana


async def deletes_everything(actor: Actor, word: str = "delete") -> None:
    await actor.types("/mydata")
    await actor.taps("Delete everything")
    await actor.answers(word=word)


def bytes_of(folder: Path) -> bytes:
    return b"".join(p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file())


async def test_a_member_sees_how_much_of_what_there_is(group: Scene) -> None:
    ana = await tells_a_lot(group)
    await ana.types("/mydata")
    assert ana.sees(
        "one debrief",
        "one line in your wins book",
        "one draft",
        "one win you chose to share",
        "one check-in",
        "Europe/Berlin",
    )


async def test_of_somebody_new_nothing_is_kept(group: Scene) -> None:
    gil = group.member("gil")
    await gil.types("/mydata")
    assert gil.sees("You have written nothing here that I keep.")


async def test_the_export_is_one_file_with_every_word_and_valid_json(group: Scene) -> None:
    ana = await tells_a_lot(group)
    await ana.types("/mydata")
    await ana.taps("Take it with me")
    assert isinstance(ana.last, Show)
    [file] = [block for block in ana.last.card.body if isinstance(block, Attachment)]
    for word in WORDS:
        assert word in file.text
    block = re.search(r"^```json\n(.*)\n```$", file.text, re.DOTALL | re.MULTILINE)
    assert block is not None
    everything = json.loads(block[1])
    assert everything["debrief"][0]["employer"] == "Zanzibar"
    assert everything["member"][0]["id"] == "ana"


async def test_another_word_deletes_nothing(group: Scene) -> None:
    ana = await tells_a_lot(group)
    before = await group.all(Win)
    await deletes_everything(ana, word="yes")
    assert ana.sees("Nothing was deleted.")
    assert await group.all(Win) == before


async def test_deleting_leaves_no_byte_of_the_words_and_no_post(group: Scene) -> None:
    ana = await tells_a_lot(group)
    await group.wait(hours=50)
    assert "parsnip" in words_of(prompt(group).card)
    assert any(word.encode() in bytes_of(group.folder) for word in WORDS)
    await deletes_everything(ana)
    assert ana.sees("Deleted.", "Gone:", "Any posts are being taken back now.", "A receipt")
    await group.wait(hours=1)
    assert thread(group) == []
    assert not any(word in words_of(p.card) for p in group.postbox.posts.values() for word in WORDS)
    found = [word for word in (*WORDS, "Ana") if word.encode() in bytes_of(group.folder)]
    assert found == []
    assert group.postbox.forgotten == ["ana"]
    for kind in DOCUMENTS:
        for document in await group.all(kind):
            assert "ana" not in re.findall(r"'(\w+)'", str(document)), document


async def test_what_others_have_stays(group: Scene) -> None:
    await tells_a_lot(group)
    ben = group.member("ben")
    await checks_in(ben, show=True, learn="sleeping")
    await deletes_everything(group.member("ana"))
    await group.wait(hours=1)
    assert len(thread(group)) == 1
    await ben.types("/mydata")
    assert ben.sees("one check-in")


async def test_what_was_written_to_the_member_and_about_them_goes_too(group: Scene) -> None:
    await pairing(group)
    ana, ben = group.member("ana"), group.member("ben")
    for who in (ana, ben):
        await who.presses("v1:practice.join:")
    await group.wait(days=3)
    assert len(ana.inbox) == len(ben.inbox) == 1
    await deletes_everything(ana)
    await group.wait(hours=1)
    assert ana.inbox == ben.inbox == []


async def test_a_platform_that_is_down_is_waited_for(group: Scene) -> None:
    ana = await tells_a_lot(group)
    for _ in range(24):
        group.postbox.fails()
    await deletes_everything(ana)
    await group.wait(minutes=2)
    [erasure] = await group.store.transaction(group.tenant).find(Erasure)
    assert erasure.swept_at is None
    await group.wait(hours=3)
    [erasure] = await group.store.transaction(group.tenant).find(Erasure)
    assert erasure.swept_at is not None
    assert erasure.member == ""
    assert thread(group) == []


async def test_a_restart_in_the_middle_finishes_it(group: Scene) -> None:
    ana = await tells_a_lot(group)
    await deletes_everything(ana)
    await group.restart()
    await group.wait(hours=1)
    assert not any(word.encode() in bytes_of(group.folder) for word in WORDS)


async def test_the_receipt_goes_after_thirty_days(group: Scene) -> None:
    ana = await tells_a_lot(group)
    await deletes_everything(ana)
    await group.wait(days=31)
    assert await group.all(Erasure) == []


async def test_deleting_twice_is_deleting_once(group: Scene) -> None:
    ana = await tells_a_lot(group)
    await deletes_everything(ana)
    await deletes_everything(ana)
    assert ana.sees("Deleted.", "no posts")
    await group.wait(hours=1)
    assert await group.all(Debrief) == []


async def test_an_organiser_who_deletes_everything_runs_the_group_no_more(group: Scene) -> None:
    dana = group.member("dana")
    await dana.types("/debrief")
    await deletes_everything(dana)
    [home] = await group.store.transaction(group.tenant).find(Group)
    assert home.organisers == ()
    assert home.helper is None


class TestLeaving:
    async def test_nobody_is_paired_with_who_left(self, group: Scene) -> None:
        await pairing(group)
        ana, ben = group.member("ana"), group.member("ben")
        for who in (ana, ben):
            await who.presses("v1:practice.join:")
        await self.leaves(group, "ana")
        await group.wait(days=7)
        assert ana.inbox == []
        assert [plain(post.card.title) for post in ben.inbox] == [
            "No partner was found for you this time"
        ]

    async def test_nobody_is_pointed_to_a_helper_who_left(self, group: Scene) -> None:
        await self.leaves(group, "dana")
        ana = group.member("ana")
        await ana.presses("v1:care.person:")
        assert "Dana" not in ana.said()

    async def test_what_they_passed_on_is_closed(self, group: Scene) -> None:
        await posts(group.member("ana"))
        await self.leaves(group, "ana")
        [passed_on] = await group.find(Referral)
        assert passed_on.state is ReferralState.CLOSED

    async def test_coming_back_is_coming_back_to_the_same_group(self, group: Scene) -> None:
        await group.save(Group("g2", "#nurses", "nurses", "Europe/Berlin", ("gil",)))
        for _ in range(2):
            await self.leaves(group, "ana")
        await group.wait(days=1)
        assert (await group.one(Member, "ana")).group is None
        ana = group.member("ana")
        await ana.types("/home")
        assert "Set up a group" not in ana.said()
        assert (await group.one(Member, "ana")).group == "g1"

    async def leaves(self, group: Scene, who: str) -> None:
        sender = group.member(who).sender()
        await group.house.engine.handle(Left(group.event_id(), sender))

    async def test_leaving_the_workspace_deletes_after_two_weeks(self, group: Scene) -> None:
        await tells_a_lot(group)
        await self.leaves(group, "ana")
        await group.wait(days=13)
        assert await group.all(Debrief) != []
        await group.wait(days=2)
        assert await group.all(Debrief) == []
        assert not any(word.encode() in bytes_of(group.folder) for word in WORDS)

    async def test_coming_back_in_time_keeps_everything(self, group: Scene) -> None:
        ana = await tells_a_lot(group)
        await self.leaves(group, "ana")
        await group.wait(days=10)
        await ana.types("/wins")
        await group.wait(days=30)
        assert await group.all(Debrief) != []

    async def test_uninstalling_deletes_the_whole_place_after_thirty_days(
        self, group: Scene
    ) -> None:
        await tells_a_lot(group)
        await group.house.engine.handle(Uninstalled("u1", group.tenant))
        await group.wait(days=29)
        assert await group.all(Debrief) != []
        await group.wait(days=2)
        for kind in (Debrief, Win, Member, Group, Conversation, Delivery):
            assert await group.all(kind) == []
        assert not any(word.encode() in bytes_of(group.folder) for word in (*WORDS, "Ben"))

    async def test_installed_again_in_time_keeps_everything(self, group: Scene) -> None:
        await tells_a_lot(group)
        await group.house.engine.handle(Uninstalled("u1", group.tenant))
        await group.wait(days=20)
        await group.member("ben").types("/home")
        await group.wait(days=30)
        assert await group.all(Debrief) != []


async def test_nothing_of_another_member_is_exported(group: Scene) -> None:
    await tells_a_lot(group)
    ben = group.member("ben")
    await ben.types("/mydata")
    await ben.taps("Take it with me")
    assert not any(word in ben.said() for word in WORDS)


class TestTheExportOfARaisedHand:
    """How far a giver came with a contact, and who that is, a peer learns nowhere."""

    async def test_tells_no_contact_and_no_refusal(self, group: Scene) -> None:
        ana, ben = group.member("ana"), group.member("ben")
        await raises(ben, await posts(ana))
        await picks(ana)
        picked = await exported(ben)
        await names(ana)
        assert await exported(ben) == picked
        await opens(ana)
        await ana.taps("They said no")
        await ana.presses(ana.token("Yes, they said no"))
        assert await exported(ben) == picked

    async def test_tells_an_introduction_whole(self, group: Scene) -> None:
        ana, ben = group.member("ana"), group.member("ben")
        await raises(ben, await posts(ana))
        await introduces(ana)
        assert CONTACT in await exported(ben)


async def exported(actor: Actor) -> str:
    await actor.types("/mydata")
    await actor.taps("Take it with me")
    assert isinstance(actor.last, Show)
    [file] = [block for block in actor.last.card.body if isinstance(block, Attachment)]
    return file.text


async def test_a_weekly_post_read_privately_leaves_no_id(group: Scene) -> None:
    ana = group.member("ana")
    await ana.presses("v1:encouragement.privately:")
    await group.wait(days=8)
    assert len(ana.inbox) == 1
    await deletes_everything(ana)
    await group.wait(hours=1)
    assert "ana" not in " ".join(str(one) for one in await group.all(Occurrence))


async def test_a_summary_that_waits_to_go_out_goes_out_without_the_words(group: Scene) -> None:
    await begin_checkins(group)
    ana = group.member("ana")
    await checks_in(ana, show=True, ask="parsnip")
    [round] = await group.find(Round)
    group.postbox.down = True
    await group.wait(until=round.closes_at)
    await deletes_everything(ana)
    group.postbox.down = False
    await group.wait(hours=2)
    assert not any("parsnip" in words_of(post.card) for post in group.postbox.posts.values())
    assert b"parsnip" not in bytes_of(group.folder)
