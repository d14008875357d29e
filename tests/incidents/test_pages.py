"""The pages of incidents: what each role sees, what a refusal says, what two writers get."""

import pytest
from django.urls import reverse

from command_center.incidents import merging, services
from command_center.incidents.models import Incident, TimelineEntry
from grid.ledger.idempotency import form_key
from grid.ledger.models import AccessEntry
from tests.incidents.conftest import BURGLARY, NORTH, SOUTH
from tests.incidents.pages import post, text


# ── the list ─────────────────────────────────────────────────
def test_the_list_shows_incidents_of_my_ground_only(nora, call, city):
    mine = call()
    theirs = call(by=city.sam, **SOUTH)
    page = text(nora.get("/incidents/"))
    assert mine.number in page
    assert theirs.number not in page


def test_an_empty_list_says_so(nora):
    assert "No incidents yet" in text(nora.get("/incidents/")) or "警情" in text(
        nora.get("/incidents/")
    )


def test_filters_are_in_the_address_and_blank_ones_do_not_count(nora, call):
    urgent, low = call(level=1), call(level=4)
    page = text(nora.get("/incidents/?level=1&state=&q=&category="))
    assert urgent.number in page
    assert low.number not in page
    assert 'class="chipx"' in page


def test_the_search_finds_words_of_the_timeline(nora, call, city):
    found, other = call(), call()
    services.note(found, "红色电动车停在门口", by=city.nora)
    page = text(nora.get("/incidents/?q=电动车"))
    assert found.number in page
    assert other.number not in page


def test_a_filter_that_cannot_be_read_shows_an_error_and_no_rows(nora, call):
    incident = call()
    answer = nora.get("/incidents/?level=nine")
    assert answer.status_code == 200
    assert 'role="alert"' in text(answer)
    assert incident.number not in text(answer)


def test_no_page_has_more_than_two_hundred_rows(nora, city):
    answer = nora.get("/incidents/?size=100000")
    assert answer.context["page"].paginator.per_page == 50
    assert nora.get("/incidents/?size=200").context["page"].paginator.per_page == 200


def test_density_and_page_size_are_remembered(nora):
    nora.get("/incidents/?density=roomy&size=25")
    answer = nora.get("/incidents/")
    assert answer.context["density"] == "roomy"
    assert answer.context["page"].paginator.per_page == 25


def test_paging_keeps_the_filters(nora, call):
    for _ in range(26):
        call(level=2)
    page = text(nora.get("/incidents/?size=25&level=2"))
    assert "level=2" in page.split('rel="next"')[1].split(">")[0]


@pytest.mark.parametrize(
    ("who", "status"),
    [("nora", 200), ("chief", 200), ("cora", 200), ("ada", 200), ("tessa", 403), ("stranger", 403)],
)
def test_who_may_read_the_list(client, city, who, status):
    client.force_login(getattr(city, who))
    assert client.get("/incidents/").status_code == status


def test_nobody_reads_it_without_signing_in(client, city):
    assert client.get("/incidents/").status_code == 302


# ── one incident ─────────────────────────────────────────────
def test_an_incident_elsewhere_looks_like_none_at_all(nora, call, city):
    theirs = call(by=city.sam, **SOUTH)
    there = nora.get(f"/incidents/{theirs.number}/")
    nowhere = nora.get("/incidents/99-9999/")
    assert there.status_code == nowhere.status_code == 404
    assert there.content == nowhere.content
    assert theirs.number not in text(there)


def test_the_caller_is_masked(nora, call):
    incident = call(caller_name="王小明", caller_phone="13800000000")
    page = text(nora.get(f"/incidents/{incident.number}/"))
    assert "王小明" not in page
    assert "13800000000" not in page
    assert "138****0000" in page


def test_script_in_a_narrative_is_shown_as_text(nora, call):
    incident = call(narrative="<script>alert(1)</script>")
    page = nora.get(f"/incidents/{incident.number}/").content.decode()
    assert "<script>alert(1)</script>" not in page
    assert "&lt;script&gt;" in page


def test_a_reader_without_the_right_gets_no_forms(client, call, city):
    incident = call()
    client.force_login(city.ada)
    page = text(client.get(f"/incidents/{incident.number}/"))
    assert reverse("incident_step", args=[incident.number]) not in page
    assert reverse("incident_reveal", args=[incident.number]) not in page


