"""The rules as rows: reading and changing them."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.alerts.models import AlertRule
from grid.errors import FieldError, InvalidInput, StaleVersion
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.scope import Viewer

FOUR_WEEKS: Final = timedelta(weeks=4)
DISTRESS: Final = ("alerts.help_called", "alerts.button_pressed")
AS_IT_IS: Final[dict[str, Any]] = {
    "priority": 1,
    "sound": AlertRule.Sound.TWO_TONE,
    "is_active": True,
    "condition": {},
}


def rules(viewer: Viewer) -> QuerySet[AlertRule]:
    """Rules in scope with `raised`, the alerts each raised in the last four weeks."""
    since = timezone.now() - FOUR_WEEKS
    rows: QuerySet[AlertRule] = AlertRule.objects.visible_to(viewer).select_related("agency")
    return rows.annotate(raised=Count("alerts", filter=Q(alerts__raised_at__gt=since))).order_by(
        "priority", "code"
    )


def answer_targets(viewer: Viewer) -> dict[str, dict[str, int]]:
    """By priority, the seconds after which an unanswered alert is soon and then late.

    They are the first two steps of the escalation of the rules that ring for the viewer.
    """
    codes = viewer.agency_path.strip("/").split("/")
    mine = Q(agency__path__startswith=viewer.agency_path) | Q(agency__code__in=codes)
    found: dict[str, dict[str, int]] = {}
    for rule in AlertRule.objects.filter(mine, is_active=True).order_by("priority", "code"):
        times = sorted(int(step["after_s"]) for step in rule.escalation)
        if len(times) > 1:
            steps = {"soon": times[0], "late": times[1]}
            found.setdefault(str(rule.priority), steps)
    return found


def _check_distress(rule: AlertRule, changes: Mapping[str, Any]) -> None:
    """A call for help stays urgent, loud and in force, whoever sets the rules."""
    if AlertRule.objects.filter(pk=rule.pk, fact_kind__in=DISTRESS).exists():
        asked = {name: changes[name] for name in AS_IT_IS if name in changes}
        faults: list[FieldError] = [
            {"pointer": f"/{name}", "code": "distress", "message": message}
            for name, value in asked.items()
            if value != AS_IT_IS[name] and (message := _("This stays as it is."))
        ]
        if "fact_kind" in changes and changes["fact_kind"] not in DISTRESS:
            message = _("This stays as it is.")
            faults.append({"pointer": "/fact_kind", "code": "distress", "message": message})
        if faults:
            text = _("A call for help is urgent, loud and cannot be switched off.")
            raise InvalidInput(text, errors=faults)


@transaction.atomic
def change_rule(rule: AlertRule, *, by: Actor, version: int, changes: dict[str, Any]) -> AlertRule:
    """Change a rule's fields; raises StaleVersion where somebody changed it since `version`.

    Raises InvalidInput for a change that would let a call for help pass unheard.
    """
    _check_distress(rule, changes)
    won = AlertRule.objects.filter(pk=rule.pk, version=version).update(
        version=F("version") + 1, **changes
    )
    current = AlertRule.objects.select_related("agency").get(pk=rule.pk)
    if not won:
        raise StaleVersion(
            _("Somebody changed this rule meanwhile; open it again to see how."),
            yours=version,
            current=current.version,
        )
    record(
        by,
        Fact(
            kind="alerts.rule_changed",
            subject_type="alert_rule",
            subject_id=f"{current.agency.code}:{current.code}",
            subject_version=current.version,
            agency_path=current.agency.path,
            payload={"changed": sorted(changes), "is_active": current.is_active},
        ),
    )
    return current
