"""Raising and answering alerts."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.alerts.audience import nearest_audience
from command_center.alerts.defaults import DEFAULT_RULES, SEATS
from command_center.alerts.models import Alert, AlertRule
from command_center.alerts.rules import Heard, condition_fits, fill, kind_fits
from command_center.alerts.selectors import brief
from grid.errors import FieldError, InvalidInput, LostRace, NotAllowed
from grid.ledger.actors import PLATFORM, Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Agency

LONGEST_SHELF: Final = timedelta(minutes=30)


def rules_for(fact: Heard) -> list[AlertRule]:
    """The rules in force that wait for this fact: of its agency or of one above it."""
    rules = AlertRule.objects.filter(is_active=True).select_related("agency")
    return [
        rule
        for rule in rules
        if kind_fits(rule.fact_kind, fact.kind)
        and fact.agency_path.startswith(rule.agency.path)
        and condition_fits(rule.condition, fact.payload)
    ]


@transaction.atomic
def hear(facts: Iterable[tuple[Heard, int | None]]) -> list[Alert]:
    """Raise the alerts that these facts (each with its sequence number) call for."""
    found = raised(facts)
    record(PLATFORM, *(told for _alert, told in found))
    return [alert for alert, _told in found]


def raised(facts: Iterable[tuple[Heard, int | None]]) -> list[tuple[Alert, Fact]]:
    """The same with the fact of each left to the caller, who records them last."""
    found = [alert for fact, seq in facts for alert in _raised(fact, seq)]
    return [(alert, fact_of("alerts.raised", alert)) for alert in found]


def _raised(fact: Heard, seq: int | None) -> list[Alert]:
    """Of rules that would speak of the fact under one source key, the most urgent speaks."""
    found: dict[str, Alert] = {}
    for rule in rules_for(fact):
        key = fill(fact, source_key=rule.source_key, title="", title_en="").source_key
        if key not in found:
            found[key] = raise_alert(rule, fact, seq=seq)
    return list(found.values())


def raise_alert(rule: AlertRule, fact: Heard, *, seq: int | None) -> Alert:
    """One alert per source key: while it is unresolved, more of the same only counts up.

    Who calls again from elsewhere is looked for there.
    """
    words = fill(fact, source_key=rule.source_key, title=rule.title, title_en=rule.title_en)
    now = timezone.now()
    point = _point(fact)
    again = Alert.objects.filter(source_key=words.source_key).exclude(state=Alert.State.RESOLVED)
    changes = {"occurrences": F("occurrences") + 1, "last_at": now, "version": F("version") + 1}
    if again.update(**changes, **({"point": point} if point else {})):
        return again.select_related("rule", "agency").get()
    agency = Agency.objects.get(code=fact.agency_path.rstrip("/").rsplit("/", 1)[-1])
    return Alert.objects.create(
        rule=rule,
        source_key=words.source_key,
        kind=fact.kind,
        priority=rule.priority,
        agency=agency,
        audience_path=nearest_audience(agency.path, rule.roles),
        roles=rule.roles,
        title=words.title or rule.name,
        title_en=words.title_en or rule.name_en,
        subject_type=fact.subject_type,
        subject_id=fact.subject_id,
        fact_seq=seq,
        point=point,
        is_exercise=bool(fact.payload.get("is_exercise")),
        raised_at=now,
        last_at=now,
    )


def _point(fact: Heard) -> Point | None:
    lng, lat = fact.payload.get("lng"), fact.payload.get("lat")
    return Point(lng, lat, srid=4326) if lng is not None and lat is not None else None


def acknowledge(alert: Alert, *, by: Actor) -> Alert:
    """Take the alert; of two who try, one wins and the other is told who and when."""
    return _answer(
        alert,
        by=by,
        kind="alerts.acknowledged",
        from_states=(Alert.State.OPEN, Alert.State.SHELVED),
        state=Alert.State.ACKNOWLEDGED,
        acknowledged_at=timezone.now(),
        acknowledged_by=by.label,
        shelved_until=None,
    )


@transaction.atomic
def acknowledge_group(alerts: Sequence[Alert], *, by: Actor) -> list[Alert]:
    """Take several alerts of P3 and P4 at once; those somebody else took meanwhile are left."""
    if any(alert.priority < 3 for alert in alerts):
        raise NotAllowed(_("Urgent and high alerts are acknowledged one by one"))
    now = timezone.now()
    ids = list(
        Alert.objects.select_for_update()
        .filter(pk__in=[a.pk for a in alerts], state__in=(Alert.State.OPEN, Alert.State.SHELVED))
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    Alert.objects.filter(pk__in=ids).update(
        state=Alert.State.ACKNOWLEDGED,
        acknowledged_at=now,
        acknowledged_by=by.label,
        shelved_until=None,
        version=F("version") + 1,
    )
    taken = list(Alert.objects.filter(pk__in=ids).select_related("rule", "agency"))
    if taken:
        record(by, *(fact_of("alerts.acknowledged", alert) for alert in taken))
    return taken


def shelve(alert: Alert, *, by: Actor, minutes: int, reason: str) -> Alert:
    """Put the alert aside for at most 30 minutes; P1 cannot be shelved."""
    if alert.priority == 1:
        raise NotAllowed(_("An urgent alert cannot be shelved"))
    faults: list[FieldError] = []
    if not 1 <= minutes <= LONGEST_SHELF.total_seconds() / 60:
        message = _("Between 1 and 30 minutes")
        faults.append({"pointer": "/minutes", "code": "out_of_range", "message": message})
    if len(reason.strip()) < 4:
        message = _("Say why, in at least 4 characters")
        faults.append({"pointer": "/reason", "code": "too_short", "message": message})
    if faults:
        raise InvalidInput(_("The alert was not shelved"), errors=faults)
    return _answer(
        alert,
        by=by,
        kind="alerts.shelved",
        reason=reason.strip(),
        from_states=(Alert.State.OPEN, Alert.State.ACKNOWLEDGED),
        state=Alert.State.SHELVED,
        shelved_until=timezone.now() + timedelta(minutes=minutes),
        shelved_by=by.label,
        shelved_reason=reason.strip(),
    )


def resolve(alert: Alert, *, by: Actor, outcome: str) -> Alert:
    """Close the alert with what came of it; it leaves the drawer."""
    if len(outcome.strip()) < 2:
        message = _("Say what came of it")
        fault: FieldError = {"pointer": "/outcome", "code": "too_short", "message": message}
        raise InvalidInput(_("The alert was not resolved"), errors=[fault])
    return _answer(alert, by=by, **_resolution(by, outcome))


def _resolution(by: Actor, outcome: str) -> dict[str, Any]:
    return {
        "kind": "alerts.resolved",
        "from_states": (Alert.State.OPEN, Alert.State.ACKNOWLEDGED, Alert.State.SHELVED),
        "state": Alert.State.RESOLVED,
        "resolved_at": timezone.now(),
        "resolved_by": by.label,
        "outcome": outcome.strip()[:200],
        "shelved_until": None,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """A subject whose alerts are over, why, and which of them: all, or those of some facts."""

    subject_type: str
    subject_id: str
    outcome: str
    kinds: Sequence[str] = ()

    def covers(self, alert: Alert) -> bool:
        subject = (alert.subject_type, alert.subject_id)
        is_kind = not self.kinds or alert.kind in self.kinds
        return subject == (self.subject_type, self.subject_id) and is_kind


def settle_subject(
    *, subject_type: str, subject_id: str, outcome: str, kinds: Sequence[str] = ()
) -> list[Alert]:
    """Resolve what is open about a subject whose matter is over (an incident was closed)."""
    told = {"subject_type": subject_type, "subject_id": subject_id, "outcome": outcome}
    return settle([Matter(**told, kinds=kinds)])


@transaction.atomic
def settle(matters: Iterable[Matter]) -> list[Alert]:
    """Resolve what is open about each of the matters."""
    found = settled(list(matters))
    record(PLATFORM, *(told for _alert, told in found))
    return [alert for alert, _told in found]


def settled(matters: Sequence[Matter]) -> list[tuple[Alert, Fact]]:
    """The same with the fact of each left to the caller, who records them last."""
    by_subject: dict[tuple[str, str], list[Matter]] = defaultdict(list)
    for matter in matters:
        by_subject[matter.subject_type, matter.subject_id].append(matter)
    found = []
    for alert in hold(by_subject):
        known = by_subject.get((alert.subject_type, alert.subject_id), ())
        over = next((matter for matter in known if matter.covers(alert)), None)
        if over:
            found.append(_changed(alert, **_resolution(PLATFORM, over.outcome)))
    return found


def hold(subjects: Collection[tuple[str, str]]) -> list[Alert]:
    """Lock what is open about the subjects (type and id), in one order.

    Before the first fact takes the log's lock: whoever waited for an alert while others wait for
    the log would be in a ring with whoever holds that alert.
    """
    if not subjects:
        return []
    types, ids = ({subject[place] for subject in subjects} for place in (0, 1))
    rows = Alert.objects.filter(subject_type__in=types, subject_id__in=ids)
    held = rows.exclude(state=Alert.State.RESOLVED).select_for_update(of=("self",))
    return list(held.select_related("rule", "agency").order_by("pk"))


def ensure_default_rules(agency: Agency) -> int:
    """Give a city the rules it starts with; answers how many were new."""
    rows = (
        AlertRule.objects.get_or_create(
            agency=agency, code=row["code"], defaults={"roles": SEATS, **row}
        )
        for row in DEFAULT_RULES
    )
    return sum(created for _rule, created in rows)


@transaction.atomic
def _answer(alert: Alert, *, by: Actor, **said: Any) -> Alert:
    current, told = _changed(alert, **said)
    record(by, told)
    return current


def _changed(
    alert: Alert,
    *,
    kind: str,
    from_states: tuple[str, ...],
    reason: str = "",
    **changes: Any,
) -> tuple[Alert, Fact]:
    """Compare and set; the alert as it is now, and the fact to record."""
    won = Alert.objects.filter(pk=alert.pk, state__in=from_states).update(
        version=F("version") + 1, **changes
    )
    current = Alert.objects.select_related("rule", "agency").get(pk=alert.pk)
    if not won:
        raise _lost(current)
    return current, fact_of(kind, current, reason=reason)


def _lost(alert: Alert) -> LostRace:
    who, when = {
        Alert.State.ACKNOWLEDGED: (alert.acknowledged_by, alert.acknowledged_at),
        Alert.State.SHELVED: (alert.shelved_by, alert.shelved_until),
        Alert.State.RESOLVED: (alert.resolved_by, alert.resolved_at),
    }.get(Alert.State(alert.state), ("", None))
    told = timezone.localtime(when).strftime("%H:%M:%S") if when else ""
    return LostRace(
        _("%(who)s already answered this alert at %(when)s") % {"who": who, "when": told},
        who=who,
        at=when.isoformat() if when else None,
        state=alert.state,
    )


def fact_of(kind: str, alert: Alert, *, reason: str = "", **more: Any) -> Fact:
    """The fact that tells the ledger what has just become of the alert."""
    return Fact(
        kind=kind,
        subject_type="alert",
        subject_id=str(alert.pk),
        subject_version=alert.version,
        agency_path=alert.agency.path,
        priority=alert.priority,
        payload=brief(alert) | more,
        reason=reason,
    )
