"""A second security administrator, and signing in through the page."""

import time
from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client

from grid.organisation.models import Officer, RoleGrant
from grid.organisation.roles import Role
from tests.cast import PASSWORD, Cast

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def sven(cast: Cast) -> Officer:
    """The second pair of eyes: another security administrator of the city."""
    sven = Officer.objects.create_officer(
        badge_number="T004", name="斯文", agency=cast.city, password=PASSWORD
    )
    RoleGrant.objects.create(
        officer=sven, role=Role.SECURITY_ADMIN, granted_by="console", approved_by="installation"
    )
    return sven


@pytest.fixture
def sign_in(client: Client) -> Callable[..., int]:
    """Send the sign-in form as a browser would; answers the status."""

    def send(badge: str, password: str = PASSWORD, ip: str = "10.0.0.1") -> int:
        form = {"login": badge, "password": password}
        return client.post("/accounts/login/", form, REMOTE_ADDR=ip).status_code

    return send


def give_authenticator(officer: Officer) -> None:
    """Set up the officer's authenticator app with the secret of the tests."""
    TOTP.activate(officer, SECRET)


def code_now(steps_ahead: int = 0, secret: str = SECRET) -> str:
    """The code the officer's phone shows, or will show."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps_ahead))
