"""Where the marks of a chart stand, in pixels: the page and the PDF set the same drawing."""

from collections.abc import Sequence
from typing import Any, Final

from command_center.analysis.bulletins.paper.parts import Heat, Trend

SPARK: Final = (94, 20)
LEFT: Final = 38  # of the heat map, for its days
COLUMN: Final = 28
ROW: Final = 22
SHOWN: Final = 0.5  # cases in an hour that are written into its field
TREND: Final = (770, 150)
FOOT: Final = 20  # below a trend, for its periods


def spark(values: Sequence[float]) -> dict[str, Any]:
    """A line of the last periods with a dot at the last."""
    width, height = SPARK
    least, most = min(values), max(values)
    span = (most - least) or 1
    step = (width - 6) / max(len(values) - 1, 1)
    points = [
        (round(2 + at * step, 1), round(height - 5 - (value - least) / span * (height - 10), 1))
        for at, value in enumerate(values)
    ]
    return {
        "width": width,
        "height": height,
        "points": _line(points),
        "x": points[-1][0],
        "y": points[-1][1],
    }


def heat(block: Heat) -> dict[str, Any]:
    """A field for each weekday and hour, with the sums at the right."""
    fields = [
        _field(day, hour, block.values[day][hour], block.steps[day][hour])
        for day in range(7)
        for hour in range(24)
    ]
    rows = [
        {"name": name, "sum": total, "y": at * ROW + 15}
        for at, (name, total) in enumerate(zip(block.days, block.sums, strict=True))
    ]
    hours = [{"hour": hour, "x": LEFT + hour * COLUMN + 13} for hour in range(0, 24, 2)]
    return {"fields": fields, "rows": rows, "hours": hours, "width": 770, "height": 174}


def _field(day: int, hour: int, value: float, step: int) -> dict[str, Any]:
    x, y = LEFT + hour * COLUMN, day * ROW
    return {
        "x": x,
        "y": y,
        "step": step,
        "fill": RAMP[step - 1],
        "text": f"{value:.1f}" if value >= SHOWN else "",
        "text_x": x + 13,
        "text_y": y + 14.5,
        "ink": "#FBFCFD" if step >= 4 else "#17212B",
    }


# The ramp of grid/frame/static/frame/tokens.css in its light form, for paper.
RAMP: Final = ("#EAEFF3", "#C6D5E0", "#93B0C4", "#426E8C", "#1F4C6B")


def trend(block: Trend) -> dict[str, Any]:
    """The line of the periods over the band that was to be expected."""
    width, height = TREND
    tops = [value for value in (*block.values, *block.high) if value is not None]
    most = max(tops, default=1) or 1
    step = (width - 60) / max(len(block.values) - 1, 1)
    low = _points(block.low, step, height, most)
    high = _points(block.high, step, height, most)
    line = _points(block.values, step, height, most)
    marks = [
        {"x": x, "y": y, "text": f"{value:g}", "text_y": y - 7, "period": period}
        for (x, y), value, period in zip(line, block.values, block.periods, strict=True)
    ]
    return {
        "width": width,
        "height": height,
        "line": _line(line),
        "band": _line([*high, *reversed(low)]),
        "marks": marks,
        "foot": height - 4,
        "base": height - FOOT,
        "right": width,
    }


def _points(
    values: Sequence[float | None], step: float, height: int, most: float
) -> list[tuple[float, float]]:
    room = height - FOOT - 20
    return [
        (round(30 + at * step, 1), round(height - FOOT - value / most * room, 1))
        for at, value in enumerate(values)
        if value is not None
    ]


def _line(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)
