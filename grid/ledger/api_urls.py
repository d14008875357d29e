"""REST addresses of grid.ledger, below /api/v1/."""

from django.urls import URLPattern, URLResolver, path

from grid.ledger.api import events, registers

urlpatterns: list[URLPattern | URLResolver] = [
    path("events/", events.EventFeed.as_view(), name="api-events"),
    path("audit/", registers.AuditList.as_view(), name="api-audit"),
    path("access-register/", registers.AccessList.as_view(), name="api-access"),
]
