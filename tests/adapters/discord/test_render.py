"""Whatever a card holds, Discord takes it, nothing is lost, and typed words can do nothing."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from adapters.discord import limits, render
from adapters.discord.components import Surface, problems
from adapters.discord.render import Named, read_form_id
from bot.core.cards import (
    Answer,
    Attachment,
    Block,
    Bullets,
    Button,
    Card,
    Correct,
    Entry,
    FieldKind,
    Form,
    FormField,
    Heading,
    Look,
    Option,
    Paragraph,
    Picture,
    Quote,
    press_token,
)
from bot.core.text import CLOSE, OPEN, clean, plain, said
from tests.adapters.discord.openapi import MISSING, breaches
from tests.pictures import CHART
from tests.scene import prose

Json = dict[str, Any]

SAY = prose().speech("en")
BUTTON, INPUT, TEXT, LABEL, RADIOS, CHECKBOXES = 2, 4, 10, 18, 21, 22

HOSTILE = (
    "",
    " ",
    "\n\n\n",
    "@everyone @here <@1234567> <@!1234567> <@&1234567> <#1234567> @1234567",
    "<@\u200b1234567> @\u200beveryone @@everyone @@@here",
    "https://a.example/_x_ http://a.example <https://a.example> [a](https://b.example)",
    "discord.gg/abc https://discord.gg/abc discord.com/invite/abc steam://run/1 www.a.example",
    "<t:1> <t:1:R> </debrief:1234567> </a b:1234567> <id:customize> <mailto:a@b.example>",
    "*i* _i_ **b** __u__ ~~s~~ ||hidden|| `code` ```block``` ***all***",
    "# one\n## two\n### three\n-# small\n> quote\n>>> all\n- a\n* b\n+ c\n1. d\n2) e",
    "    four\n\tone\n  - a\n  > b",
    "- ",
    ">",
    "-#",
    "*",
    "**",
    "****",
    "\\",
    "\\\\",
    "ends in a backslash\\",
    "one\\\ntwo\\\n\\three",
    "*\n*\n**\n\\*\n\\",
    ":tada: :skull: :+1::skin-tone-3: <:x:1234567> <a:x:1234567>",
    "¯\\_(ツ)_/¯",
    "אבג שלום\u202egnp.exe\u202c \u2066x\u2069 **אבג**",
    "a\u200bb\u200c\u200d\ufeff\u00ad",
    "\u200d",
    "e\u0301\u0302\u0303" * 60,
    "👩‍👩‍👧‍👦🏳️‍🌈🇩🇪" * 40,
    "漢字かな" * 60,
    "one\ntwo\r\nthree\u2028four\x0bfive\tsix",
    "\x00\x07\x1b[2J\ud800\udfff",
    f"{OPEN}{CLOSE}{CLOSE}{OPEN}",
    "v1:debrief.begin:x~2",
    "w" * 74 + " " + "x" * 80,
    "word " * 40,
)
ENORMOUS = (
    "w" * 4_000,
    "w" * 20_000,
    "漢" * 20_000,
    "👋" * 20_000,
    "*_" * 4_500,
    "\\" * 9_000,
    "@everyone" * 2_000,
    "word and word " * 1_500,
    " " * 4_000 + "x" + " " * 4_000 + "y",
    "line\n" * 2_000,
    "a\n" * 2_500,
    "a\n\n\n" * 1_500,
    "漢\n" * 2_000,
)


def pressed(number: int = 0) -> str:
    return press_token("debrief.begin", f"s{number}")


# What Discord makes of a text: a model that knows nothing of how we write. Where it is not certain
# that something would be active, it is taken to be.


@dataclass(frozen=True, slots=True)
class Mark:
    """Something active: of which kind, and the words that it holds."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader sees of a text, and what is active in it."""

    words: str
    marks: tuple[Mark, ...]


