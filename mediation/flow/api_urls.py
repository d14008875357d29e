"""REST routes of mediation flow."""

from django.urls import URLPattern, path

from mediation.flow import api

_ONE = "disputes/<str:dispute_number>/"
_MINE = "my-disputes/<str:dispute_number>/"
_TRANSFER = "dispute-transfers/<int:transfer_id>/"

urlpatterns: list[URLPattern] = [
    path(f"{_ONE}flow/", api.DisputeFlow.as_view(), name="api_dispute_flow"),
    *(
        path(f"{_ONE}{act}/", view.as_view(), name=f"api_dispute_{act}")
        for act, view in api.OFFICERS.items()
    ),
    path("my-disputes/", api.MyDisputes.as_view(), name="api_my_disputes"),
    path(_MINE, api.MyDispute.as_view(), name="api_my_dispute"),
    *(
        path(f"{_MINE}{act}/", view.as_view(), name=f"api_my_dispute_{act}")
        for act, view in api.MEDIATORS.items()
    ),
    path("dispute-transfers/", api.DisputeTransfers.as_view(), name="api_dispute_transfers"),
    path(
        f"{_TRANSFER}answer/",
        api.DisputeTransferAnswer.as_view(),
        name="api_dispute_transfer_answer",
    ),
]
