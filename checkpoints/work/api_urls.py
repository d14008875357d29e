"""REST routes of the work at checkpoints."""

from django.urls import path

from checkpoints.work.api import counts, lanes, roster, seizures

SEIZURE = "seizures/<str:seizure_number>/"
SHIFT = "post-shifts/<int:post_shift_id>/"

urlpatterns = [
    path("check-counts/", counts.Counts.as_view(), name="api_check_counts"),
    path("check-counts/<int:count_id>/", counts.Count.as_view(), name="api_check_count"),
    path("check-outcomes/", counts.Outcomes.as_view(), name="api_check_outcomes"),
    path(
        "check-outcomes/<int:outcome_id>/strike/",
        counts.OutcomeStrike.as_view(),
        name="api_check_outcome_strike",
    ),
    path("check-codes/", counts.Codes.as_view(), name="api_check_codes"),
    path("check-sums/", counts.Sums.as_view(), name="api_check_sums"),
    path("check-sums/year-on-year/", counts.YearOnYear.as_view(), name="api_check_years"),
    path("check-overdue/", counts.Overdue.as_view(), name="api_check_overdue"),
    path("check-today/<str:checkpoint_code>/", counts.Today.as_view(), name="api_check_today"),
    path("check-lanes/", lanes.Lanes.as_view(), name="api_check_lanes"),
    path("check-suspensions/", lanes.Suspensions.as_view(), name="api_check_suspensions"),
    path(
        "check-suspensions/<int:suspension_id>/end/",
        lanes.SuspensionEnd.as_view(),
        name="api_check_suspension_end",
    ),
    path("seizures/", seizures.Seizures.as_view(), name="api_seizures"),
    path(SEIZURE, seizures.Seizure.as_view(), name="api_seizure"),
    path(f"{SEIZURE}hand-over/", seizures.HandOver.as_view(), name="api_seizure_hand_over"),
    path(f"{SEIZURE}dispose/", seizures.Dispose.as_view(), name="api_seizure_dispose"),
    path(
        "custody-steps/<int:step_id>/receive/",
        seizures.Receive.as_view(),
        name="api_custody_receive",
    ),
    path(
        "custody-steps/<int:step_id>/refuse/",
        seizures.Refuse.as_view(),
        name="api_custody_refuse",
    ),
    path("post-shifts/", roster.PostShifts.as_view(), name="api_post_shifts"),
    path(f"{SHIFT}strike/", roster.PostShiftStrike.as_view(), name="api_post_shift_strike"),
    path(f"{SHIFT}come/", roster.PostShiftCome.as_view(), name="api_post_shift_come"),
    path(f"{SHIFT}leave/", roster.PostShiftLeave.as_view(), name="api_post_shift_leave"),
    path("post-holes/", roster.PostHoles.as_view(), name="api_post_holes"),
    path("post-handovers/", roster.Handovers.as_view(), name="api_post_handovers"),
    path(
        "post-handovers/<int:post_handover_id>/take/",
        roster.HandoverTake.as_view(),
        name="api_post_handover_take",
    ),
]
