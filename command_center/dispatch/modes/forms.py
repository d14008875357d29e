"""Forms of the mode page: the search, taking over, giving back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from grid.frame.pages import RefusableForm
from grid.organisation.models import Agency, Officer


class ModeFilterForm(forms.Form):
    """What the spans are narrowed by."""

    q = forms.CharField(
        label=_("Reason or agency"),
        required=False,
        max_length=50,
        widget=forms.SearchInput(attrs={"placeholder": _("Reason or agency")}),
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All")), ("open", _("In force")), ("ended", _("Ended"))],
    )


class StartForm(RefusableForm):
    """Which agency takes over, why, and that it is meant."""

    agency = forms.ModelChoiceField(
        label=_("Agency"),
        queryset=Agency.objects.none(),
        help_text=_("It and every agency above it dispatch; every desk below it only reads."),
    )
    reason = forms.CharField(label=_("Reason"), min_length=4, max_length=200)
    confirmed = forms.BooleanField(label=_("I take over dispatch for this agency now"))

    def __init__(self, *args: Any, officer: Officer, **more: Any) -> None:
        super().__init__(*args, **more)
        mine = Agency.objects.visible_to(officer).filter(is_active=True)
        self.fields["agency"].queryset = mine  # type: ignore[attr-defined]
        self.fields["agency"].initial = officer.agency_id


class EndForm(RefusableForm):
    """What came of it, in words, and that it is meant."""

    report = forms.CharField(
        label=_("Closing report"),
        min_length=4,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("The figures of the span are computed and kept beside your words."),
    )
    confirmed = forms.BooleanField(label=_("I give dispatch back to the desks now"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
