"""REST of response plans: the plans, which fit an incident, and what is made of them."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.dispatch.plans import activating, editing, selectors
from command_center.dispatch.plans.api import forms
from command_center.incidents import selectors as incidents
from command_center.incidents.api.base import IncidentView
from grid.organisation.models import Agency
from grid.rest.views import checked, expected_version
from grid.rights import Right, requires
from grid.scope import Viewer


@requires(Right.DISPATCH_READ, Right.PLAN_MANAGE)
class Plans(IncidentView):
    """Plans that hold on the viewer's ground, and new ones."""

    @extend_schema(parameters=[forms.PlanQuery], responses={200: forms.PlanOut(many=True)})
    def get(self, request: Request) -> Response:
        asked = checked(forms.PlanQuery, request.query_params)
        return self.paged(selectors.plans(self.viewer, **asked), selectors.plan_row)

    @extend_schema(request=forms.PlanIn, responses={201: forms.PlanOut})
    def post(self, request: Request) -> Response:
        said = checked(forms.PlanIn, request.data)
        said["agency"] = agency_of(said["agency"], self.viewer)
        needs = said.pop("needs")
        made = editing.create_plan(said, needs, by=self.viewer, channel="api")
        return Response(selectors.plan_row(made), status=201)


@requires(Right.DISPATCH_READ, Right.PLAN_MANAGE)
class Plan(IncidentView):
    """One plan, and its next version."""

    @extend_schema(responses={200: forms.PlanOut})
    def get(self, request: Request, plan: str) -> Response:
        return Response(selectors.plan_row(selectors.plan(plan, self.viewer)))

    @extend_schema(request=forms.PlanEdit, responses={200: forms.PlanOut})
    def patch(self, request: Request, plan: str) -> Response:
        found = selectors.plan(plan, self.viewer)
        said = checked(forms.PlanEdit, request.data)
        said.pop("version", None)
        needs, seen = said.pop("needs", None), expected_version(request)
        by = self.viewer
        changed = editing.change_plan(found, said, needs, by=by, version=seen, channel="api")
        return Response(selectors.plan_row(changed))


@requires(Right.DISPATCH_READ)
class Fitting(IncidentView):
    """Plans that fit an incident, best first, with what each would send and lack."""

    @extend_schema(responses={200: forms.FitOut(many=True)})
    def get(self, request: Request, number: str) -> Response:
        found = incidents.incident(number, self.viewer)
        return Response(selectors.fits(found, self.viewer))


@requires(Right.DISPATCH_READ, Right.PLAN_ACTIVATE)
class Activate(IncidentView):
    """Put a plan to work; 409 says who did first, 403 who holds dispatch."""

    @extend_schema(request=forms.ActivateIn, responses={201: forms.ActivationOut})
    def post(self, request: Request, number: str, plan: str) -> Response:
        incident = incidents.incident(number, self.viewer)
        found = selectors.plan(plan, self.viewer)
        step = checked(forms.ActivateIn, request.data)["step"]
        made = activating.activate(found, incident, by=self.viewer, step=step, channel="api")
        return Response(selectors.activation_row(made), status=201)


@requires(Right.DISPATCH_READ)
class Activations(IncidentView):
    """Plans at work and those that were."""

    @extend_schema(
        parameters=[forms.ActivationQuery], responses={200: forms.ActivationOut(many=True)}
    )
    def get(self, request: Request) -> Response:
        asked = checked(forms.ActivationQuery, request.query_params)
        return self.paged(selectors.activations(self.viewer, **asked), selectors.activation_row)


@requires(Right.DISPATCH_READ)
class Activation(IncidentView):
    """One activation with its result and checklist."""

    @extend_schema(responses={200: forms.ActivationOut})
    def get(self, request: Request, activation_id: int) -> Response:
        found = selectors.activation(activation_id, self.viewer)
        return Response(selectors.activation_row(found))


@requires(Right.DISPATCH_READ, Right.PLAN_ACTIVATE)
class Raise(IncidentView):
    """The next alarm step: only the difference is sent."""

    @extend_schema(request=forms.Versioned, responses={200: forms.ActivationOut})
    def post(self, request: Request, activation_id: int) -> Response:
        found = selectors.activation(activation_id, self.viewer)
        checked(forms.Versioned, request.data)
        seen = expected_version(request)
        raised = activating.raise_step(found, by=self.viewer, version=seen, channel="api")
        return Response(selectors.activation_row(raised))


@requires(Right.DISPATCH_READ, Right.PLAN_ACTIVATE)
class End(IncidentView):
    """What came of it, and what is learnt."""

    @extend_schema(request=forms.ActivationEndIn, responses={200: forms.ActivationOut})
    def post(self, request: Request, activation_id: int) -> Response:
        found = selectors.activation(activation_id, self.viewer)
        said = checked(forms.ActivationEndIn, request.data)
        said["version"] = expected_version(request, required=False)
        ended = activating.end(found, by=self.viewer, channel="api", **said)
        return Response(selectors.activation_row(ended))


@requires(Right.DISPATCH_READ, Right.PLAN_ACTIVATE)
class Tick(IncidentView):
    """Tick an item of the checklist; 409 says who did first."""

    @extend_schema(request=forms.TickIn, responses={200: forms.CheckOut})
    def post(self, request: Request, check_id: int) -> Response:
        found = selectors.check(check_id, self.viewer)
        said = checked(forms.TickIn, request.data)
        ticked = activating.tick(found, by=self.viewer, channel="api", **said)
        return Response(selectors.check_row(ticked))


def agency_of(code: str, viewer: Viewer) -> Agency:
    """An agency in scope by its code; raises NotFound."""
    found = Agency.objects.visible_to(viewer).filter(code=code).first()
    if found is None:
        raise incidents.NotFound(_("There is no such agency."))
    return found
