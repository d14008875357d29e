"""Whether a mediator is too near to a party (回避): the same telephone, name or home."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mediation.mediators.models import Mediator
from mediation.register import private
from mediation.register.models import Dispute, Party


class Conflict(StrEnum):
    """What speaks against a mediator."""

    SAME_PHONE = "same_phone"
    SAME_NAME = "same_name"
    SAME_HOME = "same_home"
    DECLARED = "declared"


# Nobody mediates her own dispute: no reason makes that good.
NEVER: Final = frozenset({Conflict.SAME_PHONE})
WORDS: Final[dict[str, Promise]] = {
    Conflict.SAME_PHONE: _("has the telephone number of a party"),
    Conflict.SAME_NAME: _("has the name of a party"),
    Conflict.SAME_HOME: _("lives at the address of a party"),
    Conflict.DECLARED: _("said to be related to a party"),
}


def conflicts(dispute: Dispute, mediator: Mediator) -> list[Conflict]:
    """What the register knows against this mediator; compared by keyed digests, in no order."""
    parties = list(Party.objects.filter(dispute=dispute))
    found: list[Conflict] = []
    if _meets(private.indexes("phone", mediator.contact), [row.phone_index for row in parties]):
        found.append(Conflict.SAME_PHONE)
    names = {mediator.name, mediator.officer.name if mediator.officer else mediator.name}
    indexes = [index for name in names for index in private.indexes("name", name)]
    if _meets(indexes, [row.name_index for row in parties]):
        found.append(Conflict.SAME_NAME)
    homes = [private.indexes("address", row.address or "") for row in parties]
    if mediator.home_index and any(mediator.home_index in row for row in homes):
        found.append(Conflict.SAME_HOME)
    return found


def _meets(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    return bool({index for index in mine if index} & {index for index in theirs if index})
