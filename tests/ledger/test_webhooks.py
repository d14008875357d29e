"""Facts leave the house signed, only for allowed hosts, and what is not taken stays visible."""

import socket
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from standardwebhooks import Webhook as Verifier
from standardwebhooks import WebhookVerificationError

from grid.errors import IllegalStep, InvalidInput, StaleVersion
from grid.ledger import outside, webhooks
from grid.ledger.actors import PLATFORM
from grid.ledger.facts import Fact
from grid.ledger.models import EventEntry, Webhook, WebhookDelivery
from grid.ledger.services import record
from grid.ledger.webhooks import Subscription, create_webhook, queue_deliveries, send_due
from tests.cast import Cast

MakeFact = Callable[..., Fact]
State = WebhookDelivery.State


class Receiver(HTTPServer):
    """A district's system: keeps what it was sent and answers as told."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.got: list[tuple[dict[str, str], str]] = []
        self.status = 204
        self.location = ""

    @property
    def url(self) -> str:
        return f"http://localhost:{self.server_port}/facts?of=north"


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        body = self.rfile.read(length).decode()
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.got.append((headers | {"path": self.path}, body))
        self.send_response(self.server.status)
        if self.server.location:
            self.send_header("Location", self.server.location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    server = Receiver()
    settings.WEBHOOK_HOSTS = ["localhost", "partner.example"]
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8", "::1/128"]
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def only_ipv4(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda *args, **_: [(socket.AF_INET, 1, 6, "", ("127.0.0.1", args[1]))],
    )


@pytest.fixture
def webhook(cast: Cast, receiver: Receiver, only_ipv4: None) -> Webhook:
    wanted = Subscription(
        name="北区平台", url=receiver.url, kinds=["incidents.*"], agency_path=cast.north.path
    )
    return create_webhook(cast.tessa.as_actor(), wanted)


def happen(*facts: Fact) -> None:
    seqs = record(PLATFORM, *facts)
    queue_deliveries(list(EventEntry.objects.filter(seq__in=seqs)))


def due_now() -> None:
    WebhookDelivery.objects.update(next_at=timezone.now())


def test_a_fact_arrives_signed(webhook: Webhook, receiver: Receiver, fact: MakeFact) -> None:
    happen(fact(priority=1))
    send_due()
    ((headers, body),) = receiver.got
    sent = Verifier(webhook.secret).verify(body, headers)
    assert sent["type"] == "incidents.received"
    assert sent["data"]["subject"] == {"type": "incident", "id": "J1"}
    assert headers["path"] == "/facts?of=north"
    assert headers["host"] == f"localhost:{receiver.server_port}"
    delivery = WebhookDelivery.objects.get()
    assert (delivery.state, delivery.status_code, delivery.attempts) == (State.SENT, 204, 1)


def test_a_wrong_secret_or_a_changed_body_does_not_verify(
    webhook: Webhook, receiver: Receiver, fact: MakeFact
) -> None:
    happen(fact())
    send_due()
    ((headers, body),) = receiver.got
    with pytest.raises(WebhookVerificationError):
        Verifier("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").verify(body, headers)
    with pytest.raises(WebhookVerificationError):
        Verifier(webhook.secret).verify(body + " ", headers)


def test_a_replayed_delivery_is_too_old_to_verify(
    webhook: Webhook, receiver: Receiver, fact: MakeFact
) -> None:
    happen(fact())
    send_due()
    ((headers, body),) = receiver.got
    old = headers | {"webhook-timestamp": str(int(headers["webhook-timestamp"]) - 301)}
    with pytest.raises(WebhookVerificationError):
        Verifier(webhook.secret).verify(body, old)


def test_only_facts_of_its_agency_and_kinds_are_sent(
    cast: Cast, webhook: Webhook, receiver: Receiver, fact: MakeFact
) -> None:
    happen(
        fact(agency_path=cast.south.path),
        fact(kind="alerts.raised"),
        fact(kind="incidents.revealed"),
        fact(subject_id="J7", agency_path=cast.north_station.path),
    )
    send_due()
    assert [d.kind for d in WebhookDelivery.objects.all()] == ["incidents.received"]
    assert '"J7"' in receiver.got[0][1]


def test_the_ledgers_own_facts_are_never_sent(cast: Cast, webhook: Webhook, fact: MakeFact) -> None:
    Webhook.objects.update(kinds=["*"])
    happen(fact(kind="ledger.access_noted"))
    assert not WebhookDelivery.objects.exists()


def test_seeing_a_fact_twice_sends_it_once(webhook: Webhook, fact: MakeFact) -> None:
    happen(fact())
    queue_deliveries(list(EventEntry.objects.all()))
    assert WebhookDelivery.objects.count() == 1


def test_during_a_rotation_either_secret_verifies(
    cast: Cast, webhook: Webhook, receiver: Receiver, fact: MakeFact
) -> None:
    old = webhook.secret
    webhooks.rotate_secret(cast.tessa.as_actor(), webhook, version=1)
    webhook = Webhook.objects.get()
    assert webhook.secret != old
    happen(fact())
    send_due()
    ((headers, body),) = receiver.got
    for secret in (old, webhook.secret):
        assert Verifier(secret).verify(body, headers)
    Webhook.objects.update(old_secret_until=timezone.now() - timedelta(seconds=1))
    happen(fact(subject_id="J2"))
    send_due()
    headers, body = receiver.got[1]
    with pytest.raises(WebhookVerificationError):
        Verifier(old).verify(body, headers)


def test_what_is_not_taken_is_tried_again_later_and_ends_as_a_dead_letter(
    cast: Cast, webhook: Webhook, receiver: Receiver, fact: MakeFact
) -> None:
    receiver.status = 500
    happen(fact())
    for wait_s in (5, 30, 120, 600, 3600, 21600, 86400):
        due_now()
        began = timezone.now()
        send_due()
        delivery = WebhookDelivery.objects.get()
        assert began <= delivery.next_at - timedelta(seconds=wait_s) <= timezone.now()
    due_now()
    send_due()
    delivery = WebhookDelivery.objects.get()
    assert (delivery.state, delivery.error, delivery.attempts) == (State.DEAD, "answered 500", 8)
    assert len({headers["webhook-id"] for headers, _ in receiver.got}) == 1

    receiver.status = 200
    webhooks.resend(cast.tessa.as_actor(), delivery)
    send_due()
    assert WebhookDelivery.objects.get().state == State.SENT


def test_a_delivery_not_yet_due_waits(webhook: Webhook, receiver: Receiver, fact: MakeFact) -> None:
    happen(fact())
    WebhookDelivery.objects.update(next_at=timezone.now() + timedelta(hours=1))
    send_due()
    assert receiver.got == []


def test_only_a_dead_letter_can_be_sent_again(cast: Cast, webhook: Webhook, fact: MakeFact) -> None:
    happen(fact())
    with pytest.raises(IllegalStep):
        webhooks.resend(cast.tessa.as_actor(), WebhookDelivery.objects.get())


def test_a_redirect_is_not_followed(webhook: Webhook, receiver: Receiver, fact: MakeFact) -> None:
    receiver.status, receiver.location = 302, "http://169.254.169.254/latest/"
    happen(fact())
    send_due()
    delivery = WebhookDelivery.objects.get()
    assert (delivery.state, delivery.error) == (State.WAITING, "answered 302")
    assert len(receiver.got) == 1


def test_a_receiver_that_is_away_is_tried_again(
    webhook: Webhook, fact: MakeFact, monkeypatch: pytest.MonkeyPatch
) -> None:
    Webhook.objects.update(url="http://localhost:9/")
    happen(fact())
    send_due()
    delivery = WebhookDelivery.objects.get()
    assert delivery.state == State.WAITING
    assert delivery.error


@pytest.mark.parametrize(
    "url",
    [
        "http://elsewhere.example/",
        "http://localhost.elsewhere.example/",
        "http://elsewhere.example@localhost/",
        "http://localhost:80@elsewhere.example/",
        "ftp://localhost/",
        "file:///etc/passwd",
        "http://[::1/",
        "http://localhost:99999/",
        "http://127.0.0.1/",
        "",
    ],
)
def test_a_host_that_is_not_listed_is_refused(cast: Cast, receiver: Receiver, url: str) -> None:
    wanted = Subscription(name="x", url=url, kinds=["*"], agency_path=cast.city.path)
    with pytest.raises(InvalidInput) as refused:
        create_webhook(cast.tessa.as_actor(), wanted)
    assert [fault["pointer"] for fault in refused.value.errors] == ["/url"]


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "169.254.169.254", "10.1.2.3", "192.168.0.1", "::1", "fe80::1", "0.0.0.0",
     "::ffff:127.0.0.1", "224.0.0.1", "100.64.0.1"],
)  # fmt: skip
def test_a_listed_name_may_not_lead_inside(
    settings: Any, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    settings.WEBHOOK_HOSTS, settings.WEBHOOK_NETWORKS = ["partner.example"], []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(0, 0, 0, "", (address, 443))])
    with pytest.raises(outside.Forbidden):
        outside.post("https://partner.example/", b"{}", headers={})


def test_a_private_address_is_allowed_where_the_deployment_says_so(settings: Any) -> None:
    settings.WEBHOOK_NETWORKS = ["10.0.0.0/8"]
    assert outside._is_allowed(outside.ip_address("10.1.2.3"))
    assert outside._is_allowed(outside.ip_address("93.184.216.34"))
    assert not outside._is_allowed(outside.ip_address("192.168.0.1"))


def test_a_webhook_for_another_branch_is_refused(cast: Cast, receiver: Receiver) -> None:
    wanted = Subscription(name="x", url=receiver.url, kinds=["*"], agency_path=cast.south.path)
    with pytest.raises(InvalidInput) as refused:
        create_webhook(cast.nora.as_actor(), wanted)
    assert [fault["pointer"] for fault in refused.value.errors] == ["/agency_path"]


def test_a_webhook_changed_meanwhile_is_not_overwritten(cast: Cast, webhook: Webhook) -> None:
    wanted = Subscription(
        name="new", url=webhook.url, kinds=["*"], agency_path=webhook.agency_path, is_active=False
    )
    webhooks.edit_webhook(cast.tessa.as_actor(), webhook, wanted, version=1)
    with pytest.raises(StaleVersion) as refused:
        webhooks.edit_webhook(cast.tessa.as_actor(), webhook, wanted, version=1)
    assert refused.value.context == {"yours": 1, "current": 2}
    stored = Webhook.objects.get()
    assert (stored.name, stored.is_active, stored.version) == ("new", False, 2)


def test_the_secret_is_not_readable_in_the_database(webhook: Webhook) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM ledger_webhook")
        assert webhook.secret not in cursor.fetchone()[0]
    assert Webhook.objects.get().secret == webhook.secret


def test_an_inactive_webhook_gets_nothing(
    webhook: Webhook, receiver: Receiver, fact: MakeFact
) -> None:
    happen(fact())
    Webhook.objects.update(is_active=False)
    happen(fact(subject_id="J2"))
    send_due()
    assert WebhookDelivery.objects.count() == 1
    assert receiver.got == []
