"""The simulated cameras: swept through real requests under a token of their own."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from command_center.demo import lenses as module
from command_center.demo.lenses import Lenses, lenses_of
from command_center.demo.rest import Rest
from grid.organisation.models import ClientSystem
from tests.cast import Cast
from tests.demo.wire import Wire
from tests.video.alarms.make import make_device
from tests.video.make import make_camera, make_platform
from video.alarms.models import Press
from video.health.models import CameraStatus
from video.register.models import Camera, Platform

pytestmark = pytest.mark.django_db


@pytest.fixture
def cameras(cast: Cast) -> list[Camera]:
    """Twelve cameras that answer and one that does not, below the city's platform."""
    top = make_platform(cast, code="TOP", level=Platform.Level.CITY, agency=cast.city)
    below = make_platform(cast, code="BELOW", parent=top)
    made = [make_camera(cast, state="online", platform=below) for _n in range(12)]
    return [*made, make_camera(cast, state="offline", platform=below)]


@pytest.fixture
def lines() -> list[Rest]:
    return []


@pytest.fixture
def lenses(cast: Cast, cameras: list[Camera], lines: list[Rest]) -> Iterator[Lenses]:
    def connect(token: str) -> Rest:
        lines.append(Rest("http://testserver/", token, say=str, _session=Wire()))  # type: ignore[arg-type]
        return lines[-1]

    with lenses_of(cast.city, connect=connect, seed=1, speed=1.0) as made:
        assert made is not None
        yield made


def states() -> list[str]:
    return sorted(CameraStatus.objects.values_list("state", flat=True))


def live(lenses: Lenses, minutes: int, since: datetime | None = None) -> datetime:
    """So many minutes of the agenda, one after the other; the moment after them."""
    now = since or timezone.now()
    for _n in range(minutes):
        lenses.agenda.play(now)
        now += timedelta(minutes=1)
    return now


def test_their_token_ends_with_them(cast: Cast, cameras: list[Camera]) -> None:
    with lenses_of(cast.city, connect=lambda t: Rest("x", t), seed=1, speed=1.0):
        assert ClientSystem.objects.get(name="simulate cameras").revoked_at is None
    assert ClientSystem.objects.get(name="simulate cameras").revoked_at is not None


def test_a_city_without_cameras_has_none_to_sweep(cast: Cast) -> None:
    with lenses_of(cast.city, connect=lambda t: Rest("x", t), seed=1, speed=1.0) as made:
        assert made is None
    assert not ClientSystem.objects.exists()


def test_cameras_fail_one_by_one_and_the_sweep_says_so(lenses: Lenses, lines: list[Rest]) -> None:
    live(lenses, 2)
    (line,) = lines
    assert line.counts["camera sweeps"] >= 1
    assert not [what for what in line.counts if what.startswith("refused")]
    assert states().count("offline") == 1 + 12 - len(lenses.online)
    assert states().count("offline") > 1


def test_what_failed_comes_back_and_what_is_broken_stays_so(
    lenses: Lenses, cameras: list[Camera], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "AWAY_S", (61.0, 180.0))
    now = live(lenses, 2)
    assert states().count("offline") > 1
    monkeypatch.setattr(module, "FAILING", 0)
    live(lenses, 6, since=now)
    assert states().count("offline") == 1
    assert CameraStatus.objects.get(state="offline").camera == cameras[-1]


def test_after_some_hours_somebody_presses_an_alarm_in_earnest(
    cast: Cast, cameras: list[Camera], lines: list[Rest], monkeypatch: pytest.MonkeyPatch
) -> None:
    device = make_device(cast)
    monkeypatch.setattr(module, "PRESS_S", (60.0, 70.0))

    def connect(token: str) -> Rest:
        lines.append(Rest("http://testserver/", token, say=str, _session=Wire()))  # type: ignore[arg-type]
        return lines[-1]

    with lenses_of(cast.city, connect=connect, seed=1, speed=1.0) as made:
        assert made is not None
        live(made, 3)
    press = Press.objects.first()
    assert press is not None
    assert (press.device, press.is_test, press.result) == (device, False, "open")


def test_a_faster_city_is_swept_more_often_but_not_faster_than_every_five_seconds() -> None:
    def every(speed: float) -> float:
        lenses = Lenses(None, None, module.Luck(1, speed), "TOP", [], [])  # type: ignore[arg-type]
        return lenses.minute().total_seconds()

    assert [every(1.0), every(4.0), every(60.0)] == [60.0, 15.0, 5.0]
