"""What the pages of the rates ask for; filters live in the address."""

from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.frame.pages import RefusableForm
from grid.organisation.models import Agency
from video.rates import formulas
from video.rates.models import By, Rate
from video.rates.scores import PARTS
from video.rates.selectors import PARTS as CAMERA_PARTS
from video.register.models import CameraClass

DATE: Final = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
MOMENT: Final = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
KINDS: Final = [("", _("Public and social")), ("1", _("Public")), ("0", _("Social"))]
PART_NAMES: Final = {
    "missing": _("Missing from the numerator"),
    "counted": _("In the numerator"),
    "excluded": _("Left out by an approved exclusion"),
    "outside": _("Not in this rate"),
}
INSTANT: Final = [(r.value, r.label) for r in Rate if r is not Rate.ONLINE_PERIOD]
LONGEST: Final = 1100  # days a span may have


class CameraFilter(forms.Form):
    """Which cameras: the hidden ones are set by the lines of a table."""

    agency = forms.ChoiceField(label=_("Agency"), required=False)
    cls = forms.ChoiceField(label=_("Class"), required=False)
    is_public = forms.TypedChoiceField(
        label=_("Public or social"),
        required=False,
        choices=KINDS,
        coerce=lambda value: value == "1",
        empty_value=None,
    )
    own = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)
    division = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)
    owner = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    operator = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    contractor = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, *args: Any, viewer: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        rows = Agency.objects.visible_to(viewer).filter(is_active=True)
        self._offer("agency", list(rows.values_list("code", "name")), _("All agencies"))
        classes = [(row.code, str(row)) for row in CameraClass.objects.all()]
        self._offer("cls", classes, _("All classes"))

    def _offer(self, name: str, rows: list[tuple[str, Any]], nothing: Any) -> None:
        self.fields[name].choices = [("", nothing), *rows]  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """What was asked for; nothing where the form cannot be read."""
        found = self.cleaned_data if self.is_valid() else {}
        return {name: value for name, value in found.items() if value not in (None, "")}


class BoardFilter(CameraFilter):
    by = forms.ChoiceField(label=_("Group"), required=False, choices=By.choices)
    at = forms.DateTimeField(label=_("At"), required=False, widget=MOMENT)

    def clean_at(self) -> Any:
        at = self.cleaned_data["at"]
        if at and at > timezone.now():
            raise forms.ValidationError(_("This moment is still to come."))
        return at


class BehindFilter(CameraFilter):
    q = forms.CharField(
        label=_("Name, code, pole"),
        required=False,
        max_length=50,
        widget=forms.SearchInput(attrs={"placeholder": _("Name, code, pole")}),
    )
    rate = forms.ChoiceField(label=_("Rate"), required=False, choices=INSTANT)
    part = forms.ChoiceField(
        label=_("Part"), required=False, choices=[(p, PART_NAMES[p]) for p in CAMERA_PARTS]
    )
    at = forms.DateTimeField(required=False, widget=forms.HiddenInput)


class SpanFilter(forms.Form):
    """Days from and to, both included; the last four weeks where nothing is said."""

    agency = forms.ChoiceField(label=_("Agency"), required=False)
    first = forms.DateField(label=_("From day"), required=False, widget=DATE)
    last = forms.DateField(label=_("To day"), required=False, widget=DATE)

    def __init__(self, *args: Any, viewer: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        rows = Agency.objects.visible_to(viewer).filter(is_active=True)
        choices = [("", _("All agencies")), *rows.values_list("code", "name")]
        self.fields["agency"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("first"), said.get("last")
        if first and last and not 0 <= (last - first).days <= LONGEST:
            raise forms.ValidationError(_("The first day comes first, at most three years ago."))
        return said

    def span(self) -> tuple[date, date]:
        """The asked days; yesterday and the 27 days before it."""
        said = self.cleaned_data if self.is_valid() else {}
        last = said.get("last") or timezone.localdate() - timedelta(days=1)
        return said.get("first") or last - timedelta(days=27), last


class HistoryFilter(SpanFilter):
    rate = forms.ChoiceField(label=_("Rate"), required=False, choices=Rate.choices)
    by = forms.ChoiceField(label=_("Group"), required=False, choices=By.choices)
    key = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)


class RankingFilter(SpanFilter):
    by = forms.ChoiceField(label=_("Group"), required=False, choices=By.choices)


class FormulaForm(RefusableForm):
    """The next version of one rate's formula; the fields are the parameters it has."""

    threshold = forms.DecimalField(
        label=_("Red below, %"), min_value=0, max_value=100, decimal_places=1, max_digits=4
    )
    scope = forms.ChoiceField(
        label=_("Cameras"),
        choices=[("all", _("Public and social")), ("public", _("Public")), ("social", _("Social"))],
    )
    excludes = forms.BooleanField(label=_("Leave approved exclusions out"), required=False)
    basis = forms.CharField(
        label=_("Follows"), max_length=200, help_text=_("Name and number of the document.")
    )
    valid_from = forms.DateField(label=_("Holds from"), widget=DATE)

    def __init__(self, *args: Any, rate: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.rate = rate
        if rate == Rate.REGISTRATION:
            self.fields["levels"] = forms.MultipleChoiceField(
                label=_("Registered with a platform of level"),
                choices=formulas.LEVEL_NAMES.items(),
                widget=forms.CheckboxSelectMultiple,
            )
        for name in formulas.PARAMETERS[rate]:
            bounds = formulas.NUMBERS[name]
            self.fields[name] = forms.IntegerField(
                label=bounds.label, min_value=bounds.least, max_value=bounds.most
            )
        self.order_fields(["threshold", "scope", "levels", *formulas.PARAMETERS[rate]])

    def parameters(self, said: dict[str, Any]) -> dict[str, Any]:
        """What the service takes as parameters."""
        names = ("scope", "excludes", *formulas.PARAMETERS[self.rate])
        levels = {"levels": said["levels"]} if "levels" in said else {}
        return {name: said[name] for name in names} | levels


class WeightsForm(RefusableForm):
    """What each part of a contractor's score weighs."""

    online = forms.IntegerField(label=_("Hours online"), min_value=0, max_value=100)
    intact = forms.IntegerField(label=_("Pictures intact"), min_value=0, max_value=100)
    in_time = forms.IntegerField(label=_("Repaired in time"), min_value=0, max_value=100)
    once = forms.IntegerField(label=_("Repaired once and for all"), min_value=0, max_value=100)
    valid_from = forms.DateField(label=_("Holds from"), widget=DATE)

    def weights(self, said: dict[str, Any]) -> dict[str, int]:
        return {part: said[part] for part in PARTS}
