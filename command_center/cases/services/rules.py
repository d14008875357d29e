"""The rows a city counts by: categories, class sets, tags. They end; they are never deleted."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final, TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.cases.drafting import Reporter
from command_center.cases.models import CaseCategory, CaseTag, ClassSet, ClassSetMember
from grid.errors import FieldError, NotAllowed
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Agency
from grid.organisation.writing import assign, fault, locked, refuse

CATEGORY: Final = ("name", "name_en", "is_sensitive", "usual_loss_yuan", "valid_to")
TAG: Final = ("name", "name_en", "rank", "valid_to")
DEEPEST: Final = 4
Rule = TypeVar("Rule", CaseCategory, CaseTag, ClassSet)


@transaction.atomic
def save_category(
    category: CaseCategory | None, *, by: Reporter, version: int | None = None, **said: Any
) -> CaseCategory:
    """Add a local category (`code`, `kind`, `parent` a code) or change what may change of one.

    A code, once given, stays: what is over gets an end (`valid_to`). Raises NotAllowed below the
    city, InvalidInput, StaleVersion.
    """
    of_the_city(by)
    faults: list[FieldError] = []
    row = locked(category, version) if category else _new_category(said, faults)
    assign(row, said, CATEGORY)
    faults += check_category(row)
    refuse(faults)
    row.save()
    return told_of(row, by, "category", row.code)


def check_category(row: CaseCategory) -> list[FieldError]:
    """What is wrong with a category as it would be stored."""
    return _named(row.name) + _ended(row.valid_from, row.valid_to)


def _new_category(said: dict[str, Any], faults: list[FieldError]) -> CaseCategory:
    code = str(said.get("code") or "").strip()
    if not code or CaseCategory.objects.filter(code=code).exists():
        faults.append(fault("code", "taken", _("Give a code that nobody has.")))
    row = placed_below(said, faults)
    row.system, row.code, row.source = CaseCategory.System.LOCAL, code, "local"
    return row


def placed_below(said: Mapping[str, Any], faults: list[FieldError]) -> CaseCategory:
    """A category yet without a code, below the one whose code is said, of the kind of that one."""
    above = CaseCategory.objects.filter(code=said.get("parent") or "").order_by("valid_from").last()
    if said.get("parent") and above is None:
        faults.append(fault("parent", "unknown", _("There is no such category.")))
    elif above is not None and above.depth == DEEPEST:
        faults.append(fault("parent", "too_deep", _("There are four levels, no more.")))
    return CaseCategory(
        parent=above,
        kind=above.kind if above else said.get("kind") or "criminal",
        depth=above.depth + 1 if above else 1,
    )


@transaction.atomic
def save_tag(
    tag: CaseTag | None, *, by: Reporter, version: int | None = None, **said: Any
) -> CaseTag:
    """Add a tag (`kind`, `code`) or change what may change of one. Raises as `save_category`."""
    of_the_city(by)
    faults: list[FieldError] = []
    if tag:
        row = locked(tag, version)
    else:
        row = CaseTag(kind=said["kind"], code=said["code"])
        if CaseTag.objects.filter(kind=row.kind, code=row.code).exists():
            faults.append(fault("code", "taken", _("Give a code that nobody has.")))
    assign(row, said, TAG)
    faults += _named(row.name) + _ended(row.valid_from, row.valid_to)
    refuse(faults)
    row.save()
    return told_of(row, by, "tag", row.code)


@transaction.atomic
def set_class_set(
    *, by: Reporter, code: str, name: str, members: Sequence[str], valid_from: date, **said: Any
) -> ClassSet:
    """Have the actor's agency count by this set from a local day on; the former one ends there.

    `members` are codes of categories. What was counted before that day stays counted by the
    former set. `said` may hold name_en and source. Raises InvalidInput.
    """
    agency: Agency = by.agency
    found = {row.code: row for row in CaseCategory.objects.filter(code__in=members)}
    faults = _named(name)
    if not members or set(members) - set(found):
        faults.append(fault("members", "unknown", _("Name categories by their codes.")))
    former = ClassSet.objects.filter(agency=agency, code=code, valid_to__isnull=True)
    if former.filter(valid_from__gte=valid_from).exists():
        message = _("A set of this code begins on that day or later already.")
        faults.append(fault("valid_from", "taken", message))
    refuse(faults)
    former.update(valid_to=valid_from)
    before = ClassSet.objects.filter(code=code).order_by("valid_from").last()
    row = ClassSet.objects.create(
        agency=agency, code=code, name=name, valid_from=valid_from,
        rank=before.rank if before else 100, **said,
    )  # fmt: skip
    ClassSetMember.objects.bulk_create(
        ClassSetMember(class_set=row, category=category) for category in found.values()
    )
    return told_of(row, by, "class_set", row.code, members=sorted(found), since=str(valid_from))


@transaction.atomic
def end_class_set(row: ClassSet, *, by: Reporter, version: int | None = None) -> ClassSet:
    """Let the actor's own set end today; from tomorrow the one above it or the default counts.

    Raises NotAllowed for a set of somebody else or of the platform, StaleVersion.
    """
    if row.agency is None or not row.agency.path.startswith(by.agency_path):
        raise NotAllowed(_("Only a set of your own agency can be ended."))
    found = locked(row, version)
    found.valid_to = max(timezone.localdate(), found.valid_from) + timedelta(days=1)
    found.save()
    return told_of(found, by, "class_set", found.code, until=str(found.valid_to))


def of_the_city(by: Reporter) -> None:
    """Raise NotAllowed for whoever is not of the city itself."""
    if by.agency.parent_id is not None:
        raise NotAllowed(_("Categories and tags are the city's; sets may be your agency's own."))


def _named(name: str) -> list[FieldError]:
    return [] if name.strip() else [fault("name", "required", _("Give it a name."))]


def _ended(since: date, until: date | None) -> list[FieldError]:
    if until is not None and until < since:
        return [fault("valid_to", "order", _("The end lies before the beginning."))]
    return []


def told_of(row: Rule, by: Reporter, what: str, code: str, **more: Any) -> Rule:
    """The row, after the ledger was told that it changed."""
    fact = Fact(
        kind="cases.rules_changed", subject_type="case_rule", subject_id=f"{what}:{code}",
        subject_version=row.version, agency_path=by.agency_path,
        payload={"what": what, "code": code, **more},
    )  # fmt: skip
    record(by.as_actor(), fact)
    return row
