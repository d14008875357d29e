"""Pages of command_center.dashboard."""

from django.urls import path

from command_center.dashboard.views import board

urlpatterns = [path("", board, name="dashboard")]
