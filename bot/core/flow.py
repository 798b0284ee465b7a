"""A conversation is a generator; what is stored is only its answers, by the name of the step.

`replay` runs the generator over the stored answers and stops at the first step that has none, or
whose answer no longer fits. So a conversation survives restarts and new versions: a new question is
asked next, a removed one is ignored, a changed one is asked again with what was there before.
Going back is dropping an answer, editing is replacing one (`back`, `reopen`). Nothing here reads a
clock, a store or a platform. The idea of events in, state out is that of sans-I/O libraries such as
h11 and wsproto.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from functools import lru_cache
from typing import Any, Generic, TypeVar, overload
from zoneinfo import available_timezones

from bot.core.cards import Answer, FieldKind
from bot.core.dates import parse_day, parse_hour, parse_zone
from bot.core.text import clean

T = TypeVar("T")
R = TypeVar("R")
A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
E = TypeVar("E", bound=StrEnum)

Values = Mapping[str, Answer]
Answers = Mapping[str, Values]
Flow = Generator["Step", Values, R]

LINE = 200
PARAGRAPH = 3000
"""The longest paragraph, in characters: Slack's text inputs take 3,000, Discord's 4,000."""


WRITTEN = (FieldKind.LINE, FieldKind.PARAGRAPH)
"""The kinds of field that take any words."""


class FlowBroken(Exception):
    """A flow was written wrongly: a step without fields, too many, or the same name twice."""


class Unfit(Exception):
    """A value is no answer to this field (any more); the argument is the catalogue key of why."""


@dataclass(frozen=True, slots=True)
class Field(Generic[T]):
    """One question.

    `take` turns what was typed into what is stored, given the writer's date and language; `read`
    turns what is stored into a `T`. Both raise Unfit. `words` is the options' catalogue prefix.
    """

    name: str
    kind: FieldKind
    read: Callable[[Answer], T]
    take: Callable[[Answer, date, str], Answer]
    options: tuple[str, ...] = ()
    words: str = ""
    longest: int = 0


def line(name: str, longest: int = LINE) -> Field[str]:
    """A short answer in one line."""

    def take(typed: Answer, _today: date, _language: str) -> str:
        if isinstance(typed, str):
            typed = " ".join(typed.split())
        return _text(typed, longest)

    return Field(name, FieldKind.LINE, lambda v: _text(v, longest), take, longest=longest)


def paragraph(name: str, longest: int = PARAGRAPH, most_words: int = 0) -> Field[str]:
    """An answer as long as it needs to be (`most_words` is 0 for no limit in words)."""

    def take(typed: Answer, _today: date, _language: str) -> str:
        text = _text(typed, longest)
        if most_words and len(text.split()) > most_words:
            raise Unfit("form-error-words")
        return text

    return Field(
        name, FieldKind.PARAGRAPH, lambda value: _text(value, longest), take, longest=longest
    )


def _text(value: Answer, longest: int) -> str:
    if not isinstance(value, str):
        raise Unfit("form-error-choice")
    if len(value) > longest:
        raise Unfit("form-error-long")
    return value


def catalogue_prefix(options: type[StrEnum]) -> str:
    """`NextStep` → `next-step`: the options of an enum are `next-step-thank` and so on."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", options.__name__).lower()


def choice(name: str, options: type[E]) -> Field[E]:
    """One of a few."""

    def read(value: Answer) -> E:
        if not isinstance(value, str) or value not in [o.value for o in options]:
            raise Unfit("form-error-choice")
        return options(value)

    return Field(
        name,
        FieldKind.CHOICE,
        read,
        lambda typed, _today, _language: str(read(typed)),
        options=tuple(o.value for o in options),
        words=catalogue_prefix(options),
    )


def many(name: str, options: type[E]) -> Field[tuple[E, ...]]:
    """Any of a few; the answer keeps the order of the options."""
    one = choice(name, options)

    def read(value: Answer) -> tuple[E, ...]:
        if not isinstance(value, tuple | list):
            raise Unfit("form-error-choice")
        chosen = {one.read(v) for v in value}
        return tuple(o for o in options if o in chosen)

    def take(typed: Answer, _today: date, _language: str) -> tuple[str, ...]:
        return tuple(str(o) for o in read(typed))

    return Field(name, FieldKind.MANY, read, take, options=one.options, words=one.words)


def scale(name: str) -> Field[int]:
    """One to five."""

    def read(value: Answer) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 5:
            raise Unfit("form-error-scale")
        return value

    def take(typed: Answer, _today: date, _language: str) -> int:
        return read(int(typed) if isinstance(typed, str) and typed in tuple("12345") else typed)

    return Field(name, FieldKind.SCALE, read, take)


