"""The demo city's checkpoints: three lines with their posts, equipment, gantries and partners."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.utils import timezone

from checkpoints.register.models import (
    Checkpoint,
    EquipmentItem,
    EquipmentKind,
    JointForce,
    Opening,
    Post,
    PostKind,
)
from checkpoints.register.needs import Required, required_many
from command_center.demo.ground import FIXTURES
from grid.organisation.models import Agency

_WITHOUT_GANTRY: Final = {"LY-21", "LY-M1"}
_GANTRY_OFF_DEG: Final = 0.004  # a gantry stands some 400 m before its checkpoint
_EQUIPPED_FOR: Final = "reinforced"  # at wartime something is missing everywhere
_SHORT: Final = {("LY-11", "shield"): 1, ("LY-05", "command_radio"): 1}  # pieces that are left
_IN_REPAIR: Final = {("LY-02", "trace_detector"), ("LY-12", "body_inspection")}


def create_checkpoints(agencies: Mapping[str, Agency]) -> list[Checkpoint]:
    """All of fixtures/demo_checkpoints.toml, staffed with things for the reinforced level."""
    plan = tomllib.loads((FIXTURES / "demo_checkpoints.toml").read_text(encoding="utf-8"))
    today = timezone.localdate()
    rows = [_checkpoint(said, agencies, today) for said in plan["checkpoint"]]
    made = Checkpoint.objects.bulk_create(rows)
    Checkpoint.objects.bulk_create(_gantries(made))
    built = [row for row in made if row.built_on]
    Opening.objects.bulk_create(_openings(built))
    needs = required_many(built, _EQUIPPED_FOR)
    Post.objects.bulk_create(_posts(built, needs))
    EquipmentItem.objects.bulk_create(_equipment(built, needs, today))
    JointForce.objects.bulk_create(_forces(built, plan["joint"], agencies, today))
    return built


def _checkpoint(said: Mapping[str, Any], agencies: Mapping[str, Agency], today: date) -> Checkpoint:
    made = Checkpoint(
        **{name: said[name] for name in ("code", "name", "grade", "road", "direction")},
        line_id=said["line"],
        kind=said.get("kind", Checkpoint.Kind.FIXED),
        agency=agencies[said["agency"]],
        point=Point(said["at"][0], said["at"][1], srid=4326),
        lanes_in=said["lanes"][0],
        lanes_out=said["lanes"][1],
        planned_on=today - timedelta(days=900),
    )
    if said.get("planned_only"):
        return made
    now = timezone.now()
    made.built_on = today - timedelta(days=500)
    made.instrument_type = "设站批复"
    made.instrument_number = f"辽示公批〔2025〕{said['code']}号"
    made.instrument_issuer = "辽源市公安局（演示）"
    made.valid_from = now - timedelta(days=300)
    made.valid_to = now + timedelta(days=9 if said["grade"] == "temporary" else 400)
    made.is_signed = said["code"] != "LY-14"
    made.filing_number = f"LYBA-{said['code']}"
    made.filed_on = today - timedelta(days=480)
    return made


def _gantries(parents: list[Checkpoint]) -> Iterator[Checkpoint]:
    """An electronic gantry before each built checkpoint but two; those stand in the gap list."""
    for row in parents:
        if row.built_on is None or row.code in _WITHOUT_GANTRY:
            continue
        yield Checkpoint(
            code=f"{row.code}-G",
            name=f"{row.name}电子卡口",
            line_id=row.line_id,
            grade=row.grade,
            kind=Checkpoint.Kind.GANTRY,
            agency=row.agency,
            parent=row,
            point=Point(row.point.x + _GANTRY_OFF_DEG, row.point.y, srid=4326),
            road=row.road,
            direction=row.direction,
            planned_on=row.planned_on,
            built_on=row.built_on,
            instrument_type=row.instrument_type,
            instrument_number=row.instrument_number,
            instrument_issuer=row.instrument_issuer,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            is_signed=True,
        )


def _openings(built: list[Checkpoint]) -> Iterator[Opening]:
    for row in built:
        assert row.valid_from is not None
        yield Opening(
            checkpoint=row,
            instrument_type=row.instrument_type,
            instrument_number=row.instrument_number,
            instrument_issuer=row.instrument_issuer,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            is_signed=row.is_signed,
            opened_at=row.valid_from,
            opened_by="demo",
        )


def _posts(built: list[Checkpoint], needs: Mapping[int, Required]) -> Iterator[Post]:
    kinds = {kind.code: kind for kind in PostKind.objects.all()}
    for row in built:
        for code, count in needs[row.pk].posts.items():
            for number in range(1, count + 1):
                name = f"{kinds[code].name}{number}"
                yield Post(checkpoint=row, kind=kinds[code], name=name, staff=2)


def _equipment(
    built: list[Checkpoint], needs: Mapping[int, Required], today: date
) -> Iterator[EquipmentItem]:
    kinds = {kind.code: kind for kind in EquipmentKind.objects.all()}
    for place, row in enumerate(built):
        for code, quantity in needs[row.pk].equipment.items():
            is_broken = (row.code, code) in _IN_REPAIR
            checked = today - timedelta(days=5 + 7 * (place % 4))
            every = kinds[code].check_every_days
            yield EquipmentItem(
                checkpoint=row,
                kind=kinds[code],
                quantity=_SHORT.get((row.code, code), quantity),
                state=EquipmentItem.State.REPAIR if is_broken else EquipmentItem.State.USABLE,
                checked_on=checked,
                check_due_on=checked + timedelta(days=every) if every else None,
            )


def _forces(
    built: list[Checkpoint],
    joint: Mapping[str, str],
    agencies: Mapping[str, Agency],
    today: date,
) -> Iterator[JointForce]:
    """Traffic police beside the two named ones; volunteers at the inner one, reached by desk."""
    for row in built:
        if row.code in joint:
            yield JointForce(
                checkpoint=row,
                kind_id="traffic_police",
                agency=agencies[joint[row.code]],
                heads=2,
                is_round_the_clock=True,
                desk="交警值班室",
                valid_from=today - timedelta(days=300),
            )
        if row.kind == Checkpoint.Kind.INNER:
            yield JointForce(
                checkpoint=row,
                kind_id="volunteers",
                name="站前平安义警队",
                heads=4,
                desk="站前义警工作站",
                valid_from=today - timedelta(days=300),
            )
