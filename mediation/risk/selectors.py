"""Reading gradings and what they make owed, always within a viewer's scope."""

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from grid.ledger.obligations import OPEN
from grid.organisation.models import Officer, RoleGrant
from grid.organisation.roles import RIGHTS_OF
from grid.rights import Right
from grid.scope import Viewer
from mediation.register.models import Dispute
from mediation.risk.models import Assessment, GradeDuty, RiskChecklist
from mediation.risk.rulebook import checklists


def assessments(viewer: Viewer, dispute: Dispute) -> QuerySet[Assessment]:
    """Every grading of a dispute, the newest first."""
    rows = Assessment.objects.visible_to(viewer).filter(dispute=dispute)
    return rows.select_related("checklist")


def duties(dispute: Dispute) -> list[GradeDuty]:
    """What is owed on a dispute now, the next due first; the dispute was found in scope."""
    return list(GradeDuty.objects.filter(dispute=dispute, state__in=OPEN))


def leaders_for(dispute: Dispute) -> QuerySet[Officer]:
    """Officers who may be in charge of it: leaders of its agency and of those above it."""
    roles = [role for role, rights in RIGHTS_OF.items() if Right.DISPUTE_ASSIGN in rights]
    held = RoleGrant.objects.in_force(timezone.now()).filter(role__in=roles)
    rows = Officer.objects.filter(
        agency__code__in=dispute.agency.path.strip("/").split("/"),
        is_active=True,
        pk__in=held.values("officer_id"),
    )
    return rows.select_related("agency").order_by("-agency__path", "badge_number")


def find_checklist(viewer: Viewer, checklist_id: int) -> RiskChecklist:
    """The checklist of this id; Http404 where it is absent or of another area."""
    found = checklists(viewer).filter(pk=checklist_id).first()
    if found is None:
        raise Http404
    return found
