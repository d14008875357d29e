"""What is counted cell by cell on the board, as whoever keeps the rows tells it.

An app brings its figures from `AppConfig.ready`; the board knows none of them by name:

    sources.register("disputes", _("Disputes"), Right.DISPUTE_READ, count, url)

`count(viewer, cell_codes, since, until)` answers rows the viewer may see by cell code, those of
`since` until before `until` (aware times); cells without any may be left out. `url(cell_code,
since, until)` is the address of the list of those very rows. A stock (cameras, places) counts
what stands there now, whatever the times, and is compared with no earlier week.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count as RowCount
from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from grid.rights import Right
from grid.scope import Viewer

Count = Callable[[Viewer, Sequence[str], datetime, datetime], Mapping[str, int]]
Url = Callable[[str, datetime, datetime], str]

LAYERS: Final[dict[str, Any]] = {
    "air": _("Air: cameras"),
    "ground": _("Ground: patrols"),
    "community": _("Community: people who answer"),
}
LETTERS: Final[dict[str, Any]] = {"air": _("A"), "ground": _("G"), "community": _("C")}


@dataclass(frozen=True, slots=True)
class Source:
    """One figure of a cell: what it is called, who may read it and how it is counted."""

    code: str
    label: Any
    right: Right
    count: Count
    url: Url
    layer: str | None
    is_stock: bool
    is_thing: bool
    rank: int


_sources: Final[dict[str, Source]] = {}


def register(
    code: str,
    label: Any,
    right: Right,
    count: Count,
    url: Url,
    *,
    layer: str | None = None,
    is_stock: bool = False,
    is_thing: bool = False,
    rank: int = 50,
) -> None:
    """Have a figure on the board; the same code again replaces it; a lower rank stands first.

    `layer` is air, ground or community: a cell where none of a layer is counted misses it. A thing
    (camera, place, team, post) is counted plainly for everybody; what happens to people is not.
    """
    if layer is not None and layer not in LAYERS:
        raise ValueError(f"no such layer: {layer}")
    _sources[code] = Source(code, label, right, count, url, layer, is_stock, is_thing, rank)


def sources_for(viewer: Viewer) -> list[Source]:
    """The figures the viewer may read, in their order."""
    rows = (source for source in _sources.values() if source.right in viewer.rights)
    return sorted(rows, key=lambda source: (source.rank, source.code))


def counted(
    rows: QuerySet[Any], cell_codes: Sequence[str], *, by: str = "cell__code"
) -> dict[str, int]:
    """How many of the rows lie in each of these cells, in one query; `by` leads to the code."""
    inside = rows.filter(**{f"{by}__in": list(cell_codes)}).order_by()
    return dict(inside.values_list(by).annotate(n=RowCount("pk")))


def listing(route: str, **narrowed: Any) -> str:
    """The address of a list narrowed to what was counted; empty where it is not mounted."""
    try:
        return f"{reverse(route)}?{urlencode(narrowed)}"
    except NoReverseMatch:
        return ""
