"""What a person reads when a page cannot be had."""

import pytest
from django.db import OperationalError
from django.template.loader import render_to_string
from django.test import RequestFactory

from grid.errors import DomainError, LostRace
from grid.frame.middleware import Refusals
from grid.organisation.sessions import SessionStore


class Absent(DomainError):
    code = "not_found"
    status = 404


def refuse(error, user):
    request = RequestFactory().get("/somewhere/")
    request.user = user
    request.session = {}
    request._messages = []
    return Refusals(lambda _request: None).process_exception(request, error)


def test_a_lost_race_says_so_and_that_nothing_changed(cast):
    answer = refuse(LostRace("Nora was first."), cast.sam)
    assert answer.status_code == 409
    assert "Nora was first." in answer.content.decode()


def test_absent_looks_like_any_other_missing_page(cast, client):
    answer = refuse(Absent("gone"), cast.sam)
    client.force_login(cast.sam)
    assert answer.status_code == 404
    assert "gone" not in answer.content.decode()


def test_a_bug_is_not_dressed_as_a_refusal(cast):
    assert refuse(ValueError("bug"), cast.sam) is None


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_error_pages_stand_without_database_or_session(name):
    page = render_to_string(f"{name}.html")
    assert "<h1>" in page
    assert 'href="/"' in page


def test_a_missing_page_names_no_reason(client, settings, db):
    settings.DEBUG = False
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert "/no-such-page/" not in answer.content.decode()


@pytest.mark.parametrize("path", ["/incidents/", "/api/v1/state/"])
def test_while_the_database_is_away_everybody_is_told_to_come_back(path, client, cast, monkeypatch):
    client.force_login(cast.nora)

    def cut_off(*_args):
        raise OperationalError("terminating connection due to administrator command")

    monkeypatch.setattr(SessionStore, "_get_session_from_db", cut_off)
    answer = client.get(path, headers={"Accept-Language": "en"})
    assert answer.status_code == 503
    assert answer["Retry-After"] == "1"
    if path.startswith("/api/"):
        assert answer.json()["code"] == "try_again"
    else:
        assert "Nothing was saved" in answer.content.decode()
