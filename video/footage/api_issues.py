"""REST of what is handed out, of citizens in clear, of marks and of unchecked cases."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from grid.ledger.api.registers import AccessSerializer, SearchQuery
from grid.ledger.idempotency import Idempotent
from grid.ledger.registers import SearchForm, note_reading
from grid.organisation.viewers import viewer_of
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires
from video.footage import registering, selectors, services, unchecked
from video.footage import serializers as shapes
from video.footage.api import answer, officer_behind


@requires(Right.FOOTAGE_READ, Right.FOOTAGE_ISSUE)
class Mask(Idempotent, ApiView):
    """Confirm that what is published shows nobody: faces, names, plates, licences."""

    @extend_schema(request=shapes.FootageMaskIn, responses={200: shapes.FootageOut})
    def post(self, request: Request, request_number: str) -> Response:
        by = officer_behind(request)
        found = selectors.request_of(by, request_number)
        said: Any = checked(shapes.FootageMaskIn, request.data)
        said["version"] = expected_version(request, required=False)
        return answer(request, services.confirm_masking(found, by=by, channel="api", **said))


@requires(Right.FOOTAGE_READ, Right.FOOTAGE_ISSUE)
class Issues(Idempotent, ApiView):
    """Show or hand out what is approved."""

    @extend_schema(
        operation_id="footage_issue",
        request=shapes.FootageIssueIn,
        responses={201: shapes.FootageIssueOut},
    )
    def post(self, request: Request, request_number: str) -> Response:
        by = officer_behind(request)
        found = selectors.request_of(by, request_number)
        said: Any = checked(shapes.FootageIssueIn, request.data)
        said["version"] = expected_version(request, required=False)
        made = services.issue(found, by=by, channel="api", **said)
        return Response(shapes.FootageIssueOut(made).data, status=201)


@requires(Right.FOOTAGE_READ, Right.FOOTAGE_REQUEST)
class Receive(Idempotent, ApiView):
    """Sign for a copy with the fingerprint of the file received."""

    @extend_schema(request=shapes.FootageReceiveIn, responses={200: shapes.FootageIssueOut})
    def post(self, request: Request, request_number: str, footage_issue_id: int) -> Response:
        by = officer_behind(request)
        made = selectors.issue_of(by, request_number, footage_issue_id)
        said: Any = checked(shapes.FootageReceiveIn, request.data)
        got = services.receive(made, by=by, channel="api", **said)
        return Response(shapes.FootageIssueOut(got).data)


@requires(Right.FOOTAGE_READ, Right.FOOTAGE_ISSUE)
class Settle(Idempotent, ApiView):
    """Copies came back, were destroyed before a witness, or lie in the case's file."""

    @extend_schema(request=shapes.FootageSettleIn, responses={200: shapes.FootageIssueOut})
    def post(self, request: Request, request_number: str, footage_issue_id: int) -> Response:
        by = officer_behind(request)
        made = selectors.issue_of(by, request_number, footage_issue_id)
        said: Any = checked(shapes.FootageSettleIn, request.data)
        done = services.settle(made, by=by, channel="api", **said)
        return Response(shapes.FootageIssueOut(done).data)


@requires(Right.FOOTAGE_READ, Right.FOOTAGE_ISSUE)
class Close(Idempotent, ApiView):
    """Nothing more is handed out."""

    @extend_schema(request=shapes.FootageReasonIn, responses={200: shapes.FootageOut})
    def post(self, request: Request, request_number: str) -> Response:
        by = officer_behind(request)
        found = selectors.request_of(by, request_number)
        said: Any = checked(shapes.FootageReasonIn, request.data)
        said["version"] = expected_version(request, required=False)
        return answer(request, services.close(found, by=by, channel="api", **said))


@requires(Right.FOOTAGE_ISSUE)
class Reveal(ApiView):
    """The citizen in clear, for who checks the identity; each time with a reason of its own.

    It changes nothing but the register, and its answer is kept nowhere, so it takes no key.
    """

    @extend_schema(
        operation_id="footage_reveal",
        parameters=[shapes.FootageRevealIn],
        responses={200: shapes.FootageIdentityOut},
    )
    def get(self, request: Request, request_number: str) -> Response:
        by = officer_behind(request)
        found = selectors.request_of(by, request_number)
        said: Any = checked(shapes.FootageRevealIn, request.query_params)
        return Response(services.reveal(found, by=by, channel="api", **said))


@requires(Right.FOOTAGE_READ, Right.FOOTAGE_REQUEST)
class Checks(Idempotent, ApiView):
    """Marks that video was looked for in a case."""

    @extend_schema(
        operation_id="video_checks_list", responses={200: shapes.VideoCheckOut(many=True)}
    )
    def get(self, request: Request) -> Response:
        rows = selectors.checks(officer_behind(request))
        return self.paged(rows, lambda row: shapes.VideoCheckOut(row).data)

    @extend_schema(
        operation_id="video_checks_mark",
        request=shapes.VideoCheckIn,
        responses={201: shapes.VideoCheckOut},
    )
    def post(self, request: Request) -> Response:
        said: Any = checked(shapes.VideoCheckIn, request.data)
        made = services.mark_checked(by=officer_behind(request), channel="api", **said)
        return Response(shapes.VideoCheckOut(made).data, status=201)


@requires(Right.FOOTAGE_READ, Right.FOOTAGE_REQUEST)
class StrikeCheck(Idempotent, ApiView):
    """Take a mark back; it stays on record."""

    @extend_schema(request=shapes.FootageReasonIn, responses={200: shapes.VideoCheckOut})
    def post(self, request: Request, video_check_id: int) -> Response:
        by = officer_behind(request)
        mark = selectors.check_of(by, video_check_id)
        said: Any = checked(shapes.FootageReasonIn, request.data)
        struck = services.strike_check(mark, by=by, reason=said["reason"], channel="api")
        return Response(shapes.VideoCheckOut(struck).data)


@requires(Right.FOOTAGE_READ)
class Unchecked(ApiView):
    """Cases without request or mark (逢案必先调用视频), with the sums of the span."""

    @extend_schema(
        operation_id="footage_unchecked",
        parameters=[shapes.UncheckedQuery],
        responses={200: shapes.UncheckedOut},
    )
    def get(self, request: Request) -> Response:
        asked: Any = checked(shapes.UncheckedQuery, request.query_params)
        span = unchecked.span_of(asked.get("day_from"), asked.get("day_to"))
        rows = unchecked.standings(officer_behind(request), *span)
        return Response(shapes.unchecked_out(rows))


@requires(Right.ACCESS_READ)
class Register(ApiView):
    """Every look at a request or their list, newest first; reading it is on the register too."""

    @extend_schema(
        operation_id="footage_register",
        parameters=[SearchQuery],
        responses={200: AccessSerializer(many=True)},
    )
    def get(self, request: Request) -> Response:
        by, search = viewer_of(request), SearchForm(request.query_params).search()
        answered = self.paged(
            registering.entries(by, search), lambda row: AccessSerializer(row).data
        )
        note_reading(by.as_actor(channel="api"), "footage", search)
        return answered
