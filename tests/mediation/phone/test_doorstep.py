"""What comes from a doorway: signatures, pictures and calls with a dispute; the phone's lists."""

from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from grid.ledger.models import AccessEntry
from grid.organisation.models import Officer
from grid.service.visits import services as visits
from grid.territory.selectors import cell_at
from mediation.phone import inspecting, services
from mediation.phone.models import ConsentSignature, DisputePhoto
from mediation.phone.reading_out import SENTENCES, WORDS_HASH
from mediation.phone.state import state_for
from mediation.register.models import Dispute, DisputeCall, Party
from mediation.register.services import register_dispute
from tests.cast import SOUTH, STEP, WEST, Cast
from tests.mediation.make import category, make_dispute
from tests.service.venue_make import inspect, make_hazard, make_venue, picture

KEYS = count(1)
LINE = [[10.0 + 5 * n, 60.0] for n in range(12)]


def post(officer: Officer, path: str, body: Any, **how: Any) -> Any:
    client = APIClient()
    client.force_authenticate(officer)
    key = f"doorstep-{next(KEYS):06}"
    return client.post(
        f"/api/v1/{path}", body, HTTP_IDEMPOTENCY_KEY=key, **({"format": "json"} | how)
    )


def told(**more: Any) -> dict[str, Any]:
    """A dispute as the phone sends it."""
    at = (timezone.now() - timedelta(hours=3)).isoformat()
    signature = {"way": "screen", "strokes": [LINE], "signed_at": at, "words_hash": WORDS_HASH}
    return {
        "category": category().code, "address": "中央路1号", "source": "visit",
        "reported_at": at, "written_at": at,
        "parties": [{"side": "a", "name": "王某甲"}, {"side": "b", "name": "李某乙"}],
        "consents": [
            {"party": 0, "answer": "agreed", "asked_at": at},
            {"party": 1, "answer": "agreed", "asked_at": at},
        ],
        "signatures": [{"party": 0} | signature, {"party": 1} | signature | {"way": "ink"}],
    } | more  # fmt: skip


def test_parties_consents_and_signatures_are_kept_at_once(cast: Cast) -> None:
    answer = post(cast.cora, "disputes/", told())
    assert answer.status_code == 201, answer.data
    dispute = Dispute.objects.get()
    first, second = dispute.parties.order_by("side")
    assert (first.consent_signature.way, second.consent_signature.way) == ("screen", "ink")
    assert first.consent_signature.strokes is not None
    assert second.consent_signature.strokes is None
    assert dispute.registered_at - dispute.reported_at > timedelta(hours=2)
    assert "王某甲" not in str(answer.data)


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"party": 2}, "/signatures/0/party"),
        ({"strokes": []}, "/signatures/0/strokes"),
        ({"signed_at": "2999-01-01T00:00:00+08:00"}, "/signatures/0/signed_at"),
        ({"strokes": [[[401, 0]]]}, "/signatures/0/strokes"),
        ({"words_hash": "x"}, "/signatures/0/words_hash"),
    ],
)
def test_a_signature_that_cannot_be_is_refused_and_nothing_is_kept(
    cast: Cast, change: dict[str, Any], pointer: str
) -> None:
    body = told()
    body["signatures"][0] |= change
    answer = post(cast.cora, "disputes/", body)
    assert answer.status_code == 400
    assert answer.data["errors"][0]["pointer"].startswith(pointer)
    assert not Dispute.objects.exists()


def test_a_party_signs_once(cast: Cast) -> None:
    body = told()
    body["signatures"][1]["party"] = 0
    assert post(cast.cora, "disputes/", body).status_code == 400


def test_the_sentences_read_out_are_named_by_one_hash() -> None:
    assert len(SENTENCES) == 4
    assert len(WORDS_HASH) == 64


# ── the call it came from ────────────────────────────────────
def make_call(cast: Cast, number: str = "990101260001") -> DisputeCall:
    return DisputeCall.objects.create(
        incident_number=number, agency=cast.north_station, category_name="邻里纠纷",
        address="中央路1号", reported_at=timezone.now(),
    )  # fmt: skip


