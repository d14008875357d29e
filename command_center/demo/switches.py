"""Past switches of duty level in the demo city: one that held for three days, and a drill."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any, Final

from django.utils import timezone

from checkpoints.duty.models import DutyCounter, LevelSpan, SopVersion, Switch, SwitchOrder
from checkpoints.register.models import Checkpoint
from checkpoints.register.needs import Required, required_many
from grid.organisation.models import Agency, Officer

_SIGN_S: Final = 300
_READY_S: Final = 1800
_SIGNED_S: Final = (18, 41, 33, 62, 80, 101, 27, 164, 52, 96, 130, 371, 44)  # after the order
_READY_AT_S: Final = (560, 845, 464, 768, 1180, 931, 537, 1079, 702, 1322, 988, 1811, 640)
_SOPS: Final = {
    "normal": "按常态勤务设岗，早晚高峰加强观察引导，每小时上报查控数据。",
    "reinforced": "双向查验，重点查验出城方向。接令后 5 分钟内签收，30 分钟内到位并上报。",
    "wartime": "逢车必查，阻车器前置，武装警戒。接令后 5 分钟内签收，30 分钟内到位并上报。",
}


def create_switches(built: Sequence[Checkpoint], *, city: Agency, chief: Officer) -> None:
    """The city's procedures, a reinforced level of last month, and last week's drill."""
    sops = {code: _sop(city, code, text) for code, text in _SOPS.items()}
    _past(built, city, chief, sop=sops["reinforced"], days_ago=24, is_drill=False)
    _past(built, city, chief, sop=sops["wartime"], days_ago=6, is_drill=True)


def _sop(city: Agency, level: str, text: str) -> SopVersion:
    return SopVersion.objects.create(
        agency=city,
        level_id=level,
        number=1,
        title="公安检查站勤务管理规范（演示）",
        text=text,
        valid_from=timezone.localdate() - timedelta(days=300),
        written_by="demo",
    )


def _past(
    built: Sequence[Checkpoint],
    city: Agency,
    chief: Officer,
    *,
    sop: SopVersion,
    days_ago: int,
    is_drill: bool,
) -> None:
    issued = timezone.now().replace(microsecond=0) - timedelta(days=days_ago)
    until = issued + (timedelta(hours=2) if is_drill else timedelta(days=3))
    year = timezone.localtime(issued).year
    count, _made = DutyCounter.objects.get_or_create(year=year)
    count.last += 1
    count.save()
    order = SwitchOrder.objects.create(
        number=f"QW{year % 100:02d}-{count.last:04d}",
        agency=city,
        from_level_id="normal",
        to_level_id=sop.level_id,
        scope={"kind": "city"},
        reason="季度勤务等级转换演练" if is_drill else "大型活动安保期间加强查控",
        is_drill=is_drill,
        sop=sop,
        sign_s=_SIGN_S,
        ready_s=_READY_S,
        valid_from=issued,
        valid_until=until,
        issued_at=issued,
        issued_by=chief.as_actor().label,
        issued_by_id=f"officer:{chief.pk}",
        state=SwitchOrder.State.REVERTED,
        ended_at=until,
        ended_by="platform",
    )
    switches = Switch.objects.bulk_create(_switches(order, built))
    if not is_drill:
        LevelSpan.objects.bulk_create(
            LevelSpan(
                checkpoint=row.checkpoint,
                level_id=order.to_level_id,
                from_at=row.done_at or issued,
                to_at=until,
                order=order,
            )
            for row in switches
        )


def _switches(order: SwitchOrder, built: Sequence[Checkpoint]) -> Iterator[Switch]:
    """Each signed and ready at its own second; one of them a minute late, one with a waiver."""
    needs = required_many(built, order.to_level_id, order.issued_at)
    for place, checkpoint in enumerate(built):
        signed = order.issued_at + timedelta(seconds=_SIGNED_S[place % len(_SIGNED_S)])
        ready = order.issued_at + timedelta(seconds=_READY_AT_S[place % len(_READY_AT_S)])
        late = ready > order.issued_at + timedelta(seconds=_READY_S)
        unsigned = signed > order.issued_at + timedelta(seconds=_SIGN_S)
        label = f"demo {checkpoint.code}"
        yield Switch(
            order=order,
            checkpoint=checkpoint,
            owner_path=checkpoint.agency.path,
            title=f"{order.number} {order.to_level.name} {checkpoint.name}"[:120],
            subject_type="checkpoint",
            subject_id=checkpoint.code,
            from_level_id="normal",
            to_level_id=order.to_level_id,
            is_drill=order.is_drill,
            issued_at=order.issued_at,
            issued_by=order.issued_by,
            sign_by=order.issued_at + timedelta(seconds=_SIGN_S),
            due_at=order.issued_at + timedelta(seconds=_READY_S),
            delivered_at=order.issued_at + timedelta(seconds=1),
            state=Switch.State.DONE,
            signed_at=signed,
            signed_by=label,
            channel="screen",
            sign_overdue_at=order.issued_at + timedelta(seconds=_SIGN_S + 1) if unsigned else None,
            overdue_at=order.issued_at + timedelta(seconds=_READY_S + 1) if late else None,
            done_at=ready,
            done_by=label,
            reported_at=ready,
            reported_by=label,
            reported_by_id=label,
            **_reported(needs[checkpoint.pk]),
        )


def _reported(needed: Required) -> dict[str, Any]:
    heads = {name: getattr(needed, name) for name in ("officers", "auxiliaries", "vehicles")}
    return {
        **heads,
        "equipment": needed.equipment,
        "required": heads | {"equipment": needed.equipment},
    }
