"""An alert is raised once, answered by one, and says who."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from command_center.alerts import services
from command_center.alerts.models import Alert, AlertRule
from grid.errors import InvalidInput, LostRace, NotAllowed
from grid.ledger.facts import Fact
from grid.ledger.models import AuditEntry, EventEntry
from tests.alerts.conftest import Raise
from tests.cast import Cast
from tests.waiting import outcomes


def test_an_urgent_call_raises_one_alert_with_its_words_and_its_fact(an_alert: Raise) -> None:
    alert = an_alert(1, category={"code": "01", "name": "抢劫", "name_en": "Robbery"})
    assert (alert.priority, alert.title, alert.title_en) == (
        1,
        "抢劫 · 示例路 1 号",
        "Robbery · 示例路 1 号",
    )
    event = EventEntry.objects.get(kind="alerts.raised")
    assert event.payload["id"] == alert.pk
    assert event.agency_path == alert.agency.path


def test_a_quiet_call_raises_none(rules: Cast) -> None:
    fact = Fact(
        kind="incidents.received",
        subject_type="incident",
        subject_id="26-0002",
        agency_path=rules.north.path,
        payload={"level": 3, "is_valid_call": True},
    )
    assert services.hear([(fact, 1)]) == []


def test_the_same_again_while_unresolved_counts_up_and_rings_no_second_time(
    an_alert: Raise,
) -> None:
    first, second = an_alert(1), an_alert(1)
    assert first.pk == second.pk
    assert second.occurrences == 2
    assert Alert.objects.count() == 1


def test_after_it_was_resolved_the_same_source_raises_anew(an_alert: Raise, rules: Cast) -> None:
    first = an_alert(1)
    services.resolve(first, by=rules.nora.as_actor(), outcome="已处置")
    assert an_alert(1).pk != first.pk


def test_a_rule_of_the_south_does_not_hear_the_north(an_alert: Raise, rules: Cast) -> None:
    AlertRule.objects.update(agency=rules.south)
    with pytest.raises(ValueError, match="not enough values"):
        an_alert(1)


def test_two_officers_acknowledge_and_the_second_is_told_who_and_when(
    an_alert: Raise, rules: Cast
) -> None:
    alert = an_alert(1)
    services.acknowledge(alert, by=rules.nora.as_actor())
    with pytest.raises(LostRace) as lost:
        services.acknowledge(alert, by=rules.chief.as_actor())
    assert lost.value.context["who"] == "诺拉 N001"
    assert lost.value.context["at"]
    assert "诺拉 N001" in lost.value.message
    assert AuditEntry.objects.filter(action="alerts.acknowledged").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_press_at_once_exactly_one_wins(an_alert: Raise, rules: Cast) -> None:
    alert = an_alert(1)
    told = outcomes(*[lambda: services.acknowledge(alert, by=rules.nora.as_actor())] * 8)
    assert told == ["done", *["lost_race"] * 7]
    assert EventEntry.objects.filter(kind="alerts.acknowledged").count() == 1


def test_urgent_alerts_are_taken_one_by_one_and_low_ones_together(
    an_alert: Raise, rules: Cast
) -> None:
    urgent = an_alert(1, "26-0001")
    low = [an_alert(2, f"26-000{n}") for n in (2, 3)]
    Alert.objects.filter(pk__in=[a.pk for a in low]).update(priority=3)
    low = list(Alert.objects.filter(priority=3))
    with pytest.raises(NotAllowed):
        services.acknowledge_group([urgent, *low], by=rules.nora.as_actor())
    assert len(services.acknowledge_group(low, by=rules.nora.as_actor())) == 2
    assert services.acknowledge_group(low, by=rules.chief.as_actor()) == []


def test_shelving_needs_a_reason_and_ends_within_half_an_hour(an_alert: Raise, rules: Cast) -> None:
    alert = an_alert(2)
    nora = rules.nora.as_actor()
    with pytest.raises(InvalidInput) as refused:
        services.shelve(alert, by=nora, minutes=31, reason="x")
    assert {e["pointer"] for e in refused.value.errors} == {"/minutes", "/reason"}
    shelved = services.shelve(alert, by=nora, minutes=30, reason="等待增援到位")
    assert shelved.shelved_until is not None
    assert shelved.shelved_until - timezone.now() <= timedelta(minutes=30)
    assert shelved.shelved_by == "诺拉 N001"


def test_an_urgent_alert_cannot_be_shelved_not_even_by_hand_in_the_database(
    an_alert: Raise, rules: Cast
) -> None:
    alert = an_alert(1)
    with pytest.raises(NotAllowed):
        services.shelve(alert, by=rules.nora.as_actor(), minutes=5, reason="等待增援")
    with pytest.raises(IntegrityError), transaction.atomic():
        Alert.objects.filter(pk=alert.pk).update(
            state="shelved", shelved_until=timezone.now() + timedelta(minutes=5)
        )


def test_resolving_wants_an_outcome_and_keeps_it(an_alert: Raise, rules: Cast) -> None:
    alert = an_alert(2)
    with pytest.raises(InvalidInput):
        services.resolve(alert, by=rules.nora.as_actor(), outcome=" ")
    done = services.resolve(alert, by=rules.nora.as_actor(), outcome="已转处置")
    assert (done.state, done.outcome, done.resolved_by) == ("resolved", "已转处置", "诺拉 N001")


def test_a_closed_incident_takes_its_alerts_with_it(an_alert: Raise) -> None:
    mine, other = an_alert(1, "26-0001"), an_alert(1, "26-0002")
    services.settle_subject(subject_type="incident", subject_id="26-0001", outcome="已结警")
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.state, other.state) == ("resolved", "open")


def test_default_rules_are_added_once(rules: Cast) -> None:
    assert services.ensure_default_rules(rules.city) == 0
