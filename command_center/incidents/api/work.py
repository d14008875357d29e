"""Working an incident: steps, timeline, merging, revealing the caller."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.incidents import merging, reveal, selectors, services
from command_center.incidents.api import forms
from grid.ledger.idempotency import Idempotent
from grid.rest.views import ApiView, expected_version
from grid.rights import Right, requires


@requires(Right.INCIDENT_READ, Right.INCIDENT_WORK)
class Steps(Idempotent, ApiView):
    """One step of the state machine."""

    @extend_schema(request=forms.StepIn, responses={200: forms.Detail})
    def post(self, request: Request, number: str) -> Response:
        found = selectors.incident(number, request.user)
        said = forms.body(forms.StepIn, request.data)
        said["version"] = expected_version(request, required=False)
        step, at = said.pop("to"), said.pop("at", None)
        moved = services.move(found, step, by=request.user, at=at, channel="api", **said)
        return Response(selectors.detail(moved))


@requires(Right.INCIDENT_READ, Right.INCIDENT_WORK)
class Timeline(Idempotent, ApiView):
    """The timeline, and notes added to it."""

    @extend_schema(responses={200: forms.TimelineRow(many=True)})
    def get(self, request: Request, number: str) -> Response:
        lines = selectors.timeline(selectors.incident(number, request.user))
        return self.paged(lines, selectors.timeline_row)

    @extend_schema(request=forms.NoteIn, responses={201: forms.TimelineRow})
    def post(self, request: Request, number: str) -> Response:
        found = selectors.incident(number, request.user)
        said = forms.body(forms.NoteIn, request.data)
        entry = services.note(
            found, said["text"], by=request.user, at=said.get("at"), channel="api"
        )
        return Response(selectors.timeline_row(entry), status=201)


@requires(Right.INCIDENT_READ, Right.INCIDENT_WORK)
class Strike(Idempotent, ApiView):
    """Strike a note."""

    @extend_schema(request=forms.StrikeIn, responses={200: forms.TimelineRow})
    def post(self, request: Request, number: str, entry_id: int) -> Response:
        found = selectors.incident(number, request.user)
        reason = forms.body(forms.StrikeIn, request.data)["reason"]
        entry = services.strike(found, entry_id, reason=reason, by=request.user, channel="api")
        return Response(selectors.timeline_row(entry))


@requires(Right.INCIDENT_READ, Right.INCIDENT_WORK)
class Merge(Idempotent, ApiView):
    """Merge a call into the incident it repeats."""

    @extend_schema(request=forms.MergeIn, responses={200: forms.Detail})
    def post(self, request: Request, number: str) -> Response:
        found = selectors.incident(number, request.user)
        into = selectors.incident(forms.body(forms.MergeIn, request.data)["into"], request.user)
        return Response(
            selectors.detail(merging.merge(found, into, by=request.user, channel="api"))
        )


@requires(Right.INCIDENT_READ, Right.INCIDENT_WORK)
class Unmerge(Idempotent, ApiView):
    """Take a merge back."""

    @extend_schema(request=None, responses={200: forms.Detail})
    def post(self, request: Request, number: str) -> Response:
        found = selectors.incident(number, request.user)
        return Response(selectors.detail(merging.unmerge(found, by=request.user, channel="api")))


@requires(Right.INCIDENT_READ, Right.PERSONAL_REVEAL)
class RevealCaller(Idempotent, ApiView):
    """The caller in clear, against purpose, case and reason."""

    @extend_schema(request=forms.RevealIn, responses={200: forms.RevealOut})
    def post(self, request: Request, number: str) -> Response:
        found = selectors.incident(number, request.user)
        said = forms.body(forms.RevealIn, request.data)
        return Response(reveal.reveal_caller(found, by=request.user, channel="api", **said))
