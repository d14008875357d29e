"""What every service of the work at checkpoints needs: faults, moments, references, facts."""

import re
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from checkpoints.register.models import Checkpoint
from checkpoints.work.models import CheckCode, CountRule
from checkpoints.work.rulebook import codes
from grid.errors import FieldError, InvalidInput
from grid.ledger.facts import Fact

AHEAD: Final = timedelta(minutes=2)  # a phone's clock may be that much fast
SHORTEST_REASON: Final = 4
# Eighteen or fifteen digits are an identity card, eleven from 1 a mobile phone, and the last a
# vehicle plate: of those who are stopped none is kept here.
_IDENTITY: Final = re.compile(
    r"(?<!\d)(?:\d{17}[\dXx]|\d{15}|1[3-9]\d{9})(?!\d)|[\u4e00-\u9fff][A-Z][·\s]?[A-Z0-9]{5,6}(?![A-Za-z0-9])"
)


def fault(pointer: str, code: str, message: str) -> FieldError:
    """One fault; `pointer` without its first slash."""
    return FieldError(pointer=f"/{pointer}", code=code, message=message)


def refuse(faults: list[FieldError]) -> None:
    """Raise InvalidInput where there is any fault, naming every one."""
    if faults:
        raise InvalidInput(faults[0]["message"], errors=faults)


def moment_faults(name: str, moment: datetime, rule: CountRule) -> list[FieldError]:
    """A moment is not in the future, and not so long ago that entries are refused."""
    now = timezone.now()
    if moment > now + AHEAD:
        return [fault(name, "future", _("This moment is still to come."))]
    if moment < now - timedelta(days=rule.refuse_after_days):
        message = _("Entries are taken for %(days)s days.") % {"days": rule.refuse_after_days}
        return [fault(name, "too_late", message)]
    return []


def is_late(moment: datetime, rule: CountRule) -> bool:
    """Whether something of `moment` is entered later than the rule allows for free."""
    return timezone.now() > moment + timedelta(minutes=rule.late_after_min)


def code_faults(name: str, group: str, code: str) -> list[FieldError]:
    if code in codes(group):
        return []
    return [fault(name, "unknown", _("There is no such code."))]


def text_faults(name: str, text: str, *, least: int = 0) -> list[FieldError]:
    """A text is there, and names no person and no vehicle."""
    if len(text.strip()) < least:
        message = _("Say why in at least %(least)s characters.") % {"least": least}
        return [fault(name, "too_short", message)]
    if _IDENTITY.search(text):
        message = _("No identity, phone or plate numbers here; give the case or incident number.")
        return [fault(name, "identity", message)]
    return []


def worked_at(checkpoint: Checkpoint, begins: datetime) -> bool:
    """Whether the checkpoint was built and under a valid instrument at that moment."""
    if checkpoint.built_on is None or timezone.localdate(begins) < checkpoint.built_on:
        return False
    if checkpoint.valid_from is None or begins < checkpoint.valid_from:
        return False
    return checkpoint.valid_to is None or begins < checkpoint.valid_to


def work_faults(name: str, checkpoint: Checkpoint, moment: datetime) -> list[FieldError]:
    if worked_at(checkpoint, moment):
        return []
    message = _("%(name)s had no valid instrument then.") % {"name": checkpoint.name}
    return [fault(name, "not_operational", message)]


def fact(kind: str, checkpoint: Checkpoint, subject: tuple[str, str], **payload: Any) -> Fact:
    """A fact about something at a checkpoint; `subject` is its type and id."""
    more = {name: payload.pop(name) for name in ("dedupe_key", "reason") if name in payload}
    return Fact(
        kind=f"checkpoints.{kind}",
        subject_type=subject[0],
        subject_id=subject[1],
        agency_path=checkpoint.agency.path,
        payload={"checkpoint": checkpoint.code, "name": checkpoint.name} | payload,
        **more,
    )


Group = CheckCode.Group
