"""Starting a containment: from what, by whom, and who else has to say yes."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.db import IntegrityError, transaction
from django.utils import timezone

from checkpoints.containment.models import Containment, PostOrder
from checkpoints.containment.services import starting
from checkpoints.register import above
from grid.errors import InvalidInput, LostRace, NotAllowed
from grid.ledger.models import EventEntry
from tests.cast import Cast
from tests.checkpoints.containment.flight import ago, lay_roads, make_plan, running, start
from tests.checkpoints.make import make_checkpoint

State = Containment.State


def pointers(refusal: pytest.ExceptionInfo[InvalidInput]) -> set[str]:
    return {fault["pointer"] for fault in refusal.value.errors}


def test_it_waits_for_a_second_officer_and_orders_nobody_before(cast: Cast) -> None:
    row = start(cast)
    assert (row.state, row.orders.count()) == (State.DRAFT, 0)
    kinds = EventEntry.objects.filter(kind__startswith="containment.").values_list(
        "kind", flat=True
    )
    assert list(kinds) == ["containment.plan_added", "containment.started"]


def test_the_second_officer_sets_it_in_force_and_the_first_posts_have_their_order(
    cast: Cast,
) -> None:
    row = running(cast)
    assert (row.state, row.approved_by_key) == (State.ACTIVE, f"officer:{cast.chief.pk}")
    assert sorted(row.orders.values_list("crossing__name", flat=True)) == ["E1", "N1"]
    first, second = row.orders.all()
    assert first.issued_at == second.issued_at
    assert first.owner_path == cast.north_station.path


def test_whoever_started_it_cannot_approve_it(cast: Cast) -> None:
    row = start(cast, by=cast.chief)
    with pytest.raises(NotAllowed, match="Another officer"):
        starting.approve(row, by=cast.chief)


def test_not_even_the_database_takes_one_person_twice(cast: Cast) -> None:
    row = start(cast)
    rows = Containment.objects.filter(pk=row.pk)
    with pytest.raises(IntegrityError, match="containment_two_people"), transaction.atomic():
        rows.update(approved_by_key=row.started_by_key)
    with pytest.raises(IntegrityError, match="containment_approved"), transaction.atomic():
        rows.update(state="active")


def test_a_dispatcher_may_not_give_the_second_approval(cast: Cast) -> None:
    row = start(cast, by=cast.chief, plan=make_plan(cast, by=cast.nora))
    with pytest.raises(NotAllowed, match="may not approve"):
        starting.approve(row, by=cast.nora)


def test_of_two_who_decide_the_second_is_told_who_was_first(cast: Cast) -> None:
    row = running(cast)
    with pytest.raises(LostRace, match=cast.chief.name):
        starting.refuse(row, by=cast.chief, reason="重复启动")


def test_a_refused_one_orders_nobody_and_keeps_the_reason(cast: Cast) -> None:
    row = starting.refuse(start(cast), by=cast.chief, reason="车辆已找到")
    assert (row.state, row.lift_reason, row.orders.count()) == (State.REFUSED, "车辆已找到", 0)


def test_in_major_mode_one_approval_is_enough_and_the_record_says_so(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(above, "is_major", lambda _path: True)
    row = start(cast)
    assert (row.state, row.is_major, row.approved_by) == (State.ACTIVE, True, "")
    assert row.orders.count() == 2


def test_a_drill_is_flagged_in_its_facts_and_in_those_of_its_posts(cast: Cast) -> None:
    running(cast, is_drill=True)
    facts = EventEntry.objects.filter(kind__in=["containment.approved", "containment.post_issued"])
    assert [fact.payload["is_drill"] for fact in facts] == [True, True, True]


def test_no_fact_holds_the_vehicle(cast: Cast) -> None:
    running(cast, vehicle_note="后窗破损")
    told = str(list(EventEntry.objects.values_list("payload", flat=True)))
    assert "白色" not in told
    assert "后窗破损" not in told


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("vehicle_note", "车牌 吉D·A1234"),
        ("reason", "嫌疑车吉DA12345向北"),
        ("vehicle_kind", "轿车 吉d12345"),
        ("address", "联系人 13900000000"),
        ("vehicle_note", "身份证 22040219900101123X"),
    ],
)
def test_a_plate_or_a_persons_number_is_refused_in_every_text(
    cast: Cast, field: str, words: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        start(cast, **{field: words})
    assert f"/{field}" in pointers(refusal)


def test_every_fault_is_named_at_once(cast: Cast) -> None:
    with pytest.raises(InvalidInput) as refusal:
        starting.start(by=cast.nora, said={"lng": 200.0, "speed_kmh": 900})
    assert pointers(refusal) >= {
        "/lng", "/lat", "/vehicle_colour", "/vehicle_kind", "/reason", "/occurred_at",
        "/speed_kmh", "/plan",
    }  # fmt: skip
    assert Containment.objects.count() == 0


def test_a_time_to_come_or_long_ago_is_refused(cast: Cast) -> None:
    for at in (timezone.now() + timedelta(minutes=5), ago(days=3)):
        with pytest.raises(InvalidInput) as refusal:
            start(cast, occurred_at=at)
        assert "/occurred_at" in pointers(refusal)


def brief_of(cast: Cast) -> above.IncidentBrief:
    return above.IncidentBrief(
        number="2026070700001", agency_path=cast.north.path, category="0101", address="示例路 1 号",
        point=Point(125.11, 42.91), occurred_at=ago(minutes=30), state="on_scene", url="/i/",
    )  # fmt: skip


def test_place_and_time_come_from_the_incident(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    known = brief_of(cast)
    monkeypatch.setattr(above, "incident", lambda _viewer, _number: known)
    row = start(cast, incident_number=known.number, lng=None, lat=None, occurred_at=None)
    assert (row.point.coords, row.occurred_at) == ((125.11, 42.91), known.occurred_at)
    assert (row.address, row.seen_at) == ("示例路 1 号", known.occurred_at)


def test_an_incident_out_of_scope_is_as_unknown_as_none(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(above, "incident", lambda _viewer, _number: None)
    with pytest.raises(InvalidInput) as refusal:
        start(cast, incident_number="2026070700001")
    assert pointers(refusal) == {"/incident_number"}


def test_a_plan_whose_instrument_has_expired_cannot_be_started(cast: Cast) -> None:
    plan = make_plan(cast, valid_to=timezone.now() + timedelta(milliseconds=1))
    with pytest.raises(InvalidInput) as refusal:
        start(cast, plan=plan)
    assert pointers(refusal) == {"/plan"}


def test_without_a_plan_the_defence_lines_are_the_rings(cast: Cast) -> None:
    inner = make_checkpoint(cast, line_id="city", name="城区卡点")
    outer = make_checkpoint(cast, line_id="provincial", name="省际卡点")
    row = start(cast, checkpoints=[inner, outer])
    told = row.crossings.values_list("name", "ring_rank", "stage")
    assert list(told) == [("城区卡点", 1, "points"), ("省际卡点", 3, "ring")]


def test_a_crossing_no_post_is_near_to_is_found_from_the_roads(cast: Cast) -> None:
    """Ring 2 crosses four roads; the plan has posts at two of them."""
    lay_roads(cast)
    row = start(cast)
    outer = row.crossings.filter(ring_rank=2)
    assert [(one.sequence, one.name, one.agency_id is None) for one in outer] == [
        (1, "N2", False), (2, "E2", False), (3, "S1-S2", True), (4, "W1-W2", True),
    ]  # fmt: skip


def test_the_plan_may_change_afterwards_and_the_containment_stays(cast: Cast) -> None:
    row = start(cast)
    assert row.plan is not None
    row.plan.rings.all().delete()
    starting.approve(row, by=cast.chief)
    assert row.orders.count() == 2
    assert [ring["rank"] for ring in row.rings] == [1, 2]


def test_numbers_count_up_within_the_year(cast: Cast) -> None:
    plan = make_plan(cast)
    first, second = (start(cast, plan=plan).number for _ in range(2))
    year = timezone.localdate().year
    assert [first, second] == [f"FK{year}-0001", f"FK{year}-0002"]


def test_another_agencys_command_above_is_asked(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def taken(_by: Any, _path: str) -> None:
        raise NotAllowed("taken over")

    monkeypatch.setattr(above, "require_authority", taken)
    with pytest.raises(NotAllowed, match="taken over"):
        start(cast)
    assert PostOrder.objects.count() == 0
