"""What an officer sees and does on the pages of lookout notices."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from checkpoints.lookout import selectors
from checkpoints.lookout.models import Hit, LookoutRule, Notice
from checkpoints.lookout.panel import shown
from grid.ledger.idempotency import form_key
from grid.ledger.models import AccessEntry
from grid.organisation.models import Officer
from tests.cast import Cast
from tests.checkpoints.lookout.make import PERSON, make_hit, make_notice, said
from tests.checkpoints.make import make_checkpoint


def of(officer: Officer) -> Client:
    officer.language = "en"
    officer.save(update_fields=["language"])
    client = Client()
    client.force_login(officer)
    return client


def text(client: Client, name: str, *args: Any, **query: Any) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def send(client: Client, name: str, *args: Any, **said_: Any) -> Any:
    return client.post(reverse(name, args=args), {"form_key": form_key()} | said_, follow=True)


def local(moment: Any) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def test_an_empty_list_says_why_names_are_not_searched(cast: Cast) -> None:
    assert "is not searched for" in text(of(cast.gus), "notice_list")


def test_a_dispatcher_writes_and_the_commander_approves_on_the_page(cast: Cast) -> None:
    make_checkpoint(cast)
    fields = said(sought="吉IO4001") | {"agency": cast.north.code}
    fields["valid_to"] = local(fields["valid_to"])
    page = send(of(cast.nora), "notice_new", **fields)
    assert "waits for another officer" in page.content.decode()
    notice = Notice.objects.get()
    assert "Approve it" not in text(of(cast.nora), "notice_detail", notice.number)
    chief = of(cast.chief)
    assert "Approve it" in text(chief, "notice_detail", notice.number)
    page = send(chief, "notice_approve", notice.number, version=1)
    assert "every station is told" in page.content.decode()
    assert "吉IO4001" in page.content.decode()


def test_a_fault_stands_at_its_field_and_nothing_is_kept(cast: Cast) -> None:
    fields = said(sought="吉*") | {"agency": cast.north.code, "action": "拦"}
    fields["valid_to"] = local(timezone.now() + timedelta(days=40))
    page = send(of(cast.nora), "notice_new", **fields)
    assert page.status_code == 400
    for sentence in ("no complete number plate", "Between 4 and 400", "at most 30 days"):
        assert sentence in page.content.decode()
    assert not Notice.objects.exists()


def test_a_station_sees_on_top_what_it_has_to_sign_for_and_signs(cast: Cast) -> None:
    make_checkpoint(cast)
    notice = make_notice(cast, approved=True)
    gus = of(cast.gus)
    assert "Your station has to sign" in text(gus, "notice_list")
    page = send(gus, "notice_acknowledge", notice.number, agency="990101000000", channel="screen")
    assert "1 of 1 stations have signed" in page.content.decode()
    assert "Your station has to sign" not in text(gus, "notice_list")


def test_opening_a_notice_shows_whom_it_names_and_says_that_this_is_noted(cast: Cast) -> None:
    notice = make_notice(cast, approved=True, kind="missing_person", sought="", sought_name=PERSON)
    gus = of(cast.gus)
    assert PERSON not in text(gus, "notice_list")
    page = text(gus, "notice_detail", notice.number)
    assert PERSON in page
    assert "written to the access register" in page
    assert AccessEntry.objects.count() == 1


def test_renewing_and_revoking_are_offered_to_those_who_may(cast: Cast) -> None:
    notice = make_notice(cast, approved=True)
    assert "Renew it" not in text(of(cast.nora), "notice_detail", notice.number)
    chief = of(cast.chief)
    assert "Renew it" in text(chief, "notice_detail", notice.number)
    term = dict.fromkeys(("instrument_type", "instrument_number", "instrument_issuer"), "延期")
    until = local(timezone.now() + timedelta(days=20))
    page = send(
        chief, "notice_renew", notice.number, **term, reason="仍未找到", valid_to=until, version=2
    )
    assert "仍未找到" in page.content.decode()
    page = send(of(cast.nora), "notice_revoke", notice.number, reason="车辆已找到", version=3)
    assert "what it named is wiped" in page.content.decode()
    assert "Who or what is looked for" not in page.content.decode()


def test_a_stale_page_is_refused_with_the_form_open(cast: Cast) -> None:
    notice = make_notice(cast, approved=True)
    page = send(of(cast.nora), "notice_revoke", notice.number, reason="车辆已找到", version=1)
    assert page.status_code == 412
    assert "changed since you read it" in page.content.decode()


@pytest.mark.parametrize("name", ["notice_approve", "notice_renew", "notice_revoke"])
def test_an_act_opened_as_a_page_leads_to_the_notice(name: str, cast: Cast) -> None:
    notice = make_notice(cast)
    answer = of(cast.chief).get(reverse(name, args=[notice.number]))
    assert answer["Location"] == reverse("notice_detail", args=[notice.number])


def test_a_hit_by_the_form_leads_to_the_hit_with_what_to_do(cast: Cast) -> None:
    checkpoint = make_checkpoint(cast)
    make_notice(cast, approved=True, sought="吉IO4002", action="拦停并报告")
    page = send(
        of(cast.gus), "notice_check", checkpoint=checkpoint.code, what="plate", number="吉io4002"
    )
    shown_ = page.content.decode()
    assert "Equal numbers prove nothing" in shown_
    assert "拦停并报告" in shown_
    page = send(of(cast.gus), "hit_confirm", Hit.objects.get().pk, result="misread", version=1)
    assert "False: misread" in page.content.decode()


def test_without_a_working_checkpoint_there_is_nothing_to_ask_at(cast: Cast) -> None:
    assert "No checkpoint is working" in text(of(cast.gus), "notice_check")


def test_a_hit_without_a_result_is_refused_on_its_page(cast: Cast) -> None:
    hit = make_hit(cast)
    page = send(of(cast.gus), "hit_confirm", hit.pk)
    assert page.status_code == 400
    assert Hit.objects.get().state == "issued"


def test_a_hit_whose_notice_is_over_shows_nobody_any_more(cast: Cast, time_machine: Any) -> None:
    hit = make_hit(cast, sought="吉IO4003")
    gus = of(cast.gus)
    assert "吉IO4003" in text(gus, "hit_detail", hit.pk)
    time_machine.move_to(hit.notice.valid_to, tick=False)
    gus = of(cast.gus)
    page = text(gus, "hit_detail", hit.pk)
    assert "The notice is over" in page
    assert "吉IO4003" not in page


def test_lists_are_filtered_and_exported_without_identities(cast: Cast) -> None:
    hit = make_hit(cast, sought="吉IO4004")
    gus = of(cast.gus)
    assert hit.notice_number in text(gus, "hit_list", state="open", q="X")
    assert "No hit fits" in text(gus, "hit_list", state="true")
    assert "These filters cannot be read" in text(gus, "hit_list", state="nonsense")
    assert "No notice fits" in text(gus, "notice_list", kind="missing_person")
    assert "These filters cannot be read" in text(gus, "notice_list", kind="nonsense")
    for name in ("notice_export", "hit_export"):
        sheet = gus.get(reverse(name)).getvalue().decode()
        assert hit.notice_number in sheet
        assert "吉IO4004" not in sheet


def test_the_counts_page_shows_days_and_refuses_a_span_too_long(cast: Cast) -> None:
    hit = make_hit(cast)
    gus = of(cast.gus)
    assert hit.checkpoint.name in text(gus, "lookout_figures")
    answer = gus.get(reverse("lookout_figures"), {"day_from": "2020-01-01"})
    assert answer.status_code == 400
    assert "at most 366 days" in answer.content.decode()
    sheet = gus.get(reverse("lookout_export"), {"of": "checks"}).getvalue().decode()
    assert hit.checkpoint.name in sheet
    assert "Ended on" in gus.get(reverse("lookout_export")).getvalue().decode()


def test_the_commander_sets_how_long_stations_have(cast: Cast) -> None:
    chief = of(cast.chief)
    minutes = {"acknowledge_min": 20, "confirm_min": 5}
    page = send(chief, "lookout_rule", agency=cast.city.code, **minutes)
    assert "confirm within 5 min" in page.content.decode()
    assert LookoutRule.objects.get().agency == cast.city
    assert send(chief, "lookout_rule", agency=cast.city.code, confirm_min=0).status_code == 400


def test_the_page_of_a_checkpoint_shows_what_holds_there(cast: Cast) -> None:
    hit = make_hit(cast)
    told = shown(hit.checkpoint, cast.gus)
    assert told is not None
    assert (told["count"], list(told["hits"])) == (1, [hit])
    assert told["unread"] == {hit.notice_id}
    assert shown(hit.checkpoint, cast.cora) is None
    assert selectors.unread(cast.north_station).count() == 1
