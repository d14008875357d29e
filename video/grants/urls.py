"""Pages of granted cameras, grants and trainings."""

from django.urls import URLPattern, path

from video.grants.views import granted, grants, trainings

_ONE = "video/grants/at/<str:grant_number>/"

urlpatterns: list[URLPattern] = [
    path("video/granted/", granted.granted_list, name="granted_list"),
    path("video/granted/export.csv", granted.granted_export, name="granted_export"),
    path("video/granted/at/<str:granted_code>/", granted.granted_detail, name="granted_detail"),
    path("video/grants/", grants.grant_list, name="grant_list"),
    path("video/grants/export.csv", grants.grant_export, name="grant_export"),
    path("video/grants/new/", grants.grant_new, name="grant_new"),
    path(_ONE, grants.grant_detail, name="grant_detail"),
    path(f"{_ONE}decide/", grants.grant_decide, name="grant_decide"),
    path(f"{_ONE}withdraw/", grants.grant_withdraw, name="grant_withdraw"),
    path(f"{_ONE}revoke/", grants.grant_revoke, name="grant_revoke"),
    path("video/trainings/", trainings.training_list, name="training_list"),
    path("video/trainings/export.csv", trainings.training_export, name="training_export"),
    path("video/trainings/new/", trainings.training_new, name="training_new"),
    path(
        "video/trainings/<int:training_id>/withdraw/",
        trainings.training_withdraw,
        name="training_withdraw",
    ),
]
