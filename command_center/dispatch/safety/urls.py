"""Pages of safety."""

from django.urls import path

from command_center.dispatch.safety import views

urlpatterns = [
    path("safety/", views.safety_board, name="safety_board"),
    path("safety/export/", views.safety_export, name="safety_export"),
    path("safety/mine/", views.my_safety, name="my_safety"),
    path("safety/rules/", views.safety_rule_list, name="safety_rule_list"),
    path("safety/rules/new/", views.safety_rule_new, name="safety_rule_new"),
    path("safety/rules/<int:safety_rule_id>/", views.safety_rule_edit, name="safety_rule_edit"),
    path("safety/units/<str:call_sign>/heard/", views.safety_heard, name="safety_heard"),
]
