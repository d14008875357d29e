"""What the loaded demo city holds of the work on the ground and of disputes."""

from datetime import timedelta

from django.db import connection
from django.db.models import Count, F, Sum
from django.utils import timezone

from grid.organisation.models import Officer
from grid.organisation.roles import Role
from grid.service.offices.models import CommunityOffice
from grid.service.offices.selectors import gaps
from grid.service.offices.villages import coverage, villages
from grid.service.programmes.models import ProgrammeItem, ScoreSheet, Supervision
from grid.service.teams.models import Fund, Team
from grid.service.teams.selectors.shares import shares
from grid.service.venues.models import Feed, Hazard, InspectionAnswer, Venue
from grid.service.venues.models import Inspection as VenueInspection
from grid.service.visits.models import ServiceCount, Visit, VisitTask
from mediation.board.models import Explanation
from mediation.documents.checking import check_volume
from mediation.documents.models import Volume
from mediation.flow.models import Course, Step
from mediation.flow.selectors import my_disputes
from mediation.mediators.law import lacks
from mediation.mediators.models import MediationBody, Mediator, VillageGroup
from mediation.register.models import Dispute, DisputeCall, Party
from mediation.risk.models import GradeDuty

CITY = "220400000000"


def leader() -> Officer:
    """A leader who sees the whole city."""
    return Officer.objects.filter(agency__code=CITY, grants__role=Role.AGENCY_LEADER)[:1].get()


