"""Putting a plan to work: units, orders, people and checklist in one act; steps up; its end."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.dispatch.assignments.services import assign
from command_center.dispatch.modes.services import require_authority
from command_center.dispatch.orders.receivers import found as receivers_found
from command_center.dispatch.orders.services import issue
from command_center.dispatch.plans import preview
from command_center.dispatch.plans.choosing import Choice, choose
from command_center.dispatch.plans.models import PlanActivation, PlanCheck, ResponsePlan
from command_center.dispatch.plans.receivers import split
from command_center.dispatch.plans.texts import Need, text_of
from command_center.incidents import services as incidents
from command_center.incidents.briefs import moment
from command_center.incidents.drafts import Reporter
from command_center.incidents.models import Incident
from command_center.incidents.states import is_open
from grid.errors import DomainError, FieldError, IllegalStep, InvalidInput, LostRace, StaleVersion
from grid.ledger.facts import Fact
from grid.ledger.services import record

SHORTEST = 4  # characters of an outcome


@transaction.atomic
def activate(
    plan: ResponsePlan, incident: Incident, *, by: Reporter, step: int = 1, channel: str = "screen"
) -> PlanActivation:
    """Send what the plan needs up to the step, as far as there is any; what lacks is kept said.

    Raises LostRace when it runs on this incident already (two at once: one activation), TakenOver,
    IllegalStep for an incident that is over, InvalidInput for a step the plan has not.
    """
    require_authority(by, incident.agency.path)
    if not is_open(incident.state):
        raise IllegalStep(_("The incident is over; no plan is started on it."))
    if not 1 <= step <= plan.steps:
        raise _fault("/step", _("The plan has %s alarm steps.") % plan.steps)
    actor = by.as_actor(channel=channel)
    try:
        with transaction.atomic():
            made = PlanActivation.objects.create(
                plan=plan,
                plan_version=plan.version,
                plan_text=text_of(plan),
                incident=incident,
                step=step,
                started_by=actor.label,
            )
    except IntegrityError:
        raise _running(plan, incident) from None
    facts = _carry_out(made, by, since=0, channel=channel)
    record(actor, *facts, _fact("dispatch.plan_activated", made))
    return made


@transaction.atomic
def raise_step(
    activation: PlanActivation,
    *,
    by: Reporter,
    version: int | None = None,
    channel: str = "screen",
) -> PlanActivation:
    """The next alarm step: only what it adds to what is there is sent.

    Raises LostRace or StaleVersion when somebody was first, IllegalStep after the last step.
    """
    require_authority(by, activation.incident.agency.path)
    current = _held(activation, version)
    if current.step >= current.plan_text["steps"]:
        raise IllegalStep(_("This is the plan's last alarm step."), step=current.step)
    if not is_open(current.incident.state):
        raise IllegalStep(_("The incident is over; no plan is started on it."))
    since, current.step = current.step, current.step + 1
    actor = by.as_actor(channel=channel)
    facts = _carry_out(current, by, since=since, channel=channel)
    record(actor, *facts, _fact("dispatch.plan_step_raised", current))
    return current


@transaction.atomic
def end(
    activation: PlanActivation,
    *,
    by: Reporter,
    outcome: str,
    lessons: str = "",
    version: int | None = None,
    channel: str = "screen",
) -> PlanActivation:
    """Say what came of the plan, and what is learnt for the next time."""
    require_authority(by, activation.incident.agency.path)
    if len(outcome.strip()) < SHORTEST:
        raise _fault("/outcome", _("Say what came of it, in at least 4 characters."))
    current = _held(activation, version)
    actor = by.as_actor(channel=channel)
    current.ended_at, current.ended_by = timezone.now(), actor.label
    current.outcome, current.lessons = outcome.strip(), lessons.strip()
    current.version += 1
    current.save()
    record(actor, _fact("dispatch.plan_ended", current))
    return current


@transaction.atomic
def tick(check: PlanCheck, *, by: Reporter, note: str = "", channel: str = "screen") -> PlanCheck:
    """Tick an item of the checklist; of two who do, the second is told who was first."""
    require_authority(by, check.activation.incident.agency.path)
    actor = by.as_actor(channel=channel)
    won = PlanCheck.objects.filter(pk=check.pk, done_at__isnull=True).update(
        done_at=timezone.now(), done_by=actor.label, note=note.strip()[:200]
    )
    check.refresh_from_db()
    if not won:
        raise LostRace(
            _("%s ticked it first.") % check.done_by, winner=check.done_by, at=moment(check.done_at)
        )
    activation = check.activation
    PlanActivation.objects.filter(pk=activation.pk).update(version=F("version") + 1)
    activation.refresh_from_db(fields=["version"])
    record(actor, _fact("dispatch.plan_check_ticked", activation, check=check.text))
    return check


def _carry_out(activation: PlanActivation, by: Reporter, *, since: int, channel: str) -> list[Fact]:
    """Do what the steps after `since` ask for, and keep what was done; answers facts to record."""
    needs, incident, step = activation.plan_text["needs"], activation.incident, activation.step
    choices = choose(needs, incident, viewer=by, step=step)
    refused = [line for choice in choices for line in _send(choice, incident, by, channel)]
    orders, unsent = _orders(preview.added(needs, "order", since, step), by, channel)
    told = [preview.notice(n, incident) for n in preview.added(needs, "notify", since, step)]
    PlanCheck.objects.bulk_create(
        PlanCheck(activation=activation, step=need["step"], text=need["title"])
        for need in preview.added(needs, "check", since, step)
    )
    unheard = [row["shortfall"] for row in told if row["shortfall"]]
    units = [preview.unit_row(choice) for choice in choices]
    done = {
        "step": step,
        "at": moment(timezone.now()),
        "by": by.as_actor(channel=channel).label,
        "units": units,
        "orders": orders,
        "notify": [{"title": r["title"], "roles": r["roles"], "people": r["people"]} for r in told],
        "shortfalls": [*preview.shortfalls(choices, incident, by), *refused, *unsent, *unheard],
    }
    activation.result = {"steps": [*activation.result.get("steps", []), done]}
    activation.version += 1
    activation.save(update_fields=["result", "step", "version"])
    line = _("Plan %(name)s, step %(step)s: %(units)s")
    sent = ", ".join(sign for row in units for sign in row["sent"]) or "—"
    said = {"name": activation.plan_text["name"], "step": step, "units": sent}
    incidents.note(incident, line % said, by=by, channel=channel)
    return [fact for row in told for fact in _notices(row, activation)]


def _send(choice: Choice, incident: Incident, by: Reporter, channel: str) -> Iterable[str]:
    """Assign the chosen units one by one; who was taken meanwhile leaves a sentence and a gap."""
    for unit in list(choice.sent):
        try:
            with transaction.atomic():
                assign(incident, [unit], by=by, channel=channel)
        except DomainError as refusal:
            choice.sent.remove(unit)
            yield f"{unit.call_sign}: {refusal.message}"


def _orders(
    needs: Sequence[Need], by: Reporter, channel: str
) -> tuple[list[dict[str, Any]], list[str]]:
    """Issue the orders; answers those issued and a sentence for each that could not be."""
    issued, unsent, now = [], [], timezone.now()
    for need in needs:
        try:
            with transaction.atomic():
                order = issue(
                    by=by,
                    receivers=receivers_found(by, **split(need["receivers"])),
                    channel=channel,
                    title=need["title"],
                    text=need["text"],
                    sign_by=now + timedelta(minutes=need["sign_within_min"]),
                    due_at=now + timedelta(minutes=need["due_within_min"]),
                )
        except DomainError as refusal:
            unsent.append(
                _("Order not sent: %(title)s. %(why)s")
                % {"title": need["title"], "why": refusal.message}
            )
        else:
            receivers = list(need["receivers"])
            issued.append({"number": order.number, "title": order.title, "receivers": receivers})
    return issued, unsent


def _notices(row: dict[str, Any], activation: PlanActivation) -> Iterable[Fact]:
    incident = activation.incident
    for path in row["paths"]:
        to = path.rstrip("/").rpartition("/")[2]
        yield Fact(
            kind="dispatch.plan_notified",
            subject_type="incident",
            subject_id=incident.number,
            agency_path=path,
            payload={
                "to": to,
                "plan": activation.plan_text["code"],
                "name": activation.plan_text["name"],
                "title": row["title"],
                "text": row["text"][:300],
                "roles": row["roles"],
                "people": row["people"],
                "address": incident.address,
                "is_exercise": incident.is_exercise,
                **_place(incident),
            },
        )


def _place(incident: Incident) -> dict[str, float | None]:
    point = incident.point
    return {"lng": point.x if point else None, "lat": point.y if point else None}


def _held(activation: PlanActivation, version: int | None) -> PlanActivation:
    """The activation's row until commit; refuses one that ended or changed meanwhile."""
    rows = PlanActivation.objects.select_for_update(of=("self",))
    current = rows.select_related("plan", "incident__agency", "incident__category").get(
        pk=activation.pk
    )
    if current.ended_at:
        raise LostRace(
            _("%s ended it.") % current.ended_by,
            winner=current.ended_by,
            at=moment(current.ended_at),
        )
    if version is not None and version != current.version:
        raise StaleVersion(
            _("It was changed since you read it."), yours=version, current=current.version
        )
    return current


