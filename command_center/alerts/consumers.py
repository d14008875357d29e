"""The live socket `/ws/events/?v=1`: one consumer per socket, in front of the ledger's hub.

No channel layer is configured, and none is missing: facts come from the log in PostgreSQL
through the hub of this process, and Redis only tells it to look (`grid.ledger.hub`).
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any, Final, cast
from weakref import WeakKeyDictionary

import msgspec
import structlog
from channels.consumer import AsyncConsumer
from channels.exceptions import StopConsumer
from django.contrib.auth import HASH_SESSION_KEY
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from msgspec import Meta

from grid.ledger.hub import SCOPE_CHANGED, SESSION_ENDED, TOO_MANY, Hub, TooManySockets
from grid.ledger.seats import Seat, Standing
from grid.ledger.snapshots import MOST_WATCHED
from grid.ledger.visibility import Sight
from grid.organisation.models import Officer, OfficerSession, RoleGrant
from grid.organisation.roles import Role
from grid.organisation.sessions import is_over
from grid.rights import Right

log = structlog.get_logger(__name__)

MALFORMED: Final = 4400
FRAME_BYTES: Final = 64 * 1024
BURST: Final = 40  # frames a screen may send at once,
RATE: Final = 5.0  # and a second after that; ours sends one every five seconds


class Resume(msgspec.Struct, tag_field="t", tag="resume"):
    """The screen has applied everything up to `since`, under the sight named `view`."""

    epoch: str
    since: int
    view: str = ""


class Ack(msgspec.Struct, tag_field="t", tag="ack"):
    """The screen has applied everything up to `seq`; for supervision only."""

    seq: int


class Watch(msgspec.Struct, tag_field="t", tag="watch"):
    """The screen wants these snapshots and no others; the first comes within a second."""

    what: Annotated[list[Annotated[str, Meta(max_length=20)]], Meta(max_length=MOST_WATCHED)]


_decoder = msgspec.json.Decoder(Resume | Ack | Watch)
_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def current_hub() -> Hub:
    """The hub of the running loop: in a server one per process, started by the first socket."""
    loop = asyncio.get_running_loop()
    hub = _hubs.get(loop)
    if hub is None:
        hub = _hubs[loop] = Hub(standings)
    return hub


def standings(session_keys: Sequence[str]) -> Mapping[str, Standing | int]:
    """Who comes with each session now; a watched screen keeps its session awake."""
    now = timezone.now()
    rows = OfficerSession.objects.filter(
        pk__in=session_keys, expire_date__gt=now, officer__is_active=True
    ).select_related("officer__agency")
    alive = {
        row.pk: row.officer
        for row in rows
        if row.officer and not is_over(row, now) and _is_signed(row, row.officer)
    }
    idle = timedelta(seconds=1) * F("idle_s")  # type: ignore[operator]  # the stubs lack __rmul__
    awake = Q(last_seen_at__gt=now - idle)  # still so when it is written
    OfficerSession.objects.filter(awake, pk__in=alive).update(last_seen_at=now)
    _read_roles(alive.values(), now)
    return {key: _standing(key, officer) for key, officer in alive.items()}


def _is_signed(row: OfficerSession, officer: Officer) -> bool:
    """Whether the session was made under the officer's present password."""
    kept = row.get_decoded().get(HASH_SESSION_KEY, "")
    return constant_time_compare(kept, officer.get_session_auth_hash())


def _read_roles(officers: Iterable[Officer], at: datetime) -> None:
    """Fill everybody's cached roles with one query."""
    roles: dict[int, set[Role]] = {officer.pk: set() for officer in officers}
    for grant in RoleGrant.objects.in_force(at).filter(officer_id__in=roles):
        roles[grant.officer_id].add(Role(grant.role))
    for officer in officers:
        officer.roles = frozenset(roles[officer.pk])


def _standing(session_key: str, officer: Officer) -> Standing | int:
    sight = _sight(officer)
    if sight is None:
        return SCOPE_CHANGED
    return Standing(
        officer_id=str(officer.pk),
        badge=officer.badge_number,
        label=str(officer),
        session_key=session_key,
        sight=sight,
    )


def _sight(officer: Officer) -> Sight | None:
    """All that a board may be shown, or of a post's work what its officer may read anyway."""
    if officer.has_right(Right.DASHBOARD_VIEW):
        return Sight.of(officer)
    return Sight.of_post(officer) if officer.has_right(Right.CHECK_COUNT) else None


class Allowance:
    """A bucket of frames that refills with time."""

    __slots__ = ("_at", "_left")

    def __init__(self, now: float) -> None:
        self._left = float(BURST)
        self._at = now

    def takes(self, now: float) -> bool:
        self._left = min(BURST, self._left + (now - self._at) * RATE)
        self._at = now
        self._left -= 1
        return self._left >= 0


class EventsConsumer(AsyncConsumer):
    """Lets a signed-in officer's screen in, and passes on its three kinds of frame."""

    seat: Seat | None = None

    async def websocket_connect(self, message: dict[str, Any]) -> None:
        """Accept before refusing: only an accepted socket can be told the reason by its code."""
        self.hub = current_hub()
        self.allowance = Allowance(asyncio.get_running_loop().time())
        await self.send({"type": "websocket.accept"})
        standing = await self._standing()
        if isinstance(standing, int):
            await self._refuse(standing)
            return
        try:
            self.seat = self.hub.join(standing, cast(Any, self.scope)["direct_send"])
        except TooManySockets:
            await self._refuse(TOO_MANY)

    async def websocket_receive(self, message: dict[str, Any]) -> None:
        """Close on anything that is not ours or comes too often; nothing is guessed."""
        seat = self.seat
        if seat is None or seat.outlet.is_closed:
            return
        if not self.allowance.takes(asyncio.get_running_loop().time()):
            self.hub.close(seat, TOO_MANY)
            return
        try:
            frame = self._decode(message)
        except ValueError:
            self.hub.close(seat, MALFORMED)
            return
        if isinstance(frame, Resume):
            self.hub.resume(seat, epoch=frame.epoch, since=frame.since, view=frame.view)
        elif isinstance(frame, Watch):
            self.hub.watch(seat, frame.what)
        else:
            seat.acked = min(max(seat.acked, frame.seq), seat.sent)

    async def websocket_disconnect(self, message: dict[str, Any]) -> None:
        """The socket is gone, whoever closed it."""
        if self.seat is not None:
            self.seat.outlet.gone()
            self.hub.leave(self.seat)
        raise StopConsumer

    async def _standing(self) -> Standing | int:
        """From Channels' session and user first, then by our own rules."""
        user, session = self.scope["user"], self.scope["session"]
        if user is None or not user.is_authenticated or not session.session_key:
            return SESSION_ENDED
        return await self.hub.standing(session.session_key)

    async def _refuse(self, code: int) -> None:
        await self.send({"type": "websocket.close", "code": code})

    @staticmethod
    def _decode(message: dict[str, Any]) -> Resume | Ack | Watch:
        text = message.get("text")
        if text is None or len(text) > FRAME_BYTES:
            raise ValueError("not a text frame of at most 64 kB")
        frame: Resume | Ack | Watch = _decoder.decode(text)
        if isinstance(frame, Watch):
            return frame
        number = frame.since if isinstance(frame, Resume) else frame.seq
        if not 0 <= number < 2**63:
            raise ValueError("not a sequence number")
        return frame
