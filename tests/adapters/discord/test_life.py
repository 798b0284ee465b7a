"""A long life on Discord: restarts, quick and late taps, what is unknown, what is refused, and who
leaves. Nothing that was typed is lost, and nobody gets what is somebody else's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.core.model import Conversation, Debrief, Group, Member, Win
from tests.adapters.discord.stage import (
    Person,
    buttons_of,
    labels_of,
    on_stage,
    raw,
    words_of,
)

pytestmark = pytest.mark.asyncio


async def presses(person: Person, custom_id: str) -> Any:
    """A button of this id, on a message that the bot sent them once."""
    message = person.front[0]
    stored = message._message
    before = stored.components
    button = {"type": 2, "style": 2, "label": "x", "custom_id": custom_id, "id": 900}
    stored.components = [{"type": 1, "components": [button], "id": 901}]
    try:
        return await person._got(await person.actor.click(message, custom_id=custom_id))
    finally:
        if stored.components and stored.components[0].get("id") == 901:
            stored.components = before


def token(person: Person, label: str) -> str:
    found = [one for message in person.front for one in buttons_of(raw(message))]
    return str(next(one["custom_id"] for one in found if one["label"] == label))


async def keeps(who: Person, text: str, employer: str = "Acme") -> None:
    await who.types("debrief", about=employer)
    await who.fills(pace="short")
    await who.taps("Skip")
    await who.taps("Continue")
    await who.fills(kind="practice", text=text)
    await who.taps("Keep it")


async def test_a_debrief_goes_on_over_restarts_at_every_step(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        ana = stage.person("ana")
        await ana.types("debrief", about="Acme")
        await stage.restart()
        await ana.fills(pace="short", stage="interview")
        await stage.restart()
        await ana.taps("Continue")
        await stage.restart()
        await ana.fills(feeling="flat")
        await stage.restart()
        await ana.taps("Continue")
        open_form = ana.last
        await stage.restart()
        # The same form on another device: it was sent there first.
        await ana.taps("Continue")
        await ana.fills(kind="self", text="the bread was warm")
        await stage.restart()
        ana.last = open_form
        await ana.fills(kind="self", text="the bread was cold")
        assert ana.sees("the bread was warm", "the bread was cold")
        await ana.taps("Keep it")
        await stage.restart()
        await ana.taps("okay")
        [kept] = await stage.find(Debrief)
        assert (kept.employer, kept.feeling) == ("Acme", "flat")
        assert len(await stage.find(Debrief)) == 1
        # A button of the weekly post from before all of that.
        await stage.wait(days=7)
        await stage.restart()
        await ana.taps("Debrief", on=stage.posts()[-1])
        assert ana.asked("How much do you feel like?")
        stage.kept_private("Acme", "bread")


async def test_two_taps_at_once_and_an_event_brought_twice_do_one_thing(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        ana = stage.person("ana")
        await ana.types("debrief", about="Acme")
        await ana.fills(pace="short")
        skip = token(ana, "Skip")
        await ana.taps("Skip")
        await presses(ana, skip)
        assert ana.sees("One thing to keep")
        await ana.taps("Continue")
        await ana.fills(kind="self", text="marzipan")
        keep = token(ana, "Keep it")
        await ana.taps("Keep it")
        await presses(ana, keep)
        assert ana.sees("Kept. It is in your wins book.")
        assert len(await stage.find(Win)) == 1
        # The gateway resumes and brings an event once more.
        emit = stage.env.backend.emit

        def twice(event: str, payload: Any, *more: Any, **others: Any) -> None:
            emit(event, payload, *more, **others)
            emit(event, payload, *more, **others)

        stage.env.backend.emit = twice
        await ana.says("I didn't get the job at Globex")
        stage.env.backend.emit = emit
        assert len(await stage.find(Conversation)) == 1


async def test_unknown_ids_and_tokens_of_others_give_nothing_away(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        ana, ben = stage.person("ana"), stage.person("ben")
        await ana.types("debrief", about="marzipan")
        await ana.fills(pace="short")
        resume, skip, stop = (token(ana, one) for one in ("Continue", "Skip", "Stop for now"))
        before = await stage.find(Conversation)
        await ben.types("wins")
        for custom_id in (resume, skip, stop):
            await presses(ben, custom_id)
            assert "marzipan" not in ben.text()
            assert ben.last.modal is None
        assert await stage.find(Conversation) == before
        for custom_id in (
            "v1:gone.verb:abc:1",
            "v0:talk.resume:1",
            "something else entirely",
            "v1:talk.resume:00000000000000000000000000",
            "v1:discord.kept:00000000000000000000000000:0",
            "v1:discord.answer:1",
            "v1:groups.settings:g1",
            "~2",
        ):
            await presses(ben, custom_id)
            assert ben.last.ephemeral or ben.last.acknowledged
            assert ben.text().strip(), custom_id
            assert "marzipan" not in ben.text()
        assert not ben.offers("Weekly post"), "no organiser by a token alone"
        # Forms: somebody else's, and one that nobody knows.
        await ana.taps("Continue")
        theirs = ana.last._interaction.modal["custom_id"]
        await ben.types("debrief")
        for custom_id in (theirs, "v1:form:nothing:0:start", "v9:form", "x" * 100):
            await ben.types("debrief")
            if ben.last.modal is None:
                await ben.taps("Resume")
            ben.last._interaction.modal["custom_id"] = custom_id
            await ben.fills(**({"pace": "short"} if "pace" in ben.fields() else {}))
            assert ben.last.acknowledged, custom_id
            assert "marzipan" not in ben.text()
        stage.kept_private("marzipan")


async def test_an_answer_that_comes_too_late_is_counted_and_nothing_is_lost(
    tmp_path: Path,
) -> None:
    async with on_stage(tmp_path) as stage:
        ana = stage.person("ana")
        await ana.types("debrief", about="Acme")
        await ana.fills(pace="short")
        await ana.taps("Skip")
        await ana.taps("Continue")
        stage.fails("POST", "/interactions/*/callback", status=404, code=10062)
        await ana.fills(kind="self", text="marzipan")
        assert stage.bot.surfaces is not None
        assert stage.bot.surfaces.late == 1
        [talk] = await stage.find(Conversation)
        assert "marzipan" in str(talk.answers)
        # Discord says that something went wrong; whatever they do next leads on.
        await ana.types("debrief")
        await ana.taps("Resume")
        assert ana.sees("marzipan", "Does it read right to you?")
        for status in (500, 502):
            stage.fails("POST", "/interactions/*/callback", status=status)
            await ana.taps("Edit")
        await ana.taps("Keep it")
        [win] = await stage.find(Win)
        assert win.text == "marzipan"


@pytest.mark.parametrize(
    ("code", "status", "words"),
    [
        (50013, 403, "I may not write in this channel."),
        (50001, 403, "I can't see this channel."),
        (200000, 400, "AutoMod"),
        (10003, 404, "The channel was not found."),
    ],
)
async def test_what_a_channel_refuses_is_told_once_and_goes_out_when_it_is_mended(
    tmp_path: Path, code: int, status: int, words: str
) -> None:
    async with on_stage(tmp_path) as stage:
        ana, dana = stage.person("ana"), stage.person("dana")
        await keeps(ana, "I asked what they pay")
        await ana.taps("Share one win")
        await ana.taps("Share this one")
        await ana.fills(way="now", named="unnamed")
        await ana.taps("Continue")
        await ana.fills()
        stage.fails(
            "POST",
            f"/channels/{stage.channel.id}/messages",
            status=status,
            code=code,
            times=None,
        )
        await ana.taps("Post exactly this")
        await stage.wait(hours=2)
        [told] = dana.inbox()
        assert "A post for #job-club could not go out" in words_of(told)
        assert words in words_of(told)
        assert "what they pay" not in words_of(told)
        stage.mended()
        await stage.wait(hours=1)
        [post] = stage.posts()
        assert "I asked what they pay" in words_of(post)
        assert len(dana.inbox()) == 1
        await dana.taps("Don't tell me about this", on=told)
        assert dana.sees("Done.")


async def test_what_closed_messages_kept_back_waits_for_the_next_visit(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        ana = stage.person("ana")
        await ana.types("debrief", about="Acme")
        await ana.fills(pace="later")
        await ana.taps("Continue")
        await ana.fills(when="tomorrow")
        stage.closes_messages(ana)
        await stage.wait(days=1)
        assert ana.inbox() == []
        assert stage.posts() == [], "never by a public ping"
        await stage.restart()
        await ana.types("wins")
        assert ana.offers("A message waits for you")
        await ana.taps("A message waits for you")
        assert ana.sees("You asked me to bring this back.")
        await ana.taps("Start")
        assert ana.asked("How much do you feel like?")
        await ana.types("wins")
        await ana.taps("A message waits for you")
        await ana.taps("I have read it")
        assert ana.sees("Nothing waits for you.")
        await ana.types("wins")
        assert not ana.offers("A message waits for you")
        stage.kept_private("Acme")


async def test_who_turns_out_to_be_gone_is_let_go_of(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        ana = stage.person("ana")
        await ana.types("debrief", about="Acme")
        await ana.fills(pace="later")
        await ana.taps("Continue")
        await ana.fills(when="tomorrow")
        there = ana.actor.user.dm_channel.id
        stage.guild.remove_member(ana.actor)
        stage.fails("POST", f"/channels/{there}/messages", status=403, code=50278, times=None)
        await stage.wait(days=1)
        found = [one for one in await stage.find(Member) if one.id == ana.who]
        assert found == [] or found[0].apart or found[0].group is None, found
        assert stage.posts() == []


async def test_a_server_that_removed_the_bot_is_forgotten_after_a_while_an_outage_is_none(
    tmp_path: Path,
) -> None:
    async with on_stage(tmp_path) as stage:
        ana = stage.person("ana")
        await keeps(ana, "marzipan")
        await stage.loses(outage=True)
        await stage.wait(days=40)
        await stage.regains(outage=True)
        assert len(await stage.find(Win)) == 1
        await stage.loses()
        await stage.wait(days=2)
        # Added again within the grace: everything is still there.
        await stage.regains()
        await stage.wait(days=40)
        await ana.types("wins")
        assert ana.sees("One line kept")
        # Added again while the bot was down and heard nothing of it.
        await stage.loses()
        await stage.restart()
        await stage.regains(outage=True)
        await stage.wait(days=40)
        await ana.types("wins")
        assert ana.sees("One line kept")
        await stage.loses()
        await stage.sleeps(days=31)
        await stage.sleeps(hours=1)
        assert await stage.find(Win) == []
        assert await stage.find(Group) == []
        assert b"marzipan" not in stage.stored()


async def test_posts_that_moderators_deleted_and_threads_that_sleep_stop_nothing(
    tmp_path: Path,
) -> None:
    async with on_stage(tmp_path) as stage:
        ana = stage.person("ana")
        await ana.types("fourwins")
        await stage.wait(days=3)
        [prompt] = stage.posts()
        await ana.taps("Check in", on=prompt)
        await ana.fills(learn="listening")
        await ana.taps("Continue")
        await ana.fills()
        await ana.taps("Show the group")
        [thread] = stage.channel.threads
        [answer] = stage.posts(thread)
        # The thread sleeps: the first change finds it so, wakes it and is done.
        stage.asks_less_for_threads()
        stage.fails("PATCH", f"/channels/{thread.id}/messages/{answer.id}", status=400, code=50083)
        await ana.types("checkin")
        await ana.taps("Change my answer")
        await ana.fills(learn="asking")
        await ana.taps("Continue")
        await ana.fills()
        await ana.taps("Show the new words")
        await stage.wait(minutes=1)
        assert "asking" in stage.channel_text(thread)
        # A moderator deletes the answer, then the prompt.
        stage.env.backend.delete_message(thread.id, answer.id)
        await ana.types("checkin")
        await ana.taps("Take it back from the group")
        stage.env.backend.delete_message(stage.channel.id, prompt.id)
        await stage.wait(days=8)
        assert stage.person("dana").inbox() == []
        assert [label for one in stage.posts() for label in labels_of(one)].count("Check in") == 1


async def test_a_rate_limit_and_an_outage_delay_a_post_and_it_comes_once(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        ana, dana = stage.person("ana"), stage.person("dana")
        await ana.types("fourwins")
        path = f"/channels/{stage.channel.id}/messages"
        stage.fails("POST", path, status=429, times=3)
        await stage.wait(days=3)
        stage.fails("POST", path, status=503, times=2)
        await stage.wait(hours=3)
        assert len(stage.posts()) == 1
        assert dana.inbox() == [], "nothing for anybody to mend"
        nonces = [
            one.json["nonce"]
            for one in stage.env.http_requests
            if one.method == "POST" and one.path == path
        ]
        assert len(nonces) > 1
        assert len(set(nonces)) == 1, "each try is the same message to Discord"
