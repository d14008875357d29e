"""The cameras around a call, on its page, and the calls as the video floor asks for them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from command_center.incidents.models import Incident
from command_center.incidents.services import receive
from tests.cast import SOUTH, STEP, WEST, Cast
from tests.incidents.conftest import city  # noqa: F401
from tests.video.make import make_camera
from video.register import above


@pytest.fixture
def call(city: Cast) -> Incident:  # noqa: F811
    point = {"lng": WEST + 0.5 * STEP, "lat": SOUTH + 1.5 * STEP}
    return receive(by=city.nora, category="010100", address="示例路", **point)


def test_the_page_of_a_call_lists_the_cameras_around_it(
    city: Cast,  # noqa: F811
    call: Incident,
    client: Client,
) -> None:
    make_camera(city, name="东门路口", state="online")
    client.force_login(city.nora)
    page = client.get(f"/incidents/{call.number}/").content.decode()
    assert "东门路口" in page


def test_who_may_not_read_cameras_is_shown_none(
    city: Cast,  # noqa: F811
    call: Incident,
    client: Client,
) -> None:
    make_camera(city, name="东门路口")
    client.force_login(city.gus)
    assert "东门路口" not in client.get(f"/incidents/{call.number}/").content.decode()


def test_a_call_is_found_by_its_number_and_by_its_kind(city: Cast, call: Incident) -> None:  # noqa: F811
    now = timezone.now()
    brief = above.incident(city.nora, call.number)
    assert brief is not None
    assert (brief.address, brief.agency_path) == ("示例路", call.agency.path)
    cases = above.cases(city.nora, now - timedelta(hours=1), now + timedelta(hours=1))
    assert [row.number for row in cases] == [call.number]
    assert above.cases(city.nora, now - timedelta(days=2), now - timedelta(days=1)) == []


def test_the_south_knows_nothing_of_it(city: Cast, call: Incident) -> None:  # noqa: F811
    assert above.incident(city.sam, call.number) is None


def test_who_may_not_read_calls_is_told_of_none(city: Cast, call: Incident) -> None:  # noqa: F811
    now = timezone.now()
    assert above.incident(city.con, call.number) is None
    assert above.cases(city.con, now - timedelta(hours=1), now + timedelta(hours=1)) == []
