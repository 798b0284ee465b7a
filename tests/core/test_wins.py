"""The four wins and what is kept under each."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.core.wins import FACETS, Facet, WinKind, rotation


def test_the_four_stand_in_the_order_of_the_article() -> None:
    assert [kind.value for kind in WinKind] == ["practice", "industry", "self", "network"]


def test_every_facet_has_its_place_and_free_words_have_one_under_each_win() -> None:
    assert set(FACETS) == set(WinKind)
    for facet in set(Facet) - {Facet.FREE}:
        assert sum(facet in facets for facets in FACETS.values()) == 1
    assert all(Facet.FREE in facets for facets in FACETS.values())
    assert all(len(facets) == len(set(facets)) for facets in FACETS.values())


@given(st.integers(min_value=0, max_value=10**6))
def test_each_win_has_its_turn_in_any_four_weeks_in_a_row(first: int) -> None:
    turns = [rotation(number) for number in range(first, first + 8)]
    assert set(turns[:4]) == set(WinKind)
    assert turns[:4] == turns[4:]


def test_the_first_week_is_about_practice() -> None:
    assert rotation(0) is WinKind.PRACTICE
