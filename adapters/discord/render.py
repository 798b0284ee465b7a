"""Cards and forms as Discord's components, in which words that people typed can do nothing.

Messages are Components V2 layouts. Every sign that Discord's markdown knows is escaped, so nothing
in a card mentions, links or formats but what this file puts there. The figures are in `limits.py`;
what is over them becomes several messages, and nothing of a text is left out.
https://discord.com/developers/docs/components/reference
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.discord import limits
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
from bot.core.text import Moment, Speech, moments, plain, said, shorten, unsaid

Json = dict[str, Any]

FORM = "v1:form"
MANY = "~many"
"""Stands behind a field's name where any number of a list can be chosen."""
ROW, BUTTON, STRING_SELECT, TEXT_INPUT, USER_SELECT, CHANNEL_SELECT = 1, 2, 3, 4, 5, 8
SECTION, TEXT, LABEL, RADIOS, CHECKBOXES = 9, 10, 18, 21, 22
"""Types of components."""

_LOOKS = {Look.PLAIN: 2, Look.PRIMARY: 1, Look.DANGER: 4}
_SHORT, _LONG = 1, 2
_TEXT_CHANNELS = (0, 5, 15)
"""Text, announcement and forum channels: where a group can live."""
_PIECE = 1800
"""Characters of one piece of a line, before escaping doubles some of them."""
_TOLD, _TOLD_BYTES = 3700, 7500
"""What one piece of a text may come to with all its marks: well within a message."""

# A backslash before any of these shows it as it is.
# https://support.discord.com/hc/en-us/articles/210298617
_MARKS = re.compile(r"([!-/:-@\[-`{-~])")
# Mentions are found in the text before its marks are: a sign that nobody sees breaks them up.
_PINGS = re.compile(r"@(?=everyone|here|[!&]?\d)")


def inert(text: str) -> str:
    """A card's text as it stands, for a text display; times in their reader's own zone.

    https://discord.com/developers/docs/reference#message-formatting-timestamp-styles
    """
    return "".join(
        f"<t:{part.unix}:F>"
        if isinstance(part, Moment)
        else _MARKS.sub(r"\\\1", _PINGS.sub("@\u200b", part))
        for part in moments(text)
    )


# Cards.


@dataclass(frozen=True, slots=True)
class _Piece:
    """What belongs together in a message: a run of text, or components with their number."""

    components: tuple[Json, ...]
    characters: int
    count: int
    bytes: int
    text: str = ""


def messages(card: Card, say: Speech) -> tuple[tuple[Json, ...], ...]:
    """The card as the components of one message, or of several: at least one."""
    made: list[list[Json]] = [[]]
    characters, count, size = 0, 0, 0
    for piece in _card(card, say):
        joins = bool(piece.text) and bool(made[-1]) and made[-1][-1]["type"] == TEXT
        # Two texts beside each other are one component, with a blank line between.
        gap = 2 if joins else 0
        if made[-1] and (
            characters + piece.characters + gap > limits.CHARACTERS
            or count + piece.count > limits.COMPONENTS
            or size + piece.bytes + gap > limits.BYTES
        ):
            made.append([])
            characters, count, size, joins, gap = 0, 0, 0, False, 0
        if joins:
            made[-1][-1] = _text(made[-1][-1]["content"] + "\n\n" + piece.text)
        else:
            made[-1] += piece.components
        characters += piece.characters + gap
        count += 0 if joins else piece.count
        size += piece.bytes + gap
    return tuple(tuple(one) for one in made if one) or ((_text(say("discord-first")),),)


def _text(content: str) -> Json:
    return {"type": TEXT, "content": content}


def _told(content: str) -> _Piece:
    return _piece(_text(content), len(content), 1, content)


def _piece(component: Json, characters: int, count: int, text: str = "") -> _Piece:
    size = _bytes(component) + count * limits.COMPONENT_BYTES
    return _Piece((component,), characters, count, size, text)


def _bytes(value: object) -> int:
    """The UTF-8 of all texts and ids, as `limits.BYTES` counts it."""
    # Asked for every line and button of every answer: so no patterns, and ASCII is not encoded.
    if isinstance(value, str):
        return len(value) if value.isascii() else len(value.encode(errors="surrogatepass"))
    if isinstance(value, dict):
        # `numbered` may put a number behind an id.
        return (4 if "custom_id" in value else 0) + sum(map(_bytes, value.values()))
    if isinstance(value, list):
        return sum(map(_bytes, value))
    return 0


