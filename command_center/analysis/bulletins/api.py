"""REST of bulletins: listed, read as data or as files, edited, signed, read."""

from collections.abc import Callable

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.analysis.bulletins import selectors, services
from command_center.analysis.bulletins import serializers as shapes
from command_center.analysis.bulletins.services.shared import officer_only
from command_center.analysis.bulletins.views.reading import TYPES, download
from grid.ledger.idempotency import Idempotent
from grid.organisation.viewers import viewer_of
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires

Take = Callable[..., bytes]


def _answer(request: Request, key: int) -> Response:
    """The bulletin as it is now."""
    return Response(shapes.bulletin_full(selectors.bulletin(viewer_of(request), key)))


@requires(Right.ANALYSIS_READ)
class Bulletins(ApiView):
    """Bulletins of the own ground and those sent to it."""

    @extend_schema(
        operation_id="bulletins_list",
        parameters=[shapes.BulletinQuery],
        responses={200: shapes.BulletinRow(many=True)},
    )
    def get(self, request: Request) -> Response:
        asked = checked(shapes.BulletinQuery, request.query_params)
        return self.paged(selectors.bulletins(viewer_of(request), asked), shapes.bulletin_row)


@requires(Right.ANALYSIS_READ, Right.BULLETIN_WRITE)
class OneBulletin(Idempotent, ApiView):
    """One bulletin with its data; a PATCH writes its lead and remarks."""

    @extend_schema(operation_id="bulletins_get", responses={200: shapes.BulletinOut})
    def get(self, request: Request, bulletin_id: int) -> Response:
        return _answer(request, bulletin_id)

    @extend_schema(
        operation_id="bulletins_edit",
        request=shapes.BulletinPatch,
        responses={200: shapes.BulletinOut},
    )
    def patch(self, request: Request, bulletin_id: int) -> Response:
        row = selectors.bulletin(viewer_of(request), bulletin_id)
        said = checked(shapes.BulletinPatch, request.data)
        services.edit(row, by=viewer_of(request), version=expected_version(request), **said)
        return _answer(request, bulletin_id)


@requires(Right.ANALYSIS_READ, Right.BULLETIN_WRITE)
class Review(Idempotent, ApiView):
    """Say that it is right."""

    @extend_schema(
        operation_id="bulletins_review",
        request=shapes.BulletinStepIn,
        responses={200: shapes.BulletinOut},
    )
    def post(self, request: Request, bulletin_id: int) -> Response:
        row = selectors.bulletin(viewer_of(request), bulletin_id)
        services.review(row, by=viewer_of(request), version=expected_version(request))
        return _answer(request, bulletin_id)


@requires(Right.ANALYSIS_READ, Right.BULLETIN_ISSUE)
class Return(Idempotent, ApiView):
    """Send it back to its writers."""

    @extend_schema(
        operation_id="bulletins_return",
        request=shapes.ReturnIn,
        responses={200: shapes.BulletinOut},
    )
    def post(self, request: Request, bulletin_id: int) -> Response:
        row = selectors.bulletin(viewer_of(request), bulletin_id)
        reason = checked(shapes.ReturnIn, request.data)["reason"]
        version = expected_version(request)
        services.return_(row, by=viewer_of(request), reason=reason, version=version)
        return _answer(request, bulletin_id)


@requires(Right.ANALYSIS_READ, Right.BULLETIN_ISSUE)
class Issue(Idempotent, ApiView):
    """Issue it: it gets its number, changes no more and goes out."""

    @extend_schema(
        operation_id="bulletins_issue",
        request=shapes.BulletinStepIn,
        responses={200: shapes.BulletinOut},
    )
    def post(self, request: Request, bulletin_id: int) -> Response:
        row = selectors.bulletin(viewer_of(request), bulletin_id)
        services.issue(row, by=viewer_of(request), version=expected_version(request))
        return _answer(request, bulletin_id)


@requires(Right.ANALYSIS_READ, Right.BULLETIN_SIGN)
class Read(Idempotent, ApiView):
    """The own agency has read it."""

    @extend_schema(operation_id="bulletins_read", request=None, responses={200: shapes.BulletinOut})
    def post(self, request: Request, bulletin_id: int) -> Response:
        row = selectors.bulletin(viewer_of(request), bulletin_id)
        services.read_copy(row, by=officer_only(viewer_of(request)))
        return _answer(request, bulletin_id)


def _file(request: Request, key: int, take: Take, kind: str) -> HttpResponse:
    row = selectors.bulletin(viewer_of(request), key)
    return download(take(row, by=viewer_of(request)), row, kind)


@requires(Right.ANALYSIS_READ)
class Pdf(ApiView):
    """The bulletin as PDF; that it was taken is on the log."""

    @extend_schema(operation_id="bulletins_pdf", responses={(200, TYPES["pdf"]): bytes})
    def get(self, request: Request, bulletin_id: int) -> HttpResponse:
        return _file(request, bulletin_id, services.take_pdf, "pdf")


@requires(Right.ANALYSIS_READ)
class Docx(ApiView):
    """The bulletin as DOCX; that it was taken is on the log."""

    @extend_schema(operation_id="bulletins_docx", responses={(200, TYPES["docx"]): bytes})
    def get(self, request: Request, bulletin_id: int) -> HttpResponse:
        return _file(request, bulletin_id, services.take_docx, "docx")
