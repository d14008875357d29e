"""Exclusions, samples and looks: what officers do about cameras."""

from datetime import time, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from grid.errors import IllegalStep, InvalidInput, NotAllowed, StaleVersion
from grid.ledger import obligations
from grid.ledger.models import EventEntry
from tests.cast import Cast
from tests.video.health.make import approved, make_exclusion
from tests.video.make import make_camera, make_platform
from video.health import selectors, services
from video.health.models import (
    Exclusion,
    ExclusionDecision,
    Inspection,
    PictureFault,
    SampleTask,
)
from video.register.models import Camera

pytestmark = pytest.mark.django_db


def test_nobody_approves_an_exclusion_of_his_own(cast: Cast) -> None:
    asked = make_exclusion(cast, [make_camera(cast)], by=cast.chief)
    with pytest.raises(NotAllowed):
        services.approve_exclusion(asked, by=cast.chief)
    with pytest.raises(IntegrityError), transaction.atomic():
        Exclusion.objects.update(state="approved", approved_by=asked.requested_by)
    with pytest.raises(IntegrityError), transaction.atomic():
        Exclusion.objects.update(state="approved", approved_by="")


def test_only_an_approved_exclusion_leaves_cameras_out_and_only_in_its_time(cast: Cast) -> None:
    camera = make_camera(cast)
    asked = make_exclusion(cast, [camera])
    now = timezone.now()
    assert list(selectors.excluded(now)) == []
    services.approve_exclusion(asked, by=cast.chief)
    assert list(selectors.excluded(now)) == [camera.pk]
    assert list(selectors.excluded(now + timedelta(hours=2))) == []
    services.end_exclusion(asked, by=cast.vera)
    assert list(selectors.excluded(timezone.now() + timedelta(seconds=1))) == []


def test_an_exclusion_of_a_platform_lists_its_cameras_with_all_below(cast: Cast) -> None:
    top = make_platform(cast)
    below = make_platform(cast, parent=top)
    cameras = [make_camera(cast, platform=top), make_camera(cast, platform=below)]
    make_camera(cast)
    asked = make_exclusion(cast, [], target=services.Target(platform=top))
    found = Camera.objects.filter(exclusions__exclusion=asked)
    assert (asked.size, set(found)) == (2, set(cameras))


def test_cameras_out_of_scope_cannot_be_excluded_and_each_is_named(cast: Cast) -> None:
    south = make_camera(cast, agency=cast.south_station)
    with pytest.raises(InvalidInput) as refusal:
        make_exclusion(cast, [south, make_camera(cast)])
    assert [south.code in fault["message"] for fault in refusal.value.errors] == [True]
    assert Exclusion.objects.count() == 0


def test_every_fault_of_a_request_is_named_at_once(cast: Cast) -> None:
    now = timezone.now()
    span = (now - timedelta(days=40), now - timedelta(days=41))
    with pytest.raises(InvalidInput) as refusal:
        make_exclusion(cast, [make_camera(cast)], span=span, note="x")
    assert {fault["pointer"] for fault in refusal.value.errors} == {
        "/ends_at",
        "/starts_at",
        "/note",
    }


def test_a_decision_on_an_older_version_or_a_second_one_is_refused(cast: Cast) -> None:
    asked = make_exclusion(cast, [make_camera(cast)])
    with pytest.raises(StaleVersion):
        services.approve_exclusion(asked, by=cast.chief, version=7)
    services.refuse_exclusion(asked, by=cast.chief, decision="No notice of the works")
    with pytest.raises(IllegalStep):
        services.approve_exclusion(asked, by=cast.chief)


def test_only_whoever_asked_takes_it_back(cast: Cast) -> None:
    asked = make_exclusion(cast, [make_camera(cast)])
    with pytest.raises(NotAllowed):
        services.cancel_exclusion(asked, by=cast.chief)
    assert services.cancel_exclusion(asked, by=cast.vera).state == "cancelled"


def test_the_same_seed_draws_the_same_cameras_and_none_out_of_use(cast: Cast) -> None:
    for _number in range(8):
        make_camera(cast)
    gone = make_camera(cast, device_state=3)
    told = {"purpose": "both", "due_on": timezone.localdate()}
    sample = services.draw_sample(by=cast.vera, agency=cast.north, size=5, **told)
    rows = Camera.objects.in_use().filter(agency__path__startswith=cast.north.path)
    again = list(services.drawn(rows, sample.seed).values_list("pk", flat=True)[:5])
    lines = sample.inspections.order_by("place_in_sample")
    assert list(lines.values_list("camera_id", flat=True)) == again
    assert (sample.drawn_from, gone.pk in again) == (8, False)


def test_a_look_for_a_sample_fills_its_line_and_the_last_one_ends_it(cast: Cast) -> None:
    camera = make_camera(cast)
    told = {"purpose": "both", "due_on": timezone.localdate()}
    sample = services.draw_sample(by=cast.vera, agency=cast.north, size=1, **told)
    finding = services.Finding(picture="faulty", faults=["blur", "freeze"], place="right")
    row = services.inspect(camera, by=cast.cora, finding=finding, sample=sample)
    sample.refresh_from_db()
    assert (row.inspector, sample.closed_at is not None) == ("N002", True)
    assert set(PictureFault.objects.values_list("kind", "found_by")) == {
        ("blur", "sample"),
        ("freeze", "sample"),
    }
    with pytest.raises(IllegalStep):
        services.inspect(camera, by=cast.cora, finding=finding, sample=sample)


