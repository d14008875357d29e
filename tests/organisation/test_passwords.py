"""What may be a password."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from grid.organisation.passwords import one_time_password
from tests.cast import Cast


@pytest.mark.parametrize(
    "password", ["Correct-horse", "correct-horse-7", "CORRECT-HORSE-7", "密码密码密码密码aA7"]
)
def test_ten_characters_of_three_kinds_are_enough(password: str) -> None:
    validate_password(password)


@pytest.mark.parametrize("password", ["Aa1-Aa1-A", "correcthorse", "CORRECTHORSE7", "Password123"])
def test_too_short_too_plain_or_too_common_is_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password)


def test_the_badge_number_is_no_part_of_it(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        validate_password("My-n001-secret", cast.nora)
    validate_password("My-n002-secret", cast.nora)


def test_one_time_passwords_pass_their_own_rules_and_differ() -> None:
    made = {one_time_password() for _n in range(50)}
    assert len(made) == 50
    for password in made:
        validate_password(password)
