"""What Discord would refuse, found before it is sent.

`problems` goes by tables of shapes: for each component, option and object the keys it must and may
have, and what is right for each. The figures are in `limits.py`. Sources: docs.discord.com, the
component reference, the pages on messages, interactions and application commands, and Discord's
OpenAPI description, where that says more. Where they leave open whether something is taken, it is
refused here, and a comment says so; so is what we never send (files to choose, things to buy,
embeds and the like).

Beyond that, nothing may notify anyone through a text: see `_PINGS`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain
from math import isfinite

from adapters.discord import limits


class Surface(StrEnum):
    """What is sent: a message, a modal, or the list of the application's commands."""

    MESSAGE = "message"
    MODAL = "modal"
    COMMANDS = "commands"


def problems(surface: Surface, payload: object) -> list[str]:
    """What Discord would refuse in `payload`; nothing when it is fit to send.

    `payload` is the JSON body of Create Message or Edit Message, or the `data` of an interaction's
    answer, for Surface.MESSAGE; the `data` of a modal; or the list that overwrites all commands.
    Each problem is a path and what is wrong there, and holds nothing of the texts in it, so it may
    be logged. Takes any object at all and never raises.
    """
    reading = _Reading()
    _SURFACES[surface](reading, "", payload)
    if surface is Surface.MESSAGE and not reading.found:
        # Only now is it certain that all of it can be measured.
        _measure(reading, payload)
    return reading.found


@dataclass(slots=True)
class _Reading:
    """One payload being read: what was found so far, and what must be compared across parts."""

    found: list[str] = field(default_factory=list)
    components: int = 0
    characters: int = 0
    custom_ids: dict[str, str] = field(default_factory=dict)
    ids: dict[int, str] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    """The files that components show, by name, and where."""

    def wrong(self, path: str, what: str) -> None:
        self.found.append(f"{path or 'payload'}: {what}")


