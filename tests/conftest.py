"""Fixtures every test may use."""

import functools
import gc
import os
import signal
from collections import Counter
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from allauth.account.internal.flows.login import record_authentication
from django.apps import apps
from django.conf import settings
from django.contrib.auth import user_logged_in
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest
from django.test import TransactionTestCase, override_settings
from django.utils.module_loading import autodiscover_modules
from pytest_django import DjangoDbBlocker

from tests import emptying, template
from tests.cast import Cast, call_cast

# The same examples in every run, and as long for each as a busy machine may need.
hypothesis.settings.register_profile(
    "repeatable",
    derandomize=True,
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("repeatable")

# What a test is reckoned to take, in seconds, for the order of files.
RECKONED = {"fault": 60.0, "browser": 6.0}
OTHERS = 0.1
# Ends what waits for ever, and says where; the day and the whole life take as long as they take.
LONGEST_S = 0 if os.environ.get("WHOLE_LIFE") else 480


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Beside other workers the longest files go first, so that none is left alone at the end."""
    if not hasattr(config, "workerinput"):
        return
    takes: Counter[Path] = Counter()
    for item in items:
        said = item.get_closest_marker("takes")
        reckoned = (RECKONED.get(mark.name, OTHERS) for mark in item.iter_markers())
        takes[item.path] += said.args[0] if said else max(reckoned, default=OTHERS)
    items.sort(key=lambda item: -takes[item.path])


def _waits_for_ever(_number: int, _frame: object) -> None:
    raise TimeoutError(f"the test was not over after {LONGEST_S} seconds")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Generator[None]:
    """No test may hold up all others."""
    signal.signal(signal.SIGALRM, _waits_for_ever)
    signal.alarm(LONGEST_S)
    try:
        return (yield)
    finally:
        signal.alarm(0)


def pytest_collection_finish() -> None:
    """The garbage collector need not look again and again at all that was imported."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture
def cast(db: None) -> Cast:
    """The people and the ground of the tests."""
    return call_cast()


@pytest.fixture(scope="session", autouse=True)
def _swappable_models_are_looked_up_once() -> Iterator[None]:
    """Migrating asks for them at every foreign key of every state, and forgets them at each."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            apps, "get_swappable_settings_name", functools.cache(apps.get_swappable_settings_name)
        )
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """A new test database is a copy of the migrated one; migrating takes most of a minute."""
    copy = connection.creation._get_test_db_name()  # type: ignore[attr-defined]
    connection.settings_dict["TEST"]["TEMPLATE"] = template.ready(copy)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A test database whose transactional tests leave it as the migrations did, and quickly."""
    with django_db_blocker.unblock():
        given = connection.settings_dict
        template.sign(given["NAME"], given["TEST"]["TEMPLATE"])
        emptying.prepare()
    with (
        pytest.MonkeyPatch.context() as patch,
        override_settings(REDIS_NAMESPACE=given["NAME"]),  # no worker's hints wake another's
    ):
        patch.setattr(TransactionTestCase, "_fixture_teardown", emptying.restore)
        yield


@pytest.fixture(scope="session", autouse=True)
def _whatever_reacts_is_known() -> None:
    """As in the live worker, which reads every app's reactors before it begins."""
    autodiscover_modules("reactors")


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
def _nothing_is_remembered() -> None:
    """The cache of this process belongs to one city, and every test has a city of its own."""
    cache.clear()


@pytest.fixture(autouse=True)
def _forced_sign_in_shows_both_factors() -> Iterator[None]:
    """`client.force_login` stands for a whole sign-in; tests of the second factor use its pages."""

    def show(request: HttpRequest, user: Any, **_kwargs: Any) -> None:
        if not request.path:  # the request `force_login` makes up has none
            record_authentication(request, user, "mfa", type="totp")

    user_logged_in.connect(show, weak=False)
    yield
    user_logged_in.disconnect(show)
