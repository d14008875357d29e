"""Pages of teams, commendations, funds and education bases."""

from django.urls import path

from grid.service.teams import views, views_more

_TEAM = "ground/teams/at/<slug:team_code>/"
_FUND = "ground/funds/<int:fund_id>/"
_BASE = "ground/outreach/<int:outreach_base_id>/"

urlpatterns = [
    path("ground/teams/", views.team_list, name="team_list"),
    path("ground/teams/export.csv", views.team_export, name="team_export"),
    path("ground/teams/import/", views.team_import, name="team_import"),
    path("ground/teams/new/", views.team_new, name="team_new"),
    path(_TEAM, views.team_detail, name="team_detail"),
    path(f"{_TEAM}edit/", views.team_edit, name="team_edit"),
    path(f"{_TEAM}count/", views.team_count, name="team_count"),
    path(f"{_TEAM}hours/", views.team_work, name="team_work"),
    path("ground/team-hours/", views.team_hours_list, name="team_hours_list"),
    path("ground/team-hours/export.csv", views.team_hours_export, name="team_hours_export"),
    path(
        "ground/team-hours/<int:team_hours_id>/strike/",
        views.team_hours_strike,
        name="team_hours_strike",
    ),
    path("ground/volunteers/", views.volunteer_share_list, name="volunteer_share_list"),
    path(
        "ground/volunteers/export.csv",
        views.volunteer_share_export,
        name="volunteer_share_export",
    ),
    path("ground/volunteers/target/", views.volunteer_target_new, name="volunteer_target_new"),
    path("ground/residents/", views.resident_base_list, name="resident_base_list"),
    path("ground/residents/export.csv", views.resident_base_export, name="resident_base_export"),
    path("ground/residents/new/", views.resident_base_new, name="resident_base_new"),
    path("ground/commendations/", views_more.commendation_list, name="commendation_list"),
    path(
        "ground/commendations/export.csv",
        views_more.commendation_export,
        name="commendation_export",
    ),
    path("ground/commendations/new/", views_more.commendation_new, name="commendation_new"),
    path(
        "ground/commendations/<int:commendation_id>/edit/",
        views_more.commendation_edit,
        name="commendation_edit",
    ),
    path("ground/commendations/offices/", views_more.offices_count, name="offices_count"),
    path("ground/funds/", views_more.fund_list, name="fund_list"),
    path("ground/funds/export.csv", views_more.fund_export, name="fund_export"),
    path("ground/funds/new/", views_more.fund_new, name="fund_new"),
    path(_FUND, views_more.fund_detail, name="fund_detail"),
    path(f"{_FUND}edit/", views_more.fund_edit, name="fund_edit"),
    path(f"{_FUND}book/", views_more.fund_book, name="fund_book"),
    path("ground/outreach/", views_more.outreach_list, name="outreach_list"),
    path("ground/outreach/export.csv", views_more.outreach_export, name="outreach_export"),
    path("ground/outreach/new/", views_more.outreach_new, name="outreach_new"),
    path(_BASE, views_more.outreach_detail, name="outreach_detail"),
    path(f"{_BASE}edit/", views_more.outreach_edit, name="outreach_edit"),
    path(f"{_BASE}day/", views_more.outreach_day, name="outreach_day"),
]
