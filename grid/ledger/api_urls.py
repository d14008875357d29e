"""REST addresses of grid.ledger, below /api/v1/."""

from django.urls import URLPattern, URLResolver, path

from grid.ledger.api import events, obligations, registers, webhooks

WEBHOOK = "webhooks/<int:webhook_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("events/", events.EventFeed.as_view(), name="api-events"),
    path("audit/", registers.AuditList.as_view(), name="api-audit"),
    path("access-register/", registers.AccessList.as_view(), name="api-access"),
    path("obligations/", obligations.ObligationList.as_view(), name="api-obligations"),
    path("webhooks/", webhooks.WebhookList.as_view(), name="api-webhooks"),
    path(WEBHOOK, webhooks.WebhookDetail.as_view(), name="api-webhook"),
    path(f"{WEBHOOK}rotate/", webhooks.WebhookRotate.as_view(), name="api-webhook-rotate"),
    path(f"{WEBHOOK}deliveries/", webhooks.DeliveryList.as_view(), name="api-deliveries"),
    path(
        f"{WEBHOOK}deliveries/<int:delivery_id>/resend/",
        webhooks.DeliveryResend.as_view(),
        name="api-delivery-resend",
    ),
]
