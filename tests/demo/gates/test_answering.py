"""Orders, notices and posts of a containment as simulated checkpoints answer them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from command_center.demo.gates.agenda import Agenda, Luck
from command_center.demo.gates.answering import Notices, Orders, Posts
from tests.demo.talk import Talk

NOW = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)


def play(part: Any, agenda: Agenda, *, minutes: int) -> None:
    """The part listens and acts every five seconds."""
    for second in range(0, minutes * 60, 5):
        part.hear(NOW + timedelta(seconds=second))
        agenda.play(NOW + timedelta(seconds=second))


def order(receiver: str = "checkpoint:LY-02", **more: Any) -> dict[str, Any]:
    receipt = {"id": 3, "receiver": receiver, "signed_at": None}
    return {"order": {"number": "J26-0001", "needs_result": True} | more, "receipt": receipt}


def orders(row: dict[str, Any]) -> tuple[Orders, Agenda, Talk]:
    talk, agenda = Talk({"my-orders/": {"results": [row]}}), Agenda()
    return Orders(talk, agenda, Luck(1)), agenda, talk  # type: ignore[arg-type]


def test_an_order_to_a_checkpoint_is_signed_for_and_answered_once_each() -> None:
    part, agenda, talk = orders(order())
    play(part, agenda, minutes=20)
    assert [path for path, _body in talk.told] == [
        "orders/J26-0001/sign/",
        "orders/J26-0001/result/",
    ]
    assert {body["receiver"] for _path, body in talk.told} == {"checkpoint:LY-02"}
    assert talk.to("result/")[0]["text"]


def test_an_order_to_the_agency_itself_is_left_to_people() -> None:
    part, agenda, talk = orders(order("agency:220422100000"))
    play(part, agenda, minutes=20)
    assert talk.told == []


def test_an_order_that_asks_for_no_result_is_only_signed_for() -> None:
    part, agenda, talk = orders(order(needs_result=False))
    play(part, agenda, minutes=20)
    assert [path for path, _body in talk.told] == ["orders/J26-0001/sign/"]


def test_a_notice_is_acknowledged_once_some_seconds_after_it_came() -> None:
    talk, agenda = Talk({"lookout-notices/": {"results": [{"number": "X26-0001"}]}}), Agenda()
    part = Notices(talk, agenda, Luck(1), "220422100000")  # type: ignore[arg-type]
    play(part, agenda, minutes=10)
    assert [path for path, _body in talk.told] == ["lookout-notices/X26-0001/acknowledge/"]


def post(**more: Any) -> dict[str, Any]:
    return {
        "id": 9,
        "containment": "FK2026-0003",
        "step": "issued",
        "manned_at": None,
        "man_by": (NOW + timedelta(minutes=10)).isoformat(),
        "due_at": (NOW + timedelta(minutes=25)).isoformat(),
        "officers_asked": 2,
        "vehicles_asked": 1,
        **more,
    }


class Ring:
    """A platform with one post's order, which may be released."""

    def __init__(self, **more: Any) -> None:
        self.row = post(**more)
        self.due = NOW
        self.talk = Talk({"my-containment-posts/": {"results": [self.row]}}, self.answer)
        self.agenda = Agenda()
        self.posts = Posts(self.talk, self.agenda, Luck(1))  # type: ignore[arg-type]
        self.talk.answers["containments/FK2026-0003/posts/9/"] = self.row | {"step": "reporting"}

    def answer(self, _path: str, _body: Any) -> Any:
        return self.row

    def release(self) -> None:
        self.talk.answers["my-containment-posts/"] = {"results": []}

    def steps(self) -> list[str]:
        return [path.rstrip("/").rsplit("/", 1)[-1] for path, _body in self.talk.told]


def test_a_post_acknowledges_then_is_in_place_and_reports_that_it_saw_nothing() -> None:
    ring = Ring()
    play(ring.posts, ring.agenda, minutes=23)
    assert ring.steps()[:3] == ["acknowledge", "man", "report"]
    assert ring.talk.to("man/") == [{"officers": 2, "vehicles": 1, "channel": "api"}]
    assert ring.talk.to("report/")[0]["kind"] == "nothing"


def test_a_post_reports_until_it_is_released_and_then_no_more() -> None:
    ring = Ring()
    play(ring.posts, ring.agenda, minutes=24)
    ring.release()
    told = len(ring.talk.told)
    for minute in range(25, 90):
        ring.posts.hear(NOW + timedelta(minutes=minute))
        ring.agenda.play(NOW + timedelta(minutes=minute))
    assert len(ring.talk.told) == told


def test_a_post_whose_crew_was_in_place_already_goes_on_reporting() -> None:
    ring = Ring(step="manned", manned_at=NOW.isoformat())
    play(ring.posts, ring.agenda, minutes=24)
    assert set(ring.steps()) == {"report"}


def test_a_lost_answer_of_the_list_forgets_no_post() -> None:
    ring = Ring()
    ring.posts.hear(NOW)
    ring.talk.answers.pop("my-containment-posts/")
    play(ring.posts, ring.agenda, minutes=15)
    assert ring.steps()[:2] == ["acknowledge", "man"]
