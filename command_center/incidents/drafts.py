"""Calls on their way in: checked, placed and classed many at a time, before anything is written.

Every look-up asks once for all rows, so that a batch of 1,000 costs the statements of a single
call. A fault is noted on its row and never stops the others.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final, Protocol

import numpy as np
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.incidents.calls import Call
from command_center.incidents.models import Category, Incident
from command_center.incidents.screening import warnings as text_warnings
from grid.errors import FieldError
from grid.ledger.actors import Actor
from grid.organisation.models import Agency
from grid.rights import Right
from grid.territory import geo
from grid.territory.index import CellIndex
from grid.territory.models import Cell
from grid.territory.selectors import cell_at, cells_at

CLOCK_SKEW: Final = timedelta(minutes=2)
LATE_AFTER: Final = timedelta(minutes=10)


class Reporter(Protocol):
    """Who sends calls in: an officer or a client system."""

    @property
    def agency(self) -> Agency: ...
    @property
    def agency_path(self) -> str: ...
    @property
    def rights(self) -> frozenset[Right]: ...
    def as_actor(self, *, channel: str = ...) -> Actor: ...


@dataclass(slots=True)
class Draft:
    """One call with all that was found out about it; `errors` empty means it may be written."""

    call: Call
    errors: list[FieldError] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    lng: float | None = None  # WGS-84
    lat: float | None = None
    cell: Cell | None = None
    agency: Agency | None = None
    category: Category | None = None
    main: Incident | None = None
    reported_at: datetime = datetime.min  # noqa: DTZ901 replaced by `check_times` before use
    number: str = ""
    pk: int = 0
    is_over: bool = False  # closed in its source: its import tells of it, as closed

    def refuse(self, pointer: str, code: str, message: str) -> None:
        self.errors.append(FieldError(pointer=pointer, code=code, message=message))

    @property
    def level(self) -> int:
        return self.call.level or (self.category.default_level if self.category else 3)


def prepare(
    calls: Iterable[Call], *, by: Reporter, now: datetime, once: bool = True
) -> list[Draft]:
    """Check, place and class the calls; reads the database, writes nothing.

    With `once`, a source number that came in before is a fault; an import finds out by itself.
    """
    drafts = [Draft(call) for call in calls]
    for draft in drafts:
        _check_text(draft)
        _check_times(draft, now)
    _class(drafts, now)
    _place(drafts, by)
    _link(drafts, by)
    if once:
        _find_source_numbers(drafts, by)
    return drafts


@dataclass(frozen=True, slots=True)
class Ground:
    """What an ordinary call is checked against, read before it came."""

    cells: CellIndex
    categories: Mapping[str, Category]


def prepare_ordinary(call: Call, *, by: Reporter, now: datetime, ground: Ground) -> Draft | None:
    """The draft of a faultless call with coordinates and without a main incident, else None."""
    draft = Draft(call, category=ground.categories.get(call.category))
    _check_text(draft)
    _check_times(draft, now)
    is_linked = call.main_incident or call.link_type not in ("none", "nuisance")
    if is_linked or draft.category is None or not _wants_point(draft) or draft.errors:
        return None
    _to_wgs84([draft])
    cell = ground.cells.cell_at(draft.lng or 0.0, draft.lat or 0.0)
    if cell is None or not cell.agency.path.startswith(by.agency_path):
        return None
    draft.cell, draft.agency = cell, cell.agency
    return draft


def _check_text(draft: Draft) -> None:
    call = draft.call
    for name in ("address", "narrative", "caller_name", "caller_phone", "source", "source_number"):
        if "\x00" in (getattr(call, name) or ""):
            draft.refuse(f"/{name}", "nul", _("The text holds a NUL character."))
    draft.warnings += text_warnings(call.narrative)


def _check_times(draft: Draft, now: datetime) -> None:
    """No call comes from the future; times that run back are kept and marked."""
    call = draft.call
    draft.reported_at = call.reported_at or now
    times = [draft.reported_at, call.answered_at, call.intake_done_at]
    for name, at in zip(("reported_at", "answered_at", "intake_done_at"), times, strict=True):
        if at and at > now + CLOCK_SKEW:
            draft.refuse(f"/{name}", "future", _("This time lies in the future."))
        elif at and at.year < 1970:
            draft.refuse(f"/{name}", "too_early", _("This time lies too far back."))
    known = [at for at in times if at]
    if known != sorted(known):
        draft.warnings.append(_("The call's times do not follow one another."))


def _known(drafts: Sequence[Draft], value: Callable[[Call], str | None]) -> set[str]:
    return {found for draft in drafts if (found := value(draft.call)) and "\x00" not in found}


def categories_on(today: date) -> QuerySet[Category]:
    """The tree in force on a local date."""
    return Category.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=today), valid_from__lte=today
    )


def _class(drafts: Sequence[Draft], now: datetime) -> None:
    """The category in force today, by code."""
    in_force = categories_on(timezone.localdate(now))
    asked = _known(drafts, lambda call: call.category)
    by_code = {category.code: category for category in in_force.filter(code__in=asked)}
    for draft in drafts:
        draft.category = by_code.get(draft.call.category)
        if draft.category is None:
            draft.refuse("/category", "unknown", _("There is no such category."))


def _place(drafts: Sequence[Draft], by: Reporter) -> None:
    """Cell and agency by coordinates, else by cell code, else the agency of who reports."""
    pointed = [draft for draft in drafts if _wants_point(draft)]
    _to_wgs84(pointed)
    _find_cells(pointed, by)
    coded = [draft for draft in drafts if draft.cell is None and draft.call.cell]
    _by_code(coded, by)
    for draft in drafts:
        draft.agency = draft.cell.agency if draft.cell else by.agency
        if draft.lng is None and not (draft.call.cell or draft.call.address or draft.errors):
            draft.refuse("/address", "required", _("Say where: address, cell or coordinates."))


def _wants_point(draft: Draft) -> bool:
    lng, lat = draft.call.lng, draft.call.lat
    if lng is None and lat is None:
        return False
    errors = geo.point_errors(lng=lng, lat=lat)
    draft.errors += errors
    return not errors


def _to_wgs84(drafts: Sequence[Draft]) -> None:
    for crs in {draft.call.crs for draft in drafts}:
        rows = [draft for draft in drafts if draft.call.crs == crs]
        pairs: Any = np.array([(draft.call.lng, draft.call.lat) for draft in rows])
        lngs, lats = geo.to_wgs84(lng=pairs[:, 0], lat=pairs[:, 1], crs=crs)
        for draft, lng, lat in zip(rows, lngs.tolist(), lats.tolist(), strict=True):
            draft.lng, draft.lat = lng, lat


def _find_cells(drafts: Sequence[Draft], by: Reporter) -> None:
    """Ground outside the city and ground of others are refused in the same words."""
    for draft, cell in zip(drafts, _cells_of(drafts), strict=True):
        if cell and cell.agency.path.startswith(by.agency_path):
            draft.cell = cell
    outside = [draft for draft in drafts if draft.cell is None]
    if outside and Cell.objects.filter(is_leaf=True, valid_to__isnull=True).exists():
        for draft in outside:
            draft.refuse("/lng", "outside", _("This point lies outside the area you report for."))


def _cells_of(drafts: Sequence[Draft]) -> list[Cell | None]:
    if len(drafts) == 1:
        return [cell_at(lng=drafts[0].lng or 0.0, lat=drafts[0].lat or 0.0)]
    return cells_at([d.lng or 0.0 for d in drafts], [d.lat or 0.0 for d in drafts])


def _with_agency() -> Any:
    return Cell.objects.select_related("agency").defer("outline")


def _by_code(drafts: Sequence[Draft], by: Reporter) -> None:
    if not drafts:
        return
    rows = _with_agency().filter(
        code__in=_known(drafts, lambda call: call.cell), valid_to__isnull=True
    )
    cells = {c.code: c for c in rows if c.agency.path.startswith(by.agency_path)}
    for draft in drafts:
        draft.cell = cells.get(draft.call.cell or "")
        if draft.cell is None and draft.lng is None:
            draft.refuse("/cell", "unknown", _("There is no such cell."))


def _link(drafts: Sequence[Draft], by: Reporter) -> None:
    """The main incident of a repeat call, by number, where the reporter may see it."""
    numbers = _known(drafts, lambda call: call.main_incident)
    mains = {}
    if numbers:
        seen = Incident.objects.visible_to(by).filter(number__in=numbers)
        mains = {i.number: i for i in seen.select_related("agency").defer("search")}
    for draft in drafts:
        if draft.call.main_incident:
            draft.main = mains.get(draft.call.main_incident)
            if draft.main is None:
                draft.refuse("/main_incident", "unknown", _("There is no such incident."))
        elif draft.call.link_type not in ("none", "nuisance"):
            draft.refuse("/main_incident", "required", _("Name the main incident."))


def _find_source_numbers(drafts: Sequence[Draft], by: Reporter) -> None:
    """A source number comes in once; what came before is found by the number it got here."""
    asked = _known(drafts, lambda call: call.source_number)
    taken: dict[tuple[str, str | None], str] = {}
    if asked:
        rows = Incident.objects.filter(source_agency=by.agency.code, source_number__in=asked)
        taken = {(s, n): number for s, n, number in rows.values_list(*_SOURCE)}
    for draft in drafts:
        key = (draft.call.source, draft.call.source_number)
        if key[1] is None or draft.errors:
            continue
        if key in taken:
            message = _("This source number was reported before, as %(number)s.")
            draft.refuse("/source_number", "already_reported", message % {"number": taken[key]})
        taken.setdefault(key, _("another row of this batch"))


_SOURCE: Final = ("source", "source_number", "number")
