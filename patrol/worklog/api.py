"""REST of the work log."""

from datetime import date
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from grid.ledger.actors import Actor
from grid.ledger.idempotency import Idempotent
from grid.organisation.viewers import viewer_of
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires
from patrol.worklog import formulas, selectors, services
from patrol.worklog import serializers as shapes
from patrol.worklog.models import WorkCode
from patrol.worklog.units import unit_for


def _by(request: Request) -> Actor:
    return viewer_of(request).as_actor(channel="api")


@requires(Right.PATROL_READ)
class CodeList(ApiView):
    """Every word of the log: kinds, counter services, results, sources, trades, score items."""

    @extend_schema(operation_id="work_codes_list", responses={200: shapes.CodeOut(many=True)})
    def get(self, request: Request) -> Response:
        names = ("group", "code", "name", "name_en", "parent", "points")
        return self.paged(WorkCode.objects.filter(is_active=True).values(*names), dict)


@requires(Right.PATROL_READ, Right.WORK_LOG)
class EntryList(Idempotent, ApiView):
    """Work done; an officer writes for the own unit."""

    @extend_schema(
        operation_id="work_entries_list",
        parameters=[shapes.EntryQuery],
        responses={200: shapes.WorkEntryOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(shapes.EntryQuery, request.query_params)
        return self.paged(selectors.entries(viewer_of(request), **query), shapes.entry_row)

    @extend_schema(
        operation_id="work_entries_create",
        request=shapes.EntryFields,
        responses={201: shapes.WorkEntryOut},
    )
    def post(self, request: Request) -> Response:
        said = checked(shapes.EntryFields, request.data)
        unit = unit_for(viewer_of(request), said.pop("unit", ""))
        said["station"] = services.station_of(unit, said.pop("station", ""))
        entry = services.log_work(unit, by=_by(request), **said)
        return Response(shapes.entry_row(entry), status=201)


@requires(Right.PATROL_READ, Right.WORK_LOG)
class EntryDetail(Idempotent, ApiView):
    """One entry."""

    @extend_schema(operation_id="work_entries_read", responses={200: shapes.WorkEntryOut})
    def get(self, request: Request, work_id: int) -> Response:
        return Response(shapes.entry_row(_entry(request, work_id)))

    @extend_schema(
        operation_id="work_entries_edit",
        request=shapes.EntryChange,
        responses={200: shapes.WorkEntryOut},
    )
    def patch(self, request: Request, work_id: int) -> Response:
        entry, version = _entry(request, work_id), expected_version(request)
        services.check_own(entry.unit, viewer_of(request))
        said = checked(shapes.EntryChange, request.data) | {"version": version}
        return Response(shapes.entry_row(services.correct_work(entry, by=_by(request), **said)))


@requires(Right.PATROL_READ, Right.WORK_LOG)
class FilingList(Idempotent, ApiView):
    """Filed patrols."""

    @extend_schema(
        operation_id="patrol_filings_list",
        parameters=[shapes.FilingQuery],
        responses={200: shapes.FilingOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(shapes.FilingQuery, request.query_params)
        return self.paged(selectors.filings(viewer_of(request), **query), shapes.filing_row)

    @extend_schema(
        operation_id="patrol_filings_create",
        request=shapes.FilingFields,
        responses={201: shapes.FilingOut},
    )
    def post(self, request: Request) -> Response:
        said = checked(shapes.FilingFields, request.data)
        unit = unit_for(viewer_of(request), said.pop("unit", ""))
        filing = services.file_patrol(unit, by=_by(request), **said)
        return Response(shapes.filing_row(filing), status=201)


@requires(Right.PATROL_READ, Right.WORK_LOG)
class FilingEnd(Idempotent, ApiView):
    """A filed patrol is over, or will not take place."""

    @extend_schema(
        operation_id="patrol_filings_end",
        request=shapes.FilingEnd,
        responses={200: shapes.FilingOut},
    )
    def post(self, request: Request, filing_id: int) -> Response:
        rows = selectors.filings(viewer_of(request))
        filing = get_object_or_404(rows, pk=filing_id)
        services.check_own(filing.unit, viewer_of(request))
        version = expected_version(request) or 0
        said = checked(shapes.FilingEnd, request.data)
        ended = services.end_filing(
            filing, by=_by(request), version=version, is_cancelled=said["is_cancelled"]
        )
        return Response(shapes.filing_row(ended))


@requires(Right.PATROL_READ, Right.WORK_SUPERVISE)
class SupervisionList(Idempotent, ApiView):
    """What inspectors saw."""

    @extend_schema(
        operation_id="supervision_notes_list",
        parameters=[shapes.SupervisionQuery],
        responses={200: shapes.SupervisionOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(shapes.SupervisionQuery, request.query_params)
        rows = selectors.supervision(viewer_of(request), **query)
        return self.paged(rows, shapes.supervision_row)

    @extend_schema(
        operation_id="supervision_notes_create",
        request=shapes.SupervisionFields,
        responses={201: shapes.SupervisionOut},
    )
    def post(self, request: Request) -> Response:
        said = checked(shapes.SupervisionFields, request.data)
        unit = unit_for(viewer_of(request), said.pop("unit"))
        note = services.supervise(unit, by=_by(request), **said)
        return Response(shapes.supervision_row(note), status=201)


@requires(Right.PATROL_READ, Right.WORK_LOG)
class SupervisionAnswer(Idempotent, ApiView):
    """What the unit did about it."""

    @extend_schema(
        operation_id="supervision_notes_answer",
        request=shapes.AnswerFields,
        responses={200: shapes.SupervisionOut},
    )
    def post(self, request: Request, supervision_id: int) -> Response:
        rows = selectors.supervision(viewer_of(request))
        note = get_object_or_404(rows, pk=supervision_id)
        services.check_own(note.unit, viewer_of(request))
        version = expected_version(request) or 0
        answer = checked(shapes.AnswerFields, request.data)["answer"]
        answered = services.answer_supervision(
            note, by=_by(request), version=version, answer=answer
        )
        return Response(shapes.supervision_row(answered))


@requires(Right.PATROL_READ, Right.WORK_LOG)
class VolunteerList(Idempotent, ApiView):
    """Armband volunteers' hours by trade."""

    @extend_schema(
        operation_id="volunteer_hours_list",
        parameters=[shapes.VolunteerQuery],
        responses={200: shapes.VolunteerOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(shapes.VolunteerQuery, request.query_params)
        return self.paged(selectors.volunteers(viewer_of(request), **query), shapes.volunteer_row)

    @extend_schema(
        operation_id="volunteer_hours_create",
        request=shapes.VolunteerFields,
        responses={201: shapes.VolunteerOut},
    )
    def post(self, request: Request) -> Response:
        said = checked(shapes.VolunteerFields, request.data)
        agency = viewer_of(request).agency
        row = services.note_volunteers(agency, by=_by(request), **said)
        return Response(shapes.volunteer_row(row), status=201)


@requires(Right.PATROL_READ)
class Figures(ApiView):
    """Visibility and handling with the formula they were counted by, and arrests by source."""

    @extend_schema(
        operation_id="work_figures",
        parameters=[shapes.SpanQuery],
        responses={200: shapes.FiguresOut},
    )
    def get(self, request: Request) -> Response:
        said = checked(shapes.SpanQuery, request.query_params)
        last: date = said.get("last") or timezone.localdate()
        return Response(_figures(request, said.get("first") or last.replace(day=1), last))


def _figures(request: Request, first: date, last: date) -> dict[str, Any]:
    viewer = viewer_of(request)
    shares = formulas.source_shares(viewer, first, last)
    return {
        "first": first,
        "last": last,
        "visibility": shapes.rate_row(formulas.visibility(viewer, first, last)),
        "handling": shapes.rate_row(formulas.handling(viewer, first, last)),
        "arrest_sources": [{"source": s, "arrests": n, "share": share} for s, n, share in shares],
    }


def _entry(request: Request, work_id: int) -> Any:
    return get_object_or_404(selectors.entries(viewer_of(request)), pk=work_id)
