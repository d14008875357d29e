"""Pages of the checkpoint screens."""

from django.urls import URLPattern, path

from checkpoints.board import views

urlpatterns: list[URLPattern] = [
    path("checkpoints/", views.checkpoint_board, name="checkpoint_board"),
    path("checkpoints/export.csv", views.checkpoint_board_export, name="checkpoint_board_export"),
    path("duty/orders/<str:duty_number>/wall/", views.switch_wall, name="switch_wall"),
    path("my-post/", views.my_post, name="my_post"),
    path("my-post/session/", views.my_post_session, name="my_post_session"),
    path("my-post/worker.js", views.my_post_worker, name="my_post_worker"),
]