_INERT = re.compile(r"[^\n\\!-/:-@\[-`{-~]+")
_ESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")
_RUN = r"((?:\\[\s\S]|[^\\])+?)"
_BLOCKS: Sequence[tuple[str, re.Pattern[str]]] = (
    ("heading", re.compile(r" *#{1,6}\s+((?:\\.|[^\n])+?)#*[ ]*(?:\n|$)")),
    ("subtext", re.compile(r" *-#\s+([^\n]+)(?:\n|$)")),
    ("quote", re.compile(r" *>>> ?([\s\S]*)")),
    ("quote", re.compile(r" *> ?([^\n]*(?:\n *> ?[^\n]*)*)\n?")),
    ("bullet", re.compile(r" *(?:[-*+]|\d+[.)]) +([^\n]*(?:\n+ {2,}[^\n]*)*)\n?")),
)
_INLINE: Mapping[str, Sequence[tuple[str, re.Pattern[str]]]] = {
    "`": (("code", re.compile(r"(?P<fence>`+)([\s\S]*?[^`])(?P=fence)(?!`)")),),
    "*": (
        ("bold", re.compile(rf"\*\*{_RUN}\*\*(?!\*)")),
        ("italic", re.compile(r"\*(?=\S)((?:\*\*|\\[\s\S]|[^\\*])+?)\*(?!\*)")),
    ),
    "_": (
        ("underline", re.compile(rf"__{_RUN}__(?!_)")),
        ("italic", re.compile(r"_((?:__|\\[\s\S]|[^\\_])+?)_")),
    ),
    "~": (("struck", re.compile(rf"~~{_RUN}~~")),),
    "|": (("spoiler", re.compile(rf"\|\|{_RUN}\|\|")),),
    "@": (
        ("ping", re.compile(r"@(?:everyone|here)")),
        ("link", re.compile(r"@[\w-]+\.\w")),
    ),
    "<": (
        ("ping", re.compile(r"<(?:@[!&]?|#)\d+>")),
        ("emoji", re.compile(r"<a?:\w+:\d+>")),
        ("moment", re.compile(r"<t:-?\d+(?::\w)?>")),
        ("command", re.compile(r"</[^<>\n]+:\d+>")),
        ("guide", re.compile(r"<id:\w+(?::\d+)?>")),
        ("link", re.compile(r"<(?:\w+:|\+\d|[^\s<>@]+@)[^\s<>]*>")),
    ),
    ":": (
        ("link", re.compile(r"://[^\s<]")),
        ("emoji", re.compile(r":(?:[^\s:\\]+)(?:::skin-tone-\d)?:")),
    ),
    "[": (("link", re.compile(r"\[((?:\\[\s\S]|[^\\\]])+)\]\(")),),
    ".": (
        ("link", re.compile(r"(?<=www)\.\S", re.IGNORECASE)),
        ("link", re.compile(r"(?<=discord)\.(?:gg|com/invite)/\S")),
    ),
}
# What the server looks for, and what a client looks for in a text as a whole, know no backslashes.
_RAW = re.compile(
    r"@everyone|@here|<(?:@[!&]?|#)\d+>|\w://|discord(?:app)?\.(?:gg|com)/|<t:|</\w", re.IGNORECASE
)


def read(content: str) -> Reading:
    """A text display as it is shown."""
    words: list[str] = []
    marks = [Mark("raw", found[0]) for found in _RAW.finditer(content)]
    _read(content, words, marks, starts=True)
    return Reading("".join(words).replace("@\u200b", "@"), tuple(marks))


def _read(content: str, words: list[str], marks: list[Mark], *, starts: bool) -> None:
    at = 0
    while at < len(content):
        if starts and (block := _first(_BLOCKS, content, at)):
            kind, found = block
            inner = found[1]
            if kind == "quote" and ">>>" not in found[0]:
                inner = re.sub(r"\n *> ?", "\n", inner)
            if kind == "bullet":
                inner = re.sub(r"\n {2}", "\n", inner)
            _within(kind, inner, words, marks, starts=kind in ("quote", "bullet"))
            words.append("\n")
            at = found.end()
            continue
        starts = False
        if plainly := _INERT.match(content, at):
            words.append(plainly[0])
            at = plainly.end()
        elif escaped := _ESCAPE.match(content, at):
            words.append(escaped[1])
            at = escaped.end()
        elif inline := _first(_INLINE.get(content[at], ()), content, at):
            kind, found = inline
            inner = found[found.lastindex or 0]
            _within(kind, inner, words, marks, starts=False)
            at = found.end()
        else:
            words.append(content[at])
            starts = content[at] == "\n"
            at += 1


def _first(
    rules: Iterable[tuple[str, re.Pattern[str]]], content: str, at: int
) -> tuple[str, re.Match[str]] | None:
    for kind, pattern in rules:
        if found := pattern.match(content, at):
            return kind, found
    return None


def _within(kind: str, inner: str, words: list[str], marks: list[Mark], *, starts: bool) -> None:
    held: list[str] = []
    place = len(marks)
    if kind in ("bold", "italic", "underline", "struck", "spoiler", *(k for k, _ in _BLOCKS)):
        _read(inner, held, marks, starts=starts)
    else:
        held.append(inner)
    marks.insert(place, Mark(kind, "".join(held).replace("@\u200b", "@")))
    words += held


@pytest.mark.parametrize(
    ("content", "kinds"),
    [
        ("plain words, 1 of 2: a-b (c) [d] e/f", ""),
        ("# Title", "heading"),
        (" ### Title", "heading"),
        ("x\n## Title\ny", "heading"),
        ("-# small", "subtext"),
        ("> words\n> more", "quote"),
        (">>> words\nmore", "quote"),
        ("> # Title", "quote heading"),
        ("- item\n  - item", "bullet bullet"),
        ("1. item\n2. item", "bullet bullet"),
        ("- **item**", "bullet bold"),
        ("**b** *i* _i_ __u__ ~~s~~ ||x||", "bold italic italic underline struck spoiler"),
        ("**one\\*\\***", "bold"),
        ("**one\\\\**", "bold"),
        ("**one\\**", "italic"),
        ("`c` ```b```", "code code"),
        ("<:x:1> <a:x:1> :tada:", "emoji emoji emoji"),
        ("a@b.example www.a.example [a](b)", "link link link"),
        ("<mailto:a@b.example> <id:home> <+12345>", "link guide link"),
        ("@everyone @here <@1> <@!1> <@&1> <#1>", "raw " * 6 + "ping " * 6),
        ("https://a.example discord.gg/x", "raw raw link link"),
        ("<t:1:R> </a b:1>", "raw raw moment command"),
        ("\\@everyone \\https://a.example", "raw raw link"),
        ("\\*i\\* \\# x \\<\\@1\\> \\> y", ""),
    ],
)
def test_the_model_finds_what_is_active(content: str, kinds: str) -> None:
    assert [mark.kind for mark in read(content).marks] == kinds.split()


