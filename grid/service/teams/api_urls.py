"""Addresses of teams, funds and education bases below /api/v1/."""

from django.urls import path

from grid.service.teams import api, api_more

_TEAM = "teams/at/<slug:team_code>/"

urlpatterns = [
    path("teams/", api.Teams.as_view(), name="api_teams"),
    path("teams/import/", api.TeamSheet.as_view(), name="api_team_import"),
    path(_TEAM, api.OneTeam.as_view(), name="api_team"),
    path(f"{_TEAM}headcounts/", api.TeamHeadcounts.as_view(), name="api_team_headcounts"),
    path(f"{_TEAM}hours/", api.HoursOfTeam.as_view(), name="api_hours_of_team"),
    path("team-hours/", api.TeamsHours.as_view(), name="api_team_hours"),
    path(
        "team-hours/<int:team_hours_id>/strike/",
        api.TeamHoursStriking.as_view(),
        name="api_team_hours_strike",
    ),
    path("trades/", api.Trades.as_view(), name="api_trades"),
    path("resident-bases/", api.Residents.as_view(), name="api_resident_bases"),
    path("volunteer-shares/", api.VolunteerShares.as_view(), name="api_volunteer_shares"),
    path("courage-funds/", api_more.Funds.as_view(), name="api_funds"),
    path(
        "courage-funds/<int:fund_id>/entries/",
        api_more.FundEntries.as_view(),
        name="api_fund_entries",
    ),
    path("commendations/", api_more.Commendations.as_view(), name="api_commendations"),
    path("courage-offices/", api_more.CourageOffices.as_view(), name="api_courage_offices"),
    path("outreach-bases/", api_more.OutreachBases.as_view(), name="api_outreach_bases"),
    path(
        "outreach-bases/<int:outreach_base_id>/days/",
        api_more.OutreachDays.as_view(),
        name="api_outreach_days",
    ),
]
