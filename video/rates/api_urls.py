"""REST routes of video rates."""

from django.urls import path

from video.rates import api

FORMULA = "camera-rate-formulas/<int:rate_formula_id>/"

urlpatterns = [
    path("camera-rates/", api.CameraRates.as_view(), name="api_camera_rates"),
    path("camera-rates/cameras/", api.RateCameras.as_view(), name="api_camera_rate_cameras"),
    path("camera-rates/history/", api.RateHistory.as_view(), name="api_camera_rate_history"),
    path("camera-rates/ranking/", api.RateRanking.as_view(), name="api_camera_rate_ranking"),
    path("camera-rates/contractors/", api.ContractorScores.as_view(), name="api_contractor_scores"),
    path("camera-rate-formulas/", api.Formulas.as_view(), name="api_camera_rate_formulas"),
    path(FORMULA, api.Formula.as_view(), name="api_camera_rate_formula"),
    path(
        f"{FORMULA}approve/",
        api.FormulaApproval.as_view(),
        name="api_camera_rate_formula_approve",
    ),
    path("camera-storage-states/", api.StorageStates.as_view(), name="api_camera_storage_states"),
]
