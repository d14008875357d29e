"""Days are kept once; hours, rankings and scores are counted from them by hand."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from grid.errors import InvalidInput, LostRace, NotAllowed
from grid.ledger.models import EventEntry
from grid.organisation.roles import Role
from tests.cast import Cast, an_officer
from tests.video.make import make_camera, make_company, make_platform
from tests.video.rates.fleet import exclusion
from video.health.models import StatusSpan
from video.rates import history, keeping, scores, services
from video.rates.formulas import FOUR
from video.rates.groups import cameras_of
from video.rates.hours import compute_hours
from video.rates.models import By, Rate, RateDay, RateFormula, StorageState
from video.rates.rulebook import formulas_of
from video.rates.selectors import table
from video.register.models import CameraLink

DAY = date(2026, 3, 2)
HOUR = timedelta(hours=1)


def linked(cast: Cast, **fields: object) -> object:
    camera = make_camera(cast, **fields)
    CameraLink.objects.create(camera=camera, platform=make_platform(cast), given_id=camera.code)
    return camera


def online(camera: object, first: int, last: int) -> None:
    start = keeping.start_of(DAY)
    StatusSpan.objects.create(
        camera=camera, state="online", started_at=start + first * HOUR, ended_at=start + last * HOUR
    )


def test_hours_online_over_hours_due_less_what_is_left_out(cast: Cast) -> None:
    whole, part, away = (linked(cast) for _ in range(3))
    make_camera(cast)  # nobody above knows it: it is due for nothing
    online(whole, -3, 30)  # beyond the day on both sides
    online(part, 0, 6)
    online(part, 12, 24)
    online(away, 0, 12)
    start = keeping.start_of(DAY)
    exclusion(cast, [away], start + 6 * HOUR, start + 12 * HOUR)
    exclusion(cast, [away], start + 10 * HOUR, start + 14 * HOUR)  # overlaps: counted once
    span = (start, keeping.end_of(DAY))
    found = compute_hours(cameras_of(cast.chief), formulas_of(cast.chief.agency_path), span)
    (figure,) = found.values()
    # 24 + 18 + 6 of 24 + 24 + 16 hours.
    assert (figure.numerator, figure.denominator) == (48 * 3600, 64 * 3600)
    assert (figure.excluded, figure.sample) == (1, 3)


def test_a_day_is_kept_once_and_told_once(cast: Cast) -> None:
    online(linked(cast, contractor=make_company(cast, code="firm-b")), 0, 30)
    assert keeping.keep_day(DAY) > 0
    assert keeping.keep_day(DAY) == 0
    row = RateDay.objects.get(day=DAY, by=By.CONTRACTOR, rate=Rate.ONLINE)
    assert (row.key, row.numerator, row.denominator) == ("firm-b", 1, 1)
    assert row.formula.number == 1
    assert EventEntry.objects.filter(kind="video.rates_kept").count() == 1
    assert keeping.missing_days(DAY + timedelta(days=2)) == [
        DAY - timedelta(days=1), DAY + timedelta(days=1)
    ]  # fmt: skip


def kept(cast: Cast, agency: object, rate: str, numerator: int, denominator: int) -> None:
    RateDay.objects.create(
        day=DAY, rate=rate, by=By.AGENCY, agency=agency, numerator=numerator,
        denominator=denominator,
    )  # fmt: skip


def test_the_ranking_is_the_mean_of_four_and_small_ones_have_no_place(cast: Cast) -> None:
    for rate in (Rate.REGISTRATION, Rate.ONLINE, Rate.IMAGE_INTACT, Rate.LOCATION):
        kept(cast, cast.north_station, rate, 90, 100)
        kept(cast, cast.south_station, rate, 20, 20)
    rows = history.ranking(cast.chief, DAY, DAY)
    assert [(row.place, row.score, row.line.key) for row in rows] == [
        (1, Decimal("90.00"), cast.north.code),
        (None, None, cast.south.code),
    ]
    assert rows[0].lacks == ()
    assert [(lack.rate, lack.counted, lack.needed, lack.missing) for lack in rows[1].lacks] == [
        (rate, 20, 30, 10) for rate in FOUR
    ]


def test_a_small_group_is_told_how_many_cameras_it_lacks_on_page_sheet_and_rest(
    cast: Cast, client: Client
) -> None:
    for rate in FOUR:
        kept(cast, cast.south_station, rate, 40, 40)
    RateDay.objects.filter(rate=Rate.IMAGE_INTACT).update(numerator=6, denominator=6)
    client.force_login(cast.chief)
    span = f"?first={DAY}&last={DAY}"
    told = "Image intact rate: 6 of 30 cameras × days, 24 missing"
    assert told in client.get(f"/video/rates/ranking/{span}").content.decode()
    sheet = b"".join(client.get(f"/video/rates/ranking/export/{span}").streaming_content)  # type: ignore[attr-defined]
    assert told in sheet.decode("utf-8-sig")
    (row,) = client.get(f"/api/v1/camera-rates/ranking/{span}").json()["results"]
    assert row["place"] is None
    assert row["lacks"] == [
        {"rate": Rate.IMAGE_INTACT.value, "counted": 6, "needed": 30, "missing": 24}
    ]
    # two days ask for twice as many
    both = history.ranking(cast.chief, DAY - timedelta(days=1), DAY)
    assert [lack.needed for lack in both[0].lacks] == [60, 60, 60, 60]


def test_a_contractor_is_scored_by_what_is_known_of_it(cast: Cast) -> None:
    firm = make_company(cast, code="firm-c")
    for rate, share in ((Rate.ONLINE_PERIOD, 90), (Rate.IMAGE_INTACT, 60)):
        RateDay.objects.create(
            day=DAY, rate=rate, by=By.CONTRACTOR, key=firm.code, agency=cast.north_station,
            numerator=share, denominator=100,
        )  # fmt: skip
    (score,) = scores.contractor_scores(cast.chief, DAY, DAY)
    # 40 points of 0.9 and 20 of 0.6, of the 60 known.
    assert (score.place, score.points, score.known) == (1, Decimal("80.00"), 60)


def propose(by: object, **more: object) -> RateFormula:
    told = {
        "rate": "location_accuracy_rate", "parameters": {"stack_most": 2}, "basis": "T-1",
        "threshold": Decimal("98"), "valid_from": timezone.localdate(),
    }  # fmt: skip
    return services.propose_formula(by=by, **told | more)  # type: ignore[arg-type]


def test_a_formula_counts_once_a_second_person_agreed(cast: Cast) -> None:
    row = propose(cast.chief)
    assert formulas_of(cast.nora.agency_path)[row.rate].number == 1
    with pytest.raises(NotAllowed):
        services.approve_formula(row, by=cast.chief, version=1)
    second = an_officer("C002", "副长官", cast.city, Role.DUTY_COMMANDER)
    services.approve_formula(row, by=second, version=1)
    held = formulas_of(cast.nora.agency_path)[row.rate]
    assert (held.number, held.threshold, held.of("stack_most")) == (2, Decimal("98.0"), 2)
    assert held.of("tolerance_m") == 30
    with pytest.raises(LostRace):
        services.withdraw_formula(row, by=cast.chief, version=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        RateFormula.objects.filter(pk=row.pk).update(approved_by=cast.chief)


def test_faults_of_a_formula_are_all_named(cast: Cast) -> None:
    bad = {"stack_most": 0, "levels": ["city"], "scope": "some"}
    with pytest.raises(InvalidInput) as refused:
        propose(cast.chief, parameters=bad, basis=" ")
    said = {fault["pointer"] for fault in refused.value.errors}
    assert said == {"/stack_most", "/levels", "/scope", "/basis"}
    with pytest.raises(NotAllowed):
        propose(cast.nora)


def test_recorders_tell_and_older_news_changes_nothing(cast: Cast) -> None:
    camera, today = make_camera(cast), timezone.localdate()
    south = make_camera(cast, agency=cast.south_station)
    signs = [services.StorageSign(gb_id=camera.gb_id, day=today, recorded_s=86_400)]
    signs += [services.StorageSign(gb_id=south.gb_id, day=today, history_days=40)]
    by = cast.vera.as_actor()
    taken = services.take_storage(signs, by=by, viewer=cast.vera)
    assert (taken.received, taken.taken, taken.older, taken.unknown) == (2, 1, 0, 1)
    clock = services.StorageSign(gb_id=camera.gb_id, day=today, clock_offset_s=3.0)
    services.take_storage([clock], by=by, viewer=cast.vera)
    old = services.StorageSign(gb_id=camera.gb_id, day=today - timedelta(days=1), recorded_s=1)
    assert services.take_storage([old], by=by, viewer=cast.vera).older == 1
    state = StorageState.objects.get()
    assert (state.recorded_s, state.clock_offset_s) == (86_400, 3.0)
    assert table(cast.vera).total[Rate.RECORDING].numerator == 86_400
