"""What is refused about rates: weights, what recorders say, formulas decided twice."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from grid.errors import InvalidInput, LostRace, NotAllowed, StaleVersion
from grid.ledger.models import EventEntry
from tests.cast import Cast
from tests.video.make import make_camera
from video.rates import services
from video.rates.models import RateFormula, ScoreRule, StorageState

PARTS = services._PARTS


def weights(*numbers: int) -> dict[str, int]:
    return dict(zip(PARTS, numbers, strict=True))


@pytest.mark.parametrize(
    "numbers", [(25, 25, 25, 24), (100, 100, 0, 0), (120, -20, 0, 0), (0, 0, 0, 0)]
)
def test_weights_that_are_not_a_hundred_are_refused(cast: Cast, numbers: tuple[int, ...]) -> None:
    before = ScoreRule.objects.count()
    with pytest.raises(InvalidInput):
        services.change_score_rule(
            by=cast.chief, weights=weights(*numbers), valid_from=timezone.localdate()
        )
    assert ScoreRule.objects.count() == before


def test_weights_hold_from_a_day_on_and_the_later_word_counts(cast: Cast) -> None:
    today = timezone.localdate()
    with pytest.raises(InvalidInput):
        services.change_score_rule(
            by=cast.chief, weights=weights(25, 25, 25, 25), valid_from=today - timedelta(days=1)
        )
    day = timedelta(days=1)
    first = services.change_score_rule(
        by=cast.chief, weights=weights(25, 25, 25, 25), valid_from=today + 5 * day
    )
    second = services.change_score_rule(
        by=cast.chief, weights=weights(40, 30, 20, 10), valid_from=today + 3 * day
    )
    assert not ScoreRule.objects.filter(pk=first.pk).exists()
    held = ScoreRule.objects.filter(agency=cast.city).in_force(today + 9 * day)
    assert list(held) == [second]
    assert EventEntry.objects.filter(kind="video.score_rule_changed").count() == 2


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"recorded_s": -1}, "recorded_s"),
        ({"recorded_s": 86_401}, "recorded_s"),
        ({"required_s": 0, "recorded_s": None}, "required_s"),
        ({"required_s": 90_001, "recorded_s": None}, "required_s"),
        ({"day": "tomorrow"}, "day"),
    ],
)
def test_what_a_recorder_cannot_say_is_refused_with_its_place(
    cast: Cast, wrong: dict[str, object], pointer: str
) -> None:
    camera = make_camera(cast)
    today = timezone.localdate()
    good = {
        "gb_id": camera.gb_id, "day": today, "recorded_s": 1, "required_s": 86_400,
        "clock_offset_s": 0.0, "history_days": 30,
    }  # fmt: skip
    bad = good | wrong
    if bad["day"] == "tomorrow":
        bad["day"] = today + timedelta(days=1)
    signs = [services.StorageSign(**good), services.StorageSign(**bad)]  # type: ignore[arg-type]
    with pytest.raises(InvalidInput) as refused:
        services.take_storage(signs, by=cast.chief.as_actor(), viewer=cast.chief)
    assert [error["pointer"] for error in refused.value.errors] == [f"/states/1/{pointer}"]
    assert not StorageState.objects.exists()


def test_a_report_older_than_the_kept_one_and_one_of_others_change_nothing(cast: Cast) -> None:
    camera = make_camera(cast, agency=cast.north_station)
    today = timezone.localdate()

    def said(back: int, seconds: int, viewer: object) -> tuple[int, int, int]:
        sign = services.StorageSign(
            gb_id=str(camera.gb_id), day=today - timedelta(days=back), recorded_s=seconds,
            required_s=86_400, clock_offset_s=None, history_days=None,
        )  # fmt: skip
        taken = services.take_storage([sign], by=cast.chief.as_actor(), viewer=viewer)  # type: ignore[arg-type]
        return taken.taken, taken.older, taken.unknown

    assert said(1, 100, cast.chief) == (1, 0, 0)
    assert said(2, 50, cast.chief) == (0, 1, 0)
    assert said(1, 70, cast.sam) == (0, 0, 1)
    assert StorageState.objects.get().recorded_s == 100


def proposed(cast: Cast) -> RateFormula:
    return services.propose_formula(
        by=cast.chief, rate="location_accuracy_rate", parameters={}, basis="T-1",
        threshold=Decimal("97"), valid_from=timezone.localdate(),
    )  # fmt: skip


def test_a_proposal_is_taken_back_once_by_the_city_and_only_as_it_was_read(cast: Cast) -> None:
    row = proposed(cast)
    with pytest.raises(NotAllowed):
        services.withdraw_formula(row, by=cast.nora, version=row.version)
    with pytest.raises(StaleVersion):
        services.withdraw_formula(row, by=cast.chief, version=row.version + 1)
    services.withdraw_formula(row, by=cast.chief, version=row.version)
    assert not RateFormula.objects.filter(pk=row.pk).exists()
    again = proposed(cast)
    assert again.number == row.number
    RateFormula.objects.filter(pk=again.pk).update(approved_at=timezone.now(), approved_by=cast.ada)
    with pytest.raises(LostRace):
        services.withdraw_formula(again, by=cast.chief, version=again.version)
