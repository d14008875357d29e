"""The demo's calls about quarrels, on the list of which none may be missed."""

from datetime import timedelta
from typing import Final

from command_center.demo.community.town import Town, label
from command_center.dispatch.referral.classes import is_dispute
from command_center.dispatch.referral.telling import tell
from command_center.incidents.models import Incident
from grid.ledger.actors import PLATFORM
from mediation.register.models import Dispute, DisputeCall
from mediation.register.places import key_of

_DAYS: Final = 28
_TOLD: Final = 12  # the newest are told of as live ones are
_OPEN: Final = 20  # so many of the newest have neither dispute nor reason yet
_REASONS: Final = (
    ("settled", "现场劝解，双方和好"),
    ("settled", "当场道歉并赔偿"),
    ("no_dispute", "问询业务，无纠纷"),
    ("elsewhere", "街道已受理"),
    ("withdrawn", "双方表示不再追究"),
)


def create_calls(town: Town) -> int:
    """Every valid call of four weeks whose category is that of a dispute; how many."""
    rows = Incident.objects.filter(
        reported_at__gte=town.now - timedelta(days=_DAYS), is_valid_call=True,
        category__code__startswith="08",
    ).exclude(state=Incident.State.MERGED)  # fmt: skip
    calls = list(rows.select_related("agency", "cell", "category").defer(
        "cell__outline", "caller_name", "narrative"
    ).order_by("-reported_at"))  # fmt: skip
    known = dict(Dispute.objects.filter(source="call").values_list("source_number", "pk"))
    fresh = [call for call in calls[:_TOLD] if call.number not in known]
    told = {call.number for call in fresh}
    past = [call for call in calls if call.number not in told]
    DisputeCall.objects.bulk_create(
        _noted(town, call, nth, known.get(call.number)) for nth, call in enumerate(past)
    )
    for call in reversed(fresh):
        if is_dispute(call.category.code, on=town.today):
            tell(call, by=PLATFORM)
    return len(calls)


def _noted(town: Town, call: Incident, nth: int, dispute: int | None) -> DisputeCall:
    row = DisputeCall(
        incident_number=call.number,
        agency=call.agency,
        cell=call.cell,
        category_name=call.category.name,
        address=call.address,
        address_key=key_of(call.address),
        point=call.point,
        reported_at=call.reported_at,
        is_exercise=call.is_exercise,
        dispute_id=dispute,
    )
    if dispute is None and nth >= _OPEN:
        row.reason, row.reason_text = _REASONS[nth % len(_REASONS)]
    if dispute or row.reason:
        officer = town.officers.get(call.cell_id or 0, town.leader)
        row.answered_by = label(officer)
        row.answered_at = min(call.reported_at + timedelta(hours=3), town.now)
    return row
