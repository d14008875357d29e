"""Pages of grid.organisation."""

from django.urls import URLPattern, URLResolver, path

from grid.organisation.views import account, agencies, clients, officers, roles

OFFICER = "organisation/officers/<str:badge_number>/"
AGENCY = "organisation/agencies/<str:code>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("organisation/", agencies.tree, name="organisation"),
    path("organisation/agencies/new/", agencies.add, name="agency_add"),
    path(AGENCY, agencies.detail, name="agency_detail"),
    path(f"{AGENCY}rename/", agencies.rename, name="agency_rename"),
    path(f"{AGENCY}move/", agencies.move, name="agency_move"),
    path(f"{AGENCY}close/", agencies.close, name="agency_close"),
    path("organisation/officers/", officers.officer_list, name="officer_list"),
    path("organisation/new-officer/", officers.add, name="officer_add"),
    path(OFFICER, officers.detail, name="officer_detail"),
    path(f"{OFFICER}close/", officers.deactivate, name="officer_close"),
    path(f"{OFFICER}password/", officers.reset_password, name="officer_reset_password"),
    path(
        f"{OFFICER}second-factor/",
        roles.remove_second_factor,
        name="officer_remove_second_factor",
    ),
    path(f"{OFFICER}roles/", roles.grant, name="role_grant"),
    path(f"{OFFICER}sessions/<str:handle>/end/", officers.end_session, name="officer_session_end"),
    path("organisation/roles/", roles.queue, name="role_queue"),
    path("organisation/roles/<int:grant_id>/approve/", roles.approve, name="role_approve"),
    path("organisation/roles/<int:grant_id>/revoke/", roles.revoke, name="role_revoke"),
    path("organisation/clients/", clients.client_list, name="client_list"),
    path("organisation/clients/new/", clients.add, name="client_add"),
    path("organisation/clients/<int:client_id>/revoke/", clients.revoke, name="client_revoke"),
    path("account/", account.account, name="my_account"),
    path("account/duty/", account.duty, name="my_duty"),
    path("account/sessions/", account.sessions, name="my_sessions"),
    path("account/sessions/<str:handle>/end/", account.end_session, name="my_session_end"),
]
