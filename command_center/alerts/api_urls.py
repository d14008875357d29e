"""REST addresses of the alerts, below /api/v1/."""

from django.urls import path

from command_center.alerts import api

urlpatterns = [
    path("alerts/", api.AlertList.as_view(), name="alert-list"),
    path("alerts/acknowledge/", api.AcknowledgeGroup.as_view(), name="alert-acknowledge-group"),
    path("alerts/groups/", api.Groups.as_view(), name="alert-groups"),
    path("alerts/rate/", api.Rate.as_view(), name="alert-rate"),
    path("alerts/<int:alert_id>/", api.AlertDetail.as_view(), name="alert-detail"),
    path("alerts/<int:alert_id>/acknowledge/", api.Acknowledge.as_view(), name="alert-acknowledge"),
    path("alerts/<int:alert_id>/shelve/", api.Shelve.as_view(), name="alert-shelve"),
    path("alerts/<int:alert_id>/resolve/", api.Resolve.as_view(), name="alert-resolve"),
    path("help/", api.Help.as_view(), name="help-call"),
    path("buttons/press/", api.Button.as_view(), name="button-press"),
    path("cap/", api.CapFeed.as_view(), name="cap-feed"),
    path("cap/<int:alert_id>/", api.CapDocument.as_view(), name="cap-document"),
]
