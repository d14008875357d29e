"""Shares of assignments: overridden, sent back, sent again, never signed for, late by stage.

Each is a numerator and a denominator over the same rows: the assignments of the period's calls,
exercises, invalid and merged calls left out and counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from command_center.dispatch.assignments.models import Assignment
from command_center.dispatch.figures.periods import Question
from command_center.dispatch.figures.spans import Call
from command_center.incidents.models import Incident, ResponseTarget

Rows = QuerySet[Any, Any]
_Late = ResponseTarget.Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A share of the assignments of a period."""

    code: str
    name: Any
    condition: Q


def rates() -> tuple[Rate, ...]:
    """Every share; what is unsigned depends on the hour."""
    overdue = Q(signed_at__isnull=True, sign_by__lt=timezone.now())
    return (
        *_FIXED,
        Rate(code="unsigned", name=_("Not signed for in time or at all"), condition=overdue),
    )


_FIXED: Final = (
    Rate(
        code="override",
        name=_("Another unit than the first recommended"),
        condition=Q(is_override=True),
    ),
    Rate(
        code="returned",
        name=_("Sent back by the unit"),
        condition=Q(stage=Assignment.Stage.RETURNED),
    ),
    Rate(
        code="preempted",
        name=_("Taken for a more urgent call"),
        condition=Q(stage=Assignment.Stage.PREEMPTED),
    ),
    Rate(code="resent", name=_("Sent again, unsigned"), condition=Q(resent__gt=0)),
    *(
        Rate(code=f"late_{stage}", name=name, condition=Q(late_stages__contains=[stage.value]))
        for stage, name in (
            (_Late.ACCEPT, _("Late to sign for")),
            (_Late.DEPART, _("Late to set out")),
            (_Late.ARRIVE, _("Late to arrive")),
            (_Late.FEEDBACK, _("Late to feed back")),
        )
    ),
)
_LEFT_OUT: Final = (
    Q(incident__is_exercise=True)
    | Q(incident__is_valid_call=False)
    | Q(incident__state=Incident.State.MERGED)
)


@dataclass(frozen=True, slots=True)
class Share:
    """A numerator and a denominator; `share` is None where nothing was to be counted."""

    code: str
    name: Any
    n: int
    of: int

    @property
    def share(self) -> float | None:
        return self.n / self.of if self.of else None


def shares(question: Question) -> tuple[list[Share], int]:
    """Every rate of the period, and how many assignments were left out."""
    rows, known = assignments(question), rates()
    counts = {rate.code: Count("pk", filter=~_LEFT_OUT & rate.condition) for rate in known}
    found = rows.aggregate(
        _all=Count("pk", filter=~_LEFT_OUT), _out=Count("pk", filter=_LEFT_OUT), **counts
    )
    made = [Share(rate.code, rate.name, found[rate.code], found["_all"]) for rate in known]
    return made, found["_out"]


def assignments(question: Question) -> Rows:
    """Assignments to calls reported in the period, of units of the agency asked about."""
    first, after = question.period.bounds()
    rows: Rows = Assignment.objects.visible_to(question.viewer)
    when = {"incident__reported_at__gte": first, "incident__reported_at__lt": after}
    return rows.filter(unit__agency__path__startswith=question.agency.path, **when)


class RateCalls(Sequence[Call]):
    """The assignments that a rate counted, newest first."""

    def __init__(self, question: Question, rate: Rate) -> None:
        rows = assignments(question).exclude(_LEFT_OUT).filter(rate.condition)
        self.rows = rows.order_by("-issued_at", "-pk").values_list(
            "incident__number",
            "unit__call_sign",
            "unit__agency__name",
            "incident__level",
            "issued_at",
            "ended_at",
        )

    def __len__(self) -> int:
        return self.rows.count()

    def __getitem__(self, wanted: Any) -> Any:
        if not isinstance(wanted, slice):
            return self[wanted : wanted + 1][0]
        return [_call(row) for row in self.rows[wanted]]


def _call(row: Any) -> Call:
    began, ended = row[4], row[5]
    seconds = (ended - began).total_seconds() if ended else None
    number, unit, agency, level = row[:4]
    return Call(number, unit, agency, level, began, ended, seconds, None)


def rate_of(code: str) -> Rate | None:
    return next((rate for rate in rates() if rate.code == code), None)
