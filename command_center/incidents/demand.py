"""Incidents by cell, told to whoever plans patrols: counts, no incident leaves this app."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Count

from command_center.incidents.models import Incident


def incidents_by_cell(agency_path: str, since: datetime, until: datetime) -> Mapping[str, int]:
    """Valid calls reported under an agency path from `since` until before `until`, by cell code.

    Exercises and repeat calls merged into another are not counted.
    """
    rows = Incident.objects.filter(
        agency__path__startswith=agency_path,
        reported_at__gte=since,
        reported_at__lt=until,
        cell__isnull=False,
        is_valid_call=True,
        is_exercise=False,
        main_incident__isnull=True,
    )
    counted = rows.order_by().values("cell__code").annotate(n=Count("pk"))
    return {row["cell__code"]: row["n"] for row in counted}
