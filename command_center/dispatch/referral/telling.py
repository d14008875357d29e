"""What the mediation floor is told of a call."""

from command_center.incidents.models import Incident
from grid.ledger.actors import Actor
from mediation.register import services as disputes
from mediation.register.models import DisputeCall


def tell(call: Incident, *, by: Actor) -> DisputeCall:
    """Note the call where disputes are kept; told twice, it is noted once."""
    return disputes.note_call(
        number=call.number,
        agency=call.agency,
        cell=call.cell,
        category_name=call.category.name,
        address=call.address,
        point=call.point,
        phone=call.caller_phone or "",
        reported_at=call.reported_at,
        is_exercise=call.is_exercise,
        by=by,
    )
