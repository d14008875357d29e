"""The demo city: loaded once, without a gap, with everything somebody may look for."""

import json
import stat
from datetime import timedelta

import numpy as np
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Count, Sum
from django.utils import timezone

from checkpoints.containment.models import Containment, ContainmentPlan
from checkpoints.containment.selectors.reporting import report
from checkpoints.containment.selectors.statistics import figures
from checkpoints.work.models import CheckOutcome, HourlyCount
from command_center.demo import upkeep
from command_center.demo.calls import read_planted
from command_center.demo.studying import running
from command_center.dispatch.assignments.models import Assignment
from command_center.dispatch.coverage.models import ResponseCircle
from command_center.dispatch.plans.models import EventPlan
from command_center.incidents.models import Incident, PremiseNote, TimelineEntry
from grid.ledger.models import EventEntry
from grid.organisation.models import Agency, Officer, RoleGrant
from grid.organisation.roles import NEEDS_TOTP, Role
from grid.territory.models import Cell, CellPosting, Division, Place
from grid.territory.selectors import cell_ids_at, postings
from grid.territory.topology import check_agency
from patrol.positions.models import UnitPosition
from patrol.units.models import Station, Unit
from patrol.units.selectors import unit_of
from tests.demo.analysis_of_the_demo import AnalysisOfTheDemo
from tests.demo.cases_of_the_demo import CasesOfTheDemo
from tests.demo.on_the_ground import GroundOfTheDemo
from video.alarms.models import AlarmDevice, Press
from video.footage.models import FootageRequest
from video.health.models import Exclusion, Inspection, PictureFault, PlatformStatus, Sample
from video.rates.marks import SHIFT
from video.rates.models import By, PlaceCheck, RateDay
from video.rates.selectors import table
from video.register.models import Camera
from video.repair.models import OPEN_STAGES, ContractorSeat, Stage, Ticket, TicketSpan
from video.rounds.models import DeskSitting, RoundRun, VideoTeam

CITY = "220400000000"
RATE_DAYS = 5  # of four weeks: a day of rates of 55,000 cameras takes a second


@pytest.fixture(scope="module")
def accounts(django_db_setup, django_db_blocker, tmp_path_factory) -> list[dict]:
    """The demo loaded once for the module, and taken away again."""
    var = tmp_path_factory.mktemp("var")
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(settings, "VAR", var)
        patch.setattr(upkeep, "RATE_DAYS", RATE_DAYS)
        patch.setattr(upkeep, "CLASS_DAYS", frozenset())
        patch.setattr(running, "DAYS", 1)
        patch.setattr(running, "BELOW", ())
        call_command("load_demo")
        connection.check_constraints()  # here, once; else each test's end asks all rows again
        file = var / "demo_accounts.json"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        yield json.loads(file.read_text(encoding="utf-8"))
        transaction.set_rollback(True)


pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("accounts"),
    pytest.mark.takes(5),
]


def test_the_city_has_the_agencies_of_the_brief() -> None:
    kinds = dict(Agency.objects.values_list("kind").annotate(n=Count("pk")))
    assert kinds["branch"] == 7
    assert kinds["county"] == 2
    assert kinds["control_centre"] == 2
    assert kinds["office"] == 28
    assert Agency.objects.filter(name__endswith="警务站").count() == 10
    assert Agency.objects.filter(name="白泉派出所", parent__name="东辽县公安局").exists()


def test_every_community_and_village_has_one_cell_and_nothing_is_left_over() -> None:
    cells, faults = check_agency(Agency.objects.get(code=CITY))
    assert cells == 580 == Division.objects.filter(level="village").count()
    assert faults == []
    assert not Cell.objects.filter(is_leaf=True, parent=None).exists()


