"""REST of event plans: the plan, its parts, its life, its day; a unit's own posts."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.dispatch.plans.api import event_forms as forms
from command_center.dispatch.plans.api.forms import Versioned
from command_center.dispatch.plans.api.response import agency_of
from command_center.dispatch.plans.events import duties, parts, plans, report, selectors
from command_center.dispatch.plans.models import PostDuty
from command_center.incidents.api.base import IncidentView
from command_center.incidents.selectors import NotFound
from grid.errors import FieldError, InvalidInput
from grid.organisation.models import Officer
from grid.rest.views import checked, expected_version
from grid.rights import Right, requires
from grid.scope import Viewer
from patrol.units.models import Unit
from patrol.units.selectors import unit_of

SHAPES: dict[str, Any] = {
    "posts": forms.PostIn,
    "crews": forms.CrewIn,
    "resources": forms.ResourceIn,
    "milestones": forms.MilestoneIn,
}


@requires(Right.DISPATCH_READ, Right.PLAN_MANAGE)
class Events(IncidentView):
    """Events in scope with the archive, and new drafts."""

    @extend_schema(parameters=[forms.EventQuery], responses={200: forms.EventOut(many=True)})
    def get(self, request: Request) -> Response:
        asked = checked(forms.EventQuery, request.query_params)
        return self.paged(selectors.events(self.viewer, **asked), selectors.event_row)

    @extend_schema(request=forms.EventIn, responses={201: forms.EventOut})
    def post(self, request: Request) -> Response:
        said = checked(forms.EventIn, request.data)
        said["agency"] = agency_of(said["agency"], self.viewer)
        said["commander"] = commander_of(said["commander"], self.viewer)
        made = plans.create_event(by=self.viewer, channel="api", **said)
        return Response(selectors.event_row(made), status=201)


@requires(Right.DISPATCH_READ, Right.PLAN_MANAGE)
class Event(IncidentView):
    """One event, and changes to its draft."""

    @extend_schema(responses={200: forms.EventOut})
    def get(self, request: Request, event_id: int) -> Response:
        return Response(selectors.event_row(selectors.event(event_id, self.viewer)))

    @extend_schema(request=forms.EventEdit, responses={200: forms.EventOut})
    def patch(self, request: Request, event_id: int) -> Response:
        found = selectors.event(event_id, self.viewer)
        said = checked(forms.EventEdit, request.data)
        said.pop("version", None)
        if "commander" in said:
            said["commander"] = commander_of(said["commander"], self.viewer)
        seen, by = expected_version(request), self.viewer
        changed = plans.change_event(found, said, by=by, version=seen, channel="api")
        return Response(selectors.event_row(changed))


@requires(Right.DISPATCH_READ, Right.PLAN_MANAGE)
class Steps(IncidentView):
    """Approve, start, close with a report, or cancel with a reason."""

    @extend_schema(request=forms.EventStepIn, responses={200: forms.EventOut})
    def post(self, request: Request, event_id: int) -> Response:
        found = selectors.event(event_id, self.viewer)
        said = checked(forms.EventStepIn, request.data)
        seen = expected_version(request, required=False)
        moved = step(found, said["to"], said["text"], by=self.viewer, version=seen, channel="api")
        return Response(selectors.event_row(moved))


@requires(Right.DISPATCH_READ, Right.PLAN_MANAGE)
class Copy(IncidentView):
    """A new draft from an earlier event, all times moved."""

    @extend_schema(request=forms.CopyIn, responses={201: forms.EventOut})
    def post(self, request: Request, event_id: int) -> Response:
        found = selectors.event(event_id, self.viewer)
        said = checked(forms.CopyIn, request.data)
        made = plans.copy_event(found, by=self.viewer, channel="api", **said)
        return Response(selectors.event_row(made), status=201)


@requires(Right.DISPATCH_READ, Right.PLAN_MANAGE)
class Parts(IncidentView):
    """Posts, crews, resources or milestones of an event, and a new one."""

    kind = "posts"

    @extend_schema(responses={200: forms.PartOut(many=True)})
    def get(self, request: Request, event_id: int) -> Response:
        found = selectors.event(event_id, self.viewer)
        return self.paged(getattr(found, self.kind).all(), selectors.part_row)

    @extend_schema(request=forms.PostIn, responses={201: forms.PartOut})
    def post(self, request: Request, event_id: int) -> Response:
        found = selectors.event(event_id, self.viewer)
        said = part_of(checked(SHAPES[self.kind], request.data), self.viewer)
        made = parts.add_part(found, self.kind, said, by=self.viewer, channel="api")
        return Response(selectors.part_row(made), status=201)


@requires(Right.DISPATCH_READ, Right.PLAN_MANAGE)
class Part(IncidentView):
    """One part: read it, change it, take it out of a draft."""

    kind = "posts"

    @extend_schema(responses={200: forms.PartOut})
    def get(self, request: Request, event_id: int, part_id: int) -> Response:
        found = selectors.part(event_id, self.kind, part_id, self.viewer)
        return Response(selectors.part_row(found))

    @extend_schema(request=forms.PostIn, responses={200: forms.PartOut})
    def patch(self, request: Request, event_id: int, part_id: int) -> Response:
        found = selectors.part(event_id, self.kind, part_id, self.viewer)
        given = SHAPES[self.kind](data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        said, seen = part_of(dict(given.validated_data), self.viewer), expected_version(request)
        changed = parts.change_part(found, said, by=self.viewer, version=seen, channel="api")
        return Response(selectors.part_row(changed))

    @extend_schema(request=Versioned, responses={204: None})
    def delete(self, request: Request, event_id: int, part_id: int) -> Response:
        found = selectors.part(event_id, self.kind, part_id, self.viewer)
        seen = expected_version(request, required=False)
        parts.remove_part(found, by=self.viewer, version=seen, channel="api")
        return Response(status=204)


@requires(Right.DISPATCH_READ, Right.PLAN_MANAGE)
class Move(IncidentView):
    """Move a post; once the event is approved its units get an order."""

    @extend_schema(request=forms.MoveIn, responses={201: forms.PostMoveOut})
    def post(self, request: Request, event_id: int, part_id: int) -> Response:
        found = selectors.part(event_id, "posts", part_id, self.viewer)
        said = checked(forms.MoveIn, request.data)
        said["version"] = expected_version(request, required=False)
        move = parts.move_post(found, by=self.viewer, channel="api", **said)
        return Response(selectors.move_row(move), status=201)


@requires(Right.DISPATCH_READ, Right.PLAN_ACTIVATE)
class Settle(IncidentView):
    """Say that a line of the timeline is done or skipped."""

    @extend_schema(request=forms.SettleIn, responses={200: forms.PartOut})
    def post(self, request: Request, event_id: int, part_id: int) -> Response:
        found = selectors.part(event_id, "milestones", part_id, self.viewer)
        said = checked(forms.SettleIn, request.data)
        line = parts.settle_milestone(found, by=self.viewer, channel="api", **said)
        return Response(selectors.part_row(line))


@requires(Right.DISPATCH_READ)
class Board(IncidentView):
    """The board of the day."""

    @extend_schema(responses={200: forms.BoardOut})
    def get(self, request: Request, event_id: int) -> Response:
        return Response(report.board(selectors.event(event_id, self.viewer), self.viewer))


@requires(Right.DISPATCH_READ, Right.ORDER_ISSUE)
class Orders(IncidentView):
    """One order to every unit at a post of the event."""

    @extend_schema(request=forms.OrderIn, responses={201: forms.OrderOut})
    def post(self, request: Request, event_id: int) -> Response:
        found = selectors.event(event_id, self.viewer)
        said = checked(forms.OrderIn, request.data)
        order = parts.order_everybody(found, by=self.viewer, channel="api", **said)
        return Response({"number": order.number}, status=201)


@requires(Right.DISPATCH_READ, Right.PLAN_ACTIVATE)
class Manned(IncidentView):
    """A dispatch desk says on a unit's behalf that its post is manned."""

    @extend_schema(request=forms.MannedIn, responses={200: forms.DutyOut})
    def post(self, request: Request, duty_id: int) -> Response:
        found = selectors.duty(duty_id, self.viewer)
        people = checked(forms.MannedIn, request.data)["people"]
        done = duties.man(found, by=self.viewer, people=people, channel="api")
        return Response(selectors.my_post_row(done))


