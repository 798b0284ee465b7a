"""Cards and forms as lines of text, in which words that people typed can do nothing.

Each line of the bot starts with something that typed words can't put there: a rule at the left
(single for what only the reader sees, double for the channel), or a dot for what the console itself
says. A line that would begin with typed words gets a mark of its own behind the rule.
"""

from __future__ import annotations

import unicodedata
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from wcwidth import iter_graphemes, wcswidth

from bot.core.cards import (
    Answer,
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
    Paragraph,
    Picture,
    Quote,
)
from bot.core.text import Speech, said, spans

TYPED = "› "
"""Stands before typed words where they would otherwise begin a line."""

ONLY_YOU = "│ "
CHANNEL = "║ "
NOTE = "· "

_CORNERS = {ONLY_YOU: ("╭ ", "╰"), CHANNEL: ("╔ ", "╚")}
_FSI, _PDI = "\u2068", "\u2069"
_RIGHT_TO_LEFT = {"R", "AL", "AN"}
_JOINERS = {"\u200c", "\u200d"}


class Tone(StrEnum):
    """What a line is, for a terminal that has colours. Nothing is said by it alone."""

    PLAIN = ""
    PLACE = "place"
    TITLE = "title"
    DIM = "dim"
    ERROR = "error"
    BUTTON = "button"


@dataclass(frozen=True, slots=True)
class Line:
    """One line, no wider than it was asked for, without control characters."""

    text: str
    tone: Tone = Tone.PLAIN


class _Cell(NamedTuple):
    """One character as a reader sees it, its columns, and whether a person typed it."""

    text: str
    width: int
    said: bool


def wrap(
    text: str, width: int, rule: str = "", lead: str = "", again: str | None = None
) -> list[str]:
    """The text in lines of at most `width` columns.

    Each starts with `rule`, the first then with `lead` and the others with `again` (blanks as wide
    as `lead` when it is None). Where there is only blank before typed words, `TYPED` goes first. A
    long word of ours, such as a path, stays whole; a typed one is cut.
    """
    if again is None:
        again = " " * _columns(lead)
    lines: list[str] = []
    for paragraph in _paragraphs(text):
        words = _words(paragraph)
        if not words:
            lines.append((rule + (again if lines else lead)).rstrip())
        while words:
            start = again if lines else lead
            if words[0][0].said and not start.strip():
                start += TYPED
            line = _fill(words, width - _columns(rule + start))
            lines.append((rule + start + _joined(line)).rstrip())
    return lines


def _columns(text: str) -> int:
    return max(0, wcswidth(text))


def _widest(grapheme: str) -> int:
    """The columns of one character on the terminal that draws it widest.

    Some draw the parts of a joined emoji one after the other. A line that they broke would go on
    without its rule.
    """
    return max(_columns(grapheme), sum(_columns(c) for c in grapheme))


def _inert(text: str) -> str:
    """The text without control and direction characters; every kind of line end is a `\\n`."""
    for end in ("\r\n", "\r", "\u2028", "\u2029", "\x85", "\v", "\f"):
        text = text.replace(end, "\n")
    text = text.replace("\t", "    ")
    return "".join(
        c for c in text if c == "\n" or c in _JOINERS or unicodedata.category(c)[0] != "C"
    )


def _paragraphs(text: str) -> Iterator[list[_Cell]]:
    cells: list[_Cell] = []
    for span in spans(text):
        for number, part in enumerate(_inert(span.text).split("\n")):
            if number:
                yield cells
                cells = []
            cells += [_Cell(g, _widest(g), span.said) for g in iter_graphemes(part)]
    yield cells


def _words(cells: list[_Cell]) -> deque[deque[_Cell]]:
    """The cells in words and the blanks between them, without blanks at either end."""
    words: deque[deque[_Cell]] = deque()
    for cell in cells:
        blank = cell.text.isspace()
        if words and words[-1][0].text.isspace() == blank:
            words[-1].append(cell)
        else:
            words.append(deque([cell]))
    if words and words[-1][0].text.isspace():
        words.pop()
    _drop_blank(words)
    return words


def _drop_blank(words: deque[deque[_Cell]]) -> None:
    if words and words[0][0].text.isspace():
        words.popleft()


def _fill(words: deque[deque[_Cell]], room: int) -> list[_Cell]:
    """As many words as go into `room` columns, at least one cell. They are taken off `words`."""
    line: list[_Cell] = []
    while words and _fits(words[0], room):
        room -= sum(cell.width for cell in words[0])
        line += words.popleft()
    if words and not line:
        word = words[0]
        # Ours stays whole, so that a path can be copied.
        typed = any(cell.said for cell in word)
        while word and not (typed and line and word[0].width > room):
            room -= word[0].width
            line.append(word.popleft())
        if not word:
            words.popleft()
    _drop_blank(words)
    return line


def _fits(word: Iterable[_Cell], room: int) -> bool:
    # Stops at the first cell too many: a pasted word can be very long.
    for cell in word:
        room -= cell.width
        if room < 0:
            return False
    return True


def _joined(cells: Sequence[_Cell]) -> str:
    """The cells as text; typed words that run from right to left can't turn what is around them."""
    text = ""
    run = ""
    for number, cell in enumerate(cells):
        run += cell.text
        if number + 1 == len(cells) or cells[number + 1].said != cell.said:
            turns = cell.said and any(unicodedata.bidirectional(c) in _RIGHT_TO_LEFT for c in run)
            text += f"{_FSI}{run}{_PDI}" if turns else run
            run = ""
    return text


def note(text: str, width: int, tone: Tone = Tone.DIM) -> list[Line]:
    """Something that the console says itself."""
    return [Line(line, tone) for line in wrap(text, width, lead=NOTE)]


