"""What is known of a place: duplicates while typing, earlier incidents, premise notes."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.incidents import duplicates, premise, selectors
from command_center.incidents.api import forms
from command_center.incidents.api.base import IncidentView
from grid.rest.views import checked, expected_version
from grid.rights import Right, requires


@requires(Right.INCIDENT_READ)
class Duplicates(IncidentView):
    """Open or recent incidents that may be the same call."""

    @extend_schema(parameters=[forms.DuplicatesQuery], responses={200: forms.Near(many=True)})
    def get(self, request: Request) -> Response:
        asked = checked(forms.DuplicatesQuery, request.query_params)
        return Response(duplicates.near(viewer=self.viewer, **asked))


@requires(Right.INCIDENT_READ)
class Premise(IncidentView):
    """Earlier incidents and notes in force around a point."""

    @extend_schema(parameters=[forms.PointQuery], responses={200: forms.PremiseOut})
    def get(self, request: Request) -> Response:
        asked = checked(forms.PointQuery, request.query_params)
        return Response(premise.around(viewer=self.viewer, **asked))


@requires(Right.INCIDENT_READ, Right.PREMISE_WRITE)
class PremiseNotes(IncidentView):
    """Notes in force, and new ones."""

    @extend_schema(responses={200: forms.PremiseNoteOut(many=True)})
    def get(self, request: Request) -> Response:
        return self.paged(selectors.premise_notes(self.viewer), premise.row)

    @extend_schema(request=forms.PremiseNoteIn, responses={201: forms.PremiseNoteOut})
    def post(self, request: Request) -> Response:
        said = checked(forms.PremiseNoteIn, request.data)
        note = premise.write_note(by=self.viewer, channel="api", **said)
        return Response(premise.row(note), status=201)


@requires(Right.INCIDENT_READ, Right.PREMISE_WRITE)
class PremiseNoteDetail(IncidentView):
    """One note, and its next version."""

    @extend_schema(responses={200: forms.PremiseNoteOut})
    def get(self, request: Request, note_id: int) -> Response:
        return Response(premise.row(premise.note(note_id, self.viewer)))

    @extend_schema(request=forms.PremiseNoteEdit, responses={200: forms.PremiseNoteOut})
    def patch(self, request: Request, note_id: int) -> Response:
        said = checked(forms.PremiseNoteEdit, request.data)
        version = expected_version(request)
        said.pop("version", None)
        found = premise.note(note_id, self.viewer)
        edited = premise.rewrite_note(found, said, by=self.viewer, version=version, channel="api")
        return Response(premise.row(edited))


@requires(Right.INCIDENT_READ)
class Categories(IncidentView):
    """The category tree in force today."""

    @extend_schema(responses={200: forms.CategoryOut(many=True)})
    def get(self, request: Request) -> Response:
        return self.paged(selectors.categories(), selectors.category_row)


@requires(Right.INCIDENT_READ)
class Dispositions(IncidentView):
    """What an incident can be closed with."""

    @extend_schema(responses={200: forms.DispositionOut(many=True)})
    def get(self, request: Request) -> Response:
        return self.paged(selectors.dispositions(), selectors.disposition_row)
