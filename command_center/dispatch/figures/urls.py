"""Pages of figures."""

from django.urls import URLPattern, path

from command_center.dispatch.figures import rule_views, views

urlpatterns: list[URLPattern] = [
    path("figures/", views.figures, name="figures"),
    path("figures/rules/", rule_views.figure_rules, name="figure_rules"),
    path(
        "figures/rules/bands/<int:bands_id>/",
        rule_views.figure_bands_edit,
        name="figure_bands_edit",
    ),
    path(
        "figures/rules/timers/<int:timer_id>/",
        rule_views.figure_timer_edit,
        name="figure_timer_edit",
    ),
    path("figures/<slug:measure>/calls/", views.figure_calls, name="figure_calls"),
    path("one-three-five/", views.one_three_five_page, name="one_three_five"),
    path(
        "one-three-five/<int:tier>/calls/",
        views.one_three_five_calls,
        name="one_three_five_calls",
    ),
]
