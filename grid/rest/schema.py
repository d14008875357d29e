"""What the OpenAPI document says of every address alike: refusals, keys, who may ask.

Hooked in by SPECTACULAR_SETTINGS, so that no view can forget to document a status.
"""

from collections.abc import Iterator
from typing import Any, Final

from drf_spectacular.extensions import OpenApiAuthenticationExtension

WRITES: Final = frozenset({"post", "put", "patch", "delete"})
READ_STATUSES: Final = {
    "400": "The input cannot be accepted; errors point at each fault.",
    "401": "Nobody is signed in, or the token is not valid.",
    "403": "In scope, but without the right.",
    "404": "There is no such thing in your scope.",
    "405": "No such method here.",
    "406": "Only JSON is given.",
    "429": "Too many requests; Retry-After says when.",
    "503": "The database is away for a moment; Retry-After says when.",
}
WRITE_STATUSES: Final = READ_STATUSES | {
    "409": "Somebody was first, or the step does not exist from here.",
    "412": "The row changed since it was read.",
    "413": "The body is too large.",
    "415": "Only JSON is taken.",
    "422": "The Idempotency-Key was used for another request.",
}
PROBLEM: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["code", "message", "errors"],
    "properties": {
        "code": {"type": "string"},
        "message": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "message"],
                "properties": {
                    "pointer": {"type": "string", "description": "JSON pointer (RFC 6901)"},
                    "code": {"type": "string"},
                    "message": {"type": "string"},
                },
            },
        },
    },
}
KEY_HEADER: Final[dict[str, Any]] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "The same key with the same body changes nothing a second time.",
    "schema": {"type": "string", "minLength": 8, "maxLength": 80, "pattern": "^[!-~]{8,80}$"},
}


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Client systems bring a bearer token; named by path, because the ground floor is below it."""

    target_class = "grid.organisation.tokens.ClientTokenAuthentication"
    name = "clientToken"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {"type": "http", "scheme": "bearer"}


def document_problems(
    result: dict[str, Any], generator: Any, request: Any, public: bool
) -> dict[str, Any]:
    """Add to every operation the refusals it can answer and, where it writes, the key it needs."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    for method, operation in _operations(result):
        statuses = WRITE_STATUSES if method in WRITES else READ_STATUSES
        for status, description in statuses.items():
            operation["responses"].setdefault(status, _problem(description))
        if method in WRITES:
            _add_key(operation)
    return result


def _operations(result: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in result["paths"].values():
        for method, operation in path.items():
            if isinstance(operation, dict) and "responses" in operation:
                yield method, operation


def _problem(description: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _add_key(operation: dict[str, Any]) -> None:
    parameters: list[dict[str, Any]] = operation.setdefault("parameters", [])
    if not any(known.get("name") == KEY_HEADER["name"] for known in parameters):
        parameters.append(KEY_HEADER)
