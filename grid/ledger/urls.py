"""Pages of grid.ledger."""

from django.urls import URLPattern, URLResolver, path

from grid.ledger.health import livez, readyz
from grid.ledger.views import board, registers, webhooks

WEBHOOK = "webhooks/<int:webhook_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("livez", livez, name="livez"),
    path("readyz", readyz, name="readyz"),
    path("audit/", registers.audit_list, name="audit_list"),
    path("access-register/", registers.access_list, name="access_list"),
    path("deletions/", registers.retention_list, name="retention_list"),
    path("orders/", board.order_board, name="order_board"),
    path("webhooks/", webhooks.webhook_list, name="webhook_list"),
    path("webhooks/new/", webhooks.webhook_add, name="webhook_add"),
    path(WEBHOOK, webhooks.webhook_detail, name="webhook_detail"),
    path(f"{WEBHOOK}rotate/", webhooks.webhook_rotate, name="webhook_rotate"),
    path(f"{WEBHOOK}delete/", webhooks.webhook_delete, name="webhook_delete"),
    path(
        f"{WEBHOOK}deliveries/<int:delivery_id>/resend/",
        webhooks.delivery_resend,
        name="delivery_resend",
    ),
]
