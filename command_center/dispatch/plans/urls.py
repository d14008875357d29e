"""Pages of plans."""

from django.urls import path

from command_center.dispatch.plans.views import events, response

urlpatterns = [
    path("plans/", response.plan_list, name="plan_list"),
    path("plans/export/", response.plan_export, name="plan_export"),
    path("plans/new/", response.plan_new, name="plan_new"),
    path(
        "plans/at-work/<int:activation_id>/", response.activation_detail, name="activation_detail"
    ),
    path(
        "plans/at-work/<int:activation_id>/raise/",
        response.activation_raise,
        name="activation_raise",
    ),
    path("plans/at-work/<int:activation_id>/end/", response.activation_end, name="activation_end"),
    path("plans/checks/<int:check_id>/tick/", response.check_tick, name="check_tick"),
    path("plans/of/<str:plan>/", response.plan_detail, name="plan_detail"),
    path("plans/of/<str:plan>/edit/", response.plan_edit, name="plan_edit"),
    path("incidents/<str:number>/plans/", response.incident_plans, name="incident_plans"),
    path(
        "incidents/<str:number>/plans/<str:plan>/activate/",
        response.plan_activate,
        name="plan_activate",
    ),
    path("event-plans/", events.event_list, name="event_list"),
    path("event-plans/export/", events.event_export, name="event_export"),
    path("event-plans/new/", events.event_new, name="event_new"),
    path("event-plans/<int:event_id>/", events.event_detail, name="event_detail"),
    path("event-plans/<int:event_id>/edit/", events.event_edit, name="event_edit"),
    path("event-plans/<int:event_id>/copy/", events.event_copy, name="event_copy"),
    path("event-plans/<int:event_id>/step/<slug:to>/", events.event_step, name="event_step"),
    path("event-plans/<int:event_id>/board/", events.event_board, name="event_board"),
    path("event-plans/<int:event_id>/order/", events.event_order, name="event_order"),
    path("event-plans/<int:event_id>/posts.csv", events.event_posts, name="event_posts"),
    path(
        "event-plans/<int:event_id>/add/<slug:kind>/", events.event_part_new, name="event_part_new"
    ),
    path(
        "event-plans/<int:event_id>/<slug:kind>/<int:part_id>/",
        events.event_part_edit,
        name="event_part_edit",
    ),
    path(
        "event-plans/<int:event_id>/posts/<int:part_id>/move/",
        events.event_post_move,
        name="event_post_move",
    ),
    path(
        "event-plans/<int:event_id>/milestones/<int:part_id>/settle/",
        events.event_settle,
        name="event_settle",
    ),
    path("post-duties/<int:duty_id>/manned/", events.duty_manned, name="duty_manned"),
]
