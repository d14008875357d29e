"""The matrix route × verb × person, asked of every route there is."""

import logging
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache
from itertools import count

import pytest
from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import (
    ResolverMatch,
    URLPattern,
    URLResolver,
    get_resolver,
    resolve,
    reverse,
)
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.request import Request

from grid.errors import NotAllowed
from grid.organisation.gate import LIBRARY_PREFIX, UNMARKED, HasRight, RightsGate, mark_of
from grid.organisation.models import Officer
from grid.organisation.roles import RIGHTS_OF, Role
from grid.organisation.sessions import SessionStore
from grid.rights import Right
from tests.cast import Cast
from tests.contracts.matrix import EVERYBODY, ROUTES, WHO

KEYS = count(1)
GATE = RightsGate(lambda _request: HttpResponse())
REQUESTS = RequestFactory()
pytestmark = pytest.mark.takes(0.2)

NOWHERE: dict[str, object] = {
    "number": "999999999999",
    "code": "999999999999",
    "badge_number": "ZZZ",
    "handle": "0" * 16,
}
OPEN = {Right.PUBLIC, Right.SIGNED_IN}


def patterns(
    entries: list[URLPattern | URLResolver], before: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    for entry in entries:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry.url_patterns, route)
        else:
            yield route, entry


EVERY = list(patterns(get_resolver().url_patterns))
OURS = [
    (route, entry)
    for route, entry in EVERY
    if not (
        route.startswith(LIBRARY_PREFIX) and mark_of(entry.callback, entry.name or "") is UNMARKED
    )
]
NAMED = {entry.name: entry for _route, entry in OURS}


def address(name: str, **given: object) -> str:
    """The route's address, with things that do not exist where nothing else is given."""
    wanted = NAMED[name].pattern.converters
    return reverse(
        name, kwargs={key: given.get(key, NOWHERE.get(key, 2**31 - 1)) for key in wanted}
    )


def send(client: Client, verb: str, where: str) -> int:
    headers = {"Idempotency-Key": f"matrix-{next(KEYS):06d}"}
    if where.startswith("/api/"):
        headers["Accept"] = "application/json"  # the API's document takes seconds as YAML
    answer = client.generic(verb, where, "{}", content_type="application/json", headers=headers)
    return _told(answer)


def _told(answer: object) -> int:
    """The status; a redirect to the sign-in page is 401 in other words."""
    status: int = answer.status_code  # type: ignore[attr-defined]
    if status == 302 and answer["Location"].startswith("/accounts/login/"):  # type: ignore[index]
        return 401
    return status


@pytest.mark.parametrize(("route", "entry"), OURS, ids=[r or "/" for r, _e in OURS])
def test_every_route_is_named_marked_and_in_the_matrix(route: str, entry: URLPattern) -> None:
    assert entry.name, f"{route} has no name"
    mark = mark_of(entry.callback, entry.name)
    assert mark is not UNMARKED, f"{route} has no @requires"
    assert entry.name in ROUTES, f"{entry.name} is missing in tests/contracts/matrix"
    assert (mark.read, mark.write) == ROUTES[entry.name]


def test_the_matrix_names_no_route_that_is_gone_and_every_right() -> None:
    names = {entry.name for _route, entry in OURS}
    assert set(ROUTES) <= names, set(ROUTES) - names
    assert len(names) == len(OURS), "two routes share a name"
    assert set(WHO) | {Right.PUBLIC} == set(Right)


def test_what_the_cast_may_do_is_what_the_matrix_says(cast: Cast) -> None:
    for right, names in WHO.items():
        holders = {name for name in EVERYBODY.split() if getattr(cast, name).has_right(right)}
        assert holders == set(names.split()), right


def tried(client: Client, verb: str, name: str) -> int:
    """What the route answers, with everything it changed undone."""
    with transaction.atomic():
        status = send(client, verb, address(name))
        transaction.set_rollback(True)
    return status


def test_a_visitor_stays_outside(client: Client, db: None) -> None:
    let_in = []
    for name, (read, write) in ROUTES.items():
        for verb, right in (("GET", read), ("POST", write)):
            status = tried(client, verb, name)
            outside = {401} if right else {401, 405}
            if Right.PUBLIC not in (read, right) and status not in outside:
                let_in.append((name, verb, status))
    assert let_in == []


