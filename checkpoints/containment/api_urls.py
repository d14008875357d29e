"""REST routes of containment."""

from django.urls import path

from checkpoints.containment import api, api_plans, api_posts

ONE = "containments/<str:containment_number>/"
POST = f"{ONE}posts/<int:post_order_id>/"

urlpatterns = [
    path("containment-plans/", api_plans.Plans.as_view(), name="api_containment_plans"),
    path(
        "containment-plans/<int:containment_plan_id>/",
        api_plans.OnePlan.as_view(),
        name="api_containment_plan",
    ),
    path("containments/", api.Containments.as_view(), name="api_containments"),
    path(ONE, api.OneContainment.as_view(), name="api_containment"),
    path(f"{ONE}state/", api.State.as_view(), name="api_containment_state"),
    path(f"{ONE}report/", api.Report.as_view(), name="api_containment_report"),
    path(f"{ONE}approve/", api.Approve.as_view(), name="api_containment_approve"),
    path(f"{ONE}refuse/", api.Refuse.as_view(), name="api_containment_refuse"),
    path(f"{ONE}stage/", api.NextStage.as_view(), name="api_containment_stage"),
    path(f"{ONE}adjust/", api.Adjust.as_view(), name="api_containment_adjust"),
    path(f"{ONE}extend/", api.Extend.as_view(), name="api_containment_extend"),
    path(f"{ONE}lift/", api.Lift.as_view(), name="api_containment_lift"),
    path(f"{ONE}review/", api.Review.as_view(), name="api_containment_review"),
    path(f"{ONE}posts/", api.Posts.as_view(), name="api_containment_posts"),
    path(POST, api_posts.OnePost.as_view(), name="api_containment_post"),
    path(
        f"{POST}acknowledge/",
        api_posts.Acknowledge.as_view(),
        name="api_containment_post_acknowledge",
    ),
    path(f"{POST}man/", api_posts.Man.as_view(), name="api_containment_post_man"),
    path(f"{POST}report/", api_posts.ReportOfPost.as_view(), name="api_containment_post_report"),
    path(f"{POST}leave/", api_posts.Leave.as_view(), name="api_containment_post_leave"),
    path(f"{POST}drop/", api_posts.Drop.as_view(), name="api_containment_post_drop"),
    path("my-containment-posts/", api_posts.MyPosts.as_view(), name="api_my_containment_posts"),
]
