"""REST addresses of grid.ledger, below /api/v1/."""

from django.urls import URLPattern, URLResolver, path

from grid.ledger.api import events, obligations, registers, webhooks

WEBHOOK = "webhooks/<int:webhook_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("events/", events.EventFeed.as_view(), name="api_events"),
    path("audit/", registers.AuditList.as_view(), name="api_audit"),
    path("access-register/", registers.AccessList.as_view(), name="api_access"),
    path("obligations/", obligations.ObligationList.as_view(), name="api_obligations"),
    path("webhooks/", webhooks.WebhookList.as_view(), name="api_webhooks"),
    path(WEBHOOK, webhooks.WebhookDetail.as_view(), name="api_webhook"),
    path(f"{WEBHOOK}rotate/", webhooks.WebhookRotate.as_view(), name="api_webhook_rotate"),
    path(f"{WEBHOOK}deliveries/", webhooks.DeliveryList.as_view(), name="api_deliveries"),
    path(
        f"{WEBHOOK}deliveries/<int:delivery_id>/resend/",
        webhooks.DeliveryResend.as_view(),
        name="api_delivery_resend",
    ),
]
