"""Whom the leader of a room may ask in: officers of her area by words, others by badge number."""

from collections.abc import Iterable
from typing import Final

from django.db.models import Q
from django.utils import timezone

from command_center.analysis.studies.models import Operation
from grid.ledger.obligations import OPEN
from grid.organisation.models import Officer, RoleGrant
from grid.organisation.roles import RIGHTS_OF
from grid.rights import Right
from grid.scope import Viewer

MOST_SHOWN: Final = 50
_WORKERS: Final = [role for role, rights in RIGHTS_OF.items() if Right.OPERATION_WORK in rights]


def candidates(viewer: Viewer, room: Operation, query: str) -> list[Officer]:
    """At most 50 who may work in rooms and are neither in this one nor asked, by badge number.

    In the viewer's area, as her directory shows them, by a word of the name, the beginning of the
    badge number or a word of the agency; outside it only by the whole badge number.
    """
    words = query.strip()
    if not words:
        return []
    area = Q(agency__path__startswith=viewer.agency_path)
    named = Q(name__icontains=words) | Q(agency__name__icontains=words)
    found = area & (named | Q(badge_number__istartswith=words)) | Q(badge_number__iexact=words)
    holders = RoleGrant.objects.in_force(timezone.now()).filter(role__in=_WORKERS)
    rows = Officer.objects.filter(found, is_active=True, pk__in=holders.values("officer_id"))
    rows = rows.exclude(pk__in=_taken(room)).select_related("agency")
    return list(rows.order_by("badge_number")[:MOST_SHOWN])


def _taken(room: Operation) -> Iterable[int]:
    inside = room.members.filter(left_at__isnull=True).values_list("officer_id", flat=True)
    asked = room.invitations.filter(state__in=OPEN).values_list("officer_id", flat=True)
    return [*inside, *asked]


def told(officer: Officer, viewer: Viewer) -> dict[str, str]:
    """What the search shows of an officer; the name only in the viewer's own area."""
    is_near = officer.agency_path.startswith(viewer.agency_path)
    return {
        "badge_number": officer.badge_number,
        "name": officer.name if is_near else "",
        "agency": officer.agency.name,
    }
