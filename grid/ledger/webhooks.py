"""Webhooks: facts of an agency sent to an address it named, signed, retried, never lost silently.

A reactor writes one delivery per fact and webhook; a sweep sends what is due. Only hosts that
the deployment allows are spoken to, at the address they resolved to, without redirects.
"""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from os import urandom
from typing import Any, Final

import msgspec
import structlog
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from standardwebhooks import Webhook as Signer

from grid.errors import FieldError, IllegalStep, InvalidInput, StaleVersion
from grid.ledger import outside
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.models import EventEntry, Webhook, WebhookDelivery
from grid.ledger.reactors import reactor, sweep
from grid.ledger.services import record
from grid.ledger.visibility import NEVER

log = structlog.get_logger(__name__)

BACKOFF_S: Final = (5, 30, 120, 600, 3600, 6 * 3600, 24 * 3600)  # then a dead letter
OLD_SECRET_LIVES: Final = timedelta(days=2)
LEASE: Final = timedelta(seconds=60)  # a sender that dies frees its deliveries after this
AT_ONCE: Final = 50
KIND_PATTERN: Final = r"^(\*|[a-z_]+\.(\*|[a-z_]+))$"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """What a webhook is to be: `kinds` are whole kinds, `incidents.*`, or `*`."""

    name: str
    url: str
    kinds: Sequence[str]
    agency_path: str
    is_active: bool = True


@transaction.atomic
def create_webhook(actor: Actor, wanted: Subscription) -> Webhook:
    """Subscribe an address; its secret is shown on the answer and can be read nowhere else."""
    _check(actor, wanted)
    webhook = Webhook(secret=_new_secret(), **_fields(wanted))
    webhook.save()
    _record(actor, webhook, "ledger.webhook_created", {"url": webhook.url})
    return webhook


@transaction.atomic
def edit_webhook(actor: Actor, webhook: Webhook, wanted: Subscription, *, version: int) -> Webhook:
    """Change a subscription; raises StaleVersion."""
    _check(actor, wanted)
    changed = _update(webhook, version, **_fields(wanted))
    _record(actor, changed, "ledger.webhook_edited", {"url": changed.url})
    return changed


@transaction.atomic
def rotate_secret(actor: Actor, webhook: Webhook, *, version: int) -> Webhook:
    """Give a new secret; for two days every delivery carries both signatures."""
    until = timezone.now() + OLD_SECRET_LIVES
    old = webhook.secret
    changed = _update(
        webhook, version, secret=_new_secret(), old_secret=old, old_secret_until=until
    )
    _record(actor, changed, "ledger.webhook_rotated", {})
    return changed


@transaction.atomic
def delete_webhook(actor: Actor, webhook: Webhook) -> None:
    """End a subscription and what was still on its way."""
    _record(actor, webhook, "ledger.webhook_deleted", {"url": webhook.url})
    webhook.delete()


@transaction.atomic
def resend(actor: Actor, delivery: WebhookDelivery) -> WebhookDelivery:
    """Put a dead letter on its way again, with all its tries before it."""
    dead = WebhookDelivery.objects.filter(pk=delivery.pk, state=WebhookDelivery.State.DEAD)
    if not dead.update(state=WebhookDelivery.State.WAITING, attempts=0, next_at=timezone.now()):
        raise IllegalStep(_("Only a dead letter can be sent again."))
    _record(actor, delivery.webhook, "ledger.webhook_resent", {"event": delivery.event_seq})
    delivery.refresh_from_db()
    return delivery


def _check(actor: Actor, wanted: Subscription) -> None:
    faults = []
    if not wanted.agency_path.startswith(actor.agency_path):
        message = _("This agency is not below yours.")
        faults.append(FieldError(pointer="/agency_path", code="out_of_scope", message=message))
    try:
        outside.allowed_host(wanted.url)
    except outside.Forbidden as refusal:
        faults.append(FieldError(pointer="/url", code="not_allowed", message=str(refusal)))
    if faults:
        raise InvalidInput(_("The input cannot be accepted."), errors=faults)


def _fields(wanted: Subscription) -> dict[str, Any]:
    return {
        "name": wanted.name,
        "url": wanted.url,
        "kinds": list(wanted.kinds),
        "agency_path": wanted.agency_path,
        "is_active": wanted.is_active,
    }


def _update(webhook: Webhook, version: int, **changes: Any) -> Webhook:
    # Locked and saved rather than updated: the secrets are encrypted by the field.
    current = Webhook.objects.select_for_update().get(pk=webhook.pk)
    if current.version != version:
        raise StaleVersion(
            _("The webhook was changed since you read it."), yours=version, current=current.version
        )
    for name, value in (changes | {"version": version + 1}).items():
        setattr(current, name, value)
    current.save()
    return current


