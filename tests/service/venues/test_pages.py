"""What a community officer and a leader see and do on the pages of venues and programmes."""

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grid.ledger.idempotency import form_key
from grid.organisation.models import Officer
from grid.service.venues import figures, services
from grid.service.venues.models import Checklist, Hazard, HazardRule, Inspection, Venue
from tests.cast import SOUTH, STEP, WEST, Cast
from tests.service.venue_make import (
    inspect,
    later,
    make_checklist,
    make_hazard,
    make_item,
    make_supervision,
    make_venue,
    picture,
)


def signed_in(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def seen(officer: Officer, name: str, /, *args: Any, **query: Any) -> str:
    answer = signed_in(officer).get(reverse(name, args=args), query)
    assert answer.status_code == 200, answer.status_code
    body = b"".join(answer) if answer.streaming else answer.content
    return body.decode()


def sent(officer: Officer, name: str, /, *args: Any, **said: Any) -> int:
    said["form_key"] = form_key()
    return signed_in(officer).post(reverse(name, args=args), said).status_code


def test_the_register_flags_what_is_due_and_silent(cast: Cast) -> None:
    venue = make_venue(cast, name="Fast Post", is_heard=True)
    services.mark_silent()
    body = seen(cast.cora, "venue_list")
    assert "Fast Post" in body
    assert "! never" in body
    assert "! silent since never" in body
    assert "Fast Post" not in seen(cast.sam, "venue_list")
    assert "No venue fits" in seen(cast.cora, "venue_list", q="nothing like it")
    assert venue.code in seen(cast.lea, "venue_export", state="silent")
    page = seen(cast.cora, "venue_detail", venue.pk)
    assert "! feed is silent" in page
    assert "Inspect" in page


def test_a_leader_enters_a_venue_and_changes_it(cast: Cast) -> None:
    told = {
        "code": "CS-9", "name": "Night Bar", "kind": "entertainment", "is_active": "on",
        "agency": cast.north_station.code, "lng": WEST + 0.01, "lat": SOUTH + 1.5 * STEP,
    }  # fmt: skip
    assert sent(cast.lea, "venue_new", **told) == 302
    venue = Venue.objects.get()
    assert venue.cell == cast.north_cell
    assert sent(cast.lea, "venue_edit", venue.pk, **told | {"name": "Day Bar", "version": 1}) == 302
    assert sent(cast.lea, "venue_edit", venue.pk, **told | {"version": 1}) == 412
    assert sent(cast.lea, "venue_new", **told) == 400


def test_an_officer_inspects_on_the_page_and_the_hazard_runs_its_way(cast: Cast) -> None:
    checklist, venue = make_checklist(cast.city), make_venue(cast)
    first, second, third = checklist.items.all()
    told: dict[str, Any] = {
        f"line{first.pk}": "met", f"line{second.pk}": "missed",
        f"line{third.pk}_done": 20, f"line{third.pk}_of": 20,
        "kind": "routine", "at": timezone.localtime().strftime("%Y-%m-%dT%H:%M"),
    }  # fmt: skip
    assert "Exits are clear" in seen(cast.cora, "venue_inspect", venue.pk)
    assert sent(cast.cora, "venue_inspect", venue.pk, **told | {f"line{third.pk}_of": 5}) == 400
    assert sent(cast.cora, "venue_inspect", venue.pk, **told) == 302
    made, hazard = Inspection.objects.get(), Hazard.objects.get()
    assert "Not met" in seen(cast.lea, "venue_inspection_detail", made.pk)
    assert "It was rectified" in seen(cast.cora, "hazard_detail", hazard.number)
    step = {"version": hazard.version, "done": "Cleared the exit"}
    assert sent(cast.cora, "hazard_rectify", hazard.number, **step) == 302
    assert sent(cast.cora, "hazard_verify", hazard.number, version=2) == 403
    assert sent(cast.lea, "hazard_verify", hazard.number, version=1) == 412
    assert sent(cast.lea, "hazard_verify", hazard.number, version=2, closes="on") == 302
    hazard.refresh_from_db()
    assert hazard.stage == "closed"
    assert "✓" in seen(cast.lea, "hazard_list", stage="closed")


def test_a_photograph_is_added_and_downloaded_as_a_file(cast: Cast) -> None:
    row = make_hazard(cast)
    photo = SimpleUploadedFile("x.jpg", picture(), "image/jpeg")
    assert sent(cast.cora, "hazard_photo_new", row.number, photo=photo) == 302
    bad = SimpleUploadedFile("x.jpg", b"no picture", "image/jpeg")
    assert sent(cast.cora, "hazard_photo_new", row.number, photo=bad) == 400
    kept = row.photos.get()
    client = signed_in(cast.lea)
    answer = client.get(reverse("venue_photo", args=[kept.pk]))
    assert answer["Content-Disposition"].startswith("attachment")
    assert signed_in(cast.sam).get(reverse("venue_photo", args=[kept.pk])).status_code == 404


def test_found_and_removed_add_up_and_open_their_rows(cast: Cast) -> None:
    inspect(cast, make_venue(cast), "missed", "missed", (1, 1), cases=10, people=23)
    gone = Hazard.objects.order_by("pk").first()
    assert gone is not None
    services.rectify(gone, by=cast.cora, done="Cleared it")
    services.verify(Hazard.objects.get(pk=gone.pk), by=cast.lea)
    services.strike(make_hazard(cast), by=cast.lea, reason="Entered twice")
    today = timezone.localdate()
    for by in figures.BY:
        lines, total = figures.period(cast.lea, today, today, by)
        for line in [*lines, total]:
            told = line.numbers
            assert told["before"] + told["found"] - told["removed"] == told["after"]
        assert (total.numbers["found"], total.numbers["removed"]) == (2, 1)
        assert sum(line.numbers["found"] for line in lines) == 2
    assert (total.numbers["cases_made"], total.numbers["people_dealt"]) == (10, 23)
    tomorrow = today + timedelta(days=1)
    _lines, after = figures.period(cast.lea, tomorrow, tomorrow, "kind")
    assert (after.numbers["before"], after.numbers["found"], after.numbers["after"]) == (1, 0, 1)
    body = seen(cast.lea, "hazard_figures", by="level", first=today, last=today)
    assert f"counted=on&amp;level=major&amp;first={today}" in body
    listed = seen(cast.lea, "hazard_list", counted="on", first=today, last=today)
    assert "2 rows" in listed


def test_a_leader_takes_over_the_standard_and_changes_it_from_a_day_on(cast: Cast) -> None:
    assert "Take over the standard checklists" in seen(cast.lea, "venue_checklists")
    assert sent(cast.lea, "venue_checklists_adopt") == 302
    held = Checklist.objects.get(kind="courier")
    told = {
        "name": "Ours", "version": held.version, "lines": "One | major\nTwo | general | share",
        "valid_from": timezone.localdate() + timedelta(days=1),
    }  # fmt: skip
    assert "share" in seen(cast.lea, "venue_checklist_new", "courier")
    bad = told | {"lines": "One | enormous"}
    assert sent(cast.lea, "venue_checklist_new", "courier", **bad) == 400
    assert sent(cast.lea, "venue_checklist_new", "courier", **told) == 302
    days = {"rectify_days": 1, "verify_days": 1, "repeat_days": 30, "silent_hours": 12}
    rule = days | {"valid_from": timezone.localdate(), "version": 0}
    assert sent(cast.lea, "hazard_rule_new", "major", **rule) == 302
    assert HazardRule.objects.get().rectify_days == 1


def test_programmes_and_supervision_have_their_pages(cast: Cast) -> None:
    item = make_item(cast, is_veto=True)
    assert "Light every street" in seen(cast.lea, "programme_detail", item.programme_id)
    assert "! veto" in seen(cast.lea, "programme_item_list")
    assert sent(cast.lea, "programme_item_finish", item.pk, version=1, outcome="All is lit") == 302
    row = make_supervision(cast)
    page = seen(cast.lea, "agency_supervision_detail", row.number)
    assert "It was put right" in page
    assert "Only the inspector closes it" in page
    route = "agency_supervision_put_right"
    assert sent(cast.lea, route, row.number, version=1, answer="Locked them") == 302
    close = "agency_supervision_close"
    assert sent(cast.lea, close, row.number, version=2, seen="Locked now") == 403
    assert sent(cast.chief, close, row.number, version=2, seen="Locked now") == 302
    assert row.number in seen(cast.chief, "agency_supervision_export", stage="closed")


def test_a_score_sheet_is_filled_in_on_its_page(cast: Cast) -> None:
    item = make_item(cast, is_veto=True)
    key = f"item{item.pk}"
    told = {"agency": cast.north_station.code, key: "9", f"{key}_missed": "on"}
    assert sent(cast.lea, "score_sheet_new", item.programme_id, **told) == 400
    told[f"{key}_reason"] = "Dark streets"
    assert sent(cast.lea, "score_sheet_new", item.programme_id, **told) == 302
    sheet = item.programme.sheets.get()
    assert "A veto overrides the sum" in seen(cast.lea, "score_sheet_detail", sheet.pk)
    assert sent(cast.lea, "score_sheet_sign", sheet.pk, version=1) == 302


def test_meetings_areas_and_groups_are_entered_on_their_pages(cast: Cast) -> None:
    agency = cast.north.code
    group = {"agency": agency, "kind": "leading", "name": "Team one", "head": "Branch office"}
    assert sent(cast.lea, "leading_group_new", **group) == 302
    assert "Team one" in seen(cast.lea, "leading_group_list")
    area = {"leader": "N008", "cell": "N-1", "valid_from": timezone.localdate()}
    assert sent(cast.lea, "contact_area_new", **area) == 302
    assert "莉娅" in seen(cast.lea, "contact_area_list")
    at = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    meeting = {
        "agency": agency, "kind": "arms", "name": "Arms", "at": at, "chair": "Office",
        "bodies": "Police",
    }  # fmt: skip
    assert sent(cast.lea, "joint_meeting_new", **meeting) == 302
    task = {"agency": agency, "title": "Count stores", "due_at": later().strftime("%Y-%m-%dT%H:%M")}
    row = cast.north.joint_meetings.get()
    assert sent(cast.lea, "meeting_task_new", row.pk, **task) == 302
    assert "Count stores" in seen(cast.lea, "joint_meeting_detail", row.pk)
