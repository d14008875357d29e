"""Words of a sheet that stand for rows of ours: agencies, classes, firms, platforms, divisions."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any, Final

import numpy as np
import shapely
from django.contrib.gis.db.models.functions import AsWKB
from django.utils import timezone
from numpy.typing import NDArray

from grid.organisation.models import Agency
from grid.territory.index import CellIndex, current_index
from grid.territory.models import Division
from video.register.models import CameraClass, Company, Platform

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
_LENGTH: Final = 12
_COUNTY: Final = 6


class Lookups:
    """Everything a run asks by word, read once; agencies are those of the importing agency."""

    def __init__(self, agency: Agency) -> None:
        self.agency = agency
        below = Agency.objects.filter(path__startswith=agency.path)
        self.agencies: dict[str, int] = dict(below.values_list("code", "pk"))
        self.classes = _by_words(CameraClass.objects.values_list("pk", "code", "name"))
        self.public: dict[str, bool] = dict(CameraClass.objects.values_list("pk", "is_public"))
        firms = Company.objects.filter(agency__path__startswith=agency.path.split("/")[0])
        self.companies = _by_words(firms.values_list("pk", "code", "name"))
        known = Platform.objects.filter(agency__path__startswith=agency.path.split("/")[0])
        self.platforms = _by_words(known.values_list("pk", "code", "gb_id"))
        self.divisions: frozenset[str] = frozenset(Division.objects.values_list("pk", flat=True))

    @cached_property
    def index(self) -> CellIndex:
        return current_index(timezone.localdate())

    @cached_property
    def _cells_of(self) -> dict[int, NDArray[np.int64]]:
        """The leaf cells of each agency and of all below it."""
        found: dict[int, list[int]] = {}
        paths = dict(Agency.objects.values_list("path", "pk"))
        for pk, cell in self.index.cells.items():
            parts = cell.agency.path.strip("/").split("/")
            for depth in range(1, len(parts) + 1):
                owner = paths.get("/".join(parts[:depth]) + "/")
                if owner is not None:
                    found.setdefault(owner, []).append(pk)
        return {owner: np.array(cells) for owner, cells in found.items()}

    @cached_property
    def _outlines(self) -> dict[str, Any]:
        rows = Division.objects.exclude(outline=None).annotate(wkb=AsWKB("outline"))
        found = {pk: shapely.from_wkb(bytes(wkb)) for pk, wkb in rows.values_list("pk", "wkb")}
        for outline in found.values():
            shapely.prepare(outline)
        return found

    def division_of(self, civil_code: str) -> str | None:
        """The register's code of a division, whatever its length in the sheet."""
        code = civil_code.ljust(_LENGTH, "0")
        return code if code in self.divisions else None

    def ground_of(self, division: str) -> str | None:
        """The smallest division around this one whose outline is known."""
        lengths = (_LENGTH, 9, _COUNTY, 4)
        codes = (division[:length].ljust(_LENGTH, "0") for length in lengths)
        return next((code for code in codes if code in self._outlines), None)

    def inside(self, division: str, lngs: Floats, lats: Floats) -> Flags:
        """Which points lie in the outline of a division that has one."""
        found: Flags = shapely.contains_xy(self._outlines[division], lngs, lats)
        return found

    def has_cells(self, agency_id: int) -> bool:
        return agency_id in self._cells_of

    def on_ground_of(self, agency_id: int, cell_ids: NDArray[np.int64]) -> Flags:
        """Which of these cells are the agency's or of one below it."""
        return np.isin(cell_ids, self._cells_of[agency_id])


def _by_words(rows: Iterable[tuple[Any, ...]]) -> dict[str, Any]:
    return {str(word).casefold(): pk for pk, *words in rows for word in words if word}
