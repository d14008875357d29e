"""Pages of the work at checkpoints."""

from django.urls import path

from checkpoints.work.views import ceilings, entering, handovers, lists, roster, seizures, sums

SEIZURE = "checks/seizures/<str:seizure_number>/"
SHIFT = "checks/roster/<int:post_shift_id>/"
STEP = "checks/custody-steps/<int:step_id>/"

urlpatterns = [
    path("checks/", lists.check_list, name="check_list"),
    path("checks/export/", lists.check_export, name="check_list_export"),
    path("checks/new/", entering.check_new, name="check_new"),
    path("checks/<int:count_id>/", entering.check_count, name="check_count"),
    path("checks/missing/", lists.overdue_list, name="check_overdue"),
    path("checks/sums/", sums.check_sums, name="check_sums"),
    path("checks/sums/export/", sums.check_sums_export, name="check_sums_export"),
    path("checks/years/", sums.check_years, name="check_years"),
    path("checks/years/export/", sums.check_years_export, name="check_years_export"),
    path("checks/rules/", roster.check_rules, name="check_rules"),
    path("checks/ceilings/", ceilings.check_ceilings, name="check_ceilings"),
    path("checks/outcomes/", lists.check_list, {"tab": "outcomes"}, name="outcome_list"),
    path(
        "checks/outcomes/export/",
        lists.check_export,
        {"tab": "outcomes"},
        name="outcome_list_export",
    ),
    path("checks/outcomes/new/", entering.outcome_new, name="outcome_new"),
    path("checks/outcomes/<int:outcome_id>/", entering.outcome_detail, name="outcome_detail"),
    path("checks/lanes/", lists.check_list, {"tab": "lanes"}, name="lane_list"),
    path("checks/lanes/export/", lists.check_export, {"tab": "lanes"}, name="lane_list_export"),
    path("checks/lanes/new/", entering.lane_new, name="lane_new"),
    path("checks/suspensions/", lists.check_list, {"tab": "suspensions"}, name="suspension_list"),
    path(
        "checks/suspensions/export/",
        lists.check_export,
        {"tab": "suspensions"},
        name="suspension_list_export",
    ),
    path("checks/suspensions/new/", entering.suspension_new, name="suspension_new"),
    path(
        "checks/suspensions/<int:suspension_id>/end/",
        entering.suspension_end,
        name="suspension_end",
    ),
    path("checks/seizures/", lists.check_list, {"tab": "seizures"}, name="seizure_list"),
    path(
        "checks/seizures/export/",
        lists.check_export,
        {"tab": "seizures"},
        name="seizure_list_export",
    ),
    path("checks/seizures/new/", seizures.seizure_new, name="seizure_new"),
    path(SEIZURE, seizures.seizure_detail, name="seizure_detail"),
    path(f"{SEIZURE}hand-over/", seizures.seizure_hand_over, name="seizure_hand_over"),
    path(f"{SEIZURE}dispose/", seizures.seizure_dispose, name="seizure_dispose"),
    path(f"{STEP}receipt/", seizures.custody_receipt, name="custody_receipt"),
    path(f"{STEP}receive/", seizures.custody_receive, name="custody_receive"),
    path(f"{STEP}refuse/", seizures.custody_refuse, name="custody_refuse"),
    path("checks/roster/", roster.post_shift_list, name="post_shift_list"),
    path("checks/roster/export/", roster.post_shift_export, name="post_shift_export"),
    path("checks/roster/new/", roster.post_shift_new, name="post_shift_new"),
    path("checks/roster/copy/", roster.post_shift_copy, name="post_shift_copy"),
    path("checks/handovers/", lists.check_list, {"tab": "handovers"}, name="post_handover_list"),
    path(
        "checks/handovers/export/",
        lists.check_export,
        {"tab": "handovers"},
        name="post_handover_list_export",
    ),
    path("checks/handovers/new/", handovers.post_handover_give, name="post_handover_give"),
    path(
        "checks/handovers/<int:post_handover_id>/",
        handovers.post_handover_detail,
        name="post_handover_detail",
    ),
    path(f"{SHIFT}strike/", roster.post_shift_strike, name="post_shift_strike"),
    path(f"{SHIFT}come/", roster.post_shift_come, name="post_shift_come"),
    path(f"{SHIFT}leave/", roster.post_shift_leave, name="post_shift_leave"),
]
