"""The pages: the order from the first look to its end, the post's own page, the statistics."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from checkpoints.duty import services
from checkpoints.duty.models import DutyTarget, SopVersion, Switch, SwitchOrder
from checkpoints.duty.panel import shown
from grid.ledger.idempotency import form_key
from tests.checkpoints.duty.conftest import only, ready
from tests.checkpoints.make import make_checkpoint

pytestmark = pytest.mark.django_db
FIGURES = {"officers": 2, "auxiliaries": 1, "vehicles": 1, "e_shield": 3, "channel": "screen"}


def at(officer):
    client = Client(headers={"Accept-Language": "en"})
    client.cookies["django_language"] = "en"
    officer.language = "en"
    officer.save()
    client.force_login(officer)
    return client


def see(officer, name, *args, **asked):
    answer = at(officer).get(reverse(name, args=args), asked)
    assert answer.status_code == 200
    return answer.content.decode() if not answer.streaming else b"".join(answer).decode()


def send(officer, name, *args, **said):
    where = reverse(name, args=args)
    return at(officer).post(where, {"form_key": form_key(), **said}, follow=True)


def order_form(**said):
    until = timezone.localtime() + timedelta(days=1)
    form = {"level": "reinforced", "reason": "节日安保期间加强查验", "scope": "city"}
    return form | {"valid_until": until.strftime("%Y-%m-%dT%H:%M")} | said


def test_an_order_is_shown_for_what_it_comes_to_before_it_goes_out(cast, minimum):
    here = make_checkpoint(cast)
    seen = send(cast.chief, "duty_order_new", **order_form())
    assert "It goes to 1 checkpoint" in seen.content.decode()
    assert f"{here.name}: Shield 0/3" in seen.content.decode()
    assert not SwitchOrder.objects.exists()
    done = send(cast.chief, "duty_order_new", **order_form(confirm="1")).content.decode()
    order = SwitchOrder.objects.get()
    assert f"{order.number} went to 1 checkpoints." in done


def test_the_form_names_what_is_wrong(cast, minimum):
    make_checkpoint(cast)
    answer = send(cast.chief, "duty_order_new", **order_form(confirm="1", valid_until=""))
    assert answer.status_code == 400
    assert "Say until when this level holds" in answer.content.decode()
    answer = send(cast.chief, "duty_order_new", **order_form(reason="x", scope="picked"))
    assert answer.status_code == 400


def test_what_is_switching_is_warned_of_and_taken_over_only_where_ticked(cast, give):
    first = give(make_checkpoint(cast))
    seen = send(cast.chief, "duty_order_new", **order_form()).content.decode()
    assert first.number in seen
    refused = send(cast.chief, "duty_order_new", **order_form(confirm="1"))
    assert refused.status_code == 409
    send(cast.chief, "duty_order_new", **order_form(confirm="1", supersede="on"))
    assert only(first).state == "cancelled"


def test_checkpoints_are_picked_from_the_list_that_the_map_ticks(cast, minimum):
    here, _other = make_checkpoint(cast), make_checkpoint(cast)
    page = see(cast.chief, "duty_order_new", checkpoint=here.code)
    assert "duty-map" in page
    picked = order_form(confirm="1", scope="picked", checkpoints=[here.code])
    send(cast.chief, "duty_order_new", **picked)
    assert only(SwitchOrder.objects.get()).checkpoint == here


def test_the_list_filters_and_exports(cast, give):
    order, drill = give(), give(is_drill=True, reason="季度演练一次")
    page = see(cast.chief, "duty_order_list")
    assert order.number in page and drill.number in page
    assert drill.number not in see(cast.chief, "duty_order_list", drill="no")
    assert order.number not in see(cast.chief, "duty_order_list", q="演练")
    assert "No order fits" in see(cast.chief, "duty_order_list", state="cancelled")
    assert "cannot be read" in see(cast.chief, "duty_order_list", state="nonsense")
    assert order.number in see(cast.chief, "duty_order_export", drill="no")


def test_the_post_finds_its_order_signs_and_reports_ready(cast, give):
    order = give()
    row = only(order)
    assert reverse("switch_detail", args=[row.pk]) in see(cast.gus, "duty_order_list")
    assert "Sign for it" in see(cast.gus, "switch_detail", row.pk)
    assert only(order).delivered_at
    send(cast.gus, "switch_sign", row.pk, channel="screen")
    assert "Report ready" in see(cast.gus, "switch_detail", row.pk)
    done = send(cast.gus, "switch_report", row.pk, ready="1", **FIGURES)
    assert "Reported ready." in done.content.decode()
    assert only(order).stage == "ready"


def test_too_little_is_refused_at_its_field_and_may_be_saved_as_it_stands(cast, give):
    row = services.sign(only(give()), by=cast.gus)
    low = FIGURES | {"officers": 1}
    refused = send(cast.gus, "switch_report", row.pk, ready="1", **low)
    assert refused.status_code == 409
    assert "1 of 2" in refused.content.decode()
    send(cast.gus, "switch_report", row.pk, **low)
    assert "Officers 1/2" in see(cast.chief, "switch_detail", row.pk)
    current = Switch.objects.get(pk=row.pk)
    said = {"reason": "增援途中", "version": current.version}
    page = send(cast.chief, "switch_waive", row.pk, **said).content.decode()
    assert "Waived by" in page
    send(cast.gus, "switch_report", row.pk, ready="1", **low)
    assert Switch.objects.get(pk=row.pk).stage == "ready"


def test_command_signs_on_behalf_of_who_said_so(cast, give):
    row = only(give())
    refused = send(cast.chief, "switch_sign", row.pk, channel="phone")
    assert refused.status_code == 403
    send(cast.chief, "switch_sign", row.pk, channel="phone", spoken_by="3 号哨")
    assert "3 号哨" in see(cast.gus, "switch_detail", row.pk)


def test_one_order_has_its_report_and_every_figure_leads_to_its_rows(cast, give):
    order = give()
    ready(only(order), cast.gus)
    page = see(cast.chief, "duty_order_detail", order.number)
    assert f"?order={order.number}&amp;outcome=late" in page
    assert "in no statistic" not in page
    assert only(order).checkpoint.name in see(cast.chief, "duty_order_rows", order.number)
    rows = see(cast.chief, "duty_switch_list", order=order.number, outcome="ready")
    assert only(order).checkpoint.name in rows
    assert "No switch fits" in see(cast.chief, "duty_switch_list", outcome="late")


def test_an_order_is_extended_rung_again_countersigned_and_ended(cast, give, second):
    order = give()
    number = order.number
    assert "Sent again to 1." in send(cast.chief, "duty_order_resend", number).content.decode()
    refused = send(cast.chief, "duty_order_countersign", number)
    assert "does not countersign" in refused.content.decode()
    send(second, "duty_order_countersign", number)
    order.refresh_from_db()
    until = (timezone.localtime() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    said = {"reason": "活动延期一天", "version": order.version, "valid_until": until}
    send(cast.chief, "duty_order_extend", number, **said)
    stale = send(cast.chief, "duty_order_end", number, reason="情况解除", version=1)
    assert stale.status_code == 412
    order.refresh_from_db()
    send(cast.chief, "duty_order_end", number, reason="情况解除", version=order.version)
    order.refresh_from_db()
    assert order.state == "cancelled"


def test_statistics_by_each_grouping_with_their_export(cast, give):
    row = ready(only(give()), cast.gus)
    for by in ("checkpoint", "line", "agency", "month", "level"):
        page = see(cast.chief, "duty_figures", by=by)
        assert reverse("duty_switch_list") in page
    assert row.checkpoint.name in see(cast.chief, "duty_figures_export")
    assert row.checkpoint.name in see(cast.chief, "duty_switch_export")
    assert "No switch fits" in see(cast.chief, "duty_figures", drills="only")


def test_targets_and_procedures_are_kept_by_command(cast, give):
    day = timezone.localdate().isoformat()
    send(cast.chief, "duty_target_new", sign_min=4, ready_min=25, valid_from=day)
    assert DutyTarget.objects.get(agency=cast.city).ready_s == 1500
    sop = {"level": "reinforced", "title": "加强勤务规范", "text": "双向查验，重点查验出城。"}
    send(cast.chief, "duty_sop_new", valid_from=day, **sop)
    version = SopVersion.objects.get()
    order = give()
    page = see(cast.gus, "duty_sop_detail", version.pk)
    assert "双向查验" in page
    assert order.number in see(cast.chief, "duty_sop_detail", version.pk)
    assert "加强勤务规范 v1" in see(cast.chief, "duty_order_detail", order.number)
    assert "加强勤务规范" in see(cast.gus, "duty_rules")
    assert (
        "双向查验"
        in at(cast.chief).get(reverse("duty_sop_new"), {"level": "reinforced"}).content.decode()
    )


def test_the_panel_of_a_checkpoint_says_its_level_and_what_it_is_switching_to(cast, give):
    here = make_checkpoint(cast)
    first = give(here)
    told = shown(here, cast.gus)
    assert (told["level"].code, told["switch"].order) == ("normal", first)
    ready(only(first), cast.gus)
    told = shown(here, cast.gus)
    assert (told["level"].code, told["switch"]) == ("reinforced", None)
    assert [span.order for span in told["spans"]] == [first]
    assert shown(here, cast.seth) is None


def test_what_is_ticked_is_never_left_aside(cast, minimum):
    here = make_checkpoint(cast)
    said = order_form(checkpoints=[here.code], confirm="1")
    page = send(cast.chief, "duty_order_new", **said).content.decode()
    assert "Something is ticked below: choose to go by it, or untick it." in page
    assert not SwitchOrder.objects.exists()


def test_no_level_is_chosen_before_the_commander_chooses(cast, minimum):
    page = see(cast.chief, "duty_order_new")
    assert '<option value="" selected>—</option>' in page


def test_who_issued_an_order_is_told_that_another_countersigns(cast, give):
    order = give(make_checkpoint(cast))
    issuer = see(cast.chief, "duty_order_detail", order.number)
    assert "You issued it: another officer countersigns." in issuer
    assert reverse("duty_order_countersign", args=[order.number]) not in issuer


def test_the_clock_of_a_switch_goes_on_by_the_servers_time(cast, give):
    order = give(make_checkpoint(cast))
    page = see(cast.gus, "switch_detail", only(order).pk)
    assert f'data-sign-s="{order.sign_s}" data-ready-s="{order.ready_s}" data-signed=""' in page
    assert "duty/clock.js" in page
