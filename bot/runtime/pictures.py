"""Draws the charts of cards as PNGs, away from the event loop.

A picture carries its own dark panel, so it looks the same in a light and in a dark client. Its
colours are Okabe and Ito's for every kind of colour vision, and each kind of win has a pattern as
well, so that nothing is told by colour alone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import structlog

from bot.core.cards import Chart
from bot.core.ports import NoPicture
from bot.core.text import clean, shorten
from bot.core.wins import WinKind

# matplotlib takes half a second to import. Only who draws pays for it, at the first picture.
if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

log = structlog.get_logger("fourwins.pictures")

WIDTH, HEIGHT, DPI = 1200, 675, 100
PANEL = "#171a20"
INK = "#f2f0ea"
QUIET = "#aeb4be"
LINE = "#343a45"
COLOURS: Mapping[WinKind, str] = {
    WinKind.PRACTICE: "#56b4e9",
    WinKind.INDUSTRY: "#0072b2",
    WinKind.SELF: "#f0e442",
    WinKind.NETWORK: "#d55e00",
}
PATTERNS: Mapping[WinKind, str] = {
    WinKind.PRACTICE: "",
    WinKind.INDUSTRY: "//",
    WinKind.SELF: "..",
    WinKind.NETWORK: "|",
}
SMALLEST = 11
LOWEST_TOP = 5
"""The picture has room for this many at least: one line kept is a small block, not a tower."""


class Drawing:
    """The `Pictures` of this process.

    One thread draws them one after the other, because matplotlib is not made for several.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="pictures")

    async def png(self, chart: Chart) -> bytes:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, draw, chart)
        except Exception as error:  # noqa: BLE001 - it is never worth an answer: it has words too
            log.error("picture_failed", error=type(error).__name__)
            raise NoPicture from None


def draw(chart: Chart) -> bytes:
    """The chart as PNG bytes. Takes a tenth of a second, and more at the first call."""
    import matplotlib as mpl  # noqa: PLC0415 - see above
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    with mpl.rc_context():
        # Whatever style file lies about on this machine: the same picture everywhere.
        mpl.rcdefaults()
        figure = Figure(figsize=(WIDTH / DPI, HEIGHT / DPI), dpi=DPI, facecolor=PANEL)
        FigureCanvasAgg(figure)
        _title(figure, chart)
        _legend(figure, chart)
        axes = figure.add_axes((_LEFT, 0.16, _ACROSS, 0.58))
        axes.set_axis_off()
        axes.set_xlim(-0.5, len(chart.months) - 0.5)
        _scale(figure, axes, chart)
        _bars(axes, chart)
        _months(figure, chart)
        file = BytesIO()
        # Without the version of the library, the same chart is the same bytes.
        figure.savefig(file, format="png", metadata={"Software": None})
        return file.getvalue()


_LEFT, _ACROSS = 0.075, 0.885
"""Where the bars begin and how wide they stand, in parts of the picture."""


def _title(figure: Figure, chart: Chart) -> None:
    _write(figure, _LEFT, 0.915, chart.title, 25, INK, room=_ACROSS)


def _legend(figure: Figure, chart: Chart) -> None:
    """What each colour and pattern stands for, as far as it occurs."""
    from matplotlib.patches import Rectangle  # noqa: PLC0415

    occurring = [(number, bar) for number, bar in enumerate(chart.bars, 1) if any(bar.counts)]
    step = _ACROSS / len(chart.bars)
    for place, (number, bar) in enumerate(occurring):
        left = _LEFT + place * step
        swatch = Rectangle((left, 0.795), 0.034, 0.05, **_look(bar.kind))
        figure.add_artist(swatch)
        # The four wins have an order, so a number can stand for a name that no font here can write.
        room = step - 0.06
        _write(figure, left + 0.044, 0.82, bar.label, 18, INK, room=room, instead=str(number))


def _scale(figure: Figure, axes: Axes, chart: Chart) -> None:
    """A few whole numbers at the left, with faint lines: to read by, not to reach."""
    most = max(sum(bar.counts[at] for bar in chart.bars) for at in _places(chart))
    top = max(LOWEST_TOP, most)
    axes.set_ylim(0, top * 1.03)
    box = axes.get_position()
    for number in range(0, most + 1, _step(top)):
        if number:
            axes.axhline(number, color=LINE, linewidth=1, zorder=1)
        else:
            axes.axhline(number, color=QUIET, linewidth=1.5, zorder=3)
        height = box.y0 + box.height * number / (top * 1.03)
        _write(figure, _LEFT - 0.01, height, str(number), 15, QUIET, align="right")


