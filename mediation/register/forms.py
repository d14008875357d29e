"""Forms of the register of disputes."""

from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.frame.forms import DAY, MOMENT, choose
from grid.frame.pages import RefusableForm
from grid.organisation.selectors import agency_choices
from grid.scope import Viewer
from grid.territory.geo import CRS
from grid.territory.selectors import cells
from mediation.register import selectors
from mediation.register.models import Dispute, DisputeCall, Party

SYSTEMS: Final = [(c.value, c.value.upper()) for c in CRS]
_PURPOSES: Final = [
    ("mediation", _("To mediate the dispute")),
    ("safety", _("To keep somebody from harm")),
    ("case", _("A case or an incident")),
    ("supervision", _("Supervision of the work")),
]
ANSWERS: Final = [
    ("", _("Whatever came of it")),
    ("none", _("Neither dispute nor reason")),
    ("dispute", _("Has a dispute")),
    *DisputeCall.Reason.choices,
]
_TEXT: Final = {"rows": 5}


class DisputeForm(RefusableForm):
    """A dispute as it is known; whatever is not known yet may be added later."""

    category = forms.ChoiceField(label=_("Category of the dispute"))
    address = forms.CharField(
        label=_("Address"),
        max_length=200,
        required=False,
        help_text=_("Down to the door, where it is known; lists show it up to the building."),
    )
    cell = forms.ChoiceField(
        label=_("Cell"), required=False, help_text=_("Found by itself where a position is given.")
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=120,
        required=False,
        help_text=_("Place and matter, no names; made of category and address where left empty."),
    )
    narrative = forms.CharField(
        label=_("What happened"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs=_TEXT),
        help_text=_("Encrypted; shown to those who work on it, and to others against a purpose."),
    )
    people = forms.IntegerField(
        label=_("People involved"), required=False, min_value=1, max_value=100_000
    )
    amount = forms.DecimalField(
        label=_("Amount in dispute (yuan)"), required=False, min_value=0, decimal_places=2
    )
    lng = forms.FloatField(label=_("Longitude"), required=False)
    lat = forms.FloatField(label=_("Latitude"), required=False)
    crs = forms.ChoiceField(label=_("Coordinate system"), choices=SYSTEMS, required=False)
    measures = forms.CharField(
        label=_("What keeps it from growing"),
        max_length=300,
        required=False,
        help_text=_("Measures, no names."),
    )
    is_closed_door = forms.BooleanField(label=_("The parties want it kept closed"), required=False)
    has_minor = forms.BooleanField(label=_("A minor is part of it"), required=False)
    has_home_violence = forms.BooleanField(label=_("Violence at home"), required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, viewer: Viewer, dispute: Dispute | None, **kwargs: Any) -> None:
        if dispute is not None:
            kwargs["initial"] = _initial(dispute) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        choose(self, "category", [(row.code, str(row)) for row in selectors.categories()])
        ground = cells(viewer).values_list("code", "name").order_by("code")[:500]
        choose(self, "cell", [(code, f"{code} {name}") for code, name in ground], _("By position"))


def _initial(row: Dispute) -> dict[str, Any]:
    plain = ("address", "title", "narrative", "people", "amount", "measures", "version")
    flags = ("is_closed_door", "has_minor", "has_home_violence")
    lng, lat = row.point.coords if row.point else (None, None)
    told = {name: getattr(row, name) for name in (*plain, *flags)}
    place = {"lng": lng, "lat": lat, "cell": row.cell.code if row.cell else ""}
    return {**told, **place, "category": row.category_id}


