"""The period and the cases whose shares are asked for."""

from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from command_center.cases import choices
from grid.frame.forms import DAY, choose
from grid.organisation.models import Officer
from grid.organisation.selectors import agency_choices

USUAL: Final = timedelta(days=29)
MOST: Final = timedelta(days=3_660)


def _since() -> date:
    return timezone.localdate() - USUAL


class SharesForm(forms.Form):
    """Both days are included."""

    since = forms.DateField(label=_("From"), widget=DAY, initial=_since)
    until = forms.DateField(label=_("To"), widget=DAY, initial=timezone.localdate)
    class_set = forms.ChoiceField(label=_("Class set"), required=False)
    agency = forms.ChoiceField(label=_("Agency"), required=False)

    def __init__(self, data: Any = None, *, viewer: Officer) -> None:
        super().__init__(data)
        choose(self, "class_set", choices.set_choices(viewer), _("All classes"))
        choose(self, "agency", agency_choices(viewer), _("All agencies"))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        since, until = said.get("since"), said.get("until")
        if since and until and not since <= until <= since + MOST:
            self.add_error(
                "until", _("The period ends on or after its first day, within 10 years.")
            )
        return said

    @property
    def asked(self) -> dict[str, Any]:
        """What was asked for, or the usual."""
        if self.is_bound:
            return self.cleaned_data
        return {"since": _since(), "until": timezone.localdate()}
