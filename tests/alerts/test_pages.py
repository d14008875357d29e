"""The alert pages as officers see them."""

from django.test import Client

from command_center.alerts.models import AlertRule
from grid.ledger.models import AuditEntry
from grid.organisation.models import Officer
from tests.alerts.conftest import Raise
from tests.cast import Cast


def seat(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def test_an_empty_list_says_so(rules: Cast) -> None:
    page = seat(rules.nora).get("/alerts/").content.decode()
    assert "—" in page
    assert "<table" not in page


def test_the_list_shows_what_is_in_scope_and_how_fast_it_was_answered(
    an_alert: Raise, rules: Cast
) -> None:
    an_alert(1)
    nora = seat(rules.nora)
    assert "示例路 1 号" in nora.get("/alerts/").content.decode()
    assert "示例路 1 号" not in seat(rules.sam).get("/alerts/").content.decode()
    assert "示例路 1 号" not in nora.get("/alerts/?state=resolved").content.decode()


def test_acknowledging_on_the_page_tells_the_second_who_was_first(
    an_alert: Raise, rules: Cast
) -> None:
    alert = an_alert(1)
    seat(rules.nora).post(f"/alerts/{alert.pk}/acknowledge/")
    late = seat(rules.chief).post(f"/alerts/{alert.pk}/acknowledge/", follow=True)
    assert "诺拉 N001" in late.content.decode()


def test_a_shelf_without_a_reason_comes_back_with_the_fault(an_alert: Raise, rules: Cast) -> None:
    alert = an_alert(2)
    page = seat(rules.nora).post(f"/alerts/{alert.pk}/shelve/", {"minutes": 5, "reason": ""})
    assert 'class="err"' in page.content.decode()
    alert.refresh_from_db()
    assert alert.state == "open"


def test_those_who_only_look_get_no_buttons(an_alert: Raise, rules: Cast) -> None:
    alert = an_alert(1)
    rules.nora.grants.update(role="agency_leader")
    page = seat(Officer.objects.get(pk=rules.nora.pk)).get(f"/alerts/{alert.pk}/")
    assert f"/alerts/{alert.pk}/acknowledge/" not in page.content.decode()


def form_of(rule: AlertRule, **changes: object) -> dict[str, object]:
    return {
        "name": rule.name,
        "name_en": rule.name_en,
        "fact_kind": rule.fact_kind,
        "priority": rule.priority,
        "sound": rule.sound,
        "title": rule.title,
        "title_en": rule.title_en,
        "is_active": "on",
        "roles": rule.roles,
        "condition_lines": "level = 1, 2\nis_valid_call = true",
        "seat": 20,
        "supervisor": 40,
        "version": rule.version,
    } | changes


def test_a_commander_changes_a_rule_and_the_audit_keeps_it(rules: Cast) -> None:
    rule = AlertRule.objects.get(code="urgent-incident")
    chief = seat(rules.chief)
    assert chief.post(f"/alerts/rules/{rule.pk}/", form_of(rule)).status_code == 302
    rule.refresh_from_db()
    assert rule.condition == {"level": [1, 2], "is_valid_call": True}
    assert rule.escalation == [
        {"after_s": 20, "to": "seat"},
        {"after_s": 40, "to": "supervisor"},
    ]
    assert AuditEntry.objects.filter(action="alerts.rule_changed").exists()
    stale = chief.post(f"/alerts/rules/{rule.pk}/", form_of(rule, version=1))
    assert stale.status_code == 412


def test_a_condition_line_without_a_value_is_refused_by_its_number(rules: Cast) -> None:
    rule = AlertRule.objects.get(code="urgent-incident")
    body = form_of(rule, condition_lines="level = 1\nbroken")
    page = seat(rules.chief).post(f"/alerts/rules/{rule.pk}/", body)
    assert page.status_code == 200
    assert "2" in page.context["form"].errors["condition_lines"][0]


def test_escalation_times_must_rise(rules: Cast) -> None:
    rule = AlertRule.objects.get(code="urgent-incident")
    page = seat(rules.chief).post(
        f"/alerts/rules/{rule.pk}/", form_of(rule, seat=60, supervisor=30)
    )
    assert page.context["form"].non_field_errors()


def test_a_dispatcher_reads_the_rules_and_changes_none(rules: Cast) -> None:
    nora = seat(rules.nora)
    assert nora.get("/alerts/rules/").status_code == 200
    rule = AlertRule.objects.get(code="urgent-incident")
    assert nora.get(f"/alerts/rules/{rule.pk}/").status_code in (403, 404)
