"""Figures as pages show them: cells with their links, lines of four weeks as drawings."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse

from video.rates.formulas import COUNTED, NUMBERS, PARAMETERS, Figure, Formula
from video.rates.groups import Line
from video.rates.history import Trend
from video.rates.models import Rate
from video.rates.selectors import Tile

WIDTH: Final = 200
HEIGHT: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One figure with the address of what is missing from it."""

    figure: Figure
    href: str = ""
    excluded_href: str = ""


def behind(rate: str, part: str, where: dict[str, Any]) -> str:
    """The address of the cameras of one part of a rate."""
    said = {name: _plain(value) for name, value in where.items() if name != "by"}
    return f"{reverse('rate_cameras')}?{urlencode({'rate': rate, 'part': part} | said)}"


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return "1" if value else "0"
    return value.strftime("%Y-%m-%dT%H:%M") if hasattr(value, "strftime") else value


def cells(line: Line, rates: Iterable[str], where: dict[str, Any]) -> list[Cell]:
    """The figures of a line; what it is narrowed by goes into the links."""
    asked = where | line.where
    return [
        Cell(
            figure=line.figures[rate],
            href=behind(rate, "missing", asked),
            excluded_href=behind(rate, "excluded", asked),
        )
        for rate in rates
    ]


def tile_of(tile: Tile, where: dict[str, Any]) -> dict[str, Any]:
    """A tile with its links, its drawing and its formula in words."""
    return {
        "tile": tile,
        "figure": tile.figure,
        "href": behind(tile.rate, "missing", where),
        "excluded_href": behind(tile.rate, "excluded", where),
        "history": f"{reverse('rate_history')}?{urlencode({'rate': tile.rate})}",
        "spark": spark(tile.trend, tile.formula.threshold),
        "words": COUNTED[tile.rate],
    }


def spark(trend: Trend, line: Decimal) -> dict[str, Any] | None:
    """Points of a polyline in a box of 200 by 32, and the height of the line to be kept."""
    if len(trend.points) < 2:
        return None
    first = trend.points[0][0]
    days = max((trend.points[-1][0] - first).days, 1)
    low = min(*(share for _day, share in trend.points), line) - 1
    height = 100 - low or Decimal(1)
    at = [
        (4 + (WIDTH - 8) * (day - first).days / days, _y(share, low, height))
        for day, share in trend.points
    ]
    return {
        "points": " ".join(f"{x:.1f},{y:.1f}" for x, y in at),
        "end": {"x": f"{at[-1][0]:.1f}", "y": f"{at[-1][1]:.1f}"},
        "line": f"{_y(line, low, height):.1f}",
    }


def _y(share: Decimal, low: Decimal, height: Decimal) -> float:
    return float(HEIGHT - 4 - (HEIGHT - 8) * (share - low) / height)


def parameters_in_words(formula: Formula) -> list[tuple[Any, int]]:
    """The numbers of a formula with what they mean."""
    return [(NUMBERS[name].label, formula.of(name)) for name in PARAMETERS[formula.rate]]


def label_of(rate: str) -> str:
    return str(Rate(rate).label)
