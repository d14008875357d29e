"""What of the cameras' side rings, and until when."""

import pytest

from command_center.alerts.models import Alert
from command_center.alerts.services import ensure_default_rules
from command_center.alerts.settling import follow
from grid.ledger.actors import PLATFORM
from grid.ledger.facts import Fact
from grid.ledger.models import EventEntry
from grid.ledger.services import record
from tests.cast import Cast


@pytest.fixture
def city(cast: Cast) -> Cast:
    ensure_default_rules(cast.city)
    return cast


def tell(cast: Cast, kind: str, subject: tuple[str, str], **payload: object) -> None:
    fact = Fact(
        kind=kind,
        subject_type=subject[0],
        subject_id=subject[1],
        agency_path=cast.north.path,
        payload=payload,
    )
    [seq] = record(PLATFORM, fact)
    follow([EventEntry.objects.get(seq=seq)])


PLATFORM_1 = ("video_platform", "P-1")


def test_an_outage_rings_once_with_the_number_of_cameras_until_the_platform_is_back(
    city: Cast,
) -> None:
    said = {"name": "东区平台", "cameras": 800, "is_planned": False}
    tell(city, "video.platform_down", PLATFORM_1, **said)
    alert = Alert.objects.get()
    assert (alert.priority, "800" in alert.title, "东区平台" in alert.title) == (2, True, True)
    tell(city, "video.platform_up", PLATFORM_1, **said)
    alert.refresh_from_db()
    assert alert.state == "resolved"


def test_planned_work_on_a_platform_rings_nobody(city: Cast) -> None:
    tell(city, "video.platform_down", PLATFORM_1, name="x", cameras=3, is_planned=True)
    assert not Alert.objects.exists()


@pytest.mark.parametrize(
    ("began", "ended", "subject"),
    [
        ("video.desk_empty", "video.desk_staffed", ("video_team", "4")),
        ("video.alarm_untested", "video.alarm_tested", ("alarm_device", "AP-1")),
        ("video.ticket_overdue", "video.ticket_done", ("ticket", "WX-1")),
    ],
)
def test_what_is_mended_rings_no_longer(
    city: Cast, began: str, ended: str, subject: tuple[str, str]
) -> None:
    tell(city, began, subject, name="x", device="AP-1", title="x")
    assert Alert.objects.get().state == "open"
    tell(city, ended, subject)
    assert Alert.objects.get().state == "resolved"
