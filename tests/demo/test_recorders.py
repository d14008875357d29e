"""The simulated platforms and recorders: they beat, are lost for a while, and come back."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from command_center.demo import recorders as module
from command_center.demo.gates.agenda import Agenda, Luck
from command_center.demo.recorders import Recorders, recorders_of
from command_center.demo.rest import Rest
from grid.ledger.actors import PLATFORM
from grid.ledger.models import EventEntry
from grid.organisation.services.clients import create_client
from grid.rights import Right
from tests.cast import Cast
from tests.demo.wire import Wire
from tests.video.make import make_camera, make_platform
from video.health.models import CameraStatus, PlatformSpan, PlatformStatus
from video.rates.models import StorageState
from video.register.models import Camera, DeviceState, Platform

pytestmark = pytest.mark.django_db


@pytest.fixture
def box(cast: Cast) -> Platform:
    """A recorder with twelve cameras that answer, below the city's platform."""
    top = make_platform(cast, code="TOP", level=Platform.Level.CITY, agency=cast.city)
    made = make_platform(cast, code="NVR-1", level=Platform.Level.RECORDER, parent=top)
    for _n in range(12):
        make_camera(cast, state="online", platform=made)
    return made


@pytest.fixture
def boxes(cast: Cast, box: Platform, monkeypatch: pytest.MonkeyPatch) -> Iterator[Recorders]:
    for name, span in {"LEAST_AWAY_S": 0.0, "LOSS_S": (61, 90), "AWAY_S": (121, 150)}.items():
        monkeypatch.setattr(module, name, span)
    _client, token = create_client(
        name="boxes", agency=cast.city, scopes=[Right.CAMERA_SIGN], owner="tests", by=PLATFORM
    )
    rest = Rest("http://testserver/", token, say=str, _session=Wire())  # type: ignore[arg-type]
    made = recorders_of(
        cast.city, rest=rest, agenda=Agenda(), luck=Luck(1), every=lambda: timedelta(minutes=1)
    )
    yield made
    assert not [what for what in rest.counts if what.startswith("refused")]


def live(boxes: Recorders, minutes: int, since: datetime | None = None) -> datetime:
    """So many minutes of the agenda, one after the other; the moment after them."""
    now = since or timezone.now()
    for _n in range(minutes):
        boxes.agenda.play(now)
        now += timedelta(minutes=1)
    return now


def until_lost(boxes: Recorders) -> datetime:
    """Minutes go by until a recorder is away."""
    now = timezone.now()
    boxes.begin(now)
    for _n in range(5):
        now = live(boxes, 1, since=now)
        if boxes.away:
            return now
    raise AssertionError("none was lost in time")


def effective() -> set[str]:
    return set(CameraStatus.objects.values_list("state", flat=True))


def test_platforms_beat_each_minute_but_one_that_is_down(cast: Cast, box: Platform) -> None:
    down = make_platform(cast, code="DOWN", level=Platform.Level.RECORDER)
    make_camera(cast, platform=down)
    PlatformStatus.objects.create(platform=down, state="down", said=False, heard_at=timezone.now())
    found = recorders_of(
        cast.city, rest=Rest("x", "t"), agenda=Agenda(), luck=Luck(1), every=timedelta
    )
    assert found.beating == ["TOP", "NVR-1"]
    assert found.recorders == ["NVR-1"]


def test_after_a_minute_all_of_them_are_up(boxes: Recorders) -> None:
    boxes.begin(timezone.now())
    live(boxes, 1)
    assert set(PlatformStatus.objects.values_list("platform__code", "state")) == {
        ("TOP", "up"),
        ("NVR-1", "up"),
    }


def test_a_lost_recorder_is_one_fault_and_its_cameras_are_unknown(boxes: Recorders) -> None:
    until_lost(boxes)
    assert boxes.away == {"NVR-1"}
    assert PlatformStatus.objects.get(platform__code="NVR-1").state == "down"
    assert effective() == {"parent_down"}
    assert EventEntry.objects.filter(kind="video.platform_down").count() == 1
    assert not EventEntry.objects.filter(kind="video.camera_offline").exists()


def test_it_comes_back_and_its_cameras_with_it(boxes: Recorders) -> None:
    now = until_lost(boxes)
    spans = PlatformSpan.objects.filter(platform__code="NVR-1", state="down")
    while boxes.away:
        now = live(boxes, 1, since=now)
    assert PlatformStatus.objects.get(platform__code="NVR-1").state == "up"
    assert effective() == {"online"}
    assert EventEntry.objects.filter(kind="video.platform_up").count() == 1
    assert spans.get().ended_at is not None


def test_what_is_away_when_the_simulation_ends_is_there_again(boxes: Recorders) -> None:
    until_lost(boxes)
    boxes.end()
    assert boxes.away == set()
    assert PlatformStatus.objects.get(platform__code="NVR-1").state == "up"


def test_a_lost_recorder_is_not_heard_meanwhile(boxes: Recorders) -> None:
    now = until_lost(boxes)
    heard = PlatformStatus.objects.get(platform__code="NVR-1").heard_at
    live(boxes, 1, since=now)
    assert PlatformStatus.objects.get(platform__code="NVR-1").heard_at == heard
    assert PlatformStatus.objects.get(platform__code="TOP").state == "up"


def test_a_recorder_tells_of_yesterday_and_telling_it_again_changes_nothing(
    boxes: Recorders,
) -> None:
    boxes.begin(timezone.now())
    now = live(boxes, 1)
    fields = ("camera__gb_id", "day", "recorded_s", "clock_offset_s", "history_days")
    said = set(StorageState.objects.values_list(*fields))
    assert len(said) == 12
    assert {day for _id, day, *_rest in said} == {timezone.localdate() - timedelta(days=1)}
    live(boxes, 1, since=now)
    assert set(StorageState.objects.values_list(*fields)) == said


def test_in_a_fast_city_an_outage_still_lasts_long_enough_to_be_seen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Recorders, "_say", lambda *_codes, **_said: None)
    rest = Rest("x", "t")
    boxes = Recorders(rest, Agenda(), Luck(1, 6000.0), timedelta, ["NVR-1"], ["NVR-1"])
    now = timezone.now()
    boxes._lose(now)
    least = timedelta(seconds=module.LEAST_AWAY_S)
    assert now + least in [at for at, _order, _act in boxes.agenda._acts]


def test_removed_cameras_and_those_without_an_id_are_not_told_of(
    cast: Cast, box: Platform, boxes: Recorders
) -> None:
    make_camera(cast, platform=box, gb_id=None)
    make_camera(cast, platform=box, device_state=DeviceState.REMOVED)
    assert len(boxes._recorded("NVR-1")) == 12
    assert Camera.objects.filter(platform=box).count() == 14
