"""Wall-clock plans and waking hours, in every zone there is and on both nights of the year.

Expected instants are worked out here without the code under test: from the offsets before and after
a change of the clocks, or by going through the minutes one by one.
"""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.core import recurrence
from bot.core.recurrence import (
    NotAPlan,
    Planned,
    UnknownZone,
    WrongClock,
    is_waking,
    late,
    next_waking,
    next_weekly,
    occurrence_id,
    on_day,
    quiet_month,
    spread,
    to_utc,
    tomorrow,
    tonight,
)

# "localtime" is whatever this machine says.
ZONES = sorted(available_timezones() - {"localtime"})
EVERY_DAY = frozenset(range(7))
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def on_wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def utc(text: str) -> datetime:
    return on_wall(text).replace(tzinfo=UTC)


def offset(at: datetime, zone: str) -> timedelta:
    found = at.astimezone(ZoneInfo(zone)).utcoffset()
    assert found is not None
    return found


def shown(at: datetime, zone: str) -> datetime:
    """What clocks in the zone show."""
    return (at + offset(at, zone)).replace(tzinfo=None)


class Change(NamedTuple):
    """The clocks of a zone change at this instant."""

    zone: str
    at: datetime
    before: timedelta
    after: timedelta


def changes() -> list[Change]:
    """Every different change of clocks from 2020 to 2035, each in one zone that makes it."""
    found: dict[tuple[datetime, timedelta, timedelta], Change] = {}
    for zone in ZONES:
        start, end = datetime(2020, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)
        before = offset(start, zone)
        while start < end:
            # Shorter than the shortest pause of summer time (a month, in Morocco).
            later = start + 14 * DAY
            after = offset(later, zone)
            if after != before:
                low, high = start, later
                while high - low > timedelta(seconds=1):
                    middle = low + (high - low) // 2
                    middle = middle.replace(microsecond=0)
                    if offset(middle, zone) == before:
                        low = middle
                    else:
                        high = middle
                found.setdefault((high, before, after), Change(zone, high, before, after))
            start, before = later, after
    return list(found.values())


CHANGES = changes()
FORWARD = [change for change in CHANGES if change.after > change.before]
BACK = [change for change in CHANGES if change.after < change.before]

zones = st.sampled_from(ZONES)
instants = st.datetimes(on_wall("2020-01-01"), on_wall("2035-12-31"), timezones=st.just(UTC))
hours = st.builds(time, st.integers(0, 23), st.integers(0, 59))
weekday_sets = st.frozensets(st.integers(0, 6), min_size=1)


@st.composite
def near_changes(draw: st.DrawFn) -> tuple[datetime, str]:
    """An instant within a day and a half of a change of clocks, and the zone that makes it."""
    change = draw(st.sampled_from(CHANGES))
    seconds = draw(st.integers(-36 * 3600, 36 * 3600))
    return change.at + timedelta(seconds=seconds), change.zone


anywhere = st.one_of(near_changes(), st.tuples(instants, zones))


def expected_instant(wall: datetime, zone: str) -> datetime:
    """The instant by the rules, from the offsets around it."""
    as_utc = wall.replace(tzinfo=UTC)
    before, after = offset(as_utc - 2 * DAY, zone), offset(as_utc + 2 * DAY, zone)
    real = [as_utc - o for o in (before, after) if shown(as_utc - o, zone) == wall]
    if real:
        return min(real)
    moved = wall + (after - before)
    at = moved.replace(tzinfo=UTC) - after
    assert shown(at, zone) == moved
    return at


def expected_turn(after: datetime, weekdays: frozenset[int], at: time, zone: str) -> Planned:
    today = shown(after, zone).date()
    days = [today + n * DAY for n in range(-3, 11)]
    turns = [
        Planned(day, expected_instant(datetime.combine(day, at), zone))
        for day in days
        if day.weekday() in weekdays
    ]
    return min((turn for turn in turns if turn.at > after), key=lambda turn: turn.on)


# --- to_utc


