"""Following a group of cases that may be a series, judging it, and what was learnt of series."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.analysis.studies import cites, numbers
from command_center.analysis.studies.models import CaseSeries, SeriesModel, SeriesStep
from command_center.analysis.studies.services.shared import expect, fact, wanted
from grid.errors import FieldError, NotAllowed
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Officer
from grid.organisation.writing import fault, locked, own_agency, refuse

State = CaseSeries.State


def _enter(row: CaseSeries, by: Officer, step: str, text: str = "") -> None:
    SeriesStep.objects.create(series=row, step=step, by=by.as_actor().label, text=text[:300])


@transaction.atomic
def follow(*, by: Officer, **said: Any) -> CaseSeries:
    """Take up a group of cases: from here people judge it.

    `said` holds title and case_numbers (two or more, in the officer's area), and may hold agency
    (code), score and reasons of the method. The same group is followed once. Raises InvalidInput.
    """
    held = list(dict.fromkeys(said["case_numbers"]))
    row = CaseSeries(
        agency=by.agency,
        title=said["title"].strip(),
        case_numbers=held,
        score=said.get("score"),
        reasons=said.get("reasons") or [],
        followed_by=by.as_actor().label,
    )
    faults: list[FieldError] = []
    own_agency(row, said, by, faults)
    faults += wanted(title=row.title) + _case_faults(held, by)
    twins = CaseSeries.objects.visible_to(by).filter(case_numbers__contains=held)
    twin = twins.filter(case_numbers__contained_by=held).exclude(state=State.REJECTED).first()
    if twin is not None:
        message = _("This group is followed already: %(number)s.") % {"number": twin.number}
        faults.append(fault("case_numbers", "twin", message))
    refuse(faults)
    row.number = numbers.next_number(numbers.SERIES)
    row.save()
    _enter(row, by, "followed")
    record(by.as_actor(), fact("series_followed", row, cases=len(held)))
    return row


def _case_faults(
    held: Sequence[str], by: Officer, *, known: Sequence[str] = ()
) -> list[FieldError]:
    if len(held) < 2:
        return [fault("case_numbers", "too_few", _("A series has two cases at least."))]
    return cites.case_faults("case_numbers", held, by, known=known)


@transaction.atomic
def change_series(
    row: CaseSeries, *, by: Officer, version: int | None = None, **said: Any
) -> CaseSeries:
    """Change the title or the cases of a series that is not judged."""
    current = locked(row, version)
    expect(current, State.FOLLOWED)
    known = list(current.case_numbers)
    current.title = said.get("title", current.title).strip()
    current.case_numbers = list(dict.fromkeys(said.get("case_numbers", known)))
    faults = wanted(title=current.title)
    refuse(faults + _case_faults(current.case_numbers, by, known=known))
    current.save()
    gone, new = set(known) - set(current.case_numbers), set(current.case_numbers) - set(known)
    text = ", ".join([*(f"+{one}" for one in sorted(new)), *(f"−{one}" for one in sorted(gone))])
    _enter(current, by, "changed", text)
    record(by.as_actor(), fact("series_changed", current, cases=len(current.case_numbers)))
    return current


@transaction.atomic
def judge_series(
    row: CaseSeries, *, by: Officer, state: str, text: str, version: int | None = None
) -> CaseSeries:
    """Confirm or reject a series, or open the judgement again; each with the reason."""
    refuse(wanted(text=text))
    current = locked(row, version)
    if state == current.state:
        expect(current)
    current.state, current.judged_text = state, text.strip()[:300]
    current.judged_at, current.judged_by = timezone.now(), by.as_actor().label
    current.save()
    step = "reopened" if state == State.FOLLOWED else state
    _enter(current, by, step, text)
    record(by.as_actor(), fact(f"series_{step}", current, reason=text))
    return current


def _model_fact(done: str, row: SeriesModel) -> Fact:
    return Fact(
        kind=f"analysis.{done}",
        subject_type="seriesmodel",
        subject_id=str(row.pk),
        agency_path=row.agency.path,
        payload={"agency": row.agency.code, "series": row.series, "cases": row.cases},
    )


@transaction.atomic
def save_model(*, by: Officer, content: dict[str, Any], series: int, cases: int) -> SeriesModel:
    """Keep what was learnt from confirmed series; from now on the candidates are scored by it."""
    row = SeriesModel.objects.create(
        agency=by.agency,
        content=content,
        series=series,
        cases=cases,
        fitted_by=by.as_actor().label,
    )
    record(by.as_actor(), _model_fact("series_model_fitted", row))
    return row


@transaction.atomic
def retire_model(row: SeriesModel, *, by: Officer) -> SeriesModel:
    """Use it no more: the one before it, or that of the agency above, or the default counts."""
    if not row.agency.path.startswith(by.agency_path):
        raise NotAllowed(_("This model is of an agency above yours."))
    label = by.as_actor().label
    open_ = SeriesModel.objects.filter(pk=row.pk, retired_at__isnull=True)
    if open_.update(retired_at=timezone.now(), retired_by=label):
        record(by.as_actor(), _model_fact("series_model_retired", row))
    row.refresh_from_db()
    return row
