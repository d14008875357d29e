"""Cases beside calls and video: each on the other's page, each looked for once."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from command_center.cases import above as cases_above
from command_center.cases.drafting import Draft
from command_center.cases.hints import hints
from command_center.dispatch.watch import providers
from command_center.incidents.models import Incident
from command_center.incidents.services import receive
from tests.cases.make import make_case
from tests.cast import SOUTH, STEP, WEST, Cast
from tests.incidents.conftest import city  # noqa: F401
from video.footage import unchecked
from video.footage.models import VideoCheck
from video.footage.services import mark_checked

POINT = {"lng": WEST + 0.5 * STEP, "lat": SOUTH + 1.5 * STEP}


@pytest.fixture
def call(city: Cast) -> Incident:  # noqa: F811
    return receive(by=city.nora, category="010101", address="示例路", **POINT)


def seen(cast: Cast) -> list[str]:
    now = timezone.now()
    found = providers.cases(cast.nora, now - timedelta(days=1), now + timedelta(hours=1))
    return [brief.number for brief in found]


def test_a_case_takes_the_place_of_the_call_it_came_from(city: Cast, call: Incident) -> None:  # noqa: F811
    assert seen(city) == [call.number]
    case = make_case(city, incident_number=call.number)
    assert seen(city) == [case.number]


def test_a_case_entered_in_error_gives_the_call_back(city: Cast, call: Incident) -> None:  # noqa: F811
    make_case(city, incident_number=call.number, state="void")
    assert seen(city) == [call.number]


def test_a_mark_on_the_call_holds_for_its_case(city: Cast, call: Incident) -> None:  # noqa: F811
    case = make_case(city, incident_number=call.number)
    mark_checked(by=city.vera, case_number=call.number, result=VideoCheck.Result.values[0])
    now = timezone.now()
    (standing,) = unchecked.standings(city.nora, now - timedelta(days=1), now + timedelta(hours=1))
    assert standing.is_checked
    assert standing.case.number == case.number


def test_who_may_not_read_cases_is_told_of_calls_only(city: Cast, call: Incident) -> None:  # noqa: F811
    make_case(city)
    now = timezone.now()
    assert providers.cases(city.con, now - timedelta(days=1), now) == []


def test_a_sensitive_case_is_looked_for_without_its_place(city: Cast) -> None:  # noqa: F811
    case = make_case(city, category="L04002")
    now = timezone.now()
    (brief,) = providers.cases(city.nora, now - timedelta(days=1), now)
    assert (brief.number, brief.point, brief.address) == (case.number, None, "")


def test_each_page_leads_to_the_other(city: Cast, call: Incident, client: Client) -> None:  # noqa: F811
    case = make_case(city, incident_number=call.number)
    client.force_login(city.nora)
    assert case.number in client.get(f"/incidents/{call.number}/").content.decode()
    page = client.get(f"/cases/at/{case.number}/").content.decode()
    assert f"/incidents/{call.number}/" in page
    client.force_login(city.vera)
    assert client.get(f"/cases/at/{case.number}/").status_code == 403


def test_the_page_of_a_case_says_whether_video_was_looked_for(
    city: Cast,  # noqa: F811
    client: Client,
) -> None:
    case = make_case(city)
    client.force_login(city.chief)
    address = f"/cases/at/{case.number}/"
    assert "△" in client.get(address).content.decode().split("video-heading", 1)[1]
    mark_checked(by=city.vera, case_number=case.number, result=VideoCheck.Result.values[0])
    assert "✓" in client.get(address).content.decode().split("video-heading", 1)[1]


def test_a_case_is_begun_from_a_call(city: Cast, call: Incident, client: Client) -> None:  # noqa: F811
    client.force_login(city.cora)
    brief = cases_above.incident(city.cora, call.number)
    assert brief is not None
    assert brief.point is not None
    assert cases_above.incident(city.sam, call.number) is None
    page = client.get(f"/cases/new/?incident={call.number}").content.decode()
    assert call.number in page
    draft = Draft({}, make_case(city, incident_number=call.number))
    assert "incident" not in {hint.code for hint in hints(draft, city.cora)}
    assert "incident" in {hint.code for hint in hints(draft, city.sam)}