def test_any_point_of_the_city_lies_in_exactly_one_cell() -> None:
    outline = Division.objects.get(code=CITY).outline
    west, south, east, north = outline.extent
    rng = np.random.default_rng(4)
    lngs, lats = west + rng.random(2000) * (east - west), south + rng.random(2000) * (north - south)
    found = cell_ids_at(lngs, lats)
    assert 800 < sum(i is not None for i in found) < 2000


def test_who_answered_for_a_cell_a_year_and_a_half_ago_is_known() -> None:
    today = timezone.localdate()
    cell = Cell.objects.filter(is_leaf=True, postings__isnull=False).first()
    then = postings(cell.code, on=today - timedelta(days=540)).get()
    now = postings(cell.code, on=today).get()
    assert then.pk != now.pk
    assert not Cell.objects.filter(is_leaf=True, postings__isnull=True).exists()
    assert CellPosting.objects.filter(valid_to=None).count() == 580


def test_every_role_can_be_tried_and_nobody_has_a_known_password(accounts: list[dict]) -> None:
    assert {a["role"] for a in accounts} == set(Role.values)
    assert len({a["password"] for a in accounts}) == len(accounts)
    assert all(len(a["password"]) >= 16 for a in accounts)
    usable = [o for o in Officer.objects.all() if o.has_usable_password()]
    assert len(usable) == len(accounts) < Officer.objects.count()


def test_an_account_opens_with_its_password(accounts: list[dict]) -> None:
    account = accounts[0]
    officer = Officer.objects.get(badge_number=account["badge_number"])
    assert officer.check_password(account["password"])
    assert not officer.check_password(account["password"].lower())


def test_whoever_owes_a_second_factor_has_one(accounts: list[dict]) -> None:
    owing = [a for a in accounts if a["role"] in NEEDS_TOTP]
    assert owing and all(a["totp_secret"] for a in owing)
    extra = {a["role"] for a in accounts if a["totp_secret"]} - set(NEEDS_TOTP)
    assert extra == {"dispatcher", "duty_commander"}
    assert sum(a["role"] == "security_admin" for a in accounts) == 2
    assert not RoleGrant.objects.filter(approved_by=None).exists()


def test_two_years_of_calls_have_their_times_in_order_and_their_cells() -> None:
    assert 20_000 < Incident.objects.count() < 26_000
    assert not Incident.objects.filter(cell=None).exists()
    oldest = Incident.objects.earliest("reported_at")
    assert 725 < (timezone.now() - oldest.reported_at).days < 732
    closed = Incident.objects.filter(state="closed", is_valid_call=True)
    for row in closed.order_by("?")[:200]:
        times = [row.reported_at, row.answered_at, row.dispatched_at, row.on_scene_at]
        times += [row.fed_back_at, row.closed_at]
        assert times == sorted(times)
    assert Incident.objects.filter(state="closed").exclude(disposition=None).exists()
    assert not Incident.objects.filter(reported_at__gt=timezone.now()).exists()


def test_calls_lie_in_the_cell_they_say() -> None:
    rows = list(Incident.objects.order_by("?")[:2000])
    found = cell_ids_at([r.point.x for r in rows], [r.point.y for r in rows])
    assert found == [r.cell_id for r in rows]


def test_numbers_go_on_where_the_past_ended() -> None:
    latest = Incident.objects.order_by("-reported_at").first()
    year = timezone.localtime(latest.reported_at).year
    same_year = Incident.objects.filter(number__startswith=f"{year % 100:02}-").count()
    assert latest.number == f"{year % 100:02}-{same_year:04}"


def test_some_calls_are_open_and_the_ledger_tells_of_those_alone() -> None:
    open_now = Incident.objects.exclude(state="closed").count()
    assert 3 <= open_now <= 40
    told = EventEntry.objects.filter(kind="incidents.received").count()
    assert told == open_now
    assert EventEntry.objects.filter(kind="incidents.imported").count() == 1
    assert TimelineEntry.objects.count() > 4 * Incident.objects.count()


