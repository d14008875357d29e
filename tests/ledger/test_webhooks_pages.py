"""Webhooks are managed over REST and on a page, within one's own agency only."""

from typing import Any
from unittest.mock import MagicMock

import pytest
from django.test import RequestFactory
from django.urls import reverse
from rest_framework.test import APIClient

from grid.ledger.models import Webhook, WebhookDelivery
from grid.ledger.views import webhooks as pages
from grid.rights import Right
from tests.cast import Cast

BODY = {"name": "北区平台", "url": "https://partner.example/in", "kinds": ["incidents.*"]}


@pytest.fixture(autouse=True)
def allowed(settings: Any) -> None:
    settings.WEBHOOK_HOSTS = ["partner.example"]


@pytest.fixture
def tessa(cast: Cast, signed_in: Any) -> APIClient:
    return signed_in(cast.tessa)


def send(client: APIClient, method: str, path: str, body: Any = None, **headers: str) -> Any:
    headers = {"Idempotency-Key": f"{method}-{path}-{hash(str(body))}"} | headers
    return getattr(client, method)(f"/api/v1/webhooks/{path}", body, format="json", headers=headers)


def test_the_secret_is_on_the_first_answer_and_nowhere_else(tessa: APIClient) -> None:
    made = send(tessa, "post", "", BODY)
    assert made.status_code == 201
    assert made.json()["secret"].startswith("whsec_")
    assert "secret" not in tessa.get(f"/api/v1/webhooks/{made.json()['id']}/").json()
    (listed,) = tessa.get("/api/v1/webhooks/").json()["results"]
    assert "secret" not in listed


def test_a_webhook_is_changed_with_the_version_seen(tessa: APIClient) -> None:
    made = send(tessa, "post", "", BODY).json()
    path = f"{made['id']}/"
    changed = send(tessa, "patch", path, {"is_active": False}, **{"If-Match": '"1"'})
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    assert changed.json()["kinds"] == ["incidents.*"]
    stale = send(tessa, "patch", path, {"name": "x"}, **{"If-Match": '"1"'})
    assert (stale.status_code, stale.json()["current"]) == (412, 2)


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"kinds": ["Incidents"]}, "/kinds/0"),
        ({"kinds": []}, "/kinds"),
        ({"url": "https://elsewhere.example/"}, "/url"),
        ({"agency_path": "999999999999/"}, "/agency_path"),
        ({"name": "x" * 81}, "/name"),
    ],
)
def test_a_fault_is_pointed_at(tessa: APIClient, change: Any, pointer: str) -> None:
    answer = send(tessa, "post", "", BODY | change)
    assert answer.status_code == 400
    assert pointer in [fault["pointer"] for fault in answer.json()["errors"]]
    assert not Webhook.objects.exists()


def test_the_secret_is_renewed_on_request(tessa: APIClient) -> None:
    made = send(tessa, "post", "", BODY).json()
    path = f"{made['id']}/rotate/"
    renewed = send(tessa, "post", path, {"version": 1}).json()
    assert renewed["secret"] != made["secret"]
    assert Webhook.objects.get().old_secret == made["secret"]


def test_a_webhook_may_be_ended(tessa: APIClient) -> None:
    made = send(tessa, "post", "", BODY).json()
    assert send(tessa, "delete", f"{made['id']}/").status_code == 204
    assert tessa.get(f"/api/v1/webhooks/{made['id']}/").status_code == 404


@pytest.fixture
def dead(tessa: APIClient) -> WebhookDelivery:
    send(tessa, "post", "", BODY)
    return WebhookDelivery.objects.create(
        webhook=Webhook.objects.get(), event_seq=7, kind="incidents.received", state="dead"
    )


def test_dead_letters_are_seen_and_sent_again(tessa: APIClient, dead: WebhookDelivery) -> None:
    path = f"/api/v1/webhooks/{dead.webhook_id}/deliveries/"
    assert [row["id"] for row in tessa.get(f"{path}?state=dead").json()["results"]] == [dead.pk]
    assert tessa.get(f"{path}?state=sent").json()["results"] == []
    assert tessa.get(f"{path}?state=lost").status_code == 400
    resend = f"{dead.webhook_id}/deliveries/{dead.pk}/resend/"
    assert send(tessa, "post", resend).json()["state"] == "waiting"
    assert send(tessa, "post", resend, {"again": 1}).status_code == 409


