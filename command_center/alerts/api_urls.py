"""REST addresses of the alerts, below /api/v1/."""

from django.urls import path

from command_center.alerts import api

urlpatterns = [
    path("alerts/", api.AlertList.as_view(), name="api_alerts"),
    path("alerts/acknowledge/", api.AcknowledgeGroup.as_view(), name="api_alert_acknowledge_group"),
    path("alerts/groups/", api.Groups.as_view(), name="api_alert_groups"),
    path("alerts/rate/", api.Rate.as_view(), name="api_alert_rate"),
    path("alerts/<int:alert_id>/", api.AlertDetail.as_view(), name="api_alert"),
    path(
        "alerts/<int:alert_id>/acknowledge/",
        api.Acknowledge.as_view(),
        name="api_alert_acknowledge",
    ),
    path("alerts/<int:alert_id>/shelve/", api.Shelve.as_view(), name="api_alert_shelve"),
    path("alerts/<int:alert_id>/resolve/", api.Resolve.as_view(), name="api_alert_resolve"),
    path("help/", api.Help.as_view(), name="api_help_call"),
    path("buttons/press/", api.Button.as_view(), name="api_button_press"),
    path("cap/", api.CapFeed.as_view(), name="api_cap_feed"),
    path("cap/<int:alert_id>/", api.CapDocument.as_view(), name="api_cap_document"),
]
