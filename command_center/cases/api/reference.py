"""REST of what cases are counted by: categories, class sets, tags."""

from typing import Any

from django.db.models import prefetch_related_objects
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.cases import sets
from command_center.cases.api import shapes as s
from command_center.cases.category_sheet import TABLE
from command_center.cases.models import CaseCategory, CaseTag, ClassSet
from command_center.cases.services.rules import of_the_city
from grid.frame.sheet_import import take
from grid.ledger.idempotency import Idempotent
from grid.organisation.viewers import viewer_of
from grid.rest.sheet_shapes import SheetIn, SheetOut
from grid.rest.views import ApiView, checked
from grid.rights import Right, requires


@requires(Right.CASE_READ)
class Categories(ApiView):
    """Every category in every system, with what means exactly the same."""

    @extend_schema(operation_id="case_categories", responses={200: s.CaseCategoryOut(many=True)})
    def get(self, request: Request) -> Response:
        rows = CaseCategory.objects.select_related("parent")
        rows = rows.prefetch_related("mapped_to__target", "mapped_from__source")
        return self.paged(rows, category_row)


@requires(Right.CASE_RULES, Right.CASE_RULES)
class CategoryImport(Idempotent, ApiView):
    """A CSV file of categories: checked whole, every bad row named, upsert by system and code."""

    @extend_schema(
        operation_id="case_categories_import", request=SheetIn, responses={200: SheetOut}
    )
    def post(self, request: Request) -> Response:
        said, who = checked(SheetIn, request.data), viewer_of(request)
        of_the_city(who)
        by = who.as_actor(channel="import")
        return Response(take(TABLE, said.pop("csv"), by=by, viewer=who, **said).as_row())


@requires(Right.CASE_READ)
class ClassSets(ApiView):
    """The class sets the viewer's agency counts by today."""

    @extend_schema(operation_id="case_class_sets", responses={200: s.ClassSetOut(many=True)})
    def get(self, request: Request) -> Response:
        rows = sets.sets(viewer_of(request).agency_path)
        prefetch_related_objects(rows, "members__category")
        return Response([set_row(row) for row in rows])


@requires(Right.CASE_READ)
class Tags(ApiView):
    """Every tag."""

    @extend_schema(operation_id="case_tags", responses={200: s.TagOut(many=True)})
    def get(self, request: Request) -> Response:
        return self.paged(CaseTag.objects.select_related("suggests"), tag_row)


def category_row(row: CaseCategory) -> dict[str, Any]:
    """A category as `CaseCategoryOut` says."""
    plain = ("code", "name", "name_en", "system", "kind", "depth", "is_sensitive", "valid_from",
             "valid_to")  # fmt: skip
    same = [one.target.code for one in row.mapped_to.all() if one.is_exact]
    same += [one.source.code for one in row.mapped_from.all() if one.is_exact]
    parent = row.parent.code if row.parent else None
    return {name: getattr(row, name) for name in plain} | {"parent": parent, "means": same}


def set_row(row: ClassSet) -> dict[str, Any]:
    """A class set as `ClassSetOut` says."""
    plain = ("code", "name", "name_en", "valid_from", "valid_to")
    return {name: getattr(row, name) for name in plain} | {
        "agency": row.agency.code if row.agency else None,
        "members": [one.category.code for one in row.members.all()],
        "defined_by": row.source,
    }


def tag_row(row: CaseTag) -> dict[str, Any]:
    """A tag as `TagOut` says."""
    plain = ("kind", "code", "name", "name_en")
    suggests = row.suggests.code if row.suggests else None
    return {name: getattr(row, name) for name in plain} | {"suggests": suggests}
