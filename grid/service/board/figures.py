"""The figures of cells: counted by every source at once, compared, hidden where they are small."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from grid.scope import Viewer
from grid.service.board.sources import LAYERS, Source, sources_for
from grid.service.board.weeks import Week, usual
from grid.territory.models import Cell

SMALLEST: Final = 5  # smaller counts tell of single people
FEW: Final = f"<{SMALLEST}"
HOME_DEPTH: Final = 2  # city and branch or county bureau: whoever works below it is at home


@dataclass(frozen=True, slots=True)
class Figure:
    """One count of one cell; `usual` is the median of the four weeks before, None of a stock."""

    source: Source
    count: int
    usual: float | None
    is_outside: bool
    url: str

    @property
    def is_hidden(self) -> bool:
        """Whether the viewer reads only that there are few."""
        return is_few(self.source, self.count) and self.is_outside

    @property
    def shown(self) -> str:
        """The count as the viewer may read it."""
        return FEW if self.is_hidden else str(self.count)

    @property
    def usual_shown(self) -> str:
        """The median as the viewer may read it; empty of a stock."""
        if self.usual is None:
            return ""
        return FEW if self.is_outside and self.usual < SMALLEST else f"{self.usual:g}"

    @property
    def trend(self) -> str:
        """`up`, `down` or `level` against the usual; nothing of a stock or a hidden count."""
        if self.usual is None or self.is_hidden:
            return ""
        return "up" if self.count > self.usual else "down" if self.count < self.usual else "level"

    @property
    def rank(self) -> int:
        """What a list may be sorted by: hidden counts are all alike."""
        return 0 if self.is_hidden else self.count


@dataclass(slots=True)
class CellAtWork:
    """A cell with its figures, and the layers of which nothing is counted there."""

    cell: Cell
    is_outside: bool
    figures: list[Figure] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def is_few(source: Source, count: int) -> bool:
    """Whether a count is too small to be told outside; things are told whatever their number."""
    return count < SMALLEST and not source.is_thing


def is_outside(viewer: Viewer, cell: Cell) -> bool:
    """Whether the viewer works outside the bureau that the cell's agency belongs to.

    The branch or county bureau over the cell and everybody below it answer for it; the city above
    and every other bureau look from outside.
    """
    codes = cell.agency.path.strip("/").split("/")
    home = "".join(f"{code}/" for code in codes[:HOME_DEPTH])
    return not viewer.agency_path.startswith(home)


def at_work(viewer: Viewer, cells: Sequence[Cell], week: Week) -> list[CellAtWork]:
    """The figures of these cells (agency joined); as many queries as sources and weeks need."""
    codes = [cell.code for cell in cells]
    sources = sources_for(viewer)
    counts = {s.code: s.count(viewer, codes, week.since, week.until) for s in sources}
    usuals = {s.code: _usual(s, viewer, codes, week) for s in sources if not s.is_stock}
    missing = _missing(sources, codes, counts)
    found = []
    for cell in cells:
        row = CellAtWork(cell, is_outside(viewer, cell), missing=missing[cell.code])
        for source in sources:
            before = usuals.get(source.code)
            row.figures.append(
                Figure(
                    source=source,
                    count=counts[source.code].get(cell.code, 0),
                    usual=None if before is None else before[cell.code],
                    is_outside=row.is_outside,
                    url=source.url(cell.code, week.since, week.until),
                )
            )
        found.append(row)
    return found


def missing_layers(viewer: Viewer, codes: Sequence[str], week: Week) -> dict[str, list[str]]:
    """The layers each cell misses, by cell code; a layer nobody counts for the viewer is left out.

    Right by right: whoever may not read the cameras is not told whether there are any.
    """
    sources = [source for source in sources_for(viewer) if source.layer]
    counts = {s.code: s.count(viewer, codes, week.since, week.until) for s in sources}
    return _missing(sources, codes, counts)


def _missing(
    sources: Sequence[Source], codes: Sequence[str], counts: Mapping[str, Mapping[str, int]]
) -> dict[str, list[str]]:
    total: dict[str, Counter[str]] = {}
    for source in sources:
        if source.layer:
            total.setdefault(source.layer, Counter()).update(counts[source.code])
    layers = [layer for layer in LAYERS if layer in total]
    return {code: [layer for layer in layers if not total[layer][code]] for code in codes}


def _usual(source: Source, viewer: Viewer, codes: Sequence[str], week: Week) -> dict[str, float]:
    weeks = [source.count(viewer, codes, w.since, w.until) for w in week.earlier()]
    return {code: usual([counts.get(code, 0) for counts in weeks]) for code in codes}