def test_the_print_view_has_everything_and_no_forms(nora, call, city):
    incident = call(caller_phone="13800000000")
    services.note(incident, "门口有人", by=city.nora)
    page = text(nora.get(f"/incidents/{incident.number}/print/"))
    assert "门口有人" in page
    assert "138****0000" in page
    assert reverse("incident_step", args=[incident.number]) not in page


# ── working ──────────────────────────────────────────────────
def test_a_step_moves_the_incident_once_however_often_it_is_sent(nora, call):
    incident = call()
    fields = {"to": "dispatched", "version": 1, "form_key": form_key()}
    url = reverse("incident_step", args=[incident.number])
    first, second = nora.post(url, fields), nora.post(url, fields)
    assert first.status_code == second.status_code == 302
    incident.refresh_from_db()
    assert (incident.state, incident.version) == ("dispatched", 2)


def test_a_stale_step_is_refused_and_the_page_shows_the_present_state(nora, call, city):
    incident = call()
    services.move(incident, "dispatched", by=city.nora)
    answer = post(nora, "incident_step", incident.number, to="cancelled", version=1)
    assert answer.status_code == 412
    assert 'role="alert"' in text(answer)
    incident.refresh_from_db()
    assert incident.state == "dispatched"


def test_closing_asks_for_a_disposition_at_its_field(nora, call, city):
    incident = call()
    for step in ("dispatched", "on_scene", "fed_back"):
        incident = services.move(incident, step, by=city.nora)
    answer = post(nora, "incident_step", incident.number, to="closed", version=incident.version)
    assert answer.status_code == 400
    assert answer.context["step_form"].errors["disposition"]
    page = text(nora.get(f"/incidents/{incident.number}/"))
    code = page.split('name="disposition"')[1].split('value="')[2].split('"')[0]
    done = post(
        nora,
        "incident_step",
        incident.number,
        to="closed",
        version=incident.version,
        disposition=code,
    )
    assert done.status_code == 302
    incident.refresh_from_db()
    assert incident.state == "closed"


def test_a_note_is_added_and_can_be_struck_but_stays_readable(nora, call):
    incident = call()
    post(nora, "incident_note", incident.number, text="说错了楼号")
    entry = TimelineEntry.objects.get(kind="note")
    refused = post(nora, "incident_strike", incident.number, entry.pk, reason="错")
    assert refused.status_code == 400
    post(nora, "incident_strike", incident.number, entry.pk, reason="楼号听错了")
    page = text(nora.get(f"/incidents/{incident.number}/"))
    assert 'class="strike"' in page
    assert "说错了楼号" in page
    assert "楼号听错了" in page


def test_an_empty_note_is_refused_with_a_sentence(nora, call):
    incident = call()
    answer = post(nora, "incident_note", incident.number, text="")
    assert answer.status_code == 400
    assert TimelineEntry.objects.filter(kind="note").count() == 0


def test_a_correction_keeps_the_old_value_in_the_timeline(nora, call):
    incident = call()
    answer = post(
        nora, "incident_edit", incident.number, **edit_fields(incident, address="中央路2号")
    )
    assert answer.status_code == 302
    page = text(nora.get(f"/incidents/{incident.number}/"))
    assert "中央路1号 → 中央路2号" in page


def edit_fields(incident, **changes):
    fields = {
        "version": incident.version,
        "category": incident.category.code,
        "level": incident.level,
        "address": incident.address,
        "narrative": incident.narrative,
        "lng": incident.point.x,
        "lat": incident.point.y,
        "trapped": 0,
        "injured": 0,
        "dead": 0,
    }
    return fields | changes


def test_two_writers_get_both_versions_side_by_side_and_nothing_is_lost(nora, call, city):
    incident = call()
    mine = edit_fields(incident, address="我写的地址")
    post(nora, "incident_edit", incident.number, **edit_fields(incident, address="他写的地址"))
    answer = post(nora, "incident_edit", incident.number, **mine)
    assert answer.status_code == 412
    page = text(answer)
    assert "我写的地址" in page
    assert "他写的地址" in page
    incident.refresh_from_db()
    assert incident.address == "他写的地址"
    over = post(nora, "incident_edit", incident.number, **(mine | {"version": incident.version}))
    assert over.status_code == 302
    incident.refresh_from_db()
    assert incident.address == "我写的地址"


