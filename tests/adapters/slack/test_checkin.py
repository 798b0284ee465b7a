"""A check-in on Slack: the prompt in the channel, answers in modals, and what the group reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.model import CheckinAnswer, CheckinPlan, Round
from tests.adapters.slack.double import Message
from tests.adapters.slack.person import Person
from tests.adapters.slack.stage import Stage, on_stage

pytestmark = pytest.mark.asyncio

THURSDAY = 3
"""Days from the beginning of the scene to the first check-in, and an hour and a half."""


async def prompted(stage: Stage) -> Message:
    """The prompt of the first check-in, in a group in which somebody is there."""
    await stage.person("UEUN").opens_home()
    await stage.wait(days=THURSDAY)
    [prompt] = stage.slack.in_channel("C1")
    return prompt


def hanging(stage: Stage, prompt: Message) -> list[Message]:
    """What hangs below the prompt."""
    return [m for m in stage.slack.in_channel("C1") if m.thread_ts == prompt.ts != m.ts]


async def checks_in(
    who: Person, prompt: Message, *, shows: bool = False, learn: str = "", ask: str = "",
    offer: str = "", label: str = "Check in",
) -> None:  # fmt: skip
    await who.taps(label, on=prompt)
    if who.offers("Change my answer"):
        await who.taps("Change my answer")
    await who.submits(last_plan="Partly", learn=learn)
    await who.submits(ask=ask, offer=offer, energy="2")
    if shows:
        await who.taps("Show the group")
        await who.closes()


async def test_from_the_prompt_to_an_answer_in_its_thread(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        ana = stage.person("UANA")
        prompt = await prompted(stage)
        assert "Nobody sees who answers." in prompt.words()
        await ana.taps("Check in", on=prompt)
        assert ana.sees("Only you see this.", "How did your last plan go?")
        await ana.submits(last_plan="Partly", learn="telling my story")
        await ana.submits(ask="somebody to read my CV", energy="1")
        assert ana.sees(
            "Your check-in is saved.",
            "Only you see it so far. In #job-club, the group would read this:",
            "Could use: somebody to read my CV",
        )
        assert hanging(stage, prompt) == []
        await ana.taps("Show the group")
        assert ana.sees("In #job-club, the group reads this:")
        [answer] = hanging(stage, prompt)
        assert answer.words() == (
            "Ana checked in\nGetting better at: telling my story\nCould use: somebody to read my CV"
        )
        assert answer.text == "… checked in"
        assert "Partly" not in stage.slack.everything_public()


async def test_what_is_not_shown_is_nowhere_in_slack_but_in_its_writers_modal(
    tmp_path: Path,
) -> None:
    async with on_stage(tmp_path) as stage:
        ana, ben = stage.person("UANA"), stage.person("UBEN")
        prompt = await prompted(stage)
        await checks_in(ana, prompt, learn="marzipan", ask="thyme")
        await ana.closes()
        await stage.wait(days=4)
        assert all("marzipan" not in m.words() for m in stage.slack.messages)
        assert "thyme" not in stage.slack.everything_public()
        await ben.taps("Answer late", on=prompt)
        assert "marzipan" not in ben.modal_text()


async def test_what_somebody_types_mentions_and_formats_nothing(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        prompt = await prompted(stage)
        words = "<!channel> *bold* <@UBEN> & <https://example.org|a link>"
        await checks_in(stage.person("UANA"), prompt, shows=True, ask=words)
        [answer] = hanging(stage, prompt)
        assert f"Could use: {words}" in answer.words()
        assert words not in answer.text
        assert all(b["type"] in ("header", "rich_text") for b in answer.blocks)
        told = [e for b in answer.blocks if b["type"] == "rich_text" for e in b["elements"]]
        assert {e["type"] for one in told for e in one["elements"]} == {"text"}


async def test_a_changed_answer_is_edited_in_place_and_only_after_another_tap(
    tmp_path: Path,
) -> None:
    async with on_stage(tmp_path) as stage:
        ana = stage.person("UANA")
        prompt = await prompted(stage)
        await checks_in(ana, prompt, shows=True, learn="listening")
        [answer] = hanging(stage, prompt)
        await checks_in(ana, prompt, learn="asking")
        assert ana.sees("The group still reads your earlier words.", "asking")
        assert "listening" in answer.words()
        await ana.taps("Show the new words")
        assert hanging(stage, prompt) == [answer]
        assert "asking" in answer.words()
        assert "listening" not in answer.words()


@pytest.mark.parametrize("how", ["Take it back from the group", "Withdraw my answer"])
async def test_what_was_shown_is_taken_out_of_the_thread(tmp_path: Path, how: str) -> None:
    async with on_stage(tmp_path) as stage:
        ana = stage.person("UANA")
        prompt = await prompted(stage)
        await checks_in(ana, prompt, shows=True, learn="listening")
        await stage.restart()
        await ana.taps("Check in", on=prompt)
        await ana.taps(how)
        assert hanging(stage, prompt) == []
        assert not prompt.deleted
        left = await stage.find(CheckinAnswer)
        assert len(left) == (0 if how.startswith("Withdraw") else 1)
        if left:
            await ana.taps("Show the group")
            assert "listening" in hanging(stage, prompt)[0].words()


async def test_the_summary_takes_the_prompts_place_and_two_who_fit_are_told_below_it(
    tmp_path: Path,
) -> None:
    async with on_stage(tmp_path) as stage:
        ana, ben, chidi = (stage.person(who) for who in ("UANA", "UBEN", "UCHIDI"))
        prompt = await prompted(stage)
        await checks_in(ana, prompt, shows=True, ask="somebody to read my CV")
        await checks_in(ben, prompt, shows=True, offer="I read CVs in the evening")
        await checks_in(chidi, prompt, offer="CVs, but in secret")
        await chidi.closes()
        await stage.restart()
        await stage.wait(days=2)
        roots = [m for m in stage.slack.in_channel("C1") if m.thread_ts in ("", m.ts)]
        assert roots == [prompt]
        assert prompt.words() == (
            "Check-in of Thursday 26 November\n"
            "Could use\nAna: somebody to read my CV\n"
            "Could give\nBen: I read CVs in the evening\n"
            "Answer late"
        )
        assert prompt.text == "Check-in of Thursday 26 November"
        *answers, match = hanging(stage, prompt)
        assert len(answers) == 2
        assert "Ana and Ben, you two could talk" in match.words()
        assert match.text == "… and …, you two could talk"
        assert "secret" not in stage.slack.everything_public()


async def test_a_late_answer_changes_the_summary_and_taking_back_takes_the_match_too(
    tmp_path: Path,
) -> None:
    async with on_stage(tmp_path) as stage:
        ana, ben = stage.person("UANA"), stage.person("UBEN")
        prompt = await prompted(stage)
        await checks_in(ana, prompt, shows=True, ask="a mock interview")
        await stage.wait(days=3)
        await stage.restart()
        await checks_in(ben, prompt, shows=True, offer="mock interviews", label="Answer late")
        await stage.wait(minutes=1)
        assert "Ben: mock interviews" in prompt.words()
        assert "you two could talk" in stage.channel_text()
        await ben.taps("Answer late", on=prompt)
        assert ben.sees("The summary is out already.")
        await ben.taps("Take it back from the group")
        await stage.wait(minutes=1)
        assert "Ben" not in stage.channel_text()
        assert "Ana: a mock interview" in prompt.words()


async def test_the_next_round_has_a_thread_of_its_own_and_the_last_prompt_no_button(
    tmp_path: Path,
) -> None:
    async with on_stage(tmp_path) as stage:
        ana = stage.person("UANA")
        prompt = await prompted(stage)
        await checks_in(ana, prompt, shows=True, learn="listening")
        await stage.wait(days=7)
        second = [m for m in stage.slack.in_channel("C1") if m.text == "Check-in"][-1]
        assert second.ts != prompt.ts
        await checks_in(ana, second, shows=True, learn="asking")
        [answer] = hanging(stage, second)
        assert "asking" in answer.words()
        assert "listening" in hanging(stage, prompt)[0].words()
        assert ana.buttons(on=prompt) == []


async def test_a_form_that_is_closed_half_way_is_taken_up_again_after_a_restart(
    tmp_path: Path,
) -> None:
    async with on_stage(tmp_path) as stage:
        ana = stage.person("UANA")
        prompt = await prompted(stage)
        await ana.taps("Check in", on=prompt)
        await ana.fills(learn="listening")
        await ana.closes()
        await stage.restart()
        await ana.taps("Check in", on=prompt)
        assert ana.fields()["learn"] == "listening"
        await ana.submits()
        assert ana.sees("You and the group")


async def test_the_command_leads_to_the_same_answer_as_the_button(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        ana = stage.person("UANA")
        await ana.types("/checkin", channel="C1")
        assert ana.sees("No check-in is open. The next one comes on")
        prompt = await prompted(stage)
        await ana.types("/checkin", channel="C1")
        await ana.submits(learn="listening")
        await ana.submits()
        await ana.taps("Show the group")
        assert "listening" in hanging(stage, prompt)[0].words()
        assert len(await stage.find(Round)) == 1


async def test_the_organiser_previews_and_leaves_one_out_in_modals(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        dana, ben = stage.person("UDANA"), stage.person("UBEN")
        await dana.opens_home()
        await dana.taps("Group settings")
        await dana.taps("Check-ins")
        assert dana.sees("Thursday 26 November, 09:00 (Europe/Berlin)")
        await dana.taps("Preview")
        assert dana.sees("How did your last plan go")
        await dana.taps("Check-ins")
        await dana.taps("Leave out the next one")
        assert dana.sees("Thursday 26 November is left out.")
        await ben.opens_home()
        assert not ben.offers("Group settings")
        await stage.wait(days=4)
        assert stage.slack.in_channel("C1") == []
        await stage.wait(days=7)
        assert "Check-in" in stage.channel_text()


async def test_the_organiser_changes_days_and_hour_in_a_modal(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        dana = stage.person("UDANA")
        await dana.opens_home()
        await dana.taps("Group settings")
        await dana.taps("Check-ins")
        await dana.taps("Change days or hour")
        await dana.submits(weekdays=["Tuesday", "Friday"], hour="17:00", open_hours="lots")
        assert "open_hours" in dana.errors
        await dana.submits(open_hours="24")
        [plan] = await stage.find(CheckinPlan)
        assert (plan.weekdays, plan.hour.hour, plan.open_hours) == ((1, 4), 17, 24)
        assert dana.sees("Tuesday 24 November, 17:00")
