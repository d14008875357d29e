"""Addresses of grid service programmes below /api/v1/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
