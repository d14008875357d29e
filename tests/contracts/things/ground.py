"""Accounts, places and subscriptions of the south."""

from typing import Any

from django.test import Client

from grid.ledger.actors import PLATFORM
from grid.ledger.models import Webhook
from grid.organisation.models import OfficerSession
from grid.organisation.services import create_client
from grid.territory.models import Place
from grid.territory.services import create_place
from tests.cast import Cast
from tests.contracts.things.marks import ADDRESS, SOUTH


def of_session(cast: Cast) -> dict[str, Any]:
    Client().force_login(cast.sam)
    handle = OfficerSession.objects.get(officer=cast.sam).handle
    return {"badge_number": "S001", "handle": handle}


def of_client(cast: Cast) -> dict[str, Any]:
    given = {"name": ADDRESS, "scopes": ["events.read"], "owner": "x"}
    client, _token = create_client(**given, agency=cast.south, by=PLATFORM)
    return {"client_id": client.pk}


def of_place(cast: Cast) -> dict[str, Any]:
    kind = Place._meta.get_field("kind").choices[0][0]
    said = {"name": ADDRESS, "kind": kind, "agency": cast.south, **SOUTH}
    place = create_place(by=cast.sam.as_actor(), viewer=cast.sam, **said)
    return {"place_id": place.pk}


def of_webhook(cast: Cast) -> dict[str, Any]:
    said = {"name": ADDRESS, "url": "https://south.example/", "kinds": ["*"], "secret": "x"}
    webhook = Webhook.objects.create(agency_path=cast.south.path, **said)
    delivery = webhook.deliveries.create(event_seq=1)
    return {"webhook_id": webhook.pk, "delivery_id": delivery.pk}
