"""What signing in leaves behind: facts, spent codes, changed passwords."""

from hashlib import sha256

from django.db import IntegrityError, transaction
from django.utils import timezone

from grid.ledger.actors import PLATFORM
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import FormerPassword, Officer, OfficerSession, SpentCode
from grid.organisation.passwords import REMEMBERED

UNKNOWN = "unknown"


@transaction.atomic
def note_success(officer: Officer, *, ip: str) -> None:
    """Record a completed sign-in."""
    record(officer.as_actor(), officer_fact("organisation.officer_signed_in", officer, ip=ip))


@transaction.atomic
def note_failure(*, badge_number: str, ip: str) -> None:
    """Record a failed sign-in; an unknown name is not written down, it may be a password."""
    officer = Officer.objects.filter(badge_number=badge_number).select_related("agency").first()
    kind = "organisation.sign_in_failed"
    if officer is None:
        fact = Fact(
            kind=kind,
            subject_type="officer",
            subject_id=UNKNOWN,
            agency_path="",
            payload={"ip": ip},
        )
    else:
        fact = officer_fact(kind, officer, ip=ip)
    record(PLATFORM, fact)


def spend_code(officer: Officer, code: str) -> bool:
    """Mark a one-time code as used; False where it was used before."""
    try:
        with transaction.atomic():
            SpentCode.objects.create(officer=officer, code_digest=sha256(code.encode()).hexdigest())
    except IntegrityError:
        return False
    return True


@transaction.atomic
def change_password(officer: Officer, password: str, *, keep_session: str | None) -> None:
    """Set a checked password, remember the one before, end every other session."""
    if officer.password:
        FormerPassword.objects.create(officer=officer, hash=officer.password)
    kept = officer.former_passwords.values_list("pk", flat=True)[: REMEMBERED - 1]
    officer.former_passwords.exclude(pk__in=list(kept)).delete()
    officer.set_password(password)
    officer.password_changed_at = timezone.now()
    officer.must_change_password = False
    officer.save(update_fields=["password", "password_changed_at", "must_change_password"])
    OfficerSession.objects.filter(officer=officer).exclude(pk=keep_session).delete()
    record(officer.as_actor(), officer_fact("organisation.password_changed", officer))


def officer_fact(kind: str, officer: Officer, *, reason: str = "", **payload: str | bool) -> Fact:
    """A fact about an officer, by badge number; never her name."""
    return Fact(
        kind=kind,
        subject_type="officer",
        subject_id=officer.badge_number,
        agency_path=officer.agency_path,
        subject_version=officer.version,
        payload={"badge_number": officer.badge_number, **payload},
        reason=reason,
    )