class NewDisputeForm(DisputeForm):
    """A new dispute with the parties on its two sides; more of them are added on its page."""

    source = forms.ChoiceField(
        label=_("Where it comes from"),
        choices=Dispute.Source.choices,
        initial=Dispute.Source.VISIT,
    )
    source_number = forms.CharField(label=_("Its number there"), max_length=60, required=False)
    reported_at = forms.DateTimeField(
        label=pgettext_lazy("ground", "Reported"), widget=MOMENT, initial=timezone.now
    )
    is_other = forms.BooleanField(label=_("None of these: it is another dispute"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for side in ("a", "b"):
            for name, field in PartyForm.declared_fields.items():
                if name in _AT_ENTRY:
                    self.fields[f"{side}_{name}"] = _optional(field)

    def parties(self) -> list[dict[str, Any]]:
        """The sides that were named."""
        said = self.cleaned_data
        named = [side for side in ("a", "b") if any(said[f"{side}_{n}"] for n in _AT_ENTRY)]
        return [{"side": s} | {name: said[f"{s}_{name}"] for name in _AT_ENTRY} for s in named]

    def dispute(self) -> dict[str, Any]:
        """What is said of the dispute itself."""
        apart = {"is_other", "version"}
        sides = {f"{side}_{name}" for side in ("a", "b") for name in _AT_ENTRY}
        return {n: v for n, v in self.cleaned_data.items() if n not in apart | sides}

    def sides(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields of each side, for the page."""
        words = ((Party.Side.A, "a"), (Party.Side.B, "b"))
        return [
            (word.label, [self[f"{side}_{name}"] for name in _AT_ENTRY]) for word, side in words
        ]


def _optional(field: forms.Field) -> forms.Field:
    copy = type(field)(**_kept(field))
    copy.required = False
    return copy


def _kept(field: forms.Field) -> dict[str, Any]:
    """What a copy of a field is made of."""
    kept: dict[str, Any] = {"label": field.label, "help_text": field.help_text}
    if isinstance(field, forms.CharField):
        kept["max_length"] = field.max_length
    return kept | {"required": False}


_AT_ENTRY: Final = ("name", "phone", "id_number", "address", "is_minor")


class PartyForm(RefusableForm):
    """A party; encrypted, and shown masked."""

    side = forms.ChoiceField(label=_("Side"), choices=Party.Side.choices)
    name = forms.CharField(label=_("Name"), max_length=60)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    id_number = forms.CharField(
        label=pgettext_lazy("dispute", "Number of the document"), max_length=30, required=False
    )
    address = forms.CharField(label=_("Lives at"), max_length=200, required=False)
    is_minor = forms.BooleanField(label=_("Under eighteen"), required=False)
    guardian = forms.CharField(
        label=_("Guardian"), max_length=60, required=False, help_text=_("Of a minor.")
    )
    needs_care = forms.BooleanField(label=_("Old, ill or alone: with care"), required=False)
    is_organisation = forms.BooleanField(label=_("A firm or an office"), required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class ReasonForm(RefusableForm):
    """Why something is taken out."""

    reason = forms.CharField(label=_("Reason"), min_length=4, max_length=200)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class AgainForm(RefusableForm):
    """It came up again."""

    source = forms.ChoiceField(label=_("Where it comes from"), choices=Dispute.Source.choices)
    source_number = forms.CharField(label=_("Its number there"), max_length=60, required=False)


class DisputeRevealForm(RefusableForm):
    """Why a dispute is to be read in clear."""

    purpose = forms.ChoiceField(label=_("Purpose"), choices=_PURPOSES)
    case_number = forms.CharField(label=_("Case, incident or dispute number"), max_length=40)
    reason = forms.CharField(
        label=_("Reason"),
        min_length=10,
        max_length=200,
        help_text=_("Ten characters or more; kept in the access register."),
    )


class CallFilterForm(forms.Form):
    """What the list of calls is narrowed by; it lives in the address."""

    q = forms.CharField(
        label=_("Number, category or address"),
        required=False,
        max_length=60,
        widget=forms.SearchInput(attrs={"placeholder": _("Number, category or address")}),
    )
    answer = forms.ChoiceField(label=_("What came of it"), choices=ANSWERS, required=False)
    agency = forms.ChoiceField(label=_("Agency"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=DAY)
    until = forms.DateField(label=_("Until"), required=False, widget=DAY)
    exercise = forms.BooleanField(label=_("With exercises"), required=False)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "agency", agency_choices(viewer), _("Every agency"))


class AnswerForm(RefusableForm):
    """Which known dispute a call is about, or why it has none."""

    dispute = forms.CharField(
        label=_("It is about the known dispute"), max_length=20, required=False,
        help_text=_("Its number; then no reason is needed."),
    )  # fmt: skip
    reason = forms.ChoiceField(
        label=_("Reason why it has none"), required=False,
        choices=[("", "—"), *DisputeCall.Reason.choices],
    )  # fmt: skip
    text = forms.CharField(
        label=_("In a few words"), max_length=200, required=False, help_text=_("No names.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class RepeatRuleForm(RefusableForm):
    """When a call is a repeat, for the own agency and all below it."""

    days = forms.IntegerField(label=_("Within days"), min_value=1, max_value=1095)
    radius_m = forms.IntegerField(label=_("Within metres"), min_value=5, max_value=1000)
    hint_days = forms.IntegerField(label=_("Entry looks back (days)"), min_value=1, max_value=1095)
    valid_from = forms.DateField(label=_("From day"), widget=DAY, initial=timezone.localdate)
