"""The copy of a camera's state that the map reads is never another than the state."""

import pytest
from django.utils import timezone

from tests.cast import Cast
from tests.video.make import give_state, make_camera
from video.health.models import CameraStatus
from video.register.models import Camera

pytestmark = pytest.mark.django_db


def copied(camera: Camera) -> str:
    return Camera.objects.values_list("link_state", flat=True).get(pk=camera.pk)


def test_it_follows_the_first_sign_and_every_change(cast: Cast) -> None:
    camera = make_camera(cast)
    assert copied(camera) == "unknown"
    give_state(camera, "online")
    assert copied(camera) == "online"
    CameraStatus.objects.update(state="parent_down", heard_at=timezone.now())
    assert copied(camera) == "parent_down"


def test_it_moves_neither_the_version_nor_the_time_of_the_file(cast: Cast) -> None:
    camera = make_camera(cast)
    before = Camera.objects.values_list("version", "updated_at").get(pk=camera.pk)
    give_state(camera, "offline")
    assert Camera.objects.values_list("version", "updated_at").get(pk=camera.pk) == before


def test_many_first_signs_at_once_are_all_copied(cast: Cast) -> None:
    cameras = [make_camera(cast) for _ in range(3)]
    CameraStatus.objects.bulk_create(
        CameraStatus(camera=camera, state=state)
        for camera, state in zip(cameras, ("online", "offline", "unknown"), strict=True)
    )
    assert [copied(camera) for camera in cameras] == ["online", "offline", "unknown"]
