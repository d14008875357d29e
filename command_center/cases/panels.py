"""Panels that apps above put on the page of a case; the register knows none of them by name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from command_center.cases.models import Case
from grid.organisation.models import Officer

# What the panel shows to that officer; None: nothing for her here.
Show = Callable[[Case, Officer], dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Panel:
    """A template with what it shows."""

    template: str
    shown: dict[str, Any]


_panels: Final[dict[str, Show]] = {}


def register(template: str, show: Show) -> None:
    """Have the template included as a panel with `panel.shown`."""
    _panels[template] = show


def panels_of(case: Case, officer: Officer) -> list[Panel]:
    """The panels that have something to show."""
    found = ((template, show(case, officer)) for template, show in _panels.items())
    return [Panel(template, shown) for template, shown in found if shown is not None]
