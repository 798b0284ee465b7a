"""Days, hours, weekdays and zones as a person types them on a phone.

Everything here reads: it gives None for what it can't read and never raises on a text. Readers show
what they understood before anything is kept, so one that is unsure says None.

A language is a table of its words (`VOCABULARIES`). In a date of numbers alone English puts the day
first ("3/12" is 3 December), as most of the world does; where we write dates ourselves the month is
a word, so nobody has to know that rule to copy one of ours.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """One language's words for days and hours, all in lower case.

    `days` are phrases for a day by its distance from today, `units` lengths in days, `ahead` what
    stands before a length ("in two weeks"), `this` and `next` what stands before a weekday.
    `halves` are the halves of the day by the hours they add. `fillers` mean nothing, `ordinals` can
    end a number.
    """

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    days: Mapping[str, int]
    numbers: Mapping[str, int]
    units: Mapping[str, int]
    ahead: frozenset[str]
    this: frozenset[str]
    next: frozenset[str]
    hours: Mapping[str, time]
    halves: Mapping[str, int]
    fillers: frozenset[str] = frozenset()
    ordinals: frozenset[str] = frozenset()
    day_first: bool = True


def _numbered(first: int, *names: str) -> dict[str, int]:
    """Names that count up from `first`; several names of one thing stand together."""
    return {name: n for n, same in enumerate(names, first) for name in same.split()}


VOCABULARIES: dict[str, Vocabulary] = {
    "en": Vocabulary(
        months=_numbered(
            1,
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        weekdays=_numbered(
            0,
            "monday mon",
            "tuesday tues tue",
            "wednesday weds wed",
            "thursday thurs thur thu",
            "friday fri",
            "saturday sat",
            "sunday sun",
        ),
        days={"today": 0, "tomorrow": 1, "day after tomorrow": 2},
        numbers={
            **_numbered(1, "a an one", "two", "three", "four", "five", "six"),
            **_numbered(7, "seven", "eight", "nine", "ten", "eleven", "twelve"),
        },
        units={"day": 1, "days": 1, "d": 1, "week": 7, "weeks": 7, "w": 7},
        ahead=frozenset({"in"}),
        this=frozenset({"this"}),
        next=frozenset({"next"}),
        hours={"noon": time(12), "midday": time(12), "midnight": time(0)},
        halves={"am": 0, "pm": 12},
        fillers=frozenset({"on", "the", "of"}),
        ordinals=frozenset({"st", "nd", "rd", "th"}),
    ),
}

_FALLBACK = "en"

_YEAR_FIRST = re.compile(r"(?P<year>[0-9]{4})([-/.])(?P<month>[0-9]{1,2})\2(?P<day>[0-9]{1,2})")
# With dashes only where the year is written out: "03-12" and "26-12-03" can each be read two ways.
_DASHED = re.compile(r"(?P<one>[0-9]{1,2})-(?P<two>[0-9]{1,2})-(?P<year>[0-9]{4})")
_SLASHED = re.compile(
    r"(?P<one>[0-9]{1,2})([/.])(?P<two>[0-9]{1,2})(?:\2(?P<year>[0-9]{4}|[0-9]{2})|\.)?"
)
_TOKEN = re.compile(r"[^\W\d_]+|[0-9]+|\S")
_COUNT = re.compile(r"[0-9]{1,3}")
_DAY_OF_MONTH = re.compile(r"[0-9]{1,2}")
_YEAR = re.compile(r"[0-9]{4}|[0-9]{2}")
_HOUR = re.compile(r"(?P<hour>[0-9]{1,2})(?:[:.](?P<minute>[0-9]{2}))?(?: ?(?P<half>[^\W\d_].*))?")


def parse_day(text: str, today: date, language: str = "en") -> date | None:
    """The day that somebody means who types this on the day `today`, or None.

    Reads "2026-12-03", "3 Dec", "Dec 3rd, 2026", "Thursday 3 December", "3/12", "3.12.2026",
    "tomorrow", "friday", "next friday", "in 3 days", "in two weeks", "+7d".

    - A date without a year is the next one to come, today or later, within this year and the next;
      a date with a year is taken as written, also when it is past (the caller refuses that).
    - Two figures are a year of this century.
    - A weekday is the next one after today: typed on a Friday, "friday" is in a week, while "this
      friday" is today. "next friday" is the Friday of next week, and weeks begin on Monday.
    - A weekday that does not fit its date gives None.
    """
    words = _vocabulary(language)
    typed = _tidy(text)
    if found := _YEAR_FIRST.fullmatch(typed):
        return _date(int(found["year"]), int(found["month"]), int(found["day"]))
    if found := _DASHED.fullmatch(typed) or _SLASHED.fullmatch(typed):
        one, two = int(found["one"]), int(found["two"])
        day, month = (one, two) if words.day_first else (two, one)
        year = found["year"]
        return _dated([year], month, day, today) if year else _to_come(month, day, today)
    tokens = _tokens(typed, words)
    return (
        _from_today(tokens, today, words)
        or _on_weekday(tokens, today, words)
        or _in_words(tokens, today, words)
    )


def parse_hour(text: str, language: str = "en") -> time | None:
    """The hour on the wall that somebody means: "9", "9:30", "09:00", "9am", "5 pm", "noon".

    "midnight" is 00:00. Without am or pm it is the 24-hour clock. None for anything else.
    """
    words = _vocabulary(language)
    typed = _tidy(text)
    if typed in words.hours:
        return words.hours[typed]
    found = _HOUR.fullmatch(typed)
    if found is None:
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["half"] is not None:
        added = words.halves.get(found["half"].replace(".", "").replace(" ", ""))
        if added is None or not 1 <= hour <= 12:
            return None
        hour = hour % 12 + added
    return time(hour, minute) if hour < 24 and minute < 60 else None


def parse_weekday(text: str, language: str = "en") -> int | None:
    """The weekday (Monday is 0) that somebody means: "friday", "Fri", "on Fri."; or None."""
    words = _vocabulary(language)
    tokens = _tokens(_tidy(text), words)
    return words.weekdays.get(tokens[0]) if len(tokens) == 1 else None


# Cities that the zone data lists under two continents, an old name of the zone being one of them
# (its file `backward`). The name to give is the one that is current there.
_ON_TWO_CONTINENTS = ("Europe/Istanbul", "Asia/Nicosia")


def parse_zone(text: str, zones: Iterable[str]) -> str | None:
    """The zone among `zones` that somebody means, or None.

    Reads a zone's whole name ("europe/berlin", "America/New York") and a city alone ("berlin",
    "São Paulo"), in any case and with spaces for underscores. Two names within one area and with
    one city ("America/Buenos_Aires" and "America/Argentina/Buenos_Aires") are one place under its
    old and its new name. A city in two areas is not guessed at.

    Abbreviations are never read, though the zone data has names such as "EST": they mean different
    hours to different people, and those names know no summer time. "UTC" is no abbreviation here.
    """
    wanted = _folded(text)
    names = sorted(set(zones))
    for name in names:
        if _folded(name) == wanted:
            return name if "/" in name or name == "UTC" or name.istitle() else None
    places = [name for name in names if _city(name) == wanted]
    if len({name.partition("/")[0] for name in places}) == 1:
        return places[0]
    return next((name for name in _ON_TWO_CONTINENTS if name in places), None)


def _city(zone: str) -> str | None:
    """The city in a zone's name, folded; None where there is no city in it."""
    city = zone.partition("/")[2].rpartition("/")[2]
    # In capitals are "Australia/ACT", an abbreviation, and "Etc/GMT+5", which is behind UTC by what
    # reads like ahead.
    return None if not city or city.isupper() else _folded(city)