def test_the_call_is_answered_by_the_dispute_and_not_counted_as_a_repeat(cast: Cast) -> None:
    call = make_call(cast)
    body = told(source="call", source_number=call.incident_number, call=call.incident_number)
    assert post(cast.cora, "disputes/", body).status_code == 201
    call.refresh_from_db()
    assert call.dispute == Dispute.objects.get()
    assert call.dispute.repeats == 0


def test_a_call_somebody_registered_meanwhile_is_not_registered_twice(cast: Cast) -> None:
    call = make_call(cast)
    body = told(source="call", source_number=call.incident_number, call=call.incident_number)
    post(cast.cora, "disputes/", body)
    again = post(cast.cora, "disputes/", body)
    assert again.status_code == 409
    assert Dispute.objects.count() == 1


def test_a_call_of_another_area_is_not_known(cast: Cast) -> None:
    call = make_call(cast)
    DisputeCall.objects.update(agency=cast.south_station)
    answer = post(cast.cora, "disputes/", told(call=call.incident_number))
    assert answer.data["errors"][0]["pointer"] == "/call"


# ── pictures ─────────────────────────────────────────────────
def photograph(cast: Cast, by: Officer, colour: str = "red") -> Any:
    number = Dispute.objects.get().number
    body = picture(colour=colour)
    path = f"disputes/{number}/photos/"
    return post(by, path, body, format=None, content_type="image/jpeg")


@pytest.fixture
def dispute(cast: Cast) -> Dispute:
    return register_dispute(
        by=cast.cora,
        category=category(),
        address="中央路1号",
        parties=[{"side": "a", "name": "王某甲"}],
    )


def test_a_picture_is_kept_once_and_encrypted(cast: Cast, dispute: Dispute) -> None:
    assert [photograph(cast, cast.cora).status_code for _twice in "ab"] == [201, 201]
    photo = DisputePhoto.objects.get()
    assert (photo.dispute, photo.size > 100) == (dispute, True)
    listed = APIClient()
    listed.force_authenticate(cast.cora)
    rows = listed.get(f"/api/v1/disputes/{dispute.number}/photos/").data["results"]
    assert [row["id"] for row in rows] == [photo.pk]
    assert "picture" not in rows[0]


def test_the_tenth_picture_and_what_is_no_picture_are_refused(cast: Cast, dispute: Dispute) -> None:
    DisputePhoto.objects.bulk_create(
        DisputePhoto(dispute=dispute, picture="", size=1, sha256=f"{n:064}", taken_by="x")
        for n in range(services.MOST_PHOTOS)
    )
    assert photograph(cast, cast.cora).status_code == 400
    path = f"disputes/{dispute.number}/photos/"
    assert post(cast.cora, path, b"x", format=None, content_type="image/jpeg").status_code == 400


def test_a_picture_is_opened_by_whoever_works_on_it_and_the_look_is_written(
    cast: Cast, dispute: Dispute, client: Client
) -> None:
    photograph(cast, cast.cora)
    address = f"/disputes/at/{dispute.number}/photos/{DisputePhoto.objects.get().pk}/"
    client.force_login(cast.cora)
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert "attachment" in answer["Content-Disposition"]
    assert AccessEntry.objects.filter(subject_id=dispute.number, fields=["photo"]).count() == 1
    client.force_login(cast.lea)
    assert client.get(address).status_code == 403
    client.force_login(cast.sam)
    assert client.get(address).status_code == 404


def test_the_dispute_s_page_says_what_was_brought_from_the_doorway(
    cast: Cast, client: Client
) -> None:
    post(cast.cora, "disputes/", told())
    photograph(cast, cast.cora)
    client.force_login(cast.cora)
    page = client.get(f"/disputes/at/{Dispute.objects.get().number}/").content.decode()
    assert "From the doorway" in page
    assert "Signed on the screen" in page
    assert "Picture 1" in page


def test_a_dispute_with_nothing_from_the_doorway_shows_no_such_panel(
    cast: Cast, client: Client, dispute: Dispute
) -> None:
    client.force_login(cast.cora)
    page = client.get(f"/disputes/at/{dispute.number}/").content.decode()
    assert "From the doorway" not in page