def squeezed(text: str) -> str:
    """The text without its white space, and without the sign that breaks pings."""
    return "".join(text.split())


# What is seen and carried.


def objects(value: object) -> Iterator[Json]:
    if isinstance(value, dict):
        yield value
    parts: Iterable[object] = value.values() if isinstance(value, dict) else ()
    for part in value if isinstance(value, list | tuple) else parts:
        yield from objects(part)


def displays(components: object) -> list[Reading]:
    """The text displays, read, in order."""
    return [read(one["content"]) for one in objects(components) if one.get("type") == TEXT]


def words(components: object) -> str:
    return "".join(one.words for one in displays(components))


def marks(components: object) -> list[Mark]:
    return [Mark(m.kind, squeezed(m.words)) for one in displays(components) for m in one.marks]


def tokens(components: object) -> Counter[str]:
    """What the buttons bring back, without what tells two of them apart."""
    made = [one for one in objects(components) if one.get("type") == BUTTON]
    return Counter(one["custom_id"].partition("~")[0] for one in made)


def carried(payload: object) -> list[str]:
    """What Discord carries along without showing it."""
    ids = [one["custom_id"] for one in objects(payload) if "custom_id" in one]
    return ids + [one["value"] for one in objects(payload) if "value" in one and "label" in one]


def expected(card: Card) -> Iterator[str]:
    """The texts of a card, in the order in which they are read."""
    yield card.title
    for block in card.body:
        match block:
            case Paragraph(text) | Heading(text) | Quote(text):
                yield text
            case Bullets(items):
                yield from items
            case Entry(text, note, _):
                yield text
                yield note
            case Picture(_, alt):
                yield alt
            case Attachment(name, _):
                yield SAY("discord-file", name=name)
    yield card.note


def given_buttons(card: Card) -> Counter[str]:
    of_entries = [b for one in card.body if isinstance(one, Entry) for b in one.buttons]
    return Counter(button.press for button in (*of_entries, *card.buttons))


OURS = {"heading", "bold", "quote", "bullet", "subtext"}


def sent(message: Sequence[Json]) -> Json:
    """The message as a body that is sent."""
    return {
        "flags": limits.V2,
        "components": render.numbered(message),
        "allowed_mentions": {"parse": []},
    }


def check_message(message: Sequence[Json]) -> Json:
    body = sent(message)
    assert problems(Surface.MESSAGE, body) == []
    ids = [one["custom_id"] for one in objects(body) if "custom_id" in one]
    assert len(set(ids)) == len(ids)
    return body


def check_card(card: Card, *, schema: bool = True) -> list[Json]:
    """The card is taken, and nothing of it is lost, added or active."""
    bodies = [check_message(message) for message in render.messages(card, SAY)]
    assert bodies
    if schema and not MISSING:
        for body in bodies:
            assert breaches("POST", "/channels/1/messages", body) == []
    texts = squeezed("".join(plain(text) for text in expected(card)))
    shown = squeezed(words(bodies))
    if texts or tokens(bodies):
        assert shown == texts
    assert tokens(bodies) == given_buttons(card)
    assert {mark.kind for mark in marks(bodies)} <= OURS
    return bodies


def full(text: str, *, press: str = "v1:debrief.begin:x") -> Card:
    """A card with these words in every place where words can stand."""
    button = Button(text, press)
    return Card(
        text,
        (
            Paragraph(text),
            Heading(f"Ours, {text}"),
            Quote(text),
            Bullets((text, "ours", text)),
            Entry(text, text, (button, button, replace(button, look=Look.DANGER))),
            Entry(text, text, (button,)),
            Entry(text),
            Entry("", text),
            Picture(CHART, text),
            Attachment(text, "text"),
        ),
        (button, button),
        text,
    )


# Cards.


BLOCKS: tuple[Block, ...] = (
    Paragraph("Words"),
    Heading("Words"),
    Quote(said("Words")),
    Bullets(("One", "Two")),
    Entry("Words"),
    Entry("Words", "Small", (Button("Open", pressed()),)),
    Entry("", "", (Button("Open", pressed()),)),
    Picture(CHART, "Four bars"),
    Attachment("wins.md", "Words of the file"),
)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: type(block).__name__.lower())
def test_every_kind_of_block_is_taken(block: Block) -> None:
    check_card(Card("Title", (block,)))
    check_card(Card("", (block,)))


@pytest.mark.parametrize("look", Look)
def test_every_look_of_a_button_is_taken(look: Look) -> None:
    (body,) = check_card(Card("Title", (), (Button("Go", pressed(), look),)))
    (made,) = [one for one in objects(body) if one.get("type") == BUTTON]
    assert made["style"] == {Look.PLAIN: 2, Look.PRIMARY: 1, Look.DANGER: 4}[look]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_in_every_place_are_taken_and_kept(text: str) -> None:
    check_card(full(said(text)))


