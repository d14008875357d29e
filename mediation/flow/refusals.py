"""Refusals of steps that the law or the course of a dispute does not allow."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from grid.errors import DomainError, IllegalStep
from mediation.flow.table import Bar, Event
from mediation.register.models import Dispute


class Barred(IllegalStep):
    """The step exists at this stage, but something stands against it; `bars` names all of it."""

    code = "barred"


class ConflictOfInterest(DomainError):
    """This mediator is too near to a party."""

    code = "conflict_of_interest"
    status = 409


def word_of(bar: Bar) -> str:
    """What stands against it, in the reader's language."""
    return _WORDS[bar]()


_WORDS = {
    Bar.SUSPENDED: lambda: _("It is suspended; take it up again first."),
    Bar.NOT_SUSPENDED: lambda: _("It is not suspended."),
    Bar.NO_BODY: lambda: _("No body mediates it yet."),
    Bar.NO_PARTIES: lambda: _("It needs two parties at least."),
    Bar.NOT_ALL_AGREED: lambda: _("Not every party has agreed to mediation (art. 17)."),
    Bar.REFUSED: lambda: _("A party refused: there is no mediation (art. 17)."),
    Bar.NO_SESSION: lambda: _("No session was held yet."),
    Bar.NO_AGREEMENT: lambda: _("There is no agreement."),
    Bar.NOT_PERFORMED: lambda: _("The agreement is not performed yet."),
    Bar.NOT_VISITED: lambda: _("The visits afterwards were not made yet."),
    Bar.NO_NOTICE: lambda: _("The parties were not told of the other ways yet (art. 26)."),
    Bar.NOT_WAITING: lambda: _("No transfer waits to be signed for."),
    Bar.NOT_OUTSIDE: lambda: _("The transfer is not signed for by an authority outside."),
    Bar.NOT_GRADED: lambda: _("Its risk was never graded."),
    Bar.NO_FEEDBACK: lambda: _("No feedback of the parties is written down."),
    Bar.OPEN_STEPS: lambda: _("Steps are still open."),
    Bar.TOP_LEVEL: lambda: _("It is at the highest level already."),
}


def not_from_here(event: Event, dispute: Dispute) -> IllegalStep:
    """The stage has no such step."""
    stage = str(Dispute.Stage(dispute.stage).label)
    text = _("This step is not possible at the stage “%(stage)s”.") % {"stage": stage}
    return IllegalStep(text, stage=dispute.stage, event=event.value)


def barred(bars: Sequence[Bar]) -> Barred:
    """Everything that stands against it, the first as the message."""
    return Barred(" ".join(word_of(bar) for bar in bars), bars=[bar.value for bar in bars])
