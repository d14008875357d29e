"""What the phone of a post is given at first: addresses, checkpoints, the words of its forms."""

from typing import Any, Final

from checkpoints.board.page import address
from checkpoints.register.models import Checkpoint
from checkpoints.register.selectors import my_checkpoints
from checkpoints.work.models import HourlyCount
from checkpoints.work.models.rules import Kind
from checkpoints.work.rulebook import words
from grid.organisation.models import Officer

ADDRESSES: Final = {
    "switches": "api_my_switches",
    "notices": "api_lookout_notices",
    "posts": "api_my_containment_posts",
    "counts": "api_check_counts",
    "lanes": "api_check_lanes",
    "suspension": "suspension_new",
    "checks": "api_lookout_checks",
    "session": "my_post_session",
    "worker": "my_post_worker",
}


def urls() -> dict[str, str]:
    """Where everything is; `__` stands for which one."""
    found = {name: address(route) for name, route in ADDRESSES.items()}
    return found | {
        "sign": address("api_switch_sign", "0").replace("/0/", "/__/"),
        "report": address("api_switch_report", "0").replace("/0/", "/__/"),
        "today": address("api_check_today", "__"),
        "notice": address("notice_detail", "__"),
        "hit": address("hit_detail", "0").replace("/0/", "/__/"),
        "acknowledge": address("api_lookout_notice_acknowledge", "__"),
    }


def choices(officer: Officer) -> dict[str, Any]:
    """The checkpoints one may write for, and what is counted for which reason."""
    return {
        "places": [_place(row) for row in places(officer)],
        "kinds": [[value, str(label)] for value, label in Kind.choices],
        "directions": [[value, str(label)] for value, label in HourlyCount.Direction.choices],
        "reasons": list(words().get("reason", {}).items()),
    }


def places(officer: Officer) -> list[Checkpoint]:
    """The checkpoints of the officer's own agency, or of her scope where it has none; no gantry."""
    return [row for row in my_checkpoints(officer) if row.kind != Checkpoint.Kind.GANTRY]


def _place(row: Checkpoint) -> dict[str, Any]:
    return {"code": row.code, "name": row.name, "in": row.lanes_in, "out": row.lanes_out}
