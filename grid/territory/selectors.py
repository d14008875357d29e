"""Finding ground: which cell a point lies in, who answered for it, which places are near."""

from collections.abc import Sequence
from datetime import date

import numpy as np
from django.db.models import Q, QuerySet
from django.utils import timezone
from numpy.typing import NDArray

from grid.organisation.models import Agency
from grid.scope import Viewer
from grid.territory.index import NOWHERE, current_index
from grid.territory.models import Cell, CellPosting, CellQuerySet, Division, Place


def cell_at(*, lng: float, lat: float, on: date | None = None) -> Cell | None:
    """The one leaf cell that covers the WGS-84 point on that local date, or None outside all.

    Its agency is loaded, its outline is not. On a shared edge the lowest id wins.
    """
    return current_index(on or timezone.localdate()).cell_at(lng, lat)


def cell_ids_at(
    lngs: Sequence[float], lats: Sequence[float], on: date | None = None
) -> list[int | None]:
    """The leaf cell id of each WGS-84 point, set-based: made for 100,000 points and more."""
    ids = cell_id_array_at(np.asarray(lngs, dtype=float), np.asarray(lats, dtype=float), on)
    return [int(i) if i != NOWHERE else None for i in ids]


def cell_id_array_at(
    lngs: NDArray[np.float64], lats: NDArray[np.float64], on: date | None = None
) -> NDArray[np.int64]:
    """The same from arrays to an array, where 0 stands for outside all cells."""
    return current_index(on or timezone.localdate()).ids_at(lngs, lats)


def cells_at(
    lngs: Sequence[float], lats: Sequence[float], on: date | None = None
) -> list[Cell | None]:
    """The leaf cell of each WGS-84 point with its agency, without asking for the rows again."""
    x, y = np.asarray(lngs, dtype=float), np.asarray(lats, dtype=float)
    return current_index(on or timezone.localdate()).cells_at(x, y)


def agency_of(cell: Cell) -> Agency:
    """The agency that answers for the cell."""
    return cell.agency


def cells(viewer: Viewer, *, on: date | None = None, **chosen: str) -> CellQuerySet:
    """Cells in force in the viewer's scope, without outlines.

    `chosen` may hold `q` (part of name or code), `agency`, `kind`, `parent` (codes).
    """
    rows = Cell.objects.visible_to(viewer).in_force(on)
    if chosen.get("q"):
        rows = rows.filter(Q(name__icontains=chosen["q"]) | Q(code__startswith=chosen["q"]))
    if chosen.get("agency"):
        rows = rows.filter(agency__code=chosen["agency"])
    if chosen.get("kind"):
        rows = rows.filter(kind=chosen["kind"])
    if chosen.get("parent"):
        rows = rows.filter(parent__code=chosen["parent"])
    return rows.select_related("agency", "parent").defer("outline", "parent__outline")


def cell_versions(viewer: Viewer, code: str) -> CellQuerySet:
    """Every version of one cell that the viewer may see, newest first."""
    rows = Cell.objects.visible_to(viewer).filter(code=code).order_by("-valid_from")
    return rows.select_related("agency", "parent").defer("outline", "parent__outline")


def postings(code: str, *, on: date | None = None) -> QuerySet[CellPosting]:
    """Who answered for the cell of that code, newest first; with `on`, who did on that date."""
    rows = CellPosting.objects.filter(cell__code=code).select_related("officer")
    if on:
        rows = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), valid_from__lte=on)
    return rows


def places(viewer: Viewer, **chosen: str) -> QuerySet[Place]:
    """Places in use in the viewer's scope; `q` (part of name or address), `kind`, `key`, `cell`."""
    rows = Place.objects.visible_to(viewer).filter(is_active=True)
    if chosen.get("q"):
        rows = rows.filter(Q(name__icontains=chosen["q"]) | Q(address__icontains=chosen["q"]))
    if chosen.get("kind"):
        rows = rows.filter(kind=chosen["kind"])
    if chosen.get("key"):
        rows = rows.filter(is_key=chosen["key"] == "1")
    if chosen.get("cell"):
        rows = rows.filter(cell__code=chosen["cell"])
    return rows.select_related("agency", "cell").defer("cell__outline")


def divisions(**chosen: str) -> QuerySet[Division]:
    """The public register, without outlines; `q`, `level`, `parent` (code)."""
    rows = Division.objects.defer("outline")
    if chosen.get("q"):
        rows = rows.filter(Q(name__icontains=chosen["q"]) | Q(code__startswith=chosen["q"]))
    if chosen.get("level"):
        rows = rows.filter(level=chosen["level"])
    if chosen.get("parent"):
        rows = rows.filter(parent_id=chosen["parent"])
    return rows