# ── the page and its lists ───────────────────────────────────
def test_the_phone_is_for_whoever_may_report_a_dispute(cast: Cast, client: Client) -> None:
    for officer, status in ((cast.cora, 200), (cast.pat, 200), (cast.mia, 403)):
        client.force_login(officer)
        assert client.get("/ground/mine/").status_code == status


def test_the_session_says_whose_phone_it_is(cast: Cast, client: Client) -> None:
    client.force_login(cast.cora)
    told = client.get("/ground/mine/session/").json()
    assert told["officer"] == cast.cora.badge_number
    assert told["csrf"]
    worker = client.get("/ground/mine/worker.js")
    assert worker["Content-Type"].startswith("text/javascript")


def test_the_lists_hold_the_officers_own_ground_and_nobody_else_s(cast: Cast) -> None:
    category()
    venue = make_venue(cast)
    make_venue(cast, agency=cast.south_station, cell=cast.south_cell, name="South")
    inspect(cast, venue)
    told = state_for(cast.cora)
    codes = [cell["code"] for cell in told["cells"]]
    assert cast.north_cell.code in codes
    assert cast.south_cell.code not in codes
    assert [row["name"] for row in told["venues"]] == [venue.name]
    (held,) = told["checklists"].values()
    assert len(held["items"]) == 3
    assert told["checklist"]["items"][0]["weight"] > 0
    assert ["neighbor", str(category())] in told["categories"]


def test_a_crew_gets_the_dispute_s_form_alone(cast: Cast) -> None:
    told = state_for(cast.pat)
    assert {"categories", "cells"} <= set(told)
    assert not {"venues", "tasks", "calls", "checklist"} & set(told)


def test_the_rings_of_a_cell_hold_its_middle(cast: Cast) -> None:
    found = cell_at(lng=WEST + STEP / 2, lat=SOUTH + 1.5 * STEP)
    assert found is not None
    (cell,) = [row for row in state_for(cast.cora)["cells"] if row["code"] == found.code]
    (ring,) = cell["rings"]
    assert len(ring) == 5
    assert ring[0] == ring[-1]


def test_tasks_calls_and_errands_of_the_officer_are_to_be_done(cast: Cast) -> None:
    due_at = timezone.now() + timedelta(days=1)
    badge = cast.cora.badge_number
    visits.create_task(
        by=cast.nora, due_at=due_at, cell=cast.north_cell.code, officer=badge, title="Look"
    )
    visits.take_errand(by=cast.cora, due_at=due_at, text="Fetch a permit", officer=badge)
    make_call(cast)
    told = state_for(cast.cora)
    assert [row["title"] for row in told["tasks"]] == ["Look"]
    assert [row["text"] for row in told["errands"]] == ["Fetch a permit"]
    assert [row["number"] for row in told["calls"]] == ["990101260001"]


def test_who_rectified_a_hazard_is_not_offered_to_verify_it(cast: Cast) -> None:
    hazard = make_hazard(cast)
    names = [act for act, *_rest in inspecting.acts(hazard, cast.cora)]
    assert names == ["rectify"]
    hazard.stage = "rectified"
    hazard.rectified_by_id = f"officer:{cast.cora.pk}"
    assert inspecting.acts(hazard, cast.cora) == []
    hazard.rectified_by_id = "officer:0"
    names = [act for act, *_rest in inspecting.acts(hazard, cast.cora)]
    assert names == ["verify", "send-back"]


def test_signatures_and_pictures_of_another_area_are_not_seen(cast: Cast) -> None:
    row = make_dispute(cast)
    party = Party.objects.create(dispute=row, side="a", name="王某甲")
    ConsentSignature.objects.create(
        dispute=row, party=party, way="ink", words_hash=WORDS_HASH, signed_at=timezone.now(),
        taken_by="x",
    )  # fmt: skip
    assert ConsentSignature.objects.visible_to(cast.cora).count() == 1
    assert ConsentSignature.objects.visible_to(cast.sam).count() == 0
