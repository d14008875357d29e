"""A new paper, or a new version of one whose matter has changed."""

from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import IllegalStep
from grid.ledger.facts import Fact
from grid.ledger.services import record
from mediation.documents.composing import compose
from mediation.documents.content import hash_of, letters
from mediation.documents.models import Paper
from mediation.register.acting import By
from mediation.register.models import Dispute
from mediation.register.told import dispute_fact

# The letter in a paper's number.
_LETTERS: Final = {
    Paper.Kind.REGISTRATION: "R",
    Paper.Kind.SESSION: "S",
    Paper.Kind.AGREEMENT: "A",
    Paper.Kind.NOTICE: "N",
    Paper.Kind.CONFIRMATION: "C",
    Paper.Kind.CLOSING: "Z",
}


@transaction.atomic
def make_paper(
    dispute: Dispute, *, by: By, kind: str, about: str = "", channel: str = "screen"
) -> Paper:
    """The paper as the dispute stands now; the one there is, where its words would be the same.

    A new version replaces the old one, which has to be signed anew. Raises IllegalStep for what
    is archived or in effect, and where what it tells of has not happened.
    """
    held = Dispute.objects.select_for_update(of=("self",)).get(pk=dispute.pk)
    if held.stage == Dispute.Stage.ARCHIVED:
        raise IllegalStep(_("What is archived is read only."), stage=held.stage)
    paper, is_new = compose_paper(held, by_label=by.as_actor().label, kind=kind, about=about)
    if is_new:
        record(by.as_actor(channel=channel), paper_fact("paper_made", paper))
    return paper


def compose_paper(
    dispute: Dispute, *, by_label: str, kind: str, about: str = ""
) -> tuple[Paper, bool]:
    """Write the paper where its words are new; the dispute is locked by the caller."""
    mine = Paper.objects.filter(dispute=dispute, kind=kind)
    standing = mine.filter(about=about, replaced_at__isnull=True).first()
    if standing is not None:
        if _says_the_same(standing):
            return standing, False
        if standing.effective_at:
            raise IllegalStep(_("What is in effect is not written anew."), paper=standing.number)
        standing.replaced_at = timezone.now()
        standing.save(update_fields=["replaced_at"])
    number = f"{dispute.number}-{_LETTERS[Paper.Kind(kind)]}{mine.count() + 1}"
    text = letters(compose(dispute, kind, number=number, about=about))
    made = Paper.objects.create(
        dispute=dispute, number=number, kind=kind, about=about,
        content=text, text_hash=hash_of(text), made_by=by_label,
    )  # fmt: skip
    return made, True


def _says_the_same(standing: Paper) -> bool:
    now = compose(standing.dispute, standing.kind, number=standing.number, about=standing.about)
    return hash_of(letters(now)) == standing.text_hash


def paper_fact(kind: str, paper: Paper, **more: Any) -> Fact:
    """A fact of a paper: its number, its kind and the hash of its words, no word of it."""
    told = {"paper": paper.number, "paper_kind": paper.kind, "text_hash": paper.text_hash}
    return dispute_fact(kind, paper.dispute, **told, **more)
