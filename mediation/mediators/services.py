"""Writes of bodies, mediators and village groups."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, Protocol

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.crypto import blind_index
from grid.organisation.models import Agency, Officer
from grid.organisation.writing import assign, fault, locked, own_agency, refuse
from grid.rights import Right
from grid.territory.models import Division
from mediation.mediators.models import GroupActivity, MediationBody, Mediator, VillageGroup

BODY: Final = (
    "code", "name", "kind", "level", "contact", "address", "term_from", "term_to", "is_active",
)  # fmt: skip
MEDIATOR: Final = (
    "name", "kind", "office", "is_woman", "specialities", "contact", "most_at_once",
    "trained_on", "valid_from", "valid_to",
)  # fmt: skip
GROUP: Final = ("name", "kind", "headcount", "contact", "is_active")


class By(Protocol):
    """An officer or a client system."""

    @property
    def agency(self) -> Agency: ...
    @property
    def agency_path(self) -> str: ...
    @property
    def rights(self) -> frozenset[Right]: ...
    def as_actor(self, *, channel: str = ...) -> Actor: ...


def _fact(done: str, subject: str, key: str, path: str, **told: Any) -> Fact:
    return Fact(
        kind=f"disputes.{done}",
        subject_type=subject,
        subject_id=key,
        agency_path=path,
        payload=told,
    )


@transaction.atomic
def save_body(
    row: MediationBody | None, *, by: By, version: int | None = None, **said: Any
) -> MediationBody:
    """Enter or change a body; raises InvalidInput with every fault, StaleVersion."""
    body = locked(row, version) if row else MediationBody(agency=by.agency)
    faults: list[FieldError] = []
    own_agency(body, said, by, faults)
    assign(body, said, BODY)
    _division(body, said, faults)
    taken = MediationBody.objects.filter(code=body.code).exclude(pk=body.pk)
    if not body.code or taken.exists():
        faults.append(fault("code", "taken", _("There is a body of this code.")))
    if body.term_from and body.term_to and body.term_to <= body.term_from:
        faults.append(fault("term_to", "before", _("It ends before it begins.")))
    refuse(faults)
    body.save()
    record(by.as_actor(), _fact("body_changed", "mediation_body", body.code, body.agency.path))
    return body


def _division(row: Any, said: Mapping[str, Any], faults: list[FieldError]) -> None:
    code = said.get("division")
    if not code:
        return
    found = Division.objects.filter(code=code).first()
    if found is None:
        faults.append(fault("division", "unknown", _("There is no such division.")))
    else:
        row.division = found


@transaction.atomic
def save_mediator(
    row: Mediator | None, *, by: By, body: MediationBody, version: int | None = None, **said: Any
) -> Mediator:
    """Enter or change a mediator.

    `badge_number` is her sign-in, where she has one; `home` her address, of which only a keyed
    digest is kept, to see a conflict of interest.
    """
    one = locked(row, version) if row else Mediator(body=body)
    one.body = body
    faults: list[FieldError] = []
    assign(one, said, MEDIATOR)
    _sign_in(one, said, by, faults)
    if one.valid_to and one.valid_to <= one.valid_from:
        faults.append(fault("valid_to", "before", _("It ends before it begins.")))
    if one.is_woman is None or not one.name.strip():
        faults.append(fault("name", "required", _("This field is required.")))
    refuse(faults)
    if said.get("home"):
        one.home_index = index_of_home(said["home"])
    one.save()
    told = {"kind": one.kind, "body": body.code}
    fact = _fact("mediator_changed", "mediator", str(one.pk), body.agency.path, **told)
    record(by.as_actor(), fact)
    return one


def index_of_home(address: str) -> str:
    """The digest a party's address is compared by (`register.private.index`)."""
    plain = "".join(address.split()).upper()
    return blind_index(f"address:{plain}", purpose="mediation.party") if plain else ""


def _sign_in(one: Mediator, said: Mapping[str, Any], by: By, faults: list[FieldError]) -> None:
    if "badge_number" not in said:
        return
    badge = said["badge_number"]
    one.officer = None
    if not badge:
        return
    rows = Officer.objects.visible_to(by).filter(badge_number=badge, is_active=True)
    one.officer = rows.first()
    if one.officer is None:
        text = _("There is nobody with this badge number.")
        faults.append(fault("badge_number", "unknown", text))
    elif Mediator.objects.filter(officer=one.officer).exclude(pk=one.pk).exists():
        text = _("This officer is a mediator already.")
        faults.append(fault("badge_number", "taken", text))


@transaction.atomic
def save_group(
    row: VillageGroup | None, *, by: By, version: int | None = None, **said: Any
) -> VillageGroup:
    """Enter or change a village group: a count of people and a contact, no roster."""
    group = locked(row, version) if row else VillageGroup(agency=by.agency)
    faults: list[FieldError] = []
    own_agency(group, said, by, faults)
    assign(group, said, GROUP)
    _division(group, said, faults)
    if group.division_id is None:
        faults.append(fault("division", "required", _("Say which village it is of.")))
    else:
        twin = VillageGroup.objects.filter(division=group.division_id, name=group.name)
        if twin.exclude(pk=group.pk).exists():
            faults.append(fault("name", "taken", _("This village has a group of this name.")))
    refuse(faults)
    group.save()
    told = {"division": group.division_id, "headcount": group.headcount}
    fact = _fact("group_changed", "village_group", str(group.pk), group.agency.path, **told)
    record(by.as_actor(), fact)
    return group


@transaction.atomic
def note_activity(
    group: VillageGroup,
    *,
    by: By,
    on: date,
    people: int = 1,
    visited: int = 0,
    settled: int = 0,
    note: str = "",
) -> GroupActivity:
    """What a group did on a day; never of days to come."""
    if on > timezone.localdate():
        refuse([fault("on", "future", _("This lies in the future."))])
    actor = by.as_actor()
    made = GroupActivity.objects.create(
        group=group,
        on=on,
        people=people,
        visited=visited,
        settled=settled,
        note=note.strip()[:200],
        noted_by=actor.label,
    )
    last = models.functions.Greatest(models.functions.Coalesce("last_active_on", on), on)
    VillageGroup.objects.filter(pk=group.pk).update(last_active_on=last)
    told = {"on": on.isoformat(), "settled": settled, "visited": visited}
    fact = _fact("group_active", "village_group", str(group.pk), group.agency.path, **told)
    record(actor, fact)
    return made
