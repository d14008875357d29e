"""Addresses of mediation phone below /api/v1/."""

from django.urls import URLPattern, path

from mediation.phone import api

urlpatterns: list[URLPattern] = [
    path(
        "disputes/<str:dispute_number>/photos/",
        api.DisputePhotoList.as_view(),
        name="api_dispute_photos",
    ),
]
