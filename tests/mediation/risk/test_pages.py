"""The grade of a dispute on its page, the rules, and the same over REST."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from mediation.risk import services
from mediation.risk.models import RiskChecklist
from tests.cast import Cast
from tests.mediation.make import make_dispute
from tests.mediation.register.test_pages import post, said, text

pytestmark = pytest.mark.django_db


def test_a_dispute_is_graded_led_and_visited_on_its_page(cast: Cast, client: Client) -> None:
    row = make_dispute(cast, people=12)
    client.force_login(cast.lea)
    form = text(client.get(reverse("dispute_assess", args=[row.number])))
    assert "Ten people or more" in form and "ticked already" in form
    answers: dict[str, Any] = {"answers": ["weapon", "group"], "version": row.version}
    page = text(said(client, "dispute_assess", row.number, **answers))
    assert "no leader in charge" in page and "a leader within 2 h" in page
    row.refresh_from_db()
    lead = {"leader": "N008", "measures": "visits", "version": row.version}
    assert "莉娅 N008" in text(said(client, "dispute_lead", row.number, **lead))
    visit = {"note": "talked to both", "at": "2026-01-05T10:00"}
    page = text(said(client, "dispute_visited", row.number, **visit))
    assert "Note the visit" not in page and "Every grading" in page


def test_the_rules_show_who_set_them_and_a_leader_writes_the_next(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.cora)
    page = text(client.get(reverse("risk_rules")))
    assert "Weapons or tools used as such" in page and "defaults of the platform" in page
    client.force_login(cast.lea)
    form = client.get(reverse("grade_rule_new") + "?grade=orange").context["form"]
    assert form.initial["leader_hours"] == 24
    fields = {name: value or "" for name, value in form.initial.items()} | {"leader_hours": 12}
    where = reverse("grade_rule_new") + "?grade=orange"
    key = {"form_key": "grade-rule-1", "valid_from": "2030-01-01"}
    assert "to come" in text(client.post(where, fields | key, follow=True))
    form = client.get(reverse("risk_checklist_new")).context["form"]
    written = form.initial | {"valid_from": "2030-01-01"}
    bad = written | {"lines": "weapon; forty; red; 凶器; Weapon;\n" + form.initial["lines"]}
    assert "line 1" in text(said(client, "risk_checklist_new", **bad))
    page = text(said(client, "risk_checklist_new", **written))
    assert RiskChecklist.objects.get(agency=cast.north).items.count() == 15
    assert "Weapons or tools used as such" in page


def test_grading_and_leading_over_rest(cast: Cast, client: Client) -> None:
    row = make_dispute(cast)
    client.force_login(cast.lea)
    path = f"/api/v1/disputes/{row.number}/"
    body = {"answers": ["weapon"], "version": row.version}
    assert post(client, f"{path}assessments/", body, "assess-01").json()["grade"] == "red"
    assert post(client, f"{path}assessments/", body, "assess-02").status_code == 412
    standing = client.get(f"{path}leader/").json()
    assert {duty["kind"] for duty in standing["duties"]} == {"lead", "visit", "settle"}
    who = {"leader": "N002", "version": standing["version"]}
    assert post(client, f"{path}leader/", who, "leader-01").status_code == 400
    led = post(client, f"{path}leader/", who | {"leader": "N008"}, "leader-02").json()
    assert led["leader"] == "N008"
    seen = post(client, f"{path}grade-visits/", {"note": "talked"}, "visit-001").json()
    assert {duty["kind"] for duty in seen["duties"]} == {"settle"}
    assert client.get(f"{path}assessments/").json()["count"] == 1
    rules = client.get("/api/v1/risk-rules/").json()
    assert len(rules["items"]) == 15 and len(rules["rules"]) == 4


def test_what_came_up_again_asks_on_the_page_for_another_signature(
    cast: Cast, client: Client
) -> None:
    row = make_dispute(cast, repeats=1)
    services.regrade(row)
    client.force_login(cast.cora)
    page = text(client.get(reverse("dispute_detail", args=[row.number])))
    assert "the grade is to be signed again" in page and "by itself" in page
