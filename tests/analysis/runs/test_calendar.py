"""The calendar: what is due when, holes in order, each row once; the minute's tick; the command."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone, translation
from kombu.exceptions import OperationalError

from command_center.analysis.runs import calendar, leases, tasks, working
from command_center.analysis.runs.models import JobResult, JobRule, JobRun
from command_center.analysis.store.models import AreaDay, StaleDay
from grid.organisation.models import Agency
from tests.analysis.make import only_job
from tests.cases.make import make_case
from tests.cast import Cast

pytestmark = pytest.mark.django_db

HOME = ZoneInfo("Asia/Shanghai")
CITY_ONLY = frozenset({Agency.Kind.CITY})


@pytest.fixture(autouse=True)
def _in_one_transaction() -> Iterator[None]:
    """A heartbeat has a connection of its own, which sees nothing of the test's."""
    whole = working.beating

    def alone(claim: leases.Claim, **said: Any) -> Any:
        return whole(claim, **said | {"is_alone": True})

    with patch.object(working, "beating", alone):
        yield


@pytest.fixture
def known(cast: Cast) -> None:
    """Cases are known since 20 January 2026."""
    AreaDay.objects.create(area_id=cast.city.pk, day=date(2026, 1, 20), category_id=1, cases=1)


def periods(**wanted: Any) -> list[str]:
    rows = JobRun.objects.filter(**wanted).order_by("due_at")
    return list(rows.values_list("period", flat=True))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HOME)


@pytest.mark.usefixtures("known")
def test_a_day_is_due_at_ten_past_midnight_local(cast: Cast) -> None:
    with only_job(levels=CITY_ONLY):
        calendar.write_due(at("2026-02-02 00:09"))
        assert periods()[-1] == "2026-01-31"
        calendar.write_due(at("2026-02-02 00:10"))
        assert periods()[-1] == "2026-02-01"
    assert JobRun.objects.get(period="2026-02-01").due_at == at("2026-02-02 00:10")


@pytest.mark.usefixtures("known")
def test_holes_of_35_days_are_filled_but_not_from_before_the_first_case(cast: Cast) -> None:
    with only_job(levels=CITY_ONLY):
        calendar.write_due(at("2026-02-10 12:00"))
        assert periods()[0] == "2026-01-20" and len(periods()) == 21
        JobRun.objects.all().delete()
        calendar.write_due(at("2026-06-10 12:00"))
    assert len(periods()) == 35 and periods()[-1] == "2026-06-09"


@pytest.mark.usefixtures("known")
def test_a_hole_in_the_middle_is_filled_and_what_is_there_stays(cast: Cast) -> None:
    with only_job(levels=CITY_ONLY):
        assert calendar.write_due(at("2026-02-10 12:00")) == 21
        JobRun.objects.filter(period="2026-02-03").delete()
        assert calendar.write_due(at("2026-02-10 12:00")) == 1
        assert calendar.write_due(at("2026-02-10 12:01")) == 0
    assert len(periods()) == len(set(periods())) == 21


@pytest.mark.usefixtures("known")
def test_each_agency_of_a_level_has_its_own_run(cast: Cast) -> None:
    Agency.objects.filter(pk=cast.south_station.pk).update(is_active=False)
    with only_job():
        calendar.write_due(at("2026-01-21 06:00"))
    found = set(JobRun.objects.values_list("agency__code", flat=True))
    assert found == {a.code for a in (cast.city, cast.north, cast.south, cast.north_station)}


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    ("job", "kind", "before", "due", "period"),
    [
        ("weekly", "week", "2026-02-02 00:29", "2026-02-02 00:30", "2026-W05"),
        ("monthly", "month", "2026-02-01 00:59", "2026-02-01 01:00", "2026-01"),
        ("quarterly", "quarter", "2026-04-01 01:29", "2026-04-01 01:30", "2026-Q1"),
        ("yearly", "year", "2027-01-01 01:59", "2027-01-01 02:00", "2026"),
    ],
)
def test_longer_periods_close_on_their_morning(
    job: str, kind: str, before: str, due: str, period: str
) -> None:
    with only_job(name=job, kind=kind, levels=CITY_ONLY):
        calendar.write_due(at(before))
        assert period not in periods()
        calendar.write_due(at(due))
        assert periods()[-1] == period