def test_a_planted_surge_stands_out() -> None:
    surge = read_planted()["surge"][0]
    rows = Incident.objects.filter(
        category__code=surge["category"], cell__parent__code=surge["town"]
    )
    today = timezone.localtime().replace(hour=0, minute=0)
    first = today - timedelta(days=surge["from_days_ago"])
    last = today - timedelta(days=surge["to_days_ago"] - 1)
    inside = rows.filter(reported_at__range=(first, last)).count()
    days = surge["from_days_ago"] - surge["to_days_ago"] + 1
    usual = (rows.count() - inside) / (730 - days)
    assert inside / days > 5 * usual


def test_repeat_addresses_are_there() -> None:
    spots = Incident.objects.filter(category__code="080201").values("point")
    busiest = spots.annotate(n=Count("pk")).order_by("-n").first()
    assert busiest["n"] >= 4


def test_key_places_have_windows_and_notes_have_reviews() -> None:
    assert Place.objects.filter(is_key=True, kind="school").exclude(windows=[]).count() >= 5
    assert not Place.objects.filter(cell=None).exists()
    assert PremiseNote.objects.filter(review_on__lte=timezone.localdate()).count() == 1


def test_loading_again_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    before = Officer.objects.count()
    call_command("load_demo")
    assert "already" in capsys.readouterr().out
    assert Officer.objects.count() == before


def test_twelve_street_stations_have_ground_and_units_of_every_kind() -> None:
    assert Station.objects.filter(kind="street").count() == 10
    assert Station.objects.filter(kind="control_centre").count() == 2
    assert not Station.objects.filter(outline=None).exists()
    kinds = set(Unit.objects.values_list("kind", flat=True))
    assert kinds == {"car", "foot", "bicycle", "motorcycle", "mixed", "video"}
    assert 80 <= Unit.objects.count() <= 120


def test_every_unit_has_a_crew_and_a_place_in_its_own_city() -> None:
    assert not Unit.objects.filter(crew=None).exists()
    street = Unit.objects.exclude(kind="video")
    assert UnitPosition.objects.count() == street.count()
    points = [(p.point.x, p.point.y) for p in UnitPosition.objects.all()]
    found = cell_ids_at(np.array([x for x, _y in points]), np.array([y for _x, y in points]))
    assert all(found)


def test_a_patrol_officer_of_the_tour_leads_a_unit(accounts: list[dict]) -> None:
    badges = [a["badge_number"] for a in accounts if a["role"] == "patrol"]
    assert any(unit_of(o) for o in Officer.objects.filter(badge_number__in=badges))


def test_a_mixed_team_shows_the_units_its_people_come_from() -> None:
    team = Unit.objects.filter(kind="mixed", call_sign__startswith="P").first()
    assert team is not None and team.parents.count() == 2


def test_figures_by_unit_have_rows_that_agree_with_the_calls() -> None:
    rows = Assignment.objects.select_related("incident", "unit__agency")
    assert rows.count() > 100
    for row in rows:
        call = row.incident
        assert (row.issued_at, row.on_scene_at) == (call.dispatched_at, call.on_scene_at)
        assert (row.fed_back_at is None) == (row.ended_at is None)
        assert row.owner_path.split("/")[:2] == call.agency.path.split("/")[:2]


def test_a_unit_on_a_call_is_on_one_call_only_and_says_so() -> None:
    at_work = Assignment.objects.filter(ended_at__isnull=True)
    assert at_work.values("unit").distinct().count() == at_work.count()
    busy = Unit.objects.filter(pk__in=at_work.values("unit"))
    assert not busy.filter(status__in=["patrol", "standby"]).exists()


def test_one_event_is_planned_for_the_weekend_and_the_last_one_is_closed() -> None:
    coming, last = EventPlan.objects.order_by("-starts_at")
    assert (coming.state, coming.starts_at > timezone.now()) == ("approved", True)
    assert (last.state, last.result["posts"]["late"]) == ("closed", 1)
    assert coming.posts.count() == last.posts.count() == 3


