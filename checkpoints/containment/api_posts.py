"""REST of a post: its order, acknowledge, in place, report, leave; for phones and systems."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from checkpoints.containment import selectors
from checkpoints.containment import serializers as shapes
from checkpoints.containment.api import said
from checkpoints.containment.models import PostOrder
from checkpoints.containment.selectors import briefs
from checkpoints.containment.services import answering, posting
from grid.ledger.idempotency import Idempotent
from grid.organisation.viewers import viewer_of
from grid.rest.views import ApiView, checked
from grid.rights import Right, requires


def one(request: Request, number: str, key: int) -> PostOrder:
    return selectors.find_post(viewer_of(request), number, key)


def answer(request: Request, order: PostOrder) -> Response:
    return Response(briefs.post(one(request, order.containment.number, order.pk)))


@requires(Right.CONTAINMENT_WORK)
class MyPosts(ApiView):
    """What the sender's own agency stands for now."""

    @extend_schema(operation_id="my_containment_posts", responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request) -> Response:
        return self.paged(selectors.my_posts(viewer_of(request)), briefs.post)


@requires(Right.CONTAINMENT_READ)
class OnePost(ApiView):
    """One post with its reports, the latest first."""

    @extend_schema(operation_id="containment_post", responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request, containment_number: str, post_order_id: int) -> Response:
        order = one(request, containment_number, post_order_id)
        reports = [briefs.report(row) for row in order.reports.all()[:200]]
        return Response(briefs.post(order) | {"said": reports})


@requires(Right.CONTAINMENT_READ, Right.CONTAINMENT_WORK)
class Acknowledge(Idempotent, ApiView):
    """The post has the order."""

    @extend_schema(request=shapes.ContainmentPostAnswer, responses={200: OpenApiTypes.OBJECT})
    def post(self, request: Request, containment_number: str, post_order_id: int) -> Response:
        body = said(request, shapes.ContainmentPostAnswer)
        order = one(request, containment_number, post_order_id)
        return answer(request, answering.acknowledge(order, by=viewer_of(request), **body))


@requires(Right.CONTAINMENT_READ, Right.CONTAINMENT_WORK)
class Man(Idempotent, ApiView):
    """The post is in place, with so many officers and vehicles."""

    @extend_schema(request=shapes.ContainmentPostMan, responses={200: OpenApiTypes.OBJECT})
    def post(self, request: Request, containment_number: str, post_order_id: int) -> Response:
        body: Any = said(request, shapes.ContainmentPostMan)
        order = one(request, containment_number, post_order_id)
        return answer(request, answering.man(order, by=viewer_of(request), **body))


@requires(Right.CONTAINMENT_READ, Right.CONTAINMENT_WORK)
class ReportOfPost(Idempotent, ApiView):
    """What the post saw, or that it saw nothing."""

    @extend_schema(request=shapes.ContainmentPostReport, responses={201: OpenApiTypes.OBJECT})
    def post(self, request: Request, containment_number: str, post_order_id: int) -> Response:
        body: Any = checked(shapes.ContainmentPostReport, request.data)
        order = one(request, containment_number, post_order_id)
        made = answering.report(order, by=viewer_of(request), **body)
        return Response(briefs.report(made), status=201)


@requires(Right.CONTAINMENT_READ, Right.CONTAINMENT_WORK)
class Leave(Idempotent, ApiView):
    """The post cannot come or has to go."""

    @extend_schema(request=shapes.ContainmentReason, responses={200: OpenApiTypes.OBJECT})
    def post(self, request: Request, containment_number: str, post_order_id: int) -> Response:
        body = said(request, shapes.ContainmentReason)
        order = one(request, containment_number, post_order_id)
        return answer(request, answering.leave(order, by=viewer_of(request), **body))


@requires(Right.CONTAINMENT_READ, Right.CONTAINMENT_START)
class Drop(Idempotent, ApiView):
    """Take the post out of the containment."""

    @extend_schema(request=shapes.ContainmentReason, responses={200: OpenApiTypes.OBJECT})
    def post(self, request: Request, containment_number: str, post_order_id: int) -> Response:
        body = said(request, shapes.ContainmentReason)
        order = one(request, containment_number, post_order_id)
        return answer(request, posting.drop_post(order, by=viewer_of(request), **body))