def test_merging_and_taking_it_back(nora, call, city):
    repeat, main = call(), call()
    post(nora, "incident_merge", repeat.number, into=main.number)
    repeat.refresh_from_db()
    assert repeat.state == "merged"
    assert main.number in text(nora.get(f"/incidents/{repeat.number}/"))
    assert repeat.number in text(nora.get(f"/incidents/{main.number}/"))
    post(nora, "incident_unmerge", repeat.number)
    repeat.refresh_from_db()
    assert repeat.state == "received"


def test_merging_into_nothing_is_refused(nora, call):
    incident = call()
    answer = post(nora, "incident_merge", incident.number, into="99-9999")
    assert answer.status_code == 404
    incident.refresh_from_db()
    assert incident.state == "received"


def test_revealing_asks_why_shows_the_caller_and_is_registered(nora, call):
    incident = call(caller_name="王小明", caller_phone="13800000000")
    bare = post(
        nora, "incident_reveal", incident.number, purpose="rescue", case_number="", reason=""
    )
    assert bare.status_code == 400
    assert AccessEntry.objects.count() == 0
    post(
        nora,
        "incident_reveal",
        incident.number,
        purpose="rescue",
        case_number=incident.number,
        reason="回拨确认被困人员位置",
    )
    assert "13800000000" in text(nora.get(f"/incidents/{incident.number}/"))
    assert AccessEntry.objects.filter(subject_id=incident.number).count() == 1


def test_what_one_officer_revealed_stays_hidden_from_another(nora, client, call, city):
    incident = call(caller_phone="13800000000")
    post(
        nora,
        "incident_reveal",
        incident.number,
        purpose="rescue",
        case_number="1",
        reason="回拨确认被困人员位置",
    )
    client.force_login(city.chief)
    assert "13800000000" not in text(client.get(f"/incidents/{incident.number}/"))


@pytest.mark.parametrize(
    "name",
    ["incident_step", "incident_note", "incident_merge", "incident_unmerge", "incident_edit"],
)
def test_who_may_only_look_may_not_work(client, call, city, name):
    incident = call()
    client.force_login(city.ada)
    assert post(client, name, incident.number).status_code == 403


# ── a new incident ───────────────────────────────────────────
def test_a_call_is_received_once_by_a_double_click(nora, city):
    fields = {"category": BURGLARY, **NORTH, "crs": "wgs84", "form_key": form_key()}
    first = nora.post("/incidents/new/", fields)
    second = nora.post("/incidents/new/", fields)
    assert first.status_code == 302
    assert first["Location"] == second["Location"]
    assert Incident.objects.count() == 1


def test_a_refusal_stands_at_its_field_and_keeps_what_was_typed(nora, city):
    answer = post(nora, "incident_new", category=BURGLARY, narrative="只知道这些")
    assert answer.status_code == 400
    assert answer.context["form"].errors["address"]
    assert "只知道这些" in text(answer)
    assert Incident.objects.count() == 0


def test_a_point_on_others_ground_is_refused(nora, city):
    answer = post(nora, "incident_new", category=BURGLARY, **SOUTH)
    assert answer.status_code == 400
    assert answer.context["form"].errors["lng"]


def test_an_invalid_call_in_gcj02_keeps_both_positions(nora, city):
    post(nora, "incident_new", category=BURGLARY, **NORTH, crs="gcj02", is_invalid_call="on")
    incident = Incident.objects.get()
    assert not incident.is_valid_call
    assert incident.source_lng == NORTH["lng"]
    assert incident.point.x != NORTH["lng"]


def test_merged_incidents_offer_the_way_back_only(nora, call, city):
    repeat, main = call(), call()
    merging.merge(repeat, main, by=city.nora)
    page = text(nora.get(f"/incidents/{repeat.number}/"))
    assert reverse("incident_unmerge", args=[repeat.number]) in page
    assert reverse("incident_step", args=[repeat.number]) not in page
