"""Points of a chunk of rows: converted, put into cells, and asked whether their datum can be right.

A file whose points lie outside the ground they name, and inside it once they are read as another
coordinate system, most likely comes in that other system. Nothing is converted by suspicion; it
is said, and somebody decides.
"""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from grid.territory.geo import CRS, to_wgs84
from grid.territory.index import NOWHERE
from video.intake.findings import Findings
from video.intake.lookups import Lookups
from video.intake.rows import Reading

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

# What a file may be in truth, by what it says; CGCS2000 and WGS-84 are the same at this accuracy.
_OTHERS: Final = {
    CRS.WGS84: (CRS.GCJ02, CRS.BD09),
    CRS.CGCS2000: (CRS.GCJ02, CRS.BD09),
    CRS.GCJ02: (CRS.WGS84, CRS.BD09),
    CRS.BD09: (CRS.WGS84, CRS.GCJ02),
}
_LEAST: Final = 3  # points that fit only after the shift
_LEAST_SHARE: Final = 0.01  # of those whose ground is known
_TIMES: Final = 3  # as many as fit only as they stand
_NAMES: Final = {
    CRS.WGS84: "WGS-84", CRS.CGCS2000: "CGCS2000", CRS.GCJ02: "GCJ-02", CRS.BD09: "BD-09",
}  # fmt: skip


class Places:
    """Places the points of one file, whose coordinates are said to be in `crs`."""

    def __init__(self, crs: str, lookups: Lookups, findings: Findings) -> None:
        self.crs, self.lookups, self.findings = CRS(crs), lookups, findings
        self.asked = 0  # points whose ground is known
        self.gained = dict.fromkeys(_OTHERS[self.crs], 0)
        self.lost = dict.fromkeys(_OTHERS[self.crs], 0)

    def place(self, readings: Sequence[Reading]) -> None:
        """Give each good row its WGS-84 point, what was received, and its cell."""
        rows = [r for r in readings if not r.faults and r.values.get("lng") is not None]
        if not rows:
            return
        said = tuple(np.array([r.values[name] for r in rows]) for name in ("lng", "lat"))
        lngs, lats = to_wgs84(lng=said[0], lat=said[1], crs=self.crs)
        cells = self.lookups.index.ids_at(lngs, lats)
        for row, lng, lat, cell in zip(
            rows, lngs.tolist(), lats.tolist(), cells.tolist(), strict=True
        ):
            values = row.values
            values["source_crs"] = self.crs.value
            values["source_lng"], values["source_lat"] = values["lng"], values["lat"]
            values["lng"], values["lat"] = lng, lat
            values["cell_id"] = cell if cell != NOWHERE else None
        self._compare(rows, said, (lngs, lats))

    def tell(self) -> None:
        """Add the suspicion, if there is one."""
        for other in self.gained:
            gained, lost = self.gained[other], self.lost[other]
            if gained >= max(_LEAST, _LEAST_SHARE * self.asked) and gained > _TIMES * lost:
                message = _(
                    "Declared as %(said)s, yet %(gained)s of %(asked)s points lie on their ground "
                    "only if they are read as %(other)s, against %(lost)s the other way round."
                )
                word = {"said": _NAMES[self.crs], "other": _NAMES[other], "asked": self.asked}
                word |= {"gained": gained, "lost": lost}
                self.findings.add("datum_suspected", message % word, count=gained)

    def _compare(
        self, rows: list[Reading], said: tuple[Floats, ...], stands: tuple[Floats, Floats]
    ) -> None:
        known, fits = self._fits(rows, *stands)
        self.asked += int(known.sum())
        for at in np.flatnonzero(known & ~fits):
            message = _("The point lies outside the division or agency that the row names.")
            self.findings.add("outside_ground", message, rows[at].line)
        for other in self.gained:
            _known, would = self._fits(rows, *to_wgs84(lng=said[0], lat=said[1], crs=other))
            self.gained[other] += int((known & ~fits & would).sum())
            self.lost[other] += int((known & fits & ~would).sum())

    def _fits(self, rows: list[Reading], lngs: Floats, lats: Floats) -> tuple[Flags, Flags]:
        """Whose ground is known, and who stands on it: the division's, and the agency's cells."""
        known, fits = np.zeros(len(rows), bool), np.ones(len(rows), bool)
        cells = self.lookups.index.ids_at(lngs, lats)
        for division, at in _groups(rows, "division_id"):
            ground = self.lookups.ground_of(division)
            if ground is not None:
                known[at] = True
                fits[at] &= self.lookups.inside(ground, lngs[at], lats[at])
        for agency, at in _groups(rows, "agency_id"):
            if self.lookups.has_cells(agency):
                known[at] = True
                fits[at] &= self.lookups.on_ground_of(agency, cells[at])
        return known, fits


def _groups(rows: list[Reading], name: str) -> list[tuple[Any, NDArray[np.int64]]]:
    """Places of the rows that share a value, by value; rows without one are in no group."""
    found: dict[Any, list[int]] = {}
    for at, row in enumerate(rows):
        if (value := row.values.get(name)) is not None:
            found.setdefault(value, []).append(at)
    return [(value, np.array(places)) for value, places in found.items()]
