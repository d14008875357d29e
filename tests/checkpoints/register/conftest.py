"""Whatever is said here is said in English, on pages and by services."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


class EnglishClient(Client):
    """A browser whose reader reads English."""

    def force_login(self, user: Any, backend: str | None = None) -> None:
        user.language = "en"
        user.save(update_fields=["language"])
        super().force_login(user, backend)


@pytest.fixture
def client() -> Client:
    return EnglishClient()
