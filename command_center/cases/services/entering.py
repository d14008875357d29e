"""New cases: numbered, written, told of."""

from collections.abc import Sequence
from typing import Any, Final

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.cases.drafting import Draft, Reporter, prepare
from command_center.cases.models import Case
from command_center.cases.services.telling import fact_of
from grid.errors import LostRace
from grid.ledger.actors import Actor
from grid.ledger.services import record
from grid.organisation.writing import refuse

_TAKE: Final = """
    INSERT INTO cases_casecounter (year, last) VALUES (%s, %s)
    ON CONFLICT (year) DO UPDATE SET last = cases_casecounter.last + excluded.last
    RETURNING last
"""


@transaction.atomic
def enter_case(*, by: Reporter, channel: str = "screen", **said: Any) -> Case:
    """Enter one case; answers it with its number, what was masked in `told`.

    `said` holds category (code) and occurred_from, and may hold occurred_to, reported_at (default:
    now), filed_on, found_by, agency and cell (codes), lng, lat, crs, position_error_m, address,
    entry, target, premises, tool (codes of tags), loss_yuan, narrative, incident_number, source,
    source_number. Raises InvalidInput naming every fault, LostRace where its source number came
    in meanwhile.
    """
    draft = Draft(said, Case())
    prepare([draft], by=by, now=timezone.now())
    _find_source_numbers([draft], by)
    refuse(draft.errors)
    (row,) = enter_drafts([draft], by=by, actor=by.as_actor(channel=channel))
    row.told = draft.warnings
    return row


@transaction.atomic
def enter_drafts(drafts: Sequence[Draft], *, by: Reporter, actor: Actor) -> list[Case]:
    """Write faultless drafts, many at a time, and a fact of each."""
    rows, now = [draft.row for draft in drafts], timezone.now()
    for row, number in zip(rows, numbers_for(len(rows)), strict=True):
        row.number = number
        row.entered_at, row.entered_by = now, actor.label
        row.source_agency = by.agency.code if row.source_number else ""
    try:
        with transaction.atomic():
            Case.objects.bulk_create(rows)
    except IntegrityError as error:
        raise LostRace(_("This source number came in from somebody else just now.")) from error
    record(actor, *(fact_of(row, "entered") for row in rows))
    return rows


def take_in(given: Sequence[dict[str, Any]], *, by: Reporter, channel: str) -> list[Draft]:
    """Up to some thousand cases, each by itself: the faultless are written, the others say why."""
    drafts = [Draft(said, Case()) for said in given]
    prepare(drafts, by=by, now=timezone.now())
    _find_source_numbers(drafts, by)
    good = [draft for draft in drafts if not draft.errors]
    if good:
        enter_drafts(good, by=by, actor=by.as_actor(channel=channel))
    return drafts


def _find_source_numbers(drafts: Sequence[Draft], by: Reporter) -> None:
    """A source number comes in once; what came before is found by the number it got here."""
    asked = {draft.row.source_number for draft in drafts if draft.row.source_number}
    if not asked:
        return
    rows = Case.objects.filter(source_agency=by.agency.code, source_number__in=asked)
    taken = {(source, told): n for source, told, n in rows.values_list(*_SOURCE)}
    for draft in drafts:
        key = (draft.row.source, draft.row.source_number or "")
        if key[1] and key in taken:
            message = _("This source number was entered before, as %(number)s.")
            draft.refuse("source_number", "already_entered", message % {"number": taken[key]})
        elif key[1]:
            taken[key] = _("another row of this batch")


_SOURCE: Final = ("source", "source_number", "number")


def numbers_for(count: int) -> list[str]:
    """`AJ26-000001` of the local year; the counter's row is held until commit, so take it late."""
    year = timezone.localdate().year
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [year, count])
        last: int = cursor.fetchone()[0]
    return [f"AJ{year % 100:02}-{n:06}" for n in range(last - count + 1, last + 1)]
