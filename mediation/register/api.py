"""REST of the register: disputes and their parties, always masked unless leave was given."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from grid.ledger.idempotency import Idempotent
from grid.organisation.models import Officer
from grid.organisation.viewers import officer_of, viewer_of
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires
from grid.territory.placing import point_said
from mediation.register import answers as out
from mediation.register import private, reveal, selectors, services
from mediation.register import serializers as s
from mediation.register.models import Dispute
from mediation.register.twins import twins, twins_of


def find(request: Request, number: str) -> Dispute:
    """The dispute in the asker's scope; absent, out of scope and not for her are one 404."""
    return selectors.find_dispute(viewer_of(request), number)


def parties_of(row: Dispute, viewer: Any) -> list[dict[str, Any]]:
    """Masked; in clear where the officer has leave."""
    has_leave = isinstance(viewer, Officer) and reveal.leave_until(row, viewer) is not None
    show = private.clear if has_leave else private.masked
    return [show(party) for party in row.parties.all()]


def answer(request: Request, row: Dispute, *, status: int = 200) -> Response:
    """A dispute after a write: masked, because the answer is kept for a repeated request."""
    seen = twins_of(viewer_of(request), row) if row.stage not in selectors.OVER else []
    parties = [private.masked(party) for party in row.parties.all()]
    told = out.dispute_detail(row, story=None, parties=parties, twins=seen)
    return Response(told, status=status)


@requires(Right.DISPUTE_READ, Right.DISPUTE_REPORT)
class DisputeList(Idempotent, ApiView):
    """Disputes of the viewer's area; a POST enters one with its parties, all or nothing."""

    is_sealed: ClassVar[bool] = True

    @extend_schema(
        operation_id="disputes_list",
        parameters=[s.DisputeQuery],
        responses={200: out.DisputeOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(s.DisputeQuery, request.query_params)
        return self.paged(selectors.disputes(viewer_of(request), **query), out.dispute_row)

    @extend_schema(
        operation_id="disputes_create",
        request=s.DisputeIn,
        responses={201: out.DisputeDetailOut},
    )
    def post(self, request: Request) -> Response:
        said = checked(s.DisputeIn, request.data)
        row = services.register_dispute(by=viewer_of(request), channel="api", **said)
        return answer(request, row, status=201)


@requires(Right.DISPUTE_READ, Right.DISPUTE_WORK)
class DisputeDetail(Idempotent, ApiView):
    """One dispute; its story for whoever works on it, which the access register keeps."""

    is_sealed: ClassVar[bool] = True

    @extend_schema(operation_id="disputes_read", responses={200: out.DisputeDetailOut})
    def get(self, request: Request, dispute_number: str) -> Response:
        row, viewer = find(request, dispute_number), viewer_of(request)
        story = reveal.story_for(row, viewer) if isinstance(viewer, Officer) else None
        parties, seen = parties_of(row, viewer), twins_of(viewer, row)
        return Response(out.dispute_detail(row, story=story, parties=parties, twins=seen))

    @extend_schema(
        operation_id="disputes_edit",
        request=s.DisputeChange,
        responses={200: out.DisputeDetailOut},
    )
    def patch(self, request: Request, dispute_number: str) -> Response:
        row, version = find(request, dispute_number), expected_version(request)
        said = checked(s.DisputeChange, request.data) | {"version": version}
        return answer(request, services.change_dispute(row, by=viewer_of(request), **said))


@requires(Right.DISPUTE_READ, Right.DISPUTE_WORK)
class DisputeParties(Idempotent, ApiView):
    """The parties, masked; in clear for half an hour to whoever was given leave."""

    is_sealed: ClassVar[bool] = True

    @extend_schema(operation_id="dispute_parties", responses={200: out.PartyOut(many=True)})
    def get(self, request: Request, dispute_number: str) -> Response:
        return Response(parties_of(find(request, dispute_number), viewer_of(request)))

    @extend_schema(
        operation_id="dispute_party_add",
        request=s.PartyIn,
        responses={201: out.PartyOut},
    )
    def post(self, request: Request, dispute_number: str) -> Response:
        row, said = find(request, dispute_number), checked(s.PartyIn, request.data)
        made = services.add_party(row, by=viewer_of(request), **said)
        return Response(private.masked(made), status=201)


@requires(Right.DISPUTE_WORK, Right.DISPUTE_WORK)
class DisputeParty(Idempotent, ApiView):
    """Corrects a party, or takes out one entered by mistake."""

    is_sealed: ClassVar[bool] = True

    @extend_schema(
        operation_id="dispute_party_edit", request=s.PartyChange, responses={200: out.PartyOut}
    )
    def patch(self, request: Request, dispute_number: str, party_id: int) -> Response:
        party = self._find(request, dispute_number, party_id)
        said = checked(s.PartyChange, request.data) | {"version": expected_version(request)}
        return Response(private.masked(services.change_party(party, by=viewer_of(request), **said)))

    @extend_schema(
        operation_id="dispute_party_remove", request=s.PartyRemovalIn, responses={204: None}
    )
    def delete(self, request: Request, dispute_number: str, party_id: int) -> Response:
        party = self._find(request, dispute_number, party_id)
        said = checked(s.PartyRemovalIn, request.data) | {"version": expected_version(request)}
        services.remove_party(party, by=viewer_of(request), **said)
        return Response(status=204)

    def _find(self, request: Request, number: str, party_id: int) -> Any:
        return selectors.find_party(viewer_of(request), find(request, number), party_id)


@requires(Right.DISPUTE_READ, Right.DISPUTE_REPORT)
class DisputeReveals(Idempotent, ApiView):
    """Leave to read the parties in clear, against purpose, case and reason."""

    @extend_schema(
        operation_id="dispute_reveal",
        request=s.DisputeRevealIn,
        responses={201: out.RevealedOut},
    )
    def post(self, request: Request, dispute_number: str) -> Response:
        said = checked(s.DisputeRevealIn, request.data)
        row, officer = find(request, dispute_number), officer_of(request)
        told = reveal.reveal_parties(row, by=officer, **said)
        return Response({"valid_until": told["valid_until"]}, status=201)


@requires(Right.DISPUTE_REPORT, Right.DISPUTE_REPORT)
class DisputeContacts(Idempotent, ApiView):
    """A dispute came up again, by a visit or on patrol."""

    @extend_schema(
        operation_id="dispute_again",
        request=s.AgainIn,
        responses={200: out.DisputeDetailOut},
    )
    def post(self, request: Request, dispute_number: str) -> Response:
        row, said = find(request, dispute_number), checked(s.AgainIn, request.data)
        return answer(request, services.note_again(row, by=viewer_of(request), **said))


@requires(Right.DISPUTE_READ)
class DisputeTwins(ApiView):
    """Open disputes of a place, before another is entered there."""

    @extend_schema(
        operation_id="dispute_twins",
        parameters=[s.TwinQuery],
        responses={200: out.TwinOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        said, viewer = checked(s.TwinQuery, request.query_params), viewer_of(request)
        found = twins(viewer, address=said["address"], point=point_said(said, []))
        return Response([out.twin_row(twin) for twin in found])
