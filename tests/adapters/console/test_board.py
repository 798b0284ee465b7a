from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import stat
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.console.board import Board, BoardBroken, Change
from bot.core.cards import (
    Attachment,
    Bar,
    Bullets,
    Button,
    Card,
    Chart,
    Entry,
    Heading,
    Look,
    Paragraph,
    Picture,
    Quote,
)
from bot.core.model import Act, Address, Delivery, Tenant, Where
from bot.core.ports import NeverWorks, TryLater
from bot.core.text import said
from bot.core.wins import WinKind
from tests.adapters.console.scene import ANA, BEN, CHANNEL, ROOT, START, TENANT, Standing, post


def board(folder: Path) -> Board:
    return Board(folder, TENANT, ["job-club"], ["ana", "ben"], Standing())


async def bring(to: Board, delivery: Delivery, of: str | None = None) -> str:
    return await to.deliver(TENANT, delivery, of, perhaps_sent=False)


def files(folder: Path) -> list[Path]:
    return list(folder.iterdir())


FULL = Card(
    "Titel " + said("Acme\n☕"),
    (
        Paragraph("p"),
        Heading("h"),
        Quote(said("q")),
        Bullets(("a", said("b"))),
        Entry("e", "n", (Button("Edit", "v1:x:1", Look.DANGER),)),
        Picture(
            Chart("t", (date(2026, 11, 1),), ("Nov",), (Bar(WinKind.SELF, "Self", (2,)),)),
            "a picture",
        ),
        Attachment("a.md", "lone \ud800 surrogate \x00"),
    ),
    (Button("Keep", "v1:keep:1", Look.PRIMARY), Button("Drop", "v1:drop:1")),
    "note",
)


@pytest.mark.asyncio
async def test_what_was_posted_is_still_there_after_a_restart(tmp_path: Path) -> None:
    first = board(tmp_path)
    receipt = await bring(first, post("a", FULL))
    await bring(first, post("b", Card("Reply"), Address(Where.THREAD, receipt)))
    await bring(first, post("c", Card("Private"), ANA))
    again = board(tmp_path)
    assert again.messages(CHANNEL) == first.messages(CHANNEL)
    assert again.messages(CHANNEL)[0].card == FULL
    assert again.messages(CHANNEL)[0].at == START
    assert [m.card for m in again.thread(receipt)] == [Card("Reply")]
    assert [m.card for m in again.messages(ANA)] == [Card("Private")]
    assert again.messages(BEN) == ()


@pytest.mark.asyncio
async def test_a_delivery_is_applied_once_also_after_a_restart(tmp_path: Path) -> None:
    first = board(tmp_path)
    seen: list[Change] = []
    first.listen(seen.append)
    receipt = await bring(first, post("a", Card("Hello")))
    assert await bring(first, post("a", Card("Hello"))) == receipt
    assert await bring(board(tmp_path), post("a", Card("Hello"))) == receipt
    assert len(board(tmp_path).messages(CHANNEL)) == 1
    assert [(change.act, change.message.receipt) for change in seen] == [(Act.POST, receipt)]


@pytest.mark.asyncio
async def test_an_edit_replaces_the_card_and_a_deletion_takes_it(tmp_path: Path) -> None:
    first = board(tmp_path)
    receipt = await bring(first, post("a", Card("Before")))
    await bring(first, post("b", Card("After"), act=Act.EDIT), receipt)
    for there in (first, board(tmp_path)):
        (message,) = there.messages(CHANNEL)
        assert (message.card, message.edited) == (Card("After"), True)
    await bring(first, post("c", act=Act.DELETE), receipt)
    await bring(first, post("d", act=Act.DELETE), receipt)
    for there in (first, board(tmp_path)):
        assert there.message(receipt).card is None
    with pytest.raises(NeverWorks):
        await bring(first, post("e", Card("Back"), act=Act.EDIT), receipt)


@pytest.mark.asyncio
async def test_words_that_were_taken_back_are_not_left_on_the_disk(tmp_path: Path) -> None:
    first = board(tmp_path)
    kept = await bring(first, post("a", Card("harmless")))
    one = await bring(first, post("b", Card("named-employer")))
    two = await bring(first, post("c", Card("regretted")))
    await bring(first, post("d", Card("masked"), act=Act.EDIT), one)
    await bring(first, post("e", act=Act.DELETE), two)
    text = b"".join(path.read_bytes() for path in files(tmp_path))
    assert b"named-employer" not in text
    assert b"regretted" not in text
    assert b"masked" in text
    assert first.message(kept).card == Card("harmless")


