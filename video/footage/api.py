"""REST of footage requests: asking, deciding, reading; every look is on the register."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from grid.ledger.idempotency import Idempotent
from grid.organisation.models import ClientSystem, Officer
from grid.organisation.viewers import viewer_of
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires
from video.footage import selectors, services
from video.footage import serializers as shapes
from video.footage.availability import availability
from video.footage.drafts import Window, cameras_by_code
from video.footage.models import FootageRequest
from video.footage.services.steps import invalid, officers_alone


def officer_behind(request: Request) -> Officer:
    """The officer who asks; a client system has no name for the register. Raises NotAllowed."""
    by = viewer_of(request)
    if isinstance(by, ClientSystem):
        raise officers_alone()
    return by


def answer(request: Request, found: FootageRequest, *, status: int = 200) -> Response:
    """The request as it is now; the look is on the register."""
    by = officer_behind(request)
    current = selectors.request_of(by, found.number)
    services.look(current, by=by, channel="api")
    return Response(shapes.full(current, selectors.windows_of(current)), status=status)


@requires(Right.FOOTAGE_READ, Right.FOOTAGE_REQUEST)
class Requests(Idempotent, ApiView):
    """Requests in scope; asking for footage."""

    is_sealed: ClassVar[bool] = True  # a citizen's number stays in no answer that is kept

    @extend_schema(
        operation_id="footage_requests_list",
        parameters=[shapes.FootageQuery],
        responses={200: shapes.FootageRow(many=True)},
    )
    def get(self, request: Request) -> Response:
        asked, by = checked(shapes.FootageQuery, request.query_params), officer_behind(request)
        rows = selectors.filtered(selectors.requests(by), asked, by)
        listed = self.paged(rows, shapes.row)
        numbers = [row["number"] for row in listed.data["results"]]
        services.look_at_list(numbers, asked, by=by, channel="api")
        return listed

    @extend_schema(
        operation_id="footage_requests_ask",
        request=shapes.FootageIn,
        responses={201: shapes.FootageOut},
    )
    def post(self, request: Request) -> Response:
        said: Any = checked(shapes.FootageIn, request.data)
        by = officer_behind(request)
        windows = [Window(w["camera"], w["since"], w["until"]) for w in said.pop("windows")]
        made = services.request_footage(by=by, windows=windows, channel="api", **said)
        return answer(request, made, status=201)


@requires(Right.FOOTAGE_READ, Right.FOOTAGE_REQUEST)
class OneRequest(Idempotent, ApiView):
    """One request with its cameras then, signatures and hand-outs."""

    @extend_schema(responses={200: shapes.FootageOut})
    def get(self, request: Request, request_number: str) -> Response:
        return answer(request, selectors.request_of(officer_behind(request), request_number))

    @extend_schema(request=shapes.FootageChangeIn, responses={200: shapes.FootageOut})
    def patch(self, request: Request, request_number: str) -> Response:
        by = officer_behind(request)
        found = selectors.request_of(by, request_number)
        said: Any = checked(shapes.FootageChangeIn, request.data)
        said["version"] = expected_version(request)
        return answer(request, services.change_request(found, by=by, channel="api", **said))


@requires(Right.FOOTAGE_READ, Right.FOOTAGE_APPROVE)
class Sign(Idempotent, ApiView):
    """Sign first or, in another role, second; a release in danger is reviewed in the same way."""

    @extend_schema(request=shapes.FootageSignIn, responses={200: shapes.FootageOut})
    def post(self, request: Request, request_number: str) -> Response:
        by, version = officer_behind(request), expected_version(request, required=False)
        found = selectors.request_of(by, request_number)
        return answer(request, services.sign(found, by=by, version=version, channel="api"))


@requires(Right.FOOTAGE_READ, Right.FOOTAGE_APPROVE)
class Refuse(Idempotent, ApiView):
    """Refuse it, or find that a release was not justified."""

    @extend_schema(request=shapes.FootageReasonIn, responses={200: shapes.FootageOut})
    def post(self, request: Request, request_number: str) -> Response:
        by = officer_behind(request)
        found = selectors.request_of(by, request_number)
        said: Any = checked(shapes.FootageReasonIn, request.data)
        said["version"] = expected_version(request, required=False)
        return answer(request, services.refuse(found, by=by, channel="api", **said))


@requires(Right.FOOTAGE_READ, Right.FOOTAGE_REQUEST)
class Withdraw(Idempotent, ApiView):
    """Take the own request back before anything was handed out."""

    @extend_schema(request=shapes.FootageReasonIn, responses={200: shapes.FootageOut})
    def post(self, request: Request, request_number: str) -> Response:
        by = officer_behind(request)
        found = selectors.request_of(by, request_number)
        said: Any = checked(shapes.FootageReasonIn, request.data)
        said["version"] = expected_version(request, required=False)
        return answer(request, services.withdraw(found, by=by, channel="api", **said))


@requires(Right.FOOTAGE_READ)
class Available(ApiView):
    """Whether cameras were online in a window and still keep it; asking writes nothing."""

    @extend_schema(
        operation_id="footage_availability",
        parameters=[shapes.AvailabilityQuery],
        responses={200: shapes.FootageWindowOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        asked, by = checked(shapes.AvailabilityQuery, request.query_params), officer_behind(request)
        if not asked["since"] < asked["until"]:
            raise invalid("/until", "out_of_range", "The end lies after the beginning.")
        known = cameras_by_code(by, [code.strip() for code in asked["camera"].split(",")])
        cameras = dict.fromkeys(known.values())
        rows = availability((camera, asked["since"], asked["until"]) for camera in cameras)
        return Response(shapes.FootageWindowOut(rows, many=True).data)
