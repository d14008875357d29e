"""Forms of the order pages."""

from datetime import datetime, timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from command_center.dispatch.orders import receivers
from command_center.dispatch.orders.models import DirectOrder, OrderReceipt, Receiver
from command_center.dispatch.orders.serializers import STATES
from grid.errors import DomainError
from grid.frame.pages import RefusableForm
from grid.organisation.models import Agency, Officer

MOMENT: Final = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
DAY: Final = forms.DateInput(attrs={"type": "date"})
CHANNELS: Final = [("screen", _("Screen")), ("phone", _("Telephone")), ("radio", _("Radio"))]
ANY: Final = ("", "—")


class OrderFilterForm(forms.Form):
    """What the list is asked for, as it stands in the address."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[ANY, *STATES])
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[ANY, *DirectOrder.Kind.choices]
    )
    level = forms.ChoiceField(
        label=_("Level"), required=False, choices=[ANY, *DirectOrder.Level.choices]
    )
    issued_from = forms.DateField(label=_("Issued from"), required=False, widget=DAY)
    issued_to = forms.DateField(label=_("to"), required=False, widget=DAY)


class OrderForm(RefusableForm):
    """A new order: words, receivers, deadlines."""

    kind = forms.ChoiceField(label=_("Kind"), choices=DirectOrder.Kind.choices, initial="direct")
    level = forms.TypedChoiceField(
        label=_("Level"), coerce=int, choices=DirectOrder.Level.choices, initial=3
    )
    title = forms.CharField(label=_("Title"), min_length=4, max_length=120)
    text = forms.CharField(
        label=_("Text"),
        min_length=4,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("No names, identity numbers or telephone numbers of persons."),
    )
    agencies = forms.MultipleChoiceField(
        label=_("Agencies"), required=False, widget=forms.CheckboxSelectMultiple
    )
    stations = forms.CharField(
        label=_("Street stations"), required=False, help_text=_("Codes, with spaces between")
    )
    checkpoints = forms.CharField(
        label=_("Checkpoints"), required=False, help_text=_("Codes, with spaces between")
    )
    units = forms.CharField(
        label=_("Units"), required=False, help_text=_("Call signs, with spaces between")
    )
    sign_minutes = forms.IntegerField(
        label=_("To be signed for within (minutes)"), min_value=1, max_value=10_080, initial=10
    )
    due_at = forms.DateTimeField(
        label=_("To be done by"),
        required=False,
        widget=MOMENT,
        help_text=_("Leave it empty where nothing is asked but to sign for it."),
    )
    incident_number = forms.CharField(
        label=_("Incident it is about"),
        required=False,
        max_length=20,
        help_text=_("Its number; order and incident then lead to one another."),
    )
    reference = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    subject_ref = forms.CharField(
        label=_("Reference of the person warned"),
        required=False,
        max_length=40,
        help_text=_("Warnings only: the code of the issuing system; kept for 90 days."),
    )
    subject_phone = forms.CharField(
        label=_("Number of the person warned"),
        required=False,
        max_length=20,
        help_text=_("Warnings only: kept masked, never in full."),
    )

    def __init__(self, *args: Any, officer: Officer, **more: Any) -> None:
        super().__init__(*args, **more)
        self.officer = officer
        below = Agency.objects.visible_to(officer).filter(is_active=True).exclude(kind="partner")
        self.fields["agencies"].choices = [  # type: ignore[attr-defined]
            (one.code, one.name) for one in below.exclude(pk=officer.agency_id)[:500]
        ]

    def receivers(self) -> list[Receiver]:
        """Whom it goes to; raises InvalidInput for a code that is not in scope."""
        said = self.cleaned_data
        return receivers.found(
            self.officer,
            agencies=said["agencies"],
            stations=said["stations"].split(),
            checkpoints=said["checkpoints"].split(),
            units=said["units"].split(),
        )

    def fields_of_order(self) -> Any:
        """What the service takes beside the receivers."""
        said = self.cleaned_data
        names = ("kind", "level", "title", "text", "due_at", "incident_number", "reference")
        about = ("subject_ref", "subject_phone")
        fields: dict[str, Any] = {name: said[name] for name in (*names, *about)}
        fields["sign_by"] = timezone.now() + timedelta(minutes=said["sign_minutes"])
        return fields

    def refuse(self, refusal: DomainError) -> None:
        """Faults of the list of receivers and of the computed time belong to their fields."""
        names = {"/receivers": "/agencies", "/sign_by": "/sign_minutes", "/reference": "/"}
        for fault in refusal.errors:
            fault["pointer"] = names.get(fault["pointer"], fault["pointer"])
        super().refuse(refusal)


class _ForReceiver(RefusableForm):
    """Whose receipt it is, and who said so where it is somebody else's."""

    receiver = forms.ChoiceField(label=_("Receiver"))
    channel = forms.ChoiceField(label=_("Told over"), choices=CHANNELS, initial="screen")
    spoken_by = forms.CharField(
        label=_("Who said so"),
        required=False,
        max_length=60,
        help_text=_("When you act for a receiver who told you by telephone or radio."),
    )

    def __init__(self, *args: Any, rows: list[OrderReceipt], **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [(row.receiver, row.name) for row in rows]
        self.fields["receiver"].choices = choices  # type: ignore[attr-defined]


class SignForm(_ForReceiver):
    """Sign for it."""


class ResultForm(_ForReceiver):
    """What came of it."""

    text = forms.CharField(
        label=_("Result"),
        min_length=2,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReadForm(RefusableForm):
    """The receiver has read what was added."""

    receiver = forms.CharField(max_length=40, widget=forms.HiddenInput)


class ResendForm(RefusableForm):
    """Ring again at one, or at all who have not signed."""

    receiver = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)


class WithdrawForm(RefusableForm):
    """Take it back, with the reason."""

    reason = forms.CharField(label=_("Reason"), min_length=4, max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput)


class SupplementForm(RefusableForm):
    """Add to it."""

    text = forms.CharField(
        label=_("Addition"),
        min_length=4,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Every receiver that has not settled it sees it anew."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class PassForm(RefusableForm):
    """Give a warning to every agency directly below."""

    sign_minutes = forms.IntegerField(
        label=_("To be signed for within (minutes)"), min_value=1, max_value=10_080, initial=30
    )
    due_at = forms.DateTimeField(label=_("Result due by"), widget=MOMENT)
    text = forms.CharField(label=_("Addition"), required=False, max_length=2000)

    @property
    def sign_by(self) -> datetime:
        """The moment the minutes lead to."""
        return timezone.now() + timedelta(minutes=self.cleaned_data["sign_minutes"])