@pytest.mark.asyncio
async def test_a_place_that_is_not_here_never_works(tmp_path: Path) -> None:
    first = board(tmp_path)
    receipt = await bring(first, post("ok", Card("x")))
    for number, place in enumerate(
        (
            Address(Where.CHANNEL, "general"),
            Address(Where.MEMBER, "zoe"),
            Address(Where.THREAD, "m99"),
            Address(Where.CHANNEL, "ana"),
        )
    ):
        with pytest.raises(NeverWorks):
            await bring(first, post(f"no{number}", Card("x"), place))
    with pytest.raises(NeverWorks):
        await bring(first, post("no-card"))
    with pytest.raises(NeverWorks):
        await bring(first, post("edit", Card("x"), act=Act.EDIT), "m99")
    with pytest.raises(NeverWorks):
        await bring(first, post("edit", Card("x"), act=Act.EDIT), None)
    with pytest.raises(NeverWorks):
        await first.deliver(Tenant("slack:T1"), post("ok", Card("x")), None, perhaps_sent=True)
    assert [m.receipt for m in board(tmp_path).messages(CHANNEL)] == [receipt]


@pytest.mark.asyncio
async def test_a_thread_hangs_in_the_place_of_its_root(tmp_path: Path) -> None:
    first = board(tmp_path)
    root = await bring(first, post("a", Card("Root"), ANA))
    reply = await bring(first, post("b", Card("Reply"), Address(Where.THREAD, root)))
    await bring(first, post("c", act=Act.DELETE), root)
    deeper = await bring(first, post("d", Card("Deeper"), Address(Where.THREAD, reply)))
    assert first.root(first.message(deeper).to) == ANA
    assert first.root(CHANNEL) == CHANNEL


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
@pytest.mark.asyncio
async def test_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    first = board(tmp_path)
    receipt = await bring(first, post("a", Card("x")))
    await bring(first, post("b", Card("y"), act=Act.EDIT), receipt)
    (file,) = files(tmp_path)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.asyncio
async def test_a_torn_last_line_is_dropped_wherever_it_was_torn(tmp_path: Path) -> None:
    first = board(tmp_path)
    await bring(first, post("a", Card("One")))
    file = tmp_path / "board.jsonl"
    before = file.stat().st_size
    await bring(first, post("b", Card("Two")))
    whole = file.read_bytes()
    for length in range(before, len(whole)):
        file.write_bytes(whole[:length])
        again = board(tmp_path)
        assert [m.card for m in again.messages(CHANNEL)] == [Card("One")]
        assert file.stat().st_size == before
        # The delivery comes again, as it was never acknowledged, and lands once.
        assert await bring(again, post("b", Card("Two"))) == "m2"
        assert file.read_bytes() == whole


@pytest.mark.asyncio
async def test_a_power_cut_may_leave_the_end_of_a_line_without_its_beginning(
    tmp_path: Path,
) -> None:
    await bring(board(tmp_path), post("a", Card("One")))
    file = tmp_path / "board.jsonl"
    with file.open("ab") as open_file:
        open_file.write(b'\0\0\0\0card"}}\n')
    assert len(board(tmp_path).messages(CHANNEL)) == 1


@pytest.mark.asyncio
async def test_damage_in_the_middle_is_told_and_nothing_is_cut(tmp_path: Path) -> None:
    first = board(tmp_path)
    for key in "abc":
        await bring(first, post(key, Card(key)))
    file = tmp_path / "board.jsonl"
    whole = file.read_bytes()
    for damaged in (
        whole.replace(b'"delivery": "b"', b'"delivery  "b"'),
        whole.replace(b'"receipt": "m3"', b'"receiqt": "m3"'),
        b"{}\n" + whole,
    ):
        file.write_bytes(damaged)
        with pytest.raises(BoardBroken):
            board(tmp_path)
        assert file.read_bytes() == damaged


