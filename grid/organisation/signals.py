"""What the sign-in library does on its own is put on record here."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib.auth import user_logged_out
from django.db import transaction
from django.dispatch import receiver

from grid.ledger.services import record
from grid.organisation.models import Officer
from grid.organisation.services.sign_in import officer_fact


@receiver(authenticator_added)
@receiver(authenticator_removed)
def note_second_factor(
    signal: Any, user: Officer, authenticator: Authenticator, **_kwargs: Any
) -> None:
    """Record that a second factor or its recovery codes came or went."""
    verb = "set_up" if signal is authenticator_added else "removed"
    kind = f"organisation.second_factor_{verb}"
    with transaction.atomic():
        record(user.as_actor(), officer_fact(kind, user, type=str(authenticator.type)))


@receiver(user_logged_out)
def note_sign_out(user: Officer | None, **_kwargs: Any) -> None:
    """Record a sign-out."""
    if isinstance(user, Officer):
        with transaction.atomic():
            record(user.as_actor(), officer_fact("organisation.officer_signed_out", user))
