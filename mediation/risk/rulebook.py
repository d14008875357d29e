"""The checklist and the rules that hold at an agency on a day: the nearest, or the default."""

from datetime import date

from django.db.models import Q, QuerySet

from grid.errors import IllegalStep
from grid.organisation.dated import holding
from grid.organisation.models import Agency
from grid.scope import Viewer
from mediation.mediators.models import MediationBody
from mediation.risk.models import GradeRule, RiskChecklist, RiskItem


def checklist_of(agency_path: str, *, on: date | None = None) -> RiskChecklist:
    """The checklist in force; raises IllegalStep where a city has taken away its only one."""
    found = holding(RiskChecklist, agency_path, on=on)
    if found is None:
        raise IllegalStep("No risk checklist is in force.")
    return found


def items_of(checklist: RiskChecklist) -> list[RiskItem]:
    """Its questions, in their order."""
    return list(checklist.items.all())


def rule_of(agency_path: str, grade: str, *, on: date | None = None) -> GradeRule:
    """What the grade asks for there; the model's own defaults where no row says so."""
    return holding(GradeRule, agency_path, on=on, grade=grade) or GradeRule(grade=grade)


def kinds_for(level: str) -> tuple[str, ...]:
    """Kinds of agencies whose leaders may be in charge of a dispute handled at this level."""
    if level == MediationBody.Level.CITY:
        return (Agency.Kind.CITY,)
    if level == MediationBody.Level.COUNTY:
        return (Agency.Kind.CITY, Agency.Kind.BRANCH, Agency.Kind.COUNTY)
    return tuple(Agency.Kind.values)


def grade_rules(viewer: Viewer) -> QuerySet[GradeRule]:
    """Rules of the viewer's area, of the agencies above it, and the platform's."""
    return GradeRule.objects.filter(_reach(viewer)).select_related("agency")


def checklists(viewer: Viewer) -> QuerySet[RiskChecklist]:
    """Checklists of the viewer's area, of the agencies above it, and the platform's."""
    rows = RiskChecklist.objects.filter(_reach(viewer)).select_related("agency")
    return rows.prefetch_related("items")


def _reach(viewer: Viewer) -> Q:
    codes = viewer.agency_path.strip("/").split("/")
    above = Q(agency__isnull=True) | Q(agency__code__in=codes)
    return above | Q(agency__path__startswith=viewer.agency_path)
