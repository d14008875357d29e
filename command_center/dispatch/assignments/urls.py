"""Pages of assignments."""

from django.urls import path

from command_center.dispatch.assignments import rule_views, views

urlpatterns = [
    path("assignments/", views.assignment_list, name="assignment_list"),
    path("assignments/export/", views.assignment_export, name="assignment_export"),
    path("assignments/<int:assignment_id>/", views.assignment_detail, name="assignment_detail"),
    path("assignments/<int:assignment_id>/step/", views.assignment_step, name="assignment_step"),
    path(
        "assignments/<int:assignment_id>/recall/",
        views.assignment_recall,
        name="assignment_recall",
    ),
    path(
        "assignments/<int:assignment_id>/reassign/",
        views.assignment_reassign,
        name="assignment_reassign",
    ),
    path(
        "assignments/<int:assignment_id>/resend/",
        views.assignment_resend,
        name="assignment_resend",
    ),
    path("incidents/<str:number>/send/", views.assignment_new, name="assignment_new"),
    path("dispatch-rules/", rule_views.dispatch_rules, name="dispatch_rules"),
    path(
        "dispatch-rules/<str:rule_kind>/new/",
        rule_views.dispatch_rule_new,
        name="dispatch_rule_new",
    ),
    path(
        "dispatch-rules/<str:rule_kind>/<int:row_id>/",
        rule_views.dispatch_rule_edit,
        name="dispatch_rule_edit",
    ),
]
