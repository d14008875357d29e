"""What every form of the patrol pages can do: show a refusal, offer what is in scope."""

import re
from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from grid.errors import DomainError
from grid.organisation.models import Agency
from grid.scope import Viewer
from grid.territory.windows import runs
from patrol.units.models import Unit

MOST: Final = 500  # choices of a select; a city has fewer agencies and routes than this
_WINDOW: Final = re.compile(r"([1-7])(?:-([1-7]))? (\d\d:\d\d)-(\d\d:\d\d)")


class PatrolForm(forms.Form):
    """A form that offers what its reader may choose and shows refusals at their fields."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        self.offer()

    def offer(self) -> None:
        """Fill the choices by what is in the reader's scope."""

    def choose(self, name: str, choices: Iterable[tuple[Any, Any]], *, empty: Any = None) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", empty), *choices] if empty is not None else list(choices)

    def refuse(self, refusal: DomainError) -> None:
        """Put each fault at its field; what names no field goes above the form."""
        for fault in refusal.errors:
            name = fault["pointer"].strip("/").split("/")[0]
            self.add_error(name if name in self.fields else None, str(fault["message"]))
        if not refusal.errors:
            self.add_error(None, refusal.message)

    @property
    def said(self) -> dict[str, Any]:
        """What the services take, once the form is valid."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


def agencies(viewer: Viewer) -> list[tuple[str, str]]:
    rows = Agency.objects.visible_to(viewer).filter(is_active=True)[:MOST]
    return [(agency.code, agency.name) for agency in rows]


def units(viewer: Viewer) -> list[tuple[str, str]]:
    rows: QuerySet[Unit] = Unit.objects.visible_to(viewer).filter(is_active=True)[:MOST]
    return [(unit.call_sign, f"{unit.call_sign} · {unit.get_kind_display()}") for unit in rows]


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def read_windows(text: str) -> list[dict[str, Any]]:
    """One window a line, `1-5 07:20-08:10`; raises ValidationError naming the line."""
    return [_window(line) for line in lines_of(text)]


def windows_text(windows: Iterable[dict[str, Any]]) -> str:
    """Windows as lines, a line for each run of days."""
    return "\n".join(
        f"{first}-{last} {window['from']}-{window['to']}"
        for window in windows
        for first, last in runs(window["days"])
    )


def _window(line: str) -> dict[str, Any]:
    found = _WINDOW.fullmatch(line)
    if not found:
        raise ValidationError(_("“%s” is no time window.") % line[:40])
    first, last, begins, ends = found.groups()
    return {"days": list(range(int(first), int(last or first) + 1)), "from": begins, "to": ends}
