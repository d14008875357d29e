"""The ledger shows what is due and overdue, its figures open their rows, counts hide the few."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grid.errors import IllegalStep, InvalidInput
from grid.ledger.analysis_role import as_analysis
from grid.ledger.models import EventEntry
from grid.organisation.models import RoleGrant
from mediation.board import figures, services, telling
from mediation.board.counting import by_cell_and_type, counts_by_cell
from mediation.board.ledger import is_late, ledger, tally
from mediation.board.models import DisputeMessage
from mediation.board.tables import ledger_lines
from mediation.flow import services as flow
from mediation.flow.models import Step
from mediation.register.models import Dispute
from tests.cast import Cast
from tests.mediation.flow import walk
from tests.mediation.make import make_dispute

pytestmark = pytest.mark.django_db


def late(cast: Cast) -> Dispute:
    """A dispute whose next step was due yesterday."""
    dispute = walk.assigned(cast)
    Step.objects.filter(dispute=dispute).update(due_at=timezone.now() - timedelta(days=1))
    return dispute


def span() -> tuple[Any, Any]:
    today = timezone.localdate()
    return today - timedelta(days=30), today


def test_what_is_overdue_is_counted_until_it_is_explained(cast: Cast) -> None:
    dispute = late(cast)
    assert tally(cast.lea)["unexplained"] == 1 and is_late(dispute)
    assert [row.pk for row in ledger(cast.lea, late="unexplained")] == [dispute.pk]
    until = timezone.localdate() + timedelta(days=7)
    services.explain(dispute, by=cast.cora, text="Both sides are away until Friday.",
                     holds_until=until)  # fmt: skip
    assert tally(cast.lea)["unexplained"] == 0
    assert [row.pk for row in ledger(cast.lea, late="explained")] == [dispute.pk]
    assert EventEntry.objects.filter(kind="disputes.delay_explained").exists()


def test_an_explanation_names_nobody_and_holds_a_month_at_most(cast: Cast) -> None:
    dispute = late(cast)
    today = timezone.localdate()
    for text, days in (("short", 5), ("call 13800000000 back", 5), ("waiting for both", 40),
                       ("waiting for both", 0)):  # fmt: skip
        with pytest.raises(InvalidInput):
            services.explain(
                dispute, by=cast.cora, text=text, holds_until=today + timedelta(days=days)
            )
    Dispute.objects.filter(pk=dispute.pk).update(stage="closed")
    dispute.refresh_from_db()
    with pytest.raises(IllegalStep):
        services.explain(dispute, by=cast.cora, text="waiting for both", holds_until=today)


def test_red_without_a_leader_stands_out(cast: Cast, client: Client) -> None:
    red = make_dispute(cast, grade="red")
    make_dispute(cast, grade="blue")
    assert [row.pk for row in ledger(cast.lea, leaderless=True)] == [red.pk]
    client.force_login(cast.lea)
    page = client.get(reverse("dispute_list")).content.decode()
    assert "no leader" in page and "▲" in page and red.number in page


@pytest.mark.parametrize(
    ("wanted", "count"),
    [({"q": "Water"}, 2), ({"grade": "red"}, 1), ({"category": "neighbor"}, 2),
     ({"cell": "S-1"}, 0), ({"stage": "closed"}, 0), ({"late": "yes"}, 0)],
)  # fmt: skip
def test_filters_narrow_the_ledger(cast: Cast, wanted: dict[str, Any], count: int) -> None:
    make_dispute(cast, grade="red")
    make_dispute(cast)
    make_dispute(cast, agency=cast.south_station)
    assert ledger(cast.lea, **wanted).count() == count


def test_the_export_holds_no_party_and_of_a_sensitive_dispute_no_place(cast: Cast) -> None:
    dispute = walk.assessed(cast, has_minor=True, address="1 Example Road", title="A loud night")
    told = str(list(ledger_lines(ledger(cast.lea))))
    assert dispute.number in told
    for word in ("某人", "1000000", "Example Road", "A loud night"):
        assert word not in told
    assert ledger(cast.nora).count() == 0


def test_each_figure_opens_exactly_the_rows_it_counts(cast: Cast) -> None:
    walk.revisited(cast)
    failed = walk.mediating(cast)
    walk.a_session(failed, cast)
    flow.fail(failed, by=cast.cora, reason="No common ground.")
    make_dispute(cast, repeats=2)
    success, _fulfilment, repeat = figures.total(cast.lea, span())
    assert (success.part, success.whole, success.percent) == (1, 2, "50.0")
    assert (repeat.part, repeat.whole, repeat.percent) == (1, 3, "33.3")
    for rate in figures.total(cast.lea, span()):
        since, until = span()
        said = {"since": since, "until": until}
        assert ledger(cast.lea, figure=rate.code, **said).count() == rate.part
        assert ledger(cast.lea, figure=f"{rate.code}_all", **said).count() == rate.whole


@pytest.mark.parametrize("group", list(figures.GROUPS))
def test_groups_sum_to_the_whole(cast: Cast, group: str) -> None:
    walk.revisited(cast)
    make_dispute(cast, agency=cast.south_station, grade="red")
    lines = figures.by_group(cast.chief, group, span())
    for place, rate in enumerate(figures.total(cast.chief, span())):
        assert sum(line.rates[place].whole for line in lines) == rate.whole


def test_without_anything_to_divide_by_there_is_no_percent(cast: Cast, client: Client) -> None:
    assert {rate.percent for rate in figures.total(cast.lea, span())} == {""}
    client.force_login(cast.lea)
    assert client.get(reverse("dispute_figures")).status_code == 200
    assert client.get(f"{reverse('dispute_figures')}?since=x").status_code == 400


def test_a_count_under_five_is_hidden_from_who_sees_no_dispute(cast: Cast) -> None:
    for _place in range(4):
        make_dispute(cast)
    first, after = (
        timezone.localdate() - timedelta(days=1),
        timezone.localdate() + timedelta(days=1),
    )
    RoleGrant.objects.filter(officer=cast.stranger).delete()
    RoleGrant.objects.create(officer=cast.stranger, role="analyst", granted_by="a", approved_by="b")
    assert [row.shown for row in by_cell_and_type(cast.stranger, first, after)] == ["<5"]
    assert [row.count for row in by_cell_and_type(cast.lea, first, after)] == [4]
    make_dispute(cast)
    make_dispute(cast, has_minor=True)
    assert [row.count for row in by_cell_and_type(cast.stranger, first, after)] == [5]


def test_the_cell_board_counts_what_the_ledger_opens(cast: Cast) -> None:
    make_dispute(cast)
    now = timezone.now()
    counted = counts_by_cell(cast.lea, ["N-1", "S-1"], now - timedelta(days=1), now)
    assert counted == {"N-1": 1}


@pytest.mark.parametrize(
    "table",
    ["mediation_party", "mediation_dispute", "disputedocs_paper", "disputeflow_session",
     "incidents_incident", "organisation_officer"],
)  # fmt: skip
def test_the_analysis_role_is_denied_every_table_of_persons(cast: Cast, table: str) -> None:
    refused = pytest.raises(ProgrammingError, match="permission denied")
    with refused, transaction.atomic(), as_analysis(), connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")


def test_the_analysis_role_reads_counts_alone_and_gives_the_role_back(cast: Cast) -> None:
    make_dispute(cast)
    make_dispute(cast, has_home_violence=True)
    with as_analysis(), connection.cursor() as cursor:
        cursor.execute("SELECT cell_code, category_code, disputes FROM dispute_counts ORDER BY 1")
        assert cursor.fetchall() == [("", "neighbor", 1), ("N-1", "neighbor", 1)]
    assert Dispute.objects.count() == 2


def test_those_responsible_are_told_once_and_each_morning_how_many(cast: Cast) -> None:
    dispute = walk.assigned(cast)
    events = list(EventEntry.objects.filter(kind="disputes.assigned"))
    telling.tell(events)
    telling.tell(events)
    told = DisputeMessage.objects.get(officer=cast.mia)
    assert (told.kind, told.dispute) == ("assigned", dispute)
    telling.digest(timezone.now())
    telling.digest(timezone.now())
    digest = DisputeMessage.objects.get(officer=cast.mia, kind="digest")
    assert digest.figures == {"open": 1, "late": 0, "red": 0}


def test_a_mediator_reads_her_messages_and_marks_them_read(cast: Cast, client: Client) -> None:
    walk.assigned(cast)
    telling.tell(list(EventEntry.objects.filter(kind="disputes.assigned")))
    client.force_login(cast.mia)
    page = client.get(reverse("dispute_messages")).content.decode()
    assert "Assigned" in page and "某人" not in page
    client.post(reverse("dispute_messages"), {"form_key": "messages-read-1"})
    assert not DisputeMessage.objects.filter(read_at__isnull=True).exists()


def test_what_is_overdue_without_anybody_goes_to_the_leaders(cast: Cast) -> None:
    make_dispute(cast, number="JF26-9001", grade="red", cell=None)
    event = EventEntry(
        seq=1, kind="disputes.leaderless", subject_type="dispute", subject_id="JF26-9001",
        happened_at=timezone.now(), payload={},
    )  # fmt: skip
    telling.tell([event])
    assert DisputeMessage.objects.get().officer == cast.lea
