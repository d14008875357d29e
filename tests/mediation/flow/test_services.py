"""A dispute goes its way, and nothing goes a way the law forbids."""

from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.utils import timezone

from grid.errors import IllegalStep, InvalidInput
from grid.ledger.models import EventEntry
from mediation.flow import reactors, services
from mediation.flow.models import Consent, Course, Session, Step, StepKind
from mediation.flow.refusals import Barred, ConflictOfInterest
from mediation.flow.selectors import my_disputes
from mediation.register.models import Dispute, Party
from mediation.register.private import seal
from tests.cast import Cast
from tests.mediation.flow import walk
from tests.mediation.make import make_body, make_mediator

pytestmark = pytest.mark.django_db
Stage = Dispute.Stage


def owed(dispute: Dispute) -> set[str]:
    """What is owed on a dispute now."""
    rows = Step.objects.filter(dispute=dispute, state__in=("issued", "signed"))
    return set(rows.values_list("kind", flat=True))


def told(kind: str) -> list[EventEntry]:
    return list(EventEntry.objects.filter(kind=f"disputes.{kind}"))


def test_a_dispute_goes_from_assigned_to_the_archive_and_is_read_only_then(cast: Cast) -> None:
    dispute = walk.closed(cast)
    archived = services.archive(dispute, by=cast.lea)
    assert archived.stage == Stage.ARCHIVED
    assert not owed(dispute)
    party = dispute.parties.first()
    assert party.archived_at == archived.archived_at
    changes = (
        lambda: Dispute.objects.filter(pk=dispute.pk).update(title="Another"),
        lambda: Party.objects.filter(pk=party.pk).update(is_minor=True),
        lambda: Session.objects.filter(dispute=dispute).update(place="Elsewhere"),
        lambda: services.report_danger(archived, by=cast.cora),
    )
    for change in changes:
        with pytest.raises((DatabaseError, IllegalStep)), transaction.atomic():
            change()


def test_a_dispute_that_is_entered_is_to_be_graded_and_then_assigned(cast: Cast) -> None:
    dispute = walk.make_dispute(cast)
    reactors.bring_up_to_date([dispute.number])
    assert owed(dispute) == {StepKind.ASSESS}
    Dispute.objects.filter(pk=dispute.pk).update(stage=Stage.ASSESSED, grade="red")
    reactors.bring_up_to_date([dispute.number])
    step = Step.objects.get(dispute=dispute, kind=StepKind.ASSIGN)
    assert owed(dispute) == {StepKind.ASSIGN}
    assert step.due_at - timezone.now() <= timedelta(hours=2)


def test_one_refusal_ends_it_and_notice_of_the_other_ways_is_owed(cast: Cast) -> None:
    dispute = walk.assigned(cast)
    first, second = dispute.parties.all()
    services.ask(first, by=cast.cora, answer=Consent.Answer.AGREED)
    services.ask(second, by=cast.cora, answer=Consent.Answer.REFUSED, own_words="No.")
    dispute.refresh_from_db()
    assert dispute.stage == Stage.REFUSED
    assert StepKind.GIVE_NOTICE in owed(dispute)
    with pytest.raises(IllegalStep):
        walk.a_session(dispute, cast)
    assert "No." not in str(told("refused")[0].payload)


def test_the_database_itself_holds_no_session_without_everybodys_consent(cast: Cast) -> None:
    dispute = walk.assigned(cast)
    services.ask(dispute.parties.first(), by=cast.cora, answer=Consent.Answer.AGREED)
    course = Course.objects.get(dispute=dispute)
    Dispute.objects.filter(pk=dispute.pk).update(stage=Stage.MEDIATING)
    Course.objects.filter(pk=course.pk).update(begun_at=timezone.now())
    with pytest.raises(DatabaseError, match="consent of every party"), transaction.atomic():
        Session.objects.create(
            dispute=dispute, course=course, number=1, at=timezone.now(), place="x", held_by="y"
        )


def test_a_party_who_refuses_later_ends_a_mediation_that_runs(cast: Cast) -> None:
    dispute = walk.mediating(cast)
    walk.a_session(dispute, cast)
    services.ask(dispute.parties.first(), by=cast.cora, answer=Consent.Answer.REFUSED)
    dispute.refresh_from_db()
    assert dispute.stage == Stage.REFUSED


def test_after_a_month_there_is_a_session_only_if_every_party_agrees_to_more(cast: Cast) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        dispute = walk.mediating(cast)
        clock.shift(timedelta(days=31))
        with pytest.raises(InvalidInput, match="month"):
            walk.a_session(dispute, cast)
        until = timezone.now() + timedelta(days=10)
        with pytest.raises(InvalidInput, match="Every party"):
            services.extend(dispute, by=cast.cora, until=until)
        walk.everybody_agrees(dispute, cast, subject=Consent.Subject.EXTENSION)
        services.extend(dispute, by=cast.cora, until=until)
        assert walk.a_session(dispute, cast).number == 1


def test_nobody_mediates_her_own_dispute(cast: Cast) -> None:
    dispute = walk.assessed(cast)
    near = make_mediator(cast, name="乙丙", contact="100-0000 0000", officer=None)
    with pytest.raises(ConflictOfInterest):
        services.assign(
            dispute, by=cast.lea, body=near.body, mediators=[near], conflict_reason="Nobody else."
        )


