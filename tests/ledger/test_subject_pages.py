"""The order board leads to what it is about: for whoever may open it, and for nobody else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from grid.ledger import obligations, subject_pages
from grid.ledger.models import Obligation
from grid.ledger.obligations import Order
from grid.ledger.views.board import lines
from grid.ledger.words import SUBJECTS
from grid.organisation.models import Officer
from tests.cast import Cast
from tests.contracts.things import THINGS
from tests.contracts.things.mediation import of_dispute
from tests.video.make import make_camera, make_platform
from video.repair.models import Ticket

pytestmark = pytest.mark.takes(8)


def about(word: str, code: str, cast: Cast) -> dict[str, object]:
    """The fields every obligation of the south has."""
    now = timezone.now()
    return {
        "owner_path": cast.south.path, "title": word, "subject_type": word, "subject_id": code,
        "issued_at": now, "issued_by": "S001", "due_at": now + timedelta(hours=1),
    }  # fmt: skip


def everything(cast: Cast) -> list[Obligation]:
    """A row of each kind of obligation that the things of the south owe; or one not kept."""
    for make in dict.fromkeys(THINGS.values()):
        make(cast)
    number = str(of_dispute(cast)["dispute_number"])
    rows = []
    for kind in obligations.kinds():
        word = "bulletin" if kind._meta.app_label == "bulletins" else "dispute"
        row = kind._default_manager.order_by("pk").last()
        if row is None and word == "bulletin":
            number = kind._meta.apps.get_model("bulletins.Bulletin").objects.latest("pk").pk
        rows.append(row or kind(**about(word, str(number), cast)))
    return rows


def test_every_kind_of_obligation_leads_somewhere_and_every_link_opens(
    cast: Cast, client: Client
) -> None:
    rows = everything(cast)
    found = lines(cast.sam, rows)
    assert {line.row._meta.label for line in found if not (line.page or line.about)} == set()
    client.force_login(cast.sam)
    links = sorted({link for line in found for link in (line.page, line.about) if link})
    assert [(link, got) for link in links if (got := client.get(link).status_code) != 200] == []
    # who sees nothing of the south is led nowhere there
    assert {(line.page, line.about) for line in lines(cast.nora, rows)} == {("", "")}


def test_every_word_that_leads_somewhere_is_a_word_of_the_registers_or_a_kind() -> None:
    labels = {kind._meta.label_lower for kind in obligations.kinds()}
    assert subject_pages.words() - labels - set(SUBJECTS) == set()


@pytest.mark.parametrize("word", sorted(subject_pages.words()))
def test_the_pages_of_a_word_are_mounted_and_marked_with_a_right(word: str) -> None:
    pages = subject_pages._PAGES[word]
    assert pages
    for page in pages:
        assert subject_pages.right_to_open(page.name, page.is_search), page.name


def leads(viewer: Officer, *said: tuple[str, str]) -> dict[tuple[str, str], str]:
    return subject_pages.addresses(viewer, said)


def test_a_camera_opens_to_those_of_its_area_who_may_read_cameras(cast: Cast) -> None:
    camera = make_camera(cast, agency=cast.south_station)
    said = ("camera", camera.code)
    assert leads(cast.sam, said) == {said: f"/video/cameras/at/{camera.code}/"}
    assert leads(cast.chief, said) == leads(cast.sam, said)
    for person in (cast.nora, cast.stranger, cast.tessa):
        assert leads(person, said) == {}


def test_a_platform_is_found_in_the_list_of_platforms(cast: Cast, client: Client) -> None:
    row = make_platform(cast, code="NVR-7", name="录像机七", agency=cast.south)
    make_platform(cast, code="OTHER", name="另一台", agency=cast.south)
    client.force_login(cast.sam)
    page = client.get(leads(cast.sam, ("video_platform", row.code))["video_platform", "NVR-7"])
    assert page.status_code == 200
    assert "录像机七" in page.content.decode()
    assert "另一台" not in page.content.decode()


def test_what_is_gone_misspelt_or_unheard_of_leads_nowhere(cast: Cast) -> None:
    odd = [("camera", "GONE"), ("shift", "x1"), ("shift", "999999"), ("moon", "1"), ("cell", "")]
    assert leads(cast.chief, *odd) == {}
    assert leads(cast.chief) == {}


def test_the_board_asks_once_for_each_kind_of_thing_however_many_there_are(
    cast: Cast, django_assert_num_queries
) -> None:
    cameras = [make_camera(cast, agency=cast.north_station) for _n in range(5)]
    said = [("camera", camera.code) for camera in cameras]
    assert cast.chief.rights  # read once
    with django_assert_num_queries(1):
        assert len(leads(cast.chief, *said, *said)) == 5


def test_a_ticket_of_the_board_is_a_link_only_where_it_opens(cast: Cast, client: Client) -> None:
    camera = make_camera(cast, agency=cast.south_station)
    order = Order(
        owner_path=cast.south.path, title="WX-1 ☂", subject_type="camera", subject_id=camera.code,
        due_at=timezone.now() + timedelta(hours=1),
    )  # fmt: skip
    fields = {"number": "WX-1", "camera": camera, "agency": cast.south, "fault": "offline"}
    known = {field.name for field in Ticket._meta.fields}
    obligations.issue(
        Ticket, cast.sam.as_actor(), order, **{k: v for k, v in fields.items() if k in known}
    )
    client.force_login(cast.sam)
    page = client.get("/orders/").content.decode()
    assert '<a href="/video/repairs/at/WX-1/">WX-1 ☂</a>' in page
    assert f'<a href="/video/cameras/at/{camera.code}/">' in page
    client.force_login(cast.pat)
    assert "WX-1" not in client.get("/orders/").content.decode()