def _running(plan: ResponsePlan, incident: Incident) -> LostRace:
    first = PlanActivation.objects.get(plan=plan, incident=incident, ended_at__isnull=True)
    at = timezone.localtime(first.started_at).strftime("%H:%M:%S")
    return LostRace(
        _("%(who)s started this plan at %(at)s.") % {"who": first.started_by, "at": at},
        winner=first.started_by,
        at=moment(first.started_at),
        activation=first.pk,
    )


def _fault(pointer: str, message: str) -> InvalidInput:
    fault: FieldError = {"pointer": pointer, "code": "invalid", "message": message}
    return InvalidInput(message, errors=[fault])


def _fact(kind: str, activation: PlanActivation, **more: Any) -> Fact:
    incident = activation.incident
    last: dict[str, Any] = (activation.result.get("steps") or [{}])[-1]
    payload = {
        "id": activation.pk,
        "plan": {"code": activation.plan_text["code"], "name": activation.plan_text["name"]},
        "incident": incident.number,
        "step": activation.step,
        "shortfalls": [line[:120] for line in last.get("shortfalls", [])[:8]],
        "is_exercise": incident.is_exercise,
    }
    return Fact(
        kind=kind,
        subject_type="plan_activation",
        subject_id=str(activation.pk),
        subject_version=activation.version,
        agency_path=incident.agency.path,
        payload=payload | more,
    )
