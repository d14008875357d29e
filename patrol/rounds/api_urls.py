"""REST routes of rounds."""

from django.urls import URLPattern, path

from patrol.rounds import api, api_rules, api_walking

urlpatterns: list[URLPattern] = [
    path("beats/", api.BeatList.as_view(), name="api_beats"),
    path("beats/<int:beat_id>/", api.BeatDetail.as_view(), name="api_beat"),
    path("patrol-points/", api.PointList.as_view(), name="api_patrol_points"),
    path("patrol-points/<int:point_id>/", api.PointDetail.as_view(), name="api_patrol_point"),
    path("routes/", api.RouteList.as_view(), name="api_routes"),
    path("routes/<int:route_id>/", api.RouteDetail.as_view(), name="api_route"),
    path("routes/<int:route_id>/versions/", api.RouteVersions.as_view(), name="api_route_versions"),
    path(
        "routes/<int:route_id>/proposals/", api.RouteProposals.as_view(), name="api_route_proposals"
    ),
    path(
        "route-proposals/<int:route_proposal_id>/decide/",
        api.RouteProposalDecision.as_view(),
        name="api_route_proposal_decide",
    ),
    path("round-plans/", api.PlanList.as_view(), name="api_round_plans"),
    path("round-plans/<int:round_plan_id>/", api.PlanDetail.as_view(), name="api_round_plan"),
    path("patrol-coverage/", api.Coverage.as_view(), name="api_patrol_coverage"),
    path("key-places/", api.KeyPlaces.as_view(), name="api_key_places"),
    path("patrol-rules/", api_rules.PatrolRuleList.as_view(), name="api_patrol_rules"),
    path("my-rounds/", api_walking.MyRounds.as_view(), name="api_my_rounds"),
    path("rounds/", api_walking.RoundList.as_view(), name="api_rounds"),
    path("rounds/<int:round_id>/", api_walking.RoundDetail.as_view(), name="api_round"),
    path("rounds/<int:round_id>/start/", api_walking.RoundStart.as_view(), name="api_round_start"),
    path(
        "rounds/<int:round_id>/visits/", api_walking.RoundVisits.as_view(), name="api_round_visits"
    ),
    path("rounds/<int:round_id>/skip/", api_walking.RoundSkip.as_view(), name="api_round_skip"),
    path(
        "rounds/<int:round_id>/finish/", api_walking.RoundFinish.as_view(), name="api_round_finish"
    ),
    path("rounds/<int:round_id>/give/", api_walking.RoundGive.as_view(), name="api_round_give"),
    path(
        "rounds/<int:round_id>/cancel/", api_walking.RoundCancel.as_view(), name="api_round_cancel"
    ),
]
