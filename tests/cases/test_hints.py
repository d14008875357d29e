"""What is said about a case before it is kept: hints, never refusals."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from command_center.cases.hints import Hint, look_over
from tests.cases.make import make_case
from tests.cast import SOUTH, STEP, WEST, Cast

pytestmark = pytest.mark.django_db

NORTH = {"lng": WEST + 0.5 * STEP, "lat": SOUTH + 1.5 * STEP}


def hinted(cast: Cast, **said: Any) -> dict[str, Hint]:
    now = timezone.now()
    told = {"category": "050201", "occurred_from": now - timedelta(hours=5),
            "occurred_to": now - timedelta(hours=3), **NORTH}  # fmt: skip
    draft, found = look_over(told | said, by=cast.cora)
    assert draft.errors == []
    return {hint.code: hint for hint in found}


def test_a_plain_burglary_gives_no_hint(cast: Cast) -> None:
    assert hinted(cast) == {}


@pytest.mark.parametrize(
    ("hours", "code"), [(None, "no_end"), (6, "reversed"), (-8, ""), (-12.5, "long")]
)
def test_an_interval_is_ended_runs_forward_and_is_not_long(
    cast: Cast, hours: float | None, code: str
) -> None:
    began = timezone.now() - timedelta(hours=20)
    end = None if hours is None else began - timedelta(hours=hours)
    assert set(hinted(cast, occurred_from=began, occurred_to=end)) == ({code} if code else set())


def test_a_report_before_the_deed_is_hinted_at(cast: Cast) -> None:
    assert "reported_early" in hinted(cast, reported_at=timezone.now() - timedelta(days=2))


def test_what_was_taken_suggests_another_kind_of_theft(cast: Cast) -> None:
    found = hinted(cast, category="050227", target="ebike")
    assert "E-bike theft" in found["category"].text
    assert "category" not in hinted(cast, category="050225", target="ebike")
    assert "category" not in hinted(cast, category="05012C", target="ebike")  # robbed of it


def test_a_burglary_does_not_happen_in_the_street(cast: Cast) -> None:
    assert set(hinted(cast, premises="street")) == {"premises"}
    assert hinted(cast, premises="flat") == {}


def test_a_point_in_another_cell_than_the_one_named_is_hinted_at(cast: Cast) -> None:
    assert "N-1" in hinted(cast, cell="N-2")["cell"].text
    assert set(hinted(cast, lng=120.0)) == {"outside"}
    assert set(hinted(cast, lng=None, lat=None)) == {"no_point"}
    assert set(hinted(cast, position_error_m=400)) == {"blurred"}


def test_a_loss_out_of_the_usual_is_asked_about(cast: Cast) -> None:
    assert set(hinted(cast, category="050227", loss_yuan=10_001)) == {"loss"}
    assert hinted(cast, category="050227", loss_yuan=10_000) == {}


def test_the_same_category_within_200_m_and_24_hours_may_be_the_same_case(cast: Cast) -> None:
    known = make_case(cast, agency=cast.north_station)
    assert hinted(cast)["double"].numbers == (known.number,)
    metre = 1 / 81_500  # of longitude there
    assert "double" in hinted(cast, lng=NORTH["lng"] + 190 * metre)
    assert "double" not in hinted(cast, lng=NORTH["lng"] + 215 * metre)
    assert "double" not in hinted(cast, category="050225")
    long_ago = timezone.now() - timedelta(hours=40)
    assert "double" not in hinted(
        cast, occurred_from=long_ago, occurred_to=long_ago + timedelta(hours=1)
    )


def test_a_double_in_another_area_is_not_named(cast: Cast) -> None:
    made = make_case(cast, agency=cast.south_station)
    made.point = make_case(cast, category="050300").point
    made.save()
    assert "double" not in hinted(cast)


def test_a_call_nobody_here_knows_is_hinted_at(cast: Cast) -> None:
    assert set(hinted(cast, incident_number="99-00001")) == {"incident"}
