"""The registration form and the record of a session."""

from typing import Final

from django.utils.translation import gettext as _

from grid.errors import IllegalStep
from mediation.documents.composing.dossier import Dossier
from mediation.documents.composing.lines import (
    SIDES,
    day,
    mediator_signers,
    moment,
    money,
    names,
    party_signers,
    person,
)
from mediation.documents.content import Block, Content
from mediation.documents.models import Paper
from mediation.flow.models import Session
from mediation.register.models import Dispute

_SOURCES: Final = {
    "call": "接受公安机关移送（110警情）",
    "visit": "主动调解（走访发现）",
    "application": "当事人申请",
    "referral": "接受委托移送",
    "district": "接受委托移送（区县系统）",
    "patrol": "主动调解（巡逻发现）",
}
_OUTCOMES: Final = {
    "goes_on": "未达成协议，择日继续调解。",
    "agreed": "经调解，各方当事人自愿达成调解协议。",
    "failed": "经调解，各方当事人未能达成调解协议。",
    "broken_off": "调解中断。",
}


def registration(dossier: Dossier, number: str, _about: str) -> Content:
    """人民调解受理登记表: who quarrels about what, from where it came (art. 17, 18)."""
    dispute = dossier.dispute
    form = [
        ("登记编号", dispute.number),
        ("登记时间", moment(dispute.registered_at)),
        ("发生时间", moment(dispute.reported_at)),
        ("纠纷类别", dispute.category.name),
        ("案件来源", _SOURCES[dispute.source]),
        ("纠纷地点", dispute.address or "—"),
        *((SIDES[party.side], person(party)) for party in dossier.parties),
        *_weight(dispute),
        ("登记人", dispute.registered_by),
    ]
    told = (dispute.narrative or dispute.title).splitlines()
    return Content(
        kind=Paper.Kind.REGISTRATION,
        number=number,
        title="人民调解受理登记表",
        body=dossier.body_name,
        blocks=[
            Block(kind="form", rows=form),
            Block(kind="head", text="纠纷简要情况"),
            *(Block(kind="text", text=line.strip()) for line in told if line.strip()),
        ],
        signers=party_signers(dossier.parties),
        dated=day(dispute.registered_at),
    )


def _weight(dispute: Dispute) -> list[tuple[str, str]]:
    people = [("涉及人数", f"{dispute.people}人")] if dispute.people else []
    amount = [("涉及金额", money(dispute.amount))] if dispute.amount else []
    return people + amount


def session(dossier: Dossier, number: str, about: str) -> Content:
    """人民调解记录: the record of one session (art. 27)."""
    held = next((one for one in dossier.sessions if str(one.number) == about), None)
    if held is None:
        raise IllegalStep(_("There is no such session."), session=about)
    present = list(held.present.all())
    until = f"至{moment(held.until)}" if held.until else ""
    form = [
        ("时间", f"{moment(held.at)}{until}"),
        ("地点", held.place),
        ("方式", "不公开进行" if held.is_closed_door else "公开进行"),
        ("到场当事人", "；".join(f"{SIDES[one.side]} {one.name}" for one in present) or "—"),
        ("其他参加人", held.others or "—"),
        ("人民调解员", "、".join(one.name for one in held.mediators.all()) or names(dossier)),
    ]
    return Content(
        kind=Paper.Kind.SESSION,
        number=number,
        title="人民调解记录",
        body=dossier.body_name,
        blocks=[
            Block(kind="text", text=f"纠纷编号：{dossier.dispute.number}　第{held.number}次调解"),
            Block(kind="form", rows=form),
            Block(kind="head", text="调解记录"),
            *(Block(kind="text", text=line) for line in _lines(held)),
            Block(kind="head", text="调解结果"),
            Block(kind="text", text=_OUTCOMES[held.outcome]),
        ],
        signers=party_signers(present) + mediator_signers(dossier),
        dated=day(held.at),
    )


def _lines(held: Session) -> list[str]:
    return [line.strip() for line in (held.record or "").splitlines() if line.strip()] or ["—"]
