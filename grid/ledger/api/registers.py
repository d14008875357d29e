"""The audit chain and the access register over REST, for those who supervise."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from grid.ledger.actors import actor_of, viewer_of
from grid.ledger.models import AccessEntry, AuditEntry
from grid.ledger.registers import SearchForm, access_entries, audit_entries, note_reading
from grid.rest.views import ApiView
from grid.rights import Right, requires


class SearchQuery(serializers.Serializer[Any]):
    actor = serializers.CharField(max_length=100, required=False)
    subject = serializers.CharField(max_length=80, required=False, help_text="incident:number")
    action = serializers.CharField(max_length=60, required=False, help_text="the beginning of it")
    first_day = serializers.DateField(required=False)
    last_day = serializers.DateField(required=False)


class AuditSerializer(serializers.ModelSerializer[AuditEntry]):
    details = serializers.JSONField()

    class Meta:
        model = AuditEntry
        fields = "__all__"


class AccessSerializer(serializers.ModelSerializer[AccessEntry]):
    class Meta:
        model = AccessEntry
        fields = "__all__"


def _searched(view: ApiView, register: str, entries: Callable[..., Any], form: Any) -> Response:
    request = view.request
    search = SearchForm(request.query_params).search()
    rows = entries(viewer_of(request), search)
    answer = view.paged(rows, lambda row: form(row).data)
    note_reading(actor_of(request), register, search)
    return answer


@requires(Right.AUDIT_READ)
class AuditList(ApiView):
    """Entries of the audit chain in scope, newest first."""

    @extend_schema(parameters=[SearchQuery], responses={200: AuditSerializer(many=True)})
    def get(self, request: Request) -> Response:
        return _searched(self, "audit", audit_entries, AuditSerializer)


@requires(Right.ACCESS_READ)
class AccessList(ApiView):
    """Who looked at whose personal data, and why; newest first."""

    @extend_schema(parameters=[SearchQuery], responses={200: AccessSerializer(many=True)})
    def get(self, request: Request) -> Response:
        return _searched(self, "access", access_entries, AccessSerializer)
