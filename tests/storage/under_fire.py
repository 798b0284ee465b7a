"""A process that writes and is killed, and what must be there afterwards.

Run as a program it waits with everything imported, forks a writer for each line that it reads,
kills the writer, and answers with what the writer had acknowledged.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import select
import signal
import sys
import time
import traceback
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from bot.core.model import Delivery, Document, Encouragement, Tenant, Timer, Win
from bot.core.ports import Conflict, Store
from storage.codec import Codec
from storage.tiny import TinyStore
from tests.storage.contract import HERE, MINUTE, NOON, THERE, delivery, timer, win

SHARED = "shared"
"""The id of the document in which several tasks count their commits."""

_AT_ONCE = 8
"""After so many commits of each task the store is closed and opened: kills meet that too."""


@dataclass(frozen=True, slots=True)
class Task:
    """One of several that write at the same time, each its own documents."""

    name: str
    tenant: Tenant
    counts: bool


TASKS = (
    Task("a", HERE, counts=True),
    Task("b", HERE, counts=True),
    Task("c", HERE, counts=False),
    Task("d", THERE, counts=False),
)


def put_by(task: Task, number: int) -> tuple[Document, Document, Document]:
    """What a task's commit of this number puts; the timer is the same document each time."""
    text = f"{task.name} {number} {'x' * (number * 37 % 3000)}"
    return (
        win(f"{task.name}-{number}", member=task.name, text=text),
        replace(delivery(f"{task.name}-{number}"), subject=task.name),
        timer(task.name, NOON + number * MINUTE, what=str(number)),
    )


def deleted_by(task: Task, number: int) -> list[Document]:
    """What a task's commit of this number removes. Some documents stay, so that the file grows."""
    before = number - 3
    return list(put_by(task, before)[:2]) if before > 0 and before % 10 else []


def state_after(task: Task, number: int) -> dict[tuple[str, str], Document]:
    """Exactly what is there of a task after this many commits."""
    kept: dict[tuple[str, str], Document] = {}
    for one in range(1, number + 1):
        # Of the others nothing is left, and making them would take longer with every kill.
        if one > number - 4 or one % 10 == 0:
            kept |= {(each.KIND, each.id): each for each in put_by(task, one)}
            for each in deleted_by(task, one):
                kept.pop((each.KIND, each.id), None)
    return kept


async def number_of(store: Store, task: Task) -> int:
    """How many commits of this task are there."""
    found = await store.transaction(task.tenant).get(Timer, task.name)
    return int(found.what) if found is not None else 0


async def commit(store: Store, task: Task, number: int) -> None:
    """Several documents, and a count that others change too, in one transaction."""
    while True:
        work = store.transaction(task.tenant)
        if task.counts:
            found = await work.get(Encouragement, SHARED)
            counted = found or Encouragement(SHARED, 0, NOON.time())
            work.put(replace(counted, round=counted.round + 1))
        for one in put_by(task, number):
            work.put(one)
        for one in deleted_by(task, number):
            work.delete(type(one), one.id)
        with contextlib.suppress(Conflict):
            await work.commit()
            return


async def trouble_with(store: Store, acknowledged: dict[str, int]) -> list[str]:
    """What is wrong with a store of which so many commits of each task were acknowledged."""
    trouble: list[str] = []
    counted: dict[Tenant, int] = {}
    for task in TASKS:
        number = await number_of(store, task)
        least = acknowledged.get(task.name, 0)
        # Each waits for one commit before it begins the next.
        if number not in (least, least + 1):
            trouble.append(f"{task.name}: {least} acknowledged, {number} there")
        work = store.transaction(task.tenant)
        wins = await work.find(Win, member=task.name)
        sent = await work.find(Delivery, subject=task.name)
        timers = [one for one in await work.find(Timer) if one.id == task.name]
        found: list[Document] = [*wins, *sent, *timers]
        there = {(one.KIND, one.id): one for one in found}
        expected = state_after(task, number)
        wrong = [
            key for key in there.keys() | expected.keys() if there.get(key) != expected.get(key)
        ]
        if wrong:
            trouble.append(f"{task.name}: not as commit {number} left them: {sorted(wrong)}")
        if task.counts:
            counted[task.tenant] = counted.get(task.tenant, 0) + number
    for tenant, number in counted.items():
        shared = await store.transaction(tenant).get(Encouragement, SHARED)
        if (shared.round if shared is not None else 0) != number:
            trouble.append(f"{tenant}: {number} commits, counted {shared}")
    return trouble


# --- In the process that is killed


async def write(folder: Path, codec: Codec, pipe: int) -> None:
    """Write without end, and tell each commit after it was acknowledged."""

    async def work(store: Store, task: Task) -> None:
        done = await number_of(store, task)
        for number in range(done + 1, done + 1 + _AT_ONCE):
            await commit(store, task, number)
            os.write(pipe, f"{task.name} {number}\n".encode())

    while True:
        store = await TinyStore.open(folder, codec=codec)
        await asyncio.gather(*(work(store, task) for task in TASKS))
        await store.close()


# --- In the process that kills


class Order(NamedTuple):
    """Kill the writer in this folder so many seconds after so many acknowledgements."""

    folder: str
    acknowledgements: int
    seconds: float


def killed(order: Order, codec: Codec) -> list[str]:
    """Carry out an order, and give the acknowledgements. Raises RuntimeError when the writer ended
    by itself."""
    ours, theirs = os.pipe()
    writer = os.fork()
    if writer == 0:
        try:
            asyncio.run(write(Path(order.folder), codec, theirs))
        except BaseException:  # noqa: BLE001 - nothing of this may go on in the child
            traceback.print_exc()
        finally:
            os._exit(1)
    os.close(theirs)
    heard = b""
    while heard.count(b"\n") < order.acknowledgements and (more := os.read(ours, 65_536)):
        heard += more
    end = time.monotonic() + order.seconds
    while (left := end - time.monotonic()) > 0 and select.select([ours], [], [], left)[0]:
        if not (more := os.read(ours, 65_536)):
            break
        heard += more
    os.kill(writer, signal.SIGKILL)
    _, status = os.waitpid(writer, 0)
    while more := os.read(ours, 65_536):
        heard += more
    os.close(ours)
    if not os.WIFSIGNALED(status):
        raise RuntimeError("the writer ended before it was killed")
    return heard.decode().splitlines()


def main() -> None:
    codec = Codec()
    for line in sys.stdin:
        told = killed(Order(*json.loads(line)), codec)
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
