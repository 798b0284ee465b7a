"""Cards as lines: typed words can neither leave their place nor look like the bot's own."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wcwidth import wcswidth

from adapters.console import render
from adapters.console.render import CHANNEL, NOTE, ONLY_YOU, TYPED, Line, Tone
from bot.core.cards import (
    Attachment,
    Block,
    Bullets,
    Button,
    Card,
    Entry,
    FieldKind,
    Form,
    FormField,
    Heading,
    Option,
    Paragraph,
    Picture,
    Quote,
)
from bot.core.text import CLOSE, OPEN, said
from tests.adapters.console.scene import FEELING, LANDED, NEXT, speech
from tests.pictures import CHART

SPEECH = speech()
HOSTILE = (
    "╰\n╔ #job-club · Monday 5 October\n║ Dana shared this",
    "\x1b[2J\x1b[1;1H\x1b]0;owned\x07",
    "a\rb\x0bc\x0cd\x85e\u2028f\u2029g",
    "\u202egnp.exe\u202c \u2066x\u2069",
    "א" * 30 + " and אבג",
    "👩‍👩‍👧‍👦" * 20,
    "🏳️‍🌈🇩🇪" * 20,
    "a\u0301\u0302\u0303" * 50,
    "w" * 500,
    "\t\t x",
    "│ > [1] Keep it",
    "· It is Monday",
    f"{OPEN}{CLOSE}{CLOSE}{OPEN}",
    "\ud800\udfff",
    "漢字" * 60,
    "",
    " ",
    "\n\n\n",
)


def texts(lines: list[Line]) -> list[str]:
    return [line.text for line in lines]


def full(words: str) -> Card:
    """A card with these words in every place where words can stand."""
    press = Button(said(words), "v1:x:1")
    return Card(
        said(words),
        (
            Paragraph(said(words)),
            Heading(f"Ours, {said(words)}"),
            Quote(said(words)),
            Bullets((said(words), "ours")),
            Entry(said(words), said(words), (press,)),
            Entry(said(words)),
            Picture(CHART, said(words)),
            Attachment(said(words), "text"),
        ),
        (press,),
        said(words),
    )


def check(lines: list[Line], starts: tuple[str, ...], width: int) -> None:
    for line in lines:
        text = line.text
        assert text.startswith(starts) or text in {start.rstrip() for start in starts}
        assert not [c for c in text if unicodedata.category(c) in {"Cc", "Cs", "Co", "Zl", "Zp"}]
        assert max(0, wcswidth(text)) <= width
        # What turns the direction is ours alone, and closed on its line.
        assert text.count("\u2068") == text.count("\u2069")
        assert not set(text) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u200e\u200f")


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("width", [20, 41, 80])
def test_hostile_words_stay_behind_the_rule(words: str, width: int) -> None:
    for rule in (ONLY_YOU, CHANNEL):
        check(render.card(full(words), SPEECH, width, rule, 1), (rule,), width)


@settings(max_examples=150)
@given(words=st.text(max_size=200), width=st.integers(20, 100))
def test_no_typed_words_make_a_line_without_its_rule(words: str, width: int) -> None:
    check(render.card(full(words), SPEECH, width, CHANNEL, 1), (CHANNEL,), width)


@settings(max_examples=60)
@given(words=st.text(max_size=200), width=st.integers(20, 100))
def test_no_typed_words_leave_a_form(words: str, width: int) -> None:
    field = FormField(
        "f",
        FieldKind.CHOICE,
        f"Ours, {said(words)}",
        said(words),
        (Option("x", said(words)),),
        error=said(words),
    )
    form = Form("c", 1, "s", said(words), (field,), said(words))
    head = render.form_head(form, said(words), SPEECH, width)
    check(head[1:], (ONLY_YOU,), width)
    check(render.question(field, said(words), "how", width, listed=True), (ONLY_YOU,), width)
    check(render.options(field, width, 0, {0}), (ONLY_YOU,), width)
    check(render.words(words, width), (ONLY_YOU,), width)


@settings(max_examples=60)
@given(words=st.text(max_size=200), width=st.integers(20, 100))
def test_typed_words_in_a_note_begin_behind_its_dot_or_a_mark(words: str, width: int) -> None:
    lines = render.note(f"There is no {said(words)} here.", width)
    check(lines, (NOTE, "  "), width)


@settings(max_examples=60)
@given(words=st.text(max_size=200), width=st.integers(20, 100))
def test_typed_words_never_begin_a_line_without_their_mark(words: str, width: int) -> None:
    for line in texts(render.card(Card("T", (Paragraph(said(words)),)), SPEECH, width, CHANNEL, 1)):
        rest = line.removeprefix(CHANNEL)
        assert rest in {"T", CHANNEL.rstrip()} or rest.startswith(TYPED.rstrip())


@settings(max_examples=60)
@given(words=st.text(alphabet=st.characters(codec="ascii"), max_size=300))
def test_no_visible_word_is_lost(words: str) -> None:
    lines = texts(render.card(Card("", (Paragraph(said(words)),)), SPEECH, 40, ONLY_YOU, 1))
    shown = "".join(line.removeprefix(ONLY_YOU).removeprefix(TYPED) for line in lines)
    kept = [c for c in words if c.isprintable() and not c.isspace()]
    assert [c for c in shown if not c.isspace() and c not in "│›"] == kept


@given(words=st.text(max_size=100))
def test_an_echoed_line_begins_with_its_prompt_and_holds_no_control(words: str) -> None:
    lines = render.echo("ana> ", words, 40)
    assert lines[0].text.startswith("ana>")
    check(lines, ("ana> ", "     "), 40)


def test_a_card_reads_as_it_should() -> None:
    card = Card(
        "Your debrief",
        (
            Heading("Practice"),
            Entry("The handover", "went well", (Button("Open", "v1:x:1"),)),
            Entry("Bring numbers"),
            Paragraph("Does it read right to you?"),
            Quote(said("A kind\nword")),
            Bullets(("One", "Two")),
        ),
        (Button("Keep it", "v1:y:1"),),
        "Only you can see this.",
    )
    assert texts(render.card(card, SPEECH, 60, ONLY_YOU, 4)) == [
        "│ Your debrief",
        "│",
        "│ Practice",
        "│ * The handover",
        "│   went well",
        "│   [4] Open",
        "│ * Bring numbers",
        "│",
        "│ Does it read right to you?",
        "│",
        "│ > A kind",
        "│ > word",
        "│",
        "│ - One",
        "│ - Two",
        "│",
        "│ [5] Keep it",
        "│",
        "│ Only you can see this.",
    ]


def test_long_words_of_others_are_cut_and_ours_stay_whole() -> None:
    path = "/a" * 40
    assert render.wrap(path, 30, "│ ") == [f"│ {path}"]
    assert all(len(line) <= 30 for line in render.wrap(said("w" * 100), 30, "│ "))


def test_a_family_is_not_torn_apart_and_counts_as_wide_as_its_members() -> None:
    family = "👩‍👩‍👧‍👦"
    lines = render.wrap(said(family * 4), 22, "│ ")
    assert [line.count(family) for line in lines] == [2, 2]


def test_right_to_left_words_cannot_turn_what_is_around_them() -> None:
    (line,) = render.wrap(f"Before {said('שלום')} after", 60, "│ ")
    assert line == "│ Before \u2068שלום\u2069 after"
    (plain,) = render.wrap(f"Before {said('hello')} after", 60, "│ ")
    assert plain == "│ Before hello after"


def test_blank_lines_of_a_text_stay() -> None:
    assert render.wrap("One\n\nTwo", 60, "│ ") == ["│ One", "│", "│ Two"]


def test_an_attachment_and_a_picture_are_named() -> None:
    card = Card("T", (Attachment("wins.md", "secret"), Picture(CHART, "Four bars")))
    lines = texts(render.card(card, SPEECH, 60, ONLY_YOU, 1))
    assert "│ File: wins.md" in lines
    assert "│ Picture: Four bars" in lines
    assert "secret" not in "\n".join(lines)


def test_buttons_come_in_the_order_in_which_they_are_numbered() -> None:
    one, two, three = (Button(name, f"v1:{name}:1") for name in ("one", "two", "three"))
    card = Card("T", (Entry("E", buttons=(one, two)),), (three,))
    assert render.buttons(card) == [one, two, three]
    lines = texts(render.card(card, SPEECH, 60, ONLY_YOU, 1))
    assert [line.split("] ")[1] for line in lines if "] " in line] == ["one", "two", "three"]


def test_a_question_shows_label_hint_error_options_and_how() -> None:
    field = FormField("f", FieldKind.CHOICE, "Which?", "A hint", NEXT.options, error="Not that.")
    lines = texts(render.question(field, "Held", "One number.", 60, listed=True))
    assert lines == [
        "│",
        "│ ? Which?",
        "│   A hint",
        "│ ! Not that.",
        "│   1) Say thank you",
        "│   2) Stay in touch",
        "│   Held",
        "│   One number.",
    ]


def test_pointing_and_ticking_show_without_colour() -> None:
    lines = render.options(NEXT, 60, 1, {1})
    assert texts(lines) == ["│     1) [ ] Say thank you", "│   > 2) [x] Stay in touch"]
    assert [line.tone for line in lines] == [Tone.PLAIN, Tone.BUTTON]
    assert texts(render.options(FEELING, 60, None, set()))[0] == "│     1) Relieved"


def test_the_head_of_a_form_says_for_whom_and_how_to_leave() -> None:
    lines = texts(render.form_head(LANDED, "Also: /back", SPEECH, 60))
    assert lines == [
        "╭ only you",
        "│ How it landed",
        "│",
        "│ One tap is enough.",
        "│ Also: /back",
    ]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        ("sad", "Sad"),
        (("thank", "stay"), f"{said('thank')}, {said('stay')}"),
        (3, said("3")),
        ("typed", said("typed")),
    ],
)
def test_an_answer_is_shown_by_its_labels(value: str | int | None, shown: str) -> None:
    assert render.answer(FEELING, value) == shown


BLOCKS: tuple[Block, ...] = (
    Paragraph("x"),
    Heading("x"),
    Quote("x"),
    Entry("x"),
    Picture(CHART, "x"),
)


@pytest.mark.parametrize("block", BLOCKS)
def test_every_line_is_set_for_a_terminal_as_narrow_as_it_gets(block: Block) -> None:
    check(render.card(Card("T", (block,)), SPEECH, 20, CHANNEL, 1), (CHANNEL,), 20)
