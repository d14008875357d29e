"""What people see and do on the pages of cases."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from command_center.cases import services
from command_center.cases.models import Case, CaseCategory, CaseRevision, CaseTag, ClassSet
from grid.ledger.idempotency import form_key
from grid.ledger.models import AccessEntry, EventEntry, IdempotencyKey
from grid.organisation.models import Officer
from tests.cases.make import make_case
from tests.cast import SOUTH, STEP, WEST, Cast
from tests.english import EnglishClient

pytestmark = pytest.mark.django_db

HERE = {"lng": WEST + 0.5 * STEP, "lat": SOUTH + 1.5 * STEP, "crs": "wgs84"}


def signed_in(who: Officer) -> Client:
    client = EnglishClient()
    client.force_login(who)
    return client


def local(**ago: float) -> str:
    return timezone.localtime(timezone.now() - timedelta(**ago)).strftime("%Y-%m-%dT%H:%M")


def said(**fields: Any) -> dict[str, Any]:
    told = {"category": "050201", "found_by": "reported", "occurred_from": local(hours=3),
            "occurred_to": local(hours=2), "address": "示例路 1 号", **HERE}  # fmt: skip
    return {k: v for k, v in {**told, **fields}.items() if v is not None} | {"form_key": form_key()}


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_cora_enters_a_burglary_and_sees_it(cast: Cast) -> None:
    client = signed_in(cast.cora)
    assert client.get(reverse("case_new")).status_code == 200
    page = text(client.post(reverse("case_new"), said(narrative="By the balcony."), follow=True))
    row = Case.objects.get()
    assert row.number in page
    assert "By the balcony." not in page
    assert row.narrative == "By the balcony."
    assert not IdempotencyKey.objects.filter(body__contains="balcony").exists()


def test_a_form_sent_twice_is_one_case(cast: Cast) -> None:
    client, form = signed_in(cast.cora), said()
    for _time in range(2):
        assert client.post(reverse("case_new"), form).status_code == 302
    assert Case.objects.count() == 1


def test_what_looks_wrong_is_asked_once_and_kept_when_said_again(cast: Cast) -> None:
    client = signed_in(cast.cora)
    form = said(occurred_to=local(hours=5), target="ebike")
    page = text(client.post(reverse("case_new"), form))
    assert "The end lies before the beginning." in page
    assert "What was taken suggests the category" in page
    assert "Save as it is" in page
    assert not Case.objects.exists()
    client.post(reverse("case_new"), form | {"looked": "reversed,category"})
    assert Case.objects.count() == 1


def test_the_form_names_each_fault_at_its_field(cast: Cast) -> None:
    page = text(signed_in(cast.cora).post(reverse("case_new"), said(occurred_from="", category="")))
    assert page.count('class="err"') == 2
    page = text(signed_in(cast.cora).post(reverse("case_new"), said(occurred_from=local(hours=-9))))
    assert "This time lies in the future." in page


def test_the_page_says_what_the_data_lack(cast: Cast) -> None:
    row = make_case(cast, point=None, occurred_to=None)
    page = text(signed_in(cast.ada).get(reverse("case_detail", args=[row.number])))
    assert "Without coordinates it is missing on every map." in page
    assert "Without an end it counts at its beginning only." in page


def test_the_place_is_shown_in_four_systems(cast: Cast) -> None:
    row = make_case(cast)
    page = text(signed_in(cast.ana).get(reverse("case_detail", args=[row.number])))
    assert all(crs in page for crs in ("WGS84", "CGCS2000", "GCJ02", "BD09"))
    assert "125.110000" in page


def test_the_text_is_read_by_who_enters_cases_and_the_look_is_registered(cast: Cast) -> None:
    row = make_case(cast, narrative="By the balcony.")
    address = reverse("case_text", args=[row.number])
    assert "By the balcony." in text(signed_in(cast.cora).post(address))
    assert AccessEntry.objects.get().fields == ["narrative"]
    assert signed_in(cast.nora).post(address).status_code == 403
    assert "By the balcony." not in text(
        signed_in(cast.nora).get(reverse("case_detail", args=[row.number]))
    )


def test_a_case_is_corrected_with_a_reason_and_shows_what_changed(cast: Cast) -> None:
    row = make_case(cast)
    client, address = signed_in(cast.cora), reverse("case_edit", args=[row.number])
    page = text(client.get(address))
    assert row.address in page
    form = said(loss_yuan="88", version="1", reason="counted again", looked="double")
    shown = text(client.post(address, form, follow=True))
    assert "counted again" in shown
    assert "→ 88.00" in shown
    stale = client.post(address, form | {"form_key": form_key(), "loss_yuan": "99"})
    assert stale.status_code == 412


def test_an_unchanged_form_corrects_nothing(cast: Cast) -> None:
    row = make_case(cast, entry="unlocked", loss_yuan=5)
    client, address = signed_in(cast.cora), reverse("case_edit", args=[row.number])
    initial = client.get(address).context["form"]
    shown = {name: initial[name].value() for name in initial.fields}
    form = {
        name: f"{value:%Y-%m-%dT%H:%M}" if isinstance(value, datetime) else value
        for name, value in shown.items()
        if value is not None
    }
    client.post(address, form | {"reason": "nothing", "form_key": form_key()})
    assert list(CaseRevision.objects.values_list("changes", flat=True)) == []


def test_buttons_end_a_case_and_take_that_back(cast: Cast) -> None:
    row = make_case(cast)
    client = signed_in(cast.cora)

    def press(route: str, version: int, **fields: Any) -> str:
        form = fields | {"version": version, "form_key": form_key()}
        return text(client.post(reverse(route, args=[row.number]), form, follow=True))

    today = timezone.localdate().isoformat()
    assert "Video" in press("case_solve", 1, solved_on=today, result="video")
    press("case_reopen", 2, reason="another one did it")
    press("case_withdraw", 3, reason="found again")
    assert "not open" in press("case_withdraw", 4, reason="found again")
    assert "There is no such case." in press("case_void", 4, reason="x", duplicate_of="AJ00-1")
    assert "Entered in error: it counts nowhere." in press("case_void", 4, reason="entered twice")
    row.refresh_from_db()
    assert row.state == "void"


def test_who_only_reads_sees_no_buttons(cast: Cast) -> None:
    row = make_case(cast)
    page = text(signed_in(cast.ada).get(reverse("case_detail", args=[row.number])))
    assert "Entered in error" not in page
    for route in ("case_edit", "case_solve", "case_void"):
        assert signed_in(cast.ada).post(reverse(route, args=[row.number])).status_code == 403
    assert signed_in(cast.pat).get(reverse("case_list")).status_code == 403


def test_reference_rows_are_shown_with_their_mappings_and_sources(cast: Cast) -> None:
    client = signed_in(cast.ana)
    assert "05000100" in text(client.get(reverse("case_reference"), {"q": "050100"}))
    page = text(client.get(reverse("case_reference"), {"show": "sets"}))
    assert "serious_eight" in page
    assert "无公开来源" in page
    assert "door_forced" in text(client.get(reverse("case_reference"), {"show": "tags"}))
    assert "Add a category" not in text(client.get(reverse("case_reference")))


def test_the_city_adds_a_category_and_a_tag_and_changes_them(cast: Cast) -> None:
    client = signed_in(cast.chief)
    form = {"code": "L9", "name": "新类", "kind": "criminal", "parent": "050200"}
    client.post(reverse("case_category_new"), form | {"form_key": form_key()})
    assert "L9" in text(client.get(reverse("case_reference"), {"q": "L9"}))
    tag = CaseTag.objects.get(kind="entry", code="unlocked")
    change = {"name": "溜门入室", "rank": 1, "version": 1, "form_key": form_key()}
    client.post(reverse("case_tag_edit", args=[tag.pk]), change)
    tag.refresh_from_db()
    assert (tag.name, tag.version) == ("溜门入室", 2)


def test_a_branch_counts_by_its_own_set_and_ends_it(cast: Cast) -> None:
    client = signed_in(cast.ana)
    assert "preventable_hz" in text(
        client.get(reverse("class_set_new"), {"like": "preventable_hz"})
    )
    form = {"code": "preventable_hz", "name": "Ours", "valid_from": "2026-01-01",
            "members": ["050201"], "form_key": form_key()}  # fmt: skip
    client.post(reverse("class_set_new"), form)
    own = ClassSet.objects.get(agency=cast.north)
    client.post(reverse("class_set_end", args=[own.pk]), {"form_key": form_key()})
    own.refresh_from_db()
    assert own.valid_to is not None
    assert EventEntry.objects.filter(kind="cases.rules_changed").count() == 2


def test_a_double_is_named_on_the_page_of_the_one_that_holds(cast: Cast) -> None:
    row, other = make_case(cast), make_case(cast)
    services.void_case(row, by=cast.cora, version=1, reason="twice", duplicate_of=other)
    page = text(signed_in(cast.cora).get(reverse("case_detail", args=[other.number])))
    assert row.number in page


def test_a_category_is_renamed_and_a_tag_added_on_their_pages(cast: Cast) -> None:
    client = signed_in(cast.chief)
    theft = CaseCategory.objects.get(code="050200")
    address = reverse("case_category_edit", args=[theft.pk])
    assert theft.name in text(client.get(address))
    change = {"name": "盗窃", "name_en": "Larceny", "version": 1, "form_key": form_key()}
    assert client.post(address, change).status_code == 302
    assert "Larceny" in text(client.get(reverse("case_reference"), {"q": "larc"}))
    stale = client.post(address, change | {"form_key": form_key()})
    assert stale.status_code == 412
    tag = {"kind": "tool", "code": "drill", "name": "电钻", "rank": 9, "form_key": form_key()}
    assert client.post(reverse("case_tag_new"), tag).status_code == 302
    assert CaseTag.objects.filter(kind="tool", code="drill").exists()


def test_a_corrected_category_agency_and_tag_are_shown_by_name(cast: Cast) -> None:
    row = make_case(cast, entry="unlocked")
    said = {"category": "050224", "agency": cast.north.code, "entry": "door_forced"}
    services.correct_case(row, by=cast.ana, version=1, reason="looked again", **said)
    page = text(signed_in(cast.ana).get(reverse("case_detail", args=[row.number])))
    for words in ("Burglary 050201", "Motorcycle theft 050224", cast.north.name, "Door forced"):
        assert words in page


def test_a_form_that_is_no_case_is_shown_again_with_every_fault(cast: Cast) -> None:
    client = signed_in(cast.cora)
    answer = client.post(reverse("case_new"), {"category": "050201", "form_key": form_key()})
    assert answer.status_code == 400
    assert "occurred_from" in answer.context["form"].errors
    assert not Case.objects.exists()


def test_an_upload_that_cannot_be_taken_is_refused_on_the_page(cast: Cast) -> None:
    client = signed_in(cast.ana)
    none = client.post(reverse("case_import"), {"crs": "wgs84", "form_key": form_key()})
    assert none.status_code == 400
    assert "file" in none.context["form"].errors
