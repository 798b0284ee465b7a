"""A work on a store's folder that is killed on its way, in a process of its own.

Run as a program with the name of the work, the folder, a file, the keys with commas between, and
how often it may tell of its progress before it is killed.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from storage import copies, rotation
from storage.codec import Codec
from storage.copies import Tell


def after(times: int) -> Tell:
    """Kills this process when it is told for the so-many-th time."""
    told = 0

    def tell(_done: int, _of: int) -> None:
        nonlocal told
        told += 1
        if told == times:
            os.kill(os.getpid(), signal.SIGKILL)

    return tell


def main() -> None:
    work, folder, file, keys, times = sys.argv[1:]
    tell, codec = after(int(times)), Codec(keys=keys.split(",") if keys else ())
    # Small, so that there are many places to be killed at.
    rotation._AT_ONCE = copies._AT_ONCE = 10
    copies._EVERY = 10
    if work == "rotate":
        rotation.rotate(Path(folder), codec, tell)
    elif work == "restore":
        copies.restore(Path(folder), Path(file), codec, tell)
    else:
        copies.back_up(Path(folder), Path(file), codec, tell)


if __name__ == "__main__":
    main()
