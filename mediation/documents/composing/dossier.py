"""All that papers of one dispute tell of, read once."""

from dataclasses import dataclass

from mediation.flow.models import Agreement, Consent, Course, Performance, Revisit, Session
from mediation.mediators.models import Mediator
from mediation.register.models import Dispute, Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """One dispute with its parties and its last course of mediation."""

    dispute: Dispute
    parties: list[Party]
    course: Course | None
    mediators: list[Mediator]
    sessions: list[Session]
    agreement: Agreement | None
    performances: list[Performance]
    consents: list[Consent]
    revisits: list[Revisit]

    @property
    def body_name(self) -> str:
        """The body that mediates, or the agency that registered it while there is none."""
        body = self.dispute.body
        return body.name if body else self.dispute.agency.name


def dossier_of(dispute: Dispute) -> Dossier:
    """Reads parties in clear: whoever asks for it writes the access register."""
    course = Course.objects.filter(dispute=dispute).order_by("-number").first()
    sessions = list(
        Session.objects.filter(course=course).prefetch_related("mediators", "present")
        if course
        else ()
    )
    agreement = Agreement.objects.filter(course=course).first() if course else None
    return Dossier(
        dispute=dispute,
        parties=list(dispute.parties.all()),
        course=course,
        mediators=_mediators(dispute, sessions),
        sessions=sessions,
        agreement=agreement,
        performances=list(agreement.performances.select_related("party")) if agreement else [],
        consents=list(course.consents.select_related("party")) if course else [],
        revisits=list(course.revisits.all()) if course else [],
    )


def _mediators(dispute: Dispute, sessions: list[Session]) -> list[Mediator]:
    """Whoever mediates it now; where nobody does any more, whoever held the last session."""
    given = Mediator.objects.filter(
        assignments__dispute=dispute, assignments__ended_at__isnull=True
    )
    now = list(given.distinct())
    return now or (list(sessions[-1].mediators.all()) if sessions else [])
