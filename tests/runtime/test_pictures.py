"""The pictures: the same bytes for the same chart, readable by everybody, and never in the way."""

from __future__ import annotations

import asyncio
import struct
import subprocess
import sys
import zlib
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.cards import Bar, Chart
from bot.core.ports import NoPicture
from bot.core.wins import WinKind
from bot.runtime import pictures
from bot.runtime.pictures import COLOURS, INK, PANEL, PATTERNS, QUIET, Drawing, draw

ROOT = Path(__file__).parents[2]
PNG = b"\x89PNG\r\n\x1a\n"


def chart(
    *columns: tuple[int, int, int, int],
    title: str = "What you kept",
    labels: tuple[str, ...] | None = None,
    names: tuple[str, ...] = ("Practice", "Industry", "Self", "Network"),
) -> Chart:
    """A chart of these months, each with its four counts."""
    months = tuple(date(2025 + n // 12, n % 12 + 1, 1) for n in range(len(columns)))
    rows = zip(*columns, strict=True)
    return Chart(
        title,
        months,
        labels or tuple(f"{month:%b}" for month in months),
        tuple(Bar(k, n, c) for k, n, c in zip(WinKind, names, rows, strict=True)),
    )


ONE = chart((0, 0, 0, 0), (0, 0, 0, 0), (1, 0, 0, 0))
YEAR = chart(*[(n, 2 * n % 5, 3, 12 - n) for n in range(12)])


def chunks(png: bytes) -> dict[str, bytes]:
    """The chunks of a PNG by their kind, each checked against its sum."""
    assert png.startswith(PNG)
    found: dict[str, bytes] = {}
    at = len(PNG)
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        kind, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        assert struct.unpack_from(">I", png, at + 8 + length) == (zlib.crc32(kind + data),)
        found[kind.decode()] = found.get(kind.decode(), b"") + data
        at += length + 12
    return found


def colours_in(chart: Chart) -> set[bytes]:
    """Every colour of the picture, as its three bytes."""
    from io import BytesIO  # noqa: PLC0415

    from PIL import Image  # noqa: PLC0415 - matplotlib brings it along

    pixels = Image.open(BytesIO(draw(chart))).convert("RGB").tobytes()
    return {pixels[at : at + 3] for at in range(0, len(pixels), 3)}


@pytest.mark.parametrize(
    "drawn",
    [ONE, YEAR, chart((0, 0, 0, 0)), chart(*[(300, 299, 1, 412)] * 12)],
    ids=["one win", "a year", "nothing", "very many"],
)
def test_a_picture_is_a_png_of_its_size_and_not_large(drawn: Chart) -> None:
    png = draw(drawn)
    assert struct.unpack_from(">II", chunks(png)["IHDR"]) == (1200, 675)
    assert len(png) < 200_000


def test_a_picture_says_nothing_of_when_or_with_what_it_was_drawn() -> None:
    assert set(chunks(draw(YEAR))) == {"IHDR", "pHYs", "IDAT", "IEND"}


def test_the_same_chart_is_the_same_bytes_and_another_is_not() -> None:
    first = draw(YEAR)
    assert draw(ONE) != first
    assert draw(YEAR) == first


def in_a_fresh_process(code: str, folder: Path, **environment: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "HOME": str(folder), "PATH": "", **environment},
        check=True,
        capture_output=True,
        text=True,
    ).stdout


_DIGEST = """
import hashlib, sys
from tests.runtime.test_pictures import YEAR, draw
png = draw(YEAR)
assert "matplotlib.pyplot" not in sys.modules
print(hashlib.sha256(png).hexdigest())
"""


def test_neither_another_process_nor_a_style_file_changes_a_byte_and_pyplot_stays_out(
    tmp_path: Path,
) -> None:
    style = "figure.facecolor: white\ntext.usetex: True\nfont.size: 30\nhatch.linewidth: 9\n"
    (tmp_path / "matplotlibrc").write_text(style)
    here = draw(YEAR)
    there = in_a_fresh_process(_DIGEST, tmp_path, MPLCONFIGDIR=str(tmp_path))
    import hashlib  # noqa: PLC0415

    assert there.strip() == hashlib.sha256(here).hexdigest()


def test_starting_the_bot_does_not_load_the_drawing_library(tmp_path: Path) -> None:
    code = "import bot.wiring, sys; print([m for m in sys.modules if 'matplotlib' in m])"
    assert in_a_fresh_process(code, tmp_path).strip() == "[]"


def brightness(colour: str) -> float:
    """Relative luminance, as the web's accessibility rules define it."""

    def linear(part: str) -> float:
        c = int(part, 16) / 255
        return c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(colour[at : at + 2]) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((brightness(one), brightness(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("kind", WinKind)
def test_every_bar_stands_out_from_the_panel(kind: WinKind) -> None:
    assert contrast(COLOURS[kind], PANEL) >= 3


@pytest.mark.parametrize("ink", [INK, QUIET])
def test_every_word_can_be_read_on_the_panel(ink: str) -> None:
    assert contrast(ink, PANEL) >= 7


def test_bars_that_touch_differ_in_brightness_too_and_all_in_pattern() -> None:
    for one, other in pairwise(WinKind):
        assert contrast(COLOURS[one], COLOURS[other]) >= 1.6
    assert len(set(PATTERNS.values())) == len(WinKind)


def test_the_tested_colours_are_the_drawn_ones() -> None:
    for number, kind in enumerate(WinKind):
        counts = tuple(3 if at == number else 0 for at in range(4))
        drawn = colours_in(chart(counts))  # type: ignore[arg-type]  # four of them
        wanted = {bytes.fromhex(colour[1:]) for colour in (COLOURS[kind], PANEL)}
        assert wanted <= drawn
        others = {bytes.fromhex(COLOURS[other][1:]) for other in WinKind if other is not kind}
        assert not others & drawn, "a kind of which there is nothing is not in the legend either"


HOSTILE = [
    "$x^2$ and $",
    r"$\frac{1}{0}$ \undefined {",
    "_a_b^c%&#~",
    "line\nbreak\ttab\r\x00\x1b[31m",
    "\u202eturned round\u2066",
    "lone \ud800 surrogate",
    "x" * 3000,
    "many words " * 300,
    "",
    " ",
    "👩🏽‍🍳",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.filterwarnings("error")
def test_no_label_breaks_a_picture(text: str) -> None:
    drawn = chart((1, 1, 1, 1), title=text, labels=(text,), names=(text,) * 4)
    assert len(chunks(draw(drawn))["IDAT"]) > 1000


def test_dollar_signs_are_not_a_formula(monkeypatch: pytest.MonkeyPatch) -> None:
    from matplotlib.mathtext import MathTextParser  # noqa: PLC0415

    def parse(*_: object, **__: object) -> None:
        raise AssertionError("read as a formula")

    monkeypatch.setattr(MathTextParser, "parse", parse)
    draw(chart((1, 1, 1, 1), title="$x$", labels=("$x$",), names=("$a$",) * 4))


@pytest.mark.parametrize(
    "names",
    [
        ("Übung", "Größe", "Ich", "Netz"),
        ("Практика", "Отрасль", "Я", "Связи"),
        ("Άσκηση", "Κλάδος", "Εαυτός", "Δίκτυο"),
        ("تدريب", "مجال", "ذات", "شبكة"),
        ("תרגול", "ענף", "עצמי", "קשרים"),
    ],
    ids=["Latin", "Cyrillic", "Greek", "Arabic", "Hebrew"],
)
def test_these_scripts_are_written_with_the_font_that_comes_along(names: tuple[str, ...]) -> None:
    ours = pictures._shipped_font()
    assert [pictures._font_for(name) for name in names] == [ours] * 4
    written = draw(chart((1, 1, 1, 1), names=names))
    assert written != draw(chart((1, 1, 1, 1), names=("", "", "", "")))


def test_what_no_font_here_can_write_is_numbered(monkeypatch: pytest.MonkeyPatch) -> None:
    from matplotlib import font_manager  # noqa: PLC0415

    ours = pictures._shipped_font()
    only = [font for font in font_manager.fontManager.ttflist if font.fname == ours]
    assert only
    monkeypatch.setattr(font_manager.fontManager, "ttflist", only)
    months = ("一月", "二月", "三月")
    column = (1, 1, 1, 1)
    unwritten = chart(*[column] * 3, title="收获", labels=months, names=("练", "业", "己", "人"))
    numbered = chart(*[column] * 3, title="", labels=("1", "2", "3"), names=("1", "2", "3", "4"))
    assert draw(unwritten) == draw(numbered)


def test_a_font_that_is_gone_or_broken_is_passed_over(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"no font")
    assert not pictures._has(str(tmp_path / "gone.ttf"), {65})
    assert not pictures._has(str(broken), {65})


def test_long_words_stay_inside_their_room() -> None:
    """Nothing is written over the edge: the outermost pixels are all panel."""
    from io import BytesIO  # noqa: PLC0415

    from PIL import Image  # noqa: PLC0415

    names = ("Bewerbungsgesprächsübung",) * 4
    drawn = chart(*[(1, 1, 1, 1)] * 12, title="Was du behalten hast " * 9, names=names)
    picture = Image.open(BytesIO(draw(drawn))).convert("RGB")
    right = picture.crop((1165, 0, 1200, 675)).getcolors()
    assert right == [(35 * 675, tuple(bytes.fromhex(PANEL[1:])))]


_COUNT = st.integers(0, 2000)
_COLUMN = st.tuples(_COUNT, _COUNT, _COUNT, _COUNT)


@settings(max_examples=10)
@given(st.lists(_COLUMN, min_size=1, max_size=12), st.text(max_size=30), st.text(max_size=30))
def test_any_chart_can_be_drawn(
    columns: list[tuple[int, int, int, int]], title: str, name: str
) -> None:
    drawn = chart(*columns, title=title, names=(name,) * 4)
    assert draw(drawn).startswith(PNG)


@given(st.integers(1, 10**6))
def test_the_scale_has_at_most_five_steps_and_they_are_whole(top: int) -> None:
    step = pictures._step(top)
    assert 1 <= top / step <= 5 or step == 1
    assert int(str(step).rstrip("0")) in {1, 2, 5}


@pytest.mark.asyncio
async def test_the_loop_goes_on_while_pictures_are_drawn_one_after_the_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    loop = asyncio.get_running_loop()
    free = asyncio.Event()
    at_once, most = 0, 0

    def slow(drawn: Chart) -> bytes:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        # It can only end when the loop is free to run this.
        asyncio.run_coroutine_threadsafe(free.wait(), loop).result(60)
        at_once -= 1
        return draw(drawn)

    monkeypatch.setattr(pictures, "draw", slow)
    drawing = Drawing()
    waiting = [asyncio.create_task(drawing.png(one)) for one in (ONE, YEAR, ONE)]
    await asyncio.sleep(0)
    free.set()
    first, second, third = await asyncio.gather(*waiting)
    assert (first, second) == (third, draw(YEAR))
    assert most == 1


@pytest.mark.asyncio
async def test_what_cannot_be_drawn_is_no_picture_and_tells_no_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(_: Chart) -> bytes:
        raise ImportError("secret words")

    drawing = Drawing()
    with monkeypatch.context() as failing:
        failing.setattr(pictures, "draw", fails)
        with pytest.raises(NoPicture) as raised:
            await drawing.png(ONE)
    assert raised.value.__cause__ is None
    assert "secret" not in "".join(capsys.readouterr())
    assert await drawing.png(ONE) == draw(ONE)
