"""What the board of cells is narrowed by."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from grid.frame.forms import DAY, choose
from grid.organisation.selectors import agency_choices
from grid.scope import Viewer
from grid.service.board.sources import LAYERS, sources_for

KINDS: Final = [("", _("All kinds")), ("urban", _("Urban")), ("rural", _("Rural"))]


class BoardForm(forms.Form):
    """Filters of the board; they live in the address."""

    q = forms.CharField(
        label=_("Cell or its code"),
        required=False,
        max_length=50,
        widget=forms.SearchInput(attrs={"placeholder": _("Cell or its code")}),
    )
    agency = forms.ChoiceField(label=_("Agency"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS, required=False)
    missing = forms.ChoiceField(
        label=_("Layer"),
        choices=[("", _("All layers")), ("any", _("Any layer missing"))],
        required=False,
    )
    figure = forms.ChoiceField(label=_("Figure on the map"), required=False)
    order = forms.ChoiceField(
        label=_("Order"),
        choices=[("", _("By code")), ("most", _("Most of the figure first"))],
        required=False,
    )
    until = forms.DateField(label=_("Week up to the day"), required=False, widget=DAY)

    def __init__(self, *args: Any, viewer: Viewer, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "agency", agency_choices(viewer), _("All agencies"))
        rows = [(source.code, source.label) for source in sources_for(viewer)]
        choose(self, "figure", rows, _("First figure"))
        layers = [(code, _("Missing: %s") % label) for code, label in LAYERS.items()]
        choose(self, "missing", [("any", _("Any layer missing")), *layers], _("All layers"))


class CardForm(forms.Form):
    """The day for which it is asked who answered, and the week that is counted."""

    on = forms.DateField(label=_("Who answered on the day"), required=False, widget=DAY)
    until = forms.DateField(label=_("Week up to the day"), required=False, widget=DAY)
