"""How much happened where, as whoever knows it tells: patrols read no incidents themselves.

An app above registers a source in its `AppConfig.ready`: a function that counts what happened
under an agency path between two moments, by cell code.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime

Source = Callable[[str, datetime, datetime], Mapping[str, int]]
sources: dict[str, Source] = {}


def register_source(name: str, source: Source) -> None:
    """Add a source of demand; the same name again replaces it."""
    sources[name] = source


def demand_by_cell(agency_path: str, *, since: datetime, until: datetime) -> dict[str, int]:
    """All that happened by cell code, summed over the sources; empty where none is registered."""
    total: Counter[str] = Counter()
    for source in sources.values():
        total.update(source(agency_path, since, until))
    return dict(total)
