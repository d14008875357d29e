"""Pages of the alerts."""

from django.urls import path

from command_center.alerts import views

urlpatterns = [
    path("alerts/", views.alert_list, name="alert_list"),
    path("alerts/rules/", views.rule_list, name="alert_rule_list"),
    path("alerts/rules/<int:rule_id>/", views.rule_edit, name="alert_rule_edit"),
    path("alerts/<int:alert_id>/", views.alert_detail, name="alert_detail"),
    path("alerts/<int:alert_id>/acknowledge/", views.alert_acknowledge, name="alert_acknowledge"),
    path("alerts/<int:alert_id>/shelve/", views.alert_shelve, name="alert_shelve"),
    path("alerts/<int:alert_id>/resolve/", views.alert_resolve, name="alert_resolve"),
]
