"""Pages of mediation phone."""

from django.urls import URLPattern, path

from mediation.phone import views

urlpatterns: list[URLPattern] = [
    path("ground/mine/", views.my_ground, name="my_ground"),
    path("ground/mine/state/", views.my_ground_state, name="my_ground_state"),
    path("ground/mine/session/", views.my_ground_session, name="my_ground_session"),
    path("ground/mine/worker.js", views.my_ground_worker, name="my_ground_worker"),
    path(
        "disputes/at/<str:dispute_number>/photos/<int:dispute_photo_id>/",
        views.dispute_photo,
        name="dispute_photo",
    ),
]
