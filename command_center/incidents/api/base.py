"""What every view of incidents shares."""

from grid.ledger.idempotency import Idempotent
from grid.organisation.models import ClientSystem, Officer
from grid.organisation.viewers import viewer_of
from grid.rest.views import ApiView


class IncidentView(Idempotent, ApiView):
    """A view whose viewer the gate has let in: an officer or a client system."""

    @property
    def viewer(self) -> Officer | ClientSystem:
        return viewer_of(self.request)
