"""Roles take four eyes, and some exclude all others."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from grid.errors import DomainError, IllegalStep, LostRace, NotAllowed
from grid.ledger.models import AuditEntry
from grid.organisation import services
from grid.organisation.models import Officer, RoleGrant
from grid.organisation.roles import ADMINISTRATORS, Role, compatible
from tests.cast import Cast, call_cast
from tests.waiting import at_once


def fresh(officer: Officer) -> Officer:
    return Officer.objects.get(pk=officer.pk)


def test_a_role_works_when_a_second_administrator_has_approved_it(
    cast: Cast, sven: Officer
) -> None:
    grant = services.grant_role(cast.stranger, role=Role.ANALYST, by=cast.seth)
    assert fresh(cast.stranger).roles == frozenset()
    services.approve_role(grant, by=sven)
    assert fresh(cast.stranger).roles == {Role.ANALYST}
    actions = AuditEntry.objects.order_by("seq").values_list("action", flat=True)
    assert list(actions)[-2:] == ["organisation.role_granted", "organisation.role_approved"]


def test_whoever_asked_cannot_approve_and_the_database_says_so_too(cast: Cast) -> None:
    grant = services.grant_role(cast.stranger, role=Role.ANALYST, by=cast.seth)
    with pytest.raises(NotAllowed):
        services.approve_role(grant, by=cast.seth)
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.filter(pk=grant.pk).update(approved_by=cast.seth.badge_number)


@pytest.mark.parametrize("who", ["tessa", "audra", "chief", "nora", "ada"])
def test_only_security_administrators_decide_on_roles(cast: Cast, who: str) -> None:
    grant = services.grant_role(cast.stranger, role=Role.ANALYST, by=cast.seth)
    by = getattr(cast, who)
    for decide in (
        lambda: services.grant_role(cast.cora, role=Role.ANALYST, by=by),
        lambda: services.approve_role(grant, by=by),
        lambda: services.revoke_role(grant, by=by, reason="x"),
    ):
        with pytest.raises(NotAllowed):
            decide()


def test_nobody_decides_on_her_own_roles(cast: Cast, sven: Officer) -> None:
    with pytest.raises(NotAllowed):
        services.grant_role(cast.seth, role=Role.ANALYST, by=cast.seth)
    with pytest.raises(NotAllowed):
        services.revoke_role(cast.seth.grants.get(), by=cast.seth, reason="x")


@pytest.mark.parametrize("role", [*sorted(ADMINISTRATORS), Role.OVERSIGHT])
def test_administration_and_oversight_stand_alone(cast: Cast, role: Role) -> None:
    with pytest.raises(IllegalStep):
        services.grant_role(cast.nora, role=role, by=cast.seth)
    assert not compatible(frozenset({role, Role.DISPATCHER}))
    assert compatible(frozenset({role}))


def test_a_role_asked_for_already_counts(cast: Cast) -> None:
    services.grant_role(cast.stranger, role=Role.DISPATCHER, by=cast.seth)
    with pytest.raises(IllegalStep):
        services.grant_role(cast.stranger, role=Role.OVERSIGHT, by=cast.seth)
    with pytest.raises(IllegalStep):
        services.grant_role(cast.stranger, role=Role.DISPATCHER, by=cast.seth)


def test_a_role_ends_on_its_day(cast: Cast, sven: Officer) -> None:
    end = timezone.now() + timedelta(days=1)
    grant = services.grant_role(cast.stranger, role=Role.ANALYST, by=cast.seth, valid_to=end)
    services.approve_role(grant, by=sven)
    assert cast.stranger.grants.in_force(end - timedelta(seconds=1)).exists()
    assert not cast.stranger.grants.in_force(end).exists()
    with pytest.raises(IllegalStep):
        services.grant_role(
            cast.cora, role=Role.ANALYST, by=cast.seth, valid_to=timezone.now() - timedelta(days=1)
        )


def test_revoking_takes_the_role_at_once_and_only_once(cast: Cast, client: Client) -> None:
    client.force_login(cast.nora)
    assert client.get("/organisation/").status_code == 200
    services.revoke_role(cast.nora.grants.get(), by=cast.seth, reason="moved away")
    assert client.get("/organisation/").status_code == 403
    with pytest.raises(LostRace):
        services.revoke_role(cast.nora.grants.get(), by=cast.seth, reason="again")


def test_a_refused_role_cannot_be_approved_later(cast: Cast, sven: Officer) -> None:
    grant = services.grant_role(cast.stranger, role=Role.ANALYST, by=cast.seth)
    services.revoke_role(grant, by=sven, reason="not needed")
    with pytest.raises(LostRace):
        services.approve_role(grant, by=sven)


def test_becoming_an_administrator_ends_the_sessions_that_showed_no_second_factor(
    cast: Cast, sven: Officer, client: Client
) -> None:
    client.force_login(cast.stranger)
    grant = services.grant_role(cast.stranger, role=Role.AUDIT_ADMIN, by=cast.seth)
    services.approve_role(grant, by=sven)
    assert client.get("/account/").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_two_grants_at_once_cannot_together_break_the_separation() -> None:
    cast = call_cast()

    def ask(role: Role) -> RoleGrant:
        return services.grant_role(cast.stranger, role=role, by=cast.seth)

    told = at_once(lambda: ask(Role.DISPATCHER), lambda: ask(Role.OVERSIGHT))
    assert [isinstance(one, DomainError) for one in told].count(True) == 1
    assert cast.stranger.grants.count() == 1
