"""A small API to try the plumbing on: a note is a fact, so nothing but the ledger is needed."""

from threading import Event

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from grid.errors import LostRace
from grid.ledger.actors import actor_of
from grid.ledger.facts import Fact
from grid.ledger.idempotency import Idempotent, once_per_form
from grid.ledger.models import EventEntry
from grid.ledger.services import record
from grid.rest.views import ApiView, expected_version
from grid.rights import Right, requires
from tests.waiting import LONG_S

may_finish = Event()
may_finish.set()


def note(request: Request | HttpRequest, text: str) -> int:
    fact = Fact(
        kind="notes.taken",
        subject_type="note",
        subject_id="1",
        agency_path="",
        payload={"text": text},
    )
    with transaction.atomic():
        return record(actor_of(request), fact)[0]


class Part(serializers.Serializer):
    pieces = serializers.ListField(child=serializers.IntegerField(max_value=9))


class NoteSerializer(serializers.Serializer):
    text = serializers.CharField(max_length=20)
    parts = Part(many=True, required=False)


@requires(Right.SIGNED_IN, Right.SIGNED_IN)
class Notes(Idempotent, ApiView):
    def get(self, request: Request) -> Response:
        rows = EventEntry.objects.filter(kind="notes.taken").order_by("seq")
        return self.paged(rows, lambda row: row.payload["text"])

    def post(self, request: Request) -> Response:
        text = request.data.get("text", "")
        seq = note(request, text)
        may_finish.wait(LONG_S)
        refusals = {
            "taken": LostRace("Nora was first.", winner="诺拉"),
            "gone": Http404(),
            "odd": ValidationError({"text": ["odd"]}),
            "bug": RuntimeError("a bug"),
        }
        if text in refusals:
            raise refusals[text]
        return Response({"seq": seq, "text": text, "version": 3}, status=201)

    def put(self, request: Request) -> Response:
        checked = NoteSerializer(data=request.data)
        checked.is_valid(raise_exception=True)
        return Response(checked.validated_data)

    def patch(self, request: Request) -> Response:
        return Response({"seen": expected_version(request)})


@requires(Right.SIGNED_IN, Right.SIGNED_IN)
def note_form(request: HttpRequest) -> HttpResponse:
    def change() -> str:
        return f"/note/{note(request, request.POST['text'])}/"

    return HttpResponseRedirect(once_per_form(request, change))


urlpatterns = [path("api/v1/notes/", Notes.as_view()), path("note/", note_form)]
