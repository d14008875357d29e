"""Which ages hold for which agency: the nearest rule above it, all resolved at once."""

from datetime import date, datetime, timedelta
from typing import Final

from django.utils import timezone

from grid.organisation.models import Agency
from video.health.models import SignRule, Source

DEFAULT: Final = SignRule(valid_from=date(2020, 1, 1))


def rules_in_force(on: date | None = None) -> dict[str, SignRule]:
    """The rule of each agency path that has one of its own; "" is the default."""
    rows = SignRule.objects.in_force(on or timezone.localdate()).select_related("agency")
    ordered = sorted(rows, key=lambda row: row.valid_from)
    return {"": DEFAULT} | {row.agency.path if row.agency else "": row for row in ordered}


def nearest_rule(rules: dict[str, SignRule], agency_path: str) -> SignRule:
    """The rule of the agency itself or of the next above it that has one."""
    codes = agency_path.strip("/").split("/")
    paths = ["/".join(codes[:count]) + "/" for count in range(len(codes), 0, -1)]
    return next((rules[path] for path in paths if path in rules), rules[""])


def stale_after(rule: SignRule, source: str) -> timedelta:
    """How long a sign of this source holds."""
    seconds = {
        Source.SWEEP: rule.sweep_s,
        Source.NOTIFY: rule.notify_s,
        Source.CATALOG: rule.catalog_s,
        Source.HEARTBEAT: rule.heartbeat_s,
    }
    return timedelta(seconds=seconds.get(Source(source), rule.sweep_s) if source else rule.sweep_s)


def stale_before(at: datetime) -> list[tuple[int, str, datetime]]:
    """For every agency and source the moment before which a sign is too old at `at`."""
    rules = rules_in_force(timezone.localdate(at))
    return [
        (agency_id, source, at - stale_after(nearest_rule(rules, path), source))
        for agency_id, path in Agency.objects.values_list("pk", "path")
        for source in Source.values
    ]
