"""Forms of the pages of the work at checkpoints."""

from datetime import timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checkpoints.register.models import Checkpoint, DefenceLine, PostKind
from checkpoints.work.models import CheckCode, HourlyCount, PostShift, Seizure
from checkpoints.work.models.rules import Kind
from checkpoints.work.rulebook import codes
from checkpoints.work.selectors.sums import BY
from grid.frame.pages import RefusableForm
from grid.organisation.models import Agency

DATE: Final = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
MOMENT: Final = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
HOUR: Final = forms.DateTimeInput(
    format="%Y-%m-%dT%H:00", attrs={"type": "datetime-local", "step": "3600"}
)
NAMES: Final = {
    "total": _("Altogether"),
    "day": _("By day"),
    "checkpoint": _("By checkpoint"),
    "line": _("By line"),
    "agency": _("By agency"),
    "hour": _("By hour of the day"),
    "kind": _("By kind"),
}
Group = CheckCode.Group


def offer(form: forms.Form, name: str, rows: list[tuple[str, Any]], nothing: Any = None) -> None:
    """What may be chosen; `nothing` is what an empty choice is called."""
    head = [] if nothing is None else [("", nothing)]
    form.fields[name].choices = head + rows  # type: ignore[attr-defined]


def words_of(group: str) -> list[tuple[str, Any]]:
    return [(code, str(row)) for code, row in codes(group).items()]


def places_of(viewer: Any) -> list[tuple[str, Any]]:
    """The working checkpoints of a viewer, by code."""
    rows = Checkpoint.objects.operational().visible_to(viewer)
    return [(row.code, f"{row.code} {row.name}") for row in rows[:500]]


class PlaceFilter(forms.Form):
    """What every list is narrowed by; it lives in the address."""

    q = forms.CharField(
        label=_("Code or name"),
        required=False,
        max_length=50,
        widget=forms.SearchInput(attrs={"placeholder": _("Code or name")}),
    )
    line = forms.ChoiceField(label=_("Defence line"), required=False)
    agency = forms.ChoiceField(label=_("Agency"), required=False)
    first = forms.DateField(label=_("From day"), required=False, widget=DATE)
    last = forms.DateField(label=_("To day"), required=False, widget=DATE)
    checkpoint = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, *args: Any, viewer: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        lines = [(row.code, str(row)) for row in DefenceLine.objects.all()]
        offer(self, "line", lines, _("All lines"))
        rows = Agency.objects.visible_to(viewer).filter(is_active=True)
        offer(self, "agency", list(rows.values_list("code", "name")), _("All agencies"))


class CountFilter(PlaceFilter):
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All kinds")), *Kind.choices]
    )
    measure = forms.ChoiceField(
        label=_("Measure"),
        required=False,
        choices=[("", _("Checked and passing")), *HourlyCount.Measure.choices],
    )
    hour = forms.TypedChoiceField(
        label=_("Hour of the day"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("All hours")), *((str(n), f"{n:02d}:00") for n in range(24))],
    )
    late = forms.BooleanField(label=_("Only late entries"), required=False)


class OutcomeFilter(PlaceFilter):
    outcome = forms.ChoiceField(label=_("Outcome"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All kinds")), *Kind.choices]
    )
    hour = forms.TypedChoiceField(
        label=_("Hour of the day"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("All hours")), *((str(n), f"{n:02d}:00") for n in range(24))],
    )
    results = forms.BooleanField(label=_("Only results"), required=False)

    def __init__(self, *args: Any, viewer: Any, **more: Any) -> None:
        super().__init__(*args, viewer=viewer, **more)
        offer(self, "outcome", words_of(Group.OUTCOME), _("All outcomes"))


class SuspensionFilter(PlaceFilter):
    running = forms.BooleanField(label=_("Only those that hold now"), required=False)


class SeizureFilter(PlaceFilter):
    item = forms.ChoiceField(label=_("Thing"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("Any state")),
            ("kept", _("Kept")),
            ("waiting", _("Waits for a signature")),
            ("disposed", _("Disposed of")),
        ],
    )

    def __init__(self, *args: Any, viewer: Any, **more: Any) -> None:
        super().__init__(*args, viewer=viewer, **more)
        self.fields["q"].label = _("Number, seal, reference or checkpoint")
        self.fields["q"].widget.attrs["placeholder"] = _("Number, seal, reference or checkpoint")
        offer(self, "item", words_of(Group.ITEM), _("All things"))


