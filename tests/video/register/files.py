"""A whole camera's file, and how it is sent."""

import json
from datetime import date
from itertools import count
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from grid.errors import DomainError
from tests.cast import SOUTH, STEP, WEST, Cast
from video.register import services
from video.register.models import Camera

KEYS = count(1)
GB_ID = "22040200001320000001"


def whole(cast: Cast, **said: Any) -> dict[str, Any]:
    """Every mandatory field of a lawful, filed camera in the middle of a northern cell."""
    return {
        "gb_id": GB_ID, "name": "示例路口 东", "manufacturer": 1, "civil_code": "220402",
        "point_type": 1, "ipv4": "10.0.0.8", "mac": "00:1a:2b:3c:4d:5e", "camera_type": 3,
        "function_types": [5], "codec": 4, "address": "示例路 1 号", "lng": WEST + 0.5 * STEP,
        "lat": SOUTH + 1.5 * STEP, "direction": 1, "agency": cast.north_station.code,
        "installed_on": date(2024, 5, 1), "enabled_on": date(2024, 6, 1),
        "managing_unit": "示例科信大队", "managing_phone": "0000-0000", "retention_days": 30,
        "camera_class": "city", "site_category": "public_road", "necessity": "路口治安",
        "is_signed": True,
    } | said  # fmt: skip


def entered(cast: Cast, **said: Any) -> Camera:
    """A camera entered by the northern video operator."""
    vera = cast.vera
    return services.add_camera(by=vera.as_actor(), viewer=vera, **whole(cast, **said))


def fields(refusal: DomainError) -> set[str]:
    """What a refusal is about."""
    return {fault["pointer"].strip("/") for fault in refusal.errors}


def codes(found: list[Any]) -> set[str]:
    """The codes of faults or warnings."""
    return {fault["code"] for fault in found}


def send(client: Client, verb: str, where: str, said: dict[str, Any]) -> HttpResponse:
    """A write over REST with a key of its own."""
    headers = {"Idempotency-Key": f"camera-api-{next(KEYS):06d}"}
    body = json.dumps(said, default=str)
    address = f"/api/v1/{where}"
    return client.generic(verb, address, body, content_type="application/json", headers=headers)


def post(client: Client, name: str, said: dict[str, Any], *args: object) -> HttpResponse:
    """A form sent once."""
    key = {"form_key": f"camera-form-{next(KEYS):06d}"}
    return client.post(reverse(name, args=args), said | key)


def text(answer: HttpResponse) -> str:
    """The whole answer, streamed or not."""
    streaming = getattr(answer, "streaming", False)
    content = b"".join(answer) if streaming else answer.content  # type: ignore[arg-type]
    return content.decode()
