"""Calls coming in over REST, one or up to a thousand: the path that must be fast.

The body goes from bytes straight into `Call` structures and the answer from rows into bytes;
key, checks, rows, facts and the stored answer share one transaction without savepoints.
"""

from collections.abc import Callable
from hashlib import sha256
from typing import Any, ClassVar, Final, TypeVar

import msgspec
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from command_center.incidents import selectors, services
from command_center.incidents.api import forms
from command_center.incidents.calls import Call, fault
from command_center.incidents.drafts import Draft, Reporter
from command_center.incidents.receiving import take_in
from grid.errors import FieldError, InvalidInput
from grid.ledger.idempotency import claim, client_of, key_of, store
from grid.rest.raw import RawJSON
from grid.rest.views import ApiView
from grid.rights import Right, requires

MOST_CALLS: Final = 1_000
Answer = tuple[int, bytes]
Shape = TypeVar("Shape")


def decoded(raw: bytes, shape: type[Shape]) -> Shape:
    """The body as that structure; raises InvalidInput with a JSON pointer."""
    try:
        return msgspec.json.decode(raw, type=shape)
    except RecursionError:
        found = FieldError(pointer="", code="too_deep", message=_("The body is nested too deeply."))
    except msgspec.ValidationError as error:
        found = fault(error)
    except (msgspec.DecodeError, UnicodeError) as error:
        message = _("The body is not valid JSON: %s") % error
        found = FieldError(pointer="", code="not_json", message=message)
    raise InvalidInput(found["message"], errors=[found])


def fingerprint(request: Request | HttpRequest, raw: bytes) -> str:
    """What tells two requests under one key apart."""
    return sha256(f"{request.method} {request.path}\n".encode() + raw).hexdigest()


def once(request: Request, work: Callable[[bytes], Answer]) -> HttpResponseBase:
    """Answer once per client and key, in one transaction; a refusal keeps its key as well."""
    raw: bytes = request.data if isinstance(request.data, bytes) else b""
    who, key = client_of(request.user.as_actor()), key_of(request)  # type: ignore[union-attr]
    request_hash = fingerprint(request, raw)
    with transaction.atomic(), connection.cursor() as cursor:
        known = claim(cursor, client=who, key=key, request_hash=request_hash)
        if known is not None:
            replay = {"Idempotency-Replayed": "true"}
            return HttpResponse(
                known.body, status=known.status, content_type="application/json", headers=replay
            )
        status, body = _attempt(work, raw)
        store(cursor, client=who, key=key, status=status, body=body.decode())
    return HttpResponse(body, status=status, content_type="application/json")


def _attempt(work: Callable[[bytes], Answer], raw: bytes) -> Answer:
    """A fault of the input is found before anything is written, so its key can stay.

    A LostRace rises and takes the transaction with it: sending again may succeed.
    """
    try:
        return work(raw)
    except InvalidInput as refusal:
        body = {"code": refusal.code, "message": refusal.message, "errors": refusal.errors}
        return refusal.status, msgspec.json.encode(body | dict(refusal.context))


def post_call(request: Request, by: Reporter) -> HttpResponseBase:
    """One call: 201 with the incident in full."""

    def work(raw: bytes) -> Answer:
        now = timezone.now()
        (draft,) = take_in([decoded(raw, Call)], by=by, channel="api", now=now)
        received = services.received(draft, by=by, channel="api", now=now)
        return 201, msgspec.json.encode(selectors.detail(received))

    response = once(request, work)
    if response.status_code == 201:
        response["ETag"] = '"1"'
    return response


def take_batch(raw: bytes, by: Reporter) -> Answer:
    """Each row by itself: 201 when all came in, 207 when some did, 400 when none did."""
    raws = decoded(raw, list[msgspec.Raw])
    if not 1 <= len(raws) <= MOST_CALLS:
        message = _("Send 1 to %(most)s calls at a time.") % {"most": MOST_CALLS}
        found = FieldError(pointer="", code="count", message=message)
        raise InvalidInput(message, errors=[found])
    decoder = msgspec.json.Decoder(Call)
    calls: dict[int, Call] = {}
    rows: list[dict[str, Any]] = []
    for index, text in enumerate(raws):
        rows.append({"index": index})
        try:
            calls[index] = decoder.decode(text)
        except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
            rows[index]["errors"] = [fault(error)]
    drafts = take_in(calls.values(), by=by, channel="api", now=timezone.now())
    for index, draft in zip(calls, drafts, strict=True):
        rows[index] |= _result(draft)
    return _batch_answer(rows)


def _result(draft: Draft) -> dict[str, Any]:
    if draft.errors:
        return {"errors": draft.errors}
    return {"number": draft.number, "warnings": draft.warnings}


def _batch_answer(rows: list[dict[str, Any]]) -> Answer:
    refused = [row for row in rows if "errors" in row]
    status = (201 if not refused else 207) if len(refused) < len(rows) else 400
    body: dict[str, Any] = {"created": len(rows) - len(refused), "results": rows}
    if status == 400:
        body |= {
            "code": InvalidInput.code,
            "message": _("None of these calls can be taken in."),
            "errors": [
                {**found, "pointer": f"/{row['index']}{found['pointer']}"}
                for row in refused
                for found in row["errors"]
            ],
        }
    return status, msgspec.json.encode(body)


@requires(Right.INCIDENT_READ, Right.INCIDENT_REPORT)
class IncidentBatch(ApiView):
    """Up to 1,000 calls at once, each accepted or refused by itself."""

    parser_classes = (RawJSON,)
    max_body_bytes: ClassVar[int] = 4 << 20

    @extend_schema(
        request={
            "application/json": {
                "type": "array",
                "items": forms.CALL_SCHEMA,
                "minItems": 1,
                "maxItems": MOST_CALLS,
            }
        },
        responses={201: forms.BatchOut, 207: forms.BatchOut},
    )
    def post(self, request: Request) -> HttpResponseBase:
        by: Any = request.user
        return once(request, lambda raw: take_batch(raw, by))

    post.is_idempotent = True  # type: ignore[attr-defined]
