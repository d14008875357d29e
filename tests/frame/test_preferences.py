"""Language and theme are the officer's choice, on every device."""

import pytest

from grid.ledger.models import EventEntry

HOME = "/preferences/"


@pytest.fixture
def nora(cast, client):
    client.force_login(cast.nora)
    return cast.nora


def test_a_choice_is_kept_with_the_officer_and_told_to_the_ledger(client, nora):
    answer = client.post(HOME, {"language": "en", "theme": "dark", "next": "/style/"})
    assert answer["Location"] == "/style/"
    nora.refresh_from_db()
    assert (nora.language, nora.theme) == ("en", "dark")
    assert EventEntry.objects.filter(kind="organisation.preferences_changed").count() == 1


def test_one_choice_leaves_the_other(client, nora):
    client.post(HOME, {"theme": "light"})
    client.post(HOME, {"language": "en"})
    nora.refresh_from_db()
    assert (nora.language, nora.theme) == ("en", "light")


def test_an_unknown_theme_changes_nothing(client, nora):
    client.post(HOME, {"theme": "pink"})
    nora.refresh_from_db()
    assert nora.theme == "auto"


def test_nobody_is_sent_to_another_host(client, nora):
    answer = client.post(HOME, {"theme": "dark", "next": "https://example.org/"})
    assert answer["Location"] == "/"


def test_the_officer_s_language_goes_before_the_browser_s(client, nora):
    nora.language = "en"
    nora.save(update_fields=["language"])
    page = client.get("/style/", headers={"accept-language": "zh-hans"}).content.decode()
    assert '<html lang="en"' in page


def test_a_visitor_gets_chinese_unless_the_browser_asks_otherwise(client, db):
    assert 'lang="zh-hans"' in client.get("/accounts/login/").content.decode()
    client.post(HOME, {"language": "en"})
    assert 'lang="en"' in client.get("/accounts/login/").content.decode()


def test_a_page_keeps_its_own_theme_until_one_is_chosen(client, nora):
    assert 'data-theme="dark"' in client.get("/style/").content.decode()[:400]
    client.post(HOME, {"theme": "light"})
    assert 'data-theme="light"' in client.get("/style/").content.decode()[:400]
