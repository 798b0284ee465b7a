"""A debrief on Discord, from the command to the wins book and to what comes back afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.model import Conversation, Debrief, Stage, Win
from bot.core.wins import Facet, NextStep, WinKind
from tests.adapters.discord.stage import Person, on_stage, words_of

pytestmark = pytest.mark.asyncio

WORDS = (
    "Acme",
    "Warehouse lead",
    "It says nothing about you",
    "The question about shifts",
    "Ask about pay",
    "Why us?",
    "They hire in March",
    "The crew",
    "The forms",
    "A crew that talks",
    "Nights alone",
    "Mo from the warehouse",
    "it is Friday",
    "write to Mo",
    "walk first",
)
"""What `tells` types, in the order of the questions."""


async def tells(person: Person) -> None:
    """The full debrief, step by step, up to the recap."""
    await person.types("debrief", about="Acme")
    await person.fills(pace="now", stage="interview")
    for step in (
        {"role": "Warehouse lead"},
        {"feeling": "sad", "to_a_friend": "It says nothing about you"},
        {
            "went_well": "The question about shifts",
            "differently": "Ask about pay",
            "rehearse": "Why us?",
        },
        {"clue": "They hire in March"},
        {"pulled_in": "The crew", "drained": "The forms"},
        {"want": "A crew that talks", "dont_want": "Nights alone"},
        {
            "who": "Mo from the warehouse",
            "next_steps": ["thank", "stay_in_touch"],
            "more": "no",
        },
        {"moment": "it is Friday", "act": "write to Mo", "plan_date": "2026-11-27"},
        {"line": "walk first"},
    ):
        await person.taps("Continue")
        await person.fills(**step)


async def skips_to(person: Person, title: str) -> None:
    """The form of this title, with everything before it skipped."""
    for _ in range(12):
        if f"### {title}" in person.text():
            await person.taps("Continue")
            return
        await person.taps("Skip")
    raise AssertionError(f"never came to {title}: {person.text()}")


async def test_from_the_command_to_the_book_and_to_what_comes_back(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        ana = stage.person("ana")
        await tells(ana)
        assert ana.sees("Your debrief: Acme", *WORDS, "Friday 27 November", "it felt sad")
        recap = ana.front[0].id
        await ana.taps("Keep it")
        assert ana.sees("Kept. It is in your wins book.")
        assert ana.front[0].id == recap, "the same message goes on"
        await ana.taps("okay")
        assert ana.sees("Thank you for telling me.")

        [kept] = await stage.find(Debrief)
        assert (kept.stage, kept.employer, kept.role) == (Stage.INTERVIEW, "Acme", "Warehouse lead")
        wins = sorted(await stage.find(Win), key=lambda win: win.id)
        assert [win.text for win in wins] == list(WORDS[3:12])
        assert wins[-1].next_steps == (NextStep.THANK, NextStep.STAY_IN_TOUCH)
        assert await stage.find(Conversation) == []
        assert ana.inbox() == []
        assert stage.posts() == []
        stage.kept_private(*WORDS)

        await ana.taps("Bring something back later")
        assert ana.sees("A draft of a thank-you note", "Nothing comes unless you turn it on.")
        await ana.taps("Bring it back")
        assert ana.sees("It comes on Monday 23 November, 13:30.")
        await ana.taps("Bring it back", nth=1)
        await stage.restart()
        await stage.wait(days=6)
        note, plan = ana.inbox()
        assert "Hello Mo from the warehouse," in words_of(note)
        assert "Did the moment come?" in words_of(plan)
        await ana.taps("It did not come", on=plan)
        assert ana.sees("Then it waits for another day, or for none.")
        await ana.taps("Change it")
        assert ana.fields()["act"] == "write to Mo"
        await ana.fills(act="write one line to Mo", plan_date="1 Dec")
        assert ana.sees("I'll ask on Tuesday 1 December, 18:00.")
        stage.kept_private(*WORDS)


async def test_back_skip_edit_and_delete_lose_no_word_and_leave_none(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        ana = stage.person("ana")
        await tells(ana)
        await ana.taps("Edit")
        assert ana.sees("What would you like to change?", "They hire in March")
        await ana.taps("Change", nth=4)
        assert ana.fields() == {"clue": "They hire in March"}
        await ana.fills(clue="They hire in April")
        assert ana.sees("Your debrief: Acme", "They hire in April", "The forms")
        await ana.taps("Delete")
        await ana.taps("No, go back to it")
        await ana.taps("Delete")
        await ana.taps("Yes, delete it")
        assert ana.sees("Deleted. Nothing of it is left here.")
        assert await stage.everything() == [
            one for one in await stage.everything() if not isinstance(one, Conversation | Win)
        ]
        assert await stage.find(Debrief) == []

        await ana.types("debrief")
        await ana.fills(pace="now", stage="interview")
        await skips_to(ana, "Self: what you noticed")
        await ana.fills(pulled_in="half a sentence")
        await ana.taps("Back")
        await ana.taps("Continue")
        assert ana.asked("What pulled you in?")
        assert ana.fields()["pulled_in"] == "half a sentence"
        # The form is put aside: what is behind it still leads on.
        await ana.taps("Back")
        await ana.taps("Back")
        assert ana.sees("Practice: you have done this once more")
        await skips_to(ana, "The next no")
        await ana.taps("Skip")
        assert ana.sees("Your debrief", "half a sentence")


async def test_a_debrief_of_skips_alone_is_a_full_answer(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        ana = stage.person("ana")
        await ana.types("rejected")
        await ana.fills(pace="now", stage="no_interview")
        for _ in range(14):
            if ana.offers("Keep it"):
                break
            await ana.taps("Skip")
        assert ana.sees("Nothing is written down this time. That is a full answer too.")
        await ana.taps("Keep it")
        assert len(await stage.find(Debrief)) == 1
        assert await stage.find(Win) == []


async def test_what_is_wrong_is_told_beside_its_question_and_the_words_still_stand(
    tmp_path: Path,
) -> None:
    async with on_stage(tmp_path) as stage:
        ana = stage.person("ana")
        await ana.types("debrief")
        await ana.fills(pace="now", stage="interview")
        await skips_to(ana, "One small plan")
        await ana.fills(act="write to Mo", plan_date="1 Nov 2026")
        assert ana.sees(
            "Not quite yet. What you wrote is still there.",
            "Which day do you have in mind?: This day has gone by.",
        )
        await stage.restart()
        await ana.taps("Change it")
        assert ana.fields()["act"] == "write to Mo"
        assert ana.fields()["plan_date"] == "1 Nov 2026"
        await ana.fills(act="write to Li", plan_date="in 3 days")
        assert ana.sees("The next no")
        await ana.taps("Skip")
        assert ana.sees("write to Li", "Thursday 26 November")
        assert "write to Mo" not in ana.text()


async def test_stopped_dismissed_and_taken_up_again(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        ana = stage.person("ana")
        await ana.types("debrief", about="Acme")
        # The form was swept away, and nothing is on the screen any more.
        await ana.types("debrief")
        assert ana.sees("You have a debrief half-way", "Acme, begun Monday 23 November, 10:30")
        await ana.taps("Resume")
        await ana.fills(pace="now", stage="screen")
        await ana.taps("Stop for now")
        assert ana.sees("Stopped for now.", "saved until Monday 30 November, 10:30")
        await ana.taps("Resume")
        assert ana.fields()["employer"] == "Acme"
        await ana.types("debrief", about="Globex")
        assert ana.sees("You have a debrief half-way", "Acme, begun")
        await ana.taps("Start a new one")
        await ana.fills(pace="now", stage="screen")
        await ana.taps("Continue")
        assert ana.fields()["employer"] == "Globex"
        assert len(await stage.find(Conversation)) == 2
        await ana.types("fourwins")
        assert ana.sees("You have 2 debriefs half-way", "Acme", "Globex")
        stage.kept_private("Acme", "Globex")


async def test_the_short_ways_and_a_reminder(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        ana, ben = stage.person("ana"), stage.person("ben")
        await ana.types("debrief", about="Globex")
        await ana.fills(pace="short", stage="final")
        await ana.taps("Continue")
        await ana.fills(feeling="angry")
        await ana.taps("Continue")
        await ana.fills(kind="industry", text="They pay by the hour")
        assert ana.sees("Your debrief: Globex", "it felt angry", "They pay by the hour")
        await ana.taps("Keep it")
        [win] = await stage.find(Win)
        assert (win.kind, win.facet, win.employer) == (WinKind.INDUSTRY, Facet.FREE, "Globex")

        await ana.types("rejected", about="Initech")
        await ana.fills(pace="log", stage="ghosted")
        await ana.taps("Continue")
        await ana.fills()
        assert ana.sees("Logged.", "No more than that today.")

        await ben.types("debrief", about="Acme")
        await ben.fills(pace="later", stage="final")
        await ben.taps("Continue")
        await ben.fills(when="tomorrow")
        assert ben.sees("I'll bring it back on Tuesday 24 November, 10:00.")
        await stage.restart()
        await stage.wait(days=1)
        [message] = ben.inbox()
        assert "You asked me to bring this back." in words_of(message)
        assert "Acme" not in words_of(message), "nothing on a locked screen"
        await ben.taps("Start", on=message)
        assert ben.asked("How much do you feel like?")
        await ben.fills(pace="now")
        await ben.taps("Continue")
        assert ben.fields()["employer"] == "Acme"
        stage.kept_private("Acme", "Globex", "Initech", "by the hour")


HOSTILE = (
    "@everyone @here <@123456789012345678> <#123456789012345678> <@&123456789012345678> **b** _i_ "
    "`c` ~~s~~ ||spoiler|| [a link](https://example.org) https://example.org <t:1:R> :tada: "
    "</wins:123456789012345678> \\* # head\n# head\n> quote\n- list\n-# small\n```\ncode\n``` "
    "👩🏽‍🍳 שלום ﷽ { $employer }"
)


async def test_4000_hostile_characters_in_every_answer_are_kept_and_shown_whole(
    tmp_path: Path,
) -> None:
    async with on_stage(tmp_path) as stage:
        ana = stage.person("ana")
        await ana.types("debrief", about=HOSTILE[:200])
        await ana.fills(pace="now", stage="interview")
        given: list[str] = []
        while not ana.offers("Keep it"):
            await ana.taps("Continue")
            answers = {}
            for name, one in ana.elements().items():
                if one["type"] == 4 and "date" not in name:
                    most = one["max_length"]
                    number = f"{len(given):02}"
                    text = f"{number} {HOSTILE} " + "so it goes @here * " * 250
                    given.append(text[: most - 2] + number)
                    answers[name] = given[-1]
            await ana.fills(**answers)
        assert max(len(one) for one in given) >= 3000
        shown = _letters(ana.text())
        assert [text[:2] for text in given if _letters(text) not in shown] == []
        assert len(ana.front) > 1
        await ana.taps("Keep it")
        kept = [win.text for win in await stage.find(Win)]
        assert kept
        assert all(any(win == text.strip() for text in given) for win in kept)
        assert stage.posts() == []


def _letters(text: str) -> str:
    """A text without blanks and the signs of which the lines of a quote or a list are made."""
    return "".join(sign for sign in text if not sign.isspace() and sign not in ">*-#")


async def test_two_in_the_same_form_at_once_get_their_own_words_and_no_others(
    tmp_path: Path,
) -> None:
    async with on_stage(tmp_path) as stage:
        ana, ben = stage.person("ana"), stage.person("ben")
        for who, employer in ((ana, "Acme"), (ben, "Globex")):
            await who.types("debrief", about=employer)
        await ben.fills(pace="short")
        await ana.fills(pace="short")
        await ana.taps("Continue")
        await ben.taps("Continue")
        await ben.fills(feeling="sad")
        await ana.fills(feeling="flat")
        for who in (ana, ben):
            await who.taps("Continue")
        assert ana.last.modal["custom_id"] != ben.last.modal["custom_id"]
        await ana.fills(kind="self", text="marzipan")
        await ben.fills(kind="self", text="thyme")
        assert ana.sees("Acme", "marzipan", "flat")
        assert ben.sees("Globex", "thyme", "sad")
        assert "thyme" not in ana.text()
        assert "marzipan" not in ben.text()
        for who in (ana, ben):
            await who.taps("Keep it")
        found = {win.member: win.text for win in await stage.find(Win)}
        assert found == {ana.who: "marzipan", ben.who: "thyme"}