@requires(Right.ASSIGNMENT_WORK)
class MyPosts(IncidentView):
    """What the own unit still has to man."""

    @extend_schema(responses={200: forms.DutyOut(many=True)})
    def get(self, request: Request) -> Response:
        own = unit_of(self.viewer) if isinstance(self.viewer, Officer) else None
        rows = selectors.duties_of(own) if own else PostDuty.objects.none()
        return self.paged(rows, selectors.my_post_row)


@requires(Right.ASSIGNMENT_WORK, Right.ASSIGNMENT_WORK)
class MyPostManned(IncidentView):
    """The own unit stands at its post."""

    @extend_schema(request=forms.MannedIn, responses={200: forms.DutyOut})
    def post(self, request: Request, duty_id: int) -> Response:
        found = selectors.duty(duty_id, self.viewer)
        people = checked(forms.MannedIn, request.data)["people"]
        done = duties.man(found, by=self.viewer, people=people, channel="api")
        return Response(selectors.my_post_row(done))


def step(event: Any, to: str, text: str, **how: Any) -> Any:
    """Take the event to its next state."""
    if to == "approved":
        return plans.approve_event(event, **how)
    if to == "running":
        return plans.start_event(event, **how)
    if to == "closed":
        return plans.close_event(event, report_text=text, **how)
    return plans.cancel_event(event, reason=text, **how)


def commander_of(badge: str, viewer: Viewer) -> Officer:
    """An officer in scope by badge number; raises NotFound."""
    found = Officer.objects.visible_to(viewer).filter(badge_number=badge, is_active=True).first()
    if found is None:
        raise NotFound(_("There is no such officer."))
    return found


def part_of(said: dict[str, Any], viewer: Viewer) -> dict[str, Any]:
    """The body of a part with its call signs as units; raises InvalidInput for unknown ones."""
    said.pop("version", None)
    if "units" in said:
        signs = set(said["units"])
        rows = list(Unit.objects.visible_to(viewer).filter(call_sign__in=signs, is_active=True))
        if missing := signs - {unit.call_sign for unit in rows}:
            message = _("No such unit: %s") % ", ".join(sorted(missing))
            fault: FieldError = {"pointer": "/units", "code": "unknown", "message": message}
            raise InvalidInput(message, errors=[fault])
        said["units"] = rows
    return said
