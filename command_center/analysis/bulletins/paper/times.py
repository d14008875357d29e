"""二、发案时段: cases by weekday and hour, weighted over the interval they occurred in."""

from typing import Final

from django.utils.translation import gettext as _

from command_center.analysis.bulletins.content.shape import Content
from command_center.analysis.bulletins.paper.lead import densest
from command_center.analysis.bulletins.paper.numbers import DAYS, share, tenth
from command_center.analysis.bulletins.paper.parts import Heading, Heat, Section, Words

EDGES: Final = (0.2, 0.4, 0.65, 0.85)  # of the largest value: where the steps of the ramp begin


def times_of(content: Content, remark: str) -> Section:
    """The whole section."""
    values = tuple(tuple(row) for row in content["hours"])
    total = sum(sum(row) for row in values)
    block = Heat(
        caption=_caption(content, total),
        label=_("Cases by weekday and hour, %(total)s in all") % {"total": tenth(total)},
        days=tuple(str(word) for word in DAYS),
        values=values,
        steps=steps(values),
        sums=tuple(tenth(sum(row)) for row in values),
        total=tenth(total),
    )
    blocks = (block,) if total else (Words(lines=(_("No case with a time."),)),)
    return Section(
        key="times",
        title=_("2. Hours"),
        parts=(Heading(title="", blocks=blocks),),
        remark=remark,
    )


def steps(values: tuple[tuple[float, ...], ...]) -> tuple[tuple[int, ...], ...]:
    """Each value as a step 1 to 5 of the ramp, by its share of the largest."""
    most = max((value for row in values for value in row), default=0) or 1
    return tuple(
        tuple(1 + sum(value / most >= edge for edge in EDGES) for value in row) for row in values
    )


def _caption(content: Content, total: float) -> str:
    first, last = densest(content["hours"])
    if first is None or last is None:
        return ""
    hours = [(first + k) % 24 for k in range((last - first) % 24)]
    inside = sum(row[hour] for row in content["hours"] for hour in hours)
    told = {"first": first, "last": last, "count": tenth(inside), "share": share(inside, total)}
    return (
        _(
            "Shared out to the hours by weight of the interval, in cases."
            " From %(first)s:00 to %(last)s:00: %(count)s, %(share)s of all."
        )
        % told
    )
