"""The board: four rates, the agencies they are made of, what is wrong and how it is composed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core.paginator import Page, Paginator

from grid.scope import Viewer
from video.board import faults
from video.rates import selectors as rates
from video.rates.formulas import FOUR, Figure
from video.rates.groups import Line
from video.rates.models import Rate
from video.rates.selectors import Table, Tile
from video.rates.shown import behind

SPARK: Final = (196, 36)  # of a tile's line, in pixels
LOWEST: Final = 88.0  # percent at the foot of the line, unless a point lies lower
LOOKED_AT: Final = (Rate.IMAGE_INTACT, Rate.LOCATION)
BAR: Final = 100  # of the longest bar


@dataclass(frozen=True, slots=True)
class Spark:
    """A tile's last four weeks as points of a line, with the threshold as a height."""

    points: str
    last: tuple[float, float] | None
    line: float


@dataclass(frozen=True, slots=True)
class RateTile:
    """One of the four rates as the board shows it, with the address of what is missing of it."""

    tile: Tile
    spark: Spark
    href: str

    @property
    def figure(self) -> Figure:
        return self.tile.figure

    @property
    def looked_at(self) -> int:
        """Cameras somebody went to see, where the rate rests on that."""
        return self.figure.sample if self.tile.rate in LOOKED_AT else 0


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """An agency's cameras and its four figures, in the order of the tiles."""

    line: Line
    figures: list[Figure]
    is_chosen: bool

    @property
    def query(self) -> dict[str, str | None]:
        """What the address says when this row is chosen; again, and it is left."""
        code = self.line.where.get("agency") or self.line.where.get("own") or ""
        return {"agency": None if self.is_chosen else code}


@dataclass(frozen=True, slots=True)
class KindRow:
    """One kind of fault, how many, and its bar in hundredths of the longest."""

    kind: str
    label: str
    count: int
    bar: int


@dataclass(frozen=True, slots=True)
class Board:
    """Everything the board says at one moment."""

    tiles: list[RateTile]
    agencies: list[AgencyRow]
    total: AgencyRow
    kinds: list[KindRow]
    fault_count: int
    page: Page[Any]
    versions: list[str]


def board(viewer: Viewer, chosen: Mapping[str, Any], page: Any) -> Board:
    """The board as `chosen` narrows it: rates by whose and class, faults by all of it."""
    whose: dict[str, Any] = {name: chosen.get(name) for name in ("is_public", "cls")}
    where = {name: value for name, value in whose.items() if value not in (None, "")}
    counted = rates.table(viewer, **whose)
    tiles = rates.tiles(viewer, counted=counted, **whose)
    kinds = faults.kinds(viewer, chosen)
    wanted = chosen.get("kind") or ""
    fits = sum(n for kind, n in kinds if wanted in ("", kind))
    pages = Paginator(faults.FaultPages(viewer, chosen, fits), faults.PAGE)
    return Board(
        tiles=[RateTile(tile, spark(tile), behind(tile.rate, "missing", where)) for tile in tiles],
        agencies=[_row(line, chosen) for line in counted.lines],
        total=_sum(counted),
        kinds=_bars(kinds),
        fault_count=fits,
        page=pages.get_page(page),
        versions=[f"{tile.label} {_version(tile)}" for tile in tiles],
    )


def _row(line: Line, chosen: Mapping[str, Any]) -> AgencyRow:
    code = line.where.get("agency") or line.where.get("own")
    figures = [line.figures[rate] for rate in FOUR]
    return AgencyRow(line, figures, bool(code) and code == chosen.get("agency"))


def _sum(counted: Table) -> AgencyRow:
    whole = Line(key="", label="", where={}, figures=counted.total)
    return AgencyRow(whole, [counted.total[rate] for rate in FOUR], False)


def _version(tile: Tile) -> str:
    number = getattr(tile.formula, "number", None)
    return f"v{number}" if number else ""


def _bars(kinds: list[tuple[str, int]]) -> list[KindRow]:
    most = max((n for _kind, n in kinds), default=1)
    return [
        KindRow(kind, faults.kind_label(kind), n, max(1, round(BAR * n / most)))
        for kind, n in kinds
    ]


def spark(tile: Tile) -> Spark:
    """The line of a tile: its kept days and then the figure of now."""
    shares = [float(share) for _day, share in tile.trend.points]
    if tile.figure.percent is not None:
        shares.append(float(tile.figure.percent))
    foot = min([LOWEST, *shares])
    width, height = SPARK

    def down(share: float) -> float:
        return round(4 + (height - 8) * (100 - share) / (100 - foot), 1)

    step = (width - 8) / max(1, len(shares) - 1)
    places = [(round(2 + step * n, 1), down(share)) for n, share in enumerate(shares)]
    points = " ".join(f"{x},{y}" for x, y in places)
    line = down(max(foot, float(tile.figure.threshold)))
    return Spark(points, places[-1] if places else None, line)