def _card(card: Card, say: Speech) -> Iterator[_Piece]:
    yield from _title(card.title)
    before: Block | None = None
    for block in card.body:
        yield from _block(block, before, say)
        before = block
    yield from _rows(card.buttons, {})
    yield from _lines(card.note, "-# ")


def _title(text: str) -> Iterator[_Piece]:
    whole = " ".join(plain(text).split())
    if not whole:
        return
    if len(whole) <= 200:
        yield _told(f"### {inert(whole)}")
    else:
        yield from _lines(text, "**", "**")


def _block(block: Block, _before: Block | None, say: Speech) -> Iterator[_Piece]:
    match block:
        case Paragraph(text):
            yield from _lines(text)
        case Heading(text):
            yield from _lines(text, "**", "**")
        case Quote(text):
            yield from _lines(text, _QUOTE)
        case Bullets(items):
            for item in items:
                yield from _lines(item, "- ", again="  ")
        case Entry(text, note, buttons):
            yield from _entry(text, note, buttons)
        case Picture(_, alt):
            yield from _lines(alt)
        case Attachment(name, _):
            yield from _lines(say("discord-file", name=name))


def _lines(text: str, lead: str = "", tail: str = "", again: str | None = None) -> Iterator[_Piece]:
    """The text in pieces, each line between `lead` (`again` from the second on) and `tail`."""
    held: list[str] = []
    start, characters, size = lead, 0, 0
    # What is long enough to be cut could be cut within a time.
    for line in (unsaid(text) if len(text) < _PIECE else plain(text)).split("\n"):
        for part in list(_parts(line)) or [""]:
            if part.strip():
                made = f"{start}{inert(part)}{tail}"
                start = lead if again is None else again
            else:
                # An empty line takes no marks: alone they would be shown as they are. In a quote it
                # needs its own, or the quote would end.
                made = lead if lead == _QUOTE else ""
            characters += len(made) + 1
            size += _bytes(made) + 1
            if characters > _TOLD or size > _TOLD_BYTES:
                yield from _filled(held)
                held, characters, size = [], len(made) + 1, _bytes(made) + 1
            held.append(made)
    yield from _filled(held)


_QUOTE = "> "


def _filled(lines: Sequence[str]) -> Iterator[_Piece]:
    """The lines as one piece, without the empty ones at its ends."""
    kept = [number for number, line in enumerate(lines) if line not in ("", _QUOTE)]
    if kept:
        yield _told("\n".join(lines[kept[0] : kept[-1] + 1]))


def _parts(line: str) -> Iterator[str]:
    """The line in parts that stay under a message's bound when they are escaped."""
    rest = line
    while len(rest) > _PIECE:
        cut = rest.rfind(" ", 0, _PIECE)
        cut = cut + 1 if cut > _PIECE // 2 else _PIECE
        yield rest[:cut]
        rest = rest[cut:]
    if rest:
        yield rest


def _entry(text: str, note: str, buttons: Sequence[Button]) -> Iterator[_Piece]:
    pieces = [*_lines(text, "- ", again="  "), *_lines(note, "-# ")]
    if not pieces or not buttons:
        yield from pieces
        yield from _rows(buttons, {})
        return
    *first, last = pieces
    content = "\n".join(piece.text for piece in pieces)
    if len(buttons) == 1 and len(content) < limits.CHARACTERS // 2:
        section = {
            "type": SECTION,
            "components": [_text(content)],
            "accessory": _button(buttons[0], {}),
        }
        yield _piece(section, len(content), 3)
        return
    yield from first
    yield last
    yield from _rows(buttons, {})


def _rows(buttons: Sequence[Button], _taken: dict[str, int]) -> Iterator[_Piece]:
    for at in range(0, len(buttons), limits.ROW):
        row = [_button(one, {}) for one in buttons[at : at + limits.ROW]]
        yield _piece({"type": ROW, "components": row}, 0, 1 + len(row))


def _button(button: Button, _taken: dict[str, int]) -> Json:
    return {
        "type": BUTTON,
        "style": _LOOKS[button.look],
        "label": _short(button.label, limits.BUTTON),
        "custom_id": button.press,
    }


