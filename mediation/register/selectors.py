"""Reading the register of disputes, always within a viewer's scope."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from grid.organisation.models import Officer
from grid.scope import Viewer
from mediation.register.models import Dispute, DisputeCall, DisputeCategory, Party
from mediation.register.services.writing import categories_on

BESIDE: Final = ("agency", "category", "cell", "body", "leader", "place")
_UNREAD: Final = ("cell__outline", "place__point")  # large, or not shown
OVER: Final = (Dispute.Stage.CLOSED, Dispute.Stage.ARCHIVED)
_EXACT: Final = {
    "category": "category_id",
    "grade": "grade",
    "stage": "stage",
    "source": "source",
    "level": "level",
    "body": "body__code",
    "cell": "cell__code",
    "leader": "leader__badge_number",
}
# The calls an officer has to look at: neither a dispute nor a reason, and no exercise.
UNANSWERED: Final = Q(dispute__isnull=True, reason="", is_exercise=False)


def own(viewer: Viewer) -> QuerySet[Any, Any]:
    """What the viewer registered or leads."""
    if not isinstance(viewer, Officer):
        return Dispute.objects.none().values("pk")
    label = viewer.as_actor().label
    return Dispute.objects.filter(Q(registered_by=label) | Q(leader=viewer)).values("pk")


def disputes(viewer: Viewer, **wanted: Any) -> QuerySet[Dispute]:
    """Disputes in scope, narrowed by what is `wanted`; empty values narrow nothing.

    `wanted` may hold q (number, title, address; never a party), agency (code, with all below),
    category, grade (or `none`), stage, source, level, body, cell, leader (codes), since and until
    (local days of the report, both included), open (true: neither closed nor archived).
    """
    rows: QuerySet[Dispute] = (
        Dispute.objects.visible_to(viewer).select_related(*BESIDE).defer("cell__outline")
    )
    for name, value in wanted.items():
        if value is not None and value != "":
            rows = _narrowed(rows, name, value)
    return rows


def _narrowed(rows: QuerySet[Dispute], name: str, value: Any) -> QuerySet[Dispute]:
    if name == "grade" and value == "none":
        return rows.filter(grade="")
    if name in _EXACT:
        return rows.filter(**{_EXACT[name]: value})
    return _NARROW[name](rows, value)


def _by_text(rows: QuerySet[Dispute], text: str) -> QuerySet[Dispute]:
    for word in str(text).split():
        rows = rows.filter(
            Q(number__icontains=word) | Q(title__icontains=word) | Q(address__icontains=word)
        )
    return rows


def start_of(day: date) -> datetime:
    """The first moment of a local day."""
    return timezone.make_aware(datetime.combine(day, time.min))


_NARROW: Final[dict[str, Callable[[QuerySet[Any], Any], QuerySet[Any]]]] = {
    "q": _by_text,
    "agency": lambda rows, code: rows.filter(agency__path__contains=f"{code}/"),
    "since": lambda rows, day: rows.filter(reported_at__gte=start_of(day)),
    "until": lambda rows, day: rows.filter(reported_at__lt=start_of(day + timedelta(days=1))),
    "open": lambda rows, wanted: rows.exclude(stage__in=OVER) if wanted else rows,
}


def find_dispute(viewer: Viewer, number: str) -> Dispute:
    """The dispute of this number; Http404 where it is absent, out of scope or not for her."""
    found = disputes(viewer).filter(number=number).first()
    if found is None:
        raise Http404
    return found


def find_party(viewer: Viewer, dispute: Dispute, party_id: int) -> Party:
    """A party of this dispute; Http404 where it has none of that id."""
    rows = Party.objects.visible_to(viewer).select_related("dispute__agency", "dispute__category")
    found = rows.filter(dispute=dispute, pk=party_id).first()
    if found is None:
        raise Http404
    return found


def dispute_calls(viewer: Viewer, **wanted: Any) -> QuerySet[DisputeCall]:
    """Calls classed as disputes in scope, the newest first.

    `wanted` may hold q (number, category, address), agency (code, with all below), cell (code),
    since, until (local days), answer (`none`, `dispute`, or a reason), exercise (true: those too).
    """
    beside = ("agency", "cell", "dispute")
    rows: QuerySet[DisputeCall] = DisputeCall.objects.visible_to(viewer)
    rows = rows.select_related(*beside).defer("cell__outline")
    if not wanted.pop("exercise", False):
        rows = rows.filter(is_exercise=False)
    for name, value in wanted.items():
        if value is not None and value != "":
            rows = _NARROW_CALLS[name](rows, value)
    return rows


def _calls_by_text(rows: QuerySet[DisputeCall], text: str) -> QuerySet[DisputeCall]:
    for word in str(text).split():
        rows = rows.filter(
            Q(incident_number__icontains=word)
            | Q(category_name__icontains=word)
            | Q(address__icontains=word)
        )
    return rows


def _by_answer(rows: QuerySet[DisputeCall], answer: str) -> QuerySet[DisputeCall]:
    if answer == "none":
        return rows.filter(UNANSWERED)
    if answer == "dispute":
        return rows.filter(dispute__isnull=False)
    return rows.filter(reason=answer, dispute__isnull=True)


_NARROW_CALLS: Final[dict[str, Callable[[QuerySet[Any], Any], QuerySet[Any]]]] = {
    **_NARROW,
    "q": _calls_by_text,
    "cell": lambda rows, code: rows.filter(cell__code=code),
    "answer": _by_answer,
}


def find_call(viewer: Viewer, incident_number: str) -> DisputeCall:
    """The call of this incident; Http404 where it is absent or out of scope."""
    found = dispute_calls(viewer, exercise=True).filter(incident_number=incident_number).first()
    if found is None:
        raise Http404
    return found


def categories(on: date | None = None) -> list[DisputeCategory]:
    """The categories in force, in the order of forms."""
    return list(categories_on(on or timezone.localdate()))
