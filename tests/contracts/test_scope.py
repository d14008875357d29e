"""Out of scope is absent: for every route that names a thing, an officer of the other branch.

For each such route two officers get the same role, one in the north and one in the south; the
thing is the south's. The north hears exactly what it would hear of a thing that does not exist.
"""

import re
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

pytestmark = pytest.mark.takes(0.2)

# A session of one's own, and figures, which count what is in scope whatever they are called.
OWN = {"my_session_end", "figure_calls", "one_three_five_calls"}
OWN |= {"api_figure_calls", "api_one_three_five_calls"}
OWN |= {"api_camera_tile"}  # a piece of the map, with whatever is in scope on it
OWN |= {"dispatch_rule_new"}  # a kind of rule, the same for all
OWN |= {"venue_checklist_new", "hazard_rule_new"}  # kinds and levels, the same for all

DETAILS = sorted(
    entry.name for _route, entry in OURS if entry.pattern.converters and entry.name not in OWN
)


# Found by who is in the unit or works for the firm, whatever the role.
CREW_ONLY = {"api_my_assignment", "my_repair", "api_my_repair"}


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
    "api_footage_applicant": "?reason=document+seen+at+the+desk",
}


def ask(officer: Officer, verb: str, name: str, given: dict[str, Any]) -> HttpResponse:
    client = Client()
    client.force_login(officer)
    headers = {"Idempotency-Key": f"scope-{next(KEYS):06d}", "If-Match": '"1"'}
    where = reverse(name, kwargs=given) + ASKED_WITH.get(name, "")
    return client.generic(verb, where, "{}", content_type="application/json", headers=headers)


@pytest.mark.parametrize("name", DETAILS)
def test_a_thing_of_the_south_is_absent_in_the_north(name: str, cast: Cast) -> None:
    there = thing_of_the_south(name, cast)
    nowhere = {key: NOWHERE.get(key, 2**31 - 1) for key in there}
    for verb, right in zip(("GET", "POST", "PATCH"), (*ROUTES[name], ROUTES[name][1]), strict=True):
        if right is None:
            continue
        north = officer_with(right, cast.north)
        secret = ask(north, verb, name, there)
        assert heard(secret) == heard(ask(north, verb, name, nowhere))
        assert ADDRESS not in secret.content.decode()
        if verb == "GET":
            assert secret.status_code in (404, 405)
        assert secret.status_code >= 400


@pytest.mark.parametrize("name", sorted(set(DETAILS) - CREW_ONLY))
def test_the_same_role_in_the_south_finds_it(name: str, cast: Cast) -> None:
    there = thing_of_the_south(name, cast)
    right = ROUTES[name][0]
    assert right is not None
    answer = ask(officer_with(right, cast.south), "GET", name, there)
    assert answer.status_code in (200, 302, 405), answer.content.decode()[:500]


LISTS = sorted(
    entry.name
    for route, entry in OURS
    if not entry.pattern.converters
    and ROUTES.get(entry.name, (None,))[0] not in (None, Right.PUBLIC)
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
        answer = ask(north, "GET", name, {})
        body = b"".join(answer) if answer.streaming else answer.content
        transaction.set_rollback(True)
    return ADDRESS in body.decode()
