"""Which category of disputes a call belongs to, if to any."""

from datetime import date

from django.db.models import Q

from command_center.dispatch.referral.models import DisputeClass


def dispute_category(code: str, *, on: date) -> str:
    """The dispute category of calls of this category code on a local day; empty: no dispute."""
    beginnings = [code[:length] for length in range(1, len(code) + 1)]
    rows = DisputeClass.objects.filter(prefix__in=beginnings, valid_from__lte=on)
    in_force = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))
    found = sorted(in_force.values_list("prefix", "dispute_category"), key=lambda row: -len(row[0]))
    return found[0][1] if found else ""
