"""REST routes of phone: none of its own, the phone speaks to those of its neighbours."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
