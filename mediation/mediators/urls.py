"""Pages of mediation mediators."""

from django.urls import URLPattern, path

from mediation.mediators import views as v

_BODY = "disputes/bodies/<str:body_code>/"
_MEDIATOR = "disputes/mediators/<int:mediator_id>/"
_GROUP = "disputes/groups/<int:group_id>/"

urlpatterns: list[URLPattern] = [
    path("disputes/bodies/", v.mediation_body_list, name="mediation_body_list"),
    path("disputes/bodies/export.csv", v.mediation_body_export, name="mediation_body_export"),
    path("disputes/bodies/new/", v.mediation_body_new, name="mediation_body_new"),
    path(f"{_BODY}", v.mediation_body_detail, name="mediation_body_detail"),
    path(f"{_BODY}edit/", v.mediation_body_edit, name="mediation_body_edit"),
    path("disputes/mediators/", v.mediator_list, name="mediator_list"),
    path("disputes/mediators/export.csv", v.mediator_export, name="mediator_export"),
    path("disputes/mediators/new/", v.mediator_new, name="mediator_new"),
    path(_MEDIATOR, v.mediator_edit, name="mediator_edit"),
    path("disputes/groups/", v.village_group_list, name="village_group_list"),
    path("disputes/groups/export.csv", v.village_group_export, name="village_group_export"),
    path("disputes/groups/new/", v.village_group_new, name="village_group_new"),
    path(_GROUP, v.village_group_detail, name="village_group_detail"),
    path(f"{_GROUP}edit/", v.village_group_edit, name="village_group_edit"),
]
