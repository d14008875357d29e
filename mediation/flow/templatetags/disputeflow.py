"""Words and addresses of acts."""

from typing import Final

from django import template
from django.urls import reverse

from grid.ledger.words_disputes import DISPUTE_ACTS
from grid.rights import Right
from mediation.flow.acts import Act
from mediation.flow.services.work import FACTS
from mediation.flow.table import Event
from mediation.register.models import Dispute

register = template.Library()
PAGES: Final = {
    Right.DISPUTE_WORK: "dispute_work",
    Right.DISPUTE_ASSIGN: "dispute_direct",
    Right.DISPUTE_ARCHIVE: "dispute_archive",
}


@register.simple_tag
def act_url(dispute: Dispute, act: Act, is_mediator: bool) -> str:
    """The page of the act, a mediator's or an officer's."""
    if is_mediator:
        return reverse("my_dispute_work", args=[dispute.number, act.path])
    if act.right is Right.DISPUTE_ARCHIVE:
        return reverse("dispute_archive", args=[dispute.number])
    return reverse(PAGES[act.right], args=[dispute.number, act.path])


@register.filter
def act_word(act: str) -> str:
    """What happened, in the words of its fact."""
    kind = FACTS[Event(act)] if act in list(Event) else "danger_reported"
    return str(DISPUTE_ACTS[f"disputes.{kind}"])
