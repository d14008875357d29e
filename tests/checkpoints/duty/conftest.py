"""Checkpoints that need two officers, one auxiliary, one car and three shields when reinforced."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone, translation

from checkpoints.duty import services
from checkpoints.duty.models import Switch, SwitchOrder
from checkpoints.register.models import EquipmentKind, Minimum
from grid.ledger.models import EventEntry
from grid.organisation.models import Officer, RoleGrant
from grid.organisation.roles import Role
from tests.cast import Cast
from tests.checkpoints.make import make_checkpoint

START = datetime.fromisoformat("2026-03-10T18:00:00+08:00")
NEED = {"officers": 2, "auxiliaries": 1, "vehicles": 1}
FULL = {**NEED, "equipment": {"shield": 3}}
SHORT = {**FULL, "officers": 1}
Give = Callable[..., SwitchOrder]


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def clock(cast: Cast) -> Iterator[Any]:
    """Six in the evening, standing still until it is moved."""
    with time_machine.travel(START, tick=False) as travel:
        yield travel


@pytest.fixture
def minimum(cast: Cast) -> None:
    """What the city asks of every grade at the reinforced level and above."""
    EquipmentKind.objects.get_or_create(
        code="shield",
        defaults={"rank": 900, "name": "盾牌", "name_en": "Shield", "group": "protection"},
    )
    Minimum.objects.all().delete()
    rows = [(name, "", number) for name, number in NEED.items()]
    Minimum.objects.bulk_create(
        Minimum(
            agency=cast.city, grade=grade, level_id=level, need=need, code=code, quantity=number,
            valid_from="2020-01-01",
        )
        for grade in ("level1", "level2", "level3", "temporary")
        for level in ("reinforced", "wartime")
        for need, code, number in [*rows, ("equipment", "shield", 3)]
    )  # fmt: skip


@pytest.fixture
def give(cast: Cast, minimum: None) -> Give:
    """An order of the city to be reinforced for a day; to one new northern checkpoint."""

    def order(*checkpoints: Any, by: Any = None, level: str = "reinforced", **said: Any) -> Any:
        fields: dict[str, Any] = {
            "reason": "节日安保期间加强查验",
            "valid_until": timezone.now() + timedelta(days=1),
        }
        if "scope" not in said:
            fields["checkpoints"] = list(checkpoints) or [make_checkpoint(cast)]
        return services.issue(by=by or cast.chief, level=level, **fields | said)

    return order


@pytest.fixture
def second(cast: Cast) -> Officer:
    """Another duty commander of the city."""
    made = Officer.objects.create_officer(
        badge_number="C002", name="副指挥长", agency=cast.city, password="x"
    )
    RoleGrant.objects.create(
        officer=made, role=Role.DUTY_COMMANDER, granted_by="seth", approved_by="sven"
    )
    return made


def only(order: SwitchOrder) -> Switch:
    """The order's one switch, as it is in the database."""
    return Switch.objects.select_related("order", "checkpoint").get(order=order)


def ready(switch: Switch, by: Any, **said: Any) -> Switch:
    """Signed for, and ready with everything or with what is said."""
    if switch.state == "issued":
        switch = services.sign(switch, by=by)
    return services.report(switch, by=by, ready=True, **FULL | said)


def kinds(prefix: str = "checkpoints.") -> list[str]:
    """The kinds of facts, in their order."""
    rows = EventEntry.objects.filter(kind__startswith=prefix).order_by("seq")
    return list(rows.values_list("kind", flat=True))


def facts(kind: str) -> list[dict[str, Any]]:
    """The payloads of one kind of fact."""
    rows = EventEntry.objects.filter(kind=kind).order_by("seq")
    return list(rows.values_list("payload", flat=True))
