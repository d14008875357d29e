"""A second call of the same place or telephone opens a dispute, or raises the open one."""

from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.utils import timezone

from grid.errors import IllegalStep, InvalidInput
from mediation.register import services
from mediation.register.models import Dispute, DisputeCall, RepeatRule
from tests.cast import Cast
from tests.mediation.make import make_dispute
from tests.mediation.register.telling import HERE, PHONE, kinds, last, moment, tell
from tests.waiting import outcomes

pytestmark = pytest.mark.django_db

NEAR = Point(HERE.x + 0.0004, HERE.y, srid=4326)  # about 33 m
FAR = Point(HERE.x + 0.0009, HERE.y, srid=4326)  # about 73 m


def test_a_first_call_waits_and_opens_nothing(cast: Cast) -> None:
    row = tell(cast, phone=PHONE)
    assert (row.dispute, row.reason) == (None, "")
    assert kinds() == ["call_noted"]
    assert "501" not in str(last("call_noted").payload)


def test_a_call_told_twice_is_noted_once(cast: Cast) -> None:
    first = tell(cast, number="990101260077")
    assert tell(cast, number="990101260077").pk == first.pk
    assert kinds() == ["call_noted"]


@pytest.mark.parametrize(
    "second",
    [
        {"address": "", "point": NEAR},
        {"address": "安澜家园3号楼2单元501室", "point": None},
        {"address": "", "point": FAR, "phone": PHONE},
    ],
    ids=["33 metres away", "at the same address", "from the same telephone"],
)
def test_a_second_call_opens_a_dispute_that_holds_both(cast: Cast, second: dict[str, Any]) -> None:
    first = tell(cast, ago_days=40, phone=PHONE)
    row = tell(cast, **second)
    first.refresh_from_db()
    dispute = row.dispute
    assert dispute is not None and first.dispute == dispute
    assert (dispute.repeats, dispute.source, dispute.source_number) == (
        1, "call", row.incident_number,
    )  # fmt: skip
    assert dispute.category_id == "neighbor"
    assert kinds() == ["call_noted", "call_noted", "registered", "repeated"]
    assert last("repeated").payload["earlier"] == [first.incident_number]


@pytest.mark.parametrize(
    "second",
    [
        {"address": "", "point": FAR},
        {"address": "东吉大街", "point": None},
        {"ago_days": -91},
        {"is_exercise": True},
    ],
    ids=["73 metres away", "in the same street", "after more than 90 days", "as an exercise"],
)
def test_another_matter_opens_nothing(cast: Cast, second: dict[str, Any]) -> None:
    tell(cast)
    tell(cast, address="东吉大街", point=None)
    assert tell(cast, **second).dispute is None
    assert not Dispute.objects.exists()


def test_a_call_about_an_open_dispute_raises_it(cast: Cast) -> None:
    dispute = make_dispute(cast, point=HERE)
    row = tell(cast)
    dispute.refresh_from_db()
    assert row.dispute == dispute
    assert (dispute.repeats, dispute.last_contact_at) == (1, row.reported_at)
    assert tell(cast).dispute == dispute
    dispute.refresh_from_db()
    assert dispute.repeats == 2 and kinds().count("repeated") == 2


def test_a_call_from_the_telephone_of_a_party_raises_her_dispute(cast: Cast) -> None:
    dispute = make_dispute(cast, point=FAR)
    services.add_party(dispute, by=cast.cora, side="a", name="甲", phone="199-0000-0001")
    assert tell(cast, address="", point=None, phone=PHONE).dispute == dispute


def test_a_call_after_the_dispute_was_closed_opens_another(cast: Cast) -> None:
    closed = make_dispute(cast, point=HERE, stage="closed")
    dispute = tell(cast).dispute
    assert dispute is not None and dispute != closed and dispute.repeats == 1


def test_nobody_is_followed_from_one_branch_to_another_by_telephone(cast: Cast) -> None:
    tell(cast, phone=PHONE)
    south = {"agency": cast.south_station, "cell": cast.south_cell}
    assert tell(cast, address="", point=None, phone=PHONE, **south).dispute is None


def test_a_city_may_count_other_days(cast: Cast) -> None:
    services.set_repeat_rule(
        by=cast.lea, days=10, radius_m=50, hint_days=30, valid_from=timezone.localdate()
    )
    tell(cast, ago_days=11)
    assert tell(cast).dispute is None
    with pytest.raises(InvalidInput):
        services.set_repeat_rule(
            by=cast.lea, days=0, radius_m=50, hint_days=3, valid_from=moment(2).date()
        )
    assert RepeatRule.objects.filter(agency=cast.north).count() == 1


def test_a_call_is_made_a_dispute_in_one_action_and_only_once(cast: Cast) -> None:
    call = tell(cast)
    dispute = services.from_call(call, by=cast.nora)
    assert services.from_call(call, by=cast.cora) == dispute
    call.refresh_from_db()
    assert (call.dispute, call.answered_by) == (dispute, "诺拉 N001")
    assert (dispute.cell, dispute.address) == (call.cell, call.address)


def test_a_call_without_a_dispute_has_a_reason_in_words(cast: Cast) -> None:
    call = tell(cast)
    with pytest.raises(InvalidInput):
        services.answer_call(call, by=cast.cora, reason="elsewhere")
    with pytest.raises(InvalidInput, match="identity"):
        services.answer_call(call, by=cast.cora, reason="settled", text=f"call {PHONE}")
    row = services.answer_call(call, by=cast.cora, reason="elsewhere", text="town committee")
    assert (row.reason, last("call_answered").payload["reason"]) == ("elsewhere", "elsewhere")
    services.from_call(row, by=cast.cora)
    row.refresh_from_db()
    assert row.reason == ""
    with pytest.raises(IllegalStep):
        services.answer_call(row, by=cast.cora, reason="settled")


def test_a_call_may_be_added_to_a_dispute_that_is_known(cast: Cast) -> None:
    call, dispute = tell(cast), make_dispute(cast, point=FAR)
    raised = services.add_to_dispute(call, dispute, by=cast.cora)
    assert raised.repeats == 1 and kinds()[-2:] == ["call_answered", "repeated"]
    with pytest.raises(IllegalStep):
        services.add_to_dispute(call, dispute, by=cast.cora)


def test_a_reason_given_before_stays_beside_the_dispute_that_comes_after(cast: Cast) -> None:
    first = services.answer_call(tell(cast, ago_days=1), by=cast.cora, reason="settled")
    second = tell(cast)
    first.refresh_from_db()
    assert (first.dispute, first.reason) == (second.dispute, "settled")


@pytest.mark.django_db(transaction=True)
def test_two_calls_of_one_place_at_one_moment_open_one_dispute(cast: Cast) -> None:
    numbers = [f"99010126008{n}" for n in range(4)]
    assert (
        outcomes(*[lambda at=number: tell(cast, number=at) for number in numbers]) == ["done"] * 4
    )
    assert Dispute.objects.get().repeats == 3
    assert not DisputeCall.objects.filter(dispute=None).exists()
