"""Cards in the board's file: what is written is what is read."""

from __future__ import annotations

import json
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.console.cards_json import from_json, to_json
from bot.core.cards import (
    Attachment,
    Block,
    Bullets,
    Button,
    Card,
    Entry,
    Heading,
    Look,
    Paragraph,
    Picture,
    Quote,
)
from bot.core.text import said
from tests.pictures import CHART

BUTTONS = tuple(Button(look.value, "v1:x:1:2:c", look) for look in Look)
EXAMPLES: dict[type[Block], Block] = {
    Paragraph: Paragraph(said("p\n☕")),
    Heading: Heading("h"),
    Quote: Quote(said("q")),
    Bullets: Bullets(("a", said("b"))),
    Entry: Entry("e", "n", BUTTONS),
    Picture: Picture(CHART, "a picture"),
    Attachment: Attachment("a.md", "text\x00"),
}


@pytest.mark.parametrize("kind", get_args(Block))
def test_every_block_comes_back_as_it_was(kind: type[Block]) -> None:
    card = Card("t", (EXAMPLES[kind],))
    assert from_json(json.loads(json.dumps(to_json(card)))) == card


_TEXT = st.text(max_size=20)
_BUTTON = st.builds(Button, _TEXT, _TEXT, st.sampled_from(Look))
_BUTTONS = st.lists(_BUTTON, max_size=3).map(tuple)
_BLOCK = st.one_of(
    *(st.builds(kind, _TEXT) for kind in (Paragraph, Heading, Quote)),
    st.builds(Bullets, st.lists(_TEXT, max_size=3).map(tuple)),
    st.builds(Entry, _TEXT, _TEXT, _BUTTONS),
    st.builds(Picture, st.just(CHART), _TEXT),
    st.builds(Attachment, _TEXT, _TEXT),
)


@given(st.builds(Card, _TEXT, st.lists(_BLOCK, max_size=4).map(tuple), _BUTTONS, _TEXT))
def test_any_card_comes_back_as_it_was(card: Card) -> None:
    assert from_json(json.loads(json.dumps(to_json(card)))) == card


@pytest.mark.parametrize(
    "change",
    [
        {"body": [{"kind": "Video", "text": "x"}]},
        {"body": [{"kind": "Paragraph"}]},
        {"body": [{"kind": "Paragraph", "text": "x", "more": 1}]},
        {"body": [{"text": "x"}]},
        {"body": 3},
        {"buttons": [{"label": "x", "press": "y", "look": "loud"}]},
        {"buttons": [{"label": "x"}]},
    ],
)
def test_what_was_not_written_by_us_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        from_json({**to_json(Card("t")), **change})
