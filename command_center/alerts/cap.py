"""Alerts as CAP 1.2 (OASIS Common Alerting Protocol, 2010-07-01) and an Atom feed of them.

Element order and value lists are those of the standard's schema (section 3.4): a receiver that
validates must accept every document.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from django.utils import timezone

from command_center.alerts.models import Alert

CAP: Final = "urn:oasis:names:tc:emergency:cap:1.2"
ATOM: Final = "http://www.w3.org/2005/Atom"
SENDER: Final = "anlan"
RADIUS_KM: Final = 0.3
LASTS: Final = timedelta(hours=24)

URGENCY: Final = {1: "Immediate", 2: "Expected", 3: "Expected", 4: "Future"}
SEVERITY: Final = {1: "Extreme", 2: "Severe", 3: "Moderate", 4: "Minor"}

register_namespace("", CAP)
register_namespace("atom", ATOM)


def document(alert: Alert) -> bytes:
    """One alert as a CAP document in UTF-8."""
    root = Element(f"{{{CAP}}}alert")
    _texts(root, _head(alert))
    for language, headline, event in (
        ("zh-CN", alert.title, alert.rule.name),
        ("en", alert.title_en, alert.rule.name_en),
    ):
        _info(root, alert, language=language, headline=headline, event=event)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def feed(alerts: Iterable[Alert], *, url: str, documents: str, updated: datetime) -> bytes:
    """An Atom feed that leads to each document; `documents` is the address of one, with `{id}`."""
    root = Element(f"{{{ATOM}}}feed")
    _add(root, ATOM, "id", url)
    _add(root, ATOM, "title", "Anlan 安澜 CAP 1.2")
    _add(root, ATOM, "updated", _time(updated))
    author = SubElement(root, f"{{{ATOM}}}author")
    _add(author, ATOM, "name", SENDER)
    SubElement(root, f"{{{ATOM}}}link", rel="self", href=url)
    for alert in alerts:
        entry = SubElement(root, f"{{{ATOM}}}entry")
        address = documents.format(id=alert.pk)
        _add(entry, ATOM, "id", identifier(alert))
        _add(entry, ATOM, "title", alert.title)
        _add(entry, ATOM, "updated", _time(_sent(alert)))
        SubElement(
            entry, f"{{{ATOM}}}link", rel="alternate", type="application/cap+xml", href=address
        )
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def identifier(alert: Alert) -> str:
    """Unique for each version of an alert, without the characters CAP forbids."""
    return f"{SENDER}-{alert.pk}-{alert.version}"


def _head(alert: Alert) -> Iterator[tuple[str, str]]:
    yield "identifier", identifier(alert)
    yield "sender", SENDER
    yield "sent", _time(_sent(alert))
    yield "status", "Exercise" if alert.is_exercise else "Actual"
    yield "msgType", _message_type(alert)
    yield "scope", "Restricted"
    yield "restriction", f"Agency {alert.agency.code} and its superiors"
    if alert.version > 1:
        yield "references", f"{SENDER},{SENDER}-{alert.pk}-1,{_time(alert.raised_at)}"
    if alert.subject_type == "incident":
        yield "incidents", alert.subject_id


def _info(root: Element, alert: Alert, *, language: str, headline: str, event: str) -> None:
    info = SubElement(root, f"{{{CAP}}}info")
    _texts(
        info,
        [
            ("language", language),
            ("category", "Security"),
            ("event", event),
            ("responseType", "Assess"),
            ("urgency", URGENCY[alert.priority]),
            ("severity", SEVERITY[alert.priority]),
            ("certainty", "Likely"),
            ("onset", _time(alert.raised_at)),
            ("expires", _time(alert.raised_at + LASTS)),
            ("senderName", alert.agency.name),
            ("headline", headline[:160]),
        ],
    )
    if alert.occurrences > 1:
        parameter = SubElement(info, f"{{{CAP}}}parameter")
        _texts(parameter, [("valueName", "occurrences"), ("value", str(alert.occurrences))])
    area = SubElement(info, f"{{{CAP}}}area")
    _add(area, CAP, "areaDesc", alert.agency.name)
    if alert.point:
        _add(area, CAP, "circle", f"{alert.point.y:.6f},{alert.point.x:.6f} {RADIUS_KM}")


def _message_type(alert: Alert) -> str:
    if alert.state == Alert.State.RESOLVED:
        return "Cancel"
    return "Alert" if alert.version == 1 else "Update"


def _sent(alert: Alert) -> datetime:
    moments = (
        alert.raised_at,
        alert.last_at,
        alert.acknowledged_at,
        alert.escalated_at,
        alert.resolved_at,
    )
    return max(m for m in moments if m)


def _time(moment: datetime) -> str:
    """CAP wants seconds and a numeric offset, never `Z`."""
    return timezone.localtime(moment).replace(microsecond=0).isoformat()


def _texts(parent: Element, pairs: Iterable[tuple[str, str]]) -> None:
    for tag, text in pairs:
        _add(parent, CAP, tag, text)


def _add(parent: Element, namespace: str, tag: str, text: str) -> None:
    SubElement(parent, f"{{{namespace}}}{tag}").text = _clean(text)


def _clean(text: str) -> str:
    """Drop what XML 1.0 cannot carry; control characters of a narrative must not break a feed."""
    return "".join(c for c in text if c >= " " or c in "\t\n\r")