def _folded(name: str) -> str:
    """Without case, accents, full stops and apostrophes, and with spaces for `_` and `-`."""
    letters = (c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    folded = "".join(letters).casefold().translate(str.maketrans("_-", "  ", ".'’"))
    return " ".join(folded.split())


def _vocabulary(language: str) -> Vocabulary:
    """The table of this language, or of the nearest there is: `de-AT`, `de`, English."""
    for candidate in (language, language.split("-", maxsplit=1)[0]):
        if candidate in VOCABULARIES:
            return VOCABULARIES[candidate]
    return VOCABULARIES[_FALLBACK]


def _tidy(text: str) -> str:
    """One spelling of what can be typed in several: case, accents, and kinds of space."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _tokens(typed: str, words: Vocabulary) -> list[str]:
    """Words, numbers and single signs, without what means nothing."""
    tokens: list[str] = []
    for token in _TOKEN.findall(typed):
        an_ending = token in words.ordinals and tokens and tokens[-1].isdecimal()
        if token not in {".", ","} and token not in words.fillers and not an_ending:
            tokens.append(token)
    return tokens


def _from_today(tokens: list[str], today: date, words: Vocabulary) -> date | None:
    phrase = " ".join(tokens)
    if phrase in words.days:
        return _days_on(today, words.days[phrase])
    match tokens:
        case [ahead, count, unit] if ahead in words.ahead | {"+"} and unit in words.units:
            many = int(count) if _COUNT.fullmatch(count) else words.numbers.get(count)
            return None if many is None else _days_on(today, many * words.units[unit])
    return None


def _on_weekday(tokens: list[str], today: date, words: Vocabulary) -> date | None:
    match tokens:
        case [name] if name in words.weekdays:
            days = (words.weekdays[name] - today.weekday() - 1) % 7 + 1
        case [this, name] if this in words.this and name in words.weekdays:
            days = (words.weekdays[name] - today.weekday()) % 7
        case [following, name] if following in words.next and name in words.weekdays:
            days = words.weekdays[name] - today.weekday() + 7
        case _:
            return None
    return _days_on(today, days)


def _in_words(tokens: list[str], today: date, words: Vocabulary) -> date | None:
    weekday = None
    if tokens and tokens[0] in words.weekdays:
        weekday, tokens = words.weekdays[tokens[0]], tokens[1:]
    match tokens:
        case [name, day, *year] if name in words.months:
            pass
        case [day, name, *year] if name in words.months:
            pass
        case _:
            return None
    if _DAY_OF_MONTH.fullmatch(day) is None:
        return None
    month = words.months[name]
    found = _dated(year, month, int(day), today) if year else _to_come(month, int(day), today)
    return found if weekday is None or (found and found.weekday() == weekday) else None


def _dated(year: Sequence[str], month: int, day: int, today: date) -> date | None:
    if len(year) != 1 or _YEAR.fullmatch(year[0]) is None:
        return None
    number = int(year[0])
    if len(year[0]) == 2:
        number += today.year // 100 * 100
    return _date(number, month, day)


def _to_come(month: int, day: int, today: date) -> date | None:
    for year in (today.year, today.year + 1):
        found = _date(year, month, day)
        if found is not None and found >= today:
            return found
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _days_on(today: date, days: int) -> date | None:
    try:
        return today + timedelta(days=days)
    except OverflowError:
        return None
