"""Which seats an alert rings at: the nearest agency, upwards, where somebody can answer."""

from collections.abc import Sequence

from django.utils import timezone

from grid.organisation.models import Officer, RoleGrant


def nearest_audience(path: str, roles: Sequence[str]) -> str:
    """The lowest agency on the path with an officer on duty in one of the roles.

    Where nobody is on duty, the lowest with such an officer at all; else the city.
    """
    holders = RoleGrant.objects.in_force(timezone.now()).filter(
        role__in=roles, officer__is_active=True
    )
    steps = _ancestors(path)
    seats = Officer.objects.filter(grants__in=holders, agency__path__in=steps)
    for able in (seats.filter(is_on_duty=True), seats):
        paths = set(able.values_list("agency__path", flat=True))
        if found := next((step for step in steps if step in paths), None):
            return found
    return steps[-1]


def parent_audience(path: str) -> str:
    """One agency up; the city stays the city."""
    steps = _ancestors(path)
    return steps[min(1, len(steps) - 1)]


def _ancestors(path: str) -> list[str]:
    """The path itself and every agency above it, nearest first: `a/b/` → `[a/b/, a/]`."""
    codes = path.rstrip("/").split("/")
    return ["/".join(codes[:n]) + "/" for n in range(len(codes), 0, -1)]
