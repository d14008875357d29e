"""The consents that come with a new dispute, from the same doorstep form."""

from collections.abc import Mapping, Sequence
from typing import Any

from rest_framework import serializers

from mediation.flow import services
from mediation.flow.serializers import FirstConsentIn
from mediation.register.acting import By
from mediation.register.models import Dispute, Party


def shape() -> serializers.Field[Any, Any, Any, Any]:
    """What a body holds under `consents`."""
    return FirstConsentIn(many=True, required=False)


def keep(
    dispute: Dispute, parties: Sequence[Party], said: Sequence[Mapping[str, Any]], by: By
) -> None:
    """Write them down in the transaction of the dispute."""
    services.keep_consents(dispute, parties, said, by)
    dispute.refresh_from_db()
