"""Forms of the contractor's phone, and of rules, stores and people of firms."""

from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.frame.pages import RefusableForm
from grid.scope import Viewer
from video.register.models import CameraClass
from video.repair import selectors
from video.repair.forms import ANY, DAY, ReasonForm, StepForm, firms
from video.repair.models import Priority, Ticket
from video.repair.rulebook import NAMES, Limits
from video.repair.serializers import MOST_MIN, MOST_YUAN

RULE_FIELDS: Final = (
    "offline_min", "key_offline_min", "platform_min", "recovered_min", "assign_min",
    "verify_min", "repeat_days", "repeat_times", "opens_itself",
)  # fmt: skip


class FixForm(StepForm):
    """What was done."""

    done = forms.CharField(
        label=_("What was done"),
        min_length=4,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_remote = forms.BooleanField(label=_("Fixed from afar, without going there"), required=False)


class UseForm(StepForm):
    """Parts built in."""

    part = forms.ChoiceField(label=_("Part"))
    quantity = forms.IntegerField(label=_("Pieces"), min_value=1, max_value=9_999, initial=1)

    def __init__(self, *args: Any, ticket: Ticket, **more: Any) -> None:
        super().__init__(*args, **more)
        rows = selectors.parts_for(ticket)
        choices = [(row.code, f"{row.name} · {row.in_stock} {row.unit}") for row in rows]
        self.fields["part"].choices = choices  # type: ignore[attr-defined]


class SlaForm(RefusableForm):
    """Minutes from the assignment and yuan, of one class or of all, from a day on."""

    camera_class = forms.ChoiceField(
        label=_("Class of cameras"), required=False, help_text=_("Empty: all classes.")
    )
    priority = forms.TypedChoiceField(
        label=_("Priority"), choices=Priority.choices, coerce=int, initial=Priority.MEDIUM
    )
    accept_min = forms.IntegerField(label=_("Accept within (min)"), min_value=1, max_value=MOST_MIN)
    arrive_min = forms.IntegerField(label=_("Arrive within (min)"), min_value=1, max_value=MOST_MIN)
    fix_min = forms.IntegerField(label=_("Fix within (min)"), min_value=1, max_value=MOST_MIN)
    late_fee = forms.IntegerField(
        label=_("Late acceptance or arrival (yuan each)"),
        min_value=0,
        max_value=MOST_YUAN,
        initial=0,
    )
    hour_fee = forms.IntegerField(
        label=_("Each hour begun after the fix was due (yuan)"),
        min_value=0,
        max_value=MOST_YUAN,
        initial=0,
    )
    most_fee = forms.IntegerField(
        label=_("At most a ticket (yuan)"),
        min_value=0,
        max_value=MOST_YUAN,
        initial=0,
        help_text=_("0: without a limit."),
    )
    valid_from = forms.DateField(
        label=_("From day"),
        widget=DAY,
        initial=timezone.localdate,
        help_text=_("Tickets assigned before keep the times they were assigned under."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        classes = [(row.code, row.name) for row in CameraClass.objects.all()]
        self.fields["camera_class"].choices = [ANY, *classes]  # type: ignore[attr-defined]

    def limits(self) -> Limits:
        """The numbers as the service takes them."""
        return Limits(**{name: self.cleaned_data[name] for name in NAMES})


class TicketRuleForm(RefusableForm):
    """When tickets open themselves, from a day on."""

    opens_itself = forms.BooleanField(label=_("Tickets open themselves"), required=False)
    offline_min = forms.IntegerField(
        label=_("Camera offline for (min)"), min_value=1, max_value=MOST_MIN
    )
    key_offline_min = forms.IntegerField(
        label=_("Camera of a key target offline for (min)"), min_value=1, max_value=MOST_MIN
    )
    platform_min = forms.IntegerField(
        label=_("Platform down for (min)"), min_value=1, max_value=MOST_MIN
    )
    recovered_min = forms.IntegerField(
        label=_("Taken back when back for (min)"), min_value=1, max_value=MOST_MIN
    )
    assign_min = forms.IntegerField(
        label=_("Assigned within (min)"), min_value=1, max_value=MOST_MIN
    )
    verify_min = forms.IntegerField(
        label=_("Verified within (min)"), min_value=1, max_value=MOST_MIN
    )
    repeat_times = forms.IntegerField(
        label=_("Repeat failure: tickets"), min_value=2, max_value=100
    )
    repeat_days = forms.IntegerField(
        label=_("Repeat failure: within days"), min_value=1, max_value=366
    )
    valid_from = forms.DateField(label=_("From day"), widget=DAY, initial=timezone.localdate)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class PartFilterForm(forms.Form):
    """Which parts."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    short = forms.BooleanField(label=_("To be bought again"), required=False)


class PartForm(RefusableForm):
    """A new kind of part in the own store."""

    code = forms.SlugField(label=_("Code"), max_length=30)
    name = forms.CharField(label=_("Part name"), max_length=80)
    unit = forms.CharField(label=_("Unit"), max_length=10, initial="件")
    price = forms.DecimalField(
        label=_("Price (yuan)"), min_value=0, max_digits=9, decimal_places=2, initial=0
    )
    in_stock = forms.IntegerField(label=_("In stock"), min_value=0, max_value=100_000, initial=0)
    reorder_at = forms.IntegerField(
        label=_("Buy again at"), min_value=0, max_value=100_000, initial=0
    )
    warranty_months = forms.IntegerField(
        label=_("Warranty (months)"), min_value=0, max_value=120, initial=12
    )


class StockForm(ReasonForm):
    """Pieces put in, or with a minus taken out."""

    change = forms.IntegerField(
        label=_("Pieces"),
        min_value=-100_000,
        max_value=100_000,
        help_text=_("With a minus: taken out."),
    )
    field_order = ("change", "reason")


class SeatFilterForm(forms.Form):
    """Which people."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    holding = forms.BooleanField(label=_("Only who may work today"), required=False)


class SeatForm(RefusableForm):
    """Somebody of a firm, on a confidentiality undertaking, for a year at most."""

    badge_number = forms.CharField(
        label=_("Badge number"),
        max_length=20,
        help_text=_("Somebody who holds the role of a maintenance contractor."),
    )
    company = forms.ChoiceField(label=_("Firm"))
    undertaking = forms.CharField(
        label=_("Number of the confidentiality undertaking"), min_length=3, max_length=60
    )
    undertaken_on = forms.DateField(label=_("Signed on"), widget=DAY)
    valid_from = forms.DateField(label=_("From day"), widget=DAY, initial=timezone.localdate)
    valid_to = forms.DateField(
        label=_("Until before"), widget=DAY, help_text=_("A year at most; then it is given anew.")
    )

    def __init__(self, *args: Any, viewer: Viewer, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["company"].choices = firms(viewer)  # type: ignore[attr-defined]


class DaysForm(forms.Form):
    """Local days, both counted."""

    first = forms.DateField(label=_("Opened from"), required=False, widget=DAY)
    last = forms.DateField(label=_("to"), required=False, widget=DAY)


class RepeatForm(forms.Form):
    """How many tickets in how many days; empty: as the rule says."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    times = forms.IntegerField(
        label=_("Tickets, at least"), required=False, min_value=2, max_value=100
    )
    days = forms.IntegerField(label=_("within days"), required=False, min_value=1, max_value=366)


class WarrantyForm(forms.Form):
    """How soon the warranty ends."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    days = forms.IntegerField(
        label=_("Ends within days"), required=False, min_value=1, max_value=3_660
    )