def test_the_units_of_a_branch_serve_the_circles_of_its_places() -> None:
    assert not ResponseCircle.objects.filter(agencies=None).exists()


def test_a_fortnight_of_hours_lies_beside_the_same_days_of_the_year_before() -> None:
    counts = HourlyCount.objects.all()
    assert counts.count() == 13 * 3 * 14 * 24 * 2
    oldest, latest = counts.earliest("hour").hour, counts.latest("hour").hour
    assert (latest - oldest).days == 364 + 13
    assert CheckOutcome.objects.filter(is_result=True).exists()


def test_the_city_has_a_plan_to_close_it_and_did_so_once_in_earnest_and_once_in_a_drill() -> None:
    chief = Officer.objects.filter(agency__code=CITY, grants__role="duty_commander").first()
    plan = ContainmentPlan.objects.usable().get()
    assert (plan.rings.count(), plan.posts.count()) == (2, 12)
    drill, real = Containment.objects.order_by("-started_at")
    assert (drill.is_drill, real.is_drill) == (True, False)
    told = report(real, chief)
    assert (told["figures"]["posts"], len(told["late"])) == (9, 2)
    assert told["rings"][0]["closed_at"] is not None
    assert figures(chief, {})["counted"] == 1


def test_two_samples_were_looked_at_to_the_end_and_few_pictures_were_faulty() -> None:
    of_the_city = Sample.objects.filter(agency__parent=None)
    picture, place = of_the_city.exclude(closed_at=None).order_by("purpose")
    assert (picture.size, place.size) == (1260, 240)
    assert not Inspection.objects.filter(checked_at=None, sample__in=[picture, place]).exists()
    faulty = picture.inspections.filter(picture="faulty")
    assert 40 <= faulty.count() <= 110
    without = faulty.exclude(camera__in=PictureFault.objects.values("camera"))
    assert not without.exists()
    assert not place.inspections.filter(distance_m=None).exists()
    assert place.inspections.filter(place="wrong", distance_m__gt=30).exists()


def test_a_third_sample_and_an_exclusion_wait_for_somebody_on_the_order_board() -> None:
    waiting = Sample.objects.get(closed_at=None)
    assert waiting.inspections.filter(checked_at=None).count() == 40
    assert waiting.owed.state == "signed"
    assert Exclusion.objects.get(owed__state="issued").state == "requested"


def test_each_of_the_eight_rates_of_the_public_cameras_shows_a_sensible_figure() -> None:
    chief = Officer.objects.filter(agency__code=CITY, grants__role="duty_commander")[0]
    total = table(chief, is_public=True).total
    shown = {rate: float(total[rate].percent or 0) for rate in SHIFT}
    assert len(shown) == 8
    assert all(90 <= share <= 100 for share in shown.values()), shown


def test_what_does_not_count_was_asked_by_one_and_approved_by_another() -> None:
    approved = dict(Exclusion.objects.filter(state="approved").values_list("reason", "size"))
    assert approved == {"maintenance": 26, "power_cut": 15}
    assert Exclusion.objects.filter(state="requested").count() == 1
    assert all(one.requested_by != one.approved_by for one in Exclusion.objects.all())


def test_the_rates_of_four_weeks_lie_ready_and_every_position_was_checked() -> None:
    assert PlaceCheck.objects.count() == Camera.objects.count() == 55_425
    days = RateDay.objects.filter(by=By.AGENCY).values("day").distinct()
    assert days.count() == RATE_DAYS
    yesterday = timezone.localdate() - timedelta(days=1)
    assert set(RateDay.objects.filter(day=yesterday).values_list("by", flat=True)) == set(By)
    online = RateDay.objects.filter(day=yesterday, by=By.AGENCY, rate="online_rate")
    sums = online.aggregate(numerator=Sum("numerator"), denominator=Sum("denominator"))
    assert 0.9 < sums["numerator"] / sums["denominator"] < 1


