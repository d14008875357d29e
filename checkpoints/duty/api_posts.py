"""REST for the posts and the rules: sign, report, waive; levels, figures, targets, procedures."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from checkpoints.duty import past, selectors, services, shortages
from checkpoints.duty import serializers as shapes
from checkpoints.duty.models import DutyTarget, Switch
from checkpoints.duty.rules import sops
from checkpoints.duty.services.shared import fault
from checkpoints.duty.state import switch_row
from checkpoints.register.models import DutyLevel
from checkpoints.register.selectors import find_checkpoint
from grid.errors import InvalidInput
from grid.ledger.idempotency import Idempotent
from grid.organisation.viewers import viewer_of
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires


def one(request: Request, switch_id: int) -> Switch:
    return selectors.find_switch(viewer_of(request), switch_id)


def answer(request: Request, switch_id: int) -> Response:
    """The switch as it is now."""
    row = one(request, switch_id)
    return Response(switch_row(row, timezone.now(), shortages.names()))


@requires(Right.CHECKPOINT_READ)
class MySwitches(ApiView):
    """What the sender's checkpoints have to sign for and report; reading marks it delivered."""

    @extend_schema(
        operation_id="my_switches",
        parameters=[shapes.MySwitchesQuery],
        responses={200: shapes.MySwitchOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        by, at, words = viewer_of(request), timezone.now(), shortages.names()
        is_all = checked(shapes.MySwitchesQuery, request.query_params)["all"]
        rows = selectors.my_switches(by, only_open=not is_all)
        if Right.DUTY_REPORT in by.rights:
            services.deliver(list(rows.filter(delivered_at__isnull=True)[:200]), by=by)

        def shown(row: Switch) -> dict[str, Any]:
            return {"order": selectors.order_row(row.order), "switch": switch_row(row, at, words)}

        return self.paged(rows, shown)


@requires(Right.CHECKPOINT_READ)
class OneSwitch(ApiView):
    """One checkpoint's switch."""

    @extend_schema(operation_id="switch", responses={200: shapes.SwitchOut})
    def get(self, request: Request, switch_id: int) -> Response:
        return answer(request, switch_id)


@requires(Right.CHECKPOINT_READ, Right.DUTY_REPORT)
class SwitchSign(Idempotent, ApiView):
    """Sign for it, oneself or on behalf of a checkpoint that said so by phone or radio."""

    @extend_schema(request=shapes.SwitchSignIn, responses={200: shapes.SwitchOut})
    def post(self, request: Request, switch_id: int) -> Response:
        said: Any = checked(shapes.SwitchSignIn, request.data)
        said["version"] = expected_version(request, required=False)
        services.sign(one(request, switch_id), by=viewer_of(request), **said)
        return answer(request, switch_id)


@requires(Right.CHECKPOINT_READ, Right.DUTY_REPORT)
class SwitchReport(Idempotent, ApiView):
    """Report what is there; `ready` is refused while incomplete or below the minimum."""

    @extend_schema(request=shapes.SwitchReportIn, responses={200: shapes.SwitchOut})
    def post(self, request: Request, switch_id: int) -> Response:
        said: Any = checked(shapes.SwitchReportIn, request.data)
        said["version"] = expected_version(request, required=False)
        services.report(one(request, switch_id), by=viewer_of(request), **said)
        return answer(request, switch_id)


@requires(Right.CHECKPOINT_READ, Right.DUTY_WAIVE)
class SwitchWaive(Idempotent, ApiView):
    """Let it be ready below the minimum, with the reason; never by whoever reported."""

    @extend_schema(request=shapes.DutyReasonIn, responses={200: shapes.SwitchOut})
    def post(self, request: Request, switch_id: int) -> Response:
        said: Any = checked(shapes.DutyReasonIn, request.data)
        said["version"] = expected_version(request, required=False)
        services.waive(one(request, switch_id), by=viewer_of(request), **said)
        return answer(request, switch_id)


@requires(Right.CHECKPOINT_READ)
class CheckpointLevel(ApiView):
    """The level of one checkpoint, now or at a moment; drills never count."""

    @extend_schema(parameters=[shapes.LevelQuery], responses={200: shapes.LevelOut})
    def get(self, request: Request, checkpoint_code: str) -> Response:
        at = checked(shapes.LevelQuery, request.query_params).get("at")
        return Response(selectors.level_at(viewer_of(request), checkpoint_code, at))


@requires(Right.CHECKPOINT_READ)
class DutyFigures(ApiView):
    """Median, P90, late, short and waived of past switches; drills are told apart."""

    @extend_schema(parameters=[shapes.DutyFiguresQuery], responses={200: shapes.DutyFiguresOut})
    def get(self, request: Request) -> Response:
        asked = checked(shapes.DutyFiguresQuery, request.query_params)
        return Response(past.figures(viewer_of(request), asked))


@requires(Right.CHECKPOINT_READ, Right.CHECKPOINT_MANAGE)
class DutyTargets(Idempotent, ApiView):
    """Seconds to sign and to be ready, by agency and day; setting the own agency's."""

    @extend_schema(
        operation_id="duty_targets_list", responses={200: shapes.DutyTargetOut(many=True)}
    )
    def get(self, request: Request) -> Response:
        rows = DutyTarget.objects.visible_to(viewer_of(request)).select_related("agency")
        return self.paged(rows, past.target_row)

    @extend_schema(
        operation_id="duty_targets_set",
        request=shapes.DutyTargetIn,
        responses={201: shapes.DutyTargetOut},
    )
    def post(self, request: Request) -> Response:
        said = checked(shapes.DutyTargetIn, request.data)
        row = services.set_target(by=viewer_of(request), **said)
        return Response(past.target_row(row), status=201)


@requires(Right.CHECKPOINT_READ, Right.CHECKPOINT_MANAGE)
class DutySops(Idempotent, ApiView):
    """The library of procedures by level, every version; writing the next one."""

    @extend_schema(operation_id="duty_sops_list", responses={200: shapes.SopOut(many=True)})
    def get(self, request: Request) -> Response:
        return self.paged(sops(viewer_of(request)), past.sop_row)

    @extend_schema(
        operation_id="duty_sops_write", request=shapes.SopIn, responses={201: shapes.SopOut}
    )
    def post(self, request: Request) -> Response:
        said: Any = checked(shapes.SopIn, request.data)
        by = viewer_of(request)
        said["level"] = level_meant(said["level"])
        code = said.pop("checkpoint")
        said["checkpoint"] = find_checkpoint(by, code) if code else None
        return Response(past.sop_row(services.write_sop(by=by, **said)), status=201)


def level_meant(code: str) -> DutyLevel:
    """The level of this code; raises InvalidInput where there is none."""
    found = DutyLevel.objects.filter(code=code).first()
    if found is None:
        message = _("There is no such duty level.")
        raise InvalidInput(message, errors=[fault("/level", "unknown", message)])
    return found
