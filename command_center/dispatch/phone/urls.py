"""Pages of phone."""

from django.urls import URLPattern, path

from command_center.dispatch.phone import views

urlpatterns: list[URLPattern] = [
    path("my-task/", views.my_task, name="my_task"),
    path("my-task/session/", views.my_task_session, name="my_task_session"),
    path("my-task/worker.js", views.my_task_worker, name="my_task_worker"),
]
