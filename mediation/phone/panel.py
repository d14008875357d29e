"""The panel of consent signatures and pictures on a dispute's page."""

from typing import Any

from grid.organisation.models import Officer
from mediation.phone.selectors import photos_of, signatures_of
from mediation.register.models import Dispute


def show(dispute: Dispute, officer: Officer) -> dict[str, Any] | None:
    """What was signed and photographed; nothing where nothing was."""
    signatures = list(signatures_of(dispute, officer))
    photos = list(photos_of(dispute, officer))
    if not signatures and not photos:
        return None
    return {"signatures": signatures, "photos": photos}