class GroundOfTheDemo:
    """Asked of the city that `test_load_demo` has loaded; `accounts` are its sign-ins."""

    def test_each_office_is_measured_by_the_norm_and_three_of_them_lack_somebody(self) -> None:
        lacking = {strength.office.code: strength for strength in gaps(leader())}
        codes = [{gap.code for gap in strength.gaps} for strength in lacking.values()]
        assert CommunityOffice.objects.count() == 28
        assert {"officers"} in codes and {"head"} in codes
        few = next(one for one in lacking.values() if one.auxiliaries == 3)
        assert {gap.code for gap in few.gaps} == {"auxiliaries", "board_seat"}

    def test_there_are_more_assistants_than_villages_and_one_village_has_none(self) -> None:
        whole = coverage(villages(leader()))
        assert whole.uncovered == 1
        assert whole.covered_percent < 100 < whole.assistants_percent < 104

    def test_four_weeks_of_visits_lie_in_the_past_and_on_their_ground(self) -> None:
        rows = Visit.objects.filter(visited_at__gte=timezone.now() - timedelta(days=29))
        assert rows.count() == 1500
        assert not rows.filter(visited_at__gt=timezone.now()).exists()
        assert all(row.cell.outline.covers(row.point) for row in rows.select_related("cell")[:20])
        assert VisitTask.objects.filter(state="done", campaign__isnull=False).exists()
        assert VisitTask.objects.filter(overdue_at__isnull=False).count() > 5

    def test_counters_of_a_month_did_more_than_the_least_of_a_leader(self) -> None:
        done = dict(ServiceCount.objects.order_by().values_list("kind").annotate(Sum("times")))
        assert done["advice"] > 100 and done["help"] > 50
        assert done["dispute"] > 20 and done["service"] > 80

    def test_venues_of_every_kind_are_inspected_and_two_of_their_systems_are_silent(self) -> None:
        kinds = dict(Venue.objects.order_by().values_list("kind").annotate(Count("pk")))
        assert (kinds["entertainment"], kinds["special_trade"], kinds["courier"]) == (54, 150, 43)
        operators = Venue.objects.filter(kind="courier").values("operator").distinct().count()
        assert operators == 11
        assert Feed.objects.exclude(silent_at=None).count() == 2
        assert VenueInspection.objects.count() == 400
        short = InspectionAnswer.objects.filter(item__checklist__kind="courier", verdict="missed")
        assert short.filter(done__lt=F("of")).exists()

    def test_hazards_stand_in_every_stage_and_nobody_verified_what_she_rectified(self) -> None:
        stages = set(Hazard.objects.values_list("stage", flat=True))
        assert stages == {"reported", "notified", "rectified", "verified", "closed", "struck"}
        assert Hazard.objects.filter(repeat_of__isnull=False).count() == 1
        assert Hazard.objects.exclude(penalty_number="").count() == 2
        assert Hazard.objects.filter(overdue_at__isnull=False).exists()
        assert Hazard.objects.filter(found_in="alarm", alarms__ref="demo-alarm-1").exists()

    def test_volunteers_are_nearly_the_tenth_of_the_residents_that_is_asked_for(self) -> None:
        found = {share.base.division_id: share for share in shares(leader())}
        assert 9 < found[CITY].percent < 10 and not found[CITY].is_reached
        assert sum(share.is_reached for share in found.values()) == 1
        assert Team.objects.exclude(brand="").count() == 3
        assert Fund.objects.count() == 3

    def test_a_programme_has_a_late_item_and_a_sheet_that_was_vetoed(self) -> None:
        assert ProgrammeItem.objects.filter(overdue_at__isnull=False).exists()
        vetoed = ScoreSheet.objects.get(is_vetoed=True)
        assert vetoed.points > 0 and vetoed.result == 0
        stages = set(Supervision.objects.values_list("stage", flat=True))
        assert stages == set(Supervision.Stage.values)

    def test_one_committee_breaks_the_law_and_the_groups_of_the_villages_are_active(self) -> None:
        broken = [
            body for body in MediationBody.objects.prefetch_related("mediators")
            if lacks(body, list(body.mediators.all()), timezone.localdate())
        ]  # fmt: skip
        assert [body.code for body in broken] == ["TWH-004"]
        assert VillageGroup.objects.count() == 465
        assert set(Mediator.objects.values_list("kind", flat=True)) == set(Mediator.Kind.values)

    def test_disputes_of_every_category_and_grade_stand_in_every_stage(self) -> None:
        rows = Dispute.objects.all()
        assert 160 <= rows.count() < 180
        assert set(rows.values_list("stage", flat=True)) == set(Dispute.Stage.values)
        assert set(rows.values_list("grade", flat=True)) == {"", *Dispute.Grade.values}
        assert rows.values("category").distinct().count() == 15
        assert rows.filter(is_suspended=True).exists() and rows.filter(repeats__gt=0).exists()
        assert rows.filter(has_minor=True).exists() and rows.filter(has_home_violence=True).exists()
        red = GradeDuty.objects.filter(kind="lead", grade="red", state="issued")
        assert red.filter(due_at__lt=timezone.now(), dispute__leader=None).exists()

    def test_what_a_dispute_went_through_came_one_after_the_other(self) -> None:
        for course in Course.objects.exclude(begun_at=None).select_related("dispute"):
            held = course.sessions.first()
            moments = [
                course.dispute.reported_at,
                course.begun_at,
                held and held.at,
                course.ended_at,
            ]
            said = [at for at in moments if at]
            assert said == sorted(said) and said[-1] <= timezone.now()
        assert not Step.objects.filter(dispute__stage="archived", state="issued").exists()
        assert Explanation.objects.exists()

    def test_nobody_who_quarrels_can_exist_and_every_name_is_encrypted(self) -> None:
        for party in Party.objects.exclude(name="")[:40]:
            assert not party.phone or party.phone.startswith("1380000")
            assert not party.id_number or party.id_number.startswith("000000")
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM mediation_party WHERE name IS NOT NULL")
            assert all(name.startswith("gAAAA") for (name,) in cursor.fetchall())

    def test_two_volumes_are_bound_and_sound(self) -> None:
        volumes = Volume.objects.all()
        assert volumes.count() == 2
        assert all(check_volume(volume).is_sound for volume in volumes)

    def test_calls_about_quarrels_have_a_dispute_a_reason_or_wait_on_the_list(self) -> None:
        rows = DisputeCall.objects.all()
        assert rows.filter(dispute__isnull=False).exists()
        assert rows.exclude(reason="").count() > 60
        assert rows.filter(dispute=None, reason="").count() > 5

    def test_mediator_and_community_officers_of_the_tour_find_their_work(
        self, accounts: list[dict]
    ) -> None:
        badges = {a["badge_number"]: a["role"] for a in accounts}
        for role in ("mediator", "community_officer"):
            found = [row for row in Officer.objects.filter(badge_number__in=badges)
                     if badges[row.badge_number] == role]  # fmt: skip
            assert found
            for officer in found:
                tasks = VisitTask.objects.filter(officer=officer).count()
                assert tasks or my_disputes(officer).exists(), officer

    def test_officers_of_offices_mediate_beside_the_mediator_of_their_station(self) -> None:
        officers = Mediator.objects.filter(kind="officer", officer__agency__kind="office")
        assert officers.count() == 28
        given = [row for row in officers.select_related("officer") if my_disputes(row.officer)]
        assert given
