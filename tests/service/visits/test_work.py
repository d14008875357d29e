"""Campaigns, tasks, errands and counters: given, done, taken back, counted."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from grid.errors import IllegalStep, InvalidInput, LostRace, NotAllowed
from grid.ledger.models import AccessEntry, EventEntry
from grid.ledger.obligations import mark_overdue
from grid.ledger.retention import clear
from grid.service.visits import services
from grid.service.visits.models import Errand, ServiceCount, VisitTask
from grid.service.visits.selectors import counter
from grid.service.visits.selectors.campaigns import (
    answers,
    campaigns,
    cell_work,
    progress,
    reached,
    tasks,
    total,
)
from grid.territory.services import post_officer
from tests.cast import Cast
from tests.service.visits.make import make_campaign, make_errand, make_visit


def faults_of(refusal: pytest.ExceptionInfo[InvalidInput]) -> set[str]:
    return {fault["pointer"] for fault in refusal.value.errors}


def test_a_campaign_gives_each_cell_a_task_for_whoever_answers_for_it(cast: Cast) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    post_officer(cast.north_cell, cast.cora, by=cast.lea.as_actor(), from_day=yesterday)
    campaign = make_campaign(cast)
    rows = {task.cell.code: task for task in campaign.tasks.select_related("cell", "officer")}
    assert set(rows) == {"N-1", "N-2"}
    assert rows["N-1"].officer == cast.cora
    assert rows["N-2"].officer is None
    assert timezone.localtime(rows["N-1"].due_at).date() == campaign.ends_on


def test_a_task_is_done_when_as_many_addresses_were_visited(cast: Cast) -> None:
    campaign = make_campaign(cast)
    make_visit(cast, campaign=campaign.pk, outcome="nobody")
    make_visit(cast, campaign=campaign.pk)
    task = campaign.tasks.get(cell__code="N-1")
    assert task.state == "issued"
    make_visit(cast, campaign=campaign.pk)
    task.refresh_from_db()
    assert (task.state, task.outcome) == ("done", "2 of 2 visited")
    kinds = set(EventEntry.objects.values_list("kind", flat=True))
    assert {"service.task_issued", "service.task_signed", "service.task_done"} <= kinds


def test_progress_starts_with_the_cell_that_has_most_to_do(cast: Cast) -> None:
    campaign = make_campaign(cast, questions=[{"text": "People", "kind": "number"}])
    question = str(campaign.questions.get().pk)
    make_visit(cast, campaign=campaign.pk, found="hazard", answers={question: 3})
    make_visit(cast, campaign=campaign.pk, outcome="nobody", answers={question: 2})
    cells = progress(cast.lea, campaign)
    assert [(cell.code, cell.percent) for cell in cells] == [("N-2", 0.0), ("N-1", 50.0)]
    whole = total(cells)
    assert (whole.made, whole.target, whole.tried, whole.hazards) == (1, 4, 2, 1)
    assert answers(cast.lea, campaign)[0]["total"] == 5
    assert reached([campaign], cast.lea) == {campaign.pk: (1, 4)}


def test_a_campaign_from_above_shows_a_station_its_own_cells_only(cast: Cast) -> None:
    today = timezone.localdate()
    said: dict[str, Any] = {"name": "City", "starts_on": today, "ends_on": today, "target": 1}
    campaign = services.start_campaign(by=cast.chief, **said)
    assert campaign.tasks.count() == 4
    assert {cell.code for cell in progress(cast.cora, campaign)} == {"N-1", "N-2"}
    assert campaign in campaigns(cast.cora)
    with pytest.raises(NotAllowed):
        services.close_campaign(campaign, by=cast.lea)
    assert not campaigns(cast.sam).filter(pk=make_campaign(cast).pk).exists()


def test_a_longer_campaign_moves_its_open_tasks_and_a_closed_one_takes_them_back(
    cast: Cast,
) -> None:
    campaign = make_campaign(cast)
    later = campaign.ends_on + timedelta(days=7)
    campaign = services.change_campaign(campaign, by=cast.lea, version=1, ends_on=later)
    due = {timezone.localtime(task.due_at).date() for task in campaign.tasks.all()}
    assert due == {later}
    services.close_campaign(campaign, by=cast.lea, version=2)
    assert set(campaign.tasks.values_list("state", flat=True)) == {"cancelled"}
    with pytest.raises(IllegalStep):
        services.change_campaign(campaign, by=cast.lea, version=3, name="x")


def test_a_campaign_says_everything_that_is_wrong(cast: Cast) -> None:
    today = timezone.localdate()
    with pytest.raises(InvalidInput) as refusal:
        make_campaign(
            cast, name=" ", purpose="war", starts_on=today, ends_on=today - timedelta(days=1),
            cells=["S-1"], questions=[{"text": "Heat", "kind": "choice", "choices": ["one"]}],
        )  # fmt: skip
    assert faults_of(refusal) == {"/name", "/purpose", "/ends_on", "/cells", "/questions"}
    assert not VisitTask.objects.exists()


def test_a_task_by_hand_is_overdue_once_and_then_done_or_taken_back(cast: Cast) -> None:
    now = timezone.now()
    said: dict[str, Any] = {"cell": "N-1", "due_at": now + timedelta(hours=1), "officer": "N002"}
    task = services.create_task(by=cast.lea, **said)
    with time_machine.travel(now + timedelta(hours=2)):
        mark_overdue()
        mark_overdue()
    assert EventEntry.objects.filter(kind="service.task_overdue").count() == 1
    assert tasks(cast.cora, mine="1").get() == task
    task.refresh_from_db()
    done = services.finish_task(task, by=cast.cora, outcome="Shop closed for good")
    assert done.state == "done"
    with pytest.raises(LostRace):
        services.cancel_task(done, by=cast.lea, reason="late")
    with pytest.raises(InvalidInput) as refusal:
        services.create_task(by=cast.lea, due_at=now - timedelta(hours=1), target=0)
    assert faults_of(refusal) == {"/cell", "/due_at", "/target"}


def test_the_done_rate_of_a_cell_counts_tasks_and_errands(cast: Cast) -> None:
    today = timezone.localdate()
    campaign = make_campaign(cast, ends_on=today)
    make_visit(cast, campaign=campaign.pk)
    make_visit(cast, campaign=campaign.pk)
    make_errand(cast)
    work = {row.code: row for row in cell_work(cast.lea, today, today + timedelta(days=2))}
    first = work["N-1"]
    assert (first.due, first.done, first.errands, first.errands_done) == (1, 1, 1, 0)
    assert (first.percent, first.visits) == (50.0, 2)
    assert work["N-2"].percent == 0.0


def test_for_whom_an_errand_is_run_is_masked_until_somebody_says_why(cast: Cast) -> None:
    errand = make_errand(cast)
    assert services.client_of(errand, cast.cora) == {
        "name": "王某", "phone": "138****0000", "is_clear": False,
    }  # fmt: skip
    with pytest.raises(InvalidInput):
        services.reveal_client(errand, by=cast.cora, reason="no")
    services.reveal_client(errand, by=cast.cora, reason="To call about the card")
    look = AccessEntry.objects.get()
    assert (look.case_number, look.purpose) == (errand.number, "errand")
    assert services.client_of(errand, cast.cora)["name"] == "王小明"
    assert not services.client_of(errand, cast.lea)["is_clear"]
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        assert not services.client_of(errand, cast.cora)["is_clear"]
    assert "王小明" not in str(list(EventEntry.objects.values_list("payload", flat=True)))


def test_an_errand_is_taken_on_changed_run_and_forgets_its_client_in_a_year(cast: Cast) -> None:
    errand = make_errand(cast)
    errand = services.take_on(errand, by=cast.cora, version=1)
    errand = services.change_errand(errand, by=cast.cora, version=2, text="Bring the card")
    errand = services.finish_errand(errand, by=cast.cora, outcome="Brought", version=3)
    assert errand.state == "done"
    with pytest.raises(IllegalStep):
        services.change_errand(errand, by=cast.cora, version=4, text="x")
    other = services.end_errand(make_errand(cast), by=cast.cora, reason="Moved", is_returned=True)
    assert other.state == "returned"
    later = timezone.now() + timedelta(days=366)
    assert clear(Errand, Errand.retention, now=later) == 2
    errand.refresh_from_db()
    assert errand.client_name is None
    assert errand.text == "Bring the card"


def test_an_errand_of_a_visit_takes_its_cell_and_address(cast: Cast) -> None:
    visit = make_visit(cast, found="errand")
    errand = make_errand(cast, visit=visit.number, cell="")
    assert (errand.cell, errand.address) == (cast.north_cell, visit.address)
    with pytest.raises(InvalidInput) as refusal:
        make_errand(cast, visit="ZF-999999", text=" ", kind="x", officer="S001")
    assert faults_of(refusal) == {"/visit", "/text", "/kind", "/officer"}


def test_a_counter_counts_up_and_takes_back_and_the_month_adds_it_up(cast: Cast) -> None:
    said: dict[str, Any] = {"code": "luggage", "name": "Luggage", "agency": cast.north.code}
    services.save_item(None, by=cast.lea, **said)
    for kind, times in (("advice", 100), ("help", 50), ("dispute", 20)):
        services.count_service(by=cast.cora, kind=kind, times=times)
    for _n in range(3):
        services.count_service(by=cast.cora, item="luggage")
    services.count_service(by=cast.cora, item="luggage", times=-1)
    month = counter.month(cast.lea, timezone.localdate())
    assert {code: n for code, _label, n in month["kinds"]} == {
        "advice": 100, "help": 50, "dispute": 20, "errand": 0, "service": 2,
    }  # fmt: skip
    assert month["items"] == [("luggage", "Luggage", 2)]
    assert month["total"] == 172
    assert ServiceCount.objects.count() == 4
    with pytest.raises(InvalidInput) as refusal:
        services.count_service(by=cast.cora, item="luggage", times=-3)
    assert faults_of(refusal) == {"/times"}
    with pytest.raises(InvalidInput) as refusal:
        services.count_service(by=cast.sam, item="luggage", counted_on=date(2020, 1, 1))
    assert faults_of(refusal) == {"/item", "/kind", "/counted_on"}
