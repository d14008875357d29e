"""REST of what stands at checkpoints: equipment, posts, joint forces, the standard, minimums."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from checkpoints.register import answers as out
from checkpoints.register import equipping, parts, ruling, standard
from checkpoints.register import serializers as s
from checkpoints.register.api import find
from checkpoints.register.models import EquipmentItem
from grid.ledger.idempotency import Idempotent
from grid.organisation.models import Agency
from grid.organisation.viewers import viewer_of
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires


@requires(Right.CHECKPOINT_READ)
class EquipmentList(ApiView):
    """Equipment of every checkpoint of the viewer's area."""

    @extend_schema(
        operation_id="checkpoint_equipment_list",
        parameters=[s.EquipmentQuery],
        responses={200: out.EquipmentOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(s.EquipmentQuery, request.query_params)
        return self.paged(parts.equipment(viewer_of(request), **query), out.equipment_row)


@requires(Right.CHECKPOINT_READ, Right.CHECKPOINT_MANAGE)
class CheckpointEquipment(Idempotent, ApiView):
    """Equipment of one checkpoint."""

    @extend_schema(
        operation_id="checkpoint_equipment", responses={200: out.EquipmentOut(many=True)}
    )
    def get(self, request: Request, checkpoint_code: str) -> Response:
        rows = find(request, checkpoint_code).equipment.select_related("checkpoint")
        return self.paged(rows, out.equipment_row)

    @extend_schema(
        operation_id="checkpoint_equipment_add",
        request=s.EquipmentFields,
        responses={201: out.EquipmentOut},
    )
    def post(self, request: Request, checkpoint_code: str) -> Response:
        row, said = find(request, checkpoint_code), checked(s.EquipmentFields, request.data)
        by = viewer_of(request).as_actor(channel="api")
        item = equipping.save_equipment(None, row, by=by, **said)
        return Response(out.equipment_row(item), status=201)


@requires(Right.CHECKPOINT_READ, Right.CHECKPOINT_MANAGE)
class EquipmentDetail(Idempotent, ApiView):
    """One item of equipment: read, or say what became of it."""

    @extend_schema(operation_id="equipment_read", responses={200: out.EquipmentOut})
    def get(self, request: Request, equipment_item_id: int) -> Response:
        return Response(out.equipment_row(_item(request, equipment_item_id)))

    @extend_schema(
        operation_id="equipment_edit", request=s.EquipmentChange, responses={200: out.EquipmentOut}
    )
    def patch(self, request: Request, equipment_item_id: int) -> Response:
        item, version = _item(request, equipment_item_id), expected_version(request)
        said = checked(s.EquipmentChange, request.data) | {"version": version}
        by = viewer_of(request).as_actor(channel="api")
        item = equipping.save_equipment(item, item.checkpoint, by=by, **said)
        return Response(out.equipment_row(item))


@requires(Right.CHECKPOINT_READ, Right.CHECKPOINT_MANAGE)
class CheckpointPosts(Idempotent, ApiView):
    """The posts laid out at a checkpoint."""

    @extend_schema(operation_id="checkpoint_posts", responses={200: out.PostOut(many=True)})
    def get(self, request: Request, checkpoint_code: str) -> Response:
        rows = find(request, checkpoint_code).posts.filter(is_active=True)
        return self.paged(rows, out.post_row)

    @extend_schema(
        operation_id="checkpoint_post_add", request=s.CheckpointPostIn, responses={201: out.PostOut}
    )
    def post(self, request: Request, checkpoint_code: str) -> Response:
        row, said = find(request, checkpoint_code), checked(s.CheckpointPostIn, request.data)
        by = viewer_of(request).as_actor(channel="api")
        post = equipping.save_post(None, row, by=by, **said)
        return Response(out.post_row(post), status=201)


@requires(Right.CHECKPOINT_READ, Right.CHECKPOINT_MANAGE)
class CheckpointForces(Idempotent, ApiView):
    """What other forces agreed to keep at a checkpoint."""

    @extend_schema(
        operation_id="checkpoint_joint_forces", responses={200: out.JointForceOut(many=True)}
    )
    def get(self, request: Request, checkpoint_code: str) -> Response:
        rows = find(request, checkpoint_code).joint_forces.select_related("kind", "agency")
        return self.paged(rows, out.joint_force_row)

    @extend_schema(
        operation_id="checkpoint_joint_force_add",
        request=s.JointForceIn,
        responses={201: out.JointForceOut},
    )
    def post(self, request: Request, checkpoint_code: str) -> Response:
        row, said = find(request, checkpoint_code), checked(s.JointForceIn, request.data)
        by = viewer_of(request).as_actor(channel="api")
        force = equipping.save_joint_force(None, row, by=by, **said)
        return Response(out.joint_force_row(force), status=201)


@requires(Right.CHECKPOINT_READ, Right.CHECKPOINT_MANAGE)
class CheckpointAssessments(Idempotent, ApiView):
    """How a checkpoint was measured by the standard; a POST measures it now."""

    @extend_schema(
        operation_id="checkpoint_assessments", responses={200: out.AssessmentOut(many=True)}
    )
    def get(self, request: Request, checkpoint_code: str) -> Response:
        rows = find(request, checkpoint_code).assessments.prefetch_related("lines")
        return self.paged(rows, out.assessment_row)

    @extend_schema(
        operation_id="checkpoint_assess",
        request=s.AssessmentIn,
        responses={201: out.AssessmentOut},
    )
    def post(self, request: Request, checkpoint_code: str) -> Response:
        row, said = find(request, checkpoint_code), checked(s.AssessmentIn, request.data)
        by = viewer_of(request).as_actor(channel="api")
        given = {line.pop("item"): line for line in said["lines"]}
        made = standard.assess(row, by=by, given=given, remark=said["remark"])
        return Response(out.assessment_row(made), status=201)


@requires(Right.CHECKPOINT_READ, Right.CHECKPOINT_MANAGE)
class MinimumList(Idempotent, ApiView):
    """The minimums that hold for the viewer's agency; a POST sets one of an agency."""

    @extend_schema(
        operation_id="checkpoint_minimums",
        parameters=[s.MinimumQuery],
        responses={200: out.MinimumOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(s.MinimumQuery, request.query_params)
        rows = parts.minimums(viewer_of(request), **query)
        return self.paged(rows, out.minimum_row)

    @extend_schema(
        operation_id="checkpoint_minimum_set",
        request=s.MinimumIn,
        responses={201: out.MinimumOut},
    )
    def post(self, request: Request) -> Response:
        said, who = checked(s.MinimumIn, request.data), viewer_of(request)
        rows: QuerySet[Agency] = Agency.objects.visible_to(who)
        agency = get_object_or_404(rows, code=said.pop("agency"))
        row = ruling.set_minimum(agency, by=who.as_actor(channel="api"), **said)
        return Response(out.minimum_row(row), status=201)


def _item(request: Request, item_id: int) -> EquipmentItem:
    return get_object_or_404(parts.equipment(viewer_of(request)), pk=item_id)
