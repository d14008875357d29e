"""Forms of video patrol: filters, teams, rounds, findings, the rule."""

from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.frame.forms import CLOCK, DAY, choose
from grid.frame.pages import RefusableForm
from grid.organisation.selectors import agency_choices
from grid.scope import Viewer
from grid.territory.models import Place
from video.rounds.models import (
    Finding,
    FindingKind,
    RoundRun,
    UnseenReason,
    VideoRound,
    VideoRule,
    VideoTeam,
)
from video.rounds.services.teams import NUMBERS

DAYS: Final = (
    *((1, _("Monday")), (2, _("Tuesday")), (3, _("Wednesday")), (4, _("Thursday"))),
    *((5, _("Friday")), (6, _("Saturday")), (7, _("Sunday"))),
)
LEVELS: Final = tuple((level, str(level)) for level in (1, 2, 3, 4))


def _search(words: Any) -> forms.CharField:
    widget = forms.SearchInput(attrs={"placeholder": words})
    return forms.CharField(label=words, required=False, max_length=50, widget=widget)


def team_choices(viewer: Viewer) -> list[tuple[int, str]]:
    """Teams of the viewer's area that are there."""
    rows = VideoTeam.objects.visible_to(viewer).filter(is_active=True).select_related("agency")
    return [(row.pk, f"{row.agency.name} · {row.name}") for row in rows]


class RoundFilterForm(forms.Form):
    """What the planned rounds are narrowed by."""

    q = _search(_("Name, place or code of a camera"))
    team = forms.TypedChoiceField(label=_("Team"), required=False, coerce=int)
    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("All rounds")), ("active", _("In force")), ("ended", _("Ended"))],
        required=False,
    )

    def __init__(self, *args: Any, viewer: Viewer, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "team", team_choices(viewer), _("All teams"))


class RunFilterForm(forms.Form):
    """What the runs are narrowed by."""

    q = _search(_("Name or place of the round"))
    team = forms.TypedChoiceField(label=_("Team"), required=False, coerce=int)
    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("Any state")), *RoundRun.State.choices, ("late", _("Late or missed"))],
        required=False,
    )
    on = forms.DateField(label=_("Day"), required=False, widget=DAY)
    round = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, viewer: Viewer, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "team", team_choices(viewer), _("All teams"))


class FindingFilterForm(forms.Form):
    """What the findings are narrowed by."""

    q = _search(_("Place, words, camera or incident number"))
    agency = forms.ChoiceField(label=_("Agency"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("All kinds")), *FindingKind.choices], required=False
    )
    level = forms.TypedChoiceField(
        label=_("Level"), choices=[("", _("All levels")), *LEVELS], required=False, coerce=int
    )
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("Any state")), *Finding.State.choices], required=False
    )
    on = forms.DateField(label=_("Day"), required=False, widget=DAY)

    def __init__(self, *args: Any, viewer: Viewer, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "agency", agency_choices(viewer), _("All agencies"))


class TeamForm(RefusableForm):
    """A team and the hours of its desk."""

    name = forms.CharField(label=_("Team name"), max_length=60)
    agency = forms.ChoiceField(label=_("Agency"))
    desk = forms.CharField(
        label=_("Desk"), max_length=60, required=False, help_text=_("Where it is and its number.")
    )
    staff_min = forms.IntegerField(
        label=_("At the desk at least"),
        min_value=1,
        max_value=20,
        initial=1,
        help_text=_("In heads; fewer for some minutes is told as an empty desk."),
    )
    staff_from = forms.TimeField(
        label=_("From"), required=False, widget=CLOCK, help_text=_("Empty: round the clock.")
    )
    staff_to = forms.TimeField(label=_("To"), required=False, widget=CLOCK)
    is_active = forms.BooleanField(label=_("In service"), required=False, initial=True)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, viewer: Viewer, team: VideoTeam | None) -> None:
        names = ("name", "desk", "staff_min", "staff_from", "staff_to", "is_active", "version")
        initial = {name: getattr(team, name) for name in names} if team else {}
        super().__init__(data, initial=initial | ({"agency": team.agency.code} if team else {}))
        choose(self, "agency", agency_choices(viewer))


