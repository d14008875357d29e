"""What the pages of one errand and of the counters' items show."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grid.frame.listing import Act, Cell, Listing, Record
from grid.frame.pages import RefusableForm
from grid.frame.templatetags.frame import minute
from grid.ledger.obligations import OPEN
from grid.organisation.models import Officer
from grid.rights import Right
from grid.service.visits import services
from grid.service.visits.errand_forms import RevealForm
from grid.service.visits.listings import ERRANDS, TABS, state_cell
from grid.service.visits.panels import ledger_facts
from grid.service.visits.task_forms import OutcomeForm, VersionForm

CLEAR = gettext_lazy("Shown in clear for 30 minutes, on the access register.")


def errand_record(row: Any, officer: Officer) -> Record:
    """One errand: what, until when, for whom (masked), and what may be done."""
    client = services.client_of(row, officer)
    said = " ".join(text for text in (client["name"], client["phone"]) if text)
    is_open = row.state in OPEN
    may_write = officer.has_right(Right.VISIT_WRITE)
    visit = row.visit
    actions = []
    if may_write and is_open:
        actions = [Cell(_("Edit"), href=reverse("errand_edit", args=[row.pk]))]
    return Record(
        title=f"{row.number} · {row.get_kind_display()}",
        listing=ERRANDS,
        marks=[state_cell(row)],
        facts=[
            (_("What is to be done"), row.text),
            (_("For whom"), said or "—"),
            (_("Due"), minute(row.due_at)),
            (_("Where"), row.address or "—"),
            (_("Cell"), row.cell.code if row.cell else "—"),
            (_("Officer"), row.officer.name if row.officer else "—"),
            (
                _("Visit"),
                Cell(visit.number, href=reverse("visit_detail", args=[visit.pk])) if visit else "—",
            ),
            *ledger_facts(row),
        ],
        acts=_errand_acts(row, hidden=bool(said) and not client["is_clear"]) if may_write else [],
        actions=actions,
        note=_("Shown in clear for 30 minutes, on the access register.")
        if client["is_clear"]
        else "",
    )


def _errand_acts(row: Any, *, hidden: bool) -> list[Act]:
    held = {"version": row.version}
    acts = []
    form: RefusableForm
    if hidden:
        where = reverse("errand_reveal", args=[row.pk])
        acts.append(Act(name="reveal", label=_("For whom?"), action=where, form=RevealForm()))
    if row.state == "issued":
        where = reverse("errand_sign", args=[row.pk])
        form = VersionForm(initial=held)
        acts.append(Act(name="sign", label=_("Take it on"), action=where, form=form))
    if row.state in OPEN:
        done, back = (reverse(name, args=[row.pk]) for name in ("errand_finish", "errand_end"))
        form = OutcomeForm(initial=held, auto_id="done_%s")
        acts.append(Act(name="finish", label=_("It is run"), action=done, form=form))
        form = OutcomeForm(initial=held, auto_id="back_%s")
        label = _("Take the errand back")
        acts.append(Act(name="end", label=label, action=back, form=form, danger=True))
    return acts


def item_listing(officer: Officer) -> Listing:
    """What the counters offer; those of the officer's own area lead to their form."""
    may = officer.has_right(Right.VISIT_PLAN)

    def line(row: Any) -> Sequence[Any]:
        own = may and row.agency.path.startswith(officer.agency_path)
        where = reverse("service_item_edit", args=[row.pk]) if own else ""
        until = row.valid_to or ""
        named = Cell(row.name, href=where)
        return named, row.code, row.get_kind_display(), row.agency.name, row.valid_from, until

    return Listing(
        title=_("Service items"),
        heads=(_("Item"), _("Code"), _("Kind"), _("Agency"), _("From"), _("No longer from")),
        line=line,
        empty=_("No service items yet"),
        empty_text=_("Counting works without them, by kind alone."),
        file="service-items.csv",
        placeholder=_("Name or code"),
        export="service_item_export",
        tabs=TABS,
        tab="service_counter",
    )