def test_webhooks_of_another_branch_are_as_if_absent(
    cast: Cast, dead: WebhookDelivery, client_system: Any
) -> None:
    south = client_system(Right.WEBHOOK_MANAGE, agency=cast.south)
    path = f"{dead.webhook_id}/"
    assert south.get("/api/v1/webhooks/").json()["count"] == 0
    absent = south.get("/api/v1/webhooks/999999/").json()
    for method, rest in (("get", ""), ("get", "deliveries/"), ("delete", ""), ("patch", "")):
        answer = send(south, method, path + rest, {} if method == "patch" else None)
        assert (answer.status_code, answer.json()) == (404, absent)
    for rest in ("rotate/", f"deliveries/{dead.pk}/resend/"):
        assert send(south, "post", path + rest).status_code == 404


def page(rf: RequestFactory, view: Any, officer: Any, form: Any = None, **kwargs: Any) -> Any:
    request = rf.get("/") if form is None else rf.post("/", form)
    request.user = officer
    return view(request, **kwargs)


FORM = {
    "name": "北区平台",
    "url": "https://partner.example/in",
    "kinds": "incidents.received\r\nalerts.*",
    "is_active": "on",
    "version": "0",
    "form_key": "0123456789",
}


def test_a_webhook_made_on_the_page_shows_its_secret_once(cast: Cast, rf: RequestFactory) -> None:
    made = page(rf, pages.webhook_add, cast.tessa, FORM)
    webhook = Webhook.objects.get()
    assert webhook.secret in made.content.decode()
    assert webhook.kinds == ["incidents.received", "alerts.*"]
    again = page(rf, pages.webhook_add, cast.tessa, FORM)
    assert again["Location"] == reverse("webhook_detail", args=[webhook.pk])
    assert Webhook.objects.count() == 1
    detail = page(rf, pages.webhook_detail, cast.tessa, webhook_id=webhook.pk)
    assert webhook.secret not in detail.content.decode()


def test_a_wrong_host_comes_back_to_its_field(cast: Cast, rf: RequestFactory) -> None:
    answer = page(rf, pages.webhook_add, cast.tessa, FORM | {"url": "https://elsewhere.example/"})
    assert answer.status_code == 400
    assert "WEBHOOK_HOSTS" in answer.content.decode()


def test_two_who_edit_at_once_do_not_overwrite_each_other(
    cast: Cast, rf: RequestFactory, dead: WebhookDelivery
) -> None:
    def save(version: int, name: str, key: str) -> Any:
        form = FORM | {"version": str(version), "name": name, "form_key": key}
        return page(rf, pages.webhook_detail, cast.tessa, form, webhook_id=dead.webhook_id)

    assert save(1, "first", "key-number-1").status_code == 302
    assert save(1, "second", "key-number-2").status_code == 412
    assert Webhook.objects.get().name == "first"


def test_a_second_click_does_not_renew_the_secret_twice(
    cast: Cast, rf: RequestFactory, dead: WebhookDelivery
) -> None:
    before = Webhook.objects.get().secret

    def click() -> Any:
        request = rf.post("/", {"version": "1"})
        request.user = cast.tessa
        request.session, request._messages = {}, MagicMock()
        return pages.webhook_rotate(request, webhook_id=dead.webhook_id)

    first, second = click(), click()
    stored = Webhook.objects.get()
    assert stored.secret in first.content.decode()
    assert second.status_code == 302
    assert (stored.old_secret, stored.version) == (before, 2)


def test_the_list_counts_dead_letters(
    cast: Cast, rf: RequestFactory, dead: WebhookDelivery
) -> None:
    content = page(rf, pages.webhook_list, cast.tessa).content.decode()
    assert "! 1" in content
