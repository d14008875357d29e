"""Sending a write twice changes nothing: key and answer live in the transaction of the change.

`claim` and `store` are the whole mechanism; `Idempotent` puts it around a REST view and
`once_per_form` around a page's form. A fast path may call both functions of its own.
"""

import functools
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Final
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection, transaction
from django.http import Http404, HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from grid.errors import DomainError, FieldError, InvalidInput, KeyReused
from grid.ledger.actors import Actor, actor_of
from grid.wiping import wipe

KEY: Final = re.compile(r"[\x21-\x7e]{8,80}")
WRITES: Final = ("post", "put", "patch", "delete")
LOCK_NOT_AVAILABLE: Final = "55P03"

Handler = Callable[..., Response]


class KeyMissing(InvalidInput):
    """A write without an Idempotency-Key cannot be repeated safely."""

    code = "idempotency_key_missing"


class InProgress(DomainError):
    """The same request is being worked on; `retry_after` says in how many seconds to ask again."""

    code = "request_in_progress"
    status = 409


@dataclass(frozen=True, slots=True)
class Stored:
    """The answer kept for a key: HTTP status and the text of the body."""

    status: int
    body: str


def client_of(actor: Actor) -> str:
    """Whose keys these are: another client may use the same key without harm."""
    return f"{actor.kind}:{actor.id}"


def digest(method: str, path: str, body: Any) -> str:
    """Fingerprint of a request; the order of an object's members does not count."""
    text = json.dumps(body, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(f"{method} {path}\n{text}".encode()).hexdigest()


def seal(method: str, path: str, body: Any, *, key: str, credential: str = "") -> tuple[str, str]:
    """Key and fingerprint to store where nothing may lead back to the body, not even by trial.

    Both are keyed with what the database never holds: the sender's own key (stored as a digest
    only), its credential and our SECRET_KEY. Without all of them no guess can be tried.
    """
    text = body if isinstance(body, bytes) else json.dumps(body, sort_keys=True).encode()
    secret = "\0".join((settings.SECRET_KEY, credential, key))
    message = f"{method} {path}\n".encode() + text
    names = {"key": b"", "body": message}
    stored, fingerprint = (
        salted_hmac(f"{__name__}.{name}", value, secret, algorithm="sha256").hexdigest()
        for name, value in names.items()
    )
    wipe(message)
    return stored, fingerprint


def claim(cursor: Any, *, client: str, key: str, request_hash: str) -> Stored | None:
    """Take the key for this transaction, as its first statement; None means go ahead.

    Waits up to two seconds for a twin in progress. Answers what the twin was answered. Raises
    KeyReused (422) for another request under the same key, InProgress (409) when the twin is
    slower than that; the transaction is then to be rolled back.
    """
    try:
        cursor.execute("SELECT * FROM ledger_claim(%s, %s, %s)", [client, key, request_hash])
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", None) == LOCK_NOT_AVAILABLE:
            raise InProgress(_("This request is being worked on."), retry_after=1) from error
        raise
    is_ours, known_hash, status, body = cursor.fetchone()
    if is_ours:
        return None
    if known_hash != request_hash:
        raise KeyReused(_("This Idempotency-Key was used for another request."))
    if status is None:
        raise InProgress(_("This request is being worked on."), retry_after=1)
    return Stored(status=status, body=body)


def store(cursor: Any, *, client: str, key: str, status: int, body: str) -> None:
    """Keep the answer beside the key claimed in this transaction."""
    cursor.execute(
        "UPDATE ledger_idempotencykey SET status = %s, body = %s WHERE client = %s AND key = %s",
        [status, body, client, key],
    )


def key_of(request: Request) -> str:
    """The Idempotency-Key header: 8 to 80 visible ASCII characters; raises KeyMissing (400)."""
    key = request.headers.get("Idempotency-Key", "")
    if KEY.fullmatch(key):
        return key
    message = _("Send an Idempotency-Key header of 8 to 80 visible ASCII characters.")
    fault = FieldError(pointer="", code=KeyMissing.code, message=message)
    raise KeyMissing(message, errors=[fault])


class Idempotent:
    """Mixin of a REST view: each of its write methods runs once per client and key.

    Every answer below 500 is kept for a week and given again with `Idempotency-Replayed: true`;
    a refusal undoes the change but keeps the key. The method runs inside a transaction.
    A view whose bodies must not be kept in any form sets `is_sealed` (see `seal`).
    """

    is_sealed: ClassVar[bool] = False

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for name in WRITES:
            if name in cls.__dict__:
                setattr(cls, name, _once(cls.__dict__[name]))


def _once(handler: Handler) -> Handler:
    @functools.wraps(handler)
    def answer_once(view: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = key_of(request)
        who = client_of(actor_of(request))
        # Reading the body first: a body that is no JSON must not cost a transaction.
        key, request_hash = _names(view, request, key)
        with transaction.atomic(), connection.cursor() as cursor:
            known = claim(cursor, client=who, key=key, request_hash=request_hash)
            if known is not None:
                return _replay(known)
            response = _attempt(view, functools.partial(handler, view, request, *args, **kwargs))
            body = "" if response.data is None else JSONRenderer().render(response.data).decode()
            store(cursor, client=who, key=key, status=response.status_code, body=body)
        return response

    answer_once.is_idempotent = True  # type: ignore[attr-defined]
    return answer_once


def _names(view: Any, request: Request, key: str) -> tuple[str, str]:
    """What is stored of the request: its key and its fingerprint."""
    asked = (str(request.method), request.get_full_path(), request.data)
    if view.is_sealed:
        return seal(*asked, key=key, credential=request.headers.get("Authorization", ""))
    return key, digest(*asked)


def _attempt(view: Any, change: Callable[[], Response]) -> Response:
    try:
        with transaction.atomic():  # a savepoint: the change goes, the key and its answer stay
            return change()
    except (DomainError, APIException, Http404, PermissionDenied) as refusal:
        response: Response = view.handle_exception(refusal)
        if response.status_code >= 500:
            raise
        return response


def _replay(known: Stored) -> Response:
    response = Response(json.loads(known.body) if known.body else None, status=known.status)
    response["Idempotency-Replayed"] = "true"
    return response


def form_key() -> str:
    """A fresh key for the hidden field `form_key` of an HTML form."""
    return str(uuid4())


def once_per_form(
    request: HttpRequest, change: Callable[[], str], *, is_sealed: bool = False
) -> str:
    """Run `change` once for the `form_key` of the posted form; answers the address to go to.

    A second click or a reload after sending goes to the same address and changes nothing.
    Raises KeyMissing, KeyReused, InProgress, and whatever `change` raises (then nothing is kept,
    so that the corrected form may be sent under the same key).
    """
    key = request.POST.get("form_key", "")
    if not KEY.fullmatch(key):
        raise KeyMissing(_("Please open the form again and send it once more."))
    who = client_of(actor_of(request))
    ignored = {"form_key", "csrfmiddlewaretoken"}
    fields = {name: values for name, values in request.POST.lists() if name not in ignored}
    with transaction.atomic(), connection.cursor() as cursor:
        asked = ("FORM", request.path, fields)
        key, request_hash = seal(*asked, key=key) if is_sealed else (key, digest(*asked))
        known = claim(cursor, client=who, key=key, request_hash=request_hash)
        if known is not None:
            return known.body
        address = change()
        store(cursor, client=who, key=key, status=303, body=address)
    return address