def numbered(components: Sequence[Json], guild: str = "") -> list[Json]:
    """The components of one message with ids that occur once: `~2` behind the second of a kind.

    In direct messages nothing else says of which server a button is: `@<guild>` behind it does.
    """
    seen: dict[str, int] = {}

    def made(component: Json) -> Json:
        component = dict(component)
        if (id := component.get("custom_id")) is not None:
            if guild and len(id) + len(guild) < limits.CUSTOM_ID - 4:
                id = component["custom_id"] = f"{id}@{guild}"
            seen[id] = seen.get(id, 0) + 1
            if seen[id] > 1:
                component["custom_id"] = f"{id}~{seen[id]}"
        if "components" in component:
            component["components"] = [made(one) for one in component["components"]]
        if "accessory" in component:
            component["accessory"] = made(component["accessory"])
        return component

    return [made(one) for one in components]


# Forms.


def form_id(form: Form) -> str:
    """The custom id of a form's modal: ids and names of ours, never anybody's words."""
    return f"{FORM}:{form.conversation}:{form.revision}:{form.step}"


@dataclass(frozen=True, slots=True)
class Named:
    """What the custom id of a form says."""

    conversation: str
    revision: int
    step: str


_FORM_ID = re.compile(r"v1:form:([A-Za-z0-9_-]{1,40}):([0-9]{1,9}):([a-z0-9_]{1,40})")


def read_form_id(custom_id: str) -> Named | None:
    """What `form_id` wrote, or None for anything else."""
    found = _FORM_ID.fullmatch(custom_id)
    return Named(found[1], int(found[2]), found[3]) if found else None


def modal(form: Form, say: Speech) -> Json:
    """One step of a conversation as a modal: its questions.

    What is longer than Discord's title, labels, options and fields take stands in full above them.
    """
    labels: list[Json] = []
    above: list[str] = []
    if len(plain(form.title)) > limits.MODAL_TITLE:
        above.append(plain(form.title))
    if form.intro.strip():
        above.append(plain(form.intro))
    for field in form.fields:
        label, description, whole = _words(field)
        element = _element(field)
        if element is None:
            continue
        above += whole
        made: Json = {"type": LABEL, "label": label, "component": element}
        if description:
            made["description"] = description
        labels.append(made)
    labels = labels[: limits.MODAL_COMPONENTS]
    texts = _above(above, limits.MODAL_COMPONENTS - len(labels))
    if not labels:
        texts = texts or [_text(inert(say("discord-first")))]
    return {
        "title": _short(form.title, limits.MODAL_TITLE),
        "custom_id": form_id(form),
        "components": [*texts, *labels],
    }


def _above(words: Sequence[str], most: int) -> list[Json]:
    """The words as at most so many texts."""
    contents = [piece.text for piece in _lines("\n\n".join(words))]
    if len(contents) > most > 0:
        contents[most - 1] += "\n…"
    return [_text(content) for content in contents[:most]]


def _short(text: str, most: int) -> str:
    """A text that may not be empty, where only so much of it can stand."""
    return shorten(plain(text), most).strip() or "…"


def _words(field: FormField) -> tuple[str, str, list[str]]:
    """A field's label and description, and what of them has to stand elsewhere in full."""
    label, hint = plain(field.label).strip() or "…", plain(field.hint).strip()
    whole: list[str] = []
    if field.kind in _TYPED and len(_written(field.value)) > _longest(field):
        whole.append(f"{label}\n{_written(field.value)}")
    if any(len(plain(one.label)) > limits.OPTION for one in field.options):
        whole += [f"{n}. {plain(one.label)}" for n, one in enumerate(field.options, start=1)]
    if len(label) <= limits.LABEL and len(hint) <= limits.DESCRIPTION:
        return label, hint, whole
    if len(label) <= limits.LABEL:
        return label, "", [hint, *whole]
    short = shorten(label, limits.LABEL)
    if not hint and len(label) <= limits.DESCRIPTION:
        # Right below the part of it that stands as the label.
        return short, label, whole
    return short, "", ["\n".join(part for part in (label, hint) if part), *whole]


_TYPED = {FieldKind.LINE, FieldKind.PARAGRAPH, FieldKind.DATE, FieldKind.TIME}
"""What is typed here: Discord has nothing to pick a day or an hour from."""


def _longest(field: FormField) -> int:
    return min(field.longest or limits.INPUT, limits.INPUT)