def echo(prompt: str, typed: str, width: int) -> list[Line]:
    """A line of input, as it would stand behind its prompt on a terminal."""
    return [Line(line) for line in wrap(said(typed), width, lead=prompt)]


def place(rule: str, head: str, width: int) -> list[Line]:
    """The line above what stands in a place: whose eyes it is for."""
    return [Line(line, Tone.PLACE) for line in wrap(head, width, lead=_CORNERS[rule][0])]


def close(rule: str) -> list[Line]:
    """The line below it."""
    return [Line(_CORNERS[rule][1], Tone.PLACE), Line("")]


def words(text: str, width: int) -> list[Line]:
    """Words of the reader's own, set apart by quote marks."""
    return [Line(line) for line in wrap(said(text), width, ONLY_YOU, "> ", "> ")]


def card(card: Card, speech: Speech, width: int, rule: str, first: int) -> list[Line]:
    """A card between its left rules. Its buttons (see `buttons`) are numbered from `first` on."""
    numbers = iter(range(first, first + len(buttons(card))))
    lines = _lines(card.title, width, rule, Tone.TITLE)
    before: Block | None = None
    for block in card.body:
        listed = isinstance(block, Entry) and isinstance(before, Entry)
        headed = isinstance(block, Entry | Bullets | Quote) and isinstance(before, Heading)
        if not (listed or headed):
            lines.append(Line(rule.rstrip()))
        lines += _block(block, speech, width, rule, numbers)
        before = block
    if card.buttons:
        lines.append(Line(rule.rstrip()))
        lines += _buttons(card.buttons, width, rule, numbers)
    if card.note:
        lines.append(Line(rule.rstrip()))
        lines += _lines(card.note, width, rule, Tone.DIM)
    return lines


def buttons(card: Card) -> list[Button]:
    """All buttons of a card, in the order in which they are shown."""
    entries = (block for block in card.body if isinstance(block, Entry))
    return [button for entry in entries for button in entry.buttons] + list(card.buttons)


def _lines(
    text: str,
    width: int,
    rule: str,
    tone: Tone = Tone.PLAIN,
    *,
    lead: str = "",
    again: str | None = None,
) -> list[Line]:
    return [Line(line, tone) for line in wrap(text, width, rule, lead, again)]


def _buttons(
    them: Sequence[Button], width: int, rule: str, numbers: Iterator[int], inset: str = ""
) -> list[Line]:
    return [
        line
        for button in them
        for line in _lines(
            button.label, width, rule, Tone.BUTTON, lead=f"{inset}[{next(numbers)}] "
        )
    ]


def _block(
    block: Block, speech: Speech, width: int, rule: str, numbers: Iterator[int]
) -> list[Line]:
    match block:
        case Paragraph(text):
            return _lines(text, width, rule)
        case Heading(text):
            return _lines(text, width, rule, Tone.TITLE)
        case Quote(text):
            return _lines(text, width, rule, lead="> ", again="> ")
        case Bullets(items):
            return [line for item in items for line in _lines(item, width, rule, lead="- ")]
        case Entry(text, small, them):
            lines = _lines(text, width, rule, lead="* ")
            if small:
                lines += _lines(small, width, rule, Tone.DIM, lead="  ")
            return lines + _buttons(them, width, rule, numbers, inset="  ")
        case Picture(_, alt):
            return _lines(speech("console-picture", alt=alt), width, rule)
        case Attachment(name, _):
            return _lines(speech("console-file", name=name), width, rule)


def form_head(form: Form, ways: str, speech: Speech, width: int) -> list[Line]:
    """What stands above the questions of a form; `ways` says how to get out of it."""
    lines = place(ONLY_YOU, speech("console-only-you"), width)
    lines += _lines(form.title, width, ONLY_YOU, Tone.TITLE)
    if form.intro:
        lines += [Line(ONLY_YOU.rstrip()), *_lines(form.intro, width, ONLY_YOU)]
    return lines + _lines(ways, width, ONLY_YOU, Tone.DIM)


def question(field: FormField, now: str, how: str, width: int, *, listed: bool) -> list[Line]:
    """One field: label, hint, what is wrong with it, its options if they are to be `listed`.

    `now` says what it holds already, `how` how it is answered; either may be empty.
    """
    lines = [Line(ONLY_YOU.rstrip())]
    lines += _lines(field.label, width, ONLY_YOU, Tone.TITLE, lead="? ")
    if field.hint:
        lines += _lines(field.hint, width, ONLY_YOU, lead="  ")
    if field.error:
        lines += _lines(field.error, width, ONLY_YOU, Tone.ERROR, lead="! ")
    if listed:
        lines += options(field, width)
    for text in (now, how):
        if text:
            lines += _lines(text, width, ONLY_YOU, Tone.DIM, lead="  ")
    return lines


def options(
    field: FormField, width: int, pointed: int | None = None, chosen: Collection[int] | None = None
) -> list[Line]:
    """The options of a field, numbered; one may be pointed at, and some of many ticked."""
    lines: list[Line] = []
    for number, option in enumerate(field.options):
        lead = f"{number + 1}) "
        if chosen is not None and field.kind is FieldKind.MANY:
            lead += "[x] " if number in chosen else "[ ] "
        if pointed is not None or chosen is not None:
            lead = ("> " if number == pointed else "  ") + lead
        tone = Tone.BUTTON if number == pointed else Tone.PLAIN
        lines += _lines(option.label, width, ONLY_YOU, tone, lead="  " + lead)
    return lines


def answer(field: FormField, value: Answer) -> str:
    """An answer as its field shows it, typed words between marks; empty for none."""
    labels = {option.value: option.label for option in field.options}
    many = value if isinstance(value, tuple) else () if value is None else (str(value),)
    return ", ".join(labels.get(one) or said(one) for one in many)
