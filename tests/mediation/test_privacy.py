"""Nothing of the parties is told anywhere but behind a reveal that the access register knows.

Disputes with parties that cannot exist go their whole way over REST and pages: consent, sessions,
agreement, papers, danger, transfer, breach, visits, archive. Then every page, answer and export
that may tell of them is opened as everybody of the cast, and every row and log line is searched.
"""

from datetime import timedelta
from itertools import count
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from command_center.alerts.services import ensure_default_rules
from command_center.incidents.reference import load
from command_center.incidents.targets import ensure_default_targets
from grid.ledger.models import AccessEntry, EventEntry, IdempotencyKey
from grid.ledger.reactors import reactors
from grid.organisation.models import Officer
from grid.rights import Right
from mediation.documents.models import Volume
from mediation.flow.models import Agreement, Transfer
from mediation.mediators.models import Mediator
from mediation.phone.models import DisputePhoto
from mediation.register.models import Dispute, Party
from tests.cast import SOUTH, STEP, WEST, Cast
from tests.contracts.matrix import ROUTES
from tests.contracts.test_matrix import OURS
from tests.mediation.make import category, make_body, make_mediator
from tests.service.venue_make import picture
from tests.traces import Kept, whole_database

pytestmark = [pytest.mark.django_db, pytest.mark.takes(25)]

KEYS = count(1)
Stage = Dispute.Stage
FIRST = {
    "side": "a", "name": "瓟囍甲", "phone": "19977700001", "id_number": "990101198001017771",
    "address": "鱻路七号楼九九一室", "guardian": "瓟囍翁",
}  # fmt: skip
SECOND = {
    "side": "b", "name": "瓟囍乙", "phone": "19977700002", "id_number": "990101198001017772",
    "address": "鱻路七号楼九九二室",
}  # fmt: skip
PARTIES = [word for party in (FIRST, SECOND) for name, word in party.items() if name != "side"]
WORDS = "龘龘所述"  # in whatever a party said, or somebody wrote of it
SAID = f"{FIRST['name']}：{WORDS}"
MARKS = [*PARTIES, WORDS, "囍"]


class Sender:
    """Somebody with a session, who sends over REST and opens pages."""

    def __init__(self, officer: Officer) -> None:
        self.officer, self.client = officer, Client(raise_request_exception=False)
        self.client.force_login(officer)
        self.told: list[str] = []

    def post(self, path: str, body: Any, *, status: int, key: str = "", **headers: str) -> Any:
        """One POST below /api/v1/; what was answered is kept to be searched."""
        headers |= {"Idempotency-Key": key or f"privacy-{next(KEYS):06}"}
        answer = self.client.post(
            f"/api/v1/{path}", body, content_type="application/json", headers=headers
        )
        assert answer.status_code == status, (path, answer.content.decode()[:600])
        self.told.append(answer.content.decode())
        return answer.json() if answer.content else None

    def form(self, name: str, body: dict[str, Any], **where: Any) -> Any:
        """One form of a page."""
        body = {"form_key": f"privacy-{next(KEYS):06}"} | body
        return self.client.post(reverse(name, kwargs=where), body)


def shown(answer: Any) -> str:
    """Headers and body of an answer; a file is told by its bytes."""
    body = b"".join(answer) if answer.streaming else answer.content
    return str(dict(answer.items())) + body.decode(errors="replace")


def marks_in(text: str) -> set[str]:
    escaped = {mark: mark.encode("unicode-escape").decode() for mark in MARKS}
    return {mark for mark in MARKS if mark in text or escaped[mark] in text}


