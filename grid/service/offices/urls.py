"""Pages of grid service offices."""

from django.urls import URLPattern, path

from grid.service.offices import ground_views, views

urlpatterns: list[URLPattern] = [
    path("ground/offices/", views.office_list, name="office_list"),
    path("ground/offices/export/", views.office_export, name="office_export"),
    path("ground/offices/import/", views.office_import, name="office_import"),
    path("ground/offices/new/", views.office_new, name="office_new"),
    path("ground/offices/gaps/", views.office_gaps, name="office_gaps"),
    path("ground/offices/norms/", views.staffing_norms, name="staffing_norms"),
    path("ground/offices/norms/new/", views.staffing_norm_set, name="staffing_norm_set"),
    path("ground/offices/<int:office_id>/", views.office_detail, name="office_detail"),
    path("ground/offices/<int:office_id>/edit/", views.office_edit, name="office_edit"),
    path("ground/offices/<int:office_id>/staff/", views.office_staff_new, name="office_staff_new"),
    path("ground/offices/<int:office_id>/teams/", views.office_team_new, name="office_team_new"),
    path(
        "ground/offices/staff/<int:office_staff_id>/",
        views.office_staff_end,
        name="office_staff_end",
    ),
    path(
        "ground/offices/teams/<int:office_team_id>/",
        views.office_team_edit,
        name="office_team_edit",
    ),
    path("ground/assistants/", ground_views.assistant_list, name="assistant_list"),
    path("ground/assistants/new/", ground_views.assistant_new, name="assistant_new"),
    path("ground/assistants/import/", ground_views.assistant_import, name="assistant_import"),
    path("ground/assistants/coverage/", ground_views.village_coverage, name="village_coverage"),
    path(
        "ground/assistants/<int:assistant_id>/",
        ground_views.assistant_edit,
        name="assistant_edit",
    ),
    path("ground/responsible/", ground_views.responsible, name="responsible"),
]
