"""The OpenAPI document against the API itself: no bug answers, no status it does not name."""

import os
from datetime import timedelta
from itertools import count

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import status_code_conformance

from command_center.incidents.reference import load
from grid.organisation.models import ClientSystem
from grid.organisation.tokens import digest
from grid.rights import Right

pytestmark = pytest.mark.takes(40)

TOKEN = "anlan_schema_test"
# Of each operation and mode; the point is every address, not every input.
EXAMPLES = 4 if os.environ.get("WHOLE_LIFE") == "1" else 1
BOUNDED = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
CHECKS = (not_a_server_error, status_code_conformance)
keys = count(1)


@pytest.fixture(scope="module")
def document(django_db_setup, django_db_blocker):
    """The document, read outside the test's transaction, which may not idle that long."""
    with django_db_blocker.unblock():
        schema = schemathesis.openapi.from_wsgi(
            "/api/v1/schema/?format=json", get_wsgi_application()
        )
    return [result.ok() for result in schema.get_all_operations()]


@pytest.fixture
def operations(document, cast):
    """Every operation of the document, asked by a client system that may do everything."""
    # As Django's own test client does: the test's connection outlives a request.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    load()
    ClientSystem.objects.create(
        name="schema",
        agency=cast.city,
        token_digest=digest(TOKEN),
        token_hint="schema",
        scopes=[right.value for right in Right],
        owner="schema",
        expires_at=timezone.now() + timedelta(days=1),
    )
    yield document
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_every_address_answers_any_input_as_its_document_says(operations, mode):
    assert len(operations) > 30
    problems = []
    for operation in operations:
        try:
            _try(operation, mode)
        except BaseExceptionGroup as problem:  # gathered, so that one run names them all
            problems.append(f"{operation.label}: {problem}"[:1_500])
    assert not problems, "\n\n".join(problems)


def _try(operation, mode):
    @BOUNDED
    @given(case=operation.as_strategy(generation_mode=mode))
    def run(case):
        case.headers = dict(case.headers or {}) | {
            "Authorization": f"Bearer {TOKEN}",
            "Idempotency-Key": f"schema-test-{next(keys):06d}",
        }
        with transaction.atomic():  # each input meets the same rows
            response = case.call()
            transaction.set_rollback(True)
        case.validate_response(response, checks=CHECKS)

    run()