def count(name: str, least: int, most: int) -> Field[int]:
    """A whole number between two others, both included."""

    def read(value: Answer) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise Unfit("form-error-count")
        return value

    def take(typed: Answer, _today: date, _language: str) -> int:
        digits = isinstance(typed, str) and typed.isascii() and typed.isdigit() and len(typed) < 9
        return read(int(str(typed)) if digits else typed)

    return Field(name, FieldKind.LINE, read, take, longest=LINE)


def day(name: str, *, ahead: bool = False) -> Field[date]:
    """A date, stored as `YYYY-MM-DD`; with `ahead`, a day gone by is refused when it is typed."""

    def read(value: Answer) -> date:
        try:
            return date.fromisoformat(str(value))
        except ValueError as error:
            raise Unfit("form-error-date") from error

    def take(typed: Answer, today: date, language: str) -> str:
        found = parse_day(str(typed), today, language)
        if found is None:
            raise Unfit("form-error-date")
        if ahead and found < today:
            raise Unfit("form-error-past")
        return found.isoformat()

    return Field(name, FieldKind.DATE, read, take)


def hour(name: str) -> Field[time]:
    """An hour on the wall, stored as `HH:MM`."""

    def read(value: Answer) -> time:
        try:
            found = time.fromisoformat(str(value))
        except ValueError as error:
            raise Unfit("form-error-time") from error
        if found.tzinfo is not None:
            raise Unfit("form-error-time")
        return found

    def take(typed: Answer, _today: date, _language: str) -> str:
        found = parse_hour(str(typed))
        if found is None:
            raise Unfit("form-error-time")
        return found.isoformat("minutes")

    return Field(name, FieldKind.TIME, read, take)


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    # Each call reads the machine's whole zone data.
    return frozenset(available_timezones())


def zone(name: str) -> Field[str]:
    """A time zone, stored by its IANA name; a city is enough when it is typed."""

    def read(value: Answer) -> str:
        if not isinstance(value, str) or value not in _zones():
            raise Unfit("form-error-zone")
        return value

    def take(typed: Answer, _today: date, _language: str) -> str:
        found = parse_zone(str(typed), _zones())
        if found is None:
            raise Unfit("form-error-zone")
        return found

    return Field(name, FieldKind.LINE, read, take, longest=LINE)


def member(name: str) -> Field[str]:
    """Somebody here, stored by their id."""
    return _picked(name, FieldKind.MEMBER)


def channel(name: str) -> Field[str]:
    """A channel, stored by its id."""
    return _picked(name, FieldKind.CHANNEL)


def _picked(name: str, kind: FieldKind) -> Field[str]:
    def read(value: Answer) -> str:
        if not isinstance(value, str) or len(value) > LINE:
            raise Unfit("form-error-choice")
        return value

    return Field(name, kind, read, lambda typed, _today, _language: read(typed))


@dataclass(frozen=True, slots=True)
class Step:
    """One screen: one to three questions, and the ways out that it offers besides skip and back."""

    name: str
    fields: tuple[Field[Any], ...]
    exits: tuple[str, ...] = ()


@overload
def ask(name: str, a: Field[A], /, *, exits: tuple[str, ...] = ()) -> Flow[A | None]: ...
@overload
def ask(
    name: str, a: Field[A], b: Field[B], /, *, exits: tuple[str, ...] = ()
) -> Flow[tuple[A | None, B | None]]: ...
@overload
def ask(
    name: str, a: Field[A], b: Field[B], c: Field[C], /, *, exits: tuple[str, ...] = ()
) -> Flow[tuple[A | None, B | None, C | None]]: ...
def ask(name: str, /, *fields: Field[Any], exits: tuple[str, ...] = ()) -> Flow[Any]:
    """`answer = yield from ask("industry", paragraph("clue"))`: the typed answers of one step.

    None stands for a question that was left empty.
    """
    given = yield Step(name, fields, exits)
    read = tuple(None if given[f.name] is None else f.read(given[f.name]) for f in fields)
    return read if len(read) > 1 else read[0]


@dataclass(frozen=True, slots=True)
class Asking:
    """The flow waits at `step`. `path` are the steps answered before it, in order; `before` is the
    old answer where there is one that no longer fits."""

    step: Step
    path: tuple[Step, ...]
    before: Values


