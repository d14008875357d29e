"""Bad bodies are refused with a pointer to the fault; every refusal has the same form."""

import json
from io import BytesIO
from typing import Any
from unittest.mock import Mock

import pytest
from django.db import DataError, InterfaceError, OperationalError
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.exceptions import (
    AuthenticationFailed,
    MethodNotAllowed,
    Throttled,
    ValidationError,
)
from rest_framework.test import APIClient

from grid.errors import DomainError, InvalidInput
from grid.rest import BodyTooLarge, StrictJSONParser, handle_exception
from grid.rest.parsing import parse_json
from tests.cast import Cast

notes = pytest.mark.urls("tests.ledger.notes_api")


def faults(raw: bytes) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as refused:
        parse_json(raw)
    return [(fault["pointer"], fault["code"]) for fault in refused.value.errors]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b'{"a": NaN}', [("/a", "not_finite")]),
        (b'{"a": [1, -Infinity]}', [("/a/1", "not_finite")]),
        (b'{"a": 1e999}', [("/a", "not_finite")]),
        (b'{"a": {"b": "x\\u0000y"}}', [("/a/b", "nul")]),
        (b'{"a": "\xe5\xad\x97\\u0000"}', [("/a", "nul")]),
        (b'{"a": "\\ud800"}', [("/a", "surrogate")]),
        (b'{"a\\u0000": 1}', [("", "nul")]),
        (b'{"a/b": {"c~d": NaN}}', [("/a~1b/c~0d", "not_finite")]),
        (b'{"a": 1, "a": 2}', [("/a", "repeated_member")]),
        (b'{"x": [{"a": 1, "b": 2, "b": 2}]}', [("/x/0/b", "repeated_member")]),
        (b"{", [("", "not_json")]),
        (b"", [("", "not_json")]),
        (b"9" * 5000, [("", "not_json")]),
        (b'{"a": "\xff"}', [("", "not_utf8")]),
        ('{"a": "汉字"}'.encode("gbk"), [("", "not_utf8")]),
        (b"[" * 1_000_000, [("", "too_deep")]),
        (b"[" * 64 + b"]" * 64, None),
        (b"[" * 65 + b"]" * 65, [("/0" * 64, "too_deep")]),
        (b'{"a":' * 400 + b"1" + b"}" * 400, [("/a" * 64, "too_deep")]),
    ],
)
def test_a_bad_body_is_refused_with_a_pointer(raw: bytes, expected: Any) -> None:
    if expected is None:
        assert parse_json(raw) is not None
    else:
        assert faults(raw) == expected


def test_at_most_twenty_faults_are_listed() -> None:
    assert len(faults(b"[" + b",".join([b"NaN"] * 1000) + b"]")) == 20


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(st.binary(max_size=200) | json_values.map(json.dumps).map(str.encode))
def test_any_bytes_are_a_value_or_a_refusal(raw: bytes) -> None:
    try:
        parse_json(raw)
    except InvalidInput as refused:
        assert refused.errors


def parse(raw: bytes, view: Any = None) -> Any:
    return StrictJSONParser().parse(BytesIO(raw), parser_context={"view": view})


def test_a_body_over_one_megabyte_is_refused_and_not_parsed() -> None:
    with pytest.raises(BodyTooLarge) as refused:
        parse(b" " * ((1 << 20) + 1))
    assert refused.value.status == 413


def test_a_view_may_take_larger_bodies() -> None:
    batch = Mock(max_body_bytes=8 << 20)
    assert parse(b'"' + b"x" * (2 << 20) + b'"', batch) == "x" * (2 << 20)


@notes
def test_a_ten_megabyte_body_is_answered_413_over_http(cast: Cast, signed_in: Any) -> None:
    headers = {"Idempotency-Key": "0123456789"}
    body = b'"' + b"x" * 10_000_000 + b'"'
    answer = signed_in(cast.nora).post(
        "/api/v1/notes/", body, content_type="application/json", headers=headers
    )
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


@notes
def test_only_json_is_taken(cast: Cast, signed_in: Any) -> None:
    headers = {"Idempotency-Key": "0123456789"}
    answer = signed_in(cast.nora).post(
        "/api/v1/notes/", "a=1", content_type="text/plain", headers=headers
    )
    assert (answer.status_code, answer.json()["errors"]) == (415, [])


