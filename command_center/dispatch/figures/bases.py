"""The calls and assignments of a period, in the columns that spans are counted from.

A call belongs to the local day on which it was reported. `c_excluded` says why a whole call is
left out of every figure, `c_furthest` the place of its latest stamp, so that a stamp that was
skipped is told from one that is yet to come.
"""

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    DateTimeField,
    F,
    IntegerField,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, ExtractHour, Left, LPad, TruncDate
from django.utils import timezone

from command_center.dispatch.assignments.models import Assignment
from command_center.dispatch.figures.models import STAMPS
from command_center.dispatch.figures.periods import Question
from command_center.incidents.models import Incident
from command_center.incidents.states import ENDED

Rows = QuerySet[Any, Any]

_TOP: Final = 2  # digits of a category code that name its first level
_ENDED: Final = sorted(ENDED)
_CUT: Final = (Incident.State.CANCELLED, Incident.State.TRANSFERRED)
_TAKEN_BACK: Final = (
    Assignment.Stage.RETURNED,
    Assignment.Stage.RECALLED,
    Assignment.Stage.PREEMPTED,
)
_NEVER: Final = Cast(Value(None), DateTimeField())
_OF_CALL: Final = {name: F(f"{name}_at") for name in STAMPS} | {"signed": F("accepted_at")}
_OF_ASSIGNMENT: Final = {
    "reported": F("incident__reported_at"),
    "answered": F("incident__answered_at"),
    "intake_done": F("incident__intake_done_at"),
    "dispatched": F("issued_at"),
    "delivered": F("delivered_at"),
    "signed": F("signed_at"),
    "departed": F("departed_at"),
    "on_scene": F("on_scene_at"),
    "handled": F("handled_at"),
    "fed_back": F("fed_back_at"),
    "revisited": _NEVER,
    "closed": _NEVER,
}
_PLAIN: Final[dict[str, tuple[str, str]]] = {  # group: where its key and its label are
    "agency": ("agency__code", "agency__name"),
    "level": ("level", "level"),
    "cell": ("cell__code", "cell__name"),
    "unit": ("unit__call_sign", "unit__call_sign"),
    "unit_kind": ("unit__kind", "unit__kind"),
    "tier": ("unit__tier", "unit__tier"),
}


def calls(question: Question) -> Rows:
    """The calls, or where the question is about units their assignments, as counted rows."""
    first, after = question.period.bounds()
    path = question.agency.path
    if question.of_units:
        rows: Rows = Assignment.objects.visible_to(question.viewer)
        rows = rows.filter(unit__agency__path__startswith=path)
        when = {"incident__reported_at__gte": first, "incident__reported_at__lt": after}
        return rows.filter(**when).order_by().values(**_assignment_columns(question.group))
    rows = Incident.objects.visible_to(question.viewer).filter(agency__path__startswith=path)
    rows = rows.filter(reported_at__gte=first, reported_at__lt=after)
    return rows.order_by().values(**_call_columns(question.group))


def _call_columns(group: str) -> dict[str, Any]:
    return _common("", group, _OF_CALL) | {
        "c_unit": Value("", output_field=CharField()),
        "c_force": F("agency__kind"),
        "c_is_open": _is(~Q(state__in=_ENDED)),
        "c_is_cut": _is(Q(state__in=_CUT)),
    }


def _assignment_columns(group: str) -> dict[str, Any]:
    return _common("incident__", group, _OF_ASSIGNMENT) | {
        "c_unit": F("unit__call_sign"),
        "c_force": F("unit__agency__kind"),
        "c_is_open": _is(Q(ended_at__isnull=True)),
        "c_is_cut": _is(Q(stage__in=_TAKEN_BACK)),
    }


def _common(prefix: str, group: str, stamps: Mapping[str, Any]) -> dict[str, Any]:
    key, label = _group(prefix, group)
    zone = timezone.get_default_timezone()
    return {
        "c_number": F(f"{prefix}number"),
        "c_level": F(f"{prefix}level"),
        "c_day": TruncDate(f"{prefix}reported_at", tzinfo=zone),
        "c_group": Coalesce(key, Value("")),
        "c_label": Coalesce(label, Value("")),
        "c_excluded": _excluded(prefix),
        "c_furthest": _furthest(stamps),
        **{f"c_{name}": stamp for name, stamp in stamps.items()},
    }


def _group(prefix: str, group: str) -> tuple[Any, Any]:
    """The key calls are gathered by, and what it is called; both text."""
    if group == "hour":
        zone = timezone.get_default_timezone()
        hour = Cast(ExtractHour(f"{prefix}reported_at", tzinfo=zone), CharField())
        return (two := LPad(hour, 2, Value("0"))), two
    if group == "category":
        top = Left(f"{prefix}category__code", _TOP)
        return top, top
    if group == "none":
        return Value("", output_field=CharField()), Value("", output_field=CharField())
    key, label = _PLAIN[group]
    if group in ("level", "cell"):
        key, label = prefix + key, prefix + label
    if group == "agency" and prefix:
        key, label = f"unit__{key}", f"unit__{label}"
    return Cast(key, CharField()), Cast(label, CharField())


def _excluded(prefix: str) -> Case:
    """Why a whole call is in no figure; the first reason counts, so that none counts twice."""
    return Case(
        When(**{f"{prefix}is_exercise": True}, then=Value("exercise")),
        When(**{f"{prefix}is_valid_call": False}, then=Value("invalid")),
        When(**{f"{prefix}state": Incident.State.MERGED}, then=Value("merged")),
        default=Value(""),
        output_field=CharField(),
    )


def _furthest(stamps: Mapping[str, Any]) -> Case:
    """The place of the latest step that has a stamp, whatever its hour."""
    backwards = reversed(list(enumerate(STAMPS, start=1)))
    given = [
        When(Q(**{f"{stamps[name].name}__isnull": False}), then=Value(at))
        for at, name in backwards
        if isinstance(stamps[name], F)
    ]
    return Case(*given, default=Value(0), output_field=IntegerField())


def _is(condition: Q) -> Case:
    yes, no = Value(True), Value(False)
    return Case(When(condition, then=yes), default=no, output_field=BooleanField())
