"""Writing response plans: a new one, and the next version of one; the old text stays beside it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from command_center.dispatch.orders.receivers import found as receivers_found
from command_center.dispatch.plans.models import PlanNeed, ResponsePlan, ResponsePlanVersion
from command_center.dispatch.plans.receivers import split
from command_center.dispatch.plans.texts import text_of
from command_center.incidents.drafts import Reporter
from command_center.incidents.models import Category
from grid.errors import DomainError, FieldError, InvalidInput, NotAllowed, StaleVersion
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Officer
from grid.territory.models import Cell
from patrol.units.models import Capability

Values = Mapping[str, Any]
FIELDS: Final = (
    "name",
    "category_prefix",
    "levels",
    "cells",
    "hour_from",
    "hour_to",
    "valid_from",
    "valid_to",
    "note",
    "is_active",
)
MOST_NEEDS: Final = 60
SHORTEST: Final = 4  # characters of an order's title or text


@transaction.atomic
def create_plan(
    values: Values, needs: Sequence[Values], *, by: Reporter, channel: str = "screen"
) -> ResponsePlan:
    """Keep a new plan; `values` has `code`, `agency` and the fields, `needs` one mapping a need.

    Raises InvalidInput naming every fault, NotAllowed for an agency outside the scope of `by`.
    """
    if not values["agency"].path.startswith(by.agency_path):
        raise NotAllowed(_("This agency is not in your scope."))
    _check(values, needs, by)
    actor = by.as_actor(channel=channel)
    chosen = {name: values[name] for name in FIELDS if name in values}
    try:
        with transaction.atomic():
            plan = ResponsePlan.objects.create(
                code=values["code"], agency=values["agency"], author=actor.label, **chosen
            )
    except IntegrityError:
        raise _fault("/code", "taken", _("There is a plan of this code already.")) from None
    _write_needs(plan, needs)
    _tell(actor, plan)
    return plan


@transaction.atomic
def change_plan(
    plan: ResponsePlan,
    values: Values,
    needs: Sequence[Values] | None,
    *,
    by: Reporter,
    version: int | None,
    channel: str = "screen",
) -> ResponsePlan:
    """The plan's next version; `needs` None leaves them. What runs keeps the text it began with.

    Raises StaleVersion with both versions, InvalidInput, NotAllowed.
    """
    if not plan.agency.path.startswith(by.agency_path):
        raise NotAllowed(_("This plan belongs to an agency above yours."))
    rows = ResponsePlan.objects.select_for_update(of=("self",)).select_related("agency")
    current = rows.get(pk=plan.pk)
    if version is not None and version != current.version:
        raise StaleVersion(
            _("Somebody changed this plan since you read it."),
            yours=version,
            current=current.version,
        )
    before = text_of(current)
    _check({name: getattr(current, name) for name in FIELDS} | dict(values), needs or (), by)
    ResponsePlanVersion.objects.create(
        plan=current, version=current.version, text=before, author=current.author
    )
    actor = by.as_actor(channel=channel)
    for name in FIELDS:
        setattr(current, name, values.get(name, getattr(current, name)))
    current.author, current.version = actor.label, current.version + 1
    current.save()
    if needs is not None:
        current.needs.all().delete()
        _write_needs(current, needs)
    _tell(actor, current)
    return current


def _write_needs(plan: ResponsePlan, needs: Sequence[Values]) -> None:
    PlanNeed.objects.bulk_create(PlanNeed(plan=plan, **need) for need in needs)
    plan.steps = max((need.get("step", 1) for need in needs), default=1)
    plan.save(update_fields=["steps"])


def _check(values: Values, needs: Sequence[Values], by: Reporter) -> None:
    faults = list(_plan_faults(values, by))
    if len(needs) > MOST_NEEDS:
        faults.append(_one("/needs", "count", _("At most %s needs.") % MOST_NEEDS))
    for place, need in enumerate(needs[:MOST_NEEDS]):
        faults += _need_faults(f"/needs/{place}", need, by)
    if faults:
        raise InvalidInput(_("The plan was not kept."), errors=faults)


def _plan_faults(values: Values, by: Reporter) -> Iterator[FieldError]:
    prefix = values.get("category_prefix", "")
    if prefix and not Category.objects.filter(code__startswith=prefix).exists():
        yield _one("/category_prefix", "unknown", _("No category begins with this code."))
    cells = set(values.get("cells", ()))
    known = Cell.objects.visible_to(by).in_force().filter(code__in=cells)
    if missing := cells - set(known.values_list("code", flat=True)):
        yield _one("/cells", "unknown", _("No such cell: %s") % ", ".join(sorted(missing)))
    if bool(values.get("hour_from")) != bool(values.get("hour_to")):
        yield _one("/hour_to", "required", _("Give both hours, or neither."))
    ends = values.get("valid_to")
    if ends and values.get("valid_from") and ends <= values["valid_from"]:
        yield _one("/valid_to", "order", _("It must end after it begins."))


def _need_faults(at: str, need: Values, by: Reporter) -> Iterator[FieldError]:
    kind = need["kind"]
    if kind == PlanNeed.Kind.UNITS:
        code = need.get("capability", "")
        if code and not Capability.objects.filter(code=code).exists():
            yield _one(f"{at}/capability", "unknown", _("There is no such capability."))
    elif len(need.get("title", "").strip()) < SHORTEST:
        yield _one(f"{at}/title", "too_short", _("At least 4 characters."))
    if kind == PlanNeed.Kind.ORDER:
        yield from _order_faults(at, need, by)
    if kind == PlanNeed.Kind.NOTIFY:
        yield from _notify_faults(at, need, by)


def _order_faults(at: str, need: Values, by: Reporter) -> Iterator[FieldError]:
    if len(need.get("text", "").strip()) < SHORTEST:
        yield _one(f"{at}/text", "too_short", _("At least 4 characters."))
    if need.get("due_within_min", 60) < need.get("sign_within_min", 10):
        yield _one(f"{at}/due_within_min", "order", _("Due after it is signed for."))
    if not need.get("receivers"):
        yield _one(f"{at}/receivers", "required", _("Say who receives it."))
        return
    try:
        receivers_found(by, **split(need["receivers"]))
    except DomainError as refusal:
        yield from (_one(f"{at}/receivers", e["code"], e["message"]) for e in refusal.errors)


def _notify_faults(at: str, need: Values, by: Reporter) -> Iterator[FieldError]:
    people = set(need.get("people", ()))
    if not people and not need.get("roles"):
        yield _one(f"{at}/roles", "required", _("Name a role or a badge number."))
    known = Officer.objects.visible_to(by).filter(badge_number__in=people, is_active=True)
    if missing := people - set(known.values_list("badge_number", flat=True)):
        yield _one(f"{at}/people", "unknown", _("No such officer: %s") % ", ".join(sorted(missing)))


def _one(pointer: str, code: str, message: str) -> FieldError:
    return {"pointer": pointer, "code": code, "message": message}


def _fault(pointer: str, code: str, message: str) -> InvalidInput:
    return InvalidInput(message, errors=[_one(pointer, code, message)])


def _tell(actor: Actor, plan: ResponsePlan) -> None:
    payload = {"code": plan.code, "name": plan.name, "version": plan.version, "steps": plan.steps}
    fact = Fact(
        kind="dispatch.plan_changed",
        subject_type="response_plan",
        subject_id=plan.code,
        subject_version=plan.version,
        agency_path=plan.agency.path,
        payload=payload,
    )
    record(actor, fact)