class Story:
    """The disputes of these tests, and who takes them along."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.cora, self.lea, self.mia = Sender(cast.cora), Sender(cast.lea), Sender(cast.mia)
        self.room = make_body(cast)
        self.mediator: Mediator = make_mediator(cast, body=self.room, name="某调解员")

    def register(self, **more: Any) -> str:
        """One POST from a doorway, naming a party wherever a hurried hand would."""
        at = timezone.now().isoformat()
        said = {
            "category": category().code, "title": f"{FIRST['name']}与邻居", "source": "visit",
            "address": f"安澜路3号楼 {FIRST['name']}家", "narrative": SAID, "reported_at": at,
            "measures": f"告知{SECOND['name']}", "parties": [FIRST, SECOND], "written_at": at,
            "lng": WEST + STEP / 2, "lat": SOUTH + 1.5 * STEP, "crs": "wgs84",
        } | more  # fmt: skip
        made = self.cora.post("disputes/", said, status=201)
        return str(made["number"])

    def begin(self) -> str:
        """Graded, given to Mia, agreed to by both."""
        number = self.register()
        self._sign(number)
        note = {"note": f"见到{FIRST['name']}"}
        self.lea.post(f"disputes/{number}/grade-visits/", note, status=200)
        body = {"body": self.room.code, "mediators": [self.mediator.pk]}
        self.lea.post(f"disputes/{number}/assignment/", body, status=200)
        for party in Party.objects.filter(dispute__number=number):
            said = {"party": party.pk, "answer": "agreed", "own_words": SAID}
            self.cora.post(f"disputes/{number}/consents/", said, status=200)
        return number

    def _sign(self, number: str) -> None:
        row = Dispute.objects.get(number=number)
        match = {"If-Match": f'"{row.version}"'}
        said = {"answers": [], "override": "red", "reason": f"{FIRST['name']}说要动手"}
        self.cora.post(f"disputes/{number}/assessments/", said, status=201, **match)

    def agree(self) -> str:
        """A session, an agreement, its paper signed by nobody yet but read and taken."""
        number = self.begin()
        held = {"place": f"{FIRST['name']}家", "record": SAID, "others": SAID}
        self.mia.post(f"my-disputes/{number}/sessions/", held, status=200)
        words = dict.fromkeys(("facts", "issues", "responsibilities", "terms", "way"), SAID)
        self.mia.post(f"my-disputes/{number}/agreement/", words, status=200)
        for kind in ("registration", "session", "agreement"):
            told = self.cora.form(
                "dispute_paper_make", {"kind": kind, "about": "1"}, dispute_number=number
            )
            assert told.status_code == 302
        return number

    def fulfil(self) -> str:
        number = self.agree()
        self.cora.post(f"disputes/{number}/effect/", {}, status=200)
        return number


def test_nothing_of_the_parties_is_told_but_behind_a_reveal(cast: Cast, log: Kept) -> None:
    story = Story(cast)
    with time_machine.travel(timezone.now(), tick=True) as clock:
        everything(story)
        no_row_no_answer_and_no_line_of_a_log_tells_of_a_party(story, log)
        clock.shift(timedelta(hours=1))  # whoever looked at work has to be noted anew
        nobody_reads_a_party_and_every_look_at_what_was_said_is_on_the_register(story)
        behind_a_reveal_the_parties_are_in_clear_and_the_register_says_why(story)
    no_row_no_answer_and_no_line_of_a_log_tells_of_a_party(story, log)


def everything(story: Story) -> None:
    """Everything that can happen to disputes happens, and every reactor sees it."""
    load()
    ensure_default_targets(story.cast.city)
    ensure_default_rules(story.cast.city)
    ended(story)
    refused(story)
    moved(story)
    archived(story)
    happened = list(EventEntry.objects.order_by("seq"))
    for one in reactors.values():
        one.react(happened)


def ended(story: Story) -> None:
    """One fails, one is breached; on the way come pictures, dangers, a party entered by mistake."""
    cora, number = story.cora, story.begin()
    cora.post(f"disputes/{number}/danger/", {"kind": "threat", "text": SAID}, status=200)
    cora.client.post(
        f"/api/v1/disputes/{number}/photos/", picture(), content_type="image/jpeg",
        headers={"Idempotency-Key": f"privacy-{next(KEYS):06}"},
    )  # fmt: skip
    cora.post(f"disputes/{number}/failure/", {"reason": SAID}, status=200)
    number = story.fulfil()
    promise = Agreement.objects.get(dispute__number=number).performances.get()
    said = {"performance": promise.pk, "note": SAID}
    cora.post(f"disputes/{number}/breach/", said, status=200)
    twin = story.register()
    party = Party.objects.filter(dispute__number=twin, side="b").get()
    cora.form(
        "party_remove", {"reason": f"不是{SECOND['name']}", "version": party.version},
        dispute_number=twin, party_id=party.pk,
    )  # fmt: skip
    assert not Party.objects.filter(pk=party.pk).exists()
    cora.post(f"disputes/{twin}/parties/", SECOND | {"phone": SECOND["name"]}, status=400)
    cora.post("disputes/", {"parties": [FIRST | {"side": FIRST["name"]}]}, status=400)


def refused(story: Story) -> None:
    """A party refuses in her own words."""
    number = story.register()
    story._sign(number)
    party = Party.objects.filter(dispute__number=number).first()
    assert party is not None
    said = {"party": party.pk, "answer": "refused", "own_words": SAID}
    story.cora.post(f"disputes/{number}/consents/", said, status=200)


def moved(story: Story) -> None:
    """Suspended, raised, sent to the south, which sends one back and takes the other."""
    lea, chief, south = story.lea, Sender(story.cast.chief), story.cast.south_station
    for accept in (False, True):
        number = story.begin()
        until = (timezone.now() + timedelta(days=3)).isoformat()
        lea.post(f"disputes/{number}/suspension/", {"reason": SAID, "until": until}, status=200)
        lea.post(f"disputes/{number}/resumption/", {"reason": SAID}, status=200)
        lea.post(f"disputes/{number}/escalation/", {"reason": SAID}, status=200)
        to = {"reason": SAID, "to_agency": south.code}
        lea.post(f"disputes/{number}/transfer/", to, status=200)
        made = Transfer.objects.get(dispute__number=number)
        answer = {"accept": accept, "reason": SAID}
        chief.post(f"dispute-transfers/{made.pk}/answer/", answer, status=200)
        lea.told += chief.told


def archived(story: Story) -> None:
    """Visited, closed, archived, bound."""
    cora, lea, number = story.cora, story.lea, story.fulfil()
    for promise in Agreement.objects.get(dispute__number=number).performances.all():
        said = {"performance": promise.pk, "note": SAID}
        cora.post(f"disputes/{number}/performed/", said, status=200)
    for kind in ("day_7", "day_30"):
        visit = {"kind": kind, "way": "visit", "feedback": SAID, "satisfied": "yes"}
        cora.post(f"disputes/{number}/revisits/", visit, status=200)
    lea.post(f"disputes/{number}/closing/", {"summary": SAID}, status=200)
    lea.post(f"disputes/{number}/archive/", {}, status=200)
    assert Volume.objects.filter(dispute__number=number).exists()


def no_row_no_answer_and_no_line_of_a_log_tells_of_a_party(told: Story, log: Kept) -> None:
    answers = [text for one in (told.cora, told.lea, told.mia) for text in one.told]
    assert [text for text in answers if marks_in(text)] == []
    assert IdempotencyKey.objects.count() > 60
    rows = [row for row in whole_database() if marks_in(row)]
    assert rows == []
    assert [line for line in log.lines if marks_in(line)] == []


TELLING = ("mediation", "grid.ledger", "grid.service.board", "command_center.alerts")
READERS = ("cora", "lea", "mia", "ada", "audra")
ACTS = {"work_act": "consents", "direct_act": "transfer"}


def addresses(officer: Officer) -> list[str]:
    """Every page, answer and export that may tell this officer of the disputes there are."""
    at = [Dispute.objects.filter(stage=one) for one in (Stage.ARCHIVED, Stage.ASSIGNED)]
    known = [things(rows.order_by("pk")[0]) for rows in at]
    found = {}
    for _route, entry in OURS:
        view = getattr(entry.callback, "view_class", getattr(entry.callback, "cls", None))
        is_read = view is None or hasattr(view, "get")
        is_hers = is_read and ROUTES[entry.name][0] in {*officer.rights, Right.SIGNED_IN}
        if is_hers and entry.callback.__module__.startswith(TELLING):
            for given in known:
                wanted = entry.pattern.converters
                if set(wanted) <= set(given):
                    found[reverse(entry.name, kwargs={key: given[key] for key in wanted})] = None
    return list(found)


def things(row: Dispute) -> dict[str, Any]:
    """What the addresses of a dispute are made of; the last one of each kind."""
    rows = {
        "party_id": row.parties.all(), "paper_id": row.papers.all(),
        "transfer_id": Transfer.objects.filter(dispute=row), "volume_id": row.volumes.all(),
        "dispute_photo_id": DisputePhoto.objects.filter(dispute=row),
    }  # fmt: skip
    last = {name: found.order_by("pk").last() for name, found in rows.items()}
    keys = {name: found.pk for name, found in last.items() if found is not None}
    return {"dispute_number": row.number} | ACTS | keys


def opened(where: str, client: Client, officer: Officer) -> tuple[set[str], bool]:
    """The marks an address tells, and whether the access register has a line about it."""
    with transaction.atomic():
        last = AccessEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        found = marks_in(shown(client.get(where)))
        lines = AccessEntry.objects.filter(pk__gt=last, actor_id=str(officer.pk))
        is_noted = lines.exclude(purpose="").exists()
        transaction.set_rollback(True)
    return found, is_noted


# What somebody at work reads in the story and in what was said, once the register has her look.
IN_WORDS = {FIRST["name"], WORDS, "囍"}


def nobody_reads_a_party_and_every_look_at_what_was_said_is_on_the_register(told: Story) -> None:
    leaks, looks, count_of = [], 0, {}
    for name in READERS:
        officer = getattr(told.cast, name)
        client = Client(raise_request_exception=False)
        client.force_login(officer)
        everywhere = addresses(officer)
        count_of[name] = len(everywhere)
        for where in everywhere:
            found, is_noted = opened(where, client, officer)
            looks += bool(found)
            if found - (IN_WORDS if is_noted else set()):
                leaks.append((name, where, sorted(found), is_noted))
    assert leaks == []
    assert looks, "those at work read what was said"
    assert count_of["lea"] > 80 and count_of["audra"] > 5


def behind_a_reveal_the_parties_are_in_clear_and_the_register_says_why(told: Story) -> None:
    number, lea = Dispute.objects.order_by("pk")[0].number, Sender(told.cast.lea)
    why = {
        "purpose": "mediation",
        "case_number": number,
        "reason": f"{FIRST['name']}要求补充材料才来问",
    }
    lea.post(f"disputes/{number}/reveal/", why, status=201)
    assert FIRST["phone"] in shown(lea.client.get(f"/api/v1/disputes/{number}/parties/"))
    assert FIRST["phone"] in shown(lea.client.get(reverse("dispute_detail", args=[number])))
    entry = AccessEntry.objects.latest("pk")
    assert (entry.actor_id, entry.subject_id) == (str(told.cast.lea.pk), number)