def _step(top: int) -> int:
    """The smallest of 1, 2, 5, 10, 20, 50, … that takes at most five steps to `top`."""
    size = 1
    while True:
        for step in (size, 2 * size, 5 * size):
            if top <= 5 * step:
                return step
        size *= 10


def _bars(axes: Axes, chart: Chart) -> None:
    places = _places(chart)
    # Few months stand as columns too, not as walls.
    wide = min(0.64, 0.07 * len(places))
    below = [0] * len(places)
    for bar in chart.bars:
        # A bar of nothing would still have its edge, and cut through the line below.
        some = [at for at in places if bar.counts[at]]
        heights, feet = [bar.counts[at] for at in some], [below[at] for at in some]
        axes.bar(some, heights, wide, bottom=feet, zorder=2, **_look(bar.kind))
        below = [low + count for low, count in zip(below, bar.counts, strict=True)]


def _look(kind: WinKind) -> dict[str, Any]:
    # The edge is of the panel's colour: a gap that parts the blocks.
    return {
        "facecolor": COLOURS[kind],
        "edgecolor": PANEL,
        "linewidth": 1.4,
        "hatch": PATTERNS[kind],
        "hatchcolor": PANEL,
        "hatch_linewidth": 1.8,
    }


def _months(figure: Figure, chart: Chart) -> None:
    """The months below their bars, and the year where one begins."""
    step = _ACROSS / len(chart.months)
    for at in _places(chart):
        month = chart.months[at]
        middle = _LEFT + step * (at + 0.5)
        numeral = str(month.month)
        room = step * 0.94
        _write(
            figure, middle, 0.112, chart.labels[at], 17, INK, room, align="center", instead=numeral
        )
        if at == 0 or month.month == 1:
            _write(figure, middle, 0.05, str(month.year), 15, QUIET, align="center")


def _places(chart: Chart) -> range:
    return range(len(chart.months))


def _write(
    figure: Figure,
    left: float,
    middle: float,
    text: str,
    size: float,
    colour: str,
    room: float = 1.0,
    *,
    align: Literal["left", "center", "right"] = "left",
    instead: str = "",
) -> None:
    """Write in one line, smaller or cut where it would need more than `room`.

    A text that no font on this machine can write is left out, or `instead` written.
    """
    from matplotlib.font_manager import FontProperties  # noqa: PLC0415

    text = " ".join(clean(text).split())
    font = _font_for(text)
    if font is None:
        text, font = instead, _shipped_font()
    written = figure.text(
        left,
        middle,
        text,
        font=FontProperties(fname=font, size=size),
        color=colour,
        ha=align,
        va="center",
        # Not even a whole formula between dollar signs is one.
        parse_math=False,
    )
    while (width := written.get_window_extent().width / WIDTH) > room and len(text) > 1:
        if size > SMALLEST:
            size = max(SMALLEST, size * min(0.95, room / width))
            written.set_fontsize(size)
        else:
            text = shorten(text, min(len(text) - 1, int(len(text) * room / width) + 1))
            written.set_text(text)


def _font_for(text: str) -> str | None:
    """The file of a font that has every character: the one shipped with matplotlib if it does."""
    from matplotlib.font_manager import fontManager  # noqa: PLC0415

    wanted = {ord(c) for c in text if not c.isspace()}
    ours = _shipped_font()
    if _has(ours, wanted):
        return ours
    plain_ones = {
        font.fname
        for font in fontManager.ttflist
        if font.style == "normal" and font.weight == 400 and "LastResort" not in font.fname
    }
    return next((font for font in sorted(plain_ones) if _has(font, wanted)), None)


def _has(font: str, wanted: Iterable[int]) -> bool:
    from matplotlib.font_manager import get_font  # noqa: PLC0415

    try:
        opened = get_font(font)
    except (OSError, RuntimeError):
        # Its list of fonts is a cache: one may be gone, or not be readable.
        return False
    return all(opened.get_char_index(code) for code in wanted)


def _shipped_font() -> str:
    import matplotlib as mpl  # noqa: PLC0415

    return str(Path(mpl.get_data_path(), "fonts", "ttf", "DejaVuSans.ttf"))
