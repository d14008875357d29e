"""Writing, approving, renewing and revoking notices; telling the stations, and their signatures."""

from dataclasses import replace
from datetime import datetime
from typing import Any, Final, TypedDict, Unpack

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from checkpoints.lookout import keys
from checkpoints.lookout.drafts import NoticeFields, checked_draft, term_faults
from checkpoints.lookout.models import (
    LONGEST_WHOLE,
    Acknowledgement,
    Notice,
    NoticeCounter,
    NoticeRenewal,
)
from checkpoints.lookout.rules import times_of
from checkpoints.register.models import Checkpoint
from grid.errors import FieldError, IllegalStep, InvalidInput, LostRace, NotAllowed, StaleVersion
from grid.ledger import obligations
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Agency, ClientSystem, Officer

By = Officer | ClientSystem
SUBJECT: Final = "lookout_notice"
SPOKEN: Final = ("phone", "radio")
SHORTEST_REASON: Final = 4
_NEXT: Final = f"""
    INSERT INTO {NoticeCounter._meta.db_table} AS counter (year, last) VALUES (%s, 1)
    ON CONFLICT (year) DO UPDATE SET last = counter.last + 1 RETURNING last
"""  # noqa: S608 the name of our own table


class RenewalFields(TypedDict):
    """A further term and what it stands on."""

    instrument_type: str
    instrument_number: str
    instrument_issuer: str
    reason: str
    valid_to: datetime


def who(actor: Actor) -> str:
    """Kind and id, as the rule of four eyes compares them."""
    return f"{actor.kind}:{actor.id}"


@transaction.atomic
def draft(
    *, by: By, agency: Agency | None = None, channel: str = "screen", **said: Unpack[NoticeFields]
) -> Notice:
    """Write a notice for an agency's ground; it is nowhere looked for until another approves it.

    Raises InvalidInput naming every fault, NotAllowed for ground outside the own scope.
    """
    agency = agency or by.agency
    if not agency.path.startswith(by.agency_path):
        raise NotAllowed(_("This ground is outside your scope."))
    values = checked_draft(said)
    index = keys.index_of(values["sought"], values["kind"]) if values["sought"] else ""
    _refuse_twin(by, index)
    actor, now = by.as_actor(channel=channel), timezone.now()
    notice = Notice.objects.create(
        number=_next_number(now),
        agency=agency,
        sought_index=index,
        first_from=values["valid_from"],
        created_at=now,
        created_by=who(actor),
        created_label=actor.label,
        **values,
    )
    record(actor, notice_fact("drafted", notice))
    return notice


def _refuse_twin(by: By, index: str) -> None:
    """One notice a number: a second would ring twice for one car."""
    twin = Notice.objects.visible_to(by).filter(sought_index=index).first() if index else None
    if twin is not None:
        message = _("%s names this already.") % twin.number
        fault = FieldError(pointer="/sought", code="twin", message=message)
        raise InvalidInput(message, errors=[fault])


def _next_number(now: datetime) -> str:
    """`XYY-NNNN` (协) of the local year."""
    year = timezone.localtime(now).year
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [year])
        return f"X{year % 100:02d}-{cursor.fetchone()[0]:04d}"


@transaction.atomic
def approve(
    notice: Notice, *, by: By, version: int | None = None, channel: str = "screen"
) -> Notice:
    """Put a notice in force, as another officer than its writer; every station is told.

    Raises NotAllowed for its writer and for a client system, LostRace where another was first.
    """
    actor = _deciding(notice, by, channel)
    if who(actor) == notice.created_by:
        raise NotAllowed(_("Another officer approves what you wrote."))
    signed = {"approved_by": who(actor), "approved_label": actor.label}
    changes = {"state": Notice.State.APPROVED, "approved_at": timezone.now(), **signed}
    _step(notice, Notice.State.DRAFT, changes, version)
    tell_stations(notice, actor)
    record(actor, notice_fact("approved", notice))
    return notice


def tell_stations(notice: Notice, actor: Actor) -> None:
    """Ask every agency with a working checkpoint on the notice's ground to sign that it knows."""
    working = Checkpoint.objects.operational().filter(agency__path__startswith=notice.agency.path)
    agencies = Agency.objects.filter(pk__in=working.values("agency_id"), is_active=True)
    orders = [
        (_owed(notice, agency), {"notice": notice, "agency": agency})
        for agency in agencies or [notice.agency]
    ]
    obligations.issue_many(Acknowledgement, actor, orders)


