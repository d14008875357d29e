"""The gate: what is not marked is closed, what is marked opens for its right only."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from rest_framework.response import Response
from rest_framework.views import APIView

from command_center import urls
from grid.rights import Right, requires
from tests.cast import Cast


def forgotten(request: HttpRequest) -> HttpResponse:
    return HttpResponse("nobody thought of a right")


@requires(Right.AUDIT_READ)
def audit_only(request: HttpRequest) -> HttpResponse:
    return HttpResponse("audit")


@requires(Right.PERSONAL_REVEAL)
def grave(request: HttpRequest) -> HttpResponse:
    return HttpResponse("grave")


@requires(Right.PUBLIC)
def open_to_all(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello")


class Forgotten(APIView):
    def get(self, request: HttpRequest) -> Response:
        return Response({})


@requires(Right.INCIDENT_READ)
class Incidents(APIView):
    def get(self, request: HttpRequest) -> Response:
        return Response({"user": str(request.user)})

    def post(self, request: HttpRequest) -> Response:
        return Response({})


urlpatterns = [
    path("forgotten/", forgotten, name="forgotten"),
    path("audit/", audit_only),
    path("grave/", grave),
    path("open/", open_to_all),
    path("api/forgotten/", Forgotten.as_view()),
    path("api/incidents/", Incidents.as_view()),
    path("api/page/", audit_only),
    *urls.urlpatterns,
]
pytestmark = pytest.mark.usefixtures("_urls")


@pytest.fixture
def _urls():
    with override_settings(ROOT_URLCONF=__name__):
        yield


def test_a_page_without_a_mark_is_closed_to_everybody(cast: Cast, client: Client) -> None:
    client.force_login(cast.chief)
    assert client.get("/forgotten/").status_code == 403
    assert client.get("/api/forgotten/").status_code == 403


@override_settings(DEBUG=True)
def test_while_developing_the_refusal_says_which_mark_is_missing(
    cast: Cast, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    client.force_login(cast.chief)
    client.get("/forgotten/")
    assert "decorate its view with @requires" in caplog.text


def test_what_a_library_brings_and_nobody_named_is_absent(client: Client, db: None) -> None:
    assert client.get("/accounts/signup/").status_code == 404


def test_a_visitor_is_led_to_the_sign_in_page_and_back(client: Client, db: None) -> None:
    answer = client.get("/audit/?day=1")
    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=/audit/%3Fday%3D1"


def test_an_htmx_fragment_reloads_instead_of_showing_the_sign_in_page(
    client: Client, db: None
) -> None:
    answer = client.get("/audit/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Refresh"]) == (401, "true")


@pytest.mark.parametrize("address", ["/api/incidents/", "/api/page/"])
def test_a_visitor_of_the_api_gets_401(client: Client, db: None, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 401
    assert "Bearer" in answer["WWW-Authenticate"]
    assert answer.json()["code"] == "not_authenticated"


def test_a_role_without_the_right_gets_403(cast: Cast, client: Client) -> None:
    client.force_login(cast.nora)
    assert client.get("/audit/").status_code == 403
    client.force_login(cast.stranger)
    assert client.get("/api/incidents/").status_code == 403


def test_the_right_opens_page_and_api(cast: Cast, client: Client) -> None:
    client.force_login(cast.audra)
    assert client.get("/audit/").status_code == 200
    client.force_login(cast.nora)
    assert client.get("/api/incidents/").status_code == 200
    assert client.get("/open/").status_code == 200


def test_a_view_without_a_right_to_write_refuses_writing(cast: Cast, client: Client) -> None:
    client.force_login(cast.nora)
    assert client.post("/api/incidents/").status_code == 403
    assert client.delete("/api/incidents/").status_code == 405
    client.force_login(cast.audra)
    assert client.post("/audit/").status_code == 403


def test_a_grave_right_asks_for_a_code_given_in_this_session(cast: Cast, client: Client) -> None:
    client.force_login(cast.nora)
    assert client.get("/grave/").status_code == 200
    session = client.session
    del session["account_authentication_methods"]
    session.save()
    answer = client.get("/grave/")
    assert answer.status_code == 403
    assert "/accounts/2fa/totp/activate/?next=%2Fgrave%2F" in answer.content.decode()


def test_every_answer_stays_out_of_shared_caches(cast: Cast, client: Client) -> None:
    assert client.get("/open/")["Cache-Control"] == "no-store"
