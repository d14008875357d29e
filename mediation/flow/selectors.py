"""Reading the course of disputes, and what is somebody's own work."""

from collections.abc import Collection
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from grid.ledger.obligations import OPEN
from grid.organisation.models import Officer
from grid.scope import Viewer
from mediation.flow.models import Assignment, Performance, Step, Transfer
from mediation.flow.table import OVER
from mediation.mediators.models import MediationBody, Mediator
from mediation.register.models import Dispute, Party

BESIDE = ("agency", "category", "cell", "body", "leader", "place")


def given_to(viewer: Viewer) -> QuerySet[Any, Any]:
    """Keys of the disputes the viewer mediates now."""
    rows = Assignment.objects.filter(ended_at__isnull=True)
    if not isinstance(viewer, Officer):
        return rows.none().values("dispute")
    return rows.filter(mediator__officer=viewer).values("dispute")


def my_disputes(viewer: Viewer, **wanted: Any) -> QuerySet[Dispute]:
    """The disputes given to the viewer to mediate, the next due first.

    `wanted` may hold q (number, title, address), stage, and late (true: something is overdue).
    """
    open_ones = Step.objects.filter(dispute=OuterRef("pk"), state__in=OPEN)
    rows: Any = Dispute.objects.filter(pk__in=given_to(viewer)).select_related(*BESIDE)
    rows = rows.defer("cell__outline").annotate(
        next_due=Min("steps__due_at", filter=Q(steps__state__in=OPEN)),
        is_overdue=Exists(open_ones.filter(due_at__lt=timezone.now())),
    )
    for word in str(wanted.get("q") or "").split():
        rows = rows.filter(
            Q(number__icontains=word) | Q(title__icontains=word) | Q(address__icontains=word)
        )
    if wanted.get("stage"):
        rows = rows.filter(stage=wanted["stage"])
    if wanted.get("late"):
        rows = rows.filter(is_overdue=True)
    found: QuerySet[Dispute] = rows.order_by(F("next_due").asc(nulls_last=True), "pk")
    return found


def find_my_dispute(viewer: Viewer, number: str) -> Dispute:
    """One of the viewer's own; Http404 for any other, as if there were none."""
    found = my_disputes(viewer).filter(number=number).first()
    if found is None:
        raise Http404
    return found


def steps_of(dispute: Dispute) -> list[Step]:
    """What is owed on the dispute, the next due first."""
    return list(Step.objects.filter(dispute=dispute, state__in=OPEN).order_by("due_at"))


def mediators_for(dispute: Dispute) -> QuerySet[Mediator]:
    """Who mediates the dispute now."""
    keys = Assignment.objects.filter(
        dispute=dispute, ended_at__isnull=True, mediator__isnull=False
    ).values("mediator")
    return Mediator.objects.filter(pk__in=keys).select_related("body", "officer")


def party_of(dispute: Dispute, party_id: int) -> Party:
    """A party of this dispute; Http404 where it has none of that id."""
    found = Party.objects.filter(dispute=dispute, pk=party_id).first()
    if found is None:
        raise Http404
    found.dispute = dispute
    return found


def performance_of(dispute: Dispute, performance_id: int) -> Performance:
    """A thing an agreement of this dispute obliges to; Http404 where there is none of that id."""
    found = Performance.objects.filter(dispute=dispute, pk=performance_id).first()
    if found is None:
        raise Http404
    found.dispute = dispute
    return found


def transfers(viewer: Viewer, **wanted: Any) -> QuerySet[Transfer]:
    """Transfers to the viewer's agency or below, the newest first; `open` narrows to unsigned."""
    rows = Transfer.objects.filter(to_agency__path__startswith=viewer.agency_path).select_related(
        "dispute__category", "dispute__agency", "from_agency", "from_body", "to_agency", "to_body"
    )
    return rows.filter(answer="") if wanted.get("open") else rows


def find_transfer(viewer: Viewer, transfer_id: int) -> Transfer:
    """A transfer to the viewer's area; Http404 for any other."""
    found = transfers(viewer).filter(pk=transfer_id).first()
    if found is None:
        raise Http404
    return found


def open_transfer(dispute: Dispute) -> Transfer | None:
    """The transfer that waits to be signed for."""
    return Transfer.objects.filter(dispute=dispute, answer="").first()


def load_of(keys: Collection[int]) -> dict[int, int]:
    """How many disputes each mediator has that are not over."""
    rows = Assignment.objects.filter(mediator__in=keys, ended_at__isnull=True)
    rows = rows.exclude(dispute__stage__in=OVER)
    return dict(rows.values_list("mediator").annotate(n=Count("pk")).order_by())


def bodies_to_choose(viewer: Viewer) -> QuerySet[MediationBody]:
    """Bodies that mediate, in the viewer's area: to assign a dispute to."""
    return MediationBody.objects.visible_to(viewer).filter(is_active=True)
