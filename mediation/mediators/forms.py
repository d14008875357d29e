"""Forms of bodies, mediators and village groups."""

from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.frame.pages import RefusableForm
from grid.scope import Viewer
from mediation.mediators.models import MediationBody, Mediator, VillageGroup
from mediation.mediators.selectors import bodies

DAY: Final = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
ANY: Final = ("", "—")


class VersionedForm(RefusableForm):
    """With the version that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class BodyForm(VersionedForm):
    """A body that mediates."""

    code = forms.CharField(label=_("Code"), max_length=20)
    name = forms.CharField(label=_("Name"), max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), choices=MediationBody.Kind.choices)
    level = forms.ChoiceField(label=_("Level"), choices=MediationBody.Level.choices)
    division = forms.CharField(
        label=_("Code of the division"), required=False, max_length=12,
        help_text=_("Twelve digits; of a village committee its village."),
    )  # fmt: skip
    contact = forms.CharField(label=_("Contact"), required=False, max_length=60)
    address = forms.CharField(label=_("Address"), required=False, max_length=200)
    term_from = forms.DateField(label=_("Term from"), required=False, widget=DAY)
    term_to = forms.DateField(
        label=_("Term to"), required=False, widget=DAY, help_text=_("Three years (art. 9).")
    )
    is_active = forms.BooleanField(label=_("It mediates"), required=False, initial=True)


class MediatorForm(VersionedForm):
    """Somebody who mediates."""

    name = forms.CharField(label=_("Name"), max_length=50)
    body = forms.ChoiceField(label=_("Body that mediates"))
    kind = forms.ChoiceField(label=_("Kind"), choices=Mediator.Kind.choices)
    office = forms.CharField(
        label=_("Office"), required=False, max_length=30, help_text=_("Head, deputy; else empty.")
    )
    is_woman = forms.BooleanField(label=_("A woman"), required=False)
    specialities = forms.CharField(label=_("Specialities"), required=False, max_length=200)
    contact = forms.CharField(label=_("Telephone"), required=False, max_length=60)
    home = forms.CharField(
        label=_("Home address"), required=False, max_length=200,
        help_text=_("Not kept: only a digest, to see a conflict of interest. Empty: unchanged."),
    )  # fmt: skip
    badge_number = forms.CharField(label=_("Badge number to sign in"), required=False)
    most_at_once = forms.IntegerField(
        label=_("Disputes at once, at most"), min_value=1, max_value=99, initial=10
    )
    trained_on = forms.DateField(label=_("Trained on"), required=False, widget=DAY)
    valid_from = forms.DateField(label=_("Serves from"), widget=DAY, initial=timezone.localdate)
    valid_to = forms.DateField(label=_("until before"), required=False, widget=DAY)

    def __init__(self, *args: Any, viewer: Viewer, **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [(row.code, row.name) for row in bodies(viewer)]
        self.fields["body"].choices = choices  # type: ignore[attr-defined]


class GroupForm(VersionedForm):
    """A village's group."""

    name = forms.CharField(label=_("Name"), max_length=100)
    division = forms.CharField(label=_("Code of the village"), max_length=12)
    kind = forms.ChoiceField(label=_("Kind"), choices=VillageGroup.Kind.choices)
    headcount = forms.IntegerField(label=_("People"), min_value=0, max_value=999)
    contact = forms.CharField(label=_("Contact"), required=False, max_length=60)
    is_active = forms.BooleanField(
        label=pgettext_lazy("ground", "It works"), required=False, initial=True
    )


class ActivityForm(RefusableForm):
    """What a group did."""

    on = forms.DateField(label=_("Day"), widget=DAY, initial=timezone.localdate)
    people = forms.IntegerField(label=_("People who took part"), min_value=1, initial=1)
    visited = forms.IntegerField(label=_("Households visited"), min_value=0, initial=0)
    settled = forms.IntegerField(label=_("Settled on the spot"), min_value=0, initial=0)
    note = forms.CharField(label=_("Note"), required=False, max_length=200)
