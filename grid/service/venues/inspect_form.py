"""The form of an inspection: the lines of the checklist of its kind, made when it is shown."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.frame.forms import MOMENT
from grid.frame.pages import RefusableForm
from grid.service.venues.forms import said
from grid.service.venues.models import ChecklistItem, Inspection, InspectionAnswer
from grid.service.venues.services import Answer

SHARE = ChecklistItem.Answer.SHARE


class InspectForm(RefusableForm):
    """Every line of the checklist, then what concerns the whole."""

    def __init__(self, *args: Any, items: list[ChecklistItem], **more: Any) -> None:
        super().__init__(*args, **more)
        self.items = items
        for item in items:
            self.fields.update(_line(item))
        self.fields["kind"] = forms.ChoiceField(label=_("Type"), choices=Inspection.Kind.choices)
        self.fields["at"] = forms.DateTimeField(
            label=_("Inspected at"), widget=MOMENT, initial=timezone.localtime
        )
        hint = _("Put on the notices of all hazards that are made.")
        self.fields["notice_number"] = said(_("Number of the notice"), 60, hint=hint)
        self.fields["cases"] = forms.IntegerField(
            label=_("Cases opened"), min_value=0, max_value=9999, required=False
        )
        self.fields["people"] = forms.IntegerField(
            label=_("People dealt with"), min_value=0, max_value=9999, required=False
        )
        self.fields["note"] = said(_("Note"), 300, lines=True)

    def answers(self) -> Iterator[Answer]:
        """What each line was answered with."""
        told = self.cleaned_data
        for item in self.items:
            key = f"line{item.pk}"
            yield Answer(
                item=item.pk,
                verdict=told.get(key) or "",
                done=told.get(f"{key}_done"),
                of=told.get(f"{key}_of"),
                note=told.get(f"{key}_note") or "",
            )

    def of_whole(self) -> dict[str, Any]:
        """What concerns the whole inspection."""
        names = ("kind", "at", "notice_number", "cases", "people", "note")
        return {name: self.cleaned_data[name] for name in names}

    def refuse(self, refusal: Any) -> None:
        """Put a fault of a line at that line."""
        for fault in refusal.errors:
            parts = fault["pointer"].strip("/").split("/")
            if parts[0] == "answers" and len(parts) == 2:
                parts = [f"line{parts[1]}"]
            name = parts[0] if parts[0] in self.fields else f"{parts[0]}_done"
            self.add_error(name if name in self.fields else None, str(fault["message"]))
        if not refusal.errors:
            self.add_error(None, str(refusal.message))


def _line(item: ChecklistItem) -> dict[str, forms.Field]:
    key, words = f"line{item.pk}", f"{item.rank}. {item.text}"
    note = forms.CharField(
        label=_("%(line)s: what is wrong") % {"line": item.rank}, required=False, max_length=200
    )
    if item.answered_by == SHARE:
        told: dict[str, Any] = {"required": False, "min_value": 0, "max_value": 1_000_000}
        return {
            f"{key}_done": forms.IntegerField(
                label=_("%(line)s: how many were right") % {"line": words},
                help_text=item.help_text,
                **told,
            ),
            f"{key}_of": forms.IntegerField(
                label=_("%(line)s: of how many") % {"line": item.rank}, **told
            ),
            f"{key}_note": note,
        }
    choices = InspectionAnswer.Verdict.choices
    radio = forms.ChoiceField(
        label=words, choices=choices, widget=forms.RadioSelect, help_text=item.help_text
    )
    return {key: radio, f"{key}_note": note}
