"""Two commanders at once: one wins, the other is told."""

import pytest

from command_center.dispatch.modes import services
from command_center.dispatch.modes.models import CommandMode
from grid.errors import DomainError
from tests.cast import Cast
from tests.waiting import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_commanders_who_take_over_at_once_one_wins(cast: Cast) -> None:
    def start():
        return services.start_major(cast.city, by=cast.chief, reason="同时接管")

    answers = at_once(start, start, start)
    refused = [a for a in answers if isinstance(a, DomainError)]
    assert len(refused) == 2
    assert {r.code for r in refused} == {"lost_race"}
    assert CommandMode.objects.filter(ended_at=None).count() == 1


def test_of_two_who_give_back_at_once_one_wins(cast: Cast) -> None:
    mode = services.start_major(cast.city, by=cast.chief, reason="同时接管")

    def end():
        return services.end_major(mode, by=cast.chief, report="平稳结束")

    refused = [a for a in at_once(end, end) if isinstance(a, DomainError)]
    assert [r.code for r in refused] == ["lost_race"]
