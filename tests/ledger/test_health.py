"""What a supervisor hears when it asks whether the platform lives and can serve."""

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from grid.ledger import health


def test_a_living_process_says_so_without_asking_the_database(client: Client) -> None:
    answer = client.get("/livez")  # the test fails by itself if a query is made
    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})


def test_a_ready_platform_answers_ready(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "_redis_answers", lambda: True)
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["status"] == "ready"
    assert "no-store" in answer["Cache-Control"]


def test_a_dead_redis_degrades_but_does_not_take_the_platform_away(
    db: None, client: Client, settings: pytest.FixtureRequest
) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["status"] == "degraded"
    assert answer.json()["redis"] == "unreachable"


def test_tables_that_wait_for_a_migration_are_not_served(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "_migrations_waiting", lambda: 2)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["migrations_waiting"]) == (503, 2)


def test_a_dead_database_is_said_without_its_address(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> int:
        raise DatabaseError(f"connection to {connection.settings_dict['HOST']} refused")

    monkeypatch.setattr(health, "_migrations_waiting", refuse)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "down", "database": "unreachable"}


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
def test_health_takes_no_writes(db: None, client: Client, path: str) -> None:
    assert client.post(path).status_code in (302, 403, 405)
