"""REST addresses of grid.ledger, below /api/v1/."""

from django.urls import URLPattern, URLResolver, path

from grid.ledger.api import events

urlpatterns: list[URLPattern | URLResolver] = [
    path("events/", events.EventFeed.as_view(), name="api-events"),
]
