"""What Slack would refuse, found before it is sent.

`problems` goes by tables of shapes: for each block, element and object the keys it must and may
have, and what is right for each. The figures are in `limits.py`. Sources: docs.slack.dev, the
reference of Block Kit, of views and of chat.postMessage. Where they leave open whether something
is taken, it is refused here, and a comment says so; so is what we never send (files to choose,
external menus, videos, tables and the like are unknown types).

Beyond that, nothing may notify anyone through a text: see `_PINGS`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from math import isfinite

from adapters.slack import limits


class Surface(StrEnum):
    """Where blocks are shown."""

    MESSAGE = "message"
    MODAL = "modal"
    HOME = "home"


def problems(surface: Surface, payload: object) -> list[str]:
    """What Slack would refuse in `payload`; nothing when it is fit to send.

    `payload` is the arguments of chat.postMessage, chat.update or chat.postEphemeral for
    Surface.MESSAGE, else the view. Each problem is a path and what is wrong there, and holds
    nothing of the texts in it, so it may be logged. Takes any object at all and never raises.
    """
    reading = _Reading(surface)
    _shaped(_SURFACES[surface])(reading, "", payload)
    if not reading.found:
        # Only now is it certain that all of it can be measured.
        _measure(reading, payload)
    return reading.found


@dataclass(slots=True)
class _Reading:
    """One payload being read: what was found so far, and what must be compared across blocks."""

    surface: Surface
    found: list[str] = field(default_factory=list)
    characters: int = 0
    block: str = ""
    block_ids: dict[str, str] = field(default_factory=dict)
    focused: str = ""

    def wrong(self, path: str, what: str) -> None:
        self.found.append(f"{path or 'payload'}: {what}")


Rule = Callable[[_Reading, str, object], None]
"""What is right for one value: says what is wrong with it to the reading."""
Check = Callable[[_Reading, str, Mapping[str, object]], None]
"""What is right for an object as a whole, when each of its values is right."""

_EVERYWHERE = frozenset(Surface)


@dataclass(frozen=True, slots=True)
class _Shape:
    """The keys that an object must and may have, and where it may be shown."""

    must: Mapping[str, Rule] = field(default_factory=dict)
    may: Mapping[str, Rule] = field(default_factory=dict)
    whole: tuple[Check, ...] = ()
    surfaces: frozenset[Surface] = _EVERYWHERE


# Objects and lists.


def _shaped(shape: _Shape) -> Rule:
    def rule(reading: _Reading, path: str, value: object) -> None:
        if not isinstance(value, dict):
            reading.wrong(path, "not an object")
            return
        if reading.surface not in shape.surfaces:
            reading.wrong(path, f"cannot be shown on a {reading.surface}")
        before = len(reading.found)
        for key in value:
            if key not in shape.must and key not in shape.may:
                reading.wrong(_under(path, _shown(key)), "unknown key")
        for key, part in shape.must.items():
            if key not in value:
                reading.wrong(_under(path, key), "missing")
            else:
                part(reading, _under(path, key), value[key])
        for key, part in shape.may.items():
            if key in value:
                part(reading, _under(path, key), value[key])
        if len(reading.found) == before:
            for check in shape.whole:
                check(reading, path, value)

    return rule


def _by_type(shapes: Mapping[str, _Shape], fitting: Collection[str] | None = None) -> Rule:
    """An object of one of these types, by its key `type`; of the `fitting` ones where given."""
    rules = {name: _shaped(_with_type(name, shape)) for name, shape in shapes.items()}

    def rule(reading: _Reading, path: str, value: object) -> None:
        if not isinstance(value, dict):
            reading.wrong(path, "not an object")
            return
        name = value.get("type")
        if not isinstance(name, str) or name not in rules:
            reading.wrong(_under(path, "type"), "unknown type")
        elif fitting is not None and name not in fitting:
            reading.wrong(path, f"{name} cannot stand here")
        else:
            rules[name](reading, path, value)

    return rule


def _with_type(name: str, shape: _Shape) -> _Shape:
    return _Shape(
        {"type": _one_of(name)} | dict(shape.must), shape.may, shape.whole, shape.surfaces
    )


def _list_of(part: Rule, most: int | None = None, *, least: int = 1) -> Rule:
    def rule(reading: _Reading, path: str, value: object) -> None:
        if not isinstance(value, list | tuple):
            reading.wrong(path, "not a list")
            return
        if len(value) < least:
            reading.wrong(path, f"{len(value)} items, at least {least}")
        if most is not None and len(value) > most:
            reading.wrong(path, f"{len(value)} items, at most {most}")
        for number, one in enumerate(value):
            part(reading, f"{path}[{number}]", one)

    return rule


def _under(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _shown(key: object) -> str:
    # A key that nobody knows may hold anything: only what looks like one of Slack's is told.
    known = isinstance(key, str) and re.fullmatch(r"[a-z_]{1,30}", key)
    return str(key) if known else "?"


# Texts, numbers and ids.


def _string(reading: _Reading, path: str, value: object, most: int, *, least: int = 1) -> bool:
    """Whether it is a text of that length that can be sent; says so when it is not."""
    if not isinstance(value, str):
        reading.wrong(path, "not a text")
    elif len(value) < least:
        reading.wrong(path, f"{len(value)} characters, at least {least}")
    elif len(value) > most:
        reading.wrong(path, f"{len(value)} characters, at most {most}")
    elif _UNSENDABLE.search(value):
        reading.wrong(path, "a NUL character or half a surrogate pair")
    else:
        return True
    return False


_UNSENDABLE = re.compile("[\x00\ud800-\udfff]")


def _words(most: int, *, blank: bool = False) -> Rule:
    """A text that counts for the length of a message; of white space alone only where `blank`."""

    def rule(reading: _Reading, path: str, value: object) -> None:
        if isinstance(value, str):
            reading.characters += len(value)
        # Whether Slack takes a text of spaces is nowhere said, so it is refused.
        fit = _string(reading, path, value, most)
        if fit and not blank and isinstance(value, str) and not value.strip():
            reading.wrong(path, "blank")

    return rule


def _name(most: int = limits.IDENTIFIER) -> Rule:
    """An id or another text that nobody sees."""

    def rule(reading: _Reading, path: str, value: object) -> None:
        _string(reading, path, value, most)

    return rule


def _like(pattern: str, what: str, most: int = limits.IDENTIFIER) -> Rule:
    """A text of this pattern."""
    form = re.compile(pattern, re.ASCII)

    def rule(reading: _Reading, path: str, value: object) -> None:
        fit = _string(reading, path, value, most)
        if fit and isinstance(value, str) and not form.fullmatch(value):
            reading.wrong(path, f"not {what}")

    return rule


def _one_of(*values: str) -> Rule:
    def rule(reading: _Reading, path: str, value: object) -> None:
        if not isinstance(value, str) or value not in values:
            reading.wrong(path, f"must be {' or '.join(values)}")

    return rule


def _flag(reading: _Reading, path: str, value: object) -> None:
    if not isinstance(value, bool):
        reading.wrong(path, "not true or false")


def _off(reading: _Reading, path: str, value: object) -> None:
    if value is not False:
        reading.wrong(path, "must be false")


def _whole(least: int, most: int) -> Rule:
    def rule(reading: _Reading, path: str, value: object) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            reading.wrong(path, "not a whole number")
        elif not least <= value <= most:
            # The number itself may have any length.
            reading.wrong(path, f"not between {least} and {most}")

    return rule


def _day(reading: _Reading, path: str, value: object) -> None:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        reading.wrong(path, "not a date as YYYY-MM-DD")
        return
    try:
        date.fromisoformat(value)
    except ValueError:
        reading.wrong(path, "no such day")


_TIME = _like(r"([01][0-9]|2[0-3]):[0-5][0-9]", "a time as HH:MM")
_NUMBER = _like(r"-?[0-9]{1,15}(\.[0-9]{1,15})?", "a number in digits")
_ZONE = _like(r"[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*", "the name of a time zone")
_MEMBER = _like(r"[UW][A-Z0-9]+", "the id of a member")
_CONVERSATION = _like(r"[CDG][A-Z0-9]+", "the id of a conversation")
_CHANNEL = _like(r"C[A-Z0-9]+", "the id of a channel")
_STAMP = _like(r"[0-9]+\.[0-9]+", "the ts of a message")


def _address(pattern: str) -> Rule:
    form, words = re.compile(pattern, re.IGNORECASE), _words(limits.URL)

    def rule(reading: _Reading, path: str, value: object) -> None:
        before = len(reading.found)
        words(reading, path, value)
        if before == len(reading.found) and isinstance(value, str) and not form.fullmatch(value):
            reading.wrong(path, "not a whole web address")

    return rule


# Whether a button or a picture takes other schemes is not said.
_WEB = _address(r"https?://\S+")
_LINK = _address(r"(?:https?://|mailto:)\S+")


# Text objects.

_PINGS = re.compile(r"<(?:[@#]|!(?!date\^))")
"""Mentions in mrkdwn of a member, a channel or everybody: what was typed must never ping."""
_PARSED = re.compile(r"(?<!\w)@(?:here|channel|everyone|group)\b", re.IGNORECASE)
"""What Slack itself may turn into a mention where it is not told to leave the text alone."""


def _pings(text: object, *, verbatim: bool = False) -> bool:
    if not isinstance(text, str):
        return False
    return bool(_PINGS.search(text) or (not verbatim and _PARSED.search(text)))


def _no_ping(reading: _Reading, path: str, text: Mapping[str, object]) -> None:
    if _pings(text["text"], verbatim=text.get("verbatim") is True):
        reading.wrong(_under(path, "text"), "a mention")


def _text_shapes(most: int) -> dict[str, _Shape]:
    words: dict[str, Rule] = {"text": _words(most)}
    return {
        "plain_text": _Shape(words, {"emoji": _flag}),
        "mrkdwn": _Shape(words, {"verbatim": _flag}, (_no_ping,)),
    }


def _plain(most: int) -> Rule:
    return _by_type(_text_shapes(most), {"plain_text"})


def _either(most: int) -> Rule:
    return _by_type(_text_shapes(most))


# Other objects within elements.

_STYLE = _one_of("primary", "danger")

_CONFIRM = _shaped(
    _Shape(
        {
            "title": _plain(limits.CONFIRM_TITLE),
            # The reference asks for plain text, the SDK sends mrkdwn: we keep to the reference.
            "text": _plain(limits.CONFIRM_TEXT),
            "confirm": _plain(limits.CONFIRM_BUTTON),
            "deny": _plain(limits.CONFIRM_BUTTON),
        },
        {"style": _STYLE},
    )
)


def _picture(reading: _Reading, path: str, image: Mapping[str, object]) -> None:
    if ("image_url" in image) == ("slack_file" in image):
        reading.wrong(path, "needs either image_url or slack_file")


def _file_named(reading: _Reading, path: str, file: Mapping[str, object]) -> None:
    if len(file) != 1:
        reading.wrong(path, "needs either id or url")


_IMAGE_FROM: Mapping[str, Rule] = {
    "image_url": _WEB,
    "slack_file": _shaped(
        _Shape(
            may={"id": _like(r"F[A-Z0-9]+", "the id of a file"), "url": _WEB}, whole=(_file_named,)
        )
    ),
}
_IMAGE = _Shape({"alt_text": _words(limits.ALT)}, _IMAGE_FROM, (_picture,))


def _option(text: Callable[[int], Rule], **more: Rule) -> Rule:
    return _shaped(
        _Shape(
            {"text": text(limits.OPTION), "value": _words(limits.OPTION_VALUE)},
            {"description": text(limits.OPTION)} | more,
        )
    )


_PLAIN_OPTION, _RICH_OPTION = _option(_plain), _option(_either)

_GROUP = _shaped(
    _Shape({"label": _plain(limits.GROUP), "options": _list_of(_PLAIN_OPTION, limits.SELECT)})
)


def _filters(reading: _Reading, path: str, wanted: Mapping[str, object]) -> None:
    if not wanted:
        reading.wrong(path, "empty")
    _no_twins(reading, _under(path, "include"), _items(wanted, "include"))


_FILTER = _shaped(
    _Shape(
        may={
            "include": _list_of(_one_of("im", "mpim", "private", "public")),
            "exclude_external_shared_channels": _flag,
            "exclude_bot_users": _flag,
        },
        whole=(_filters,),
    )
)


def _triggers(reading: _Reading, path: str, config: Mapping[str, object]) -> None:
    _no_twins(reading, _under(path, "trigger_actions_on"), _items(config, "trigger_actions_on"))


_DISPATCH = _shaped(
    _Shape(
        {"trigger_actions_on": _list_of(_one_of("on_enter_pressed", "on_character_entered"))},
        whole=(_triggers,),
    )
)


def _focus(reading: _Reading, path: str, value: object) -> None:
    _flag(reading, path, value)
    if value is not True:
        return
    if reading.surface is Surface.MESSAGE:
        # The reference speaks of views only.
        reading.wrong(path, "a message takes no focus")
    elif reading.focused:
        reading.wrong(path, f"{reading.focused} has the focus already")
    else:
        reading.focused = path


def _response_url(reading: _Reading, path: str, value: object) -> None:
    _flag(reading, path, value)
    if value is True and (reading.surface, reading.block) != (Surface.MODAL, "input"):
        reading.wrong(path, "only in an input of a modal")


# What is compared within an element.


def _items(value: Mapping[str, object], key: str) -> Sequence[object]:
    items = value.get(key, ())
    return items if isinstance(items, list | tuple) else ()


def _no_twins(reading: _Reading, path: str, values: Sequence[object]) -> None:
    if len(set(values)) < len(values):
        reading.wrong(path, "the same twice")


def _all_options(element: Mapping[str, object]) -> list[Mapping[str, object]]:
    grouped = [one for group in _items(element, "option_groups") for one in _items_of(group)]
    return [one for one in (*_items(element, "options"), *grouped) if isinstance(one, dict)]


def _items_of(group: object) -> Sequence[object]:
    return _items(group, "options") if isinstance(group, dict) else ()


def _choices(reading: _Reading, path: str, element: Mapping[str, object]) -> None:
    options = _all_options(element)
    _no_twins(reading, _under(path, "options"), [one["value"] for one in options])
    if "initial_option" in element and element["initial_option"] not in options:
        reading.wrong(_under(path, "initial_option"), "none of the options")
    chosen = _items(element, "initial_options")
    if any(one not in options for one in chosen):
        reading.wrong(_under(path, "initial_options"), "none of the options")
    else:
        values = [one["value"] for one in chosen if isinstance(one, dict)]
        _no_twins(reading, _under(path, "initial_options"), values)


def _options_once(reading: _Reading, path: str, element: Mapping[str, object]) -> None:
    if ("options" in element) == ("option_groups" in element):
        reading.wrong(path, "needs either options or option_groups")


def _not_too_many(*keys: str) -> Check:
    def check(reading: _Reading, path: str, element: Mapping[str, object]) -> None:
        most = element.get("max_selected_items")
        for key in keys:
            chosen = len(_items(element, key))
            if isinstance(most, int) and chosen > most:
                reading.wrong(_under(path, key), f"{chosen} items, at most {most}")

    return check


def _ids_once(key: str) -> Check:
    def check(reading: _Reading, path: str, element: Mapping[str, object]) -> None:
        _no_twins(reading, _under(path, key), _items(element, key))

    return check


def _lengths(reading: _Reading, path: str, element: Mapping[str, object]) -> None:
    least, most = element.get("min_length", 0), element.get("max_length", limits.INPUT)
    written = element.get("initial_value")
    if not isinstance(least, int) or not isinstance(most, int):
        return
    if least > most:
        reading.wrong(_under(path, "min_length"), f"{least}, but max_length is {most}")
    if isinstance(written, str) and not least <= len(written) <= most:
        # Too short a start may well be taken: the reference does not say.
        reading.wrong(
            _under(path, "initial_value"),
            f"{len(written)} characters, at least {least} and at most {most}",
        )


def _range(reading: _Reading, path: str, element: Mapping[str, object]) -> None:
    keys = ("min_value", "initial_value", "max_value")
    given = [(key, Decimal(str(element[key]))) for key in keys if key in element]
    for (low, least), (high, most) in pairwise(given):
        if least > most:
            reading.wrong(_under(path, low), f"more than {high}")
    if element["is_decimal_allowed"] is not True:
        for key, number in given:
            if number != number.to_integral_value():
                reading.wrong(_under(path, key), "not a whole number")


# Elements.

_ACTION: Mapping[str, Rule] = {"action_id": _name()}
_ASKED: Mapping[str, Rule] = {**_ACTION, "confirm": _CONFIRM, "focus_on_load": _focus}
_PICKED: Mapping[str, Rule] = {**_ASKED, "placeholder": _plain(limits.PLACEHOLDER)}
_TYPED: Mapping[str, Rule] = {
    **_ACTION,
    "focus_on_load": _focus,
    "placeholder": _plain(limits.PLACEHOLDER),
    "dispatch_action_config": _DISPATCH,
}
# No figure is given for how many: more than the options of a menu can't be meant.
_SEVERAL: Mapping[str, Rule] = {**_PICKED, "max_selected_items": _whole(1, limits.SELECT)}
_MENU: Mapping[str, Rule] = {
    "options": _list_of(_PLAIN_OPTION, limits.SELECT),
    "option_groups": _list_of(_GROUP, limits.GROUPS),
}
_CONVERSATIONS: Mapping[str, Rule] = {"default_to_current_conversation": _flag, "filter": _FILTER}
_IN_MODALS = frozenset({Surface.MODAL})

_ELEMENTS: Mapping[str, _Shape] = {
    "button": _Shape(
        {"text": _plain(limits.BUTTON)},
        {
            **_ACTION,
            "value": _words(limits.BUTTON_VALUE),
            "url": _WEB,
            "style": _STYLE,
            "confirm": _CONFIRM,
            "accessibility_label": _words(limits.BUTTON_LABEL),
        },
    ),
    "image": _IMAGE,
    "overflow": _Shape(
        {"options": _list_of(_option(_plain, url=_WEB), limits.OVERFLOW)},
        {**_ACTION, "confirm": _CONFIRM},
        (_choices,),
    ),
    "checkboxes": _Shape(
        {"options": _list_of(_RICH_OPTION, limits.RADIOS)},
        {**_ASKED, "initial_options": _list_of(_RICH_OPTION, limits.RADIOS)},
        (_choices,),
    ),
    "radio_buttons": _Shape(
        {"options": _list_of(_RICH_OPTION, limits.RADIOS)},
        {**_ASKED, "initial_option": _RICH_OPTION},
        (_choices,),
    ),
    "static_select": _Shape(
        may={**_PICKED, **_MENU, "initial_option": _PLAIN_OPTION}, whole=(_options_once, _choices)
    ),
    "multi_static_select": _Shape(
        may={**_SEVERAL, **_MENU, "initial_options": _list_of(_PLAIN_OPTION)},
        whole=(_options_once, _choices, _not_too_many("initial_options")),
    ),
    "users_select": _Shape(may={**_PICKED, "initial_user": _MEMBER}),
    "multi_users_select": _Shape(
        may={**_SEVERAL, "initial_users": _list_of(_MEMBER)},
        whole=(_ids_once("initial_users"), _not_too_many("initial_users")),
    ),
    "conversations_select": _Shape(
        may={
            **_PICKED,
            **_CONVERSATIONS,
            "initial_conversation": _CONVERSATION,
            "response_url_enabled": _response_url,
        }
    ),
    "multi_conversations_select": _Shape(
        may={**_SEVERAL, **_CONVERSATIONS, "initial_conversations": _list_of(_CONVERSATION)},
        whole=(_ids_once("initial_conversations"), _not_too_many("initial_conversations")),
    ),
    "channels_select": _Shape(
        may={**_PICKED, "initial_channel": _CHANNEL, "response_url_enabled": _response_url}
    ),
    "multi_channels_select": _Shape(
        may={**_SEVERAL, "initial_channels": _list_of(_CHANNEL)},
        whole=(_ids_once("initial_channels"), _not_too_many("initial_channels")),
    ),
    "datepicker": _Shape(may={**_PICKED, "initial_date": _day}),
    "timepicker": _Shape(may={**_PICKED, "initial_time": _TIME, "timezone": _ZONE}),
    "datetimepicker": _Shape(
        may={**_ASKED, "initial_date_time": _whole(10**9, 10**10 - 1)},
        surfaces=frozenset({Surface.MESSAGE, Surface.MODAL}),
    ),
    "plain_text_input": _Shape(
        may={
            **_TYPED,
            "multiline": _flag,
            "min_length": _whole(0, limits.INPUT),
            "max_length": _whole(1, limits.INPUT),
            "initial_value": _words(limits.INPUT, blank=True),
        },
        whole=(_lengths,),
    ),
    "number_input": _Shape(
        {"is_decimal_allowed": _flag},
        {**_TYPED, "initial_value": _NUMBER, "min_value": _NUMBER, "max_value": _NUMBER},
        (_range,),
        _IN_MODALS,
    ),
    "email_text_input": _Shape(
        may={**_TYPED, "initial_value": _words(limits.INPUT)}, surfaces=_IN_MODALS
    ),
    "url_text_input": _Shape(
        may={**_TYPED, "initial_value": _words(limits.INPUT)}, surfaces=_IN_MODALS
    ),
}

_MENUS = {
    *("static_select", "users_select", "conversations_select", "channels_select"),
    *("multi_static_select", "multi_users_select"),
    *("multi_conversations_select", "multi_channels_select"),
}
_CHOSEN = _MENUS | {"checkboxes", "radio_buttons", "datepicker", "timepicker"}
_IN_ACTIONS = _CHOSEN | {"button", "overflow", "datetimepicker"}
_IN_SECTION = _CHOSEN | {"button", "overflow", "image"}
_IN_INPUT = _CHOSEN | {
    *("datetimepicker", "plain_text_input", "number_input"),
    *("email_text_input", "url_text_input"),
}


# Rich text.


def _styled(*flags: str) -> Rule:
    def some(reading: _Reading, path: str, style: Mapping[str, object]) -> None:
        if not style:
            # Not said whether it may be empty.
            reading.wrong(path, "empty")

    return _shaped(_Shape(may=dict.fromkeys(flags, _flag), whole=(some,)))


_LOOK = _styled("bold", "italic", "strike", "code", "underline")
_MENTION_LOOK = _styled("bold", "italic", "strike", "highlight", "client_highlight", "unlink")
_RUN = _words(limits.TEXT, blank=True)

# Without broadcast, usergroup and team: nothing of ours calls more than one person.
_PARTS: Mapping[str, _Shape] = {
    "text": _Shape({"text": _RUN}, {"style": _LOOK}),
    "link": _Shape({"url": _LINK}, {"text": _RUN, "unsafe": _flag, "style": _LOOK}),
    "emoji": _Shape(
        {"name": _like(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?", "the name of an emoji")},
        {"unicode": _like(r"[0-9a-f]+(-[0-9a-f]+)*", "an emoji's code points")},
    ),
    "user": _Shape({"user_id": _MEMBER}, {"style": _MENTION_LOOK}),
    "channel": _Shape({"channel_id": _CONVERSATION}, {"style": _MENTION_LOOK}),
    "date": _Shape(
        {"timestamp": _whole(0, 10**10 - 1), "format": _words(limits.TEXT)},
        {"url": _LINK, "fallback": _words(limits.TEXT), "style": _LOOK},
    ),
}

_BORDER = _whole(0, 1)
_SECTION = _Shape({"elements": _list_of(_by_type(_PARTS))})

_RICH: Mapping[str, _Shape] = {
    "rich_text_section": _SECTION,
    "rich_text_quote": _Shape(_SECTION.must, {"border": _BORDER}),
    "rich_text_preformatted": _Shape(
        {"elements": _list_of(_by_type(_PARTS, {"text", "link"}))}, {"border": _BORDER}
    ),
    "rich_text_list": _Shape(
        {
            "style": _one_of("bullet", "ordered"),
            "elements": _list_of(_by_type({"rich_text_section": _SECTION})),
        },
        # No greatest offset is given.
        {"indent": _whole(0, limits.INDENT), "offset": _whole(0, 10**4), "border": _BORDER},
    ),
}


# Blocks.


def _block_id(reading: _Reading, path: str, value: object) -> None:
    if not _string(reading, path, value, limits.IDENTIFIER) or not isinstance(value, str):
        return
    first = reading.block_ids.setdefault(value, path)
    if first != path:
        reading.wrong(path, f"the same as {first}")


def _own_actions(reading: _Reading, path: str, block: Mapping[str, object]) -> None:
    seen: dict[object, int] = {}
    for number, element in enumerate(_items(block, "elements")):
        action = element.get("action_id") if isinstance(element, dict) else None
        if action is not None and seen.setdefault(action, number) != number:
            reading.wrong(
                f"{path}.elements[{number}].action_id",
                f"the same as {path}.elements[{seen[action]}].action_id",
            )


def _says_something(reading: _Reading, path: str, block: Mapping[str, object]) -> None:
    if "text" not in block and "fields" not in block:
        reading.wrong(path, "needs text or fields")


_CONTEXT = _by_type({"image": _IMAGE} | _text_shapes(limits.TEXT))

_BLOCKS: Mapping[str, _Shape] = {
    "actions": _Shape(
        {"elements": _list_of(_by_type(_ELEMENTS, _IN_ACTIONS), limits.ACTIONS)},
        whole=(_own_actions,),
    ),
    "context": _Shape({"elements": _list_of(_CONTEXT, limits.CONTEXT)}),
    "divider": _Shape(),
    # A file of elsewhere that was made known to Slack; views can't show it.
    "file": _Shape(
        {"external_id": _name(), "source": _one_of("remote")}, surfaces=frozenset({Surface.MESSAGE})
    ),
    "header": _Shape({"text": _plain(limits.HEADER)}),
    "image": _Shape(_IMAGE.must, {**_IMAGE_FROM, "title": _plain(limits.IMAGE_TITLE)}, (_picture,)),
    "input": _Shape(
        {"label": _plain(limits.LABEL), "element": _by_type(_ELEMENTS, _IN_INPUT)},
        {"hint": _plain(limits.HINT), "optional": _flag, "dispatch_action": _flag},
    ),
    "rich_text": _Shape({"elements": _list_of(_by_type(_RICH))}),
    "section": _Shape(
        may={
            "text": _either(limits.TEXT),
            "fields": _list_of(_either(limits.FIELD), limits.FIELDS),
            "accessory": _by_type(_ELEMENTS, _IN_SECTION),
            "expand": _flag,
        },
        whole=(_says_something,),
    ),
}

_ANY_BLOCK = _by_type(
    {
        name: _Shape(shape.must, {"block_id": _block_id, **shape.may}, shape.whole, shape.surfaces)
        for name, shape in _BLOCKS.items()
    }
)


def _block(reading: _Reading, path: str, value: object) -> None:
    kind = value.get("type") if isinstance(value, dict) else None
    reading.block = kind if isinstance(kind, str) else ""
    _ANY_BLOCK(reading, path, value)


# What is sent.


def _summary(reading: _Reading, path: str, value: object) -> None:
    _words(limits.MESSAGE_TEXT)(reading, path, value)
    if _pings(value):
        reading.wrong(path, "a mention")


def _has_submit(reading: _Reading, path: str, view: Mapping[str, object]) -> None:
    asks = any(isinstance(b, dict) and b.get("type") == "input" for b in _items(view, "blocks"))
    if asks and "submit" not in view:
        reading.wrong(_under(path, "submit"), "missing, and there is an input block")


def _json(depth: int) -> Rule:
    """What JSON can hold, and not nested deeper than this."""

    def rule(reading: _Reading, path: str, value: object) -> None:
        match value:
            case str():
                _string(reading, path, value, limits.METADATA, least=0)
            case bool():
                pass
            case float() if isfinite(value):
                pass
            case int():
                _whole(-(2**53), 2**53)(reading, path, value)
            case dict() if depth:
                _json_object(depth)(reading, path, value)
            case list() | tuple() if depth:
                _list_of(_json(depth - 1), least=0)(reading, path, value)
            case _:
                reading.wrong(path, "not plain data, or nested too deep")

    return rule


def _json_object(depth: int) -> Rule:
    def rule(reading: _Reading, path: str, value: object) -> None:
        if not isinstance(value, dict):
            reading.wrong(path, "not an object")
            return
        for key, part in value.items():
            _name()(reading, _under(path, "?"), key)
            _json(depth - 1)(reading, _under(path, _shown(key)), part)

    return rule


# An empty private_metadata may be taken, but is as well left out.
_VIEW: Mapping[str, Rule] = {
    "private_metadata": _name(limits.METADATA),
    "callback_id": _name(),
    "external_id": _name(),
}
# An empty view may be taken, but is never meant.
_VIEW_BLOCKS = _list_of(_block, limits.VIEW_BLOCKS)
_TITLE = _plain(limits.VIEW_TITLE)

_SURFACES: Mapping[Surface, _Shape] = {
    Surface.MESSAGE: _Shape(
        {"text": _summary},
        {
            "blocks": _list_of(_block, limits.MESSAGE_BLOCKS, least=0),
            "channel": _like(r"[CDGUW][A-Z0-9]+", "the id of a conversation"),
            "user": _MEMBER,
            "ts": _STAMP,
            "thread_ts": _STAMP,
            "reply_broadcast": _flag,
            "unfurl_links": _flag,
            "unfurl_media": _flag,
            "mrkdwn": _flag,
            # Both can turn what was typed into a mention.
            "link_names": _off,
            "parse": _one_of("none"),
            "metadata": _shaped(
                _Shape(
                    {
                        "event_type": _like(r"[A-Za-z0-9_]+", "letters, digits and underscores"),
                        "event_payload": _json_object(3),
                    }
                )
            ),
        },
    ),
    Surface.MODAL: _Shape(
        {"type": _one_of("modal"), "title": _TITLE, "blocks": _VIEW_BLOCKS},
        {
            **_VIEW,
            "submit": _TITLE,
            "close": _TITLE,
            "clear_on_close": _flag,
            "notify_on_close": _flag,
        },
        (_has_submit,),
    ),
    Surface.HOME: _Shape({"type": _one_of("home"), "blocks": _VIEW_BLOCKS}, _VIEW),
}


def _measure(reading: _Reading, payload: object) -> None:
    if reading.surface is not Surface.MESSAGE:
        size = _bytes(payload)
        if size > limits.VIEW_BYTES:
            reading.wrong("", f"{size} bytes, at most {limits.VIEW_BYTES}")
        return
    if reading.characters > limits.MESSAGE_CHARACTERS:
        reading.wrong(
            "", f"{reading.characters} characters in all, at most {limits.MESSAGE_CHARACTERS}"
        )
    metadata = payload.get("metadata") if isinstance(payload, dict) else None
    if isinstance(metadata, dict) and _bytes(metadata["event_payload"]) > limits.METADATA:
        reading.wrong(
            "metadata.event_payload",
            f"{_bytes(metadata['event_payload'])} bytes, at most {limits.METADATA}",
        )


def _bytes(value: object) -> int:
    # As the SDK writes it, where a letter beyond ASCII takes six bytes and an emoji twelve.
    return len(json.dumps(value))
