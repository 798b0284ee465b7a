"""How something is passed on: from a raised hand to what came of it, every transition in one table.

1. A hand goes only the ways of `_HANDS`, a referral only those of `_REFERRALS`. Anything else
   raises NotPossible.
2. Two people learn each other's names by one move, PICK: the peer asked, the giver picked.
3. A contact's no (REFUSED) is known to the giver alone. `as_peer_sees` shows the peer the same
   before and after it, and CLOSE turns it into the same CLOSED as for everybody else.
4. An introduction stays one: closing leaves it as it is.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256

from bot.core.model import HandState, ReferralState


class Move(StrEnum):
    """What can happen to a raised hand."""

    PICK = "pick"
    ASK = "ask"
    AGREE = "agree"
    REFUSE = "refuse"
    THANK = "thank"
    TELL = "tell"
    CLOSE = "close"
    WITHDRAW = "withdraw"


class End(StrEnum):
    """How a referral can end. To everybody but its giver the two look the same."""

    CLOSE = "close"
    EXPIRE = "expire"


class NotPossible(Exception):
    """This can't happen (any more): an old tap, mostly. Nothing was changed."""

    def __init__(self, state: StrEnum, move: StrEnum) -> None:
        super().__init__(f"{move} does not go with {state}")
        self.state = state
        self.move = move


_HANDS: Mapping[HandState, Mapping[Move, HandState | None]] = {
    # None: the hand was taken down, and nothing of it is kept.
    HandState.RAISED: {
        Move.PICK: HandState.PICKED,
        Move.CLOSE: HandState.CLOSED,
        Move.WITHDRAW: None,
    },
    HandState.PICKED: {
        Move.ASK: HandState.ASKED,
        Move.CLOSE: HandState.CLOSED,
        Move.WITHDRAW: None,
    },
    HandState.ASKED: {
        Move.ASK: HandState.ASKED,  # somebody else, since the first one does not answer
        Move.AGREE: HandState.INTRODUCED,
        Move.REFUSE: HandState.REFUSED,
        Move.CLOSE: HandState.CLOSED,
        Move.WITHDRAW: None,
    },
    HandState.REFUSED: {
        Move.ASK: HandState.ASKED,
        Move.CLOSE: HandState.CLOSED,
        Move.WITHDRAW: None,
    },
    HandState.INTRODUCED: {
        Move.THANK: HandState.THANKED,
        Move.CLOSE: HandState.INTRODUCED,
    },
    HandState.THANKED: {
        Move.TELL: HandState.ENDED,
        Move.CLOSE: HandState.THANKED,
    },
    HandState.ENDED: {
        Move.TELL: HandState.ENDED,  # a second thought
        Move.CLOSE: HandState.ENDED,
    },
    HandState.CLOSED: {},
}

_REFERRALS: Mapping[ReferralState, Mapping[End, ReferralState]] = {
    ReferralState.OPEN: {End.CLOSE: ReferralState.CLOSED, End.EXPIRE: ReferralState.EXPIRED},
    ReferralState.CLOSED: {},
    ReferralState.EXPIRED: {},
}

_WHILE_OPEN = frozenset({Move.PICK, Move.ASK, Move.AGREE, Move.REFUSE})
"""What a giver does, which ends with the referral."""

ACCEPTED = frozenset(
    {
        HandState.PICKED,
        HandState.ASKED,
        HandState.INTRODUCED,
        HandState.THANKED,
        HandState.ENDED,
    }
)
"""Hands that take one of the giver's places. A contact's no gives the place back."""

INTRODUCED = frozenset({HandState.INTRODUCED, HandState.THANKED, HandState.ENDED})
"""Hands that came to an introduction."""


def moved(referral: ReferralState, hand: HandState, move: Move) -> HandState | None:
    """The state of a hand after this move; None when it is gone. Raises NotPossible."""
    if move in _WHILE_OPEN and referral is not ReferralState.OPEN:
        raise NotPossible(referral, move)
    ways = _HANDS[hand]
    if move not in ways:
        raise NotPossible(hand, move)
    return ways[move]


def possible(referral: ReferralState, hand: HandState, move: Move) -> bool:
    """Whether `moved` would not raise."""
    return move in _HANDS[hand] and (move not in _WHILE_OPEN or referral is ReferralState.OPEN)


def ended(referral: ReferralState, end: End) -> ReferralState:
    """The state of a referral after its end. Raises NotPossible."""
    ways = _REFERRALS[referral]
    if end not in ways:
        raise NotPossible(referral, end)
    return ways[end]


def place_left(hands: Iterable[HandState], cap: int) -> bool:
    """Whether the giver can still take one on."""
    return sum(state in ACCEPTED for state in hands) < cap


class Seen(StrEnum):
    """What the peer who raised a hand is shown of it."""

    WAITING = "waiting"
    PICKED = "picked"
    INTRODUCED = "introduced"
    THANKED = "thanked"
    ENDED = "ended"
    CLOSED = "closed"


_SEEN: Mapping[HandState, Seen] = {
    HandState.RAISED: Seen.WAITING,
    # Whether the contact was asked, and what they said, is between them and the giver.
    HandState.PICKED: Seen.PICKED,
    HandState.ASKED: Seen.PICKED,
    HandState.REFUSED: Seen.PICKED,
    HandState.INTRODUCED: Seen.INTRODUCED,
    HandState.THANKED: Seen.THANKED,
    HandState.ENDED: Seen.ENDED,
    HandState.CLOSED: Seen.CLOSED,
}


def as_peer_sees(hand: HandState) -> Seen:
    """What the peer who raised this hand is shown."""
    return _SEEN[hand]


REST = timedelta(days=30)
"""How long a contact is left in peace by the giver who asked them."""


def rest_id(giver: str, contact: str) -> str:
    """The id of this contact's rest: the same for a name however it is typed, and not the name."""
    parts = unicodedata.normalize("NFKD", contact.casefold())
    words = "".join(c if c.isalnum() else " " for c in parts if not unicodedata.combining(c))
    return sha256(f"{giver}\n{' '.join(words.split())}".encode()).hexdigest()[:32]


_STEPS = (2, 5, 10, 20, 50, 100)


def hands_told(hands: int) -> int:
    """How many hands the group is told of: `2` stands for two or more, `5` for five or more; 0 for
    no number at all.

    A hand that the giver never sees (the two are kept apart) is not counted. The steps lie so far
    apart that whoever raised it, and knows of one hand more, can't find that out from the number.
    """
    return max((step for step in _STEPS if step <= hands), default=0)
