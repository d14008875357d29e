"""Pages of containment."""

from django.urls import path

from checkpoints.containment import views, views_plans, views_posts, views_rules

ONE = "containments/at/<str:containment_number>/"

urlpatterns = [
    path("containments/", views.containment_list, name="containment_list"),
    path("containments/export/", views.containment_export, name="containment_export"),
    path("containments/figures/", views.containment_figures, name="containment_figures"),
    path(
        "containments/figures/export/",
        views.containment_figures_export,
        name="containment_figures_export",
    ),
    path("containments/new/", views.containment_new, name="containment_new"),
    path(ONE, views.containment_detail, name="containment_detail"),
    path(f"{ONE}decide/", views.containment_decide, name="containment_decide"),
    path(f"{ONE}change/", views.containment_change, name="containment_change"),
    path(f"{ONE}report/", views.containment_report, name="containment_report"),
    path(f"{ONE}report/export/", views.containment_report_export, name="containment_report_export"),
    path(
        f"{ONE}posts/<int:post_order_id>/answer/",
        views_posts.containment_post_answer,
        name="containment_post_answer",
    ),
    path("containment-plans/", views_plans.containment_plan_list, name="containment_plan_list"),
    path("containment-plans/new/", views_plans.containment_plan_new, name="containment_plan_new"),
    path(
        "containment-plans/<int:containment_plan_id>/",
        views_plans.containment_plan_detail,
        name="containment_plan_detail",
    ),
    path(
        "containment-plans/<int:containment_plan_id>/edit/",
        views_plans.containment_plan_edit,
        name="containment_plan_edit",
    ),
    path("containment-rules/", views_rules.containment_rules, name="containment_rules"),
    path(
        "containment-rules/speeds/new/",
        views_rules.containment_speed_new,
        name="containment_speed_new",
    ),
    path(
        "containment-rules/detours/new/",
        views_rules.containment_detour_new,
        name="containment_detour_new",
    ),
    path(
        "containment-rules/targets/new/",
        views_rules.containment_target_new,
        name="containment_target_new",
    ),
    path("my-containment-posts/", views_posts.my_containment_posts, name="my_containment_posts"),
]
