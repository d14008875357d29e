"""A case in words: its place in the four systems, what a correction changed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from command_center.cases.models import Case, CaseCategory, CaseKind, CaseRevision, CaseTag
from command_center.cases.selectors import TAGS
from grid.frame.templatetags.frame import minute
from grid.organisation.models import Agency
from grid.territory import geo

FIELDS: Final[Mapping[str, Any]] = {
    "category": _("Category"),
    "kind": _("Kind"),
    "state": _("State"),
    "found_by": _("Found by"),
    "occurred_from": _("Happened from"),
    "occurred_to": _("Happened until"),
    "reported_at": _("Reported at"),
    "filed_on": _("File opened on"),
    "solved_on": _("Solved on"),
    "result": _("What led to the result"),
    "agency": _("Agency"),
    "cell": _("Cell"),
    "entry": _("How entry was made"),
    "target": _("What was taken or attacked"),
    "premises": _("Kind of place"),
    "tool": _("Tool or means"),
    "loss_yuan": _("Loss (yuan)"),
    "address": _("Address"),
    "point": _("Position"),
    "position_error_m": _("Position within (m)"),
    "incident_number": _("Incident number"),
    "source_number": _("Number in the case system"),
    "duplicate_of": _("It doubles"),
    "narrative": _("How it was done"),
}
WORDS: Final[Mapping[str, Mapping[str, Any]]] = {
    "kind": dict(CaseKind.choices),
    "state": dict(Case.State.choices),
    "found_by": dict(Case.FoundBy.choices),
    "result": dict(Case.Result.choices),
}


def coordinates(row: Case) -> list[tuple[str, float, float]]:
    """The point in each of the four systems, degrees to a decimetre; empty without one."""
    if row.point is None:
        return []
    found = []
    for crs in geo.CRS:
        lng, lat = geo.from_wgs84(lng=row.point.x, lat=row.point.y, crs=crs)
        found.append((crs.value.upper(), round(lng, 6), round(lat, 6)))
    return found


Names = Mapping[str, Mapping[str, str]]


def shown_revisions(
    rows: Sequence[CaseRevision],
) -> list[tuple[CaseRevision, list[tuple[Any, str, str]]]]:
    """Each correction with label, before and after of its fields, codes with their names."""
    names = _names(rows)
    return [(kept, _shown(kept, names)) for kept in rows]


def _shown(kept: CaseRevision, names: Names) -> list[tuple[Any, str, str]]:
    """A text only says that it changed."""
    return [
        (FIELDS.get(name, name), *(_named(name, value, names) for value in pair or ("***", "***")))
        for name, pair in kept.changes.items()
    ]


def _names(rows: Sequence[CaseRevision]) -> Names:
    """What the codes in these corrections are called, by field."""
    codes: dict[str, set[str]] = defaultdict(set)
    for kept in rows:
        for name, pair in kept.changes.items():
            codes[name].update(str(value) for value in pair or () if value)
    called: dict[str, Mapping[str, str]] = {}
    if codes["category"]:
        found = CaseCategory.objects.filter(code__in=codes["category"])
        called["category"] = {row.code: str(row) for row in found}
    if codes["agency"]:
        agencies = Agency.objects.filter(code__in=codes["agency"])
        called["agency"] = dict(agencies.values_list("code", "name"))
    for kind in TAGS:
        if codes[kind]:
            tags = CaseTag.objects.filter(kind=kind, code__in=codes[kind])
            called[kind] = {row.code: str(row) for row in tags}
    return called


def _named(name: str, value: Any, names: Names) -> str:
    said = _word(name, value)
    called = names.get(name, {}).get(said)
    if called is None:
        return said
    return called if name in TAGS else f"{called} {said}"


def _word(name: str, value: Any) -> str:
    if value in (None, ""):
        return "—"
    if isinstance(value, list):
        return ", ".join(f"{degrees:.6f}" for degrees in value)
    if name in WORDS:
        return str(WORDS[name].get(value, value))
    at = parse_datetime(value) if isinstance(value, str) and "T" in value else None
    return minute(at) if at else str(value)
