"""A page that puts a look on the access register does it in a transaction of its own.

Tests run inside a transaction, which hides a missing one: here only a further one counts.
"""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from grid.ledger import services
from grid.rights import Right
from tests.cast import Cast
from tests.contracts.matrix import ROUTES, WHO
from tests.contracts.test_screens_everywhere import ORDER, things

LEAVES = {"account_logout"}


class Within:
    """The connection as it would be without the transaction around each test."""

    def __init__(self) -> None:
        self.around = len(connection.savepoint_ids)

    @property
    def in_atomic_block(self) -> bool:
        return len(connection.savepoint_ids) > self.around

    def __getattr__(self, name: str) -> Any:
        return getattr(connection, name)


def test_nothing_that_is_opened_records_outside_a_transaction(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = things(cast)
    clients: dict[str, Client] = {}
    monkeypatch.setattr(services, "connection", Within())
    for name, given in opened.items():
        holders = WHO.get(ROUTES[name][0] or Right.PUBLIC, "sam").split()
        person = next((one for one in ORDER if one in holders), None)
        if ROUTES[name][0] is None or name in LEAVES or person is None:
            continue
        if person not in clients:
            clients[person] = Client()
            clients[person].force_login(getattr(cast, person))
        assert clients[person].get(reverse(name, kwargs=given)).status_code < 500, name
