"""What is drawn beside a table: a few lines or bars, never more than can be told apart."""

from typing import Any, Final

from django.utils.translation import gettext as _

from command_center.analysis.explorer.counted import CHANGES
from command_center.analysis.explorer.dimensions import IN_TIME
from command_center.analysis.explorer.hours import HourTable
from command_center.analysis.explorer.pivot import Figure, Line, Pivot
from command_center.cases.filters import WEEKDAYS

MOST_LINES: Final = 5
MOST_BARS: Final = 20
Chart = dict[str, Any]


def chart(table: Pivot, *, rows: str, columns: str, measure: str) -> Chart | None:
    """Lines where one dimension is time, else bars of the rows; None for a table of one figure."""
    if columns in IN_TIME:
        points, groups = list(table.columns), list(table.lines)
    elif rows in IN_TIME:
        points, groups = [line.label for line in table.lines], _turned(table)
    else:
        return _bars(table, measure)
    if len(points) < 2:
        return None
    if measure in CHANGES:
        whole = table.totals if columns in IN_TIME else _whole(table)
        series = _against(list(whole.figures))
    else:
        series = [_one(str(one.label), _values(one.figures)) for one in _fullest(groups)]
    return _chart("lines", points, series, measure)


def _chart(kind: str, points: list[Any], series: list[Chart], measure: str) -> Chart:
    words = {"loss": _("Loss, yuan"), "share": _("Share, %")}
    told = words.get(measure, _("Cases"))
    return {"kind": kind, "points": [str(one) for one in points], "series": series, "unit": told}


def _bars(table: Pivot, measure: str) -> Chart | None:
    """Bars of the rows' sums; of shares, of the columns in the whole."""
    if measure == "share":
        figures = list(table.totals.figures)
        values = [one.value for one in figures]
        points = list(table.columns)
        return _chart("bars", points, [_one(_("In all"), values)], measure)
    lines = sorted(table.lines, key=lambda line: -line.total.count)[:MOST_BARS]
    if len(lines) < 2:
        return None
    totals = [line.total for line in lines]
    series = _against(totals) if measure in CHANGES else [_one(_("In all"), _values(totals))]
    return _chart("bars", [line.label for line in lines], series, measure)


def _against(figures: list[Figure]) -> list[Chart]:
    """The counts of the period, and of the one compared with."""
    return [
        _one(_("These days"), [float(one.count) for one in figures]),
        _one(_("Compared with"), [float(one.base or 0) for one in figures], is_base=True),
    ]


def _one(name: str, values: list[float | None], *, is_base: bool = False) -> Chart:
    return {"name": name, "values": values, "is_base": is_base}


def _values(figures: Any) -> list[float | None]:
    return [one.value for one in figures]


def _fullest(groups: list[Line]) -> list[Line]:
    """The few with most cases, in their order."""
    kept = sorted(groups, key=lambda line: -line.total.count)[:MOST_LINES]
    return [line for line in groups if any(line is one for one in kept) and line.total.count]


def _turned(table: Pivot) -> list[Line]:
    """The columns as lines."""
    return [
        Line(
            label,
            tuple(line.figures[place] for line in table.lines),
            table.totals.figures[place],
        )
        for place, label in enumerate(table.columns)
    ]


def _whole(table: Pivot) -> Line:
    return Line(_("In all"), tuple(line.total for line in table.lines), table.totals.total)


def hours_chart(table: HourTable) -> Chart:
    """Cases an hour of a working day and of a day of the weekend, on the average of the week."""
    work, rest = [
        [
            round(sum(day.hours[hour].weight for day in days) / len(days), 2)
            for hour in range(24)
        ]
        for days in (table.days[:5], table.days[5:])
    ]  # fmt: skip
    names = [str(WEEKDAYS[0][1]), str(WEEKDAYS[4][1]), str(WEEKDAYS[5][1]), str(WEEKDAYS[6][1])]
    series = [_one(f"{names[0]}–{names[1]}", work), _one(f"{names[2]}–{names[3]}", rest)]  # type: ignore[arg-type]
    points = [f"{hour:02}" for hour in range(24)]
    return _chart("lines", points, series, "") | {"unit": _("Cases an hour, mean of these days")}
