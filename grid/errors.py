"""Errors an operator can act on; everything else is a bug and rises."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, TypedDict


class FieldError(TypedDict):
    """One fault of an input, `pointer` being a JSON pointer (RFC 6901) into the body."""

    pointer: str
    code: str
    message: str


class DomainError(Exception):
    """A refusal with a stable `code`, an HTTP status, and a message in the user's language."""

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409

    def __init__(self, message: str, *, errors: Sequence[FieldError] = (), **context: Any) -> None:
        super().__init__(message)
        self.message = message
        self.errors = list(errors)
        self.context: Mapping[str, Any] = context


class InvalidInput(DomainError):
    """The body cannot be accepted; `errors` names each field."""

    code = "invalid_input"
    status = 400


class NotAllowed(DomainError):
    """In scope, but the role lacks the right."""

    code = "not_allowed"
    status = 403


class LostRace(DomainError):
    """Somebody else did it first; `context` says who and when."""

    code = "lost_race"
    status = 409


class IllegalStep(DomainError):
    """The state machine has no such step from here."""

    code = "illegal_step"
    status = 409


class StaleVersion(DomainError):
    """The row changed since it was read; `context` carries both versions."""

    code = "stale_version"
    status = 412


class KeyReused(DomainError):
    """The Idempotency-Key was used before with another body."""

    code = "idempotency_key_reused"
    status = 422
