"""The demo's bulletins: one written, reviewed, issued, read and talked over, one still a draft."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from django.utils import timezone

from command_center.analysis.bulletins import services
from command_center.analysis.bulletins.models import Bulletin
from command_center.analysis.runs.models import JobRun
from command_center.demo.studying.desk import Desk, officer_of
from grid.organisation.models import Agency
from grid.organisation.roles import Role

_MEETING: Final = timedelta(minutes=40)  # before the city was loaded


def create_bulletins(desk: Desk, weeks: Sequence[JobRun]) -> None:
    """Of the runs of two weeks: the older goes its whole way, the newer waits for its review."""
    houses = desk.city.children.filter(kind__in=(Agency.Kind.BRANCH, Agency.Kind.COUNTY))
    services.set_receivers(by=desk.analyst, codes=[house.code for house in houses])
    issued, draft = (Bulletin.objects.get(run=run) for run in weeks)
    issued = _issued(desk, issued, desk.words["issued"])
    services.edit(
        draft, by=desk.analyst, version=draft.version, lead="",
        sections=desk.words["draft"]["sections"],
    )  # fmt: skip
    _talk_over(desk, issued, houses[0], desk.words["meeting"])


def _issued(desk: Desk, row: Bulletin, said: dict[str, Any]) -> Bulletin:
    """Written by the analyst, reviewed by the leader, issued by the duty commander."""
    row = services.edit(
        row, by=desk.analyst, version=row.version, lead="", sections=said["sections"]
    )
    row = services.issue(services.review(row, by=desk.leader), by=desk.chief)
    for copy in row.copies.select_related("agency").order_by("agency__path")[: said["read_by"]]:
        services.read_copy(row, by=officer_of(copy.agency, Role.AGENCY_LEADER))
    return row


def _talk_over(desk: Desk, row: Bulletin, house: Agency, said: dict[str, Any]) -> None:
    services.save_meeting(
        row, by=desk.analyst, held_at=timezone.now() - _MEETING, chair=said["chair"],
        bodies=said["bodies"], minutes=said["minutes"],
    )  # fmt: skip
    due = timezone.now() + timedelta(days=said["task_days"])
    services.give_task(row, by=desk.leader, agency=house.code, title=said["task"], due_at=due)
