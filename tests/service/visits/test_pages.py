"""Pages and REST of visits, errands and counters as an officer meets them."""

import io
import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from grid.ledger.models import IdempotencyKey
from grid.service.visits.models import Campaign, Errand, ServiceCount, Visit, VisitTask
from tests.cast import Cast
from tests.service.visits.make import NORTH_AT, make_campaign, make_errand, make_visit

LOCAL = "%Y-%m-%dT%H:%M"


@pytest.fixture
def cora(client: Client, cast: Cast) -> Client:
    client.force_login(cast.cora)
    return client


@pytest.fixture
def lea(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.lea)
    return client


def page(client: Client, name: str, *args: Any, **query: Any) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def post(client: Client, where: str, said: Any = None, **more: Any) -> HttpResponse:
    return client.post(where, {"form_key": str(uuid4()), **(said or {})}, **more)


def sheet(client: Client, name: str, *args: Any) -> str:
    answer = client.get(reverse(name, args=args))
    return b"".join(answer.streaming_content).decode()  # type: ignore[arg-type]


def api(client: Client, verb: str, where: str, said: Any, key: str = "") -> HttpResponse:
    headers = {"Idempotency-Key": key or str(uuid4())}
    return client.generic(
        verb, f"/api/v1/{where}", said,
        content_type="application/json", headers=headers,
    )  # type: ignore[return-value]  # fmt: skip


def test_a_visit_of_a_campaign_is_entered_with_its_questions(cora: Client, cast: Cast) -> None:
    campaign = make_campaign(cast, questions=[{"text": "Smoke alarm?", "is_required": True}])
    question = campaign.questions.get()
    where = f"{reverse('visit_new')}?campaign={campaign.pk}"
    assert "Smoke alarm?" in cora.get(where).content.decode()
    said = {
        "campaign": campaign.pk, "cell": "N-1", "address": "1 Main St", "kind": "household",
        "purpose": "routine", "outcome": "met", "found": "hazard",
        "visited_at": timezone.localtime().strftime(LOCAL),
    }  # fmt: skip
    refused = post(cora, where, said)
    assert refused.status_code == 400
    assert "This must be answered." in refused.content.decode()
    answer = post(cora, where, said | {f"answers_{question.pk}": "no"})
    assert answer.status_code == 302, answer.content
    visit = Visit.objects.get()
    assert visit.answers == {str(question.pk): False}
    seen = page(cora, "visit_detail", visit.pk)
    assert "! A hazard" in seen
    assert "Take an errand" in seen
    listed = page(cora, "visit_list", found="hazard")
    assert visit.number in listed
    assert visit.number in sheet(cora, "visit_export")
    assert "No visits here" in page(cora, "visit_list", found="dispute")


def test_a_visit_is_corrected_and_photographed_without_what_the_camera_wrote(
    cora: Client, cast: Cast
) -> None:
    visit = make_visit(cast)
    edit = reverse("visit_edit", args=[visit.pk])
    said = {
        "address": "2 Main St", "kind": "shop", "purpose": "trade", "outcome": "met",
        "found": "nothing", "version": 1,
    }  # fmt: skip
    assert post(cora, edit, said).status_code == 302
    assert post(cora, edit, said).status_code == 412
    raw = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "PhoneMaker"
    Image.new("RGB", (40, 30), "red").save(raw, "JPEG", exif=exif)
    photo = SimpleUploadedFile("a.jpg", raw.getvalue(), "image/jpeg")
    where = reverse("visit_photo_new", args=[visit.pk])
    assert post(cora, where, {"photo": photo}).status_code == 302
    kept = visit.photos.get()
    given = cora.get(reverse("visit_photo", args=[visit.pk, kept.pk]))
    assert given["Content-Disposition"].startswith("attachment")
    assert b"PhoneMaker" not in given.content
    fake = SimpleUploadedFile("a.jpg", b"no picture", "image/jpeg")
    assert post(cora, where, {"photo": fake}).status_code == 400


def test_a_campaign_is_started_with_questions_line_by_line_and_closed(
    lea: Client, cast: Cast
) -> None:
    today = timezone.localdate().isoformat()
    said = {
        "name": "Winter", "purpose": "hazard", "agency": cast.north.code, "starts_on": today,
        "ends_on": today, "target": 3, "cells": ["N-1"],
        "questions": "* Heating [gas, coal]\nPeople #\nAlarm?",
    }  # fmt: skip
    assert post(lea, reverse("visit_campaign_new"), said).status_code == 302
    campaign = Campaign.objects.get()
    asked = list(campaign.questions.values_list("text", "kind", "is_required"))
    assert asked == [
        ("Heating", "choice", True), ("People", "number", False), ("Alarm?", "yes_no", False),
    ]  # fmt: skip
    seen = page(lea, "visit_campaign_detail", campaign.pk)
    assert "0 / 3" in seen
    assert "Winter" in page(lea, "visit_campaign_list")
    assert "N-1" in sheet(lea, "visit_campaign_export", campaign.pk)
    close = reverse("visit_campaign_close", args=[campaign.pk])
    assert "Close Winter?" in lea.get(close).content.decode()
    assert post(lea, close, {"version": 1}).status_code == 302
    assert "✓ Closed" in page(lea, "visit_campaign_detail", campaign.pk)


