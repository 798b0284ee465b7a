"""Passing something on, on Slack: from /refer to an introduction in direct messages, or to a no."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.model import Group, Hand, Referral
from tests.adapters.slack.double import Message
from tests.adapters.slack.person import Person
from tests.adapters.slack.stage import TENANT, Stage, on_stage

pytestmark = pytest.mark.asyncio

ALL_THREE = ("over", "may_share", "nothing_confidential")
LINE = "Three years of nights, and I live nearby"
CONTACT = "Mo Berger, head cook"
WORDS = "Mo is happy to talk on Thursdays: mo@example.org"


async def drafts(ana: Person, title: str = "Night cook") -> None:
    """Up to the recap."""
    await ana.types("/refer", channel="C1")
    if not ana.offers("Continue"):
        await ana.taps("Pass something on")
    await ana.submits(kind="role", title=title)
    await ana.submits(confirmed=ALL_THREE)


async def posts(stage: Stage, ana: Person, title: str = "Night cook") -> Message:
    await drafts(ana, title)
    await ana.taps("Post it")
    await ana.closes()
    return [m for m in stage.slack.in_channel("C1") if m.thread_ts in ("", m.ts)][-1]


async def raises(peer: Person, post: Message, line: str = LINE) -> None:
    await peer.taps("Raise a hand", on=post)
    await peer.submits(line=line)
    await peer.closes()


async def opens(ana: Person) -> None:
    """The giver's page of the newest card."""
    await ana.types("/refer")
    await ana.taps("Open")


async def names(ana: Person) -> None:
    """From a raised hand to the note for the contact."""
    await opens(ana)
    await ana.taps("Pick")
    await ana.taps("Yes, pick")
    await ana.taps("Name the contact")
    await ana.submits(contact=CONTACT)


async def test_a_card_is_posted_as_it_was_seen_with_its_thread_and_without_a_name(
    tmp_path: Path,
) -> None:
    async with on_stage(tmp_path) as stage:
        ana = stage.person("UANA")
        await drafts(ana)
        assert ana.sees("This is what the group would read", "In #job-club", "up to 2 people")
        assert stage.slack.in_channel("C1") == []
        await ana.taps("Post it")
        assert ana.sees("It is posted.", "No hands yet")
        await stage.wait(minutes=2)
        card, thread = stage.slack.in_channel("C1")
        assert card.words().startswith("A role to pass on\nNight cook\n")
        assert thread.thread_ts == card.ts
        assert thread.words().startswith("How this works")
        assert "Ana" not in stage.slack.everything_public()


