"""Pages of referral."""

from django.urls import path

from command_center.dispatch.referral import views

urlpatterns = [
    path("incidents/<str:number>/dispute/", views.incident_to_dispute, name="incident_to_dispute"),
]
