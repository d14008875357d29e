"""Whether calls of a category are disputes."""

from datetime import date

from django.db.models import Q

from command_center.dispatch.referral.models import DisputeClass


def is_dispute(code: str, *, on: date) -> bool:
    """Whether calls of this category code are classed as disputes on a local day."""
    beginnings = [code[:length] for length in range(1, len(code) + 1)]
    rows = DisputeClass.objects.filter(prefix__in=beginnings, valid_from__lte=on)
    return rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on)).exists()
