"""What to import, and how to read it."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from grid.frame.forms import choose
from grid.frame.pages import RefusableForm
from grid.organisation.models import Officer
from video.intake.models import IntakeRun
from video.intake.runs import DEFAULT_CLASS
from video.register.models import CameraClass, Platform

SYSTEMS: Final = (
    ("wgs84", "WGS-84"),
    ("cgcs2000", "CGCS2000"),
    ("gcj02", _("GCJ-02 (Amap, Tencent)")),
    ("bd09", _("BD-09 (Baidu)")),
)


class SheetForm(RefusableForm):
    """A sheet of cameras."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or XLSX, UTF-8 or GBK, at most 100 MB; Chinese or pinyin heads."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )
    crs = forms.ChoiceField(
        label=_("Coordinate system"),
        choices=SYSTEMS,
        help_text=_("Of the file. If the points fit their ground only in another, it is said."),
    )
    camera_class = forms.ChoiceField(
        label=_("Class of new cameras"),
        help_text=_("Where a row names none. A known camera keeps its class."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = CameraClass.objects.filter(children=None)
        choose(self, "camera_class", [(row.pk, str(row)) for row in rows])
        self.fields["camera_class"].initial = DEFAULT_CLASS


class CatalogForm(RefusableForm):
    """A saved catalogue of a platform: one message, or several one after the other."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("XML of GB/T 28181, at most 32 MB; it may hold several messages."),
        widget=forms.FileInput(attrs={"accept": ".xml,.txt"}),
    )
    platform = forms.ChoiceField(
        label=_("Platform"),
        required=False,
        help_text=_("Whose catalogue it is, where its DeviceID is not in the register."),
    )
    crs = forms.ChoiceField(label=_("Coordinate system"), choices=SYSTEMS)

    def __init__(self, *args: Any, viewer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Platform.objects.visible_to(viewer).exclude(level=Platform.Level.RECORDER)
        listed = [(row.code, row.name) for row in rows.filter(is_active=True)[:500]]
        choose(self, "platform", listed, _("As the file says"))


class RunFilter(forms.Form):
    """Which reports to show."""

    q = forms.CharField(
        label=_("File or badge number"),
        required=False,
        max_length=60,
        widget=forms.SearchInput(attrs={"placeholder": _("File or badge number")}),
    )
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "state", IntakeRun.State.choices, _("Any state"))
