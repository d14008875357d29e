"""Two sampled checks of three weeks ago, one that goes on, and the hours that do not count."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

import numpy as np
from django.utils import timezone

from command_center.demo.upkeep.people import Staff
from video.health import services as health
from video.health.models import (
    CameraStatus,
    Exclusion,
    FaultKind,
    Inspection,
    PictureFault,
    Sample,
    SampleTask,
)
from video.register.models import Camera

PICTURES: Final = 1260
PLACES: Final = 240
WAITING: Final = 60
_FAULTY: Final = 0.045  # of the pictures; those known to be faulty come on top
_WRONG: Final = 0.07  # of the places
_RIGHT_M: Final = 30  # metres a verified position may lie off
_DRAWN: Final = timedelta(days=22)  # within the 30 days that checks count for
_LASTED: Final = timedelta(days=6)
MAINTENANCE: Final = 26
POWER_CUT: Final = 15
_STAMP: Final = ("inspector", "checked_at")


def create_checks(staff: Staff, *, seed: int = 1260) -> None:
    """A sample of pictures, one of places, and exclusions in force and waiting."""
    rng, now = np.random.default_rng(seed), timezone.now()
    pictures = _draw(staff, PICTURES, Sample.Purpose.PICTURE)
    rows = list(_looked(pictures, rng, staff, now))
    Inspection.objects.bulk_update(rows, ["picture", *_STAMP], batch_size=500)
    faulty = [row for row in rows if row.picture == Inspection.Picture.FAULTY]
    known = set(_open_faults(faulty))
    PictureFault.objects.bulk_create(
        _fault(row, rng) for row in faulty if row.camera_id not in known
    )
    places = _draw(staff, PLACES, Sample.Purpose.PLACE)
    measured = list(_measured(places, rng, staff, now))
    Inspection.objects.bulk_update(measured, ["place", "distance_m", *_STAMP], batch_size=500)
    _close((pictures, places), staff, now)
    _begin_another(staff)
    _exclude(staff, now)


def _close(samples: tuple[Sample, ...], staff: Staff, now: datetime) -> None:
    ended, who = now - _DRAWN + _LASTED, staff.operator.as_actor().label
    Sample.objects.filter(pk__in=[one.pk for one in samples]).update(
        drawn_at=now - _DRAWN, closed_at=ended
    )
    SampleTask.objects.filter(sample__in=samples).update(
        state=SampleTask.State.DONE, issued_at=now - _DRAWN, signed_at=now - _DRAWN,
        signed_by=who, due_at=now - _DRAWN + 2 * _LASTED, done_at=ended, done_by=who,
    )  # fmt: skip


def _begin_another(staff: Staff) -> None:
    """One that waits for somebody: a third of its cameras were looked at."""
    drawn = _draw(staff, WAITING, Sample.Purpose.PICTURE, days=2)
    finding = health.Finding(picture=Inspection.Picture.INTACT)
    known = set(_open_faults(list(drawn.inspections.all())))
    rows = drawn.inspections.exclude(camera__in=known).select_related("camera__agency")
    for row in rows.order_by("place_in_sample")[: WAITING // 3]:
        health.inspect(row.camera, by=staff.operator, finding=finding, sample=drawn)


def _draw(staff: Staff, size: int, purpose: str, *, days: int = 0) -> Sample:
    return health.draw_sample(
        by=staff.operator, agency=staff.city, size=size, purpose=purpose,
        due_on=timezone.localdate() + timedelta(days=days),
        only={"status__state": CameraStatus.State.ONLINE, "is_public": True},
    )  # fmt: skip


def _looked(
    sample: Sample, rng: np.random.Generator, staff: Staff, now: datetime
) -> Iterator[Inspection]:
    rows = list(sample.inspections.order_by("place_in_sample"))
    known = set(_open_faults(rows))
    for row in rows:
        is_faulty = row.camera_id in known or rng.random() < _FAULTY
        row.picture = Inspection.Picture.FAULTY if is_faulty else Inspection.Picture.INTACT
        yield _stamped(row, rng, staff, now)


def _open_faults(rows: list[Inspection]) -> Iterator[int]:
    found = PictureFault.objects.filter(cleared_at__isnull=True)
    keys = [row.camera_id for row in rows]
    yield from found.filter(camera__in=keys).values_list("camera_id", flat=True)


def _measured(
    sample: Sample, rng: np.random.Generator, staff: Staff, now: datetime
) -> Iterator[Inspection]:
    for row in sample.inspections.order_by("place_in_sample"):
        is_wrong = rng.random() < _WRONG
        off = rng.uniform(_RIGHT_M + 10, 900) if is_wrong else min(rng.exponential(7), _RIGHT_M - 1)
        row.place = Inspection.Place.WRONG if is_wrong else Inspection.Place.RIGHT
        row.distance_m = round(float(off), 1)
        yield _stamped(row, rng, staff, now)


def _stamped(row: Inspection, rng: np.random.Generator, staff: Staff, now: datetime) -> Inspection:
    row.inspector = staff.operator.badge_number
    row.checked_at = now - _DRAWN + _LASTED * float(rng.random())
    return row


def _fault(row: Inspection, rng: np.random.Generator) -> PictureFault:
    return PictureFault(
        camera_id=row.camera_id, inspection=row, inspector=row.inspector,
        kind=str(rng.choice(FaultKind.values)), found_by=PictureFault.FoundBy.SAMPLE,
        at=row.checked_at or timezone.now(),
    )  # fmt: skip


def _exclude(staff: Staff, now: datetime) -> None:
    """Works planned yesterday, a power cut of this morning, and one that nobody decided yet."""
    offline = Camera.objects.filter(
        status__state=CameraStatus.State.OFFLINE, agency__path__startswith=staff.city.path
    ).order_by("-status__since", "code")
    codes = list(offline.values_list("code", flat=True)[: MAINTENANCE + POWER_CUT + 4])
    planned = _asked(
        staff, codes[:MAINTENANCE], "maintenance", "示例大街杆件迁移，提前报备",
        (now - timedelta(hours=2), now + timedelta(hours=10)),
    )  # fmt: skip
    health.approve_exclusion(planned, by=staff.chief, decision="按计划检修")
    cut = _asked(
        staff, codes[MAINTENANCE : MAINTENANCE + POWER_CUT], "power_cut", "示例变电所计划停电",
        (now - timedelta(hours=1), now + timedelta(hours=5)),
    )  # fmt: skip
    health.approve_exclusion(cut, by=staff.chief, decision="已与供电单位核实")
    Exclusion.objects.filter(pk=planned.pk).update(
        requested_at=now - timedelta(hours=27), decided_at=now - timedelta(hours=25)
    )
    _asked(
        staff, codes[MAINTENANCE + POWER_CUT :], "force_majeure", "示例河堤水毁，杆件倾倒",
        (now - timedelta(hours=6), now + timedelta(days=2)),
    )  # fmt: skip


def _asked(
    staff: Staff, codes: list[str], reason: str, note: str, span: tuple[datetime, datetime]
) -> Exclusion:
    return health.request_exclusion(
        by=staff.operator, target=health.Target(cameras=codes), reason=reason, note=note, span=span
    )
