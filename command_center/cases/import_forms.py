"""The upload of a file of cases, and what its columns mean."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from command_center.cases.choices import category_groups
from command_center.cases.importing.columns import WORDS
from command_center.cases.models import CaseImport
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
                    "category (code or name) and a beginning. Times: 2026-03-01 22:00, "
                    "2026/3/1 22:00, 2026年3月1日22时0分, 20260301220000, ISO 8601, or month "
                    "first: 3/1/2026 22:00, 3/1/2026 at 2200; without a zone they are local."),
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


class ReadingForm(RefusableForm):
    """How a file is to be read: the field of each heading, the meaning of its words, doubles."""

    joins_doubles = forms.BooleanField(
        label=_("Rows of one number are one case"),
        required=False,
        help_text=_("For files with a row for each offence: the first row is the case, the others "
                    "are counted as joined to it. Otherwise each is a bad row."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, run: CaseImport) -> None:
        super().__init__(data, initial={"joins_doubles": run.joins_doubles})
        offered = [("", _("not read")), *((name, _NAMES[name]) for name in WORDS)]
        self.headings = self._ask("column", run.columns, offered)
        categories = [("", _("not known: a bad row")), *category_groups()] if run.meanings else []
        self.words = self._ask("word", run.meanings, categories)

    def _ask(self, kind: str, told: Mapping[str, str], offered: list[Any]) -> dict[int, str]:
        for place, (word, answer) in enumerate(told.items()):
            self.fields[f"{kind}_{place}"] = forms.ChoiceField(
                label=word, choices=offered, required=False, initial=answer
            )
        return dict(enumerate(told))

    def _answers(self, kind: str, asked: Mapping[int, str]) -> dict[str, str]:
        return {word: self.cleaned_data[f"{kind}_{place}"] for place, word in asked.items()}

    def shown(self, kind: str, asked: Mapping[int, str]) -> list[forms.BoundField]:
        return [self[f"{kind}_{place}"] for place in asked]

    @property
    def column_fields(self) -> list[forms.BoundField]:
        return self.shown("column", self.headings)

    @property
    def word_fields(self) -> list[forms.BoundField]:
        return self.shown("word", self.words)

    @property
    def said(self) -> dict[str, Any]:
        """What the service takes: field by heading, category by word, and what doubles are."""
        return {
            "columns": self._answers("column", self.headings),
            "meanings": self._answers("word", self.words),
            "joins_doubles": self.cleaned_data["joins_doubles"],
        }
