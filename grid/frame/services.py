"""How an officer likes the screen: language and theme."""

from django.db import transaction

from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Officer


@transaction.atomic
def save_preferences(officer: Officer, *, language: str = "", theme: str = "") -> None:
    """Keep what was chosen; an empty value leaves the choice as it is."""
    officer.language = language or officer.language
    officer.theme = theme or officer.theme
    officer.save(update_fields=["language", "theme"])
    record(
        officer.as_actor(),
        Fact(
            kind="organisation.preferences_changed",
            subject_type="officer",
            subject_id=officer.badge_number,
            agency_path=officer.agency_path,
            payload={"language": officer.language, "theme": officer.theme},
        ),
    )
