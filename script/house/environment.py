"""`var/env`: the secrets and addresses of this deployment, made once, read by its owner."""

import json
import os
import secrets
import socket
from pathlib import Path

from script.house.console import Failed
from script.house.paths import VAR

ENV_FILE = VAR / "env"
COMMENT = (
    "# Settings of this deployment; script/server keeps the two addresses, the rest is yours.\n"
)


def ensure_secrets() -> None:
    """Make SECRET_KEY and FIELD_KEYS on the first start; they are never made again."""
    made = {"SECRET_KEY": secrets.token_urlsafe(50), "FIELD_KEYS": secrets.token_urlsafe(32)}
    write({name: value for name, value in made.items() if name not in read()})


def read() -> dict[str, str]:
    """The file's settings."""
    if not ENV_FILE.exists():
        return {}
    lines = (line.partition("=") for line in ENV_FILE.read_text().splitlines())
    return {name: value for name, equals, value in lines if equals and not name.startswith("#")}


def write(changes: dict[str, str]) -> None:
    """Replace or add settings, leaving every other line as it stands."""
    if not changes:
        return
    text = ENV_FILE.read_text() if ENV_FILE.exists() else COMMENT
    kept = [line for line in text.splitlines() if line.partition("=")[0] not in changes]
    fresh = ENV_FILE.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.write_text("\n".join([*kept, *(f"{k}={v}" for k, v in changes.items())]) + "\n")
    fresh.replace(ENV_FILE)


def private_service(home: Path, name: str) -> tuple[int, str]:
    """Port and password of a private server: the port of last time where it is still free."""
    path = home / f"{name}.json"
    try:
        kept = json.loads(path.read_text())
    except (OSError, ValueError):
        kept = {"port": 0, "password": secrets.token_urlsafe(24)}
    if not kept["port"] or not port_is_free("127.0.0.1", kept["port"]):
        kept["port"] = _free_port()
    path.touch(mode=0o600)
    path.write_text(json.dumps(kept))
    return kept["port"], kept["password"]


def port_is_free(host: str, port: int) -> bool:
    """Whether a server could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def own_var() -> None:
    """Refuse a `var/` that another user made: half of it would be out of reach."""
    if VAR.exists() and VAR.stat().st_uid != os.geteuid():
        raise Failed(f"{VAR} belongs to another user. Run this as that user, or remove the folder.")
