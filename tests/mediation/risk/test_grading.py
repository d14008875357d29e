"""Grading disputes: by a checklist, signed, with what each grade asks for and its clocks."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from grid.errors import IllegalStep, InvalidInput, NotAllowed, StaleVersion
from grid.ledger.models import EventEntry
from grid.organisation.models import Officer, RoleGrant
from grid.organisation.roles import Role
from mediation.register import services as register
from mediation.register.models import Dispute
from mediation.risk import services
from mediation.risk.models import Assessment, GradeDuty, RiskChecklist
from mediation.risk.reactors import grade_again, tell_late
from mediation.risk.rulebook import checklist_of, items_of, rule_of
from mediation.risk.scoring import suggested
from mediation.risk.services.rules import SAID
from tests.cast import Cast
from tests.mediation.make import make_dispute
from tests.mediation.register.telling import kinds, last, tell

pytestmark = pytest.mark.django_db


def owed(dispute: Dispute) -> dict[str, str]:
    """The open duties, with their grades."""
    rows = GradeDuty.objects.filter(dispute=dispute, state__in=("issued", "signed"))
    return dict(rows.values_list("kind", "grade"))


def graded(cast: Cast, *answers: str, **fields: Any) -> Dispute:
    row = make_dispute(cast, **fields)
    services.assess(row, by=cast.lea, answers=answers)
    row.refresh_from_db()
    return row


@pytest.mark.parametrize(
    ("answers", "score", "grade"),
    [
        ((), 0, "blue"),
        (("stuck", "long"), 15, "yellow"),
        (("group", "repeated"), 35, "orange"),
        (("group", "repeated", "deadline", "stuck"), 60, "red"),
        (("weapon",), 40, "red"),
        (("threat",), 30, "orange"),
    ],
)
def test_the_points_make_the_grade_and_a_weapon_makes_it_red(
    cast: Cast, answers: tuple[str, ...], score: int, grade: str
) -> None:
    row = make_dispute(cast)
    made = services.assess(row, by=cast.cora, answers=answers)
    row.refresh_from_db()
    assert (made.score, made.grade, row.grade, row.stage) == (score, grade, grade, "assessed")
    assert (made.signed_by, made.before) == ("科拉 N002", "")


def test_each_grade_asks_for_a_leader_a_visit_an_end_and_a_level(cast: Cast) -> None:
    red, blue = graded(cast, "weapon"), graded(cast)
    assert owed(red) == {"lead": "red", "visit": "red", "settle": "red"}
    assert owed(blue) == {"settle": "blue"}
    assert (red.level, blue.level) == ("county", "community")
    lead = GradeDuty.objects.get(dispute=red, kind="lead")
    assert lead.due_at - lead.issued_at == timedelta(hours=2)
    assert red.number in lead.title


def test_another_grade_needs_a_reason_and_a_lower_one_a_leader(cast: Cast) -> None:
    row = make_dispute(cast)
    with pytest.raises(InvalidInput):
        services.assess(row, by=cast.cora, answers=[], override="yellow")
    with pytest.raises(NotAllowed):
        services.assess(row, by=cast.cora, answers=["weapon"], override="blue", reason="a toy")
    made = services.assess(row, by=cast.lea, answers=["weapon"], override="yellow", reason="a toy")
    assert (made.proposed, made.grade, made.reason) == ("red", "yellow", "a toy")
    with pytest.raises(InvalidInput, match="no such item"):
        services.assess(row, by=cast.lea, answers=["sorcery"])


def test_every_change_is_kept_with_who_and_when(cast: Cast) -> None:
    row = graded(cast, "weapon")
    services.assess(row, by=cast.lea, answers=["stuck", "long"])
    rows = list(Assessment.objects.filter(dispute=row).values_list("before", "grade"))
    assert rows == [("red", "yellow"), ("", "red")]
    told = last("graded").payload
    assert (told["before"], told["grade"], told["by"]) == ("red", "yellow", "莉娅 N008")
    assert owed(row) == {"visit": "yellow", "settle": "yellow"}


def test_the_same_grade_again_moves_no_deadline_away(cast: Cast) -> None:
    row = graded(cast, "weapon")
    due = GradeDuty.objects.get(dispute=row, kind="settle").due_at
    with time_machine.travel(timezone.now() + timedelta(hours=5)):
        services.assess(row, by=cast.lea, answers=["weapon", "stuck"])
    assert GradeDuty.objects.get(dispute=row, kind="settle").due_at == due


def test_a_stale_page_grades_nothing_and_a_closed_dispute_is_not_graded(cast: Cast) -> None:
    row = graded(cast)
    with pytest.raises(StaleVersion):
        services.assess(row, by=cast.cora, answers=[], version=row.version - 1)
    with pytest.raises(IllegalStep):
        services.assess(make_dispute(cast, stage="closed"), by=cast.cora, answers=[])


def test_red_without_a_leader_after_two_hours_is_told_once_at_the_first_priority(
    cast: Cast,
) -> None:
    row = graded(cast, "weapon")
    with time_machine.travel(timezone.now() + timedelta(hours=2, seconds=-1)):
        tell_late()
        assert "leaderless" not in kinds()
    with time_machine.travel(timezone.now() + timedelta(hours=2, seconds=1)):
        tell_late()
        tell_late()
    assert kinds().count("leaderless") == 1
    assert (last("leaderless").priority, last("leaderless").subject_id) == (1, row.number)
    assert "disputes" not in str(last("leaderless").payload)


def test_a_leader_in_charge_in_time_is_told_and_nobody_alarmed(cast: Cast) -> None:
    row = graded(cast, "weapon")
    led = services.take_lead(row, by=cast.lea, leader=cast.lea, measures="visits twice a day")
    assert (led.leader, led.measures) == (cast.lea, "visits twice a day")
    assert "lead" not in owed(row) and last("lead_taken").payload["leader"] == "N008"
    with time_machine.travel(timezone.now() + timedelta(hours=3)):
        tell_late()
    assert "leaderless" not in kinds()


@pytest.mark.parametrize("person", ["cora", "sam", "nora"])
def test_only_a_leader_of_the_agency_or_one_above_it_is_put_in_charge(
    cast: Cast, person: str
) -> None:
    with pytest.raises(InvalidInput, match="does not lead"):
        services.take_lead(graded(cast, "weapon"), by=cast.lea, leader=getattr(cast, person))


def test_the_visit_is_made_by_the_rank_the_grade_asks_for(cast: Cast) -> None:
    row = graded(cast, "weapon")
    with pytest.raises(NotAllowed, match="Leader"):
        services.note_visit(row, by=cast.cora, note="talked to both")
    services.note_visit(row, by=cast.lea, note="talked to both")
    assert "visit" not in owed(row)
    with pytest.raises(IllegalStep):
        services.note_visit(row, by=cast.lea, note="once more")


def test_another_duty_that_is_late_has_a_fact_of_its_own(cast: Cast) -> None:
    row = graded(cast, "stuck", "long")
    Dispute.objects.filter(pk=row.pk).update(is_suspended=True)
    with time_machine.travel(timezone.now() + timedelta(hours=73)):
        tell_late()
        assert "duty_overdue" not in kinds()  # its clock rests
        Dispute.objects.filter(pk=row.pk).update(is_suspended=False)
        tell_late()
    assert last("duty_overdue").payload["duty"] == "visit"


def test_a_red_dispute_is_led_by_somebody_of_the_county_or_above(cast: Cast) -> None:
    head = Officer.objects.create_officer(
        badge_number="N077", name="所", agency=cast.north_station, password="x"
    )
    RoleGrant.objects.create(officer=head, role=Role.AGENCY_LEADER, granted_by="a", approved_by="b")
    with pytest.raises(InvalidInput, match="does not lead"):
        services.take_lead(graded(cast, "weapon"), by=cast.lea, leader=head)
    assert (
        services.take_lead(graded(cast, "stuck", "long"), by=cast.lea, leader=head).leader == head
    )


def test_a_dispute_too_long_on_its_level_goes_a_level_up_and_is_told_once(cast: Cast) -> None:
    row = graded(cast, "weapon")
    with time_machine.travel(timezone.now() + timedelta(hours=73)):
        assert services.tell_escalations() == 1
        services.tell_escalations()
        assert kinds().count("escalation_due") == 1
        Dispute.objects.filter(pk=row.pk).update(level="city")
        assert services.tell_escalations() == 0


def test_what_is_settled_owes_nothing_and_is_never_late(cast: Cast) -> None:
    row = graded(cast, "weapon")
    Dispute.objects.filter(pk=row.pk).update(stage="closed")
    with time_machine.travel(timezone.now() + timedelta(days=40)):
        tell_late()
    assert owed(row) == {}
    assert {"leaderless", "duty_overdue"} & set(kinds()) == set()
    assert GradeDuty.objects.get(dispute=row, kind="settle").state == "done"


def test_a_dispute_that_comes_up_again_is_raised_at_once_and_is_to_be_signed_again(
    cast: Cast,
) -> None:
    row = graded(cast, "group")
    assert row.grade == "yellow"
    register.note_again(row, by=cast.cora, source="visit")
    grade_again(list(EventEntry.objects.filter(kind="disputes.repeated")))
    row.refresh_from_db()
    made = row.assessments.first()
    assert made is not None and made.is_provisional and made.signed_by == "Anlan"
    assert (made.answers, made.score, row.grade) == (["group", "repeated"], 35, "orange")
    assert owed(row)["regrade"] == "orange"
    services.assess(row, by=cast.lea, answers=["group"])
    row.refresh_from_db()
    assert row.grade == "yellow" and "regrade" not in owed(row)


def test_nothing_lowers_a_grade_by_itself(cast: Cast) -> None:
    row = graded(cast, "weapon")
    Assessment.objects.filter(dispute=row).update(answers=[])
    register.note_again(row, by=cast.cora, source="visit")
    assert services.regrade(row) is None
    row.refresh_from_db()
    assert row.grade == "red"


def test_a_dispute_opened_by_a_second_call_has_a_grade_until_somebody_signs_for_one(
    cast: Cast,
) -> None:
    tell(cast)
    dispute = tell(cast).dispute
    grade_again(list(EventEntry.objects.filter(kind="disputes.repeated")))
    assert dispute is not None
    dispute.refresh_from_db()
    assert (dispute.grade, dispute.stage) == ("yellow", "registered")
    assert "regrade" in owed(dispute)


def test_what_the_register_knows_is_ticked(cast: Cast) -> None:
    row = make_dispute(
        cast, people=12, amount=150_000, repeats=2, has_minor=True, has_home_violence=True
    )
    items = items_of(checklist_of(cast.north.path))
    assert suggested(row, items) == {
        "group", "amount", "repeated", "often", "minor", "home_violence",
    }  # fmt: skip
    assert suggested(make_dispute(cast), items) == set()


def test_a_city_writes_its_next_checklist_and_what_was_graded_keeps_its_own(cast: Cast) -> None:
    row = graded(cast, "weapon")
    scores = {"red_from": 30, "orange_from": 20, "yellow_from": 10}
    item = {"code": "weapon", "text": "凶器", "text_en": "", "weight": 5, "floor": "", "sign": ""}
    written = services.write_checklist(
        by=cast.lea, name="北分局", valid_from=timezone.localdate(), scores=scores, items=[item]
    )
    assert checklist_of(cast.north_station.path) == written
    assert checklist_of(cast.south.path).agency is None
    old = row.assessments.get()
    assert old.checklist != written and old.score == 40
    assert services.assess(row, by=cast.lea, answers=["weapon"]).grade == "blue"
    again = services.write_checklist(
        by=cast.lea, name="北分局", valid_from=timezone.localdate(), scores=scores, items=[item]
    )
    assert (again.number, checklist_of(cast.north.path)) == (2, again)
    assert RiskChecklist.objects.filter(pk=written.pk).exists()


@pytest.mark.parametrize(
    "wrong",
    [{"deadline_hours": 0}, {"leader_hours": 99_999}, {"ago": 1}, {"grade": "grey"}],
    ids=str,
)
def test_a_rule_that_cannot_hold_is_refused(cast: Cast, wrong: dict[str, Any]) -> None:
    held = rule_of(cast.north.path, "red")
    said = {name: getattr(held, name) for name in SAID} | {"grade": "red"} | wrong
    day = timezone.localdate() - timedelta(days=said.pop("ago", 0))
    with pytest.raises(InvalidInput):
        services.set_grade_rule(by=cast.lea, valid_from=day, **said)


def test_another_rule_of_a_grade_holds_from_its_day_on(cast: Cast) -> None:
    held = rule_of(cast.north.path, "red")
    said = {name: getattr(held, name) for name in SAID} | {"leader_hours": 1}
    services.set_grade_rule(by=cast.lea, grade="red", valid_from=timezone.localdate(), **said)
    assert rule_of(cast.north_station.path, "red").leader_hours == 1
    assert rule_of(cast.south.path, "red").leader_hours == 2
    assert last("grade_rule_set").payload["leader_hours"] == 1
