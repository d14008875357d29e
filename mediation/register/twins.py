"""Is it known already? Open disputes of the same place or with the same parties, for entry forms.

What is found is disputes, each with why; never where else a party has been.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.db.models import Q
from django.utils import timezone

from grid.organisation.dated import holding
from grid.scope import Viewer
from mediation.register import private
from mediation.register.models import Dispute, Party, RepeatRule
from mediation.register.places import key_of
from mediation.register.selectors import disputes

MOST: Final = 10


@dataclass(frozen=True, slots=True)
class Twin:
    """A dispute that may be the same: of the place, of the parties, or both."""

    dispute: Dispute
    same_place: bool
    same_parties: bool


def twins(
    viewer: Viewer,
    *,
    address: str = "",
    point: Point | None = None,
    parties: Iterable[Mapping[str, Any]] = (),
    besides: int | None = None,
) -> list[Twin]:
    """Up to ten open disputes of the viewer's scope that were heard of in `hint_days`."""
    rule = holding(RepeatRule, viewer.agency_path) or RepeatRule()
    place, people = _of_place(address, point, rule), _of_parties(parties)
    rows = disputes(viewer, open=True)
    rows = rows if besides is None else rows.exclude(pk=besides)
    rows = rows.filter(last_contact_at__gte=timezone.now() - timedelta(days=rule.hint_days))
    found = rows.filter(place | Q(pk__in=people)).order_by("-last_contact_at", "-pk")[:MOST]
    keys = [row.pk for row in found]
    here = set(Dispute.objects.filter(place, pk__in=keys).values_list("pk", flat=True))
    alike = set(people.filter(dispute__in=keys).values_list("dispute", flat=True))
    return [Twin(row, row.pk in here, row.pk in alike) for row in found]


def twins_of(viewer: Viewer, dispute: Dispute) -> list[Twin]:
    """The same of a dispute that is registered."""
    said = [
        {"phone": party.phone or "", "id_number": party.id_number or ""}
        for party in dispute.parties.all()
    ]
    return twins(
        viewer, address=dispute.address, point=dispute.point, parties=said, besides=dispute.pk
    )


def _of_place(address: str, point: Point | None, rule: RepeatRule) -> Q:
    found = Q(pk__in=())
    if key_of(address):
        found |= Q(address_key=key_of(address))
    if point is not None:
        found |= Q(point__dwithin=(point, rule.radius_m))
    return found


def _of_parties(parties: Iterable[Mapping[str, Any]]) -> Any:
    """Keys of disputes with a party of the same telephone or document; a name is not enough."""
    said = list(parties)
    phones = [d for one in said for d in private.indexes("phone", one.get("phone") or "")]
    papers = [d for one in said for d in private.indexes("id_number", one.get("id_number") or "")]
    rows = Party.objects.filter(Q(phone_index__in=phones) | Q(id_index__in=papers))
    return rows.order_by().values("dispute")
