"""Catalogues of prose, plurals, and the marks around words that people typed.

Catalogues are Fluent (https://projectfluent.org): the caller hands in the sources, this module
reads no files. Typed words enter a sentence only through `said`, which cleans them and puts them
between two private-use characters; a renderer finds them with `spans` and makes them inert.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton, format_time
from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.resolver import Pattern
from fluent.syntax.ast import Junk

OPEN = "\ue000"
CLOSE = "\ue001"
_HOLE = "\ue002"
_AT = "\ue003"
_TIMED = re.compile(f"{_AT}([0-9]{{1,12}}){_AT}([^{_AT}]*){_AT}")
_LONG = 1000
_KEPT_CONTROLS = {"\n", "\t"}
# Zero-width joiner and non-joiner are part of emoji and of several scripts; the rest of the format
# characters (bidirectional overrides and isolates, tags) can make a message read as something else.
_KEPT_FORMATS = {"\u200c", "\u200d"}
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")


class MissingText(KeyError):
    """A catalogue has no such message, or the message wants an argument that was not given."""


class CatalogueBroken(ValueError):
    """A catalogue source has a syntax error, or the fallback language has no catalogue."""


def clean(text: str) -> str:
    """The text without control and direction characters, line ends as `\\n`, ends trimmed, NFC."""
    kept = "".join(c for c in _LINE_ENDS.sub("\n", text) if _is_kept(c))
    return unicodedata.normalize("NFC", kept).strip()


def _is_kept(c: str) -> bool:
    if c in _KEPT_CONTROLS or c in _KEPT_FORMATS:
        return True
    category = unicodedata.category(c)
    if category == "Cn":
        # Most of these are only newer than this Python's tables, as this year's emoji are. Never
        # text are the noncharacters and what Unicode sets aside for later format characters.
        code = ord(c)
        return not (
            code & 0xFFFE == 0xFFFE
            or 0xFDD0 <= code <= 0xFDEF
            or code == 0x2065
            or 0xFFF0 <= code <= 0xFFF8
            or 0xE0000 <= code <= 0xE0FFF
        )
    return category[0] != "C"


def said(text: str) -> str:
    """Words that a person typed, cleaned and marked, for use in a card."""
    return f"{OPEN}{clean(text)}{CLOSE}"


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a card's text: ours, or typed by a person (`said`)."""

    text: str
    said: bool


def spans(text: str) -> Iterator[Span]:
    """The pieces of a card's text in order; together they are the whole text without its marks."""
    rest = _untimed(text)
    while rest:
        ours, mark, rest = rest.partition(OPEN)
        if ours := ours.replace(CLOSE, ""):
            yield Span(ours, said=False)
        if mark:
            typed, _, rest = rest.partition(CLOSE)
            if typed := typed.replace(OPEN, ""):
                yield Span(typed, said=True)


def plain(text: str) -> str:
    """A card's text without its marks, for places where everything is inert."""
    return unsaid(_untimed(text))


def unsaid(text: str) -> str:
    """A card's text without the marks around typed words; those of moments stay."""
    return text.replace(OPEN, "").replace(CLOSE, "")


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time within a card's text, and how our own prose writes it."""

    unix: int
    text: str


def moments(text: str) -> Iterator[str | Moment]:
    """A card's text in pieces, without marks, for a platform that shows times in its reader's own
    zone."""
    at = 0
    for found in _TIMED.finditer(text):
        if before := plain(text[at : found.start()]):
            yield before
        yield Moment(int(found[1]), plain(found[2]))
        at = found.end()
    if rest := plain(text[at:]):
        yield rest


def _untimed(text: str) -> str:
    return _TIMED.sub(r"\2", text).replace(_AT, "") if _AT in text else text


