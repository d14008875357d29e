"""Orders to switch the duty level, what each checkpoint owes of them, and which level held when."""

from checkpoints.duty.models.orders import DutyCounter, SwitchOrder
from checkpoints.duty.models.rules import DutyTarget, SopVersion
from checkpoints.duty.models.switches import LevelSpan, ReadinessReport, Switch

__all__ = [
    "DutyCounter",
    "DutyTarget",
    "LevelSpan",
    "ReadinessReport",
    "SopVersion",
    "Switch",
    "SwitchOrder",
]
