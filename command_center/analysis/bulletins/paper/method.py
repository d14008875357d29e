"""五、数据质量与方法: what the data lack, how the figures were made, what came late."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from command_center.analysis.bulletins.content.shape import Content
from command_center.analysis.bulletins.paper.numbers import day, name_of, share, whole
from command_center.analysis.bulletins.paper.parts import (
    Boxes,
    Cell,
    Heading,
    Line,
    Section,
    Table,
)
from command_center.analysis.runs.register import switch_word
from command_center.analysis.runs.words import WHAT


def method_of(content: Content, remark: str) -> Section:
    """The whole section."""
    boxes = Boxes(
        title=_("Quality of the data"),
        pairs=_quality(content),
        other_title=_("Methods"),
        other=_methods(content),
    )
    parts = [Heading(title="", blocks=(boxes,))]
    if content["corrections"]:
        parts.append(Heading(title=_("Corrections"), blocks=(_corrections(content),)))
    title = _("5. Data and methods")
    return Section(key="method", title=title, parts=tuple(parts), remark=remark)


def _quality(content: Content) -> tuple[tuple[str, Cell], ...]:
    found, every = content["quality"], content["key"]["cases"]["now"]

    def cell(name: str, words: str) -> Cell:
        text = words % {"count": whole(found.get(name, 0)), "share": share(found.get(name), every)}
        return Cell(text=text, open=found.get("open", {}).get(name))

    return (
        (_("Entered later than 48 hours"), cell("late", _("%(count)s, counted"))),
        (_("Without coordinates, not on the map"), cell("no_point", _("%(count)s (%(share)s)"))),
        (_("Occurred within more than 12 hours"), cell("long", _("%(count)s, by weight"))),
        (_("Category changed after entry"), cell("recoded", "%(count)s")),
        (_("Possible double entries"), cell("doubles", "%(count)s")),
        (_("Discovered by police, not counted"), cell("discovered", "%(count)s")),
        (_("Calls without a result"), cell("calls_open", "%(count)s")),
    )


def _methods(content: Content) -> tuple[str, ...]:
    found = content["methods"]
    told = {
        "set": name_of(content["focus"]),
        "since": content["focus"].get("since", ""),
        "near": whole(found.get("near_m")),
        "days": found.get("near_days", ""),
        "permutations": whole(found.get("permutations")),
        "seed": content["made"]["seed"],
        "small": 10,
    }
    lines = [
        _("Cases by the set %(set)s, as it held on %(since)s.") % told,
        _("Hours share each case out over the interval in which it occurred.") % told,
        _("Hot cells: local Gi* over cells that share a border, false discoveries controlled."),
        _(
            "Near repeats: Knox, %(near)s m, %(days)s days, %(permutations)s permutations,"
            " seed %(seed)s."
        )
        % told,
        _("The usual range: expected count by season, 95%% interval.") % told,
        *_holidays(content),
        _("Below a base of %(small)s only differences, no percentages.") % told,
        _("Places and times only; no person is in any of it.") % told,
    ]
    if content["off"]:
        named = ", ".join(switch_word(code) for code in content["off"])
        lines.append(_("Switched off: %(methods)s.") % {"methods": named})
    return tuple(lines)


def _holidays(content: Content) -> list[str]:
    """Days off that the usual range allows for, each holiday once."""
    text = _(
        "Public holiday in the period: %(name)s, %(days)s days; the usual range allows for it."
    )
    return [text % one for one in content.get("holidays", ())]


def _corrections(content: Content) -> Table:
    lines = [
        Line(
            cells=(
                Cell(text=one["number"], open={"numbers": one["number"]}),
                Cell(text=_correction(one)),
            )
        )
        for one in content["corrections"]
    ]
    heads = (pgettext("bulletin", "Case"), _("What changed since the analysis before"))
    return Table(name=_("Corrections"), heads=heads, lines=tuple(lines), words=2)


def _correction(one: dict[str, Any]) -> str:
    """What changed about a case of which day, with the category before and after."""
    text = f"{day(one['day'])} {WHAT.get(one['what'], one['what'])}"
    if "before" not in one:
        return text
    before, after = (
        name_of(one.get(f"{key}_class", {"name": one[key]})) for key in ("before", "after")
    )
    return f"{text} {before} → {after}"
