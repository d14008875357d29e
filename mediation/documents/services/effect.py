"""What signatures and copies set off in the course of the dispute."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import IllegalStep
from grid.ledger import obligations
from grid.ledger.actors import Actor
from grid.ledger.services import record
from mediation.documents.composing.settling import UNCONFIRMABLE
from mediation.documents.models import CONFIRMATION_DAYS, ConfirmationDue, Delivery, Paper
from mediation.documents.services.papers import compose_paper, paper_fact
from mediation.flow import services as flow
from mediation.flow.models import Agreement
from mediation.register.acting import By
from mediation.register.models import Dispute
from mediation.register.told import label_of


def take_effect(paper: Paper, *, by: By, channel: str) -> None:
    """All have signed: the agreement binds from the last signature on (art. 29).

    Raises IllegalStep where the dispute has come to another agreement since, or is suspended.
    """
    agreement = Agreement.objects.filter(dispute=paper.dispute).order_by("-pk").first()
    if agreement is None:
        raise IllegalStep(_("There is no agreement yet."), stage=paper.dispute.stage)
    last = paper.signatures.order_by("-signed_at").values_list("signed_at", flat=True)[0]
    if agreement.effective_at is None:
        agreement = flow.take_effect(agreement, by=by, at=last)
    actor = by.as_actor(channel=channel)
    paper.effective_at = agreement.effective_at
    paper.save(update_fields=["effective_at"])
    record(actor, paper_fact("paper_effective", paper))
    run_clock(paper.dispute, actor)


def run_clock(dispute: Dispute, actor: Actor) -> ConfirmationDue | None:
    """Have the thirty days of art. 33 run from the effect, once; None where no court confirms it.

    An agreement that took effect without a paper here is written down first.
    """
    agreement = Agreement.objects.filter(dispute=dispute).order_by("-pk").first()
    if agreement is None or not agreement.effective_at or dispute.category_id in UNCONFIRMABLE:
        return None
    paper = Paper.objects.filter(
        dispute=dispute, kind=Paper.Kind.AGREEMENT, replaced_at__isnull=True
    ).first()
    if paper is None:
        paper, _is_new = compose_paper(dispute, by_label=actor.label, kind=Paper.Kind.AGREEMENT)
    running = ConfirmationDue.objects.filter(paper=paper).first()
    if running is not None:
        return running
    label = label_of(dispute)
    order = obligations.Order(
        owner_path=dispute.agency.path,
        title=(_("Judicial confirmation: %s") % label)[:120],
        subject_type="dispute",
        subject_id=dispute.number,
        due_at=agreement.effective_at + timedelta(days=CONFIRMATION_DAYS),
    )
    effective = {"effective_at": agreement.effective_at}
    return obligations.issue(
        ConfirmationDue, actor, order, dispute=dispute, paper=paper, **effective
    )


def notice_given(paper: Paper, *, by: By, way: str) -> None:
    """Every party has the notice: the step that owed it is done."""
    stages = (Dispute.Stage.FAILED, Dispute.Stage.REFUSED)
    if paper.dispute.stage in stages:
        flow.give_notice(paper.dispute, by=by, way=str(Delivery.Way(way).label))


def missing_for_archive(dispute: Dispute) -> list[str]:
    """What stands against the archive: a court's clock nobody has answered."""
    running = dispute.confirmations.filter(state__in=obligations.OPEN, due_at__gt=timezone.now())
    if running.exists():
        return [_("Say first whether the parties want judicial confirmation.")]
    return []
