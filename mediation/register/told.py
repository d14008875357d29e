"""How a dispute is told of where its parties are not: in facts, titles and lists."""

from typing import Any

from django.utils.translation import gettext as _

from grid.ledger.facts import Fact
from mediation.register.models import Dispute, DisputeCategory
from mediation.register.places import without_door


def brief(dispute: Dispute) -> dict[str, Any]:
    """A dispute in facts; agency, cell and category should be joined.

    Never holds a party, and of a sensitive one neither title nor place.
    """
    told: dict[str, Any] = {
        "number": dispute.number,
        "agency": dispute.agency.code,
        "stage": dispute.stage,
        "grade": dispute.grade,
        "level": dispute.level,
        "repeats": dispute.repeats,
        "source": dispute.source,
        "source_number": dispute.source_number,
        "is_sensitive": dispute.is_sensitive,
    }
    if dispute.is_sensitive:
        return told
    return told | {
        "title": dispute.title,
        "category": dispute.category_id,
        "address": without_door(dispute.address),
        "cell": dispute.cell.code if dispute.cell else None,
    }


def label_of(dispute: Dispute) -> str:
    """What obligations and boards call it: number, category, place; of a sensitive one the number.

    At most 100 signs, so that a word fits before it.
    """
    if dispute.is_sensitive:
        return dispute.number
    place = without_door(dispute.address)
    return f"{dispute.number} {dispute.category.name} {place}".strip()[:100]


def title_for(category: DisputeCategory, address: str) -> str:
    """A title where nobody gave one."""
    told = {"category": category, "place": without_door(address)}
    return (_("%(category)s dispute, %(place)s") % told).rstrip(", ，")[:120]


def dispute_fact(
    kind: str, dispute: Dispute, *, reason: str = "", dedupe_key: str | None = None, **more: Any
) -> Fact:
    """A fact about a dispute, `kind` without the prefix; `more` goes into its payload."""
    return Fact(
        kind=f"disputes.{kind}",
        subject_type="dispute",
        subject_id=dispute.number,
        subject_version=dispute.version,
        agency_path=dispute.agency.path,
        payload=brief(dispute) | more,
        reason=reason,
        dedupe_key=dedupe_key,
    )
