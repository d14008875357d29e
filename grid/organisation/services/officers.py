"""Officers: taken on, moved to duty, deactivated. A password is shown once and never stored."""

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from grid.errors import InvalidInput, LostRace, StaleVersion
from grid.ledger.actors import Actor
from grid.ledger.services import record
from grid.organisation.models import Agency, Officer
from grid.organisation.passwords import one_time_password
from grid.organisation.services.sessions import end_all_sessions
from grid.organisation.services.sign_in import officer_fact


@transaction.atomic
def create_officer(
    *, badge_number: str, name: str, agency: Agency, by: Actor
) -> tuple[Officer, str]:
    """Create an officer without roles; answers her and the one-time password, shown once.

    Raises InvalidInput where the badge number is taken or the agency is closed.
    """
    if not agency.is_active:
        raise _wrong("agency", _("This agency is closed."))
    password = one_time_password()
    try:
        with transaction.atomic():
            officer = Officer.objects.create_officer(
                badge_number=badge_number.strip(),
                name=name.strip(),
                agency=agency,
                password=password,
            )
    except IntegrityError as error:
        raise _wrong("badge_number", _("This badge number is taken.")) from error
    officer.must_change_password = True
    officer.save(update_fields=["must_change_password"])
    record(by, officer_fact("organisation.officer_created", officer))
    return officer, password


@transaction.atomic
def deactivate_officer(officer: Officer, *, by: Actor, reason: str) -> Officer:
    """Close the account: sessions end at once, sockets on the fact, roles stay as history.

    Raises LostRace where it is closed already.
    """
    officer = Officer.objects.select_for_update().select_related("agency").get(pk=officer.pk)
    if not officer.is_active:
        raise LostRace(_("This account is closed already."))
    officer.is_active = officer.is_on_duty = False
    officer.version += 1
    officer.save(update_fields=["is_active", "is_on_duty", "version"])
    end_all_sessions(officer)
    record(by, officer_fact("organisation.officer_changed", officer, reason=reason, active=False))
    return officer


@transaction.atomic
def reset_password(officer: Officer, *, by: Actor) -> str:
    """Give a new one-time password, shown once; every session ends."""
    password = one_time_password()
    officer.set_password(password)
    officer.must_change_password = True
    officer.save(update_fields=["password", "must_change_password"])
    end_all_sessions(officer)
    record(by, officer_fact("organisation.password_reset", officer))
    return password


@transaction.atomic
def remove_second_factor(officer: Officer, *, by: Actor) -> None:
    """Take a lost authenticator off the account; every session ends.

    A security administrator does this and a system administrator resets passwords, so that
    neither alone can walk into another's account. Raises LostRace where there is none.
    """
    if not Authenticator.objects.filter(user=officer).delete()[0]:
        raise LostRace(_("This account has no second factor."))
    end_all_sessions(officer)
    record(by, officer_fact("organisation.second_factor_removed", officer))


@transaction.atomic
def set_duty(officer: Officer, *, on: bool) -> None:
    """Come on duty or go off; only she herself does."""
    if not Officer.objects.filter(pk=officer.pk, is_on_duty=not on).update(is_on_duty=on):
        return
    officer.is_on_duty = on
    kind = "organisation.came_on_duty" if on else "organisation.went_off_duty"
    record(officer.as_actor(), officer_fact(kind, officer))


@transaction.atomic
def set_preferences(
    officer: Officer, *, language: str, theme: str, seat: str, version: int
) -> Officer:
    """Change language, theme and seat of one's own account. Raises StaleVersion."""
    changed = Officer.objects.filter(pk=officer.pk, version=version).update(
        language=language, theme=theme, seat=seat, version=version + 1
    )
    officer.refresh_from_db()
    if not changed:
        message = _("Your account was changed elsewhere in the meantime.")
        raise StaleVersion(message, yours=version, current=officer.version)
    record(officer.as_actor(), officer_fact("organisation.preferences_changed", officer))
    return officer


def _wrong(field: str, message: str) -> InvalidInput:
    return InvalidInput(
        message, errors=[{"pointer": f"/{field}", "code": "invalid", "message": message}]
    )
