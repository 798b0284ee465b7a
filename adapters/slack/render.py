"""Cards and forms as Block Kit, in which words that people typed can do nothing.

Everything is rich text or plain text, which Slack shows as it stands: nothing in them mentions,
links or formats. The figures are in `limits.py`; what is over them is cut into pages or messages,
and nothing of a text is left out. https://docs.slack.dev/reference/block-kit/blocks
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from adapters.slack import limits
from bot.core.cards import (
    Answer,
    Attachment,
    Block,
    Bullets,
    Button,
    Card,
    Care,
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
    read_token,
)
from bot.core.text import Speech, plain, said, shorten, spans

Json = dict[str, Any]

FORM, CARE, CARD = "v1:form", "v1:care", "v1:card"
"""The callback ids of our modals: a step, a step that was stopped for care, and a card."""
PAGE = "slack.page"
"""The verb of the buttons that turn the pages of a long card: they never leave this adapter."""

_CHUNK = limits.TEXT
_ROOM = 4
"""Blocks that a page keeps free for what stands around its own: the buttons that turn it."""
_SPARE = 400
"""Characters that a message stays under its bound: Slack does not say what exactly it counts."""
_BYTES = 14
"""Bytes of one character in the JSON of a view, at most: an emoji is written as two escapes."""
_ITEM = 30
"""What an item of a list counts beside its text, so that many short ones fill a block too."""
_STYLES = {Look.PRIMARY: "primary", Look.DANGER: "danger"}


@dataclass(frozen=True, slots=True)
class Message:
    """One message: its blocks, and the summary that notifications and screen readers use."""

    blocks: tuple[Json, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a modal carries in `private_metadata`: ids and names of ours, never anybody's words.

    `home` is True when it was opened from the App Home, which is drawn again at its end.
    """

    conversation: str = ""
    revision: int = 0
    step: str = ""
    home: bool = False
    channel: str = ""

    def written(self) -> str:
        short = {
            "c": self.conversation,
            "r": self.revision,
            "s": self.step,
            "o": "home" if self.home else "",
            "n": self.channel,
        }
        return json.dumps({key: value for key, value in short.items() if value}, sort_keys=True)


def read_metadata(written: str) -> Metadata:
    """What `Metadata.written` wrote; without anything for whatever else."""
    try:
        short = json.loads(written) if written else {}
    except (ValueError, RecursionError):
        short = {}
    if not isinstance(short, dict):
        return Metadata()
    revision = short.get("r", 0)
    return Metadata(
        conversation=_text_of(short, "c"),
        # True is an int as well.
        revision=revision if type(revision) is int else 0,
        step=_text_of(short, "s"),
        home=short.get("o") == "home",
        channel=_text_of(short, "n"),
    )


def _text_of(short: Mapping[str, Any], key: str) -> str:
    value = short.get(key, "")
    return value if isinstance(value, str) else ""


# Cards.


def messages(card: Card, say: Speech) -> tuple[Message, ...]:
    """The card as one message, or as several where it is too long for one: at least one."""
    text = summary(card, say)
    room = limits.MESSAGE_CHARACTERS - len(text) - _SPARE
    pages = _pages(_card(card, say), limits.MESSAGE_BLOCKS, room)
    return tuple(Message(tuple(page), text) for page in pages)


def summary(card: Card, say: Speech) -> str:
    """The title without anybody's words: what a locked phone shows (PRODUCT.md, rule 8)."""
    parts = [span.text if not span.said else "…" for span in spans(card.title)]
    text = " ".join("".join(parts).split())
    if not any(letter.isalnum() for letter in text):
        text = say("slack-summary")
    return _escaped(shorten(text, limits.HEADER))


