"""A proposal in words: its title, what it rests on, the text of the order it would become."""

from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from command_center.analysis.methods.change import plain
from command_center.analysis.sheets.models import Proposal
from command_center.analysis.sheets.words import BECAUSE, chance_of, hours_of, interval_of

REASONS: Final[dict[str, Any]] = {
    "surge": gettext_lazy("More than chance on the day"),
    "near_repeat": gettext_lazy("Raised risk after a fresh case"),
    "hot_cell": gettext_lazy("Hot cell"),
    "hours": gettext_lazy("Hours that stand out"),
}
MOST_CELLS: Final = 6


def place_of(row: Proposal) -> str:
    """The cells it is about, or the whole agency."""
    if not row.cell_codes:
        return row.agency.name
    names = row.basis.get("names") or row.cell_codes
    shown = _(", ").join(names[:MOST_CELLS])
    more = len(row.cell_codes) - MOST_CELLS
    return f"{shown} +{more}" if more > 0 else shown


def title_of(row: Proposal) -> str:
    """What to do, where, when."""
    told = {"place": place_of(row), "hours": hours_of(row.hour_from, row.hour_to)}
    words = {
        "patrol": _("Overlay patrol in %(place)s"),
        "window": _("Post at the key places of %(place)s"),
        "cameras": _("Check the cameras of %(place)s"),
        "visits": _("Visit the neighbours in %(place)s"),
    }
    title = words[row.kind] % told
    said = {"title": title, "hours": told["hours"]}
    return _("%(title)s, %(hours)s") % said if told["hours"] else title


def basis_of(row: Proposal) -> str:
    """The figures it rests on."""
    said = row.basis
    if row.reason == "near_repeat":
        return _(
            "%(cases)s fresh cases within %(radius)s m; pairs so near in place and time are "
            "%(ratio)s times as many as chance explains (%(p)s); risk is raised until %(ends)s."
        ) % {
            "cases": said["cases"], "radius": f"{said['radius_m']:.0f}", "ends": said["ends"],
            "ratio": plain(said.get("ratio")), "p": chance_of(said.get("p")),
        }  # fmt: skip
    if row.reason == "hot_cell":
        return _("%(cases)s cases in %(days)s days, %(usual)s are usual; hot %(why)s (%(p)s).") % {
            "cases": said["cases"], "days": said.get("window_days", 28),
            "usual": plain(said.get("usual")), "p": chance_of(said.get("p")),
            "why": _(" and ").join(str(BECAUSE[word]) for word in said.get("because", [])),
        }  # fmt: skip
    if row.reason == "surge":
        return _("%(cases)s cases on the day, %(expected)s were to be expected.") % {
            "cases": said["cases"], "expected": interval_of({"low": None, "high": None} | said),
        }  # fmt: skip
    return _("%(cases)s cases.") % {"cases": said.get("cases", "—")}


def order_text(row: Proposal) -> str:
    """The text an order begins with; whoever issues it reads and changes it first."""
    days = {"first": row.first_day.isoformat(), "last": row.last_day.isoformat()}
    said = [title_of(row) + _(".")]
    said.append(_("From %(first)s to %(last)s.") % days)
    said.append(_("Basis: %s") % basis_of(row))
    said.append(_("Say what was done, and where it could not be done."))
    return "\n".join(said)
