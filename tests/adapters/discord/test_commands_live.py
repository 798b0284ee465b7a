"""The commands and menus of a running bot: what they suggest, where they work, and that they are
brought to Discord once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.core.model import Debrief, Member, Win
from tests.adapters.discord.stage import Person, Stage, labels_of, on_stage

pytestmark = pytest.mark.asyncio


async def keeps(who: Person, text: str, *, employer: str, dm: bool = False) -> None:
    """A short debrief with one win, kept."""
    await who.types("debrief", about=employer, dm=dm)
    await who.fills(pace="short")
    await who.taps("Skip")
    await who.taps("Continue")
    await who.fills(kind="practice", text=text)
    await who.taps("Keep it")


async def suggested(who: Person, command: str, typed: str) -> list[str]:
    option = "words" if command == "wins" else "about"
    found = await who.actor.autocomplete(who.stage.channel, command, option, typed)
    return [one["name"] for one in found]


@contextmanager
def on_own_account(stage: Stage, who: Person) -> Iterator[None]:
    """This member's commands come from the app on their own account, in a server without it."""
    emit = stage.env.backend.emit

    def with_owner(event: str, payload: Any, *more: Any, **others: Any) -> Any:
        if event == "INTERACTION_CREATE":
            payload = {**payload, "authorizing_integration_owners": {"1": who.who}, "context": 2}
        return emit(event, payload, *more, **others)

    stage.env.backend.emit = with_owner
    try:
        yield
    finally:
        stage.env.backend.emit = emit


async def test_only_ones_own_employers_and_wins_are_suggested(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        ana, ben = stage.person("ana"), stage.person("ben")
        await keeps(ana, "I asked what they pay", employer="Acme @here")
        await stage.wait(minutes=5)
        await keeps(ana, "Kneading " * 30, employer="Bäckerei Straße")
        await keeps(ben, "I said no to nights", employer="Acme Tools")
        assert await suggested(ana, "debrief", "acm") == ["Acme @here"]
        assert await suggested(ana, "rejected", "backerei") == ["Bäckerei Straße"]
        assert await suggested(ana, "debrief", "") == ["Bäckerei Straße", "Acme @here"]
        assert await suggested(ben, "debrief", "") == ["Acme Tools"]
        assert "I asked what they pay" in await suggested(ana, "wins", "pay")
        assert await suggested(ben, "wins", "pay") == []
        assert await suggested(stage.person("eun"), "wins", "") == []
        # A long one is sent in part and is still found.
        [long] = await ana.actor.autocomplete(stage.channel, "wins", "words", "knead")
        assert len(long["value"]) <= 100
        await ana.types("wins", words=long["value"])
        assert ana.sees("One line found")


async def test_debrief_this_reads_ones_own_message_and_nobody_elses(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        ana, ben = stage.person("ana"), stage.person("ben")
        news = await ana.says("I didn't get the job at Acme", to=stage.channel)
        before = await stage.find(Debrief)
        await ben.uses_menu("Debrief this", news)
        assert ben.sees("That message is somebody else's.", "only when its own writer asks me to")
        assert "Acme" not in ben.text()
        assert await stage.find(Debrief) == before
        await ana.uses_menu("Debrief this", news)
        if ana.last.modal is None:
            await ana.taps("Debrief now")
        await ana.fills(pace="now", stage="interview")
        await ana.taps("Continue")
        assert ana.fields()["employer"] == "Acme"

        lead = await ben.says(
            f"A kitchen needs a night cook <@{ana.who}>, **soon**", to=stage.channel
        )
        await ana.uses_menu("Pass this on", lead)
        assert ana.asked("Pass something on", "Your name is not on it.")
        assert str(ana.fields()).count("night cook") == 1
        assert ana.who not in str(ana.fields())
        assert stage.posts() == []
        stage.kept_private("Acme", "night cook")


async def test_every_command_answers_its_member_alone_and_in_direct_messages_too(
    tmp_path: Path,
) -> None:
    async with on_stage(tmp_path) as stage:
        ana = stage.person("ana")
        names = ana.actor.available_commands(stage.channel)
        assert {"debrief", "rejected", "wins", "checkin", "refer", "practice"} <= set(names)
        for name in names:
            await ana.types(name)
            assert ana.text()
            assert ana.last.modal is not None or ana.last.ephemeral
            await ana.types(name, dm=True)
            assert ana.last.modal is not None or ana.last.ephemeral
        # In private it is the same place as in the server where they last were.
        await keeps(ana, "I asked what they pay", employer="Acme", dm=True)
        assert len(await stage.find(Win, member=ana.who)) == 1
        assert stage.posts() == ana.inbox() == []


async def test_on_ones_own_account_a_server_learns_nothing_and_keeps_nothing(
    tmp_path: Path,
) -> None:
    async with on_stage(tmp_path) as stage:
        eun = stage.person("eun")
        # Not a member of the bot's only server: else what they do in private is done in that group.
        stage.bot._alone[eun.who] = None
        before = await stage.everything()
        with on_own_account(stage, eun):
            await eun.types("fourwins")
            assert eun.sees("Four Wins")
            assert not eun.offers("Set up a group")
            assert not eun.offers("Pass something on")
            await keeps(eun, "I asked what they pay", employer="Acme")
            await eun.types("wins")
            assert eun.sees("One line kept")
            await eun.types("debrief", about="I want to die")
            assert eun.sees("I'd like to stop here for a moment.", "findahelpline.com")
            assert not eun.offers("Talk to our person")
        assert await stage.everything() == before
        own = await stage.store.transaction(stage.tenant_of(eun)).find(Member)
        assert [one.id for one in own] == [eun.who]
        await eun.types("wins")
        assert eun.sees("Nothing here yet")
        stage.kept_private("Acme")


async def test_commands_are_brought_once_and_not_again_after_a_restart(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:

        def brought() -> int:
            requests = stage.env.http_requests
            return sum(one.method == "PUT" and "/commands" in one.path for one in requests)

        assert brought() == 1
        await stage.restart()
        await stage.restart()
        assert brought() == 1
        await stage.wait(days=31)
        await stage.restart()
        assert brought() == 2, "now and then it is not taken on trust"
        ana = stage.person("ana")
        await ana.types("fourwins")
        assert "Debrief a no" in labels_of(ana.front[0])
