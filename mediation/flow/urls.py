"""Pages of mediation flow."""

from django.urls import URLPattern, path

from mediation.flow import rule_views, views

_ONE = "disputes/at/<str:dispute_number>/"
_MINE = "disputes/mine/<str:dispute_number>/"
_TRANSFERS = "disputes/transfers/"

urlpatterns: list[URLPattern] = [
    path(f"{_ONE}work/<str:work_act>/", views.dispute_work, name="dispute_work"),
    path(f"{_ONE}direct/<str:direct_act>/", views.dispute_direct, name="dispute_direct"),
    path(f"{_ONE}archive/", views.dispute_archive, name="dispute_archive"),
    path("disputes/mine/", views.my_disputes, name="my_disputes"),
    path(_MINE, views.my_dispute, name="my_dispute"),
    path(f"{_MINE}work/<str:work_act>/", views.my_dispute_work, name="my_dispute_work"),
    path(f"{_MINE}reveal/", views.my_dispute_reveal, name="my_dispute_reveal"),
    path(_TRANSFERS, views.dispute_transfer_list, name="dispute_transfer_list"),
    path(f"{_TRANSFERS}export.csv", views.dispute_transfer_export, name="dispute_transfer_export"),
    path(
        f"{_TRANSFERS}<int:transfer_id>/",
        views.dispute_transfer_answer,
        name="dispute_transfer_answer",
    ),
    path("disputes/steps/", rule_views.step_rules, name="step_rules"),
    path("disputes/steps/new/", rule_views.step_rule_new, name="step_rule_new"),
]
