"""REST routes of plans, below /api/v1/."""

from django.urls import URLPattern, path

from command_center.dispatch.plans.api import response

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
]
