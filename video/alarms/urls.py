"""Pages of video alarms."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
