"""Cards as JSON and back, for the board's file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any, get_args

from bot.core.cards import Bar, Block, Button, Card, Chart, Look, Picture
from bot.core.wins import WinKind

_BLOCKS: dict[str, type[Block]] = {block.__name__: block for block in get_args(Block)}


def to_json(card: Card) -> dict[str, Any]:
    """The card as JSON values, each block with the name of its kind."""
    return {
        **asdict(card),
        "body": [{"kind": type(block).__name__, **_parts(block)} for block in card.body],
    }


def _parts(block: Block) -> dict[str, Any]:
    parts = asdict(block)
    if isinstance(block, Picture):
        parts["chart"]["months"] = [month.isoformat() for month in block.chart.months]
    return parts


def from_json(kept: Mapping[str, Any]) -> Card:
    """The card again. Raises KeyError, TypeError or ValueError for what `to_json` did not write."""
    return Card(
        title=kept["title"],
        body=tuple(_block(block) for block in kept["body"]),
        buttons=_buttons(kept["buttons"]),
        note=kept["note"],
    )


def _block(kept: Mapping[str, Any]) -> Block:
    parts = {name: part for name, part in kept.items() if name != "kind"}
    if "buttons" in parts:
        parts["buttons"] = _buttons(parts["buttons"])
    if "items" in parts:
        parts["items"] = tuple(parts["items"])
    if "chart" in parts:
        parts["chart"] = _chart(parts["chart"])
    return _BLOCKS[kept["kind"]](**parts)


def _chart(kept: Mapping[str, Any]) -> Chart:
    return Chart(
        kept["title"],
        tuple(date.fromisoformat(month) for month in kept["months"]),
        tuple(kept["labels"]),
        tuple(Bar(WinKind(b["kind"]), b["label"], tuple(b["counts"])) for b in kept["bars"]),
    )


def _buttons(kept: list[Mapping[str, str]]) -> tuple[Button, ...]:
    return tuple(Button(b["label"], b["press"], Look(b["look"])) for b in kept)
