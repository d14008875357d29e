"""REST of the grading of disputes."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from grid.errors import InvalidInput
from grid.ledger.idempotency import Idempotent
from grid.organisation.models import Officer
from grid.organisation.viewers import viewer_of
from grid.organisation.writing import fault
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires
from mediation.register.models import Dispute
from mediation.register.selectors import find_dispute
from mediation.risk import rulebook, selectors, services
from mediation.risk import serializers as s


def find(request: Request, number: str) -> Dispute:
    """The dispute in the asker's scope."""
    return find_dispute(viewer_of(request), number)


def standing(request: Request, number: str) -> Response:
    """How the dispute is graded and led now."""
    row = find(request, number)
    return Response(s.standing_row(row, selectors.duties(row)))


@requires(Right.DISPUTE_READ, Right.DISPUTE_WORK)
class DisputeAssessments(Idempotent, ApiView):
    """Every grading of a dispute; a POST signs another."""

    @extend_schema(
        operation_id="dispute_assessments", responses={200: s.RiskAssessmentOut(many=True)}
    )
    def get(self, request: Request, dispute_number: str) -> Response:
        rows = selectors.assessments(viewer_of(request), find(request, dispute_number))
        return self.paged(rows, s.assessment_row)

    @extend_schema(
        operation_id="dispute_assess",
        request=s.AssessmentWrite,
        responses={201: s.RiskAssessmentOut},
    )
    def post(self, request: Request, dispute_number: str) -> Response:
        row, version = find(request, dispute_number), expected_version(request)
        said = checked(s.AssessmentWrite, request.data) | {"version": version}
        made = services.assess(row, by=viewer_of(request), **said)
        return Response(s.assessment_row(made), status=201)


@requires(Right.DISPUTE_READ, Right.DISPUTE_ASSIGN)
class DisputeLeader(Idempotent, ApiView):
    """How a dispute is graded, led and what is owed; a POST puts a leader in charge."""

    @extend_schema(operation_id="dispute_standing", responses={200: s.GradeStandingOut})
    def get(self, request: Request, dispute_number: str) -> Response:
        return standing(request, dispute_number)

    @extend_schema(
        operation_id="dispute_lead", request=s.LeaderIn, responses={200: s.GradeStandingOut}
    )
    def post(self, request: Request, dispute_number: str) -> Response:
        row, version = find(request, dispute_number), expected_version(request)
        said = checked(s.LeaderIn, request.data) | {"version": version}
        said["leader"] = _leader(row, said["leader"])
        services.take_lead(row, by=viewer_of(request), **said)
        return standing(request, dispute_number)


def _leader(dispute: Dispute, badge_number: str) -> Officer:
    found = selectors.leaders_for(dispute).filter(badge_number=badge_number).first()
    if found is None:
        told = services.unfit_words()
        raise InvalidInput(told, errors=[fault("leader", "unfit", told)])
    return found


@requires(Right.DISPUTE_WORK, Right.DISPUTE_WORK)
class DisputeGradeVisits(Idempotent, ApiView):
    """Says that the visit the grade asks for was made."""

    @extend_schema(
        operation_id="dispute_visited",
        request=s.GradeVisitIn,
        responses={200: s.GradeStandingOut},
    )
    def post(self, request: Request, dispute_number: str) -> Response:
        row, said = find(request, dispute_number), checked(s.GradeVisitIn, request.data)
        services.note_visit(row, by=viewer_of(request), **said)
        return standing(request, dispute_number)


@requires(Right.DISPUTE_REPORT)
class RiskRules(ApiView):
    """The checklist and the rules in force for the asker's agency."""

    @extend_schema(operation_id="risk_rules", responses={200: s.RiskRulesOut})
    def get(self, request: Request) -> Response:
        path = viewer_of(request).agency_path
        checklist = rulebook.checklist_of(path)
        rules = [rulebook.rule_of(path, grade) for grade in Dispute.Grade.values]
        return Response(s.rules_row(checklist, rulebook.items_of(checklist), rules))
