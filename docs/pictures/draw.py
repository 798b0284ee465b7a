"""Draws docs/pictures/debrief.svg from docs/transcripts/debrief.txt, which a test keeps true.

python docs/pictures/draw.py
"""

from __future__ import annotations

import io
import re
from pathlib import Path

from rich.console import Console
from rich.text import Text

HERE = Path(__file__).parent
TRANSCRIPT = HERE.parent / "transcripts" / "debrief.txt"
PARTS = (
    ("ana> I didn't get the job at Acme", "ana> 1"),
    ("│ How it landed", "ana> 4"),
    ("│ Your debrief: Acme", "│ [4] Delete"),
)
WIDTH = 82


def part(lines: list[str], first: str, last: str) -> list[str]:
    """The lines from the one that starts so to the next that starts so, both included."""
    begin = next(n for n, line in enumerate(lines) if line.startswith(first))
    end = next(n for n, line in enumerate(lines) if n > begin and line.startswith(last))
    return lines[begin : end + 1]


def styled(line: str) -> Text:
    """What is typed, the frame and the buttons stand apart, not by colour alone."""
    # Plain blanks at the start of a piece of text are dropped by some viewers.
    line = line.replace("│ ", "│\u00a0").replace("  ", "\u00a0\u00a0")
    if line.startswith("ana> "):
        return Text(line, "bold green")
    text = Text(line)
    text.highlight_regex(r"^[│╭╰]", "bright_black")
    text.highlight_regex(r"\[\d+\] .*$", "cyan")
    text.highlight_regex(r"^│\s\? .*$", "bold")
    text.highlight_regex(r"^│\s(Practice|Industry|Self|Network|The plan)$", "bold")
    return text


def main() -> None:
    lines = TRANSCRIPT.read_text("utf-8").splitlines()
    console = Console(record=True, width=WIDTH, file=io.StringIO(), color_system="truecolor")
    for number, (first, last) in enumerate(PARTS):
        if number:
            console.print(Text("⋮", "bright_black"))
        for line in part(lines, first, last):
            console.print(styled(line))
    svg = console.export_svg(title="Four Wins", unique_id="debrief")
    # A picture that asks another host for a font would tell it who reads.
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = svg.replace("Fira Code, monospace", "ui-monospace, Menlo, Consolas, monospace")
    (HERE / "debrief.svg").write_text(svg, "utf-8")


if __name__ == "__main__":
    main()