def _escaped(text: str) -> str:
    # The summary is the one text that Slack reads as mrkdwn.
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def card_pages(card: Card, say: Speech) -> tuple[tuple[Json, ...], ...]:
    """The card's blocks by page of a modal or home."""
    pages = _pages(_card(card, say), limits.VIEW_BLOCKS - _ROOM, limits.VIEW_BYTES // _BYTES)
    return tuple(tuple(page) for page in pages)


def card_modal(
    card: Card, say: Speech, metadata: Metadata, *, page: int = 0, pages_id: str = ""
) -> Json:
    """The card as a modal. `pages_id` names it in the buttons that turn its pages."""
    return {
        "type": "modal",
        "callback_id": CARD,
        "private_metadata": metadata.written(),
        "title": _plain(say("slack-app"), limits.VIEW_TITLE),
        "close": _plain(say("slack-close"), limits.VIEW_TITLE),
        "blocks": _something(_turned(card_pages(card, say), page, pages_id, say), say),
    }


def home(card: Card, say: Speech, *, page: int = 0, pages_id: str = "") -> Json:
    """The card as the App Home."""
    blocks = _turned(card_pages(card, say), page, pages_id, say)
    return {"type": "home", "blocks": _something(blocks, say)}


def _something(blocks: list[Json], say: Speech) -> list[Json]:
    # Slack takes no view without a block.
    return blocks or list(_small(say("slack-summary")))


def _turned(pages: Sequence[Sequence[Json]], page: int, pages_id: str, say: Speech) -> list[Json]:
    number = min(max(page, 0), len(pages) - 1)
    blocks = list(pages[number])
    if len(pages) > 1:
        turns = []
        if number + 1 < len(pages):
            turns.append(Button(say("slack-on"), press_token(PAGE, pages_id, number + 1)))
        if number:
            turns.append(Button(say("slack-earlier"), press_token(PAGE, pages_id, 0)))
        blocks += _buttons(turns)
        blocks += _small(say("slack-page", page=number + 1, pages=len(pages)))
    return blocks


def _pages(blocks: Iterable[Json], most: int, characters: int) -> list[list[Json]]:
    pages: list[list[Json]] = [[]]
    room = characters
    for block in blocks:
        size = _characters(block)
        if pages[-1] and (len(pages[-1]) == most or size > room):
            pages.append([])
            room = characters
        pages[-1].append(block)
        room -= size
    return pages


def _characters(value: Any) -> int:
    """How much text there is in a block: what Slack counts, and a little more."""
    match value:
        case str():
            return len(value)
        case dict():
            return sum(_characters(one) for one in value.values())
        case list():
            return sum(_characters(one) for one in value)
        case _:
            return 0


def _card(card: Card, say: Speech) -> Iterator[Json]:
    yield from _title(card.title)
    for block in card.body:
        yield from _block(block, say)
    yield from _buttons(card.buttons)
    yield from _small(card.note)


def _title(text: str) -> Iterator[Json]:
    whole = plain(text)
    if not whole.strip():
        return
    if len(whole) <= limits.HEADER and "\n" not in whole:
        yield {"type": "header", "text": _plain(whole, limits.HEADER)}
    else:
        yield from _rich(text, style={"bold": True})


def _block(block: Block, say: Speech) -> Iterator[Json]:
    match block:
        case Paragraph(text):
            yield from _rich(text)
        case Heading(text):
            yield from _rich(text, style={"bold": True})
        case Quote(text):
            yield from _rich(text, kind="rich_text_quote")
        case Bullets(items):
            yield from _list(items)
        case Entry(text, note, buttons):
            yield from _entry(text, note)
            yield from _buttons(buttons)
        case Picture(_, alt):
            yield from _rich(alt)
        case Attachment(name, _):
            yield from _rich(say("slack-file-comes", name=name))


def _rich(
    text: str, *, kind: str = "rich_text_section", style: Json | None = None
) -> Iterator[Json]:
    for piece in _pieces(plain(text)):
        yield {
            "type": "rich_text",
            "elements": [{"type": kind, "elements": [_element(piece, style)]}],
        }


def _element(text: str, style: Json | None = None) -> Json:
    element: Json = {"type": "text", "text": text}
    return element | {"style": style} if style else element


def _pieces(text: str) -> Iterator[str]:
    """The text in pieces that one block takes, cut between words where there are any."""
    rest = text
    while len(rest) > _CHUNK:
        cut = max(rest.rfind(" ", 0, _CHUNK), rest.rfind("\n", 0, _CHUNK))
        cut = cut + 1 if cut > _CHUNK // 2 else _CHUNK
        yield rest[:cut]
        rest = rest[cut:]
    if rest.strip():
        yield rest


def _list(items: Sequence[str]) -> Iterator[Json]:
    def listed(sections: list[Json]) -> Json:
        inner = {"type": "rich_text_list", "style": "bullet", "elements": sections}
        return {"type": "rich_text", "elements": [inner]}

    sections: list[Json] = []
    room = _CHUNK
    for item in items:
        for piece in _pieces(plain(item)):
            if sections and len(piece) + _ITEM > room:
                yield listed(sections)
                sections, room = [], _CHUNK
            sections.append({"type": "rich_text_section", "elements": [_element(piece)]})
            room -= len(piece) + _ITEM
    if sections:
        yield listed(sections)


def _entry(text: str, note: str) -> Iterator[Json]:
    blocks = list(_rich(text))
    small = plain(note)
    if blocks and small and len(small) < _CHUNK // 2:
        # Side by side in one block, so that a long list stays under the number of blocks.
        inner = blocks[-1]["elements"][0]["elements"]
        inner.append(_element("\n" + small, {"italic": True}))
        yield from blocks
        return
    yield from blocks
    yield from _rich(note, style={"italic": True})


def _small(text: str) -> Iterator[Json]:
    whole = plain(text)
    if not whole.strip():
        return
    if len(whole) <= limits.HINT:
        yield {"type": "context", "elements": [_plain(whole, limits.HINT)]}
    else:
        yield from _rich(text, style={"italic": True})


def _plain(text: str, most: int) -> Json:
    # Slack refuses a blank label, and with it all that stands around it.
    words = shorten(plain(text), most)
    return {"type": "plain_text", "text": words if words.strip() else "…", "emoji": False}


def _buttons(buttons: Iterable[Button]) -> Iterator[Json]:
    row: list[Json] = []
    for button in buttons:
        if len(row) == limits.ACTIONS:
            yield {"type": "actions", "elements": row}
            row = []
        row.append(_button(button, [one["action_id"] for one in row]))
    if row:
        yield {"type": "actions", "elements": row}


def _button(button: Button, taken: Sequence[str]) -> Json:
    action, number = button.press, 1
    while action in taken:
        number += 1
        action = f"{button.press}#{number}"
    made: Json = {
        "type": "button",
        "action_id": action,
        "text": _plain(button.label, limits.BUTTON),
    }
    if style := _STYLES.get(button.look):
        made["style"] = style
    return made


# Forms.


def form_modal(form: Form, say: Speech, metadata: Metadata) -> Json:
    """One step of a conversation as a modal: its questions, then the ways beside them."""
    blocks = [
        *_title(form.title),
        *_rich(form.intro),
        *(
            block
            for field in form.fields
            for block in _question(field, _block_id(form, field), say)
        ),
        *_buttons(form.ways),
    ]
    return _form_view(FORM, form, form.submit or say("slack-send"), blocks, say, metadata)


def care_modal(
    care: Care, say: Speech, metadata: Metadata, pages_id: Callable[[Card], str] = lambda _: ""
) -> Json:
    """The safety card with the words that stopped the flow, for their writer to keep or to drop.

    Where they belong to a form, they stand in its fields, and sending them on is what "carry on"
    means; the words are nowhere but in this modal. `pages_id` names a card that has pages.
    """
    form = care.form
    if form is None or not care.words.keys() <= {one.name for one in form.fields}:
        # Words of an old form have no field in the current one.
        words = tuple(
            Quote(said(word)) for word in care.words.values() if isinstance(word, str) and word
        )
        card = replace(care.card, body=(*care.card.body, *words))
        return card_modal(card, say, metadata, pages_id=pages_id(card)) | {"callback_id": CARE}
    given = {name: value for name, value in care.words.items() if value is not None}
    fields = tuple(
        replace(one, value=given.get(one.name, one.value), error="") for one in form.fields
    )
    form = replace(form, fields=fields)
    on = [button for button in care.card.buttons if _verb(button) == "care.carry_on"]
    others = tuple(button for button in care.card.buttons if button not in on)
    blocks = [
        *_card(replace(care.card, buttons=others), say),
        *(block for field in fields for block in _question(field, _block_id(form, field), say)),
    ]
    label = on[0].label if on else say("slack-send")
    return _form_view(CARE, form, label, blocks, say, metadata)


def _verb(button: Button) -> str:
    token = read_token(button.press)
    return token.verb if token else ""


def _form_view(
    callback: str, form: Form, submit: str, blocks: list[Json], say: Speech, metadata: Metadata
) -> Json:
    metadata = replace(
        metadata, conversation=form.conversation, revision=form.revision, step=form.step
    )
    return {
        "type": "modal",
        "callback_id": callback,
        "private_metadata": metadata.written(),
        "title": _plain(say("slack-app"), limits.VIEW_TITLE),
        "submit": _plain(submit, limits.VIEW_TITLE),
        "close": _plain(say("slack-close"), limits.VIEW_TITLE),
        # Closing it brings what was typed so far, so that no word is lost.
        "notify_on_close": True,
        "blocks": _something(blocks, say),
    }


def _block_id(form: Form, field: FormField) -> str:
    # Slack keeps what was typed under the same id and empties a field with a new one, so the id
    # changes with everything that changes what the field should hold.
    return f"{form.step}.{form.revision}.{field.name}"


def inline_errors(form: Form) -> dict[str, str]:
    """What is wrong with the answers, by block id: `response_action: errors`."""
    return {
        _block_id(form, field): shorten(plain(field.error), limits.HINT)
        for field in form.fields
        if plain(field.error).strip()
    }


def _question(field: FormField, block_id: str, say: Speech) -> Iterator[Json]:
    if field.error:
        yield from _rich(field.error, style={"bold": True})
    if any(len(plain(option.label)) > limits.OPTION for option in field.options):
        yield from _rich(say("slack-choices"))
        yield from _list([f"{n}. {one.label}" for n, one in enumerate(field.options, start=1)])
        field = replace(
            field,
            options=tuple(
                replace(one, label=f"{n}. {one.label}")
                for n, one in enumerate(field.options, start=1)
            ),
        )
    most = _longest(field)
    if field.kind in _WRITTEN and len(_written(field.value)) > most:
        yield from _rich(say("slack-too-long-here"))
        yield from _rich(said(_written(field.value)), kind="rich_text_quote")
        field = replace(field, value=None)
    moment = _MOMENTS.get(field.kind)
    if moment is not None and not moment(field.value):
        # What a picker can't hold is still to be seen, to be put right.
        yield from _rich(said(_written(field.value)), kind="rich_text_quote")
    element = _input(field)
    if element is None:
        return
    block: Json = {
        "type": "input",
        "block_id": block_id,
        "label": _plain(field.label, limits.LABEL),
        "element": element | {"action_id": field.kind.value},
        # Every question can be left empty: the core says when one may not.
        "optional": True,
    }
    if plain(field.hint).strip():
        block["hint"] = _plain(field.hint, limits.HINT)
    yield block


_WRITTEN = {FieldKind.LINE, FieldKind.PARAGRAPH}
_SCALE = tuple(Option(str(number), str(number)) for number in range(1, 6))


def _longest(field: FormField) -> int:
    return min(field.longest or limits.INPUT, limits.INPUT)


def _written(value: Answer) -> str:
    if value is None:
        return ""
    return "\n".join(value) if isinstance(value, tuple) else str(value)


def _input(field: FormField) -> Json | None:
    value = field.value
    match field.kind:
        case FieldKind.LINE | FieldKind.PARAGRAPH:
            element: Json = {
                "type": "plain_text_input",
                # Two answers to one line, joined, need two.
                "multiline": field.kind is FieldKind.PARAGRAPH or "\n" in _written(value),
                "max_length": _longest(field),
            }
            return _filled(element, "initial_value", _written(value))
        case FieldKind.CHOICE:
            return _one_of(field.options, value)
        case FieldKind.SCALE:
            return _one_of(field.options or _SCALE, None if value is None else str(value))
        case FieldKind.MANY:
            return _any_of(field.options, value if isinstance(value, tuple) else ())
        case FieldKind.DATE:
            return _filled({"type": "datepicker"}, "initial_date", _day(value))
        case FieldKind.TIME:
            return _filled({"type": "timepicker"}, "initial_time", _hour(value))
        case FieldKind.MEMBER:
            return _filled({"type": "users_select"}, "initial_user", _fit(value, _MEMBER))
        case FieldKind.CHANNEL:
            element = {
                "type": "conversations_select",
                # What members write is for this workspace alone.
                "filter": {
                    "include": ["public", "private"],
                    "exclude_external_shared_channels": True,
                    "exclude_bot_users": True,
                },
            }
            return _filled(element, "initial_conversation", _fit(value, _CHANNEL))


_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_MEMBER = re.compile(r"[UW][A-Z0-9]{1,30}")
_CHANNEL = re.compile(r"[CG][A-Z0-9]{1,30}")


def _fit(value: Answer, form: re.Pattern[str]) -> str:
    """The value, if Slack would take it; it refuses a whole modal for one that it would not."""
    written = _written(value)
    return written if form.fullmatch(written) else ""


def _day(value: Answer) -> str:
    written = _fit(value, _DATE)
    try:
        date.fromisoformat(written)
    except ValueError:
        # There is no 30 February.
        return ""
    return written


def _hour(value: Answer) -> str:
    return _fit(value, _TIME)


_MOMENTS = {FieldKind.DATE: _day, FieldKind.TIME: _hour}


def _filled(element: Json, key: str, value: str) -> Json:
    return element | {key: value} if value else element


def _one_of(options: Sequence[Option], value: Answer) -> Json | None:
    if not options:
        return None
    made = [_option(one) for one in options]
    chosen = [one for one in made if one["value"] == value]
    element: Json
    if len(made) <= limits.RADIOS:
        element = {"type": "radio_buttons", "options": made}
    else:
        element = {"type": "static_select"} | _grouped(made)
    return element | {"initial_option": chosen[0]} if chosen else element


def _any_of(options: Sequence[Option], values: Sequence[str]) -> Json | None:
    if not options:
        return None
    made = [_option(one) for one in options]
    chosen = [one for one in made if one["value"] in values]
    element: Json
    if len(made) <= limits.RADIOS:
        element = {"type": "checkboxes", "options": made}
    else:
        element = {"type": "multi_static_select"} | _grouped(made)
    return element | {"initial_options": chosen} if chosen else element


def _grouped(made: list[Json]) -> Json:
    if len(made) <= limits.SELECT:
        return {"options": made}
    starts = range(0, len(made), limits.SELECT)
    return {
        "option_groups": [
            {
                "label": _plain(f"{at + 1}–{min(at + limits.SELECT, len(made))}", limits.OPTION),
                "options": made[at : at + limits.SELECT],
            }
            for at in starts
        ]
    }


def _option(option: Option) -> Json:
    return {"text": _plain(option.label, limits.OPTION), "value": option.value}
