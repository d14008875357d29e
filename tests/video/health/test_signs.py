"""What a sweep, an event or a heartbeat makes of cameras and platforms."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from grid.errors import InvalidInput
from grid.ledger.models import EventEntry
from tests.cast import Cast
from tests.video.make import make_camera, make_platform
from video.health import selectors
from video.health.models import CameraStatus, PlatformSpan, PlatformStatus, StatusSpan
from video.health.services import Event, age_signs, take_events, take_heartbeat, take_sweep

pytestmark = pytest.mark.django_db

T0 = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def minutes(count: float) -> datetime:
    return T0 + timedelta(minutes=count)


@pytest.fixture(autouse=True)
def _clock() -> object:
    with time_machine.travel(minutes(600), tick=False) as clock:
        yield clock


def kinds() -> list[str]:
    rows = EventEntry.objects.filter(kind__startswith="video.").order_by("seq")
    return list(rows.values_list("kind", flat=True))


def states() -> list[str]:
    return list(CameraStatus.objects.order_by("camera__code").values_list("state", flat=True))


def sweep(cast: Cast, at: datetime, *, on=(), off=(), **more):
    signs = {camera.gb_id: True for camera in on} | {camera.gb_id: False for camera in off}
    return take_sweep(by=cast.vera.as_actor(channel="api"), signs=signs, at=at, **more)


def test_a_first_sweep_gives_every_camera_its_state_and_an_open_interval(cast: Cast) -> None:
    one, two = make_camera(cast), make_camera(cast)
    taken = sweep(cast, T0, on=[one], off=[two])
    assert (taken.received, taken.taken, taken.changed, taken.unknown_count) == (2, 2, 2, 0)
    assert states() == ["online", "offline"]
    spans = StatusSpan.objects.order_by("camera__code").values_list(
        "state", "started_at", "ended_at"
    )
    assert list(spans) == [("online", T0, None), ("offline", T0, None)]


def test_a_platform_that_loses_all_its_cameras_is_one_fault(cast: Cast) -> None:
    platform = make_platform(cast)
    cameras = [make_camera(cast, platform=platform, is_key_target=True) for _ in range(12)]
    sweep(cast, T0, on=cameras)
    sweep(cast, minutes(5), off=cameras)
    assert set(states()) == {"parent_down"}
    assert PlatformStatus.objects.get().state == "lost"
    assert kinds() == ["video.cameras_changed", "video.platform_down", "video.cameras_changed"]
    sweep(cast, minutes(10), on=cameras)
    assert set(states()) == {"online"}
    assert kinds()[3:] == ["video.platform_up", "video.cameras_changed"]


def test_a_platform_without_heartbeat_hides_its_cameras_until_it_is_heard_again(cast: Cast) -> None:
    top = make_platform(cast)
    recorder = make_platform(cast, parent=top, level="recorder")
    camera = make_camera(cast, platform=recorder)
    by = cast.vera.as_actor(channel="api")
    take_heartbeat(top, by=by, at=T0)
    sweep(cast, T0, on=[camera])
    assert age_signs(at=minutes(2)) == 0
    assert age_signs(at=minutes(4)) == 1
    assert states() == ["parent_down"]
    take_heartbeat(top, by=by, at=minutes(6))
    assert states() == ["online"]
    spans = StatusSpan.objects.order_by("pk").values_list("state", "started_at", "ended_at")
    assert list(spans) == [
        ("online", T0, minutes(3)),
        ("parent_down", minutes(3), minutes(6)),
        ("online", minutes(6), None),
    ]
    assert [row.cameras for row in PlatformSpan.objects.filter(state="down")] == [1]


def test_older_news_never_replaces_newer(cast: Cast) -> None:
    camera = make_camera(cast)
    sweep(cast, minutes(10), on=[camera])
    taken = sweep(cast, minutes(5), off=[camera])
    assert (taken.taken, taken.older, states()) == (0, 1, ["online"])


def test_a_sign_too_old_says_nothing_and_the_interval_ends_when_it_ran_out(cast: Cast) -> None:
    camera = make_camera(cast)
    sweep(cast, T0, on=[camera])
    assert age_signs(at=minutes(14)) == 0
    assert age_signs(at=minutes(20)) == 1
    assert states() == ["unknown"]
    first = StatusSpan.objects.order_by("pk")[0]
    assert first.ended_at == minutes(15)
    found = [selectors.state_at([camera.pk], minutes(at))[camera.pk] for at in (-1, 14, 16)]
    assert found == ["unknown", "online", "unknown"]


def test_an_interval_nobody_has_closed_yet_counts_only_as_long_as_its_sign(cast: Cast) -> None:
    camera = make_camera(cast)
    sweep(cast, T0, on=[camera])
    assert selectors.state_of(camera, minutes(5)) == "online"
    assert selectors.state_of(camera) == "unknown"


def test_a_sweep_of_changes_keeps_the_others_of_its_platform_fresh(cast: Cast) -> None:
    platform = make_platform(cast)
    still, changed = make_camera(cast, platform=platform), make_camera(cast, platform=platform)
    elsewhere = make_camera(cast)
    sweep(cast, T0, on=[still, changed, elsewhere])
    sweep(cast, minutes(12), off=[changed], whole=False, platform=platform)
    age_signs(at=minutes(20))
    assert states() == ["online", "offline", "unknown"]


def test_a_few_cameras_of_many_are_no_outage_of_their_platform(cast: Cast) -> None:
    platform = make_platform(cast)
    cameras = [make_camera(cast, platform=platform) for _ in range(20)]
    sweep(cast, T0, on=cameras)
    sweep(cast, minutes(5), off=cameras[:11], whole=False)
    assert states().count("offline") == 11
    assert not PlatformStatus.objects.filter(state="lost").exists()


def test_a_key_target_alone_is_told_by_name(cast: Cast) -> None:
    key, plain = make_camera(cast, is_key_target=True), make_camera(cast)
    sweep(cast, T0, on=[key, plain])
    sweep(cast, minutes(5), off=[key, plain])
    fact = EventEntry.objects.get(kind="video.camera_offline")
    assert (fact.subject_id, fact.priority) == (key.code, 3)


def test_more_than_a_sweep_holds_or_a_moment_to_come_is_refused(cast: Cast) -> None:
    with pytest.raises(InvalidInput):
        sweep(cast, minutes(700), on=[make_camera(cast)])
    by = cast.vera.as_actor()
    with pytest.raises(InvalidInput):
        take_events(by=by, events=[Event("22040200001321000001", "GONE", T0)])


def test_events_of_one_camera_become_intervals_in_their_order(cast: Cast) -> None:
    camera = make_camera(cast)
    events = [
        Event(camera.gb_id, "OFF", minutes(5)),
        Event(camera.gb_id, "ON", T0),
        Event(camera.gb_id, "ON", minutes(9)),
    ]
    assert take_events(by=cast.vera.as_actor(), events=events).changed == 3
    spans = StatusSpan.objects.order_by("started_at").values_list("state", flat=True)
    assert list(spans) == ["online", "offline", "online"]
