"""Cameras told apart: which of them are asked about, what their groups are called."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext as _

from grid.organisation.models import Agency
from grid.scope import Viewer
from grid.territory.models import Division
from video.rates.computing import Figures, Key, together
from video.rates.formulas import Formula
from video.rates.models import By, Rate
from video.register.models import CameraClass, CameraQuerySet, Company
from video.register.selectors import cameras

_EXACT: Final = {"own": "agency__code", "division": "division", "cls": "camera_class"}
_NULLABLE: Final = {
    "owner": "owner",
    "operator": "platform__operator",
    "contractor": "contractor",
}
NAME: Final = {  # what the filter of a group is called
    By.AGENCY: "agency",
    By.DIVISION: "division",
    By.OWNER: "owner",
    By.OPERATOR: "operator",
    By.CONTRACTOR: "contractor",
    By.CLASS: "cls",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The figures of one group; `where` is the filter that finds exactly its cameras."""

    key: str
    label: str
    where: dict[str, str]
    figures: Figures

    @property
    def cameras(self) -> int:
        """Cameras in use that the registration rate counts."""
        figure = self.figures[Rate.REGISTRATION]
        return figure.denominator + figure.excluded


def cameras_of(viewer: Viewer, **wanted: Any) -> CameraQuerySet:
    """The viewer's cameras, narrowed by what the register knows or by exactly one group.

    `division`, `cls` and `own` (an agency without those below it) take one code exactly, as the
    lines of a table do; of those and of companies `-` means that none is entered.
    """
    said = {name: value for name, value in wanted.items() if value not in (None, "")}
    ours = {n: v for n, v in said.items() if n in _EXACT or v == "-"}
    rest = {n: v for n, v in said.items() if n not in ours}
    return cameras(viewer, **rest).filter(*(_one(name, value) for name, value in ours.items()))


def _one(name: str, value: str) -> Q:
    field = {**_EXACT, **_NULLABLE}[name]
    if value == "-":
        return Q(**{f"{field}__isnull": True}) & (Q(civil_code="") if name == "division" else Q())
    if name == "division":
        return Q(division=value) | Q(division__isnull=True, civil_code=value)
    return Q(**{field: value})


def lines_of(
    found: Mapping[Key, Figures], formulas: Mapping[str, Formula], *, by: str, path: str
) -> list[Line]:
    """The figures by group, by name; of agencies those one step below `path`, and itself."""
    names = agency_names(path) if by == By.AGENCY else names_of(by, {key for _a, key in found})
    heads = _heads(path) if by == By.AGENCY else {}
    own = path.rstrip("/").rsplit("/", 1)[-1]
    parts: dict[str, list[Figures]] = defaultdict(list)
    for (agency, key), figures in found.items():
        parts[heads.get(agency, "") if by == By.AGENCY else key].append(figures)
    lines = [
        Line(
            key=key or "-",
            label=names.get(key) or key or _("none entered"),
            where={"own" if by == By.AGENCY and key == own else NAME[By(by)]: key or "-"},
            figures=together(some, formulas),
        )
        for key, some in parts.items()
    ]
    return sorted(lines, key=lambda line: (line.key == "-", line.label))


def _heads(path: str) -> dict[int, str]:
    """For every agency below a path, the code of the one it is gathered under."""
    depth = path.count("/")
    rows = Agency.objects.filter(path__startswith=path).values_list("pk", "path")
    return {pk: below.split("/")[min(depth, below.count("/") - 1)] for pk, below in rows}


def agency_names(path: str) -> dict[str, str]:
    """What the agencies one step below a path are called; it says so where it stands for itself."""
    own = path.rstrip("/").rsplit("/", 1)[-1]
    rows = Agency.objects.filter(Q(path__startswith=path, parent__path=path) | Q(code=own))
    names = dict(rows.values_list("code", "name"))
    if own in names:
        names[own] = _("%(agency)s itself") % {"agency": names[own]}
    return names


def _companies(keys: Iterable[str]) -> dict[str, str]:
    return dict(Company.objects.filter(code__in=keys).values_list("code", "name"))


def _divisions(keys: Iterable[str]) -> dict[str, str]:
    return dict(Division.objects.filter(code__in=keys).values_list("code", "name"))


def _classes(keys: Iterable[str]) -> dict[str, str]:
    return {row.code: str(row) for row in CameraClass.objects.filter(code__in=keys)}


_NAMES: Final[dict[str, Callable[[Iterable[str]], dict[str, str]]]] = {
    By.DIVISION: _divisions,
    By.OWNER: _companies,
    By.OPERATOR: _companies,
    By.CONTRACTOR: _companies,
    By.CLASS: _classes,
}


def names_of(by: str, keys: Iterable[str]) -> dict[str, str]:
    """What groups are called, by their codes."""
    return _NAMES[by]([key for key in keys if key])