@pytest.mark.parametrize("text", ENORMOUS, ids=lambda text: f"{text[:3]!r} {len(text)}")
def test_enormous_words_are_taken_and_kept(text: str) -> None:
    check_card(full(said(text)), schema=False)


def test_a_card_with_nothing_in_it_is_taken() -> None:
    for card in (
        Card(""),
        Card(said(" "), (Paragraph(""), Bullets(()), Bullets(("",)), Entry(""))),
    ):
        (body,) = check_card(card)
        assert words(body).strip() == SAY("discord-first")


LONG_LISTS: Mapping[str, Card] = {
    "entries": Card("Yours", tuple(Entry(f"Entry {n}", f"note {n}") for n in range(300))),
    "entries with buttons": Card(
        "Yours",
        tuple(Entry(f"Entry {n}", "", (Button("Open", pressed(n)),)) for n in range(150)),
    ),
    "buttons": Card("Yours", (), tuple(Button(f"Button {n}", pressed(n)) for n in range(150))),
    "the same button": Card("Yours", (), (Button("Again", pressed()),) * 150),
    "buttons with emoji": Card("Yours", (), (Button(said("👋" * 80), pressed()),) * 150),
    "long ids": Card("Yours", (), (Button("漢" * 80, "v1:a:" + "x" * 40 + ":0:" + "y" * 24),) * 99),
    "short bullets": Card("Yours", (Bullets(tuple("abc" * 500)),)),
    "bullets": Card("Yours", (Bullets(tuple(f"item {n} " + "w" * 50 for n in range(300))),)),
    "long bullets": Card("Yours", (Bullets((said("漢" * 7_000),) * 3),)),
    "paragraphs": Card("Yours", (Paragraph(said("漢字 " * 500)),) * 20),
    "notes": Card("Yours", (Entry(said("👋" * 2_990), said("👋" * 1_490)),) * 5),
    "sections": Card("", (Entry(said("👋" * 1_700), "", (Button("Go", pressed()),)),) * 5),
}


@pytest.mark.parametrize("name", LONG_LISTS)
def test_a_long_list_is_taken_and_kept(name: str) -> None:
    check_card(LONG_LISTS[name], schema=False)


def test_a_button_that_stands_twice_in_a_message_has_two_ids_and_means_the_same() -> None:
    row = (Button("One", pressed()), Button("Two", pressed()), Button("Three", pressed(1)))
    entry = Entry("Words", "", (Button("Four", pressed()),))
    (body,) = check_card(Card("Title", (entry,), row))
    ids = [one["custom_id"] for one in objects(body) if "custom_id" in one]
    assert sorted(ids) == sorted([pressed(), f"{pressed()}~2", f"{pressed()}~3", pressed(1)])


def test_numbering_changes_nothing_of_what_it_was_given() -> None:
    (message,) = render.messages(Card("Title", (), (Button("One", pressed()),) * 3), SAY)
    before = json.dumps(message)
    assert render.numbered(message) == render.numbered(message)
    assert json.dumps(message) == before


mixed = st.builds(
    lambda ours, typed, more: f"{ours}{said(typed)}{more}",
    st.sampled_from(("", "Ours ", "“", "What you kept: ")),
    st.one_of(st.sampled_from(HOSTILE), st.text(max_size=60)),
    st.sampled_from(("", "”", " and more.", "\n")),
)
some_texts = st.one_of(mixed, mixed, st.sampled_from(ENORMOUS).map(said), st.just(""))
some_buttons = st.lists(
    st.builds(Button, mixed, st.integers(0, 3).map(pressed), st.sampled_from([*Look, Look.PLAIN])),
    max_size=12,
).map(tuple)
some_blocks = st.one_of(
    st.builds(Paragraph, some_texts),
    st.builds(Heading, some_texts),
    st.builds(Quote, some_texts),
    st.builds(Bullets, st.lists(mixed, max_size=12).map(tuple)),
    st.builds(Entry, some_texts, mixed, some_buttons),
    st.builds(Picture, st.just(CHART), mixed),
    st.builds(Attachment, mixed, st.just("text")),
)
some_cards = st.builds(
    Card, mixed, st.lists(some_blocks, max_size=5).map(tuple), some_buttons, mixed
)


@settings(max_examples=15)
@given(card=some_cards)
def test_any_card_is_taken_and_kept(card: Card) -> None:
    check_card(card, schema=False)


# Typed words are inert.

FRAGMENTS = (
    *("*", "**", "_", "__", "~~", "||", "`", "```", "\\", "\\\\", "\n", "\n\n", " ", "  ", "\t"),
    *("# ", "### ", "-# ", "> ", ">>> ", "- ", "* ", "1. ", "12) ", "[a](https://b.example)"),
    *("@everyone", "@here", "<@1234567>", "<@&1234567>", "<#1234567>", "@", "<", ">", "&", "!"),
    *("https://a.example/x", "http://a.example", "www.a.example", "discord.gg/abc", "://", "."),
    *(":tada:", "<a:b:1234567>", "<t:1:R>", "</debrief:1234567>", "<id:customize>", "<+12345>"),
    *(
        "word",
        "1",
        "w" * 50,
        "漢",
        "אב",
        "\u200d",
        "👋",
        "\u00a0",
        "(",
        ")",
        "[",
        "]",
        "a@b.example",
    ),
)
typed = st.lists(st.sampled_from(FRAGMENTS), max_size=14).map("".join)


