"""A store on a disk that fills up, run as a program in a mount namespace of its own.

Mounts a small memory disk on the folder it is given, and prints as JSON what it saw there.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path

from bot.core.model import Win
from bot.core.ports import StoreFull, StoreUnavailable
from storage.tiny import TinyStore
from tests.storage.contract import HERE, ids, keep, win

SIZE = 2 << 20
BALLAST = 512 << 10


def _mount_again(disk: Path, option: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{option}", str(disk)], check=True)


async def _fill(store: TinyStore, begin: int) -> tuple[list[str], list[str], bool]:
    """Write from several tasks until each is refused."""
    there: list[str] = []
    refused: list[str] = []
    named = True

    async def write(task: int) -> None:
        nonlocal named
        for number in range(10_000):
            both = [f"{begin}-{task}-{number}-{half}" for half in "ab"]
            try:
                await keep(store, HERE, *(win(one, text="x" * 3000) for one in both))
            except StoreFull as error:
                named = named and "room" in str(error)
                refused.extend(both)
                return
            there.extend(both)

    await asyncio.gather(*(write(task) for task in range(5)))
    return there, refused, named


async def see(disk: Path) -> dict[str, object]:
    ballast = disk / "ballast"
    ballast.write_bytes(b"x" * BALLAST)
    store = await TinyStore.open(disk / "data")
    there, refused, named = await _fill(store, 1)
    readable = await ids(store, HERE, Win) == sorted(there)
    full_again = False
    try:
        await keep(store, HERE, win("big", text="x" * 100_000))
    except StoreFull:
        full_again = True
    ballast.unlink()
    more, refused_later, _ = await _fill(store, 2)
    after_room = await ids(store, HERE, Win) == sorted(there + more)
    # Closing brings the journal into the file, for which there is no room either.
    await store.close()
    files = sum(one.stat().st_size for one in (disk / "data").iterdir())
    opened = False
    try:
        store = await TinyStore.open(disk / "data")
        opened = await ids(store, HERE, Win) == sorted(there + more)
        await store.close()
    except StoreUnavailable:
        # It may need room to open; then it must need nothing else.
        _mount_again(disk, f"size={4 * SIZE}")
        store = await TinyStore.open(disk / "data")
        opened = await ids(store, HERE, Win) == sorted(there + more)
        await store.close()
    # Which the system refuses while a file is still open for writing.
    _mount_again(disk, "ro")
    read_only = ""
    try:
        await TinyStore.open(disk / "data")
    except StoreUnavailable as error:
        read_only = str(error)
    return {
        "written": len(there),
        "refused": len(refused),
        "named": named,
        "readable while full": readable,
        "full again": full_again,
        "written with room": len(more),
        "refused again": len(refused_later),
        "all there with room": after_room,
        "all there after opening": opened,
        "filled": files > (SIZE - BALLAST) // 2,
        "read-only": read_only,
    }


def main() -> None:
    disk = Path(sys.argv[1])
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(disk)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        sys.stdout.write(json.dumps(None))
        return
    sys.stdout.write(json.dumps(asyncio.run(see(disk))))


if __name__ == "__main__":
    main()
