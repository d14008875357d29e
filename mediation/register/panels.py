"""Panels that apps above put on a dispute's page; the register knows none of them by name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from grid.organisation.models import Officer
from mediation.register.models import Dispute

# What the panel shows to that officer; None: nothing for her here.
Show = Callable[[Dispute, Officer], dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Panel:
    """A template with what it shows."""

    template: str
    shown: dict[str, Any]


_panels: Final[dict[str, tuple[int, Show]]] = {}


def register(template: str, show: Show, *, place: int = 100) -> None:
    """Have the template included with `panel.shown` and `dispute`; lower places come first."""
    _panels[template] = (place, show)


def panels_of(dispute: Dispute, officer: Officer) -> list[Panel]:
    """The panels that have something to show, in their order."""
    ordered = sorted(_panels.items(), key=lambda entry: entry[1][0])
    found = ((template, show(dispute, officer)) for template, (_place, show) in ordered)
    return [Panel(template, shown) for template, shown in found if shown is not None]
