"""REST of modes: who holds dispatch, taking it over, giving it back."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.dispatch.modes import selectors, services
from command_center.dispatch.modes.serializers import EndIn, ModeOut, ModeQuery, StartIn
from command_center.incidents.api.base import IncidentView
from command_center.incidents.selectors import NotFound
from grid.organisation.models import Agency
from grid.rest.views import checked, expected_version
from grid.rights import Right, requires


@requires(Right.DISPATCH_READ, Right.MODE_SWITCH)
class Modes(IncidentView):
    """Spans of major mode in scope, and those in force above it; starting one."""

    @extend_schema(parameters=[ModeQuery], responses={200: ModeOut(many=True)})
    def get(self, request: Request) -> Response:
        asked = checked(ModeQuery, request.query_params)
        return self.paged(selectors.modes(self.viewer, **asked), selectors.row)

    @extend_schema(request=StartIn, responses={201: ModeOut})
    def post(self, request: Request) -> Response:
        said = checked(StartIn, request.data)
        agency = Agency.objects.visible_to(self.viewer).filter(code=said["agency"]).first()
        if agency is None:
            raise NotFound(_("There is no such agency."))
        made = services.start_major(agency, by=self.viewer, reason=said["reason"], channel="api")
        return Response(selectors.row(made), status=201)


@requires(Right.DISPATCH_READ)
class Mode(IncidentView):
    """One span with its report."""

    @extend_schema(responses={200: ModeOut})
    def get(self, request: Request, mode_id: int) -> Response:
        return Response(selectors.row(selectors.mode(mode_id, self.viewer)))


@requires(Right.DISPATCH_READ, Right.MODE_SWITCH)
class End(IncidentView):
    """Give dispatch back, with a report; 409 says who did so first."""

    @extend_schema(request=EndIn, responses={200: ModeOut})
    def post(self, request: Request, mode_id: int) -> Response:
        found = selectors.mode(mode_id, self.viewer)
        said = checked(EndIn, request.data)
        version = expected_version(request, required=False)
        ended = services.end_major(
            found, by=self.viewer, report=said["report"], version=version, channel="api"
        )
        return Response(selectors.row(ended))
