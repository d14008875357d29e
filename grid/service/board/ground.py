"""What the ground floor itself counts cell by cell: places, people, visits, hazards, teams."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.ledger.obligations import OPEN
from grid.rights import Right
from grid.scope import Viewer
from grid.service.board.sources import counted, listing, register
from grid.service.teams.models import Team
from grid.service.venues.models import Hazard, Inspection
from grid.service.visits.models import Errand, Visit, VisitTask
from grid.territory.models import CellPosting, Place

Codes = Sequence[str]
Counts = Mapping[str, int]


def places(viewer: Viewer, codes: Codes, _since: datetime, _until: datetime) -> Counts:
    """Places in use."""
    return counted(Place.objects.visible_to(viewer).filter(is_active=True), codes)


def people(viewer: Viewer, codes: Codes, _since: datetime, _until: datetime) -> Counts:
    """Officers, deputies and auxiliaries who answer for the cell today."""
    today = timezone.localdate()
    rows: QuerySet[Any] = CellPosting.objects.visible_to(viewer).filter(valid_from__lte=today)
    return counted(rows.exclude(valid_to__lte=today), codes)


def teams(viewer: Viewer, codes: Codes, _since: datetime, _until: datetime) -> Counts:
    """Teams that help in the cell and have not ended."""
    rows = Team.objects.visible_to(viewer).exclude(ended_on__lte=timezone.localdate())
    return counted(rows, codes, by="cells__code")


def visits(viewer: Viewer, codes: Codes, since: datetime, until: datetime) -> Counts:
    """Visits of addresses."""
    rows = Visit.objects.visible_to(viewer)
    return counted(rows.filter(visited_at__gte=since, visited_at__lt=until), codes)


def open_tasks(viewer: Viewer, codes: Codes, _since: datetime, _until: datetime) -> Counts:
    """Visits that are still owed."""
    return counted(VisitTask.objects.visible_to(viewer).filter(state__in=OPEN), codes)


def open_errands(viewer: Viewer, codes: Codes, _since: datetime, _until: datetime) -> Counts:
    """Errands that are still to be run."""
    return counted(Errand.objects.visible_to(viewer).filter(state__in=OPEN), codes)


def open_hazards(viewer: Viewer, codes: Codes, _since: datetime, _until: datetime) -> Counts:
    """Hazards that are not yet closed."""
    return counted(Hazard.objects.visible_to(viewer).filter(state__in=OPEN), codes)


def inspections(viewer: Viewer, codes: Codes, since: datetime, until: datetime) -> Counts:
    """Inspections of venues."""
    rows = Inspection.objects.visible_to(viewer)
    return counted(rows.filter(at__gte=since, at__lt=until), codes, by="venue__cell__code")


def register_all() -> None:
    """Bring what the ground floor counts; whoever calls is the board's own AppConfig."""
    register(
        "people", _("People who answer"), Right.TERRITORY_READ, people,
        lambda code, _since, _until: listing("responsible", q=code),
        layer="community", is_stock=True, is_thing=True, rank=5,
    )  # fmt: skip
    register(
        "places", _("Places"), Right.TERRITORY_READ, places,
        lambda code, _since, _until: listing("place_list", cell=code),
        is_stock=True, is_thing=True, rank=10,
    )  # fmt: skip
    register(
        "teams", _("Teams"), Right.SERVICE_READ, teams,
        lambda code, _since, _until: listing("team_list", cell=code),
        layer="community", is_stock=True, is_thing=True, rank=25,
    )  # fmt: skip
    register(
        "visits", _("Visits"), Right.SERVICE_READ, visits,
        lambda *asked: _of_days("visit_list", asked), rank=60,
    )  # fmt: skip
    register(
        "open_tasks", _("Open tasks"), Right.SERVICE_READ, open_tasks,
        lambda code, _since, _until: listing("visit_task_list", cell=code, open="1"),
        is_stock=True, rank=65,
    )  # fmt: skip
    register(
        "open_errands", _("Open errands"), Right.SERVICE_READ, open_errands,
        lambda code, _since, _until: listing("errand_list", cell=code, open="1"),
        is_stock=True, rank=70,
    )  # fmt: skip
    register(
        "inspections", _("Inspections of venues"), Right.SERVICE_READ, inspections,
        lambda *asked: _of_days("venue_inspection_list", asked), rank=75,
    )  # fmt: skip
    register(
        "open_hazards", _("Open hazards"), Right.SERVICE_READ, open_hazards,
        lambda code, _since, _until: listing("hazard_list", cell=code, stage="open"),
        is_stock=True, rank=80,
    )  # fmt: skip


def _of_days(route: str, asked: tuple[str, datetime, datetime]) -> str:
    """A list narrowed to a cell and to the local days from the first until the last."""
    code, since, until = asked
    last = timezone.localdate(until - timedelta(seconds=1))
    return listing(route, cell=code, first=timezone.localdate(since), last=last)
