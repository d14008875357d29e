"""Addresses of mediation documents below /api/v1/."""

from django.urls import URLPattern, path

from mediation.documents import api

_PAPERS = "disputes/<str:dispute_number>/papers/"

urlpatterns: list[URLPattern] = [
    path(_PAPERS, api.Papers.as_view(), name="api_dispute_papers"),
    path(f"{_PAPERS}<int:paper_id>/file/", api.PaperFile.as_view(), name="api_dispute_paper_file"),
]
