"""Sessions (会话) in PostgreSQL: ended when idle, ended after a shift, ended by a click.

The limits live in the store itself, so that a page, the API and a socket all see the same end.
"""

from datetime import UTC, datetime, timedelta
from typing import Any, Final, cast

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.http import HttpRequest
from django.utils import timezone

from grid.organisation.models import Officer, OfficerSession
from grid.organisation.roles import ADMINISTRATORS

SEEN_EVERY: Final = timedelta(seconds=60)
STARTED: Final = "_started_at"
ABOUT: Final = "_about"


class SessionStore(DatabaseStore):
    """Django's database store over `OfficerSession`, with an idle and an absolute limit."""

    @classmethod
    def get_model_class(cls) -> type[OfficerSession]:
        return OfficerSession

    def _get_session_from_db(self) -> OfficerSession | None:
        row: OfficerSession | None = super()._get_session_from_db()  # type: ignore[misc]  # stubs lack it
        if row is None or row.officer_id is None:
            return row
        now = timezone.now()
        if is_over(row, now):
            row.delete()
            self._session_key = None
            return None
        if now - row.last_seen_at > SEEN_EVERY:
            OfficerSession.objects.filter(pk=row.pk).update(last_seen_at=now)
        return row

    async def _aget_session_from_db(self) -> OfficerSession | None:
        return await sync_to_async(self._get_session_from_db)()

    def create_model_instance(self, data: dict[str, Any]) -> OfficerSession:
        if SESSION_KEY in data:
            data.setdefault(STARTED, timezone.now().timestamp())
        row = cast(OfficerSession, super().create_model_instance(data))
        about = data.get(ABOUT, {})
        row.officer_id = data.get(SESSION_KEY)
        row.ip = about.get("ip")
        row.user_agent = about.get("user_agent", "")
        row.idle_s = about.get("idle_s", settings.SESSION_IDLE_S)
        if STARTED in data:
            row.started_at = datetime.fromtimestamp(data[STARTED], tz=UTC)
        return row


def is_over(row: OfficerSession, at: datetime) -> bool:
    """Whether the session was idle too long or has lasted too long at the aware time `at`."""
    idle = at - row.last_seen_at > timedelta(seconds=row.idle_s)
    return idle or at - row.started_at > timedelta(seconds=settings.SESSION_COOKIE_AGE)


def describe(request: HttpRequest, officer: Officer) -> None:
    """Keep with the new session where it comes from and how long it may idle (seconds)."""
    idle_s = settings.SESSION_IDLE_S
    if officer.roles & ADMINISTRATORS:
        idle_s = min(idle_s, settings.SESSION_IDLE_ADMIN_S)
    request.session[ABOUT] = {
        "ip": request.META.get("REMOTE_ADDR"),
        "user_agent": request.META.get("HTTP_USER_AGENT", "")[:200],
        "idle_s": idle_s,
    }
