"""The direct way in for an ordinary call of a client system: one statement for all of it.

The call is checked against what this process knows by heart, and the statement that writes it
looks first whether any of that has changed. Whatever is not ordinary (a refusal, a repeated key,
a linked call, a token to be looked at again) goes the long way, which alone answers refusals:
here it costs one look and writes nothing.
"""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import msgspec
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from command_center.incidents import briefs
from command_center.incidents.api.intake import fingerprint
from command_center.incidents.calls import Call
from command_center.incidents.drafts import Draft, Ground, categories_on, prepare_ordinary
from command_center.incidents.receiving import COLUMNS, NOT_STORED, facts_of, row_of
from grid.ledger.actors import Actor
from grid.ledger.idempotency import KEY, client_of
from grid.ledger.services import hint_after_commit, line, signature
from grid.organisation.models import ClientSystem
from grid.organisation.tokens import USE_NOTED_EVERY, address_allowed, bearer_of, digest
from grid.rights import Right
from grid.territory.index import current_index

TYPE: Final = "application/json"
MOST_KNOWN: Final = 256  # client systems remembered by one process
# Stands where the number will be; nobody outside can guess it, so no text can hold it.
MARK: Final = f"#{secrets.token_hex(16)}#"
_TAKE: Final = "SELECT incidents_take_call(%s, %s, %s, %s, %s, %s, %s, %s)"
_NAMES: Final = tuple(name for name, _type in COLUMNS)
_decoder: Final = msgspec.json.Decoder(Call)


@dataclass(frozen=True, slots=True)
class Known:
    """A client system and the ground its calls fall on, true as long as `seen` is."""

    token: str  # its digest
    seen: str
    day: date
    client: ClientSystem
    ground: Ground


_known: dict[str, Known] = {}


def take(request: HttpRequest, *, limit: int) -> HttpResponse | None:
    """The answer 201 to an ordinary call of a client system, or None: go the long way."""
    raw, key = _body(request, limit), request.headers.get("Idempotency-Key", "")
    now = timezone.now()
    known = _who(request, now)
    if raw is None or known is None or not KEY.fullmatch(key):
        return None
    try:
        call = _decoder.decode(raw)
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        return None
    draft = prepare_ordinary(call, by=known.client, now=now, ground=known.ground)
    if draft is None:
        return None
    body = _write(draft, known, [key, fingerprint(request, raw)], now)
    if body is None:
        _known.pop(known.token, None)
        return None
    request.user = known.client  # type: ignore[assignment]
    response = HttpResponse(body, status=201, content_type=TYPE, headers={"ETag": '"1"'})
    closers: list[Any] = response._resource_closers  # type: ignore[attr-defined]
    closers.append(hint_after_commit)  # the client need not wait for Redis
    return response


def _body(request: HttpRequest, limit: int) -> bytes | None:
    length = request.META.get("CONTENT_LENGTH") or ""
    if request.content_type != TYPE or not length.isdecimal() or int(length) > limit:
        return None
    return request.body


def _who(request: HttpRequest, now: datetime) -> Known | None:
    """The client system whose token this is, as far as it needs no second look."""
    token = bearer_of(request)
    if not token:
        return None
    known = _known.get(digest(token)) or _learn(digest(token), now)
    if known is None or known.day != timezone.localdate(now):
        _known.pop(digest(token), None)
        return None
    client, used = known.client, known.client.last_used_at
    is_fresh = used is not None and now - used <= USE_NOTED_EVERY
    may = is_fresh and client.is_usable(now) and client.has_right(Right.INCIDENT_REPORT)
    if not may or not address_allowed(client, request.META.get("REMOTE_ADDR", "")):
        _known.pop(known.token, None)
        return None
    return known


def _learn(token: str, now: datetime) -> Known | None:
    """Read all of it anew, `seen` first: a change in between is then found by the statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT incidents_ground(%s)", [token])
        (seen,) = cursor.fetchone()
    client = ClientSystem.objects.select_related("agency").filter(token_digest=token).first()
    if seen is None or client is None:
        return None
    today = timezone.localdate(now)
    categories = {category.code: category for category in categories_on(today)}
    if len(_known) >= MOST_KNOWN:
        _known.clear()
    known = Known(token, seen, today, client, Ground(current_index(today), categories))
    _known[token] = known
    return known


def _write(draft: Draft, known: Known, request: list[str], now: datetime) -> bytes | None:
    """The stored answer, or None where nothing was written."""
    actor = known.client.as_actor()
    row: dict[str, Any] = dict(zip(_NAMES, row_of(draft, actor, now), strict=True))
    draft.number = MARK
    (fact,) = facts_of(draft)
    answer = briefs.in_full(draft, channel=row["channel"], now=now, by=actor.label)
    body = msgspec.json.encode(answer).decode()
    stored = msgspec.json.encode(_stored(row, draft, known, actor, now)).decode()
    asked = [client_of(actor), *request]
    with connection.cursor() as cursor:
        try:
            cursor.execute(
                _TAKE,
                [known.seen, known.token, signature(actor), asked, stored, MARK, line(fact), body],
            )
        except DatabaseError:  # a twin at the same moment, a lost connection: nothing was written
            return None
        (number,) = cursor.fetchone()
    if number is None:
        return None
    return body.replace(MARK, number).encode()


def _stored(
    row: dict[str, Any], draft: Draft, known: Known, actor: Actor, now: datetime
) -> dict[str, Any]:
    """The row as the statement reads it: columns of the table, and what is made of the rest."""
    columns = {name: value for name, value in row.items() if name not in NOT_STORED}
    return columns | {
        "year": timezone.localtime(now).year,
        "terms": row["terms"],
        "is_late": row["is_late"],
        "warning": row["warning"],
        "point": f"SRID=4326;POINT({row['wgs_lng']!r} {row['wgs_lat']!r})",
        "state": "received",
        "since": draft.reported_at,
        "source_agency": known.client.agency.code,
        "outcome": "",
        "case_number": "",
        "created_at": now,
        "created_by": actor.label,
        "version": 1,
    }
