"""Wall-clock plans and waking hours: from what a clock on the wall shows to instants, and back.

Instants are aware and come out in UTC; zones are IANA names; hours and dates "on the wall" are
plain. Two rules hold everywhere: a time that does not exist (clocks go forward) moves on by the
length of the gap, and a time that exists twice (clocks go back) means the first.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

_DAY = timedelta(days=1)
_TICK = timedelta(microseconds=1)
# What CronTrigger calls the days. Numbers mean other days there than in a crontab, so no numbers.
_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# CronTrigger's calendar begins here; asked about an earlier time, it would answer with this year.
_FIRST_YEAR = 1970

_EVENING = time(19)
_MORNING = time(10)
_SOON = timedelta(minutes=30)
_BEFORE_BED = timedelta(hours=1)


class Weekday(StrEnum):
    """The days of a week, Monday first."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


class UnknownZone(ValueError):
    """The zone data of this machine has no zone of that name."""


class WrongClock(ValueError):
    """A time without a zone where an instant is needed, or with one where the wall is meant."""


class NotAPlan(ValueError):
    """Days and an hour that no calendar can keep, or a plan's name that can't be part of a key."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan's turn: the local date it was planned for, and the instant it comes.

    The two can differ: 23:30 on a night whose last hour is skipped comes at 00:30 the next day.
    `on` stays the planned date, so that it names the turn whatever the clocks do.
    """

    on: date
    at: datetime


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo:
    # ZoneInfo itself keeps only the last eight zones alive, and reads the others from disk again.
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as trouble:
        # KeyError: no such zone. ValueError: not a name. OSError: a folder ("America"), or a name
        # that is too long for a file.
        raise UnknownZone(f"no zone named {name!r}") from trouble


def _instant(at: datetime) -> datetime:
    if at.utcoffset() is None:
        raise WrongClock("an instant needs a zone")
    return at.astimezone(UTC)


def _local(at: datetime, zone: str) -> datetime:
    return _instant(at).astimezone(_zone(zone))


def _offset(local: datetime) -> timedelta:
    return local.utcoffset() or timedelta(0)


def to_utc(wall: datetime, zone: str) -> datetime:
    """The instant at which clocks in `zone` show `wall` (a time without a zone).

    A time that does not exist moves forward by the length of the gap, be it an hour or, where a
    zone skipped a whole day, 24 hours. A time that exists twice means the first.

    Raises WrongClock when `wall` has a zone, UnknownZone, and OverflowError at the ends of the
    calendar.
    """
    if wall.tzinfo is not None:
        raise WrongClock("a time on the wall has no zone")
    # fold=0 is both rules at once (PEP 495): of two equal times the first, and in a gap the offset
    # that held before it, which lands just as far behind the gap as the time was inside.
    return wall.replace(tzinfo=_zone(zone), fold=0).astimezone(UTC)


@lru_cache(maxsize=4096)
def _trigger(weekdays: tuple[int, ...], at: time) -> CronTrigger:
    if not weekdays or not set(weekdays) <= set(range(7)):
        raise NotAPlan(f"weekdays are 0 (Monday) to 6, at least one: {weekdays}")
    if at.tzinfo is not None or at.microsecond:
        raise NotAPlan(f"a plan's hour is on the wall and in whole seconds: {at!r}")
    return CronTrigger(
        day_of_week=",".join(_NAMES[day] for day in weekdays),
        hour=at.hour,
        minute=at.minute,
        second=at.second,
        # Never left out: CronTrigger would look up the machine's own zone.
        timezone=UTC,
    )


def next_weekly(after: datetime, weekdays: Collection[int], at: time, zone: str) -> Planned:
    """A weekly plan's first turn strictly after an instant.

    `weekdays` are the days on which it comes (Monday is 0), `at` the hour on the wall in `zone`.
    Asked again with the `at` of its own answer, it gives strictly later dates. Where a zone skipped
    a whole day, the skipped day's turn and the next day's fall on one instant; they are one turn,
    on the skipped date.

    Raises NotAPlan, WrongClock, UnknownZone, and OverflowError outside the years 1970 to 9999.
    """
    after = _instant(after)
    trigger = _trigger(tuple(sorted(set(weekdays))), at)
    local = _local(after, zone)
    # Turns that a gap moved forward are still to come although the wall has passed their hour, so
    # the search begins before a gap of the last day. (No zone skips more than a day at once.)
    gap = _offset(local) - _offset(_local(after - _DAY, zone))
    # The trigger counts on the wall, as if that were UTC: in a zone of its own it would fire twice
    # in a repeated hour.
    wall = local.replace(tzinfo=UTC, fold=0) - max(gap, timedelta(0))
    if wall.year < _FIRST_YEAR:
        raise OverflowError(f"no plans before {_FIRST_YEAR}")
    # Passed over are only turns whose hour is shown a second time; each round moves on by a day.
    while True:
        found: datetime | None = trigger.get_next_fire_time(None, wall + _TICK)
        if found is None:
            raise OverflowError("no plans after 9999")
        planned = Planned(found.date(), to_utc(found.replace(tzinfo=None), zone))
        if planned.at > after:
            return planned
        wall = found


