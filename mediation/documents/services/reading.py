"""Whoever reads a paper or takes it out is on the access register, with what for."""

from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grid.errors import IllegalStep, NotAllowed
from grid.ledger.access import note_access
from grid.organisation.models import Officer
from grid.organisation.writing import fault, refuse
from mediation.documents.content import Content, read
from mediation.documents.drawing import docx_of, pdf_of
from mediation.documents.models import Paper, Volume
from mediation.documents.packing import zip_of
from mediation.documents.selectors import signed_places
from mediation.register import private
from mediation.register.models import Dispute
from mediation.register.private import FIELDS
from mediation.register.reveal import may_ask

SHORTEST_REASON: Final = 10


class Purpose(TextChoices):
    """What a paper is taken for; anything else is said in words."""

    SIGN = "sign", gettext_lazy("To be read and signed by the parties")
    COPY = "copy", gettext_lazy("The copy of a party")
    ARCHIVE = "archive", gettext_lazy("The archive")
    COURT = "court", gettext_lazy("A court or another authority")
    OTHER = "other", gettext_lazy("Something else")


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Why somebody opens a paper; `reason` has ten characters or more for anything else."""

    purpose: str
    reason: str = ""

    def checked(self) -> "Why":
        """Itself; raises InvalidInput where it says too little."""
        faults = []
        if self.purpose not in Purpose.values:
            faults.append(fault("purpose", "unknown", _("Say what it is for.")))
        if self.purpose == Purpose.OTHER and len(self.reason.strip()) < SHORTEST_REASON:
            faults.append(
                fault("reason", "too_short", _("Give a reason of ten characters or more."))
            )
        refuse(faults)
        return self


@transaction.atomic
def look_at_paper(paper: Paper, *, by: Officer, why: Why) -> Content:
    """What the paper says, on the screen."""
    _note(paper, by, why, operation="consultation")
    return _words(paper)


@transaction.atomic
def take_pdf(paper: Paper, *, by: Officer, why: Why) -> bytes:
    """The paper as PDF, with the signatures there are."""
    content = _words(paper)
    _note(paper, by, why, operation="export")
    return pdf_of(content, signed_places(paper), text_hash=paper.text_hash).pdf()


@transaction.atomic
def take_docx(paper: Paper, *, by: Officer, why: Why) -> bytes:
    """The paper as DOCX, with the signatures there are."""
    content = _words(paper)
    _note(paper, by, why, operation="export")
    return docx_of(content, signed_places(paper), text_hash=paper.text_hash)


@transaction.atomic
def export_volume(volume: Volume, *, by: Officer, why: Why) -> bytes:
    """The volume as a ZIP file with its manifest."""
    if volume.items.filter(content__isnull=True).exists():
        raise IllegalStep(_("Its pages were deleted when their time was over; the index stays."))
    _note_access(volume.number, volume.dispute, by, why)
    return zip_of(volume)


def _words(paper: Paper) -> Content:
    if paper.content is None:
        raise IllegalStep(_("Its words were deleted when their time was over."))
    return read(paper.content)


def _note(paper: Paper, by: Officer, why: Why, *, operation: str) -> None:
    dispute = paper.dispute
    if not may_ask(by, dispute):
        raise NotAllowed(_("This dispute is for those who work on it and their leaders."))
    _note_access(paper.number, dispute, by, why, operation=operation)


def _note_access(
    subject: str, dispute: Dispute, by: Officer, why: Why, *, operation: str = "export"
) -> None:
    """One line of the access register; a name typed into the reason is masked there."""
    purpose = Purpose(why.checked().purpose)
    reason = private.veil(why.reason.strip(), dispute.parties.all())
    note_access(
        by.as_actor(),
        operation=operation,
        subject_type="dispute_paper",
        subject_id=subject,
        agency_path=dispute.agency.path,
        fields=[*FIELDS, "narrative"],
        purpose=purpose.value,
        case_number=dispute.number,
        reason=reason or purpose.name.lower(),
    )
