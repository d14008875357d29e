"""REST of the organisation: agencies, officers, and who is asking."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from grid.organisation import selectors
from grid.organisation.models import Agency, ClientSystem, Officer
from grid.organisation.roles import Role
from grid.organisation.viewers import viewer_of
from grid.rest.views import ApiView, checked
from grid.rights import Right, requires


class AgencyOut(serializers.Serializer[Agency]):
    """An agency in the tree."""

    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=Agency.Kind.choices)
    parent_code = serializers.CharField(source="parent.code", allow_null=True, default=None)
    path = serializers.CharField()
    is_active = serializers.BooleanField()
    version = serializers.IntegerField()


class AgencyName(serializers.Serializer[Agency]):
    """Code and name of an agency."""

    code = serializers.CharField()
    name = serializers.CharField()


class OfficerOut(serializers.Serializer[Officer]):
    """An officer at work; roles in force only."""

    badge_number = serializers.CharField()
    name = serializers.CharField()
    agency = AgencyName()
    roles = serializers.SerializerMethodField()
    is_on_duty = serializers.BooleanField()
    seat = serializers.CharField()

    def get_roles(self, officer: Officer) -> list[str]:
        return sorted(grant.role for grant in officer.held)  # type: ignore[attr-defined]


class MeOut(serializers.Serializer[Any]):
    """Whoever asks: an officer or a client system."""

    kind = serializers.ChoiceField(choices=["officer", "client"])
    id = serializers.CharField(help_text="Badge number, or the client's number")
    name = serializers.CharField()
    agency = AgencyName()
    scope = serializers.CharField(source="agency_path", help_text="Path one sees everything below")
    roles = serializers.ListField(child=serializers.CharField())
    rights = serializers.ListField(child=serializers.CharField())
    language = serializers.CharField(allow_blank=True)
    theme = serializers.CharField(allow_blank=True)
    seat = serializers.CharField(allow_blank=True)
    is_on_duty = serializers.BooleanField(allow_null=True)


class AgencyQuery(serializers.Serializer[Any]):
    """What the list of agencies may be asked."""

    q = serializers.CharField(max_length=100, required=False, default="")


class OfficerQuery(AgencyQuery):
    """What the list of officers may be asked."""

    role = serializers.ChoiceField(choices=Role.choices, required=False, default="")


@requires(Right.ORGANISATION_READ)
class AgencyList(ApiView):
    """Agencies in the viewer's scope, in tree order."""

    @extend_schema(
        operation_id="agencies_list",
        parameters=[AgencyQuery],
        responses={200: AgencyOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        asked = checked(AgencyQuery, request.query_params)
        rows = selectors.agencies(viewer_of(request), query=asked["q"])
        return self.paged(rows, lambda row: AgencyOut(row).data)


@requires(Right.ORGANISATION_READ)
class OfficerList(ApiView):
    """Officers in the viewer's scope whose accounts are open."""

    @extend_schema(
        operation_id="officers_list",
        parameters=[OfficerQuery],
        responses={200: OfficerOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        asked = checked(OfficerQuery, request.query_params)
        rows = selectors.officers(viewer_of(request), query=asked["q"], role=asked["role"])
        return self.paged(rows, lambda row: OfficerOut(row).data)


@requires(Right.SIGNED_IN)
class Me(ApiView):
    """Who is asking, with which rights, over which part of the tree."""

    @extend_schema(operation_id="me", responses={200: MeOut})
    def get(self, request: Request) -> Response:
        return Response(MeOut(_about(viewer_of(request))).data)


def _about(viewer: Officer | ClientSystem) -> dict[str, Any]:
    common = {
        "name": viewer.name,
        "agency": viewer.agency,
        "agency_path": viewer.agency_path,
        "rights": sorted(viewer.rights),
    }
    if isinstance(viewer, ClientSystem):
        nothing: dict[str, Any] = {
            "roles": [],
            "language": "",
            "theme": "",
            "seat": "",
            "is_on_duty": None,
        }
        return {"kind": "client", "id": str(viewer.pk), **common, **nothing}
    return {
        "kind": "officer",
        "id": viewer.badge_number,
        **common,
        "roles": sorted(viewer.roles),
        "language": viewer.language,
        "theme": viewer.theme,
        "seat": viewer.seat,
        "is_on_duty": viewer.is_on_duty,
    }
