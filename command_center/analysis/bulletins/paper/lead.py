"""The first paragraph, in the bulletin's words, made of the same figures as its tables."""

from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from command_center.analysis.bulletins.content.shape import Content, Named, Zone
from command_center.analysis.bulletins.paper.numbers import (
    PERIODS,
    full_day,
    moment,
    name_of,
    said,
    share,
    whole,
)

WINDOW: Final = 4  # hours of the densest window of the day


def lead_of(content: Content) -> str:
    """Three or four sentences: how many, whether that is unusual, what stands out, when."""
    sentences = [_how_many(content), _usual(content), _risen(content), _most(content)]
    return pgettext("between sentences", " ").join(one for one in sentences if one)


def _how_many(content: Content) -> str:
    cases = content["key"]["cases"]
    told = {
        "period": PERIODS[content["job"]][0],
        "area": content["agency"]["name"],
        "count": whole(cases["now"]),
        "set": name_of(content["focus"]),
        "change": said(cases["now"], cases["previous"]),
        "last_year": said(cases["now"], cases["last_year"]),
    }
    if content["job"] == "yearly":
        return _("%(period)s %(area)s: %(count)s cases (%(set)s), %(change)s on the year.") % told
    return (
        _(
            "%(period)s %(area)s: %(count)s cases (%(set)s), %(change)s on the period before,"
            " %(last_year)s on the year."
        )
        % told
    )


def _usual(content: Content) -> str:
    cases = content["key"]["cases"]
    now, low, high = cases["now"], cases["low"], cases["high"]
    if now is None or low is None or high is None:
        return ""
    told = {"low": whole(low), "high": whole(high), "median": whole(cases["median4"])}
    if now > high:
        return _("That is above the usual range (%(low)s to %(high)s).") % told
    if now < low:
        return _("That is below the usual range (%(low)s to %(high)s).") % told
    return _("That is within the usual range (%(low)s to %(high)s).") % told


def _risen(content: Content) -> str:
    """The class that rose most, with its near repeats."""
    risen = [row for row in content["types"] if (row["now"] or 0) > (row["previous"] or 0)]
    if not risen:
        return ""
    row = max(risen, key=lambda one: (one["now"] or 0) - (one["previous"] or 0))
    told: dict[str, Any] = {
        "class": name_of(row),
        "count": whole(row["now"]),
        "change": said(row["now"], row["previous"]),
    }
    zone = _zone_of(content, row)
    if zone is None:
        return _("%(class)s: %(count)s, %(change)s.") % told
    told |= {"near": zone["cases"], "cell": zone["cell"], "radius": whole(zone["radius_m"])}
    return (
        _(
            "%(class)s: %(count)s, %(change)s, with %(near)s near repeats within %(radius)s m"
            " at %(cell)s."
        )
        % told
    )


def _zone_of(content: Content, row: Named) -> Zone | None:
    zones = [one for one in content["zones"] if one["code"] == row["code"]]
    return max(zones, key=lambda one: one["cases"], default=None)


def _most(content: Content) -> str:
    """The class there is most of, and the hours in which most happened."""
    rows, every = content["types"], content["key"]["cases"]["now"]
    if not rows or not every:
        return ""
    row = max(rows, key=lambda one: one["now"] or 0)
    first, last = densest(content["hours"])
    told = {"class": name_of(row), "share": share(row["now"], every), "first": first, "last": last}
    if first is None:
        return _("%(class)s is %(share)s of all.") % told
    return (
        _("%(class)s is %(share)s of all; most happen between %(first)s:00 and %(last)s:00.") % told
    )


def densest(hours: list[list[float]]) -> tuple[int | None, int | None]:
    """The four hours of the day with most cases, as first hour and the hour they end at."""
    by_hour = [sum(day[hour] for day in hours) for hour in range(24)]
    if not sum(by_hour):
        return None, None
    windows = [sum(by_hour[(at + k) % 24] for k in range(WINDOW)) for at in range(24)]
    first = windows.index(max(windows))
    return first, (first + WINDOW) % 24


def dated(content: Content) -> str:
    """The day under the text, until it is issued the day of the snapshot."""
    return full_day(moment(content["made"]["snapshot_at"]).date())
