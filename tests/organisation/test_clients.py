"""Client systems: what may be given to one, and its end."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from grid.errors import InvalidInput, LostRace
from grid.ledger.models import EventEntry
from grid.organisation import services
from grid.organisation.models import ClientSystem
from grid.organisation.services.clients import SCOPES
from grid.rights import Right
from tests.cast import Cast


def create(cast: Cast, **changes: Any) -> tuple[ClientSystem, str]:
    given = {"name": "区平台", "owner": "王某", "scopes": ["events.read"], "days": 30}
    return services.create_client(**given | changes, agency=cast.north, by=cast.seth.as_actor())


def test_a_token_is_long_random_and_expires(cast: Cast) -> None:
    (one, first), (_two, second) = create(cast), create(cast)
    assert first != second and len(first) > 40
    assert timedelta(days=29) < one.expires_at - timezone.now() < timedelta(days=31)


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"scopes": []}, "/scopes"),
        ({"scopes": ["everything"]}, "/scopes"),
        ({"scopes": ["personal.reveal"]}, "/scopes"),
        ({"days": 0}, "/days"),
        ({"days": 366}, "/days"),
        ({"networks": ["10.0.0.0/33"]}, "/networks"),
        ({"networks": ["anywhere"]}, "/networks"),
    ],
)
def test_what_cannot_be_given_is_refused_by_field(
    cast: Cast, changes: dict[str, Any], pointer: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        create(cast, **changes)
    assert [error["pointer"] for error in refusal.value.errors] == [pointer]
    assert not ClientSystem.objects.exists()


def test_a_machine_neither_reveals_persons_nor_administers() -> None:
    grave = {Right.PERSONAL_REVEAL, Right.INCIDENT_EXPORT, Right.ROLE_GRANT, Right.OFFICER_MANAGE}
    grave |= {Right.CLIENT_MANAGE, Right.AUDIT_READ, Right.ACCESS_READ, Right.SIGNED_IN}
    assert not SCOPES & grave


def test_a_token_is_revoked_once_and_on_record(cast: Cast) -> None:
    client, token = create(cast)
    revoked = services.revoke_client(client, by=cast.seth.as_actor(), reason="lost")
    assert not revoked.is_usable(timezone.now())
    with pytest.raises(LostRace):
        services.revoke_client(client, by=cast.seth.as_actor(), reason="lost")
    kinds = list(EventEntry.objects.order_by("seq").values_list("kind", flat=True))
    assert kinds == ["organisation.client_created", "organisation.client_revoked"]
    assert token not in str(list(EventEntry.objects.values()))
