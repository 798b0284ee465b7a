"""The picture in the wins book, as its owner meets it, and the chart that it shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.core.cards import Card, Chart, Picture, Show, press_token
from bot.core.model import Debrief, Member, Win
from bot.core.wins import Facet, WinKind
from bot.features.wins_book import chart, told
from tests.scene import START, Actor, Scene, buttons_of, prose

say = prose().speech("en")
TODAY = date(2026, 11, 23)


def win(number: int, at: datetime, kind: WinKind = WinKind.PRACTICE, member: str = "ana") -> Win:
    return Win(f"w{number:04}", member, kind, Facet.FREE, "A line of Acme", at)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def counted(drawn: Chart) -> dict[str, dict[str, int]]:
    """What a chart holds: by month, by kind, without the noughts."""
    return {
        f"{month:%Y-%m}": kinds
        for n, month in enumerate(drawn.months)
        if (kinds := {bar.kind.value: bar.counts[n] for bar in drawn.bars if bar.counts[n]})
    }


def span(drawn: Chart) -> tuple[str, str, int]:
    return f"{drawn.months[0]:%Y-%m}", f"{drawn.months[-1]:%Y-%m}", len(drawn.months)


class TestTheChart:
    def test_a_first_win_stands_among_three_months(self) -> None:
        drawn = chart(say, [win(1, START)], "Europe/Berlin", TODAY)
        assert span(drawn) == ("2026-09", "2026-11", 3)
        assert drawn.labels == ("Sept", "Oct", "Nov")
        assert counted(drawn) == {"2026-11": {"practice": 1}}

    @pytest.mark.parametrize(
        ("first", "begins", "months"),
        [
            ("2026-09-01T12:00", "2026-09", 3),
            ("2026-08-31T12:00", "2026-08", 4),
            ("2026-01-01T12:00", "2026-01", 11),
            ("2025-12-01T12:00", "2025-12", 12),
        ],
    )
    def test_it_begins_with_the_first_win(self, first: str, begins: str, months: int) -> None:
        wins = [win(1, at(first)), win(2, START)]
        assert span(chart(say, wins, "UTC", TODAY)) == (begins, "2026-11", months)

    def test_what_is_older_than_twelve_months_is_not_in_it(self) -> None:
        wins = [win(1, at("2025-11-30T23:59")), win(2, at("2026-04-01T00:00"))]
        drawn = chart(say, wins, "UTC", TODAY)
        assert counted(drawn) == {"2026-04": {"practice": 1}}
        assert span(drawn) == ("2026-04", "2026-11", 8)

    def test_an_empty_book_gives_an_empty_chart_of_three_months(self) -> None:
        drawn = chart(say, [], "UTC", date(2026, 1, 31))
        assert span(drawn) == ("2025-11", "2026-01", 3)
        assert counted(drawn) == {}

    @pytest.mark.parametrize(
        ("moment", "zone", "month"),
        [
            ("2026-10-31T22:59", "Europe/Berlin", "2026-10"),
            ("2026-10-31T23:00", "Europe/Berlin", "2026-11"),
            ("2026-11-01T03:59", "America/New_York", "2026-10"),
            ("2026-11-01T04:00", "America/New_York", "2026-11"),
            ("2026-10-31T09:59", "Pacific/Kiritimati", "2026-10"),
            ("2026-10-31T10:00", "Pacific/Kiritimati", "2026-11"),
        ],
    )
    def test_months_end_where_the_member_lives(self, moment: str, zone: str, month: str) -> None:
        assert list(counted(chart(say, [win(1, at(moment))], zone, TODAY))) == [month]

    def test_every_kind_is_counted_in_its_month(self) -> None:
        wins = [
            win(n, at(f"2026-{month:02}-15T12:00"), kind)
            for n, (month, kind) in enumerate(
                (month, kind)
                for month in (3, 9)
                for many, kind in enumerate(WinKind)
                for _ in range(many + month // 9)
            )
        ]
        assert counted(chart(say, wins, "UTC", TODAY)) == {
            "2026-03": {"industry": 1, "self": 2, "network": 3},
            "2026-09": {"practice": 1, "industry": 2, "self": 3, "network": 4},
        }

    def test_the_first_day_and_the_last_of_a_year_are_in_their_months(self) -> None:
        wins = [win(1, at("2025-12-31T23:59")), win(2, at("2026-01-01T00:00"))]
        drawn = chart(say, wins, "UTC", date(2026, 1, 1))
        assert list(counted(drawn)) == ["2025-12", "2026-01"]
        assert span(drawn) == ("2025-11", "2026-01", 3)


class TestTheWords:
    def test_it_names_the_months_in_which_something_was_kept(self) -> None:
        wins = [
            win(1, at("2026-03-02T12:00")),
            win(2, at("2026-03-03T12:00")),
            win(3, at("2026-03-04T12:00"), WinKind.NETWORK),
            win(4, at("2026-11-04T12:00"), WinKind.SELF),
        ]
        assert told(say, chart(say, wins, "UTC", TODAY)) == (
            "The wins you kept, by month, from March 2026 to November 2026. "
            "In March: practice 2, network 1. In November: self 1."
        )

    def test_the_fullest_year_is_told_in_900_characters(self) -> None:
        drawn = chart(say, [], "UTC", TODAY)
        months = tuple(date(2026, month, 1) for month in range(1, 13))
        bars = tuple(type(bar)(bar.kind, bar.label, tuple(range(101, 113))) for bar in drawn.bars)
        text = told(say, Chart("t", months, ("",) * 12, bars))
        assert len(text) <= 900
        assert "In December: practice 112, industry 112, self 112, network 112." in text


async def keep(group: Scene, *documents: Win | Debrief) -> None:
    transaction = group.store.transaction(group.tenant)
    for one in documents:
        transaction.put(one)
    await transaction.commit()


def shown(ana: Actor) -> Card:
    assert isinstance(ana.last, Show)
    return ana.last.card


def labels(ana: Actor) -> list[str]:
    return [button.label for button in buttons_of(shown(ana))]


@pytest.mark.asyncio
async def test_the_book_offers_its_picture_and_the_picture_leads_back(group: Scene) -> None:
    await keep(group, win(1, START), win(2, START - timedelta(days=40), WinKind.SELF))
    ana = group.member("ana")
    await ana.types("/wins")
    await ana.taps("A picture")
    [picture] = shown(ana).body
    assert isinstance(picture, Picture)
    assert counted(picture.chart) == {"2026-10": {"self": 1}, "2026-11": {"practice": 1}}
    assert [bar.label for bar in picture.chart.bars] == ["Practice", "Industry", "Self", "Network"]
    assert ana.sees(
        "What you kept, month by month",
        "In October: self 1. In November: practice 1.",
        "Only you can see this book.",
    )
    await ana.taps("Back to the book")
    assert ana.sees("Your wins book")


@pytest.mark.asyncio
async def test_a_picture_shows_its_owners_wins_alone_and_none_of_their_words(group: Scene) -> None:
    await keep(group, win(1, START), win(2, START, WinKind.NETWORK, member="ben"))
    ana = group.member("ana")
    await ana.presses(press_token("wins.picture"))
    assert ana.sees("In November: practice 1.")
    [picture] = shown(ana).body
    assert isinstance(picture, Picture)
    assert counted(picture.chart) == {"2026-11": {"practice": 1}}
    assert "Acme" not in str(shown(ana))


@pytest.mark.asyncio
async def test_the_button_is_there_only_when_there_is_something_to_draw(group: Scene) -> None:
    ana = group.member("ana")
    await ana.types("/wins")
    assert "A picture" not in labels(ana)
    await keep(group, Debrief("d1", "ana", START, "g1"))
    await ana.types("/wins")
    assert "A picture" not in labels(ana)
    await keep(group, win(1, START - timedelta(days=400)))
    await ana.types("/wins")
    assert "A picture" not in labels(ana)
    await keep(group, win(2, START))
    await ana.types("/wins")
    assert "A picture" in labels(ana)


@pytest.mark.asyncio
async def test_an_old_button_finds_an_emptied_book_and_says_so(group: Scene) -> None:
    await keep(group, win(1, START - timedelta(days=400)))
    ana = group.member("ana")
    await ana.presses(press_token("wins.picture"))
    assert ana.sees("nothing to draw for the last twelve months", "still in your book")
    assert not any(isinstance(block, Picture) for block in shown(ana).body)


@pytest.mark.asyncio
async def test_a_picture_follows_its_owner_to_another_zone(group: Scene) -> None:
    await keep(group, win(1, at("2026-10-31T23:30")))
    ana = group.member("ana")
    await ana.presses(press_token("wins.picture"))
    assert ana.sees("In November: practice 1.")
    transaction = group.store.transaction(group.tenant)
    member = await transaction.get(Member, "ana")
    assert member is not None
    transaction.put(replace(member, zone="America/New_York"))
    await transaction.commit()
    await ana.presses(press_token("wins.picture"))
    assert ana.sees("In October: practice 1.")


@pytest.mark.asyncio
async def test_looking_keeps_nothing(group: Scene) -> None:
    await keep(group, win(1, START))
    ana = group.member("ana")
    await ana.presses(press_token("wins.picture"))
    assert [w.id for w in await group.all(Win)] == ["w0001"]
    assert not group.postbox.posts


@pytest.mark.asyncio
async def test_what_the_book_shows_can_be_drawn(group: Scene) -> None:
    await keep(group, *(win(n, START - timedelta(days=5 * n)) for n in range(60)))
    ana = group.member("ana")
    await ana.presses(press_token("wins.picture"))
    [picture] = shown(ana).body
    assert isinstance(picture, Picture)
    png = await group.house.pictures.png(picture.chart)
    assert png.startswith(b"\x89PNG")
