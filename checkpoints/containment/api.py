"""REST of containments: start, approve, stage, adjust, lift; the same for screens and systems."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from checkpoints.containment import choosing, selectors
from checkpoints.containment import serializers as shapes
from checkpoints.containment.models import Containment
from checkpoints.containment.selectors import briefs, reporting, state
from checkpoints.containment.services import changing, posting, starting
from grid.ledger.idempotency import Idempotent
from grid.organisation.viewers import viewer_of
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires


def one(request: Request, number: str) -> Containment:
    return selectors.find_containment(viewer_of(request), number)


def said(request: Request, shape: Any) -> dict[str, Any]:
    """The body, with the version the sender has seen, if any."""
    body = checked(shape, request.data)
    return body | {"version": expected_version(request, required=False)}


def answer(row: Containment, *, status: int = 200) -> Response:
    return Response(briefs.containment(row), status=status)


@requires(Right.CONTAINMENT_READ, Right.CONTAINMENT_START)
class Containments(Idempotent, ApiView):
    """Containments in scope; starting one."""

    @extend_schema(
        operation_id="containments_list",
        parameters=[shapes.ContainmentQuery],
        responses={200: OpenApiTypes.OBJECT},
    )
    def get(self, request: Request) -> Response:
        asked = checked(shapes.ContainmentQuery, request.query_params)
        rows = selectors.filtered(selectors.containments(viewer_of(request)), asked)
        return self.paged(rows, briefs.containment)

    @extend_schema(
        operation_id="containments_start",
        request=shapes.ContainmentStart,
        responses={201: OpenApiTypes.OBJECT},
    )
    def post(self, request: Request) -> Response:
        body: Any = checked(shapes.ContainmentStart, request.data)
        by = viewer_of(request)
        chosen = choosing.chosen(by, plan=body.pop("plan", None), codes=body.pop("checkpoints", []))
        row = starting.start(by=by, channel="api", said=body | chosen)
        return answer(row, status=201)


@requires(Right.CONTAINMENT_READ)
class OneContainment(ApiView):
    """One containment: what it knows, who started and approved it."""

    @extend_schema(operation_id="containment", responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request, containment_number: str) -> Response:
        return answer(one(request, containment_number))


@requires(Right.CONTAINMENT_READ)
class State(ApiView):
    """Posts by countdown, rings with their gaps, log and reports, as of the server's time."""

    @extend_schema(
        operation_id="containment_state",
        parameters=[shapes.StateQuery],
        responses={200: OpenApiTypes.OBJECT},
    )
    def get(self, request: Request, containment_number: str) -> Response:
        row = one(request, containment_number)
        tried = checked(shapes.StateQuery, request.query_params)
        return Response(state.state(row, viewer_of(request), **tried))


@requires(Right.CONTAINMENT_READ)
class Report(ApiView):
    """The review report: every time, what was late, the gaps over time."""

    @extend_schema(operation_id="containment_report", responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request, containment_number: str) -> Response:
        row = one(request, containment_number)
        return Response(reporting.report(row, viewer_of(request)))


@requires(Right.CONTAINMENT_READ, Right.CONTAINMENT_APPROVE)
class Approve(Idempotent, ApiView):
    """The second approval, by another officer than the one who started it."""

    @extend_schema(request=shapes.ContainmentVersion, responses={200: OpenApiTypes.OBJECT})
    def post(self, request: Request, containment_number: str) -> Response:
        body = said(request, shapes.ContainmentVersion)
        row = one(request, containment_number)
        return answer(starting.approve(row, by=viewer_of(request), channel="api", **body))


@requires(Right.CONTAINMENT_READ, Right.CONTAINMENT_APPROVE)
class Refuse(Idempotent, ApiView):
    """Do not let it begin."""

    @extend_schema(request=shapes.ContainmentReason, responses={200: OpenApiTypes.OBJECT})
    def post(self, request: Request, containment_number: str) -> Response:
        body = said(request, shapes.ContainmentReason)
        row = one(request, containment_number)
        return answer(starting.refuse(row, by=viewer_of(request), **body))


@requires(Right.CONTAINMENT_READ, Right.CONTAINMENT_START)
class NextStage(Idempotent, ApiView):
    """Go one stage on and order its posts."""

    @extend_schema(request=shapes.ContainmentStage, responses={200: OpenApiTypes.OBJECT})
    def post(self, request: Request, containment_number: str) -> Response:
        body = said(request, shapes.ContainmentStage)
        row = one(request, containment_number)
        return answer(posting.next_stage(row, by=viewer_of(request), **body))


@requires(Right.CONTAINMENT_READ, Right.CONTAINMENT_START)
class Adjust(Idempotent, ApiView):
    """Another place, time, speed or detour; the order of the posts follows."""

    @extend_schema(request=shapes.ContainmentAdjust, responses={200: OpenApiTypes.OBJECT})
    def post(self, request: Request, containment_number: str) -> Response:
        body = said(request, shapes.ContainmentAdjust)
        row = one(request, containment_number)
        return answer(changing.adjust(row, by=viewer_of(request), **body))


@requires(Right.CONTAINMENT_READ, Right.CONTAINMENT_START)
class Extend(Idempotent, ApiView):
    """Let it hold longer."""

    @extend_schema(request=shapes.ContainmentExtend, responses={200: OpenApiTypes.OBJECT})
    def post(self, request: Request, containment_number: str) -> Response:
        body = said(request, shapes.ContainmentExtend)
        row = one(request, containment_number)
        return answer(changing.extend(row, by=viewer_of(request), **body))


@requires(Right.CONTAINMENT_READ, Right.CONTAINMENT_START)
class Lift(Idempotent, ApiView):
    """End it and release every post."""

    @extend_schema(request=shapes.ContainmentLift, responses={200: OpenApiTypes.OBJECT})
    def post(self, request: Request, containment_number: str) -> Response:
        body = said(request, shapes.ContainmentLift)
        row = one(request, containment_number)
        return answer(changing.lift(row, by=viewer_of(request), **body))


@requires(Right.CONTAINMENT_READ, Right.CONTAINMENT_START)
class Review(Idempotent, ApiView):
    """What it taught, once it is lifted."""

    @extend_schema(request=shapes.ContainmentReview, responses={200: OpenApiTypes.OBJECT})
    def post(self, request: Request, containment_number: str) -> Response:
        body = said(request, shapes.ContainmentReview)
        row = one(request, containment_number)
        return answer(changing.review(row, by=viewer_of(request), **body))


@requires(Right.CONTAINMENT_READ, Right.CONTAINMENT_START)
class Posts(Idempotent, ApiView):
    """Orders of posts in scope; ordering one more."""

    @extend_schema(operation_id="containment_posts", responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request, containment_number: str) -> Response:
        row = one(request, containment_number)
        rows = selectors.posts(viewer_of(request)).filter(containment=row)
        return self.paged(rows, briefs.post)

    @extend_schema(request=shapes.ContainmentPostAdd, responses={201: OpenApiTypes.OBJECT})
    def post(self, request: Request, containment_number: str) -> Response:
        body = said(request, shapes.ContainmentPostAdd)
        row, by = one(request, containment_number), viewer_of(request)
        made = posting.add_post(row, by=by, **choosing.post(by, body))
        return Response(briefs.post(made), status=201)
