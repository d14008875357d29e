"""REST of granted cameras, of grants and of trainings."""

from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from grid.errors import NotAllowed
from grid.ledger.idempotency import Idempotent
from grid.organisation.models import Officer
from grid.organisation.viewers import viewer_of
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires
from video.grants import selectors, services, shown
from video.grants import serializers as s
from video.grants.forms import TERMS


def officer(request: Request) -> Officer:
    """The officer who acts; a client system answers for nothing."""
    who = viewer_of(request)
    if isinstance(who, Officer):
        return who
    raise NotAllowed(_("An officer does this in person."))


def choice_of(said: dict[str, Any]) -> services.Choice:
    """Which cameras the body names."""
    names = ("codes", "cls", "cell", "platform", "agency")
    return services.Choice(**{name: said[name] for name in names if name in said})


def decided(request: Request) -> dict[str, Any]:
    """What was said of a grant, with the version the sender has seen."""
    said = checked(s.GrantDecisionIn, request.data)
    return {**said, "version": expected_version(request)}


def ended(request: Request) -> dict[str, Any]:
    """Why something ends, with the version the sender has seen."""
    said = checked(s.GrantReasonIn, request.data)
    return {**said, "version": expected_version(request)}


@requires(Right.CAMERA_READ)
class GrantedCameras(ApiView):
    """Cameras that other agencies opened to the viewer's, today; to look at, never to change."""

    @extend_schema(
        operation_id="granted_cameras_list",
        parameters=[s.GrantedQuery],
        responses={200: s.GrantedCameraOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(s.GrantedQuery, request.query_params)
        return self.paged(selectors.granted(viewer_of(request), **query), shown.camera_row)


@requires(Right.CAMERA_READ)
class OneGrantedCamera(ApiView):
    """The card of one granted camera; the look is counted for its grant and day."""

    @extend_schema(operation_id="granted_cameras_read", responses={200: s.GrantedCardOut})
    def get(self, request: Request, granted_code: str) -> Response:
        camera: Any = selectors.find_granted(viewer_of(request), granted_code)
        services.look(camera.opened_by[-1].grant)
        return Response(shown.camera_card(camera))


@requires(Right.CAMERA_READ, Right.CAMERA_MANAGE)
class CameraGrants(Idempotent, ApiView):
    """Grants given by the viewer's area and to it; a POST asks for one."""

    @extend_schema(
        operation_id="camera_grants_list",
        parameters=[s.GrantQuery],
        responses={200: s.GrantOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(s.GrantQuery, request.query_params)
        return self.paged(selectors.grants(viewer_of(request), **query), shown.grant_row)

    @extend_schema(operation_id="camera_grants_ask", request=s.GrantIn, responses={201: s.GrantOut})
    def post(self, request: Request) -> Response:
        by, said = officer(request), checked(s.GrantIn, request.data)
        terms = services.Terms(**{name: said[name] for name in TERMS})
        made = services.ask(by=by, choice=choice_of(said), terms=terms)
        return Response(shown.grant_row(made), status=201)


@requires(Right.CAMERA_MANAGE, Right.CAMERA_MANAGE)
class GrantPreview(Idempotent, ApiView):
    """How many cameras a choice would open now; nothing is written."""

    @extend_schema(
        operation_id="camera_grants_preview", request=s.PreviewIn, responses={200: s.PreviewOut}
    )
    def post(self, request: Request) -> Response:
        said = checked(s.PreviewIn, request.data)
        grantee = said.get("grantee", "")
        found = services.preview(viewer_of(request), choice_of(said), grantee=grantee)
        return Response(asdict(found))


@requires(Right.CAMERA_READ)
class OneGrant(ApiView):
    """One grant, to either side."""

    @extend_schema(operation_id="camera_grants_read", responses={200: s.GrantOut})
    def get(self, request: Request, grant_number: str) -> Response:
        return Response(shown.grant_row(selectors.find_grant(viewer_of(request), grant_number)))


@requires(Right.CAMERA_READ, Right.CAMERA_GRANT)
class ApproveGrant(Idempotent, ApiView):
    """Open the cameras, as another officer than the one who asked."""

    @extend_schema(request=s.GrantDecisionIn, responses={200: s.GrantOut})
    def post(self, request: Request, grant_number: str) -> Response:
        by = officer(request)
        row = selectors.find_given(by, grant_number)
        return Response(shown.grant_row(services.approve(row, by=by, **decided(request))))


@requires(Right.CAMERA_READ, Right.CAMERA_GRANT)
class RefuseGrant(Idempotent, ApiView):
    """Not open them, with the reason."""

    @extend_schema(request=s.GrantDecisionIn, responses={200: s.GrantOut})
    def post(self, request: Request, grant_number: str) -> Response:
        by = officer(request)
        row = selectors.find_given(by, grant_number)
        return Response(shown.grant_row(services.refuse_grant(row, by=by, **decided(request))))


@requires(Right.CAMERA_READ, Right.CAMERA_MANAGE)
class WithdrawGrant(Idempotent, ApiView):
    """Take it back before it is decided."""

    @extend_schema(request=s.GrantDecisionIn, responses={200: s.GrantOut})
    def post(self, request: Request, grant_number: str) -> Response:
        by = officer(request)
        row = selectors.find_given(by, grant_number)
        version = expected_version(request)
        return Response(shown.grant_row(services.withdraw(row, by=by, version=version)))


@requires(Right.CAMERA_READ, Right.CAMERA_GRANT)
class RevokeGrant(Idempotent, ApiView):
    """Close the cameras to the grantee from now on, with the reason."""

    @extend_schema(request=s.GrantReasonIn, responses={200: s.GrantOut})
    def post(self, request: Request, grant_number: str) -> Response:
        by = officer(request)
        row = selectors.find_given(by, grant_number)
        return Response(shown.grant_row(services.revoke(row, by=by, **ended(request))))


@requires(Right.CAMERA_MANAGE, Right.CAMERA_MANAGE)
class VideoTrainings(Idempotent, ApiView):
    """Trainings of officers of the viewer's area; a POST records one of another officer."""

    @extend_schema(
        operation_id="video_trainings_list",
        parameters=[s.TrainingQuery],
        responses={200: s.TrainingOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(s.TrainingQuery, request.query_params)
        return self.paged(selectors.trainings(viewer_of(request), **query), shown.training_row)

    @extend_schema(
        operation_id="video_trainings_record", request=s.TrainingIn, responses={201: s.TrainingOut}
    )
    def post(self, request: Request) -> Response:
        said = checked(s.TrainingIn, request.data)
        made = services.record_training(by=officer(request), **said)
        return Response(shown.training_row(made), status=201)


@requires(Right.CAMERA_MANAGE, Right.CAMERA_MANAGE)
class WithdrawTraining(Idempotent, ApiView):
    """Say that a training does not hold any more, with the reason."""

    @extend_schema(request=s.GrantReasonIn, responses={200: s.TrainingOut})
    def post(self, request: Request, training_id: int) -> Response:
        by = officer(request)
        row = selectors.find_training(by, training_id)
        done = services.withdraw_training(row, by=by, **ended(request))
        return Response(shown.training_row(done))
