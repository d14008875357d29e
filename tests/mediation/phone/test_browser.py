"""The phone in Chromium: the network cut, the browser closed, two officers at one row."""

import pytest
from playwright.sync_api import expect

from grid.service.venues import services as venues
from grid.service.venues.models import Hazard, Stage
from grid.service.visits.models import Visit
from mediation.flow.models import Consent
from mediation.phone.models import ConsentSignature, DisputePhoto
from mediation.register.models import Dispute, Party
from tests.browser import CONTROLS, check, eventually, sign_in, small_targets, until, watch
from tests.mediation.phone.conftest import KEPT, MINE, kept_shell, online, ready
from tests.service.venue_make import inspect, make_hazard, make_venue, picture

pytestmark = pytest.mark.browser

NAMES = ("王某甲", "李某乙")
UNSENT = "document.querySelectorAll('[data-entry=waiting], [data-entry=photos]').length"
HASH = "location.hash.startsWith('#%s')"


def new(page, kind):
    page.evaluate("location.hash = ''")
    page.click(f"[data-new={kind}]")


def sign(page):
    page.click("#acts .fill")
    box = page.locator("#pad .signing").bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + 60)
    page.mouse.down()
    for step in range(12):
        page.mouse.move(box["x"] + 40 + step * 12, box["y"] + 60 + (-1) ** step * 25)
    page.mouse.up()
    page.click("#pad .fill")
    page.wait_for_selector("#pad", state="hidden")


def consent(page, place):
    page.fill(f"#f-name-{place}", NAMES[place])
    page.check("input[name=answer][value=agreed]")
    sign(page)


def dispute(page, address="中央路1号"):
    """Through the four steps, up to the last touch."""
    new(page, "dispute")
    consent(page, 0)
    consent(page, 1)
    page.click("#acts .fill")
    page.locator(".choice .pick input").first.check()
    page.fill("#f-address", address)
    page.fill("#f-narrative", "楼上渗水，双方口角")
    page.set_input_files(
        "input[type=file]", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    )
    until(page, "document.querySelector('#view').innerText.includes('1 pictures')")
    page.click("#acts .fill")
    page.locator(".opt.tick input").first.check()
    page.click("#acts .fill")
    page.wait_for_selector(".kv")


def visit_to(page, address):
    new(page, "visit")
    page.locator("input[name=f-kind]").first.check()
    page.select_option("#f-purpose", index=1)
    page.fill("#f-address", address)


def send(page):
    page.click("#acts .fill")
    until(page, HASH % "outbox")


def test_without_a_line_and_with_the_browser_closed_everything_arrives_once(phone, cast):
    page = kept_shell(phone(cast.cora))
    page.context.set_offline(True)
    dispute(page)
    send(page)
    until(page, f"{UNSENT} === 1")
    visit_to(page, "写到一半的地址")
    until(page, "document.querySelector('#saved-at').textContent !== ''")
    until(page, HASH % "visit/" + " && !location.hash.includes('new')")
    kept = page.evaluate(KEPT)
    assert all(word not in kept for word in (*NAMES, "中央路", "渗水", "写到一半"))
    page.context.close()

    page = phone(cast.cora, offline=True)  # another day, still without a line
    expect(page.locator("#view")).to_contain_text("写到一半的地址")
    assert Dispute.objects.count() == 0
    page.locator("#view li button").first.click()
    until(page, "document.querySelector('#f-address')?.value === '写到一半的地址'")
    send(page)
    until(page, f"{UNSENT} === 2")
    expect(page.locator("#summary")).to_contain_text("2")

    online(page)
    eventually(page, lambda: DisputePhoto.objects.exists() and Visit.objects.exists())
    until(page, f"{UNSENT} === 0")
    page.click("#acts .btn:not(.fill)")
    page.wait_for_timeout(300)
    row = Dispute.objects.get()
    assert row.reported_at < row.registered_at
    assert sorted(party.name for party in Party.objects.all()) == sorted(NAMES)
    assert list(Consent.objects.values_list("answer", flat=True)) == ["agreed", "agreed"]
    assert ConsentSignature.objects.filter(way="screen").count() == 2
    assert (DisputePhoto.objects.count(), row.assessments.count()) == (1, 1)
    assert Visit.objects.get().visited_at < Visit.objects.get().recorded_at
    expect(page.locator("#view")).to_contain_text(row.number)
    assert all(name not in page.evaluate(KEPT) for name in NAMES)


def test_an_answer_lost_on_the_way_doubles_nothing_and_a_break_goes_on_with_the_next_picture(
    phone, cast
):
    page = phone(cast.cora)

    def lose(route):
        route.fetch()
        route.abort()

    page.route("**/api/v1/disputes/", lose, times=1)
    cut = ["photos"]
    page.route("**/photos/", lambda route: route.abort() if cut else route.continue_())
    dispute(page)
    send(page)
    until(page, f"{UNSENT} === 1")
    page.click("#acts .btn:not(.fill)")
    eventually(page, lambda: Dispute.objects.exists())
    until(page, "!!document.querySelector('[data-entry=photos] progress')")
    page.locator("[data-entry=photos] .btn").click()
    until(page, HASH % "entry/")
    expect(page.locator("#acts .btn")).to_have_count(0)  # what may have arrived is not changed here
    page.click("#back")
    cut.clear()
    page.click("#acts .btn:not(.fill)")
    eventually(page, lambda: DisputePhoto.objects.exists())
    until(page, f"{UNSENT} === 0")
    assert (Dispute.objects.count(), DisputePhoto.objects.count()) == (1, 1)


