"""Forms of the containment pages."""

from datetime import timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checkpoints.containment.models import Containment, ContainmentPlan, PostReport, Trigger
from checkpoints.containment.models.rules import FASTEST_KMH
from checkpoints.containment.selectors import plans
from checkpoints.register.models import DutyLevel
from grid.frame.pages import RefusableForm
from grid.organisation.models import Officer

MOMENT: Final = forms.DateTimeInput(attrs={"type": "datetime-local", "step": 1})
DAY: Final = forms.DateInput(attrs={"type": "date"})
ANY: Final = ("", "—")
NO_PLATE: Final = _("Colour and kind; never a plate: it stands in the lookout notice.")


def moment(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label, required=required, help_text=help_text,
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local", "step": 1}, format="%Y-%m-%dT%H:%M:%S"
        ),
    )  # fmt: skip


class FilterForm(forms.Form):
    """What the list is asked for, as it stands in the address."""

    q = forms.CharField(label=_("Search"), required=False, max_length=60)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[ANY, *Containment.State.choices]
    )
    drill = forms.ChoiceField(
        label=_("Drills"), required=False, choices=[ANY, ("no", _("Real")), ("yes", _("Drill"))]
    )
    since = forms.DateField(label=_("Started from"), required=False, widget=DAY)
    until = forms.DateField(label=_("to"), required=False, widget=DAY)

    def asked(self) -> dict[str, Any]:
        """What the selector takes; nothing where it cannot be read."""
        said = self.cleaned_data if self.is_valid() else {}
        return said | {"from": said.get("since"), "to": said.get("until")}


class StartForm(RefusableForm):
    """A containment to be started."""

    plan = forms.ModelChoiceField(
        label=_("Plan"), queryset=ContainmentPlan.objects.none(), required=False,
        help_text=_("Without a plan every checkpoint at work is a post; the lines are the rings."),
        empty_label=_("Without a plan: all checkpoints at work"),
    )  # fmt: skip
    trigger = forms.ChoiceField(label=_("What happened"), choices=Trigger.choices)
    incident_number = forms.CharField(
        label=_("Incident number"), required=False, max_length=20,
        help_text=_("Place and time are taken from it where they are left empty."),
    )  # fmt: skip
    lng = forms.FloatField(label=_("Longitude"), required=False, help_text="WGS-84")
    lat = forms.FloatField(label=_("Latitude"), required=False, help_text="WGS-84")
    address = forms.CharField(label=_("Place"), required=False, max_length=120)
    occurred_at = moment(_("Happened at"), required=False)
    seen_at = moment(
        _("Vehicle last seen there at"), required=False, help_text=_("Empty: when it happened.")
    )
    vehicle_colour = forms.CharField(label=_("Colour"), max_length=20)
    vehicle_kind = forms.CharField(label=_("Kind of vehicle"), max_length=40, help_text=NO_PLATE)
    vehicle_note = forms.CharField(label=_("Other marks"), required=False, max_length=200)
    notice_number = forms.CharField(label=_("Lookout notice"), required=False, max_length=30)
    speed_kmh = forms.FloatField(
        label=_("Speed, km/h"), required=False, min_value=1, max_value=FASTEST_KMH,
        help_text=_("Empty: the row of this hour."),
    )  # fmt: skip
    detour = forms.FloatField(
        label=_("Detour factor"), required=False, min_value=1, max_value=5,
        help_text=_("Road metres for a straight metre; empty: the row."),
    )  # fmt: skip
    reason = forms.CharField(label=_("Reason"), min_length=4, max_length=200)
    is_drill = forms.BooleanField(
        label=_("Drill: flagged everywhere, in no statistic"), required=False
    )

    def __init__(self, *args: Any, officer: Officer, **more: Any) -> None:
        super().__init__(*args, **more)
        mine = plans(officer).filter(pk__in=ContainmentPlan.objects.usable())
        self.fields["plan"].queryset = mine  # type: ignore[attr-defined]


