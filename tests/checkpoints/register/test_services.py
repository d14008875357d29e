"""Entering, correcting, opening, closing and moving checkpoints."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from time_machine import travel

from checkpoints.register import equipping, selectors, services
from checkpoints.register.models import Checkpoint, CheckpointMove, Opening
from checkpoints.register.reactors import tell_ended
from grid.errors import DomainError, IllegalStep, InvalidInput, StaleVersion
from grid.ledger.models import EventEntry
from tests.cast import Cast
from tests.checkpoints.make import make_checkpoint
from tests.checkpoints.register.stock import join


def entered(cast: Cast, **said: Any) -> Checkpoint:
    told = {
        "code": "G303-1",
        "name": "省际一号检查站",
        "line": "provincial",
        "grade": "level1",
        "agency": cast.north_station.code,
        "lng": 125.11,
        "lat": 42.91,
    }
    by = cast.chief.as_actor()
    return services.save_checkpoint(None, by=by, viewer=cast.chief, **told | said)


def fields(refusal: DomainError) -> set[str]:
    return {fault["pointer"].strip("/") for fault in refusal.errors}


def term(**said: Any) -> dict[str, Any]:
    now = timezone.now()
    return {
        "instrument_type": "设站批复",
        "instrument_number": "示公批〔2026〕1号",
        "instrument_issuer": "示例市局",
        "valid_from": now,
        "valid_to": now + timedelta(days=30),
        "built_on": timezone.localdate(),
    } | said


def test_a_planned_checkpoint_is_entered_and_is_in_no_operational_view(cast: Cast) -> None:
    row = entered(cast, planned_on=timezone.localdate())
    assert row.state_at() == "planned"
    assert not selectors.operational(cast.chief).exists()
    fact = EventEntry.objects.get(kind="checkpoints.checkpoint_added")
    assert (fact.subject_id, fact.payload["line"]) == ("G303-1", "provincial")


def test_every_fault_of_an_entry_is_named_at_once(cast: Cast) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(InvalidInput) as refusal:
        entered(cast, line="moon", agency="000000000000", lng=999.0, built_on=tomorrow)
    assert fields(refusal.value) == {"line", "agency", "lng", "built_on"}
    assert not Checkpoint.objects.exists()


def test_a_code_is_given_once(cast: Cast) -> None:
    entered(cast)
    with pytest.raises(InvalidInput) as refusal:
        entered(cast)
    assert fields(refusal.value) == {"code"}


def test_a_gantry_belongs_to_a_checkpoint_and_nothing_else_does(cast: Cast) -> None:
    entered(cast)
    with pytest.raises(InvalidInput) as orphan:
        entered(cast, code="E1", kind="gantry")
    assert fields(orphan.value) == {"parent"}
    gantry = entered(cast, code="E1", kind="gantry", parent="G303-1")
    with pytest.raises(InvalidInput) as nested:
        entered(cast, code="E2", kind="gantry", parent=gantry.code)
    assert fields(nested.value) == {"parent"}
    with pytest.raises(InvalidInput) as child:
        entered(cast, code="F2", parent="G303-1")
    assert fields(child.value) == {"parent"}


def test_nora_cannot_put_a_checkpoint_into_the_south(cast: Cast) -> None:
    with pytest.raises(InvalidInput) as refusal:
        services.save_checkpoint(
            None,
            by=cast.nora.as_actor(),
            viewer=cast.nora,
            code="X",
            name="x",
            line="ring",
            grade="level3",
            agency=cast.south_station.code,
            lng=125.1,
            lat=42.9,
        )
    assert fields(refusal.value) == {"agency"}


def test_a_stale_correction_is_refused_with_both_versions(cast: Cast) -> None:
    row = entered(cast)
    said = {"by": cast.chief.as_actor(), "viewer": cast.chief}
    services.save_checkpoint(row, version=1, name="新名", **said)
    with pytest.raises(StaleVersion) as refusal:
        services.save_checkpoint(row, version=1, name="旧名", **said)
    assert refusal.value.context["current_version"] == 2


def test_it_cannot_be_built_before_it_was_planned(cast: Cast) -> None:
    today = timezone.localdate()
    with pytest.raises(InvalidInput) as refusal:
        entered(cast, planned_on=today, built_on=today - timedelta(days=1))
    assert fields(refusal.value) == {"built_on"}


def test_coordinates_of_other_systems_are_turned_into_wgs84(cast: Cast) -> None:
    row = entered(cast, crs="gcj02")
    assert row.point.x != 125.11 and abs(row.point.x - 125.11) < 0.01


def test_opening_says_under_what_and_keeps_what_held_before(cast: Cast) -> None:
    by = cast.chief.as_actor()
    row = services.open_checkpoint(entered(cast), by=by, **term(is_signed=True))
    assert row.state_at() == "operational"
    assert list(selectors.operational(cast.gus)) == [row]
    services.open_checkpoint(row, by=by, **term(instrument_number="示公批〔2026〕2号"))
    old, new = Opening.objects.order_by("pk")
    assert (old.closing_reason, new.closed_at) == ("renewed", None)
    assert EventEntry.objects.filter(kind="checkpoints.checkpoint_opened").count() == 2


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"instrument_number": ""}, "instrument_number"),
        ({"valid_from": None}, "valid_from"),
        ({"built_on": None}, "built_on"),
        ({"valid_to": "before"}, "valid_to"),
    ],
    ids=["instrument", "from", "unbuilt", "ended"],
)
def test_an_opening_without_its_ground_is_refused(
    cast: Cast, said: dict[str, Any], field: str
) -> None:
    if said.get("valid_to") == "before":
        said = {"valid_to": timezone.now() - timedelta(hours=1)}
    with pytest.raises(InvalidInput) as refusal:
        services.open_checkpoint(entered(cast), by=cast.chief.as_actor(), **term(**said))
    assert field in fields(refusal.value)


def test_a_temporary_checkpoint_has_an_end(cast: Cast) -> None:
    row = entered(cast, grade="temporary")
    with pytest.raises(InvalidInput) as refusal:
        services.open_checkpoint(row, by=cast.chief.as_actor(), **term(valid_to=None))
    assert fields(refusal.value) == {"valid_to"}


def test_an_ended_instrument_takes_it_out_of_every_view_at_that_moment(cast: Cast) -> None:
    end = timezone.now().replace(microsecond=0) + timedelta(days=30)
    row = make_checkpoint(cast, valid_to=end)
    for moment, works in ((end - timedelta(seconds=1), True), (end, False)):
        with travel(moment, tick=False):
            assert selectors.operational(cast.gus).exists() is works
            assert selectors.checkpoints(cast.gus, state="expired").exists() is not works
            assert row.state_at() == ("operational" if works else "expired")
            assert selectors.my_checkpoints(cast.gus) == ([row] if works else [])


def test_an_ended_instrument_is_told_once(cast: Cast) -> None:
    end = timezone.now().replace(microsecond=0) + timedelta(hours=1)
    make_checkpoint(cast, valid_to=end)
    tell_ended()
    assert not EventEntry.objects.filter(kind="checkpoints.checkpoint_expired").exists()
    with travel(end + timedelta(minutes=1), tick=False):
        tell_ended()
        tell_ended()
    fact = EventEntry.objects.get(kind="checkpoints.checkpoint_expired")
    assert fact.happened_at == end


def test_closing_needs_a_reason_and_leaves_nothing_working(cast: Cast) -> None:
    by, row = cast.chief.as_actor(), make_checkpoint(cast)
    with pytest.raises(InvalidInput):
        services.close_checkpoint(row, by=by, reason="  ")
    closed = services.close_checkpoint(row, by=by, reason="道路改线", is_sign_removed=True)
    assert (closed.state_at(), closed.is_signed) == ("closed", False)
    assert not selectors.operational(cast.chief).exists()
    with pytest.raises(IllegalStep):
        services.close_checkpoint(row, by=by, reason="再关")
    assert services.open_checkpoint(closed, by=by, **term()).state_at() == "operational"


def test_the_reason_of_a_closing_goes_to_the_audit(cast: Cast) -> None:
    services.close_checkpoint(make_checkpoint(cast), by=cast.chief.as_actor(), reason="道路改线")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reason FROM ledger_auditentry WHERE action = 'checkpoints.checkpoint_closed'"
        )
        assert cursor.fetchone() == ("道路改线",)


def test_a_mobile_checkpoint_moves_and_says_what_for(cast: Cast) -> None:
    by = cast.chief.as_actor()
    row = make_checkpoint(cast, kind=Checkpoint.Kind.MOBILE)
    moved = services.move_checkpoint(
        row, by=by, mission="活动安保", lng=125.13, lat=42.92, road="G303"
    )
    assert (moved.point.x, moved.mission, moved.road) == (125.13, "活动安保", "G303")
    assert CheckpointMove.objects.get().mission == "活动安保"
    fact = EventEntry.objects.get(kind="checkpoints.checkpoint_moved")
    assert (fact.payload["lng"], fact.payload["mission"]) == (125.13, "活动安保")
    with pytest.raises(InvalidInput) as refusal:
        services.move_checkpoint(row, by=by, mission="", lng=None, lat=42.9)
    assert fields(refusal.value) == {"mission", "lng"}


def test_a_fixed_checkpoint_is_not_moved(cast: Cast) -> None:
    with pytest.raises(IllegalStep):
        services.move_checkpoint(
            make_checkpoint(cast), by=cast.chief.as_actor(), mission="x", lng=125.1, lat=42.9
        )


def test_equipment_that_was_checked_is_due_again_by_the_rhythm_of_its_kind(cast: Cast) -> None:
    by, row = cast.chief.as_actor(), make_checkpoint(cast)
    item = equipping.save_equipment(None, row, by=by, kind="metal_detector", quantity=2)
    assert item.check_due_on is None
    item = equipping.check_equipment(item, by=by, is_usable=False, note="电池")
    today = timezone.localdate()
    assert (item.state, item.check_due_on) == ("faulty", today + timedelta(days=30))
    assert item.is_check_overdue(today + timedelta(days=31))
    assert not item.is_check_overdue(today + timedelta(days=30))
    assert EventEntry.objects.filter(kind="checkpoints.equipment_changed").count() == 2


def test_equipment_of_an_unknown_kind_or_checked_tomorrow_is_refused(cast: Cast) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(InvalidInput) as refusal:
        equipping.save_equipment(
            None,
            make_checkpoint(cast),
            by=cast.chief.as_actor(),
            kind="laser",
            checked_on=tomorrow,
        )
    assert fields(refusal.value) == {"kind", "checked_on"}


def test_posts_and_joint_forces_are_kept_with_their_versions(cast: Cast) -> None:
    by, row = cast.chief.as_actor(), make_checkpoint(cast)
    post = equipping.save_post(None, row, by=by, kind="cover_guard", name="东侧警戒")
    post = equipping.save_post(post, row, by=by, version=1, is_active=False)
    assert (post.version, post.is_active) == (2, False)
    force = equipping.save_joint_force(
        None, row, by=by, kind="traffic_police", agency=cast.south.code, heads=2
    )
    assert str(force) == "南分局"
    with pytest.raises(StaleVersion):
        equipping.save_joint_force(force, row, by=by, version=7, heads=3)


def test_a_joint_force_names_somebody_and_ends_after_it_began(cast: Cast) -> None:
    today = timezone.localdate()
    with pytest.raises(InvalidInput) as refusal:
        equipping.save_joint_force(
            None,
            make_checkpoint(cast),
            by=cast.chief.as_actor(),
            kind="transport_hub",
            valid_from=today,
            valid_to=today,
        )
    assert fields(refusal.value) == {"name", "valid_to"}


def test_an_agreement_holds_from_its_day_until_before_its_end(cast: Cast) -> None:
    today = timezone.localdate()
    force = join(make_checkpoint(cast), valid_to=today + timedelta(days=2))
    days = [today + timedelta(days=n) for n in (-1, 0, 1, 2)]
    assert [force.holds(day) for day in days] == [False, True, True, False]