@pytest.mark.parametrize(
    ("wall", "zone", "instant"),
    [
        ("2024-03-31 02:30", "Europe/Berlin", "2024-03-31 01:30"),  # shown as 03:30
        ("2024-10-27 02:30", "Europe/Berlin", "2024-10-27 00:30"),
        ("2024-03-10 02:30", "America/New_York", "2024-03-10 07:30"),
        ("2024-11-03 01:30", "America/New_York", "2024-11-03 05:30"),
        ("2024-10-06 02:15", "Australia/Lord_Howe", "2024-10-05 15:45"),  # shown as 02:45
        ("2024-04-07 01:45", "Australia/Lord_Howe", "2024-04-06 14:45"),
        ("2024-03-10 02:30", "Africa/Casablanca", "2024-03-10 01:30"),
        ("2024-04-14 02:30", "Africa/Casablanca", "2024-04-14 02:30"),  # shown as 03:30
        ("2024-03-31 02:00", "Antarctica/Troll", "2024-03-31 02:00"),  # shown as 04:00
        ("2024-10-27 01:30", "Antarctica/Troll", "2024-10-26 23:30"),
        ("2024-01-01 09:00", "Asia/Kathmandu", "2024-01-01 03:15"),
        ("2011-12-30 12:00", "Pacific/Apia", "2011-12-30 22:00"),  # shown as 12:00 on the 31st
        ("1993-08-21 12:00", "Pacific/Kwajalein", "1993-08-22 00:00"),  # shown as 12:00 on the 22nd
    ],
)
def test_a_missing_time_moves_by_the_gap_and_a_doubled_one_is_the_first(
    wall: str, zone: str, instant: str
) -> None:
    assert to_utc(on_wall(wall), zone) == utc(instant)


@given(anywhere)
@settings(max_examples=300, deadline=None)
def test_every_time_on_every_wall_is_one_instant(place: tuple[datetime, str]) -> None:
    about, zone = place
    wall = about.replace(tzinfo=None)
    assert to_utc(wall, zone) == expected_instant(wall, zone)
    assert to_utc(wall, zone).tzinfo is UTC


