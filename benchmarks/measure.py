"""Figures out of timings, and the report that a benchmark hands in."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a report. `met` is None where no goal was set."""

    what: str
    measured: str
    ratio: str = ""
    goal: str = ""
    met: bool | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What one benchmark found."""

    title: str
    lines: Sequence[Line]
    notes: Sequence[str] = ()


def percentile(taken: Sequence[float], percent: float) -> float:
    """The smallest timing that at least this share of them does not exceed."""
    ordered = sorted(taken)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


def exponent(times: Mapping[int, float]) -> float:
    """The power of n with which these times grow: least squares through log time over log n."""
    across = [math.log(size) for size in times]
    up = [math.log(time) for time in times.values()]
    middle, height = fmean(across), fmean(up)
    rise = sum((x - middle) * (y - height) for x, y in zip(across, up, strict=True))
    return rise / sum((x - middle) ** 2 for x in across)


def ms(nanoseconds: float) -> str:
    """A time for people, in milliseconds, with two or three digits that say something."""
    value = nanoseconds / 1e6
    digits = 1 if value >= 10 else 2 if value >= 1 else 3
    return f"{value:,.{digits}f} ms"


def halves(taken: Sequence[float]) -> str:
    """p50 and p99."""
    return f"p50 {ms(percentile(taken, 50))}, p99 {ms(percentile(taken, 99))}"


def span(values: Sequence[float], digits: int = 2) -> str:
    """The lowest and the highest of the rounds' values."""
    return f"{min(values):.{digits}f} to {max(values):.{digits}f}"