@pytest.mark.usefixtures("known")
def test_a_city_sets_its_own_hour_and_may_leave_a_job_out(cast: Cast) -> None:
    since = date(2026, 1, 1)
    JobRule.objects.create(job="daily", agency=cast.north, closes_at=time(6), valid_from=since)
    JobRule.objects.create(
        job="daily", agency=cast.south, closes_at=time(6), is_on=False, valid_from=since
    )
    with only_job():
        calendar.write_due(at("2026-01-21 05:59"))
        first = set(JobRun.objects.values_list("agency", flat=True))
        calendar.write_due(at("2026-01-21 06:00"))
    everybody = set(JobRun.objects.values_list("agency", flat=True))
    assert first == {cast.city.pk}
    assert everybody == {cast.city.pk, cast.north.pk, cast.north_station.pk}


def test_without_any_case_nothing_is_due(cast: Cast) -> None:
    with only_job():
        assert calendar.write_due(at("2026-02-10 12:00")) == 0


def test_the_tick_counts_changed_days_and_sends_one_task_an_agency(cast: Cast) -> None:
    make_case(cast, reported_at=timezone.now() - timedelta(days=3))
    with only_job(levels=CITY_ONLY), patch.object(tasks.run_agency, "apply_async") as send:
        tasks.tick()
    assert not StaleDay.objects.exists() and AreaDay.objects.exists()
    assert [call.args for call in send.call_args_list] == [((cast.city.pk,),)]
    assert len(periods()) == 3


def test_a_lost_task_is_sent_again_while_its_runs_are_due(cast: Cast) -> None:
    make_case(cast, reported_at=timezone.now() - timedelta(days=3))
    with only_job(levels=CITY_ONLY):
        with patch.object(tasks.run_agency, "apply_async", side_effect=OperationalError):
            tasks.tick()  # the broker is away
        with patch.object(tasks.run_agency, "apply_async") as send:
            tasks.tick()
            assert send.call_count == 1
            assert tasks.run_agency(cast.city.pk) == 3
            assert tasks.run_agency(cast.city.pk) == 0  # the message came twice
            tasks.tick()
            assert send.call_count == 1
    assert JobResult.objects.count() == 3


def test_the_command_analyses_a_period_with_progress_and_only_once(cast: Cast) -> None:
    make_case(cast, reported_at=datetime(2026, 3, 1, 4, tzinfo=UTC))
    out = StringIO()
    with only_job():
        call_command("analyse", "daily", "2026-03-01", stdout=out)
        assert "[5/5] daily 2026-03-01" in out.getvalue() and "done 5 of 5" in out.getvalue()
        call_command("analyse", "daily", "2026-03-01", stdout=out)
        assert JobResult.objects.count() == 5
        call_command(
            "analyse", "daily", "2026-03-01", agency=cast.north.code, again=True,
            reason="Checked", stdout=out,
        )  # fmt: skip
    again = JobRun.objects.get(revision=2)
    assert (again.agency, again.reason, again.state) == (cast.north, "Checked", "done")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["hourly", "2026-03-01"], "There are: daily, due"),
        (["daily", "2026-02-30"], "no period"),
        (["daily", "2026-W10"], "another length"),
        (["daily", "2026-03-01", "--agency", "000000000000"], "no agency"),
        (["daily", "2026-03-01", "--again"], "Say why"),
    ],
)
def test_the_command_says_what_is_wrong(cast: Cast, words: list[str], said: str) -> None:
    with only_job():
        call_command("analyse", "daily", "2026-03-01", agency=cast.city.code, stdout=StringIO())
        with translation.override("en"), pytest.raises(CommandError, match=said):
            call_command("analyse", *words, stdout=StringIO())


def test_the_command_works_off_all_that_is_due(cast: Cast) -> None:
    make_case(cast, reported_at=timezone.now() - timedelta(days=2))
    with only_job(levels=CITY_ONLY):
        call_command("analyse", "due", stdout=StringIO())
    assert set(JobRun.objects.values_list("state", flat=True)) == {"done"}
