"""What the register notices by itself: a filing not made in its 30 days, a lease about to end."""

from collections import defaultdict
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from grid.ledger.actors import PLATFORM
from grid.ledger.facts import Fact
from grid.ledger.reactors import sweep
from grid.ledger.services import record
from video.register.compliance import LEASE_DAYS, unfiled_q
from video.register.models import Camera, Contract, DeviceState

NAMED: Final = 100  # codes a fact carries; the list has them all
HOUR_S: Final = 3_600


@sweep("video.unfiled", every_s=HOUR_S)
@transaction.atomic
def tell_unfiled() -> None:
    """Say once of each camera that its 30 days are over; one fact for each agency."""
    today = timezone.localdate()
    rows = Camera.objects.standing().filter(unfiled_q(today), filing_told_on__isnull=True)
    found = list(rows.select_for_update(skip_locked=True).values_list("pk", "code", "agency_id"))
    if not found:
        return
    Camera.objects.filter(pk__in=[pk for pk, *_rest in found]).update(filing_told_on=today)
    by_agency: dict[int, list[str]] = defaultdict(list)
    for _pk, code, agency_id in found:
        by_agency[agency_id].append(code)
    paths = Camera.objects.filter(agency_id__in=by_agency).order_by()
    agencies = paths.values_list("agency_id", "agency__code", "agency__path").distinct()
    record(
        PLATFORM,
        *(_unfiled(code, path, by_agency[agency_id]) for agency_id, code, path in agencies),
    )


def _unfiled(agency: str, path: str, codes: list[str]) -> Fact:
    payload = {"count": len(codes), "cameras": sorted(codes)[:NAMED]}
    return Fact(
        kind="video.camera_unfiled",
        subject_type="agency",
        subject_id=agency,
        agency_path=path,
        payload=payload,
    )


@sweep("video.leases", every_s=HOUR_S)
@transaction.atomic
def tell_leases() -> None:
    """Say once of each lease with cameras that it ends within 30 days; renewed, it may again."""
    today = timezone.localdate()
    hanging = Count("leased_cameras", filter=~Q(leased_cameras__device_state=DeviceState.REMOVED))
    rows = Contract.objects.filter(
        kind=Contract.Kind.LEASE, valid_to__gt=today, valid_to__lte=today + timedelta(LEASE_DAYS)
    )
    found = rows.annotate(n=hanging).filter(n__gt=0).select_related("company__agency")
    facts = [_ending(row, row.n) for row in found]
    if facts:
        record(PLATFORM, *facts)


def _ending(row: Contract, count: int) -> Fact:
    return Fact(
        kind="video.lease_ending",
        subject_type="video_contract",
        subject_id=row.number,
        subject_version=row.version,
        agency_path=row.company.agency.path,
        payload={
            "company": row.company.name,
            "valid_to": str(row.valid_to),
            "cameras": count,
        },
        dedupe_key=f"video.lease_ending:{row.pk}:{row.valid_to:%Y%m%d}",
    )
