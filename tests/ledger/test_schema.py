"""The OpenAPI document names every status an address can answer and the key every write needs."""

from typing import Any

import pytest
from drf_spectacular.generators import SchemaGenerator


@pytest.fixture(scope="module")
def paths() -> dict[str, Any]:
    schema: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return schema["paths"]


def test_refusals_are_documented_everywhere(paths: dict[str, Any]) -> None:
    for path, operations in paths.items():
        for method, operation in operations.items():
            statuses = set(operation["responses"])
            assert statuses >= {"400", "401", "403", "404", "503"}, path
            if method != "get":
                assert statuses >= {"409", "412", "413", "415", "422"}, path


def test_every_write_documents_its_key_once(paths: dict[str, Any]) -> None:
    writes = [
        operation
        for operations in paths.values()
        for method, operation in operations.items()
        if method != "get"
    ]
    assert writes
    for operation in writes:
        names = [parameter["name"] for parameter in operation["parameters"]]
        assert names.count("Idempotency-Key") == 1


def test_the_feed_documents_its_cursor(paths: dict[str, Any]) -> None:
    feed = next(ops["get"] for path, ops in paths.items() if path.endswith("/events/"))
    names = {parameter["name"] for parameter in feed["parameters"]}
    assert names == {"since", "limit", "kind", "epoch"}
    assert {"clientToken": []} in feed["security"]
