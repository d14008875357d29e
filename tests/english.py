"""Whatever is said here is said in English, on pages and by services, to everybody of the cast."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from grid.organisation.models import Officer
from tests.cast import Cast, call_cast


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def cast(db: None) -> Cast:
    """The people and the ground of the tests; all of them read English."""
    people = call_cast()
    Officer.objects.update(language="en")
    return people


class EnglishClient(Client):
    """A browser whose reader reads English."""

    def force_login(self, user: Any, backend: str | None = None) -> None:
        user.language = "en"
        user.save(update_fields=["language"])
        super().force_login(user, backend)


@pytest.fixture
def client() -> Client:
    return EnglishClient()