def test_faults_a_later_look_does_not_name_are_cleared(cast: Cast) -> None:
    camera = make_camera(cast)
    bad = services.Finding(picture="faulty", faults=["blur", "freeze"])
    services.inspect(camera, by=cast.vera, finding=bad)
    better = services.Finding(picture="faulty", faults=["freeze"])
    services.inspect(camera, by=cast.vera, finding=better)
    open_now = PictureFault.objects.filter(cleared_at__isnull=True)
    assert list(open_now.values_list("kind", flat=True)) == ["freeze"]


def test_where_a_camera_really_stands_gives_the_distance_on_the_ellipsoid(cast: Cast) -> None:
    camera = make_camera(cast)
    seen_at = (camera.location.x, camera.location.y + 0.001)
    finding = services.Finding(place="wrong", seen_at=seen_at)
    row = services.inspect(camera, by=cast.vera, finding=finding)
    assert row.distance_m == pytest.approx(111.1, abs=0.1)


@pytest.mark.parametrize(
    "finding",
    [
        services.Finding(),
        services.Finding(picture="faulty"),
        services.Finding(picture="intact", faults=["blur"]),
        services.Finding(place="wrong"),
        services.Finding(picture="faulty", faults=["ugly"]),
    ],
)
def test_a_finding_that_contradicts_itself_is_refused(cast: Cast, finding) -> None:
    with pytest.raises(InvalidInput):
        services.inspect(make_camera(cast), by=cast.vera, finding=finding)
    assert Inspection.objects.count() == 0


def test_hours_left_out_count_neither_as_due_nor_as_online(cast: Cast) -> None:
    camera = make_camera(cast, state="online")
    now = timezone.now()
    approved(cast, [camera], span=(now - timedelta(hours=6), now - timedelta(hours=2)))
    approved(cast, [camera], span=(now - timedelta(hours=4), now - timedelta(hours=1)))
    rows = Camera.objects.filter(pk=camera.pk)
    hours = selectors.online_hours(rows, now - timedelta(hours=10), now)[camera.pk]
    assert hours.excluded_s == pytest.approx(5 * 3600, abs=1)
    assert hours.due_s == pytest.approx(5 * 3600, abs=1)
    assert hours.online_s == pytest.approx(5 * 3600, abs=1)


def test_hours_begin_with_the_day_a_camera_was_enabled(cast: Cast) -> None:
    camera = make_camera(cast, enabled_on=timezone.localdate() + timedelta(days=1))
    now = timezone.now()
    rows = Camera.objects.filter(pk=camera.pk)
    hours = selectors.online_hours(rows, now - timedelta(hours=10), now, by="agency_id")
    assert hours[camera.agency_id].due_s == 0


def test_an_exclusion_is_owed_a_decision_on_the_order_board_until_somebody_decides(
    cast: Cast,
) -> None:
    soon = make_exclusion(cast, [make_camera(cast)])
    begin = timezone.now() + timedelta(days=9)
    later = make_exclusion(cast, [make_camera(cast)], span=(begin, begin + timedelta(days=1)))
    owed = obligations.board(cast.chief, only_open=True, offset=0, limit=9)
    assert [(row.title, row.due_at) for row in owed] == [
        (f"Decide exclusion {soon.number}", soon.requested_at + timedelta(hours=24)),
        (f"Decide exclusion {later.number}", begin),
    ]
    services.approve_exclusion(soon, by=cast.chief)
    services.refuse_exclusion(later, by=cast.chief, decision="Not needed")
    ended = ExclusionDecision.objects.order_by("pk").values_list("state", "outcome", "done_by")
    who = cast.chief.as_actor().label
    assert list(ended) == [("done", "Approved", who), ("done", "Refused", who)]


def test_an_exclusion_nobody_decides_is_told_once_as_overdue(cast: Cast) -> None:
    make_exclusion(cast, [make_camera(cast)])
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        obligations.mark_overdue()
        obligations.mark_overdue()
    assert EventEntry.objects.filter(kind="video.exclusion_decision_overdue").count() == 1


def test_a_sample_is_owed_until_the_end_of_its_day_and_signed_for_with_the_first_look(
    cast: Cast,
) -> None:
    camera = make_camera(cast)
    make_camera(cast)
    drawn = services.draw_sample(
        by=cast.vera, agency=cast.north, size=2, purpose="picture", due_on=timezone.localdate()
    )
    owed = SampleTask.objects.get()
    assert owed.title == f"Look at the 2 cameras of sample {drawn.number}"
    assert timezone.localtime(owed.due_at).time() == time(0)
    assert timezone.localdate(owed.due_at) == timezone.localdate() + timedelta(days=1)
    services.inspect(camera, by=cast.cora, finding=services.Finding(picture="intact"), sample=drawn)
    owed.refresh_from_db()
    assert (owed.state, owed.signed_by) == ("signed", cast.cora.as_actor().label)
