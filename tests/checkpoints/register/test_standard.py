"""The station standard: a missing line lowers the score and opens a task."""

from decimal import Decimal

import pytest

from checkpoints.register import standard
from checkpoints.register.models import Checkpoint, StandardTask
from grid.errors import IllegalStep, InvalidInput, LostRace
from grid.ledger.actors import Actor
from grid.ledger.models import EventEntry, Obligation
from tests.cast import Cast
from tests.checkpoints.make import make_checkpoint
from tests.checkpoints.register.stock import all_met, equip, join, man


def whole(cast: Cast) -> tuple[Checkpoint, Actor]:
    """A checkpoint with everything the register can know of, and who assesses it."""
    row = make_checkpoint(cast, filing_number="示备1")
    equip(row)
    man(row)
    join(row)
    make_checkpoint(cast, kind="gantry", parent=row)
    return row, cast.chief.as_actor()


def test_a_station_with_everything_scores_a_hundred_and_owes_nothing(cast: Cast) -> None:
    row, by = whole(cast)
    made = standard.assess(row, by=by, given=all_met())
    score = standard.Score(made.met_weight, made.applicable_weight)
    assert (score.met, score.applicable, score.percent) == (27, 27, Decimal("100.0"))
    assert not StandardTask.objects.exists()


def test_a_missing_line_lowers_the_score_by_its_weight_and_opens_a_task(cast: Cast) -> None:
    row, by = whole(cast)
    made = standard.assess(row, by=by, given=all_met(station_layout="missing"))
    assert (made.met_weight, made.applicable_weight) == (24, 27)
    assert standard.Score(24, 27).percent == Decimal("88.9")
    task = StandardTask.objects.get()
    assert (task.item_id, task.state) == ("station_layout", "issued")
    assert round((task.due_at - task.issued_at).total_seconds() / 86_400) == 90
    fact = EventEntry.objects.get(kind="checkpoints.task_issued")
    assert fact.payload["item"] == "station_layout"


def test_a_line_that_does_not_apply_leaves_both_sides_of_the_score(cast: Cast) -> None:
    row, by = whole(cast)
    made = standard.assess(row, by=by, given=all_met(switch_drilled="not_applicable"))
    assert (made.met_weight, made.applicable_weight) == (25, 25)


def test_what_the_register_knows_is_computed_whatever_is_said(cast: Cast) -> None:
    bare = make_checkpoint(cast, is_signed=False)
    answers = standard.known_answers(bare)
    lacks = {word for word, answer in answers.items() if answer == "missing"}
    assert lacks == {"gantry", "equipment", "posts", "forces", "sign", "filing"}
    said = all_met() | {"filed": {"answer": "met", "note": ""}}
    made = standard.assess(bare, by=cast.chief.as_actor(), given=said)
    assert made.lines.get(item_id="filed").answer == "missing"


def test_an_overdue_check_is_a_missing_line(cast: Cast) -> None:
    row, _by = whole(cast)
    row.equipment.update(check_due_on="2020-01-01")
    assert standard.known_answers(row)["checks"] == "missing"


def test_every_line_without_an_answer_is_named(cast: Cast) -> None:
    row = make_checkpoint(cast)
    with pytest.raises(InvalidInput) as refusal:
        standard.assess(row, by=cast.chief.as_actor(), given={"magic": {"answer": "met"}})
    named = {fault["pointer"] for fault in refusal.value.errors}
    assert {"/lines/station_layout", "/lines/magic"} <= named
    assert not row.assessments.exists()


def test_the_same_fault_found_again_opens_no_second_task(cast: Cast) -> None:
    row, by = whole(cast)
    for _n in range(2):
        standard.assess(row, by=by, given=all_met(station_layout="missing"))
    assert StandardTask.objects.count() == 1


def test_a_line_met_again_ends_its_task(cast: Cast) -> None:
    row, by = whole(cast)
    standard.assess(row, by=by, given=all_met(station_layout="missing"))
    standard.assess(row, by=by, given=all_met())
    assert StandardTask.objects.get().state == Obligation.State.DONE
    assert standard.latest([row])[row.pk].met_weight == 27


def test_a_task_is_signed_for_and_finished_with_a_word_once(cast: Cast) -> None:
    row, by = whole(cast)
    standard.assess(row, by=by, given=all_met(station_layout="missing"))
    task = StandardTask.objects.get()
    standard.sign_task(task, by=cast.nora.as_actor())
    with pytest.raises(LostRace):
        standard.sign_task(task, by=cast.chief.as_actor())
    with pytest.raises(InvalidInput):
        standard.finish_task(task, by=cast.nora.as_actor(), outcome=" ")
    done = standard.finish_task(task, by=cast.nora.as_actor(), outcome="岗亭已改建")
    assert (done.state, done.outcome) == ("done", "岗亭已改建")
    with pytest.raises(IllegalStep):
        standard.finish_task(done, by=cast.nora.as_actor(), outcome="再次")