def bare(status: int) -> Callable[..., HttpResponse]:
    """A refusal without its page, which tests/frame reads."""
    return lambda _request, exception=None: HttpResponse(status=status)


@pytest.fixture
def client_of(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Officer], Client]]:
    """Signs a person in whose session and roles are read once, not again for each route.

    Every request still passes all of the middleware, the gate and the view, with a session and an
    officer of its own. Warnings of refusals are not written; errors are.
    """

    def sign_in(officer: Officer) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(officer)
        key = client.session.session_key
        kept = client.session.load()
        known = Officer.objects.select_related("agency").get(pk=officer.pk)
        assert known.rights is not None  # cached with the roles
        load, get_user = SessionStore.load, AuthenticationBackend.get_user
        monkeypatch.setattr(
            SessionStore,
            "load",
            lambda store: deepcopy(kept) if store.session_key == key else load(store),
        )
        monkeypatch.setattr(
            AuthenticationBackend,
            "get_user",
            lambda backend, pk: deepcopy(known) if pk == known.pk else get_user(backend, pk),
        )
        return client

    resolver = get_resolver()
    handler = resolver.resolve_error_handler
    monkeypatch.setattr(
        resolver,
        "resolve_error_handler",
        lambda status: bare(status) if status in (403, 404) else handler(status),
    )
    logging.disable(logging.WARNING)
    yield sign_in
    logging.disable(logging.NOTSET)


@cache
def place(name: str) -> ResolverMatch:
    """Where the route's address leads."""
    return resolve(address(name))


def at_the_gate(session: SessionBase, officer: Officer, verb: str, name: str) -> int:
    """What the gate alone says of a request: its status, and 299 where it lets somebody in."""
    match = place(name)
    request = REQUESTS.generic(verb, f"/{match.route}")
    request.user, request.session, request.resolver_match = officer, session, match
    try:
        if not hasattr(match.func, "cls"):
            answer = GATE.process_view(request, match.func, match.args, match.kwargs)
            return answer.status_code if answer else 299
        asked = Request(request)
        asked.user, asked._authenticator = officer, SessionAuthentication()  # type: ignore[attr-defined]
        HasRight().has_permission(asked, match.func.cls())
    except (PermissionDenied, NotAllowed):
        return 403
    except MethodNotAllowed:
        return 405
    return 299


# Signing out ends the walk; the front door sends each to her own page and is tested below.
APART = {"account_logout", "mfa_deactivate_totp", "dashboard"}


@pytest.mark.parametrize("person", EVERYBODY.split())
def test_each_person_gets_through_where_the_matrix_says_and_nowhere_else(
    person: str, cast: Cast, client_of: Callable[[Officer], Client]
) -> None:
    """The first of those who may goes the whole way to the view, whoever has no role the whole
    way to the refusal; of everybody else the gate is asked, which all of them pass."""
    officer = getattr(cast, person)
    client = client_of(officer)
    session, wrong = client.session, []
    for name in sorted(set(ROUTES) - APART):
        for verb, right in zip(("GET", "POST"), ROUTES[name], strict=True):
            holders = EVERYBODY if right is Right.PUBLIC else WHO[right] if right else ""
            may = person in holders.split()
            whole = person == holders.split()[0] if may else person == "stranger"
            if whole:
                status = tried(client, verb, name)
            else:
                status = at_the_gate(session, officer, verb, name)
            as_said = status not in (401, 403) if may else status in (403, 405)
            if not as_said or status >= 500:
                wrong.append((name, verb, status))
    assert wrong == []


def test_the_front_door_has_nothing_behind_it_for_a_person_without_a_role(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.stranger)
    assert send(client, "GET", "/") == 403


def test_oversight_reads_and_never_writes() -> None:
    writes = {write for _read, write in ROUTES.values() if write} - OPEN
    assert not RIGHTS_OF[Role.OVERSIGHT] & writes


def test_oversight_is_refused_on_every_route_that_changes_something(
    cast: Cast, client_of: Callable[[Officer], Client]
) -> None:
    client = client_of(cast.ada)
    session = client.session
    changing = [name for name, (_read, write) in ROUTES.items() if write and write not in OPEN]
    answers = {(name, "POST"): tried(client, "POST", name) for name in changing}
    for verb in ("PUT", "PATCH", "DELETE"):
        answers |= {(n, verb): at_the_gate(session, cast.ada, verb, n) for n in changing}
    assert {ask: status for ask, status in answers.items() if status not in (403, 405)} == {}
