"""Lines over a pipe, and a terminal whose keys are pressed by the test."""

from __future__ import annotations

import asyncio
import io
import os
import threading
from collections.abc import Sequence
from io import StringIO

import pytest
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from adapters.console import render
from adapters.console.prompts import Heard, Lines, Pick, Stop, Terminal, open_console
from adapters.console.render import Line
from bot.core.cards import FormField
from tests.adapters.console.scene import FEELING, NEXT

pytestmark = pytest.mark.asyncio

UP, DOWN, ENTER, CTRL_C, CTRL_D, ALT_ENTER = "\x1b[A", "\x1b[B", "\r", "\x03", "\x04", "\x1b\r"


# Lines.


async def heard_from(data: bytes) -> list[Heard]:
    """All lines of a real pipe, up to its end."""
    source, sink = os.pipe()

    def feed() -> None:
        with os.fdopen(sink, "wb") as pipe:
            pipe.write(data)

    feeder = threading.Thread(target=feed)
    feeder.start()
    heard: list[Heard] = []
    with os.fdopen(source, encoding="utf-8") as stream:
        lines = Lines(stream, StringIO(), echoes=True)
        with lines.session():
            while not heard or heard[-1].stop is None:
                heard.append(await lines.read("> "))
    feeder.join()
    return heard


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        (b"", []),
        (b"one\ntwo\n", ["one", "two"]),
        (b"one\r\ntwo", ["one", "two"]),
        (b"\n\n", ["", ""]),
        (b"\xef\xbb\xbfone\n", ["one"]),
        (b"a\xffb\xc3\n", ["a\ufffdb\ufffd"]),
        ("Zürich ☕\n".encode(), ["Zürich ☕"]),
        (b"\x00\x1b[31m\n", ["\x00\x1b[31m"]),
        (b"x" * 200_000 + b"\nend\n", ["x" * 200_000, "end"]),
        # Four bytes of one character, on both sides of the edge of a chunk.
        (b"x" * 65_534 + "😀\n".encode(), ["x" * 65_534 + "😀"]),
    ],
)
async def test_every_line_of_a_pipe_comes_through(data: bytes, texts: list[str]) -> None:
    *lines, end = await heard_from(data)
    assert [line.text for line in lines] == texts
    assert end == Heard(stop=Stop.ENDED)


async def test_the_end_stays_the_end() -> None:
    lines = Lines(StringIO("one\n"), StringIO(), echoes=True)
    with lines.session():
        assert (await lines.read("> ")).text == "one"
        assert (await lines.read("> ")).stop is Stop.ENDED


async def test_piped_lines_are_echoed_behind_their_prompt_without_control_characters() -> None:
    output = StringIO()
    lines = Lines(StringIO("hello \x1b[31m\n"), output, echoes=True)
    with lines.session():
        await lines.read("ana> ")
    assert output.getvalue() == "ana> hello [31m\n"


async def test_what_comes_in_above_a_plain_prompt_leaves_the_prompt_at_the_end() -> None:
    output = StringIO()
    source, sink = os.pipe()
    with os.fdopen(source, encoding="utf-8") as stream, os.fdopen(sink, "wb", buffering=0) as pipe:
        lines = Lines(stream, output, echoes=False)
        with lines.session():
            reading = asyncio.create_task(lines.read("ana> "))
            await asyncio.sleep(0)
            lines.show([Line("║ news")])
            pipe.write(b"hello\n")
            assert (await reading).text == "hello"
    assert output.getvalue() == "ana> \n║ news\nana> "


async def test_a_session_that_ends_under_an_unread_line_leaves_no_thread_behind() -> None:
    lines = Lines(StringIO("one\ntwo\n"), StringIO(), echoes=True)
    with lines.session():
        await lines.read("> ")
    for thread in threading.enumerate():
        if thread.name == "console-input":
            thread.join(5)
            assert not thread.is_alive()


@pytest.mark.parametrize(("term", "kind"), [("dumb", Lines), ("xterm", Terminal)])
async def test_a_terminal_that_cannot_move_its_cursor_gets_plain_lines(
    term: str, kind: type
) -> None:
    class Tty(StringIO):
        def isatty(self) -> bool:
            return True

    assert isinstance(open_console(Tty(), Tty(), {"TERM": term}), kind)


async def test_what_is_piped_is_plain_lines() -> None:
    assert isinstance(open_console(StringIO(), StringIO(), {"TERM": "xterm"}), Lines)


async def test_an_output_with_a_narrow_encoding_shows_question_marks_and_goes_on() -> None:
    raw = io.BytesIO()
    output = io.TextIOWrapper(raw, encoding="ascii")
    console = open_console(StringIO("☕\n"), output, {})
    with console.session():
        console.show([Line("│ Zürich ☕")])
        await console.read("> ")
    assert raw.getvalue() == b"? Z?rich ?\n> ?\n"


# The terminal.


class Screen(DummyOutput):
    """Keeps what is written; as large as it is told to be."""

    def __init__(self, rows: int = 40, columns: int = 80) -> None:
        self._size = Size(rows=rows, columns=columns)
        self.written: list[str] = []

    def get_size(self) -> Size:
        return self._size

    def write(self, data: str) -> None:
        self.written.append(data)

    def write_raw(self, data: str) -> None:
        self.written.append(data)

    @property
    def text(self) -> str:
        return "".join(self.written)


