"""What other parts have to say on a station's page, without the register knowing them.

notices.register(gaps_of)    # from AppConfig.ready; answers sentences about a station
"""

from collections.abc import Callable
from typing import Final

from patrol.units.models import Station

Notice = Callable[[Station], list[str]]
_known: Final[list[Notice]] = []


def register(notice: Notice) -> None:
    """Let a part be asked about every station that is opened."""
    if notice not in _known:
        _known.append(notice)


def of(station: Station) -> list[str]:
    """Everything there is to say of it now."""
    return [sentence for notice in _known for sentence in notice(station)]
