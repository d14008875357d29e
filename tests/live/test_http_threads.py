"""How a body comes to a view, and that nothing of a check's body is left when it was answered."""

import asyncio
import io
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import RequestAborted
from django.urls import resolve

from command_center.http_threads import ThreadedHandler, _forgets


def read(*parts: bytes | None) -> Any:
    """What the handler makes of these parts of a body; None: the client is gone."""
    messages = [
        {"type": "http.disconnect"}
        if part is None
        # A copy, as from the network: what is written here belongs to the test's own code.
        else {"type": "http.request", "body": bytes(bytearray(part)), "more_body": n < len(parts)}
        for n, part in enumerate(parts, start=1)
    ]

    async def receive() -> Any:
        return messages.pop(0)

    return asyncio.run(ThreadedHandler().read_body(receive))


@pytest.mark.parametrize("parts", [(b"",), (b"whole",), (b"in ", b"", b"parts")])
def test_a_body_is_read_whole(parts: tuple[bytes, ...]) -> None:
    assert read(*parts).read() == b"".join(parts)


def test_a_body_is_one_piece_of_memory_and_the_view_gets_that_very_piece() -> None:
    body = read(b"in ", b"parts")
    assert body.read(1_000) is body.getvalue()


def test_a_body_too_large_for_memory_is_kept_in_a_file(settings: Any) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
    body = read(b"first", b"second", b"third")
    assert not isinstance(body, io.BytesIO)
    assert body.read() == b"firstsecondthird"


def test_a_client_that_goes_away_half_way_is_dropped() -> None:
    with pytest.raises(RequestAborted):
        read(b"first", None)


@pytest.mark.parametrize(
    ("path", "forgets"),
    [
        ("/api/v1/lookout-checks/", True),
        ("/lookout/check/", True),
        ("/api/v1/lookout-hits/", False),
        ("/lookout/notices/", False),
    ],
)
def test_only_the_body_of_a_check_is_overwritten(path: str, forgets: bool) -> None:
    assert _forgets(SimpleNamespace(resolver_match=resolve(path))) is forgets


def test_a_body_that_no_view_was_asked_about_is_overwritten() -> None:
    assert _forgets(SimpleNamespace(resolver_match=None))
    assert _forgets(None)
