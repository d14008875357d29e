"""四、防范建议: what to do, what it rests on; what came of last period's proposals."""

from datetime import date, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from command_center.analysis.bulletins.content.shape import Advice, Content, Past
from command_center.analysis.bulletins.paper.numbers import NONE, day, whole
from command_center.analysis.bulletins.paper.parts import (
    Cell,
    Heading,
    Line,
    Proposals,
    Proposed,
    Section,
    Table,
)
from command_center.analysis.sheets import advice_words
from command_center.analysis.sheets.models import Proposal
from command_center.analysis.sheets.words import EFFECTS
from grid.organisation.models import Agency

STATES: Final[dict[str, Any]] = {
    "offered": pgettext_lazy("proposal", "proposed"),
    "ordered": pgettext_lazy("proposal", "ordered"),
    "declined": pgettext_lazy("proposal", "declined"),
    "lapsed": pgettext_lazy("proposal", "lapsed"),
    "measured": pgettext_lazy("proposal", "measured"),
}


def advice_of(content: Content, remark: str) -> Section:
    """The whole section."""
    items = tuple(proposed(one) for one in content["advice"])
    block = Proposals(items=items, empty=_("The figures give no reason for one."))
    parts = [Heading(title="", blocks=(block,))]
    if content["past"]:
        parts.append(Heading(title=_("What came of the last ones"), blocks=(_past(content),)))
    return Section(key="advice", title=_("4. Proposals"), parts=tuple(parts), remark=remark)


def proposed(one: Advice) -> Proposed:
    """A proposal in words."""
    first, last = date.fromisoformat(one["first_day"]), date.fromisoformat(one["last_day"])
    return Proposed(
        id=one["id"],
        rank=one["rank"],
        text=text_of(one),
        basis=_("Rests on: %(basis)s") % {"basis": basis_of(one)},
        who=one["agency"],
        when=_("%(first)s to %(last)s") % {"first": day(first), "last": day(last)},
        state=str(STATES.get(one["state"], "")),
        state_code=one["state"],
    )


def text_of(one: Advice) -> str:
    """What is to be done, where and when."""
    return advice_words.title_of(_row(one))


def basis_of(one: Advice) -> str:
    """The figures a proposal rests on."""
    return advice_words.basis_of(_row(one))


def _row(one: Advice) -> Proposal:
    """The proposal as its own pages say it, with its cells by their names."""
    return Proposal(
        kind=one["kind"],
        reason=one["reason"],
        agency=Agency(name=one["agency"]),
        cell_codes=one["cells"],
        hour_from=one["hour_from"],
        hour_to=one["hour_to"],
        basis=one["basis"],
    )


def _past(content: Content) -> Table:
    lines = [
        Line(
            cells=(
                Cell(text=text_of(one)),
                Cell(text=one["agency"]),
                Cell(text=str(STATES.get(one["state"], NONE))),
                Cell(text=effect_of(one)),
            )
        )
        for one in content["past"]
    ]
    heads = (
        pgettext("bulletin", "Proposal"),
        pgettext("bulletin", "Agency"),
        pgettext("bulletin", "State"),
        _("Cases there, before and after"),
    )
    return Table(name=_("What came of the last ones"), heads=heads, lines=tuple(lines), words=4)


def effect_of(one: Past) -> str:
    """Counts before and after, there and in the comparison area; no more than they say."""
    effect = one["effect"]
    if not effect:
        last = date.fromisoformat(one["last_day"])
        return _("measured from %(day)s on") % {"day": day(last + timedelta(days=1))}
    told = {
        "before": whole(effect["area"][0]),
        "after": whole(effect["area"][1]),
        "other_before": whole(effect["comparison"][0]),
        "other_after": whole(effect["comparison"][1]),
    }
    counts = _("%(before)s → %(after)s; comparison area %(other_before)s → %(other_after)s") % told
    if effect["word"] not in EFFECTS:
        return counts
    return _("%(counts)s. %(verdict)s") % {"counts": counts, "verdict": EFFECTS[effect["word"]]}


def row_of(row: Proposal, *, class_name: str, cells: list[str]) -> Advice:
    """A row of the proposals as the data object keeps it."""
    return Advice(
        id=row.pk,
        rank=row.rank,
        kind=row.kind,
        reason=row.reason,
        class_name=class_name,
        cells=cells,
        hour_from=row.hour_from,
        hour_to=row.hour_to,
        first_day=row.first_day.isoformat(),
        last_day=row.last_day.isoformat(),
        agency=row.agency.name,
        basis=row.basis,
        state=row.state,
    )