@notes
@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("limit=0", "/limit"),
        ("limit=201", "/limit"),
        ("limit=x", "/limit"),
        ("limit=-1", "/limit"),
        ("limit=٣", "/limit"),
        ("offset=100001", "/offset"),
        ("offset=" + "9" * 6000, "/offset"),
    ],
)
def test_a_page_out_of_bounds_is_refused(
    cast: Cast, signed_in: Any, query: str, pointer: str
) -> None:
    answer = signed_in(cast.nora).get(f"/api/v1/notes/?{query}")
    assert answer.status_code == 400
    assert [fault["pointer"] for fault in answer.json()["errors"]] == [pointer]


@notes
def test_a_list_tells_its_count_and_its_next_page(cast: Cast, signed_in: Any) -> None:
    client: APIClient = signed_in(cast.nora)
    for n in range(3):
        headers = {"Idempotency-Key": f"key-number-{n}"}
        client.post("/api/v1/notes/", {"text": str(n)}, format="json", headers=headers)
    first = client.get("/api/v1/notes/?limit=2").json()
    assert (first["count"], first["results"]) == (3, ["0", "1"])
    assert client.get(first["next"]).json()["results"] == ["2"]


@notes
def test_the_faults_of_a_serializer_become_pointers(cast: Cast, signed_in: Any) -> None:
    body = {"parts": [{"pieces": [1, 10]}]}
    headers = {"Idempotency-Key": "0123456789"}
    answer = signed_in(cast.nora).put("/api/v1/notes/", body, format="json", headers=headers)
    assert answer.status_code == 400
    found = {(fault["pointer"], fault["code"]) for fault in answer.json()["errors"]}
    assert found == {("/text", "required"), ("/parts/0/pieces/1", "max_value")}


@notes
@pytest.mark.parametrize(
    ("header", "body", "answer"),
    [
        ('"3"', {}, {"seen": 3}),
        ('W/"3"', {}, {"seen": 3}),
        (None, {"version": 4}, {"seen": 4}),
        ('"3"', {"version": 3}, {"seen": 3}),
        ('"3"', {"version": 4}, "invalid"),
        (None, {}, "required"),
        ("*", {}, "invalid"),
        (None, {"version": True}, "invalid"),
        (None, {"version": "1" * 5000}, "invalid"),
    ],
)
def test_the_version_seen_comes_by_header_or_body(
    cast: Cast, signed_in: Any, header: str | None, body: Any, answer: Any
) -> None:
    headers = {"Idempotency-Key": "0123456789"} | ({"If-Match": header} if header else {})
    got = signed_in(cast.nora).patch("/api/v1/notes/", body, format="json", headers=headers).json()
    assert got == answer if isinstance(answer, dict) else got["errors"][0]["code"] == answer


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (OperationalError("deadlock detected"), 503, "try_again"),
        (InterfaceError("connection already closed"), 503, "try_again"),
        (DataError("value too long"), 400, "invalid_input"),
        (Throttled(wait=3.2), 429, "throttled"),
        (MethodNotAllowed("PUT"), 405, "method_not_allowed"),
        (AuthenticationFailed(), 401, "authentication_failed"),
        (ValidationError("no"), 400, "invalid_input"),
        (DomainError("busy", retry_after=7), 409, "refused"),
    ],
)
def test_every_refusal_has_the_same_form(error: Exception, status: int, code: str) -> None:
    answer = handle_exception(error, {})
    assert answer is not None
    assert (answer.status_code, answer.data["code"]) == (status, code)
    assert set(answer.data) >= {"code", "message", "errors"}


@pytest.mark.parametrize(
    ("error", "seconds"),
    [
        (OperationalError(), "1"),
        (Throttled(wait=3.2), "4"),
        (DomainError("busy", retry_after=7), "7"),
    ],
)
def test_whoever_may_come_back_is_told_when(error: Exception, seconds: str) -> None:
    answer = handle_exception(error, {})
    assert answer is not None
    assert answer["Retry-After"] == seconds


def test_the_text_of_a_database_error_stays_inside() -> None:
    answer = handle_exception(DataError('invalid input for "secret"'), {})
    assert answer is not None
    assert "secret" not in str(answer.data)


def test_a_bug_is_not_dressed_up() -> None:
    assert handle_exception(RuntimeError("a bug"), {}) is None
