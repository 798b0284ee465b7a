"""Documents as JSON and back: nothing is lost, and nothing is told that should not be."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields, replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import cache
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.cards import Answer, Bullets, Button, Card, Entry, Heading, Paragraph, Picture, Quote
from bot.core.model import (
    DOCUMENTS,
    Activity,
    Conversation,
    Delivery,
    Document,
    Encouragement,
    Group,
    Seen,
    Stage,
    Timer,
    UsedLine,
    Win,
)
from bot.core.ports import StoreError
from storage.codec import KINDS, UPGRADES, Codec, Fields, copied, kind_of
from storage.errors import Damaged, Newer, NotADocument, Unwritable
from tests.pictures import CHART
from tests.storage.contract import NOON, conversation, delivery, member, timer, win
from tests.storage.documents import documents

SECRET = "Zebrafink"
SURROGATE = f"{SECRET}\ud800"


@cache
def codec() -> Codec:
    return Codec()


def body(document: Document) -> dict[str, Any]:
    read = json.loads(codec().pack(document)[1])
    assert isinstance(read, dict)
    return read


def told(error: BaseException) -> str:
    """Everything that a log could show of an error."""
    shown: list[str] = []
    one: BaseException | None = error
    while one is not None:
        shown += [str(one), repr(one)]
        one = one.__cause__ or one.__context__
    return " ".join(shown)


each_kind = pytest.mark.parametrize("kind", DOCUMENTS, ids=lambda kind: kind.KIND)


# --- There and back


@each_kind
@settings(max_examples=40)
@given(data=st.data())
def test_a_document_is_read_back_as_it_was(kind: type[Document], data: st.DataObject) -> None:
    document = data.draw(documents(kind))
    plain, written = codec().pack(document)
    again = codec().read(kind, written)
    assert again == document
    assert type(again) is kind
    # What a restart finds is what memory held before, and would be written as it was.
    assert codec().fields(again) == plain == codec().unpack(kind, written)
    assert codec().pack(again) == (plain, written)
    assert codec().document(kind, plain) == document
    assert codec().read(kind, written.encode()) == document


@each_kind
@settings(max_examples=20)
@given(data=st.data())
def test_reading_changes_no_fields_and_shares_nothing(
    kind: type[Document], data: st.DataObject
) -> None:
    plain, _ = codec().pack(data.draw(documents(kind)))
    before = copied(plain)
    read = codec().document(kind, plain)
    assert plain == before
    for one in fields(cast(Any, read)):
        value = getattr(read, one.name)
        if isinstance(value, dict):
            value.clear()
    assert plain == before


@each_kind
@settings(max_examples=20)
@given(data=st.data())
def test_a_field_with_a_default_may_be_missing_in_an_older_body(
    kind: type[Document], data: st.DataObject
) -> None:
    document = data.draw(documents(kind))
    optional = [
        one
        for one in fields(cast(Any, kind))
        if one.default is not MISSING or one.default_factory is not MISSING
    ]
    gone = data.draw(st.sets(st.sampled_from(optional))) if optional else set()
    written = body(document)
    for one in gone:
        del written[one.name]
    read = codec().read(kind, json.dumps(written))
    defaults = {
        one.name: one.default if one.default_factory is MISSING else one.default_factory()
        for one in gone
    }
    assert read == replace(cast(Any, document), **defaults)
    assert set(codec().fields(read)) == {one.name for one in fields(cast(Any, kind))}


@each_kind
@given(data=st.data())
@settings(max_examples=10)
def test_a_field_without_a_default_may_not_be_missing(
    kind: type[Document], data: st.DataObject
) -> None:
    written = body(data.draw(documents(kind)))
    needed = [
        one.name
        for one in fields(cast(Any, kind))
        if one.default is MISSING and one.default_factory is MISSING
    ]
    del written[data.draw(st.sampled_from(needed))]
    with pytest.raises(Damaged):
        codec().read(kind, json.dumps(written))


def test_blocks_that_hold_the_same_are_told_apart() -> None:
    card = Card(
        "t",
        (
            Paragraph("x"),
            Heading("x"),
            Quote("x"),
            Bullets(("x",)),
            Entry("x"),
            Picture(CHART, "x"),
        ),
        (Button("x", "v1:x:"),),
    )
    document = replace(delivery("1"), card=card)
    read = codec().read(Delivery, codec().pack(document)[1])
    assert read.card is not None
    assert [type(block) for block in read.card.body] == [type(block) for block in card.body]


def test_answers_keep_their_types() -> None:
    answers: dict[str, dict[str, Answer]] = {
        "s": {"text": "4", "number": 4, "many": ("4",), "none": None, "empty": ()}
    }
    document = replace(conversation("1"), answers=answers)
    read = codec().read(Conversation, codec().pack(document)[1])
    assert read.answers == answers
    assert {name: type(one) for name, one in read.answers["s"].items()} == {
        name: type(one) for name, one in answers["s"].items()
    }


# Berlin has an hour twice in October and one never in March; Apia had no 30th of December 2011.
ZONES = ("Europe/Berlin", "Pacific/Apia", "America/St_Johns", "Asia/Kathmandu")


@settings(max_examples=100)
@given(
    st.datetimes(
        datetime(1900, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
        datetime(2100, 1, 1),  # noqa: DTZ001
        timezones=st.sampled_from(ZONES).map(ZoneInfo),
    ),
    st.booleans(),
)
def test_a_time_of_any_zone_is_read_back_as_the_same_instant(at: datetime, late: bool) -> None:
    at = at.replace(fold=int(late))
    read = codec().read(Timer, codec().pack(timer("1", at))[1])
    assert read.due_at == at.astimezone(UTC)
    assert read.due_at.tzinfo is UTC


# --- What is refused


def places() -> list[tuple[str, Document]]:
    """Documents with a lone surrogate, by the place where it stands."""
    found: list[tuple[str, Document]] = []
    samples: list[Document] = [
        Group("g", "n", "c", "z", ("o",), "en", "h", ("line",)),
        member("1"),
        conversation("1"),
        replace(win("1", debrief="d"), employer="e"),
        timer("1", subject="s"),
        delivery("1"),
        Seen("1", NOON),
    ]
    for sample in samples:
        for one in fields(cast(Any, sample)):
            value = getattr(sample, one.name)
            if type(value) is str:
                changed = replace(cast(Any, sample), **{one.name: SURROGATE})
                found.append((f"{type(sample).__name__}.{one.name}", changed))
    talk, sent = conversation("1"), delivery("1")
    found += [
        ("in a tuple", replace(cast(Group, samples[0]), care_lines=("a", SURROGATE))),
        ("a step", replace(talk, answers={SURROGATE: {"a": 1}})),
        ("a field", replace(talk, answers={"a": {SURROGATE: 1}})),
        ("an answer", replace(talk, answers={"a": {"b": SURROGATE}})),
        ("a choice", replace(talk, drafts={"a": {"b": ("c", SURROGATE)}})),
        ("a title", replace(sent, card=Card(SURROGATE))),
        ("a block", replace(sent, card=Card("a", (Quote(SURROGATE),)))),
        ("a line", replace(sent, card=Card("a", (Bullets(("a", SURROGATE)),)))),
        ("a button", replace(sent, card=Card("a", (Entry("a", "", (Button(SURROGATE, ""),)),)))),
        ("an address", replace(sent, to=replace(sent.to, id=SURROGATE))),
        ("a used line", Encouragement("g", 0, time(9), used=(UsedLine(SURROGATE, NOON.date()),))),
    ]
    return found


@pytest.mark.parametrize(
    "document", [one for _, one in places()], ids=[where for where, _ in places()]
)
def test_a_lone_surrogate_is_refused_wherever_it_stands(document: Document) -> None:
    with pytest.raises(Unwritable) as caught:
        codec().pack(document)
    assert SECRET not in told(caught.value)


@pytest.mark.parametrize(
    ("document", "place"),
    [
        (timer("1", datetime(2026, 1, 1)), "due_at"),  # noqa: DTZ001 - what is refused
        (replace(win("1"), at=datetime(2026, 1, 1)), "at"),  # noqa: DTZ001 - what is refused
        (replace(member("1"), paused_until=datetime(2026, 1, 1)), "paused_until"),  # noqa: DTZ001
        (Seen("1", datetime(2026, 1, 1)), "forget_at"),  # noqa: DTZ001 - what is refused
    ],
)
def test_a_time_without_a_zone_is_refused(document: Document, place: str) -> None:
    with pytest.raises(Unwritable, match=place):
        codec().pack(document)


@pytest.mark.parametrize(
    "at",
    [
        datetime.max.replace(tzinfo=timezone(timedelta(hours=-1))),
        datetime.min.replace(tzinfo=timezone(timedelta(hours=1))),
    ],
)
def test_a_time_outside_the_years_is_refused(at: datetime) -> None:
    with pytest.raises(Unwritable, match="years"):
        codec().pack(timer("1", at))
    written = body(timer("1")) | {"due_at": at.isoformat()}
    with pytest.raises(Damaged, match="due_at"):
        codec().read(Timer, json.dumps(written))


@pytest.mark.parametrize(
    ("document", "wrong"),
    [
        (win("1"), {"text": 5}),
        (win("1"), {"text": None}),
        (win("1"), {"text": SECRET.encode()}),
        (win("1"), {"kind": SECRET}),
        (win("1"), {"id": None}),
        (win("1"), {"at": SECRET}),
        (win("1"), {"next_steps": (SECRET,)}),
        (win("1"), {"text": [SECRET]}),
        (win("1"), {"text": object()}),
        (Activity("g", date(2026, 1, 1)), {"last": NOON}),
        (conversation("1"), {"answers": {"a": {"b": 1.5}}}),
        (conversation("1"), {"answers": {"a": {5: SECRET}}}),
        (conversation("1"), {"answers": SECRET}),
        (delivery("1"), {"card": SECRET}),
        (delivery("1"), {"card": {"title": SECRET}}),
        (delivery("1"), {"card": Card(SECRET, (SECRET,))}),  # type: ignore[arg-type]  # the point
        (delivery("1"), {"to": Button(SECRET, SECRET)}),
    ],
)
def test_a_value_of_a_wrong_type_is_refused_without_telling_it(
    document: Document, wrong: Mapping[str, object]
) -> None:
    with pytest.raises(Unwritable) as caught:
        codec().pack(replace(cast(Any, document), **wrong))
    assert SECRET not in told(caught.value)


def test_only_kinds_of_documents_are_taken() -> None:
    class Copy:
        KIND = "win"

    for other in (Copy, str, Card, Stage, 5, None):
        with pytest.raises(NotADocument):
            kind_of(cast(Any, other))
    with pytest.raises(NotADocument):
        codec().pack(cast(Any, Card("t")))
    with pytest.raises(NotADocument):
        codec().unpack(cast(Any, Copy), "{}")


# --- What can't be read


@each_kind
@given(data=st.data())
@settings(max_examples=5)
def test_a_field_that_is_not_known_comes_from_a_newer_version(
    kind: type[Document], data: st.DataObject
) -> None:
    written = body(data.draw(documents(kind))) | {SECRET: SECRET}
    with pytest.raises(Newer) as caught:
        codec().read(kind, json.dumps(written))
    assert SECRET not in told(caught.value)


def test_an_unknown_field_deep_inside_comes_from_a_newer_version_too() -> None:
    written = body(delivery("1"))
    written["card"]["body"][1][SECRET] = SECRET
    with pytest.raises(Newer) as caught:
        codec().read(Delivery, json.dumps(written))
    assert SECRET not in told(caught.value)


def test_a_newer_schema_is_left_alone() -> None:
    with pytest.raises(Newer):
        codec().unpack(Win, json.dumps(body(win("1")) | {"schema": 2}))


@pytest.mark.parametrize(
    "damaged",
    [
        "",
        "{",
        "[]",
        "null",
        '"Zebrafink"',
        "{}",
        '{"schema": "1", "text": "Zebrafink"}',
        '{"schema": true}',
        '{"schema": 0}',
        '{"schema": -1}',
        '{"schema": 1.0}',
        '{"schema": null}',
        '{"schema": 1} Zebrafink',
        "[" * 100_000,
        b"\x00\xff",
        b'{"schema": 1, "text": "Zebrafink\xff"}',
    ],
)
def test_what_is_not_a_document_is_damaged(damaged: str | bytes) -> None:
    with pytest.raises(Damaged) as caught:
        codec().unpack(Win, damaged)
    assert SECRET not in told(caught.value)


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": 5},
        {"text": [SECRET]},
        {"kind": SECRET},
        {"at": SECRET},
        {"at": "2026-01-01T00:00:00"},
        {"id": None},
        {"next_steps": {SECRET: SECRET}},
        {"next_steps": [SECRET]},
    ],
)
def test_a_field_that_holds_something_else_is_damaged(wrong: Mapping[str, object]) -> None:
    with pytest.raises(Damaged, match=repr(next(iter(wrong)))) as caught:
        codec().read(Win, json.dumps({**body(win("1")), **wrong}))
    assert SECRET not in told(caught.value)


def test_damage_under_a_key_that_somebody_chose_does_not_tell_the_key() -> None:
    with pytest.raises(Damaged, match="answers") as caught:
        codec().read(
            Conversation,
            json.dumps(body(conversation("1")) | {"answers": {SECRET: {SECRET: 1.5}}}),
        )
    assert SECRET not in told(caught.value)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inside: (
        st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=5), inside, max_size=3)
    ),
    max_leaves=5,
)


@each_kind
@settings(max_examples=30)
@given(data=st.data())
def test_whatever_stands_in_a_body_reading_ends_with_a_document_or_one_of_two_errors(
    kind: type[Document], data: st.DataObject
) -> None:
    written = body(data.draw(documents(kind)))
    for name in data.draw(st.lists(st.sampled_from(sorted(written)), min_size=1, max_size=2)):
        written[name] = data.draw(json_values)
    try:
        read = codec().read(kind, json.dumps(written))
    except (Damaged, Newer):
        return
    # Then it is whole, and can be kept again.
    assert codec().read(kind, codec().pack(read)[1]) == read


@settings(max_examples=100)
@given(st.data())
def test_a_flipped_byte_ends_with_a_document_or_one_of_two_errors(data: st.DataObject) -> None:
    flipped = bytearray(codec().pack(delivery("1"))[1].encode())
    at = data.draw(st.integers(0, len(flipped) - 1))
    flipped[at] ^= data.draw(st.integers(1, 255))
    try:
        read = codec().read(Delivery, bytes(flipped))
    except (Damaged, Newer):
        return
    assert isinstance(read, Delivery)


# --- Upgrades


def renamed(fields: Fields) -> Fields:
    return {"id": fields["id"], "last": fields["when"]}


def shifted(fields: Fields) -> Fields:
    return fields | {"last": fields["last"].replace("1999", "2026")}


def test_older_bodies_come_through_every_step_from_where_they_are() -> None:
    upgraded = Codec({("activity", 1): renamed, ("activity", 2): shifted})
    first = '{"schema": 1, "id": "g", "when": "1999-01-02"}'
    second = '{"schema": 2, "id": "g", "last": "1999-01-02"}'
    third = '{"schema": 3, "id": "g", "last": "1999-01-02"}'
    assert upgraded.read(Activity, first) == Activity("g", date(2026, 1, 2))
    assert upgraded.read(Activity, second) == Activity("g", date(2026, 1, 2))
    assert upgraded.read(Activity, third) == Activity("g", date(1999, 1, 2))
    assert json.loads(upgraded.pack(Activity("g", date(2026, 1, 2)))[1])["schema"] == 3
    assert json.loads(upgraded.pack(win("1"))[1])["schema"] == 1
    with pytest.raises(Newer):
        upgraded.read(Activity, '{"schema": 4}')


@pytest.mark.parametrize("wrong", ['"id": "g"', '"id": "g", "when": 5, "last": 7'])
def test_a_body_over_which_a_step_trips_is_damaged(wrong: str) -> None:
    upgraded = Codec({("activity", 1): shifted})
    with pytest.raises(Damaged, match="upgraded") as caught:
        upgraded.read(Activity, f'{{"schema": 1, {wrong}, "note": "{SECRET}"}}')
    assert SECRET not in told(caught.value)


@pytest.mark.parametrize("steps", [(2,), (1, 3), (0, 1)])
def test_steps_may_leave_no_gap(steps: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="gap"):
        Codec({("activity", step): shifted for step in steps})


def test_the_steps_of_this_program_are_whole() -> None:
    Codec(UPGRADES)
    assert {kind for kind, _ in UPGRADES} <= set(KINDS)


def test_every_kind_can_be_kept() -> None:
    assert set(KINDS.values()) == set(DOCUMENTS)
    for kind in DOCUMENTS:
        known = {one.name for one in fields(cast(Any, kind))}
        assert {"id", *kind.INDEXED, *([kind.DUE] if kind.DUE else [])} <= known


def test_the_errors_are_those_of_the_port() -> None:
    assert all(issubclass(one, StoreError) for one in (Damaged, Newer, Unwritable))
