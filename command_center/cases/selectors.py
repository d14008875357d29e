"""Reading cases, always within a viewer's scope; the text of a case is a matter of its own."""

from datetime import date, datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from command_center.cases.models import Case, CaseRevision
from grid.organisation.writing import fault, refuse
from grid.rights import Right
from grid.scope import Viewer
from mediation.register.places import without_door

TAGS: Final = ("entry", "target", "premises", "tool")
JOINS: Final = ("category", "agency", "cell", *TAGS)
HEAVY: Final = ("cell__outline", "narrative")


def cases(viewer: Viewer) -> QuerySet[Case]:
    """Cases in scope, the newest first, with what a list needs; texts stay encrypted and unread."""
    return Case.objects.visible_to(viewer).select_related(*JOINS).defer(*HEAVY)


def case(viewer: Viewer, number: str) -> Case:
    """One case by number; raises Http404 where it is absent or out of scope."""
    rows = cases(viewer).select_related(*JOINS, "duplicate_of", "category__parent")
    found = rows.defer(*HEAVY, "duplicate_of__narrative").filter(number=number).first()
    if found is None:
        raise Http404
    return found


def double(viewer: Viewer, number: str) -> Case | None:
    """The case another one doubles, None where none is named; raises InvalidInput for no case."""
    if not number:
        return None
    found = cases(viewer).filter(number=number).first()
    if found is None:
        refuse([fault("duplicate_of", "unknown", _("There is no such case."))])
    return found


def revisions(row: Case) -> QuerySet[CaseRevision]:
    """Every correction of a case, the newest first."""
    return row.revisions.all()


def may_read_text(viewer: Viewer) -> bool:
    """Whether the text of cases in scope is for the viewer: for who may write them."""
    return Right.CASE_WRITE in viewer.rights


def list_url(**filters: Any) -> str:
    """The address of the list narrowed by these filters (see `filters.CaseFilter`).

    Dates stand for local midnights, times are written as local ones, a list or set is joined by
    commas (`numbers`, `category`), booleans become true and false; None and "" narrow nothing.
    `weekday` is 1 (Monday) to 7, `hour` 0 to 23, both of the local time a case began.
    """
    said = {name: _said(value) for name, value in filters.items() if value not in (None, "")}
    address = reverse("case_list")
    return f"{address}?{urlencode(said)}" if said else address


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        at = timezone.localtime(value)
        return at.isoformat() if at.second or at.microsecond else f"{at:%Y-%m-%dT%H:%M}"
    if isinstance(value, date):
        return f"{value}T00:00"
    if isinstance(value, list | tuple | set | frozenset):
        return ",".join(sorted(map(str, value)))
    return str(value)


def brief(row: Case) -> dict[str, Any]:
    """A case as facts and boards carry it: what, when and roughly where; no text, no door.

    Of a sensitive kind not even roughly where.
    """
    told = {
        "number": row.number,
        "kind": row.kind,
        "category": row.category.code,
        "state": row.state,
        "agency": row.agency.code,
        "cell": row.cell.code if row.cell else None,
        "address": row.address,
        "reported_at": row.reported_at.isoformat(),
    }
    return veiled(told, is_sensitive=row.category.is_sensitive)


def veiled(told: dict[str, Any], *, is_sensitive: bool) -> dict[str, Any]:
    """What `brief` tells of a case, its place only as near as everybody may know it."""
    if is_sensitive:
        return told | {"cell": None, "address": ""}
    return told | {"address": without_door(told["address"])}
