"""The first grading that comes with a new dispute, from the same form."""

from collections.abc import Mapping, Sequence
from typing import Any

from rest_framework import serializers

from mediation.register.acting import By
from mediation.register.models import Dispute, Party
from mediation.risk import services
from mediation.risk.serializers import RiskAssessmentIn


def shape() -> serializers.Field[Any, Any, Any, Any]:
    """What a body holds under `assessment`."""
    return RiskAssessmentIn(required=False)


def keep(dispute: Dispute, _parties: Sequence[Party], said: Mapping[str, Any], by: By) -> None:
    """Sign the grading in the transaction of the dispute."""
    services.assess(dispute, by=by, **said)
    dispute.refresh_from_db()
