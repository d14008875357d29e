"""Forms of the notices' pages."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from checkpoints.lookout.models import CheckTally, Hit, Kind, Notice
from checkpoints.lookout.serializers import HIT_STATES
from checkpoints.register.selectors import my_checkpoints
from grid.frame.pages import RefusableForm
from grid.organisation.models import Agency, Officer

ANY: Final = ("", "—")
CHANNELS: Final = [("screen", _("Screen")), ("phone", _("Telephone")), ("radio", _("Radio"))]
UNSAID: Final = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


def _moment() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


def _lines() -> forms.Textarea:
    return forms.Textarea(attrs={"rows": 3})


class NoticeFilterForm(forms.Form):
    """What the list is asked for, as it stands in the address; never a plate or a name."""

    q = forms.CharField(label=_("Search"), required=False, max_length=60)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[ANY, *Kind.choices])
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[ANY, *Notice.State.choices]
    )
    unread = forms.BooleanField(label=_("Not signed for by us"), required=False)


class HitFilterForm(forms.Form):
    """What the list of hits is asked for."""

    q = forms.CharField(label=_("Search"), required=False, max_length=60)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[ANY, *HIT_STATES])


class FiguresForm(forms.Form):
    """Local days, both included."""

    day_from = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    day_to = forms.DateField(
        label=_("to"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


class TermForm(RefusableForm):
    """The instrument a term stands on and when it ends."""

    instrument_type = forms.CharField(
        label=_("Instrument"),
        max_length=40,
        help_text=_("Decision, warrant, report of a missing person"),
    )
    instrument_number = forms.CharField(label=_("Its number"), max_length=60)
    instrument_issuer = forms.CharField(label=_("Issuing authority"), max_length=60)
    valid_to = forms.DateTimeField(
        label=_("Valid until"), widget=_moment(), help_text=_("At most 30 days; it ends by itself.")
    )


class NoticeForm(TermForm):
    """A new notice."""

    kind = forms.ChoiceField(label=_("What is looked for"), choices=Kind.choices)
    sought = forms.CharField(
        label=_("Plate or document number"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs=UNSAID),
        help_text=_("The whole number; empty only where a missing person's is not known."),
    )
    sought_name = forms.CharField(
        label=_("Name of the person"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Empty for a vehicle."),
    )
    description = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=400,
        widget=_lines(),
        help_text=_("Make and colour, or height and clothes: what helps to recognise."),
    )
    agency = forms.ChoiceField(label=_("On the ground of"))
    grounds = forms.CharField(
        label=_("Grounds"),
        max_length=400,
        widget=_lines(),
        help_text=_("Without the identity: lists show this."),
    )
    action = forms.CharField(label=_("What to do on sight"), max_length=400, widget=_lines())
    contact = forms.CharField(label=_("Duty desk to tell"), required=False, max_length=60)
    valid_from = forms.DateTimeField(
        label=_("Valid from (empty: now)"), required=False, widget=_moment()
    )

    field_order = (
        "kind", "sought", "sought_name", "description", "agency", "grounds", "action", "contact",
        "instrument_type", "instrument_number", "instrument_issuer", "valid_from", "valid_to",
    )  # fmt: skip

    def __init__(self, *args: Any, officer: Officer, **more: Any) -> None:
        super().__init__(*args, **more)
        rows = Agency.objects.visible_to(officer).filter(is_active=True)[:200]
        self.agencies = {row.code: row for row in rows}
        self.fields["agency"].choices = [(code, row.name) for code, row in self.agencies.items()]  # type: ignore[attr-defined]
        self.fields["agency"].initial = officer.agency.code


class ApproveForm(RefusableForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class RenewForm(TermForm):
    """A further term."""

    reason = forms.CharField(label=_("Reason"), min_length=4, max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class RevokeForm(RefusableForm):
    """Why it ends."""

    reason = forms.CharField(
        label=_("Reason"),
        min_length=4,
        max_length=200,
        help_text=_("Whom or what it names is wiped at once; this cannot be undone."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class AcknowledgeForm(RefusableForm):
    """The own signature, or one for a station that said so."""

    agency = forms.ChoiceField(label=_("Agency"))
    channel = forms.ChoiceField(label=_("Told by"), choices=CHANNELS)
    spoken_by = forms.CharField(
        label=_("Who said so"),
        required=False,
        max_length=60,
        help_text=_("By telephone or radio; empty for the own station."),
    )

    def __init__(self, *args: Any, rows: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["agency"].choices = [(row.agency.code, row.agency.name) for row in rows]  # type: ignore[attr-defined]


class CheckForm(RefusableForm):
    """One number at one checkpoint; what was typed is never shown again."""

    checkpoint = forms.ChoiceField(label=_("Checkpoint"))
    what = forms.ChoiceField(label=_("What it is"), choices=CheckTally.What.choices)
    number = forms.CharField(
        label=_("Whole number"),
        max_length=40,
        widget=forms.TextInput(attrs=UNSAID),
        help_text=_("Blanks, capitals and full width do not matter; every sign does."),
    )

    def __init__(self, *args: Any, officer: Officer, **more: Any) -> None:
        super().__init__(*args, **more)
        self.checkpoints = {row.code: row for row in my_checkpoints(officer)}
        self.fields["checkpoint"].choices = [  # type: ignore[attr-defined]
            (code, row.name) for code, row in self.checkpoints.items()
        ]

    def emptied(self) -> "CheckForm":
        """The same form with its errors and choices, and without the number."""
        self.data = {**self.data.dict(), "number": ""}  # type: ignore[attr-defined]
        return self


class ConfirmForm(RefusableForm):
    """What an officer found."""

    result = forms.ChoiceField(
        label=_("What it was"), choices=Hit.Result.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("What came of it"),
        required=False,
        max_length=400,
        widget=_lines(),
        help_text=_("No name and no number: a reference to the case is enough."),
    )
    incident_number = forms.CharField(
        label=_("Incident or case number"), required=False, max_length=20
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class RuleForm(RefusableForm):
    """Minutes that hold from today for an agency and all below it."""

    agency = forms.ChoiceField(label=_("Agency"))
    acknowledge_min = forms.IntegerField(
        label=_("To acknowledge a notice (minutes)"), min_value=1, max_value=1440, initial=30
    )
    confirm_min = forms.IntegerField(
        label=_("To confirm a hit (minutes)"), min_value=1, max_value=1440, initial=10
    )

    def __init__(self, *args: Any, officer: Officer, **more: Any) -> None:
        super().__init__(*args, **more)
        rows = Agency.objects.visible_to(officer).filter(is_active=True)[:200]
        self.agencies = {row.code: row for row in rows}
        self.fields["agency"].choices = [(code, row.name) for code, row in self.agencies.items()]  # type: ignore[attr-defined]
