"""Pages and REST of runs, of the algorithm register and its switches."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from command_center.analysis import methods
from command_center.analysis.runs import register
from command_center.analysis.runs.differing import differences
from command_center.analysis.runs.models import JobRule, JobRun, MethodSwitch
from grid.ledger.idempotency import form_key
from grid.organisation.models import Officer
from tests.analysis.make import make_result, make_run, only_job
from tests.cases.make import make_case
from tests.cast import Cast

pytestmark = pytest.mark.django_db

MARCH = {"job": "daily", "on": "2026-03-15"}


def signed_in(client: Client, officer: Officer) -> Client:
    officer.language = "en"
    officer.save(update_fields=["language"])
    client.force_login(officer)
    return client


def sent(client: Client, address: str, **said: Any) -> Any:
    """A form sent as the page sends it."""
    return client.post(address, said | {"form_key": form_key()})


@pytest.fixture
def ana(cast: Cast, client: Client) -> Client:
    """The analyst of the north, signed in."""
    return signed_in(client, cast.ana)


@pytest.fixture
def chief(cast: Cast, client: Client) -> Client:
    """The commander of the city, signed in."""
    return signed_in(client, cast.chief)


def text(client: Client, name: str, *args: Any, **asked: Any) -> str:
    answer = client.get(reverse(name, args=args), asked)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def test_the_calendar_shows_each_period_of_each_area_by_shape_and_word(
    ana: Client, cast: Cast
) -> None:
    done = make_result(cast.north).run
    failed = make_run(cast.north, period="2026-03-02", state="failed")
    late = make_run(cast.north_station, period="2026-03-02")
    make_run(cast.south, period="2026-03-02", state="failed")
    with only_job():
        page = text(ana, "run_calendar", **MARCH)
    assert f'class="runs-mark done" href="/analysis/runs/{done.pk}/"' in page
    assert f'class="runs-mark failed" href="/analysis/runs/{failed.pk}/"' in page
    assert f'class="runs-mark late" href="/analysis/runs/{late.pk}/"' in page
    assert "2026-03-05: No run" in page  # a hole says so
    assert "2 runs are late or failed" in page
    assert cast.south.name not in page


def test_the_calendar_walks_to_other_months_and_never_past_today(ana: Client) -> None:
    with only_job():
        page = text(ana, "run_calendar", **MARCH)
        assert "on=2026-02-28" in page and "on=2026-04-01" in page
        now = text(ana, "run_calendar", on=timezone.localdate().isoformat())
    following = (timezone.localdate().replace(day=1) + timedelta(days=32)).replace(day=1)
    assert f"on={following}" not in now


@pytest.mark.parametrize(
    ("today", "name", "kind", "head"),
    [("2026-12-01", "daily", "day", "2026-11-30"), ("2027-01-02", "weekly", "week", "2026-W52"),
     ("2027-01-04", "weekly", "week", "2026-W53"), ("2027-01-31", "monthly", "month", "2026-12"),
     ("2027-02-01", "quarterly", "quarter", "2026-Q4"),
     ("2028-03-01", "daily", "day", "2028-02-29"),
     ("2027-01-01", "yearly", "year", "2026")],
)  # fmt: skip
def test_the_calendar_opens_where_the_last_period_ended(
    ana: Client, cast: Cast, today: str, name: str, kind: str, head: str
) -> None:
    with time_machine.travel(f"{today}T00:30+08:00", tick=False), only_job(name=name, kind=kind):
        ana.force_login(cast.ana)
        assert f"{head}: No run" in text(ana, "run_calendar")


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_out_of_all_bounds_is_refused(ana: Client, day: str) -> None:
    with only_job():
        assert "cannot be read" in text(ana, "run_calendar", on=day)


@pytest.mark.parametrize(
    ("name", "kind", "head"),
    [("weekly", "week", "W10"), ("monthly", "month", ">03<"), ("quarterly", "quarter", "Q1"),
     ("yearly", "year", "2024")],
)  # fmt: skip
def test_longer_periods_are_shown_by_the_year(ana: Client, name: str, kind: str, head: str) -> None:
    with only_job(name=name, kind=kind):
        assert head in text(ana, "run_calendar", job=name, on="2026-06-15")


def test_a_calendar_without_jobs_or_with_bad_filters_says_so(ana: Client) -> None:
    with only_job():
        assert "cannot be read" in text(ana, "run_calendar", on="soon")
        assert "No period has closed" in text(ana, "run_calendar", on="2126-01-01")


def test_the_calendar_goes_out_as_csv(ana: Client, cast: Cast) -> None:
    make_result(cast.north)
    with only_job():
        answer: Any = ana.get(reverse("run_calendar_export"), MARCH)
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].split(",")[1] == "2026-03-01"
    assert lines[1].startswith(f"{cast.north.name},Done,No run")


def test_runs_are_searched_and_narrowed(ana: Client, cast: Cast) -> None:
    make_result(cast.north)
    make_run(cast.north_station, period="2026-03-02")
    with only_job():
        assert "2 rows" in text(ana, "run_list")
        assert "1 row<" in text(ana, "run_list", q="2026-03-02")
        assert "1 row<" in text(ana, "run_list", state="late")
        assert "1 row<" in text(ana, "run_list", agency=cast.north_station.code)


def test_a_run_says_what_it_was_made_with_and_what_came_since(ana: Client, cast: Cast) -> None:
    run = make_result(cast.north, input_digest="d" * 64, seed=7, code_version="1+abc").run
    at = datetime(2026, 3, 1, 4, tzinfo=UTC)
    make_case(cast, reported_at=at, entered_at=timezone.now())
    with only_job():
        page = text(ana, "run_detail", run.pk)
    assert "d" * 64 in page and "1+abc" in page and "Run again" in page
    assert "1 case of these days came or changed since" in page


def test_a_run_is_asked_for_again_with_a_reason(ana: Client, cast: Cast) -> None:
    run = make_result(cast.north).run
    there = reverse("run_again", args=[run.pk])
    with only_job():
        assert sent(ana, there, reason="").status_code == 400
        answer = sent(ana, there, reason="Late cases came in")
    assert answer.status_code == 302
    made = JobRun.objects.get(revision=2)
    assert (made.state, made.asked_by, made.reason) == (
        "due", cast.ana.as_actor().label, "Late cases came in"
    )  # fmt: skip


def test_who_may_not_run_sees_no_button_and_is_refused(client: Client, cast: Cast) -> None:
    signed_in(client, cast.cora)
    run = make_result(cast.north_station).run
    with only_job():
        assert "Run again" not in text(client, "run_detail", run.pk)
        answer = client.post(reverse("run_again", args=[run.pk]), {"reason": "Again"})
    assert answer.status_code == 403


def test_two_revisions_are_compared_figure_by_figure(ana: Client, cast: Cast) -> None:
    make_result(cast.north, {"total": 4, "areas": [{"code": "a", "n": 1}]}, revision=1)
    new = make_result(cast.north, {"total": 5, "areas": [{"code": "a", "n": 1}]}, revision=2).run
    with only_job():
        page = text(ana, "run_compare", new.pk)
        assert "1 figure differs" in page and "total" in page
        answer = ana.get(reverse("run_compare", args=[new.pk]), {"with": "999999"})
    assert answer.status_code == 404


def test_lines_are_compared_by_their_code_wherever_they_stand() -> None:
    before = {"lines": [{"code": "a", "n": 1}, {"code": "b", "n": 2}]}
    after = {"lines": [{"code": "b", "n": 2}, {"code": "a", "n": 3}, {"code": "c", "n": 0}]}
    found = [(one.place, one.before, one.after) for one in differences(before, after)]
    assert found == [
        ("lines › a › n", 1, 3),
        ("lines › c", None, {"code": "c", "n": 0}),
    ]
    assert differences({"hours": [1, 2]}, {"hours": [1, 3]})[0].place == "hours"


def test_every_method_of_the_code_is_in_the_register() -> None:
    assert set(register.names()) == set(register.METHODS)
    for card in register.cards():
        assert card.source and card.functions and card.tests and len(card.digest) == 64
        assert methods.__doc__ is not None


def test_the_register_shows_purpose_source_tests_and_switches(ana: Client, cast: Cast) -> None:
    MethodSwitch.objects.create(
        method="near_repeat", agency=cast.city, reason="False alarms", off_by="C001"
    )
    page = text(ana, "algorithm_register")
    assert "Ratcliffe" in page and "False alarms" in page and "no table of persons" in page
    assert "tests/analysis/methods" in page


def test_a_method_is_switched_off_with_reason_and_confirmation(chief: Client, cast: Cast) -> None:
    said = {"method": "surge", "agency": cast.north.code, "reason": "Under review"}
    there = reverse("method_switch_new")
    assert sent(chief, there, **said).status_code == 400  # not confirmed
    assert sent(chief, there, **said, confirm="on").status_code == 302
    row = MethodSwitch.objects.get()
    assert (row.method, row.agency, row.on_at) == ("surge", cast.north, None)
    assert sent(chief, there, **said, confirm="on").status_code == 409  # off already
    assert "Under review" in text(chief, "method_switch_list", state="off")


def test_off_stays_off_until_somebody_ends_it(chief: Client, cast: Cast) -> None:
    row = MethodSwitch.objects.create(
        method="surge", agency=cast.north, reason="Under review", off_by="C001"
    )
    end = reverse("method_switch_end", args=[row.pk])
    assert "Switch it on again" in text(chief, "method_switch_detail", row.pk)
    assert sent(chief, end, version=9).status_code == 412
    assert sent(chief, end, version=1).status_code == 302
    row.refresh_from_db()
    assert row.on_at and row.on_by == cast.chief.as_actor().label
    assert sent(chief, end, version=2).status_code == 409


def test_a_switch_of_the_city_is_seen_below_but_not_ended_there(client: Client, cast: Cast) -> None:
    row = MethodSwitch.objects.create(
        method="surge", agency=cast.city, reason="Under review", off_by="C001"
    )
    signed_in(client, cast.lea)
    page = text(client, "method_switch_detail", row.pk)
    assert "Under review" in page and "Switch it on again" not in page
    answer = client.post(reverse("method_switch_end", args=[row.pk]), {"version": 1})
    assert answer.status_code in (403, 404)


def test_a_city_sets_its_hour_from_a_day_on(chief: Client, cast: Cast) -> None:
    said = {"job": "daily", "agency": cast.city.code, "closes_at": "06:30", "is_on": "on"}
    there = reverse("job_rule_new")
    with only_job():
        past = sent(chief, there, **said, valid_from="2020-01-01")
        assert past.status_code == 400 and "From today on" in past.content.decode()
        today = timezone.localdate().isoformat()
        assert sent(chief, there, **said, valid_from=today).status_code == 302
        assert "06:30" in text(chief, "job_rule_list")
    assert JobRule.objects.get(agency=cast.city).valid_from == date.fromisoformat(today)


def test_runs_and_results_over_rest(ana: Client, cast: Cast) -> None:
    old = make_result(cast.north, {"total": 4})
    old.superseded_at = timezone.now()
    old.save(update_fields=["superseded_at"])
    new = make_result(cast.north, {"total": 5}, revision=2)
    make_result(cast.south)
    listed = ana.get("/api/v1/analysis-runs/").json()["results"]
    assert [row["id"] for row in listed] == [new.run_id, old.run_id]
    found = ana.get("/api/v1/analysis-results/", {"current": "true"}).json()["results"]
    assert [row["id"] for row in found] == [new.run_id] and "content" not in found[0]
    assert ana.get(f"/api/v1/analysis-results/{new.run_id}/").json()["content"] == {"total": 5}
    assert (
        ana.get(f"/api/v1/analysis-results/{make_run(cast.north, period='x').pk}/").status_code
        == 404
    )


def test_a_run_is_asked_for_again_over_rest_once_a_key(ana: Client, cast: Cast) -> None:
    run = make_result(cast.north).run
    there = f"/api/v1/analysis-runs/{run.pk}/again/"
    for _time in range(2):
        answer = ana.post(
            there, {"reason": "Again"}, content_type="application/json",
            headers={"Idempotency-Key": "one-key-of-sixteen"},
        )  # fmt: skip
        assert answer.status_code == 201 and answer.json()["revision"] == 2
    assert JobRun.objects.filter(revision=2).count() == 1


def test_a_failed_run_says_its_error_and_compares_nothing(client: Client, cast: Cast) -> None:
    error = "ValueError: x and y differ"
    run = make_run(cast.north, state="failed", failures=5, attempt=5, error=error)
    client.force_login(cast.lea)
    page = client.get(reverse("run_detail", args=[run.pk])).content.decode()
    for words in (error, "run it again when the cause is mended", "Run again"):
        assert words in page
    assert "There is no result to compare" in page
    assert "No case came or changed" not in page
