"""What every view of incidents shares."""

from typing import cast

from command_center.incidents.drafts import Reporter
from grid.ledger.idempotency import Idempotent
from grid.rest.views import ApiView


class IncidentView(Idempotent, ApiView):
    """A view whose viewer the gate has let in: an officer or a client system."""

    @property
    def viewer(self) -> Reporter:
        return cast(Reporter, self.request.user)
