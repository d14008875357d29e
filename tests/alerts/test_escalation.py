"""What nobody acknowledges goes up by itself."""

from datetime import timedelta

from command_center.alerts import services
from command_center.alerts.escalation import escalate_due
from command_center.alerts.models import Alert
from grid.ledger.models import EventEntry
from grid.organisation.roles import Role
from tests.alerts.conftest import Raise
from tests.cast import Cast


def test_an_urgent_alert_resounds_at_15_s_calls_the_supervisor_at_30_and_the_city_at_60(
    an_alert: Raise, rules: Cast
) -> None:
    alert = an_alert(1)
    Alert.objects.update(roles=[Role.DISPATCHER])

    def after(seconds: int) -> Alert:
        escalate_due(now=alert.raised_at + timedelta(seconds=seconds))
        alert.refresh_from_db()
        return alert

    assert after(14).escalation_step == 0
    assert after(15).escalation_step == 1
    assert alert.audience_path == rules.north.path
    assert Role.DUTY_COMMANDER in after(30).roles
    assert after(60).audience_path == rules.city.path
    assert after(600).escalation_step == 3
    told = EventEntry.objects.filter(kind="alerts.escalated").order_by("seq")
    assert [e.payload["to"] for e in told] == ["seat", "supervisor", "parent"]


def test_an_acknowledged_alert_stays_where_it_is(an_alert: Raise, rules: Cast) -> None:
    alert = an_alert(1)
    services.acknowledge(alert, by=rules.nora.as_actor())
    assert escalate_due(now=alert.raised_at + timedelta(hours=1)) == []


def test_a_shelved_alert_comes_back_when_its_time_is_over(an_alert: Raise, rules: Cast) -> None:
    alert = services.shelve(
        an_alert(2), by=rules.nora.as_actor(), minutes=10, reason="等待增援到位"
    )
    assert escalate_due(now=alert.raised_at + timedelta(minutes=9)) == []
    escalate_due(now=alert.raised_at + timedelta(minutes=11))
    alert.refresh_from_db()
    assert (alert.state, alert.shelved_until) == ("open", None)
    assert EventEntry.objects.filter(kind="alerts.unshelved").exists()


def test_one_sweep_takes_one_step_however_late_it_comes(an_alert: Raise) -> None:
    alert = an_alert(1)
    escalate_due(now=alert.raised_at + timedelta(hours=1))
    alert.refresh_from_db()
    assert alert.escalation_step == 1
