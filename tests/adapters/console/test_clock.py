from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.console.clock import BadMove, ClockBroken, MovableClock, read_move

NOW = datetime(2026, 10, 20, 8, 30, tzinfo=UTC)


def test_an_unmoved_clock_shows_real_time(tmp_path: Path) -> None:
    assert MovableClock(tmp_path, lambda: NOW).now() == NOW
    assert abs(MovableClock(tmp_path).now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_a_restart_does_not_throw_time_back(tmp_path: Path) -> None:
    MovableClock(tmp_path, lambda: NOW).set_to(NOW + timedelta(days=7, microseconds=1))
    later = NOW + timedelta(minutes=1)
    again = MovableClock(tmp_path, lambda: later)
    assert again.now() == later + timedelta(days=7, microseconds=1)
    assert again.offset == timedelta(days=7, microseconds=1)


def test_time_never_goes_back(tmp_path: Path) -> None:
    clock = MovableClock(tmp_path, lambda: NOW)
    clock.set_to(NOW + timedelta(hours=2))
    clock.set_to(NOW + timedelta(hours=1))
    assert clock.now() == NOW + timedelta(hours=2)


def test_a_clock_that_cannot_be_kept_stays_where_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    clock = MovableClock(folder, lambda: NOW)
    folder.rmdir()
    with pytest.raises(FileNotFoundError):
        clock.set_to(NOW + timedelta(days=1))
    assert clock.now() == NOW


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"offset_microseconds": "x"}', "7"])
def test_a_broken_file_is_told_apart_from_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "clock.json").write_text(text)
    with pytest.raises(ClockBroken):
        MovableClock(tmp_path)


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("+30m", NOW + timedelta(minutes=30)),
        ("+3h", NOW + timedelta(hours=3)),
        ("+1w", NOW + timedelta(hours=7 * 24 + 1)),
        ("+1d12h", NOW + timedelta(hours=36)),
        ("2026-12-01 09:00", datetime(2026, 12, 1, 8, tzinfo=UTC)),
        ("2026-10-20 10:31", NOW + timedelta(minutes=1)),
    ],
)
def test_moves_are_read_in_the_members_zone(typed: str, moment: datetime) -> None:
    assert read_move(typed, NOW, "Europe/Berlin") == moment


def test_a_day_keeps_the_hour_on_the_wall_across_daylight_saving() -> None:
    saturday = datetime(2026, 10, 24, 7, tzinfo=UTC)
    assert read_move("+1d", saturday, "Europe/Berlin") == datetime(2026, 10, 25, 8, tzinfo=UTC)
    assert read_move("+24h", saturday, "Europe/Berlin") == datetime(2026, 10, 25, 7, tzinfo=UTC)


def test_an_hour_that_does_not_exist_moves_forward() -> None:
    read = read_move("2027-03-28 02:30", NOW, "Europe/Berlin")
    assert read == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "unclear"),
        ("+", "unclear"),
        ("7d", "unclear"),
        ("+7x", "unclear"),
        ("-7d", "unclear"),
        ("+999999d", "unclear"),
        ("2026-13-01 09:00", "unclear"),
        ("2026-02-30 09:00", "unclear"),
        ("tomorrow", "unclear"),
        ("9999-12-31 23:59", "far"),
        ("+99999d", "far"),
        ("0001-01-01 00:00", "unclear"),
        ("2020-01-01 09:00", "past"),
        ("+0d", "past"),
    ],
)
def test_what_does_not_move_the_clock_says_why(typed: str, why: str) -> None:
    with pytest.raises(BadMove, match=f"console-clock-{why}"):
        read_move(typed, NOW, "Europe/Berlin")


@given(st.text(max_size=20))
def test_anything_typed_is_a_later_moment_or_a_bad_move(typed: str) -> None:
    try:
        assert read_move(typed, NOW, "Asia/Tokyo") > NOW
    except BadMove as why:
        assert str(why).startswith("console-clock-")  # noqa: PT017  # both ends are right