async def test_from_a_raised_hand_to_thanks_and_an_outcome(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        ana, ben = stage.person("UANA"), stage.person("UBEN")
        post = await posts(stage, ana)
        await ben.taps("Raise a hand", on=post)
        assert ben.sees("your name only if they pick you")
        await ben.submits(line=LINE)
        assert ben.sees("Your hand is up.", LINE)
        assert "Ana" not in ben.modal_text()
        await ben.closes()

        [first] = ana.inbox()
        assert first.text == "A hand is up on your card."
        await ana.taps("See the hands", on=first)
        assert ana.sees("One hand is up", LINE)
        assert "Ben" not in ana.modal_text()
        await ana.taps("Pick")
        assert ana.sees("You two will then know each other's names.")
        await ana.taps("Yes, pick")
        assert ana.sees(f"Ben: {LINE}", "Picked.")
        [picked] = ben.inbox()
        assert "Ana picked you" in picked.words()

        await stage.restart()
        await ana.taps("Name the contact")
        await ana.submits(contact=CONTACT)
        assert ana.sees("A note for you to copy", CONTACT, LINE)
        assert "Ben" not in ana.modal_text()
        await ana.taps("They said yes")
        await ana.submits(words=WORDS)
        assert ana.sees("This is what both of you would read", "Nothing has gone out yet.", WORDS)
        assert all(WORDS not in m.words() for m in ben.inbox())
        await ana.taps("Give it to both")
        assert ana.sees("Ana brings Ben together with Mo Berger, head cook.", WORDS)
        await ana.closes()
        await stage.wait(days=1)
        intro = ben.inbox()[-1]
        assert "Ana brings Ben together with Mo Berger, head cook." in intro.words()
        assert WORDS in intro.words()
        assert intro.text == "An introduction"

        await stage.restart()
        await ben.taps("Say thank you to Ana", on=intro)
        await ben.taps("Ask me in two weeks how it went")
        await ben.closes()
        await stage.wait(days=15)
        assert any("Ben says thank you." in m.words() for m in ana.inbox())
        question = next(m for m in ben.inbox() if "how did it go" in m.words())
        await ben.taps("I applied", on=question)
        assert ben.sees("Thank you. I passed that on.")
        await opens(ana)
        assert ana.sees("Ben says thank you, and tells you: I applied.")
        for private in (LINE, CONTACT, "Berger", "mo@example.org", "Ana", "Ben"):
            assert private not in stage.slack.everything_public()
        others = [m for m in stage.slack.messages if m.channel in ("DUCHIDI", "DUDANA", "DUEUN")]
        assert others == []


async def test_hands_are_counted_on_the_card_and_nothing_more(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        ana, ben, chidi = (stage.person(who) for who in ("UANA", "UBEN", "UCHIDI"))
        post = await posts(stage, ana)
        quiet = post.words()
        await raises(ben, post)
        assert post.words() == quiet
        await raises(chidi, post, "Second line")
        assert "2 or more hands are raised." in post.words()
        await stage.restart()
        await chidi.taps("Raise a hand", on=post)
        assert chidi.sees("Your hand is up.", "Second line")
        await chidi.taps("Take my hand down")
        assert post.words() == quiet
        assert stage.slack.called("chat.update")
        assert len(await stage.find(Hand)) == 1
        for private in (LINE, "Second line", "Ben", "Chidi"):
            assert private not in stage.slack.everything_public()


async def test_only_with_all_three_ticked_is_there_anything_to_post(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        ana = stage.person("UANA")
        await ana.types("/refer")
        await ana.submits(kind="role", title="Night cook", about="write to mo@example.org")
        assert [*ana.errors] == ["about"]
        assert ana.fields()["about"] == "write to mo@example.org"
        await ana.submits(about="A kind crew")
        for some in ((), ALL_THREE[:1], ALL_THREE[1:], ALL_THREE[::2]):
            await ana.submits(confirmed=some)
            assert ana.errors or "only if all three are so" in ana.modal_text()
            assert not ana.offers("Post it")
        await ana.submits(confirmed=ALL_THREE)
        assert ana.offers("Post it")
        await ana.taps("Not now")
        assert stage.slack.in_channel("C1") == []


async def test_a_no_reads_like_everything_else_that_closes(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        ana, ben, chidi = (stage.person(who) for who in ("UANA", "UBEN", "UCHIDI"))
        post = await posts(stage, ana)
        await raises(ben, post)
        await raises(chidi, post)
        await names(ana)
        await ana.taps("They said no")
        assert ana.sees("Only you will know.")
        await ana.taps("Yes, they said no")
        assert ana.sees("The contact said no. Only you know that.")
        await ana.closes()
        await stage.wait(days=1)
        before = len(ben.inbox())
        await opens(ana)
        await ana.taps("Close it")
        await ana.taps("Yes, close it")
        assert post.words().startswith("This one is closed.")
        await ana.closes()
        assert "Raise a hand" not in ana.buttons(on=post)
        assert len(ben.inbox()) == before, "not at the moment of closing"
        await stage.wait(days=1)
        assert ben.inbox()[-1].words() == chidi.inbox()[-1].words()
        assert ben.inbox()[-1].blocks == chidi.inbox()[-1].blocks
        assert ben.inbox()[-1].words().startswith("This one is closed.")
        assert "said no" not in "".join(m.words() for m in ben.inbox())


async def test_a_button_of_a_card_that_was_closed_meanwhile_is_answered_kindly(
    tmp_path: Path,
) -> None:
    async with on_stage(tmp_path) as stage:
        ana, ben = stage.person("UANA"), stage.person("UBEN")
        post = await posts(stage, ana)
        stage.slack.fails("chat.update", error="internal_error", times=3)
        await opens(ana)
        await ana.taps("Close it")
        await ana.taps("Yes, close it")
        await ben.taps("Raise a hand", on=post)
        assert ben.sees("This one is closed.")
        await stage.wait(hours=1)
        assert post.words().startswith("This one is closed.")


async def test_a_card_that_is_taken_back_goes_with_its_thread(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        ana, ben = stage.person("UANA"), stage.person("UBEN")
        post = await posts(stage, ana)
        await stage.wait(minutes=2)
        await raises(ben, post)
        await stage.restart()
        await opens(ana)
        await ana.taps("Take the card back")
        await ana.taps("Yes, take it back")
        await stage.wait(minutes=2)
        assert stage.slack.in_channel("C1") == []
        [card] = await stage.find(Referral)
        await ben.types("/refer")
        assert "Ana" not in ben.modal_text()
        assert card.id


async def test_posting_twice_by_two_taps_or_a_repeated_delivery_posts_once(
    tmp_path: Path,
) -> None:
    async with on_stage(tmp_path) as stage:
        ana = stage.person("UANA")
        await drafts(ana)
        await ana.taps("Post it")
        await ana.repeats()
        await stage.wait(minutes=2)
        assert stage.channel_text().count("A role to pass on") == 1
        assert len(await stage.find(Referral)) == 1


async def test_a_card_for_a_channel_of_its_own_waits_until_the_bot_is_in_it(
    tmp_path: Path,
) -> None:
    async with on_stage(tmp_path) as stage:
        stage.slack.channel("C2", "referrals", private=True, members={"UANA", "UDANA"})
        ana = stage.person("UANA")
        [group] = await stage.find(Group)
        transaction = stage.store.transaction(TENANT)
        transaction.put(replace(group, referral_channel="C2"))
        await transaction.commit()
        stage.slack.channels["C2"].bot_is_in = False
        await drafts(ana)
        await ana.taps("Post it")
        await ana.closes()
        await stage.wait(minutes=6)
        assert stage.slack.in_channel("C2") == []
        stage.slack.channels["C2"].bot_is_in = True
        await stage.wait(minutes=5)
        assert "Night cook" in stage.channel_text("C2")
        assert stage.slack.in_channel("C1") == []