def occurrence_id(plan: str, group: str, on: date) -> str:
    """The key of a plan's turn in a group on a local date: the same turn, the same key, anywhere.

    Raises NotAPlan when the plan has no name or one with a colon, which could be read two ways.
    """
    if not plan or ":" in plan:
        raise NotAPlan(f"not a plan's name: {plan!r}")
    # date.isoformat, not on.isoformat: a datetime is a date too, and would add its hour to the key.
    return f"{plan}:{group}:{date.isoformat(on)}"


def is_waking(at: datetime, zone: str, wakes: time, sleeps: time) -> bool:
    """Whether clocks in `zone` show a time in [wakes, sleeps) at this instant.

    The hours may cross midnight (18:00 to 04:00); equal ends mean always awake. What counts is
    what the wall shows, so in a repeated hour the same time gives the same answer twice.

    Raises WrongClock and UnknownZone.
    """
    shown = _local(at, zone).time()
    if wakes == sleeps:
        return True
    if wakes < sleeps:
        return wakes <= shown < sleeps
    return shown >= wakes or shown < sleeps


def next_waking(at: datetime, zone: str, wakes: time, sleeps: time) -> datetime:
    """The first instant, `at` itself or later, for which `is_waking` holds.

    Raises WrongClock, UnknownZone, and OverflowError at the ends of the calendar.
    """
    at = _instant(at)
    if is_waking(at, zone, wakes, sleeps):
        return at
    return min(
        start
        for start in _starts(at, zone, wakes)
        if start > at and is_waking(start, zone, wakes, sleeps)
    )


def _starts(at: datetime, zone: str, wakes: time) -> Iterator[datetime]:
    """Every instant around `at` at which waking hours can begin."""
    where = _zone(zone)
    today = at.astimezone(where).date()
    # Yesterday too: clocks that go back just after midnight bring its last hour again. And the day
    # after tomorrow: a gap can swallow tomorrow's waking hours.
    for days in (-1, 0, 1, 2):
        wall = datetime.combine(today + timedelta(days=days), wakes, tzinfo=where)
        yield wall.replace(fold=0).astimezone(UTC)
        yield wall.replace(fold=1).astimezone(UTC)

    # Hours can also begin by a jump of the clock into them. A jump more than a day away comes too
    # late: by then the wall has shown every time, and so the waking hour.
    start = at.replace(microsecond=0)
    before = start.astimezone(where).utcoffset()

    def changed(seconds: int) -> bool:
        return (start + timedelta(seconds=seconds)).astimezone(where).utcoffset() != before

    span = 24 * 60 * 60
    if changed(span):
        yield start + timedelta(seconds=bisect_left(range(span), x=True, key=changed))


def late(due: datetime, now: datetime, grace: timedelta) -> bool:
    """Whether something due is found too late: more than `grace` after its time.

    Raises WrongClock.
    """
    return _instant(now) - _instant(due) > grace


def spread(key: str, window: timedelta) -> timedelta:
    """A place in [0, window) that belongs to this key, the same on every machine and at every time.

    Different keys are spread evenly. A window of nothing gives nothing; raises ValueError for less.
    """
    if window < timedelta(0):
        raise ValueError(f"a window can't be less than nothing: {window}")
    if not window:
        return timedelta(0)
    number = int.from_bytes(hashlib.sha256(key.encode()).digest())
    return timedelta(microseconds=number % (window // _TICK))


def quiet_month(last: date | None, today: date, days: int = 28) -> bool:
    """Whether nobody was active on any of the last `days` days, today among them.

    `last` is the day of the last activity; None is no activity ever. A day in the future (a group
    east of here) counts as activity.
    """
    return last is None or (today - last).days >= days


def tonight(now: datetime, zone: str, wakes: time, sleeps: time) -> datetime | None:
    """When to come back to somebody who says "tonight", or None when it is too late for that.

    19:00 on the wall, else an hour before they sleep; either must be half an hour away or more, and
    inside the waking hours. The night of somebody who works through midnight ends when they sleep;
    the evening of somebody who is always awake ends at midnight.

    Raises WrongClock and UnknownZone.
    """
    now = _instant(now)
    local = _local(now, zone)
    today = local.date()
    bed = time(0) if wakes == sleeps else sleeps
    # Where waking hours cross midnight, who is up before `sleeps` is still in yesterday's night.
    night = today + _DAY if bed <= wakes and local.time() >= bed else today
    for wall in (datetime.combine(today, _EVENING), datetime.combine(night, bed) - _BEFORE_BED):
        moment = to_utc(wall, zone)
        if moment - now >= _SOON and is_waking(moment, zone, wakes, sleeps):
            return moment
    return None


def tomorrow(now: datetime, zone: str, wakes: time) -> datetime:
    """The day after today in this zone, at 10:00 or when they wake, whichever is later.

    Raises WrongClock, UnknownZone, and OverflowError at the end of the calendar.
    """
    return on_day(_local(now, zone).date() + _DAY, zone, wakes)


def on_day(day: date, zone: str, wakes: time) -> datetime:
    """That day in this zone, at 10:00 or when they wake, whichever is later.

    Raises UnknownZone, and OverflowError at the ends of the calendar.
    """
    return to_utc(datetime.combine(day, max(wakes, _MORNING)), zone)
