"""What is over takes its alerts with it, also while a clock holds one of them."""

import threading
import time
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from command_center.alerts import services
from command_center.alerts.distress import Whereabouts, call_for_unit
from command_center.alerts.models import Alert
from command_center.alerts.services import Matter, fact_of
from command_center.alerts.settling import follow
from grid.ledger.actors import PLATFORM
from grid.ledger.facts import Fact
from grid.ledger.models import EventEntry
from grid.ledger.services import record
from tests.alerts.conftest import Raise
from tests.cast import Cast
from tests.waiting import LONG_S, ended

OVER = {"subject_type": "incident", "outcome": "已结警"}


def states() -> list[str]:
    return list(Alert.objects.order_by("pk").values_list("state", flat=True))


def test_of_several_matters_each_takes_its_own_alerts_and_no_other(an_alert: Raise) -> None:
    for n in (1, 2, 3):
        an_alert(1, f"26-000{n}")
    told = services.settle(Matter(subject_id=f"26-000{n}", **OVER) for n in (1, 3))
    assert states() == ["resolved", "open", "resolved"]
    assert [alert.outcome for alert in told] == ["已结警"] * 2


def test_a_matter_of_some_facts_leaves_the_alerts_of_others(an_alert: Raise) -> None:
    an_alert(1)
    kinds = ("incidents.moved",)
    assert services.settle([Matter(subject_id="26-0001", kinds=kinds, **OVER)]) == []
    assert states() == ["open"]


def test_nothing_over_settles_nothing(an_alert: Raise) -> None:
    an_alert(1)
    assert services.settle([]) == []


@pytest.mark.django_db(transaction=True)
def test_settling_waits_for_an_alert_before_it_keeps_the_log_from_others(an_alert: Raise) -> None:
    _first, second = an_alert(1, "26-0001"), an_alert(1, "26-0002")
    matters = [Matter(subject_id=f"26-000{n}", **OVER) for n in (1, 2)]
    while_it_is_held(second, lambda: services.settle(matters))
    assert states() == ["resolved", "resolved"]


@pytest.mark.django_db(transaction=True)
def test_a_batch_that_raises_and_then_ends_waits_before_it_keeps_the_log_from_others(
    an_alert: Raise, rules: Cast
) -> None:
    held = an_alert(1, "26-0001")
    said = {"subject_type": "incident", "agency_path": rules.north_station.path}
    came = {"kind": "incidents.received", "payload": {"level": 1, "is_valid_call": True}}
    over = {"kind": "incidents.closed", "payload": {"state": "closed"}}
    with transaction.atomic():
        seqs = record(
            PLATFORM,
            Fact(subject_id="26-0002", **said, **came),
            Fact(subject_id="26-0001", **said, **over),
        )
    batch = list(EventEntry.objects.filter(seq__in=seqs).order_by("seq"))
    while_it_is_held(held, lambda: follow(batch))
    assert states() == ["resolved", "open"]


@pytest.mark.django_db(transaction=True)
def test_a_second_press_waits_for_its_alert_before_it_keeps_the_log_from_others(
    rules: Cast,
) -> None:
    def press() -> Alert:
        return call_for_unit(
            rules.pat.as_actor(),
            call_sign="P12",
            agency_path=rules.north_station.path,
            at=Whereabouts(lng=125.11, lat=42.91),
            details={"who": "P001"},
        )

    while_it_is_held(press(), press)
    assert Alert.objects.get().occurrences == 2


def while_it_is_held(alert: Alert, act: Callable[[], object]) -> None:
    """An escalation holds the alert and then the log; `act` comes between the two."""
    faults: list[Exception] = []

    def run() -> None:
        try:
            act()
        except Exception as error:
            faults.append(error)
        finally:
            connection.close()

    other = threading.Thread(target=run)
    with transaction.atomic():
        held = Alert.objects.select_for_update(of=("self",)).get(pk=alert.pk)
        other.start()
        wait_until_somebody_waits()
        record(PLATFORM, fact_of("alerts.escalated", held))
    ended([other])
    assert faults == []


def wait_until_somebody_waits() -> None:
    asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    asked += " AND wait_event_type = 'Lock'"
    deadline = time.monotonic() + LONG_S
    with connection.cursor() as cursor:
        while time.monotonic() < deadline:
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # kept through a transaction
            cursor.execute(asked)
            if cursor.fetchone()[0]:
                return
            time.sleep(0.02)
    raise AssertionError("nobody waits")
