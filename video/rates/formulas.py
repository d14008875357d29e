"""What a rate is: a share with all it was counted from, and the parameters of its formula.

National goals and the 95 % line are known; no published document gives the formula of a
province. So every number below can be changed by a version of `RateFormula`. Nothing here asks
the database.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grid.errors import FieldError
from video.rates.models.formulas import Rate
from video.register.models import Platform

FOUR: Final = (Rate.REGISTRATION, Rate.ONLINE, Rate.IMAGE_INTACT, Rate.LOCATION)
IN_SECONDS: Final = frozenset({Rate.ONLINE_PERIOD, Rate.RECORDING})
SCOPES: Final = ("all", "public", "social")
LEVEL_NAMES: Final = dict(Platform.Level.choices)
LEVELS: Final = tuple(LEVEL_NAMES)
_THRESHOLD: Final = Decimal(95)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number of a formula: what it is, its unit, its default and its bounds."""

    label: Any
    default: int
    least: int
    most: int


NUMBERS: Final[dict[str, Parameter]] = {
    "sample_days": Parameter(gettext_lazy("Checks of the last … days count"), 30, 1, 366),
    "stack_most": Parameter(gettext_lazy("Cameras on one position at most"), 8, 1, 100),
    "tolerance_m": Parameter(gettext_lazy("Distance to the verified position, m"), 30, 1, 1000),
    "tolerance_s": Parameter(gettext_lazy("Clock difference, s"), 5, 1, 600),
    "fresh_days": Parameter(gettext_lazy("Answers of recorders count for … days"), 3, 1, 31),
    "least_days": Parameter(gettext_lazy("Days of recording at least"), 30, 1, 366),
    "least_days_key": Parameter(gettext_lazy("Days at key targets at least"), 90, 1, 366),
    "least_sample": Parameter(gettext_lazy("Cameras needed for a rank"), 30, 0, 1000),
}
_OF: Final[dict[str, tuple[str, ...]]] = {
    Rate.IMAGE_INTACT: ("sample_days",),
    Rate.LOCATION: ("stack_most", "tolerance_m", "sample_days"),
    Rate.RECORDING: ("fresh_days",),
    Rate.CLOCK_SYNC: ("tolerance_s", "fresh_days"),
    Rate.RETENTION_OK: ("least_days", "least_days_key", "fresh_days"),
}
PARAMETERS: Final[dict[str, tuple[str, ...]]] = {
    rate: (*_OF.get(rate, ()), "least_sample") for rate in Rate.values
}
# What planned maintenance and power cuts are taken out of, where nothing else is agreed: what was
# seen on a picture or written in a file does not depend on them.
EXCLUDES: Final = frozenset({Rate.ONLINE, Rate.ONLINE_PERIOD, Rate.RECORDING})

