"""One shift hands a checkpoint to the next on two pages, and both have signed."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from checkpoints.register.models import Checkpoint
from checkpoints.work.models import PostHandover
from checkpoints.work.services import give_post
from tests.cast import Cast
from tests.checkpoints.make import make_checkpoint
from tests.checkpoints.work.at_work import stand
from tests.checkpoints.work.test_pages import seen, send

WAITS, DONE, LATE = (f'class="tag {mark}"' for mark in ("warn", "ok", "bad"))


@pytest.fixture
def gate(cast: Cast) -> Checkpoint:
    return make_checkpoint(cast, name="北门站")


def as_gus(cast: Cast, gate: Checkpoint, client: Client) -> None:
    stand(gate, cast.gus)
    client.force_login(cast.gus)


def test_who_leaves_signs_what_she_gives_and_sees_it_wait(
    cast: Cast, gate: Checkpoint, client: Client
) -> None:
    as_gus(cast, gate, client)
    said = {"note": "二号道封闭", "equipment": "Detector, 2, usable\n阻车器，1"}
    answer = send(client, "post_handover_give", checkpoint=gate.code, **said)
    row = PostHandover.objects.get()
    assert answer["Location"].endswith(f"/{row.pk}/")
    assert row.equipment == [
        {"name": "Detector", "quantity": 2, "state": "usable"},
        {"name": "阻车器", "quantity": 1, "state": ""},
    ]
    page = seen(client, "post_handover_detail", row.pk)
    assert WAITS in page
    assert "二号道封闭" in page
    assert 'name="remarks"' not in page  # two people sign


def test_the_next_shift_signs_and_the_list_says_so(
    cast: Cast, gate: Checkpoint, client: Client
) -> None:
    stand(gate, cast.sam)
    row = give_post(gate, by=cast.sam)
    as_gus(cast, gate, client)
    assert WAITS in seen(client, "post_handover_list")
    take = {"remarks": "Detector has no battery", "version": row.version}
    assert send(client, "post_handover_detail", row.pk, **take).status_code == 302
    row.refresh_from_db()
    assert row.done_by.endswith(cast.gus.badge_number)
    page = seen(client, "post_handover_list")
    assert DONE in page
    assert WAITS not in page


def test_who_gave_it_cannot_sign_for_the_next_shift_too(
    cast: Cast, gate: Checkpoint, client: Client
) -> None:
    as_gus(cast, gate, client)
    row = give_post(gate, by=cast.gus)
    answer = send(client, "post_handover_detail", row.pk, version=row.version)
    assert answer.status_code == 403
    row.refresh_from_db()
    assert row.done_at is None


def test_lines_of_equipment_that_cannot_be_read_are_all_named_and_stay(
    cast: Cast, gate: Checkpoint, client: Client
) -> None:
    as_gus(cast, gate, client)
    said = {"equipment": "Detector, x\nGate, 1\n, 3", "note": "stays"}
    answer = send(client, "post_handover_give", checkpoint=gate.code, **said)
    assert answer.status_code == 400
    assert len(answer.context["form"].errors["equipment"]) == 2  # the first line and the third
    assert "stays" in answer.content.decode()
    assert not PostHandover.objects.exists()


def test_the_form_begins_with_the_own_post_and_its_equipment(
    cast: Cast, gate: Checkpoint, client: Client
) -> None:
    make_checkpoint(cast, name="另一站")
    as_gus(cast, gate, client)
    page = seen(client, "post_handover_give")
    assert f'value="{gate.code}" selected' in page


def test_a_handover_nobody_took_in_time_is_marked(
    cast: Cast, gate: Checkpoint, client: Client
) -> None:
    as_gus(cast, gate, client)
    send(client, "post_handover_give", checkpoint=gate.code)
    with time_machine.travel(timezone.now() + timedelta(minutes=31), tick=False):
        client.force_login(cast.gus)
        assert LATE in seen(client, "post_handover_list")


def test_who_has_no_shift_there_hands_nothing_over(
    cast: Cast, gate: Checkpoint, client: Client
) -> None:
    client.force_login(cast.gus)
    answer = send(client, "post_handover_give", checkpoint=gate.code)
    assert answer.status_code == 403
    assert not PostHandover.objects.exists()
