"""What the law or the file still asks of a camera: each question one condition over the register.

Sources: decree 799 articles 7, 10, 13, 14, 17; counter-terrorism law article 32 (90 days).
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from grid.scope import Viewer
from video.register.completeness import complete_q
from video.register.models import Camera, CameraQuerySet, FunctionType
from video.register.rules import FILING_DAYS, MIN_DAYS, MIN_DAYS_KEY

LEASE_DAYS: Final = 30  # told so many days before a lease ends

LOOKOUT: Final = Q(function_types__contains=[FunctionType.HIGH_POINT.value])
NO_ID: Final = Q(gb_id__isnull=True)
RETENTION_SHORT: Final = Q(retention_days__lt=MIN_DAYS) | Q(
    retention_days__lt=MIN_DAYS_KEY, is_key_target=True
)
NO_CONSENT: Final = Q(near_protected_site=True, consent_document="")


def unfiled_q(today: date) -> Q:
    """In use for more than 30 days and filed with nobody (article 14)."""
    return Q(filing_number="", enabled_on__lt=today - timedelta(days=FILING_DAYS))


def filing_due_q(today: date) -> Q:
    """The 30 days run and nothing is filed yet."""
    return Q(filing_number="", enabled_on__gte=today - timedelta(days=FILING_DAYS))


def lease_ending_q(today: date) -> Q:
    """Leased under a contract that ends within 30 days or has ended."""
    return Q(lease__valid_to__lte=today + timedelta(days=LEASE_DAYS))


# Word in the address, what it says, what makes a camera stand on the list.
LISTS: Final[dict[str, tuple[Any, Callable[[date], Q]]]] = {
    "unfiled": (_("Not filed after 30 days"), unfiled_q),
    "filing_due": (_("To be filed within 30 days"), filing_due_q),
    "refile": (_("Change to be filed"), lambda _today: Q(refile_since__isnull=False)),
    "no_start": (
        _("Not filed, start of use unknown"),
        lambda _today: Q(filing_number="", enabled_on__isnull=True),
    ),
    "retention": (_("Footage kept too short"), lambda _today: RETENTION_SHORT),
    "unsigned": (_("Without notice"), lambda _today: Q(is_signed=False)),
    "no_consent": (_("Without consent"), lambda _today: NO_CONSENT),
    "no_necessity": (_("Necessity not said"), lambda _today: Q(necessity="")),
    "no_category": (_("Site category not said"), lambda _today: Q(site_category="")),
    "lease": (_("Lease ending"), lease_ending_q),
    "warranty": (
        _("Warranty over"),
        lambda today: Q(warranty_to__lt=today),
    ),
    "missing": (_("Mandatory fields missing"), lambda _today: ~complete_q()),
    "no_id": (_("Without national id"), lambda _today: NO_ID),
}


def narrowed(rows: CameraQuerySet, name: str, today: date) -> CameraQuerySet:
    """The standing cameras on one list; an unknown word finds nothing."""
    if name not in LISTS:
        return rows.none()
    _word, condition = LISTS[name]
    return rows.standing().filter(condition(today))


def counts(viewer: Viewer, today: date, **wanted: Any) -> dict[str, int]:
    """How many standing cameras are on each list; one read of the register."""
    told = {name: Count("pk", filter=make(today)) for name, (_word, make) in LISTS.items()}
    rows = Camera.objects.visible_to(viewer).standing()
    if wanted.get("agency"):
        rows = rows.filter(agency__path__contains=f"{wanted['agency']}/")
    found: dict[str, int] = rows.aggregate(total=Count("pk"), **told)
    return found
