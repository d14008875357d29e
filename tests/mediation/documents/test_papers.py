"""A paper says what the register says and is signed under its words; with all names it binds."""

import json
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from docx import Document
from pypdf import PdfReader

from grid.errors import IllegalStep, InvalidInput, LostRace, NotAllowed, StaleVersion
from grid.ledger.models import AccessEntry, EventEntry
from grid.ledger.obligations import mark_overdue
from mediation.documents import services
from mediation.documents.content import read
from mediation.documents.models import ConfirmationDue, Paper
from mediation.documents.services.reading import Why
from mediation.documents.services.signing import missing
from mediation.flow import services as flow
from mediation.register.models import Dispute
from tests.cast import Cast
from tests.mediation.flow import walk

pytestmark = pytest.mark.django_db

DRAWN = [[[20, 70], [120, 40], [200, 110]], [[220, 60], [330, 90]]]
WHY = Why(purpose="sign")


def agreement(cast: Cast) -> Paper:
    dispute, _made = walk.agreed(cast, facts="Water came from above.", issues="The ceiling.")
    return services.make_paper(dispute, by=cast.cora, kind="agreement")


def sign(paper: Paper, key: str, by: Any, **said: Any) -> Any:
    told = {"way": "screen", "strokes": DRAWN, "text_hash": paper.text_hash}
    return services.sign_paper(paper, by=by, key=key, **told | said)


def sign_all(paper: Paper, cast: Cast) -> None:
    for place in missing(paper):
        seal = {"way": "seal", "strokes": None} if place.key == "body" else {}
        sign(paper, place.key, cast.mia if "mediator" in place.key else cast.cora, **seal)
    paper.refresh_from_db()


def test_the_agreement_states_what_article_29_asks_for(cast: Cast) -> None:
    paper = agreement(cast)
    content = read(paper.content or "")
    words = "\n".join(block.text for block in content.blocks)
    for said in (
        "甲某人", "乙某人", "示例路 0 号", "Water came from above.", "争议事项：The ceiling.",
        "The pipe is repaired and 800 yuan are paid.", "履行的方式和期限", "三十日内",
    ):  # fmt: skip
        assert said in words
    keys = [place.key.split(":")[0] for place in content.signers]
    assert keys == ["party", "party", "mediator", "body"]


def test_the_same_words_are_not_written_twice_and_new_ones_replace_the_old(cast: Cast) -> None:
    paper = agreement(cast)
    again = services.make_paper(paper.dispute, by=cast.cora, kind="agreement")
    assert again.pk == paper.pk
    party = paper.dispute.parties.first()
    assert party is not None
    party.phone = "10000009999"
    party.save()
    newer = services.make_paper(paper.dispute, by=cast.cora, kind="agreement")
    paper.refresh_from_db()
    assert newer.number.endswith("-A2") and paper.replaced_at
    with pytest.raises(IllegalStep):
        sign(paper, f"party:{party.pk}", cast.cora)


def test_with_the_last_signature_it_binds_and_thirty_days_begin(cast: Cast) -> None:
    paper = agreement(cast)
    sign_all(paper, cast)
    dispute = Dispute.objects.get(pk=paper.dispute_id)
    assert dispute.stage == Dispute.Stage.FULFILLING and paper.effective_at
    due = ConfirmationDue.objects.get(dispute=dispute)
    assert due.due_at == paper.effective_at + timedelta(days=30)
    assert dispute.number in due.title and "某人" not in due.title
    with pytest.raises(LostRace):
        sign(paper, "body", cast.cora, way="seal", strokes=None)


def test_no_court_confirms_an_agreement_between_spouses(cast: Cast) -> None:
    paper = agreement(cast)
    Dispute.objects.filter(pk=paper.dispute_id).update(category="family")
    paper.refresh_from_db()
    sign_all(Paper.objects.get(pk=paper.pk), cast)
    assert not ConfirmationDue.objects.exists()
    with pytest.raises(IllegalStep):
        services.make_paper(paper.dispute, by=cast.cora, kind="confirmation")


