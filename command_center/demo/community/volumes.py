"""Two closed disputes of the demo go into the archive as whoever archives does it, with papers."""

from typing import Final

from command_center.demo.community.mediators import Bench
from command_center.demo.community.town import Town
from mediation.flow import services as flow
from mediation.register.models import Dispute

_VOLUMES: Final = 2


def create_volumes(town: Town, bench: Bench) -> int:
    """How many volumes were bound."""
    closed = Dispute.objects.filter(
        stage=Dispute.Stage.CLOSED, body__in=[body.pk for body in bench.bodies]
    )
    rows = list(closed.order_by("closed_at")[:_VOLUMES])
    for row in rows:
        flow.archive(row, by=town.leader)
    return len(rows)
