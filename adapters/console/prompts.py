"""Where lines are read and written: a terminal with arrow keys, or plain lines."""

from __future__ import annotations

import asyncio
import codecs
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from io import TextIOWrapper
from threading import Semaphore, Thread
from typing import Protocol, TextIO

from prompt_toolkit import PromptSession, print_formatted_text
from prompt_toolkit.application import create_app_session, get_app_session
from prompt_toolkit.completion import WordCompleter
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.history import History, InMemoryHistory
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.output import Output
from prompt_toolkit.patch_stdout import patch_stdout
from prompt_toolkit.shortcuts import CompleteStyle
from prompt_toolkit.styles import Style
from prompt_toolkit.utils import is_dumb_terminal

from adapters.console.render import Line, Tone, echo

PLAIN_WIDTH = 80
NARROWEST, WIDEST = 20, 100

_STYLES: dict[str, str] = {
    Tone.PLACE: "bold ansicyan",
    Tone.TITLE: "bold",
    Tone.DIM: "ansibrightblack",
    Tone.ERROR: "ansired",
    Tone.BUTTON: "ansigreen",
}


class Stop(Enum):
    """Why a line did not come."""

    INTERRUPTED = "interrupted"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Heard:
    """What came in: a line, or the options that were pointed at, or a stop.

    With `Stop.INTERRUPTED`, `text` is what stood in the line when Ctrl-C came.
    """

    text: str = ""
    picked: tuple[int, ...] | None = None
    stop: Stop | None = None


@dataclass(frozen=True, slots=True)
class Pick:
    """Options to point at. `draw` gives their lines for the one pointed at and those ticked."""

    draw: Callable[[int | None, frozenset[int]], Sequence[Line]]
    count: int
    many: bool
    chosen: frozenset[int] = frozenset()


class Console(Protocol):
    """A place with one person at it."""

    @property
    def width(self) -> int:
        """How many columns a line may take."""
        ...

    @property
    def points(self) -> bool:
        """Whether options are drawn by `read`, to be chosen with the arrow keys."""
        ...

    def session(self) -> AbstractContextManager[None]:
        """Take the place over, and give it back at the end."""
        ...

    def show(self, lines: Sequence[Line]) -> None:
        """Write these lines, above the prompt if there is one at the moment."""
        ...

    async def read(
        self,
        prompt: str,
        pick: Pick | None = None,
        words: Sequence[str] | None = None,
        earlier: str = "",
    ) -> Heard:
        """Wait for one line.

        `words` complete it with the Tab key; where they are given, the Up key brings back earlier
        lines, and where they are not, only `earlier`: nothing that was typed elsewhere comes up.
        """
        ...


def open_console(input: TextIO, output: TextIO, environment: Mapping[str, str]) -> Console:
    """The right kind of place for these streams.

    A terminal where both are one; else plain lines, which are echoed so that the transcript can be
    read. A terminal that can't move its cursor gets plain lines too. `NO_COLOR` is kept
    (https://no-color.org).
    """
    if isinstance(output, TextIOWrapper):
        # A terminal without our rules and marks shows question marks, and goes on.
        output.reconfigure(errors="replace")
    if not (input.isatty() and output.isatty()):
        return Lines(input, output, echoes=True)
    if is_dumb_terminal(environment.get("TERM", "")):
        return Lines(input, output, echoes=False)
    return Terminal(colour=not environment.get("NO_COLOR"))


