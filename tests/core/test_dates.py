"""What people type for a day, an hour, a weekday or a zone, and what they get."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.core import dates
from bot.core.dates import Vocabulary, parse_day, parse_hour, parse_weekday, parse_zone
from bot.core.text import Catalogues

FRIDAY = date(2026, 11, 27)
DAY = timedelta(days=1)
ENGLISH = Catalogues({"en": [""]}).speech("en")
ZONES = sorted(available_timezones() - {"localtime"})

# Pieces of dates and hours in any order get much further into a parser than letters do.
PIECES = (
    *("2026", "26", "12", "3", "0", "31", "29", "99999", "-", "/", ".", "+", ":", ",", " ", "  "),
    *("feb", "Dec", "friday", "Fri.", "next", "this", "in", "two", "weeks", "d", "rd", "of", "am"),
    *("p.m.", "noon", "tomorrow", "the", "on", "٣", "²", "ſ", "İ", "\u202f", "\n", "utc", "_"),
)
typed = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(PIECES), max_size=8).map("".join))


# --- days


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-03", "2026-12-03"),
        ("2026/12/3", "2026-12-03"),
        ("2026.12.03", "2026-12-03"),
        ("3 Dec", "2026-12-03"),
        ("3. Dec.", "2026-12-03"),
        ("3dec", "2026-12-03"),
        ("Dec 3", "2026-12-03"),
        ("DECEMBER  3RD", "2026-12-03"),
        ("the 3rd of December", "2026-12-03"),
        ("on Dec 3, 2026", "2026-12-03"),
        ("3 December 2026", "2026-12-03"),
        ("3 Dec 26", "2026-12-03"),
        ("Sept 1", "2027-09-01"),
        ("Thursday 3 December", "2026-12-03"),
        ("Thu, 3 Dec 2026", "2026-12-03"),
        ("3/12", "2026-12-03"),
        ("03.12.", "2026-12-03"),
        ("3/12/2026", "2026-12-03"),
        ("3.12.26", "2026-12-03"),
        ("03-12-2026", "2026-12-03"),
        ("25/12", "2026-12-25"),
        ("today", "2026-11-27"),
        (" Tomorrow ", "2026-11-28"),
        ("the day after tomorrow", "2026-11-29"),
        ("in 3 days", "2026-11-30"),
        ("in a week", "2026-12-04"),
        ("in two weeks", "2026-12-11"),
        ("in 2weeks", "2026-12-11"),
        ("+7d", "2026-12-04"),
        ("+ 2 w", "2026-12-11"),
    ],
)
def test_a_day_is_read_as_people_type_it(text: str, day: str) -> None:
    assert parse_day(text, FRIDAY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("text", "from_friday", "from_sunday"),
    [
        ("friday", "2026-12-04", "2026-12-04"),
        ("this friday", "2026-11-27", "2026-12-04"),
        ("next friday", "2026-12-04", "2026-12-04"),
        ("Mon", "2026-11-30", "2026-11-30"),
        ("next monday", "2026-11-30", "2026-11-30"),
        ("on Sunday", "2026-11-29", "2026-12-06"),
        ("this sun", "2026-11-29", "2026-11-29"),
        ("next sunday", "2026-12-06", "2026-12-06"),
    ],
)
def test_a_weekday_is_the_one_to_come_and_next_is_in_next_week(
    text: str, from_friday: str, from_sunday: str
) -> None:
    assert parse_day(text, FRIDAY) == date.fromisoformat(from_friday)
    assert parse_day(text, FRIDAY + 2 * DAY) == date.fromisoformat(from_sunday)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "soon",
        "december",
        "Dec 2026",
        "next",
        "next week",
        "this",
        "in",
        "in days",
        "in many weeks",
        "in 1000 days",
        "in 1.5 weeks",
        "+7",
        "7",
        "03-12",
        "26-12-03",
        "3/12-2026",
        "12/25",
        "2026-13-01",
        "2026-02-29",
        "0000-01-01",
        "31 Feb",
        "29 Feb",  # neither in 2026 nor in 2027
        "Friday 3 December",  # a Thursday
        "Friday 31 February",
        "Fri 4 Dec 2025",
        "3 Dec 202",
        "3 Dec 2026 9:00",
        "003 Dec",
        "rd Dec 3",
        "٣ Dec",
        "next friday 4 Dec",
    ],
)
def test_what_is_no_day_or_could_be_two_is_not_guessed_at(text: str) -> None:
    assert parse_day(text, FRIDAY) is None


def test_a_date_without_a_year_is_this_year_s_until_it_has_passed() -> None:
    assert parse_day("27 Nov", FRIDAY) == FRIDAY
    assert parse_day("26 Nov", FRIDAY) == date(2027, 11, 26)
    assert parse_day("26/11", FRIDAY) == date(2027, 11, 26)
    assert parse_day("29 Feb", date(2027, 3, 1)) == date(2028, 2, 29)


def test_a_past_date_with_its_year_is_left_to_the_caller() -> None:
    assert parse_day("2020-01-31", FRIDAY) == date(2020, 1, 31)
    assert parse_day("31 Jan 2020", FRIDAY) == date(2020, 1, 31)
    assert parse_day("31/1/20", FRIDAY) == date(2020, 1, 31)


def test_days_beyond_the_calendar_are_not_days() -> None:
    assert parse_day("tomorrow", date.max) is None
    assert parse_day("next friday", date.max) is None
    assert parse_day("in two weeks", date.max) is None
    assert parse_day("1 Jan", date.max) is None


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.integers(0, 364))
@settings(deadline=None)
def test_dates_that_we_write_can_be_typed_back(today: date, ahead: int) -> None:
    day = today + ahead * DAY
    assert parse_day(ENGLISH.day(day), today) == day
    assert parse_day(ENGLISH.full_day(day), today) == day
    assert parse_day(day.isoformat(), today) == day


@given(typed, st.dates())
@example("9" * 5000, FRIDAY)
@example("in " + "9" * 5000 + " days", FRIDAY)
@example("a " * 20000, FRIDAY)
@example("\ud800", FRIDAY)
@settings(max_examples=500, deadline=None)
def test_no_text_is_too_odd_to_be_read_as_a_day_or_none(text: str, today: date) -> None:
    found = parse_day(text, today)
    assert found is None or type(found) is date


@given(st.integers(0, 999), st.sampled_from(["in {} days", "+{}d", "In {} day"]), st.dates())
def test_so_many_days_on_are_so_many_days_on(count: int, form: str, today: date) -> None:
    fits = (date.max - today).days >= count
    assert parse_day(form.format(count), today) == (today + count * DAY if fits else None)


@given(st.integers(0, 6), st.dates())
@example(0, date(2026, 11, 30))
def test_a_bare_weekday_is_within_the_week_after_today(weekday: int, today: date) -> None:
    name = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[weekday]
    found = parse_day(name, today)
    if found is None:
        assert date.max - today < 7 * DAY
    else:
        assert 1 <= (found - today).days <= 7
        assert found.weekday() == weekday


# --- hours


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("9", time(9)),
        ("0", time(0)),
        ("23", time(23)),
        ("9:30", time(9, 30)),
        ("09:00", time(9)),
        ("9.30", time(9, 30)),
        ("9am", time(9)),
        (" 5  PM ", time(17)),
        ("5:15 p.m.", time(17, 15)),
        ("9:00\u202fAM", time(9)),
        ("12am", time(0)),
        ("12 pm", time(12)),
        ("noon", time(12)),
        ("Midday", time(12)),
        ("midnight", time(0)),
        ("23:59", time(23, 59)),
    ],
)
def test_an_hour_is_read_as_people_type_it(text: str, hour: time) -> None:
    assert parse_hour(text) == hour


@pytest.mark.parametrize(
    "text",
    ["", "nine", "24", "24:00", "9:60", "9:5", "930", "-1", "13pm", "0am", "9 xm", "9:30:00", "٩"],
)
def test_what_is_no_hour_is_none(text: str) -> None:
    assert parse_hour(text) is None


@given(st.builds(time, st.integers(0, 23), st.integers(0, 59)))
def test_hours_that_we_write_can_be_typed_back(hour: time) -> None:
    assert parse_hour(ENGLISH.hour(hour)) == hour
    assert parse_hour(f"{hour:%I:%M %p}") == hour


@given(typed)
@example("9" * 5000)
def test_no_text_is_too_odd_to_be_read_as_an_hour_or_none(text: str) -> None:
    found = parse_hour(text)
    assert found is None or (found.tzinfo is None and found.second == 0)


# --- weekdays


@pytest.mark.parametrize(
    ("text", "weekday"),
    [
        ("monday", 0),
        ("Tues", 1),
        ("WED", 2),
        ("on thurs.", 3),
        (" fri ", 4),
        ("Sat", 5),
        ("sun", 6),
    ],
)
def test_a_weekday_is_read_as_people_type_it(text: str, weekday: int) -> None:
    assert parse_weekday(text) == weekday


@pytest.mark.parametrize("text", ["", "0", "mo", "fri sat", "someday", "next friday"])
def test_what_is_no_weekday_is_none(text: str) -> None:
    assert parse_weekday(text) is None


@given(typed)
def test_no_text_is_too_odd_to_be_read_as_a_weekday_or_none(text: str) -> None:
    assert parse_weekday(text) in (None, *range(7))


# --- another language


GERMAN = Vocabulary(
    months={"november": 11, "dezember": 12, "märz": 3},
    weekdays={"donnerstag": 3, "do": 3, "freitag": 4},
    days={"heute": 0, "morgen": 1},
    numbers={"einer": 1, "zwei": 2},
    units={"tag": 1, "tagen": 1, "woche": 7, "wochen": 7},
    ahead=frozenset({"in"}),
    this=frozenset({"diesen"}),
    next=frozenset({"nächsten"}),
    hours={"mittag": time(12)},
    halves={"uhr": 0},
    fillers=frozenset({"am", "den"}),
)


def test_another_language_is_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(dates.VOCABULARIES, "de", GERMAN)
    assert parse_day("Donnerstag, den 3. Dezember", FRIDAY, "de") == date(2026, 12, 3)
    assert parse_day("3. MÄRZ", FRIDAY, "de") == date(2027, 3, 3)
    # A telephone may send the letter and its dots as two characters.
    assert parse_day("3. Ma\u0308rz", FRIDAY, "de") == date(2027, 3, 3)
    assert parse_day("morgen", FRIDAY, "de-AT") == date(2026, 11, 28)
    assert parse_day("in zwei Wochen", FRIDAY, "de") == date(2026, 12, 11)
    assert parse_day("nächsten Freitag", FRIDAY, "de") == date(2026, 12, 4)
    assert parse_day("tomorrow", FRIDAY, "de") is None
    assert parse_hour("Mittag", "de") == time(12)
    assert parse_weekday("am Freitag", "de") == 4


def test_a_language_that_writes_the_month_first_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    months, english = {"dec": 12}, dates.VOCABULARIES["en"]
    table = Vocabulary(
        months=months,
        weekdays={},
        days={},
        numbers={},
        units={},
        ahead=english.ahead,
        this=english.this,
        next=english.next,
        hours={},
        halves={},
        day_first=False,
    )
    monkeypatch.setitem(dates.VOCABULARIES, "xx", table)
    assert parse_day("12/3", FRIDAY, "xx") == date(2026, 12, 3)
    assert parse_day("12-3-2026", FRIDAY, "xx") == date(2026, 12, 3)
    assert parse_day("2026-12-03", FRIDAY, "xx") == date(2026, 12, 3)


def test_a_language_without_a_table_is_read_as_english() -> None:
    assert parse_day("tomorrow", FRIDAY, "tlh") == date(2026, 11, 28)
    assert parse_hour("noon", "en-GB") == time(12)
    assert parse_weekday("friday", "") == 4


def test_every_table_is_whole_and_no_word_in_it_means_two_things() -> None:
    for language, words in dates.VOCABULARIES.items():
        for table in (words.months, words.weekdays):
            for word in table:
                assert word == word.casefold(), (language, word)
        assert set(words.months.values()) == set(range(1, 13)), language
        assert set(words.weekdays.values()) == set(range(7)), language
        assert not set(words.months) & set(words.weekdays), language
        ours = words.fillers | words.ordinals
        assert not ours & (set(words.months) | set(words.weekdays) | set(words.units)), language


# --- zones


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/BERLIN", "Europe/Berlin"),
        ("berlin", "Europe/Berlin"),
        (" New  York ", "America/New_York"),
        ("new_york", "America/New_York"),
        ("America/New York", "America/New_York"),
        ("São Paulo", "America/Sao_Paulo"),
        ("Port au Prince", "America/Port-au-Prince"),
        ("St. John's", "America/St_Johns"),
        ("lord howe", "Australia/Lord_Howe"),
        ("kathmandu", "Asia/Kathmandu"),
        ("buenos aires", "America/Argentina/Buenos_Aires"),
        ("istanbul", "Europe/Istanbul"),
        ("nicosia", "Asia/Nicosia"),
        ("utc", "UTC"),
        ("Japan", "Japan"),
        ("Etc/GMT+5", "Etc/GMT+5"),
    ],
)
def test_a_zone_is_found_by_its_name_or_its_city(text: str, zone: str) -> None:
    assert parse_zone(text, ZONES) == zone


@pytest.mark.parametrize(
    "text",
    ["EST", "est", "CET", "GMT", "EST5EDT", "MST", "GB", "PRC", "NZ", "ACT", "GMT+5", "PST", "IST"],
)
def test_an_abbreviation_is_never_read_as_a_zone(text: str) -> None:
    assert parse_zone(text, ZONES) is None


@pytest.mark.parametrize("text", ["", "/", "Europe", "Europe/", "Paris, France", "eastern", "west"])
def test_what_is_no_zone_or_could_be_two_is_none(text: str) -> None:
    assert parse_zone(text, ZONES) is None


def test_a_city_in_two_areas_is_not_guessed_at() -> None:
    assert parse_zone("cordoba", ["America/Cordoba", "Europe/Cordoba"]) is None
    assert parse_zone("cordoba", ["America/Cordoba", "America/Argentina/Cordoba"]) is not None


def test_only_a_zone_that_is_offered_is_found() -> None:
    assert parse_zone("Europe/Berlin", ["Europe/Paris"]) is None
    assert parse_zone("istanbul", ["Asia/Istanbul"]) == "Asia/Istanbul"
    assert parse_zone("localtime", ["localtime"]) is None
    assert parse_zone("", ["Europe/"]) is None


@pytest.mark.parametrize("change", [str.lower, str.upper])
def test_every_zone_with_a_place_in_it_answers_to_its_name(change: Callable[[str], str]) -> None:
    for zone in ZONES[::7]:
        if "/" in zone:
            assert parse_zone(change(zone), ZONES) == zone


def test_a_city_alone_never_gives_the_hours_of_another_place() -> None:
    seasons = [datetime(2024, month, 1, tzinfo=UTC) for month in (1, 7)]
    for zone in ZONES[::7]:
        city = zone.rpartition("/")[2].replace("_", " ")
        found = parse_zone(city, ZONES)
        if found is not None:
            for at in seasons:
                here, there = at.astimezone(ZoneInfo(zone)), at.astimezone(ZoneInfo(found))
                assert here.utcoffset() == there.utcoffset(), (zone, found)


@given(typed)
@settings(max_examples=100, deadline=None)
def test_no_text_is_too_odd_to_be_read_as_a_zone_or_none(text: str) -> None:
    found = parse_zone(text, ZONES[::10])
    assert found is None or found in ZONES
