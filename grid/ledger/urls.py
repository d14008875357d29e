"""Pages of grid.ledger."""

from django.urls import URLPattern, URLResolver, path

from grid.ledger.health import livez, readyz

urlpatterns: list[URLPattern | URLResolver] = [
    path("livez", livez, name="livez"),
    path("readyz", readyz, name="readyz"),
]
