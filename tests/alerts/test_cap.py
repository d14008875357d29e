"""Alerts as other systems read them."""

import re
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from command_center.alerts import cap, services
from tests.alerts.conftest import Raise
from tests.cast import Cast

NS = {"c": cap.CAP, "a": cap.ATOM}
DATETIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d")
HEAD = ["identifier", "sender", "sent", "status", "msgType", "scope", "restriction"]
INFO = [
    "language",
    "category",
    "event",
    "responseType",
    "urgency",
    "severity",
    "certainty",
    "onset",
    "expires",
    "senderName",
    "headline",
]


def _tags(node: ET.Element) -> list[str]:
    return [child.tag.split("}")[1] for child in node]


def test_the_elements_stand_in_the_order_the_standard_fixes(an_alert: Raise) -> None:
    root = ET.fromstring(cap.document(an_alert(1, lng=125.11, lat=42.91)))
    assert root.tag == f"{{{cap.CAP}}}alert"
    assert _tags(root) == [*HEAD, "incidents", "info", "info"]
    infos = root.findall("c:info", NS)
    assert [_tags(i) for i in infos] == [[*INFO, "area"]] * 2
    assert [i.findtext("c:language", None, NS) for i in infos] == ["zh-CN", "en"]


def test_values_come_from_the_lists_of_the_standard(an_alert: Raise) -> None:
    root = ET.fromstring(cap.document(an_alert(1, lng=125.11, lat=42.91)))
    info = root.find("c:info", NS)
    assert root.findtext("c:status", None, NS) == "Actual"
    assert root.findtext("c:msgType", None, NS) == "Alert"
    assert DATETIME.fullmatch(root.findtext("c:sent", "", NS))
    assert info.findtext("c:urgency", None, NS) == "Immediate"
    assert info.findtext("c:severity", None, NS) == "Extreme"
    assert info.findtext("c:area/c:circle", None, NS) == "42.910000,125.110000 0.3"


def test_an_answered_alert_is_an_update_and_a_resolved_one_a_cancel_that_refer_to_the_first(
    an_alert: Raise, rules: Cast
) -> None:
    alert = services.acknowledge(an_alert(1), by=rules.nora.as_actor())
    root = ET.fromstring(cap.document(alert))
    assert root.findtext("c:msgType", None, NS) == "Update"
    sender, first, sent = root.findtext("c:references", "", NS).split(",")
    assert (sender, first) == (cap.SENDER, f"anlan-{alert.pk}-1")
    assert DATETIME.fullmatch(sent)
    done = services.resolve(alert, by=rules.nora.as_actor(), outcome="已处置")
    root = ET.fromstring(cap.document(done))
    assert root.findtext("c:msgType", None, NS) == "Cancel"


def test_an_exercise_says_so(an_alert: Raise) -> None:
    root = ET.fromstring(cap.document(an_alert(1, is_exercise=True)))
    assert root.findtext("c:status", None, NS) == "Exercise"


def test_control_characters_and_markup_of_a_caller_do_not_break_the_document(
    an_alert: Raise,
) -> None:
    root = ET.fromstring(cap.document(an_alert(1, address="<script>\x07&'\"")))
    assert "<script>" in root.findtext("c:info/c:headline", "", NS)
    assert "\x07" not in ET.tostring(root, encoding="unicode")


def test_the_feed_leads_to_each_document(an_alert: Raise) -> None:
    alerts = [an_alert(1, f"26-000{n}") for n in (1, 2)]
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    root = ET.fromstring(
        cap.feed(alerts, url="http://h/cap/", documents="http://h/cap/{id}/", updated=moment)
    )
    entries = root.findall("a:entry", NS)
    links = [e.find("a:link", NS).get("href") for e in entries]
    assert links == [f"http://h/cap/{a.pk}/" for a in alerts]
    assert len({e.findtext("a:id", None, NS) for e in entries}) == 2
