"""Each party is given a copy of her own."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from grid.errors import IllegalStep, InvalidInput, LostRace
from grid.ledger.services import record
from grid.organisation.writing import fault
from mediation.documents.models import Delivery, Paper
from mediation.documents.services.effect import notice_given
from mediation.documents.services.papers import paper_fact
from mediation.register.acting import By
from mediation.register.models import Party


@transaction.atomic
def deliver(paper: Paper, *, by: By, party: Party, way: str, channel: str = "screen") -> Delivery:
    """Write down that the party has her copy; with the last copy a notice is given.

    Raises IllegalStep for a version that was replaced, LostRace where she has it already.
    """
    if paper.replaced_at or paper.archived_at:
        raise IllegalStep(_("This version is not handed out any more."), paper=paper.number)
    if way not in Delivery.Way.values or party.dispute_id != paper.dispute_id:
        message = _("Choose who was given it, and how.")
        raise InvalidInput(message, errors=[fault("way", "unknown", message)])
    try:
        with transaction.atomic():
            made = Delivery.objects.create(
                paper=paper, party=party, way=way, given_by=by.as_actor().label
            )
    except IntegrityError as twin:
        raise LostRace(_("This party has a copy already."), paper=paper.number) from twin
    record(
        by.as_actor(channel=channel),
        paper_fact("paper_delivered", paper, side=party.side, way=way),
    )
    if paper.kind == Paper.Kind.NOTICE and _all_have_it(paper):
        notice_given(paper, by=by, way=way)
    return made


def _all_have_it(paper: Paper) -> bool:
    return paper.deliveries.count() == Party.objects.filter(dispute=paper.dispute).count()
