"""When a message may reach a member: pause, waking hours, one unasked message a local day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.manners import Send, Wait, may_send
from bot.core.model import Act, Address, Delivery, Member, Where
from bot.core.recurrence import is_waking

BERLIN = ZoneInfo("Europe/Berlin")
ANA = Member("ana", "Ana", None, "Europe/Berlin")
NOON = datetime(2026, 11, 23, 12, tzinfo=BERLIN)
MINUTE = timedelta(minutes=1)

# With a zone that changes its clocks at midnight, one by half an hour, one of three quarters, one
# that skipped a day, one behind and one far ahead of UTC.
ZONES = (
    *("Europe/Berlin", "America/New_York", "Africa/Cairo", "America/Santiago", "Asia/Kathmandu"),
    *("Australia/Lord_Howe", "Pacific/Apia", "Pacific/Kiritimati", "America/St_Johns", "UTC"),
)


def message(*, asked: bool = False, key: str = "m1") -> Delivery:
    return Delivery(
        id=key,
        to=Address(Where.MEMBER, "ana"),
        act=Act.POST,
        made_at=NOON,
        due_at=NOON,
        good_until=NOON + timedelta(days=60),
        asked=asked,
    )


def at(text: str, zone: str = "Europe/Berlin", *, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)


# --- pause


@pytest.mark.parametrize("asked", [True, False])
def test_a_pause_holds_back_even_what_was_asked_for_and_ends_to_the_minute(*, asked: bool) -> None:
    paused = replace(ANA, paused_until=NOON)
    for before in (timedelta(days=9), MINUTE, timedelta(microseconds=1)):
        assert may_send(message(asked=asked), paused, NOON - before) == Wait(NOON)
    assert may_send(message(asked=asked), paused, NOON) == Send()
    assert may_send(message(asked=asked), paused, NOON + MINUTE) == Send()


def test_a_pause_that_ends_at_night_is_followed_by_the_morning() -> None:
    until = at("2026-11-24T03:00")
    paused = replace(ANA, paused_until=until)
    assert may_send(message(), paused, NOON) == Wait(until)
    assert may_send(message(), paused, until) == Wait(at("2026-11-24T09:00"))
    assert may_send(message(asked=True), paused, until) == Send()


# --- waking hours


@pytest.mark.parametrize(
    ("now", "answer"),
    [
        ("2026-11-23T08:59", Wait(at("2026-11-23T09:00"))),
        ("2026-11-23T09:00", Send()),
        ("2026-11-23T19:59", Send()),
        ("2026-11-23T20:00", Wait(at("2026-11-24T09:00"))),
        ("2026-11-23T23:59", Wait(at("2026-11-24T09:00"))),
        # The nights on which the clocks change.
        ("2027-03-27T21:00", Wait(at("2027-03-28T09:00"))),
        ("2026-10-24T21:00", Wait(at("2026-10-25T09:00"))),
    ],
)
def test_what_was_not_asked_for_comes_in_waking_hours(now: str, answer: Send | Wait) -> None:
    assert may_send(message(), ANA, at(now)) == answer


def test_what_was_asked_for_comes_at_any_hour() -> None:
    assert may_send(message(asked=True), ANA, at("2026-11-23T03:00")) == Send()


def test_who_wakes_at_an_hour_that_does_not_exist_is_met_after_the_gap() -> None:
    early = replace(ANA, wakes=time(2, 30), sleeps=time(20))
    assert may_send(message(), early, at("2027-03-28T01:00")) == Wait(at("2027-03-28T03:00"))


def test_who_works_at_night_is_met_at_night() -> None:
    night = replace(ANA, wakes=time(18), sleeps=time(4))
    assert may_send(message(), night, at("2026-11-24T03:59")) == Send()
    assert may_send(message(), night, NOON) == Wait(at("2026-11-23T18:00"))


# --- one a day


def met(member: Member, now: datetime, key: str = "m1") -> Member:
    return replace(member, last_unasked=now.astimezone(UTC), last_unasked_key=key)


def test_the_second_unasked_message_of_a_day_waits_for_the_next_morning() -> None:
    ana = met(ANA, NOON)
    for later in (timedelta(0), MINUTE, timedelta(hours=7, minutes=59)):
        assert may_send(message(key="m2"), ana, NOON + later) == Wait(at("2026-11-24T09:00"))
    assert may_send(message(key="m2"), ana, at("2026-11-24T09:00")) == Send()


def test_the_same_message_tried_again_is_not_a_second_one() -> None:
    ana = met(ANA, NOON)
    assert may_send(message(key="m1"), ana, NOON + MINUTE) == Send()
    assert may_send(message(key="m1"), ana, at("2026-11-23T21:00")) == Wait(at("2026-11-24T09:00"))


def test_what_was_asked_for_takes_nobodys_place() -> None:
    assert may_send(message(key="m2", asked=True), met(ANA, NOON), NOON + MINUTE) == Send()


def test_a_day_is_the_members_own() -> None:
    """11 at night in UTC is the next day in Kiritimati and the same day in New York."""
    sent = datetime(2026, 11, 23, 22, tzinfo=UTC)
    now = datetime(2026, 11, 24, 1, tzinfo=UTC)
    awake = replace(ANA, wakes=time(0), sleeps=time(0))
    far_east = met(replace(awake, zone="Pacific/Kiritimati"), sent)
    new_york = met(replace(awake, zone="America/New_York"), sent)
    london = met(replace(awake, zone="Europe/London"), sent)
    assert may_send(message(key="m2"), far_east, now) == Wait(
        at("2026-11-25T00:00", "Pacific/Kiritimati")
    )
    assert may_send(message(key="m2"), new_york, now) == Wait(
        at("2026-11-24T00:00", "America/New_York")
    )
    assert may_send(message(key="m2"), london, now) == Send()


@pytest.mark.parametrize(
    ("day", "next_day", "zone"),
    [
        ("2027-03-27", "2027-03-28T09:00", "Europe/Berlin"),
        ("2026-10-24", "2026-10-25T09:00", "Europe/Berlin"),
        ("2026-10-25", "2026-10-26T09:00", "Europe/Berlin"),
        # Cairo's clocks go forward at midnight, and back to 23:00 of the day before.
        ("2026-04-23", "2026-04-24T09:00", "Africa/Cairo"),
        ("2026-10-29", "2026-10-30T09:00", "Africa/Cairo"),
        # Samoa had no 30 December 2011.
        ("2011-12-29", "2011-12-31T09:00", "Pacific/Apia"),
    ],
)
def test_the_next_morning_is_found_across_changes_of_the_clocks(
    day: str, next_day: str, zone: str
) -> None:
    sent = at(f"{day}T10:00", zone)
    ana = met(replace(ANA, zone=zone), sent)
    answer = may_send(message(key="m2"), ana, sent + timedelta(hours=5))
    assert answer == Wait(at(next_day, zone))


def test_an_hour_that_comes_twice_is_one_day() -> None:
    awake = replace(ANA, wakes=time(0), sleeps=time(0))
    sent = at("2026-10-25T02:30")
    again = at("2026-10-25T02:30", fold=1)
    assert again.astimezone(UTC) - sent.astimezone(UTC) == timedelta(hours=1)
    assert may_send(message(key="m2"), met(awake, sent), again) == Wait(at("2026-10-26T00:00"))


# --- all of it, anywhere


instants = st.timedeltas(timedelta(0), timedelta(days=25 * 365)).map(
    lambda since: datetime(2010, 1, 1, tzinfo=UTC) + since
)
near = st.timedeltas(timedelta(0), timedelta(days=3))
hours = st.builds(time, st.integers(0, 23), st.sampled_from((0, 15, 30, 59)))
members = st.builds(
    Member,
    id=st.just("ana"),
    name=st.just("Ana"),
    group=st.none(),
    zone=st.sampled_from(ZONES),
    wakes=hours,
    sleeps=hours,
)


@given(members, instants, st.none() | near, st.none() | near, st.booleans())
@settings(max_examples=200)
def test_who_asks_again_when_told_to_sends_soon_and_within_every_rule(
    member: Member,
    now: datetime,
    pause: timedelta | None,
    last: timedelta | None,
    asked: bool,
) -> None:
    """At most three waits, each for a later moment; then it is a good time by all rules."""
    if pause is not None:
        member = replace(member, paused_until=now + pause)
    if last is not None:
        member = replace(member, last_unasked=now - last, last_unasked_key="other")
    moment, waits = now, 0
    while isinstance(answer := may_send(message(asked=asked), member, moment), Wait):
        assert answer.until > moment
        moment = answer.until
        waits += 1
        assert waits <= 3
    assert member.paused_until is None or member.paused_until <= moment
    if not asked:
        zone = ZoneInfo(member.zone)
        assert is_waking(moment, member.zone, member.wakes, member.sleeps)
        if member.last_unasked is not None:
            days = [m.astimezone(zone).date() for m in (member.last_unasked, moment)]
            assert days[0] != days[1]
        # Nobody waits for longer than the pause, the rest of the day and one night.
        started = max(now, member.paused_until or now)
        assert moment - started <= timedelta(hours=50)


@given(members, instants, st.lists(st.timedeltas(timedelta(0), timedelta(hours=30)), max_size=8))
@settings(max_examples=60)
def test_no_local_day_has_two_unasked_messages(
    member: Member, now: datetime, gaps: list[timedelta]
) -> None:
    zone = ZoneInfo(member.zone)
    days = []
    for number, gap in enumerate(gaps):
        now += gap
        while isinstance(answer := may_send(message(key=f"m{number}"), member, now), Wait):
            now = answer.until
        days.append(now.astimezone(zone).date())
        member = met(member, now, f"m{number}")
    assert len(days) == len(set(days))
