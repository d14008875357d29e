"""Pages of alarm devices."""

from django.urls import URLPattern, path

from video.alarms import views

_ONE = "video/alarms/at/<str:alarm_code>/"

urlpatterns: list[URLPattern] = [
    path("video/alarms/", views.alarm_device_list, name="alarm_device_list"),
    path("video/alarms/export.csv", views.alarm_device_export, name="alarm_device_export"),
    path("video/alarms/import/", views.alarm_device_import, name="alarm_device_import"),
    path("video/alarms/new/", views.alarm_device_new, name="alarm_device_new"),
    path("video/alarms/tests/", views.alarm_test_begin, name="alarm_test_begin"),
    path("video/alarms/rule/", views.alarm_rule, name="alarm_rule"),
    path("video/alarms/presses/", views.alarm_press_list, name="alarm_press_list"),
    path("video/alarms/presses/export.csv", views.alarm_press_export, name="alarm_press_export"),
    path(
        "video/alarms/presses/<int:press_id>/judge/",
        views.alarm_press_judge,
        name="alarm_press_judge",
    ),
    path(_ONE, views.alarm_device_detail, name="alarm_device_detail"),
    path(f"{_ONE}edit/", views.alarm_device_edit, name="alarm_device_edit"),
]
