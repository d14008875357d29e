"""Forms of a handover: what one shift gives, and the signature of the next."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from checkpoints.work.forms import PlacedForm, PlaceFilter
from grid.frame.pages import RefusableForm


class HandoverFilter(PlaceFilter):
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("Any state")),
            ("signed", _("Waits for a signature")),
            ("done", _("signed by both")),
        ],
    )


class GiveForm(PlacedForm):
    """One shift gives to the next; a line of equipment is `name, quantity, state`."""

    note = forms.CharField(
        label=_("What the next shift must know"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    equipment = forms.CharField(
        label=_("Equipment handed over"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("A line each: name, quantity, state. At most 100 lines."),
    )

    def clean_equipment(self) -> list[dict[str, Any]]:
        """The lines as rows; every one that cannot be read is named."""
        lines = str(self.cleaned_data["equipment"]).splitlines()
        rows = [
            _equipment_line(number, line) for number, line in enumerate(lines, 1) if line.strip()
        ]
        wrong = [row for row in rows if isinstance(row, forms.ValidationError)]
        if wrong:
            raise forms.ValidationError(wrong)
        return [row for row in rows if isinstance(row, dict)]


def _equipment_line(number: int, line: str) -> dict[str, Any] | forms.ValidationError:
    name, quantity, state = [
        *(part.strip() for part in line.replace("，", ",").split(",", 2)),
        *("", ""),
    ][:3]
    if not name or len(name) > 60 or len(state) > 60:
        text = _("Line %(number)s: name and state of at most 60 characters.")
        return forms.ValidationError(text, params={"number": number})
    if not quantity.isascii() or not quantity.isdecimal() or len(quantity) > 4:
        text = _("Line %(number)s: a whole number from 0 to 9999 after the name and a comma.")
        return forms.ValidationError(text, params={"number": number})
    return {"name": name, "quantity": int(quantity), "state": state}


class TakeForm(RefusableForm):
    remarks = forms.CharField(
        label=_("Remarks"),
        max_length=500,
        required=False,
        help_text=_("What differs from what is said above."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
