"""What a typed line means as the answer to one field."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from bot.core.cards import Answer, FieldKind, FormField
from bot.core.text import plain

CLEAR = "-"
SCALE = range(1, 6)


class Unclear(Exception):
    """This is no answer to the field; the argument is the catalogue key of why."""


def read_answer(
    field: FormField, typed: str, members: Mapping[str, str], channels: Collection[str]
) -> Answer:
    """The answer that was typed, for a line that is neither empty nor `CLEAR`.

    Options go by their number, label or value; `members` are ids by name and by id. Texts, dates
    and times are handed on as typed: what they mean is for the flow to say. Raises Unclear.
    """
    match field.kind:
        case FieldKind.CHOICE:
            return _one(field, typed)
        case FieldKind.MANY:
            return _many(field, typed)
        case FieldKind.SCALE:
            if typed.isascii() and typed.isdigit() and len(typed) < 3 and int(typed) in SCALE:
                return int(typed)
            raise Unclear("console-unclear-scale")
        case FieldKind.MEMBER:
            name = typed.removeprefix("@").casefold()
            if name in members:
                return members[name]
            raise Unclear("console-unclear-member")
        case FieldKind.CHANNEL:
            name = typed.removeprefix("#")
            if name in channels:
                return name
            raise Unclear("console-unclear-channel")
        case _:
            return typed


def _one(field: FormField, typed: str) -> str:
    at = _number(field, typed)
    if at is None:
        raise Unclear("console-unclear-choice")
    return field.options[at].value


def _many(field: FormField, typed: str) -> tuple[str, ...]:
    whole = _number(field, typed)
    if whole is not None:
        return (field.options[whole].value,)
    parts = [part.strip() for part in re.split(r"[,;]", typed)]
    if all(set(part) <= set("0123456789 ") for part in parts):
        parts = typed.replace(",", " ").replace(";", " ").split()
    found = [_number(field, part) for part in parts if part]
    if not found or None in found:
        raise Unclear("console-unclear-many")
    return tuple(o.value for number, o in enumerate(field.options) if number in found)


def _number(field: FormField, typed: str) -> int | None:
    """Which option is meant: the number that stands before it goes before its own words."""
    if typed.isascii() and typed.isdigit() and len(typed) < 6:
        at = int(typed) - 1
        if 0 <= at < len(field.options):
            return at
    wanted = typed.casefold()
    for number, option in enumerate(field.options):
        if wanted in (plain(option.label).casefold(), option.value.casefold()):
            return number
    return None
