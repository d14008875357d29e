"""Figures and changes in the words of bulletins (上升, 下降, 持平; "—" where the base is 0)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from command_center.analysis.bulletins.paper.parts import Cell
from command_center.analysis.methods import change
from command_center.cases.models.reference import in_readers_language

NONE: Final = change.NO_BASE
DAYS: Final = (
    pgettext_lazy("weekday", "Mon"),
    pgettext_lazy("weekday", "Tue"),
    pgettext_lazy("weekday", "Wed"),
    pgettext_lazy("weekday", "Thu"),
    pgettext_lazy("weekday", "Fri"),
    pgettext_lazy("weekday", "Sat"),
    pgettext_lazy("weekday", "Sun"),
)
# What a period, the one before and the same of last year are called.
PERIODS: Final[dict[str, tuple[Any, Any, Any, Any]]] = {
    "weekly": (
        gettext_lazy("This week"),
        gettext_lazy("Last week"),
        gettext_lazy("Same week last year"),
        gettext_lazy("Last 12 weeks"),
    ),
    "monthly": (
        gettext_lazy("This month"),
        gettext_lazy("Last month"),
        gettext_lazy("Same month last year"),
        gettext_lazy("Last 12 months"),
    ),
    "quarterly": (
        gettext_lazy("This quarter"),
        gettext_lazy("Last quarter"),
        gettext_lazy("Same quarter last year"),
        gettext_lazy("Last 12 quarters"),
    ),
    "yearly": (
        gettext_lazy("This year"),
        gettext_lazy("Year before"),
        gettext_lazy("Year before"),
        gettext_lazy("Last 5 years"),
    ),
}
TITLES: Final[dict[str, Any]] = {
    "weekly": gettext_lazy("Weekly bulletin: %(set)s"),
    "monthly": gettext_lazy("Monthly bulletin: %(set)s"),
    "quarterly": gettext_lazy("Quarterly assessment: %(set)s"),
    "yearly": gettext_lazy("Yearly review: %(set)s"),
}


def name_of(row: Mapping[str, Any]) -> str:
    """The name of a class in the reader's language; names of areas are as they are."""
    return in_readers_language(row["name"], row.get("name_en", ""))


def whole(value: float | None) -> str:
    """A count with thousands marked: 1,842; "—" where it is not known."""
    return NONE if value is None else f"{round(value):,}"


def tenth(value: float | None) -> str:
    """One decimal, kept: 19.7, 2.0."""
    return NONE if value is None else f"{value:.1f}"


def share(part: float | None, every: float | None) -> str:
    """Part of a whole in per cent, one decimal: 29.2%."""
    found = change.share(part, every)
    return NONE if found is None else f"{change.plain(found)}%"


def changed(now: float | None, base: float | None) -> str:
    """The change as bulletins print it: "down 13.6%", "+2, small base", "flat", "—"."""
    found = change.compare(now, base)
    if found.difference is None or (not found.base and found.current):
        return NONE
    if found.word is change.Word.FLAT:
        return pgettext("change", "flat")
    if found.is_small:
        return _("%(difference)s, small base") % {"difference": sign(found.difference)}
    told = {"ratio": change.plain(abs(found.ratio or 0))}
    return (_("up %(ratio)s%%") if found.word is change.Word.UP else _("down %(ratio)s%%")) % told


def said(now: float | None, base: float | None) -> str:
    """The change within a sentence: "down 13.2%", "2 more", "the same"."""
    found = change.compare(now, base)
    if found.difference is None:
        return _("without anything to compare with")
    if found.word is change.Word.FLAT:
        return pgettext("change in a sentence", "unchanged")
    if not found.is_small:
        return changed(now, base)
    told = {"count": change.plain(abs(found.difference))}
    return (_("%(count)s more") if found.difference > 0 else _("%(count)s fewer")) % told


def sign(difference: float | None) -> str:
    """A difference with its sign, a true minus: +2, −7, ±0."""
    if difference is None:
        return NONE
    if not difference:
        return "±0"
    return f"{'+' if difference > 0 else '−'}{change.plain(abs(difference))}"


def changed_cell(now: float | None, base: float | None) -> Cell:
    """A change as a cell; soft where the base is too small for a percentage."""
    small = base is None or base < change.SMALL_BASE
    return Cell(text=changed(now, base), tone="soft" if small else "")


def count_cell(row: Mapping[str, Any], name: str = "now", *, tone: str = "strong") -> Cell:
    """A count that opens its rows."""
    return Cell(text=whole(row[name]), open=row.get("open"), tone=tone)


def moment(at: str) -> datetime:
    """A moment on the wall clock of the city, whatever zone it was written in."""
    return timezone.localtime(datetime.fromisoformat(at))


def day(on: date | str) -> str:
    """A day of a year that is known: "9 月 7 日"."""
    when = date.fromisoformat(on) if isinstance(on, str) else on
    return _("%(month)s/%(day)s") % {"month": when.month, "day": when.day}


def full_day(on: date | str) -> str:
    """A day with its year, in Arabic figures without leading zeros (GB/T 9704)."""
    when = date.fromisoformat(on) if isinstance(on, str) else on
    told = {"year": when.year, "month": when.month, "day": when.day}
    return _("%(year)s-%(month)s-%(day)s") % told


def weekday(on: date) -> str:
    """Mon, 周一."""
    return str(DAYS[on.weekday()])


def from_to(first: str, last: str) -> str:
    """The days of a period, with their weekdays."""
    one, other = date.fromisoformat(first), date.fromisoformat(last)
    told = {
        "first": day(one),
        "first_day": weekday(one),
        "last": day(other),
        "last_day": weekday(other),
    }
    return _("%(first)s (%(first_day)s) to %(last)s (%(last_day)s)") % told


def short_period(job: str, label: str) -> str:
    """A period on the axis of a chart: "W37" of a week, "9" of a month, "Q3", 2026."""
    told = {"number": label.rpartition("-")[2].lstrip("WQ0") or label}
    pattern = {
        "weekly": pgettext("axis", "W%(number)s"),
        "monthly": pgettext("axis", "M%(number)s"),
        "quarterly": pgettext("axis", "Q%(number)s"),
    }.get(job, "%(number)s")
    return pattern % told


def period_name(job: str, label: str) -> str:
    """2026-W37 as "Week 37 of 2026", 2026-09, 2026-Q3 and 2026 alike."""
    year, _dash, rest = label.partition("-")
    told = {"year": year, "number": rest.lstrip("WQ0")}
    pattern = {
        "weekly": _("Week %(number)s of %(year)s"),
        "monthly": _("Month %(number)s of %(year)s"),
        "quarterly": _("Quarter %(number)s of %(year)s"),
    }.get(job, _("Year %(year)s"))
    return pattern % told


# The first level of the calls for police (警情类别); 00 and 99 are our own.
CALL_GROUPS: Final[dict[str, Any]] = {
    "01": pgettext_lazy("call", "Criminal"),
    "02": pgettext_lazy("call", "Public order"),
    "03": pgettext_lazy("call", "Traffic"),
    "04": pgettext_lazy("call", "Fire"),
    "05": pgettext_lazy("call", "Help"),
    "06": pgettext_lazy("call", "Tip or complaint"),
    "07": pgettext_lazy("call", "Mass event"),
    "08": pgettext_lazy("call", "Dispute"),
    "99": pgettext_lazy("call", "Other"),
    "00": pgettext_lazy("call", "Not valid"),
}
