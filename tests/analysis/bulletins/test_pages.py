"""The pages and the REST of bulletins, as people of the cast meet them."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from command_center.analysis.bulletins import services
from command_center.analysis.bulletins.models import Bulletin
from command_center.analysis.bulletins.paper import lead_of
from command_center.analysis.bulletins.showing import official
from command_center.analysis.sheets.models import Proposal
from grid.errors import NotAllowed
from grid.ledger.idempotency import form_key
from grid.ledger.models import EventEntry
from grid.organisation.roles import Role
from tests.analysis.bulletins.make import make_bulletin
from tests.analysis.make import make_run
from tests.analysis.sheets.make import make_proposal
from tests.cast import Cast, an_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(cast: Cast) -> Bulletin:
    return make_bulletin(cast.north)


def page(client: Client, officer: Any, name: str, *args: object) -> str:
    client.force_login(officer)
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def send(client: Client, officer: Any, name: str, *args: object, **said: object) -> Any:
    client.force_login(officer)
    return client.post(reverse(name, args=args), {"form_key": form_key(), **said})


def test_the_list_shows_state_deadline_and_who_has_read(
    client: Client, cast: Cast, row: Bulletin
) -> None:
    shown = page(client, cast.lea, "bulletin_list")
    assert "Week 37 of 2026" in shown and "Draft" in shown and "due 2026-09-14 12:00" in shown
    assert "Distribution list" in shown
    client.force_login(cast.cora)
    assert "No bulletins here." in client.get(reverse("bulletin_list")).content.decode()
    client.force_login(cast.lea)
    for query in ("?job=monthly", "?state=issued", "?q=nothing", "?year=2025"):
        found = client.get(reverse("bulletin_list") + query).content.decode()
        assert "No bulletins here." in found, query
    csv = client.get(reverse("bulletin_export"))
    assert "Week 37 of 2026" in b"".join(csv).decode()  # type: ignore[call-overload]


def test_the_page_has_its_figures_charts_signatures_and_links(
    client: Client, cast: Cast, row: Bulletin
) -> None:
    shown = page(client, cast.lea, "bulletin_detail", row.pk)
    for words in (
        "46 cases (可防性案件)", "1. Overview", "four eyes",
        "heat-svg", "trend-svg", "places-svg", "chart-data", "Say it is right", "Audit anchor",
    ):  # fmt: skip
        assert words in shown, words
    assert f"{reverse('case_list')}?" in shown
    assert "reported_after=2026-09-07" in shown


def test_out_of_scope_is_as_if_it_were_not_there(client: Client, cast: Cast, row: Bulletin) -> None:
    client.force_login(cast.sam)
    for name in ("bulletin_detail", "bulletin_pdf", "bulletin_compare"):
        assert client.get(reverse(name, args=[row.pk])).status_code == 404


def test_oversight_reads_and_is_offered_nothing_to_sign(
    client: Client, cast: Cast, row: Bulletin
) -> None:
    shown = page(client, cast.ada, "bulletin_detail", row.pk)
    assert "Say it is right" not in shown and "Edit the words" not in shown


def test_words_are_edited_on_a_page_and_faults_stand_at_their_fields(
    client: Client, cast: Cast, row: Bulletin
) -> None:
    shown = page(client, cast.ana, "bulletin_edit", row.pk)
    assert "46 cases" in shown and "Remark to the hours" in shown
    bad = send(client, cast.ana, "bulletin_edit", row.pk, lead="Call 13812345678.", version=1)
    assert bad.status_code == 400 and "No identity" in bad.content.decode()
    kept = send(
        client, cast.ana, "bulletin_edit", row.pk, lead="A quiet week.", version=1, times="Rain.",
    )  # fmt: skip
    assert kept.status_code == 302
    shown = page(client, cast.ana, "bulletin_detail", row.pk)
    assert "A quiet week." in shown and "Rain." in shown
    assert "Say it is right" not in shown  # she wrote it


def test_it_is_reviewed_returned_and_issued_by_buttons(
    client: Client, cast: Cast, row: Bulletin
) -> None:
    dora = an_officer("N020", "朵拉", cast.north, Role.AGENCY_LEADER)
    dora.language = "en"
    dora.save()
    assert send(client, cast.lea, "bulletin_review", row.pk, version=1).status_code == 302
    refused = send(client, cast.lea, "bulletin_issue", row.pk, version=2)
    assert refused.status_code == 403 and "cannot issue it as well" in refused.content.decode()
    short = send(client, dora, "bulletin_return", row.pk, reason="no", version=2)
    assert short.status_code == 400
    sent = send(client, dora, "bulletin_return", row.pk, reason="Say more.", version=2)
    assert sent.status_code == 302
    assert "Say more." in page(client, cast.ana, "bulletin_detail", row.pk)
    send(client, cast.lea, "bulletin_review", row.pk, version=3)
    send(client, dora, "bulletin_issue", row.pk, version=4)
    row.refresh_from_db()
    assert row.state == "issued"
    assert row.number in page(client, dora, "bulletin_detail", row.pk)


def test_a_branch_opens_and_reads_the_citys_bulletin(client: Client, cast: Cast) -> None:
    row = make_bulletin(cast.city)
    services.review(row, by=cast.chief)
    services.issue(row, by=an_officer("C020", "副长", cast.city, Role.AGENCY_LEADER))
    assert "We have read it" in page(client, cast.lea, "bulletin_detail", row.pk)
    assert send(client, cast.lea, "bulletin_read", row.pk).status_code == 302
    assert "We have read it" not in page(client, cast.lea, "bulletin_detail", row.pk)
    assert "北分局" in page(client, cast.chief, "bulletin_detail", row.pk)


def test_only_what_the_reader_can_open_is_a_link(client: Client, cast: Cast) -> None:
    row = make_bulletin(cast.city)
    run = make_run(cast.city)
    theirs, ours = (make_proposal(cast, agency=one, run=run) for one in (cast.south, cast.north))
    for one, made in zip(row.content["advice"], (theirs, ours), strict=False):
        one["id"] = made.pk
    row.save()
    services.review(row, by=cast.chief)
    services.issue(row, by=an_officer("C020", "副长", cast.city, Role.AGENCY_LEADER))
    city = "reported_after=2026-09-07"
    orders = [reverse("proposal_order", args=[one.pk]) for one in (theirs, ours)]
    shown = page(client, cast.lea, "bulletin_detail", row.pk)
    assert city not in shown and orders[0] not in shown and orders[1] in shown
    assert reverse("run_detail", args=[row.run_id]) not in shown
    Proposal.objects.update(state=Proposal.State.LAPSED)
    shown = page(client, cast.lea, "bulletin_detail", row.pk)
    assert orders[1] not in shown and reverse("proposal_detail", args=[ours.pk]) in shown
    assert city in page(client, cast.chief, "bulletin_detail", row.pk)


def test_two_editions_stand_beside_each_other(client: Client, cast: Cast, row: Bulletin) -> None:
    second = make_bulletin(cast.north)
    second.content["types"][2]["now"] = 9
    second.save()
    shown = page(client, cast.lea, "bulletin_compare", second.pk)
    assert "入室盗窃" in shown and "盗窃摩托车" not in shown
    client.force_login(cast.lea)
    same = client.get(reverse("bulletin_compare", args=[second.pk]) + "?with=1")
    assert same.status_code == 200
    for query in ("?with=9", ""):
        of = second.pk if query else row.pk
        assert client.get(reverse("bulletin_compare", args=[of]) + query).status_code == 404


def test_a_stale_step_says_so_once_and_goes_on_from_what_the_page_shows(
    client: Client, cast: Cast, row: Bulletin
) -> None:
    services.edit(row, by=cast.ana, version=1, lead="A quiet week.", sections={})
    stale = send(client, cast.lea, "bulletin_review", row.pk, version=1)
    shown = stale.content.decode()
    assert stale.status_code == 412 and "It was changed since you read it." in shown
    assert "A quiet week." in shown and 'name="version" value="2"' in shown
    assert send(client, cast.lea, "bulletin_review", row.pk, version=2).status_code == 302


def test_only_a_draft_is_edited_and_its_own_lead_sent_back_is_not_the_writers(
    client: Client, cast: Cast, row: Bulletin
) -> None:
    shown = page(client, cast.ana, "bulletin_edit", row.pk)
    assert "46 cases" in shown
    services.edit(
        row, by=cast.ana, version=1, lead=f" {lead_of(row.content)}", sections={"times": "Rain."}
    )
    row.refresh_from_db()
    assert row.remarks == {"lead": "", "sections": {"times": "Rain."}}
    services.review(row, by=cast.lea)
    client.force_login(cast.ana)
    assert client.get(reverse("bulletin_edit", args=[row.pk])).status_code == 409


def test_who_changed_what_is_told_to_its_own_agency_alone(client: Client, cast: Cast) -> None:
    row = make_bulletin(cast.city)
    services.edit(
        row, by=cast.chief, version=1, lead="Mind the lamps.", sections={"times": "Rain."}
    )
    row.refresh_from_db()
    second = an_officer("C021", "局长", cast.city, Role.AGENCY_LEADER)
    services.review(row, by=second)
    services.issue(row, by=an_officer("C020", "副长", cast.city, Role.AGENCY_LEADER))
    own = page(client, cast.chief, "bulletin_detail", row.pk)
    assert "words changed" in own and "<ins>Mind the lamps.</ins>" in own
    copied = page(client, cast.lea, "bulletin_detail", row.pk)
    assert "words changed" not in copied and "Sent to 2 agencies" in copied
    assert "of your area: 0 of 1 have read it" in copied


def test_a_correction_replaces_the_issued_one_which_stays_and_owes_no_more_reading(
    client: Client, cast: Cast
) -> None:
    second = an_officer("C020", "副长", cast.city, Role.AGENCY_LEADER)
    first = make_bulletin(cast.city)
    services.review(first, by=cast.chief)
    services.issue(first, by=second)
    services.read_copy(first, by=cast.lea)
    draft = make_bulletin(cast.city)
    draft.content["types"][2]["now"] = 9
    draft.save()
    client.force_login(cast.lea)
    assert client.get(reverse("bulletin_compare", args=[first.pk]) + "?with=2").status_code == 404
    assert "Edition 2" not in page(client, cast.lea, "bulletin_detail", first.pk)
    services.review(draft, by=cast.chief)
    services.issue(draft, by=second)
    first.refresh_from_db()
    draft.refresh_from_db()
    assert first.state == "replaced"
    states = dict(first.copies.values_list("agency__code", "state"))
    assert states == {cast.north.code: "done", cast.south.code: "cancelled"}
    old, new = (page(client, cast.lea, "bulletin_detail", one.pk) for one in (first, draft))
    assert draft.number in old and reverse("bulletin_detail", args=[draft.pk]) in old
    assert f"This edition corrects and replaces {first.number}." in new
    assert "taken back, replaced" in page(client, cast.chief, "bulletin_detail", first.pk)
    changed = page(client, cast.lea, "bulletin_compare", draft.pk)
    assert "入室盗窃" in changed


def test_files_are_taken_and_that_is_on_the_log(client: Client, cast: Cast, row: Bulletin) -> None:
    client.force_login(cast.lea)
    pdf = client.get(reverse("bulletin_pdf", args=[row.pk]))
    assert pdf["Content-Type"] == "application/pdf" and pdf.content.startswith(b"%PDF")
    assert "weekly-2026-W37-990100000000-1.pdf" in pdf["Content-Disposition"]
    assert len(PdfReader(BytesIO(pdf.content)).pages) > 3
    docx = client.get(reverse("bulletin_docx", args=[row.pk]))
    assert docx.content.startswith(b"PK")
    told = EventEntry.objects.filter(kind="analysis.bulletin_taken").order_by("pk")
    assert [one.payload["file"] for one in told] == ["pdf", "docx"]


def test_a_drafts_files_are_in_the_readers_language_on_request_and_an_issued_ones_are_not(
    client: Client, cast: Cast, row: Bulletin
) -> None:
    def said(language: str) -> str:
        with official(Bulletin.objects.get(pk=row.pk), language) as paper:
            return paper.sections[0].title

    assert (said(""), said("en"), said("xx")) == ("一、总体情况", "1. Overview", "一、总体情况")
    asked = f"{reverse('bulletin_pdf', args=[row.pk])}?language=en"
    assert asked in page(client, cast.lea, "bulletin_detail", row.pk)
    row.state = Bulletin.State.REPLACED
    row.save()
    assert said("en") == "一、总体情况"
    shown = page(client, cast.lea, "bulletin_detail", row.pk)
    assert asked not in shown and "its words are frozen" in shown


def test_the_meeting_has_minutes_and_tasks_on_the_page(
    client: Client, cast: Cast, row: Bulletin
) -> None:
    held = timezone.localtime() - timedelta(hours=1)
    told = {"held_at": held.strftime("%Y-%m-%dT%H:%M"), "chair": "Deputy director"}
    short = send(client, cast.lea, "bulletin_meeting", row.pk, minutes="no", **told)
    assert short.status_code == 400
    kept = send(client, cast.lea, "bulletin_meeting", row.pk, minutes="More light.", **told)
    assert kept.status_code == 302
    due = (timezone.localtime() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    code = cast.north_station.code
    send(
        client, cast.lea, "bulletin_task_new", row.pk, agency=code, title="Put up lamps", due_at=due
    )
    shown = page(client, cast.lea, "bulletin_detail", row.pk)
    assert "More light." in shown and "Put up lamps" in shown and "It is done" in shown
    task = row.tasks.get()
    send(client, cast.lea, "bulletin_task_finish", task.pk, outcome="no")
    task.refresh_from_db()
    assert task.state == "issued"
    send(client, cast.lea, "bulletin_task_finish", task.pk, outcome="Four lamps.")
    task.refresh_from_db()
    assert (task.state, task.outcome) == ("done", "Four lamps.")


def test_the_distribution_list_is_ticked_on_a_page(client: Client, cast: Cast) -> None:
    shown = page(client, cast.lea, "bulletin_receivers")
    assert "北站派出所" in shown
    kept = send(client, cast.lea, "bulletin_receivers", agencies=[cast.south.code])
    assert kept.status_code == 302
    assert "南分局" in page(client, cast.lea, "bulletin_receivers")


def call(client: Client, verb: str, name: str, *args: object, **said: Any) -> Any:
    headers = {"Idempotency-Key": form_key()}
    return client.generic(
        verb, reverse(name, args=args), said.pop("body", "{}"),
        content_type="application/json", headers=headers | said.pop("headers", {}),
    )  # fmt: skip


def test_rest_gives_the_data_and_takes_the_same_steps(
    client: Client, cast: Cast, row: Bulletin
) -> None:
    client.force_login(cast.ana)
    listed = call(client, "GET", "api_bulletins").json()
    assert listed["count"] == 1 and listed["results"][0]["period"] == "2026-W37"
    one = call(client, "GET", "api_bulletin", row.pk)
    assert one.json()["content"]["key"]["cases"]["now"] == 46 and one["ETag"] == '"1"'
    changed = call(
        client, "PATCH", "api_bulletin", row.pk,
        body='{"lead": "A quiet week."}', headers={"If-Match": '"1"'},
    )  # fmt: skip
    assert changed.status_code == 200 and changed.json()["remarks"]["lead"] == "A quiet week."
    client.force_login(cast.lea)
    stale = call(client, "POST", "api_bulletin_review", row.pk, headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    done = call(client, "POST", "api_bulletin_review", row.pk, headers={"If-Match": '"2"'})
    assert done.json()["state"] == "reviewed"
    back = call(
        client, "POST", "api_bulletin_return", row.pk,
        body='{"reason": "Say more.", "version": 3}',
    )  # fmt: skip
    assert back.json()["state"] == "draft"
    assert call(client, "GET", "api_bulletin_pdf", row.pk).content.startswith(b"%PDF")
    assert call(client, "GET", "api_bulletin_docx", row.pk).status_code == 200
    assert call(client, "POST", "api_bulletin_read", row.pk).status_code == 409


def test_remarks_are_handed_on_to_a_correction_and_with_them_who_wrote_them(
    client: Client, cast: Cast
) -> None:
    second = an_officer("C020", "副长", cast.city, Role.AGENCY_LEADER)
    writer = an_officer("C021", "局长", cast.city, Role.AGENCY_LEADER)
    first = make_bulletin(cast.city)
    services.edit(first, by=writer, version=1, lead="Quiet.", sections={"times": "Rain."})
    services.review(first, by=cast.chief)
    services.issue(first, by=second)
    draft = make_bulletin(cast.city)
    assert draft.remarks == {"sections": {"times": "Rain."}}
    with pytest.raises(NotAllowed, match="neither reviews nor issues"):
        services.review(draft, by=writer)
    changed = page(client, cast.chief, "bulletin_compare", draft.pk)
    assert "Lead" in changed and ">lead<" not in changed


def test_rest_signs_issues_sends_and_refuses_as_the_page_does(client: Client, cast: Cast) -> None:
    row = make_bulletin(cast.city)
    second = an_officer("C020", "副长", cast.city, Role.AGENCY_LEADER)

    def step(by: Any, name: str, version: int, body: str = "{}") -> tuple[int, Any]:
        client.force_login(by)
        headers = {"If-Match": f'"{version}"'}
        answer = call(client, "POST", name, row.pk, body=body, headers=headers)
        return answer.status_code, answer.json()

    assert step(cast.lea, "api_bulletin_review", 1)[0] == 404  # drafts are for their own agency
    assert step(cast.nora, "api_bulletin_issue", 1)[0] in (403, 404)
    assert step(cast.chief, "api_bulletin_issue", 1)[0] == 409  # not reviewed yet
    assert step(second, "api_bulletin_review", 1)[1]["state"] == "reviewed"
    assert step(second, "api_bulletin_issue", 2)[0] == 403  # who reviewed it
    assert step(cast.chief, "api_bulletin_issue", 1)[0] == 412
    status, issued = step(cast.chief, "api_bulletin_issue", 2)
    assert (status, issued["state"]) == (200, "issued") and issued["number"].endswith("1号")
    assert step(cast.chief, "api_bulletin_issue", 3)[0] == 409
    client.force_login(cast.ana)
    edited = call(
        client, "PATCH", "api_bulletin", row.pk,
        body='{"lead": "Other words."}', headers={"If-Match": '"3"'},
    )  # fmt: skip
    assert edited.status_code == 403  # she has a copy: it is not hers to write
    assert step(cast.lea, "api_bulletin_read", 3)[0] == 200
    assert row.copies.get(agency=cast.north).state == "done"
    assert step(cast.lea, "api_bulletin_read", 3)[0] == 409
