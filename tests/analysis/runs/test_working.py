"""A run is carried out once, under the role of the analysis; later revisions take its place."""

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from django.db import connection
from django.utils import timezone

from command_center.analysis.runs import leases
from command_center.analysis.runs.models import JobResult, JobRule, JobRun
from command_center.analysis.runs.periods import Period
from command_center.analysis.runs.registry import Content, Context
from command_center.analysis.runs.services import ask_for, run_again
from command_center.analysis.runs.switches import switch_off
from command_center.analysis.runs.working import carry_out
from grid.errors import DomainError, InvalidInput, LostRace
from grid.ledger.actors import PLATFORM
from grid.ledger.models import EventEntry
from tests.analysis.make import CLOSED, make_run, only_job, work
from tests.cases.make import make_case
from tests.cast import Cast

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 1, 4, tzinfo=UTC)
State = JobRun.State


def kinds() -> list[str]:
    return list(
        EventEntry.objects.filter(kind__startswith="analysis.").values_list("kind", flat=True)
    )


def test_a_run_keeps_what_it_found_and_with_what(cast: Cast) -> None:
    case = make_case(cast, reported_at=NOON)
    run = make_run(cast.north)
    with only_job():
        assert work(run) == State.DONE
    run.refresh_from_db()
    assert (run.state, run.progress, run.attempt, run.lease_until) == (State.DONE, 100, 1, None)
    assert len(run.input_digest) == 64 and run.seed > 0 and run.code_version.startswith("1+")
    assert run.result.content["numbers"] == [case.number]
    assert kinds() == ["analysis.finished"]


def test_equal_rows_give_equal_figures_and_an_equal_digest(cast: Cast) -> None:
    make_case(cast, reported_at=NOON)
    run = make_run(cast.north)
    with only_job():
        work(run)
        again = run_again(run, reason="Checked once more", actor=PLATFORM)
        work(again)
    run.refresh_from_db()
    again.refresh_from_db()
    assert again.result.content == run.result.content
    assert (again.input_digest, again.seed) == (run.input_digest, run.seed)


def test_a_second_revision_supersedes_the_first_and_names_who_came_late(cast: Cast) -> None:
    early = make_case(cast, reported_at=NOON, entered_at=NOON)
    run = make_run(cast.north)
    with only_job():
        work(run)
        late = make_case(cast, reported_at=NOON, entered_at=timezone.now())
        other_day = make_case(cast, reported_at=NOON - timedelta(days=1), entered_at=timezone.now())
        again = run_again(run, reason="Late cases came in", actor=PLATFORM)
        work(again)
    old, new = JobResult.objects.get(run=run), JobResult.objects.get(run=again)
    assert old.superseded_at and not new.superseded_at
    assert set(new.content["numbers"]) == {early.number, late.number}
    lines = [(line["number"], line["what"]) for line in new.corrections]
    assert lines == [(late.number, "entered")]
    assert other_day.number not in str(new.corrections)
    assert again.revision == 2 and "analysis.run_again" in kinds()


def test_a_later_period_names_the_late_comers_of_earlier_days(cast: Cast) -> None:
    with only_job():
        work(make_run(cast.north))
        late = make_case(cast, reported_at=NOON, entered_at=timezone.now())
        make_case(cast, reported_at=NOON + timedelta(days=1), entered_at=timezone.now())
        run = make_run(cast.north, period="2026-03-02", due_at=CLOSED + timedelta(days=1))
        work(run)
    assert [line["number"] for line in run.result.corrections] == [late.number]


def test_a_case_coded_anew_is_a_correction_with_both_codes(cast: Cast) -> None:
    case = make_case(cast, reported_at=NOON, entered_at=NOON)
    run = make_run(cast.north)
    with only_job():
        work(run)
        case.revisions.create(
            version=2, by="N002", days=["2026-03-01"], changes={"category": ["050201", "050202"]}
        )
        again = run_again(run, reason="Coded anew", actor=PLATFORM)
        work(again)
    line = again.result.corrections[0]
    assert (line["what"], line["before"], line["after"]) == ("recoded", "050201", "050202")


def test_the_run_reads_under_the_role_and_sees_no_table_of_persons(cast: Cast) -> None:
    seen: dict[str, Any] = {}

    def spy(_context: Context) -> Content:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            seen["role"] = cursor.fetchone()[0]
            cursor.execute("SELECT count(*) FROM cases_case")
        return {}

    run = make_run(cast.north)
    with only_job(compose=spy):
        assert work(run) == State.DUE  # to be tried again
    run.refresh_from_db()
    assert seen["role"] == "anlan_analysis"
    assert "permission denied" in run.error


