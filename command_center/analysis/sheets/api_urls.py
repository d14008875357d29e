"""REST addresses of analysis sheets."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
