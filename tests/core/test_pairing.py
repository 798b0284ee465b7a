"""Pairs for mock interviews: as many as can be, no repeats, nobody silently left out."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.pairing import REST_WEEKS, Paired, Wish, pairs

ON = date(2026, 11, 25)
PEOPLE = [f"m{number}" for number in range(12)]

both = st.sets(st.sampled_from(PEOPLE), min_size=2, max_size=2).map(frozenset)
wishes = st.lists(
    st.builds(Wish, st.sampled_from(PEOPLE), st.integers(0, 5)),
    unique_by=lambda wish: wish.who,
    max_size=12,
)
met = st.dictionaries(both, st.integers(0, 20).map(lambda n: ON - timedelta(weeks=n)), max_size=20)
apart = st.frozensets(both, max_size=12)


def may_meet(
    one: str, other: str, met: dict[frozenset[str], date], apart: frozenset[frozenset[str]]
) -> bool:
    pair = frozenset({one, other})
    last = met.get(pair)
    return pair not in apart and (last is None or ON - last >= timedelta(weeks=REST_WEEKS))


@given(wishes, met, apart, st.text(max_size=3))
@settings(max_examples=150)
def test_nobody_is_lost_doubled_or_brought_together_with_whom_they_must_not_meet(
    wishes: list[Wish],
    met: dict[frozenset[str], date],
    apart: frozenset[frozenset[str]],
    seed: str,
) -> None:
    found = pairs(wishes, ON, met, apart, seed)
    everybody = [who for together in found.together for who in together] + list(found.left)
    assert sorted(everybody) == sorted(wish.who for wish in wishes)
    for together in found.together:
        assert len(together) in (2, 3)
        assert all(may_meet(a, b, met, apart) for a, b in combinations(together, 2))


@given(wishes, met, apart)
@settings(max_examples=100)
def test_whoever_is_left_fits_nowhere(
    wishes: list[Wish], met: dict[frozenset[str], date], apart: frozenset[frozenset[str]]
) -> None:
    found = pairs(wishes, ON, met, apart, "")
    for one, other in combinations(found.left, 2):
        assert not may_meet(one, other, met, apart)
    for who in found.left:
        for together in found.together:
            if len(together) == 2:
                assert not all(may_meet(who, other, met, apart) for other in together)


@given(wishes, met, apart, st.randoms(use_true_random=False))
@settings(max_examples=50)
def test_the_order_of_the_list_changes_nothing(
    wishes: list[Wish],
    met: dict[frozenset[str], date],
    apart: frozenset[frozenset[str]],
    random: object,
) -> None:
    mixed = list(wishes)
    random.shuffle(mixed)  # type: ignore[attr-defined]  # hypothesis gives a Random
    assert pairs(mixed, ON, met, apart, "x") == pairs(wishes, ON, met, apart, "x")


def test_as_many_as_possible_have_a_partner() -> None:
    # Greedily, b and c would be brought together and the other two left.
    apart = frozenset({frozenset({"a", "c"}), frozenset({"a", "d"}), frozenset({"b", "d"})})
    found = pairs([Wish(who) for who in "abcd"], ON, {}, apart, "")
    assert found == Paired((("a", "b"), ("c", "d")), ())


def test_of_three_all_meet_and_of_one_nobody_is_forgotten() -> None:
    assert pairs([Wish(who) for who in "abc"], ON, {}, frozenset(), "").together == (
        ("a", "b", "c"),
    )
    assert pairs([Wish("a")], ON, {}, frozenset(), "") == Paired((), ("a",))
    assert pairs([], ON, {}, frozenset(), "") == Paired((), ())


def test_whoever_waited_longest_comes_first() -> None:
    # Only one of the two can meet a.
    apart = frozenset({frozenset({"b", "c"})})
    for waiting in ("b", "c"):
        them = [Wish("a"), Wish("b", int(waiting == "b")), Wish("c", int(waiting == "c"))]
        assert pairs(them, ON, {}, apart, "seed").together == (("a", waiting),)


def test_two_meet_again_after_twelve_weeks_and_not_before() -> None:
    two = [Wish("a"), Wish("b")]
    last = {frozenset({"a", "b"}): ON - timedelta(weeks=REST_WEEKS)}
    assert pairs(two, ON, last, frozenset(), "").together == (("a", "b"),)
    assert pairs(two, ON - timedelta(days=1), last, frozenset(), "").left == ("a", "b")


def test_a_group_of_six_meets_all_round_before_anybody_meets_twice() -> None:
    met: dict[frozenset[str], date] = {}
    for week in range(5):
        on = ON + timedelta(weeks=week)
        found = pairs([Wish(who) for who in "abcdef"], on, met, frozenset(), f"{on}")
        for together in found.together:
            for pair in combinations(together, 2):
                assert frozenset(pair) not in met
                met[frozenset(pair)] = on


@pytest.mark.parametrize("many", [79, 80, 81, 161, 400])
def test_a_large_round_pairs_everybody_and_keeps_to_the_rules(many: int) -> None:
    people = [f"p{number:03}" for number in range(many)]
    apart = frozenset(frozenset(two) for two in pairwise(people))
    found = pairs([Wish(who) for who in people], ON, {}, apart, "seed")
    everybody = [who for together in found.together for who in together]
    assert sorted(everybody) == people
    assert found.left == ()
    for together in found.together:
        assert not any(frozenset(two) in apart for two in combinations(together, 2))
