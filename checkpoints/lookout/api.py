"""REST of lookout notices: for stations, for gantries, for command."""

import re
from typing import Any, ClassVar, Final

import msgspec
from django.http import Http404
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from checkpoints.lookout import checking, figures, hits, selectors, services
from checkpoints.lookout import serializers as shapes
from checkpoints.lookout.forgetting import Forgetful
from checkpoints.lookout.models import Notice
from checkpoints.register.models import Checkpoint
from checkpoints.register.selectors import operational
from grid.errors import FieldError, InvalidInput
from grid.ledger.idempotency import Idempotent
from grid.organisation.models import Agency
from grid.organisation.viewers import viewer_of
from grid.rest.raw import RawJSON
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires
from grid.wiping import wipe_all


def answer(request: Request, notice: Notice, *, status: int = 200) -> Response:
    """The notice as it is now, without whom or what it names: this answer may be kept."""
    by = viewer_of(request)
    current = selectors.notice(by, notice.number)
    shown = shapes.full(current, selectors.acknowledgements(current, by), None)
    return Response(shown, status=status)


@requires(Right.NOTICE_READ, Right.NOTICE_WRITE)
class Notices(Forgetful, Idempotent, ApiView):
    """Notices that hold or wait for approval; writing one."""

    is_sealed: ClassVar[bool] = True

    @extend_schema(
        operation_id="lookout_notices_list",
        parameters=[shapes.NoticeQuery],
        responses={200: shapes.NoticeRow(many=True)},
    )
    def get(self, request: Request) -> Response:
        asked, by = checked(shapes.NoticeQuery, request.query_params), viewer_of(request)
        if by.has_right(Right.HIT_CONFIRM):
            services.deliver(by=by)
        return self.paged(selectors.filtered(selectors.notices(by), asked, by), shapes.row)

    @extend_schema(
        operation_id="lookout_notices_write",
        request=shapes.NoticeIn,
        responses={201: shapes.NoticeOut},
    )
    def post(self, request: Request) -> Response:
        said: Any = checked(shapes.NoticeIn, request.data)
        by = viewer_of(request)
        agency = _agency(request, said.pop("agency", ""))
        return answer(
            request, services.draft(by=by, agency=agency, channel="api", **said), status=201
        )


def _agency(request: Request, code: str) -> Agency | None:
    if not code:
        return None
    found = Agency.objects.visible_to(viewer_of(request)).filter(code=code, is_active=True).first()
    if found is None:
        message = _("There is no such agency in your scope.")
        fault = FieldError(pointer="/agency", code="not_found", message=message)
        raise InvalidInput(message, errors=[fault])
    return found


@requires(Right.NOTICE_READ)
class OneNotice(ApiView):
    """One notice with whom or what it names; each look is on the access register."""

    @extend_schema(responses={200: shapes.NoticeOut})
    def get(self, request: Request, notice_number: str) -> Response:
        by = viewer_of(request)
        notice = selectors.notice(by, notice_number)
        if by.has_right(Right.HIT_CONFIRM):
            services.deliver(by=by)
        identity = selectors.identity(notice, by=by, channel="api")
        return Response(shapes.full(notice, selectors.acknowledgements(notice, by), identity))


@requires(Right.NOTICE_READ, Right.NOTICE_APPROVE)
class Approve(Idempotent, ApiView):
    """Put a notice in force, as another officer than its writer."""

    @extend_schema(request=shapes.NoticeVersionIn, responses={200: shapes.NoticeOut})
    def post(self, request: Request, notice_number: str) -> Response:
        by, version = viewer_of(request), expected_version(request, required=False)
        notice = selectors.notice(by, notice_number)
        return answer(request, services.approve(notice, by=by, version=version, channel="api"))


@requires(Right.NOTICE_READ, Right.NOTICE_APPROVE)
class Renew(Idempotent, ApiView):
    """Another term, by another officer, with a fresh instrument or reason."""

    @extend_schema(request=shapes.NoticeRenewIn, responses={200: shapes.NoticeOut})
    def post(self, request: Request, notice_number: str) -> Response:
        by = viewer_of(request)
        notice = selectors.notice(by, notice_number)
        said: Any = checked(shapes.NoticeRenewIn, request.data)
        said["version"] = expected_version(request, required=False)
        services.renew(notice, by=by, channel="api", **said)
        return answer(request, notice)


@requires(Right.NOTICE_READ, Right.NOTICE_WRITE)
class Revoke(Idempotent, ApiView):
    """End it; whom or what it named is wiped."""

    @extend_schema(request=shapes.NoticeRevokeIn, responses={200: shapes.NoticeOut})
    def post(self, request: Request, notice_number: str) -> Response:
        by = viewer_of(request)
        notice = selectors.notice(by, notice_number)
        said: Any = checked(shapes.NoticeRevokeIn, request.data)
        said["version"] = expected_version(request, required=False)
        return answer(request, services.revoke(notice, by=by, channel="api", **said))


