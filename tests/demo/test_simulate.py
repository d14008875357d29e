"""The simulation as a command: it plays a day or a file, and its token ends with it, however."""

import os
import signal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from command_center.demo.management.commands import simulate
from command_center.demo.rest import Rest
from grid.organisation.models import ClientSystem
from tests.cast import Cast

MAPPING = """
[source]
name = "town"
[columns]
source_number = "id"
lng = "x"
lat = "y"
reported_at = "when"
[categories]
default = "010100"
"""
ROWS = """id,x,y,when
1,125.11,42.91,2026-03-01T08:00
2,125.11,42.91,2026-03-02T08:00
3,125.11,42.91,2026-04-01T08:00
"""
pytestmark = pytest.mark.django_db


class Posts:
    """Stands in for the network; may stop the command in the middle of a post."""

    def __init__(self, stop: signal.Signals | None = None) -> None:
        self.bodies: list[dict[str, Any]] = []
        self.stop = stop

    def request(self, method: str, url: str, *, json: dict[str, Any], **_more: Any) -> Any:
        self.bodies.append(json)
        if self.stop:
            os.kill(os.getpid(), self.stop)
        return Refused


class Refused:
    """An answer that ends a deed."""

    status_code, ok, text = 400, False, "because"


@pytest.fixture
def play(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run the command at great speed against `posts`."""

    def run(posts: Posts, **options: Any) -> None:
        def rest(**said: Any) -> Rest:
            return Rest(**said, _session=posts)  # type: ignore[arg-type]

        monkeypatch.setattr(simulate, "Rest", rest)
        before = signal.getsignal(signal.SIGTERM)
        try:
            call_command("simulate", agency=cast.city.code, speed=1e9, **options)
        finally:
            signal.signal(signal.SIGTERM, before)

    return run


def is_revoked() -> bool:
    return ClientSystem.objects.get(name="simulate").revoked_at is not None


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_at_once_and_its_token_with_it(
    play: Any, stop: signal.Signals, capsys: pytest.CaptureFixture[str]
) -> None:
    posts = Posts(stop=stop)
    play(posts)
    assert len(posts.bodies) == 1
    assert "Stopped." in capsys.readouterr().out
    assert is_revoked()


def test_a_month_of_a_file_is_played_and_the_token_ends(play: Any, tmp_path: Path) -> None:
    file, columns = tmp_path / "town.csv", tmp_path / "town.toml"
    file.write_text(ROWS)
    columns.write_text(MAPPING)
    posts = Posts()
    play(posts, replay=file, columns=columns, month="2026-03")
    days = [body["narrative"].strip() for body in posts.bodies]
    assert days == ["(2026-03-01 08:00)", "(2026-03-02 08:00)"]
    assert is_revoked()


def test_a_file_without_its_mapping_is_refused_and_the_token_ends(
    play: Any, tmp_path: Path
) -> None:
    posts = Posts()
    with pytest.raises(CommandError):
        play(posts, replay=tmp_path / "town.csv", month="2026-03")
    assert posts.bodies == []
    assert is_revoked()