def _element(field: FormField) -> Json | None:
    value = field.value
    made: Json = {"custom_id": field.name, "required": False}
    match field.kind:
        case FieldKind.LINE | FieldKind.PARAGRAPH | FieldKind.DATE | FieldKind.TIME:
            most, written = _longest(field), _written(value)
            # Two answers to one line, joined, need two.
            long = field.kind is FieldKind.PARAGRAPH or not {"\n", "\r"}.isdisjoint(written)
            style = _LONG if long else _SHORT
            made |= {"type": TEXT_INPUT, "style": style, "max_length": most}
            return made | {"value": written[:most]} if written else made
        case FieldKind.CHOICE:
            return _one_of(made, field.options, value)
        case FieldKind.SCALE:
            return _one_of(made, field.options or _SCALE, _written(value))
        case FieldKind.MANY:
            return _any_of(made, field.options, value if isinstance(value, tuple) else ())
        case FieldKind.MEMBER:
            return _picked(made | {"type": USER_SELECT}, "user", value)
        case FieldKind.CHANNEL:
            channels = {"type": CHANNEL_SELECT, "channel_types": list(_TEXT_CHANNELS)}
            return _picked(made | channels, "channel", value)


_SCALE = tuple(Option(str(number), str(number)) for number in range(1, 6))
_SNOWFLAKE = re.compile(r"[1-9]\d{4,19}")


def _written(value: Answer) -> str:
    if value is None:
        return ""
    return "\n".join(value) if isinstance(value, tuple) else str(value)


def _picked(made: Json, kind: str, value: Answer) -> Json:
    id = _written(value)
    if _SNOWFLAKE.fullmatch(id):
        made["default_values"] = [{"id": id, "type": kind}]
    return made | {"min_values": 0, "max_values": 1}


def _one_of(made: Json, options: Sequence[Option], value: Answer) -> Json | None:
    if not options:
        return None
    given = _options(options, () if value is None else (value,))
    if limits.RADIOS_LEAST <= len(given) <= limits.RADIOS:
        return made | {"type": RADIOS, "options": given}
    return made | {
        "type": STRING_SELECT,
        "options": given[: limits.SELECT],
        "min_values": 0,
        "max_values": 1,
    }


def _any_of(made: Json, options: Sequence[Option], values: Sequence[str]) -> Json | None:
    if not options:
        return None
    given = _options(options, values)[: limits.SELECT]
    amounts = {"options": given, "min_values": 0, "max_values": len(given)}
    if len(given) <= limits.CHECKBOXES:
        return made | {"type": CHECKBOXES} | amounts
    # What comes back of a list does not say whether more than one could be chosen.
    return made | {"type": STRING_SELECT, "custom_id": made["custom_id"] + MANY} | amounts


def _options(options: Sequence[Option], chosen: Iterable[Answer]) -> list[Json]:
    held = tuple(chosen)
    numbered = any(len(plain(one.label)) > limits.OPTION for one in options)
    return [
        {
            "label": _short(f"{n}. {one.label}" if numbered else one.label, limits.OPTION),
            "value": one.value,
            **({"default": True} if one.value in held else {}),
        }
        for n, one in enumerate(options, start=1)
    ]


# Between two forms: a modal can't follow on a modal, so a card leads on.


def door(form: Form, say: Speech, *, saved: bool) -> Card:
    """The card that leads to a form, with the ways beside it: back, skip, stop."""
    go_on = Button(
        say("discord-continue" if saved else "discord-open"),
        press_token("talk.resume", form.conversation),
        Look.PRIMARY,
    )
    body = [Paragraph(form.intro)] if form.intro.strip() else []
    note = say("discord-next" if saved else "discord-first")
    return Card(form.title, tuple(body), (go_on, *form.ways), note)


def corrected(reply: Correct, say: Speech) -> Card:
    """What is wrong with an answer, and the way to change it.

    With no error at a field it could not be saved; then the words are given back.
    """
    form = reply.form
    wrong = tuple(
        say("discord-error-at", field=plain(one.label), error=plain(one.error))
        for one in form.fields
        if one.error
    )
    change = Button(
        say("discord-change"), press_token("talk.resume", form.conversation), Look.PRIMARY
    )
    if wrong:
        body: tuple[Block, ...] = (Bullets(wrong),)
        return Card(say("discord-errors"), body, (change, *form.ways))
    words = [
        Quote(said(_written(one.value)))
        for one in form.fields
        if one.kind in _TYPED and _written(one.value).strip()
    ]
    given: tuple[Block, ...] = (Paragraph(say("discord-your-words")), *words) if words else ()
    return Card(form.title, (Paragraph(form.intro), *given), (change, *form.ways))
