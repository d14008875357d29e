"""Deadlines: each late stage is said once, the unsigned is chased, a step cancels what waited."""

from datetime import timedelta

import pytest
from django.utils import timezone

from command_center.alerts.defaults import DEFAULT_RULES
from command_center.alerts.models import Alert
from command_center.alerts.services import ensure_default_rules
from command_center.alerts.settling import follow
from command_center.dispatch.assignments import services, stepping, timers
from command_center.dispatch.assignments.models import Assignment, ResendRule
from command_center.incidents import services as incidents
from command_center.incidents.models import ResponseTarget
from grid.ledger.models import EventEntry

S = timedelta(seconds=1)


def facts(what):
    return EventEntry.objects.filter(kind=f"dispatch.assignment_{what}").order_by("seq")


def fresh(row):
    return Assignment.objects.get(pk=row.pk)


def test_an_unsigned_assignment_is_late_once(sent):
    timers.run(sent.issued_at + 29 * S)
    assert not facts("overdue")
    for seconds in (31, 35, 90):
        timers.run(sent.issued_at + seconds * S)
    [late] = facts("overdue")
    assert late.payload["late_stage"] == "accept"
    assert late.payload["title"].startswith("P12 · ")
    assert fresh(sent).late_stages == ["accept"]


def test_each_stage_is_late_by_its_own_target_and_a_step_clears_it(sent, city):
    ResponseTarget.objects.filter(stage="depart").update(soon_s=5, late_s=7)
    timers.run(sent.issued_at + 40 * S)
    signed = stepping.step(fresh_joined(sent), "signed", by=city.pat)
    assert signed.overdue_at is None
    assert signed.due_at == signed.signed_at + 7 * S
    timers.run(signed.signed_at + 8 * S)
    departed = stepping.step(fresh_joined(sent), "departed", by=city.pat)
    timers.run(departed.departed_at + 301 * S)
    arrived = stepping.step(fresh_joined(sent), "on_scene", by=city.pat)
    timers.run(arrived.on_scene_at + 1801 * S)
    spans = [event.payload["late_stage"] for event in facts("overdue")]
    assert spans == ["accept", "depart", "arrive", "feedback"]


def test_delivery_does_not_stop_the_clock_of_signing(sent, city):
    timers.run(sent.issued_at + 31 * S)
    shown = stepping.step(fresh_joined(sent), "delivered", by=city.pat)
    assert shown.overdue_at is not None
    timers.run(sent.issued_at + 40 * S)
    assert fresh(sent).late_stages == ["accept"]
    assert facts("overdue").count() == 1
    assert stepping.step(fresh_joined(sent), "signed", by=city.pat).overdue_at is None


def fresh_joined(row):
    return Assignment.objects.select_related("incident__agency", "unit__agency").get(pk=row.pk)


def test_the_target_is_that_of_the_call_s_level_and_agency(sent, city, call, other):
    ResponseTarget.objects.create(
        agency=city.north, level=1, stage="accept", soon_s=1, late_s=4, valid_from="2020-01-01"
    )
    [urgent] = services.assign(call(level=1), [other], by=city.nora)
    assert urgent.sign_by == urgent.issued_at + 4 * S


def test_what_is_not_signed_for_is_sent_again_by_the_rows_then_told_to_a_supervisor(sent, city):
    level = sent.incident.level
    ResendRule.objects.create(
        agency=city.north, level=level, after_s=20, times=2, valid_from="2020-01-01"
    )
    for seconds in (19, 21, 30, 41, 50, 62, 90):
        timers.run(sent.issued_at + seconds * S)
    row = fresh(sent)
    assert (row.resent, row.escalated_at) == (2, sent.issued_at + 62 * S)
    assert facts("resent").count() == 2
    assert facts("unsigned").count() == 1
    lines = list(sent.incident.timeline.values_list("kind", flat=True))
    assert lines.count("assignment_resent") == 2
    assert "assignment_unsigned" in lines


def test_signing_cancels_the_chase(sent, city):
    stepping.step(sent, "signed", by=city.pat)
    timers.run(sent.issued_at + timedelta(hours=1))
    assert not facts("resent")
    assert not facts("unsigned")


@pytest.mark.parametrize("step", ["cancelled", "transferred"])
def test_the_end_of_the_call_cancels_every_timer(sent, city, step):
    incidents.move(sent.incident, step, by=city.nora)
    timers.run(sent.issued_at + timedelta(hours=3))
    assert not facts("overdue")
    assert not facts("resent")


def test_a_reopened_call_is_not_closed_by_any_clock(sent, city):
    for to in ("on_scene", "fed_back"):
        stepping.step(fresh_joined(sent), to, by=city.pat, text="处置完毕")
    closed = incidents.move(sent.incident, "closed", by=city.nora, disposition="mediated")
    reopened = incidents.move(closed, "reopened", by=city.nora)
    timers.run(timezone.now() + timedelta(days=2))
    reopened.refresh_from_db()
    assert reopened.state == "handling"
    assert reopened.closed_at is None


def test_the_unsigned_is_an_alert_for_a_supervisor_until_the_unit_answers(sent, city):
    ensure_default_rules(city.city)
    row = fresh_joined(sent)
    Assignment.objects.filter(pk=row.pk).update(resent=9, resent_at=row.issued_at)
    timers.run(row.issued_at + 500 * S)
    follow(list(facts("unsigned")))
    alert = Alert.objects.get(rule__code="assignment-unsigned")
    assert (alert.priority, alert.subject_type) == (2, "assignment")
    assert alert.title_en.startswith("Sent again and not signed for P12 · ")
    stepping.step(fresh_joined(sent), "signed", by=city.pat)
    follow(list(facts("signed")))
    alert.refresh_from_db()
    assert alert.state == "resolved"


def test_the_rule_for_the_unsigned_goes_to_the_supervisor_first():
    rule = next(rule for rule in DEFAULT_RULES if rule["code"] == "assignment-unsigned")
    assert [step["to"] for step in rule["escalation"]] == ["supervisor", "parent"]


def test_a_dispatcher_may_send_it_again_by_hand(sent, city, desk):
    answer = desk(city.nora).post(f"assignments/{sent.pk}/resend/")
    assert answer.json()["resent"] == 1
    stepping.step(fresh_joined(sent), "signed", by=city.pat)
    refused = desk(city.nora).post(f"assignments/{sent.pk}/resend/")
    assert (refused.status_code, refused.json()["winner"]) == (409, city.pat.as_actor().label)
