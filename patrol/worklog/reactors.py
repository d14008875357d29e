"""Counts visibility from the track while there is one: today so far, and yesterday once more."""

from datetime import timedelta

from django.utils import timezone

from grid.ledger.reactors import sweep
from grid.organisation.models import Agency
from patrol.worklog.formulas import count_visibility


@sweep("worklog.visibility", every_s=900)
def count_days() -> None:
    """Late fixes of yesterday still count; what is older stays as it was counted."""
    today = timezone.localdate()
    for city in Agency.objects.filter(parent=None, is_active=True):
        for day in (today - timedelta(days=1), today):
            count_visibility(city, day)
