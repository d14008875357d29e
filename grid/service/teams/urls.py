"""Pages of grid service teams."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
