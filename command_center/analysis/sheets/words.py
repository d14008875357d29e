"""What codes and numbers of sheets and proposals say, in the reader's language."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from command_center.analysis.methods.change import plain
from command_center.cases.models.reference import in_readers_language

LACKS: Final[dict[str, Any]] = {
    "no_point": gettext_lazy("Without coordinates, not on the map"),
    "no_cell": gettext_lazy("In no cell"),
    "late": gettext_lazy("Entered late"),
    "late_known": gettext_lazy("Entered on the day for an earlier one"),
    "no_end": gettext_lazy("Without an end of the occurrence"),
    "wide": gettext_lazy("Occurrence longer than can be told to the hour"),
    "twice": gettext_lazy("Perhaps entered twice"),
    "recoded": gettext_lazy("Given another category on the day"),
}
STATES: Final[dict[str, Any]] = {
    "off": gettext_lazy("Switched off for this area."),
    "few_cells": gettext_lazy("Too few cells for one to stand out among its neighbours."),
    "few_cases": gettext_lazy("Too few cases in a year to tell repeats from chance."),
    "chance": gettext_lazy("Repeats nearby are no more here than chance explains."),
    "ok": "",
}
LEAST_P: Final = 0.001
BECAUSE: Final[dict[str, Any]] = {
    "near": gettext_lazy("with its neighbours"),
    "own": gettext_lazy("above its own past"),
}
EFFECTS: Final[dict[str, Any]] = {
    "fewer": gettext_lazy("Fewer than the comparison area leads one to expect"),
    "more": gettext_lazy("More than the comparison area leads one to expect"),
    "not_told": gettext_lazy("No difference can be told from chance"),
    "no_comparison": gettext_lazy("No cases in the comparison area to measure against"),
}
WEEKDAYS: Final = (
    gettext_lazy("Sunday"), gettext_lazy("Monday"), gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"), gettext_lazy("Thursday"), gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
)  # fmt: skip


def name_of(line: Mapping[str, Any]) -> str:
    """The name of a class or an area."""
    if line.get("kind") == "all":
        return _("All cases")
    return in_readers_language(line["name"], line.get("name_en", ""))


def change_of(said: Mapping[str, Any]) -> str:
    """A change as the bulletins write it: up 13.2 %, +2 (small base), unchanged, —."""
    if said["word"] == "unknown":
        return "—"
    if said["word"] == "flat":
        return _("unchanged")
    if said["ratio"] is None:  # nothing to divide by
        return "—" if not said["difference"] else _difference(said)
    if said["is_small"]:
        return _difference(said)
    by = {"by": plain(abs(said["ratio"]))}
    return _("up %(by)s%%") % by if said["word"] == "up" else _("down %(by)s%%") % by


def _difference(said: Mapping[str, Any]) -> str:
    return _("%(by)s (small base)") % {"by": f"{round(said['difference'], 1):+g}".replace("-", "−")}


def interval_of(expected: Mapping[str, Any] | None) -> str:
    """What was to be expected: 4 to 11."""
    if not expected or expected["low"] is None or expected["high"] is None:
        return "—"
    told = {"low": f"{expected['low']:.0f}", "high": f"{expected['high']:.0f}"}
    return _("%(low)s to %(high)s") % told


def special_of(said: Mapping[str, Any] | None) -> str:
    """What a holiday or a day worked in exchange means for what was expected."""
    if not said:
        return ""
    told = {"name": said["name"], "n": said["earlier"]}
    if said["kind"] == "workday":
        worked = _("A day worked in exchange (%(name)s): expected as a weekday.")
        return worked % told
    if not said["earlier"]:
        first = _(
            "A public holiday (%(name)s), and none before it is known: what was expected is a "
            "Sunday's with more room, and holds only roughly."
        )
        return first % told
    usual = _(
        "A public holiday (%(name)s): expected as a Sunday with the effect of %(n)s earlier days "
        "off. The day before, the weekday and last year are set beside it as they were."
    )
    return usual % told


def hours_of(first: int | None, last: int | None) -> str:
    """22:00 to 02:00; empty where no hours are meant."""
    if first is None or last is None:
        return ""
    return _("%(first)s to %(last)s") % {"first": f"{first:02}:00", "last": f"{last % 24:02}:00"}


def chance_of(p: float | None) -> str:
    """The chance that it is chance: p = 0.012, p < 0.001."""
    if p is None:
        return "p = —"
    return f"p = {p:.3f}" if p >= LEAST_P else f"p < {LEAST_P}"


def peak_of(peak: Mapping[str, Any] | None) -> str:
    """The fullest hours with their share."""
    if not peak:
        return "—"
    told = {"hours": hours_of(peak["from"], peak["to"]), "share": plain(peak["share"])}
    return _("%(hours)s, %(share)s%% of all") % told


def lead_of(content: Mapping[str, Any]) -> str:
    """The sheet in two sentences."""
    head = content["headline"]
    told = {
        "what": name_of(head["class"]),
        "count": head["count"],
        "previous": change_of(head["previous"]),
        "weekday": change_of(head["weekday"]),
        "expected": interval_of(head["expected"]),
    }
    first = _(
        "%(what)s: %(count)s reported; against the day before %(previous)s, against the same "
        "weekday %(weekday)s."
    )
    said = [first % told]
    if head["expected"] and head["expected"]["low"] is not None:
        usual = _("%(expected)s were to be expected: more than chance.")
        chance = _("%(expected)s were to be expected: nothing out of the ordinary.")
        said.append((usual if head["is_surge"] else chance) % told)
    if head["peak"]:
        said.append(_("Most happen from %s.") % peak_of(head["peak"]))
    return pgettext("between sentences", " ").join(said)
