"""Working an incident: steps, timeline, merging, revealing the caller."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.incidents import merging, reveal, selectors, services
from command_center.incidents.api import forms
from command_center.incidents.api.base import IncidentView
from grid.rest.views import checked, expected_version
from grid.rights import Right, requires


@requires(Right.INCIDENT_READ, Right.INCIDENT_WORK)
class Steps(IncidentView):
    """One step of the state machine."""

    @extend_schema(request=forms.StepIn, responses={200: forms.Detail})
    def post(self, request: Request, number: str) -> Response:
        found = selectors.incident(number, self.viewer)
        said = checked(forms.StepIn, request.data)
        said["version"] = expected_version(request, required=False)
        step, at = said.pop("to"), said.pop("at", None)
        moved = services.move(found, step, by=self.viewer, at=at, channel="api", **said)
        return Response(selectors.detail(moved))


@requires(Right.INCIDENT_READ, Right.INCIDENT_WORK)
class Timeline(IncidentView):
    """The timeline, and notes added to it."""

    @extend_schema(responses={200: forms.TimelineRow(many=True)})
    def get(self, request: Request, number: str) -> Response:
        lines = selectors.timeline(selectors.incident(number, self.viewer))
        return self.paged(lines, selectors.timeline_row)

    @extend_schema(request=forms.NoteIn, responses={201: forms.TimelineRow})
    def post(self, request: Request, number: str) -> Response:
        found = selectors.incident(number, self.viewer)
        said = checked(forms.NoteIn, request.data)
        entry = services.note(found, said["text"], by=self.viewer, at=said.get("at"), channel="api")
        return Response(selectors.timeline_row(entry), status=201)


@requires(Right.INCIDENT_READ, Right.INCIDENT_WORK)
class Strike(IncidentView):
    """Strike a note."""

    @extend_schema(request=forms.StrikeIn, responses={200: forms.TimelineRow})
    def post(self, request: Request, number: str, entry_id: int) -> Response:
        found = selectors.incident(number, self.viewer)
        reason = checked(forms.StrikeIn, request.data)["reason"]
        entry = services.strike(found, entry_id, reason=reason, by=self.viewer, channel="api")
        return Response(selectors.timeline_row(entry))


@requires(Right.INCIDENT_READ, Right.INCIDENT_WORK)
class Merge(IncidentView):
    """Merge a call into the incident it repeats."""

    @extend_schema(request=forms.MergeIn, responses={200: forms.Detail})
    def post(self, request: Request, number: str) -> Response:
        found = selectors.incident(number, self.viewer)
        into = selectors.incident(checked(forms.MergeIn, request.data)["into"], self.viewer)
        return Response(selectors.detail(merging.merge(found, into, by=self.viewer, channel="api")))


@requires(Right.INCIDENT_READ, Right.INCIDENT_WORK)
class Unmerge(IncidentView):
    """Take a merge back."""

    @extend_schema(request=None, responses={200: forms.Detail})
    def post(self, request: Request, number: str) -> Response:
        found = selectors.incident(number, self.viewer)
        return Response(selectors.detail(merging.unmerge(found, by=self.viewer, channel="api")))


@requires(Right.INCIDENT_READ, Right.PERSONAL_REVEAL)
class RevealCaller(IncidentView):
    """The caller in clear, against purpose, case and reason."""

    @extend_schema(request=forms.RevealIn, responses={200: forms.RevealOut})
    def post(self, request: Request, number: str) -> Response:
        found = selectors.incident(number, self.viewer)
        said = checked(forms.RevealIn, request.data)
        return Response(reveal.reveal_caller(found, by=self.viewer, channel="api", **said))
