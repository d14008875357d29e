"""From cases to a draft: a run counts a week, and people get a bulletin to sign."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from command_center.analysis.bulletins.models import Bulletin
from command_center.analysis.bulletins.paper import paper_of
from command_center.analysis.bulletins.paper.parts import Boxes, Table, Trend
from command_center.analysis.bulletins.reach import reach_of
from command_center.analysis.bulletins.services import draft
from command_center.analysis.runs.models import JobRun
from command_center.analysis.runs.services import run_again
from command_center.analysis.store import rollup
from command_center.incidents.models import Incident
from command_center.incidents.reference import load as load_incidents
from command_center.incidents.services import receive
from grid.ledger.actors import PLATFORM
from tests.analysis.bulletins.make import make_result
from tests.analysis.make import work
from tests.analysis.sheets.make import make_proposal
from tests.cases.make import make_case
from tests.cast import Cast

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 3, 2, 4, tzinfo=UTC)  # noon of the first day of 2026-W10
CLOSED = datetime(2026, 3, 8, 16, 30, tzinfo=UTC)


def _week(cast: Cast) -> None:
    """Five burglaries and two snatches in the north this week; three the week before."""
    for day in (0, 1, 1, 2, 6):
        make_case(cast, reported_at=MONDAY + timedelta(days=day))
    for day in (0, 3):
        make_case(cast, category="050400", reported_at=MONDAY + timedelta(days=day))
    for day in (-7, -5, -1, -364, -728):  # the week before; the same week of two earlier years
        make_case(cast, reported_at=MONDAY + timedelta(days=day))
    make_case(cast, agency=cast.south_station, reported_at=MONDAY)
    make_case(cast, found_by="patrol", reported_at=MONDAY)
    rollup.refresh_stale()


def _run(cast: Cast, *, job: str = "weekly", period: str = "2026-W10") -> JobRun:
    return JobRun.objects.create(job=job, period=period, agency=cast.city, due_at=CLOSED)


def test_a_week_of_cases_becomes_a_draft_with_its_figures(cast: Cast) -> None:
    _week(cast)
    run = _run(cast)
    assert work(run) == JobRun.State.DONE
    row = Bulletin.objects.get()
    key, content = row.content["key"], row.content
    assert (row.state, row.revision, row.period) == ("draft", 1, "2026-W10")
    assert row.issue_by is not None
    assert timezone.localtime(row.issue_by).strftime("%m-%d %H:%M") == "03-09 12:00"
    assert (key["cases"]["now"], key["cases"]["previous"]) == (6, 3)
    assert key["cases"]["open"]["reported_after"] == "2026-03-02"
    assert key["cases"]["open"]["reported_before"] == "2026-03-09"
    assert [(one["name"], one["now"], one["zero_days"]) for one in content["areas"]] == [
        ("北分局", 5, 3),
        ("南分局", 1, 6),
    ]
    assert content["lists"]["up"] == ["北分局", "南分局"]
    assert sum(map(sum, content["hours"])) == pytest.approx(6)
    assert content["quality"]["discovered"] == 1
    assert {one["name"]: one["now"] for one in content["subtypes"]}["抢夺案"] == 2
    lead = paper_of(row.content, {}).lead
    assert "6 cases" in lead and "3 more" in lead


def _calls(cast: Cast) -> None:
    """Two valid calls and a false one of the week, one of the week before, and an exercise."""
    load_incidents()
    where: dict[str, Any] = {"lng": 125.11, "lat": 42.91, "address": "中央路1号"}
    for day, said in enumerate(({}, {}, {}, {"is_exercise": True}, {})):
        taken = receive(by=cast.nora, category="010201", **where, **said)
        at = MONDAY + timedelta(days=day if day < 4 else -3)
        Incident.objects.filter(pk=taken.pk).update(
            reported_at=at,
            is_valid_call=day != 2,
            dispatched_at=at + timedelta(seconds=20, milliseconds=900),
            accepted_at=at + timedelta(seconds=50, milliseconds=100) if day else None,
            on_scene_at=at + timedelta(seconds=(300, 299)[day % 2]),
            fed_back_at=at + timedelta(hours=5) if day != 1 else None,
        )


def test_every_figure_that_is_a_link_opens_as_many_rows(cast: Cast, client: Client) -> None:
    _week(cast)
    _calls(cast)
    work(_run(cast))
    row = Bulletin.objects.get()
    client.force_login(cast.chief)
    reach, paper = reach_of(row, cast.chief), paper_of(row.content, {})
    blocks = [b for section in paper.sections for part in section.parts for b in part.blocks]
    cells = [c for b in blocks if isinstance(b, Table) for line in b.lines for c in line.cells]
    cells += [c for b in blocks if isinstance(b, Boxes) for _word, c in b.pairs]
    cells += [c for b in blocks if isinstance(b, Trend) for _period, c in b.points]
    links = {reach.address(cell.open): cell.text for cell in cells}
    links |= {reach.address(one.open): one.value for one in paper.figures}
    links = {at: text for at, text in links.items() if "?" in at}  # lists, not single incidents
    counted = {at: client.get(at).context["page"].paginator.count for at in links}
    wrong = {at: (links[at], n) for at, n in counted.items() if not says(links[at], n, at)}
    assert wrong == {}
    for wanted in ("took=arrival", "took=sign", "took=feedback", "fed_back=false", "periods="):
        assert any(counted[at] for at in links if wanted in at.replace("%3A", ":")), wanted
    assert counted[next(at for at in links if "arrival%3A0-300" in at)] == 1
    assert counted[next(at for at in links if "arrival%3A300-600" in at)] == 1
    assert len(links) >= 60


def says(text: str, count: int, address: str) -> bool:
    """Whether a figure's words say as many as its list holds; a mean holds three years."""
    if "periods=" in address:
        return text == f"{round(count / 3, 1):.1f}"
    return int(re.findall(r"[0-9]+", text)[0]) == count