@pytest.mark.parametrize(
    "strokes",
    [None, [], [[[5, 5]]], [[[1, 1], [2, 2]]], [[[900, 1], [1, 1]]], "scrawl", [[["a", "b"]]]],
)
def test_a_slip_of_the_finger_is_no_signature(cast: Cast, strokes: Any) -> None:
    paper = agreement(cast)
    with pytest.raises(InvalidInput):
        sign(paper, missing(paper)[0].key, cast.cora, strokes=strokes)


def test_nobody_signs_other_words_than_were_shown_nor_for_a_mediator(cast: Cast) -> None:
    paper = agreement(cast)
    with pytest.raises(StaleVersion):
        sign(paper, missing(paper)[0].key, cast.cora, text_hash="0" * 64)
    mediator = next(place.key for place in missing(paper) if place.key.startswith("mediator"))
    with pytest.raises(NotAllowed):
        sign(paper, mediator, cast.cora)
    assert sign(paper, mediator, cast.mia).taken_by == cast.mia.as_actor().label
    with pytest.raises(InvalidInput):
        sign(paper, "party:999999", cast.cora)


def test_what_was_signed_cannot_be_changed_even_behind_the_services(cast: Cast) -> None:
    paper = agreement(cast)
    made = sign(paper, missing(paper)[0].key, cast.cora)
    for rows, change in (
        (Paper.objects.filter(pk=paper.pk), {"text_hash": "0" * 64}),
        (type(made).objects.filter(pk=made.pk), {"text_hash": "0" * 64}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).delete()


def test_pdf_and_docx_say_the_same_with_chinese_in_embedded_fonts(cast: Cast) -> None:
    paper = agreement(cast)
    sign(paper, missing(paper)[0].key, cast.cora)
    pdf = PdfReader(BytesIO(services.take_pdf(paper, by=cast.cora, why=WHY)))
    page = pdf.pages[0]
    assert [round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] == [210, 297]
    fonts = [font.get_object() for one in pdf.pages for font in one["/Resources"]["/Font"].values()]
    assert fonts and all("FontFile" in str(_descriptor(font).keys()) for font in fonts)
    said = "".join(one.extract_text() for one in pdf.pages).replace("\n", "")
    word = Document(BytesIO(services.take_docx(paper, by=cast.cora, why=WHY)))
    written = "".join(line.text for line in word.paragraphs)
    for words in ("人民调解协议书", "甲某人", "The pipe is repaired", "一、纠纷的主要事实"):
        assert words in said and words in written
    section = word.sections[0]
    width, height = section.page_width, section.page_height
    assert width and height and (round(width.mm), round(height.mm)) == (210, 297)
    assert len(word.inline_shapes) == 1


def _descriptor(font: Any) -> Any:
    inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
    return inner["/FontDescriptor"].get_object()


def test_markup_in_a_story_stays_text_and_nothing_is_fetched(cast: Cast) -> None:
    dispute = walk.assessed(cast, narrative='<img src="http://x.test/a.png"><script>1</script>')
    paper = services.make_paper(dispute, by=cast.cora, kind="registration")
    data = services.take_pdf(paper, by=cast.lea, why=WHY)
    said = "".join(one.extract_text() for one in PdfReader(BytesIO(data)).pages)
    assert "<script>1</script>" in said.replace("\n", "")


def test_whoever_reads_or_takes_a_paper_is_on_the_register_with_what_for(cast: Cast) -> None:
    paper = agreement(cast)
    services.look_at_paper(paper, by=cast.cora, why=Why(purpose="copy"))
    entry = AccessEntry.objects.latest("pk")
    assert (entry.subject_id, entry.purpose, entry.case_number, entry.operation) == (
        paper.number, "copy", paper.dispute.number, "consultation",
    )  # fmt: skip
    name = paper.dispute.parties.first().name
    services.look_at_paper(paper, by=cast.cora, why=Why(purpose="copy", reason=f"for {name}"))
    assert name not in AccessEntry.objects.latest("pk").reason
    for why in (Why(purpose=""), Why(purpose="other", reason="short")):
        with pytest.raises(InvalidInput):
            services.take_pdf(paper, by=cast.cora, why=why)
    with pytest.raises(NotAllowed):
        services.take_pdf(paper, by=cast.nora, why=WHY)


def test_facts_of_papers_name_nobody(cast: Cast) -> None:
    sign_all(agreement(cast), cast)
    rows = EventEntry.objects.filter(kind__startswith="disputes.paper_")
    told = json.dumps([row.payload for row in rows], ensure_ascii=False)
    assert "paper_signed" in {row.kind.split(".")[1] for row in rows}
    assert [word for word in ("某人", "10000000", "800 yuan") if word in told] == [], told


def test_the_notice_of_other_ways_is_given_when_every_party_has_a_copy(cast: Cast) -> None:
    dispute = walk.assigned(cast)
    first, second = dispute.parties.all()
    flow.ask(first, by=cast.cora, answer="refused")
    dispute.refresh_from_db()
    paper = services.make_paper(dispute, by=cast.cora, kind="notice")
    words = "".join(block.text for block in read(paper.content or "").blocks)
    assert "第十七条" in words and "仲裁" in words and "诉讼" in words
    services.deliver(paper, by=cast.cora, party=first, way="hand")
    course = dispute.course_rows.get()
    assert course.notice_at is None
    services.deliver(paper, by=cast.cora, party=second, way="refused")
    course.refresh_from_db()
    assert course.notice_at
    with pytest.raises(LostRace):
        services.deliver(paper, by=cast.cora, party=second, way="hand")


def test_what_has_not_happened_is_not_written_down(cast: Cast) -> None:
    dispute = walk.assigned(cast)
    for kind in ("agreement", "session", "notice", "confirmation", "closing"):
        with pytest.raises(IllegalStep):
            services.make_paper(dispute, by=cast.cora, kind=kind)


def test_the_court_is_asked_within_thirty_days_or_the_clock_says_so(cast: Cast) -> None:
    paper = agreement(cast)
    sign_all(paper, cast)
    due = ConfirmationDue.objects.get()
    today = timezone.localdate()
    with pytest.raises(InvalidInput):
        services.file_request(due, by=cast.cora, court="", filed_on=today + timedelta(days=40))
    filed = services.file_request(due, by=cast.cora, court="Northern court", filed_on=today)
    assert filed.decision == "filed" and filed.state == "done"
    said = {"decision": "confirmed", "court_number": "(2026) 1", "decided_on": today}
    assert services.decide(filed, by=cast.cora, **said).decision == "confirmed"
    with pytest.raises(IllegalStep):
        services.decide(filed, by=cast.cora, **said)


def test_thirty_days_without_a_word_are_overdue(cast: Cast) -> None:
    sign_all(agreement(cast), cast)
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        mark_overdue()
    assert EventEntry.objects.filter(kind="disputes.confirmation_overdue").count() == 1


def test_over_rest_papers_are_listed_written_and_taken_against_a_purpose(cast: Cast) -> None:
    dispute, _made = walk.agreed(cast)
    client = Client()
    client.force_login(cast.cora)
    where = f"/api/v1/disputes/{dispute.number}/papers/"
    headers = {"Idempotency-Key": "papers-rest-01"}
    for _n in range(2):
        said = {"kind": "agreement"}
        made = client.post(where, said, content_type="application/json", headers=headers)
        assert made.status_code == 201
    [row] = client.get(where).json()["results"]
    assert (row["kind"], row["signatures"], "某人" in made.content.decode()) == (
        "agreement", 0, False,
    )  # fmt: skip
    file = f"{where}{row['id']}/file/"
    assert client.get(file).status_code == 400
    assert not AccessEntry.objects.filter(operation="export").exists()
    taken = client.get(file, {"purpose": "copy", "file_format": "docx"})
    assert taken.status_code == 200 and "甲某人" in "".join(
        line.text for line in Document(BytesIO(taken.content)).paragraphs
    )
    entry = AccessEntry.objects.get(operation="export")
    assert (entry.purpose, entry.case_number) == ("copy", dispute.number)
    client.force_login(cast.sam)
    assert client.get(file, {"purpose": "copy"}).status_code == 404
