"""What a checkpoint must have, what it has, and what is short."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from checkpoints.register import needs
from checkpoints.register.models import Checkpoint, EquipmentItem, Grade, Minimum
from checkpoints.register.ruling import set_minimum, set_minimums
from grid.errors import InvalidInput
from grid.ledger.models import EventEntry
from tests.cast import Cast
from tests.checkpoints.make import make_checkpoint
from tests.checkpoints.register.stock import equip


def test_every_grade_has_a_default_minimum_at_every_duty_level(cast: Cast) -> None:
    for grade in Grade.values:
        row = make_checkpoint(cast, grade=grade)
        levels = [needs.required(row, level) for level in ("normal", "reinforced", "wartime")]
        assert all(each.officers and each.auxiliaries and each.vehicles for each in levels)
        assert all(each.posts and each.equipment for each in levels)
        officers = [each.officers for each in levels]
        assert officers == sorted(officers) and officers[0] < officers[-1]
    assert not Minimum.objects.filter(agency__isnull=False).exists()


def test_a_grade_two_station_at_the_normal_level(cast: Cast) -> None:
    wanted = needs.required(make_checkpoint(cast), "normal")
    assert (wanted.officers, wanted.auxiliaries, wanted.vehicles) == (4, 6, 1)
    assert wanted.posts == {"observe_guide": 1, "vehicle_check": 1, "cover_guard": 1}
    assert wanted.equipment["shield"] == 2
    assert "trace_detector" not in wanted.equipment
    assert wanted.forces == {"traffic_police": 1}


def test_a_gantry_needs_nothing(cast: Cast) -> None:
    station = make_checkpoint(cast)
    gantry = make_checkpoint(cast, kind=Checkpoint.Kind.GANTRY, parent=station)
    assert needs.required(gantry, "wartime") == needs.Required()


def test_an_unknown_level_asks_for_nothing(cast: Cast) -> None:
    assert needs.required(make_checkpoint(cast), "carnival") == needs.Required()


def test_the_row_of_the_nearest_agency_goes_before_the_city_and_the_default(cast: Cast) -> None:
    here, there = make_checkpoint(cast), make_checkpoint(cast, agency=cast.south_station)
    key = {"grade": "level2", "level": "normal", "need": "officers"}
    set_minimum(cast.city, by=cast.chief.as_actor(), quantity=7, **key)
    set_minimum(cast.north, by=cast.chief.as_actor(), quantity=9, **key)
    found = needs.required_many([here, there], "normal")
    assert (found[here.pk].officers, found[there.pk].officers) == (9, 7)
    assert EventEntry.objects.filter(kind="checkpoints.minimum_set").count() == 2


def test_a_minimum_of_nought_takes_the_default_away(cast: Cast) -> None:
    row = make_checkpoint(cast)
    key = {"grade": "level2", "level": "normal", "need": "equipment", "code": "shield"}
    set_minimum(cast.city, by=cast.chief.as_actor(), quantity=0, **key)
    assert "shield" not in needs.required(row, "normal").equipment


def test_a_minimum_holds_from_its_day_and_the_past_stays_as_it_was(cast: Cast) -> None:
    row, today = make_checkpoint(cast), timezone.localdate()
    key = {"grade": "level2", "level": "normal", "need": "vehicles"}
    by = cast.chief.as_actor()
    set_minimum(cast.city, by=by, quantity=2, **key)
    set_minimum(cast.city, by=by, quantity=5, valid_from=today + timedelta(days=3), **key)
    assert needs.required(row, "normal").vehicles == 2
    later = timezone.now() + timedelta(days=3)
    assert needs.required(row, "normal", later).vehicles == 5
    before = timezone.now() - timedelta(days=3)
    assert needs.required(row, "normal", before).vehicles == 1
    again = set_minimum(cast.city, by=by, quantity=3, **key)
    assert (again.quantity, again.version) == (3, 2)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"level": "carnival"}, "level"),
        ({"need": "equipment", "code": "laser"}, "code"),
        ({"need": "officers", "code": "shield"}, "code"),
        ({"days": -1}, "valid_from"),
    ],
    ids=["level", "equipment", "heads", "past"],
)
def test_a_minimum_that_cannot_be_is_refused_at_its_field(
    cast: Cast, said: dict[str, object], field: str
) -> None:
    key: dict[str, str] = {"grade": "level1", "level": "normal", "need": "officers"}
    key |= {name: str(value) for name, value in said.items() if name != "days"}
    day = timezone.localdate() + timedelta(days=int(str(said.get("days", 0))))
    with pytest.raises(InvalidInput) as refusal:
        set_minimum(cast.city, by=cast.chief.as_actor(), quantity=1, valid_from=day, **key)
    assert refusal.value.errors[0]["pointer"] == f"/{field}"


def test_three_levels_are_set_at_once_or_not_at_all(cast: Cast) -> None:
    key = {"grade": "level1", "need": "officers"}
    said = {"normal": 3, "carnival": 4}
    day = timezone.localdate()
    with pytest.raises(InvalidInput):
        set_minimums(
            cast.city, by=cast.chief.as_actor(), quantities=said, valid_from=day, code="", **key
        )
    assert not Minimum.objects.filter(agency=cast.city).exists()


def test_what_is_required_less_what_is_usable_is_short(cast: Cast) -> None:
    row = make_checkpoint(cast)
    equip(row, but="shield")
    shield = {"checkpoint": row, "kind_id": "shield"}
    EquipmentItem.objects.create(**shield, quantity=1)
    EquipmentItem.objects.create(**shield, quantity=5, state=EquipmentItem.State.FAULTY)
    EquipmentItem.objects.create(**shield, quantity=5, state=EquipmentItem.State.REPAIR)
    EquipmentItem.objects.create(**shield, quantity=5, state=EquipmentItem.State.GONE)
    assert needs.present(row)["shield"] == 1
    (lack,) = needs.shortages(row, "normal")
    assert (lack["code"], lack["required"], lack["present"], lack["missing"]) == ("shield", 2, 1, 1)


def test_a_higher_level_shows_its_shortage_before_anybody_is_ready(cast: Cast) -> None:
    row = make_checkpoint(cast)
    equip(row)
    assert needs.shortages(row, "normal") == []
    missing = {lack["code"]: lack["missing"] for lack in needs.shortages(row, "wartime")}
    assert missing["shield"] == 2 and missing["trace_detector"] == 1


def test_a_hundred_checkpoints_cost_as_many_queries_as_one(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rows = [make_checkpoint(cast) for _n in range(12)]
    loaded = list(Checkpoint.objects.filter(pk__in=[r.pk for r in rows]).select_related("agency"))
    with django_assert_num_queries(1):
        needs.required_many(loaded, "wartime")
    with django_assert_num_queries(3):
        needs.shortages_many(loaded, "wartime")
