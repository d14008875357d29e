"""Stands in for `Rest`: answers what it was given, keeps what it was told."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

Answers = Mapping[str, Any]


class Talk:
    """GETs are answered by the longest beginning that fits the path, POSTs by `on_post`."""

    def __init__(self, answers: Answers, on_post: Callable[[str, Any], Any] | None = None) -> None:
        self.answers = dict(answers)
        self.on_post = on_post or (lambda _path, body: body or {"ok": True})
        self.told: list[tuple[str, dict[str, Any]]] = []
        self.counts: Counter[str] = Counter()

    def get(self, path: str) -> Any:
        fitting = [begin for begin in self.answers if path.startswith(begin)]
        return self.answers[max(fitting, key=len)] if fitting else None

    def post(self, path: str, body: Mapping[str, Any], *, what: str = "") -> Any:
        self.told.append((path, dict(body)))
        answer = self.on_post(path, body)
        if answer is not None:
            self.counts[what or path] += 1
        return answer

    def to(self, end: str) -> list[dict[str, Any]]:
        """Bodies posted to paths that end so."""
        return [body for path, body in self.told if path.endswith(end)]