def pick(field: FormField, *chosen: int, many: bool = False) -> Pick:
    return Pick(
        lambda pointed, ticked: render.options(field, 60, pointed, ticked),
        len(field.options),
        many,
        frozenset(chosen),
    )


async def pressed(
    *keys: str,
    pick: Pick | None = None,
    words: Sequence[str] | None = None,
    earlier: str = "",
    screen: Screen | None = None,
) -> Heard:
    """What the terminal hears when these keys are pressed."""
    with create_pipe_input() as source:
        terminal = Terminal(source, screen or Screen())
        with terminal.session():
            source.send_text("".join(keys))
            return await asyncio.wait_for(
                terminal.read("ana> ", pick, words=words, earlier=earlier), 20
            )


@pytest.mark.parametrize(
    ("keys", "picked"),
    [
        ((DOWN,), (0,)),
        ((DOWN, DOWN, DOWN), (2,)),
        ((DOWN, DOWN, UP), (0,)),
        ((DOWN,) * 20, (5,)),
        ((), None),
        ((DOWN, UP), None),
        ((UP, UP), None),
    ],
)
async def test_arrow_keys_choose(keys: tuple[str, ...], picked: tuple[int, ...] | None) -> None:
    assert await pressed(*keys, ENTER, pick=pick(FEELING)) == Heard("", picked)


async def test_what_is_held_already_is_pointed_at() -> None:
    assert (await pressed(ENTER, pick=pick(FEELING, 3))).picked == (3,)
    assert (await pressed(DOWN, ENTER, pick=pick(FEELING, 3))).picked == (4,)


@pytest.mark.parametrize(
    ("keys", "chosen", "picked"),
    [
        ((DOWN, " "), (), (0,)),
        ((DOWN, " ", DOWN, " "), (), (0, 1)),
        ((DOWN, DOWN, " ", UP, " "), (), (0, 1)),
        ((DOWN, " ", " "), (), ()),
        ((DOWN, " "), (0,), ()),
        ((DOWN, DOWN), (), (1,)),
        ((DOWN,), (1,), None),
        ((), (), None),
    ],
)
async def test_space_ticks_each_of_many(
    keys: tuple[str, ...], chosen: tuple[int, ...], picked: tuple[int, ...] | None
) -> None:
    assert (await pressed(*keys, ENTER, pick=pick(NEXT, *chosen, many=True))).picked == picked


async def test_a_typed_number_goes_before_what_is_pointed_at() -> None:
    assert await pressed(DOWN, "4", ENTER, pick=pick(FEELING)) == Heard("4")
    many = pick(NEXT, many=True)
    assert await pressed(DOWN, "1", " ", "2", ENTER, pick=many) == Heard("1 2")


async def test_options_that_do_not_fit_are_listed_above_and_typed() -> None:
    screen = Screen(rows=6)
    heard = await pressed(DOWN, "2", ENTER, pick=pick(FEELING), screen=screen)
    assert heard == Heard("2")
    assert "6) Crushed" in screen.text


@pytest.mark.parametrize("field", [None, FEELING])
async def test_ctrl_c_hands_over_what_stood_in_the_line(field: FormField | None) -> None:
    chosen = pick(field) if field else None
    assert await pressed("half a l", CTRL_C, pick=chosen) == Heard(
        "half a l", None, Stop.INTERRUPTED
    )


async def test_ctrl_d_on_an_empty_line_is_the_end() -> None:
    assert await pressed(CTRL_D) == Heard(stop=Stop.ENDED)


async def test_alt_and_enter_start_a_new_line() -> None:
    assert (await pressed("one", ALT_ENTER, "two", ENTER)).text == "one\ntwo"


async def test_the_tab_key_completes_a_command() -> None:
    assert (await pressed("/deb", "\t", ENTER, words=["/debrief", "/wins"])).text == "/debrief"


async def test_the_up_key_brings_back_earlier_lines_but_none_inside_a_form() -> None:
    with create_pipe_input() as source:
        terminal = Terminal(source, Screen())
        with terminal.session():
            source.send_text("/wins\r")
            await terminal.read("> ", words=[])
            source.send_text("A private answer\r")
            await terminal.read("> ")
            source.send_text(f"{UP}{ENTER}")
            assert (await terminal.read("> ")).text == ""
            source.send_text(f"{UP}{ENTER}")
            assert (await terminal.read("> ", words=[])).text == "/wins"


async def test_the_up_key_in_a_form_brings_back_what_the_question_holds() -> None:
    assert (await pressed(UP, "!", ENTER, earlier="held words")).text == "held words!"
    assert (await pressed(ENTER, earlier="held words")).text == ""


@pytest.mark.parametrize(("columns", "width"), [(10, 20), (60, 59), (300, 100)])
async def test_lines_leave_the_last_column_free_and_stay_readable(columns: int, width: int) -> None:
    with create_pipe_input() as source:
        terminal = Terminal(source, Screen(columns=columns))
        with terminal.session():
            assert terminal.width == width


async def test_lines_are_shown_as_they_are() -> None:
    screen = Screen()
    with create_pipe_input() as source:
        terminal = Terminal(source, screen, colour=False)
        with terminal.session():
            terminal.show([Line("│ <b>not markup</b> & \\n")])
    assert "│ <b>not markup</b> & \\n" in screen.text
