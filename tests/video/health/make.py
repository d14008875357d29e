"""What the tests of video health send and ask for."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from grid.organisation.models import ClientSystem
from grid.organisation.tokens import digest
from grid.rights import Right
from tests.cast import Cast
from video.health.models import Exclusion
from video.health.services import Target, approve_exclusion, request_exclusion
from video.register.models import Camera

TOKEN = "anlan_test_sweeps"


def sender(cast: Cast, agency: Any = None) -> ClientSystem:
    """A northern system that may send signs and nothing else."""
    return ClientSystem.objects.create(
        name="poller",
        agency=agency or cast.north,
        token_digest=digest(TOKEN),
        token_hint="poller",
        scopes=[Right.CAMERA_SIGN.value],
        owner="poller",
        expires_at=timezone.now() + timedelta(days=1),
    )


def send(path: str, body: Any, *, key: str = "key-12345678") -> Any:
    """POST as that system."""
    headers = {"Authorization": f"Bearer {TOKEN}", "Idempotency-Key": key}
    return Client().post(f"/api/v1/{path}/", body, content_type="application/json", headers=headers)


def make_exclusion(cast: Cast, cameras: list[Camera], **said: Any) -> Exclusion:
    """A power cut of two hours from an hour ago on, asked for by Vera."""
    now = timezone.now()
    told = {"reason": "power_cut", "note": "Transformer is changed"}
    span = (now - timedelta(hours=1), now + timedelta(hours=1))
    target = Target(cameras=[camera.code for camera in cameras])
    return request_exclusion(**({"by": cast.vera, "target": target, "span": span} | told | said))


def approved(cast: Cast, cameras: list[Camera], **said: Any) -> Exclusion:
    """The same, approved by the commander."""
    return approve_exclusion(make_exclusion(cast, cameras, **said), by=cast.chief)