class SumFilter(PlaceFilter):
    by = forms.ChoiceField(
        label=_("Lines of the table"),
        required=False,
        choices=[(name, NAMES[name]) for name in BY],
    )
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All kinds")), *Kind.choices]
    )

    def __init__(self, *args: Any, viewer: Any, **more: Any) -> None:
        super().__init__(*args, viewer=viewer, **more)
        del self.fields["q"]


class RosterFilter(PlaceFilter):
    """A day of the roster."""

    first = forms.DateField(label=_("Day"), required=False, widget=DATE)

    def __init__(self, *args: Any, viewer: Any, **more: Any) -> None:
        super().__init__(*args, viewer=viewer, **more)
        del self.fields["last"]


class PlacedForm(RefusableForm):
    """A form about one of the viewer's working checkpoints."""

    checkpoint = forms.ChoiceField(label=_("Checkpoint"))

    def __init__(self, *args: Any, viewer: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "checkpoint", places_of(viewer))


class HourForm(PlacedForm):
    """The numbers of one hour; an empty field is not entered."""

    hour = forms.DateTimeField(
        label=_("Hour it began"),
        widget=HOUR,
        help_text=_("Local time, the full hour. Late entries are taken and marked."),
    )
    reason = forms.ChoiceField(label=_("Reason of the checks"), required=False)
    direction = forms.ChoiceField(
        label=_("Direction"), choices=HourlyCount.Direction.choices, initial="both"
    )
    people = forms.IntegerField(label=_("People checked"), required=False)
    vehicles = forms.IntegerField(label=_("Vehicles checked"), required=False)
    goods = forms.IntegerField(label=_("Goods checked"), required=False)
    passing_people = forms.IntegerField(label=_("People passing"), required=False)
    passing_vehicles = forms.IntegerField(
        label=_("Vehicles passing"),
        required=False,
        help_text=_("All that passed, checked or not; without it there is no inspection rate."),
    )

    def __init__(self, *args: Any, viewer: Any, **more: Any) -> None:
        super().__init__(*args, viewer=viewer, **more)
        offer(self, "reason", words_of(Group.REASON), _("No reason given"))
        self.fields["hour"].initial = timezone.localtime() - timedelta(hours=1)

    def clean(self) -> dict[str, Any]:
        """Not fewer can pass than are checked of them."""
        said = self.cleaned_data
        for kind in ("people", "vehicles"):
            checked, passing = said.get(kind), said.get(f"passing_{kind}")
            if checked is not None and passing is not None and 0 <= passing < checked:
                self.add_error(f"passing_{kind}", _("At least as many pass as are checked."))
        return said


