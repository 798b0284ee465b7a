"""What `bot.core.ports.Store` promises, held against every store."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import pytest_asyncio

from bot.core.model import (
    Activity,
    Conversation,
    Delivery,
    Document,
    Encouragement,
    Member,
    Tenant,
    Timer,
    Win,
)
from bot.core.ports import Conflict, Store, StoreUnavailable
from storage.errors import NotADocument, NotAField, TransactionOver, Unwritable
from tests.storage.contract import (
    HERE,
    MINUTE,
    NOON,
    STORES,
    THERE,
    Place,
    conversation,
    delivery,
    ids,
    keep,
    member,
    remove,
    timer,
    win,
)

pytestmark = pytest.mark.asyncio


@pytest_asyncio.fixture(params=list(STORES))
async def place(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Place]:
    made = Place(STORES[request.param], tmp_path / "data")
    yield made
    await made.close()


@pytest_asyncio.fixture
async def store(place: Place) -> Store:
    return await place.open()


# --- Reading and writing


async def test_what_was_put_is_read_back_as_it_was(store: Store) -> None:
    kept: list[Document] = [
        member("U1"),
        win("W1"),
        timer("T1"),
        conversation("C1"),
        delivery("D1"),
    ]
    await keep(store, HERE, *kept)
    work = store.transaction(HERE)
    assert [await work.get(type(one), one.id) for one in kept] == kept
    assert [await work.find(type(one)) for one in kept] == [[one] for one in kept]


async def test_what_is_not_there_is_none(store: Store) -> None:
    await keep(store, HERE, win("1"))
    work = store.transaction(HERE)
    assert await work.get(Member, "1") is None
    assert await work.get(Win, "2") is None
    assert await work.find(Member) == []


async def test_a_put_takes_the_place_of_the_document_with_its_id(store: Store) -> None:
    await keep(store, HERE, win("1", text="first"))
    await keep(store, HERE, win("1", text="second"))
    assert await store.transaction(HERE).find(Win) == [win("1", text="second")]


async def test_kinds_may_use_the_same_id(store: Store) -> None:
    await keep(store, HERE, win("1"), member("1"), timer("1"))
    await remove(store, HERE, member("1"))
    work = store.transaction(HERE)
    assert await work.get(Win, "1") == win("1")
    assert await work.get(Timer, "1") == timer("1")
    assert await work.get(Member, "1") is None


async def test_a_deleted_document_is_gone_and_deleting_nothing_is_no_error(store: Store) -> None:
    await keep(store, HERE, win("1"), win("2"))
    await remove(store, HERE, win("1"), win("never"))
    assert await store.transaction(HERE).get(Win, "1") is None
    assert await ids(store, HERE, Win) == ["2"]


async def test_a_transaction_sees_its_own_writes_and_nobody_else_does(store: Store) -> None:
    await keep(store, HERE, win("1", "U1"), win("2", "U1"))
    work, other = store.transaction(HERE), store.transaction(HERE)
    work.put(win("1", "U2"))
    work.put(win("3", "U1"))
    work.delete(Win, "2")
    assert await work.get(Win, "1") == win("1", "U2")
    assert await work.get(Win, "2") is None
    assert [found.id for found in await work.find(Win, member="U1")] == ["3"]
    assert [found.id for found in await work.find(Win)] == ["1", "3"]
    assert [found.id for found in await other.find(Win, member="U1")] == ["1", "2"]
    await work.commit()
    # Reads see what was committed when they are made.
    assert [found.id for found in await other.find(Win, member="U1")] == ["3"]


async def test_the_last_word_on_a_document_counts(store: Store) -> None:
    work = store.transaction(HERE)
    work.put(win("1"))
    work.delete(Win, "1")
    work.delete(Win, "2")
    work.put(win("2"))
    await work.commit()
    assert await ids(store, HERE, Win) == ["2"]


async def test_what_is_not_committed_is_never_kept(place: Place) -> None:
    store = await place.open()
    store.transaction(HERE).put(win("1"))
    store = await place.open()
    assert await ids(store, HERE, Win) == []


async def test_changing_what_was_read_changes_nothing_kept(store: Store) -> None:
    await keep(store, HERE, conversation("1"))
    for found in (
        await store.transaction(HERE).get(Conversation, "1"),
        *await store.transaction(HERE).find(Conversation),
    ):
        assert found is not None
        answers = found.answers
        assert isinstance(answers, dict)
        answers["why"]["line"] = "changed"
        answers.clear()
    assert await store.transaction(HERE).get(Conversation, "1") == conversation("1")


async def test_changing_what_was_put_changes_nothing_kept(store: Store) -> None:
    answers: dict[str, dict[str, str]] = {"why": {"line": "kept"}}
    work = store.transaction(HERE)
    work.put(replace(conversation("1"), answers=answers))
    answers["why"]["line"] = "changed"
    await work.commit()
    answers.clear()
    found = await store.transaction(HERE).get(Conversation, "1")
    assert found is not None
    assert found.answers == {"why": {"line": "kept"}}


async def test_ids_and_tenants_may_hold_any_character(store: Store) -> None:
    odd = ["", " ", "'", '"', "%", "a\x00b", "a", "A", "ä", "\U0001f331", "\ue000", "a/b", "\n"]
    tenants = [Tenant(f"console:{one}") for one in odd]
    for tenant in tenants:
        await keep(store, tenant, *(win(one, member=one) for one in odd))
    for tenant in tenants:
        assert await ids(store, tenant, Win) == sorted(odd)
        for one in odd:
            work = store.transaction(tenant)
            assert await work.get(Win, one) == win(one, member=one)
            assert await work.find(Win, member=one) == [win(one, member=one)]
    assert await store.tenants() == sorted(tenants)


# --- Find


async def test_find_by_an_indexed_field_follows_changes(store: Store) -> None:
    await keep(store, HERE, win("1", "U1"), win("2", "U2"), win("3", "U1", debrief="B"))
    await keep(store, HERE, win("2", "U1"), win("3", "U2", debrief="B"))
    await remove(store, HERE, win("1"))
    work = store.transaction(HERE)
    assert [found.id for found in await work.find(Win, member="U1")] == ["2"]
    assert [found.id for found in await work.find(Win, member="U2")] == ["3"]
    assert [found.id for found in await work.find(Win, member="U1", debrief="B")] == []
    assert [found.id for found in await work.find(Win, member="U2", debrief="B")] == ["3"]
    assert [found.id for found in await work.find(Win, debrief=None)] == ["2"]


async def test_find_by_any_other_field(store: Store) -> None:
    await keep(
        store,
        HERE,
        Encouragement("1", 0, NOON.time(), held=True),
        Encouragement("2", 1, NOON.time(), held=True, edited="own words"),
        Encouragement("3", 1, NOON.time()),
    )
    work = store.transaction(HERE)
    assert [found.id for found in await work.find(Encouragement, held=True)] == ["1", "2"]
    assert [found.id for found in await work.find(Encouragement, weekday=1)] == ["2", "3"]
    assert [found.id for found in await work.find(Encouragement, weekday=1, held=True)] == ["2"]
    assert [found.id for found in await work.find(Encouragement, edited="own words")] == ["2"]
    assert [found.id for found in await work.find(Encouragement, edited=None)] == ["1", "3"]
    assert [found.id for found in await work.find(Encouragement, state="on")] == ["1", "2", "3"]
    assert [found.id for found in await work.find(Encouragement, id="3")] == ["3"]


async def test_find_mixes_an_indexed_field_with_another(store: Store) -> None:
    await keep(store, HERE, win("1", text="a"), win("2", text="b"), win("3", "U2", text="a"))
    found = await store.transaction(HERE).find(Win, member="U1", text="a")
    assert [one.id for one in found] == ["1"]


async def test_find_orders_by_id_whatever_the_order_of_writing(store: Store) -> None:
    await keep(store, HERE, win("b"), win("B"), win("10"))
    await keep(store, HERE, win("a"), win("2"), win("é"))
    work = store.transaction(HERE)
    work.put(win("C"))
    expected = ["10", "2", "B", "C", "a", "b", "é"]
    assert [found.id for found in await work.find(Win)] == expected
    assert [found.id for found in await work.find(Win, member="U1")] == expected
    assert [found.id for found in await work.find(Win, text="Mo wrote back")] == expected


async def test_find_refuses_a_field_that_is_not_there(store: Store) -> None:
    with pytest.raises(NotAField):
        await store.transaction(HERE).find(Win, nickname="x")
    with pytest.raises(NotAField):
        await store.transaction(HERE).find(Win, member="U1", KIND="win")


async def test_only_documents_are_taken(store: Store) -> None:
    work = store.transaction(HERE)
    with pytest.raises(NotADocument):
        work.put(replace(delivery("1")).to)  # type: ignore[arg-type]  # what is refused
    with pytest.raises(NotADocument):
        await work.get(Tenant, "1")  # type: ignore[type-var]  # what is refused
    with pytest.raises(NotADocument):
        await store.claim(str, NOON, MINUTE, 1)  # type: ignore[type-var]  # what is refused


async def test_what_could_not_be_read_back_is_refused_and_the_rest_can_be_kept(
    store: Store,
) -> None:
    work = store.transaction(HERE)
    work.put(win("1"))
    with pytest.raises(Unwritable):
        work.put(win("2", text="\ud800"))
    with pytest.raises(Unwritable):
        work.put(timer("3", due_at=NOON.replace(tzinfo=None)))
    with pytest.raises(Unwritable):
        work.delete(Win, "\ud800")
    await work.commit()
    assert await ids(store, HERE, Win) == ["1"]
    assert await ids(store, HERE, Timer) == []


# --- Tenants


async def test_tenants_never_meet(store: Store) -> None:
    await keep(store, HERE, win("1", text="here"), win("2"), timer("1"))
    await keep(store, THERE, win("1", text="there"), win("3"))
    assert await ids(store, HERE, Win) == ["1", "2"]
    assert await ids(store, THERE, Win) == ["1", "3"]
    work = store.transaction(THERE)
    assert await work.get(Win, "1") == win("1", text="there")
    assert await work.get(Win, "2") is None
    assert await work.get(Timer, "1") is None
    assert await work.find(Win, text="here") == []
    await remove(store, THERE, win("1"), win("2"))
    assert await ids(store, HERE, Win) == ["1", "2"]
    assert work.tenant == THERE


async def test_tenants_do_not_conflict(store: Store) -> None:
    work = store.transaction(HERE)
    assert await work.get(Win, "1") is None
    await keep(store, THERE, win("1"))
    work.put(win("1"))
    await work.commit()
    assert await ids(store, HERE, Win) == ["1"]


async def test_tenants_are_those_with_a_document_in_order(store: Store) -> None:
    assert await store.tenants() == []
    await keep(store, HERE, win("1"))
    await keep(store, THERE, win("1"), timer("1"))
    await store.transaction(Tenant("console:looked-only")).find(Win)
    assert await store.tenants() == [THERE, HERE]
    await remove(store, THERE, win("1"))
    assert await store.tenants() == [THERE, HERE]
    await remove(store, THERE, timer("1"))
    assert await store.tenants() == [HERE]


# --- Conflicts


async def test_a_document_that_was_read_and_then_changed_is_a_conflict(store: Store) -> None:
    await keep(store, HERE, win("1", text="first"), member("U1"))
    work = store.transaction(HERE)
    assert await work.get(Win, "1") == win("1", text="first")
    work.put(member("U1", name="Ben"))
    await keep(store, HERE, win("1", text="second"))
    with pytest.raises(Conflict):
        await work.commit()
    assert await store.transaction(HERE).get(Member, "U1") == member("U1")


async def test_a_document_that_was_read_and_then_deleted_is_a_conflict(store: Store) -> None:
    await keep(store, HERE, win("1"))
    work = store.transaction(HERE)
    await work.get(Win, "1")
    work.put(win("2"))
    await remove(store, HERE, win("1"))
    with pytest.raises(Conflict):
        await work.commit()
    assert await ids(store, HERE, Win) == []


async def test_a_document_that_was_not_there_and_then_was_made_is_a_conflict(store: Store) -> None:
    work = store.transaction(HERE)
    assert await work.get(Win, "1") is None
    work.put(win("1", text="mine"))
    await keep(store, HERE, win("1", text="theirs"))
    with pytest.raises(Conflict):
        await work.commit()
    assert await store.transaction(HERE).get(Win, "1") == win("1", text="theirs")


async def test_made_and_deleted_again_in_between_is_a_conflict(store: Store) -> None:
    await keep(store, HERE, win("1"))
    work = store.transaction(HERE)
    await work.get(Win, "1")
    work.put(win("2"))
    await remove(store, HERE, win("1"))
    await keep(store, HERE, win("1"))
    with pytest.raises(Conflict):
        await work.commit()


async def test_a_document_written_by_two_is_a_conflict(store: Store) -> None:
    await keep(store, HERE, win("1"))
    work = store.transaction(HERE)
    work.put(win("1", text="mine"))
    work.put(win("2"))
    await keep(store, HERE, win("1", text="theirs"))
    with pytest.raises(Conflict):
        await work.commit()
    assert await store.transaction(HERE).find(Win) == [win("1", text="theirs")]


async def test_a_document_deleted_here_and_changed_elsewhere_is_a_conflict(store: Store) -> None:
    await keep(store, HERE, win("1"))
    work = store.transaction(HERE)
    work.delete(Win, "1")
    await keep(store, HERE, win("1", text="theirs"))
    with pytest.raises(Conflict):
        await work.commit()
    assert await ids(store, HERE, Win) == ["1"]


async def test_a_document_that_was_found_and_is_written_is_a_conflict(store: Store) -> None:
    await keep(store, HERE, win("1", text="first"))
    work = store.transaction(HERE)
    (found,) = await work.find(Win, member="U1")
    await keep(store, HERE, win("1", text="second"))
    work.put(replace(found, next_steps=()))
    with pytest.raises(Conflict):
        await work.commit()
    assert await store.transaction(HERE).get(Win, "1") == win("1", text="second")


async def test_a_document_that_was_only_found_is_no_conflict(store: Store) -> None:
    await keep(store, HERE, win("1"), win("2"))
    work = store.transaction(HERE)
    assert len(await work.find(Win)) == 2
    work.put(win("2", text="mine"))
    await keep(store, HERE, win("1", text="theirs"), win("3"))
    await work.commit()
    texts = [found.text for found in await store.transaction(HERE).find(Win)]
    assert texts == ["theirs", "mine", "Mo wrote back"]


async def test_a_document_nobody_touched_is_no_conflict(store: Store) -> None:
    await keep(store, HERE, win("1"))
    work = store.transaction(HERE)
    await work.get(Win, "1")
    work.put(win("2"))
    await keep(store, HERE, win("3"), timer("1"))
    await remove(store, HERE, timer("1"), win("never"))
    await work.commit()
    assert await ids(store, HERE, Win) == ["1", "2", "3"]


async def test_a_reader_alone_learns_of_a_conflict_too(store: Store) -> None:
    work = store.transaction(HERE)
    await work.get(Win, "1")
    await keep(store, HERE, win("1"))
    with pytest.raises(Conflict):
        await work.commit()


async def test_what_was_refused_once_does_not_stand_in_the_way(store: Store) -> None:
    await keep(store, HERE, win("1"))
    for _ in range(3):
        work = store.transaction(HERE)
        await work.get(Win, "1")
        work.put(win("2"))
        await keep(store, HERE, win("1"))
        with pytest.raises(Conflict):
            await work.commit()
    again = store.transaction(HERE)
    await again.get(Win, "1")
    await again.get(Win, "2")
    again.put(win("2", text="at last"))
    await again.commit()
    assert await store.transaction(HERE).get(Win, "2") == win("2", text="at last")


async def test_nothing_is_kept_after_a_conflict_not_even_across_a_restart(place: Place) -> None:
    store = await place.open()
    work = store.transaction(HERE)
    await work.get(Win, "1")
    for one in (win("2"), timer("1"), delivery("1")):
        work.put(one)
    await keep(store, HERE, win("1"))
    with pytest.raises(Conflict):
        await work.commit()
    assert await store.next_due(Timer) is None
    store = await place.open()
    assert await ids(store, HERE, Win) == ["1"]
    assert await ids(store, HERE, Timer) == []
    assert await ids(store, HERE, Delivery) == []


async def test_of_many_who_count_at_once_none_is_lost(store: Store) -> None:
    await keep(store, HERE, Encouragement("G", 0, NOON.time()))

    async def count() -> int:
        tries = 0
        while True:
            tries += 1
            work = store.transaction(HERE)
            plan = await work.get(Encouragement, "G")
            assert plan is not None
            work.put(replace(plan, round=plan.round + 1))
            try:
                await work.commit()
            except Conflict:
                continue
            return tries

    tries = await asyncio.gather(*(count() for _ in range(30)))
    plan = await store.transaction(HERE).get(Encouragement, "G")
    assert plan is not None
    assert plan.round == 30
    assert sum(tries) > 30, "nobody met anybody, so nothing was tested"


async def test_many_may_write_different_documents_at_once(store: Store) -> None:
    await asyncio.gather(
        *(keep(store, tenant, win(str(n))) for n in range(40) for tenant in (HERE, THERE))
    )
    assert await ids(store, HERE, Win) == sorted(str(n) for n in range(40))
    assert await ids(store, THERE, Win) == sorted(str(n) for n in range(40))


async def test_of_two_who_make_the_same_document_at_once_one_wins(store: Store) -> None:
    async def make(text: str) -> str | None:
        work = store.transaction(HERE)
        if await work.get(Win, "1") is not None:
            return None
        work.put(win("1", text=text))
        try:
            await work.commit()
        except Conflict:
            return None
        return text

    made = [one for one in await asyncio.gather(*(make(str(n)) for n in range(10))) if one]
    assert len(made) == 1
    assert await store.transaction(HERE).get(Win, "1") == win("1", text=made[0])


# --- Over


async def test_a_transaction_is_over_after_its_commit(store: Store) -> None:
    work = store.transaction(HERE)
    work.put(win("1"))
    await work.commit()
    await _is_over(work_of=store, work=work)


async def test_a_transaction_is_over_after_a_conflict(store: Store) -> None:
    work = store.transaction(HERE)
    await work.get(Win, "1")
    await keep(store, HERE, win("1"))
    with pytest.raises(Conflict):
        await work.commit()
    await _is_over(work_of=store, work=work)


async def _is_over(*, work_of: Store, work: object) -> None:
    over = work_of.transaction(HERE)
    assert isinstance(work, type(over))
    before = await over.find(Win)
    with pytest.raises(TransactionOver):
        await work.get(Win, "1")
    with pytest.raises(TransactionOver):
        await work.find(Win)
    with pytest.raises(TransactionOver):
        work.put(win("9"))
    with pytest.raises(TransactionOver):
        work.delete(Win, "1")
    with pytest.raises(TransactionOver):
        await work.commit()
    assert await work_of.transaction(HERE).find(Win) == before


# --- Several together


async def test_documents_timers_and_deliveries_commit_together(place: Place) -> None:
    store = await place.open()
    await keep(store, HERE, win("old"), timer("old"))
    work = store.transaction(HERE)
    for one in (win("1"), win("2"), member("U1"), timer("1"), delivery("1"), conversation("1")):
        work.put(one)
    work.delete(Win, "old")
    work.delete(Timer, "old")
    assert [claim.document.id for claim in await store.claim(Timer, NOON, MINUTE, 9)] == ["old"]
    await work.commit()
    for _ in range(2):
        assert await ids(store, HERE, Win) == ["1", "2"]
        assert await ids(store, HERE, Timer) == ["1"]
        assert await ids(store, HERE, Delivery) == ["1"]
        assert await ids(store, HERE, Conversation) == ["1"]
        store = await place.open()


async def test_an_empty_commit_is_nothing(store: Store) -> None:
    await store.transaction(HERE).commit()
    assert await store.tenants() == []


async def test_one_commit_may_be_large(place: Place) -> None:
    store = await place.open()
    await keep(store, HERE, *(win(f"{n:04}", text="x" * 500) for n in range(1000)))
    store = await place.open()
    found = await store.transaction(HERE).find(Win, member="U1")
    assert [one.id for one in found] == [f"{n:04}" for n in range(1000)]


# --- Claims


async def test_due_documents_are_claimed_the_longest_due_first(store: Store) -> None:
    await keep(store, THERE, timer("a", NOON - 2 * MINUTE), timer("b", NOON + MINUTE))
    await keep(store, HERE, timer("a", NOON - 3 * MINUTE), timer("c", NOON))
    claims = await store.claim(Timer, NOON, MINUTE, 10)
    assert [(one.tenant, one.document, one.times) for one in claims] == [
        (HERE, timer("a", NOON - 3 * MINUTE), 1),
        (THERE, timer("a", NOON - 2 * MINUTE), 1),
        (HERE, timer("c", NOON), 1),
    ]


async def test_no_more_are_claimed_than_asked_for(store: Store) -> None:
    await keep(store, HERE, *(timer(str(n), NOON - n * MINUTE) for n in range(5)))
    assert await store.claim(Timer, NOON, MINUTE, 0) == []
    first = await store.claim(Timer, NOON, MINUTE, 3)
    rest = await store.claim(Timer, NOON, MINUTE, 3)
    assert [one.document.id for one in first + rest] == ["4", "3", "2", "1", "0"]


async def test_only_the_kind_asked_for_is_claimed(store: Store) -> None:
    await keep(store, HERE, timer("1"), delivery("1"), conversation("1"), delivery("idle", None))
    assert [one.document for one in await store.claim(Delivery, NOON, MINUTE, 9)] == [delivery("1")]
    assert [one.document for one in await store.claim(Conversation, NOON, MINUTE, 9)] == [
        conversation("1")
    ]
    assert [one.document for one in await store.claim(Timer, NOON, MINUTE, 9)] == [timer("1")]


async def test_a_kind_without_a_due_field_is_never_due(store: Store) -> None:
    await keep(store, HERE, win("1"), member("1"))
    assert await store.claim(Win, NOON, MINUTE, 9) == []
    assert await store.next_due(Win) is None


async def test_a_lease_hides_and_its_end_shows_again_and_the_times_are_counted(
    store: Store,
) -> None:
    await keep(store, HERE, timer("1"))
    (claim,) = await store.claim(Timer, NOON, MINUTE, 9)
    assert claim.times == 1
    just_before = NOON + MINUTE - timedelta(microseconds=1)
    assert await store.claim(Timer, just_before, MINUTE, 9) == []
    (claim,) = await store.claim(Timer, NOON + MINUTE, MINUTE, 9)
    assert (claim.document, claim.times) == (timer("1"), 2)
    (claim,) = await store.claim(Timer, NOON + 10 * MINUTE, MINUTE, 9)
    assert (claim.document, claim.times) == (timer("1"), 3)


async def test_a_lease_and_its_count_outlive_a_restart(place: Place) -> None:
    store = await place.open()
    await keep(store, HERE, timer("1"))
    await store.claim(Timer, NOON, MINUTE, 9)
    store = await place.open()
    assert await store.claim(Timer, NOON, MINUTE, 9) == []
    (claim,) = await store.claim(Timer, NOON + MINUTE, MINUTE, 9)
    assert claim.times == 2


async def test_putting_again_ends_the_lease_and_the_count(store: Store) -> None:
    await keep(store, HERE, timer("1"), timer("2"), timer("3"))
    await store.claim(Timer, NOON, MINUTE, 9)
    await keep(store, HERE, timer("1"), timer("2", NOON + 5 * MINUTE))
    claims = await store.claim(Timer, NOON, MINUTE, 9)
    assert [(one.document, one.times) for one in claims] == [(timer("1"), 1)]
    claims = await store.claim(Timer, NOON + 5 * MINUTE, MINUTE, 9)
    assert sorted((one.document.id, one.times) for one in claims) == [("1", 2), ("2", 1), ("3", 2)]


async def test_putting_without_a_due_time_ends_the_lease_for_good(store: Store) -> None:
    await keep(store, HERE, delivery("1"))
    await store.claim(Delivery, NOON, MINUTE, 9)
    await keep(store, HERE, delivery("1", None))
    assert await store.claim(Delivery, NOON + 60 * MINUTE, MINUTE, 9) == []
    assert await store.next_due(Delivery) is None
    assert await ids(store, HERE, Delivery) == ["1"]


async def test_a_deleted_document_is_never_claimed(store: Store) -> None:
    await keep(store, HERE, timer("1"), timer("2"))
    await store.claim(Timer, NOON, MINUTE, 1)
    await remove(store, HERE, timer("1"), timer("2"))
    assert await store.claim(Timer, NOON + 60 * MINUTE, MINUTE, 9) == []


async def test_a_commit_that_was_refused_does_not_end_a_lease(store: Store) -> None:
    await keep(store, HERE, timer("1"))
    await store.claim(Timer, NOON, MINUTE, 9)
    work = store.transaction(HERE)
    await work.get(Win, "1")
    work.put(timer("1"))
    await keep(store, HERE, win("1"))
    with pytest.raises(Conflict):
        await work.commit()
    assert await store.claim(Timer, NOON, MINUTE, 9) == []


async def test_a_claim_is_not_a_change(store: Store) -> None:
    await keep(store, HERE, timer("1"))
    work = store.transaction(HERE)
    await work.get(Timer, "1")
    await store.claim(Timer, NOON, MINUTE, 9)
    work.put(timer("1", NOON + MINUTE))
    await work.commit()
    assert await store.transaction(HERE).get(Timer, "1") == timer("1", NOON + MINUTE)


async def test_of_many_claimants_at_once_each_document_goes_to_one(store: Store) -> None:
    await keep(store, HERE, *(timer(f"{n:02}") for n in range(40)))
    several = await asyncio.gather(*(store.claim(Timer, NOON, MINUTE, 3) for _ in range(20)))
    claimed = [one.document.id for claims in several for one in claims]
    assert sorted(claimed) == [f"{n:02}" for n in range(40)]


async def test_due_times_are_instants_whatever_their_zone(store: Store) -> None:
    there = timezone(timedelta(hours=-11, minutes=-30))
    await keep(store, HERE, timer("1", NOON.astimezone(there)))
    assert await store.next_due(Timer) == NOON
    early = NOON - timedelta(microseconds=1)
    assert await store.claim(Timer, early.astimezone(there), MINUTE, 9) == []
    (claim,) = await store.claim(Timer, NOON.astimezone(there), MINUTE, 9)
    assert claim.document.due_at == NOON


async def test_due_times_far_away_are_kept_exactly(store: Store) -> None:
    far = datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)
    long_ago = datetime(1, 1, 1, 0, 0, 0, 1, tzinfo=UTC)
    await keep(store, HERE, timer("1", far))
    assert await store.next_due(Timer) == far
    await keep(store, HERE, timer("2", long_ago))
    assert await store.next_due(Timer) == long_ago
    claims = await store.claim(Timer, NOON, MINUTE, 9)
    assert [one.document for one in claims] == [timer("2", long_ago)]


async def test_a_lease_takes_time(store: Store) -> None:
    with pytest.raises(ValueError, match="lease"):
        await store.claim(Timer, NOON, timedelta(0), 9)


async def test_next_due_is_the_earliest_due_time_or_end_of_a_lease(store: Store) -> None:
    assert await store.next_due(Timer) is None
    await keep(store, HERE, timer("1", NOON + 3 * MINUTE))
    await keep(store, THERE, timer("1", NOON), delivery("1", NOON - MINUTE))
    assert await store.next_due(Timer) == NOON
    await store.claim(Timer, NOON, MINUTE, 9)
    assert await store.next_due(Timer) == NOON + MINUTE
    await remove(store, THERE, timer("1"))
    assert await store.next_due(Timer) == NOON + 3 * MINUTE
    await remove(store, HERE, timer("1"))
    assert await store.next_due(Timer) is None
    assert await store.next_due(Delivery) == NOON - MINUTE


# --- Closing and opening


async def test_everything_is_there_after_closing_and_opening(place: Place) -> None:
    store = await place.open()
    await keep(store, HERE, win("1"), win("2"), member("U1"), conversation("1"), delivery("1"))
    await keep(store, THERE, win("1", text="there"), timer("1"))
    await remove(store, HERE, win("2"))
    for _ in range(2):
        store = await place.open()
        assert await store.tenants() == [THERE, HERE]
        work = store.transaction(HERE)
        assert await work.find(Win) == [win("1")]
        assert await work.get(Member, "U1") == member("U1")
        assert await work.find(Conversation, member="U1") == [conversation("1")]
        assert await work.get(Delivery, "1") == delivery("1")
        assert await store.transaction(THERE).get(Win, "1") == win("1", text="there")
        assert await store.next_due(Timer) == NOON


async def test_writing_goes_on_after_opening_again(place: Place) -> None:
    store = await place.open()
    await keep(store, HERE, Activity("G", NOON.date()))
    store = await place.open()
    work = store.transaction(HERE)
    assert await work.get(Activity, "G") == Activity("G", NOON.date())
    other = store.transaction(HERE)
    await other.get(Activity, "G")
    work.put(Activity("G", NOON.date() + timedelta(days=1)))
    await work.commit()
    other.put(Activity("G", NOON.date()))
    with pytest.raises(Conflict):
        await other.commit()
    store = await place.open()
    kept = await store.transaction(HERE).get(Activity, "G")
    assert kept == Activity("G", NOON.date() + timedelta(days=1))


async def test_closing_lets_land_what_was_begun(place: Place) -> None:
    store = await place.open()
    begun = [asyncio.create_task(keep(store, HERE, win(str(n)))) for n in range(30)]
    await asyncio.sleep(0)
    await store.close()
    outcomes = await asyncio.gather(*begun, return_exceptions=True)
    landed = sorted(str(n) for n, outcome in enumerate(outcomes) if outcome is None)
    refused = [one for one in outcomes if one is not None]
    assert all(isinstance(one, StoreUnavailable) for one in refused)
    store = await place.open()
    assert await ids(store, HERE, Win) == landed


async def test_a_closed_store_refuses_everything_and_closes_again(place: Place) -> None:
    store = await place.open()
    await keep(store, HERE, win("1"))
    work = store.transaction(HERE)
    work.put(win("2"))
    await store.close()
    await store.close()
    with pytest.raises(StoreUnavailable):
        await work.commit()
    with pytest.raises(StoreUnavailable):
        await store.transaction(HERE).get(Win, "1")
    with pytest.raises(StoreUnavailable):
        await store.claim(Timer, NOON, MINUTE, 1)
    with pytest.raises(StoreUnavailable):
        await store.tenants()
    store = await place.open()
    assert await ids(store, HERE, Win) == ["1"]


async def test_giving_up_a_commit_never_leaves_half_of_it(place: Place) -> None:
    store = await place.open()
    for n in range(20):
        task = asyncio.create_task(keep(store, HERE, win(f"{n:02}a"), win(f"{n:02}b")))
        for _ in range(n % 4):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    await keep(store, HERE, win("end"))
    seen = await ids(store, HERE, Win)
    assert [one for one in seen if one.endswith("a")] == [
        f"{one[:2]}a" for one in seen if one.endswith("b")
    ]
    store = await place.open()
    assert await ids(store, HERE, Win) == seen
