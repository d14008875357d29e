"""REST routes of plans, below /api/v1/."""

from django.urls import URLPattern, path

from command_center.dispatch.plans.api import events, response

urlpatterns: list[URLPattern] = [
    path("response-plans/", response.Plans.as_view(), name="api_plans"),
    path("response-plans/<str:plan>/", response.Plan.as_view(), name="api_plan"),
    path("incidents/<str:number>/plans/", response.Fitting.as_view(), name="api_plans_fitting"),
    path(
        "incidents/<str:number>/plans/<str:plan>/activate/",
        response.Activate.as_view(),
        name="api_plan_activate",
    ),
    path("plan-activations/", response.Activations.as_view(), name="api_activations"),
    path(
        "plan-activations/<int:activation_id>/",
        response.Activation.as_view(),
        name="api_activation",
    ),
    path(
        "plan-activations/<int:activation_id>/raise/",
        response.Raise.as_view(),
        name="api_activation_raise",
    ),
    path(
        "plan-activations/<int:activation_id>/end/",
        response.End.as_view(),
        name="api_activation_end",
    ),
    path("plan-checks/<int:check_id>/tick/", response.Tick.as_view(), name="api_check_tick"),
    path("event-plans/", events.Events.as_view(), name="api_event_plans"),
    path("event-plans/<int:event_id>/", events.Event.as_view(), name="api_event_plan"),
    path("event-plans/<int:event_id>/steps/", events.Steps.as_view(), name="api_event_steps"),
    path("event-plans/<int:event_id>/copy/", events.Copy.as_view(), name="api_event_copy"),
    path("event-plans/<int:event_id>/board/", events.Board.as_view(), name="api_event_board"),
    path("event-plans/<int:event_id>/orders/", events.Orders.as_view(), name="api_event_orders"),
    *(
        path(
            f"event-plans/<int:event_id>/{kind}/",
            events.Parts.as_view(kind=kind),
            name=f"api_event_{kind}",
        )
        for kind in events.SHAPES
    ),
    *(
        path(
            f"event-plans/<int:event_id>/{kind}/<int:part_id>/",
            events.Part.as_view(kind=kind),
            name=f"api_event_{kind}_one",
        )
        for kind in events.SHAPES
    ),
    path(
        "event-plans/<int:event_id>/posts/<int:part_id>/move/",
        events.Move.as_view(),
        name="api_event_post_move",
    ),
    path(
        "event-plans/<int:event_id>/milestones/<int:part_id>/settle/",
        events.Settle.as_view(),
        name="api_event_milestone_settle",
    ),
    path("post-duties/<int:duty_id>/manned/", events.Manned.as_view(), name="api_duty_manned"),
    path("my-posts/", events.MyPosts.as_view(), name="api_my_posts"),
    path(
        "my-posts/<int:duty_id>/manned/",
        events.MyPostManned.as_view(),
        name="api_my_post_manned",
    ),
]
