"""Build rates, gaps, rings, validity: figures that open the rows behind them."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from checkpoints.register import selectors
from checkpoints.register.figures import build_rates, force_gaps, percent
from checkpoints.register.models import Checkpoint
from checkpoints.register.validity import faulty
from tests.cast import Cast
from tests.checkpoints.make import make_checkpoint
from tests.checkpoints.register.stock import join, square_ring


def rates(cast: Cast) -> dict[tuple[str, str], tuple[int, int, Decimal | None]]:
    found = build_rates(selectors.checkpoints(cast.chief))
    return {(rate.by, rate.code): (rate.planned, rate.built, rate.rate) for rate in found}


def test_one_of_one_is_a_hundred_and_five_of_six_is_83_3_percent(cast: Cast) -> None:
    make_checkpoint(cast, grade="level1", line_id="provincial")
    for _n in range(5):
        make_checkpoint(cast, grade="level2")
    make_checkpoint(cast, grade="level2", built_on=None)
    found = rates(cast)
    assert found["grade", "level1"] == (1, 1, Decimal("100.0"))
    assert found["grade", "level2"] == (6, 5, Decimal("83.3"))
    assert found["grade", "level3"] == (0, 0, None)
    assert found["all", ""] == (7, 6, Decimal("85.7"))
    assert found["line", "ring"] == (6, 5, Decimal("83.3"))


def test_a_plan_given_up_counts_no_more_and_what_was_built_stays_built(cast: Cast) -> None:
    make_checkpoint(cast, built_on=None, is_active=False)
    make_checkpoint(cast, is_active=False)
    assert rates(cast)["all", ""] == (1, 1, Decimal("100.0"))


def test_a_rate_is_rounded_half_up_to_one_decimal() -> None:
    assert percent(1, 16) == Decimal("6.3")
    assert percent(1, 3) == Decimal("33.3")
    assert percent(0, 0) is None


def test_line_three_shows_only_provincial_links(cast: Cast) -> None:
    make_checkpoint(cast)
    link = make_checkpoint(cast, line_id="provincial")
    assert list(selectors.checkpoints(cast.chief, line="provincial")) == [link]


def test_kinds_roads_and_words_filter(cast: Cast) -> None:
    mobile = make_checkpoint(cast, kind="mobile", name="流动卡口车", road="G303")
    make_checkpoint(cast)
    for wanted in ({"kind": "mobile"}, {"road": "G303"}, {"q": "流动"}, {"q": "g30"}):
        assert list(selectors.checkpoints(cast.chief, **wanted)) == [mobile], wanted


def test_each_state_finds_its_own_and_together_they_find_all(cast: Cast) -> None:
    now = timezone.now()
    made = {
        "operational": make_checkpoint(cast),
        "planned": make_checkpoint(cast, built_on=None),
        "closed": make_checkpoint(cast, is_active=False),
        "waiting": make_checkpoint(cast, valid_from=None, valid_to=None),
        "expired": make_checkpoint(cast, valid_to=now - timedelta(days=1)),
    }
    for state, row in made.items():
        assert row.state_at() == state
        assert list(selectors.checkpoints(cast.chief, state=state)) == [row], state
    assert not selectors.checkpoints(cast.chief, state="flying").exists()


def test_a_station_without_a_working_gantry_is_in_the_gap_list(cast: Cast) -> None:
    bare, served, lapsed = (make_checkpoint(cast) for _n in range(3))
    make_checkpoint(cast, kind="gantry", parent=served)
    ended = timezone.now() - timedelta(days=1)
    make_checkpoint(cast, kind="gantry", parent=lapsed, valid_to=ended)
    make_checkpoint(cast, kind=Checkpoint.Kind.MOBILE)
    assert list(selectors.checkpoints(cast.chief, gap="gantry")) == [bare, lapsed]


def test_a_missing_a_weak_an_ended_and_a_silent_force_are_gaps(cast: Cast) -> None:
    rows = {word: make_checkpoint(cast) for word in ("none", "ended", "silent", "whole")}
    join(rows["ended"], valid_from="2026-01-01", valid_to=timezone.localdate())
    join(rows["silent"], phone="")
    join(rows["whole"])
    big = make_checkpoint(cast, grade="level1")
    join(big, heads=1)
    found = [
        (gap.checkpoint, gap.required, gap.agreed, gap.why) for gap in force_gaps(rows.values())
    ]
    assert found == [
        (rows["none"], 1, 0, "No agreement"),
        (rows["ended"], 1, 0, "Agreement does not hold today"),
        (rows["silent"], 2, 2, "No desk to call"),
    ]
    why = [gap.why for gap in force_gaps([big])]
    assert why == ["No agreement", "Too few heads agreed"]


def test_gaps_of_many_cost_no_more_queries(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _n in range(8):
        join(make_checkpoint(cast))
    rows = list(selectors.operational(cast.chief))
    with django_assert_num_queries(3):
        assert force_gaps(rows) == []


def test_a_ring_contains_the_points_inside_it(cast: Cast) -> None:
    inside = make_checkpoint(cast)
    make_checkpoint(cast, point="SRID=4326;POINT(126.5 43.5)")
    square_ring(agency=cast.city)
    ((ring, found),) = selectors.ringed(cast.chief)
    assert (ring.name, found) == ("环城圈", [inside])


def test_the_map_in_sight_is_cut_by_its_box(cast: Cast) -> None:
    near = make_checkpoint(cast)
    make_checkpoint(cast, point="SRID=4326;POINT(126.5 43.5)")
    rows = selectors.operational(cast.chief)
    assert list(selectors.within(rows, (125.0, 42.8, 125.2, 43.0))) == [near]


def test_what_ended_or_stands_without_sign_or_filing_is_listed(cast: Cast) -> None:
    now = timezone.now()
    make_checkpoint(cast, filing_number="示备1")
    ended = make_checkpoint(cast, valid_to=now - timedelta(days=1), filing_number="示备2")
    bare = make_checkpoint(cast, is_signed=False)
    soon = make_checkpoint(cast, valid_to=now + timedelta(days=3), filing_number="示备3")
    found = dict(faulty(selectors.checkpoints(cast.chief)))
    assert list(found) == [bare, ended, soon]
    assert len(found[bare]) == 2
    assert found[soon] == ["The instrument ends within 30 days."]
