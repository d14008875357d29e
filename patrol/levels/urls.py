"""Pages of levels."""

from django.urls import URLPattern, path

from patrol.levels import scale, views

urlpatterns: list[URLPattern] = [
    path("levels/", views.level_list, name="level_list"),
    path("levels/history.csv", views.levels_csv, name="levels_csv"),
    path("levels/new/", views.level_new, name="level_new"),
    path("levels/<int:area_level_id>/end/", views.level_end, name="level_end"),
    path("levels/proposals/", views.overlay_list, name="overlay_list"),
    path("levels/proposals/<int:overlay_id>/", views.overlay_detail, name="overlay_detail"),
    path("levels/proposals/<int:overlay_id>/decide/", views.overlay_decide, name="overlay_decide"),
    path("levels/templates/", views.overlay_template_list, name="overlay_template_list"),
    path("levels/templates/new/", views.overlay_template_new, name="overlay_template_new"),
    path(
        "levels/templates/<int:overlay_template_id>/",
        views.overlay_template_edit,
        name="overlay_template_edit",
    ),
    path("levels/scale/", scale.level_scale, name="level_scale"),
    path("levels/scale/change/", scale.level_words, name="level_words"),
    path("levels/control-points/", views.control_point_list, name="control_point_list"),
    path("levels/control-points/new/", views.control_point_new, name="control_point_new"),
    path(
        "levels/control-points/<int:control_point_id>/lift/",
        views.control_point_lift,
        name="control_point_lift",
    ),
]
