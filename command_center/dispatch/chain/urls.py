"""Pages of the chain from call to feedback."""

from django.urls import URLPattern, path

from command_center.dispatch.chain import views

urlpatterns: list[URLPattern] = [
    path("incidents/<str:number>/chain/", views.incident_chain, name="incident_chain"),
]
