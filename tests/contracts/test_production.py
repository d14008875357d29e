"""Production settings: what they demand, and what every answer carries."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from command_center import hardening

STRONG = "k3V-9dQ_x0Wb7Zs5Tn2Lf8Hg4Jp6Rm1Yc-AeUiOvXqKtNwBzDhFjGl"
GOOD = {"secret_key": STRONG, "field_keys": [STRONG], "hosts": ["anlan.example"]}


def in_production(command: str, **changes: str) -> subprocess.CompletedProcess[str]:
    env = {
        **os.environ, "DEBUG": "0", "HTTPS": "1", "SECRET_KEY": STRONG, "FIELD_KEYS": STRONG[::-1],
        "ALLOWED_HOSTS": "anlan.example", **changes,
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, "manage.py", *command.split()],
        cwd=settings.BASE_DIR, env=env, capture_output=True, text=True,
    )  # fmt: skip


def test_the_deployment_check_has_nothing_to_say() -> None:
    done = in_production("check --deploy --fail-level WARNING")
    assert done.returncode == 0, done.stderr


def test_a_wildcard_host_stops_the_start_with_a_sentence() -> None:
    done = in_production("check", ALLOWED_HOSTS="*")
    assert done.returncode != 0
    assert "ALLOWED_HOSTS must name each host" in done.stderr


def test_strong_settings_start() -> None:
    hardening.refuse_weak(**GOOD)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"secret_key": "short"}, "SECRET_KEY"),
        ({"secret_key": "a" * 80}, "SECRET_KEY"),
        ({"field_keys": ["short"]}, "FIELD_KEYS"),
        ({"field_keys": [STRONG, "short"]}, "FIELD_KEYS"),
        ({"hosts": ["*"]}, "ALLOWED_HOSTS"),
        ({"hosts": [".example"]}, "ALLOWED_HOSTS"),
        ({"hosts": []}, "ALLOWED_HOSTS"),
    ],
)
def test_a_weak_setting_stops_the_start_and_is_named(change: dict[str, object], word: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=word):
        hardening.refuse_weak(**{**GOOD, **change})


def test_every_answer_carries_the_protective_headers(db: None) -> None:
    answer = Client().get("/livez")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


def test_over_https_the_cookies_belong_to_this_host_alone() -> None:
    done = in_production("diffsettings --output unified")
    assert "+ SESSION_COOKIE_NAME = '__Host-session'" in done.stdout
    assert "+ CSRF_COOKIE_NAME = '__Host-csrf'" in done.stdout
    assert "+ SESSION_COOKIE_SECURE = True" in done.stdout
    assert "+ SECURE_HSTS_SECONDS = 31536000" in done.stdout
