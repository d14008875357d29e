"""REST routes of safety."""

from django.urls import path

from command_center.dispatch.safety import api

urlpatterns = [
    path("safety/timers/", api.Timers.as_view(), name="api_safety_timers"),
    path("safety/panics/", api.Panics.as_view(), name="api_safety_panics"),
    path("my-unit/check-in/", api.MyCheckIn.as_view(), name="api_my_check_in"),
    path("my-unit/panic/", api.MyPanic.as_view(), name="api_my_panic"),
    path("units/<str:call_sign>/check-in/", api.UnitCheckIn.as_view(), name="api_unit_check_in"),
]