def test_a_mediator_of_a_partys_name_needs_a_reason_that_stays_on_record(cast: Cast) -> None:
    dispute = walk.assessed(cast)
    party = dispute.parties.first()
    party.name = "同名"
    seal(party)
    party.save()
    twin = make_mediator(cast, name="同名", officer=None)
    with pytest.raises(ConflictOfInterest):
        services.assign(dispute, by=cast.lea, body=twin.body, mediators=[twin])
    services.assign(
        dispute, by=cast.lea, body=twin.body, mediators=[twin], conflict_reason="A namesake only."
    )
    assert dispute.assignment_rows.get(ended_at=None).conflicts == ["same_name"]


def test_a_mediator_who_says_she_is_too_near_has_the_dispute_no_more(cast: Cast) -> None:
    dispute = walk.assigned(cast)
    mia = walk.mediator_of(cast)
    assert my_disputes(cast.mia).filter(pk=dispute.pk).exists()
    services.declare_conflict(dispute, by=cast.mia, mediator=mia, reason="A cousin of mine.")
    assert not my_disputes(cast.mia).exists()
    assert StepKind.ASSIGN in owed(dispute)


def test_a_transfer_waits_for_the_receiver_and_is_theirs_with_the_signature(cast: Cast) -> None:
    dispute = walk.assigned(cast)
    body = make_body(cast, agency=cast.south_station)
    made = services.transfer(dispute, by=cast.lea, reason="They live there.", to_body=body)
    step = Step.objects.get(dispute=dispute, kind=StepKind.SIGN_TRANSFER)
    assert step.owner_path == cast.south_station.path
    assert timedelta(hours=23) < step.due_at - timezone.now() <= timedelta(hours=24)
    moved = services.sign_transfer(made, by=cast.sam)
    assert (moved.stage, moved.agency) == (Stage.ASSIGNED, cast.south_station)


def test_a_transfer_sent_back_leaves_the_dispute_where_it_was(cast: Cast) -> None:
    dispute = walk.assigned(cast)
    made = services.transfer(dispute, by=cast.lea, reason="A court's task.", outside="A court")
    with pytest.raises(InvalidInput):
        services.sign_transfer(made, by=cast.lea)
    back = services.decline_transfer(made, by=cast.lea, reason="Not taken.", is_taken_back=True)
    assert back.stage == Stage.ASSIGNED
    with pytest.raises(IllegalStep):
        services.decline_transfer(made, by=cast.lea, reason="Once more.")


def test_while_it_is_suspended_nothing_is_due_sooner_and_nobody_assigns(cast: Cast) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        dispute = walk.assigned(cast)
        before = Step.objects.get(dispute=dispute, kind=StepKind.ASK_CONSENT).due_at
        until = timezone.now() + timedelta(days=10)
        services.suspend(dispute, by=cast.lea, reason="One is in hospital.", until=until)
        dispute.refresh_from_db()
        assert StepKind.RESUME in owed(dispute)
        with pytest.raises(Barred, match="suspended"):
            services.escalate(dispute, by=cast.lea, reason="Too much.")
        clock.shift(timedelta(days=4))
        services.resume(dispute, by=cast.lea)
        after = Step.objects.get(dispute=dispute, kind=StepKind.ASK_CONSENT).due_at
        assert after - before == timedelta(days=4)


def test_what_is_raised_is_to_be_assigned_by_the_level_above(cast: Cast) -> None:
    dispute = walk.assigned(cast)
    services.escalate(dispute, by=cast.lea, reason="Too much for us.")
    dispute.refresh_from_db()
    raised = services.escalate(dispute, by=cast.lea, reason="Too much for the town.")
    assert raised.level == "county"
    services.assign(raised, by=cast.lea, body=make_body(cast, agency=cast.north))
    raised.refresh_from_db()
    assert services.escalate(raised, by=cast.lea, reason="For the city.").level == "city"
    step = Step.objects.get(dispute=raised, kind=StepKind.ASSIGN, state="issued")
    assert step.owner_path == cast.city.path


def test_an_agreement_that_is_not_kept_is_taken_up_again_and_all_are_asked_anew(
    cast: Cast,
) -> None:
    dispute = walk.fulfilling(cast)
    promise = dispute.performance_rows.get()
    services.breach(promise, by=cast.cora, note="Nothing was paid.")
    dispute.refresh_from_db()
    assert dispute.stage == Stage.ASSIGNED
    assert Course.objects.filter(dispute=dispute).count() == 2
    with pytest.raises(IllegalStep):
        walk.a_session(dispute, cast)


def test_nothing_is_archived_without_feedback(cast: Cast) -> None:
    dispute = walk.closed(cast)
    dispute.revisit_rows.update(feedback=None)
    with pytest.raises(Barred, match="feedback"):
        services.archive(dispute, by=cast.lea)


def test_a_danger_is_told_at_once_and_says_nothing_of_persons(cast: Cast) -> None:
    dispute = walk.mediating(cast, address="示例路 8 号 2 单元 501 室")
    services.report_danger(dispute, by=cast.cora, kind="threat", text="甲某 has a knife.")
    fact = told("danger_reported")[0]
    assert fact.priority == 1
    assert fact.payload["lng"] is not None
    assert "甲" not in str(fact.payload)
    assert "501" not in str(fact.payload)


def test_a_session_written_on_a_bad_line_keeps_its_own_time(cast: Cast) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        dispute = walk.mediating(cast)
        clock.shift(timedelta(hours=6))
        held = timezone.now() - timedelta(hours=5)
        made = walk.a_session(dispute, cast, at=held)
        assert (made.at, made.is_late) == (held, True)
        with pytest.raises(InvalidInput, match="agreed by then"):
            walk.a_session(dispute, cast, at=held - timedelta(days=2))
