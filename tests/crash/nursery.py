"""A warm process that gives birth to short lives, so that hundreds can be killed in seconds.

It has imported everything and has one thread, so forking it is safe and costs a few milliseconds.
Run as `python -m tests.crash.nursery <module>:<function>`: for each line of JSON on its input it
forks a child that calls the function with it. On its output it says who was born and how they
ended; between the two, the child writes its own lines (see `say`).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from signal import SIGKILL
from typing import IO, Any

Order = Mapping[str, Any]
"""What a life is to do, as JSON values."""


def say(what: Mapping[str, Any]) -> None:
    """From inside a life: a line that is out before this returns, whole or not at all."""
    line = json.dumps(what).encode() + b"\n"
    assert len(line) < 512, "longer lines may be torn"  # POSIX's PIPE_BUF is at least 512
    os.write(1, line)


def main() -> None:
    module, _, function = sys.argv[1].partition(":")
    live = getattr(import_module(module), function)
    say({"ready": True})
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            # Whatever happens in there, the child must not go on as a second nursery.
            try:
                live(json.loads(line))
            finally:
                os._exit(0)
        say({"born": child})
        _, status = os.waitpid(child, 0)
        say({"ended": status})


@dataclass
class Life:
    """One child: what it has said so far."""

    pid: int
    lines: Iterator[dict[str, Any]]
    said: list[dict[str, Any]] = field(default_factory=list)
    over: bool = False

    def hear(self) -> dict[str, Any] | None:
        """The next thing it says; None when it has ended."""
        for line in self.lines:
            if "ended" in line:
                break
            self.said.append(line)
            return line
        self.over = True
        return None

    def kill(self) -> None:
        """Kill it as `kill -9` does, and hear what it had still said."""
        os.kill(self.pid, SIGKILL)
        while self.hear() is not None:
            pass


class Nursery:
    """The warm process, from outside."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._orders: IO[str] = process.stdin
        self._lines = (json.loads(line) for line in process.stdout)
        assert next(self._lines) == {"ready": True}

    def life(self, order: Order) -> Life:
        """Have a child do this."""
        self._orders.write(json.dumps(order) + "\n")
        self._orders.flush()
        early: list[dict[str, Any]] = []
        while "born" not in (line := next(self._lines)):
            # The child may be quicker than its parent.
            early.append(line)
        return Life(line["born"], self._lines, early)


@contextmanager
def nursery(work: str) -> Iterator[Nursery]:
    """A nursery whose children do `work` (`module:function`)."""
    command = [sys.executable, "-m", "tests.crash.nursery", work]
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Nursery(process)
        assert process.stdin is not None
        process.stdin.close()


if __name__ == "__main__":
    main()
