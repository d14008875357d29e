"""A dispute goes its way."""

import pytest
from django.db import DatabaseError, transaction

from mediation.flow import services
from mediation.register.models import Dispute
from tests.cast import Cast
from tests.mediation.flow import walk

pytestmark = pytest.mark.django_db


def test_a_dispute_goes_from_assigned_to_the_archive(cast: Cast) -> None:
    dispute = walk.closed(cast)
    archived = services.archive(dispute, by=cast.lea)
    assert archived.stage == Dispute.Stage.ARCHIVED
    with pytest.raises(DatabaseError), transaction.atomic():
        Dispute.objects.filter(pk=dispute.pk).update(title="Another")
