"""REST addresses of command_center.dashboard, below /api/v1/."""

from django.urls import path

from command_center.dashboard.api import CountsView, ForcesView, StateView

urlpatterns = [
    path("state/", StateView.as_view(), name="api_state"),
    path("state/counts/", CountsView.as_view(), name="api_state_counts"),
    path("state/forces/", ForcesView.as_view(), name="api_state_forces"),
]
