"""People look at cameras: one by one, or through a random sample that nobody picked by hand."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.db import connection, transaction
from django.db.models import F, Func, QuerySet, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError, IllegalStep
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Agency, Officer
from grid.organisation.writing import fault, refuse
from video.health.models import FaultKind, Inspection, PictureFault, Sample
from video.health.services import faults
from video.health.services.numbers import next_number
from video.health.services.owing import begin_looks, end_looks, owe_looks
from video.register.models import Camera

MOST_DRAWN: Final = 2_000
Picture, Place = Inspection.Picture, Inspection.Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What somebody saw: `seen_at` is where the camera really stands (lng, lat in WGS-84)."""

    picture: str = ""
    faults: Sequence[str] = ()
    place: str = ""
    seen_at: tuple[float, float] | None = None
    distance_m: float | None = None
    note: str = ""


@transaction.atomic
def draw_sample(
    *,
    by: Officer,
    agency: Agency,
    size: int,
    purpose: str,
    due_on: date,
    only: Mapping[str, Any] | None = None,
) -> Sample:
    """Draw `size` cameras in use at random from an agency and all below it.

    `only` narrows what is drawn from, by columns of a camera. The order is that of
    md5(seed, camera), so that the draw can be checked. Raises InvalidInput.
    """
    rows = Camera.objects.in_use().filter(agency__path__startswith=agency.path, **(only or {}))
    count = rows.count()
    _check_draw(size, count, due_on)
    sample = Sample.objects.create(
        number=next_number("SA", Sample),
        agency=agency,
        purpose=purpose,
        drawn_from=count,
        size=min(size, count),
        seed=secrets.token_hex(8),
        drawn_by=by.badge_number,
        due_on=due_on,
    )
    keys = list(drawn(rows, sample.seed).values_list("pk", flat=True)[: sample.size])
    Inspection.objects.bulk_create(
        [
            Inspection(sample=sample, camera_id=key, place_in_sample=place)
            for place, key in enumerate(keys, 1)
        ]
    )
    owe_looks(sample, by=by)
    record(by.as_actor(), _sample_fact("sample_drawn", sample))
    return sample


def drawn(cameras: QuerySet[Camera], seed: str) -> QuerySet[Camera]:
    """The cameras in the order in which this seed draws them."""
    key = Func(
        Value(f"{seed}:%s"),
        F("pk"),
        function="format",
        template="md5(%(function)s(%(expressions)s))",
    )
    return cameras.order_by(key, "pk")


@transaction.atomic
def inspect(
    camera: Camera, *, by: Officer, finding: Finding, sample: Sample | None = None
) -> Inspection:
    """Keep what an officer saw at a camera, for a sample or by itself.

    Faults it names are opened, faults it names no more are cleared. Raises InvalidInput for a
    finding that contradicts itself, IllegalStep for a camera the sample does not ask for (again).
    """
    refuse(_faults_of(finding))
    row = _line(camera, sample)
    row.picture, row.place = finding.picture, finding.place
    row.seen_at = Point(*finding.seen_at, srid=4326) if finding.seen_at else None
    row.distance_m = _distance(camera, finding)
    row.note, row.inspector = finding.note.strip(), by.badge_number
    row.checked_at = timezone.now()
    row.save()
    facts = [_fact(row)]
    if finding.picture:
        found_by = PictureFault.FoundBy.SAMPLE if sample else PictureFault.FoundBy.INSPECTION
        facts += faults.of_inspection(row, _kinds(finding), found_by=found_by)
    facts += _closed(sample, by)
    record(by.as_actor(), *facts)
    return row


def _check_draw(size: int, count: int, due_on: date) -> None:
    found = []
    if not 1 <= size <= MOST_DRAWN:
        message = _("Draw from 1 to %(most)s cameras.") % {"most": MOST_DRAWN}
        found.append(fault("size", "out_of_range", message))
    if count == 0:
        found.append(fault("agency", "empty", _("No camera in your scope fits.")))
    if due_on < timezone.localdate():
        found.append(fault("due_on", "past", _("This day is over.")))
    refuse(found)


def _faults_of(finding: Finding) -> list[FieldError]:
    found = []
    if not finding.picture and not finding.place:
        found.append(fault("picture", "required", _("Say what you saw: picture, place or both.")))
    if (finding.picture == Picture.FAULTY) != bool(finding.faults):
        message = _("A faulty picture names its faults, no other does.")
        found.append(fault("faults", "contradiction", message))
    if set(finding.faults) - set(FaultKind.values):
        found.append(fault("faults", "unknown", _("There is no such fault.")))
    if finding.place == Place.WRONG and finding.seen_at is None and finding.distance_m is None:
        message = _("Say where it stands, or how many metres off.")
        found.append(fault("distance_m", "required", message))
    if finding.distance_m is not None and finding.distance_m < 0:
        found.append(fault("distance_m", "out_of_range", _("No distance is below 0 m.")))
    if finding.seen_at and not (abs(finding.seen_at[0]) <= 180 and abs(finding.seen_at[1]) <= 90):
        found.append(fault("lng", "out_of_range", _("This is no place on earth.")))
    return found


def _line(camera: Camera, sample: Sample | None) -> Inspection:
    if sample is None:
        return Inspection(camera=camera)
    rows = Inspection.objects.select_for_update(of=("self",)).filter(sample=sample, camera=camera)
    row = rows.first()
    if row is None or row.checked_at is not None:
        raise IllegalStep(_("This sample does not ask for this camera, or not any more."))
    return row


def _distance(camera: Camera, finding: Finding) -> float | None:
    """Metres on the ellipsoid from the file's position; as it is said where no place is given."""
    if finding.seen_at is None or camera.location is None:
        return finding.distance_m
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ST_Distance(ST_MakePoint(%s, %s)::geography, ST_MakePoint(%s, %s)::geography)",
            [*finding.seen_at, camera.location.x, camera.location.y],
        )
        return round(float(cursor.fetchone()[0]), 1)


def _kinds(finding: Finding) -> list[str]:
    return [FaultKind.SIGNAL_LOSS] if finding.picture == Picture.NONE else list(finding.faults)


def _closed(sample: Sample | None, by: Officer) -> list[Fact]:
    """The sample is begun with its first camera and done with its last."""
    if sample is None:
        return []
    sample = Sample.objects.select_for_update().get(pk=sample.pk)  # of two last looks one ends it
    begin_looks(sample, by=by)
    if sample.inspections.filter(checked_at__isnull=True).exists():
        return []
    end_looks(sample, by=by)
    sample.closed_at, sample.version = timezone.now(), sample.version + 1
    sample.save(update_fields=["closed_at", "version"])
    return [_sample_fact("sample_done", sample)]


def _fact(row: Inspection) -> Fact:
    return Fact(
        kind="video.camera_inspected",
        subject_type="camera",
        subject_id=row.camera.code,
        agency_path=row.camera.agency.path,
        payload={
            "camera": row.camera.code,
            "picture": row.picture,
            "place": row.place,
            "distance_m": row.distance_m,
            "inspector": row.inspector,
            "sample": row.sample.number if row.sample else None,
        },
    )


def _sample_fact(kind: str, sample: Sample) -> Fact:
    return Fact(
        kind=f"video.{kind}",
        subject_type="sample",
        subject_id=sample.number,
        subject_version=sample.version,
        agency_path=sample.agency.path,
        payload={
            "number": sample.number,
            "purpose": sample.purpose,
            "size": sample.size,
            "drawn_from": sample.drawn_from,
            "due_on": sample.due_on.isoformat(),
        },
    )
