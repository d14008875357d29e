"""What the ledger's tests share: a fact to record, a client system with a token."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from grid.ledger.facts import Fact
from grid.organisation.models import ClientSystem
from grid.organisation.tokens import digest
from grid.rights import Right
from tests.cast import Cast


@pytest.fixture
def fact(cast: Cast) -> Callable[..., Fact]:
    """Make a fact of the north branch; keyword arguments change it."""

    def make(**changes: Any) -> Fact:
        values: dict[str, Any] = {
            "kind": "incidents.received",
            "subject_type": "incident",
            "subject_id": "J1",
            "agency_path": cast.north.path,
            "payload": {"number": "J1", "address": "人民大街1号"},
        }
        return Fact(**(values | changes))

    return make


@pytest.fixture
def client_system(cast: Cast) -> Callable[..., APIClient]:
    """A client system of the north with the given rights, and a test client carrying its token."""

    def make(*rights: Right, agency: Any = None, name: str = "北区平台") -> APIClient:
        token = f"anlan_token_{ClientSystem.objects.count()}"
        ClientSystem.objects.create(
            name=name,
            agency=agency or cast.north,
            token_digest=digest(token),
            token_hint=token[-4:],
            scopes=[str(right) for right in rights],
            owner="tests",
            expires_at=timezone.now() + timedelta(days=1),
        )
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
        return client

    return make


@pytest.fixture
def signed_in() -> Callable[[Any], APIClient]:
    """A browser in which the officer has signed in."""

    def make(officer: Any) -> APIClient:
        client = APIClient()
        client.force_authenticate(officer)
        return client

    return make
