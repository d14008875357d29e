"""The filters of the board, in the address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from checkpoints.register.models import DefenceLine, DutyLevel


class BoardFilterForm(forms.Form):
    """Which checkpoints are shown."""

    q = forms.CharField(label=_("Find"), max_length=100, required=False)
    line = forms.ChoiceField(label=_("Defence line"), required=False)
    level = forms.ChoiceField(label=_("Duty level"), required=False)
    wrong = forms.BooleanField(label=_("Only where something is wrong"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("line", _("All lines"), [(row.code, row) for row in DefenceLine.objects.all()])
        self._offer("level", _("All levels"), [(row.code, row) for row in DutyLevel.objects.all()])

    def _offer(self, name: str, every: Any, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", every), *choices]