def lines(kind: str, text: str) -> list[Mark]:
    return [Mark(kind, squeezed(line)) for line in text.split("\n") if line.strip()]


def whole(kind: str, text: str) -> list[Mark]:
    return [Mark(kind, squeezed(text))] if text.strip() else []


PLACES: Mapping[str, tuple[Callable[[str], Card], Callable[[str], list[Mark]]]] = {
    "paragraph": (lambda t: Card("", (Paragraph(t),)), lambda _: []),
    "after ours": (lambda t: Card("", (Paragraph(f"Ours {t}, ours"),)), lambda _: []),
    "picture": (lambda t: Card("", (Picture(CHART, t),)), lambda _: []),
    "heading": (lambda t: Card("", (Heading(t),)), lambda t: lines("bold", t)),
    "title": (Card, lambda t: whole("heading", t)),
    "long title": (
        lambda t: Card(f"{'w' * 201} {t}"),
        lambda t: lines("bold", f"{'w' * 201} {t}"),
    ),
    "quote": (lambda t: Card("", (Quote(t),)), lambda t: whole("quote", t)),
    "bullets": (lambda t: Card("", (Bullets((t, t)),)), lambda t: whole("bullet", t) * 2),
    "entry": (
        lambda t: Card("", (Entry(t, t),)),
        lambda t: [*whole("bullet", t), *lines("subtext", t)],
    ),
    "entry with a button": (
        lambda t: Card("", (Entry(t, t, (Button("Go", pressed()),)),)),
        lambda t: [*whole("bullet", t), *lines("subtext", t)],
    ),
    "note": (lambda t: Card("", (), (), t), lambda t: lines("subtext", t)),
}


@pytest.mark.parametrize("place", PLACES)
@settings(max_examples=60)
@given(text=typed)
@example(text="ends in a backslash\\")
@example(text="\\")
@example(text="*")
@example(text="**a**\n**b**\\\n*")
@example(text="> # - **x**\n>>> y\n-# z\n1. a\n\n- b")
def test_nothing_is_active_but_what_stands_there_by_ours(place: str, text: str) -> None:
    card_of, marks_of = PLACES[place]
    if place == "title" and len(" ".join(clean(text).split())) > 200:
        return
    found = [
        mark for message in render.messages(card_of(said(text)), SAY) for mark in marks(message)
    ]
    assert found == marks_of(clean(text))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_shown_as_they_were_typed(text: str) -> None:
    reading = read(render.inert(said(text)))
    assert reading == Reading(clean(text), ())


@settings(max_examples=150)
@given(text=st.one_of(typed, st.text(max_size=80)))
def test_what_is_shown_is_what_was_typed(text: str) -> None:
    made = render.inert(said(text))
    assert read(made) == Reading(clean(text), ())
    unescaped = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", made)
    assert unescaped.replace("@\u200b", "@") == clean(text)


@pytest.mark.parametrize("text", ENORMOUS, ids=lambda text: f"{text[:3]!r} {len(text)}")
def test_nothing_is_active_where_an_enormous_text_is_cut(text: str) -> None:
    for ours in (Paragraph, Heading, Quote):
        messages = render.messages(Card("", (ours(said(text)),)), SAY)
        kinds = {mark.kind for mark in marks(messages)}
        assert kinds <= {Paragraph: set(), Heading: {"bold"}, Quote: {"quote"}}[ours]


# Forms.

OPTIONS = tuple(Option(f"o{n}", f"Option {n}") for n in range(25))
FILLED: Mapping[FieldKind, Answer] = {
    FieldKind.LINE: "Acme & <sons>",
    FieldKind.PARAGRAPH: "One\nTwo",
    FieldKind.CHOICE: "o1",
    FieldKind.MANY: ("o0", "o2"),
    FieldKind.SCALE: 3,
    FieldKind.DATE: "2026-11-27",
    FieldKind.TIME: "09:30",
    FieldKind.MEMBER: "123456789012345678",
    FieldKind.CHANNEL: "123456789012345679",
}
TYPES: Mapping[FieldKind, int] = {
    FieldKind.LINE: INPUT,
    FieldKind.PARAGRAPH: INPUT,
    FieldKind.CHOICE: RADIOS,
    FieldKind.MANY: CHECKBOXES,
    FieldKind.SCALE: RADIOS,
    FieldKind.DATE: INPUT,
    FieldKind.TIME: INPUT,
    FieldKind.MEMBER: 5,
    FieldKind.CHANNEL: 8,
}
WAYS = (Button("Back", pressed(1)), Button("Skip", pressed(2)), Button("Stop", pressed(3)))


def a_field(kind: FieldKind, name: str = "f", *, options: int = 3) -> FormField:
    chosen = OPTIONS[:options] if kind in {FieldKind.CHOICE, FieldKind.MANY} else ()
    return FormField(name, kind, "Which?", "A hint", chosen, value=FILLED[kind])


