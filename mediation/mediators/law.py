"""What the law says of a mediation committee, and what of it a body lacks."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from mediation.mediators.models import MediationBody, Mediator

LEAST, MOST = 3, 9  # members, People's Mediation Law art. 8
TERM_YEARS: Final = 3  # art. 9
COMMITTEES: Final = frozenset(
    {MediationBody.Kind.VILLAGE, MediationBody.Kind.TOWN, MediationBody.Kind.INDUSTRY}
)


def lacks(body: MediationBody, serving: Sequence[Mediator], on: date) -> list[str]:
    """What of art. 8 and 9 is not so on a day; only committees are asked, and those who work."""
    if body.kind not in COMMITTEES or not body.is_active:
        return []
    found = []
    if not LEAST <= len(serving) <= MOST:
        told = {"n": len(serving), "least": LEAST, "most": MOST}
        found.append(_("%(n)s members, the law wants %(least)s to %(most)s") % told)
    if not any(one.is_woman for one in serving):
        found.append(_("no woman among the members"))
    if not any(one.office for one in serving):
        found.append(_("no head"))
    if body.term_to is None:
        found.append(_("no term entered"))
    elif body.term_to <= on:
        found.append(_("the term is over"))
    return found
