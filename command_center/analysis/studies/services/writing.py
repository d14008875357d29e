"""The way of a study: opened, written, handed in, returned or accepted by somebody else."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.analysis.studies import cites, numbers
from command_center.analysis.studies.models import CaseSeries, Study, StudyEntry, StudyTask
from command_center.analysis.studies.services import asking
from command_center.analysis.studies.services.shared import expect, fact, wanted
from grid.errors import FieldError, NotAllowed
from grid.ledger import obligations
from grid.ledger.services import record
from grid.organisation.models import Officer
from grid.organisation.writing import assign, fault, locked, nameless, own_agency, refuse

WORDS: Final = ("title", "question", "findings", "advice")
OPEN: Final = (Study.State.OPEN, Study.State.RETURNED)
Act = StudyEntry.Act


def enter(row: Study, by: Officer, act: str, text: str = "") -> None:
    """A line in the thread of a study."""
    StudyEntry.objects.create(study=row, act=act, by=by.as_actor().label, text=text[:1000])


@transaction.atomic
def open_study(*, by: Officer, parent: Study | None = None, **said: Any) -> Study:
    """Begin a study of the officer's agency or one below.

    `said` holds title and question, and may hold findings, advice, agency (code), cites and
    series (a number, which is then followed in this study). With a `parent` it is a second
    study: it cites the first, and where the first has asked this agency, it answers the task.
    Raises InvalidInput.
    """
    row = Study(agency=by.agency, author=by, parent=parent)
    faults: list[FieldError] = []
    own_agency(row, said, by, faults)
    series = _series(said.pop("series", ""), by, faults)
    said["cites"] = _cites(said.get("cites") or [], parent, series)
    faults += _written(row, said, by)
    refuse(faults)
    row.number = numbers.next_number(numbers.STUDY)
    row.save()
    if series is not None:
        CaseSeries.objects.filter(pk=series.pk).update(study=row)
    enter(row, by, Act.OPENED)
    if parent is not None:
        asking.begin_answer(parent, row, by=by)
    told = {"parent": parent.number if parent else ""}
    record(by.as_actor(), fact("study_opened", row, **told))
    return row


def _cites(
    given: list[dict[str, str]], parent: Study | None, series: CaseSeries | None
) -> list[dict[str, str]]:
    """What was cited, the parent and the series with its cases first, each once."""
    found = [{"kind": "study", "number": parent.number}] if parent else []
    if series is not None:
        found.append({"kind": "series", "number": series.number})
        found += [{"kind": "case", "number": number} for number in series.case_numbers]
    found += [{"kind": one["kind"], "number": one["number"]} for one in given]
    unique = {(one["kind"], one["number"]): one for one in found}
    return list(unique.values())


def _series(number: str, by: Officer, faults: list[FieldError]) -> CaseSeries | None:
    if not number:
        return None
    found = CaseSeries.objects.visible_to(by).filter(number=number).first()
    if found is None:
        faults.append(fault("series", "unknown", _("There is no such series in your area.")))
    return found


def _written(row: Study, said: Mapping[str, Any], by: Officer) -> list[FieldError]:
    """Take over what was said; every fault of it."""
    old = list(row.cites)
    assign(row, said, (*WORDS, "cites"))
    faults = wanted(title=row.title, question=row.question)
    faults += nameless("findings", row.findings) + nameless("advice", row.advice)
    known = [*old, *([{"kind": "study", "number": row.parent.number}] if row.parent else [])]
    if len(row.cites) > cites.MOST:
        message = _("At most %(most)s sources.") % {"most": cites.MOST}
        return [*faults, fault("cites", "too_many", message)]
    return faults + cites.cite_faults(row.cites, by, known=known)


@transaction.atomic
def change_study(row: Study, *, by: Officer, version: int | None = None, **said: Any) -> Study:
    """Write on a study that is not handed in; the first to do so of its agency's people.

    Raises InvalidInput, StaleVersion, IllegalStep, NotAllowed.
    """
    current = _own(row, by, version)
    expect(current, *OPEN)
    before = {name: getattr(current, name) for name in (*WORDS, "cites")}
    if "cites" in said:
        said["cites"] = _cites(said["cites"] or [], current.parent, None)
    refuse(_written(current, said, by))
    current.save()
    changed = [name for name, value in before.items() if getattr(current, name) != value]
    enter(current, by, Act.CHANGED, ", ".join(changed))
    record(by.as_actor(), fact("study_changed", current, fields=changed))
    return current


def _own(row: Study, by: Officer, version: int | None) -> Study:
    """The study, held; raises NotAllowed for whoever only reads it, of an agency below."""
    if not row.agency.path.startswith(by.agency_path):
        raise NotAllowed(_("This study is of another agency; you may read and answer it."))
    return locked(row, version)


@transaction.atomic
def submit_study(row: Study, *, by: Officer, version: int | None = None) -> Study:
    """Hand it in, with what was found; the task it answers is done by that."""
    current = _own(row, by, version)
    expect(current, *OPEN)
    refuse(wanted(findings=current.findings))
    current.state, current.submitted_at = Study.State.SUBMITTED, timezone.now()
    current.judge, current.judged_at = None, None
    current.save()
    enter(current, by, Act.SUBMITTED)
    outcome = _("Study %(number)s was handed in.") % {"number": current.number}
    for task in current.answers.filter(state=StudyTask.State.SIGNED):
        obligations.finish(task, by.as_actor(), outcome=outcome)
    record(by.as_actor(), fact("study_submitted", current))
    return current


@transaction.atomic
def accept_study(row: Study, *, by: Officer, version: int | None = None, text: str = "") -> Study:
    """Take it as it is; by somebody other than its author."""
    return _judged(row, by=by, version=version, text=text, state=Study.State.ACCEPTED)


@transaction.atomic
def return_study(
    row: Study, *, by: Officer, text: str, version: int | None = None, due_at: datetime
) -> Study:
    """Give it back with the reason; where it answers a task, it is owed again by `due_at`."""
    refuse(wanted(text=text))
    if due_at <= timezone.now():
        refuse([fault("due_at", "past", _("This moment is over."))])
    current = _judged(row, by=by, version=version, text=text, state=Study.State.RETURNED)
    asking.ask_again(current, by=by, due_at=due_at)
    return current


def _judged(row: Study, *, by: Officer, version: int | None, text: str, state: str) -> Study:
    current = _own(row, by, version)
    expect(current, Study.State.SUBMITTED)
    if current.author_id == by.pk:
        raise NotAllowed(_("Somebody other than its author judges a study."))
    refuse(nameless("text", text))
    current.state, current.judge, current.judged_at = state, by, timezone.now()
    current.judged_text = text[:300]
    current.save()
    enter(current, by, state, text)
    record(by.as_actor(), fact(f"study_{state}", current, reason=text))
    return current


@transaction.atomic
def remark(row: Study, *, by: Officer, text: str) -> StudyEntry:
    """Say something in the thread of a study; whoever reads it may."""
    refuse(wanted(text=text))
    made = StudyEntry.objects.create(
        study=row, act=Act.REMARK, by=by.as_actor().label, text=text.strip()[:1000]
    )
    record(by.as_actor(), fact("study_remarked", row))
    return made