def a_form(*fields: FormField) -> Form:
    return Form("conv1", 3, "landed", "How it landed", fields, "One tap is enough.", WAYS)


def modal_of(form: Form) -> Json:
    modal = render.modal(form, SAY)
    assert problems(Surface.MODAL, modal) == []
    if not MISSING:
        answer = {"type": 9, "data": modal}
        assert breaches("POST", "/interactions/1/token/callback", answer) == []
    assert 1 <= len(modal["components"]) <= limits.MODAL_COMPONENTS
    assert read_form_id(modal["custom_id"]) == Named(form.conversation, form.revision, form.step)
    assert [mark for one in displays(modal) for mark in one.marks] == []
    return modal


def elements(modal: Json) -> list[Json]:
    return [one["component"] for one in modal["components"] if one["type"] == LABEL]


def seen(modal: Json) -> str:
    """All that can be read in a modal, in order; white space left out."""
    parts = [modal["title"]]
    for one in modal["components"]:
        if one["type"] == TEXT:
            parts.append(read(one["content"]).words)
            continue
        element = one["component"]
        options = [option["label"] for option in element.get("options", ())]
        parts += [one["label"], one.get("description", ""), *options, element.get("value", "")]
    return squeezed("\0".join(parts))


def chosen(element: Json) -> tuple[str, ...]:
    made = [one["value"] for one in element.get("options", ()) if one.get("default")]
    return (*made, *(one["id"] for one in element.get("default_values", ())))


@pytest.mark.parametrize("kind", FieldKind)
@pytest.mark.parametrize("filled", [True, False])
def test_every_kind_of_field_is_taken_and_holds_its_value(kind: FieldKind, filled: bool) -> None:
    field = a_field(kind)
    (element,) = elements(modal_of(a_form(field if filled else replace(field, value=None))))
    assert (element["custom_id"], element["type"]) == ("f", TYPES[kind])
    assert element["required"] is False
    value = FILLED[kind] if filled else ()
    if element["type"] == INPUT:
        assert element.get("value", ()) == value
    else:
        assert chosen(element) == (value if isinstance(value, tuple) else (str(value),))


@pytest.mark.parametrize("kind", [FieldKind.CHOICE, FieldKind.MANY])
@pytest.mark.parametrize("number", range(1, 26))
def test_any_number_of_options_is_taken_and_all_can_be_chosen(kind: FieldKind, number: int) -> None:
    field = replace(
        a_field(kind, options=number), value=("o0",) if kind is FieldKind.MANY else "o0"
    )
    (element,) = elements(modal_of(a_form(field)))
    assert [one["value"] for one in element["options"]] == [o.value for o in OPTIONS[:number]]
    assert chosen(element) == ("o0",)
    if "max_values" in element:
        assert element["max_values"] == (number if kind is FieldKind.MANY else 1)
        assert element["min_values"] == 0


@pytest.mark.parametrize("kind", [FieldKind.CHOICE, FieldKind.MANY])
def test_a_question_with_nothing_to_choose_keeps_no_form_from_opening(kind: FieldKind) -> None:
    assert elements(modal_of(a_form(a_field(kind, options=0)))) == []
    assert modal_of(Form("conv1", 3, "landed", "", (a_field(kind, options=0),)))["components"]


@pytest.mark.parametrize("number", range(8))
def test_however_many_fields_there_are_a_modal_opens(number: int) -> None:
    fields = tuple(a_field(FieldKind.LINE, f"f{n}") for n in range(number))
    modal = modal_of(a_form(*fields))
    assert [one["custom_id"] for one in elements(modal)] == [one.name for one in fields[:5]]


@pytest.mark.parametrize("options", range(2, 26))
@pytest.mark.parametrize("kind", [FieldKind.CHOICE, FieldKind.MANY])
def test_long_options_stand_in_full_above_with_the_number_they_have(
    kind: FieldKind, options: int
) -> None:
    given = tuple(Option(f"o{n}", f"{n} {'word ' * 22}{said('*end*')}.") for n in range(options))
    modal = modal_of(a_form(replace(a_field(kind), options=given, value=None)))
    above = squeezed(words(modal))
    for number, option in enumerate(given, start=1):
        assert squeezed(f"{number}. {plain(option.label)}") in above
    (element,) = elements(modal)
    labels = [one["label"] for one in element["options"]]
    assert [label.partition(".")[0] for label in labels] == [str(n + 1) for n in range(options)]


@pytest.mark.parametrize("label", ["w" * 45, "w" * 46, "word " * 20, "w" * 101, "word " * 100])
@pytest.mark.parametrize("hint", ["", "h" * 100, "h" * 101, "hint " * 100])
def test_long_labels_and_hints_stand_in_full(label: str, hint: str) -> None:
    text = seen(modal_of(a_form(replace(a_field(FieldKind.LINE), label=label, hint=hint))))
    assert squeezed(label) in text
    assert squeezed(hint) in text


def test_a_long_title_stands_in_full_above() -> None:
    title = f"Your debrief about {said('Acme ' * 20 + '**sons**')}"
    assert squeezed(plain(title)) in seen(modal_of(replace(a_form(), title=title)))