def test_a_failure_waits_longer_each_time_and_ends_after_five(cast: Cast) -> None:
    def fail(_context: Context) -> Content:
        raise ValueError("no such thing")

    run = make_run(cast.north)
    with only_job(compose=fail):
        for failures in range(1, 5):
            assert work(run) == State.DUE
            run.refresh_from_db()
            assert run.failures == failures and run.lease_until
            assert run.lease_until > timezone.now() + timedelta(minutes=2 ** (failures - 1) - 0.5)
            assert leases.claim() is None  # nobody takes it before
        assert work(run) == State.FAILED
    run.refresh_from_db()
    assert run.error == "ValueError: no such thing"
    assert kinds() == ["analysis.failed"]
    assert not JobResult.objects.exists()


def test_what_cannot_be_told_in_json_is_a_failure(cast: Cast) -> None:
    run = make_run(cast.north)
    with only_job(compose=lambda _context: {"share": float("nan")}):
        assert work(run) == State.DUE
    with only_job(compose=lambda _context: {"n": np.int64(3), "x": np.array([0.5])}):
        assert work(run) == State.DONE
    assert run.result.content == {"n": 3, "x": [0.5]}


def test_rows_made_of_a_result_stand_and_fall_with_it(cast: Cast) -> None:
    def fail(result: JobResult) -> None:
        make_run(cast.south, job="weekly", period=f"{result.run_id}")
        raise ValueError("half-way")

    run = make_run(cast.north)
    with only_job(after=fail):
        assert work(run) == State.DUE
    assert not JobResult.objects.exists() and not JobRun.objects.filter(job="weekly").exists()
    assert kinds() == []


def test_who_comes_too_late_writes_nothing(cast: Cast) -> None:
    run = make_run(cast.north)
    first = leases.claim(run_id=run.pk)
    assert first
    assert leases.claim(run_id=run.pk) is None  # it is held
    JobRun.objects.update(lease_until=timezone.now() - timedelta(days=1))  # it froze
    second = leases.claim()
    assert second and second.attempt == 2
    with only_job():
        assert carry_out(first, is_alone=True) == State.RUNNING
        assert not JobResult.objects.exists()
        assert carry_out(second, is_alone=True) == State.DONE
        assert carry_out(first, is_alone=True) == State.RUNNING
    assert JobResult.objects.count() == 1 and kinds() == ["analysis.finished"]


def test_a_run_that_kills_its_workers_is_given_up(cast: Cast) -> None:
    run = make_run(cast.north, attempt=25)
    with only_job():
        assert work(run) == State.FAILED


def test_earlier_periods_go_first_and_other_agencies_do_not_wait(cast: Cast) -> None:
    later = make_run(cast.north, period="2026-03-02", due_at=CLOSED + timedelta(days=1))
    first = make_run(cast.north)
    other = make_run(cast.south, period="2026-03-02", due_at=CLOSED + timedelta(days=2))
    taken = [leases.claim(), leases.claim(), leases.claim()]
    assert [claim and claim.run_id for claim in taken] == [first.pk, other.pk, None]
    assert later.pk not in leases.free_agencies()


def test_parameters_of_the_city_reach_the_method(cast: Cast) -> None:
    JobRule.objects.create(
        job="daily", agency=cast.city, closes_at="00:10", parameters={"window_days": 28}
    )
    JobRule.objects.filter(agency=cast.city).update(valid_from="2020-01-01")
    run = make_run(cast.north)
    with only_job(compose=lambda context: context.parameters):
        work(run)
    run.refresh_from_db()
    assert run.result.content == run.parameters == {"window_days": 28}


def test_what_is_switched_off_is_not_used(cast: Cast) -> None:
    switch_off("near_repeat", cast.city, reason="False alarms", actor=PLATFORM)
    switch_off("surge", cast.south, reason="False alarms", actor=PLATFORM)
    run = make_run(cast.north)
    with only_job():
        work(run)
    assert run.result.content["off"] == ["near_repeat"]


def test_a_job_switched_off_is_skipped_and_says_so(cast: Cast) -> None:
    switch_off("daily", cast.north, reason="Under review", actor=PLATFORM)
    run = make_run(cast.north_station)
    with only_job():
        assert work(run) == State.SKIPPED
    assert not JobResult.objects.exists()


def test_running_again_needs_a_reason_and_a_run_that_is_over(cast: Cast) -> None:
    run = make_run(cast.north)
    with pytest.raises(InvalidInput):
        run_again(run, reason=" ", actor=PLATFORM)
    with pytest.raises(LostRace):
        run_again(run, reason="Again", actor=PLATFORM)


@pytest.mark.parametrize(("period", "said"), [("2026-W10", "length"), ("2126-01-01", "ended")])
def test_a_period_is_asked_for_that_the_job_has_and_that_is_over(
    cast: Cast, period: str, said: str
) -> None:
    with only_job() as spec, pytest.raises(DomainError, match=said):
        ask_for(spec, Period.parse(period), cast.north, actor=PLATFORM)
