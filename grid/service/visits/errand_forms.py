"""Forms of errands and the service counter."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.frame.forms import DAY, MOMENT, choose
from grid.frame.pages import RefusableForm
from grid.organisation.selectors import agency_choices
from grid.scope import Viewer
from grid.service.visits.forms import SpanFilter, cell_choices, officer_choices, place_choices
from grid.service.visits.models import CounterKind, Errand
from grid.service.visits.task_forms import NO_NAMES, STATES, WORDS


class ErrandFilter(SpanFilter):
    """What the list of errands is narrowed by; the days are those they are due."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("All kinds")), *Errand.Kind.choices], required=False
    )
    state = forms.ChoiceField(label=_("State"), choices=STATES, required=False)
    overdue = forms.BooleanField(label=_("Overdue only"), required=False)
    mine = forms.BooleanField(label=_("Mine only"), required=False)
    cell = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    open = forms.CharField(required=False, max_length=1, widget=forms.HiddenInput)

    field_order = ("q", "kind", "state", "agency", "first", "last", "overdue", "mine")


class ErrandChangeForm(RefusableForm):
    """What may be changed of an errand while it is open."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Errand.Kind.choices)
    text = forms.CharField(
        label=_("What is to be done"), max_length=500, widget=WORDS, help_text=NO_NAMES
    )
    address = forms.CharField(label=_("Where"), max_length=200, required=False)
    officer = forms.ChoiceField(
        label=_("Officer"), required=False, help_text=_("Empty: whoever takes it on first.")
    )
    due_at = forms.DateTimeField(label=_("Due"), widget=MOMENT)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, viewer: Viewer, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "officer", officer_choices(viewer), "—")


class ErrandForm(ErrandChangeForm):
    """An errand taken for a resident."""

    cell = forms.ChoiceField(label=_("Cell"), required=False)
    visit = forms.CharField(
        label=_("Visit"), max_length=20, required=False, help_text=_("Its number, ZF-…")
    )
    client_name = forms.CharField(
        label=_("For whom"),
        max_length=60,
        required=False,
        help_text=_("Only if it is needed to run it; kept encrypted, shown masked, deleted later."),
    )
    client_phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)

    field_order = (
        *("kind", "text", "cell", "address", "visit", "client_name", "client_phone", "officer"),
        "due_at",
    )

    def __init__(self, *args: Any, viewer: Viewer, **more: Any) -> None:
        super().__init__(*args, viewer=viewer, **more)
        del self.fields["version"]
        choose(self, "cell", cell_choices(viewer), "—")


class RevealForm(RefusableForm):
    """Why one must see for whom an errand is run."""

    reason = forms.CharField(
        label=_("Why you must see it"),
        min_length=4,
        max_length=200,
        help_text=_("It goes onto the access register with your name; it is shown for 30 minutes."),
    )


class ItemFilter(forms.Form):
    """What the list of service items is narrowed by."""

    q = forms.CharField(required=False, max_length=50)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("All kinds")), *CounterKind.choices], required=False
    )
    over = forms.BooleanField(label=_("Those no longer offered, too"), required=False)


class ItemForm(RefusableForm):
    """Something the counters offer."""

    code = forms.SlugField(label=_("Code"), max_length=30)
    name = forms.CharField(label=pgettext_lazy("ground", "Name"), max_length=80)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=CounterKind.choices, initial=CounterKind.SERVICE
    )
    agency = forms.ChoiceField(label=_("Agency"), help_text=_("Holds for it and all below it."))
    rank = forms.IntegerField(
        label=_("Order"), min_value=0, max_value=999, initial=100, help_text=_("Low ones first.")
    )
    valid_to = forms.DateField(
        label=_("No longer from"), required=False, widget=DAY, help_text=_("Empty: still offered.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, viewer: Viewer, is_new: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "agency", agency_choices(viewer))
        if not is_new:
            del self.fields["code"], self.fields["agency"]


class CountForm(RefusableForm):
    """What the counter did, several times at once or on an earlier day."""

    kind = forms.ChoiceField(label=_("Kind"), choices=CounterKind.choices)
    item = forms.ChoiceField(label=_("Item"), required=False, help_text=_("It says the kind."))
    place = forms.ChoiceField(label=_("Counter"), required=False)
    counted_on = forms.DateField(label=_("Day"), widget=DAY)
    times = forms.IntegerField(
        label=_("How often"), min_value=-500, max_value=500, initial=1,
        help_text=_("Below 0 takes back what was counted wrongly."),
    )  # fmt: skip

    def __init__(self, *args: Any, viewer: Viewer, items: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "item", [(row.code, row.name) for row in items], "—")
        choose(self, "place", place_choices(viewer), "—")
        self.fields["counted_on"].initial = timezone.localdate()

    def clean_place(self) -> int | None:
        return int(self.cleaned_data["place"]) if self.cleaned_data["place"] else None
