"""Fixtures every test may use."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.apps import AppConfig, apps
from django.conf import settings
from django.contrib.auth import user_logged_in
from django.db.backends.postgresql.operations import DatabaseOperations
from django.db.models.signals import post_migrate
from django.http import HttpRequest
from django.test import override_settings

from tests.cast import Cast, call_cast

# Rows that migrations bring, by app: the model to look at, the migration, its function.
REFERENCE_ROWS = {
    "checkpoints": ("DutyLevel", "checkpoints.register.migrations.0002_reference_rows", "add"),
    "units": ("Capability", "patrol.units.migrations.0002_reference_rows", "add"),
    "shifts": ("CertificateKind", "patrol.shifts.migrations.0002_reference_rows", "add"),
    "levels": ("PatrolLevel", "patrol.levels.migrations.0002_the_scale", "add_scale"),
    "worklog": ("WorkCode", "patrol.worklog.migrations.0002_work_codes", "seed"),
}


@pytest.fixture
def cast(db: None) -> Cast:
    """The people and the ground of the tests."""
    return call_cast()


@pytest.fixture(scope="session", autouse=True)
def _test_database_may_be_emptied() -> Iterator[None]:
    """Between transactional tests Django truncates tables, which the ledger refuses others."""
    truncate = DatabaseOperations.execute_sql_flush

    def flush(self: DatabaseOperations, sql_list: list[str]) -> Any:
        return truncate(self, ["SET LOCAL anlan.flush = 'on'", *sql_list] if sql_list else [])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", flush)
        yield


@pytest.fixture(scope="session", autouse=True)
def _reference_rows_come_back() -> Iterator[None]:
    """A transactional test empties every table; what migrations brought is brought again."""
    post_migrate.connect(_bring_rows)
    yield
    post_migrate.disconnect(_bring_rows)


def _bring_rows(sender: AppConfig, **_told: Any) -> None:
    model, migration, function = REFERENCE_ROWS.get(sender.label, ("", "", ""))
    if model and not sender.get_model(model).objects.exists():
        getattr(import_module(migration), function)(apps, None)


@pytest.fixture(scope="session", autouse=True)
def _sentences_are_in_the_source_language() -> Iterator[None]:
    """Tests read the same words whether or not the catalogue has been compiled."""
    with override_settings(LOCALE_PATHS=[]):
        yield


@pytest.fixture
def in_both_languages() -> Iterator[None]:
    """The catalogue as it is, for tests of what a person reads."""
    with override_settings(LOCALE_PATHS=[settings.BASE_DIR / "grid" / "frame" / "locale"]):
        yield


@pytest.fixture(scope="session", autouse=True)
def _passwords_are_hashed_quickly() -> Iterator[None]:
    """A quarter of a second for each officer of the cast would be most of the suite."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True)
def _forced_sign_in_shows_both_factors() -> Iterator[None]:
    """`client.force_login` stands for a whole sign-in; tests of the second factor use its pages."""

    def show(request: HttpRequest, user: Any, **_kwargs: Any) -> None:
        if not request.path:  # the request `force_login` makes up has none
            record_authentication(request, user, "mfa", type="totp")

    user_logged_in.connect(show, weak=False)
    yield
    user_logged_in.disconnect(show)
