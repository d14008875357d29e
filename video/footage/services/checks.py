"""That video was looked for in a case: a mark where no request says so by itself."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import IllegalStep, LostRace
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Agency, Officer
from video.footage.models import VideoCheck
from video.footage.services.steps import invalid, reason_of


@transaction.atomic
def mark_checked(
    *,
    by: Officer,
    case_number: str,
    result: str,
    note: str = "",
    agency: Agency | None = None,
    channel: str = "screen",
) -> VideoCheck:
    """Say what came of looking for video in a case, for the case's unit (default: the own).

    Raises InvalidInput for a case without number or a result nobody knows, LostRace where
    somebody has marked it.
    """
    number = case_number.strip()
    if not 2 <= len(number) <= 40 or "\0" in number:
        raise invalid("/case_number", "length", _("Give the number of the case."))
    if result not in VideoCheck.Result.values:
        raise invalid("/result", "unknown", _("Choose what came of it."))
    try:
        with transaction.atomic():
            mark = VideoCheck.objects.create(
                case_number=number,
                agency=agency or by.agency,
                result=result,
                note=note.strip()[:200],
                checked_by=by,
                checked_at=timezone.now(),
            )
    except IntegrityError as twin:
        raise LostRace(_("This case has its mark already."), case_number=number) from twin
    record(by.as_actor(channel=channel), _fact("case_checked", mark))
    return mark


@transaction.atomic
def strike_check(
    mark: VideoCheck, *, by: Officer, reason: str, channel: str = "screen"
) -> VideoCheck:
    """Take a mark back that was wrong; it stays on record as struck."""
    said = reason_of(reason)
    rows = VideoCheck.objects.filter(pk=mark.pk, struck_at__isnull=True)
    if not rows.update(struck_at=timezone.now(), struck_by=by):
        raise IllegalStep(_("This mark is struck already."), state="struck")
    mark.refresh_from_db()
    record(by.as_actor(channel=channel), _fact("check_struck", mark, reason=said))
    return mark


def _fact(kind: str, mark: VideoCheck, *, reason: str = "") -> Fact:
    return Fact(
        kind=f"footage.{kind}",
        subject_type="video_check",
        subject_id=str(mark.pk),
        agency_path=mark.agency.path,
        payload={"case_number": mark.case_number, "result": mark.result},
        reason=reason,
    )