Rule = Callable[[_Reading, str, object], None]
"""What is right for one value: says what is wrong with it to the reading."""
Check = Callable[[_Reading, str, Mapping[str, object]], None]
"""What is right for an object as a whole, when each of its values is right."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """The keys that an object must and may have."""

    must: Mapping[str, Rule] = field(default_factory=dict)
    may: Mapping[str, Rule] = field(default_factory=dict)
    whole: tuple[Check, ...] = ()


# Objects and lists. Discord takes null for much that may be left out; we leave it out.


def _shaped(shape: _Shape) -> Rule:
    def rule(reading: _Reading, path: str, value: object) -> None:
        if not isinstance(value, dict):
            reading.wrong(path, "not an object")
            return
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


def _by_type(shapes: Mapping[int, _Shape], names: Mapping[int, str]) -> Rule:
    """An object of one of these types, by its key `type`; `names` has those of elsewhere too."""
    rules = {
        number: _shaped(_Shape({"type": _among(number)} | dict(shape.must), shape.may, shape.whole))
        for number, shape in shapes.items()
    }

    def rule(reading: _Reading, path: str, value: object) -> None:
        if not isinstance(value, dict):
            reading.wrong(path, "not an object")
            return
        number = value.get("type")
        if not isinstance(number, int) or isinstance(number, bool) or number not in names:
            reading.wrong(_under(path, "type"), "unknown type")
        elif number not in rules:
            reading.wrong(path, f"{names[number]} cannot stand here")
        else:
            rules[number](reading, path, value)

    return rule


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


def _set_of(part: Rule) -> Rule:
    """A list in which nothing stands twice; of plain values only."""
    every = _list_of(part)

    def rule(reading: _Reading, path: str, value: object) -> None:
        before = len(reading.found)
        every(reading, path, value)
        if before == len(reading.found) and isinstance(value, list | tuple):
            _no_twins(reading, path, value)

    return rule


def _under(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _shown(key: object) -> str:
    # A key that nobody knows may hold anything: only what looks like one of Discord's is told.
    known = isinstance(key, str) and re.fullmatch(r"[a-z_]{1,30}", key)
    return str(key) if known else "?"


def _items(value: Mapping[str, object], key: str) -> Sequence[Mapping[str, object]]:
    items = value.get(key, ())
    held = items if isinstance(items, list | tuple) else ()
    return [one for one in held if isinstance(one, dict)]


def _no_twins(reading: _Reading, path: str, values: Sequence[object]) -> None:
    if len(set(values)) < len(values):
        reading.wrong(path, "the same twice")


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


def _words(most: int) -> Rule:
    """A text that somebody sees."""

    def rule(reading: _Reading, path: str, value: object) -> None:
        fit = _string(reading, path, value, most)
        # Discord trims texts, and where one has to be there it may be missing then.
        if fit and isinstance(value, str) and not value.strip():
            reading.wrong(path, "blank")

    return rule


def _written(reading: _Reading, path: str, value: object) -> None:
    # An empty one may be taken, but is as well left out.
    _string(reading, path, value, limits.INPUT)


def _like(pattern: str, what: str, most: int = 100) -> Rule:
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


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _among(*values: int) -> Rule:
    allowed = " or ".join(str(value) for value in values)

    def rule(reading: _Reading, path: str, value: object) -> None:
        if not _is_whole(value) or value not in values:
            reading.wrong(path, f"must be {allowed}")

    return rule


def _whole(least: int, most: int) -> Rule:
    def rule(reading: _Reading, path: str, value: object) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            reading.wrong(path, "not a whole number")
        elif not least <= value <= most:
            # The number itself may have any length.
            reading.wrong(path, f"not between {least} and {most}")

    return rule


def _number(reading: _Reading, path: str, value: object) -> None:
    most = 2**53
    if isinstance(value, bool) or not isinstance(value, int | float):
        reading.wrong(path, "not a number")
    elif (isinstance(value, float) and not isfinite(value)) or not -most <= value <= most:
        reading.wrong(path, f"not between -{most} and {most}")


def _flag(reading: _Reading, path: str, value: object) -> None:
    if not isinstance(value, bool):
        reading.wrong(path, "not true or false")


def _off(reading: _Reading, path: str, value: object) -> None:
    if value is not False:
        reading.wrong(path, "must be false")


def _empty(reading: _Reading, path: str, value: object) -> None:
    if not isinstance(value, list | tuple) or value:
        reading.wrong(path, "must be an empty list")


def _none(reading: _Reading, path: str, value: object) -> None:
    if value is not None:
        reading.wrong(path, "cannot be set beside components of version 2")


_SNOWFLAKE = _like(r"[1-9][0-9]{0,19}", "an id")


def _id_of_either_kind(reading: _Reading, path: str, value: object) -> None:
    """An id as a text or as a number: discord.py sends both, and Discord reads both."""
    if _is_whole(value):
        _whole(0, 2**64 - 1)(reading, path, value)
    else:
        _like(r"0|[1-9][0-9]{0,19}", "an id")(reading, path, value)


def _custom_id(reading: _Reading, path: str, value: object) -> None:
    if not _string(reading, path, value, limits.CUSTOM_ID) or not isinstance(value, str):
        return
    first = reading.custom_ids.setdefault(value, path)
    if first != path:
        reading.wrong(path, f"the same as {first}")


def _component_id(reading: _Reading, path: str, value: object) -> None:
    _whole(0, limits.ID)(reading, path, value)
    # Zero means none.
    if not isinstance(value, int) or not value:
        return
    first = reading.ids.setdefault(value, path)
    if first != path:
        reading.wrong(path, f"the same as {first}")


_EMOJI = _shaped(_Shape({"name": _words(limits.EMOJI)}, {"id": _SNOWFLAKE, "animated": _flag}))
_LINK = _like(r"https?://\S+", "a whole web address", limits.URL)


# What can be shown.

_PINGS = re.compile(r"(?<!\\)(?:\\\\)*(?:<[@#]|@everyone|@here)")
"""Mentions of a member, a role, a channel or everybody: what was typed must never ping."""


def _content(reading: _Reading, path: str, value: object) -> None:
    _words(limits.CHARACTERS)(reading, path, value)
    if isinstance(value, str):
        reading.characters += len(value)
        if _PINGS.search(value):
            reading.wrong(path, "a mention")


# Discord changes other names, so that what refers to them finds nothing.
_FILE_NAME = r"[A-Za-z0-9_][A-Za-z0-9_.-]*"
_ATTACHED = re.compile(rf"attachment://({_FILE_NAME})", re.ASCII)
_REMOTE = re.compile(r"https?://\S+", re.IGNORECASE)


def _media(*, remote: bool) -> Rule:
    """What a picture or a file is: attached to the message, or where `remote` a web address."""
    what = "attachment:// and a name" + (", or a whole web address" if remote else "")

    def address(reading: _Reading, path: str, value: object) -> None:
        if not _string(reading, path, value, limits.MEDIA_URL) or not isinstance(value, str):
            return
        if attached := _ATTACHED.fullmatch(value):
            reading.shown.setdefault(attached[1], path)
        elif not remote or not _REMOTE.fullmatch(value):
            reading.wrong(path, f"not {what}")

    return _shaped(_Shape({"url": address}))


# Discord takes a picture without a description; then some of our members can't know what it shows.
_PICTURE: Mapping[str, Rule] = {"media": _media(remote=True), "description": _words(limits.ALT)}


# Choices.


def _option(**more: Rule) -> Rule:
    return _shaped(
        _Shape(
            {"label": _words(limits.OPTION), "value": _words(limits.OPTION_VALUE)},
            {"description": _words(limits.OPTION_DESCRIPTION), "default": _flag} | more,
        )
    )


_SELECT_OPTION, _OPTION = _option(emoji=_EMOJI), _option()


def _values_once(reading: _Reading, path: str, element: Mapping[str, object]) -> None:
    values = [one["value"] for one in _items(element, "options")]
    _no_twins(reading, _under(path, "options"), values)


def _one_chosen(reading: _Reading, path: str, element: Mapping[str, object]) -> None:
    chosen = sum(one.get("default") is True for one in _items(element, "options"))
    if chosen > 1:
        reading.wrong(_under(path, "options"), f"{chosen} chosen, at most 1")


def _amount(element: Mapping[str, object], key: str, otherwise: int) -> int:
    value = element.get(key, otherwise)
    return value if isinstance(value, int) else otherwise


def _amounts(*, all_by_default: bool = False, asked: bool = False) -> Check:
    """How many may be chosen, how many there are, and how many are chosen to begin with."""

    def check(reading: _Reading, path: str, element: Mapping[str, object]) -> None:
        options = _items(element, "options")
        least = _amount(element, "min_values", 1)
        most = _amount(element, "max_values", len(options) if all_by_default else 1)
        if "min_values" in element and least > most:
            reading.wrong(_under(path, "min_values"), f"{least}, but at most {most}")
        if asked and element.get("required", True) is True and least < 1:
            reading.wrong(_under(path, "min_values"), "0, but an answer is required")
        if "options" in element:
            # The reference does not say that more than there are is refused.
            for key, number in (("min_values", least), ("max_values", most)):
                if key in element and number > len(options):
                    reading.wrong(_under(path, key), f"{number} of {len(options)} options")
            chosen = sum(one.get("default") is True for one in options)
            if chosen > most:
                reading.wrong(_under(path, "options"), f"{chosen} chosen, at most {most}")
        elif "default_values" in element:
            chosen = len(_items(element, "default_values"))
            if not least <= chosen <= most:
                reading.wrong(
                    _under(path, "default_values"),
                    f"{chosen} chosen, at least {least} and at most {most}",
                )

    return check


def _chosen(*kinds: str) -> Rule:
    """What a select of members, roles or channels begins with."""
    one = _shaped(_Shape({"id": _SNOWFLAKE, "type": _one_of(*kinds)}))
    every = _list_of(one, limits.SELECT)

    def rule(reading: _Reading, path: str, value: object) -> None:
        before = len(reading.found)
        every(reading, path, value)
        if before == len(reading.found) and isinstance(value, list | tuple):
            _no_twins(reading, path, [each["id"] for each in value])

    return rule


# As the OpenAPI description has them; media channels are not among them.
_CHANNEL_TYPES = _set_of(_among(0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15))


def _lengths(reading: _Reading, path: str, element: Mapping[str, object]) -> None:
    least = _amount(element, "min_length", 0)
    most = _amount(element, "max_length", limits.INPUT)
    if least > most:
        reading.wrong(_under(path, "min_length"), f"{least}, but max_length is {most}")
        return
    written = element.get("value")
    if not isinstance(written, str):
        return
    if not least <= len(written) <= most:
        # Too short a start may well be taken: the reference does not say.
        reading.wrong(
            _under(path, "value"), f"{len(written)} characters, at least {least} and at most {most}"
        )
    if element["style"] == _SHORT and ("\n" in written or "\r" in written):
        # A field of one line drops them, and with them what keeps two words apart.
        reading.wrong(_under(path, "value"), "a line break in a field of one line")


# Components.

_ROW, _BUTTON, _STRING, _INPUT, _USER, _ROLE, _MENTIONABLE, _CHANNEL = range(1, 9)
_SECTION, _TEXT, _THUMBNAIL, _GALLERY, _FILE, _SEPARATOR = range(9, 15)
_CONTAINER, _LABEL, _RADIOS, _CHECKBOXES, _CHECKBOX = 17, 18, 21, 22, 23
_SHORT, _PARAGRAPH = 1, 2
_LINK_STYLE = 5

# Without files to upload (19), which we never ask for.
_NAMES = {
    _ROW: "an action row",
    _BUTTON: "a button",
    _STRING: "a string select",
    _INPUT: "a text input",
    _USER: "a user select",
    _ROLE: "a role select",
    _MENTIONABLE: "a mentionable select",
    _CHANNEL: "a channel select",
    _SECTION: "a section",
    _TEXT: "a text display",
    _THUMBNAIL: "a thumbnail",
    _GALLERY: "a media gallery",
    _FILE: "a file",
    _SEPARATOR: "a separator",
    _CONTAINER: "a container",
    _LABEL: "a label",
    _RADIOS: "a radio group",
    _CHECKBOXES: "a checkbox group",
    _CHECKBOX: "a checkbox",
}


def _components(shapes: Mapping[int, _Shape]) -> Rule:
    """One of these components, counted."""
    rule = _by_type(
        {
            number: _Shape(shape.must, {"id": _component_id, **shape.may}, shape.whole)
            for number, shape in shapes.items()
        },
        _NAMES,
    )

    def counted(reading: _Reading, path: str, value: object) -> None:
        reading.components += 1
        rule(reading, path, value)

    return counted


def _pressed(reading: _Reading, path: str, button: Mapping[str, object]) -> None:
    needed, other = ("url", "custom_id") if button["style"] == _LINK_STYLE else ("custom_id", "url")
    if needed not in button:
        reading.wrong(_under(path, needed), "missing")
    if other in button:
        reading.wrong(_under(path, other), f"cannot stand with style {button['style']}")
    if "label" not in button and "emoji" not in button:
        reading.wrong(path, "needs label or emoji")


def _selects(more: Mapping[str, Rule], *, asked: bool) -> dict[int, _Shape]:
    """The selects of a message, or where `asked` of a modal."""
    may: Mapping[str, Rule] = {
        "placeholder": _words(limits.SELECT_PLACEHOLDER),
        "min_values": _whole(0, limits.SELECT),
        "max_values": _whole(1, limits.SELECT),
        **more,
    }
    amounts = _amounts(asked=asked)

    def of(*kinds: str, **extra: Rule) -> _Shape:
        chosen = {"default_values": _chosen(*kinds)}
        return _Shape({"custom_id": _custom_id}, {**may, **chosen, **extra}, (amounts,))

    return {
        _STRING: _Shape(
            {"custom_id": _custom_id, "options": _list_of(_SELECT_OPTION, limits.SELECT)},
            may,
            (_values_once, amounts),
        ),
        _USER: of("user"),
        _ROLE: of("role"),
        _MENTIONABLE: of("user", "role"),
        _CHANNEL: of("channel", channel_types=_CHANNEL_TYPES),
    }


# In a message `required` says nothing, and in a modal `disabled` is an error.
_SELECTS = _selects({"disabled": _flag}, asked=False)
_ASKED_SELECTS = _selects({"required": _flag}, asked=True)

_BUTTONS = {
    _BUTTON: _Shape(
        # Without 6, the button that sells something.
        {"style": _among(1, 2, 3, 4, _LINK_STYLE)},
        {
            "label": _words(limits.BUTTON),
            "emoji": _EMOJI,
            "custom_id": _custom_id,
            "url": _LINK,
            "disabled": _flag,
        },
        (_pressed,),
    )
}


def _one_kind(reading: _Reading, path: str, row: Mapping[str, object]) -> None:
    children = _items(row, "components")
    if len(children) > 1 and any(one["type"] != _BUTTON for one in children):
        reading.wrong(_under(path, "components"), "a select and something beside it")


_TEXTS = {_TEXT: _Shape({"content": _content})}
_PARTS: Mapping[int, _Shape] = {
    _ROW: _Shape(
        {"components": _list_of(_components(_BUTTONS | _SELECTS), limits.ROW)}, whole=(_one_kind,)
    ),
    _SECTION: _Shape(
        {
            "components": _list_of(_components(_TEXTS), limits.SECTION_TEXTS),
            "accessory": _components(
                {**_BUTTONS, _THUMBNAIL: _Shape(_PICTURE, {"spoiler": _flag})}
            ),
        }
    ),
    **_TEXTS,
    _GALLERY: _Shape(
        {"items": _list_of(_shaped(_Shape(_PICTURE, {"spoiler": _flag})), limits.GALLERY)}
    ),
    _FILE: _Shape({"file": _media(remote=False)}, {"spoiler": _flag}),
    _SEPARATOR: _Shape(may={"divider": _flag, "spacing": _among(1, 2)}),
}
_CONTAINERS = {
    _CONTAINER: _Shape(
        {"components": _list_of(_components(_PARTS), limits.COMPONENTS)},
        {"accent_color": _whole(0, limits.COLOUR), "spoiler": _flag},
    )
}

_GROUPED: Mapping[str, Rule] = {"required": _flag}
_FIELDS: Mapping[int, _Shape] = {
    **_ASKED_SELECTS,
    # Without `label`, which is on its way out: the label around it has one.
    _INPUT: _Shape(
        {"custom_id": _custom_id, "style": _among(_SHORT, _PARAGRAPH)},
        {
            "required": _flag,
            "min_length": _whole(0, limits.INPUT),
            "max_length": _whole(1, limits.INPUT),
            "value": _written,
            "placeholder": _words(limits.PLACEHOLDER),
        },
        (_lengths,),
    ),
    _RADIOS: _Shape(
        {
            "custom_id": _custom_id,
            "options": _list_of(_OPTION, limits.RADIOS, least=limits.RADIOS_LEAST),
        },
        _GROUPED,
        (_values_once, _one_chosen),
    ),
    _CHECKBOXES: _Shape(
        {"custom_id": _custom_id, "options": _list_of(_OPTION, limits.CHECKBOXES)},
        {
            **_GROUPED,
            "min_values": _whole(0, limits.CHECKBOXES),
            "max_values": _whole(1, limits.CHECKBOXES),
        },
        (_values_once, _amounts(all_by_default=True, asked=True)),
    ),
    _CHECKBOX: _Shape({"custom_id": _custom_id}, {"default": _flag}),
}


# Messages.

_V2, _EPHEMERAL = limits.V2, limits.EPHEMERAL
_SUPPRESS_EMBEDS, _SUPPRESS_NOTIFICATIONS = 1 << 2, 1 << 12
_FLAGS = _V2 | _EPHEMERAL | _SUPPRESS_EMBEDS | _SUPPRESS_NOTIFICATIONS


def _message_flags(reading: _Reading, path: str, value: object) -> None:
    if not isinstance(value, int) or isinstance(value, bool):
        reading.wrong(path, "not a whole number")
    elif not value & _V2:
        reading.wrong(path, "components of version 2 need their flag")
    elif value & ~_FLAGS:
        reading.wrong(path, "a flag that cannot be set")


def _nonce(reading: _Reading, path: str, value: object) -> None:
    if _is_whole(value):
        _whole(-(2**63), 2**63 - 1)(reading, path, value)
    else:
        _string(reading, path, value, limits.NONCE)


def _attachments(reading: _Reading, path: str, value: object) -> None:
    before = len(reading.found)
    _ATTACHMENTS(reading, path, value)
    if before == len(reading.found) and isinstance(value, list | tuple):
        for key in ("id", "filename"):
            _no_twins(reading, path, [str(one[key]) for one in value])


_ATTACHMENTS = _list_of(
    _shaped(
        _Shape(
            {
                "id": _id_of_either_kind,
                # One that an edit keeps needs none; then nothing here can refer to it.
                "filename": _like(_FILE_NAME, "a name that Discord keeps", limits.FILE_NAME),
            },
            {"description": _words(limits.ALT)},
        )
    ),
    limits.ATTACHMENTS,
    least=0,
)

_NOBODY = _shaped(
    _Shape({"parse": _empty}, {"users": _empty, "roles": _empty, "replied_user": _off})
)


def _once(reading: _Reading, path: str, message: Mapping[str, object]) -> None:
    if ("nonce" in message) != (message.get("enforce_nonce") is True):
        # A nonce alone is taken, and then a message that is sent again stands there twice.
        reading.wrong(_under(path, "nonce"), "only together with enforce_nonce")
    flags = message["flags"]
    if "nonce" in message and isinstance(flags, int) and flags & _EPHEMERAL:
        # Only an answer can be for one person, and an answer takes no nonce.
        reading.wrong(_under(path, "flags"), "a message with a nonce cannot be ephemeral")


def _all_shown(reading: _Reading, path: str, message: Mapping[str, object]) -> None:
    names = [str(one["filename"]) for one in _items(message, "attachments")]
    for name, where in reading.shown.items():
        if name not in names:
            reading.wrong(where, "no such attachment")
    for number, name in enumerate(names):
        if name not in reading.shown:
            # Discord takes it, and nobody sees it.
            reading.wrong(_under(path, f"attachments[{number}]"), "no component shows it")


_MESSAGE = _Shape(
    {
        "flags": _message_flags,
        "components": _list_of(_components({**_PARTS, **_CONTAINERS}), limits.COMPONENTS),
        # Where it is missing everything in the text notifies, after an edit as well.
        "allowed_mentions": _NOBODY,
    },
    {
        "nonce": _nonce,
        "enforce_nonce": _flag,
        "attachments": _attachments,
        "message_reference": _shaped(
            _Shape(
                {"message_id": _id_of_either_kind},
                {
                    "channel_id": _id_of_either_kind,
                    "guild_id": _id_of_either_kind,
                    "fail_if_not_exists": _flag,
                    # An answer to a message, not one that is passed on.
                    "type": _among(0),
                },
            )
        ),
        "tts": _off,
        # An edit sends null to make a message of the old kind one of version 2.
        "content": _none,
        "embeds": _none,
        "poll": _none,
    },
    (_once, _all_shown),
)


def _measure(reading: _Reading, payload: object) -> None:
    if reading.components > limits.COMPONENTS:
        reading.wrong(
            "components", f"{reading.components} components in all, at most {limits.COMPONENTS}"
        )
    if reading.characters > limits.CHARACTERS:
        reading.wrong(
            "components", f"{reading.characters} characters in all, at most {limits.CHARACTERS}"
        )
    components = payload["components"] if isinstance(payload, dict) else ()
    size = _bytes(components) + limits.COMPONENT_BYTES * reading.components
    if size > limits.BYTES:
        reading.wrong("components", f"{size} bytes, at most {limits.BYTES}")


def _bytes(value: object) -> int:
    match value:
        case str():
            return len(value.encode())
        case dict():
            return sum(_bytes(one) for one in value.values())
        case list() | tuple():
            return sum(_bytes(one) for one in value)
        case _:
            return 0


# Modals.

_LABELS = {
    _LABEL: _Shape(
        {"label": _words(limits.LABEL), "component": _components(_FIELDS)},
        {"description": _words(limits.DESCRIPTION)},
    )
}

_MODAL = _Shape(
    {
        "title": _words(limits.MODAL_TITLE),
        # Whether it may be the same as that of a component is not said.
        "custom_id": _custom_id,
        # Without action rows, which are on their way out.
        "components": _list_of(_components({**_TEXTS, **_LABELS}), limits.MODAL_COMPONENTS),
    }
)


# Commands.

LOCALES = frozenset(
    {
        *("bg", "cs", "da", "de", "el", "en-GB", "en-US", "es-419", "es-ES", "fi", "fr", "hi"),
        *("hr", "hu", "id", "it", "ja", "ko", "lt", "nl", "no", "pl", "pt-BR", "ro", "ru"),
        *("sv-SE", "th", "tr", "uk", "vi", "zh-CN", "zh-TW"),
    }
)
"""The languages that Discord's reference lists; its OpenAPI description has ar and he as well,
which are left out here until the reference has them."""

_CHAT, _OF_PERSON, _OF_MESSAGE = 1, 2, 3
_MOST_COMMANDS = {
    _CHAT: limits.COMMANDS,
    _OF_PERSON: limits.USER_COMMANDS,
    _OF_MESSAGE: limits.MESSAGE_COMMANDS,
}


def _typed_name(reading: _Reading, path: str, value: object) -> None:
    """The name of something that is typed: of a command or of one of its options."""
    if not _string(reading, path, value, limits.COMMAND_NAME) or not isinstance(value, str):
        return
    if not all(_in_name(sign) for sign in value):
        reading.wrong(path, "not of letters, digits, - and _ alone")
    elif value != value.lower():
        reading.wrong(path, "not in small letters")


def _in_name(sign: str) -> bool:
    if unicodedata.category(sign)[0] in "LN" or sign in "-_'":
        return True
    # The vowel signs and tone marks of two scripts are no letters, and are taken.
    return unicodedata.name(sign, "").startswith(("DEVANAGARI ", "THAI ")) and (
        unicodedata.category(sign)[0] == "M"
    )


def _menu_name(reading: _Reading, path: str, value: object) -> None:
    _words(limits.COMMAND_NAME)(reading, path, value)
    if isinstance(value, str) and value.strip() not in ("", value):
        # Discord trims texts, and what it then calls the command is not what we look for.
        reading.wrong(path, "a space at its start or end")


def _translated(rule: Rule) -> Rule:
    def every(reading: _Reading, path: str, value: object) -> None:
        if not isinstance(value, dict):
            reading.wrong(path, "not an object")
            return
        for locale, text in value.items():
            if locale in LOCALES:
                rule(reading, _under(path, str(locale)), text)
            else:
                reading.wrong(_under(path, "?"), "no language of Discord")

    return every


def _named(rule: Rule) -> dict[str, Rule]:
    return {"name_localizations": _translated(rule)}


_DESCRIPTION = _words(limits.COMMAND_DESCRIPTION)
_DESCRIBED: Mapping[str, Rule] = {"name": _typed_name, "description": _DESCRIPTION}
_IN_LANGUAGES: Mapping[str, Rule] = {
    **_named(_typed_name),
    "description_localizations": _translated(_DESCRIPTION),
}


def _words_of(part: Mapping[str, object], key: str) -> dict[str, str]:
    """What `key` says by language, its default by the empty one."""
    translated = part.get(f"{key}_localizations", {})
    words = translated if isinstance(translated, dict) else {}
    return {"": str(part.get(key, "")), **{str(one): str(word) for one, word in words.items()}}


def _names_apart(
    reading: _Reading, path: str, parts: Iterable[tuple[int, Mapping[str, object]]]
) -> None:
    """No two have one name, in any language, nor is one's translation the other's default.

    Discord says so of options; of commands and choices it does only of the default.
    """
    held, defaults = tuple(parts), dict[str, int]()
    for number, part in held:
        first = defaults.setdefault(str(part["name"]), number)
        if first != number:
            reading.wrong(f"{path}[{number}].name", f"the same as {path}[{first}].name")
    translated: dict[tuple[str, str], int] = {}
    for number, part in held:
        for language, word in _words_of(part, "name").items():
            if not language:
                continue
            taken = {defaults.get(word, number), translated.setdefault((language, word), number)}
            for other in taken - {number}:
                reading.wrong(
                    f"{path}[{number}].name_localizations.{language}",
                    f"the same as a name of {path}[{other}]",
                )


def _options_apart(reading: _Reading, path: str, command: Mapping[str, object]) -> None:
    options = _items(command, "options")
    _names_apart(reading, _under(path, "options"), enumerate(options))
    if len({one["type"] in _GROUPING for one in options}) > 1:
        # The reference has them apart in its examples and says no more.
        reading.wrong(_under(path, "options"), "subcommands beside other options")
    optional = False
    for number, one in enumerate(options):
        if one.get("required") is True and optional:
            reading.wrong(
                _under(path, f"options[{number}].required"), "after one that is not required"
            )
        optional = optional or (one["type"] not in _GROUPING and one.get("required") is not True)


def _choices(value: Rule) -> Mapping[str, Rule]:
    name = _words(limits.CHOICE)
    one = _shaped(_Shape({"name": name, "value": value}, _named(name)))
    # Whether there may be none is not said.
    return {"choices": _list_of(one, limits.CHOICES), "autocomplete": _flag}


def _choices_apart(reading: _Reading, path: str, option: Mapping[str, object]) -> None:
    choices = _items(option, "choices")
    _names_apart(reading, _under(path, "choices"), enumerate(choices))
    _no_twins(reading, _under(path, "choices"), [one["value"] for one in choices])
    if choices and option.get("autocomplete") is True:
        reading.wrong(_under(path, "autocomplete"), "cannot stand beside choices")


def _bounds(low: str, high: str) -> Check:
    def check(reading: _Reading, path: str, option: Mapping[str, object]) -> None:
        least, most = option.get(low), option.get(high)
        if isinstance(least, int | float) and isinstance(most, int | float) and least > most:
            reading.wrong(_under(path, low), f"more than {high}")

    return check


_SUBCOMMAND, _SUBGROUP, _OF_TEXT, _OF_WHOLE, _OF_YES, _OF_USER = range(1, 7)
_OF_CHANNEL, _OF_ROLE, _OF_MENTIONABLE, _OF_NUMBER, _OF_FILE = range(7, 12)
_GROUPING = {_SUBCOMMAND, _SUBGROUP}
_OPTION_NAMES = {
    _SUBCOMMAND: "a subcommand",
    _SUBGROUP: "a group of subcommands",
    _OF_TEXT: "a text",
    _OF_WHOLE: "a whole number",
    _OF_YES: "a yes or no",
    _OF_USER: "a user",
    _OF_CHANNEL: "a channel",
    _OF_ROLE: "a role",
    _OF_MENTIONABLE: "a mentionable",
    _OF_NUMBER: "a number",
    _OF_FILE: "a file",
}
_GIVEN: Mapping[str, Rule] = {**_IN_LANGUAGES, "required": _flag}
_INT53 = _whole(-(2**53) + 1, 2**53 - 1)


def _numeric(rule: Rule) -> _Shape:
    return _Shape(
        _DESCRIBED,
        {**_GIVEN, **_choices(rule), "min_value": rule, "max_value": rule},
        (_choices_apart, _bounds("min_value", "max_value")),
    )


_VALUES: Mapping[int, _Shape] = {
    _OF_TEXT: _Shape(
        _DESCRIBED,
        {
            **_GIVEN,
            **_choices(_words(limits.CHOICE)),
            "min_length": _whole(0, limits.COMMAND_INPUT),
            "max_length": _whole(1, limits.COMMAND_INPUT),
        },
        (_choices_apart, _bounds("min_length", "max_length")),
    ),
    _OF_WHOLE: _numeric(_INT53),
    _OF_NUMBER: _numeric(_number),
    _OF_CHANNEL: _Shape(_DESCRIBED, {**_GIVEN, "channel_types": _CHANNEL_TYPES}),
    **{
        number: _Shape(_DESCRIBED, _GIVEN)
        for number in (_OF_YES, _OF_USER, _OF_ROLE, _OF_MENTIONABLE, _OF_FILE)
    },
}


def _holding(options: Mapping[int, _Shape], *, least: int = 0) -> _Shape:
    every = _list_of(_by_type(options, _OPTION_NAMES), limits.OPTIONS, least=least)
    if least:
        return _Shape({**_DESCRIBED, "options": every}, _IN_LANGUAGES, (_options_apart,))
    return _Shape(_DESCRIBED, {**_IN_LANGUAGES, "options": every}, (_options_apart,))


_SUBCOMMANDS = {_SUBCOMMAND: _holding(_VALUES)}
# A group of nothing may be taken, but is never meant.
_SUBGROUPS = {_SUBGROUP: _holding(_SUBCOMMANDS, least=1)}


def _permissions(reading: _Reading, path: str, value: object) -> None:
    """A set of rights as a number, as a text of digits, or null for everybody.

    The reference asks for a text and the OpenAPI description for a number; Discord takes both.
    """
    if value is None:
        return
    if _is_whole(value):
        _whole(0, 2**54 - 1)(reading, path, value)
    else:
        _like(r"0|[1-9][0-9]{0,16}", "a set of rights")(reading, path, value)


_PRIVATE_CHANNEL, _USER_INSTALL = 2, 1


def _reachable(reading: _Reading, path: str, command: Mapping[str, object]) -> None:
    kinds, contexts = command.get("integration_types"), command.get("contexts")
    if not isinstance(kinds, list | tuple) or not isinstance(contexts, list | tuple):
        return
    if _PRIVATE_CHANNEL in contexts and _USER_INSTALL not in kinds:
        # Means nothing, as the reference says; not whether it is refused.
        reading.wrong(_under(path, "contexts"), "private channels without an install by users")


def _characters_of(part: Mapping[str, object]) -> int:
    """What counts of a command, option or choice: of each text the longest translation."""
    own = sum(
        max(len(word) for word in _words_of(part, key).values()) for key in ("name", "description")
    )
    value = part.get("value", "")
    within = chain(_items(part, "options"), _items(part, "choices"))
    return own + len(str(value)) + sum(_characters_of(one) for one in within)


def _not_too_long(reading: _Reading, path: str, command: Mapping[str, object]) -> None:
    characters = _characters_of(command)
    if characters > limits.COMMAND_TEXT:
        reading.wrong(path, f"{characters} characters in all, at most {limits.COMMAND_TEXT}")


_WHERE: Mapping[str, Rule] = {
    "id": _SNOWFLAKE,
    "default_member_permissions": _permissions,
    # An older way to say `contexts`.
    "dm_permission": _flag,
    "contexts": _set_of(_among(0, 1, 2)),
    "integration_types": _set_of(_among(0, 1)),
    "nsfw": _off,
}
_WHOLE_COMMAND: tuple[Check, ...] = (_reachable, _not_too_long)


def _no_words(reading: _Reading, path: str, value: object) -> None:
    if value != "":
        reading.wrong(path, "must be empty")


_IN_MENU = _shaped(
    _Shape(
        {"type": _among(_OF_PERSON, _OF_MESSAGE), "name": _menu_name},
        {**_named(_menu_name), "description": _no_words, **_WHERE},
        _WHOLE_COMMAND,
    )
)
_IN_CHAT = _shaped(
    _Shape(
        _DESCRIBED,
        {
            "type": _among(_CHAT),
            **_IN_LANGUAGES,
            "options": _list_of(
                _by_type({**_VALUES, **_SUBCOMMANDS, **_SUBGROUPS}, _OPTION_NAMES),
                limits.OPTIONS,
                least=0,
            ),
            **_WHERE,
        },
        (_options_apart, *_WHOLE_COMMAND),
    )
)


def _command(reading: _Reading, path: str, value: object) -> None:
    kind = value.get("type", _CHAT) if isinstance(value, dict) else _CHAT
    if not _is_whole(kind) or kind not in _MOST_COMMANDS:
        reading.wrong(_under(path, "type"), "unknown type")
    elif kind == _CHAT:
        _IN_CHAT(reading, path, value)
    else:
        _IN_MENU(reading, path, value)


_LIST_OF_COMMANDS = _list_of(_command, least=0)


def _commands(reading: _Reading, path: str, value: object) -> None:
    before = len(reading.found)
    _LIST_OF_COMMANDS(reading, path, value)
    if before < len(reading.found) or not isinstance(value, list | tuple):
        return
    for kind, most in _MOST_COMMANDS.items():
        own = [each for each in enumerate(value) if each[1].get("type", _CHAT) == kind]
        if len(own) > most:
            reading.wrong(path, f"{len(own)} commands of type {kind}, at most {most}")
        _names_apart(reading, path, own)


_SURFACES: Mapping[Surface, Rule] = {
    Surface.MESSAGE: _shaped(_MESSAGE),
    Surface.MODAL: _shaped(_MODAL),
    Surface.COMMANDS: _commands,
}
