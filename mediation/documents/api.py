"""REST of papers: listed, written, and taken as files against a purpose."""

from typing import Any, ClassVar

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from grid.ledger.idempotency import Idempotent
from grid.organisation.viewers import officer_of, viewer_of
from grid.rest.views import ApiView, checked
from grid.rights import Right, requires
from mediation.documents import selectors, services
from mediation.documents import serializers as s
from mediation.documents.services.reading import Why
from mediation.documents.views.papers import TYPES, download


@requires(Right.DISPUTE_READ, Right.DISPUTE_WORK)
class Papers(Idempotent, ApiView):
    """The papers of a dispute; a POST writes one as the dispute stands now."""

    is_sealed: ClassVar[bool] = True

    @extend_schema(operation_id="dispute_papers", responses={200: s.PaperOut(many=True)})
    def get(self, request: Request, dispute_number: str) -> Response:
        rows = selectors.papers_of(selectors.dispute_of(viewer_of(request), dispute_number))
        return self.paged(rows.defer(None), s.paper_row)

    @extend_schema(
        operation_id="dispute_papers_make", request=s.PaperIn, responses={201: s.PaperOut}
    )
    def post(self, request: Request, dispute_number: str) -> Response:
        dispute = selectors.dispute_of(viewer_of(request), dispute_number)
        said = checked(s.PaperIn, request.data)
        made = services.make_paper(dispute, by=viewer_of(request), channel="api", **said)
        return Response(s.paper_row(made), status=201)


@requires(Right.DISPUTE_READ)
class PaperFile(ApiView):
    """A paper as a file; each time a line of the access register says what for."""

    @extend_schema(
        operation_id="dispute_paper_file",
        parameters=[s.PaperFileQuery],
        responses={(200, kind): bytes for kind in TYPES.values()},
    )
    def get(self, request: Request, dispute_number: str, paper_id: int) -> HttpResponse:
        officer = officer_of(request)
        paper = selectors.paper_of(officer, dispute_number, paper_id)
        asked: dict[str, Any] = checked(s.PaperFileQuery, request.query_params)
        kind = asked["file_format"]
        take = services.take_pdf if kind == "pdf" else services.take_docx
        data = take(paper, by=officer, why=Why(purpose=asked["purpose"]))
        return download(data, f"{paper.number}.{kind}", TYPES[kind])
