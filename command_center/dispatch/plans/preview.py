"""What a plan would send now, and what it would lack, said in words; nothing is changed."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.dispatch.plans.choosing import Choice, choose, nearer_words
from command_center.dispatch.plans.models import PlanActivation, ResponsePlan
from command_center.dispatch.plans.texts import Need, force, short_of, text_of
from command_center.incidents.models import Incident
from grid.organisation.models import Officer, RoleGrant
from grid.organisation.roles import Role
from grid.scope import Viewer


def of_plan(plan: ResponsePlan, incident: Incident, *, viewer: Viewer, step: int) -> dict[str, Any]:
    """What activating the plan at the step would do."""
    return _preview(text_of(plan)["needs"], incident, viewer=viewer, since=0, step=step)


def of_step(activation: PlanActivation, *, viewer: Viewer) -> dict[str, Any] | None:
    """What the next alarm step would add; None after the last."""
    if activation.step >= activation.plan_text["steps"]:
        return None
    step = activation.step
    needs = activation.plan_text["needs"]
    return _preview(needs, activation.incident, viewer=viewer, since=step, step=step + 1)


def _preview(
    needs: Sequence[Need], incident: Incident, *, viewer: Viewer, since: int, step: int
) -> dict[str, Any]:
    choices = choose(needs, incident, viewer=viewer, step=step)
    told = [notice(need, incident) for need in added(needs, "notify", since, step)]
    return {
        "step": step,
        "units": [unit_row(choice) for choice in choices],
        "orders": [
            {"title": need["title"], "text": need["text"], "receivers": list(need["receivers"])}
            for need in added(needs, "order", since, step)
        ],
        "notify": [{name: row[name] for name in ("title", "roles", "people")} for row in told],
        "checks": [need["title"] for need in added(needs, "check", since, step)],
        "shortfalls": [
            *shortfalls(choices, incident, viewer),
            *(row["shortfall"] for row in told if row["shortfall"]),
        ],
    }


def added(needs: Iterable[Need], kind: str, since: int, step: int) -> list[Need]:
    """Needs of a kind that come with the steps after `since` up to `step`."""
    return [need for need in needs if need["kind"] == kind and since < need["step"] <= step]


def unit_row(choice: Choice) -> dict[str, Any]:
    """One force: how many are wanted, who is there, who would be sent, how many are short."""
    return {
        "force": force(choice.need),
        "wanted": int(choice.need["count"]),
        "there": [unit.call_sign for unit in choice.there],
        "sent": [unit.call_sign for unit in choice.sent],
        "short": choice.missing,
    }


def shortfalls(choices: Iterable[Choice], incident: Incident, viewer: Viewer) -> list[str]:
    """A sentence for every force that is short, and why nearer units are not sent."""
    lines = [short_of(choice.need, choice.missing) for choice in choices if choice.missing]
    words = nearer_words(incident, viewer) if lines else ""
    return [*lines, words] if words else lines


def notice(need: Need, incident: Incident) -> dict[str, Any]:
    """Who is told: officers by badge number, and agencies on the way up that hold a role."""
    codes = incident.agency.path.strip("/").split("/")
    held = RoleGrant.objects.in_force(timezone.now()).filter(
        role__in=need["roles"], officer__agency__code__in=codes, officer__is_active=True
    )
    paths = {role: set[str]() for role in need["roles"]}
    for role, path in held.values_list("role", "officer__agency__path"):
        paths[role].add(path)
    people = Officer.objects.filter(badge_number__in=need["people"], is_active=True)
    paths_of_people = dict(people.values_list("badge_number", "agency__path"))
    missing = [str(Role(role).label) for role, found in paths.items() if not found]
    missing += sorted(set(need["people"]) - set(paths_of_people))
    return {
        "title": need["title"],
        "text": need["text"],
        "roles": list(need["roles"]),
        "people": sorted(paths_of_people),
        "paths": sorted(set().union(*paths.values(), paths_of_people.values())),
        "shortfall": _("Nobody to be told: %s.") % ", ".join(missing) if missing else "",
    }
