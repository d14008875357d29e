"""Password rules (口令规则): GB/T 22239-2019 8.1.4.1 a; the lengths and counts are ours."""

import secrets
import string
from typing import Any, Final

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from grid.organisation.models import Officer

SHORTEST: Final = 10
CLASSES: Final = 3
REMEMBERED: Final = 5
SIGNS: Final = "!#%+-=?@"


class LongAndMixed:
    """At least 10 characters out of three of the four classes: lower, upper, digit, other."""

    def validate(self, password: str, user: Any = None) -> None:
        tests = (str.islower, str.isupper, str.isdigit)
        classes = sum(any(map(test, password)) for test in tests)
        classes += any(not (c.islower() or c.isupper() or c.isdigit()) for c in password)
        if len(password) < SHORTEST or classes < CLASSES:
            raise ValidationError(self.get_help_text(), code="password_too_simple")

    def get_help_text(self) -> str:
        return _("At least 10 characters of three kinds: small letters, capitals, digits, signs.")


class NotTheBadge:
    """The badge number is on everybody's chest."""

    def validate(self, password: str, user: Any = None) -> None:
        if isinstance(user, Officer) and user.badge_number.lower() in password.lower():
            raise ValidationError(self.get_help_text(), code="password_holds_badge")

    def get_help_text(self) -> str:
        return _("The badge number may not be part of it.")


class NotUsedBefore:
    """Neither the present password nor one of the four before it."""

    def validate(self, password: str, user: Any = None) -> None:
        if not isinstance(user, Officer) or user.pk is None:
            return
        former = user.former_passwords.values_list("hash", flat=True)[: REMEMBERED - 1]
        if any(check_password(password, hashed) for hashed in (user.password, *former)):
            raise ValidationError(self.get_help_text(), code="password_used_before")

    def get_help_text(self) -> str:
        return _("None of your last 5 passwords.")


def one_time_password() -> str:
    """16 random characters of all four classes, to be shown once and changed at first use."""
    pools = (string.ascii_lowercase, string.ascii_uppercase, string.digits, SIGNS)
    chars = [secrets.choice(pool) for pool in pools]
    chars += [secrets.choice("".join(pools)) for _n in range(12)]
    secrets.SystemRandom().shuffle(chars)
    return "".join(chars)
