"""Who is at an office on a day, by which norm, and what is missing."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from grid.organisation.dated import DatedQuerySet
from grid.service.offices.models import CommunityOffice, OfficeStaff, StaffingNorm

BUILT_IN = StaffingNorm()  # one head on the board, 1-2 officers, 4-6 auxiliaries


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing an office lacks: heads there and heads wanted, in people."""

    code: str
    words: str
    present: int
    wanted: int


@dataclass(slots=True)
class Strength:
    """An office with its people of one day and the norm it is measured by."""

    office: CommunityOffice
    norm: StaffingNorm
    head: OfficeStaff | None = None
    officers: list[OfficeStaff] = field(default_factory=list)
    auxiliaries: int = 0

    @property
    def gaps(self) -> list[Gap]:
        """What is missing, the gravest first; nobody is ever one too many."""
        return list(_gaps(self))

    @property
    def is_over(self) -> bool:
        """Whether more people work here than the norm has room for."""
        return (
            len(self.officers) > self.norm.officers_most
            or self.auxiliaries > self.norm.auxiliaries_most
        )


def _gaps(strength: Strength) -> Iterable[Gap]:
    norm, officers = strength.norm, len(strength.officers)
    if officers < norm.officers_least:
        yield Gap("officers", _("Too few officers"), officers, norm.officers_least)
    if norm.heads and strength.head is None:
        yield Gap("head", _("No head of the office"), 0, norm.heads)
    if strength.auxiliaries < norm.auxiliaries_least:
        words = _("Too few auxiliaries")
        yield Gap("auxiliaries", words, strength.auxiliaries, norm.auxiliaries_least)
    if norm.needs_board_seat and not strength.office.head_on_board:
        yield Gap("board_seat", _("The head has no seat on the community board"), 0, 1)


def strengths(offices: Sequence[CommunityOffice], on: date) -> list[Strength]:
    """Each office with its people of a local day; three queries for however many offices."""
    by_office = _staff([office.pk for office in offices], on)
    rules = list(DatedQuerySet(StaffingNorm).in_force(on).select_related("agency"))
    found = []
    for office in offices:
        row = Strength(office, norm_of(office, rules))
        for person in by_office[office.pk]:
            _seat(row, person)
        found.append(row)
    return found


def norm_of(office: CommunityOffice, rules: Iterable[Any]) -> StaffingNorm:
    """The norm of the nearest agency above the office; without any the built-in one.

    Stations and areas have no built-in norm: nothing is missing of what nobody asked for.
    """
    path = office.agency.path
    near = [r for r in rules if r.kind == office.kind and path.startswith(r.agency.path)]
    if near:
        nearest: StaffingNorm = max(near, key=lambda rule: len(rule.agency.path))
        return nearest
    if office.kind == CommunityOffice._meta.get_field("kind").default:
        return BUILT_IN
    return StaffingNorm(
        heads=0, officers_least=0, auxiliaries_least=0, officers_most=99, auxiliaries_most=99,
        needs_board_seat=False,
    )  # fmt: skip


def _staff(offices: Sequence[int], on: date) -> dict[int, list[OfficeStaff]]:
    rows = OfficeStaff.objects.filter(office__in=offices).on(on).select_related("officer")
    found: dict[int, list[OfficeStaff]] = defaultdict(list)
    for row in rows.order_by("valid_from", "pk"):
        found[row.office_id].append(row)
    return found


def _seat(strength: Strength, person: OfficeStaff) -> None:
    if person.duty == OfficeStaff.Duty.HEAD:
        strength.head = person
    elif person.duty == OfficeStaff.Duty.OFFICER:
        strength.officers.append(person)
    else:
        strength.auxiliaries += person.heads
