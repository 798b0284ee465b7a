"""The table of passing on: what may follow what, and what a peer is shown."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.handing_on import (
    ACCEPTED,
    INTRODUCED,
    End,
    Move,
    NotPossible,
    Seen,
    as_peer_sees,
    ended,
    hands_told,
    moved,
    place_left,
    possible,
    rest_id,
)
from bot.core.model import HandState, ReferralState

OPEN = ReferralState.OPEN


@pytest.mark.parametrize(
    ("referral", "hand", "move"), list(product(ReferralState, HandState, Move))
)
def test_a_move_is_either_possible_or_raises_its_one_error(
    referral: ReferralState, hand: HandState, move: Move
) -> None:
    if possible(referral, hand, move):
        moved(referral, hand, move)
    else:
        with pytest.raises(NotPossible):
            moved(referral, hand, move)


def test_an_introduction_is_reached_only_through_a_pick_and_an_asking() -> None:
    before = {
        (hand, move)
        for hand, move in product(HandState, Move)
        if possible(OPEN, hand, move) and moved(OPEN, hand, move) in INTRODUCED - {hand}
    }
    assert {hand for hand, _ in before} - INTRODUCED == {HandState.ASKED}
    assert [h for h in HandState if possible(OPEN, h, Move.PICK)] == [HandState.RAISED]


@pytest.mark.parametrize("referral", [ReferralState.CLOSED, ReferralState.EXPIRED])
def test_after_the_end_the_giver_can_move_nothing_on(referral: ReferralState) -> None:
    moves = (Move.PICK, Move.ASK, Move.AGREE, Move.REFUSE)
    assert not any(possible(referral, hand, move) for hand in HandState for move in moves)
    for end in End:
        with pytest.raises(NotPossible):
            ended(referral, end)


@pytest.mark.parametrize("hand", [h for h in HandState if h is not HandState.CLOSED])
def test_closing_makes_everybody_equal_but_the_introduced(hand: HandState) -> None:
    after = moved(OPEN, hand, Move.CLOSE)
    assert after is (hand if hand in INTRODUCED else HandState.CLOSED)


def test_what_the_contact_said_does_not_show() -> None:
    picked = [HandState.PICKED, HandState.ASKED, HandState.REFUSED]
    assert {as_peer_sees(hand) for hand in picked} == {Seen.PICKED}
    assert {as_peer_sees(hand) for hand in HandState} == set(Seen)


def test_a_no_gives_its_place_back() -> None:
    assert not place_left([HandState.ASKED, HandState.RAISED], 1)
    assert place_left([HandState.REFUSED, HandState.RAISED, HandState.CLOSED], 1)
    assert HandState.REFUSED not in ACCEPTED


@given(counted=st.integers(min_value=0, max_value=300))
def test_whoever_is_not_counted_can_not_tell_from_the_number(counted: int) -> None:
    """They know of one hand more than is counted, and what the card said before and says now. A
    group in which their hand does count, and shows the same, is always possible."""
    told = hands_told(counted)
    assert told <= counted
    possible_before = [n for n in range(400) if hands_told(n) == told]
    assert any(hands_told(n + 1) == told for n in possible_before)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mo Berger", "  mo   BERGER. "),
        ("Mo Bérger", "mo berger"),
        ("Mo Berger, cook", "Mo Berger (cook)"),
        ("Straße", "STRASSE"),
    ],
)
def test_a_contact_is_the_same_however_the_name_is_typed(one: str, other: str) -> None:
    assert rest_id("ana", one) == rest_id("ana", other)


def test_rests_of_two_givers_or_two_contacts_are_different() -> None:
    ids = [rest_id("ana", "Mo"), rest_id("ben", "Mo"), rest_id("ana", "Li"), rest_id("anam", "o")]
    assert len(set(ids)) == 4
    assert all("mo" not in id and len(id) == 32 for id in ids)
