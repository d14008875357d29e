"""Pages of the register of disputes."""

from django.urls import URLPattern, path

from mediation.register.views import calls, disputes, importing, parties, rules

_ONE = "disputes/at/<str:dispute_number>/"
_CALL = "disputes/calls/<str:call_number>/"

urlpatterns: list[URLPattern] = [
    path("disputes/new/", disputes.dispute_new, name="dispute_new"),
    path("disputes/import/", importing.dispute_import, name="dispute_import"),
    path("disputes/rules/", rules.dispute_rules, name="dispute_rules"),
    path("disputes/unanswered/", calls.dispute_unanswered, name="dispute_unanswered"),
    path("disputes/unanswered/export.csv", calls.dispute_calls_export, name="dispute_calls_export"),
    path(f"{_CALL}register/", calls.dispute_from_call, name="dispute_from_call"),
    path(f"{_CALL}answer/", calls.dispute_call_answer, name="dispute_call_answer"),
    path(_ONE, disputes.dispute_detail, name="dispute_detail"),
    path(f"{_ONE}edit/", disputes.dispute_edit, name="dispute_edit"),
    path(f"{_ONE}again/", disputes.dispute_again, name="dispute_again"),
    path(f"{_ONE}reveal/", parties.dispute_reveal, name="dispute_reveal"),
    path(f"{_ONE}parties/new/", parties.party_new, name="party_new"),
    path(f"{_ONE}parties/<int:party_id>/", parties.party_edit, name="party_edit"),
    path(f"{_ONE}parties/<int:party_id>/remove/", parties.party_remove, name="party_remove"),
]
