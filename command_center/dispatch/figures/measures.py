"""The measures of response: which two stamps each lies between (domain notes 11.3)."""

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from command_center.dispatch.figures.models import STAMPS

MINUTE, HOUR = 60, 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A span between two stamps of a call, or of one unit's assignment to it."""

    code: str
    name: Any
    starts: str
    ends: str
    of_units: bool = True  # can be told for each assignment
    needs_dispatch: bool = True  # calls to which nobody was sent are left out
    bands: tuple[int, ...] = ()  # upper bounds in seconds a city starts with


def place(stamp: str) -> int:
    """Where a stamp stands in the array of stamps, counted from one as SQL does."""
    return STAMPS.index(stamp) + 1


# Bands of sign-off, arrival and feedback: practice notes 5, "Speed bands".
_SIGN: Final = (30, 60, 120, 180)
_ARRIVE: Final = (5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE)
_FEED_BACK: Final = (30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR)

MEASURES: Final = (
    Measure(
        code="answer",
        name=_("Answering"),
        starts="reported",
        ends="answered",
        of_units=False,
        needs_dispatch=False,
        bands=(10, 15, 20),
    ),
    Measure(
        code="dispatch",
        name=_("Dispatch"),
        starts="answered",
        ends="dispatched",
        bands=(60, 120, 180),
    ),
    Measure(code="sign", name=_("Sign for"), starts="dispatched", ends="signed", bands=_SIGN),
    Measure(code="depart", name=_("Set out"), starts="signed", ends="departed", bands=_SIGN),
    Measure(code="travel", name=_("Travel"), starts="departed", ends="on_scene", bands=_ARRIVE),
    Measure(
        code="arrival",
        name=_("Arrival, from dispatch"),
        starts="dispatched",
        ends="on_scene",
        bands=_ARRIVE,
    ),
    Measure(
        code="arrival_report",
        name=_("Arrival, from report"),
        starts="reported",
        ends="on_scene",
        bands=_ARRIVE,
    ),
    Measure(
        code="handling",
        name=_("Handling time"),
        starts="on_scene",
        ends="handled",
        bands=_FEED_BACK,
    ),
    Measure(
        code="feedback", name=_("Feedback"), starts="on_scene", ends="fed_back", bands=_FEED_BACK
    ),
    Measure(
        code="close",
        name=_("Closing"),
        starts="reported",
        ends="closed",
        of_units=False,
        needs_dispatch=False,
        bands=(HOUR, 4 * HOUR, 24 * HOUR),
    ),
)
BY_CODE: Final = {measure.code: measure for measure in MEASURES}

STAMP_NAMES: Final[dict[str, Any]] = {
    "reported": _("Reported"),
    "answered": _("Answered"),
    "intake_done": _("Intake done"),
    "dispatched": _("Dispatched"),
    "delivered": _("Delivered"),
    "signed": _("Signed for"),
    "departed": _("Set out"),
    "on_scene": _("On scene"),
    "handled": _("Handled"),
    "fed_back": _("Fed back"),
    "revisited": _("Revisited"),
    "closed": _("Closed"),
}

# Why a call is not in a figure; each is counted and can be opened.
REASONS: Final[dict[str, Any]] = {
    "exercise": _("exercise"),
    "invalid": _("not a valid call"),
    "merged": _("merged into another call"),
    "not_dispatched": _("nobody was sent"),
    "cut": _("taken back, sent back or cancelled before"),
    "pending": _("not there yet"),
    "missing": _("stamp missing"),
    "backwards": _("stamps run backwards"),
}
