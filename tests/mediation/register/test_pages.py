"""What people see of disputes on pages, and systems over REST."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from grid.ledger.idempotency import form_key
from grid.ledger.models import AccessEntry, IdempotencyKey
from mediation.register import services
from mediation.register.models import Dispute
from tests.cast import Cast
from tests.mediation.make import make_dispute
from tests.mediation.register.telling import HERE, kinds, tell

pytestmark = pytest.mark.django_db

NAME, PHONE = "甲乙丙", "19900000001"


def said(client: Client, route: str, /, *args: Any, **fields: Any) -> Any:
    """A form sent to a page."""
    return client.post(reverse(route, args=args), fields | {"form_key": form_key()}, follow=True)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def entered(cast: Cast, **fields: Any) -> Dispute:
    row = make_dispute(cast, narrative="Water from above.", registered_by="x", **fields)
    services.add_party(row, by=cast.lea, side="a", name=NAME, phone=PHONE)
    return row


def test_a_dispute_is_entered_with_its_sides_and_shown_masked(cast: Cast, client: Client) -> None:
    client.force_login(cast.cora)
    assert client.get(reverse("dispute_new")).status_code == 200
    fields = {"category": "neighbor", "address": "安澜家园 3号楼 501室", "source": "visit"}
    moment = {"reported_at": "2026-01-05T10:00", "narrative": "Water."}
    sides = {"a_name": NAME, "a_phone": PHONE, "b_name": "丁"}
    page = text(said(client, "dispute_new", **fields, **moment, **sides))
    row = Dispute.objects.get()
    assert row.number in page and "甲某" in page and "199****0001" in page
    assert NAME not in page and PHONE not in page
    assert "Water." in page and AccessEntry.objects.get().subject_id == row.number
    assert not IdempotencyKey.objects.filter(body__contains=PHONE).exists()


def test_entry_shows_what_may_be_the_same_before_it_keeps_another(
    cast: Cast, client: Client
) -> None:
    known = entered(cast, address="安澜家园 3号楼", address_key="安澜家园3号楼")
    client.force_login(cast.cora)
    fields = {"category": "neighbor", "address": "安澜家园3号楼", "source": "visit"}
    fields["reported_at"] = "2026-01-05T10:00"
    page = text(said(client, "dispute_new", **fields))
    assert known.number in page and "may be known already" in page
    assert Dispute.objects.count() == 1
    said(client, "dispute_new", **fields, is_other="on")
    assert Dispute.objects.count() == 2


def test_somebody_on_patrol_enters_a_dispute_and_is_told_its_number(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.pat)
    fields = {"category": "family", "address": "东吉大街 12号", "source": "patrol"}
    page = text(said(client, "dispute_new", **fields, reported_at="2026-01-05T10:00"))
    assert f"Entered as {Dispute.objects.get().number}" in page


def test_parties_are_shown_in_clear_after_purpose_case_and_reason(
    cast: Cast, client: Client
) -> None:
    row = entered(cast)
    client.force_login(cast.cora)
    page = text(client.get(reverse("dispute_detail", args=[row.number])))
    assert "Show in clear" in page and NAME not in page and "Water from above." not in page
    why = {"purpose": "mediation", "case_number": row.number, "reason": "short"}
    assert "at least 10 characters" in text(said(client, "dispute_reveal", row.number, **why))
    page = text(said(client, "dispute_reveal", row.number, **why | {"reason": "to invite them"}))
    assert NAME in page and PHONE in page and "Water from above." in page


def test_calls_wait_on_one_list_until_each_has_a_dispute_or_a_reason(
    cast: Cast, client: Client
) -> None:
    first, second = tell(cast), tell(cast, address="东吉大街 12号", point=None)
    client.force_login(cast.cora)
    page = text(client.get(reverse("dispute_unanswered")))
    assert "2 calls wait" in page and "501" not in page
    dispute_page = text(said(client, "dispute_from_call", first.incident_number))
    assert Dispute.objects.get().number in dispute_page
    answer = {"reason": "settled", "text": "", "version": second.version}
    page = text(said(client, "dispute_call_answer", second.incident_number, **answer))
    assert "Nothing is missed" in page and "none waits" in page
    sheet = b"".join(client.get(reverse("dispute_calls_export") + "?answer=").streaming_content)
    assert first.incident_number in sheet.decode() and "501" not in sheet.decode()


def test_a_call_about_a_known_dispute_is_added_to_it_and_an_unknown_one_is_refused(
    cast: Cast, client: Client
) -> None:
    row, call = entered(cast), tell(cast, address="东吉大街 99号", point=None)
    client.force_login(cast.cora)
    given = {"dispute": "JF99-9999", "reason": "", "text": "", "version": call.version}
    page = text(said(client, "dispute_call_answer", call.incident_number, **given))
    assert "There is no such dispute in your area." in page
    given["dispute"] = row.number
    assert row.number in text(said(client, "dispute_call_answer", call.incident_number, **given))
    call.refresh_from_db()
    assert call.dispute == row


def test_a_dispute_and_its_parties_are_corrected_and_come_up_again_on_pages(
    cast: Cast, client: Client
) -> None:
    row, party = entered(cast, point=HERE), None
    party = row.parties.get()
    client.force_login(cast.cora)
    page = text(client.get(reverse("party_edit", args=[row.number, party.pk])))
    assert NAME not in page and "stays as it is" in page
    said(client, "party_edit", row.number, party.pk, side="b", version=party.version)
    party.refresh_from_db()
    assert (party.side, party.name) == ("b", NAME)
    row.refresh_from_db()
    fields = {"category": "family", "address": "x 12", "version": row.version, "crs": "wgs84"}
    page = text(said(client, "dispute_edit", row.number, **fields))
    row.refresh_from_db()
    assert (row.category_id, row.narrative) == ("family", "Water from above.")
    said(client, "dispute_again", row.number, source="visit")
    said(client, "party_new", row.number, side="a", name="戊")
    said(client, "party_remove", row.number, party.pk, reason="twice", version=party.version)
    assert row.parties.count() == 1 and "repeated" in kinds()


def test_the_rules_are_read_by_all_and_changed_by_leaders(cast: Cast, client: Client) -> None:
    client.force_login(cast.cora)
    assert "Within 90 days and 50 m" in text(client.get(reverse("dispute_rules")))
    client.force_login(cast.lea)
    rule = {"days": 30, "radius_m": 40, "hint_days": 60, "valid_from": "2030-01-01"}
    assert "30 d, 40 m" in text(said(client, "dispute_rules", **rule))


def test_another_systems_sheet_is_tried_before_it_is_taken(cast: Cast, client: Client) -> None:
    client.force_login(cast.lea)
    sheet = "source_number,category,address,people\nD-1,neighbor,东吉大街 12号,2\nD-2,none,x 1,0\n"
    page = text(said(client, "dispute_import", text=sheet, act="try"))
    assert "There is no such category" in page or "people" in page
    assert not Dispute.objects.exists()
    said(client, "dispute_import", text=sheet, act="valid")
    assert Dispute.objects.get().source_number == "D-1"


def post(client: Client, path: str, body: dict[str, Any], key: str) -> Any:
    headers = {"Idempotency-Key": key}
    return client.post(path, body, content_type="application/json", headers=headers)


def test_a_doorstep_form_is_kept_whole_over_rest_or_not_at_all(cast: Cast, client: Client) -> None:
    client.force_login(cast.cora)
    body: dict[str, Any] = {
        "category": "neighbor", "address": "安澜家园 3号楼 501室", "lng": HERE.x, "lat": HERE.y,
        "parties": [{"side": "a", "name": NAME, "phone": PHONE}],
        "assessment": {"answers": ["sorcery"]},
    }  # fmt: skip
    refused = post(client, "/api/v1/disputes/", body, "doorstep-1")
    assert refused.status_code == 400 and not Dispute.objects.exists()
    body["assessment"] = {"answers": ["threat"]}
    told = post(client, "/api/v1/disputes/", body, "doorstep-2")
    again = post(client, "/api/v1/disputes/", body, "doorstep-2")
    assert told.status_code == 201 and again.json()["number"] == told.json()["number"]
    assert told.json()["grade"] == "orange" and told.json()["parties"][0]["name"] == "甲某"
    assert NAME not in text(told) and not IdempotencyKey.objects.filter(body__contains=PHONE)
    listed = client.get("/api/v1/disputes/?grade=orange&q=安澜").json()
    assert listed["count"] == 1 and "501" not in str(listed)


def test_leave_to_read_parties_is_asked_over_rest_and_read_at_their_address(
    cast: Cast, client: Client
) -> None:
    row = entered(cast)
    client.force_login(cast.cora)
    path = f"/api/v1/disputes/{row.number}/"
    assert client.get(path).json()["narrative"] is None
    why = {"purpose": "mediation", "case_number": row.number, "reason": "to invite them"}
    leave = post(client, f"{path}reveal/", why, "reveal-01")
    assert leave.status_code == 201 and set(leave.json()) == {"valid_until"}
    assert client.get(f"{path}parties/").json()[0]["name"] == NAME
    assert client.get(path).json()["narrative"] == "Water from above."


def test_calls_are_answered_over_rest(cast: Cast, client: Client) -> None:
    first, second = tell(cast), tell(cast, address="东吉大街 12号", point=None)
    client.force_login(cast.nora)
    waiting = client.get("/api/v1/dispute-calls/?answer=none").json()
    assert waiting["count"] == 2
    path = f"/api/v1/dispute-calls/{first.incident_number}/dispute/"
    number = post(client, path, {}, "call-dispute").json()["dispute"]
    path = f"/api/v1/dispute-calls/{second.incident_number}/"
    assert post(client, f"{path}dispute/", {"dispute": number}, "call-known").status_code == 200
    assert Dispute.objects.get().repeats == 1
    late = post(client, f"{path}answer/", {"reason": "settled", "version": 9}, "call-late")
    assert late.status_code == 412
    assert client.get("/api/v1/dispute-twins/?address=东吉大街12号").json() == []
    assert len(client.get("/api/v1/dispute-categories/").json()) == 15