@requires(Right.NOTICE_READ, Right.HIT_CONFIRM)
class Acknowledge(Idempotent, ApiView):
    """Sign that the station knows it."""

    @extend_schema(request=shapes.NoticeAcknowledgeIn, responses={200: shapes.AcknowledgementOut})
    def post(self, request: Request, notice_number: str) -> Response:
        by = viewer_of(request)
        notice = selectors.notice(by, notice_number)
        said: Any = checked(shapes.NoticeAcknowledgeIn, request.data)
        said["version"] = expected_version(request, required=False)
        row = selectors.own_acknowledgement(notice, by, said.pop("agency"))
        if row is None:
            raise Http404
        return Response(shapes.AcknowledgementOut(services.acknowledge(row, by=by, **said)).data)


class CheckIn(msgspec.Struct):
    """What a gantry asks: whole numbers at one checkpoint."""

    checkpoint: str
    plates: list[str] = []
    documents: list[str] = []


_PLACE: Final = re.compile(r"at `\$\.(checkpoint|plates|documents)(?:\[(\d{1,6}|\.\.\.)\])?`")


def read_check(raw: bytes) -> CheckIn:
    """The body of a check; a fault is told by its place, never by what stands there."""
    try:
        return msgspec.json.decode(raw, type=CheckIn)
    except (msgspec.DecodeError, UnicodeError) as error:
        place = _PLACE.search(str(error))
        pointer = "/" + "/".join(part for part in place.groups() if part) if place else ""
    message = _("Send a checkpoint's code and lists of texts: plates, documents.")
    fault = FieldError(pointer=pointer, code="invalid", message=message)
    raise InvalidInput(message, errors=[fault])


@requires(Right.NOTICE_CHECK, Right.NOTICE_CHECK)
class Checks(Forgetful, Idempotent, ApiView):
    """Ask about up to 5,000 whole numbers; hits and counts come back, and nothing else stays."""

    is_sealed: ClassVar[bool] = True
    max_body_bytes: ClassVar[int] = 512 << 10
    parser_classes = (RawJSON,)

    @extend_schema(
        request={"application/json": shapes.CHECK_SCHEMA},
        responses={200: shapes.LookoutAnswerOut},
    )
    @sensitive_variables()
    def post(self, request: Request) -> Response:
        asked = read_check(request.data if isinstance(request.data, bytes) else b"")
        by = viewer_of(request)
        try:
            found = checking.check(
                by=by,
                checkpoint=working(by, asked.checkpoint),
                plates=asked.plates,
                documents=asked.documents,
                channel="api",
            )
        finally:
            wipe_all(asked.plates)
            wipe_all(asked.documents)
        return Response(told(found))


def working(by: services.By, code: str) -> Checkpoint:
    """The checkpoint that asks: in scope and working; raises InvalidInput."""
    found = operational(by).filter(code=code).first() if "\0" not in code else None
    if found is None:
        message = _("No checkpoint of this code is working in your scope.")
        fault = FieldError(pointer="/checkpoint", code="not_found", message=message)
        raise InvalidInput(message, errors=[fault])
    return found


def told(found: checking.Answer) -> dict[str, Any]:
    """The answer of a check as it is sent, and kept for whoever sends it twice."""
    rows = [
        {"what": one.what, "position": one.position, "hit": shapes.hit_row(one.hit)}
        for one in found.found
    ]
    return {"checked": found.checked, "unreadable": found.unreadable, "hits": rows}


@requires(Right.NOTICE_READ)
class Hits(ApiView):
    """Hits at the checkpoints in scope."""

    @extend_schema(
        operation_id="lookout_hits_list",
        parameters=[shapes.HitQuery],
        responses={200: shapes.HitOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        asked = checked(shapes.HitQuery, request.query_params)
        rows = selectors.filtered_hits(selectors.hits(viewer_of(request)), asked)
        return self.paged(rows, shapes.hit_row)


@requires(Right.NOTICE_READ)
class OneHit(ApiView):
    """One hit and what came of it."""

    @extend_schema(responses={200: shapes.HitOut})
    def get(self, request: Request, hit_id: int) -> Response:
        return Response(shapes.hit_row(selectors.hit(viewer_of(request), hit_id)))


@requires(Right.NOTICE_READ, Right.HIT_CONFIRM)
class Confirm(Idempotent, ApiView):
    """An officer says whether it was who or what is sought."""

    @extend_schema(request=shapes.HitConfirmIn, responses={200: shapes.HitOut})
    def post(self, request: Request, hit_id: int) -> Response:
        by = viewer_of(request)
        hit = selectors.hit(by, hit_id)
        said: Any = checked(shapes.HitConfirmIn, request.data)
        said["version"] = expected_version(request, required=False)
        return Response(shapes.hit_row(hits.confirm(hit, by=by, channel="api", **said)))


@requires(Right.NOTICE_READ)
class Figures(ApiView):
    """How many numbers were asked about, per local day and checkpoint."""

    @extend_schema(
        operation_id="lookout_figures",
        parameters=[shapes.FiguresQuery],
        responses={200: shapes.LookoutTallyOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        asked = checked(shapes.FiguresQuery, request.query_params)
        rows = figures.tallies(viewer_of(request), **asked)
        return self.paged(rows, lambda row: shapes.LookoutTallyOut(row).data)
