"""What stands at a checkpoint, made for the tests."""

from typing import Any

from django.contrib.gis.geos import MultiPolygon, Polygon

from checkpoints.register.models import (
    Checkpoint,
    DefenceRing,
    EquipmentItem,
    JointForce,
    Post,
    StandardTask,
)
from checkpoints.register.needs import required
from checkpoints.register.standard import assess, items
from grid.organisation.models import Officer


def equip(checkpoint: Checkpoint, *, level: str = "normal", but: str = "") -> None:
    """Everything the level asks for, all but one kind."""
    for code, pieces in required(checkpoint, level).equipment.items():
        if code != but:
            EquipmentItem.objects.create(checkpoint=checkpoint, kind_id=code, quantity=pieces)


def man(checkpoint: Checkpoint, *, level: str = "normal") -> None:
    """Every post the level asks for."""
    for code, count in required(checkpoint, level).posts.items():
        for number in range(count):
            Post.objects.create(checkpoint=checkpoint, kind_id=code, name=f"{code} {number}")


def join(checkpoint: Checkpoint, **said: Any) -> JointForce:
    """Two traffic officers with a desk that answers."""
    told = {"kind_id": "traffic_police", "name": "示例交警大队", "heads": 2, "phone": "0000-0000"}
    return JointForce.objects.create(checkpoint=checkpoint, **told | said)


def all_met(**but: str) -> dict[str, dict[str, str]]:
    """An answer for each line a person looks at: met, except those in `but`."""
    return {
        item.code: {"answer": but.get(item.code, "met"), "note": ""}
        for item in items()
        if not item.answered_by
    }


def square_ring(**said: Any) -> DefenceRing:
    """A ring over the four cells of the cast."""
    outline = MultiPolygon(Polygon.from_bbox((125.10, 42.88, 125.14, 42.92)), srid=4326)
    return DefenceRing.objects.create(
        **{"line_id": "ring", "name": "环城圈", "outline": outline} | said
    )


def stocked(checkpoint: Checkpoint, *, by: Officer) -> dict[str, Any]:
    """One of each part, as the routes name them."""
    item = EquipmentItem.objects.create(checkpoint=checkpoint, kind_id="shield")
    post = Post.objects.create(checkpoint=checkpoint, kind_id="cover_guard", name="警戒岗")
    assess(checkpoint, by=by.as_actor(), given=all_met(station_layout="missing"))
    return {
        "equipment_item_id": item.pk,
        "checkpoint_post_id": post.pk,
        "joint_force_id": join(checkpoint).pk,
        "standard_task_id": StandardTask.objects.filter(checkpoint=checkpoint).latest("pk").pk,
        "ring_id": square_ring(agency=checkpoint.agency).pk,
    }
