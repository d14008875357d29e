"""Who works for which contractor today."""

from django.utils import timezone

from grid.organisation.models import Officer
from grid.scope import Viewer
from video.register.models import Company
from video.repair.models import ContractorSeat


def seat_of(viewer: Viewer) -> ContractorSeat | None:
    """The seat that holds today; a client system has none."""
    if not isinstance(viewer, Officer):
        return None
    today = timezone.localdate()
    rows = ContractorSeat.objects.filter(
        officer=viewer, ended_on__isnull=True, valid_from__lte=today, valid_to__gt=today
    )
    return rows.select_related("company").first()


def company_of(viewer: Viewer) -> Company | None:
    """The firm somebody works for today."""
    seat = seat_of(viewer)
    return seat.company if seat and seat.company.is_active else None