@pytest.mark.parametrize("step", [0, 1, 2])
def test_every_change_of_clocks_until_2035_keeps_both_rules(step: int) -> None:
    for zone, at, before, after in CHANGES:
        length = abs(after - before)
        inside = [timedelta(0), length // 2, length - timedelta(seconds=1)][step]
        first = min(shown(at, zone), shown(at - timedelta(seconds=1), zone) + timedelta(seconds=1))
        wall = first + inside
        assert to_utc(wall, zone) == expected_instant(wall, zone), (zone, at)


def test_which_of_two_equal_times_the_caller_marked_does_not_matter() -> None:
    wall = on_wall("2024-10-27 02:30")
    assert to_utc(wall.replace(fold=1), "Europe/Berlin") == to_utc(wall, "Europe/Berlin")


def test_a_time_with_a_zone_is_not_on_the_wall() -> None:
    with pytest.raises(WrongClock):
        to_utc(datetime(2024, 1, 1, tzinfo=UTC), "Europe/Berlin")


@pytest.mark.parametrize("name", ["", "Mars/Base", "America", "../etc/passwd", "a\0b", "x" * 5000])
def test_a_name_that_is_no_zone_is_refused_in_one_way(name: str) -> None:
    with pytest.raises(UnknownZone):
        to_utc(on_wall("2024-01-01"), name)


# --- next_weekly


@given(anywhere, weekday_sets, hours)
@settings(max_examples=300, deadline=None)
def test_the_next_turn_is_the_first_one_after_the_instant(
    place: tuple[datetime, str], weekdays: frozenset[int], at: time
) -> None:
    after, zone = place
    assert next_weekly(after, weekdays, at, zone) == expected_turn(after, weekdays, at, zone)


@given(anywhere, weekday_sets, hours)
@settings(max_examples=150, deadline=None)
def test_successive_turns_have_ever_later_dates(
    place: tuple[datetime, str], weekdays: frozenset[int], at: time
) -> None:
    after, zone = place
    turn = next_weekly(after, weekdays, at, zone)
    assert turn.at > after
    for _ in range(8):
        following = next_weekly(turn.at, weekdays, at, zone)
        assert following.on > turn.on
        assert following.at > turn.at
        assert following.on.weekday() in weekdays
        turn = following


@given(anywhere, st.integers(0, 6), hours)
@settings(max_examples=150, deadline=None)
def test_a_plan_for_one_weekday_comes_every_seven_days_at_its_hour(
    place: tuple[datetime, str], weekday: int, at: time
) -> None:
    after, zone = place
    turn = next_weekly(after, (weekday,), at, zone)
    for _ in range(6):
        wall = datetime.combine(turn.on, at)
        if shown(turn.at, zone) != wall:
            gap = offset(turn.at, zone) - offset(turn.at - DAY, zone)
            assert gap > timedelta(0)
            assert shown(turn.at, zone) == wall + gap
        following = next_weekly(turn.at, (weekday,), at, zone)
        assert following.on - turn.on == 7 * DAY
        turn = following


def test_no_repeated_hour_until_2035_brings_a_turn_twice() -> None:
    for zone, change, before, after in BACK:
        length = before - after
        at = (shown(change, zone) + length // 2).time()
        doubled = next_weekly(change - length, EVERY_DAY, at, zone)
        assert doubled.at == change - length + length // 2, (zone, change)
        for moment in (doubled.at, change, doubled.at + length, change + length):
            following = next_weekly(moment, EVERY_DAY, at, zone)
            assert following.on == doubled.on + DAY, (zone, moment)


def test_no_gap_until_2035_loses_a_turn_or_brings_it_twice() -> None:
    for zone, change, before, after in FORWARD:
        length = after - before
        planned = shown(change, zone) - length // 2
        missing = Planned(planned.date(), change + length // 2)
        for moment in (change - MINUTE, change, missing.at - MINUTE):
            found = next_weekly(moment, EVERY_DAY, planned.time(), zone)
            assert found == missing, (zone, moment)
        following = next_weekly(missing.at, EVERY_DAY, planned.time(), zone)
        assert following.on == missing.on + DAY, (zone, change)


@pytest.mark.parametrize(
    ("zone", "at", "after", "turns"),
    [
        (
            "Europe/Berlin",
            time(2, 30),
            "2024-03-30 01:30",
            [("2024-03-31", "2024-03-31 01:30"), ("2024-04-01", "2024-04-01 00:30")],
        ),
        (
            "Europe/Berlin",
            time(2, 30),
            "2024-10-26 00:30",
            [("2024-10-27", "2024-10-27 00:30"), ("2024-10-28", "2024-10-28 01:30")],
        ),
        (
            "America/New_York",
            time(9),
            "2024-03-09 14:00",
            [("2024-03-10", "2024-03-10 13:00"), ("2024-03-11", "2024-03-11 13:00")],
        ),
        (
            "America/New_York",
            time(1, 30),
            "2024-11-02 05:30",
            [("2024-11-03", "2024-11-03 05:30"), ("2024-11-04", "2024-11-04 06:30")],
        ),
        (
            "Australia/Lord_Howe",
            time(1, 45),
            "2024-04-05 14:45",
            [("2024-04-07", "2024-04-06 14:45"), ("2024-04-08", "2024-04-07 15:15")],
        ),
        (
            # The last hour of the day is skipped: the turn comes after midnight, on its own date.
            "America/Nuuk",
            time(23, 30),
            "2024-03-30 01:30",
            [("2024-03-30", "2024-03-31 01:30"), ("2024-03-31", "2024-04-01 00:30")],
        ),
        (
            # A Friday that never was and the Saturday after it fall on one instant: one turn.
            "Pacific/Apia",
            time(12),
            "2011-12-28 22:00",
            [
                ("2011-12-29", "2011-12-29 22:00"),
                ("2011-12-30", "2011-12-30 22:00"),
                ("2012-01-01", "2011-12-31 22:00"),
            ],
        ),
        (
            "Pacific/Kwajalein",
            time(12),
            "1993-08-20 12:00",
            [
                ("1993-08-20", "1993-08-21 00:00"),
                ("1993-08-21", "1993-08-22 00:00"),
                ("1993-08-23", "1993-08-23 00:00"),
            ],
        ),
        (
            "Africa/Casablanca",
            time(2, 30),
            "2024-04-13 02:30",
            [("2024-04-14", "2024-04-14 02:30"), ("2024-04-15", "2024-04-15 01:30")],
        ),
        (
            "Antarctica/Troll",
            time(1, 30),
            "2024-10-25 23:30",
            [("2024-10-27", "2024-10-26 23:30"), ("2024-10-28", "2024-10-28 01:30")],
        ),
        ("Asia/Kathmandu", time(0), "2024-02-28 18:15", [("2024-03-01", "2024-02-29 18:15")]),
    ],
)
def test_a_daily_plan_in_a_place_with_odd_clocks(
    zone: str, at: time, after: str, turns: list[tuple[str, str]]
) -> None:
    moment = utc(after)
    for on, instant in turns:
        turn = next_weekly(moment, EVERY_DAY, at, zone)
        assert turn == Planned(date.fromisoformat(on), utc(instant))
        moment = turn.at


def test_a_plan_for_a_weekday_that_was_skipped_comes_the_day_after() -> None:
    turn = next_weekly(utc("2011-12-24 00:00"), (4,), time(9), "Pacific/Apia")
    assert turn == Planned(date(2011, 12, 30), utc("2011-12-30 19:00"))
    assert shown(turn.at, "Pacific/Apia") == on_wall("2011-12-31 09:00")
    assert next_weekly(turn.at, (4,), time(9), "Pacific/Apia").on == date(2012, 1, 6)


@pytest.mark.parametrize("weekday", range(7))
def test_weekdays_count_from_monday(weekday: int) -> None:
    assert next_weekly(utc("2024-01-01 00:00"), (weekday,), time(9), "UTC").on.weekday() == weekday


def test_a_turn_is_strictly_after_the_instant() -> None:
    nine = utc("2024-01-01 09:00")
    just_before = nine - timedelta(microseconds=1)
    assert next_weekly(just_before, (0,), time(9), "UTC").at == nine
    assert next_weekly(nine, (0,), time(9), "UTC").at == nine + 7 * DAY


def test_seconds_of_a_plan_are_kept() -> None:
    turn = next_weekly(utc("2024-01-01 09:00"), (0,), time(9, 0, 30), "UTC")
    assert turn.at == utc("2024-01-01 09:00:30")


def test_an_instant_may_come_in_any_zone() -> None:
    after = utc("2024-03-31 01:10")
    elsewhere = after.astimezone(timezone(timedelta(hours=-7)))
    found = next_weekly(elsewhere, EVERY_DAY, time(2, 30), "Europe/Berlin")
    assert found == next_weekly(after, EVERY_DAY, time(2, 30), "Europe/Berlin")
    assert found.at.tzinfo is UTC


def test_the_zone_of_the_machine_is_never_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise AssertionError("asked for the machine's zone")

    monkeypatch.setattr("apscheduler.triggers.cron.get_localzone", refuse)
    recurrence._trigger.cache_clear()
    turn = next_weekly(utc("2024-01-01 00:00"), (0,), time(9), "Asia/Kathmandu")
    assert turn.at == utc("2024-01-01 03:15")


@pytest.mark.parametrize(
    ("weekdays", "at"),
    [
        ((), time(9)),
        ((7,), time(9)),
        ((-1, 2), time(9)),
        ((0,), time(9, tzinfo=UTC)),
        ((0,), time(9, 0, 0, 1)),
    ],
)
def test_a_plan_that_no_calendar_can_keep_is_refused(weekdays: tuple[int, ...], at: time) -> None:
    with pytest.raises(NotAPlan):
        next_weekly(utc("2024-01-01 00:00"), weekdays, at, "UTC")


@pytest.mark.parametrize("after", ["9999-12-30 10:00", "1969-05-05 00:00", "0001-01-01 00:00"])
def test_a_plan_has_no_turn_beyond_the_calendar(after: str) -> None:
    with pytest.raises(OverflowError):
        next_weekly(utc(after), (0,), time(9), "UTC")


def test_an_instant_without_a_zone_is_refused_everywhere() -> None:
    naive = on_wall("2024-01-01")
    nine, eight = time(9), time(20)
    with pytest.raises(WrongClock):
        next_weekly(naive, (0,), nine, "UTC")
    with pytest.raises(WrongClock):
        is_waking(naive, "UTC", nine, nine)
    with pytest.raises(WrongClock):
        next_waking(naive, "UTC", nine, eight)
    with pytest.raises(WrongClock):
        tonight(naive, "UTC", nine, eight)
    with pytest.raises(WrongClock):
        tomorrow(naive, "UTC", nine)
    with pytest.raises(WrongClock):
        late(naive, utc("2024-01-01 00:00"), DAY)
    with pytest.raises(WrongClock):
        late(utc("2024-01-01 00:00"), naive, DAY)


def test_a_turn_can_not_be_changed() -> None:
    turn = Planned(date(2024, 1, 1), utc("2024-01-01 09:00"))
    with pytest.raises(FrozenInstanceError):
        turn.on = date(2024, 1, 2)  # type: ignore[misc]  # that it is refused is what is tested


# --- occurrence_id

plans = st.text(min_size=1).filter(lambda text: ":" not in text)
keys = st.tuples(plans, st.text(st.sampled_from("ab:-0123")), st.dates())


@given(keys, keys)
@example(("a", "b:c", date(2024, 1, 1)), ("a", "b", date(2024, 1, 1)))
def test_different_turns_have_different_keys(
    one: tuple[str, str, date], other: tuple[str, str, date]
) -> None:
    assert (occurrence_id(*one) == occurrence_id(*other)) == (one == other)


def test_the_key_of_a_turn_never_changes() -> None:
    assert occurrence_id("weekly", "g1", date(2026, 11, 27)) == "weekly:g1:2026-11-27"


def test_a_key_has_a_date_and_no_hour() -> None:
    assert occurrence_id("weekly", "g1", utc("2026-11-27 09:00")) == "weekly:g1:2026-11-27"


@pytest.mark.parametrize("plan", ["", "a:b"])
def test_a_plan_whose_name_could_be_read_two_ways_has_no_key(plan: str) -> None:
    with pytest.raises(NotAPlan):
        occurrence_id(plan, "g1", date(2026, 11, 27))


# --- waking hours


@given(anywhere, hours, hours)
@settings(deadline=None)
def test_waking_is_what_the_wall_shows(
    place: tuple[datetime, str], wakes: time, sleeps: time
) -> None:
    at, zone = place
    minutes = 24 * 60
    length = (sleeps.hour * 60 + sleeps.minute - wakes.hour * 60 - wakes.minute) % minutes
    since_midnight = shown(at, zone) - datetime.combine(shown(at, zone).date(), time(0))
    since_waking = (since_midnight - timedelta(hours=wakes.hour, minutes=wakes.minute)) % DAY
    assert is_waking(at, zone, wakes, sleeps) == (since_waking < (length or minutes) * MINUTE)


@pytest.mark.parametrize(
    ("at", "wakes", "sleeps", "awake"),
    [
        ("2024-01-01 08:59:59", time(9), time(20), False),
        ("2024-01-01 09:00", time(9), time(20), True),
        ("2024-01-01 19:59:59", time(9), time(20), True),
        ("2024-01-01 20:00", time(9), time(20), False),
        ("2024-01-01 23:00", time(18), time(4), True),
        ("2024-01-01 03:59", time(18), time(4), True),
        ("2024-01-01 04:00", time(18), time(4), False),
        ("2024-01-01 17:59", time(18), time(4), False),
        ("2024-01-01 03:00", time(9), time(9), True),
        ("2024-01-01 23:59", time(9), time(0), True),
        ("2024-01-01 00:00", time(9), time(0), False),
    ],
)
def test_waking_hours_begin_when_they_say_and_end_just_before(
    at: str, wakes: time, sleeps: time, awake: bool
) -> None:
    assert is_waking(utc(at), "UTC", wakes, sleeps) is awake


@given(anywhere, hours, hours)
@settings(max_examples=200, deadline=None)
def test_the_next_waking_instant_is_awake_and_never_earlier(
    place: tuple[datetime, str], wakes: time, sleeps: time
) -> None:
    at, zone = place
    found = next_waking(at, zone, wakes, sleeps)
    assert found >= at
    assert is_waking(found, zone, wakes, sleeps)
    assert (found == at) == is_waking(at, zone, wakes, sleeps)
    assert next_waking(found, zone, wakes, sleeps) == found


@given(near_changes(), hours, st.integers(1, 90))
@settings(max_examples=60, deadline=None)
def test_nobody_is_awake_before_the_next_waking_instant(
    place: tuple[datetime, str], wakes: time, minutes: int
) -> None:
    at, zone = place
    at = at.replace(second=0)
    sleeps = (datetime.combine(date(2024, 1, 1), wakes) + minutes * MINUTE).time()
    moment = at
    while not is_waking(moment, zone, wakes, sleeps):
        moment += MINUTE
    assert next_waking(at, zone, wakes, sleeps) == moment


@pytest.mark.parametrize(
    ("at", "zone", "wakes", "sleeps", "found"),
    [
        ("2024-01-01 12:00", "UTC", time(9), time(20), "2024-01-01 12:00"),
        ("2024-01-01 20:00", "UTC", time(9), time(20), "2024-01-02 09:00"),
        ("2024-01-01 05:00", "UTC", time(18), time(4), "2024-01-01 18:00"),
        # The night before summer time is an hour shorter, and the night after it an hour longer.
        ("2024-03-30 22:00", "Europe/Berlin", time(9), time(20), "2024-03-31 07:00"),
        ("2024-10-26 22:00", "Europe/Berlin", time(9), time(20), "2024-10-27 08:00"),
        ("2024-03-10 03:00", "America/New_York", time(9), time(20), "2024-03-10 13:00"),
        ("2024-11-03 03:00", "America/New_York", time(9), time(20), "2024-11-03 14:00"),
        # The clock jumps over the waking hour, into the waking hours.
        ("2024-03-31 00:30", "Europe/Berlin", time(2, 15), time(4), "2024-03-31 01:00"),
        # It jumps over all of them.
        ("2024-03-31 00:30", "Europe/Berlin", time(2, 15), time(2, 45), "2024-04-01 00:15"),
        ("2024-03-30 10:00", "Europe/Berlin", time(2, 15), time(2, 45), "2024-04-01 00:15"),
        # It goes back into hours that had ended.
        ("2024-10-27 00:45:00.5", "Europe/Berlin", time(18), time(2, 30), "2024-10-27 01:00"),
        ("2024-10-27 00:45", "Europe/Berlin", time(18), time(2, 30), "2024-10-27 01:00"),
        # It shows the waking hour a second time, and of the day before.
        ("2024-10-27 01:10", "Europe/Berlin", time(2, 45), time(20), "2024-10-27 01:45"),
        (
            "2008-11-02 02:30:30",
            "America/St_Johns",
            time(23, 30),
            time(23, 50),
            "2008-11-02 03:00",
        ),
        # There was no 30 December.
        ("2011-12-30 07:00", "Pacific/Apia", time(9), time(20), "2011-12-30 19:00"),
        ("2024-01-01 00:00", "Asia/Kathmandu", time(9), time(20), "2024-01-01 03:15"),
        ("2024-03-31 00:30", "Antarctica/Troll", time(2), time(5), "2024-03-31 01:00"),
    ],
)
def test_waking_hours_in_a_place_with_odd_clocks(
    at: str, zone: str, wakes: time, sleeps: time, found: str
) -> None:
    assert next_waking(utc(at), zone, wakes, sleeps) == utc(found)


def test_waking_instants_come_out_in_utc_whatever_they_came_in() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    asleep = utc("2024-10-27 00:45").astimezone(berlin)
    found = next_waking(asleep, "Europe/Berlin", time(18), time(2, 30))
    assert found == utc("2024-10-27 01:00")
    assert found.tzinfo is UTC
    assert next_waking(found.astimezone(berlin), "UTC", time(0), time(0)).tzinfo is UTC


# --- late, spread, quiet_month


def test_what_is_within_its_grace_is_not_late() -> None:
    due = utc("2024-01-01 09:00")
    assert not late(due, due - HOUR, timedelta(0))
    assert not late(due, due, timedelta(0))
    assert not late(due, due + HOUR, HOUR)
    assert late(due, due + HOUR + timedelta(microseconds=1), HOUR)


def test_lateness_is_counted_in_real_hours_through_a_change_of_clocks() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    due = datetime(2024, 10, 27, 1, 30, tzinfo=berlin)
    assert late(due, datetime(2024, 10, 27, 3, 30, tzinfo=berlin), 2 * HOUR)


@given(st.text(), st.timedeltas(timedelta(microseconds=1), timedelta(days=400)))
def test_a_place_in_a_window_is_inside_it_and_stays(key: str, window: timedelta) -> None:
    place = spread(key, window)
    assert timedelta(0) <= place < window
    assert spread(key, window) == place


def test_a_place_is_the_same_on_every_machine() -> None:
    # SHA-256 of the key as a number, modulo the microseconds of an hour.
    assert spread("slack:T1:g1", HOUR) == timedelta(seconds=649, microseconds=290410)


def test_keys_are_spread_evenly() -> None:
    places = [spread(f"group-{n}", 10 * MINUTE) // MINUTE for n in range(2000)]
    assert all(150 <= places.count(minute) <= 250 for minute in range(10))


def test_a_window_of_nothing_spreads_nothing() -> None:
    assert spread("g1", timedelta(0)) == timedelta(0)
    with pytest.raises(ValueError, match="less than nothing"):
        spread("g1", -MINUTE)


def test_a_month_is_quiet_when_its_last_activity_lies_before_it() -> None:
    today = date(2026, 11, 28)
    assert quiet_month(None, today)
    assert quiet_month(date(2026, 10, 31), today)
    assert not quiet_month(date(2026, 11, 1), today)
    assert not quiet_month(date(2026, 11, 29), today)
    assert quiet_month(date(2026, 11, 21), today, days=7)
    assert not quiet_month(date(2026, 11, 22), today, days=7)


# --- tonight, tomorrow, on a day


@pytest.mark.parametrize(
    ("now", "wakes", "sleeps", "moment"),
    [
        ("2024-01-01 12:00", time(9), time(20), "2024-01-01 19:00"),
        ("2024-01-01 18:30", time(9), time(20), "2024-01-01 19:00"),
        ("2024-01-01 18:31", time(9), time(20), None),
        ("2024-01-01 18:31", time(9), time(23), "2024-01-01 22:00"),
        ("2024-01-01 21:31", time(9), time(23), None),
        ("2024-01-01 12:00", time(6), time(18), "2024-01-01 17:00"),
        ("2024-01-01 23:00", time(9), time(20), None),
        # Awake until midnight, and always.
        ("2024-01-01 20:00", time(9), time(0), "2024-01-01 23:00"),
        ("2024-01-01 20:00", time(9), time(9), "2024-01-01 23:00"),
        ("2024-01-01 22:31", time(9), time(9), None),
        # At work through the night.
        ("2024-01-01 12:00", time(18), time(4), "2024-01-01 19:00"),
        ("2024-01-01 20:00", time(18), time(4), "2024-01-02 03:00"),
        ("2024-01-01 01:00", time(22), time(6), "2024-01-01 05:00"),
        ("2024-01-01 05:00", time(22), time(6), None),
        ("2024-01-01 06:00", time(22), time(6), "2024-01-02 05:00"),
        ("2024-01-01 12:00", time(22), time(6), "2024-01-02 05:00"),
        # An hour before bed they are not up yet.
        ("2024-01-01 06:00", time(9), time(9, 30), None),
    ],
)
def test_tonight_is_seven_or_an_hour_before_bed_or_too_late(
    now: str, wakes: time, sleeps: time, moment: str | None
) -> None:
    found = tonight(utc(now), "UTC", wakes, sleeps)
    assert found == (None if moment is None else utc(moment))


@given(anywhere, hours, hours)
@settings(deadline=None)
def test_tonight_is_soon_and_in_waking_hours(
    place: tuple[datetime, str], wakes: time, sleeps: time
) -> None:
    now, zone = place
    found = tonight(now, zone, wakes, sleeps)
    if found is not None:
        assert found - now >= 30 * MINUTE
        assert is_waking(found, zone, wakes, sleeps)
        days = (shown(found, zone).date() - shown(now, zone).date()).days
        assert days in ((0, 1) if sleeps < wakes else (0,))


@given(anywhere, hours)
@settings(deadline=None)
def test_tomorrow_is_the_next_date_on_the_wall_and_not_before_ten(
    place: tuple[datetime, str], wakes: time
) -> None:
    now, zone = place
    found = tomorrow(now, zone, wakes)
    day = shown(now, zone).date() + DAY
    assert found == expected_instant(datetime.combine(day, max(wakes, time(10))), zone)
    assert found == on_day(day, zone, wakes)


def test_tomorrow_is_counted_from_the_day_in_the_zone() -> None:
    # 27 November, 08:00 in Auckland: it is still the 26th in UTC.
    now = utc("2024-11-26 19:00")
    assert tomorrow(now, "Pacific/Auckland", time(9)) == utc("2024-11-27 21:00")
    assert tomorrow(now, "Pacific/Auckland", time(18)) == utc("2024-11-28 05:00")


def test_a_day_is_met_at_ten_or_on_waking() -> None:
    day = date(2024, 12, 3)
    assert on_day(day, "Europe/Berlin", time(9)) == utc("2024-12-03 09:00")
    assert on_day(day, "Europe/Berlin", time(11, 30)) == utc("2024-12-03 10:30")
