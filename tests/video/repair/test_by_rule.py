"""Tickets that open themselves, what came back, and what is late."""

from datetime import timedelta

from django.utils import timezone

from tests.cast import Cast
from tests.video.make import make_camera, make_company, make_platform
from tests.video.repair.make import seat, ticket
from video.health.models import (
    CameraStatus,
    ExcludedCamera,
    Exclusion,
    PictureFault,
    PlatformStatus,
)
from video.register.models import Camera, DeviceState
from video.repair import services
from video.repair.models import Fault, Source, Span, Stage, Ticket, TicketRule

NOW = timezone.now


def offline(cast: Cast, hours: float, **fields: object) -> Camera:
    camera = make_camera(cast, state="offline", **fields)
    CameraStatus.objects.filter(camera=camera).update(since=NOW() - timedelta(hours=hours))
    return camera


def test_a_camera_offline_for_a_day_gets_one_ticket_and_no_second(cast: Cast) -> None:
    camera, recent = offline(cast, 25), offline(cast, 5)
    key = offline(cast, 5, is_key_target=True)
    removed = offline(cast, 99, device_state=DeviceState.REPAIR)
    for _ in range(2):
        services.open_by_rule()
    found = {row.camera: row for row in Ticket.objects.all()}
    assert set(found) == {camera, key} and recent not in found and removed not in found
    assert (found[camera].source, found[camera].fault) == (Source.RULE, Fault.OFFLINE)
    assert found[key].priority < found[camera].priority


def test_a_ticket_that_was_taken_back_is_not_opened_again_for_the_same_outage(cast: Cast) -> None:
    offline(cast, 25)
    services.open_by_rule()
    services.cancel(Ticket.objects.get(), by=cast.vera, reason="Moved house")
    services.open_by_rule()
    assert Ticket.objects.count() == 1


def test_a_power_cut_that_was_approved_opens_none(cast: Cast) -> None:
    camera = offline(cast, 25)
    cut = Exclusion.objects.create(
        number="E-1", agency=cast.north, covers="1", size=1, reason="power_cut", note="Grid work",
        starts_at=NOW() - timedelta(hours=30), ends_at=NOW() + timedelta(hours=1),
        state="approved", requested_by="N005", approved_by="C001",
    )  # fmt: skip
    ExcludedCamera.objects.create(exclusion=cut, camera=camera)
    services.open_by_rule()
    assert not Ticket.objects.exists()


def test_the_nearest_agencys_rule_decides_and_may_be_silent(cast: Cast) -> None:
    camera = offline(cast, 2)
    TicketRule.objects.create(agency=cast.city, opens_itself=False)
    services.open_by_rule()
    assert not Ticket.objects.exists()
    TicketRule.objects.create(agency=cast.north, offline_min=60)
    services.open_by_rule()
    assert Ticket.objects.get().camera == camera


def test_a_platform_that_is_down_is_one_ticket_whatever_hangs_on_it(cast: Cast) -> None:
    platform = make_platform(cast)
    recorder = make_platform(cast, level="recorder", parent=platform)
    for _ in range(3):
        make_camera(cast, state="parent_down", platform=recorder)
    waiting = ticket(cast, camera=make_camera(cast, platform=recorder))
    PlatformStatus.objects.create(
        platform=platform, state="down", since=NOW() - timedelta(minutes=20)
    )
    for _ in range(2):
        services.open_by_rule()
    parent = Ticket.objects.get(platform=platform)
    waiting.refresh_from_db()
    assert Ticket.objects.count() == 2 and waiting.parent == parent
    assert (parent.fault, parent.priority) == (Fault.PLATFORM_DOWN, 1)


def test_a_fault_of_a_picture_gets_a_ticket_of_its_finder(cast: Cast) -> None:
    camera = make_camera(cast, contractor=make_company(cast))
    PictureFault.objects.create(camera=camera, kind="blur", found_by="sample", inspector="N005")
    for _ in range(2):
        services.open_by_rule()
    row = Ticket.objects.get()
    assert (row.fault, row.source, row.stage) == ("blur", Source.INSPECTION, Stage.ASSIGNED)


def test_what_came_back_by_itself_is_taken_back_unless_somebody_took_it_on(cast: Cast) -> None:
    firm = seat(cast).company
    lost = [offline(cast, 25), offline(cast, 25, contractor=firm)]
    services.open_by_rule()
    Ticket.objects.update(issued_at=NOW() - timedelta(hours=2))
    services.accept(Ticket.objects.get(camera=lost[1]), by=cast.con)
    CameraStatus.objects.update(state="online", since=NOW() - timedelta(minutes=40))
    assert services.cancel_recovered() == 1
    assert Ticket.objects.get(camera=lost[0]).stage == Stage.CANCELLED
    assert Ticket.objects.get(camera=lost[1]).stage == Stage.ACCEPTED


def test_a_late_span_is_marked_once_and_a_new_one_starts_clean(cast: Cast) -> None:
    row = ticket(cast, firm=seat(cast).company)
    later = NOW() + timedelta(minutes=61)
    assert (services.mark_late(now=later), services.mark_late(now=later)) == (1, 0)
    row.refresh_from_db()
    assert row.overdue_at is not None
    row = services.accept(row, by=cast.con)
    assert row.overdue_at is None
    late = row.spans.get(span=Span.ACCEPT)
    assert late.overdue_at is not None
    assert services.mark_late(now=NOW() + timedelta(hours=9)) == 1