@dataclass(frozen=True, slots=True)
class Done(Generic[R]):
    """The flow has come to its end with this result."""

    result: R
    path: tuple[Step, ...]


def replay(flow: Flow[R], answers: Answers) -> Asking | Done[R]:
    """Run the flow over the answers. Raises FlowBroken for a flow that is written wrongly."""
    path: list[Step] = []
    given: Values | None = None
    while True:
        try:
            step = next(flow) if given is None else flow.send(given)
        except StopIteration as stop:
            return Done(stop.value, tuple(path))
        _check_step(step, path)
        before = answers.get(step.name)
        if before is None or not fits(step, before):
            flow.close()
            return Asking(step, tuple(path), before or {})
        path.append(step)
        given = before


def _check_step(step: Step, path: list[Step]) -> None:
    if not 1 <= len(step.fields) <= 3:
        raise FlowBroken(f"step {step.name!r} has {len(step.fields)} fields; one to three fit")
    if any(step.name == earlier.name for earlier in path):
        raise FlowBroken(f"two steps on one path are called {step.name!r}")


def fits(step: Step, values: Values) -> bool:
    """Whether these values answer every field of the step (None answers any of them)."""
    for field in step.fields:
        if field.name not in values:
            return False
        value = values[field.name]
        if value is None:
            continue
        try:
            field.read(value)
        except Unfit:
            return False
    return True


@dataclass(frozen=True, slots=True)
class Checked:
    """What was typed, ready to be stored, and what is wrong with it: a catalogue key a field."""

    values: Values
    errors: Mapping[str, str]


def check(step: Step, typed: Values, today: date, language: str = "en") -> Checked:
    """Clean what was typed into a step's form.

    An empty field becomes None. `today` is the writer's local date, for words such as "friday".
    The values of fields with an error are what was typed, so that nothing has to be typed again.
    """
    values: dict[str, Answer] = {}
    errors: dict[str, str] = {}
    for field in step.fields:
        value = typed.get(field.name)
        if isinstance(value, str):
            value = clean(value)
        if not value and value != 0:
            values[field.name] = None
            continue
        try:
            values[field.name] = field.take(value, today, language)
        except Unfit as wrong:
            values[field.name] = value
            errors[field.name] = wrong.args[0]
    return Checked(values, errors)


def answered(answers: Answers, step: Step, values: Values) -> dict[str, Values]:
    """The answers with this step's given or replaced."""
    return {**answers, step.name: dict(values)}


def reopen(answers: Answers, drafts: Answers, name: str) -> tuple[Answers, Answers]:
    """Take the answer of this step back into the drafts, so that it is asked again, filled in."""
    if name not in answers:
        return answers, drafts
    rest = {n: v for n, v in answers.items() if n != name}
    return rest, {**drafts, name: joined(answers[name], drafts.get(name, {}))}


def back(waiting: Asking | Done[Any], answers: Answers, drafts: Answers) -> tuple[Answers, Answers]:
    """One step back on the path; at the first step, nothing changes."""
    if not waiting.path:
        return answers, drafts
    return reopen(answers, drafts, waiting.path[-1].name)


def joined(first: Values, second: Values) -> Values:
    """Both, losing no word: where both hold different texts for a field, one follows the other.

    Beside a text, what was only chosen (a number, several options) gives way.
    """
    both: dict[str, Answer] = dict(first)
    for name, value in second.items():
        there = both.get(name)
        if there is None or (isinstance(value, str) and not isinstance(there, str)):
            both[name] = value
        elif isinstance(there, str) and isinstance(value, str) and not holds(there, value):
            both[name] = value if holds(value, there) else f"{there}\n{value}"
    return both


def holds(text: str, part: str) -> bool:
    """Whether the words of `part` stand in `text`, whole and in a row."""
    return f" {' '.join(part.split())} " in f" {' '.join(text.split())} " or not part.split()


def offered(field: Field[Any], value: Answer) -> Answer:
    """What to fill a field in with, given what is kept for it; None where none of it fits in there.

    What is kept may be an answer to an older question of this name, or two answers, joined.
    """
    if field.kind in WRITTEN:
        if isinstance(value, tuple | list):
            return "\n".join(value)
        return str(value) if isinstance(value, int) else value
    parts: tuple[Answer, ...] = tuple(value.split("\n")) if isinstance(value, str) else ()
    for one in (value, *parts):
        try:
            field.read(one)
        except Unfit:
            continue
        return one
    # A day or an hour can be wrong and still be shown, to be put right.
    return value if field.kind in (FieldKind.DATE, FieldKind.TIME) else None
