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
from mediation.risk.rulebook import checklists, kinds_for, rule_of


def assessments(viewer: Viewer, dispute: Dispute) -> QuerySet[Assessment]:
    """Every grading of a dispute, the newest first."""
    rows = Assessment.objects.visible_to(viewer).filter(dispute=dispute)
    return rows.select_related("checklist")


def duties(dispute: Dispute) -> list[GradeDuty]:
    """What is owed on a dispute now, the next due first; the dispute was found in scope."""
    return list(GradeDuty.objects.filter(dispute=dispute, state__in=OPEN))


def leaders_for(dispute: Dispute) -> QuerySet[Officer]:
    """Officers who may be in charge: leaders of its agency and above, at the grade's level."""
    roles = [role for role, rights in RIGHTS_OF.items() if Right.DISPUTE_ASSIGN in rights]
    held = RoleGrant.objects.in_force(timezone.now()).filter(role__in=roles)
    level = rule_of(dispute.agency.path, dispute.grade).level
    rows = Officer.objects.filter(
        agency__code__in=dispute.agency.path.strip("/").split("/"),
        agency__kind__in=kinds_for(level),
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
