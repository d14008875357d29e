"""Sampled checks of this month and the last, one that goes on, and the hours that do not count.

The city draws over all its cameras; each branch draws enough of its own to be ranked by them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import numpy as np
from django.utils import timezone

from command_center.demo.upkeep.people import Staff
from grid.organisation.models import Agency
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
OF_A_BRANCH: Final = 60  # pictures; a rank asks for thirty a day
_FAULTY: Final = 0.045  # of the pictures; those known to be faulty come on top
_WRONG: Final = 0.07  # of the places
_RIGHT_M: Final = 30  # metres a verified position may lie off
_DRAWN: Final = timedelta(days=22)  # within the 30 days that checks count for
_LASTED: Final = timedelta(days=6)
_MONTH: Final = timedelta(days=28)
MAINTENANCE: Final = 26
POWER_CUT: Final = 15
_SEEN: Final[dict[str, Any]] = {"status__state": CameraStatus.State.ONLINE, "is_public": True}
_STAMP: Final = ("inspector", "checked_at")


@dataclass(frozen=True, slots=True)
class Looking:
    """Somebody looks through samples drawn so long ago; the same seed finds the same."""

    staff: Staff
    rng: np.random.Generator
    now: datetime
    ago: timedelta = _DRAWN
    faulty: float = _FAULTY

    def stamped(self, row: Inspection) -> Inspection:
        row.inspector = self.staff.operator.badge_number
        row.checked_at = self.now - self.ago + _LASTED * float(self.rng.random())
        return row


def create_checks(staff: Staff, *, seed: int = 1260) -> None:
    """Samples of pictures and places, and exclusions in force and waiting."""
    rng, now = np.random.default_rng(seed), timezone.now()
    looking = Looking(staff, rng, now)
    pictures = _draw(staff, PICTURES, Sample.Purpose.PICTURE)
    _look(pictures, looking)
    places = _draw(staff, PLACES, Sample.Purpose.PLACE)
    measured = list(_measured(places, looking))
    Inspection.objects.bulk_update(measured, ["place", "distance_m", *_STAMP], batch_size=500)
    _close([pictures, places], looking)
    _look_in_branches(looking)
    _begin_another(staff)
    _exclude(staff, now)


def _look_in_branches(looking: Looking) -> None:
    """Each branch looks at some of its own, last month and this."""
    staff, now = looking.staff, looking.now
    before = Looking(staff, looking.rng, now, ago=_DRAWN + _MONTH, faulty=0)
    branches = [
        branch
        for branch in Agency.objects.filter(parent=staff.city).order_by("path")
        if Camera.objects.filter(agency__path__startswith=branch.path, **_SEEN).exists()
    ]
    for month in (before, looking):
        drawn = [
            _draw(staff, OF_A_BRANCH, Sample.Purpose.PICTURE, agency=branch) for branch in branches
        ]
        for sample in drawn:
            _look(sample, month)
        _close(drawn, month)


def _look(sample: Sample, looking: Looking) -> None:
    rows = list(_looked(sample, looking))
    Inspection.objects.bulk_update(rows, ["picture", *_STAMP], batch_size=500)
    faulty = [row for row in rows if row.picture == Inspection.Picture.FAULTY]
    known = set(_open_faults(faulty))
    PictureFault.objects.bulk_create(
        _fault(row, looking.rng) for row in faulty if row.camera_id not in known
    )


def _close(samples: list[Sample], looking: Looking) -> None:
    drawn, who = looking.now - looking.ago, looking.staff.operator.as_actor().label
    ended = drawn + _LASTED
    Sample.objects.filter(pk__in=[one.pk for one in samples]).update(
        drawn_at=drawn, closed_at=ended
    )
    SampleTask.objects.filter(sample__in=samples).update(
        state=SampleTask.State.DONE, issued_at=drawn, signed_at=drawn,
        signed_by=who, due_at=drawn + 2 * _LASTED, done_at=ended, done_by=who,
    )  # fmt: skip


def _begin_another(staff: Staff) -> None:
    """One that waits for somebody: a third of its cameras were looked at."""
    drawn = _draw(staff, WAITING, Sample.Purpose.PICTURE, days=2)
    finding = health.Finding(picture=Inspection.Picture.INTACT)
    known = set(_open_faults(list(drawn.inspections.all())))
    rows = drawn.inspections.exclude(camera__in=known).select_related("camera__agency")
    for row in rows.order_by("place_in_sample")[: WAITING // 3]:
        health.inspect(row.camera, by=staff.operator, finding=finding, sample=drawn)


def _draw(
    staff: Staff, size: int, purpose: str, *, days: int = 0, agency: Agency | None = None
) -> Sample:
    return health.draw_sample(
        by=staff.operator, agency=agency or staff.city, size=size, purpose=purpose,
        due_on=timezone.localdate() + timedelta(days=days),
        only=_SEEN,
    )  # fmt: skip


def _looked(sample: Sample, looking: Looking) -> Iterator[Inspection]:
    rows = list(sample.inspections.order_by("place_in_sample"))
    known = set(_open_faults(rows))
    for row in rows:
        is_faulty = row.camera_id in known or looking.rng.random() < looking.faulty
        row.picture = Inspection.Picture.FAULTY if is_faulty else Inspection.Picture.INTACT
        yield looking.stamped(row)


def _open_faults(rows: list[Inspection]) -> Iterator[int]:
    found = PictureFault.objects.filter(cleared_at__isnull=True)
    keys = [row.camera_id for row in rows]
    yield from found.filter(camera__in=keys).values_list("camera_id", flat=True)


def _measured(sample: Sample, looking: Looking) -> Iterator[Inspection]:
    rng = looking.rng
    for row in sample.inspections.order_by("place_in_sample"):
        is_wrong = rng.random() < _WRONG
        off = rng.uniform(_RIGHT_M + 10, 900) if is_wrong else min(rng.exponential(7), _RIGHT_M - 1)
        row.place = Inspection.Place.WRONG if is_wrong else Inspection.Place.RIGHT
        row.distance_m = round(float(off), 1)
        yield looking.stamped(row)


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
