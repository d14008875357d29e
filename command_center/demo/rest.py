"""A client system's line to a running platform: each write with a key, tried again when lost."""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urljoin
from uuid import uuid4

import requests

_TIMEOUT_S: Final = 10
_TRIES: Final = 4


@dataclass(slots=True)
class Rest:
    """Asks and tells `/api/v1/` under one token; counts what was done and what was refused."""

    base: str
    token: str
    say: Callable[[str], object] = print
    counts: Counter[str] = field(default_factory=Counter)
    _session: requests.Session = field(default_factory=requests.Session)

    def get(self, path: str) -> Any:
        """The answer's JSON; None where it was refused or the line is lost."""
        answer = self._send("GET", path, {})
        if answer is None or not answer.ok:
            return self._refused(path, answer)
        return answer.json()

    def post(self, path: str, body: Mapping[str, Any], *, what: str = "") -> Any:
        """The answer's JSON, counted as `what`; None where it was refused.

        A lost line or a late answer is tried again with the same key, so nothing happens twice.
        """
        return self._write("POST", path, body, what)

    def patch(self, path: str, body: Mapping[str, Any], *, what: str) -> Any:
        """As `post`, for what changes a row."""
        return self._write("PATCH", path, body, what)

    def _write(self, method: str, path: str, body: Mapping[str, Any], what: str) -> Any:
        answer = self._send(method, path, {"Idempotency-Key": str(uuid4())}, body)
        if answer is None or not answer.ok:
            return self._refused(path, answer)
        self.counts[what or path.rstrip("/").rsplit("/", 1)[-1]] += 1
        return answer.json()

    def _send(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: Mapping[str, Any] | None = None,
    ) -> requests.Response | None:
        url = urljoin(self.base, f"/api/v1/{path}")
        headers = {"Authorization": f"Bearer {self.token}", **headers}
        for attempt in range(_TRIES):
            try:
                return self._session.request(
                    method, url, json=body, headers=headers, timeout=_TIMEOUT_S
                )
            except (requests.ConnectionError, requests.Timeout):
                time.sleep(0.5 * 2**attempt)
        return None

    def _refused(self, path: str, answer: requests.Response | None) -> None:
        status = answer.status_code if answer is not None else "no answer"
        reason = answer.text[:200] if answer is not None else ""
        self.counts[f"refused {status}"] += 1
        self.say(f"{path}: {status} {reason}")
