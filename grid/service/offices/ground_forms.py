"""Forms of the assistants of villages, of their coverage, and of who answered when."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.frame.forms import DAY, choose
from grid.frame.pages import RefusableForm
from grid.organisation.selectors import agency_choices
from grid.service.offices.forms import CODE
from grid.service.offices.models import VillageAssistant


class AssistantFilterForm(forms.Form):
    """What the list of assistants is narrowed by."""

    q = forms.CharField(
        label=_("Name, badge or village"),
        required=False,
        max_length=50,
        widget=forms.SearchInput(attrs={"placeholder": _("Name, badge or village")}),
    )
    agency = forms.ChoiceField(label=_("Agency"), required=False)
    ended = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("At work today")), ("1", _("Everybody, ended too"))],
        required=False,
    )

    def __init__(self, *args: Any, viewer: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "agency", agency_choices(viewer), _("All agencies"))


class VillageFilterForm(forms.Form):
    """What the list of villages is narrowed by."""

    q = forms.CharField(
        label=_("Village or its code"),
        required=False,
        max_length=50,
        widget=forms.SearchInput(attrs={"placeholder": _("Village or its code")}),
    )
    only = forms.ChoiceField(
        label=_("Assistants"),
        choices=[("", _("All villages")), ("none", _("Without an assistant"))],
        required=False,
    )


class AssistantForm(RefusableForm):
    """An assistant of a village."""

    badge = forms.RegexField(CODE, label=_("Badge number"))
    name = forms.CharField(label=_("Name"), max_length=50)
    division = forms.RegexField(
        r"^\d{12}$", label=_("Village"), help_text=_("Its 12-digit division code.")
    )
    agency = forms.ChoiceField(label=_("Agency"))
    valid_from = forms.DateField(label=_("From"), widget=DAY, initial=timezone.localdate)
    valid_to = forms.DateField(
        label=_("Until before"),
        required=False,
        widget=DAY,
        help_text=_("Empty while she works; else the first day she no longer does."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        viewer: Any,
        assistant: VillageAssistant | None,
        village: str = "",
    ) -> None:
        super().__init__(data, initial=_assistant_initial(assistant) or {"division": village})
        choose(self, "agency", agency_choices(viewer))
        if assistant is not None:
            del self.fields["badge"]


def _assistant_initial(row: VillageAssistant | None) -> dict[str, Any]:
    if row is None:
        return {}
    names = ("name", "valid_from", "valid_to", "version")
    return {
        **{name: getattr(row, name) for name in names},
        "division": row.division_id,
        "agency": row.agency.code,
    }


class DayForm(forms.Form):
    """A day to look at, and which cells; today where nothing is said."""

    on = forms.DateField(label=_("On the day"), required=False, widget=DAY)
    q = forms.CharField(
        label=_("Cell or its code"),
        required=False,
        max_length=50,
        widget=forms.SearchInput(attrs={"placeholder": _("Cell or its code")}),
    )
    agency = forms.ChoiceField(label=_("Agency"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", _("All kinds")), ("urban", _("Urban")), ("rural", _("Rural"))],
        required=False,
    )

    def __init__(self, *args: Any, viewer: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "agency", agency_choices(viewer), _("All agencies"))
