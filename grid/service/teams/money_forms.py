"""Forms of funds, commendations, offices for courage and education bases."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.frame.forms import DAY, choose
from grid.frame.pages import RefusableForm
from grid.organisation.selectors import agency_choices
from grid.scope import Viewer
from grid.service.teams.forms import AreaFilter
from grid.service.teams.models import Commendation, Fund, FundEntry, OutreachBase

_DESK = _("A desk and its number, never a person.")


class CommendationFilter(AreaFilter):
    """What commendations are narrowed by."""

    level = forms.ChoiceField(
        label=_("Level"), choices=[("", _("All levels")), *Commendation.Level.choices],
        required=False,
    )  # fmt: skip
    first = forms.DateField(label=_("From"), required=False, widget=DAY)
    last = forms.DateField(label=_("To"), required=False, widget=DAY)


class OutreachFilter(AreaFilter):
    """What education bases are narrowed by, and the month they are counted for."""

    theme = forms.ChoiceField(
        label=_("Theme"), choices=[("", _("All themes")), *OutreachBase.Theme.choices],
        required=False,
    )  # fmt: skip
    month = forms.RegexField(
        r"^\d{4}-(0[1-9]|1[0-2])$", label=pgettext_lazy("ground", "Month"), required=False,
        widget=forms.TextInput(attrs={"type": "month"}),
    )  # fmt: skip


class FundForm(RefusableForm):
    """A fund for courage."""

    name = forms.CharField(label=pgettext_lazy("ground", "Name"), max_length=80)
    agency = forms.ChoiceField(label=_("Agency"))
    keeper = forms.CharField(
        label=_("Kept by"), max_length=80, required=False, help_text=_("An office, no names.")
    )
    founded_on = forms.DateField(label=_("Founded on"), required=False, widget=DAY)
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, viewer: Viewer, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "agency", agency_choices(viewer))


class EntryForm(RefusableForm):
    """Money into or out of a fund."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("ground", "What it is"), choices=FundEntry.Kind.choices
    )
    amount = forms.DecimalField(
        label=_("Yuan"), max_digits=12, decimal_places=2,
        help_text=_("More than 0; the kind says which way. Only a correction takes a minus."),
    )  # fmt: skip
    booked_on = forms.DateField(label=_("Day"), widget=DAY)
    note = forms.CharField(label=_("Note"), max_length=120, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["booked_on"].initial = timezone.localdate()


class CommendationForm(RefusableForm):
    """A commendation: for how many and for what, nobody named."""

    agency = forms.ChoiceField(label=_("Agency"))
    given_on = forms.DateField(label=_("Day"), widget=DAY)
    level = forms.ChoiceField(label=_("Level"), choices=Commendation.Level.choices)
    people = forms.IntegerField(label=_("People"), min_value=1, max_value=1000, initial=1)
    deed = forms.CharField(label=_("Deed"), max_length=200, help_text=_("No names."))
    document = forms.CharField(
        label=_("Document"), max_length=60, required=False,
        help_text=_("Number of the decision; the office keeps who it was."),
    )  # fmt: skip
    fund = forms.ChoiceField(label=_("Fund"), required=False)
    amount = forms.DecimalField(
        label=_("Paid, yuan"), max_digits=12, decimal_places=2, required=False, min_value=0
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, viewer: Viewer, is_new: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "agency", agency_choices(viewer))
        funds = Fund.objects.visible_to(viewer).filter(is_active=True)
        choose(self, "fund", funds.values_list("pk", "name"), "—")
        self.fields["given_on"].initial = timezone.localdate()
        if not is_new:
            del self.fields["fund"], self.fields["amount"]

    def clean_fund(self) -> int | None:
        return int(self.cleaned_data["fund"]) if self.cleaned_data["fund"] else None


class OfficesForm(RefusableForm):
    """How many offices for courage an agency's area has."""

    agency = forms.ChoiceField(label=_("Agency"))
    offices = forms.IntegerField(label=_("Offices"), min_value=0, max_value=10_000)
    counted_on = forms.DateField(label=_("Day"), widget=DAY)

    def __init__(self, *args: Any, viewer: Viewer, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "agency", agency_choices(viewer))
        self.fields["counted_on"].initial = timezone.localdate()


class BaseForm(RefusableForm):
    """An education base."""

    name = forms.CharField(label=pgettext_lazy("ground", "Name"), max_length=80)
    theme = forms.ChoiceField(label=_("Theme"), choices=OutreachBase.Theme.choices)
    agency = forms.ChoiceField(label=_("Agency"))
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    rating = forms.CharField(
        label=_("Rating"), max_length=10, required=False, help_text=_("Of tourism, such as 4A.")
    )
    contact = forms.CharField(label=_("Contact"), max_length=60, required=False, help_text=_DESK)
    opened_on = forms.DateField(label=_("Opened on"), required=False, widget=DAY)
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, viewer: Viewer, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "agency", agency_choices(viewer))


class DayForm(RefusableForm):
    """What one day brought a base."""

    counted_on = forms.DateField(label=_("Day"), widget=DAY)
    visitors = forms.IntegerField(label=_("Visitors"), min_value=0, max_value=1_000_000)
    groups = forms.IntegerField(label=_("Groups"), min_value=0, max_value=1_000_000, initial=0)
    messages = forms.IntegerField(label=_("Messages"), min_value=0, max_value=1_000_000, initial=0)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["counted_on"].initial = timezone.localdate()
