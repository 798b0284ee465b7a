"""A card with a picture is stored whole: the chart itself, not the drawing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.core.cards import Bar, Card, Chart, Picture
from bot.core.model import Act, Address, Delivery, Where
from bot.core.wins import WinKind
from storage.codec import Codec

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
_CODEC = Codec()
_TEXT = st.text(st.characters(codec="utf-8"), max_size=8)
_BAR = st.builds(
    Bar, st.sampled_from(WinKind), _TEXT, st.lists(st.integers(0), max_size=3).map(tuple)
)
_CHART = st.builds(
    Chart,
    _TEXT,
    st.lists(st.dates(), max_size=3).map(tuple),
    st.lists(_TEXT, max_size=3).map(tuple),
    st.lists(_BAR, max_size=4).map(tuple),
)


@given(_CHART, _TEXT)
def test_a_picture_is_read_as_it_was_written(chart: Chart, alt: str) -> None:
    card = Card("t", (Picture(chart, alt),))
    to = Address(Where.MEMBER, "ana")
    kept = Delivery("d", to, Act.POST, NOW, NOW, NOW + timedelta(1), asked=True, card=card)
    read = _CODEC.read(Delivery, _CODEC.pack(kept)[1])
    assert read == kept
    assert read.card is not None
    [picture] = read.card.body
    assert isinstance(picture, Picture)
    assert all(type(month) is date for month in picture.chart.months)
    assert all(type(bar.kind) is WinKind for bar in picture.chart.bars)
