"""The filters of the board, the map's list of cells and the search around a place."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.frame.pages import RefusableForm
from grid.organisation.models import Agency
from grid.scope import Viewer
from grid.territory.models import Cell
from video.board import faults
from video.board.around import MOST_M, RADIUS_M
from video.health.models import Exclusion
from video.register.models import CameraClass

KINDS = (
    "offline", "parent_down", "unknown", "signal_loss", "color_cast", "blur", "brightness",
    "interference", "freeze", "occlusion", "scene_change",
)  # fmt: skip


class BoardFilterForm(forms.Form):
    """Whose cameras, which of them, and which of their faults."""

    q = forms.CharField(label=_("Name, code, initials, pole"), max_length=100, required=False)
    whose = forms.ChoiceField(
        label=_("Whose"),
        choices=[("", _("Public cameras")), ("social", _("Social cameras")), ("all", _("All"))],
        required=False,
    )
    agency = forms.ChoiceField(label=_("Agency"), required=False)
    kind = forms.ChoiceField(label=_("Kind of fault"), required=False)
    stage = forms.ChoiceField(label=_("Stage of the ticket"), required=False)
    cls = forms.ChoiceField(label=_("Class of camera"), required=False)

    def __init__(self, data: Any, *, viewer: Viewer) -> None:
        super().__init__(data)
        below = Agency.objects.visible_to(viewer).exclude(path=viewer.agency_path)
        self._offer("agency", _("All agencies"), below.order_by("path").values_list("code", "name"))
        self._offer("kind", _("All faults"), [(kind, faults.kind_label(kind)) for kind in KINDS])
        stages = [(stage.value, stage.label) for stage in faults.STAGES]
        self._offer("stage", _("All tickets"), [(faults.NO_TICKET, _("No ticket")), *stages])
        classes = CameraClass.objects.values_list("code", "name")
        self._offer("cls", _("All classes"), classes)

    def _offer(self, name: str, every: Any, choices: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", every), *choices]

    def chosen(self) -> dict[str, Any]:
        """What was asked for; a value nobody offers narrows nothing."""
        self.is_valid()
        said = dict(self.cleaned_data)
        whose = said.pop("whose", "")
        return said | {"is_public": {"": True, "social": False}.get(whose)}


class CellFilterForm(forms.Form):
    """Which cells are listed."""

    q = forms.CharField(label=_("Find"), max_length=100, required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("All kinds")), *Cell.Kind.choices], required=False
    )
    finding = forms.ChoiceField(
        label=_("Finding"),
        choices=[
            ("", _("All cells")),
            ("gap", _("Anything missing")),
            ("none", _("No camera")),
            ("dead", _("No camera works")),
            ("public_none", _("Only social cameras work")),
        ],
        required=False,
    )


class AroundForm(forms.Form):
    """A place, a moment, and how far from it."""

    lng = forms.FloatField(label=_("Longitude"), min_value=-180, max_value=180)
    lat = forms.FloatField(label=_("Latitude"), min_value=-90, max_value=90)
    at = forms.DateTimeField(
        label=_("At (empty: now)"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )
    radius = forms.FloatField(
        label=_("Within, metres"), min_value=1, max_value=MOST_M, required=False
    )
    only = forms.ChoiceField(
        label=_("Show"),
        choices=[
            ("", _("All near it")),
            ("seeing", _("Looking there")),
            ("useful", _("Looking there and online")),
        ],
        required=False,
    )

    def clean_at(self) -> Any:
        at = self.cleaned_data["at"]
        if at and at > timezone.now():
            raise forms.ValidationError(_("Nobody knows yet what was online then."))
        return at

    def clean_radius(self) -> float:
        return self.cleaned_data["radius"] or RADIUS_M


class ActForm(RefusableForm):
    """What the toolbar of the faults asks for; which fields count depends on the button."""

    when = forms.DateTimeField(
        label=_("Until"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "form": "acts"}),
    )
    why = forms.CharField(
        label=_("Why, in words"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"form": "acts"}),
    )
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=Exclusion.Reason.choices,
        required=False,
        widget=forms.Select(attrs={"form": "acts"}),
    )