@pytest.mark.parametrize("kind", FieldKind)
@pytest.mark.parametrize(
    "value",
    [
        *("next Friday", "2026-02-30", "٠٩:٣٠", "24:00", "2026-11-27\n2026-11-28", "Ana", "a\rb"),
        *("U1", "１２３４５６", "0", "1" * 30, ("one", "two"), (), -1),
    ],
)
def test_a_value_that_does_not_fit_its_field_keeps_no_form_from_opening(
    kind: FieldKind, value: Answer
) -> None:
    modal = modal_of(a_form(replace(a_field(kind), value=value)))
    if kind in {FieldKind.LINE, FieldKind.PARAGRAPH, FieldKind.DATE, FieldKind.TIME}:
        held = "\n".join(value) if isinstance(value, tuple) else str(value)
        assert elements(modal)[0].get("value", "") == held


@pytest.mark.parametrize("kind", [FieldKind.LINE, FieldKind.PARAGRAPH, FieldKind.DATE])
@pytest.mark.parametrize("longest", [0, 80, 200, 9_000])
@pytest.mark.parametrize("text", ["word " * 1_000 + "*end*", "w" * 6_000, "*a*\n" * 900])
def test_words_too_long_for_a_field_stand_above_it_in_full(
    kind: FieldKind, longest: int, text: str
) -> None:
    field = replace(a_field(kind), value=text, longest=longest)
    modal = modal_of(a_form(field))
    shown = squeezed(words(modal)), squeezed(elements(modal)[0].get("value", ""))
    assert any(squeezed(text) in one for one in shown)


def test_what_cannot_stand_in_a_modal_at_all_is_cut_with_a_sign() -> None:
    modal = modal_of(replace(a_form(a_field(FieldKind.LINE)), intro="*word* " * 5_000))
    assert seen(modal).partition("Which?")[0].rstrip("\0").endswith("…")


field_words = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=60))
longer_words = st.one_of(field_words, st.sampled_from(("word " * 60, "漢" * 301, "*_" * 150)))
labels = st.one_of(mixed, longer_words.map(said))
some_options = st.lists(labels, max_size=25).map(
    lambda found: tuple(Option(f"o{n}", label) for n, label in enumerate(found))
)


@st.composite
def some_fields(draw: st.DrawFn, name: str) -> FormField:
    kind = draw(st.sampled_from(FieldKind))
    values: Mapping[FieldKind, st.SearchStrategy[Answer]] = {
        FieldKind.LINE: longer_words.map(clean),
        FieldKind.PARAGRAPH: longer_words.map(clean),
        FieldKind.CHOICE: st.sampled_from(("o0", "o3", "o999")),
        FieldKind.MANY: st.sampled_from((("o0",), ("o1", "o0", "o999"), ())),
        FieldKind.SCALE: st.integers(0, 6),
    }
    return FormField(
        name,
        kind,
        draw(labels),
        draw(labels),
        draw(some_options) if kind in {FieldKind.CHOICE, FieldKind.MANY} else (),
        draw(st.sampled_from((0, 10, 300, 5_000))),
        draw(st.one_of(st.none(), values.get(kind, st.just(FILLED[kind])))),
        draw(st.one_of(st.just(""), mixed)),
    )


@st.composite
def some_forms(draw: st.DrawFn) -> Form:
    fields = tuple(draw(some_fields(f"f{n}")) for n in range(draw(st.integers(0, 3))))
    title, intro = draw(mixed), draw(longer_words.map(said))
    return Form("conv1", draw(st.integers(0, 9)), "step", title, fields, intro, WAYS)


def check_fields(fields: Iterable[FormField], modal: Json) -> None:
    text = seen(modal)
    for field in fields:
        if field.kind in {FieldKind.CHOICE, FieldKind.MANY} and not field.options:
            continue
        for one in (field.label, field.hint, *(option.label for option in field.options)):
            assert squeezed(plain(one)) in text
        if field.kind in {FieldKind.LINE, FieldKind.PARAGRAPH} and isinstance(field.value, str):
            assert squeezed(field.value) in text


@settings(max_examples=40)
@given(form=some_forms())
def test_any_form_is_taken_and_kept(form: Form) -> None:
    modal = modal_of(form)
    if any(one.words.endswith("\n…") for one in displays(modal)):
        # More than a modal can show at all.
        assert len("".join(one.words for one in displays(modal))) > limits.CHARACTERS
        return
    assert squeezed(plain(form.title)) in seen(modal)
    assert squeezed(plain(form.intro)) in seen(modal)
    check_fields(form.fields, modal)


# Between two forms.


def wrong_form(*errors: str, ways: Sequence[Button] = WAYS) -> Form:
    fields = tuple(
        replace(a_field(FieldKind.LINE, f"f{n}"), label=f"Question {n}?", error=error)
        for n, error in enumerate(errors)
    )
    return replace(a_form(*fields), ways=tuple(ways))


def led_on(form: Form, *more: Button) -> Counter[str]:
    resume = press_token("talk.resume", form.conversation)
    return Counter([resume, *(way.press for way in (*form.ways, *more))])


