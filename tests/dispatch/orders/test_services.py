"""One order, many receivers: numbers, copies, refusals."""

import pytest

from command_center.dispatch.modes.services import TakenOver, start_major
from command_center.dispatch.orders import services
from command_center.dispatch.orders.models import DirectOrder, OrderCopy, OrderReceipt
from grid.errors import IllegalStep, InvalidInput, NotAllowed, StaleVersion
from grid.ledger.models import EventEntry
from tests.dispatch.orders.conftest import in_minutes
from tests.patrol.make import make_station, make_unit


def kinds():
    return list(EventEntry.objects.order_by("seq").values_list("kind", "agency_path"))


def test_an_order_has_one_number_and_a_receipt_for_each_receiver(cast, give):
    first, second = give(cast.north, cast.south), give()
    assert [r.receiver for r in first.receipts.all()] == [
        f"agency:{cast.north.code}",
        f"agency:{cast.south.code}",
    ]
    assert {r.subject_id for r in first.receipts.all()} == {first.number}
    year, count = first.number.split("-")
    assert (year[0], second.number) == ("L", f"{year}-{int(count) + 1:04d}")


def test_a_receiver_named_twice_owes_it_once(cast, give):
    assert give(cast.north, cast.north).receipts.count() == 1


def test_the_branch_between_city_and_station_gets_a_copy(cast, give):
    order = give(cast.north_station)
    assert [copy.agency for copy in order.copies.all()] == [cast.north]
    assert ("dispatch.order_copied", cast.north.path) in kinds()
    assert ("dispatch.receipt_issued", cast.north_station.path) in kinds()


def test_a_unit_or_street_station_has_its_own_police_station_copied_too(cast, give):
    order = give(make_unit(cast), make_station(cast, agency=cast.south_station))
    copied = [copy.agency for copy in order.copies.all()]
    assert copied == [cast.north, cast.north_station, cast.south, cast.south_station]


def test_an_agency_that_receives_it_gets_no_copy_and_the_next_level_skips_nobody(cast, give):
    assert not give(cast.north, cast.south).copies.exists()
    both = give(cast.north, cast.north_station)
    assert not both.copies.exists()
    unit = make_unit(cast)
    assert not OrderCopy.objects.filter(order=give(unit, by=cast.pat)).exists()


def test_without_a_due_time_nothing_is_asked_but_to_sign(give):
    order = give(due_at=None)
    assert not order.needs_result
    assert order.due_at == order.sign_by


def test_nobody_orders_another_branch_about(cast, give):
    with pytest.raises(NotAllowed):
        give(cast.south_station, by=cast.nora)
    assert not DirectOrder.objects.exists()


def test_a_desk_that_was_taken_over_gives_no_orders(cast, give):
    start_major(cast.city, by=cast.chief, reason="大型活动安保")
    with pytest.raises(TakenOver):
        give(cast.north_station, by=cast.nora)
    give(cast.north_station, by=cast.chief)


def test_every_fault_is_named_and_nothing_is_half_written(cast):
    late = {"sign_by": in_minutes(-5), "due_at": in_minutes(-60)}
    with pytest.raises(InvalidInput) as refusal:
        services.issue(by=cast.chief, receivers=[], title=" ", text="短", **late)
    pointers = {fault["pointer"] for fault in refusal.value.errors}
    assert pointers == {"/title", "/text", "/sign_by", "/due_at", "/receivers"}
    assert not DirectOrder.objects.exists()
    assert not OrderReceipt.objects.exists()


def test_two_hundred_receivers_are_the_most(cast):
    units = [make_unit(cast) for _n in range(201)]
    fields = {"title": "全体注意", "text": "全体注意收听", "sign_by": in_minutes(5)}
    with pytest.raises(InvalidInput):
        services.issue(by=cast.chief, receivers=units, **fields)
    assert services.issue(by=cast.chief, receivers=units[1:], **fields).receipts.count() == 200


def test_withdrawing_cancels_what_is_open_and_keeps_what_is_done(cast, give):
    order = give(cast.north, cast.south)
    done = order.receipts.first()
    OrderReceipt.objects.filter(pk=done.pk).update(state="done", done_at=in_minutes(0))
    taken = services.withdraw(order, by=cast.chief, reason="情况解除")
    assert (taken.withdrawn_by, taken.withdrawn_reason) == (
        str(cast.chief.as_actor().label),
        "情况解除",
    )
    assert sorted(order.receipts.values_list("state", flat=True)) == ["cancelled", "done"]
    with pytest.raises(IllegalStep):
        services.supplement(order, by=cast.chief, text="补充一句")


def test_a_withdrawal_says_why_and_comes_from_the_issuer_or_above(cast, give):
    with pytest.raises(InvalidInput):
        services.withdraw(give(), by=cast.chief, reason=" ")
    with pytest.raises(NotAllowed):
        services.withdraw(give(), by=cast.nora, reason="情况解除")
    services.withdraw(give(by=cast.nora), by=cast.chief, reason="情况解除")


def test_a_change_of_what_somebody_else_changed_meanwhile_is_refused(cast, give):
    order = give()
    services.supplement(order, by=cast.chief, text="携带装备", version=1)
    with pytest.raises(StaleVersion) as refusal:
        services.withdraw(order, by=cast.chief, reason="情况解除", version=1)
    assert (refusal.value.context["yours"], refusal.value.context["current"]) == (1, 2)


def test_sending_again_counts_only_where_nobody_signed(cast, give):
    order = give(cast.north, cast.south)
    OrderReceipt.objects.filter(order=order, agency=cast.north).update(state="signed")
    [again] = services.resend(order, by=cast.chief)
    assert (again.agency, again.resent) == (cast.south, 1)
    assert ("dispatch.receipt_resent", cast.south.path) in kinds()
    with pytest.raises(IllegalStep):
        services.resend(order, by=cast.chief, receiver=f"agency:{cast.north.code}")


def test_an_order_names_nobody_by_identity_number(give):
    with pytest.raises(InvalidInput) as refusal:
        give(text="请查找身份证 99010119900101123X 的人")
    assert refusal.value.errors[0]["code"] == "identity_number"
