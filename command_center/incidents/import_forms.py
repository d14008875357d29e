"""The upload form: which file, and what its columns mean."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from command_center.incidents.importing.services import import_runs
from command_center.incidents.models import ImportRun
from grid.frame.templatetags.frame import minute
from grid.organisation.models import Officer

LONGEST_MAPPING: Final = 100_000  # bytes
OFFERED: Final = 20
STANDARD: Final = """\
[source]
name = "upload"

[columns]
source_number = "source_number"
category = "category"
reported_at = "reported_at"
address = "address"
narrative = "narrative"
lng = "lng"
lat = "lat"
"""


class ImportForm(forms.Form):
    """A file with the standard columns, with the mapping of an earlier run, or with its own."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or XLSX, UTF-8 or GBK, at most 100 MB."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )
    known = forms.ChoiceField(label=_("Columns"), required=False)
    mapping_file = forms.FileField(
        label=_("or a mapping file"),
        required=False,
        help_text=_("TOML; it goes before the choice above."),
        widget=forms.FileInput(attrs={"accept": ".toml"}),
    )

    def __init__(self, *args: Any, viewer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.runs = import_runs(viewer)
        earlier = [
            (
                str(run.pk),
                _("as %(file)s, %(at)s") % {"file": run.file_name, "at": minute(run.started_at)},
            )
            for run in self.runs[:OFFERED]
        ]
        self.fields["known"].choices = [("", _("Standard columns")), *earlier]  # type: ignore[attr-defined]

    def clean_mapping_file(self) -> str:
        """The text of the uploaded mapping."""
        uploaded = self.cleaned_data["mapping_file"]
        if not uploaded:
            return ""
        if uploaded.size > LONGEST_MAPPING:
            raise forms.ValidationError(_("A mapping has at most 100 kB."))
        try:
            text: str = uploaded.read().decode("utf-8")
        except UnicodeDecodeError as error:
            raise forms.ValidationError(_("The mapping must be UTF-8 text.")) from error
        return text

    def mapping(self) -> str:
        """The mapping that goes with the file, as TOML."""
        uploaded: str = self.cleaned_data["mapping_file"]
        if uploaded:
            return uploaded
        known = self.cleaned_data["known"]
        if not known:
            return STANDARD
        earlier: ImportRun = self.runs.defer(None).get(pk=known)
        return earlier.mapping