def write_rectified(page, hazard):
    page.locator("li", has_text=hazard.number).locator("button").click()
    page.check("input[name=act][value=rectify]")
    page.fill("#f-text", "已清理，通道畅通")
    send(page)


def test_two_officers_at_one_row_are_shown_both_versions_and_one_of_them_chooses(phone, cast):
    hazard = make_hazard(cast)
    page = phone(cast.cora)
    page.context.set_offline(True)
    write_rectified(page, hazard)
    venues.notify(Hazard.objects.get(), by=cast.nora, notice_number="通知1号", version=1)
    online(page)
    page.wait_for_selector(".clash .btn")
    row = Hazard.objects.get()
    assert (row.stage, row.version) == (Stage.NOTIFIED, 2)
    page.complaints.clear()  # 412 is said in the console
    check(page, "ground-clash")
    page.click(".clash .btn")
    page.wait_for_selector(".tbl")
    expect(page.locator("#view")).to_contain_text("通知1号")
    expect(page.locator("#view")).to_contain_text("已清理，通道畅通")
    check(page, "ground-compare")
    page.click("#acts .fill")
    eventually(page, lambda: Hazard.objects.get().stage == Stage.RECTIFIED)
    assert Hazard.objects.get().notice_number == "通知1号"
    assert Hazard.objects.get().entries.filter(act="rectified").count() == 1


def test_somebody_else_signing_in_reads_sends_and_erases_nothing(phone, cast, live_server):
    page = phone(cast.cora)
    page.context.set_offline(True)
    visit_to(page, "科拉去过的地址")
    send(page)
    until(page, f"{UNSENT} === 1")
    page.context.clear_cookies()
    sign_in(page.context, live_server.url, cast.pat, "en")
    page.context.set_offline(False)
    other = page.context.new_page()
    watch(other, live_server.url)
    page.close()
    other.goto(f"{live_server.url}{MINE}#outbox")
    ready(other)
    told = "1 entries of other officers stay here"
    expect(other.locator("#view")).to_contain_text(told)
    assert "科拉去过的地址" not in other.content()
    assert not Visit.objects.exists()
    other.context.clear_cookies()
    sign_in(other.context, live_server.url, cast.cora, "en")
    other.goto(live_server.url + MINE)
    other.reload()
    ready(other)
    eventually(other, Visit.objects.exists)
    assert Visit.objects.get().officer == cast.cora


def test_a_refused_entry_says_why_is_mended_and_sent(phone, cast):
    page = phone(cast.cora)
    visit_to(page, "中央路2号")
    page.fill("#f-text", "联系电话 13900000000")
    send(page)
    page.wait_for_selector("[data-entry=refused]")
    page.complaints.clear()
    check(page, "ground-refused")
    page.locator("[data-entry=refused] .btn").click()
    page.get_by_role("button", name="Change it").click()
    page.wait_for_selector("#f-text")
    page.fill("#f-text", "无异常")
    send(page)
    eventually(page, Visit.objects.exists)
    assert Visit.objects.get().text == "无异常"


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_every_form_reads_for_everybody_and_fits_a_thumb(phone, cast, lang):
    make_hazard(cast)
    inspect(cast, make_venue(cast))
    page = phone(cast.cora, lang=lang)
    check(page, f"ground-hub-{lang}")
    for kind in ("visit", "inspection", "hazard", "errand", "count", "dispute"):
        new(page, kind)
        until(page, HASH % kind)
        until(page, "document.querySelectorAll('#view .field, #view fieldset').length > 0")
        check(page, f"ground-{kind}-{lang}")
        assert small_targets(page, 44, CONTROLS) == [], kind
    for step in (1, 2, 3):
        page.evaluate(f"location.hash = location.hash.split('/').slice(0, 2).join('/') + '/{step}'")
        page.wait_for_selector(f".prog li:nth-child({step + 1}).now")
        check(page, f"ground-step-{step}-{lang}")
        assert small_targets(page, 44, CONTROLS) == [], step


def test_an_inspection_is_answered_line_by_line_and_its_hazard_follows(phone, cast):
    venue = make_venue(cast)
    inspect(cast, venue)
    page = phone(cast.cora)
    new(page, "inspection")
    page.select_option("#f-venue", str(venue.pk))
    for place, verdict in enumerate(("met", "missed")):
        page.locator("#view .card").nth(place).locator(f"input[value={verdict}]").check()
    page.locator("#view .card").nth(2).locator("input[value=met]").check()
    for field, number in (("done", "20"), ("of", "20")):
        page.locator("#view .card").nth(2).locator(f"input[name^={field}]").fill(number)
    page.locator("#view .card").nth(1).locator("input[name^=note]").fill("通道堆物")
    send(page)
    eventually(page, lambda: venue.inspections.count() == 2)
    assert Hazard.objects.get().venue == venue
