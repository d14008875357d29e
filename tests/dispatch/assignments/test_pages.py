"""The pages: the list and its file, one assignment and its steps, sending units, the rules."""

import pytest
from django.urls import reverse

from command_center.dispatch.assignments import rulebook
from command_center.dispatch.assignments.models import Assignment, SpeedRule
from grid.organisation.models import Officer
from tests.cast import Cast
from tests.dispatch.assignments.test_recommendation import at

KEY = iter(f"page-key-{number:06d}" for number in range(1000))


@pytest.fixture(autouse=True)
def _pages_in_english(city: Cast) -> None:
    """The sentences are read in the source language."""
    Officer.objects.update(language="en")


def post(client, name, *args, **said):
    return client.post(reverse(name, args=args), {"form_key": next(KEY)} | said)


def test_the_list_is_filtered_by_its_address_and_gives_the_same_rows_as_a_file(nora, sent):
    page = nora.get(reverse("assignment_list"), {"open": "true"}).content.decode()
    assert sent.incident.number in page
    assert "P12" in page
    assert (
        sent.incident.number
        not in nora.get(reverse("assignment_list"), {"stage": "signed"}).content.decode()
    )
    file = b"".join(nora.get(reverse("assignment_export")).streaming_content).decode("utf-8-sig")
    assert sent.incident.number in file.splitlines()[1]


def test_a_step_is_entered_on_the_unit_s_behalf_with_its_channel(nora, sent):
    answer = post(nora, "assignment_step", sent.pk, to="signed", channel="radio")
    assert answer.status_code == 302
    sent.refresh_from_db()
    assert (sent.stage, sent.channel) == ("signed", "radio")


def test_a_step_without_a_channel_is_shown_where_it_is_missing(nora, sent):
    answer = post(nora, "assignment_step", sent.pk, to="signed")
    assert answer.status_code == 400
    assert "id_channel_error" in answer.content.decode()


def test_a_refused_step_says_who_was_first(nora, sent, city):
    post(nora, "assignment_step", sent.pk, to="signed", channel="radio")
    answer = post(
        nora, "assignment_recall", sent.pk, **{"recall-reason": "误报", "recall-version": 1}
    )
    assert answer.status_code == 412
    assert "Somebody changed this assignment" in answer.content.decode()


def test_another_unit_is_sent_instead(nora, sent, other):
    form = {"reassign-unit": "P14", "reassign-reason": "更近"}
    assert post(nora, "assignment_reassign", sent.pk, **form).status_code == 302
    assert Assignment.objects.get(unit=other).stage == "issued"


def test_a_unit_is_told_again_and_the_count_shown(nora, sent):
    post(nora, "assignment_resend", sent.pk)
    sent.refresh_from_db()
    assert sent.resent == 1


def test_sending_shows_the_recommendation_with_its_reasons_and_who_was_passed_over(
    nora, city, call
):
    at(city, 100, sign="NEAR", status="on_scene")
    at(city, 400, sign="BEST")
    incident = call()
    page = nora.get(reverse("assignment_new", args=[incident.number])).content.decode()
    assert "BEST" in page
    assert "400 m away" in page
    assert "1 nearer" in page
    answer = post(nora, "assignment_new", incident.number, units="BEST", primary="on")
    assert answer.status_code == 302
    assert Assignment.objects.get().rank == 1


def test_a_unit_that_is_not_there_is_named_at_its_field(nora, call):
    answer = post(nora, "assignment_new", call().number, others="NONE9")
    assert answer.status_code == 400
    assert "There is no unit NONE9." in answer.content.decode()


def test_the_call_s_page_says_who_is_on_it_and_who_answers_for_it(nora, sent, call):
    page = nora.get(reverse("incident_detail", args=[sent.incident.number])).content.decode()
    assert "answered for by P12" in page
    assert "P12 was sent" in page
    page = nora.get(reverse("incident_detail", args=[call().number])).content.decode()
    assert "answered for by the desk of" in page


def test_the_rules_are_rows_with_dates_that_the_commander_changes(client, city):
    rulebook.ensure_default_rules(city.city)
    client.force_login(city.chief)
    page = client.get(reverse("dispatch_rules")).content.decode()
    assert "How fast units get on" in page
    row = SpeedRule.objects.get(kind="foot")
    form = {"hour_to": 24, "speed_kmh": 6, "valid_from": "2099-01-01", "version": row.version}
    assert post(client, "dispatch_rule_edit", "speed", row.pk, **form).status_code == 302
    row.refresh_from_db()
    assert (row.speed_kmh, str(row.valid_to)) == (5, "2099-01-01")
    assert SpeedRule.objects.get(kind="foot", valid_to=None).speed_kmh == 6


def test_a_second_rule_for_the_same_question_is_refused(client, city):
    rulebook.ensure_default_rules(city.city)
    client.force_login(city.chief)
    form = {
        "agency": city.city.pk,
        "kind": "foot",
        "hour_from": 0,
        "hour_to": 24,
        "speed_kmh": 6,
        "valid_from": "2099-01-01",
    }
    answer = post(client, "dispatch_rule_new", "speed", **form)
    assert answer.status_code == 400
    assert SpeedRule.objects.filter(kind="foot").count() == 1


@pytest.mark.parametrize("kind", ["speed", "detour", "recommendation", "resend"])
def test_every_kind_of_rule_has_its_form(client, city, kind):
    client.force_login(city.chief)
    assert client.get(reverse("dispatch_rule_new", args=[kind])).status_code == 200


def test_a_dispatcher_reads_the_rules_and_changes_none(nora, city):
    assert nora.get(reverse("dispatch_rules")).status_code == 200
    assert nora.get(reverse("dispatch_rule_new", args=["speed"])).status_code == 403
