"""Pages of the ledger of disputes."""

from django.urls import path

from mediation.board.views import figures, ledger

urlpatterns = [
    path("disputes/", ledger.dispute_list, name="dispute_list"),
    path("disputes/export/", ledger.dispute_export, name="dispute_export"),
    path("disputes/figures/", figures.dispute_figures, name="dispute_figures"),
    path("disputes/figures/export/", figures.dispute_figures_export, name="dispute_figures_export"),
    path("disputes/messages/", ledger.dispute_messages, name="dispute_messages"),
    path(
        "disputes/at/<str:dispute_number>/explain/", ledger.dispute_explain, name="dispute_explain"
    ),
]
