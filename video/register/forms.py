"""Forms of a camera's file: the filter of the list, the file, its removal, filing and check."""

from typing import Any, Final

from django import forms
from django.forms.models import fields_for_model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.frame.forms import DAY, choose
from grid.frame.pages import RefusableForm
from grid.organisation.selectors import agency_choices
from grid.territory.geo import CRS
from video.register.answers import camera_file
from video.register.compliance import LISTS
from video.register.models import (
    Camera,
    CameraType,
    Company,
    Department,
    DeviceState,
    FileState,
    FunctionType,
    Network,
    Platform,
    PositionType,
    SupplyLight,
)
from video.register.selectors import classes, reachable
from video.register.words import GROUPS, HELP, LABELS
from video.register.writing import PLAIN

SYSTEMS: Final = [(c.value, c.value.upper()) for c in CRS]
KINDS: Final = [("", _("Public and social")), ("true", _("Public")), ("false", _("Social"))]
_DAYS: Final = ("warranty_to", "installed_on", "enabled_on", "scrapped_on")
_MANY: Final[dict[str, Any]] = {
    "function_types": FunctionType,
    "position_types": PositionType,
    "departments": Department,
}
_MODEL_FIELDS: Final = tuple(name for name in PLAIN if name not in _MANY)
_COMPANIES: Final = {"owner": "is_owner", "builder": "is_builder", "contractor": "is_contractor"}


def _any(word: Any, choices: Any) -> list[tuple[Any, Any]]:
    return [("", word), *choices]


