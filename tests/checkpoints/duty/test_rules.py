"""Procedures by version, and statistics over past switches with drills apart."""

from datetime import timedelta

import pytest
from django.utils import timezone

from checkpoints.duty import past, services
from checkpoints.duty.figures import p90
from checkpoints.duty.rules import sop_for, sops, supplement_of
from checkpoints.register.models import DutyLevel
from grid.errors import InvalidInput, NotAllowed
from tests.checkpoints.duty.conftest import START, only, ready
from tests.checkpoints.make import make_checkpoint

pytestmark = pytest.mark.django_db


@pytest.fixture
def write(cast):
    level = DutyLevel.objects.get(code="reinforced")

    def version(by=None, days=0, **said):
        fields = {"title": "加强勤务规范", "text": "双向查验，重点查验出城方向。", "level": level}
        day = timezone.localdate() + timedelta(days=days)
        return services.write_sop(by=by or cast.chief, valid_from=day, **fields | said)

    return version


def test_each_version_has_the_next_number_and_the_newest_that_holds_is_used(cast, write):
    first, later = write(), write(days=7)
    assert (first.number, later.number) == (1, 2)
    now = timezone.now()
    assert sop_for("reinforced", cast.north_station.path, now) == first
    assert sop_for("reinforced", cast.north_station.path, now + timedelta(days=8)) == later
    assert sop_for("wartime", cast.north_station.path, now) is None


def test_the_version_of_the_nearest_agency_goes_before_the_citys(cast, write):
    city, north = write(), write(by=cast.nora)
    now = timezone.now()
    assert sop_for("reinforced", cast.north_station.path, now) == north
    assert sop_for("reinforced", cast.south_station.path, now) == city
    assert set(sops(cast.gus)) == {city, north}
    assert set(sops(cast.sam)) == {city}


def test_an_order_keeps_the_version_it_was_given_by(cast, write, give):
    first = write()
    order = give()
    write()
    order.refresh_from_db()
    assert order.sop == first


def test_a_station_has_its_own_supplement(cast, write):
    here = make_checkpoint(cast)
    own = write(checkpoint=here)
    assert supplement_of(here, "reinforced", timezone.now()) == own
    assert sop_for("reinforced", here.agency.path, timezone.now()) is None
    with pytest.raises(NotAllowed):
        write(by=cast.sam, checkpoint=here)


def test_nothing_is_written_backwards(write):
    with pytest.raises(InvalidInput):
        write(days=-1)


def test_a_procedure_of_another_level_does_not_go_with_the_order(cast, write, give):
    with pytest.raises(InvalidInput):
        give(level="wartime", sop=write())


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [([], None), ([7], 7), (list(range(1, 11)), 9), (list(range(1, 12)), 10), ([5, 1], 5)],
    ids=["none", "one", "ten", "eleven", "two"],
)
def test_p90_is_the_nearest_rank(seconds, expected):
    assert p90(seconds) == expected


def test_drills_are_told_apart_and_never_mixed_in(cast, clock, give):
    here = make_checkpoint(cast)
    ready(only(give(here)), cast.gus)
    clock.move_to(START + timedelta(hours=1))
    drill = only(give(here, is_drill=True))
    clock.move_to(START + timedelta(hours=1, seconds=50))
    ready(drill, cast.gus)

    def total(**asked):
        return past.figures(cast.chief, {"by": "month", **asked})

    assert total()["total"]["switches"] == 1
    assert total()["total"]["ready_median_s"] == 0
    assert total(drills="only")["total"]["ready_median_s"] == 50
    assert [group["key"] for group in total()["groups"]] == ["2026-03"]


def test_each_figure_opens_to_its_rows(cast, clock, give):
    late, short, good = (make_checkpoint(cast, line_id="provincial") for _n in range(3))
    order = give(late, short, good)
    rows = {row.checkpoint: row for row in order.switches.all()}
    ready(rows[good], cast.gus)
    signed = services.sign(rows[short], by=cast.gus)
    services.report(signed, by=cast.gus, officers=0, auxiliaries=1, vehicles=1,
                    equipment={"shield": 3})  # fmt: skip
    services.waive(signed, by=cast.chief, reason="增援途中")
    services.report(signed, by=cast.gus, ready=True)
    clock.move_to(START + timedelta(seconds=1801))
    for outcome, expected in {
        "late": {late}, "sign_late": {late}, "unready": {late}, "short": {short},
        "waived": {short}, "ready": {short, good}, "cancelled": set(),
    }.items():  # fmt: skip
        found = past.past(cast.chief, {"outcome": outcome, "line": "provincial"})
        assert {row.checkpoint for row in found} == expected, outcome
    groups = past.figures(cast.chief, {"by": "line"})["groups"]
    assert [(group["key"], group["figures"]["late"]) for group in groups] == [("provincial", 1)]
    assert past.past(cast.chief, {"agency": cast.south.code}).count() == 0
    assert past.past(cast.chief, {"q": order.number}).count() == 3
