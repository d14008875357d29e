"""Cases on their way in or being corrected: checked, placed and classed many at a time.

Every look-up asks once for all rows. A fault is noted on its row and never stops the others. A
draft of a stored case takes over only what was said; a new one must say category and beginning.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final, Protocol

import numpy as np
from django.contrib.gis.geos import Point
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.cases.models import Case, CaseCategory, CaseTag
from command_center.cases.screening import masked
from command_center.cases.selectors import TAGS
from grid.errors import FieldError
from grid.ledger.actors import Actor
from grid.organisation.models import Agency
from grid.organisation.writing import assign, fault
from grid.rights import Right
from grid.territory import geo
from grid.territory.models import Cell
from grid.territory.selectors import cells_at

CLOCK_SKEW: Final = timedelta(minutes=2)
EARLIEST: Final = 1990  # no file of cases reaches further back
MOST_YUAN: Final = Decimal(10) ** 12
PLAIN: Final = (
    *("occurred_from", "occurred_to", "reported_at", "filed_on", "found_by", "address"),
    *("position_error_m", "loss_yuan", "narrative", "incident_number", "source", "source_number"),
)
POSITION: Final = ("lng", "lat", "crs")
SYSTEMS: Final = tuple(CaseCategory.System.values)  # of two rows with one code the first holds


class Reporter(Protocol):
    """Who enters cases: an officer, a client system, or an import that acts for one."""

    @property
    def agency(self) -> Agency: ...
    @property
    def agency_path(self) -> str: ...
    @property
    def rights(self) -> frozenset[Right]: ...
    def as_actor(self, *, channel: str = ...) -> Actor: ...


@dataclass(slots=True)
class Draft:
    """One case as it would be stored; `errors` empty means it may be."""

    said: Mapping[str, Any]
    row: Case
    errors: list[FieldError] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        return self.row.pk is None

    def refuse(self, name: str, code: str, message: str) -> None:
        self.errors.append(fault(name, code, message))


def prepare(drafts: Sequence[Draft], *, by: Reporter, now: datetime) -> None:
    """Fill the rows of the drafts from what was said; reads the database, writes nothing."""
    for draft in drafts:
        _take_plain(draft, now)
        _check_times(draft, now)
        _check_plain(draft)
    _class(drafts)
    _tag(drafts)
    _locate(drafts)
    _name_cells(drafts)
    _assign_agencies(drafts, by)


def _take_plain(draft: Draft, now: datetime) -> None:
    row = draft.row
    assign(row, draft.said, PLAIN)
    row.reported_at = row.reported_at or now
    row.source_number = row.source_number or None
    for name in ("address", "narrative"):
        if draft.said.get(name):
            text, told = masked(str(draft.said[name]))
            setattr(row, name, text)
            draft.warnings += told


def _check_times(draft: Draft, now: datetime) -> None:
    """Nothing begins in the future; an end before its beginning is kept and hinted at."""
    row = draft.row
    if row.occurred_from is None:
        draft.refuse("occurred_from", "required", _("Say when it began at the earliest."))
    for name in ("occurred_from", "occurred_to", "reported_at"):
        at: datetime | None = getattr(row, name)
        if at and at > now + CLOCK_SKEW:
            draft.refuse(name, "future", _("This time lies in the future."))
        elif at and at.year < EARLIEST:
            draft.refuse(name, "too_early", _("This time lies too far back."))
    if row.filed_on and row.filed_on > timezone.localdate(now):
        draft.refuse("filed_on", "future", _("This day lies in the future."))


def _check_plain(draft: Draft) -> None:
    row = draft.row
    if row.loss_yuan is not None and not 0 <= row.loss_yuan < MOST_YUAN:
        draft.refuse("loss_yuan", "out_of_range", _("A loss is 0 yuan or more."))
    if row.found_by not in Case.FoundBy.values:
        draft.refuse("found_by", "unknown", _("There is no such word for how it was found."))


def _asked(drafts: Iterable[Draft], name: str) -> set[str]:
    return {str(draft.said[name]) for draft in drafts if draft.said.get(name)}


def _class(drafts: Sequence[Draft]) -> None:
    """The category of the code in force on the day of the report; the kind follows it."""
    rows = list(CaseCategory.objects.filter(code__in=_asked(drafts, "category")))
    rows.sort(key=lambda row: SYSTEMS.index(row.system))
    for draft in drafts:
        code = draft.said.get("category")
        if code:
            day = timezone.localdate(draft.row.reported_at)
            held = (r for r in rows if r.code == code and r.valid_from <= day)
            found = next((r for r in held if r.valid_to is None or r.valid_to > day), None)
            if found is None:
                draft.refuse("category", "unknown", _("There is no such category on that day."))
            else:
                draft.row.category, draft.row.kind = found, found.kind
        elif draft.is_new or "category" in draft.said:
            draft.refuse("category", "required", _("Say what kind of case it is."))


def _tag(drafts: Sequence[Draft]) -> None:
    asked = set().union(*(_asked(drafts, kind) for kind in TAGS))
    rows = CaseTag.objects.filter(code__in=asked) if asked else ()
    known = {(row.kind, row.code): row for row in rows}
    for draft in drafts:
        for kind in TAGS:
            if kind not in draft.said:
                continue
            code = draft.said[kind]
            found = known.get((kind, code)) if code else None
            if code and found is None:
                draft.refuse(kind, "unknown", _("There is no such tag."))
            setattr(draft.row, kind, found)


def _locate(drafts: Sequence[Draft]) -> None:
    """Put points where they are said to be; the cell of a point is the one it lies in."""
    said = [draft for draft in drafts if _says_point(draft)]
    for crs in {draft.row.source_crs for draft in said}:
        some = [draft for draft in said if draft.row.source_crs == crs]
        pairs: Any = np.array([(d.row.source_lng, d.row.source_lat) for d in some])
        lngs, lats = geo.to_wgs84(lng=pairs[:, 0], lat=pairs[:, 1], crs=crs)
        places = zip(lngs.tolist(), lats.tolist(), cells_at(lngs, lats), strict=True)
        for draft, (lng, lat, cell) in zip(some, places, strict=True):
            draft.row.point, draft.row.cell = Point(lng, lat, srid=4326), cell


def _says_point(draft: Draft) -> bool:
    """Whether coordinates were said and can be used; saying None takes the point away."""
    said, row = draft.said, draft.row
    if "lng" not in said and "lat" not in said:
        return False
    lng, lat, crs = said.get("lng"), said.get("lat"), said.get("crs") or "wgs84"
    if lng is None and lat is None:
        row.point = row.source_lng = row.source_lat = None
        return False
    faults = geo.point_errors(lng=lng, lat=lat)
    if crs not in set(geo.CRS):
        faults = [*faults, fault("crs", "unknown", _("There is no such coordinate system."))]
    draft.errors += faults
    row.source_lng, row.source_lat, row.source_crs = lng, lat, str(crs)
    return not faults


def _name_cells(drafts: Sequence[Draft]) -> None:
    """The cell named counts where there is no point; beside a point it is only compared."""
    rows = Cell.objects.filter(code__in=_asked(drafts, "cell"), valid_to__isnull=True)
    known = {cell.code: cell for cell in rows.select_related("agency").defer("outline")}
    for draft in drafts:
        if "cell" not in draft.said:
            continue
        code = draft.said["cell"]
        if code and code not in known:
            draft.refuse("cell", "unknown", _("There is no such cell."))
        elif draft.row.point is None:
            draft.row.cell = known.get(code or "")


def _assign_agencies(drafts: Sequence[Draft], by: Reporter) -> None:
    """The agency named, else that of the cell where it is the reporter's, else the reporter's."""
    ours = Agency.objects.visible_to(by).filter(is_active=True)
    known = {row.code: row for row in ours.filter(code__in=_asked(drafts, "agency"))}
    for draft in drafts:
        code = draft.said.get("agency")
        if code and code not in known:
            draft.refuse("agency", "unknown", _("There is no such agency in your area."))
        elif code:
            draft.row.agency = known[code]
        elif draft.is_new:
            cell = draft.row.cell
            is_ours = cell is not None and cell.agency.path.startswith(by.agency_path)
            draft.row.agency = cell.agency if cell and is_ours else by.agency
