"""Logs without anybody's words, and ids that rise."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
import structlog

from bot.core.cards import Card, Quote, Show
from bot.core.model import Where, Win
from bot.core.text import said
from bot.core.wins import Facet, WinKind
from bot.runtime.health import LONGEST, drop_words, frames_of
from bot.runtime.ids import TimedIds
from tests.runtime.workshop import logs
from tests.scene import HandClock

ZEBRA = "zebra crossing"
NOW = datetime(2026, 11, 23, tzinfo=UTC)
WIN = Win("w1", "ana", WinKind.PRACTICE, Facet.FREE, ZEBRA, NOW)


def dropped(**entry: object) -> dict[str, object]:
    return dict(drop_words(None, "info", entry))


class TestDropWords:
    @pytest.mark.parametrize(
        "value",
        [
            said(ZEBRA),
            f"it was {said(ZEBRA)} again",
            Show(Card(said(ZEBRA), (Quote(said(ZEBRA)),))),
            WIN,
            ValueError(ZEBRA),
            [said(ZEBRA), WIN],
            (said(ZEBRA),),
            {"text": ZEBRA},
            {ZEBRA},
            ZEBRA.encode(),
        ],
        ids=lambda value: type(value).__name__,
    )
    @pytest.mark.parametrize("form", ["json", "text"])
    def test_nothing_that_holds_words_comes_through(self, value: object, form: str) -> None:
        with logs(form=form) as log:
            structlog.get_logger().info("event", value=value)
        assert "event" in log.text
        assert log.mentions("zebra", "crossing") == []

    def test_words_in_the_event_itself_go_too(self) -> None:
        assert dropped(event=said(ZEBRA)) == {"event": "(words)"}

    def test_names_and_numbers_stay(self) -> None:
        entry = {"what": "outbox", "n": 3, "part": 0.5, "on": True, "of": None}
        assert dropped(**entry) == entry

    def test_a_list_of_names_stays_and_an_enumeration_is_its_name(self) -> None:
        assert dropped(frames=["a.py:1 run"], to=Where.THREAD) == {
            "frames": ["a.py:1 run"],
            "to": "thread",
        }

    def test_of_anything_else_its_kind_stays(self) -> None:
        assert dropped(error=ValueError(ZEBRA), win=WIN) == {"error": "ValueError", "win": "Win"}

    @pytest.mark.parametrize("length", [LONGEST - 1, LONGEST, LONGEST + 1, 10_000])
    def test_what_is_too_long_for_a_name_is_cut(self, length: int) -> None:
        value = dropped(value="x" * length)["value"]
        assert isinstance(value, str)
        assert value == "x" * length if length <= LONGEST else value == "x" * LONGEST + "…"

    @pytest.mark.parametrize("form", ["json", "text"])
    def test_an_exception_is_its_type_and_place(self, form: str) -> None:
        with logs(form=form) as log:
            try:
                _fails()
            except ValueError:
                structlog.get_logger().exception("broke")
        assert log.mentions("zebra", "raise ") == []
        assert len(log.mentions("ValueError", "test_health.py", "_fails")) == 3


def _fails() -> None:
    raise ValueError(ZEBRA)


class TestSetUp:
    LEVELS = ("debug", "info", "warning", "error")

    @pytest.mark.parametrize("level", LEVELS)
    @pytest.mark.parametrize("form", ["json", "text"])
    def test_a_level_lets_through_itself_and_what_is_graver(self, level: str, form: str) -> None:
        with logs(level, form) as log:
            for one in self.LEVELS:
                getattr(structlog.get_logger(), one)(f"said_{one}")
        seen = [one for one in self.LEVELS if f"said_{one}" in log.text]
        assert seen == list(self.LEVELS[self.LEVELS.index(level) :])

    def test_json_is_one_object_a_line_with_level_and_time(self) -> None:
        with logs() as log:
            structlog.get_logger().info("one", count=1)
            structlog.get_logger().warning("two\nlines", name="ü")
        first, second = [json.loads(line) for line in log.text.splitlines()]
        assert (first["event"], first["count"], first["level"]) == ("one", 1, "info")
        assert (second["event"], second["name"]) == ("two\nlines", "ü")
        assert datetime.fromisoformat(first["timestamp"]).utcoffset() == timedelta(0)

    def test_text_is_for_people_and_without_colours(self) -> None:
        with logs(form="text") as log:
            structlog.get_logger().info("posted", count=2)
        assert "posted" in log.text
        assert "count=2" in log.text
        assert "\x1b" not in log.text
        assert log.text.count("\n") == 1

    @pytest.mark.parametrize("level", ["debug", "error"])
    def test_of_a_librarys_message_only_its_name_is_kept(self, level: str) -> None:
        with logs(level) as log:
            library = logging.getLogger("chatty.library")
            library.info("chat about %s", ZEBRA)
            library.warning("no room for %s", ZEBRA)
            try:
                _fails()
            except ValueError:
                library.exception("could not %s", ZEBRA)
        assert log.mentions("zebra", "crossing", "chat about", "no room", "could not") == []
        lines = log.text.splitlines()
        assert ("WARNING chatty.library" in lines) == (level == "debug")
        assert lines[-1].startswith("ERROR chatty.library ValueError at test_health.py:")
        assert "INFO" not in log.text

    def test_a_level_that_there_is_not_is_refused(self) -> None:
        with pytest.raises(KeyError), logs("chatty"):
            pass


class TestFrames:
    def test_they_name_places_and_no_values(self) -> None:
        try:
            _fails()
        except ValueError as error:
            frames = frames_of(error)
        assert [frame.split()[-1] for frame in frames] == [
            "test_they_name_places_and_no_values",
            "_fails",
        ]
        assert ZEBRA not in str(frames)

    def test_no_error_has_none(self) -> None:
        assert frames_of(None) == []

    def test_of_a_deep_fall_the_last_six_are_told(self) -> None:
        def fall(depth: int) -> None:
            if depth == 0:
                _fails()
            fall(depth - 1)

        try:
            fall(40)
        except ValueError as error:
            frames = frames_of(error)
        assert len(frames) == 6
        assert frames[-1].endswith("_fails")


@dataclass
class Standing:
    """A clock that stands still, or goes as it is told."""

    at: datetime = NOW

    def now(self) -> datetime:
        return self.at


class TestIds:
    def test_they_rise_and_are_unique_within_one_moment(self) -> None:
        ids = TimedIds(Standing())
        made = [ids.new() for _ in range(5000)]
        assert all(before < after for before, after in pairwise(made))

    def test_they_rise_with_time_and_also_when_the_clock_goes_back(self) -> None:
        clock = HandClock()
        ids = TimedIds(clock)
        made = []
        for seconds in (0, 1, -3600, 0, 7200, -1, 0.0004, 86400):
            clock.set_to(clock.now() + timedelta(seconds=seconds))
            made += [ids.new(), ids.new()]
        assert made == sorted(set(made))

    def test_of_two_starts_the_later_ones_are_above(self) -> None:
        clock = HandClock()
        before = [TimedIds(clock).new() for _ in range(50)]
        clock.set_to(clock.now() + timedelta(milliseconds=1))
        after = [TimedIds(clock).new() for _ in range(50)]
        assert max(before) < min(after)
        assert len({*before, *after}) == 100

    def test_they_fit_where_ids_go(self) -> None:
        made = TimedIds(Standing()).new()
        assert len(made) == 26
        assert set(made) <= set("0123456789abcdef")
        milliseconds = int(made[:12], 16)
        assert milliseconds == NOW.timestamp() * 1000

    def test_they_can_not_be_guessed(self) -> None:
        made = {TimedIds(Standing()).new()[12:] for _ in range(200)}
        assert len(made) == 200
