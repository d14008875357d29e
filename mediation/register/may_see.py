"""Who may see a sensitive dispute: holders of the right, and whoever works on it.

Who works on a dispute is known above the register; apps there say it from `AppConfig.ready`:

    may_see.register(lambda viewer: Mine.objects.filter(…).values("dispute"))
"""

from collections.abc import Callable
from typing import Any, Final

from django.db.models import Q, QuerySet

from grid.rights import Right
from grid.scope import Viewer

# Keys of the disputes that the viewer works on, as a query and never as a list.
Working = Callable[[Viewer], QuerySet[Any, Any]]

_working: Final[list[Working]] = []


def register(keys: Working) -> Working:
    """Have whoever is answered by `keys` see what she works on."""
    if keys not in _working:
        _working.append(keys)
    return keys


def worked_on(viewer: Viewer, to_dispute: str = "pk") -> Q:
    """Rows of disputes that the viewer works on; `to_dispute` leads from the row to the key."""
    mine = Q(pk__in=())
    for keys in _working:
        mine |= Q(**{f"{to_dispute}__in": keys(viewer)})
    return mine


def open_to(viewer: Viewer, to_dispute: str = "") -> Q:
    """Rows that are shown to the viewer; `to_dispute` is `dispute__` from what belongs to one."""
    if Right.DISPUTE_SENSITIVE in viewer.rights:
        return Q()
    plain = Q(
        **{f"{to_dispute}has_minor": False},
        **{f"{to_dispute}has_home_violence": False},
    )
    return plain | worked_on(viewer, f"{to_dispute}pk")
