"""Filters of the lists of sheets and proposals, and the reason of a refusal."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from command_center.analysis.sheets.models import Proposal
from grid.frame.forms import DAY
from grid.frame.pages import RefusableForm
from grid.organisation.models import Agency

ANY: Final = ("", "—")
LEVELS: Final = [
    (kind.value, kind.label)
    for kind in (Agency.Kind.CITY, Agency.Kind.BRANCH, Agency.Kind.COUNTY, Agency.Kind.STATION)
]


class SheetFilter(forms.Form):
    """What the list of sheets is asked for, as it stands in the address."""

    q = forms.CharField(label=_("Search"), required=False, max_length=60)
    level = forms.ChoiceField(label=_("Kind of agency"), required=False, choices=[ANY, *LEVELS])
    since = forms.DateField(label=_("From"), required=False, widget=DAY)
    until = forms.DateField(label=_("to"), required=False, widget=DAY)


class ProposalFilter(forms.Form):
    """What the list of proposals is asked for, as it stands in the address."""

    q = forms.CharField(label=_("Search"), required=False, max_length=60)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[ANY, *Proposal.State.choices]
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[ANY, *Proposal.Kind.choices])
    agency = forms.CharField(label=_("Agency code"), required=False, max_length=12)
    since = forms.DateField(label=_("Days from"), required=False, widget=DAY)
    until = forms.DateField(label=_("to"), required=False, widget=DAY)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        since, until = said.get("since"), said.get("until")
        if since and until and since > until:
            self.add_error("until", _("The last day lies before the first."))
        return said


class DeclineForm(RefusableForm):
    """Why not."""

    reason = forms.CharField(
        label=_("Reason"), min_length=4, max_length=200,
        help_text=_("No names of persons. It stands beside the proposal."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)


class ReopenForm(RefusableForm):
    """Take it up again."""

    version = forms.IntegerField(widget=forms.HiddenInput)
