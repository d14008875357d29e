"""REST routes of figures."""

from django.urls import URLPattern, path

from command_center.dispatch.figures.api import (
    FigureCalls,
    Figures,
    OneThreeFive,
    OneThreeFiveCalls,
)

urlpatterns: list[URLPattern] = [
    path("figures/", Figures.as_view(), name="api_figures"),
    path("figures/<slug:measure>/calls/", FigureCalls.as_view(), name="api_figure_calls"),
    path("one-three-five/", OneThreeFive.as_view(), name="api_one_three_five"),
    path(
        "one-three-five/<int:tier>/calls/",
        OneThreeFiveCalls.as_view(),
        name="api_one_three_five_calls",
    ),
]
