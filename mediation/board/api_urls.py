"""Addresses of the ledger of disputes below /api/v1/."""

from django.urls import path

from mediation.board import api

urlpatterns = [
    path("dispute-counts/", api.Counts.as_view(), name="api_dispute_counts"),
    path("dispute-figures/", api.Figures.as_view(), name="api_dispute_figures"),
    path(
        "disputes/<str:dispute_number>/explanations/",
        api.Explanations.as_view(),
        name="api_dispute_explanations",
    ),
]