def _record(actor: Actor, webhook: Webhook, kind: str, payload: dict[str, Any]) -> None:
    fact = Fact(
        kind=kind,
        subject_type="webhook",
        subject_id=str(webhook.pk),
        agency_path=webhook.agency_path,
        subject_version=webhook.version,
        payload=payload,
    )
    record(actor, fact)


def _new_secret() -> str:
    return f"whsec_{b64encode(urandom(32)).decode()}"


def wants(webhook: Webhook, event: EventEntry) -> bool:
    """Whether a fact lies in the webhook's agency and among its kinds."""
    app = event.kind.partition(".")[0]
    asked = {event.kind, f"{app}.*", "*"} & set(webhook.kinds)
    return bool(asked) and event.agency_path.startswith(webhook.agency_path)


@reactor("ledger.webhooks")
def queue_deliveries(events: Sequence[EventEntry]) -> None:
    """Write a delivery for every fact some webhook asked for."""
    webhooks = list(Webhook.objects.filter(is_active=True))
    # What the ledger says of itself (who looked at what) leaves the house for nobody.
    open_facts = [e for e in events if e.kind not in NEVER and not e.kind.startswith("ledger.")]
    WebhookDelivery.objects.bulk_create(
        [
            WebhookDelivery(webhook=webhook, event_seq=event.seq, kind=event.kind)
            for event in open_facts
            for webhook in webhooks
            if wants(webhook, event)
        ],
        ignore_conflicts=True,
    )


@sweep("ledger.webhook_deliveries", every_s=2, atomic=False)
def send_due() -> None:
    """Send what is due, at most 50 at a time; each outcome is written as it comes."""
    for delivery in _claim(now=timezone.now()):
        _send(delivery)


@transaction.atomic
def _claim(*, now: datetime) -> list[WebhookDelivery]:
    due = WebhookDelivery.objects.filter(
        state=WebhookDelivery.State.WAITING, next_at__lte=now, webhook__is_active=True
    )
    rows = list(due.select_for_update(skip_locked=True, of=("self",)).order_by("pk")[:AT_ONCE])
    keys = [row.pk for row in rows]
    WebhookDelivery.objects.filter(pk__in=keys).update(
        next_at=now + LEASE, attempts=F("attempts") + 1
    )
    return list(
        WebhookDelivery.objects.filter(pk__in=keys).select_related("webhook").order_by("pk")
    )


def _send(delivery: WebhookDelivery) -> None:
    event = EventEntry.objects.filter(seq=delivery.event_seq).first()
    if event is None:
        _settle(delivery, error="the fact is no longer in the log", is_final=True)
        return
    body = body_of(event)
    try:
        status = outside.post(delivery.webhook.url, body, headers=signed(delivery, body))
    except outside.Forbidden as refusal:
        _settle(delivery, error=str(refusal))
    except outside.Failed as failure:
        _settle(delivery, error=str(failure))
    else:
        error = "" if 200 <= status < 300 else f"answered {status}"
        _settle(delivery, status=status, error=error)


def body_of(event: EventEntry) -> bytes:
    """A delivery's body, as Standard Webhooks has it: type, timestamp, data."""
    data = {
        "seq": event.seq,
        "priority": event.priority,
        "agency_path": event.agency_path,
        "subject": {"type": event.subject_type, "id": event.subject_id},
        "subject_version": event.subject_version,
        "payload": event.payload,
    }
    return msgspec.json.encode({"type": event.kind, "timestamp": event.happened_at, "data": data})


def signed(delivery: WebhookDelivery, body: bytes) -> dict[str, str]:
    """The headers of one try: the same id at every try, signed with each live secret."""
    webhook, now = delivery.webhook, timezone.now()
    message_id = f"msg_{webhook.pk}_{delivery.event_seq}"
    secrets = [webhook.secret]
    if webhook.old_secret and webhook.old_secret_until and webhook.old_secret_until > now:
        secrets.append(webhook.old_secret)
    signatures = [Signer(secret).sign(message_id, now, body.decode()) for secret in secrets]
    return {
        "Content-Type": "application/json",
        "User-Agent": "Anlan",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def _settle(
    delivery: WebhookDelivery, *, status: int | None = None, error: str = "", is_final: bool = False
) -> None:
    now = timezone.now()
    delivery.status_code, delivery.error = status, error[:200]
    if not error:
        delivery.state, delivery.sent_at = WebhookDelivery.State.SENT, now
    elif is_final or delivery.attempts > len(BACKOFF_S):
        delivery.state = WebhookDelivery.State.DEAD
        log.warning("webhook_dead_letter", webhook=delivery.webhook_id, seq=delivery.event_seq)
    else:
        delivery.next_at = now + timedelta(seconds=BACKOFF_S[delivery.attempts - 1])
    delivery.save(update_fields=["status_code", "error", "state", "sent_at", "next_at"])
