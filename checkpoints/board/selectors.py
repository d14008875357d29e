"""The checkpoints as they work now: level, people, counts, lanes and what is wrong, in one set.

Every row is put together from a constant number of queries, however many checkpoints there are.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Max, Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from checkpoints.duty.models import Switch
from checkpoints.lookout.models import Hit
from checkpoints.register import selectors as register
from checkpoints.register.levels import levels_of
from checkpoints.register.models import Checkpoint
from checkpoints.work.models import PostShift
from checkpoints.work.selectors import today_many
from grid.ledger.obligations import OPEN
from grid.rights import Right
from grid.scope import Viewer

EXPIRES_WITHIN: Final = timedelta(days=7)
LONG_QUEUE_M: Final = 200  # practice of the field: above it checks are put off and reported


def board(viewer: Viewer, asked: Mapping[str, Any], at: datetime | None = None) -> dict[str, Any]:
    """The rows asked for and the totals over them; `at` is the server's moment (default: now)."""
    at = at or timezone.now()
    rows = board_rows(viewer, asked, at)
    return {"server_time": at.isoformat(), "rows": rows, "totals": _totals(rows)}


def board_rows(viewer: Viewer, asked: Mapping[str, Any], at: datetime) -> list[dict[str, Any]]:
    """One row a working checkpoint, those with something wrong first when `wrong` is asked for."""
    places = [row for row in _asked(viewer, asked, at) if row.kind != Checkpoint.Kind.GANTRY]
    known = _Known(viewer, places, at)
    rows = [known.row(place) for place in places]
    if level := asked.get("level"):
        rows = [row for row in rows if row["level"] == level]
    return [row for row in rows if row["anomalies"]] if asked.get("wrong") else rows


def _asked(viewer: Viewer, asked: Mapping[str, Any], at: datetime) -> Sequence[Checkpoint]:
    rows = register.operational(viewer, at).order_by("line__rank", "code")
    if words := asked.get("q"):
        named = Q(code__icontains=words) | Q(name__icontains=words) | Q(road__icontains=words)
        rows = rows.filter(named | Q(agency__name__icontains=words))
    if asked.get("line"):
        rows = rows.filter(line_id=asked["line"])
    return list(rows)


class _Known:
    """What is known of these checkpoints at one moment."""

    def __init__(self, viewer: Viewer, places: Sequence[Checkpoint], at: datetime) -> None:
        self.at = at
        self.levels = levels_of(places, at)
        self.today = today_many(places, at)
        self.switches = _switches(places, at)
        self.shifts = _shifts(places, at)
        self.hits = _hits(places) if Right.NOTICE_READ in viewer.rights else {}

    def row(self, place: Checkpoint) -> dict[str, Any]:
        """One checkpoint as the board and the API give it, JSON-ready."""
        work, staffing = self.today[place.pk], self.today[place.pk]["staffing"]
        figures = ("people", "vehicles", "goods", "results", "last_hour_sum")
        return {
            **register.brief(place),
            "level": self.levels[place.pk],
            "switch": _switch(self.switches.get(place.pk), self.at),
            "staffed": staffing.present,
            "required": staffing.wanted,
            "rostered": staffing.rostered,
            "shift": self.shifts.get(place.pk),
            **{name: work[name] for name in figures},
            "last_count_at": _iso(work["last_count_at"]),
            "last_hour": _iso(work["last_hour"]),
            "overdue_hours": len(work["overdue"]),
            "lanes": _lanes(place, work["lanes"]),
            "suspended": _suspended(work["suspended"]),
            "anomalies": [
                {"code": code, "text": text} for code, text in self._anomalies(place, work)
            ],
        }

    def _anomalies(self, place: Checkpoint, work: dict[str, Any]) -> list[tuple[str, str]]:
        switch, staffing = self.switches.get(place.pk), work["staffing"]
        found = [
            ("switch_late", _("switch late"), switch and switch.is_late(self.at)),
            ("unsigned", _("order not signed"), _is_unsigned(switch, self.at)),
            ("short", _("below minimum for the switch"), switch and switch.is_short),
            ("hits", _("hits to confirm: %(n)s"), self.hits.get(place.pk)),
            ("staff", _("people short: %(n)s"), max(0, staffing.wanted - staffing.present)),
            ("counts", _("hours not counted: %(n)s"), len(work["overdue"])),
            ("queue", _("queue of %(n)s m"), _long_queue(work["lanes"])),
            ("suspended", _("checks suspended"), work["suspended"]),
            ("expires", _("instrument ends in %(n)s days"), self._days_left(place)),
        ]
        return [(code, text % {"n": n} if "%" in text else text) for code, text, n in found if n]

    def _days_left(self, place: Checkpoint) -> int:
        left = place.valid_to - self.at if place.valid_to else None
        return max(1, left.days) if left is not None and left < EXPIRES_WITHIN else 0


def _switches(places: Sequence[Checkpoint], at: datetime) -> dict[int, Switch]:
    rows = Switch.objects.filter(checkpoint__in=places, state__in=OPEN).select_related("order")
    return {row.checkpoint_id: row for row in rows if row.order.state_at(at) == "running"}


def _shifts(places: Sequence[Checkpoint], at: datetime) -> dict[int, dict[str, str]]:
    rows = PostShift.objects.filter(
        checkpoint__in=places, struck_at__isnull=True, starts_at__lte=at, ends_at__gt=at
    ).order_by()
    spans = rows.values_list("checkpoint_id").annotate(Min("starts_at"), Max("ends_at"))
    return {pk: {"from": begins.isoformat(), "to": ends.isoformat()} for pk, begins, ends in spans}


def _hits(places: Sequence[Checkpoint]) -> dict[int, int]:
    rows = Hit.objects.filter(checkpoint__in=places, state__in=OPEN).order_by()
    return dict(rows.values_list("checkpoint_id").annotate(Count("pk")))


def _is_unsigned(switch: Switch | None, at: datetime) -> bool:
    return switch is not None and switch.signed_at is None and switch.is_sign_late(at)


def _switch(switch: Switch | None, at: datetime) -> dict[str, Any] | None:
    if switch is None:
        return None
    return {
        "order": switch.order.number,
        "to_level": switch.to_level_id,
        "stage": switch.stage,
        "is_drill": switch.is_drill,
        "due_at": switch.due_at.isoformat(),
        "is_late": switch.is_late(at),
    }


def _lanes(place: Checkpoint, told: dict[str, Any] | None) -> dict[str, Any]:
    known = told or {"open_in": None, "open_out": None, "queue_in_m": None, "queue_out_m": None}
    at = told["reported_at"] if told else None
    every = {"in": place.lanes_in, "out": place.lanes_out, "reported_at": _iso(at)}
    return {name: value for name, value in known.items() if name != "reported_at"} | every


def _long_queue(told: dict[str, Any] | None) -> int:
    longest = max(told["queue_in_m"], told["queue_out_m"]) if told else 0
    return longest if longest > LONG_QUEUE_M else 0


def _suspended(told: dict[str, Any] | None) -> dict[str, str] | None:
    return {"reason": told["reason_name"], "until": told["until"].isoformat()} if told else None


def _totals(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    names = ("staffed", "required", "people", "vehicles", "results", "last_hour_sum")
    levels = Counter(row["level"] for row in rows)
    return {
        "checkpoints": len(rows),
        "wrong": sum(bool(row["anomalies"]) for row in rows),
        "switching": sum(row["switch"] is not None for row in rows),
        "levels": dict(sorted(levels.items())),
        **{name: sum(row[name] for row in rows) for name in names},
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