@settings(max_examples=25)
@given(form=some_forms(), saved=st.booleans())
def test_a_door_leads_to_its_form_and_has_all_its_ways(form: Form, saved: bool) -> None:
    card = render.door(form, SAY, saved=saved)
    bodies = check_card(card, schema=False)
    assert tokens(bodies) == led_on(form)
    for text in (form.title, form.intro):
        assert squeezed(plain(text)) in squeezed(words(bodies))


@settings(max_examples=25)
@given(form=some_forms())
def test_a_correction_keeps_all_errors_and_ways(form: Form) -> None:
    bodies = check_card(render.corrected(Correct(form), SAY), schema=False)
    assert tokens(bodies) == led_on(form)
    text = squeezed(words(bodies))
    for field in form.fields:
        assert squeezed(plain(field.error)) in text
        if field.error:
            assert squeezed(plain(field.label)) in text


def test_a_correction_tells_each_error_with_its_question() -> None:
    form = wrong_form("Too long.", "", f"Not {said('<@1234567>')}.")
    (body,) = check_card(render.corrected(Correct(form), SAY))
    assert [mark.words for mark in marks(body) if mark.kind == "bullet"] == [
        "Question0?:Toolong.",
        "Question2?:Not<@1234567>.",
    ]


TYPED_KINDS = (FieldKind.LINE, FieldKind.PARAGRAPH, FieldKind.DATE, FieldKind.TIME)


@settings(max_examples=25)
@given(texts=st.lists(st.one_of(longer_words, st.sampled_from(ENORMOUS)), max_size=3))
def test_a_save_that_failed_gives_all_typed_words_back(texts: list[str]) -> None:
    fields = tuple(
        replace(a_field(kind, kind.value), value=clean(text))
        for kind, text in zip(TYPED_KINDS, texts, strict=False)
    )
    form = replace(a_form(*fields), intro="It could not be saved.")
    bodies = check_card(render.corrected(Correct(form), SAY), schema=False)
    text = squeezed(words(bodies))
    assert "Itcouldnotbesaved." in text
    assert all(squeezed(str(field.value)) in text for field in fields)
    assert tokens(bodies) == led_on(form)


@pytest.mark.parametrize("kind", TYPED_KINDS)
def test_whatever_is_typed_into_is_given_back_when_a_save_failed(kind: FieldKind) -> None:
    form = a_form(replace(a_field(kind), value="Some *words*"))
    assert "Some *words*" in words(render.messages(render.corrected(Correct(form), SAY), SAY))


# What is carried along.

CANARY = "Zyxomma"


def test_no_typed_word_is_carried_where_nobody_sees_it() -> None:
    text = said(f"{CANARY} <@1234567>")
    card = full(text, press=pressed())
    fields = [
        FormField(
            kind.value,
            kind,
            text,
            text,
            tuple(Option(f"o{n}", said(CANARY * n)) for n in range(1, options)),
            5 if kind is FieldKind.LINE else 0,
            CANARY,
            text,
        )
        for kind in FieldKind
        for options in (4, 15)
    ]
    forms = [
        Form("conv1", 1, "step", text, (one,), text, (Button(text, pressed()),)) for one in fields
    ]
    payloads: list[object] = [
        *([render.numbered(message) for message in render.messages(card, SAY)]),
        *(render.modal(form, SAY) for form in forms),
        *(render.messages(render.door(form, SAY, saved=True), SAY) for form in forms),
        *(render.messages(render.corrected(Correct(form), SAY), SAY) for form in forms),
    ]
    for payload in payloads:
        assert CANARY in json.dumps(payload)
        assert CANARY not in "".join(carried(payload))
    assert any(carried(payload) for payload in payloads)


ids = st.text("abcXYZ019_-", min_size=1, max_size=40)


@given(ids, st.integers(0, 999_999_999), st.text("abcxyz019_", min_size=1, max_size=40))
def test_what_a_form_carries_is_read_as_it_was_written(
    conversation: str, n: int, step: str
) -> None:
    written = render.form_id(Form(conversation, n, step, "Title", ()))
    assert read_form_id(written) == Named(conversation, n, step)
    assert len(written) <= limits.CUSTOM_ID


@pytest.mark.parametrize(
    "written",
    [
        *("", "v1:form", "v1:form:a:1", "v1:form:a:1:", "v1:form::1:s", "v1:form:a:-1:s"),
        *("v1:form:a:1:s\n", "v1:form:a:1:S", "v1:form:a:٣:s", "v2:form:a:1:s", "xv1:form:a:1:s"),
        *("v1:form:a:1:s:t", "v1:form:a b:1:s", "v1:form:a:1234567890:s", "v1:form:" + "a" * 5_000),
    ],
)
def test_the_id_of_another_modal_says_nothing(written: str) -> None:
    assert read_form_id(written) is None


def test_a_time_is_shown_in_its_readers_own_zone() -> None:
    until = SAY.moment(datetime(2026, 11, 28, 9, 0, tzinfo=UTC), "Europe/Berlin")
    (components,) = render.messages(Card("Paused", (Paragraph(f"Until {until}. *Then* on."),)), SAY)
    assert components[0]["content"].endswith("Until <t:1795856400:F>\\. \\*Then\\* on\\.")