def shorten(text: str, most: int) -> str:
    """The text, cut at a word where it is longer than `most` characters, with an ellipsis."""
    if len(text) <= most:
        return text
    # A cut could go through the marks of a moment.
    text = _untimed(text)
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    at_word = cut.rfind(" ")
    return (cut[:at_word] if at_word > most // 2 else cut).rstrip() + "…"


class Catalogues:
    """All languages' prose.

    Takes Fluent sources by language (`{"en": [source, …]}`). The fallback language is asked where a
    language lacks a message. Raises CatalogueBroken.
    """

    def __init__(self, sources: Mapping[str, list[str]], fallback: str = "en") -> None:
        self._bundles = {language: _bundle(language, texts) for language, texts in sources.items()}
        self._fallback = fallback
        if fallback not in self._bundles:
            raise CatalogueBroken(f"no catalogue for the fallback language {fallback!r}")

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(sorted(self._bundles))

    def speech(self, language: str) -> Speech:
        """Prose in this language (or the nearest there is: `de-AT` → `de` → the fallback)."""
        fallback = self._bundles[self._fallback]
        for candidate in (language, language.split("-", maxsplit=1)[0]):
            if candidate in self._bundles:
                return Speech(candidate, self._bundles[candidate], fallback)
        return Speech(self._fallback, fallback, fallback)


def _bundle(language: str, texts: list[str]) -> FluentBundle:
    # Isolation marks would show as boxes in some clients; renderers isolate typed words themselves.
    bundle = FluentBundle([language], use_isolating=False)
    for text in texts:
        resource = FluentResource(text)
        for entry in resource.body:
            if isinstance(entry, Junk):
                raise CatalogueBroken(f"{language!r}: cannot read {str(entry.content)[:60]!r}")
        bundle.add_resource(resource)
    return bundle


def _hole(name: str) -> str:
    """What stands for a long argument. No argument that was cleaned holds its mark."""
    return f"{_HOLE}{name}{_HOLE}"


class Speech:
    """Prose in one language: `speech("debrief-start")`, and dates as its readers write them."""

    def __init__(self, language: str, bundle: FluentBundle, fallback: FluentBundle) -> None:
        self.language = language
        self._bundle = bundle
        self._fallback = fallback

    def has(self, key: str) -> bool:
        """Whether there is such a message (`name` or `name.attribute`)."""
        return self._find(key) is not None

    def __call__(self, key: str, **arguments: str | int) -> str:
        """The message, with its arguments filled in. Raises MissingText."""
        found = self._find(key)
        if found is None:
            raise MissingText(key)
        bundle, pattern = found
        # Fluent refuses arguments of more than 2,500 characters, and words that wait as a draft can
        # be longer. So long ones are put in when it is done.
        long = {n: a for n, a in arguments.items() if isinstance(a, str) and len(a) > _LONG}
        text, errors = bundle.format_pattern(pattern, arguments | {n: _hole(n) for n in long})
        if errors:
            raise MissingText(f"{key}: {errors[0]}")
        text = str(text)
        for name, argument in long.items():
            text = text.replace(_hole(name), argument)
        return text

    def _find(self, key: str) -> tuple[FluentBundle, Pattern] | None:
        name, _, attribute = key.partition(".")
        for bundle in (self._bundle, self._fallback):
            if not bundle.has_message(name):
                continue
            message = bundle.get_message(name)
            pattern: Pattern | None = (
                message.attributes.get(attribute) if attribute else message.value
            )
            if pattern is not None:
                return bundle, pattern
        return None

    def day(self, day: date) -> str:
        """`Friday 27 November` (in this language's own order)."""
        return str(format_skeleton("MMMMEEEEd", day, locale=self._locale))

    def full_day(self, day: date) -> str:
        """`27 November 2026`."""
        return str(format_date(day, format="long", locale=self._locale))

    def month(self, day: date) -> str:
        """`November 2026`."""
        return str(format_skeleton("yMMMM", day, locale=self._locale))

    def month_alone(self, day: date) -> str:
        """`November`: where it is clear which year."""
        # Not babel's own names for months that stand alone ("LLLL"): in a language that has none,
        # 2.18 gives those of whichever language was asked for first in this process.
        return str(format_date(day, "MMMM", locale=self._locale))

    def short_month(self, day: date) -> str:
        """`Nov`."""
        return str(format_date(day, "MMM", locale=self._locale))

    def hour(self, hour: time) -> str:
        """`09:00` or `9:00 AM`, as this language writes it."""
        return str(format_time(hour, format="short", locale=self._locale))

    def moment(self, moment: datetime, zone: str) -> str:
        """Day and hour on the wall in this zone, marked so that `moments` finds it."""
        local = moment.astimezone(ZoneInfo(zone))
        written = f"{self.day(local.date())}, {self.hour(local.timetz().replace(tzinfo=None))}"
        return f"{_AT}{int(moment.timestamp())}{_AT}{written}{_AT}"

    @property
    def _locale(self) -> str:
        # Plain "en" writes dates the American way; the rest of the world reads day before month.
        return "en_GB" if self.language == "en" else self.language.replace("-", "_")
