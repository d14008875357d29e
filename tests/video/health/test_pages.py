"""What officers see and do on the pages of video health."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import Cast
from tests.video.health.make import approved, make_exclusion
from tests.video.make import make_camera, make_platform
from video.health import services
from video.health.models import Exclusion, Inspection, PictureFault, Sample, SignRule

pytestmark = pytest.mark.django_db

PAGES = [
    "/video/health/",
    "/video/health/export.csv",
    "/video/health/rule/",
    "/video/exclusions/",
    "/video/exclusions/export.csv",
    "/video/exclusions/new/",
    "/video/inspections/",
    "/video/inspections/export.csv",
    "/video/inspections/new/",
    "/video/samples/",
    "/video/samples/new/",
]


def text(answer) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode()


@pytest.mark.parametrize("page", PAGES)
def test_each_page_opens_empty_and_filled(cast: Cast, client, page: str) -> None:
    client.force_login(cast.vera)
    assert client.get(page).status_code == 200
    camera = make_camera(cast, platform=make_platform(cast), state="online")
    make_exclusion(cast, [camera])
    services.inspect(camera, by=cast.vera, finding=services.Finding(picture="none"))
    due_on = timezone.localdate()
    services.draw_sample(by=cast.vera, agency=cast.north, size=1, purpose="both", due_on=due_on)
    services.take_heartbeats(
        by=cast.vera.as_actor(), beats={camera.platform.code: False}, at=timezone.now()
    )
    assert text(client.get(page))


def test_a_form_asks_for_an_exclusion_and_another_officer_approves_it(cast: Cast, client) -> None:
    camera = make_camera(cast)
    client.force_login(cast.vera)
    now = timezone.localtime()
    said = {
        "form_key": "form-12345678",
        "cameras": camera.code,
        "reason": "maintenance",
        "note": "Lens is cleaned",
        "starts_at": now.strftime("%Y-%m-%dT%H:%M"),
        "ends_at": (now + timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M"),
    }
    answer = client.post("/video/exclusions/new/", said)
    asked = Exclusion.objects.get()
    assert answer.headers["Location"] == f"/video/exclusions/at/{asked.number}/"
    page = text(client.get(f"/video/exclusions/at/{asked.number}/"))
    assert "Take it back" in page
    assert "Approve</button>" not in page
    client.force_login(cast.chief)
    do = {"form_key": "form-87654321", "do": "approve", "version": "1"}
    client.post(f"/video/exclusions/at/{asked.number}/decide/", do)
    asked.refresh_from_db()
    assert (asked.state, asked.approved_by) == ("approved", "C001")
    assert camera.code in text(client.get(f"/video/exclusions/at/{asked.number}/cameras.csv"))


def test_a_refusal_without_a_reason_is_said_at_its_field(cast: Cast, client) -> None:
    asked = make_exclusion(cast, [make_camera(cast)])
    client.force_login(cast.chief)
    do = {"form_key": "form-12345678", "do": "refuse", "version": "1"}
    answer = client.post(f"/video/exclusions/at/{asked.number}/decide/", do)
    assert answer.status_code == 400
    assert "Say why in at least 4 characters." in text(answer)


def test_an_exclusion_is_ended_by_a_button(cast: Cast, client) -> None:
    asked = approved(cast, [make_camera(cast)])
    client.force_login(cast.vera)
    client.post(f"/video/exclusions/at/{asked.number}/end/", {"form_key": "form-12345678"})
    asked.refresh_from_db()
    assert asked.ends_at <= timezone.now()


def test_a_form_naming_nothing_or_two_things_is_refused(cast: Cast, client) -> None:
    client.force_login(cast.vera)
    answer = client.post("/video/exclusions/new/", {"form_key": "form-12345678"})
    assert answer.status_code == 400
    assert "Name cameras, a platform or an agency: one." in text(answer)


def test_a_drawn_sample_leads_to_each_of_its_cameras(cast: Cast, client) -> None:
    camera = make_camera(cast)
    client.force_login(cast.vera)
    said = {"form_key": "form-12345678", "agency": cast.north.code, "purpose": "both"}
    said |= {"size": "5", "due_on": timezone.localdate().isoformat()}
    client.post("/video/samples/new/", said)
    sample = Sample.objects.get()
    page = f"/video/samples/at/{sample.number}/"
    assert f"?camera={camera.code}&amp;sample={sample.number}" in text(client.get(page))
    seen = {"form_key": "form-87654321", "camera": camera.code, "sample": sample.number}
    seen |= {"picture": "faulty", "faults": ["blur"], "place": "right"}
    assert client.post("/video/inspections/new/", seen).headers["Location"] == page
    assert Inspection.objects.get().picture == "faulty"
    assert "Finished" in text(client.get(page))


def test_an_unknown_camera_is_said_at_its_field(cast: Cast, client) -> None:
    client.force_login(cast.vera)
    seen = {"form_key": "form-12345678", "camera": "nowhere", "picture": "intact"}
    answer = client.post("/video/inspections/new/", seen)
    assert answer.status_code == 400
    assert "There is no such camera in your scope." in text(answer)


def test_a_fault_is_cleared_on_the_page_of_its_camera(cast: Cast, client) -> None:
    camera = make_camera(cast, state="online")
    fault = services.open_fault(camera, by=cast.vera.as_actor(), kind="blur", inspector="N005")
    client.force_login(cast.vera)
    page = text(client.get(f"/video/cameras/at/{camera.code}/"))
    assert "Last 28 days" in page
    assert "Blurred" in page
    client.post(f"/video/faults/{fault.pk}/clear/", {"form_key": "form-12345678"})
    assert PictureFault.objects.get().cleared_by == "N005"


def test_the_commander_changes_how_long_a_sign_holds(cast: Cast, client) -> None:
    client.force_login(cast.chief)
    said = {"form_key": "form-12345678", "sweep_s": 600, "notify_s": 3600, "catalog_s": 3600}
    said |= {"heartbeat_s": 90, "lost_share": 80, "lost_least": 5, "version": 1}
    said["valid_from"] = timezone.localdate().isoformat()
    assert client.post("/video/health/rule/", said).status_code == 302
    assert SignRule.objects.get(agency=cast.city).sweep_s == 600


def test_what_is_of_the_south_is_not_there_for_the_north(cast: Cast, client) -> None:
    south = make_exclusion(cast, [make_camera(cast, agency=cast.south_station)], by=cast.chief)
    client.force_login(cast.vera)
    assert client.get(f"/video/exclusions/at/{south.number}/").status_code == 404
    assert south.number not in text(client.get("/video/exclusions/"))
