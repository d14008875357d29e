"""Forms of the pages of venues: filters, the register, hazards and their steps."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.frame.forms import DAY, MOMENT, choose
from grid.frame.pages import RefusableForm
from grid.organisation.selectors import agency_choices
from grid.scope import Viewer
from grid.service.venues.figures import BY
from grid.service.venues.models import FoundIn, Inspection, Level, Stage
from grid.service.venues.selectors import kinds
from grid.territory.selectors import cells

ALL: Final = _("All")
LONG: Final = forms.Textarea(attrs={"rows": 3})


def ticked(label: Any) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False)


def day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=DAY)


def said(label: Any, most: int, *, least: int = 0, hint: Any = "", lines: bool = False) -> Any:
    """A text; wanted where `least` is above none."""
    widget = forms.Textarea(attrs={"rows": 3}) if lines else forms.TextInput()
    return forms.CharField(
        label=label, max_length=most, required=least > 0, help_text=hint, widget=widget
    )


class GroundFilter(forms.Form):
    """What every list of venues is narrowed by; it lives in the address."""

    q = forms.CharField(required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Kind of venue"), required=False)
    agency = forms.ChoiceField(label=_("Agency"), required=False)
    cell = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, *args: Any, viewer: Viewer, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "kind", [(row.code, str(row)) for row in kinds()], ALL)
        choose(self, "agency", agency_choices(viewer), ALL)


class VenueFilter(GroundFilter):
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", ALL),
            ("due", _("Inspection is due")),
            ("hazards", _("With open hazards")),
            ("silent", _("Feed is silent")),
            ("licence", _("Licence has run out")),
        ],
    )
    closed = ticked(_("Closed venues"))


class InspectionFilter(GroundFilter):
    type = forms.ChoiceField(
        label=_("Type"), required=False, choices=[("", ALL), *Inspection.Kind.choices]
    )
    first = day(_("From day"))
    last = day(_("To day"))
    missed = ticked(_("Only with something not met"))


class HazardFilter(GroundFilter):
    stage = forms.ChoiceField(
        label=_("Stage"),
        required=False,
        choices=[
            ("", ALL),
            ("open", pgettext_lazy("ground", "Open")),
            ("late", _("Overdue")),
            *Stage.choices,
        ],
    )
    level = forms.ChoiceField(label=_("Level"), required=False, choices=[("", ALL), *Level.choices])
    found_in = forms.ChoiceField(
        label=_("Source"), required=False, choices=[("", ALL), *FoundIn.choices]
    )
    first = day(_("Found from day"))
    last = day(_("Found to day"))
    gone_first = day(_("Closed from day"))
    gone_last = day(_("Closed to day"))
    repeat = ticked(_("Only repeats"))
    counted = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        rows = [(row.code, str(row)) for row in kinds()]
        choose(self, "kind", [*rows, ("none", _("Open ground"))], ALL)


class FigureFilter(forms.Form):
    first = day(_("From day"))
    last = day(_("To day"))
    by = forms.ChoiceField(
        label=pgettext_lazy("ground", "Lines"), required=False, choices=list(BY.items())
    )


class VenueForm(RefusableForm):
    """A venue; its cell follows from the point, its agency from the cell unless it is chosen."""

    code = said(_("Code"), 20, least=1, hint=_("Letters, digits and hyphens, as CS-0001."))
    name = said(pgettext_lazy("ground", "Name"), 100, least=1)
    kind = forms.ChoiceField(label=_("Kind of venue"))
    agency = forms.ChoiceField(label=_("Agency"))
    address = said(_("Address"), 200)
    lng = forms.FloatField(label=_("Longitude (degrees, WGS 84)"), required=False)
    lat = forms.FloatField(label=_("Latitude (degrees, WGS 84)"), required=False)
    operator = said(_("Operator"), 100, hint=_("The name of the firm, of no person."))
    licence = said(_("Licence number"), 60)
    licence_to = day(_("Licence holds to"))
    sends_feed = forms.BooleanField(
        label=_("Its system reports by itself"),
        required=False,
        help_text=_("Silence of more than 24 hours is flagged."),
    )
    is_active = forms.BooleanField(label=_("In business"), required=False, initial=True)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, viewer: Viewer, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "kind", [(row.code, str(row)) for row in kinds()])
        choose(self, "agency", agency_choices(viewer))


class HazardForm(RefusableForm):
    """A hazard of a venue, or on open ground in a cell."""

    venue = said(_("Venue"), 20, hint=_("Its code; left out on open ground."))
    cell = forms.ChoiceField(label=_("Cell"), required=False)
    address = said(_("Where"), 200, hint=_("In words; of a venue its address is taken."))
    text = said(
        pgettext_lazy("ground", "What is wrong"),
        300,
        least=4,
        lines=True,
        hint=_("Names of no persons."),
    )
    level = forms.ChoiceField(label=_("Level"), choices=Level.choices)
    found_in = forms.ChoiceField(
        label=_("Source"),
        choices=[(one.value, one.label) for one in (FoundIn.REPORT, FoundIn.VISIT, FoundIn.PATROL)],
    )
    rectify_by = forms.DateTimeField(
        label=_("To be rectified by"),
        required=False,
        widget=MOMENT,
        help_text=_("Left out: by the rule of its level."),
    )
    notice_number = said(_("Number of the notice"), 60, hint=_("Where it was served at once."))

    def __init__(self, *args: Any, viewer: Viewer, **more: Any) -> None:
        super().__init__(*args, **more)
        rows = [(row.code, f"{row.code} {row.name}") for row in cells(viewer).filter(is_leaf=True)]
        choose(self, "cell", rows, _("As the venue"))


class StepForm(RefusableForm):
    """One step, against the version that was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class NotifyForm(StepForm):
    notice_number = said(_("Number of the notice"), 60, least=1)
    rectify_by = forms.DateTimeField(label=_("To be rectified by"), required=False, widget=MOMENT)