def _owed(notice: Notice, agency: Agency) -> obligations.Order:
    # Half of what is left at most: nothing falls due after the notice itself is over.
    now = timezone.now()
    left = times_of(agency.path).acknowledge
    by = now + min(left, (notice.valid_to - now) / 2)
    return obligations.Order(
        owner_path=agency.path,
        title=_("Lookout notice %s") % notice.number,
        subject_type=SUBJECT,
        subject_id=notice.number,
        sign_by=by,
        due_at=by,
    )


@transaction.atomic
def renew(
    notice: Notice,
    *,
    by: By,
    version: int | None = None,
    channel: str = "screen",
    **said: Unpack[RenewalFields],
) -> NoticeRenewal:
    """Give a notice in force a further term of at most 30 days from now, as another officer.

    Neither its writer nor whoever renewed it last may; a fresh instrument or a reason is named.
    """
    actor = _deciding(notice, by, channel)
    previous = notice.renewed_by or notice.created_by
    if who(actor) in (previous, notice.created_by):
        raise NotAllowed(_("Another officer renews it than wrote it or renewed it last."))
    now = timezone.now()
    _check_renewal(notice, now, said)
    term = {"valid_from": now, "valid_to": said["valid_to"]}
    instrument = {name: said[name].strip() for name in _INSTRUMENT}
    _step(notice, Notice.State.APPROVED, {**term, **instrument, "renewed_by": who(actor)}, version)
    renewal = NoticeRenewal.objects.create(
        notice=notice,
        reason=said["reason"].strip(),
        previous_by=previous,
        renewed_by=who(actor),
        renewed_label=actor.label,
        **instrument,
        **term,
    )
    record(actor, *_everywhere("renewed", notice, reason=renewal.reason))
    return renewal


_INSTRUMENT: Final = ("instrument_type", "instrument_number", "instrument_issuer")


def _check_renewal(notice: Notice, now: datetime, said: RenewalFields) -> None:
    faults = list(term_faults(now, said["valid_to"]))
    if said["valid_to"] > notice.first_from + LONGEST_WHOLE:
        message = _("365 days in all are over: a new notice needs a new approval.")
        faults.append(FieldError(pointer="/valid_to", code="too_long", message=message))
    for name in (*_INSTRUMENT, "reason"):
        if len(said[name].strip()) < 2:
            message = _("This field is required.")
            faults.append(FieldError(pointer=f"/{name}", code="required", message=message))
    if faults:
        raise InvalidInput(_("The notice was not renewed."), errors=faults)


@transaction.atomic
def revoke(
    notice: Notice, *, by: By, reason: str, version: int | None = None, channel: str = "screen"
) -> Notice:
    """End a notice or a draft before its time; whom or what it named is wiped in the same moment.

    There is no way back: what is still sought needs a new notice.
    """
    if not notice.agency.path.startswith(by.agency_path):
        raise NotAllowed(_("Only its own agency or one above may do this."))
    if len(reason.strip()) < SHORTEST_REASON:
        message = _("Give a reason of four characters or more.")
        fault = FieldError(pointer="/reason", code="too_short", message=message)
        raise InvalidInput(message, errors=[fault])
    actor, before = by.as_actor(channel=channel), notice.state
    nobody = {"sought": None, "sought_index": "", "sought_name": None, "description": None}
    said = {"revoked_label": actor.label, "revoked_reason": reason.strip()[:200]}
    changes = {"state": Notice.State.REVOKED, "revoked_at": timezone.now(), **said, **nobody}
    if before == Notice.State.REVOKED:
        raise _refusal(notice, version)
    _step(notice, before, changes, version)
    for row in notice.acknowledgements.filter(state__in=obligations.OPEN):
        obligations.cancel(row, actor, reason=notice.revoked_reason)
    record(actor, *_everywhere("revoked", notice, reason=notice.revoked_reason))
    return notice


def _deciding(notice: Notice, by: By, channel: str) -> Actor:
    """Whoever decides is an officer, of the notice's agency or of one above it."""
    if isinstance(by, ClientSystem):
        raise NotAllowed(_("An officer decides this, not a system."))
    if not notice.agency.path.startswith(by.agency_path):
        raise NotAllowed(_("Only its own agency or one above may do this."))
    return by.as_actor(channel=channel)


