"""The upload of a file of cases, and what its columns mean."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from command_center.cases.importing.columns import WORDS
from command_center.cases.showing import FIELDS
from grid.frame.pages import RefusableForm
from grid.territory.geo import CRS

_NAMES: Final = {**FIELDS, "lng": _("Longitude"), "lat": _("Latitude"),
                 "crs": _("Coordinate system")}  # fmt: skip


class CaseImportForm(RefusableForm):
    """A file, the system of its coordinates, and where it comes from."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or XLSX, UTF-8 or GBK, at most 100,000 rows. Each row needs a number, a "
                    "category and a beginning."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )  # fmt: skip
    crs = forms.ChoiceField(
        label=_("Coordinate system"),
        choices=[(c.value, c.value.upper()) for c in CRS],
        help_text=_("Of rows that do not say their own."),
    )
    source = forms.SlugField(
        label=_("Comes from"),
        max_length=40,
        initial="upload",
        help_text=_("Name of the system; the same number from the same system is the same case."),
    )


class ColumnsForm(RefusableForm):
    """Which field each heading of a file is."""

    def __init__(self, data: Any = None, *, columns: dict[str, str]) -> None:
        super().__init__(data)
        offered = [("", _("not read")), *((name, _NAMES[name]) for name in WORDS)]
        self.headings = dict(enumerate(columns))
        for place, (heading, name) in enumerate(columns.items()):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=heading, choices=offered, required=False, initial=name
            )

    @property
    def columns(self) -> dict[str, str]:
        """Field by heading, as chosen."""
        return {
            heading: self.cleaned_data[f"column_{place}"]
            for place, heading in self.headings.items()
        }
