"""Any document of any kind, made from the types of its fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, time
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Union, cast, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from bot.core.model import Document

_PLAIN: Mapping[type, st.SearchStrategy[Any]] = {
    # Short, for what matters is which characters there are, not how many.
    str: st.text(max_size=8),
    int: st.integers(),
    bool: st.booleans(),
    NoneType: st.none(),
    datetime: st.datetimes(timezones=st.just(UTC)),
    date: st.dates(),
    time: st.times(),
}


def anything(hint: Any) -> st.SearchStrategy[Any]:
    """Values of this type. Raises TypeError for one that no document has used so far."""
    if hint in _PLAIN:
        return _PLAIN[hint]
    origin, inside = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return anything(inside[0])
    if origin in (Union, UnionType):
        return st.one_of(*(anything(one) for one in inside))
    if origin is tuple and inside[1:] == (...,):
        return st.lists(anything(inside[0]), max_size=3).map(tuple)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return st.dictionaries(anything(inside[0]), anything(inside[1]), max_size=3)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(hint)
    if is_dataclass(hint):
        record = cast(type, hint)
        hints = get_type_hints(record, include_extras=True)
        return st.builds(record, **{one.name: anything(hints[one.name]) for one in fields(record)})
    raise TypeError(f"no strategy for {hint}")


def documents(kind: type[Document]) -> st.SearchStrategy[Document]:
    """Documents of this kind, with every field filled."""
    made: st.SearchStrategy[Document] = anything(kind)
    return made