def _step(notice: Notice, state: str, changes: dict[str, Any], version: int | None) -> None:
    """Compare and set; a notice whose time is over takes no step any more."""
    rows = Notice.objects.filter(pk=notice.pk, state=state, valid_to__gt=timezone.now())
    if version is not None:
        rows = rows.filter(version=version)
    won = rows.update(**changes, version=F("version") + 1)
    notice.refresh_from_db()
    if not won:
        raise _refusal(notice, version, state)


def _refusal(
    notice: Notice, version: int | None, state: str = ""
) -> LostRace | IllegalStep | StaleVersion:
    if notice.state == state and version is not None and notice.version != version:
        return StaleVersion(
            _("It was changed since you read it."), yours=version, current=notice.version
        )
    if notice.state == Notice.State.REVOKED:
        who_was, when = notice.revoked_label, notice.revoked_at
        return LostRace(_("%s was first.") % who_was, winner=who_was, at=when, state=notice.state)
    if notice.state == Notice.State.APPROVED and state == Notice.State.DRAFT:
        who_was, when = notice.approved_label, notice.approved_at
        return LostRace(_("%s was first.") % who_was, winner=who_was, at=when, state=notice.state)
    return IllegalStep(_("This step is not possible from here."), state=notice.state)


@transaction.atomic
def acknowledge(
    row: Acknowledgement,
    *,
    by: By,
    channel: str = "screen",
    spoken_by: str = "",
    version: int | None = None,
) -> Acknowledgement:
    """Sign that the station knows the notice, itself or for whoever said so by phone or radio."""
    actor = by.as_actor(channel=channel)
    if spoken_by.strip() and channel in SPOKEN:
        actor = replace(actor, on_behalf_of=f"{spoken_by.strip()} · {row.agency.name}"[:100])
    elif not by.agency_path.startswith(row.owner_path):
        message = _("%s signs for it itself, or say who told you so by phone or radio.")
        raise NotAllowed(message % row.agency.name)
    signed = obligations.sign(
        row,
        actor,
        version=version,
        channel=channel,
        spoken_by=spoken_by.strip(),
        delivered_at=Coalesce(F("delivered_at"), timezone.now()),
    )
    return obligations.finish(signed, actor, outcome="")


@transaction.atomic
def deliver(*, by: By) -> None:
    """Note that the notices of the own agency stand on a screen there, once each."""
    rows = Acknowledgement.objects.visible_to(by).filter(
        owner_path=by.agency_path, delivered_at__isnull=True, state__in=obligations.OPEN
    )
    fresh = list(rows.select_for_update(skip_locked=True, of=("self",))[:200])
    if not fresh:
        return
    now = timezone.now()
    Acknowledgement.objects.filter(pk__in=[row.pk for row in fresh]).update(delivered_at=now)
    facts = []
    for row in fresh:
        row.delivered_at = now
        facts.append(_delivered_fact(row))
    record(by.as_actor(), *facts)


def _delivered_fact(row: Acknowledgement) -> Fact:
    return Fact(
        kind="lookout.acknowledgement_delivered",
        subject_type="acknowledgement",
        subject_id=str(row.pk),
        subject_version=row.version,
        agency_path=row.owner_path,
        payload=obligations.brief(row) | row.details(),
    )


def _everywhere(step: str, notice: Notice, *, reason: str) -> list[Fact]:
    """The same fact on the notice's own ground and at each station that was told of it."""
    told = notice.acknowledgements.values_list("owner_path", flat=True)
    paths = dict.fromkeys([notice.agency.path, *told])
    return [notice_fact(step, notice, path=path, reason=reason) for path in paths]


def notice_fact(step: str, notice: Notice, *, path: str = "", reason: str = "") -> Fact:
    """A fact about a notice: number, kind and times, nothing of whom or what it names."""
    return Fact(
        kind=f"lookout.notice_{step}",
        subject_type=SUBJECT,
        subject_id=notice.number,
        subject_version=notice.version,
        agency_path=path or notice.agency.path,
        payload={
            "number": notice.number,
            "notice_kind": notice.kind,
            "state": notice.state,
            "agency": notice.agency.name,
            "valid_from": notice.valid_from.isoformat(),
            "valid_to": notice.valid_to.isoformat(),
        },
        reason=reason,
    )
