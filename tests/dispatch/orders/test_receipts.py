"""Signing for an order: by oneself, on behalf, once, late, with a result."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from command_center.alerts.models import Alert
from command_center.alerts.services import ensure_default_rules
from command_center.alerts.settling import follow
from command_center.dispatch.orders import receipts, selectors, services
from command_center.dispatch.orders.models import OrderCopy, OrderReceipt
from grid.errors import IllegalStep, InvalidInput, LostRace, NotAllowed
from grid.ledger.models import AuditEntry, EventEntry
from grid.ledger.obligations import mark_overdue
from grid.organisation.models import Agency
from tests.dispatch.orders.conftest import in_minutes
from tests.patrol.make import make_crew, make_station, make_unit
from tests.waiting import at_once


def events(kind):
    return list(EventEntry.objects.filter(kind=kind).order_by("seq"))


def test_an_officer_of_the_station_signs_and_says_what_came_of_it(cast, give):
    row = give().receipts.get()
    signed = receipts.sign(row, by=cast.cora)
    assert (signed.state, signed.signed_by) == ("signed", cast.cora.as_actor().label)
    done = receipts.report(signed, by=cast.pat, text="已派 2 人到岗")
    assert (done.state, done.outcome) == ("done", "已派 2 人到岗")


def test_where_no_result_is_asked_the_signature_settles_it(cast, give):
    signed = receipts.sign(give(due_at=None).receipts.get(), by=cast.cora)
    assert signed.state == "done"
    assert [e.kind for e in EventEntry.objects.order_by("seq")][-2:] == [
        "dispatch.receipt_signed",
        "dispatch.receipt_done",
    ]


def test_a_result_needs_words_and_a_signature_first(cast, give):
    row = give().receipts.get()
    with pytest.raises(IllegalStep):
        receipts.report(row, by=cast.cora, text="已到岗")
    receipts.sign(row, by=cast.cora)
    with pytest.raises(InvalidInput):
        receipts.report(row, by=cast.cora, text=" ")


def test_the_second_signature_is_told_who_was_first(cast, give):
    row = give().receipts.get()
    receipts.sign(row, by=cast.cora)
    with pytest.raises(LostRace) as lost:
        receipts.sign(row, by=cast.pat)
    assert lost.value.context["winner"] == cast.cora.as_actor().label


def test_the_crew_signs_for_its_unit_and_for_the_base_of_the_unit(cast, give):
    base = make_station(cast, agency=cast.south_station)
    unit = make_unit(cast, agency=cast.south_station, station=base)
    make_crew(unit, cast.pat)  # lent to the south
    order = give(unit, base)
    assert {row.receiver for row in selectors.pending(cast.pat)} == {
        f"unit:{unit.call_sign}",
        f"station:{base.code}",
    }
    for row in selectors.pending(cast.pat):
        receipts.sign(row, by=cast.pat)
    assert not order.receipts.filter(state="issued").exists()
    assert selectors.order(order.number, cast.pat) == order


def test_the_branch_signs_for_a_station_only_with_who_said_so_over_which_channel(cast, give):
    row = give().receipts.get()
    for wrong in ({}, {"channel": "radio"}, {"spoken_by": "科拉"}):
        with pytest.raises(NotAllowed):
            receipts.sign(row, by=cast.nora, **wrong)
    signed = receipts.sign(row, by=cast.nora, channel="radio", spoken_by="科拉 N002")
    assert (signed.channel, signed.spoken_by) == ("radio", "科拉 N002")
    entry = AuditEntry.objects.get(action="dispatch.receipt_signed")
    assert (entry.channel, entry.on_behalf_of) == ("radio", f"科拉 N002 · {row.name}")


def test_an_order_on_the_screen_is_delivered_once(cast, give):
    give()
    for _look in range(2):
        receipts.deliver(list(selectors.pending(cast.cora)), by=cast.cora)
    assert len(events("dispatch.receipt_delivered")) == 1
    assert OrderReceipt.objects.get().delivered_at is not None


def test_an_addition_stands_before_whoever_signed_until_it_is_read(cast, give):
    order = give()
    row = receipts.sign(order.receipts.get(), by=cast.cora)
    assert not selectors.pending(cast.cora).exists()
    services.supplement(order, by=cast.chief, text="携带执法记录仪")
    [again] = selectors.pending(cast.cora)
    with pytest.raises(NotAllowed):
        receipts.see_supplements(again, by=cast.nora)
    receipts.see_supplements(row, by=cast.cora)
    assert not selectors.pending(cast.cora).exists()
    receipts.see_supplements(row, by=cast.cora)
    assert len(events("dispatch.receipt_supplement_seen")) == 1


def test_the_copy_says_who_opened_it_first(cast, give):
    order = give()
    receipts.see_copy(order, by=cast.cora)
    assert OrderCopy.objects.get().seen_at is None
    receipts.see_copy(order, by=cast.nora)
    receipts.see_copy(order, by=cast.nora)
    assert OrderCopy.objects.get().seen_by == cast.nora.as_actor().label
    assert len(events("dispatch.order_copy_seen")) == 1


def hear():
    follow(list(EventEntry.objects.order_by("seq")))


def test_an_order_rings_at_its_receiver_until_it_is_signed_for(cast, give):
    ensure_default_rules(cast.city)
    order = give(cast.north)
    hear()
    alert = Alert.objects.get(kind="dispatch.receipt_issued")
    assert (alert.priority, alert.agency, alert.audience_path) == (2, cast.north, cast.north.path)
    assert order.number in alert.title
    services.resend(order, by=cast.chief)
    follow(events("dispatch.receipt_resent"))
    alert.refresh_from_db()
    assert alert.occurrences == 2
    receipts.sign(order.receipts.get(), by=cast.nora)
    follow(events("dispatch.receipt_signed"))
    alert.refresh_from_db()
    assert alert.state == "resolved"


def test_what_is_not_signed_in_time_is_late_and_raises_one_alert(cast, give):
    ensure_default_rules(cast.city)
    order = give(cast.north_station, cast.south)
    receipts.sign(order.receipts.get(agency=cast.south), by=cast.sam)
    with time_machine.travel(timezone.now() + timedelta(minutes=6), tick=False):
        mark_overdue()
        mark_overdue()
    [fact] = events("dispatch.receipt_overdue")
    assert fact.payload["receiver"] == f"agency:{cast.north_station.code}"
    follow([fact])
    alert = Alert.objects.get()
    assert (alert.rule.code, alert.priority, alert.occurrences) == ("order-overdue", 2, 1)
    late = selectors.orders(cast.chief).get()
    assert (late.late, late.waiting, late.signed) == (1, 1, 1)
    signed = receipts.sign(order.receipts.get(agency=cast.north_station), by=cast.cora)
    assert signed.overdue_at is not None


# --- warnings, three levels


@pytest.fixture
def warning(cast, give):
    return give(
        cast.north,
        cast.south,
        kind="warning",
        title="涉诈预警",
        text="请于当日上门劝阻并反馈。",
        subject_ref="FZ-2026-000123",
        subject_phone="13800000000",
    )


def passed(cast, warning, **said):
    row = warning.receipts.get(agency=cast.north)
    times = {"sign_by": in_minutes(10), "due_at": in_minutes(50)}
    return services.pass_down(row, by=cast.nora, **times | said)


def test_a_warning_keeps_a_reference_and_a_masked_number_and_no_more(warning):
    warning.refresh_from_db()
    assert (warning.subject_ref, warning.subject_phone) == ("FZ-2026-000123", "138****0000")
    told = str([e.payload for e in EventEntry.objects.all()])
    assert "138****" not in told
    assert "FZ-2026" not in told


@pytest.mark.parametrize(
    "said",
    [
        {"text": "联系电话 13800000000 请劝阻"},
        {"title": "13800000000 涉诈"},
        {"subject_ref": "13800000000"},
        {"subject_ref": "99010119900101123X"},
        {"subject_ref": "王小明"},
    ],
    ids=["phone in text", "phone in title", "phone as reference", "identity", "name"],
)
def test_a_warning_that_names_a_person_is_refused(cast, give, said):
    with pytest.raises(InvalidInput):
        give(cast.north, kind="warning", **said)


def test_neither_does_a_result_name_a_person(cast, warning):
    row = receipts.sign(warning.receipts.get(agency=cast.north), by=cast.nora)
    with pytest.raises(InvalidInput):
        receipts.report(row, by=cast.nora, text="已电话 13800000000 劝阻")


def test_a_warning_goes_down_to_the_stations_and_their_results_come_up(cast, warning):
    receipts.sign(warning.receipts.get(agency=cast.north), by=cast.nora)
    child = passed(cast, warning, text="两小时内反馈")
    assert (child.parent, child.agency, child.kind) == (warning, cast.north, "warning")
    assert (child.subject_ref, child.subject_phone) == ("FZ-2026-000123", "138****0000")
    assert [row.agency for row in child.receipts.all()] == [cast.north_station]
    row = receipts.sign(child.receipts.get(), by=cast.cora)
    receipts.report(row, by=cast.cora, text="已上门劝阻，未转账")
    assert selectors.levels(warning, cast.chief) == [
        {"level": 2, "receivers": 2, "signed": 1, "done": 0, "late": 0, "results": 0},
        {"level": 3, "receivers": 1, "signed": 1, "done": 1, "late": 0, "results": 1},
    ]


def test_a_warning_is_passed_down_signed_once_by_its_receiver_and_no_deeper(cast, warning):
    with pytest.raises(IllegalStep):
        passed(cast, warning)  # not signed for yet
    row = receipts.sign(warning.receipts.get(agency=cast.north), by=cast.nora)
    with pytest.raises(InvalidInput):
        passed(cast, warning, due_at=in_minutes(90))
    with pytest.raises(NotAllowed):
        services.pass_down(row, by=cast.sam, sign_by=in_minutes(5), due_at=in_minutes(20))
    child = passed(cast, warning)
    with pytest.raises(IllegalStep):
        passed(cast, warning)
    Agency.objects.create(
        code="990101000001", name="社区警务室", kind="office", parent=cast.north_station
    )
    below = receipts.sign(child.receipts.get(), by=cast.cora)
    with pytest.raises(IllegalStep):
        services.pass_down(below, by=cast.cora, sign_by=in_minutes(5), due_at=in_minutes(20))


def test_withdrawing_a_warning_takes_back_what_was_passed_down(cast, warning):
    receipts.sign(warning.receipts.get(agency=cast.north), by=cast.nora)
    child = passed(cast, warning)
    services.withdraw(warning, by=cast.chief, reason="误报撤回")
    child.refresh_from_db()
    assert child.withdrawn_reason == "误报撤回"
    assert not OrderReceipt.objects.filter(state__in=("issued", "signed")).exists()


def test_after_ninety_days_nothing_of_the_person_is_left_and_the_order_stays(warning):
    from grid.ledger.retention import clear, rule_of

    rule, model = rule_of(type(warning)), type(warning)
    assert clear(model, rule, now=timezone.now() + timedelta(days=89)) == 0
    assert clear(model, rule, now=timezone.now() + timedelta(days=91)) == 1
    warning.refresh_from_db()
    assert (warning.subject_ref, warning.subject_phone) == ("", "")
    assert warning.title == "涉诈预警"


def test_the_day_shows_the_late_first_and_a_passed_one_only_below_its_parent(cast, give, warning):
    receipts.sign(warning.receipts.get(agency=cast.north), by=cast.nora)
    child = passed(cast, warning)
    calm = give(cast.south, kind="warning", title="涉诈预警乙")
    OrderReceipt.objects.filter(order=warning).update(overdue_at=timezone.now())
    today = timezone.localdate()
    assert list(selectors.warnings_of(cast.chief, today)) == [warning, calm]
    assert list(selectors.warnings_of(cast.cora, today)) == [child]
    assert list(selectors.warnings_of(cast.chief, today + timedelta(days=1))) == [warning, calm]
    receipts.sign(child.receipts.get(), by=cast.cora)


# --- twenty-two at once


@pytest.mark.django_db(transaction=True)
def test_one_order_reaches_22_stations_and_each_signs_once_though_two_try():
    from tests.cast import call_cast

    cast = call_cast()
    stations = [
        Agency.objects.create(
            code=f"9901{n:02d}000000", name=f"{n} 所", kind="station", parent=cast.north
        )
        for n in range(10, 32)
    ]
    officers = [
        type(cast.pat).objects.create_officer(
            badge_number=f"Z{n}{twin}", name="民警", agency=station, password="x"
        )
        for n, station in enumerate(stations)
        for twin in "ab"
    ]
    order = services.issue(
        by=cast.chief,
        receivers=stations,
        title="全市统一行动",
        text="今晚 20:00 同步清查。",
        sign_by=in_minutes(5),
        due_at=in_minutes(60),
    )
    assert len(events("dispatch.receipt_issued")) == 22

    def sign(officer):
        row = OrderReceipt.objects.get(order=order, agency=officer.agency)
        return lambda: receipts.sign(row, by=officer)

    told = at_once(*[sign(officer) for officer in officers])
    lost = [one.context["winner"] for one in told if isinstance(one, LostRace)]
    rows = list(OrderReceipt.objects.filter(order=order))
    assert {row.state for row in rows} == {"signed"}
    assert sorted(lost) == sorted(row.signed_by for row in rows)
    assert {event.payload["order"] for event in events("dispatch.receipt_signed")} == {order.number}
    assert len(events("dispatch.receipt_signed")) == 22
