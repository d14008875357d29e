"""What a shift hands over of the levels: which hold where, and until when."""

from typing import Any, Final

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from patrol.levels.models import AreaLevel

_NAMED: Final = 50


def levels_in_force(agency_path: str) -> dict[str, Any]:
    """Levels that hold now for an agency, one above it or one below it."""
    now, above = timezone.now(), [agency_path[:end] for end in range(13, len(agency_path), 13)]
    rows = AreaLevel.objects.filter(
        Q(agency__path__startswith=agency_path) | Q(agency__path__in=above),
        ended_at__isnull=True,
        valid_from__lte=now,
        valid_to__gt=now,
    )
    named = rows.select_related("agency", "level")[:_NAMED]
    lines = [
        f"{row.agency.name} {row.level} → {timezone.localtime(row.valid_to):%m-%d %H:%M}"
        for row in named
    ]
    return {"label": str(_("Patrol levels")), "count": rows.count(), "lines": lines}