class Lines:
    """Plain lines in and out. Bytes that are no UTF-8 become the replacement character."""

    points = False
    width = PLAIN_WIDTH

    def __init__(self, input: TextIO, output: TextIO, *, echoes: bool) -> None:
        self._input = input
        self._output = output
        self._echoes = echoes
        self._asked = ""
        self._wanted = Semaphore(0)
        self._came: asyncio.Queue[str | Stop] = asyncio.Queue()
        self._waits_for_thread = False
        self._over = False

    @contextmanager
    def session(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        thread = Thread(target=self._feed, args=(loop,), name="console-input", daemon=True)
        thread.start()
        listens = False
        if not self._echoes:
            # Windows has no signal handlers on a loop; Ctrl-C ends the program there.
            with suppress(NotImplementedError):
                loop.add_signal_handler(signal.SIGINT, self._came.put_nowait, Stop.INTERRUPTED)
                listens = True
        try:
            yield
        finally:
            self._over = True
            self._wanted.release()
            if listens:
                loop.remove_signal_handler(signal.SIGINT)

    def show(self, lines: Sequence[Line]) -> None:
        if self._asked:
            self._output.write("\n")
        self._output.writelines(line.text + "\n" for line in lines)
        self._output.write(self._asked)
        self._output.flush()

    async def read(
        self,
        prompt: str,
        pick: Pick | None = None,
        words: Sequence[str] | None = None,
        earlier: str = "",
    ) -> Heard:
        if not self._echoes:
            self._asked = prompt
            self._output.write(prompt)
            self._output.flush()
        if not self._waits_for_thread:
            self._wanted.release()
            self._waits_for_thread = True
        came = await self._came.get()
        self._asked = ""
        if isinstance(came, Stop):
            if not self._echoes:
                self.show([Line("")])
            return Heard(stop=came)
        self._waits_for_thread = False
        if self._echoes:
            self.show(echo(prompt, came, self.width))
        return Heard(came)

    def _feed(self, loop: asyncio.AbstractEventLoop) -> None:
        """Bring one line each time one is wanted. Runs in a thread: reading a pipe blocks."""
        lines = self._lines()
        while self._wanted.acquire() and not self._over:
            came: str | Stop = next(lines, Stop.ENDED)
            try:
                loop.call_soon_threadsafe(self._came.put_nowait, came)
            except RuntimeError:
                # The loop was closed while this waited for a line: nobody wants it any more.
                return
            if came is Stop.ENDED:
                return

    def _lines(self) -> Iterator[str]:
        try:
            source = self._input.fileno()
        except (OSError, ValueError):
            # Not a file of the system: a StringIO, which never blocks.
            yield from (line.removesuffix("\n") for line in self._input)
            return
        # Past the stream's own buffer, whose lock a waiting thread would hold when Python ends.
        decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        rest = ""
        while chunk := _chunk(source):
            *whole, rest = (rest + decoder.decode(chunk)).split("\n")
            yield from (line.removeprefix("\ufeff").removesuffix("\r") for line in whole)
        rest += decoder.decode(b"", final=True)
        if rest:
            yield rest


def _chunk(source: int) -> bytes:
    try:
        return os.read(source, 65536)
    except OSError:
        # A terminal that was hung up has no more to say.
        return b""


class Terminal:
    """A terminal with line editing, arrow keys and messages that come in above the prompt.

    Takes prompt_toolkit's own input and output for tests; without them, the terminal it is run in.
    """

    points = True

    def __init__(
        self, input: Input | None = None, output: Output | None = None, *, colour: bool = True
    ) -> None:
        self._input = input
        self._output = output
        self._style = Style.from_dict(_STYLES if colour else dict.fromkeys(_STYLES, ""))
        self._history = InMemoryHistory()

    @property
    def width(self) -> int:
        columns = get_app_session().output.get_size().columns
        # The last column stays free: some terminals break the line when it is filled.
        return max(NARROWEST, min(WIDEST, columns - 1))

    @contextmanager
    def session(self) -> Iterator[None]:
        errors = sys.stderr
        with create_app_session(self._input, self._output), patch_stdout():
            if errors is not None and not errors.isatty():
                # Sent to a file by whoever started this: it does not belong above the prompt.
                sys.stderr = errors
            yield

    def show(self, lines: Sequence[Line]) -> None:
        print_formatted_text(
            FormattedText(_fragments(lines)),
            end="",
            style=self._style,
            include_default_pygments_style=False,
        )

    async def read(
        self,
        prompt: str,
        pick: Pick | None = None,
        words: Sequence[str] | None = None,
        earlier: str = "",
    ) -> Heard:
        pointing = _Pointing(pick) if pick and self._has_room(pick) else None
        if pick and pointing is None:
            self.show(pick.draw(None, pick.chosen))
        history: History = self._history
        if words is None:
            history = InMemoryHistory([earlier] if earlier else [])
        stopped: list[Stop] = []
        keys = _stop_keys(stopped)
        if pointing:
            _point_keys(keys, pointing)

        def message() -> FormattedText:
            above = _fragments(pointing.lines()) if pointing else []
            return FormattedText([*above, ("", prompt)])

        asking: PromptSession[str] = PromptSession(
            message,
            history=history,
            key_bindings=keys,
            style=self._style,
            completer=WordCompleter(list(words or ()), sentence=True),
            complete_while_typing=False,
            complete_style=CompleteStyle.READLINE_LIKE,
            reserve_space_for_menu=0,
            include_default_pygments_style=False,
        )
        try:
            text = await asking.prompt_async()
        except EOFError:
            return Heard(stop=Stop.ENDED)
        if stopped:
            return Heard(asking.default_buffer.text, stop=stopped[0])
        return Heard(text, picked=pointing.picked() if pointing and not text else None)

    def _has_room(self, pick: Pick) -> bool:
        rows = get_app_session().output.get_size().rows
        return len(pick.draw(None, pick.chosen)) + 2 < rows


def _fragments(lines: Sequence[Line]) -> list[tuple[str, str]]:
    return [(f"class:{line.tone}" if line.tone else "", line.text + "\n") for line in lines]


class _Pointing:
    """Where the arrow keys stand in a list of options, and what is ticked."""

    def __init__(self, pick: Pick) -> None:
        self.pick = pick
        self.at = min(pick.chosen, default=None) if not pick.many else None
        self.chosen = pick.chosen
        self._touched = False

    def lines(self) -> Sequence[Line]:
        return self.pick.draw(self.at, self.chosen if self.pick.many else frozenset())

    def move(self, by: int) -> None:
        """Up from the first option is no option, so that a question can be left empty."""
        at = (-1 if self.at is None else self.at) + by
        self.at = None if at < 0 else min(at, self.pick.count - 1)

    def tick(self) -> None:
        if self.at is not None:
            self.chosen ^= {self.at}
            self._touched = True

    def picked(self) -> tuple[int, ...] | None:
        """What Enter means on an empty line; None where nothing was pointed at."""
        if self._touched:
            return tuple(sorted(self.chosen))
        if self.at is None or (self.pick.many and self.chosen):
            return None
        return (self.at,)


def _stop_keys(stopped: list[Stop]) -> KeyBindings:
    keys = KeyBindings()

    @keys.add("c-c")
    @keys.add("<sigint>")
    def _interrupt(event: KeyPressEvent) -> None:
        stopped.append(Stop.INTERRUPTED)
        event.app.exit(result="", style="class:aborting")

    @keys.add("escape", "enter")
    def _new_line(event: KeyPressEvent) -> None:
        event.current_buffer.insert_text("\n")

    return keys


def _point_keys(keys: KeyBindings, pointing: _Pointing) -> None:
    @keys.add("up")
    def _up(event: KeyPressEvent) -> None:
        pointing.move(-1)

    @keys.add("down")
    def _down(event: KeyPressEvent) -> None:
        pointing.move(1)

    def ticks() -> bool:
        return pointing.pick.many and pointing.at is not None

    @keys.add(" ", filter=Condition(ticks))
    def _tick(event: KeyPressEvent) -> None:
        if event.current_buffer.text:
            event.current_buffer.insert_text(" ")
        else:
            pointing.tick()