class RectifyForm(StepForm):
    done = said(_("What was done"), 300, least=4, lines=True)


class VerifyForm(StepForm):
    seen = said(_("What was seen"), 300, lines=True)
    closes = forms.BooleanField(label=_("Close it at once"), required=False, initial=True)


class SendBackForm(StepForm):
    reason = said(_("Why it is not gone"), 300, least=4, lines=True)
    rectify_by = forms.DateTimeField(label=_("To be rectified by"), required=False, widget=MOMENT)


class CloseForm(StepForm):
    outcome = said(_("Outcome"), 300, lines=True)


class StrikeForm(StepForm):
    reason = said(
        _("Why it is struck"),
        300,
        least=4,
        lines=True,
        hint=_("It stays readable and counts nowhere; this cannot be taken back."),
    )


class PenaltyForm(StepForm):
    penalty_number = said(_("Number of the penalty notice"), 60, least=1)


class PhotoForm(RefusableForm):
    photo = forms.FileField(
        label=_("Photograph"),
        help_text=_("JPEG, PNG or WebP, at most 10 MB; where and by whom it was taken is removed."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )


class ChecklistForm(RefusableForm):
    """A whole checklist as text, one line each."""

    name = said(pgettext_lazy("ground", "Name"), 60, least=2)
    valid_from = forms.DateField(label=_("Holds from"), widget=DAY)
    lines = forms.CharField(
        label=pgettext_lazy("ground", "Lines"),
        max_length=8_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_(
            "One a line: words | level (general, serious, major) | share. "
            "A share asks how many of how many and is met only when all are."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class RuleForm(RefusableForm):
    """Deadlines of one level, in days."""

    valid_from = forms.DateField(label=_("Holds from"), widget=DAY)
    rectify_days = forms.IntegerField(label=_("Days to rectify"), min_value=0, max_value=365)
    verify_days = forms.IntegerField(label=_("Days to verify"), min_value=1, max_value=90)
    repeat_days = forms.IntegerField(
        label=_("Days within which it is a repeat"), min_value=0, max_value=3650
    )
    silent_hours = forms.IntegerField(
        label=_("Hours until a feed is silent"), min_value=1, max_value=720
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