def test_a_task_goes_from_hand_to_hand(cora: Client, lea: Client, cast: Cast) -> None:
    due = timezone.localtime() + timedelta(days=1)
    said = {"purpose": "care", "cell": "N-1", "target": 1, "due_at": due.strftime(LOCAL)}
    assert post(lea, reverse("visit_task_new"), said).status_code == 302
    task = VisitTask.objects.get()
    assert task.title in page(cora, "visit_task_list")
    sign = reverse("visit_task_sign", args=[task.pk])
    assert post(cora, sign, {"version": 1}).status_code == 302
    finish = reverse("visit_task_finish", args=[task.pk])
    assert post(cora, finish, {"version": 1, "outcome": "Seen"}).status_code == 412
    assert post(cora, finish, {"version": 2, "outcome": "Seen"}).status_code == 302
    assert "✓ Done" in page(cora, "visit_task_detail", task.pk)
    assert "No tasks here" in page(cora, "visit_task_list")
    assert task.title in sheet(cora, "visit_task_export")


def test_an_errand_shows_its_client_masked_in_list_page_sheet_and_rest(
    cora: Client, cast: Cast
) -> None:
    errand = make_errand(cast)
    detail = page(cora, "errand_detail", errand.pk)
    assert "王某 138****0000" in detail
    everywhere = detail + page(cora, "errand_list") + sheet(cora, "errand_export")
    everywhere += cora.get("/api/v1/errands/").content.decode()
    assert "王小明" not in everywhere
    assert "13800000000" not in everywhere
    reveal = reverse("errand_reveal", args=[errand.pk])
    assert post(cora, reveal, {"reason": "To ring"}).status_code == 302
    assert "王小明 13800000000" in page(cora, "errand_detail", errand.pk)
    given = cora.get(f"/api/v1/errands/{errand.pk}/").json()
    assert given["client"]["is_clear"]
    finish = reverse("errand_finish", args=[errand.pk])
    assert post(cora, finish, {"version": 1, "outcome": "Brought"}).status_code == 302
    assert Errand.objects.get().state == "done"


def test_a_tap_at_the_counter_counts_one(cora: Client, cast: Cast) -> None:
    said = {"kind": "advice", "times": 1, "counted_on": timezone.localdate().isoformat()}
    for _n in range(2):
        assert post(cora, reverse("service_count"), said).status_code == 302
    assert ServiceCount.objects.get().times == 2
    assert "+1 Advice · 2" in page(cora, "service_counter")
    assert "Advice" in sheet(cora, "service_counter_export")
    assert "Nothing was counted" in page(cora, "service_counter", month="2020-01")


def test_work_by_cell_opens_its_rows(lea: Client, cast: Cast) -> None:
    make_visit(cast)
    seen = page(lea, "visit_progress")
    assert "N-1 北一网格" in seen
    assert "?cell=N-1&amp;first=" in seen
    assert "N-2" in sheet(lea, "visit_progress_export")


def test_a_phone_sends_a_visit_again_after_its_key_was_forgotten(cora: Client, cast: Cast) -> None:
    body = json.dumps({"address": "1 Main St"} | NORTH_AT)
    first = api(cora, "POST", "visits/", body, key="phone-0000001")
    assert first.status_code == 201, first.content
    IdempotencyKey.objects.all().delete()
    again = api(cora, "POST", "visits/", body, key="phone-0000001")
    assert again.json()["number"] == first.json()["number"]
    assert Visit.objects.count() == 1
    wrong = api(cora, "POST", "visits/", '{"kind": "castle", "lng": "east"}')
    pointers = {error["pointer"] for error in wrong.json()["errors"]}
    assert {"/kind", "/lng"} <= pointers


def test_who_only_reads_is_offered_nothing_to_write(client: Client, cast: Cast) -> None:
    visit, errand = make_visit(cast), make_errand(cast)
    client.force_login(cast.ada)
    seen = page(client, "visit_list") + page(client, "visit_detail", visit.pk)
    seen += page(client, "errand_detail", errand.pk) + page(client, "service_counter")
    for word in ("New visit", ">Correct<", "Take it on", "For whom?", "+1 "):
        assert word not in seen
