"""What a study rests on: cases, runs of the analysis, followed series, other studies."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from command_center.analysis.runs.models import JobRun
from command_center.analysis.runs.words import job_word
from command_center.analysis.studies.models import CaseSeries, Study
from command_center.cases.models import Case
from grid.errors import FieldError
from grid.organisation.writing import fault
from grid.scope import Viewer

MOST: Final = 200
_SEPARATORS: Final = re.compile(r"[\s,，、;；]+")
WORDS: Final[dict[str, Any]] = {
    "case": gettext_lazy("Case"),
    "run": gettext_lazy("Run of the analysis"),
    "series": gettext_lazy("Series"),
    "study": gettext_lazy("Study"),
}


def split(text: str) -> list[str]:
    """The numbers in a text, in the order given, each once."""
    return list(dict.fromkeys(part for part in _SEPARATORS.split(text.strip()) if part))


def case_faults(
    field: str, numbers: Iterable[str], viewer: Viewer, *, known: Iterable[str] = ()
) -> list[FieldError]:
    """Numbers that name no case in the viewer's area; those in `known` stood there before."""
    wanted = list(dict.fromkeys(numbers))
    if len(wanted) > MOST:
        message = _("At most %(most)s cases.") % {"most": MOST}
        return [fault(field, "too_many", message)]
    held = Case.objects.visible_to(viewer).filter(number__in=wanted)
    missing = sorted(set(wanted) - set(known) - set(held.values_list("number", flat=True)))
    return [_absent(field, missing)] if missing else []


def cite_faults(
    cites: Iterable[Mapping[str, str]], viewer: Viewer, *, known: Iterable[Mapping[str, str]] = ()
) -> list[FieldError]:
    """Cites of something that is not in the viewer's area."""
    old = {(one["kind"], one["number"]) for one in known}
    wanted: dict[str, set[str]] = {}
    for one in cites:
        if (one["kind"], one["number"]) not in old:
            wanted.setdefault(one["kind"], set()).add(one["number"])
    missing = [
        number
        for kind, numbers in wanted.items()
        for number in sorted(numbers - _FOUND[kind](numbers, viewer))
    ]
    return [_absent("cites", missing)] if missing else []


def _absent(field: str, numbers: list[str]) -> FieldError:
    message = _("Nothing in your area has these numbers: %(numbers)s.")
    return fault(field, "unknown", message % {"numbers": ", ".join(numbers[:10])})


def _numbers(rows: QuerySet[Any], numbers: set[str]) -> set[str]:
    return set(rows.filter(number__in=numbers).values_list("number", flat=True))


def _runs(numbers: set[str], viewer: Viewer) -> set[str]:
    keys = [int(one) for one in numbers if one.isascii() and one.isdigit() and len(one) < 10]
    rows = JobRun.objects.visible_to(viewer).filter(pk__in=keys)
    return {str(key) for key in rows.values_list("pk", flat=True)}


_FOUND: Final[dict[str, Callable[[set[str], Viewer], set[str]]]] = {
    "case": lambda numbers, viewer: _numbers(Case.objects.visible_to(viewer), numbers),
    "run": _runs,
    "series": lambda numbers, viewer: _numbers(CaseSeries.objects.visible_to(viewer), numbers),
    "study": lambda numbers, viewer: _numbers(Study.objects.visible_to(viewer), numbers),
}


def shown(cites: Iterable[Mapping[str, str]], viewer: Viewer) -> list[tuple[str, str, str]]:
    """Kind in words, number and address of each; no address for what is out of sight.

    A run is called by its job, period and agency.
    """
    rows = list(cites)
    runs = _named_runs([one["number"] for one in rows if one["kind"] == "run"], viewer)
    keys = {
        "series": _keys(CaseSeries.objects.visible_to(viewer), rows, "series"),
        "study": _keys(Study.objects.visible_to(viewer), rows, "study"),
    }
    called = {("run", number): name for number, name in runs.items()}
    return [
        (
            str(WORDS[one["kind"]]),
            called.get((one["kind"], one["number"]), one["number"]),
            _address(one, keys),
        )
        for one in rows
    ]


def _named_runs(numbers: list[str], viewer: Viewer) -> dict[str, str]:
    """What the runs of these numbers found, for those in sight."""
    rows = JobRun.objects.visible_to(viewer).filter(pk__in=numbers).select_related("agency")
    return {str(row.pk): f"{job_word(row.job)} {row.period} {row.agency.name}" for row in rows}


def _keys(rows: QuerySet[Any], cites: list[Mapping[str, str]], kind: str) -> dict[str, int]:
    wanted = [one["number"] for one in cites if one["kind"] == kind]
    found = rows.filter(number__in=wanted).values_list("number", "pk") if wanted else []
    return dict(found)


def _address(one: Mapping[str, str], keys: Mapping[str, Mapping[str, int]]) -> str:
    kind, number = one["kind"], one["number"]
    if kind == "case":
        return reverse("case_detail", args=[number])
    if kind == "run":
        return reverse("run_detail", args=[int(number)])
    key = keys[kind].get(number)
    return reverse(f"{kind}_detail", args=[key]) if key else ""
