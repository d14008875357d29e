"""The agency tree: created, renamed, moved with everything below it, closed."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import BigIntegerField, Case, F, Value, When
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from grid.errors import IllegalStep, InvalidInput, StaleVersion
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Agency


@transaction.atomic
def create_agency(*, code: str, name: str, kind: str, parent: Agency | None, by: Actor) -> Agency:
    """Create an agency below `parent`; `code` has 12 digits. Raises InvalidInput."""
    if parent is not None and not parent.is_active:
        raise _wrong("parent", _("This agency is closed."))
    if not (code.isascii() and code.isdigit() and len(code) == 12):
        raise _wrong("code", _("An agency code has 12 digits."))
    try:
        with transaction.atomic():
            agency = Agency.objects.create(code=code, name=name.strip(), kind=kind, parent=parent)
    except IntegrityError as error:
        raise _wrong("code", _("This code is taken.")) from error
    record(by, _fact("organisation.agency_created", agency))
    return agency


@transaction.atomic
def rename_agency(agency: Agency, *, name: str, version: int, by: Actor) -> Agency:
    """Give an agency another name. Raises StaleVersion."""
    changed = Agency.objects.filter(pk=agency.pk, version=version).update(
        name=name.strip(), version=version + 1
    )
    agency.refresh_from_db()
    if not changed:
        raise _stale(agency, version)
    record(by, _fact("organisation.agency_renamed", agency))
    return agency


@transaction.atomic
def move_agency(agency: Agency, *, parent: Agency, version: int, by: Actor) -> Agency:
    """Hang an agency, with all below it, under another one; every path changes in one statement.

    Raises IllegalStep where the tree would loop, StaleVersion where it was changed meanwhile.
    """
    # The two ends are locked in a fixed order, so that two moves cannot make a loop between them.
    locked = {
        row.pk: row
        for row in Agency.objects.select_for_update()
        .filter(pk__in=[agency.pk, parent.pk])
        .order_by("pk")
    }
    agency, parent = locked[agency.pk], locked[parent.pk]
    if agency.version != version:
        raise _stale(agency, version)
    if parent.path.startswith(agency.path):
        raise IllegalStep(_("An agency cannot be moved below itself."))
    old, new = agency.path, f"{parent.path}{agency.code}/"
    Agency.objects.filter(path__startswith=old).update(
        path=Concat(Value(new), Substr("path", len(old) + 1)),
        parent_id=Case(
            When(pk=agency.pk, then=Value(parent.pk)),
            default=F("parent_id"),
            output_field=BigIntegerField(),
        ),
        version=F("version") + 1,
    )
    agency.refresh_from_db()
    record(by, _fact("organisation.agency_moved", agency, old_path=old))
    return agency


@transaction.atomic
def deactivate_agency(agency: Agency, *, version: int, by: Actor, reason: str) -> Agency:
    """Close an agency that has neither open agencies below it nor active officers.

    Raises IllegalStep where it has, StaleVersion.
    """
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    if agency.version != version:
        raise _stale(agency, version)
    if agency.children.filter(is_active=True).exists():
        raise IllegalStep(_("Close the agencies below it first."))
    if agency.officers.filter(is_active=True).exists():
        raise IllegalStep(_("Officers still belong to this agency."))
    agency.is_active = False
    agency.version += 1
    agency.save()
    record(by, _fact("organisation.agency_closed", agency, reason=reason))
    return agency


def _fact(kind: str, agency: Agency, *, reason: str = "", **payload: Any) -> Fact:
    return Fact(
        kind=kind,
        subject_type="agency",
        subject_id=agency.code,
        agency_path=agency.path,
        subject_version=agency.version,
        payload={"code": agency.code, "name": agency.name, "path": agency.path, **payload},
        reason=reason,
    )


def _stale(agency: Agency, version: int) -> StaleVersion:
    message = _("Somebody changed this agency in the meantime.")
    return StaleVersion(message, yours=version, current=agency.version)


def _wrong(field: str, message: str) -> InvalidInput:
    return InvalidInput(
        message, errors=[{"pointer": f"/{field}", "code": "invalid", "message": message}]
    )
