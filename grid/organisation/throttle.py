"""Growing delay after failed sign-ins, per name and address, in PostgreSQL: it outlives Redis.

It never locks a name from other addresses: a lock-out would be a lever against dispatchers.
"""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from grid.organisation.models import SignInAttempt

FREE_FAILURES: Final = 3
FIRST_DELAY_S: Final = 5
LONGEST_DELAY_S: Final = 15 * 60
FORGOTTEN_AFTER: Final = timedelta(hours=24)


def delay_s(failures: int) -> int:
    """Seconds to wait after so many failures in a row: 0, 0, 5, 10, 20 … at most 15 minutes."""
    if failures < FREE_FAILURES:
        return 0
    return int(min(LONGEST_DELAY_S, FIRST_DELAY_S * 2.0 ** (failures - FREE_FAILURES)))


@transaction.atomic
def reserve(name: str, *, ip: str, now: datetime | None = None) -> int:
    """Count one attempt as failed before it is judged; answers the seconds still to wait, or 0.

    Counting first is what stops a hundred parallel guesses; `forget` undoes it on success.
    """
    now = now or timezone.now()
    who = _who(name)
    SignInAttempt.objects.get_or_create(who=who, ip=ip, defaults={"last_at": now})
    row = SignInAttempt.objects.select_for_update().get(who=who, ip=ip)
    if row.blocked_until and row.blocked_until > now:
        return max(1, round((row.blocked_until - now).total_seconds()))
    row.failures = 1 if now - row.last_at > FORGOTTEN_AFTER else row.failures + 1
    row.last_at = now
    row.blocked_until = now + timedelta(seconds=delay_s(row.failures))
    row.save(update_fields=["failures", "last_at", "blocked_until"])
    return 0


def forget(name: str, *, ip: str) -> None:
    """Start afresh after a success."""
    SignInAttempt.objects.filter(who=_who(name), ip=ip).delete()


def _who(name: str) -> str:
    return salted_hmac("grid.organisation.throttle", name.lower(), algorithm="sha256").hexdigest()