class CameraFilterForm(forms.Form):
    """What the list is narrowed by; it lives in the address."""

    q = forms.CharField(
        label=_("Name, code, pinyin, pole or address"),
        required=False,
        max_length=60,
        widget=forms.SearchInput(attrs={"placeholder": _("Name, code, pinyin, pole or address")}),
    )
    agency = forms.ChoiceField(label=_("Agency"), required=False)
    cls = forms.ChoiceField(label=_("Class of the camera"), required=False)
    is_public = forms.TypedChoiceField(
        label=_("Public and social"),
        choices=KINDS,
        required=False,
        coerce=lambda text: text == "true",
        empty_value=None,
    )
    device_state = forms.ChoiceField(
        label=_("State of the device"),
        choices=_any(_("Any state"), DeviceState.choices),
        required=False,
    )
    file_state = forms.ChoiceField(
        label=_("State of the file"),
        choices=_any(_("Any file"), FileState.choices),
        required=False,
    )
    finding = forms.ChoiceField(
        label=_("Still owed"),
        choices=_any(_("Owed or not"), [(name, word) for name, (word, _make) in LISTS.items()]),
        required=False,
    )
    platform = forms.ChoiceField(label=_("Platform or recorder"), required=False)
    contractor = forms.ChoiceField(label=_("Maintained by"), required=False)
    network = forms.ChoiceField(
        label=_("Network"), choices=_any(_("Any network"), Network.choices), required=False
    )
    function = forms.ChoiceField(
        label=_("Function"), choices=_any(_("Any function"), FunctionType.choices), required=False
    )
    camera_type = forms.ChoiceField(
        label=_("Camera build"), choices=_any(_("Any build"), CameraType.choices), required=False
    )
    supply_light = forms.ChoiceField(
        label=_("Fill light"), choices=_any(_("Any light"), SupplyLight.choices), required=False
    )
    department = forms.ChoiceField(
        label=_("Departments"),
        choices=_any(_("Any department"), Department.choices),
        required=False,
    )

    # Links of other pages narrow by these too; they have no field of their own.
    owner = forms.SlugField(required=False, widget=forms.HiddenInput)
    point = forms.SlugField(required=False, widget=forms.HiddenInput)
    cell = forms.CharField(required=False, widget=forms.HiddenInput, max_length=20)
    lease = forms.CharField(required=False, widget=forms.HiddenInput, max_length=60)

    def __init__(self, *args: Any, viewer: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        tree = [(c.pk, str(c) if c.parent_id is None else f"\u3000{c}") for c in classes()]
        firms = Company.objects.visible_to(viewer).filter(is_contractor=True)
        upper = Platform.objects.visible_to(viewer).exclude(level=Platform.Level.RECORDER)
        choose(self, "agency", agency_choices(viewer), _("All agencies"))
        choose(self, "cls", tree, _("All classes"))
        choose(self, "contractor", firms.values_list("code", "name"), _("All firms"))
        choose(self, "platform", upper.values_list("code", "name"), _("All platforms"))


class _Many(forms.TypedMultipleChoiceField):
    """Codes of a table, several at once, as check boxes."""

    def __init__(self, choices: Any, **more: Any) -> None:
        super().__init__(
            choices=choices,
            coerce=int,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            **more,
        )


class CameraForm(RefusableForm):
    """A camera's file; what it may hold is said by `video.register.rules`."""

    def __init__(self, data: Any = None, *, viewer: Any, camera: Camera | None) -> None:
        initial = camera_file(camera) if camera else {"networked": True, "crs": "wgs84"}
        super().__init__(data, initial=initial)
        self.fields = _camera_fields(viewer)
        if camera is not None:
            del self.fields["code"]
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def groups(self) -> list[tuple[str, Any, list[forms.BoundField]]]:
        """The fields under the headings of the file."""
        return [
            (name, word, [self[field] for field in fields if field in self.fields])
            for name, word, fields in GROUPS
        ]


def _camera_fields(viewer: Any) -> dict[str, forms.Field]:
    made: dict[str, Any] = dict(
        fields_for_model(
            Camera,
            fields=_MODEL_FIELDS,
            labels=LABELS,
            help_texts=HELP,
            widgets=dict.fromkeys(_DAYS, DAY),
        )
    )
    for name, table in _MANY.items():
        made[name] = _Many(table.choices, label=LABELS[name], help_text=HELP.get(name, ""))
    made["code"].required = False
    made["room_type"] = forms.TypedChoiceField(
        label=LABELS["room_type"],
        choices=[("", "—"), (1, _("Outdoors")), (2, _("Indoors"))],
        coerce=int,
        empty_value=None,
        required=False,
    )
    made |= _references(viewer)
    made["lng"] = forms.FloatField(label=LABELS["lng"], required=False)
    made["lat"] = forms.FloatField(label=LABELS["lat"], required=False)
    made["crs"] = forms.ChoiceField(label=LABELS["crs"], choices=SYSTEMS)
    return made


def _references(viewer: Any) -> dict[str, Any]:
    """Fields that name another row: short lists to choose from, long ones by code."""
    leaves = [(row.pk, f"{row.parent or row} · {row}") for row in classes() if row.parent_id]
    made: dict[str, Any] = {
        "agency": forms.ChoiceField(label=LABELS["agency"], choices=agency_choices(viewer)),
        "camera_class": forms.ChoiceField(label=LABELS["camera_class"], choices=leaves),
    }
    for name in ("point", "platform", "lease"):
        made[name] = forms.CharField(
            label=LABELS[name], help_text=HELP[name], max_length=60, required=False
        )
    firms = reachable(Company, viewer.agency_path)
    for name, part in _COMPANIES.items():
        rows = firms.filter(**{part: True}).values_list("code", "name")
        made[name] = forms.ChoiceField(label=LABELS[name], choices=[("", "—")], required=False)
        made[name].choices = [("", "—"), *rows]
    return made


class RemovalForm(RefusableForm):
    """Why a camera is taken off, and when."""

    reason = forms.CharField(label=_("Reason"), max_length=200)
    scrapped_on = forms.DateField(label=_("Scrapped on"), widget=DAY, initial=timezone.localdate)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class CameraFilingForm(RefusableForm):
    """A filing with the county police."""

    number = forms.CharField(label=_("Filing number"), max_length=60)
    filed_on = forms.DateField(
        label=_("Filed on"),
        widget=DAY,
        initial=timezone.localdate,
        help_text=_("Within 30 days from the start of use; a change as soon as it was made."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class FileCheckForm(RefusableForm):
    """What came of checking a file."""

    state = forms.ChoiceField(
        label=_("State of the file"),
        choices=[choice for choice in FileState.choices if choice[0] != FileState.UNCHECKED],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("What is to be corrected"), max_length=200, required=False, widget=forms.Textarea
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
