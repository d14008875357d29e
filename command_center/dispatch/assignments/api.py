"""REST of assignments: sending units, their steps, a unit's own tasks."""

from typing import Any, Final

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.dispatch.assignments import selectors, services, stepping
from command_center.dispatch.assignments.models import Assignment
from command_center.dispatch.assignments.naming import named_units
from command_center.dispatch.assignments.recommendation import as_json, recommend
from command_center.dispatch.assignments.serializers import (
    AssignIn,
    AssignmentOut,
    AssignmentQuery,
    AssignmentStepIn,
    CrewAssignmentOut,
    ReassignIn,
    RecallIn,
    RecommendationOut,
    RecommendationQuery,
)
from command_center.incidents import selectors as incidents
from command_center.incidents.api.base import IncidentView
from grid.organisation.models import Officer
from grid.rest.views import checked, expected_version
from grid.rights import Right, requires
from patrol.units import selectors as units
from patrol.units.models import Unit

RANKED: Final = 20  # places in the recommendation kept with what was chosen


class AssignmentView(IncidentView):
    """A view of one assignment or more, each as its brief."""

    def one(self, assignment_id: int) -> Assignment:
        return selectors.assignment(assignment_id, self.viewer)

    def brief(self, assignment_id: int) -> Response:
        return Response(selectors.brief(self.one(assignment_id)))


@requires(Right.DISPATCH_READ)
class AssignmentList(AssignmentView):
    """Assignments of units in scope, the newest first."""

    @extend_schema(
        operation_id="assignments_list",
        parameters=[AssignmentQuery],
        responses={200: AssignmentOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        asked = checked(AssignmentQuery, request.query_params)
        return self.paged(selectors.filtered(self.viewer, **asked), selectors.brief)


@requires(Right.DISPATCH_READ)
class AssignmentDetail(AssignmentView):
    """One assignment."""

    @extend_schema(responses={200: AssignmentOut})
    def get(self, request: Request, assignment_id: int) -> Response:
        return self.brief(assignment_id)


@requires(Right.DISPATCH_READ)
class RecommendationView(AssignmentView):
    """The best units for an incident, with reasons, and who was passed over."""

    @extend_schema(parameters=[RecommendationQuery], responses={200: RecommendationOut})
    def get(self, request: Request, number: str) -> Response:
        incident = incidents.incident(number, self.viewer)
        asked = checked(RecommendationQuery, request.query_params)
        return Response(as_json(recommend(incident, self.viewer, **asked), incident))


@requires(Right.DISPATCH_READ, Right.DISPATCH_ASSIGN)
class IncidentAssignments(AssignmentView):
    """Who was sent to an incident, and sending more."""

    @extend_schema(
        operation_id="incident_assignments_list", responses={200: AssignmentOut(many=True)}
    )
    def get(self, request: Request, number: str) -> Response:
        incident = incidents.incident(number, self.viewer)
        return self.paged(selectors.of_incident(incident), selectors.brief)

    @extend_schema(request=AssignIn, responses={201: AssignmentOut(many=True)})
    def post(self, request: Request, number: str) -> Response:
        incident = incidents.incident(number, self.viewer)
        said = checked(AssignIn, request.data)
        said["version"] = expected_version(request, required=False)
        sent = named_units(self.viewer, said.pop("units"))
        said["ranks"] = recommend(incident, self.viewer, limit=RANKED).ranks()
        made = services.assign(incident, sent, by=self.viewer, **said)
        return Response([selectors.brief(row) for row in made], status=201)


def _said(request: Request, shape: Any) -> dict[str, Any]:
    said = checked(shape, request.data)
    said["version"] = expected_version(request, required=False)
    return said


@requires(Right.DISPATCH_READ, Right.DISPATCH_ASSIGN)
class Steps(AssignmentView):
    """A step told by the unit over radio, phone or face to face, written by a dispatcher."""

    @extend_schema(request=AssignmentStepIn, responses={200: AssignmentOut})
    def post(self, request: Request, assignment_id: int) -> Response:
        said = _said(request, AssignmentStepIn)
        stepping.step(self.one(assignment_id), said.pop("to"), by=self.viewer, **said)
        return self.brief(assignment_id)


@requires(Right.DISPATCH_READ, Right.DISPATCH_ASSIGN)
class Recall(AssignmentView):
    """Take a unit off a call."""

    @extend_schema(request=RecallIn, responses={200: AssignmentOut})
    def post(self, request: Request, assignment_id: int) -> Response:
        said = _said(request, RecallIn)
        services.recall(self.one(assignment_id), by=self.viewer, **said)
        return self.brief(assignment_id)


@requires(Right.DISPATCH_READ, Right.DISPATCH_ASSIGN)
class Reassign(AssignmentView):
    """Send another unit instead; answers the new assignment."""

    @extend_schema(request=ReassignIn, responses={201: AssignmentOut})
    def post(self, request: Request, assignment_id: int) -> Response:
        said, row = _said(request, ReassignIn), self.one(assignment_id)
        [unit] = named_units(self.viewer, [said.pop("unit")], pointer="/unit")
        said["ranks"] = recommend(row.incident, self.viewer, limit=RANKED).ranks()
        made = services.reassign(row, unit, by=self.viewer, **said)
        return Response(selectors.brief(made), status=201)


@requires(Right.DISPATCH_READ, Right.DISPATCH_ASSIGN)
class Resend(AssignmentView):
    """Tell the unit once more."""

    @extend_schema(request=None, responses={200: AssignmentOut})
    def post(self, request: Request, assignment_id: int) -> Response:
        services.resend(self.one(assignment_id), by=self.viewer)
        return self.brief(assignment_id)


class OwnView(AssignmentView):
    """A view of the tasks of the officer's own unit."""

    def unit(self) -> Unit | None:
        return units.unit_of(self.viewer) if isinstance(self.viewer, Officer) else None


@requires(Right.ASSIGNMENT_WORK)
class MyAssignments(OwnView):
    """What the officer's own unit has to do; reading it marks it delivered."""

    @extend_schema(
        operation_id="my_assignments_list", responses={200: CrewAssignmentOut(many=True)}
    )
    def get(self, request: Request) -> Response:
        unit = self.unit()
        if unit is None:
            return self.paged(Assignment.objects.none(), selectors.crew_brief)
        stepping.deliver(unit, by=self.viewer)
        return self.paged(selectors.open_for(unit), selectors.crew_brief)


@requires(Right.ASSIGNMENT_WORK)
class MyAssignment(OwnView):
    """One of the own unit's, ended ones too: who took it back while the phone had no line."""

    @extend_schema(responses={200: AssignmentOut})
    def get(self, request: Request, assignment_id: int) -> Response:
        return Response(selectors.brief(selectors.own_assignment(assignment_id, self.unit())))


@requires(Right.ASSIGNMENT_WORK, Right.ASSIGNMENT_WORK)
class MySteps(OwnView):
    """A step of the own unit; a phone sends its queue of them when the line is back."""

    @extend_schema(request=AssignmentStepIn, responses={200: AssignmentOut})
    def post(self, request: Request, assignment_id: int) -> Response:
        row = selectors.own_assignment(assignment_id, self.unit())
        said = _said(request, AssignmentStepIn)
        moved = stepping.step(row, said.pop("to"), by=self.viewer, **said)
        return Response(selectors.brief(moved))
