"""Ending sessions: one's own, another's, all of an officer's."""

from django.db import transaction

from grid.ledger.actors import Actor
from grid.ledger.services import record
from grid.organisation.models import Officer, OfficerSession
from grid.organisation.services.sign_in import officer_fact


@transaction.atomic
def end_session(session: OfficerSession, *, by: Actor) -> None:
    """End one session at once; its sockets close on the fact."""
    officer = session.officer
    if not session.delete()[0] or officer is None:
        return
    record(by, officer_fact("organisation.session_ended", officer))


def end_all_sessions(officer: Officer) -> int:
    """Delete every session of the officer, inside the caller's transaction; answers how many."""
    return OfficerSession.objects.filter(officer=officer).delete()[0]
