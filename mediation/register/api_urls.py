"""REST routes of the register of disputes."""

from django.urls import URLPattern, path

from mediation.register import api, api_calls

_ONE = "disputes/<str:dispute_number>/"
_CALL = "dispute-calls/<str:call_number>/"

urlpatterns: list[URLPattern] = [
    path("disputes/", api.DisputeList.as_view(), name="api_disputes"),
    path(_ONE, api.DisputeDetail.as_view(), name="api_dispute"),
    path(f"{_ONE}parties/", api.DisputeParties.as_view(), name="api_dispute_parties"),
    path(f"{_ONE}parties/<int:party_id>/", api.DisputeParty.as_view(), name="api_dispute_party"),
    path(f"{_ONE}reveal/", api.DisputeReveals.as_view(), name="api_dispute_reveal"),
    path(f"{_ONE}contacts/", api.DisputeContacts.as_view(), name="api_dispute_contacts"),
    path("dispute-twins/", api.DisputeTwins.as_view(), name="api_dispute_twins"),
    path("dispute-calls/", api_calls.DisputeCallList.as_view(), name="api_dispute_calls"),
    path(
        f"{_CALL}dispute/", api_calls.DisputeCallDispute.as_view(), name="api_dispute_call_dispute"
    ),
    path(f"{_CALL}answer/", api_calls.DisputeCallAnswer.as_view(), name="api_dispute_call_answer"),
    path(
        "dispute-categories/", api_calls.DisputeCategories.as_view(), name="api_dispute_categories"
    ),
]
