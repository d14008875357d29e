"""Reading papers and volumes, within a viewer's scope."""

from collections.abc import Mapping

import msgspec
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from grid.rights import Right
from grid.scope import Viewer
from mediation.documents.composing.lines import day
from mediation.documents.drawing import Signed
from mediation.documents.models import ConfirmationDue, Paper, Volume
from mediation.register import may_see
from mediation.register.models import Dispute
from mediation.register.selectors import BESIDE, find_dispute


def dispute_of(viewer: Viewer, number: str) -> Dispute:
    """The dispute whose papers the viewer may work with; of a mediator, one given to her.

    Raises Http404 for any other.
    """
    if Right.DISPUTE_READ in viewer.rights:
        return find_dispute(viewer, number)
    rows = Dispute.objects.filter(may_see.worked_on(viewer), number=number)
    found = rows.select_related(*BESIDE).defer("cell__outline").first()
    if found is None:
        raise Http404
    return found


def papers_of(dispute: Dispute) -> QuerySet[Paper]:
    """Papers of a dispute the viewer was found to see, those that stand first."""
    rows = Paper.objects.filter(dispute=dispute).prefetch_related("signatures", "deliveries")
    return rows.order_by("replaced_at", "made_at", "pk").defer("content")


def paper_of(viewer: Viewer, number: str, paper_id: int) -> Paper:
    """One paper of a dispute; raises Http404 where it has none of that id."""
    rows = Paper.objects.filter(dispute=dispute_of(viewer, number), pk=paper_id)
    found = rows.select_related("dispute__agency", "dispute__category").first()
    if found is None:
        raise Http404
    return found


def signed_places(paper: Paper) -> Mapping[str, Signed]:
    """The signatures under a paper by their place, in clear."""
    return {
        one.place: Signed(
            day=day(timezone.localtime(one.signed_at)),
            way=one.way,
            strokes=msgspec.json.decode(one.strokes) if one.strokes else [],
        )
        for one in paper.signatures.all()
    }


def volumes(viewer: Viewer, *, q: str = "", year: int | None = None) -> QuerySet[Volume]:
    """Volumes of disputes the viewer may see, the newest first."""
    seen = Dispute.objects.visible_to(viewer)
    rows = Volume.objects.filter(dispute__in=seen).select_related("dispute__agency")
    rows = rows.select_related("dispute__category").defer("manifest")
    for word in q.split():
        rows = rows.filter(number__icontains=word) | rows.filter(title__icontains=word)
    return rows.filter(made_at__year=year) if year else rows


def volume_of(viewer: Viewer, number: str, volume_id: int) -> Volume:
    """One volume of a dispute; raises Http404 where it has none of that id."""
    found = Volume.objects.filter(dispute=dispute_of(viewer, number), pk=volume_id).first()
    if found is None:
        raise Http404
    return found


def confirmation_of(dispute: Dispute) -> ConfirmationDue | None:
    """The last clock of a judicial confirmation on this dispute; None: none ran."""
    return dispute.confirmations.order_by("-pk").first()
