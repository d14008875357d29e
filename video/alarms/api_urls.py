"""REST routes of alarm devices."""

from django.urls import URLPattern, path

from video.alarms import api

_ONE = "alarm-devices/<str:alarm_code>/"

urlpatterns: list[URLPattern] = [
    path("alarm-devices/", api.AlarmDevices.as_view(), name="api_alarm_devices"),
    path(_ONE, api.OneAlarmDevice.as_view(), name="api_alarm_device"),
    path(f"{_ONE}tests/", api.AlarmDeviceTests.as_view(), name="api_alarm_tests"),
    path("alarm-presses/", api.AlarmPresses.as_view(), name="api_alarm_presses"),
    path("alarm-presses/<int:press_id>/", api.OneAlarmPress.as_view(), name="api_alarm_press"),
    path("registers/alarm-devices/import/", api.AlarmSheet.as_view(), name="api_alarm_import"),
]
