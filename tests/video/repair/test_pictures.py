"""What a repair does to the faults of a camera's picture."""

from datetime import timedelta

from django.utils import timezone

from grid.ledger.models import EventEntry
from tests.cast import Cast
from tests.video.make import make_camera, make_platform
from tests.video.repair.make import fixed, seat, ticket
from video.health.models import PictureFault
from video.register.models import Camera
from video.repair import services
from video.repair.models import Ticket


def blurred(camera: Camera, kind: str = "blur") -> PictureFault:
    yesterday = timezone.now() - timedelta(days=1)
    told = {"found_by": "sample", "inspector": "N005", "note": "Rain", "at": yesterday}
    return PictureFault.objects.create(camera=camera, kind=kind, **told)


def cleared() -> set[str]:
    entries = EventEntry.objects.filter(kind="video.fault_cleared")
    return {entry.payload["fault"] for entry in entries}


def test_verifying_clears_the_fault_that_was_repaired_and_no_other(cast: Cast) -> None:
    firm = seat(cast).company
    camera = make_camera(cast, contractor=firm)
    mended, other = blurred(camera), blurred(camera, "occlusion")
    elsewhere = blurred(make_camera(cast))
    row = fixed(cast, firm=firm, camera=camera, fault="blur")
    assert PictureFault.objects.filter(cleared_at=None).count() == 3
    row = services.verify(row, by=cast.vera, outcome="Sharp again")
    mended.refresh_from_db()
    assert (mended.cleared_at, mended.cleared_by, mended.version) == (row.done_at, row.number, 2)
    assert set(PictureFault.objects.filter(cleared_at=None)) == {other, elsewhere}
    assert cleared() == {"blur"}
    services.open_by_rule()
    assert not Ticket.objects.filter(camera=camera, fault="blur").exclude(pk=row.pk).exists()


def test_what_was_part_of_a_ticket_is_cleared_with_it(cast: Cast) -> None:
    firm = seat(cast).company
    platform = make_platform(cast)
    parent = ticket(cast, platform=platform, fault="platform_down")
    cameras = [make_camera(cast, platform=platform) for _ in range(2)]
    for camera in cameras:
        blurred(camera, "signal_loss")
    blurred(cameras[0])
    services.assign(parent, by=cast.vera, contractor=firm)
    parts = [ticket(cast, camera=camera, fault="signal_loss") for camera in cameras]
    assert {row.parent for row in parts} == {parent}
    services.accept(parent, by=cast.con)
    services.arrive(parent, by=cast.con)
    services.fix(parent, by=cast.con, done="New switch")
    services.verify(parent, by=cast.vera, outcome="All are back")
    assert PictureFault.objects.get(cleared_at=None).kind == "blur"
    said = PictureFault.objects.exclude(cleared_at=None).values_list("cleared_by", flat=True)
    assert set(said) == {row.number for row in parts}


def test_a_verified_ticket_that_is_reopened_finds_its_fault_again(cast: Cast) -> None:
    firm = seat(cast).company
    camera = make_camera(cast, contractor=firm)
    blurred(camera)
    row = fixed(cast, firm=firm, camera=camera, fault="blur")
    row = services.verify(row, by=cast.vera, outcome="Sharp again")
    services.reopen(row, by=cast.vera, reason="Blurred again")
    again = PictureFault.objects.get(cleared_at=None)
    assert (again.kind, again.found_by, again.inspector) == ("blur", "sample", "N005")
    assert again.at > row.done_at
    assert PictureFault.objects.count() == 2


def test_reopening_before_it_was_verified_leaves_the_fault_as_it_stood(cast: Cast) -> None:
    firm = seat(cast).company
    camera = make_camera(cast, contractor=firm)
    fault = blurred(camera)
    row = fixed(cast, firm=firm, camera=camera, fault="blur")
    services.reopen(row, by=cast.vera, reason="Still blurred")
    assert PictureFault.objects.get() == fault and fault.cleared_at is None
