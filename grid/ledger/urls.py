"""Pages of grid.ledger."""

from django.urls import URLPattern, URLResolver, path

from grid.ledger.health import livez, readyz
from grid.ledger.views import registers

urlpatterns: list[URLPattern | URLResolver] = [
    path("livez", livez, name="livez"),
    path("readyz", readyz, name="readyz"),
    path("audit/", registers.audit_list, name="audit_list"),
    path("access-register/", registers.access_list, name="access_list"),
    path("deletions/", registers.retention_list, name="retention_list"),
]
