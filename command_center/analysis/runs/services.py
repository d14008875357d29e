"""Asking for a period again, or for one the calendar does not owe."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.analysis.runs.models import JobRun
from command_center.analysis.runs.periods import Period
from command_center.analysis.runs.registry import JobSpec
from command_center.analysis.runs.switches import reason_faults, switched_off
from command_center.analysis.runs.working import fact_of
from grid.errors import IllegalStep, InvalidInput, LostRace
from grid.ledger.actors import Actor
from grid.ledger.services import record
from grid.organisation.models import Agency
from grid.organisation.writing import fault, refuse

_OPEN = (JobRun.State.DUE, JobRun.State.RUNNING)


@transaction.atomic
def run_again(run: JobRun, *, reason: str, actor: Actor) -> JobRun:
    """A new revision of a period, due at once; the old result stays and is marked as superseded.

    A run that failed or was switched off is made due as a new revision, too. Raises InvalidInput
    without a reason, LostRace where one is due or running, IllegalStep where the job is off.
    """
    said = reason.strip()
    refuse(reason_faults(said))
    same = JobRun.objects.filter(job=run.job, period=run.period, agency=run.agency)
    Agency.objects.select_for_update(of=("self",)).get(pk=run.agency_id)
    if same.filter(state__in=_OPEN).exists():
        raise LostRace(_("A run of this period is due or under way."))
    if run.job in switched_off(run.agency.path):
        raise IllegalStep(_("This job is switched off here."))
    latest: int = same.aggregate(most=Max("revision"))["most"]
    made = JobRun.objects.create(
        job=run.job, period=run.period, agency=run.agency, revision=latest + 1,
        due_at=timezone.now(), asked_by=actor.label, reason=said,
    )  # fmt: skip
    record(actor, fact_of(made, "run_again"))
    return made


@transaction.atomic
def ask_for(
    spec: JobSpec, period: Period, agency: Agency, *, actor: Actor, reason: str = ""
) -> JobRun:
    """The first run of a period of an agency, due at once, or the one there is.

    Raises InvalidInput for a period of another kind or one that has not ended, and for an agency
    the job makes nothing for.
    """
    faults = []
    if period.kind != spec.kind:
        faults.append(fault("period", "kind", _("This job has periods of another length.")))
    elif period.last >= timezone.localdate():
        faults.append(fault("period", "not_over", _("This period has not ended yet.")))
    if agency.kind not in spec.levels:
        faults.append(fault("agency", "level", _("This job makes nothing for such an agency.")))
    if faults:
        raise InvalidInput(faults[0]["message"], errors=faults)
    said = {"due_at": timezone.now(), "asked_by": actor.label, "reason": reason.strip()[:200]}
    made, _is_new = JobRun.objects.get_or_create(
        job=spec.name, period=period.label, agency=agency, revision=1, defaults=said
    )
    return made
