"""The table of rows against columns as it is read: heads that sort, and lines for a file."""

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from command_center.analysis.explorer.pivot import Figure, Pivot

ARIA: Final = {"": "none", "-": "descending", "+": "ascending"}
SHAPES: Final = {"": "", "-": "↓", "+": "↑"}


@dataclass(frozen=True, slots=True)
class Head:
    """One head: what its link asks for, and how the table is sorted by it now."""

    label: Any
    sort: str
    aria: str
    shape: str


def heads(table: Pivot, sort: str) -> dict[str, Any]:
    """The heads of the names, of each column and of the sums."""
    return {
        "name": _head("", "name", sort, first=""),
        "columns": [_head(label, str(at), sort) for at, label in enumerate(table.columns)],
        "all": _head(_("In all"), "all", sort),
    }


def _head(label: Any, place: str, sort: str, *, first: str = "-") -> Head:
    """Asked once the largest comes first, twice the smallest, then the order of the dimension."""
    other = "" if first else "-"
    upcoming = {first + place: other + place, other + place: ""}.get(sort, first + place)
    now = ("-" if sort.startswith("-") else "+") if sort.removeprefix("-") == place else ""
    return Head(label, upcoming, ARIA[now], SHAPES[now])


def pivot_lines(table: Pivot) -> list[list[Any]]:
    """The table for a file; of changes the count, the base and what may be said of them."""
    labels = [str(label) for label in (*table.columns, _("In all"))]
    if table.base:
        compared = _("compared with")
        labels = [word for label in labels for word in (label, f"{label} {compared}", _("change"))]
    lines: list[list[Any]] = [["", *labels]]
    for line in (*table.lines, table.totals):
        cells = [cell for one in (*line.figures, line.total) for cell in _cells(one)]
        lines.append([str(line.label), *cells])
    return lines


def _cells(one: Figure) -> list[Any]:
    if one.base is not None:
        return [one.count, one.base, one.text]
    return [None if one.value is None else round(one.value, 1)]
