"""What exclusions and samples leave somebody to do by a deadline, on the order board."""

from datetime import datetime, time, timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from grid.ledger import obligations
from grid.organisation.models import Officer
from video.health.models import Exclusion, ExclusionDecision, Sample, SampleTask

DECIDE_IN: Final = timedelta(hours=24)
State = Exclusion.State


def owe_decision(exclusion: Exclusion, *, by: Officer) -> None:
    """A second officer decides before it begins, but has 24 h for it at the least."""
    order = obligations.Order(
        owner_path=exclusion.agency.path,
        title=_("Decide exclusion %s") % exclusion.number,
        subject_type="exclusion",
        subject_id=exclusion.number,
        due_at=max(exclusion.starts_at, exclusion.requested_at + DECIDE_IN),
    )
    obligations.issue(ExclusionDecision, by.as_actor(), order, exclusion=exclusion)


def settle_decision(exclusion: Exclusion, *, by: Officer) -> None:
    """End what was owed as the exclusion itself came out; nothing where nothing is open."""
    owed = ExclusionDecision.objects.filter(exclusion=exclusion, state__in=obligations.OPEN).first()
    if owed is None:
        return
    actor = by.as_actor()
    if exclusion.state == State.CANCELLED:
        obligations.cancel(owed, actor, reason=str(State.CANCELLED.label))
        return
    if owed.state == ExclusionDecision.State.ISSUED:
        obligations.sign(owed, actor)
    obligations.finish(owed, actor, outcome=str(State(exclusion.state).label))


def owe_looks(sample: Sample, *, by: Officer) -> None:
    """Every camera of the sample is looked at before the end of its day, city time."""
    day_after = sample.due_on + timedelta(days=1)
    order = obligations.Order(
        owner_path=sample.agency.path,
        title=_("Look at the %(size)s cameras of sample %(number)s")
        % {"size": sample.size, "number": sample.number},
        subject_type="sample",
        subject_id=sample.number,
        due_at=timezone.make_aware(datetime.combine(day_after, time.min)),
    )
    obligations.issue(SampleTask, by.as_actor(), order, sample=sample)


def begin_looks(sample: Sample, *, by: Officer) -> None:
    """Whoever looks at the first camera signs for the sample."""
    owed = SampleTask.objects.filter(sample=sample, state=SampleTask.State.ISSUED).first()
    if owed is not None:
        obligations.sign(owed, by.as_actor())


def end_looks(sample: Sample, *, by: Officer) -> None:
    """The last camera was looked at."""
    owed = SampleTask.objects.filter(sample=sample, state=SampleTask.State.SIGNED).first()
    if owed is not None:
        obligations.finish(owed, by.as_actor(), outcome=_("All looked at"))
