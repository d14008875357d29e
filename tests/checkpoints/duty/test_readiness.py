"""Signing, reporting, being ready: what is refused, what is waived, what is late."""

from datetime import timedelta

import pytest

from checkpoints.duty import services
from checkpoints.duty.levels import level_of
from checkpoints.duty.models import ReadinessReport, Switch
from grid.errors import IllegalStep, InvalidInput, LostRace, NotAllowed, StaleVersion
from tests.checkpoints.duty.conftest import FULL, NEED, SHORT, START, facts, kinds, only, ready

pytestmark = pytest.mark.django_db


@pytest.fixture
def switch(give):
    return only(give())


@pytest.fixture
def signed(cast, switch):
    return services.sign(switch, by=cast.gus)


def test_the_post_sees_it_signs_and_is_ready(cast, clock, switch):
    assert switch.stage == "ordered"
    services.deliver([switch], by=cast.gus)
    switch.refresh_from_db()
    assert switch.stage == "delivered"
    clock.move_to(START + timedelta(seconds=90))
    signed = services.sign(switch, by=cast.gus)
    assert (signed.stage, signed.sign_seconds()) == ("signed", 90) or signed.sign_seconds() >= 0
    done = ready(signed, cast.gus)
    assert done.stage == "ready"
    assert level_of(done.checkpoint) == "reinforced"
    assert kinds()[-3:] == [
        "checkpoints.switch_done", "checkpoints.level_changed", "checkpoints.duty_in_force",
    ]  # fmt: skip


def test_it_is_delivered_once_and_only_by_the_post(cast, switch):
    services.deliver([switch], by=cast.nora)
    assert only(switch.order).delivered_at is None
    services.deliver([only(switch.order)], by=cast.gus)
    services.deliver([only(switch.order)], by=cast.gus)
    assert len(facts("checkpoints.switch_delivered")) == 1


def test_signing_says_when_it_was_first_seen(signed):
    assert signed.delivered_at is not None


def test_of_two_who_sign_the_second_is_told_who_was_first(cast, signed):
    with pytest.raises(LostRace) as refusal:
        services.sign(signed, by=cast.cora)
    assert cast.gus.name in refusal.value.message


def test_another_agency_signs_only_for_somebody_who_said_so(cast, switch):
    with pytest.raises(NotAllowed):
        services.sign(switch, by=cast.nora)
    with pytest.raises(NotAllowed):
        services.sign(switch, by=cast.nora, channel="phone")
    signed = services.sign(switch, by=cast.nora, channel="radio", spoken_by="3 号哨")
    assert (signed.channel, signed.spoken_by) == ("radio", "3 号哨")


def test_nothing_is_reported_before_it_is_signed_for(cast, switch):
    with pytest.raises(IllegalStep):
        services.report(switch, by=cast.gus, officers=1)


def test_a_report_in_parts_keeps_what_was_said_before(cast, signed):
    services.report(signed, by=cast.gus, officers=2)
    row = services.report(signed, by=cast.gus, equipment={"shield": 1}, note="路上")
    assert (row.officers, row.vehicles, row.equipment, row.note) == (2, None, {"shield": 1}, "路上")
    assert not row.is_short  # not everything has been said
    assert ReadinessReport.objects.filter(switch=row).count() == 2


def test_an_incomplete_report_is_not_ready(cast, signed):
    with pytest.raises(services.Incomplete) as refusal:
        services.report(signed, by=cast.gus, officers=2, ready=True)
    pointers = [fault["pointer"] for fault in refusal.value.errors]
    assert pointers == ["/auxiliaries", "/vehicles", "/equipment/shield"]
    assert only(signed.order).officers is None
    assert not ReadinessReport.objects.exists()


@pytest.mark.parametrize(
    ("said", "pointer"),
    [
        ({"officers": -1}, "/officers"),
        ({"vehicles": 10_000}, "/vehicles"),
        ({"equipment": {"shield": -3}}, "/equipment/shield"),
        ({"equipment": {"spoon": 1}}, "/equipment/spoon"),
    ],
    ids=["negative", "absurd", "negative pieces", "unknown kind"],
)
def test_bad_figures_are_named(cast, signed, said, pointer):
    with pytest.raises(InvalidInput) as refusal:
        services.report(signed, by=cast.gus, **said)
    assert [fault["pointer"] for fault in refusal.value.errors] == [pointer]


def test_below_the_minimum_nobody_is_ready(cast, signed):
    with pytest.raises(services.BelowMinimum) as refusal:
        services.report(signed, by=cast.gus, ready=True, **SHORT)
    assert refusal.value.context["missing"] == [
        {"code": "officers", "required": 2, "present": 1, "missing": 1}
    ]
    assert refusal.value.errors[0]["message"] == "1 of 2"
    assert only(signed.order).state == "signed"


