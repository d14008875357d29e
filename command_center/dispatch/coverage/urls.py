"""Pages of coverage."""

from django.urls import URLPattern, path

from command_center.dispatch.coverage import manage_views, views

urlpatterns: list[URLPattern] = [
    path("coverage/", views.coverage, name="coverage"),
    path("coverage/move-ups/", views.move_up_list, name="move_up_list"),
    path("coverage/move-ups/decide/", views.move_up_decide, name="move_up_decide"),
    path("coverage/circles/", manage_views.circle_list, name="circle_list"),
    path("coverage/circles/new/", manage_views.circle_new, name="circle_new"),
    path("coverage/circles/<int:circle_id>/", manage_views.circle_edit, name="circle_edit"),
    path("coverage/requirements/", manage_views.requirement_list, name="requirement_list"),
    path("coverage/requirements/new/", manage_views.requirement_new, name="requirement_new"),
    path(
        "coverage/requirements/<int:requirement_id>/",
        manage_views.requirement_edit,
        name="requirement_edit",
    ),
]
