"""The board of cells and the card of one, put together from all the sources."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404

from grid.scope import Viewer
from grid.service.board.drawing import bounds, drawing, shade
from grid.service.board.figures import FEW, is_few, is_outside, missing_layers
from grid.service.board.sources import LAYERS, LETTERS, Source, sources_for
from grid.service.board.weeks import Week
from grid.service.offices.models import CommunityOffice
from grid.territory.models import Cell
from grid.territory.selectors import cells


def leaf_cells(viewer: Viewer, **chosen: str) -> list[Cell]:
    """The leaf cells in force in the viewer's scope; `q`, `agency` (all below it), `kind`."""
    agency = chosen.pop("agency", "")
    rows = cells(viewer, on=None, **chosen).filter(is_leaf=True).order_by("code")
    if agency:
        rows = rows.filter(agency__path__contains=f"{agency}/")
    return list(rows)


def find_cell(viewer: Viewer, code: str) -> Cell:
    """The cell in force in the viewer's scope; absent and out of scope are the same 404."""
    rows = cells(viewer).filter(code=code).select_related("agency", "division")
    found = rows.defer("outline", "parent__outline", "division__outline").first()
    if found is None:
        raise Http404
    return found


def without_layer(viewer: Viewer, rows: Sequence[Cell], week: Week, layer: str) -> list[Cell]:
    """Of these cells those that miss the layer; `any` for whichever layer."""
    missing = missing_layers(viewer, [row.code for row in rows], week)
    wanted = set(LAYERS) if layer == "any" else {layer}
    return [row for row in rows if wanted & set(missing[row.code])]


def offices_of(viewer: Viewer, cell: Cell) -> list[CommunityOffice]:
    """The working offices that serve the cell, by its code or because they are its agency's."""
    rows = CommunityOffice.objects.visible_to(viewer).filter(is_active=True)
    own = rows.filter(cell_codes__contains=[cell.code]) | rows.filter(agency_id=cell.agency_id)
    return list(own.distinct()[:20])


@dataclass(frozen=True, slots=True)
class Patch:
    """A cell on the map: its path, shade, what it says, and the letters of missing layers."""

    code: str
    path: str
    shade: int
    title: str
    is_missing: bool


@dataclass(frozen=True, slots=True)
class Map:
    """A choropleth of one figure with its legend."""

    source: Source
    box: str
    patches: list[Patch]
    legend: list[tuple[int, str]]


def choropleth(viewer: Viewer, rows: Sequence[Cell], week: Week, source: Source) -> Map | None:
    """One figure of all these cells as a map; small counts of other bureaus are one shade."""
    drawn = drawing([row.pk for row in rows])
    if drawn is None:
        return None
    codes = [row.code for row in rows]
    counts = source.count(viewer, codes, week.since, week.until)
    missing = missing_layers(viewer, codes, week)
    hidden = {
        row.code
        for row in rows
        if is_few(source, counts.get(row.code, 0)) and is_outside(viewer, row)
    }
    limits = bounds([counts.get(code, 0) for code in codes if code not in hidden])
    names = {row.code: row.name for row in rows}

    def patch(code: str, path: str) -> Patch:
        count = 0 if code in hidden else counts.get(code, 0)
        said = FEW if code in hidden else str(count)
        letters = "".join(f" !{LETTERS[layer]}" for layer in missing[code])
        title = f"{names[code]} {said}{letters}"
        return Patch(code, path, shade(count, limits), title, bool(missing[code]))

    patches = [patch(shape.code, shape.path) for shape in drawn.shapes]
    return Map(source, drawn.box, patches, _legend(limits, is_hiding=bool(hidden)))


def _legend(limits: Sequence[int], *, is_hiding: bool) -> list[tuple[int, str]]:
    words = [(0, FEW if is_hiding else "0")]
    for number, least in enumerate(limits, 1):
        following = limits[number] if number < len(limits) else None
        if following is None:
            words.append((number, f"≥ {least}"))
        else:
            words.append(
                (number, str(least) if following - least == 1 else f"{least}–{following - 1}")
            )
    return words


def source_called(viewer: Viewer, code: str) -> Source | None:
    """The figure of that code, else the first that is counted by weeks; None without any."""
    found = sources_for(viewer)
    named = [source for source in found if source.code == code]
    by_weeks = [source for source in found if not source.is_stock]
    return next(iter(named or by_weeks or found), None)


def kinds_of(rows: Sequence[Cell]) -> dict[str, int]:
    """How many urban and rural cells there are."""
    return dict(Counter(row.kind for row in rows))


def most_first(viewer: Viewer, rows: list[Cell], week: Week, source: Source) -> list[Cell]:
    """Cells by a figure, the highest first; hidden counts are all alike."""
    codes = [row.code for row in rows]
    counts = source.count(viewer, codes, week.since, week.until)

    def rank(row: Cell) -> tuple[int, str]:
        count = counts.get(row.code, 0)
        is_hidden = is_few(source, count) and is_outside(viewer, row)
        return (0 if is_hidden else -count, row.code)

    return sorted(rows, key=rank)


@dataclass(frozen=True, slots=True)
class Picked:
    """The cells the board shows, in their order, and the figure of its map."""

    cells: list[Cell]
    source: Source | None


def pick(viewer: Viewer, week: Week, chosen: dict[str, Any]) -> Picked:
    """The cells that fit the filters of the board; see `forms.BoardForm`."""
    plain = {name: chosen[name] for name in ("q", "agency", "kind") if chosen.get(name)}
    rows = leaf_cells(viewer, **plain)
    source = source_called(viewer, chosen.get("figure") or "")
    if chosen.get("missing"):
        rows = without_layer(viewer, rows, week, chosen["missing"])
    if chosen.get("order") == "most" and source is not None:
        rows = most_first(viewer, rows, week, source)
    return Picked(rows, source)
