"""Out of scope is absent: for every route that names a thing, an officer of the other branch.

For each such route two officers get the same role, one in the north and one in the south; the
thing is the south's. The north hears exactly what it would hear of a thing that does not exist.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from grid.organisation.models import Agency, Officer, RoleGrant
from grid.organisation.roles import RIGHTS_OF, Role
from grid.rights import Right
from tests.cast import Cast
from tests.contracts.matrix import ROUTES
from tests.contracts.test_matrix import NOWHERE, OURS
from tests.contracts.things import ADDRESS, BY_CODE, KEYS, THINGS

pytestmark = pytest.mark.takes(0.5)

# A session of one's own, and figures, which count what is in scope whatever they are called.
OWN = {"my_session_end", "figure_calls", "one_three_five_calls"}
OWN |= {"api_figure_calls", "api_one_three_five_calls"}
OWN |= {"api_camera_tile"}  # a piece of the map, with whatever is in scope on it
OWN |= {"dispatch_rule_new"}  # a kind of rule, the same for all
OWN |= {"venue_checklist_new", "hazard_rule_new"}  # kinds and levels, the same for all
OWN |= {"case_category_edit", "case_tag_edit"}  # the city's words, the same for all

DETAILS = sorted(
    entry.name for _route, entry in OURS if entry.pattern.converters and entry.name not in OWN
)


# Found by who is in the unit, works for the firm, mediates it or has leave, whatever the role.
CREW_ONLY = {"api_my_assignment", "my_repair", "api_my_repair", "dispute_photo"}
CREW_ONLY |= {"api_dispute_paper_file"}  # words of the parties, for those at work on it
CREW_ONLY |= {name for name in DETAILS if name.removeprefix("api_").startswith("my_dispute")}


def arguments(name: str) -> frozenset[str]:
    entry = next(entry for _route, entry in OURS if entry.name == name)
    return frozenset(entry.pattern.converters)


def thing_of_the_south(name: str, cast: Cast) -> dict[str, Any]:
    wanted = arguments(name)
    if wanted == {"code"}:
        return {"code": BY_CODE.get(name) or BY_CODE[name.split("_")[0]]}
    made = THINGS[wanted](cast)
    return {key: made[key] for key in wanted}


def officer_with(right: Right, agency: Agency) -> Officer:
    """An officer of the agency whose first role that allows it gives the right."""
    role = next(role for role in Role if right in RIGHTS_OF[role])
    officer = Officer.objects.create_officer(
        badge_number=f"X{next(KEYS)}", name="同岗", agency=agency, password="x"
    )
    RoleGrant.objects.create(officer=officer, role=role, granted_by="a", approved_by="b")
    return officer


def heard(answer: HttpResponse) -> tuple[int, str]:
    """Status and body without what differs each time: the CSRF token, the time, what was asked."""
    body = answer.content.decode()
    body = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", body)
    body = re.sub(r"<time.*?</time>", "", body)
    return answer.status_code, body.replace(answer.wsgi_request.path, "·")


# What a route refuses to be asked without.
ASKED_WITH = {
    "api_unit_track": "?purpose=supervision",
    "api_dispute_paper_file": "?purpose=copy",
    "api_footage_applicant": "?reason=document+seen+at+the+desk",
}


def ask(client: Client, verb: str, name: str, given: dict[str, Any]) -> HttpResponse:
    headers = {"Idempotency-Key": f"scope-{next(KEYS):06d}", "If-Match": '"1"'}
    where = reverse(name, kwargs=given) + ASKED_WITH.get(name, "")
    return client.generic(verb, where, "{}", content_type="application/json", headers=headers)


def of_one_thing() -> dict[str, list[str]]:
    """The routes that name the same things, under what they name."""
    found: dict[str, list[str]] = {}
    for name in DETAILS:
        wanted = arguments(name)
        found.setdefault(name if wanted == {"code"} else " ".join(sorted(wanted)), []).append(name)
    return found


ONE_THING = of_one_thing()


def desks(names: list[str], agency: Agency) -> dict[Right, Client]:
    """Somebody at work in the agency for each right the routes ask for."""
    asked = {right for name in names for right in ROUTES[name] if right is not None}
    at_work = {right: Client() for right in asked}
    for right, client in at_work.items():
        client.force_login(officer_with(right, agency))
    return at_work


@pytest.mark.parametrize("names", ONE_THING.values(), ids=ONE_THING)
def test_a_thing_of_the_south_is_absent_in_the_north(names: list[str], cast: Cast) -> None:
    there = thing_of_the_south(names[0], cast)
    nowhere = {key: NOWHERE.get(key, 2**31 - 1) for key in there}
    north = desks(names, cast.north)
    assert [told for name in names for told in tells_of_it(name, north, there, nowhere)] == []


def tells_of_it(
    name: str, north: dict[Right, Client], there: dict[str, Any], nowhere: dict[str, Any]
) -> Iterator[tuple[str, str, int]]:
    """The verbs by which the north hears more of the thing than of none at all."""
    read, write = ROUTES[name]
    for verb, right in (("GET", read), ("POST", write), ("PATCH", write)):
        if right is None:
            continue
        with transaction.atomic():
            secret = ask(north[right], verb, name, there)
            is_like_none = heard(secret) == heard(ask(north[right], verb, name, nowhere))
            transaction.set_rollback(True)
        is_silent = ADDRESS not in secret.content.decode() and secret.status_code >= 400
        is_absent = verb != "GET" or secret.status_code in (404, 405)
        if not (is_like_none and is_silent and is_absent):
            yield name, verb, secret.status_code


@pytest.mark.parametrize("names", ONE_THING.values(), ids=ONE_THING)
def test_the_same_role_in_the_south_finds_it(names: list[str], cast: Cast) -> None:
    there = thing_of_the_south(names[0], cast)
    south = desks(names, cast.south)
    lost = []
    for name in set(names) - CREW_ONLY:
        right = ROUTES[name][0]
        assert right is not None
        with transaction.atomic():
            answer = ask(south[right], "GET", name, there)
            transaction.set_rollback(True)
        if answer.status_code not in (200, 302, 405):
            lost.append((name, answer.status_code, answer.content.decode()[:300]))
    assert lost == []


LISTS = sorted(
    entry.name
    for route, entry in OURS
    if not entry.pattern.converters
    and ROUTES.get(entry.name, (None,))[0] in {Right.SIGNED_IN}.union(*RIGHTS_OF.values())
)


def test_no_list_page_export_or_count_of_the_north_tells_of_the_south(cast: Cast) -> None:
    for make in dict.fromkeys(THINGS.values()):
        make(cast)
    assert [name for name in LISTS if tells(name, cast)] == []


def tells(name: str, cast: Cast) -> bool:
    """Whether the north reads the south's words there."""
    right = ROUTES[name][0]
    assert right is not None
    with transaction.atomic():
        north = officer_with(right, cast.north) if right is not Right.SIGNED_IN else cast.nora
        client = Client()
        client.force_login(north)
        answer = ask(client, "GET", name, {})
        body = b"".join(answer) if answer.streaming else answer.content
        transaction.set_rollback(True)
    return ADDRESS in body.decode()
