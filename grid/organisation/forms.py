"""Forms of the organisation's pages: parsing and labels, no rules."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.organisation.models import Agency
from grid.organisation.roles import Role
from grid.organisation.services.clients import LONGEST_DAYS, SCOPES
from grid.scope import Viewer

THEMES = (("auto", _("As the page")), ("light", _("Light")), ("dark", _("Dark")))


class AgencyChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """One of the open agencies in the viewer's scope, by name and code."""

    def label_from_instance(self, obj: Agency) -> str:
        return f"{obj.name} {obj.code}"


def _agency_field(viewer: Viewer, label: Any, **kwargs: Any) -> AgencyChoice:
    rows = Agency.objects.visible_to(viewer).filter(is_active=True).order_by("path")
    return AgencyChoice(rows, label=label, **kwargs)


class AgencyForm(forms.Form):
    """A new agency; there is one city bureau, everything else hangs below another agency."""

    code = forms.RegexField(r"^\d{12}$", label=_("Code"), help_text=_("12 digits"))
    name = forms.CharField(label=_("Name"), max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), choices=Agency.Kind.choices)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"] = _agency_field(viewer, _("Belongs to"))


class RenameForm(forms.Form):
    """Another name for an agency."""

    name = forms.CharField(label=_("Name"), max_length=100)
    version = forms.IntegerField(widget=forms.HiddenInput)


class MoveForm(forms.Form):
    """Another place in the tree."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"] = _agency_field(viewer, _("Move below"))


class ReasonForm(forms.Form):
    """The confirmation of something grave: why."""

    reason = forms.CharField(label=_("Reason"), max_length=200, min_length=2)


class CloseForm(ReasonForm):
    """Why an agency is closed, and the version that was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ConfirmForm(forms.Form):
    """A confirmation that needs no words."""


class OfficerForm(forms.Form):
    """A new officer."""

    badge_number = forms.RegexField(
        r"^[A-Za-z0-9-]{2,20}$", label=_("Badge number"), help_text=_("Letters, digits and hyphens")
    )
    name = forms.CharField(label=_("Name"), max_length=50)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"] = _agency_field(viewer, _("Agency"))


class GrantForm(forms.Form):
    """A role, with or without an end."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    valid_to = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty: until it is revoked"),
    )

    def clean_valid_to(self) -> datetime | None:
        """The end of that local day."""
        day = self.cleaned_data["valid_to"]
        return timezone.make_aware(datetime.combine(day, time.max)) if day else None


class ClientForm(forms.Form):
    """A new client system."""

    name = forms.CharField(label=_("Name"), max_length=100)
    owner = forms.CharField(label=_("Responsible person"), max_length=100)
    scopes = forms.MultipleChoiceField(
        label=_("Rights"),
        choices=[(scope.value, scope.value) for scope in sorted(SCOPES)],
        widget=forms.CheckboxSelectMultiple,
    )
    networks = forms.CharField(
        label=_("Networks"),
        required=False,
        help_text=_("CIDR blocks, separated by commas; empty: any address"),
    )
    days = forms.IntegerField(
        label=_("Valid for days"), min_value=1, max_value=LONGEST_DAYS, initial=LONGEST_DAYS
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"] = _agency_field(viewer, _("Agency"))

    def clean_networks(self) -> list[str]:
        return [part.strip() for part in self.cleaned_data["networks"].split(",") if part.strip()]


class AccountForm(forms.Form):
    """One's own preferences."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    theme = forms.ChoiceField(label=_("Theme"), choices=THEMES)
    seat = forms.CharField(label=_("Seat"), max_length=20, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)
