"""A dispute taken along its way, for tests of what is at the end of it."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from mediation.flow import services
from mediation.flow.models import Agreement, Consent, Session
from mediation.mediators.models import Mediator
from mediation.register.models import Dispute, Party
from mediation.register.private import seal
from tests.cast import Cast
from tests.mediation.make import make_dispute, make_mediator

Stage = Dispute.Stage


def add_parties(dispute: Dispute, count: int = 2) -> list[Party]:
    """Parties with impossible names and numbers."""
    rows = []
    for place in range(count):
        row = Party(
            dispute=dispute,
            side=("a", "b", "other")[min(place, 2)],
            name="甲乙丙丁"[place % 4] + "某人",
            phone=f"1000000{place:04}",
            address=f"示例路 {place} 号",
        )
        seal(row)
        row.save()
        rows.append(row)
    return rows


def assessed(cast: Cast, **fields: Any) -> Dispute:
    """A graded dispute with two parties."""
    told: dict[str, Any] = {"stage": Stage.ASSESSED, "grade": "yellow", "graded_at": timezone.now()}
    dispute = make_dispute(cast, **told | fields)
    add_parties(dispute)
    return dispute


def mediator_of(cast: Cast) -> Mediator:
    """Mia, in the room she works in."""
    return Mediator.objects.filter(officer=cast.mia).first() or make_mediator(cast)


def assigned(cast: Cast, **fields: Any) -> Dispute:
    """Given to Mia."""
    mia = mediator_of(cast)
    return services.assign(assessed(cast, **fields), by=cast.lea, body=mia.body, mediators=[mia])


def everybody_agrees(dispute: Dispute, cast: Cast, subject: str = "mediation") -> Dispute:
    """Each party says yes."""
    for party in dispute.parties.all():
        services.ask(party, by=cast.cora, answer=Consent.Answer.AGREED, subject=subject)
    dispute.refresh_from_db()
    return dispute


def mediating(cast: Cast, **fields: Any) -> Dispute:
    """Begun, for every party agreed."""
    return everybody_agrees(assigned(cast, **fields), cast)


def a_session(dispute: Dispute, cast: Cast, **fields: Any) -> Session:
    """One session in the mediation room."""
    told: dict[str, Any] = {"place": "Mediation room", "record": "Both sides were heard."}
    return services.hold_session(dispute, by=cast.cora, **told | fields)


def agreed(cast: Cast, **fields: Any) -> tuple[Dispute, Agreement]:
    """A written agreement that is not signed yet."""
    dispute = mediating(cast)
    a_session(dispute, cast)
    told: dict[str, Any] = {"terms": "The pipe is repaired and 800 yuan are paid."}
    made = services.agree(dispute, by=cast.cora, **told | fields)
    dispute.refresh_from_db()
    return dispute, made


def fulfilling(cast: Cast, **fields: Any) -> Dispute:
    """An agreement that binds."""
    dispute, made = agreed(cast, **fields)
    services.take_effect(made, by=cast.cora)
    dispute.refresh_from_db()
    return dispute


def visit(dispute: Dispute, cast: Cast, kind: str, **fields: Any) -> None:
    """A visit afterwards."""
    told: dict[str, Any] = {"way": "visit", "feedback": "It is quiet.", "satisfied": "yes"}
    services.revisit(dispute, by=cast.cora, kind=kind, **told | fields)


def revisited(cast: Cast) -> Dispute:
    """Performed and visited twice."""
    dispute = fulfilling(cast)
    for row in dispute.performance_rows.all():
        services.fulfil(row, by=cast.cora)
    visit(dispute, cast, "day_7")
    visit(dispute, cast, "day_30")
    dispute.refresh_from_db()
    return dispute


def closed(cast: Cast) -> Dispute:
    """Over, and not archived yet."""
    return services.close(revisited(cast), by=cast.lea)


def in_an_hour() -> Any:
    return timezone.now() + timedelta(hours=1)