COUNTED: Final[dict[str, tuple[Any, Any]]] = {
    Rate.REGISTRATION: (
        gettext_lazy("with a valid 20-digit id and known to an upper platform"),
        gettext_lazy("cameras in use"),
    ),
    Rate.ONLINE: (
        gettext_lazy("online at the check"),
        gettext_lazy("registered cameras in use, less approved exclusions"),
    ),
    Rate.ONLINE_PERIOD: (
        gettext_lazy("seconds online"),
        gettext_lazy("seconds due of registered cameras, less approved exclusions"),
    ),
    Rate.IMAGE_INTACT: (
        gettext_lazy("checked without any of the eight faults"),
        gettext_lazy("cameras whose picture was checked"),
    ),
    Rate.LOCATION: (
        gettext_lazy("position passes every check, and the distance where it was measured"),
        gettext_lazy("cameras whose position was checked"),
    ),
    Rate.RECORDING: (
        gettext_lazy("seconds recorded"),
        gettext_lazy("seconds to be recorded, where the recorder told"),
    ),
    Rate.CLOCK_SYNC: (
        gettext_lazy("clock within the tolerance"),
        gettext_lazy("cameras whose clock was compared"),
    ),
    Rate.ARCHIVE_PASS: (
        gettext_lazy("files with every mandatory field"),
        gettext_lazy("files of cameras in use"),
    ),
    Rate.RETENTION_OK: (
        gettext_lazy("recordings reach back as far as they must"),
        gettext_lazy("cameras in use"),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """A formula as the counting takes it; `pk` and `number` 0 where only defaults are known."""

    rate: str
    pk: int | None = None
    number: int = 0
    threshold: Decimal = _THRESHOLD
    scope: str = "all"
    excludes: bool = False
    levels: tuple[str, ...] = ("city", "county", "station")
    numbers: Mapping[str, int]

    def of(self, name: str) -> int:
        return self.numbers.get(name, NUMBERS[name].default)


def default(rate: str) -> Formula:
    """The formula of a rate where nobody agreed on another."""
    return Formula(rate=rate, excludes=rate in EXCLUDES, numbers={})


def read(rate: str, parameters: Mapping[str, Any], **known: Any) -> Formula:
    """The formula that stored parameters describe."""
    plain = default(rate)
    return Formula(
        rate=rate,
        scope=parameters.get("scope", plain.scope),
        excludes=parameters.get("excludes", plain.excludes),
        levels=tuple(parameters.get("levels", plain.levels)),
        numbers={name: parameters[name] for name in PARAMETERS[rate] if name in parameters},
        **known,
    )


def parameters_of(formula: Formula) -> dict[str, Any]:
    """What is stored of a formula: every parameter of its rate, defaults spelled out."""
    said: dict[str, Any] = {"scope": formula.scope, "excludes": formula.excludes}
    if formula.rate == Rate.REGISTRATION:
        said["levels"] = list(formula.levels)
    return said | {name: formula.of(name) for name in PARAMETERS[formula.rate]}


def faults(rate: str, parameters: Mapping[str, Any]) -> list[FieldError]:
    """What is wrong with parameters, each fault at its name."""
    known = {"scope", "excludes", *PARAMETERS[rate]}
    known |= {"levels"} if rate == Rate.REGISTRATION else set()
    found = [
        _fault(name, "unknown", _("This rate has no such parameter."))
        for name in sorted(set(parameters) - known)
    ]
    if parameters.get("scope", "all") not in SCOPES:
        found.append(_fault("scope", "unknown", _("One of: %s.") % ", ".join(SCOPES)))
    if not isinstance(parameters.get("excludes", False), bool):
        found.append(_fault("excludes", "invalid", _("Yes or no.")))
    levels = parameters.get("levels", ["city"])
    if not isinstance(levels, list) or not levels or not set(levels) <= set(LEVELS):
        found.append(_fault("levels", "unknown", _("Some of: %s.") % ", ".join(LEVELS)))
    return found + [f for n in PARAMETERS[rate] if n in parameters for f in _out(n, parameters[n])]


def _out(name: str, value: Any) -> list[FieldError]:
    bounds = NUMBERS[name]
    is_number = isinstance(value, int) and not isinstance(value, bool)
    if is_number and bounds.least <= value <= bounds.most:
        return []
    message = _("Give a whole number from %(least)s to %(most)s.")
    said = message % {"least": bounds.least, "most": bounds.most}
    return [_fault(name, "out_of_range", said)]


def _fault(name: str, code: str, message: str) -> FieldError:
    return FieldError(pointer=f"/{name}", code=code, message=message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One rate of some cameras: every number it was made of."""

    rate: str
    numerator: int = 0
    denominator: int = 0
    excluded: int = 0
    sample: int = 0
    threshold: Decimal = _THRESHOLD
    least_sample: int = 0

    @property
    def missing(self) -> int:
        """What is in the denominator and not in the numerator."""
        return self.denominator - self.numerator

    @property
    def percent(self) -> Decimal | None:
        """To one decimal, half up; None where there is nothing to divide by."""
        if not self.denominator:
            return None
        share = Decimal(100 * self.numerator) / self.denominator
        return share.quantize(Decimal("0.1"), ROUND_HALF_UP)

    @property
    def is_red(self) -> bool:
        """Below the line, by the exact share: 94.96 % shows as 95.0 and is red all the same."""
        return 100 * self.numerator < self.threshold * self.denominator

    @property
    def is_small(self) -> bool:
        """Too few cameras to be ranked by; figures in seconds count their cameras as sample."""
        return (self.sample if self.rate in IN_SECONDS else self.denominator) < self.least_sample

    def plus(self, other: "Figure") -> "Figure":
        """Both together; the line is that of the first."""
        return Figure(
            rate=self.rate,
            numerator=self.numerator + other.numerator,
            denominator=self.denominator + other.denominator,
            excluded=self.excluded + other.excluded,
            sample=self.sample + other.sample,
            threshold=self.threshold,
            least_sample=self.least_sample,
        )


def change(now: Figure | None, before: Figure | None) -> Decimal | None:
    """Percentage points from one figure to the next, of the shares as they are shown."""
    if now is None or before is None or now.percent is None or before.percent is None:
        return None
    return now.percent - before.percent
