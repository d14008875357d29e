"""Pages and REST of the course of a dispute."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from grid.ledger.idempotency import form_key
from grid.organisation.models import Officer
from mediation.flow import services
from mediation.flow.acts import ACTS, OF_MEDIATORS
from mediation.flow.forms import FORMS
from tests.cast import Cast
from tests.mediation.flow import walk
from tests.mediation.make import make_body

pytestmark = pytest.mark.django_db


def send(client: Client, where: str, said: dict[str, Any]) -> Any:
    """A form, sent once."""
    return client.post(where, said | {"form_key": form_key()})


def as_officer(client: Client, officer: Officer) -> Client:
    client.force_login(officer)
    return client


def test_every_act_has_a_form() -> None:
    assert set(FORMS) == set(ACTS) | set(OF_MEDIATORS)


def test_every_form_of_an_act_can_be_opened(cast: Cast, client: Client) -> None:
    dispute = walk.mediating(cast)
    as_officer(client, cast.lea)
    kinds = {"disputes.work": ("dispute_work",), "disputes.assign": ("dispute_direct",)}
    for path, act in ACTS.items():
        for name in kinds.get(act.right.value, ()):
            answer = client.get(reverse(name, args=[dispute.number, path]))
            assert answer.status_code == 200, path
            assert "甲某人" not in answer.content.decode()


def test_the_page_of_a_dispute_shows_its_course_and_what_comes_next(
    cast: Cast, client: Client
) -> None:
    dispute = walk.assigned(cast)
    page = as_officer(client, cast.cora).get(reverse("dispute_detail", args=[dispute.number]))
    text = page.content.decode()
    assert "Course of the dispute" in text
    assert "Ask a party" in text
    assert "not asked yet" in text


def test_a_mediator_sees_her_own_disputes_and_no_other(cast: Cast, client: Client) -> None:
    mine, other = walk.assigned(cast), walk.assessed(cast)
    as_officer(client, cast.mia)
    listed = client.get(reverse("my_disputes")).content.decode()
    assert mine.number in listed
    assert other.number not in listed
    assert client.get(reverse("my_dispute", args=[mine.number])).status_code == 200
    assert client.get(reverse("my_dispute", args=[other.number])).status_code == 404
    assert client.get(reverse("dispute_detail", args=[mine.number])).status_code == 403


def test_a_mediator_asks_writes_a_session_and_reports_a_danger(cast: Cast, client: Client) -> None:
    dispute = walk.assigned(cast)
    as_officer(client, cast.mia)
    where = reverse("my_dispute_work", args=[dispute.number, "consents"])
    for party in dispute.parties.all():
        said = {"party": party.pk, "subject": "mediation", "answer": "agreed"}
        assert send(client, where, said).status_code == 302
    where = reverse("my_dispute_work", args=[dispute.number, "sessions"])
    dispute.refresh_from_db()
    present = [party.pk for party in dispute.parties.all()]
    said = {"place": "Room", "record": "Both heard.", "outcome": "goes_on", "present": present}
    at = walk.timezone.localtime().strftime("%Y-%m-%dT%H:%M:%S")
    answer = send(client, where, said | {"at": at})
    assert answer.status_code == 302, answer.content.decode()
    assert dispute.session_rows.get().held_by.startswith(cast.mia.name)
    where = reverse("my_dispute_work", args=[dispute.number, "danger"])
    assert send(client, where, {"kind": "threat"}).status_code == 302
    page = client.get(reverse("my_dispute", args=[dispute.number])).content.decode()
    assert "Both heard." in page


def test_a_refusal_of_a_step_is_said_on_its_form(cast: Cast, client: Client) -> None:
    dispute = walk.assigned(cast)
    as_officer(client, cast.lea)
    where = reverse("dispute_direct", args=[dispute.number, "closing"])
    answer = send(client, where, {"version": dispute.version})
    assert answer.status_code == 409
    assert "not possible at the stage" in answer.content.decode()


def test_somebody_who_read_an_older_version_is_told(cast: Cast, client: Client) -> None:
    dispute = walk.assigned(cast)
    as_officer(client, cast.lea)
    where = reverse("dispute_direct", args=[dispute.number, "escalation"])
    answer = send(client, where, {"version": dispute.version - 1, "reason": "Too much for us."})
    assert answer.status_code == 412


def test_a_transfer_is_signed_for_on_the_receivers_page(cast: Cast, client: Client) -> None:
    dispute = walk.assigned(cast)
    body = make_body(cast, agency=cast.north)
    made = services.transfer(dispute, by=cast.lea, reason="Theirs.", to_body=body)
    as_officer(client, cast.lea)
    assert dispute.number in client.get(reverse("dispute_transfer_list")).content.decode()
    where = reverse("dispute_transfer_answer", args=[made.pk])
    assert send(client, where, {"accept": "yes"}).status_code == 302
    assert dispute.number in client.get(reverse("dispute_transfer_export")).getvalue().decode() or (
        client.get(reverse("dispute_transfer_export") + "?all=on").getvalue()
    )


def test_rest_takes_a_consent_and_says_where_the_dispute_stands(cast: Cast, client: Client) -> None:
    dispute = walk.assigned(cast)
    as_officer(client, cast.cora)
    where = reverse("api_dispute_consents", args=[dispute.number])
    said = {"party": dispute.parties.first().pk, "answer": "agreed", "own_words": "Gladly."}
    answer = client.post(
        where, said, content_type="application/json", headers={"Idempotency-Key": "flow-consent-1"}
    )
    assert answer.status_code == 200, answer.content
    body = answer.json()
    assert body["stage"] == "assigned"
    assert "Gladly." not in answer.content.decode()
    assert "consents" in body["possible"]


def test_leaders_write_other_hours_for_a_step_from_a_day_on(cast: Cast, client: Client) -> None:
    as_officer(client, cast.lea)
    day = walk.timezone.localdate().isoformat()
    said = {"kind": "close", "hours": 5, "valid_from": day, "grade": ""}
    assert send(client, reverse("step_rule_new"), said).status_code == 302
    dispute = walk.revisited(cast)
    step = dispute.steps.get(kind="close")
    assert (step.due_at - step.issued_at).total_seconds() <= 5 * 3_600
    assert client.get(reverse("step_rules")).status_code == 200