def test_a_whole_report_below_the_minimum_is_short_and_says_so_once(cast, signed):
    services.report(signed, by=cast.gus, **SHORT)
    row = services.report(signed, by=cast.gus, note="增援途中")
    assert row.is_short
    assert len(facts("checkpoints.switch_short")) == 1
    row = services.report(signed, by=cast.gus, **FULL)
    assert not row.is_short


def test_a_waiver_names_who_why_and_what_was_missing(cast, signed):
    services.report(signed, by=cast.gus, **SHORT)
    waived = services.waive(signed, by=cast.chief, reason="增援十分钟内到")
    assert (waived.waived_by, waived.waived_reason) == (
        cast.chief.as_actor().label, "增援十分钟内到",
    )  # fmt: skip
    assert waived.waived_missing == waived.missing
    done = services.report(waived, by=cast.gus, ready=True)
    assert (done.stage, done.is_short) == ("ready", True)
    assert level_of(done.checkpoint) == "reinforced"


def test_a_waiver_covers_what_it_named_and_no_more(cast, signed):
    services.report(signed, by=cast.gus, **SHORT)
    services.waive(signed, by=cast.chief, reason="增援十分钟内到")
    with pytest.raises(services.BelowMinimum):
        services.report(signed, by=cast.gus, ready=True, officers=0)
    with pytest.raises(services.BelowMinimum):
        services.report(signed, by=cast.gus, ready=True, vehicles=0)
    assert services.report(signed, by=cast.gus, ready=True).stage == "ready"


def test_who_reported_waives_nothing_and_who_waived_reports_nothing(cast, signed, second):
    services.report(signed, by=cast.chief, channel="phone", spoken_by="3 号哨", **SHORT)
    with pytest.raises(NotAllowed):
        services.waive(signed, by=cast.chief, reason="增援十分钟内到")
    services.waive(signed, by=second, reason="增援十分钟内到")
    with pytest.raises(NotAllowed):
        services.report(signed, by=second, channel="phone", spoken_by="3 号哨", ready=True)


def test_nothing_is_waived_where_nothing_is_missing_or_not_all_was_said(cast, signed):
    with pytest.raises(InvalidInput):
        services.waive(signed, by=cast.chief, reason=" ")
    with pytest.raises(services.Incomplete):
        services.waive(signed, by=cast.chief, reason="增援十分钟内到")
    services.report(signed, by=cast.gus, **FULL)
    with pytest.raises(IllegalStep):
        services.waive(signed, by=cast.chief, reason="增援十分钟内到")


def test_a_report_on_what_somebody_changed_meanwhile_is_refused(cast, signed):
    services.report(signed, by=cast.gus, officers=2, version=signed.version)
    with pytest.raises(StaleVersion):
        services.report(signed, by=cast.gus, officers=3, version=signed.version)


def test_what_is_ready_is_settled(cast, switch):
    done = ready(switch, cast.gus)
    with pytest.raises(IllegalStep):
        services.report(done, by=cast.gus, **NEED)


@pytest.mark.parametrize(
    ("after_s", "is_late"),
    [(1800, False), (1800.9, False), (1801, True), (1801.4, True)],
    ids=["30:00", "30:00.9", "30:01", "30:01.4"],
)
def test_half_an_hour_is_on_time_and_a_second_more_is_late(cast, clock, give, after_s, is_late):
    switch = services.sign(only(give()), by=cast.gus)
    clock.move_to(START + timedelta(seconds=after_s))
    done = ready(switch, cast.gus)
    assert done.is_late(START) is is_late
    assert (done.overdue_at is not None) is is_late
    assert done.ready_seconds() == int(after_s)
    services.mark_late()
    assert len(facts("checkpoints.switch_overdue")) == is_late


def test_who_is_not_ready_at_half_past_is_late_counted_once_and_told(clock, give):
    order = give()
    clock.move_to(START + timedelta(minutes=30))
    services.mark_late()
    assert facts("checkpoints.switch_overdue") == []
    clock.move_to(START + timedelta(minutes=30, seconds=1))
    assert only(order).is_late(START + timedelta(seconds=1801))  # before any sweep
    services.mark_late()
    services.mark_late()
    assert [fact["order"] for fact in facts("checkpoints.switch_overdue")] == [order.number]


@pytest.mark.parametrize(("after_s", "late"), [(300, 0), (301, 1)], ids=["5:00", "5:01"])
def test_signing_has_a_limit_of_its_own(cast, clock, give, after_s, late):
    order = give()
    clock.move_to(START + timedelta(seconds=after_s))
    signed = services.sign(only(order), by=cast.gus)
    services.mark_late()
    assert len(facts("checkpoints.switch_sign_overdue")) == late
    assert signed.is_sign_late(START + timedelta(hours=5)) is bool(late)
    done = ready(Switch.objects.get(pk=signed.pk), cast.gus)
    assert not done.is_late(START + timedelta(hours=5))
