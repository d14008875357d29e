"""A network of its own: what a client system sends goes to the views themselves."""

from json import dumps
from typing import Any
from urllib.parse import urlsplit

from django.test import Client


class Wire:
    """Stands in for the session of the requests library."""

    def request(
        self, method: str, url: str, *, json: Any, headers: dict[str, str], timeout: int
    ) -> Any:
        parts = urlsplit(url)
        said = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        answer = Client().generic(
            method, path, data=_json(json), content_type="application/json", **said
        )
        return Answer(answer)


def _json(body: Any) -> str:
    return "" if body is None else dumps(body)


class Answer:
    """A response as the requests library gives it."""

    def __init__(self, answer: Any) -> None:
        self.status_code, self.ok = answer.status_code, answer.status_code < 400
        self.text, self.json = answer.content.decode(), answer.json
