"""Forms of the explorer: rows and columns, frames of the map, series."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from command_center.analysis.explorer.asked import (
    LONGEST_COUNTED_DAYS,
    LONGEST_DAYS,
    AskForm,
    TimedForm,
)
from command_center.analysis.explorer.candidates import WEAK
from command_center.analysis.explorer.counted import source_of
from command_center.analysis.explorer.dimensions import WORDS
from command_center.analysis.explorer.hotcells import WINDOW_DAYS
from command_center.analysis.explorer.mapping import DAY, HOUR, WEEK
from command_center.analysis.explorer.pivot import MEASURES, SORT
from command_center.analysis.explorer.zerodays import CELL, LEVELS, ORDERS
from command_center.analysis.store.sums import Source
from command_center.analysis.studies.forms import CaseNumbers, StepForm, words
from grid.frame.pages import RefusableForm
from grid.territory.models import Cell


class MapForm(TimedForm):
    """The map: what one frame is."""

    step = forms.ChoiceField(
        label=_("One step is"),
        choices=[(DAY, _("a day")), (WEEK, _("a week")), (HOUR, _("an hour of the day"))],
    )

    def _begun(self, days: int) -> dict[str, Any]:
        return super()._begun(days) | {"step": DAY}


class PivotForm(TimedForm):
    """Rows, columns and what is counted."""

    rows = forms.ChoiceField(label=_("Rows by"), choices=WORDS)
    columns = forms.ChoiceField(label=_("Columns"), choices=WORDS)
    measure = forms.ChoiceField(label=_("Figure"), choices=MEASURES)
    sort = forms.RegexField(SORT, required=False, widget=forms.HiddenInput)

    field_order = ("rows", "columns", "measure", "agency", "counted", "since", "until")

    def _begun(self, days: int) -> dict[str, Any]:
        return super()._begun(days) | {"rows": "agency", "columns": "class", "measure": "count"}

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("rows") and said.get("rows") == said.get("columns"):
            self.add_error("columns", _("Choose another than the rows."))
        return said

    def longest_days(self, said: dict[str, Any]) -> int:
        """Ten years where the counts by day answer, three where cases are read."""
        names = [said.get(name, "") for name in ("rows", "columns", "measure")]
        if not all(names):
            return LONGEST_DAYS
        is_timed = bool(said.get("weekday") or said.get("hour"))
        is_read = source_of(*names, is_timed=is_timed) is Source.CASES
        return LONGEST_DAYS if is_read else LONGEST_COUNTED_DAYS


class HotForm(AskForm):
    """Twelve windows that end on a day, and on the same of each week before."""

    since = None  # type: ignore[assignment]  # the windows say it

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("until"):
            said["since"] = said["until"] - timedelta(days=WINDOW_DAYS - 1)
        return said


class ZeroForm(AskForm):
    """Places without a case: of which level, for how long, in which order."""

    q = forms.CharField(required=False, max_length=60)
    level = forms.ChoiceField(label=pgettext_lazy("days without a case", "Places"), choices=LEVELS)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All kinds")), *Cell.Kind.choices],
                             required=False)  # fmt: skip
    least = forms.IntegerField(
        label=_("At least, days"), min_value=1, max_value=LONGEST_DAYS, required=False
    )
    whole = forms.BooleanField(label=_("Without any case in these days"), required=False)
    sort = forms.ChoiceField(
        choices=[(name, name) for name in ("", *ORDERS)], required=False, widget=forms.HiddenInput
    )

    field_order = ("q", "level", "agency", "counted", "since", "until", "found", "kind", "least")

    def _begun(self, days: int) -> dict[str, Any]:
        return super()._begun(days) | {"level": CELL}


class SeriesForm(AskForm):
    """Among which cases series are looked for, and how sure they must be."""

    strength = forms.ChoiceField(
        label=_("How sure"),
        choices=[("", _("Hardly by chance (5 %)")), (WEAK, _("Weaker ones too"))],
        required=False,
    )


class FollowForm(RefusableForm):
    """A group of cases to be followed."""

    title = words(_("Title"), 120, hint=_("Say kind and place of the cases; no names."))
    case_numbers = CaseNumbers(label=_("Cases"))


class ChangeForm(StepForm):
    title = words(_("Title"), 120)
    case_numbers = CaseNumbers(label=_("Cases"))


class JudgeForm(StepForm):
    text = words(_("Reason"), 300, lines=3, hint=_("What of the cases speaks for it."))


class SeriesFilter(forms.Form):
    q = forms.CharField(required=False, max_length=100)
    state = forms.ChoiceField(label=_("State"), required=False)
    case = forms.CharField(label=_("Case number"), required=False, max_length=40)
