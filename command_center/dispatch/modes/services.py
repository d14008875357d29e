"""Taking the say over dispatch, giving it back, and asking whether one has it."""

from collections.abc import Iterable
from typing import Final

from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.dispatch.modes import report as reports
from command_center.dispatch.modes.models import CommandMode
from command_center.dispatch.modes.selectors import brief, open_modes
from command_center.incidents.briefs import moment
from command_center.incidents.drafts import Reporter
from grid.errors import DomainError, FieldError, InvalidInput, LostRace, NotAllowed, StaleVersion
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Agency, RoleGrant
from grid.organisation.roles import RIGHTS_OF, Role
from grid.rights import Right

SWITCH: Final = 0x6D6F6465  # the advisory lock of this app: "mode" in ASCII
SEATS: Final = [role for role in Role if Right.DISPATCH_READ in RIGHTS_OF[role]]
SHORTEST: Final = 4  # characters of a reason or a report


class TakenOver(DomainError):
    """Another agency holds dispatch here now; `context` says which and since when."""

    code = "taken_over"
    status = 403


def require_authority(by: Reporter, agency_path: str) -> None:
    """Whether `by` may write dispatches for the agency at `agency_path` now; every write asks.

    While major mode holds for an agency, only its own officers and those above it may. Inside a
    transaction the answer holds until commit: a takeover waits for it. Raises TakenOver (403).
    """
    _lock(shared=True)
    for mode in open_modes(agency_path):
        if not mode.agency.path.startswith(by.agency_path):
            raise taken_over(mode)


def taken_over(mode: CommandMode) -> TakenOver:
    """The refusal that names who holds dispatch, and since when."""
    since = timezone.localtime(mode.started_at).strftime("%Y-%m-%d %H:%M:%S")
    told = {"agency": mode.agency.name, "since": since, "who": mode.started_by}
    return TakenOver(
        _("%(agency)s has held dispatch here since %(since)s (%(who)s); this desk only reads.")
        % told,
        held_by={"code": mode.agency.code, "name": mode.agency.name},
        since=moment(mode.started_at),
        started_by=mode.started_by,
    )


@transaction.atomic
def start_major(
    agency: Agency, *, by: Reporter, reason: str, channel: str = "screen"
) -> CommandMode:
    """Take over dispatch for the agency and all below it.

    Raises InvalidInput without a reason, NotAllowed outside the own scope, TakenOver where an
    agency above `by` holds it, LostRace where it is held already: of two who start at once one
    wins.
    """
    _check_words(reason, "/reason", _("Say why, in at least 4 characters."))
    if not agency.path.startswith(by.agency_path):
        raise NotAllowed(_("This agency is not in your scope."))
    _lock(shared=False)
    for held in open_modes(agency.path):
        raise _held(held, by)
    actor = by.as_actor(channel=channel)
    try:
        with transaction.atomic():
            made = CommandMode.objects.create(
                agency=agency, reason=reason.strip(), started_by=actor.label
            )
    except IntegrityError:
        raise _held(open_modes(agency.path).get(agency=agency), by) from None
    _tell(actor, made, reason=made.reason)
    return made


@transaction.atomic
def end_major(
    mode: CommandMode,
    *,
    by: Reporter,
    report: str,
    version: int | None = None,
    channel: str = "screen",
) -> CommandMode:
    """Give dispatch back, with a report in words; what the log shows of the span is kept too.

    Raises NotAllowed for a mode of an agency above, LostRace when somebody ended it first,
    StaleVersion when it changed since `version`.
    """
    _check_words(report, "/report", _("Say what came of it, in at least 4 characters."))
    if not mode.agency.path.startswith(by.agency_path):
        raise NotAllowed(_("Only the agency that took over, or one above it, gives it back."))
    _lock(shared=False)
    now, actor = timezone.now(), by.as_actor(channel=channel)
    rows = CommandMode.objects.filter(pk=mode.pk, ended_at__isnull=True)
    if version is not None:
        rows = rows.filter(version=version)
    won = rows.update(
        ended_at=now,
        ended_by=actor.label,
        report=report.strip(),
        result=reports.compute(mode.agency.path, since=mode.started_at, until=now),
        version=F("version") + 1,
    )
    current = CommandMode.objects.select_related("agency").get(pk=mode.pk)
    if not won:
        raise _not_ended(current, version)
    _tell(actor, current, reason=current.report[:200])
    return current


def _lock(*, shared: bool) -> None:
    """A takeover waits for dispatches being written, and they for it: neither slips by."""
    kind = "_shared" if shared else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock{kind}(%s)", [SWITCH])


def _check_words(text: str, pointer: str, message: str) -> None:
    if len(text.strip()) < SHORTEST:
        fault: FieldError = {"pointer": pointer, "code": "too_short", "message": message}
        raise InvalidInput(message, errors=[fault])


def _held(mode: CommandMode, by: Reporter) -> DomainError:
    if not mode.agency.path.startswith(by.agency_path):
        return taken_over(mode)
    at = timezone.localtime(mode.started_at).strftime("%H:%M:%S")
    told = {"who": mode.started_by, "at": at, "agency": mode.agency.name}
    return LostRace(
        _("%(who)s took over dispatch for %(agency)s at %(at)s.") % told,
        winner=mode.started_by,
        at=moment(mode.started_at),
        id=mode.pk,
    )


def _not_ended(current: CommandMode, version: int | None) -> DomainError:
    if current.ended_at is None:
        return StaleVersion(
            _("It was changed since you read it."), yours=version, current=current.version
        )
    at = timezone.localtime(current.ended_at).strftime("%H:%M:%S")
    return LostRace(
        _("%(who)s ended it at %(at)s.") % {"who": current.ended_by, "at": at},
        winner=current.ended_by,
        at=moment(current.ended_at),
    )


def _tell(actor: Actor, mode: CommandMode, *, reason: str) -> None:
    """One fact for the agency itself and one for every seat below: a fact is seen from above."""
    record(actor, *(_fact(mode, path, reason) for path in _seats(mode.agency)))


def _seats(agency: Agency) -> Iterable[str]:
    held = RoleGrant.objects.in_force(timezone.now()).filter(
        role__in=SEATS, officer__agency__path__startswith=agency.path
    )
    below = set(held.values_list("officer__agency__path", flat=True)) - {agency.path}
    return [agency.path, *sorted(below)]


def _fact(mode: CommandMode, path: str, reason: str) -> Fact:
    return Fact(
        kind="dispatch.mode_changed",
        subject_type="command_mode",
        subject_id=str(mode.pk),
        subject_version=mode.version,
        agency_path=path,
        payload={"id": mode.pk, "by": mode.ended_by or mode.started_by, **brief(mode)},
        reason=reason,
    )