def test_the_same_week_again_gives_the_same_figures_and_a_second_edition(cast: Cast) -> None:
    _week(cast)
    run = _run(cast)
    work(run)
    again = run_again(run, reason="Checked once more", actor=PLATFORM)
    work(again)
    first, second = Bulletin.objects.order_by("revision")
    assert {**first.content, "made": 0} == {**second.content, "made": 0}
    assert (first.state, second.state) == ("replaced", "draft")


def test_a_city_without_a_single_case_still_gets_its_bulletin(cast: Cast) -> None:
    assert work(_run(cast)) == JobRun.State.DONE
    row = Bulletin.objects.get()
    paper = paper_of(row.content, {})
    assert row.content["lists"]["zero"] == ["北分局", "南分局"]
    assert row.content["key"]["zero_days"]["now"] == 7
    assert "0 cases" in paper.lead


@pytest.mark.parametrize(
    ("job", "period", "count"),
    [("monthly", "2026-03", 7), ("quarterly", "2026-Q1", 9), ("yearly", "2026", 9)],
)
def test_months_quarters_and_years_have_bulletins_too(
    cast: Cast, job: str, period: str, count: int
) -> None:
    _week(cast)
    assert work(_run(cast, job=job, period=period)) == JobRun.State.DONE
    row = Bulletin.objects.get(job=job)
    assert row.content["key"]["cases"]["now"] == count
    assert paper_of(row.content, {}).sections


def test_a_bulletin_made_late_leaves_out_what_was_proposed_for_long_after(cast: Cast) -> None:
    with time_machine.travel(datetime(2026, 9, 14, 1, tzinfo=UTC)):
        next_week = make_proposal(cast, first_day=date(2026, 9, 14))
        make_proposal(cast, first_day=date(2026, 11, 9))
        row = draft(make_result(cast.city))
    assert [(one["id"], one["cells"]) for one in row.content["advice"]] == [
        (next_week.pk, [cast.north_cell.name])
    ]
    assert row.content["advice"][0]["class_name"] == "可防性案件"
