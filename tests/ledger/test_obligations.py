"""Whatever must be signed for by a deadline goes one way, and being late is said once."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import isolate_apps
from django.utils import timezone

from grid.errors import IllegalStep, LostRace, StaleVersion
from grid.ledger import obligations
from grid.ledger.models import AuditEntry, EventEntry, Obligation
from grid.ledger.obligations import Order, cancel, finish, issue, mark_overdue, return_, sign
from grid.ledger.retention import Keep
from grid.ledger.views.board import order_board
from tests.cast import Cast


@pytest.fixture(scope="module")
def errand_model(django_db_setup: Any, django_db_blocker: Any) -> Iterator[type[Obligation]]:
    """A kind of obligation of the tests' own, in a table that goes when they are done."""
    with isolate_apps("grid.ledger"):

        class Errand(Obligation):
            retention: ClassVar[Keep] = Keep(days=30, by="done_at", basis="tests")

            class Meta(Obligation.Meta):
                app_label = "ledger"

    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.create_model(Errand)
        yield Errand
        with connection.schema_editor() as editor:
            editor.delete_model(Errand)


@pytest.fixture
def errand(
    errand_model: type[Obligation], cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> type[Obligation]:
    monkeypatch.setattr(obligations, "kinds", lambda: [errand_model])
    return errand_model


def order(cast: Cast, *, due_in_h: float = 1, sign_in_h: float | None = None, **more: Any) -> Order:
    now = timezone.now()
    values: dict[str, Any] = {
        "owner_path": cast.north.path,
        "title": "Close the gate",
        "subject_type": "incident",
        "subject_id": "J1",
        "due_at": now + timedelta(hours=due_in_h),
        "sign_by": None if sign_in_h is None else now + timedelta(hours=sign_in_h),
    }
    return Order(**(values | more))


def kinds_of_facts() -> list[str]:
    return list(EventEntry.objects.order_by("seq").values_list("kind", flat=True))


def test_an_order_is_issued_signed_for_and_done(cast: Cast, errand: type[Obligation]) -> None:
    chief, nora = cast.chief.as_actor(), cast.nora.as_actor()
    given = issue(errand, chief, order(cast))
    sign(given, nora, version=1)
    finish(given, nora, outcome="gate closed", version=2)
    stored = errand._default_manager.get()
    assert (stored.state, stored.version) == ("done", 3)
    assert stored.issued_by == "长官 C001"
    assert stored.signed_by == stored.done_by == "诺拉 N001"
    assert stored.outcome == "gate closed"
    assert kinds_of_facts() == [
        "ledger.obligation_issued",
        "ledger.obligation_signed",
        "ledger.obligation_done",
    ]
    assert AuditEntry.objects.last().reason == "gate closed"


def test_of_two_who_sign_the_second_is_told_who_was_first(
    cast: Cast, errand: type[Obligation]
) -> None:
    given = issue(errand, cast.chief.as_actor(), order(cast))
    twin = errand._default_manager.get()
    sign(given, cast.nora.as_actor())
    with pytest.raises(LostRace) as refused:
        sign(twin, cast.cora.as_actor())
    assert refused.value.context["winner"] == "诺拉 N001"
    assert refused.value.context["at"] == given.signed_at


def test_nothing_is_done_before_somebody_signed(cast: Cast, errand: type[Obligation]) -> None:
    given = issue(errand, cast.chief.as_actor(), order(cast))
    with pytest.raises(IllegalStep):
        finish(given, cast.nora.as_actor(), outcome="done")


def test_a_stale_version_is_refused_with_both_versions(
    cast: Cast, errand: type[Obligation]
) -> None:
    given = issue(errand, cast.chief.as_actor(), order(cast))
    with pytest.raises(StaleVersion) as refused:
        sign(given, cast.nora.as_actor(), version=9)
    assert refused.value.context == {"yours": 9, "current": 1}


@pytest.mark.parametrize(("step", "state"), [(return_, "returned"), (cancel, "cancelled")])
def test_an_order_may_be_returned_or_cancelled_until_it_is_done(
    cast: Cast, errand: type[Obligation], step: Any, state: str
) -> None:
    nora = cast.nora.as_actor()
    given = issue(errand, cast.chief.as_actor(), order(cast))
    step(given, nora, reason="not ours")
    assert (given.state, given.outcome) == (state, "not ours")
    with pytest.raises(IllegalStep):
        step(given, nora, reason="again")


def test_late_is_said_once_for_what_is_still_open(cast: Cast, errand: type[Obligation]) -> None:
    chief = cast.chief.as_actor()
    late = issue(errand, chief, order(cast, due_in_h=-1))
    unsigned = issue(errand, chief, order(cast, sign_in_h=-1))
    signed_in_time = issue(errand, chief, order(cast, sign_in_h=-1))
    sign(signed_in_time, cast.nora.as_actor())
    issue(errand, chief, order(cast, sign_in_h=0.5))
    cancel(issue(errand, chief, order(cast, due_in_h=-1)), chief, reason="mistake")
    mark_overdue()
    mark_overdue()
    overdue = EventEntry.objects.filter(kind="ledger.obligation_overdue").order_by("seq")
    assert [e.subject_id for e in overdue] == [str(late.pk), str(unsigned.pk)]
    assert overdue[0].payload["overdue_at"]
    late.refresh_from_db()
    assert (late.state, late.version) == ("issued", 2)
    assert late.overdue_at is not None


def test_the_board_shows_what_is_owed_in_scope_the_next_due_first(
    cast: Cast, errand: type[Obligation], signed_in: Any
) -> None:
    chief = cast.chief.as_actor()
    issue(errand, chief, order(cast, due_in_h=3, title="later"))
    issue(errand, chief, order(cast, due_in_h=2, title="sooner"))
    issue(errand, chief, order(cast, due_in_h=1, title="south", owner_path=cast.south.path))
    cancel(issue(errand, chief, order(cast, title="cancelled")), chief, reason="x")
    nora = signed_in(cast.nora)
    answer = nora.get("/api/v1/obligations/?open=1").json()
    assert [row["title"] for row in answer["results"]] == ["sooner", "later"]
    assert answer["count"] == 2
    second = nora.get("/api/v1/obligations/?open=1&offset=1&limit=1").json()
    assert [row["title"] for row in second["results"]] == ["later"]
    assert nora.get("/api/v1/obligations/").json()["count"] == 3
    assert nora.get("/api/v1/obligations/?open=2").status_code == 400


def test_the_order_board_page_marks_what_is_late(
    cast: Cast, errand: type[Obligation], rf: RequestFactory
) -> None:
    issue(errand, cast.chief.as_actor(), order(cast, due_in_h=-1, title="<b>gate</b>"))
    mark_overdue()
    request = rf.get("/orders/")
    request.user = cast.nora
    page = order_board(request).content.decode()
    assert "&lt;b&gt;gate&lt;/b&gt;" in page
    assert "! " in page


def test_the_order_board_goes_on_to_the_last_of_what_is_owed(
    cast: Cast, errand: type[Obligation], rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grid.ledger.views.board.SIZE", 2)
    for hour in (3, 1, 2):
        issue(errand, cast.chief.as_actor(), order(cast, due_in_h=hour, title=f"gate {hour}"))
    found = []
    for number in ("1", "2", "99"):
        request = rf.get("/orders/", {"page": number})
        request.user = cast.nora
        page = order_board(request).content.decode()
        found.append([hour for hour in "123" if f"gate {hour}" in page])
    assert found == [["1", "2"], ["3"], ["3"]]  # a page there is not is the last one


def test_a_kind_of_obligation_is_found_by_itself(db: None) -> None:
    assert all(issubclass(kind, Obligation) for kind in obligations.kinds())