class StepForm(RefusableForm):
    """What every change of a containment carries."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ReasonForm(StepForm):
    reason = forms.CharField(label=_("Reason"), min_length=4, max_length=200)


class StageForm(StepForm):
    reason = forms.CharField(label=_("Note"), required=False, max_length=200)


class AdjustForm(ReasonForm):
    """Where and when it was last known, how fast it is taken to be."""

    lng = forms.FloatField(label=_("Longitude"), required=False)
    lat = forms.FloatField(label=_("Latitude"), required=False)
    seen_at = moment(_("Last seen at"), required=False)
    speed_kmh = forms.FloatField(
        label=_("Speed, km/h"), required=False, min_value=1, max_value=FASTEST_KMH
    )
    detour = forms.FloatField(label=_("Detour factor"), required=False, min_value=1, max_value=5)
    notice_number = forms.CharField(label=_("Lookout notice"), required=False, max_length=30)


class AddForm(ReasonForm):
    """One more post: at an open crossing, a checkpoint, or a free point."""

    crossing = forms.IntegerField(widget=forms.HiddenInput, required=False)
    checkpoint = forms.CharField(label=_("Checkpoint code"), required=False, max_length=20)
    lng = forms.FloatField(label=_("Longitude"), required=False)
    lat = forms.FloatField(label=_("Latitude"), required=False)
    name = forms.CharField(label=_("Name"), required=False, max_length=60)
    ring = forms.IntegerField(label=_("Ring"), required=False, min_value=1, max_value=9)
    agency = forms.CharField(label=_("Agency code"), required=False, max_length=12)


class ExtendForm(ReasonForm):
    valid_until = moment(_("Until"))


class LiftForm(ReasonForm):
    outcome = forms.ChoiceField(label=_("What came of it"), choices=Containment.Outcome.choices)


class ReviewForm(StepForm):
    text = forms.CharField(
        label=_("What it taught"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )


class AnswerForm(RefusableForm):
    """What a post says: one button each; the fields of the others are left empty."""

    step = forms.ChoiceField(
        choices=[(s, s) for s in ("acknowledge", "man", "report", "leave", "drop")]
    )
    officers = forms.IntegerField(label=_("Officers"), required=False, min_value=0, max_value=999)
    vehicles = forms.IntegerField(label=_("Vehicles"), required=False, min_value=0, max_value=999)
    kind = forms.ChoiceField(
        label=_("Report"), required=False, choices=PostReport.Kind.choices, initial="nothing"
    )
    text = forms.CharField(label=_("Text"), required=False, max_length=500)
    hit = forms.CharField(label=_("Lookout hit"), required=False, max_length=40)
    reason = forms.CharField(label=_("Reason"), required=False, max_length=200)
    spoken_by = forms.CharField(label=_("Told by"), required=False, max_length=60)
    channel = forms.ChoiceField(
        label=_("by"), required=False,
        choices=[("screen", _("Screen")), ("phone", _("Telephone")), ("radio", _("Radio"))],
    )  # fmt: skip


class PlanForm(RefusableForm):
    """A plan; its posts as lines of a table, as they come from a spreadsheet."""

    code = forms.SlugField(label=_("Code"), max_length=20)
    name = forms.CharField(label=_("Name"), max_length=80)
    triggers = forms.MultipleChoiceField(
        label=_("For"), choices=Trigger.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    duty_level_id = forms.ChoiceField(label=_("Raises the duty level to"), required=False)
    instrument_type = forms.CharField(label=_("Instrument"), max_length=40)
    instrument_number = forms.CharField(label=_("Number"), max_length=60)
    instrument_issuer = forms.CharField(label=_("Issuer"), max_length=60)
    valid_from = moment(_("Valid from"))
    valid_to = moment(_("Valid to"))
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)
    notes = forms.CharField(
        label=_("Notes"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    posts = forms.CharField(
        label=_("Posts"), max_length=40_000, widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("One post a line, cells apart by comma or tab: ring, ring name, stage, name, "
                    "road, longitude, latitude or checkpoint code, agency code, officers, "
                    "vehicles. Stages: points, line, ring, city. Without an agency: a known gap."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        levels = [(one.code, str(one)) for one in DutyLevel.objects.all()]
        unchanged = ("", _("as it is"))
        self.fields["duty_level_id"].choices = [unchanged, *levels]  # type: ignore[attr-defined]
        now = timezone.localtime().replace(second=0, microsecond=0)
        self.fields["valid_from"].initial = now
        self.fields["valid_to"].initial = now + timedelta(days=365)

    def refuse(self, refusal: Any) -> None:
        """Faults of rings and posts belong to the table they came from."""
        for one in refusal.errors:
            if one["pointer"].startswith("/rings"):
                one["message"] = f"{one['pointer']}: {one['message']}"
                one["pointer"] = "/posts"
        super().refuse(refusal)
