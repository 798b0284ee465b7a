"""The console as a person meets it: lines in, a transcript out, events to the engine between."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.console.prompts import Heard, Pick, Stop
from adapters.console.render import Line
from bot.core.cards import (
    Answer,
    Ask,
    Attachment,
    Button,
    Card,
    Care,
    Entry,
    FieldKind,
    Form,
    FormField,
    Nothing,
    Option,
    Paragraph,
    Show,
    press_token,
)
from bot.core.events import Command, Event, Press, Say, Submit
from bot.core.model import Act, Address, Where
from bot.core.text import said
from tests.adapters.console.scene import (
    ANA,
    BEN,
    CHANNEL,
    FEELING,
    FRIEND,
    LANDED,
    NEXT,
    PEOPLE,
    START,
    Scene,
    correct,
    form,
    post,
)

pytestmark = pytest.mark.asyncio

KEEP = Button("Keep it", press_token("debrief.keep", "c1"))
DROP = Button("Delete", press_token("debrief.delete", "c1"))
CARE = Card("I'd like to stop here for a moment.", (Paragraph("You deserve a person."),))


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


def values(event: Event) -> Mapping[str, Answer]:
    assert isinstance(event, Submit)
    return event.values


def on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


class Played:
    """A console that hears what it is told to, and keeps the lines that were shown."""

    def __init__(self, *heard: Heard, points: bool = False) -> None:
        self.width = 60
        self._heard = list(heard)
        self.points = points
        self.lines: list[str] = []
        self.picks: list[Pick | None] = []
        self.earlier: list[str] = []

    def session(self) -> AbstractContextManager[None]:
        return nullcontext()

    def show(self, lines: Sequence[Line]) -> None:
        self.lines += [line.text for line in lines]

    async def read(
        self,
        prompt: str,
        pick: Pick | None = None,
        words: Sequence[str] | None = None,
        earlier: str = "",
    ) -> Heard:
        await asyncio.sleep(0)
        self.picks.append(pick)
        self.earlier.append(earlier)
        return self._heard.pop(0) if self._heard else Heard(stop=Stop.ENDED)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


# Who is who.


async def test_the_greeting_says_where_things_are_and_how_to_begin(scene: Scene) -> None:
    console = Played()
    await scene.chat(console).run()
    for words in (
        "You are Ana (Europe/Berlin), who runs the group.",
        "@ben (America/New_York), @chidi (Africa/Lagos)",
        "#job-club",
        "It is Monday 5 October 2026, 10:00 in Europe/Berlin",
        "/debrief",
        "/help",
    ):
        assert words in " ".join(line.removeprefix("· ").strip() for line in console.lines)


async def test_a_zone_that_is_the_readers_own_is_not_repeated(scene: Scene) -> None:
    scene.people = [PEOPLE[0], *(p for p in PEOPLE[1:2])]
    assert "Also here: @ana (the organiser, Europe/Berlin). The" in await scene.play("@ben", "@")


async def test_a_switch_makes_the_next_words_somebody_elses(scene: Scene) -> None:
    scene.intake.script = [Nothing(), Nothing()]
    text = await scene.play("hello", "@BEN", "hello")
    assert [event.sender.who for event in scene.intake.told if isinstance(event, Say)] == [
        "ana",
        "ben",
    ]
    assert "ben> hello" in text
    assert "You are Ben (America/New_York)." in text


async def test_a_name_that_nobody_has_changes_nothing(scene: Scene) -> None:
    text = await scene.play("@zo\x1b[31me")
    assert "Nobody here is called @zo[31me. There are @ana, @ben, @chidi." in text
    assert text.count("ana> ") == 1


# What becomes of a line.


async def test_words_are_a_private_message_and_commands_come_from_the_channel(scene: Scene) -> None:
    scene.intake.script = [Nothing(), Nothing()]
    await scene.play("I didn't get it", "/Debrief Acme & Sons")
    say, command = scene.intake.told
    assert isinstance(say, Say)
    assert (say.text, say.sender.channel) == ("I didn't get it", None)
    assert isinstance(command, Command)
    assert (command.name, command.text, command.sender.channel) == (
        "debrief",
        "Acme & Sons",
        "job-club",
    )


async def test_an_empty_line_tells_the_bot_nothing(scene: Scene) -> None:
    await scene.play("", "   ", "\x07\u202e")
    assert scene.intake.told == []


async def test_every_event_has_an_id_of_its_own(scene: Scene) -> None:
    scene.intake.script = [Nothing()] * 3
    await scene.play("one", "one", "/wins")
    assert len({event.id for event in scene.intake.told}) == 3


async def test_an_answer_with_nothing_to_show_is_acknowledged(scene: Scene) -> None:
    scene.intake.script = [Nothing()]
    assert "· Done. There is nothing to show for it here." in await scene.play("hello")


async def test_help_lists_the_bots_commands_and_the_consoles(scene: Scene) -> None:
    text = await scene.play("/help")
    assert scene.intake.told == []
    assert "· /wins: your book\n" in text
    assert "· /debrief\n" in text
    for name in ("/channel", "/inbox", "/clock", "/quit", "@ben"):
        assert f"· {name}" in text or f" {name}" in text


async def test_quit_ends_and_leaves_the_rest_unread(scene: Scene) -> None:
    text = await scene.play("/quit", "hello")
    assert scene.intake.told == []
    assert text.endswith("· Bye. Everything is saved, and you can go on from here next time.\n")


# Buttons.


async def test_a_number_presses_the_button_of_that_number(scene: Scene) -> None:
    entry = Entry("A win", buttons=(DROP,))
    scene.intake.script = [Show(Card("Yours", (entry,), (KEEP,))), Show(Card("Kept."))]
    text = await scene.play("hello", "2")
    assert "│   [1] Delete\n" in text
    assert "│ [2] Keep it\n" in text
    press = scene.intake.told[1]
    assert isinstance(press, Press)
    assert press.token == KEEP.press
    assert press.sender.channel is None
    assert "│ Kept." in text


@pytest.mark.parametrize("number", ["0", "2", "999999999999999999999"])
async def test_a_number_without_a_button_says_so(scene: Scene, number: str) -> None:
    scene.intake.script = [Show(Card("Yours", buttons=(KEEP,)))]
    text = await scene.play("hello", number)
    assert "There is no button" in text
    assert len(scene.intake.told) == 1


async def test_numbers_belong_to_what_was_shown_last(scene: Scene) -> None:
    scene.intake.script = [
        Show(Card("First", buttons=(KEEP,))),
        Show(Card("Second", buttons=(DROP,))),
        Nothing(),
    ]
    await scene.play("one", "two", "1")
    press = scene.intake.told[-1]
    assert isinstance(press, Press)
    assert press.token == DROP.press


async def test_buttons_outlive_what_has_none(scene: Scene) -> None:
    scene.intake.script = [Show(Card("First", buttons=(KEEP,))), Show(Card("Plain")), Nothing()]
    await scene.play("one", "two", "1")
    press = scene.intake.told[-1]
    assert isinstance(press, Press)
    assert press.token == KEEP.press


async def test_what_comes_at_once_is_numbered_through(scene: Scene) -> None:
    async def settle() -> None:
        if scene.intake.told and not scene.board.messages(CHANNEL):
            scene.outbox = [(post("d1", Card("Post", buttons=(DROP,))), None)]
        await Scene.settle(scene)

    scene.settle = settle  # type: ignore[method-assign]
    scene.intake.script = [Show(Card("Mine", buttons=(KEEP,))), Nothing()]
    text = await scene.play("hello", "2")
    assert text.index("│ [1] Keep it") < text.index("║ [2] Delete")
    press = scene.intake.told[-1]
    assert isinstance(press, Press)
    assert press.token == DROP.press


async def test_a_private_button_is_not_pressed_by_somebody_else(scene: Scene) -> None:
    scene.intake.script = [Show(Card("Yours", buttons=(KEEP,)))]
    text = await scene.play("hello", "@ben", "1")
    assert "ben> 1\n· There is no button 1 for you here." in text
    assert len(scene.intake.told) == 1


async def test_a_button_in_the_channel_is_everybodys(scene: Scene) -> None:
    scene.outbox = [(post("d1", Card("Post", buttons=(KEEP,))), None)]
    scene.intake.script = [Nothing()]
    await scene.play("/channel", "@ben", "1")
    press = scene.intake.told[0]
    assert isinstance(press, Press)
    assert (press.sender.who, press.sender.channel) == ("ben", "job-club")


# What arrives.


async def test_the_channel_and_private_messages_look_different(scene: Scene) -> None:
    scene.outbox = [(post("d1", Card("For all")), None), (post("d2", Card("For you"), ANA), None)]
    text = "\n".join((await _everything(scene)).splitlines())
    assert "╔ #job-club · Monday 5 October, 10:00\n║ For all\n╚" in text
    assert "╭ only you · Monday 5 October, 10:00\n│ For you\n╰" in text


async def _everything(scene: Scene, *typed: str) -> str:
    """The whole of it, the greeting too."""
    console = Played(*(Heard(line) for line in typed))
    await scene.chat(console).run()
    return console.text


async def test_a_message_for_somebody_else_is_told_without_its_words(scene: Scene) -> None:
    scene.outbox = [(post("d1", Card("A secret"), BEN), None)]
    before, after = (await _everything(scene, "@ben")).split("You are Ben")
    assert "· Ben has a new private message. @ben shows it." in before
    assert "A secret" not in before
    assert "│ A secret" in after


async def test_an_unread_message_is_shown_once(scene: Scene) -> None:
    scene.outbox = [(post("d1", Card("A secret"), BEN), None)]
    text = await _everything(scene, "@ben", "@ana", "@ben")
    assert text.count("A secret") == 1


async def test_the_inbox_makes_messages_read(scene: Scene) -> None:
    scene.outbox = [(post("d1", Card("A secret"), BEN), None)]
    text = await _everything(scene, "@ben", "/inbox", "@ana", "@ben")
    assert text.count("A secret") == 2


async def test_an_unread_message_that_was_taken_back_is_not_shown(scene: Scene) -> None:
    scene.outbox = [
        (post("d1", Card("A secret"), BEN), None),
        (post("d2", None, BEN, Act.DELETE), "m1"),
    ]
    assert "A secret" not in await _everything(scene, "@ben", "/inbox")


async def test_an_edit_is_shown_as_one_and_a_deletion_without_words(scene: Scene) -> None:
    steps = iter(
        [
            (post("d1", Card("Before")), None),
            (post("d2", Card("After"), CHANNEL, Act.EDIT), "m1"),
            (post("d3", None, CHANNEL, Act.DELETE), "m1"),
        ]
    )

    async def advance(moment: datetime) -> None:
        scene.clock.moment = moment
        scene.outbox = [next(steps)]

    scene.advance = advance  # type: ignore[method-assign]
    console = Played(*[Heard("/clock +1m")] * 3, Heard("/channel"))
    await scene.chat(console).run()
    assert "10:01\n║ Before" in console.text
    assert "10:01 · changed\n║ After" in console.text
    at = console.text.index("· A message in #job-club was taken away.")
    assert "· Nothing in #job-club yet." in console.text[at:]


async def test_what_was_taken_back_before_it_was_seen_is_not_shown(scene: Scene) -> None:
    scene.outbox = [
        (post("d1", Card("Before")), None),
        (post("d2", Card("After"), CHANNEL, Act.EDIT), "m1"),
        (post("d3", Card("Other")), None),
        (post("d4", None, CHANNEL, Act.DELETE), "m1"),
    ]
    text = await _everything(scene)
    assert "Before" not in text
    assert "After" not in text
    assert "║ Other" in text


async def test_a_reply_says_under_what_it_hangs(scene: Scene) -> None:
    thread = Address(Where.THREAD, "m1")
    scene.outbox = [
        (post("d1", Card("Lead: nights")), None),
        (post("d2", Card("Two hands are up"), thread), None),
    ]
    text = await _everything(scene)
    assert "╔ #job-club · in the thread under: Lead: nights" in text


async def test_what_arrives_while_nobody_types_is_shown_at_once(scene: Scene) -> None:
    shown = asyncio.Event()

    class Waiting(Played):
        def show(self, lines: Sequence[Line]) -> None:
            super().show(lines)
            if "Good morning" in self.text:
                shown.set()

        async def read(
            self,
            prompt: str,
            pick: Pick | None = None,
            words: Sequence[str] | None = None,
            earlier: str = "",
        ) -> Heard:
            scene.outbox = [(post("d1", Card("Good morning")), None)]
            await scene.settle()
            await shown.wait()
            return Heard(stop=Stop.ENDED)

    console = Waiting()
    await asyncio.wait_for(scene.chat(console).run(), 10)
    assert "║ Good morning" in console.text


async def test_under_a_form_what_arrives_waits_until_the_end(scene: Scene) -> None:
    def meanwhile(_: Submit) -> Nothing:
        scene.outbox = [(post("d1", Card("A post")), None)]
        return Nothing()

    scene.intake.on_the_way = meanwhile
    scene.intake.script = [Ask(LANDED), Show(Card("Thank you"))]
    text = await scene.play("/debrief", "1", "kind words")
    assert text.index("ana> kind words") < text.index("Thank you") < text.index("║ A post")


async def test_the_channel_shows_the_last_twenty_and_all_on_request(scene: Scene) -> None:
    scene.outbox = [(post(f"d{n}", Card(f"Post {n}.")), None) for n in range(22)]
    await scene.settle()
    text = await scene.play("/channel", "/channel all")
    recent, everything = text.split("ana> /channel all")
    assert "· 2 messages before these. /channel all shows them." in recent
    assert "Post 1." not in recent
    assert "Post 2." in recent
    assert "Post 0." in everything


async def test_empty_places_say_that_they_are_empty(scene: Scene) -> None:
    text = await scene.play("/channel", "/inbox")
    assert "· Nothing in #job-club yet." in text
    assert "· You have no private messages yet." in text


async def test_an_attachment_becomes_a_file_and_its_words_stay_off_the_screen(
    scene: Scene, tmp_path: Path
) -> None:
    scene.intake.script = [Show(Card("Here", (Attachment("wins.md", "private words"),)))]
    text = await scene.play("/wins")
    assert "/data/exports/ana-wins.md" in text
    assert "private words" not in text
    assert (tmp_path / "exports" / "ana-wins.md").read_text() == "private words"


async def test_a_file_that_cannot_be_written_is_told_and_nothing_breaks(
    scene: Scene, tmp_path: Path
) -> None:
    (tmp_path / "exports").write_text("in the way")
    scene.intake.script = [Show(Card("Here", (Attachment("wins.md", "private words"),)))]
    assert "The file could not be written" in await scene.play("/wins")


# Forms.


async def test_a_form_is_asked_one_field_at_a_time_and_saved_after_each(scene: Scene) -> None:
    scene.intake.script = [Ask(LANDED), Show(Card("Thank you"))]
    text = await scene.play("/debrief", "3", "A kind word")
    first, last = scene.intake.submits()
    assert (first.values, first.complete) == ({"feeling": "flat"}, False)
    assert (last.values, last.complete) == ({"feeling": "flat", "friend": "A kind word"}, True)
    assert not last.kept
    assert (last.conversation, last.revision, last.step) == ("c1", 3, "landed")
    assert text.index("? How did it land?") < text.index("? What would you say to a friend?")


async def test_empty_lines_leave_questions_empty(scene: Scene) -> None:
    scene.intake.script = [Ask(LANDED), Nothing()]
    await scene.play("/debrief", "", "")
    assert scene.intake.submits()[-1].values == {"feeling": None, "friend": None}


async def test_the_next_step_is_asked_at_once(scene: Scene) -> None:
    scene.intake.script = [Ask(form(FEELING)), Ask(form(NEXT, step="next")), Nothing()]
    await scene.play("/debrief", "2", "1 2")
    assert [submit.values for submit in scene.intake.submits()] == [
        {"feeling": "okay"},
        {"next": ("thank", "stay")},
    ]


async def test_what_is_filled_in_can_be_kept_replaced_or_cleared(scene: Scene) -> None:
    held = [
        FormField(name, FieldKind.LINE, f"{name}?", value=said("Acme")[1:-1])
        for name in ("one", "two", "three")
    ]
    scene.intake.script = [Ask(form(*held)), Nothing()]
    text = await scene.play("/debrief", "", "Baker", "-")
    assert scene.intake.submits()[-1].values == {"one": "Acme", "two": "Baker", "three": None}
    assert "Enter keeps what is here (- clears it): Acme" in text


async def test_the_ways_out_are_named_and_carry_what_was_answered(scene: Scene) -> None:
    scene.intake.script = [Ask(LANDED), Show(Card("Gone back"))]
    text = await scene.play("/debrief", "crushed", "/back")
    press = scene.intake.told[-1]
    assert isinstance(press, Press)
    assert press.token == press_token("talk.back", "c1", 3)
    assert press.typed == {"feeling": "crushed"}
    assert "/back (Go back) · /skip · /more (This is more than a job thing)" in _flat(text)
    assert "Gone back" in text


def _flat(text: str) -> str:
    return " ".join(line.removeprefix("│ ").strip() for line in text.splitlines())


@pytest.mark.parametrize(
    ("typed", "token"),
    [
        ("/skip", press_token("talk.skip", "c1", 3)),
        ("/SKIP please", press_token("talk.skip", "c1", 3)),
        ("/more", press_token("talk.exit", "c1", 3, "more")),
    ],
)
async def test_every_way_presses_its_button(scene: Scene, typed: str, token: str) -> None:
    scene.intake.script = [Ask(LANDED), Nothing()]
    await scene.play("/debrief", typed)
    press = scene.intake.told[-1]
    assert isinstance(press, Press)
    assert press.token == token


async def test_help_in_a_form_shows_its_ways_and_asks_again(scene: Scene) -> None:
    scene.intake.script = [Ask(LANDED), Nothing()]
    text = await scene.play("/debrief", "/help", "1", "")
    assert text.count("How it landed") == 2
    assert scene.intake.submits()[-1].values == {"feeling": "relieved", "friend": None}


async def test_a_way_that_is_none_is_explained_and_not_taken_for_an_answer(scene: Scene) -> None:
    scene.intake.script = [Ask(form(FRIEND)), Nothing()]
    text = await scene.play("/debrief", "/bakc", " /etc is a folder")
    assert "There is no /bakc in this form." in text
    assert scene.intake.submits()[-1].values == {"friend": "/etc is a folder"}


async def test_a_wrong_choice_is_explained_and_asked_again(scene: Scene) -> None:
    scene.intake.script = [Ask(form(FEELING)), Nothing()]
    text = await scene.play("/debrief", "9", "joyful", "sad")
    assert text.count("That is not one of the choices. Please type a number from 1 to 6.") == 2
    assert scene.intake.submits()[-1].values == {"feeling": "sad"}


async def test_members_and_scales_are_asked_by_name_and_number(scene: Scene) -> None:
    fields = (
        FormField("who", FieldKind.MEMBER, "Who?"),
        FormField("energy", FieldKind.SCALE, "Energy?"),
        FormField("where", FieldKind.CHANNEL, "Where?"),
    )
    scene.intake.script = [Ask(form(*fields)), Nothing()]
    text = await scene.play("/x", "@zoe", "@Ben", "7", "4", "#nowhere", "#job-club")
    assert scene.intake.submits()[-1].values == {"who": "ben", "energy": 4, "where": "job-club"}
    assert "Nobody here is called that." in text
    assert "Please type a number from 1 to 5." in text
    assert "There is no such channel." in text


async def test_an_error_comes_back_to_its_field_with_the_words_still_there(scene: Scene) -> None:
    day = FormField("day", FieldKind.DATE, "Which day?")
    scene.intake.script = [
        Ask(form(FEELING, day)),
        lambda e: correct(_held(form(FEELING, day), values(e)), day="This day has gone by."),
        Nothing(),
    ]
    text = await scene.play("/debrief", "1", "monday last", "friday")
    assert "│ ! This day has gone by.\n" in text
    assert "You typed this (- empties the question): monday last" in _flat(text).replace("› ", "")
    assert text.count("? How did it land?") == 1
    assert scene.intake.submits()[-1].values == {"feeling": "relieved", "day": "friday"}


def _held(asked: Form, answers: Mapping[str, Answer]) -> Form:
    return form(
        *(
            FormField(f.name, f.kind, f.label, options=f.options, value=answers.get(f.name))
            for f in asked.fields
        )
    )


async def test_an_error_on_the_way_is_asked_again_before_the_next_field(scene: Scene) -> None:
    day = FormField("day", FieldKind.DATE, "Which day?")
    wrong = [correct(form(day, FRIEND), day="I can't read this as a day.")]
    scene.intake.on_the_way = lambda _: wrong.pop() if wrong else Nothing()
    scene.intake.script = [Ask(form(day, FRIEND)), Nothing()]
    text = await scene.play("/debrief", "blah", "friday", "words")
    assert text.index("I can't read this") < text.index("? What would you say")
    assert scene.intake.submits()[-1].values == {"day": "friday", "friend": "words"}


async def test_a_form_that_has_moved_on_is_asked_from_its_start(scene: Scene) -> None:
    scene.intake.script = [Ask(form(FRIEND)), correct(form(FEELING, FRIEND)), Nothing()]
    text = await scene.play("/debrief", "words", "1", "other words")
    assert text.count("╭ only you") == 2
    assert scene.intake.submits()[-1].values == {"feeling": "relieved", "friend": "other words"}


async def test_another_command_leaves_the_form_and_is_done(scene: Scene) -> None:
    scene.intake.script = [Ask(LANDED), Show(Card("The book"))]
    text = await scene.play("/debrief", "1", "/wins")
    assert "· You left the form. What you answered so far is saved." in text
    assert "│ The book" in text
    command = scene.intake.told[-1]
    assert isinstance(command, Command)
    assert command.name == "wins"


async def test_another_name_leaves_the_form_and_becomes_them(scene: Scene) -> None:
    scene.intake.script = [Ask(form(FRIEND))]
    assert "You are Ben" in await scene.play("/debrief", "@ben")
    assert scene.intake.submits() == []


async def test_a_handle_that_nobody_has_is_an_answer(scene: Scene) -> None:
    scene.intake.script = [Ask(form(FRIEND)), Nothing()]
    await scene.play("/debrief", "@acme")
    assert scene.intake.submits()[-1].values == {"friend": "@acme"}


# The end of the input, and Ctrl-C.


async def test_the_end_of_the_input_ends_everything(scene: Scene) -> None:
    text = await scene.play()
    assert text.endswith("· Bye. Everything is saved, and you can go on from here next time.\n")


async def test_the_end_inside_a_form_saves_and_ends(scene: Scene) -> None:
    scene.intake.script = [Ask(LANDED)]
    text = await scene.play("/debrief", "1")
    assert [submit.values for submit in scene.intake.submits()] == [{"feeling": "relieved"}]
    assert "· You left the form." in text
    assert "· Bye." in text


async def test_ctrl_c_asks_once_before_it_quits(scene: Scene) -> None:
    scene.intake.script = [Nothing()]
    interrupt = Heard(stop=Stop.INTERRUPTED)
    console = Played(interrupt, Heard("hello"), interrupt, interrupt, Heard("not heard"))
    await scene.chat(console).run()
    assert len(scene.intake.told) == 1
    assert console.text.count("Ctrl-C once more quits.") == 2
    assert "Bye." in console.text


async def test_ctrl_c_on_a_line_with_words_throws_them_away_and_does_not_quit(
    scene: Scene,
) -> None:
    scene.intake.script = [Nothing()]
    half = Heard("not this", stop=Stop.INTERRUPTED)
    await scene.chat(Played(Heard(stop=Stop.INTERRUPTED), half, Heard("this"))).run()
    assert [event.text for event in scene.intake.told if isinstance(event, Say)] == ["this"]


async def test_ctrl_c_in_a_form_saves_the_half_typed_line_and_leaves(scene: Scene) -> None:
    scene.intake.script = [Ask(LANDED), Nothing()]
    console = Played(
        Heard("/debrief"), Heard("1"), Heard("It was a har", stop=Stop.INTERRUPTED), Heard("hello")
    )
    await scene.chat(console).run()
    assert scene.intake.submits()[-1].values == {"feeling": "relieved", "friend": "It was a har"}
    assert not scene.intake.submits()[-1].complete
    assert "You left the form." in console.text
    assert isinstance(scene.intake.told[-1], Say)


async def test_ctrl_c_twice_in_a_form_quits(scene: Scene) -> None:
    scene.intake.script = [Ask(LANDED)]
    interrupt = Heard(stop=Stop.INTERRUPTED)
    await scene.chat(Played(Heard("/debrief"), interrupt, interrupt, Heard("not heard"))).run()
    assert len(scene.intake.told) == 1


# Arrow keys.


async def test_options_that_were_pointed_at_are_the_answer(scene: Scene) -> None:
    scene.intake.script = [Ask(form(FEELING, NEXT, FRIEND)), Nothing()]
    console = Played(
        Heard("/debrief"),
        Heard(picked=(5,)),
        Heard(picked=(0, 1)),
        Heard("words"),
        points=True,
    )
    await scene.chat(console).run()
    assert scene.intake.submits()[-1].values == {
        "feeling": "crushed",
        "next": ("thank", "stay"),
        "friend": "words",
    }
    _, one, many, text, _ = console.picks
    assert one is not None
    assert not one.many
    assert many is not None
    assert many.many
    assert text is None
    # The options are drawn by the terminal, so they are not listed above it too.
    assert "1) Relieved" not in console.text


async def test_options_follow_a_window_that_grows_narrower(scene: Scene) -> None:
    long = FormField("f", FieldKind.CHOICE, "?", options=(Option("a", "word " * 20),))
    scene.intake.script = [Ask(form(long)), Nothing()]
    console = Played(Heard("/debrief"), Heard(picked=(0,)), points=True)
    await scene.chat(console).run()
    pick = console.picks[1]
    assert pick is not None
    console.width = 30
    assert max(len(line.text) for line in pick.draw(0, frozenset())) <= 30


async def test_unticking_everything_is_an_empty_answer(scene: Scene) -> None:
    ticked = FormField("next", FieldKind.MANY, "?", options=NEXT.options, value=("thank",))
    scene.intake.script = [Ask(form(ticked)), Nothing()]
    console = Played(Heard("/debrief"), Heard(picked=()), points=True)
    await scene.chat(console).run()
    assert scene.intake.submits()[-1].values == {"next": None}
    pick = console.picks[1]
    assert pick is not None
    assert pick.chosen == {0}


async def test_earlier_words_can_be_brought_back_with_the_up_key(scene: Scene) -> None:
    held = FormField("friend", FieldKind.PARAGRAPH, "?", value="earlier words")
    scene.intake.script = [Ask(form(held, FEELING)), Nothing()]
    console = Played(Heard("/debrief"), Heard("earlier words and more"), points=True)
    await scene.chat(console).run()
    assert console.earlier == ["", "earlier words", ""]
    assert "the Up key brings it back to change" in _flat(console.text)


# Hard moments.


def cares(event: Event) -> Care:
    assert isinstance(event, Submit)
    return Care(CARE, LANDED, {n: v for n, v in event.values.items() if isinstance(v, str)})


async def test_care_gives_the_words_back_and_says_that_they_were_not_kept(scene: Scene) -> None:
    scene.intake.script = [Ask(LANDED), cares]
    text = await scene.play("/debrief", "6", "I want to die")
    assert text.index("I'd like to stop here") < text.index("They were not kept.")
    assert "│ > I want to die\n" in text
    # What was chosen from a list is not read back as their words.
    assert "> crushed" not in text


async def test_care_for_a_plain_message_gives_it_back_too(scene: Scene) -> None:
    scene.intake.script = [Care(CARE, None, {"text": "I want to die"})]
    assert "│ > I want to die\n" in await scene.play("I want to die")


async def test_carrying_on_offers_the_words_and_sends_them_only_with_their_writers_word(
    scene: Scene,
) -> None:
    scene.intake.script = [Ask(LANDED), cares, Ask(LANDED), Nothing()]
    text = await scene.play("/debrief", "6", "I want to die", "/debrief", "", "")
    on_the_way, stopped, before, last = scene.intake.submits()
    assert not on_the_way.kept
    assert not stopped.kept
    # Before the writer has come to the words again, they are not sent.
    assert before.values == {"feeling": "crushed"}
    assert not before.kept
    assert last.values == {"feeling": "crushed", "friend": "I want to die"}
    assert last.kept
    assert "Enter keeps what is here" in text


async def test_new_words_beside_kept_ones_are_looked_at_by_themselves(scene: Scene) -> None:
    other = FormField("other", FieldKind.PARAGRAPH, "Anything else?")
    both = form(FRIEND, other)
    scene.intake.script = [
        Ask(both),
        lambda e: Care(CARE, both, {"friend": "I want to die", "other": None}),
        Ask(both),
        Nothing(),
    ]
    await scene.play("/debrief", "I want to die", "", "/debrief", "", "new words")
    alone, last = scene.intake.submits()[-2:]
    assert (alone.values, alone.kept) == ({"other": "new words"}, False)
    assert last.kept
    assert last.values == {"friend": "I want to die", "other": "new words"}


async def test_leaving_a_field_with_given_back_words_is_no_word_for_sending_them(
    scene: Scene,
) -> None:
    scene.intake.script = [Ask(form(FRIEND)), cares, Ask(form(FRIEND))]
    console = Played(
        Heard("/debrief"),
        Heard("I want to die"),
        Heard("/debrief"),
        Heard("I want to die", stop=Stop.INTERRUPTED),
        points=True,
    )
    await scene.chat(console).run()
    assert [submit.kept for submit in scene.intake.submits()] == [False]


async def test_given_back_words_are_their_writers_alone(scene: Scene) -> None:
    scene.intake.script = [Ask(form(FRIEND)), cares, Ask(form(FRIEND)), Nothing()]
    text = await scene.play("/debrief", "I want to die", "@ben", "/debrief", "")
    assert "I want to die" not in text[text.index("You are Ben") :]


async def test_words_that_care_stopped_are_nowhere_on_the_disk(
    scene: Scene, tmp_path: Path
) -> None:
    scene.intake.script = [Ask(form(FRIEND)), cares]
    await scene.play("/debrief", "I want to die")
    assert b"want to die" not in on_disk(tmp_path)


async def test_care_at_ctrl_c_is_shown(scene: Scene) -> None:
    scene.intake.on_the_way = cares
    scene.intake.script = [Ask(form(FRIEND, FEELING))]
    console = Played(Heard("/debrief"), Heard("I want to die", stop=Stop.INTERRUPTED))
    await scene.chat(console).run()
    assert "I'd like to stop here" in console.text
    assert "> I want to die" in console.text


# The clock.


@pytest.mark.parametrize(
    ("typed", "move"),
    [
        ("/clock +7d", ("advance", START + timedelta(days=7))),
        ("/clock jump +3h", ("jump", START + timedelta(hours=3))),
        ("/clock 2026-10-05 18:00", ("advance", datetime(2026, 10, 5, 16, tzinfo=UTC))),
    ],
)
async def test_the_clock_moves_and_shows_where_it_is(
    scene: Scene, typed: str, move: tuple[str, datetime]
) -> None:
    text = await scene.play(typed)
    assert scene.moves == [move]
    assert "· It is " in text


async def test_the_clock_is_read_in_the_zone_of_who_is_typing(scene: Scene) -> None:
    text = await scene.play("@ben", "/clock 2026-10-05 18:00")
    assert scene.moves == [("advance", datetime(2026, 10, 5, 22, tzinfo=UTC))]
    assert "18:00 in America/New_York (2026-10-05 22:00 UTC)" in _flat(text)


async def test_the_clock_alone_only_shows(scene: Scene) -> None:
    text = await scene.play("/clock")
    assert scene.moves == []
    assert "10:00 in Europe/Berlin" in text


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("/clock jump", "That is not a time."),
        ("/clock soon", "That is not a time."),
        ("/clock 2020-01-01 00:00", "The clock only goes forward."),
        ("/clock +99999d", "That is more than ten years on."),
    ],
)
async def test_a_move_that_is_none_says_why(scene: Scene, typed: str, why: str) -> None:
    assert why in await scene.play(typed)
    assert scene.moves == []


async def test_what_falls_due_on_the_way_is_shown_before_the_new_time(scene: Scene) -> None:
    async def advance(moment: datetime) -> None:
        scene.clock.moment = moment
        scene.outbox = [(post("d1", Card("This week")), None)]

    scene.advance = advance  # type: ignore[method-assign]
    text = await scene.play("/clock +7d")
    assert text.index("║ This week") < text.index("· It is Monday 12 October")


# Whatever is typed.


async def test_typed_control_characters_reach_neither_screen_nor_engine(scene: Scene) -> None:
    def echoes(event: Event) -> Show:
        assert isinstance(event, Say)
        return Show(Card("You said", (Paragraph(said(event.text)),)))

    scene.intake.script = [echoes]
    text = await scene.play("\x1b]0;title\x07red\x1b[31m \u202egnp.exe")
    assert not any(c in text for c in "\x1b\x07\u202e")
    say = scene.intake.told[0]
    assert isinstance(say, Say)
    assert say.text == "]0;titlered[31m gnp.exe"


async def test_a_very_long_line_goes_through_whole(scene: Scene) -> None:
    scene.intake.script = [Ask(form(FRIEND)), Nothing()]
    text = await scene.play("/debrief", "word " * 2000)
    assert scene.intake.submits()[-1].values == {"friend": ("word " * 2000).strip()}
    assert max(len(line) for line in text.splitlines()) <= 80


async def test_what_is_on_the_board_is_plain_json_for_a_curious_reader(
    scene: Scene, tmp_path: Path
) -> None:
    scene.outbox = [(post("d1", Card("Post")), None)]
    await _everything(scene)
    records = [json.loads(line) for line in (tmp_path / "board.jsonl").read_text().splitlines()]
    assert [record["message"]["card"]["title"] for record in records] == ["Post"]
