"""Webhooks over REST: subscribe, change, rotate the secret, see and send again what failed."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from grid.errors import FieldError, InvalidInput
from grid.ledger import webhooks
from grid.ledger.actors import actor_of, viewer_of
from grid.ledger.idempotency import Idempotent
from grid.ledger.models import Webhook, WebhookDelivery
from grid.ledger.webhooks import KIND_PATTERN, Subscription
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires


class WebhookBody(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=80)
    url = serializers.CharField(max_length=300)
    kinds = serializers.ListField(
        child=serializers.RegexField(KIND_PATTERN, max_length=60), min_length=1, max_length=50
    )
    agency_path = serializers.CharField(max_length=120, required=False)
    is_active = serializers.BooleanField(default=True)


class WebhookEdit(WebhookBody):
    name = serializers.CharField(max_length=80, required=False)
    url = serializers.CharField(max_length=300, required=False)
    kinds = serializers.ListField(
        child=serializers.RegexField(KIND_PATTERN, max_length=60),
        min_length=1,
        max_length=50,
        required=False,
    )
    is_active = serializers.BooleanField(required=False)
    version = serializers.IntegerField(required=False)


class WebhookSerializer(serializers.ModelSerializer[Webhook]):
    class Meta:
        model = Webhook
        fields = ("id", "name", "url", "kinds", "agency_path", "is_active", "created_at", "version")


class WebhookWithSecret(WebhookSerializer):
    class Meta(WebhookSerializer.Meta):
        fields = (*WebhookSerializer.Meta.fields, "secret")  # type: ignore[assignment]


class DeliverySerializer(serializers.ModelSerializer[WebhookDelivery]):
    class Meta:
        model = WebhookDelivery
        exclude = ("webhook",)


def _found(request: Request, webhook_id: int) -> Webhook:
    found = Webhook.objects.visible_to(viewer_of(request)).filter(pk=webhook_id).first()
    if found is None:
        raise Http404
    return found


def _wanted(given: dict[str, Any], known: dict[str, Any]) -> Subscription:
    names = ("name", "url", "kinds", "agency_path", "is_active")
    values = known | {name: given[name] for name in names if name in given}
    return Subscription(**values)


@requires(Right.WEBHOOK_MANAGE, Right.WEBHOOK_MANAGE)
class WebhookList(Idempotent, ApiView):
    """`GET` lists, `POST` subscribes and shows the secret this once."""

    @extend_schema(responses={200: WebhookSerializer(many=True)})
    def get(self, request: Request) -> Response:
        rows = Webhook.objects.visible_to(viewer_of(request))
        return self.paged(rows, lambda row: WebhookSerializer(row).data)

    @extend_schema(request=WebhookBody, responses={201: WebhookWithSecret})
    def post(self, request: Request) -> Response:
        actor = actor_of(request, channel="api")
        wanted = _wanted(checked(WebhookBody, request.data), {"agency_path": actor.agency_path})
        webhook = webhooks.create_webhook(actor, wanted)
        return Response(WebhookWithSecret(webhook).data, status=201)


@requires(Right.WEBHOOK_MANAGE, Right.WEBHOOK_MANAGE)
class WebhookDetail(Idempotent, ApiView):
    """One webhook."""

    @extend_schema(responses={200: WebhookSerializer})
    def get(self, request: Request, webhook_id: int) -> Response:
        return Response(WebhookSerializer(_found(request, webhook_id)).data)

    @extend_schema(request=WebhookEdit, responses={200: WebhookSerializer})
    def patch(self, request: Request, webhook_id: int) -> Response:
        known = _found(request, webhook_id)
        fields = ("name", "url", "kinds", "agency_path", "is_active")
        before = {name: getattr(known, name) for name in fields}
        wanted = _wanted(checked(WebhookEdit, request.data), before)
        version = expected_version(request) or 0
        actor = actor_of(request, channel="api")
        edited = webhooks.edit_webhook(actor, known, wanted, version=version)
        return Response(WebhookSerializer(edited).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, webhook_id: int) -> Response:
        webhooks.delete_webhook(actor_of(request, channel="api"), _found(request, webhook_id))
        return Response(status=204)


@requires(Right.WEBHOOK_MANAGE, Right.WEBHOOK_MANAGE)
class WebhookRotate(Idempotent, ApiView):
    """A new secret, shown this once; the old one signs along for two days."""

    @extend_schema(request=None, responses={200: WebhookWithSecret})
    def post(self, request: Request, webhook_id: int) -> Response:
        known = _found(request, webhook_id)
        version = expected_version(request) or 0
        actor = actor_of(request, channel="api")
        rotated = webhooks.rotate_secret(actor, known, version=version)
        return Response(WebhookWithSecret(rotated).data)


@requires(Right.WEBHOOK_MANAGE, Right.WEBHOOK_MANAGE)
class DeliveryList(ApiView):
    """What was sent, is waiting, or is dead (`state=dead`); newest first."""

    STATES = OpenApiParameter("state", str, enum=WebhookDelivery.State.values)

    @extend_schema(parameters=[STATES], responses={200: DeliverySerializer(many=True)})
    def get(self, request: Request, webhook_id: int) -> Response:
        rows = _found(request, webhook_id).deliveries.all()
        state = request.query_params.get("state", "")
        if state and state not in WebhookDelivery.State.values:
            fault = FieldError(pointer="/state", code="invalid_choice", message=state)
            raise InvalidInput("state", errors=[fault])
        rows = rows.filter(state=state) if state else rows
        return self.paged(rows, lambda row: DeliverySerializer(row).data)


@requires(Right.WEBHOOK_MANAGE, Right.WEBHOOK_MANAGE)
class DeliveryResend(Idempotent, ApiView):
    """Put a dead letter on its way again."""

    @extend_schema(request=None, responses={200: DeliverySerializer})
    def post(self, request: Request, webhook_id: int, delivery_id: int) -> Response:
        delivery = _found(request, webhook_id).deliveries.filter(pk=delivery_id).first()
        if delivery is None:
            raise Http404
        again = webhooks.resend(actor_of(request, channel="api"), delivery)
        return Response(DeliverySerializer(again).data)
