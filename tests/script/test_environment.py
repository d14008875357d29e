"""The settings file of a deployment is made once and never overwritten."""

import json
import socket
from pathlib import Path

import pytest

from script.house import environment, services


@pytest.fixture
def env_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(environment, "ENV_FILE", tmp_path / "env")
    return tmp_path / "env"


def test_the_first_start_makes_secrets_that_only_the_owner_reads(env_file: Path) -> None:
    environment.ensure_secrets()
    made = environment.read()
    assert len(made["SECRET_KEY"]) >= 50
    assert len(made["FIELD_KEYS"]) >= 32
    assert env_file.stat().st_mode & 0o077 == 0


def test_later_starts_keep_them_and_what_the_owner_wrote(env_file: Path) -> None:
    environment.ensure_secrets()
    before = environment.read()
    env_file.write_text(env_file.read_text() + "HTTPS=1\n# a remark\n")
    environment.ensure_secrets()
    environment.write({"REDIS_URL": "redis://one"})
    environment.write({"REDIS_URL": "redis://two"})
    assert environment.read() == {**before, "HTTPS": "1", "REDIS_URL": "redis://two"}
    assert "# a remark" in env_file.read_text()


def test_a_private_server_keeps_its_port_and_password(tmp_path: Path) -> None:
    assert environment.private_service(tmp_path, "redis") == environment.private_service(
        tmp_path, "redis"
    )


def test_a_port_that_somebody_took_meanwhile_is_given_up(tmp_path: Path) -> None:
    port, password = environment.private_service(tmp_path, "redis")
    with socket.create_server(("127.0.0.1", port)):
        other, same = environment.private_service(tmp_path, "redis")
    assert other != port
    assert same == password
    assert json.loads((tmp_path / "redis.json").read_text())["port"] == other


def test_a_second_server_in_one_clone_is_refused_with_the_address_of_the_first(
    tmp_path: Path,
) -> None:
    first = services.only_one(tmp_path / "lock", "script/server")
    first.write("It answers at http://127.0.0.1:8000/")
    first.flush()
    with pytest.raises(SystemExit, match=r"already running here\. It answers"):
        services.only_one(tmp_path / "lock", "script/server")
    first.close()
    services.only_one(tmp_path / "lock", "script/server").close()