class RoundForm(RefusableForm):
    """A round: its cameras, its days and hours."""

    name = forms.CharField(label=_("Round name"), max_length=80)
    team = forms.TypedChoiceField(label=_("Team"), coerce=int)
    place = forms.ChoiceField(
        label=_("Key place"), required=False, help_text=_("What the round is for.")
    )
    cameras = forms.CharField(
        label=_("Cameras"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Codes in the order they are looked at, with blanks or lines between; ≤ 200."),
    )
    days = forms.TypedMultipleChoiceField(
        label=_("Days"), choices=DAYS, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    starts_at = forms.TimeField(label=_("From"), widget=CLOCK)
    ends_at = forms.TimeField(
        label=_("To"), widget=CLOCK, help_text=_("Before the start: on the next day.")
    )
    every_min = forms.IntegerField(
        label=_("Again every"),
        min_value=15,
        max_value=1440,
        required=False,
        help_text=_("In minutes; empty: once a day."),
    )
    minutes = forms.IntegerField(
        label=_("To be done within"),
        min_value=5,
        max_value=720,
        initial=60,
        help_text=_("In minutes."),
    )
    valid_from = forms.DateField(label=_("Valid from"), widget=DAY)
    valid_to = forms.DateField(
        label=_("Valid until"),
        required=False,
        widget=DAY,
        help_text=_("The first day it is not walked."),
    )
    is_active = forms.BooleanField(label=_("In force"), required=False, initial=True)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any = None, *, viewer: Viewer, plan: VideoRound | None, **initial: Any
    ) -> None:
        super().__init__(data, initial=_plan_initial(plan) | initial)
        choose(self, "team", team_choices(viewer))
        places = Place.objects.visible_to(viewer).filter(is_active=True).order_by("-is_key", "name")
        choose(self, "place", places.values_list("pk", "name")[:2000], "—")

    def clean_cameras(self) -> list[str]:
        return str(self.cleaned_data["cameras"]).replace(",", " ").replace("，", " ").split()

    def clean_place(self) -> int | None:
        return int(self.cleaned_data["place"]) if self.cleaned_data["place"] else None


def _plan_initial(plan: VideoRound | None) -> dict[str, Any]:
    if plan is None:
        return {"valid_from": timezone.localdate(), "days": [1, 2, 3, 4, 5, 6, 7]}
    names = (
        *("name", "days", "starts_at", "ends_at", "every_min", "minutes"),
        *("valid_from", "valid_to", "is_active", "version"),
    )
    codes = plan.listed.order_by("order").values_list("camera__code", flat=True)
    words = {"team": plan.team_id, "place": plan.place_id, "cameras": "\n".join(codes)}
    return {name: getattr(plan, name) for name in names} | words


class FindingForm(RefusableForm):
    """What was seen and where, in words."""

    kind = forms.ChoiceField(label=_("Seen on video"), choices=FindingKind.choices)
    level = forms.TypedChoiceField(
        label=_("Level"),
        choices=LEVELS,
        coerce=int,
        initial=3,
        help_text=_("Of a call; 1 is the highest."),
    )
    summary = forms.CharField(
        label=_("In words"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What happens; never who, no plates, no numbers of persons."),
    )
    camera = forms.CharField(
        label=_("Camera"),
        max_length=30,
        required=False,
        help_text=_("Its code; without one say place and degrees."),
    )
    place = forms.CharField(
        label=_("Place"),
        max_length=120,
        required=False,
        help_text=_("Empty: where the camera stands."),
    )
    lng = forms.FloatField(label=_("Longitude"), required=False, min_value=-180, max_value=180)
    lat = forms.FloatField(label=_("Latitude"), required=False, min_value=-90, max_value=90)


class CloseForm(RefusableForm):
    """What came of a finding."""

    outcome = forms.CharField(label=_("What came of it"), max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class CancelForm(RefusableForm):
    """Why a run is called off."""

    reason = forms.CharField(label=_("Reason"), max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class EndForm(RefusableForm):
    """The end of a run, and why the others were not looked at."""

    rest = forms.ChoiceField(
        label=_("Why the others were not looked at"),
        choices=[("", "—"), *UnseenReason.choices],
        required=False,
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class RuleForm(RefusableForm):
    """How long desks may be empty and rounds be late, from a day on."""

    agency = forms.ChoiceField(label=_("Agency"), help_text=_("Holds for it and all below it."))
    empty_min = forms.IntegerField(
        label=_("A desk is empty after"), min_value=1, max_value=120, help_text=_("In minutes.")
    )
    sitting_h = forms.IntegerField(
        label=_("Nobody sits longer than"), min_value=1, max_value=24, help_text=_("In hours.")
    )
    start_grace_min = forms.IntegerField(
        label=_("A round is late after"), min_value=1, max_value=120, help_text=_("In minutes.")
    )
    around_m = forms.IntegerField(
        label=_("Cameras around a key place within"),
        min_value=1,
        max_value=5000,
        help_text=_("In metres."),
    )
    valid_from = forms.DateField(label=_("From"), widget=DAY)

    def __init__(self, data: Any = None, *, viewer: Viewer, held: VideoRule) -> None:
        initial: dict[str, Any] = {name: getattr(held, name) for name in NUMBERS}
        super().__init__(data, initial=initial | {"valid_from": timezone.localdate()})
        choose(self, "agency", agency_choices(viewer))
