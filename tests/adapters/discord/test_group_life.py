"""What a group reads on Discord: check-ins and their thread, referrals in a channel and in a forum,
the weekly post with somebody's win, and partners for practice."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from pathlib import Path
from typing import Any

import pytest

from bot.core.model import Group, Hand, PairingPlan, Referral
from bot.features import practice
from bot.runtime.turn import WorkTurn
from tests.adapters.discord.stage import Person, Stage, labels_of, on_stage, words_of
from tests.scene import prose

pytestmark = pytest.mark.asyncio

CONFIRMED = ["over", "may_share", "nothing_confidential"]
LINE = "Three years of nights, and I live nearby"
CONTACT = "Mo Berger, head cook"
WORDS = "Mo is happy to talk on Thursdays: mo@example.org"
RULES = {"moderated": False, "emoji_id": None, "emoji_name": None}
PINGS = "@everyone <@123456789012345678> **bold** [a](https://example.org)"


async def checks_in(who: Person, prompt: Any, *, label: str = "Check in", **answers: str) -> None:
    await who.taps(label, on=prompt)
    if who.last.modal is None:
        await who.taps("Change my answer")
    if who.last.modal is None:
        await who.taps("Continue")
    await who.fills(last_plan="partly", learn=answers.get("learn"))
    await who.taps("Continue")
    await who.fills(ask=answers.get("ask"), offer=answers.get("offer"), energy="2")


def hanging(stage: Stage) -> list[str]:
    """What hangs in the threads below the channel's posts."""
    return [words_of(one) for thread in stage.channel.threads for one in stage.posts(thread)]


