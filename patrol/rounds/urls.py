"""Pages of rounds."""

from django.urls import URLPattern, path

from patrol.rounds.views import board, check_ins, ground, planning, rules

urlpatterns: list[URLPattern] = [
    path("patrols/", board.patrol_board, name="patrol_board"),
    path("patrols/rounds.csv", board.patrol_board_csv, name="patrol_board_csv"),
    path("patrols/missed.csv", board.missed_csv, name="missed_points_csv"),
    path("patrols/check-ins.csv", check_ins.visits_csv, name="check_ins_csv"),
    path("patrols/check-ins/", check_ins.check_in_list, name="check_in_list"),
    path("patrols/rounds/new/", board.round_new, name="round_new"),
    path("patrols/rounds/<int:round_id>/", board.round_detail, name="round_detail"),
    path("patrols/rounds/<int:round_id>/give/", board.round_give, name="round_give"),
    path("patrols/rounds/<int:round_id>/cancel/", board.round_cancel, name="round_cancel"),
    path("patrols/routes/", ground.route_list, name="route_list"),
    path("patrols/routes/new/", ground.route_new, name="route_new"),
    path("patrols/routes/<int:route_id>/", ground.route_detail, name="route_detail"),
    path("patrols/routes/<int:route_id>/edit/", ground.route_edit, name="route_edit"),
    path("patrols/routes/<int:route_id>/propose/", ground.route_propose, name="route_propose"),
    path(
        "patrols/proposals/<int:route_proposal_id>/",
        ground.route_proposal_decide,
        name="route_proposal_decide",
    ),
    path("patrols/points/", ground.point_list, name="point_list"),
    path("patrols/points/new/", ground.point_new, name="point_new"),
    path("patrols/points/sheet/", ground.point_sheet, name="point_sheet"),
    path("patrols/points/<int:point_id>/", ground.point_edit, name="point_edit"),
    path("patrols/beats/", ground.beat_list, name="beat_list"),
    path("patrols/beats/new/", ground.beat_new, name="beat_new"),
    path("patrols/beats/<int:beat_id>/", ground.beat_edit, name="beat_edit"),
    path("patrols/plans/", planning.round_plan_list, name="round_plan_list"),
    path("patrols/plans/new/", planning.round_plan_new, name="round_plan_new"),
    path("patrols/plans/<int:round_plan_id>/", planning.round_plan_edit, name="round_plan_edit"),
    path("patrols/coverage/", planning.patrol_coverage, name="patrol_coverage"),
    path("patrols/coverage.csv", planning.patrol_coverage_csv, name="patrol_coverage_csv"),
    path("patrols/key-places/", planning.key_place_list, name="key_place_list"),
    path("patrols/key-places.csv", planning.key_places_csv, name="key_places_csv"),
    path("patrols/rules/", rules.patrol_rule_list, name="patrol_rule_list"),
    path("patrols/rules/change/", rules.patrol_rule_change, name="patrol_rule_change"),
]