class CorrectionForm(RefusableForm):
    number = forms.IntegerField(label=_("Right number"))
    correction_reason = forms.CharField(
        label=_("Why"),
        max_length=200,
        help_text=_("At least 4 characters. What it said before stays readable."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class OutcomeForm(PlacedForm):
    outcome = forms.ChoiceField(label=_("Outcome"))
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    number = forms.IntegerField(label=_("How many"), initial=1)
    happened_at = forms.DateTimeField(label=_("When"), widget=MOMENT)
    reference = forms.CharField(
        label=_("Incident or case number"),
        max_length=40,
        required=False,
        help_text=_("Nobody is named here: the incident or case knows who it was."),
    )

    def __init__(self, *args: Any, viewer: Any, **more: Any) -> None:
        super().__init__(*args, viewer=viewer, **more)
        offer(self, "outcome", words_of(Group.OUTCOME))
        self.fields["happened_at"].initial = timezone.localtime()


class ReasonForm(RefusableForm):
    """Why something is struck or refused."""

    reason = forms.CharField(label=_("Why"), max_length=200, help_text=_("At least 4 characters."))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class LaneForm(PlacedForm):
    open_in = forms.IntegerField(label=_("Lanes open into the city"), min_value=0)
    open_out = forms.IntegerField(label=_("Lanes open out of the city"), min_value=0)
    queue_in_m = forms.IntegerField(label=_("Queue in (m)"), min_value=0, initial=0)
    queue_out_m = forms.IntegerField(label=_("Queue out (m)"), min_value=0, initial=0)


class SuspensionForm(PlacedForm):
    reason = forms.ChoiceField(label=_("Reason"))
    minutes = forms.IntegerField(
        label=_("For how many minutes"),
        min_value=1,
        max_value=1440,
        initial=30,
        help_text=_("It ends by itself then."),
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args: Any, viewer: Any, **more: Any) -> None:
        super().__init__(*args, viewer=viewer, **more)
        offer(self, "reason", words_of(Group.SUSPENSION))


class SeizureForm(PlacedForm):
    item = forms.ChoiceField(label=_("Thing"))
    quantity = forms.DecimalField(label=_("Quantity"), max_digits=12, decimal_places=3)
    unit = forms.ChoiceField(label=_("Unit"), choices=Seizure.Unit.choices)
    seal_number = forms.CharField(label=_("Seal number"), max_length=40)
    reference = forms.CharField(label=_("Incident or case number"), max_length=40)
    seized_at = forms.DateTimeField(label=_("Seized at"), widget=MOMENT)
    where = forms.CharField(label=_("Where it is kept"), max_length=100, required=False)

    def __init__(self, *args: Any, viewer: Any, **more: Any) -> None:
        super().__init__(*args, viewer=viewer, **more)
        offer(self, "item", words_of(Group.ITEM))
        self.fields["seized_at"].initial = timezone.localtime()


class HandOverForm(RefusableForm):
    to_badge = forms.CharField(label=_("Badge of who takes it"), max_length=20, required=False)
    room = forms.CharField(
        label=_("or room or body without an account"), max_length=60, required=False
    )
    paper_receipt = forms.CharField(
        label=_("Paper receipt"),
        max_length=40,
        required=False,
        help_text=_("Its number; needed where nobody can sign here."),
    )
    where = forms.CharField(label=_("Where"), max_length=100)
    reason = forms.CharField(label=_("Why"), max_length=200, required=False)
    new_seal = forms.CharField(
        label=_("New seal, if the old one was broken"), max_length=40, required=False
    )


class DisposeForm(RefusableForm):
    disposal = forms.ChoiceField(label=_("Disposal"))
    witness = forms.CharField(
        label=_("Badge of who signs too"),
        max_length=20,
        help_text=_("The chain is closed once she has signed; this cannot be taken back."),
    )
    where = forms.CharField(label=_("Where"), max_length=100)
    reason = forms.CharField(label=_("Why"), max_length=200)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "disposal", words_of(Group.DISPOSAL))


class ShiftForm(PlacedForm):
    post = forms.ChoiceField(label=_("Post"))
    badge = forms.CharField(label=_("Badge number"), max_length=20, required=False)
    name = forms.CharField(
        label=_("or name"),
        max_length=50,
        required=False,
        help_text=_("For auxiliaries and partners without an account."),
    )
    role = forms.ChoiceField(label=_("Serves as"), choices=PostShift.Role.choices)
    agency = forms.ChoiceField(label=_("Sent by"), required=False)
    starts_at = forms.DateTimeField(label=_("From"), widget=MOMENT)
    ends_at = forms.DateTimeField(label=_("Until"), widget=MOMENT)
    rest_override = forms.CharField(label=_("Why, if unrested"), max_length=200, required=False)

    def __init__(self, *args: Any, viewer: Any, **more: Any) -> None:
        super().__init__(*args, viewer=viewer, **more)
        offer(self, "post", [(row.code, str(row)) for row in PostKind.objects.all()])
        rows = Agency.objects.filter(is_active=True).values_list("code", "name")
        offer(self, "agency", list(rows), _("Her own agency"))


class CopyForm(PlacedForm):
    source = forms.DateField(label=_("Roster of the day"), widget=DATE)
    target = forms.DateField(label=_("for the day"), widget=DATE)