async def test_a_check_in_from_its_prompt_to_the_summary(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        ana, ben, chidi = (stage.person(who) for who in ("ana", "ben", "chidi"))
        await ana.types("checkin")
        assert ana.sees("No check-in is open. The next one comes on")
        await stage.wait(days=3)
        [prompt] = stage.posts()
        assert "Nobody sees who answers." in words_of(prompt)
        await checks_in(ana, prompt, learn="marzipan", ask=f"somebody to read my CV {PINGS}")
        assert ana.sees("Only you see it so far. In #job-club, the group would read this:", PINGS)
        assert hanging(stage) == []
        await ana.taps("Show the group")
        assert ana.sees("In #job-club, the group reads this:")
        [answer] = hanging(stage)
        assert "ana checked in" in answer
        assert f"Could use: somebody to read my CV {PINGS}" in answer
        stage.kept_private("Partly", "partly")

        await stage.restart()
        await checks_in(ana, prompt, learn="thyme", ask="somebody to read my CV")
        assert ana.sees("The group still reads your earlier words.", "thyme")
        await ana.taps("Show the new words")
        [answer] = hanging(stage)
        assert "thyme" in answer
        assert "marzipan" not in answer

        await checks_in(ben, prompt, offer="I read CVs in the evening")
        await ben.taps("Show the group")
        await checks_in(chidi, prompt, offer="CVs, but in secret")
        assert len(stage.channel.threads) == 1
        assert stage.channel.threads[0].name == "Answers"
        await stage.wait(days=2)
        [summary] = stage.posts()
        assert summary.id == prompt.id
        assert "Check-in of Thursday 26 November" in words_of(summary)
        assert "ben: I read CVs in the evening" in words_of(summary)
        assert labels_of(summary) == ["Answer late"]
        assert "ana and ben, you two could talk" in hanging(stage)[-1]
        await ben.taps("Answer late", on=summary)
        assert ben.sees("The summary is out already.")
        await ben.taps("Take it back from the group")
        await stage.wait(minutes=1)
        assert "ben" not in stage.channel_text() + "".join(hanging(stage))
        stage.kept_private("secret")


async def drafts(ana: Person, title: str = "Night cook") -> None:
    """Up to what the group would read."""
    await ana.types("refer")
    if ana.last.modal is None:
        await ana.taps("Pass something on")
    await ana.fills(kind="role", title=title)
    await ana.taps("Continue")
    await ana.fills(confirmed=CONFIRMED)


async def opens(ana: Person) -> None:
    """The giver's page of the newest card."""
    await ana.types("refer")
    await ana.taps("Open")


async def test_passing_on_from_the_card_to_an_introduction_and_thanks(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        ana, ben, chidi = (stage.person(who) for who in ("ana", "ben", "chidi"))
        await ana.types("refer")
        await ana.fills(kind="role", title="Night cook", about="write to mo@example.org")
        assert ana.sees("Not quite yet.", "A few words about it: This looks like")
        await ana.taps("Change it")
        assert ana.fields()["about"] == "write to mo@example.org"
        await ana.fills(about="A kind crew")
        await ana.taps("Continue")
        await ana.fills(confirmed=CONFIRMED[:2])
        assert not ana.offers("Post it")
        await ana.taps("Change it")
        await ana.fills(confirmed=CONFIRMED)
        assert ana.sees("This is what the group would read", "In #job-club", "up to 2 people")
        assert stage.posts() == []
        await ana.taps("Post it")
        assert ana.sees("It is posted.", "No hands yet")
        await stage.wait(minutes=2)
        [card] = stage.posts()
        assert words_of(card).startswith("### A role to pass on\n\n**Night cook**")
        assert "How this works" in hanging(stage)[0]
        quiet = words_of(card)

        for peer, line in ((ben, LINE), (chidi, "Second line")):
            await peer.taps("Raise a hand", on=card)
            assert peer.asked("your name only if they pick you")
            await peer.fills(line=line)
            assert peer.sees("Your hand is up.", line)
            assert "ana" not in peer.text()
        assert "2 or more hands are raised." in stage.channel_text()
        await stage.restart()
        await chidi.taps("Raise a hand", on=card)
        await chidi.taps("Take my hand down")
        assert words_of(stage.posts()[0]) == quiet
        assert len(await stage.find(Hand)) == 1

        [first] = ana.inbox()
        assert "A hand is up on your card." in words_of(first)
        await ana.taps("See the hands", on=first)
        assert ana.sees("One hand is up", LINE)
        assert "ben" not in ana.text()
        await ana.taps("Pick")
        await ana.taps("Yes, pick")
        assert ana.sees(f"ben: {LINE}", "Picked.")
        assert "ana picked you" in words_of(ben.inbox()[-1])
        await ana.taps("Name the contact")
        await ana.fills(contact=CONTACT)
        assert ana.sees("A note for you to copy", CONTACT, LINE)
        await ana.taps("They said yes")
        await ana.fills(words=WORDS)
        assert ana.sees("This is what both of you would read", "Nothing has gone out yet.", WORDS)
        assert all(WORDS not in words_of(one) for one in ben.inbox())
        await ana.taps("Give it to both")
        assert ana.sees("ana brings ben together with Mo Berger, head cook.", WORDS)
        await stage.wait(days=1)
        intro = ben.inbox()[-1]
        assert WORDS in words_of(intro)
        await ben.taps("Say thank you to ana", on=intro)
        await ben.taps("Ask me in two weeks how it went")
        await stage.restart()
        await stage.wait(days=15)
        assert any("ben says thank you." in words_of(one) for one in ana.inbox())
        question = next(one for one in ben.inbox() if "how did it go" in words_of(one))
        await ben.taps("I applied", on=question)
        assert ben.sees("Thank you. I passed that on.")
        stage.kept_private(LINE, "Second line", CONTACT, "Berger", "mo@example.org")
        assert "ana" not in stage.channel_text()
        for other in ("dana", "eun"):
            assert stage.person(other).inbox() == []


async def test_in_a_forum_a_card_is_a_post_with_its_tags_and_is_taken_back_with_its_name(
    tmp_path: Path,
) -> None:
    async with on_stage(tmp_path) as stage:
        ana, ben = stage.person("ana"), stage.person("ben")
        forum = stage.guild.create_forum_channel("leads")
        tags = [{"id": str(10**17 + n), "name": name} for n, name in enumerate(("Role", "Lead"))]
        stage.env.backend.edit_channel(forum.id, {"available_tags": [one | RULES for one in tags]})
        [group] = await stage.find(Group)
        transaction = stage.store.transaction(stage.tenant)
        transaction.put(replace(group, referral_channel=str(forum.id)))
        await transaction.commit()
        await drafts(ana, "Night cook marzipan")
        await ana.taps("Post it")
        await stage.wait(minutes=2)
        assert stage.posts() == []
        [thread] = forum.threads
        assert thread.name == "A role to pass on"
        assert [str(one) for one in thread._channel.applied_tags] == [tags[0]["id"]]
        card, how = stage.posts(thread)
        assert "Night cook marzipan" in words_of(card)
        assert "How this works" in words_of(how)
        await stage.restart()
        await ben.taps("Raise a hand", on=card)
        await ben.fills(line=LINE)
        assert ben.sees("Your hand is up.")

        # Threads of a forum go to sleep; what stands in them is changed all the same.
        stage.asks_less_for_threads()
        thread._channel.thread_metadata.archived = True
        await opens(ana)
        await ana.taps("Take the card back")
        await ana.taps("Yes, take it back")
        await stage.wait(minutes=2)
        # In Discord a forum's post begins with the message of the same id; simcord has another.
        deleted = [one.path for one in stage.env.http_requests if one.method == "DELETE"]
        assert f"/channels/{thread.id}/messages/{thread.id}" in deleted
        assert "How this works" not in stage.channel_text(thread)
        assert "marzipan" not in str(thread.name)
        assert "Referral" in str(await stage.find(Referral))
        stage.kept_private(LINE)


async def keeps(who: Person, text: str, employer: str = "Acme") -> None:
    await who.types("debrief", about=employer)
    await who.fills(pace="short")
    await who.taps("Skip")
    await who.taps("Continue")
    await who.fills(kind="practice", text=text)
    await who.taps("Keep it")


async def test_the_weekly_post_with_a_win_that_is_taken_back_and_its_organiser(
    tmp_path: Path,
) -> None:
    async with on_stage(tmp_path) as stage:
        ana, ben, dana = (stage.person(who) for who in ("ana", "ben", "dana"))
        await ben.types("fourwins")
        await ben.taps("My settings")
        await ben.taps("Weekly post as a private message")
        await keeps(ana, "I asked ACME & @here what they pay")
        await ana.taps("Share one win")
        await ana.taps("Share this one")
        await ana.fills(way="weekly", named="named")
        await ana.taps("Continue")
        await ana.fills()
        shown = "I asked a company & @here what they pay"
        assert ana.sees("Inside a weekly post in #job-club", shown, "Nothing is posted yet.")
        await ana.taps("Post exactly this")
        laid_by = ana.front[0]

        await ben.types("fourwins")
        assert not ben.offers("Group settings")

        await stage.wait(days=7)
        post = stage.posts()[-1]
        assert "ana shared this:" in words_of(post)
        assert shown in words_of(post)
        [private] = ben.inbox()
        assert shown in words_of(private)
        assert "acme" not in stage.ever_public().casefold()
        await stage.restart()
        await ana.taps("Take it back", on=laid_by)
        assert ana.sees("Taken back.", "It stays in your own book.")
        await stage.wait(minutes=1)
        assert stage.posts()[-1].id == post.id
        for message in (stage.posts()[-1], ben.inbox()[-1]):
            assert "what they pay" not in words_of(message)
            assert "Ten minutes:" in words_of(message)
        await ben.taps("Stop the private weekly post", on=ben.inbox()[-1])
        assert ben.sees("The weekly post stays in the channel.")
        await dana.types("fourwins")
        await dana.taps("Group settings")
        await dana.taps("Weekly post")
        assert dana.sees("Monday 7 December, 09:00 (Europe/Berlin)")
        await dana.taps("Edit the next one")
        await dana.fills(words="word " * 81)
        assert dana.sees("This is longer than eighty words.")
        await dana.taps("Change it")
        await dana.fills(words="The hall is open @everyone.")
        assert dana.sees("The next one has your own words.")
        await stage.wait(days=7)
        assert "The hall is open @everyone." in words_of(stage.posts()[-1])
        await ana.taps("Practise", on=post)
        assert ana.sees("You have no questions in your bank yet.")
        await ana.taps("Debrief", on=post)
        assert ana.asked("How much do you feel like?")


async def test_two_who_asked_are_brought_together_in_direct_messages(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        ana, ben, dana = (stage.person(who) for who in ("ana", "ben", "dana"))
        turn = WorkTurn(
            stage.store.transaction(stage.tenant), stage.clock.now(), prose(), stage.house.ids
        )
        home = await turn.get(Group, "g1")
        assert home is not None
        plan = PairingPlan("g1", 4, time(12))
        turn.save(plan)
        practice.schedule(turn, home, plan, turn.now)
        await turn.commit()
        await dana.types("fourwins")
        await dana.taps("Group settings")
        await dana.taps("Mock interviews")
        await dana.taps("Change day or hour")
        await dana.fills(weekday="wednesday", hour="12:00")
        await ana.types("practice")
        await ana.taps("Add a question")
        await ana.fills(question="Why us?")
        await ana.taps("Practise a question")
        assert ana.sees("Why us?", "Say your answer aloud")
        await ana.taps("So so")
        assert ana.sees("It comes back on")
        for who in (ana, ben):
            await who.types("practice")
            await who.taps("Find me a partner")
            assert who.sees("You are on the list.")
        await stage.restart()
        await stage.wait(days=3)
        [to_ana], [to_ben] = ana.inbox(), ben.inbox()
        assert "You and ben could practise this week" in words_of(to_ana)
        assert "You and ana could practise this week" in words_of(to_ben)
        assert "Why us?" in words_of(to_ana)
        assert "Why us?" not in words_of(to_ben)
        await ana.taps("I can't this time", on=to_ana)
        assert ana.sees("All right.")
        await stage.wait(days=1)
        assert "ana can't make it this time" in words_of(ben.inbox()[-1])
        stage.kept_private("ana", "ben", "Why us?")
