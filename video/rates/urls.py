"""Pages of video rates."""

from django.urls import path

from video.rates.views import boards, formulas, periods

FORMULA = "video/rates/formulas/<int:rate_formula_id>/"

urlpatterns = [
    path("video/rates/", boards.rate_board, name="rate_board"),
    path("video/rates/export/", boards.rate_board_export, name="rate_board_export"),
    path("video/rates/cameras/", boards.rate_cameras, name="rate_cameras"),
    path("video/rates/cameras/export/", boards.rate_cameras_export, name="rate_cameras_export"),
    path("video/rates/history/", periods.rate_history, name="rate_history"),
    path("video/rates/history/export/", periods.rate_history_export, name="rate_history_export"),
    path("video/rates/ranking/", periods.rate_ranking, name="rate_ranking"),
    path("video/rates/ranking/export/", periods.rate_ranking_export, name="rate_ranking_export"),
    path("video/rates/contractors/", periods.contractor_score, name="contractor_score"),
    path(
        "video/rates/contractors/export/",
        periods.contractor_score_export,
        name="contractor_score_export",
    ),
    path("video/rates/contractors/weights/", periods.contractor_weights, name="contractor_weights"),
    path("video/rates/formulas/", formulas.formula_list, name="formula_list"),
    path("video/rates/formulas/new/", formulas.formula_new, name="formula_new"),
    path(FORMULA, formulas.formula_detail, name="formula_detail"),
    path(f"{FORMULA}approve/", formulas.formula_approve, name="formula_approve"),
    path(f"{FORMULA}withdraw/", formulas.formula_withdraw, name="formula_withdraw"),
]
