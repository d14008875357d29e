"""Sheets and proposals as lists: columns, cells, CSV."""

from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from command_center.analysis.sheets import words
from command_center.analysis.sheets.advice_words import REASONS, order_text, title_of
from command_center.analysis.sheets.models import Proposal
from grid.frame.listing import Cell, Listing

MARKS: Final = {"offered": "warn", "ordered": "strong", "measured": "ok"}
SIGNS: Final = {"offered": "○", "ordered": "◐", "declined": "×", "lapsed": "–", "measured": "●"}
TABS: Final = (
    ("sheet_list", gettext_lazy("Daily sheets")),
    ("proposal_list", gettext_lazy("Proposals")),
)


def sheet_line(row: Any) -> Sequence[Any]:
    """One sheet: its headline, and how much is out of the ordinary."""
    head, run = row.headline, row.run
    new = _("%(found)s, %(new)s new") % {"found": head["hot"], "new": head["new_hot"]}
    return (
        Cell(run.period, reverse("sheet_detail", args=[run.pk])),
        run.agency.name,
        words.name_of(head["class"]),
        Cell(head["count"], mark="bad" if head["is_surge"] else ""),
        words.change_of(head["previous"]),
        words.interval_of(head["expected"]),
        Cell(head["surges"], mark="bad" if head["surges"] else ""),
        new if head["hot"] else "0",
        head["zones"],
        head["proposals"],
        run.revision,
    )


SHEETS: Final = Listing(
    title=gettext_lazy("Daily sheets"),
    heads=(
        gettext_lazy("Day"), gettext_lazy("Agency"), gettext_lazy("Class"),
        gettext_lazy("Cases"), gettext_lazy("Against the day before"), gettext_lazy("Expected"),
        gettext_lazy("Surges"), gettext_lazy("Hot cells"), gettext_lazy("Open zones"),
        gettext_lazy("Proposals"), gettext_lazy("Revision"),
    ),
    line=sheet_line,
    empty=gettext_lazy("No sheet fits"),
    empty_text=gettext_lazy("A sheet is made each night ten minutes after midnight."),
    file="daily-sheets.csv",
    placeholder=gettext_lazy("Agency"),
    export="sheet_export",
    tabs=TABS,
    tab="sheet_list",
)  # fmt: skip


def state_cell(row: Proposal) -> Cell:
    """The state as sign, word and colour; done where the order was reported done."""
    text = row.get_state_display()
    if row.state == Proposal.State.ORDERED and row.done_at:
        text = _("%(state)s, done") % {"state": text}
    return Cell(f"{SIGNS[row.state]} {text}", mark=MARKS.get(row.state, ""))


def effect_cell(row: Proposal) -> Cell:
    """What came of it in a word."""
    word = row.effect.get("word", "")
    mark = {"fewer": "ok", "more": "bad"}.get(word, "")
    return Cell(words.EFFECTS.get(word, "—"), mark=mark)


def order_cell(row: Proposal) -> Cell:
    """The order that carries it out."""
    if not row.order_number:
        return Cell("—")
    return Cell(row.order_number, reverse("direct_order_detail", args=[row.order_number]))


def proposal_line(row: Proposal) -> Sequence[Any]:
    """One proposal: what, for whom, when, what became of it."""
    return (
        Cell(title_of(row), reverse("proposal_detail", args=[row.pk])),
        row.get_kind_display(),
        REASONS.get(row.reason, row.reason),
        row.agency.name,
        f"{row.first_day} – {row.last_day}",
        state_cell(row),
        order_cell(row),
        effect_cell(row),
    )


PROPOSALS: Final = Listing(
    title=gettext_lazy("Proposals"),
    heads=(
        gettext_lazy("Proposal"), gettext_lazy("Kind"), gettext_lazy("Because of"),
        gettext_lazy("Agency"), pgettext_lazy("analysis", "Days"), gettext_lazy("State"),
        pgettext_lazy("analysis", "Order"), gettext_lazy("Effect"),
    ),
    line=proposal_line,
    empty=gettext_lazy("No proposal fits"),
    empty_text=gettext_lazy("Proposals come from the daily sheets and the bulletins."),
    file="proposals.csv",
    placeholder=gettext_lazy("Cell, order, agency"),
    export="proposal_export",
    tabs=TABS,
    tab="proposal_list",
)  # fmt: skip


def order_address(row: Proposal, viewer_agency: str) -> str:
    """The order form, filled in: title, text, receiver, deadline, and what it carries out."""
    said = {
        "title": title_of(row)[:120],
        "text": order_text(row)[:1000],
        "due_at": f"{row.last_day.isoformat()}T23:59",
        "level": "4",
        "reference": f"proposal:{row.pk}",
    }
    if row.agency.code != viewer_agency:
        said["agencies"] = row.agency.code
    return f"{reverse('direct_order_new')}?{urlencode(said)}"