@pytest.mark.parametrize("act", [Act.POST, Act.EDIT, Act.DELETE])
@pytest.mark.asyncio
async def test_a_disk_that_refuses_is_tried_later_and_lands_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: Act
) -> None:
    first = board(tmp_path)
    receipt = await bring(first, post("a", Card("One")))
    heard: list[Change] = []
    first.listen(heard.append)
    card = None if act is Act.DELETE else Card("Two")

    def full(_file: int) -> None:
        raise OSError(28, "no space")

    with monkeypatch.context() as refusing:
        refusing.setattr(os, "fsync", full)
        with pytest.raises(TryLater):
            await bring(first, post("b", card, act=act), receipt)
    assert not heard
    assert [m.card for m in first.messages(CHANNEL)] == [Card("One")]
    await bring(first, post("b", card, act=act), receipt)
    await bring(first, post("c", Card("Three")))
    assert len(heard) == 2
    assert board(tmp_path).messages(CHANNEL) == first.messages(CHANNEL)


_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["post", "post", "thread", "edit", "delete", "again", "restart"]),
        st.integers(0, 30),
    ),
    max_size=25,
)


@settings(max_examples=60, deadline=None)
@given(_STEPS)
def test_the_board_agrees_with_a_list_whatever_happens(steps: list[tuple[str, int]]) -> None:
    async def run(folder: Path) -> None:
        there = board(folder)
        expected: dict[str, Card | None] = {}
        done: list[tuple[Delivery, str | None, str]] = []
        for number, (step, pick) in enumerate(steps):
            receipts = list(expected)
            of = receipts[pick % len(receipts)] if receipts else None
            card = Card(f"card {number}")
            if step == "restart":
                there = board(folder)
                continue
            if step == "again" and done:
                delivery, target, receipt = done[pick % len(done)]
                assert await bring(there, delivery, target) == receipt
                continue
            place = Address(Where.THREAD, of) if step == "thread" and of else CHANNEL
            act = {"edit": Act.EDIT, "delete": Act.DELETE}.get(step, Act.POST)
            delivery = post(f"d{number}", None if act is Act.DELETE else card, place, act)
            if act is Act.POST:
                receipt = await bring(there, delivery)
                assert receipt not in expected
                expected[receipt] = card
            elif of is not None and (act is Act.DELETE or expected[of] is not None):
                receipt = await bring(there, delivery, of)
                assert receipt == of
                expected[of] = delivery.card
            else:
                continue
            done.append((delivery, of, receipt))
        for last in (there, board(folder)):
            assert {receipt: last.message(receipt).card for receipt in expected} == expected

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(run(Path(folder)))


_WRITER = """
import asyncio, sys
from pathlib import Path
from tests.adapters.console.test_board import board, bring, post
from bot.core.cards import Card
from bot.core.model import Act

async def main():
    there = board(Path(sys.argv[1]))
    for number in range(int(sys.argv[2]), 10**9):
        receipt = await bring(there, post(f"k{number}", Card(f"before {number}" * 40)))
        await bring(there, post(f"e{number}", Card(f"after {number}"), act=Act.EDIT), receipt)
        print(number, receipt, flush=True)

asyncio.run(main())
"""


def test_no_kill_loses_or_doubles_a_message(tmp_path: Path) -> None:
    pauses = random.Random(4)
    acknowledged: dict[int, str] = {}
    begun = 0
    for _ in range(4):
        writer = subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(tmp_path), str(begun)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
        )
        assert writer.stdout is not None
        lines = [writer.stdout.readline() for _ in range(pauses.randrange(3, 40))]
        writer.send_signal(signal.SIGKILL)
        lines += writer.stdout.read().splitlines(keepends=True)
        writer.stdout.close()
        writer.wait()
        for line in lines:
            if line.endswith(b"\n"):
                told, name = line.split()
                acknowledged[int(told)] = name.decode()
        begun = max(acknowledged) + 1
        there = board(tmp_path)
        for number, receipt in acknowledged.items():
            assert there.message(receipt).card == Card(f"after {number}")
        messages = there.messages(CHANNEL)
        assert len({m.receipt for m in messages}) == len(messages)
        # At most the one that was under way when the kill came is there beyond those.
        assert len(messages) <= len(acknowledged) + 1
    records = [json.loads(line) for line in (tmp_path / "board.jsonl").read_bytes().splitlines()]
    assert len({record["delivery"] for record in records}) == len(records)
