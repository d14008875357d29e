"""Forms of the register: filters, a checkpoint, its opening, closing and moving."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from checkpoints.register.models import STATES, Checkpoint, DefenceLine, Grade
from grid.frame.pages import RefusableForm
from grid.organisation.selectors import agency_choices
from grid.territory.geo import CRS

MOMENT: Final = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
DAY: Final = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
GAPS: Final = [
    ("", _("With and without gaps")),
    ("gantry", _("Without electronic gantry")),
    ("sign", _("Without sign")),
    ("filing", _("Not filed")),
]
SYSTEMS: Final = [(c.value, c.value.upper()) for c in CRS]


def choose(form: forms.Form, name: str, rows: list[tuple[str, Any]], nothing: Any = None) -> None:
    """Offer these rows, after a word for none where one is given."""
    first = [] if nothing is None else [("", nothing)]
    form.fields[name].choices = [*first, *rows]  # type: ignore[attr-defined]


def named(model: Any) -> list[tuple[str, str]]:
    """Reference rows as a form offers them."""
    return [(row.pk, str(row)) for row in model.objects.all()]


class CheckpointFilterForm(forms.Form):
    """What the register is narrowed by; it lives in the address."""

    q = forms.CharField(
        label=_("Code, name, road or address"),
        required=False,
        max_length=50,
        widget=forms.SearchInput(attrs={"placeholder": _("Code, name, road or address")}),
    )
    agency = forms.ChoiceField(label=_("Agency"), required=False)
    line = forms.ChoiceField(label=_("Defence line"), required=False)
    grade = forms.ChoiceField(
        label=_("Grade"), choices=[("", _("All grades")), *Grade.choices], required=False
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("All kinds")), *Checkpoint.Kind.choices], required=False
    )
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("Any state")), *STATES.items()], required=False
    )
    gap = forms.ChoiceField(label=_("Kind of gap"), choices=GAPS, required=False)

    def __init__(self, *args: Any, viewer: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "agency", agency_choices(viewer), _("All agencies"))
        choose(self, "line", named(DefenceLine), _("All lines"))


class CheckpointForm(RefusableForm):
    """A checkpoint as it stands in the register; what it works under is said by opening it."""

    code = forms.RegexField(r"^[A-Za-z0-9_-]{1,20}$", label=_("Code"))
    name = forms.CharField(label=_("Name of the checkpoint"), max_length=60)
    kind = forms.ChoiceField(label=_("Kind"), choices=Checkpoint.Kind.choices)
    grade = forms.ChoiceField(
        label=_("Grade"),
        choices=Grade.choices,
        help_text=_("How important the place is; the duty level is another scale."),
    )
    line = forms.ChoiceField(label=_("Defence line"))
    agency = forms.ChoiceField(label=_("Agency"))
    parent = forms.CharField(
        label=_("Gantry of"),
        max_length=20,
        required=False,
        help_text=_("Only of a gantry: the code of the checkpoint it serves."),
    )
    road = forms.CharField(label=_("Road"), max_length=60, required=False)
    direction = forms.CharField(label=_("Direction"), max_length=40, required=False)
    lanes_in = forms.IntegerField(label=_("Lanes in"), min_value=0, max_value=99, initial=1)
    lanes_out = forms.IntegerField(label=_("Lanes out"), min_value=0, max_value=99, initial=1)
    address = forms.CharField(label=_("Address"), max_length=120, required=False)
    lng = forms.FloatField(label=_("Longitude"), min_value=-180, max_value=180)
    lat = forms.FloatField(label=_("Latitude"), min_value=-90, max_value=90)
    crs = forms.ChoiceField(label=_("Coordinate system"), choices=SYSTEMS)
    planned_on = forms.DateField(label=_("Planned on"), required=False, widget=DAY)
    built_on = forms.DateField(
        label=_("Built on"),
        required=False,
        widget=DAY,
        help_text=_("Empty while it is only planned; the build rate is computed from both."),
    )
    is_signed = forms.BooleanField(label=_("The public sign stands"), required=False)
    filing_number = forms.CharField(label=_("Filing number"), max_length=40, required=False)
    filed_on = forms.DateField(label=_("Filed on"), required=False, widget=DAY)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, viewer: Any, checkpoint: Checkpoint | None) -> None:
        super().__init__(data, initial=checkpoint_initial(checkpoint) if checkpoint else None)
        choose(self, "line", named(DefenceLine))
        choose(self, "agency", agency_choices(viewer))
        if checkpoint is not None:
            del self.fields["code"]


def checkpoint_initial(row: Checkpoint) -> dict[str, Any]:
    """A stored checkpoint as the form shows it."""
    plain = (
        *("name", "kind", "grade", "road", "direction", "lanes_in", "lanes_out", "address"),
        *("planned_on", "built_on", "is_signed", "filing_number", "filed_on", "version"),
    )
    return {
        **{name: getattr(row, name) for name in plain},
        "line": row.line_id,
        "agency": row.agency.code,
        "parent": row.parent.code if row.parent else "",
        "lng": row.point.x,
        "lat": row.point.y,
    }


class OpeningForm(RefusableForm):
    """What a checkpoint works under, from when, until when; and what stands for drivers to see."""

    instrument_type = forms.CharField(
        label=_("Kind of instrument"), max_length=40, help_text=_("Say: approval of a checkpoint.")
    )
    instrument_number = forms.CharField(label=_("Number of the instrument"), max_length=60)
    instrument_issuer = forms.CharField(label=_("Issuing authority"), max_length=60)
    valid_from = forms.DateTimeField(label=_("Valid from"), widget=MOMENT)
    valid_to = forms.DateTimeField(
        label=_("Valid until"),
        required=False,
        widget=MOMENT,
        help_text=_("Local time. At this minute it leaves every list of working checkpoints."),
    )
    built_on = forms.DateField(label=_("Built on"), widget=DAY)
    is_signed = forms.BooleanField(
        label=_("The public sign stands"),
        required=False,
        help_text=_("Without it the checkpoint is listed as a gap until the sign stands."),
    )
    filing_number = forms.CharField(label=_("Filing number"), max_length=40, required=False)
    filed_on = forms.DateField(label=_("Filed on"), required=False, widget=DAY)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, checkpoint: Checkpoint) -> None:
        super().__init__(data, initial={n: getattr(checkpoint, n) for n in self.base_fields})


class ClosingForm(RefusableForm):
    """Why a checkpoint is taken out of service."""

    reason = forms.CharField(label=_("Reason"), max_length=200)
    is_sign_removed = forms.BooleanField(label=_("The sign has been removed"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class MoveForm(RefusableForm):
    """Where a mobile checkpoint goes and what for."""

    mission = forms.CharField(
        label=_("Task there"), max_length=120, help_text=_("What it does at the new place.")
    )
    lng = forms.FloatField(label=_("Longitude"), min_value=-180, max_value=180)
    lat = forms.FloatField(label=_("Latitude"), min_value=-90, max_value=90)
    crs = forms.ChoiceField(label=_("Coordinate system"), choices=SYSTEMS)
    address = forms.CharField(label=_("Address"), max_length=120, required=False)
    road = forms.CharField(label=_("Road"), max_length=60, required=False)
    direction = forms.CharField(label=_("Direction"), max_length=40, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
