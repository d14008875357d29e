"""Forms of the pages of patrols."""

from patrol.rounds.forms.base import PatrolForm, lines_of, windows_text
from patrol.rounds.forms.filters import BoardFilter, CheckInFilter, GroundFilter, KeyPlaceFilter
from patrol.rounds.forms.ground import BeatForm, PointForm, RouteForm
from patrol.rounds.forms.plans import CancelForm, GiveForm, PlanForm, RoundForm

__all__ = [
    "BeatForm",
    "BoardFilter",
    "CancelForm",
    "CheckInFilter",
    "GiveForm",
    "GroundFilter",
    "KeyPlaceFilter",
    "PatrolForm",
    "PlanForm",
    "PointForm",
    "RoundForm",
    "RouteForm",
    "lines_of",
    "windows_text",
]
