"""Score sheets: points by item, and the veto that overrides the sum (一票否决)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError, IllegalStep
from grid.ledger.services import record
from grid.organisation.writing import fault, refuse
from grid.service.acting import By, text_faults
from grid.service.programmes.models import Programme, ProgrammeItem, ScoreLine, ScoreSheet
from grid.service.programmes.services.shared import agency_said, check_version, fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What one item is given: points, whether it was met, why points were lost."""

    item: int
    points: Decimal
    is_met: bool = True
    reason: str = ""


@transaction.atomic
def score(
    programme: Programme,
    *,
    by: By,
    agency: str,
    marks: Sequence[Mark],
    version: int | None = None,
) -> ScoreSheet:
    """Fill in an agency's sheet, every item of the programme once; a signed one stays as it is.

    An item with a veto that was not met makes the result 0 whatever the sum.
    """
    faults: list[FieldError] = []
    scored = agency_said(by, agency, faults)
    items = {row.pk: row for row in programme.items.exclude(state="cancelled")}
    faults += _faults(items, marks)
    refuse(faults)
    if scored is None:
        raise AssertionError
    Programme.objects.select_for_update().get(pk=programme.pk)  # one sheet after the other
    actor = by.as_actor()
    sheet = ScoreSheet.objects.filter(programme=programme, agency=scored).first()
    if sheet is None:
        sheet = ScoreSheet(programme=programme, agency=scored, version=0)
    elif sheet.signed_at:
        raise IllegalStep(_("This sheet is signed and stays as it is."))
    else:
        check_version(sheet, version)
    vetoes = [items[one.item].title for one in marks if items[one.item].is_veto and not one.is_met]
    sheet.points = sum((one.points for one in marks), Decimal(0))
    sheet.most = sum((row.points for row in items.values()), Decimal(0))
    sheet.is_vetoed, sheet.veto_reason = bool(vetoes), "；".join(vetoes)[:200]
    sheet.made_at, sheet.made_by, sheet.version = timezone.now(), actor.label, sheet.version + 1
    sheet.save()
    sheet.lines.all().delete()
    ScoreLine.objects.bulk_create(_line(sheet, one) for one in marks)
    record(actor, fact("score_sheet_filled", sheet, scored, **_told(sheet)))
    return sheet


def _line(sheet: ScoreSheet, mark: Mark) -> ScoreLine:
    return ScoreLine(
        sheet=sheet,
        item_id=mark.item,
        points=mark.points,
        is_met=mark.is_met,
        reason=mark.reason.strip(),
    )


def _faults(items: Mapping[int, ProgrammeItem], marks: Sequence[Mark]) -> list[FieldError]:
    given = {one.item for one in marks}
    faults = []
    if len(given) != len(marks) or given != set(items) or not items:
        faults.append(fault("marks", "every_item", _("Mark every item of the programme once.")))
    for one in marks:
        item = items.get(one.item)
        if item is not None:
            faults += _mark_faults(item, one)
    return faults


def _mark_faults(item: ProgrammeItem, mark: Mark) -> list[FieldError]:
    name = f"marks/{item.pk}"
    if not 0 <= mark.points <= item.points:
        told = {"item": item.title, "most": item.points}
        return [fault(name, "range", _("%(item)s: between 0 and %(most)s points.") % told)]
    if (mark.points < item.points or not mark.is_met) and not mark.reason.strip():
        message = _("%s: say why points were lost.") % item.title
        return [fault(name, "reason", message)]
    return text_faults(name, mark.reason, most=200)


def _told(sheet: ScoreSheet) -> dict[str, object]:
    return {
        "programme": sheet.programme_id,
        "points": str(sheet.points),
        "most": str(sheet.most),
        "is_vetoed": sheet.is_vetoed,
        "result": str(sheet.result),
    }


@transaction.atomic
def sign_sheet(sheet: ScoreSheet, *, by: By, version: int | None = None) -> ScoreSheet:
    """Sign a sheet, which then stays as it is."""
    row = ScoreSheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
    if row.signed_at:
        raise IllegalStep(_("This sheet is signed and stays as it is."))
    check_version(row, version)
    actor = by.as_actor()
    row.signed_at, row.signed_by, row.version = timezone.now(), actor.label, row.version + 1
    row.save(update_fields=["signed_at", "signed_by", "version"])
    record(actor, fact("score_sheet_signed", row, row.agency, **_told(row)))
    return row
