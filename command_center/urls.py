"""Every address of the platform; each app brings its own, mounted here."""

from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView

from grid.rights import Right, requires

APPS = (
    "grid.ledger",
    "grid.organisation",
    "grid.frame",
    "grid.territory",
    "grid.service.offices",
    "grid.service.visits",
    "grid.service.venues",
    "grid.service.teams",
    "grid.service.programmes",
    "grid.service.board",
    "checkpoints.register",
    "checkpoints.duty",
    "checkpoints.work",
    "checkpoints.lookout",
    "checkpoints.containment",
    "checkpoints.board",
    "patrol.units",
    "patrol.shifts",
    "patrol.rounds",
    "patrol.positions",
    "patrol.levels",
    "patrol.worklog",
    "video.board",  # its cameras/around/ before the register's cameras/<code>/
    "video.register",
    "video.intake",
    "video.health",
    "video.repair",
    "video.footage",
    "video.alarms",
    "video.grants",
    "video.rates",
    "video.rounds",
    "mediation.mediators",
    "mediation.register",
    "mediation.risk",
    "mediation.flow",
    "mediation.documents",
    "mediation.board",
    "mediation.phone",
    "command_center.incidents",
    "command_center.alerts",
    "command_center.dispatch.modes",
    "command_center.dispatch.assignments",
    "command_center.dispatch.orders",
    "command_center.dispatch.plans",
    "command_center.dispatch.coverage",
    "command_center.dispatch.safety",
    "command_center.dispatch.figures",
    "command_center.dispatch.phone",
    "command_center.dispatch.chain",
    "command_center.dispatch.watch",
    "command_center.dispatch.referral",
    "command_center.cases",
    "command_center.analysis.store",
    "command_center.analysis.runs",
    "command_center.analysis.sheets",
    "command_center.analysis.studies",
    "command_center.analysis.bulletins",
    "command_center.analysis.explorer",
    "command_center.dashboard",
)


@requires(Right.PUBLIC)
class ApiDocument(SpectacularAPIView):
    """The OpenAPI document; the shape of the API is no secret, its contents are."""


urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.urls")),
    path("api/v1/schema/", ApiDocument.as_view(), name="api_schema"),
    *(path("api/v1/", include(f"{app}.api_urls")) for app in APPS),
    *(path("", include(f"{app}.urls")) for app in APPS),
]