def test_tickets_stand_at_every_stage_and_their_clocks_go_forward() -> None:
    assert 38 <= Ticket.objects.count() <= 46
    assert set(Ticket.objects.values_list("stage", flat=True)) == set(Stage.values)
    firms = set(Ticket.objects.values_list("contractor__code", flat=True))
    assert firms == {"keep-a", "keep-b", "keep-c", None}
    for row in Ticket.objects.all():
        steps = [row.issued_at, row.signed_at, row.arrived_at, row.fixed_at, row.done_at]
        assert sorted(at for at in steps if at) == [at for at in steps if at]
        assert row.issued_at <= timezone.now()
    assert Ticket.objects.filter(penalty__gt=0).exists()
    running = TicketSpan.objects.filter(to_at=None).values("ticket").distinct().count()
    assert running == Ticket.objects.filter(stage__in=OPEN_STAGES, parent=None).count()


def test_one_recorder_is_down_and_its_cameras_hang_on_one_ticket() -> None:
    status = PlatformStatus.objects.get(state="down")
    parent = Ticket.objects.get(fault="platform_down")
    assert parent.platform == status.platform
    assert parent.children.count() == 6
    assert set(parent.children.values_list("camera__status__state", flat=True)) == {"parent_down"}


def test_a_contractor_of_the_tour_finds_work_on_the_phone(accounts: list[dict]) -> None:
    badges = [a["badge_number"] for a in accounts if a["role"] == "contractor"]
    seat = ContractorSeat.objects.get(officer__badge_number__in=badges, ended_on=None)
    stages = {row.stage for row in Ticket.objects.filter(contractor=seat.company)}
    assert {"assigned", "accepted", "on_site", "fixed"} <= stages
    assert ContractorSeat.objects.filter(ended_on=None).count() == 2


def test_footage_was_asked_for_in_every_state_and_nobody_in_it_exists() -> None:
    rows = FootageRequest.objects.all()
    assert set(rows.values_list("state", flat=True)) >= {
        "requested", "signed", "approved", "issued", "closed", "refused", "withdrawn",
    }  # fmt: skip
    assert set(rows.values_list("kind", flat=True)) == set(FootageRequest.Kind.values)
    assert rows.get(kind="citizen").applicant.name.startswith("示例")
    assert sum(row.is_unreviewed for row in rows) == 1
    numbers = rows.exclude(case_number="").values_list("case_number", flat=True)
    assert Incident.objects.filter(number__in=numbers).count() == len(set(numbers))


def test_schools_and_poles_have_their_buttons_and_six_were_not_tested_for_a_month() -> None:
    kinds = dict(AlarmDevice.objects.values_list("kind").annotate(n=Count("pk")))
    assert kinds == {"pole": 5, "school": 150}
    assert AlarmDevice.objects.exclude(untested_at=None).count() == 6
    assert Press.objects.filter(is_test=False).count() == 7
    assert not Press.objects.filter(result="open").exists()
    told = EventEntry.objects.filter(kind="video.alarm_pressed")
    assert not told.exists()  # else each press of the past would become a call once more


def test_each_branch_and_county_has_a_staffed_desk_and_looked_through_its_round() -> None:
    teams = VideoTeam.objects.all()
    assert teams.count() == 9 == DeskSitting.objects.filter(left_at=None).count()
    done = RoundRun.objects.filter(state="done")
    assert done.count() == 9
    for run in done:
        assert run.due_start <= run.started_at < run.ended_at <= timezone.now()
        results = list(run.looks.values_list("result", flat=True))
        assert (results.count("seen"), results.count("no_picture")) == (len(results) - 2, 1)


class TestGround(GroundOfTheDemo):
    """The same city, on the ground."""


class TestCases(CasesOfTheDemo):
    """The same city's cases."""


class TestAnalysis(AnalysisOfTheDemo):
    """What the same city made of them."""
