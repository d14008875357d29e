"""What is typed at the console prints a secret once."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from grid.organisation.models import ClientSystem, Officer
from grid.organisation.roles import Role
from grid.organisation.tokens import digest
from tests.cast import Cast

CLIENT = ("--scopes", "events.read,incidents.report", "--name", "区平台", "--owner", "王某")


def run(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue().strip()


def test_create_client_prints_the_token_once(cast: Cast) -> None:
    token = run("create_client", "--agency", cast.north.code, *CLIENT, "--networks", "10.0.0.0/8")
    client = ClientSystem.objects.get(token_digest=digest(token))
    assert client.scopes == ["events.read", "incidents.report"]
    assert client.allowed_networks == ["10.0.0.0/8"]


def test_create_officer_makes_the_first_administrator(db: None, cast: Cast) -> None:
    words = ("--badge", "T100", "--name", "首任", "--agency", cast.city.code)
    password = run("create_officer", *words, "--role", "security_admin")
    officer = Officer.objects.get(badge_number="T100")
    assert officer.check_password(password) and officer.must_change_password
    assert officer.roles == {Role.SECURITY_ADMIN}


@pytest.mark.parametrize(
    "words",
    [
        ("create_client", "--agency", "000000000000", *CLIENT),
        ("create_client", "--agency", "990100000000", *CLIENT, "--days", "400"),
        ("create_officer", "--badge", "X", "--name", "x", "--agency", "000000000000"),
        ("create_officer", "--badge", "N001", "--name", "x", "--agency", "990100000000"),
    ],
)
def test_a_mistake_is_said_and_nothing_is_made(cast: Cast, words: tuple[str, ...]) -> None:
    before = Officer.objects.count()
    with pytest.raises(CommandError):
        run(*words)
    assert Officer.objects.count() == before
    assert not ClientSystem.objects.exists()


def test_incompatible_roles_are_refused_and_the_officer_is_not_made(cast: Cast) -> None:
    words = ("--badge", "T100", "--name", "首任", "--agency", cast.city.code)
    with pytest.raises(CommandError):
        run("create_officer", *words, "--role", "oversight", "--role", "dispatcher")
    assert not Officer.objects.filter(badge_number="T100").exists()
