"""The notice of the end with the other ways, and the summary when all is done."""

from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import IllegalStep
from mediation.documents.composing.dossier import Dossier
from mediation.documents.composing.lines import (
    SIDES,
    day,
    mediator_signers,
    moment,
    names,
    party_signers,
)
from mediation.documents.content import Block, Content, Signer
from mediation.documents.models import Paper
from mediation.flow.models import Outcome, Revisit

# What ended it, in the words of the People's Mediation Law.
_GROUNDS: Final = {
    Outcome.REFUSED: "当事人一方明确拒绝调解，依据《中华人民共和国人民调解法》第十七条，不得调解",
    Outcome.TERMINATED: "当事人要求终止调解，依据《中华人民共和国人民调解法》第二十三条，终止调解",
    Outcome.FAILED: "经调解未能达成协议，依据《中华人民共和国人民调解法》第二十六条，终止调解",
}
_LABOUR: Final = (
    "劳动争议可以自知道或者应当知道权利被侵害之日起一年内向劳动争议仲裁委员会申请仲裁，"
    "对仲裁裁决不服的，可以依法向人民法院提起诉讼；"
)
_LAND: Final = "农村土地承包经营纠纷可以向农村土地承包仲裁委员会申请仲裁；"
_WAYS: Final = {
    "labor": _LABOUR,
    "land_forest": _LAND,
    "road_accident": "道路交通事故损害赔偿争议可以请求公安机关交通管理部门调解；",
    "medical": "医疗纠纷可以申请医疗纠纷人民调解或者行政调解；",
    "consumer": "消费者权益争议可以向市场监督管理部门投诉；",
}
_RESULTS: Final = {
    Outcome.AGREED: "达成调解协议",
    Outcome.FAILED: "调解不成",
    Outcome.REFUSED: "一方当事人拒绝调解",
    Outcome.TERMINATED: "当事人要求终止调解",
    Outcome.SETTLED: "当事人自行和解",
    Outcome.TRANSFERRED: "移送处理",
}
_SATISFIED: Final = {
    Revisit.Satisfied.YES: "满意",
    Revisit.Satisfied.PARTLY: "基本满意",
    Revisit.Satisfied.NO: "不满意",
    Revisit.Satisfied.UNSAID: "未表示",
}


def notice(dossier: Dossier, number: str, _about: str) -> Content:
    """终止调解告知书: mediation is over, and these ways are open (art. 26)."""
    course = dossier.course
    if course is None or course.outcome not in _GROUNDS:
        raise IllegalStep(_("Mediation has not ended without an agreement."))
    others = [Block(kind="text", text=_WAYS[code])] if (code := _code(dossier)) in _WAYS else []
    return Content(
        kind=Paper.Kind.NOTICE,
        number=number,
        title="终止调解告知书",
        body=dossier.body_name,
        blocks=[
            Block(kind="close", text=f"编号：{number}"),
            Block(kind="close", text=f"{_addressed(dossier)}："),
            Block(
                kind="text",
                text=f"你们之间的{dossier.dispute.category.name}纠纷（编号{dossier.dispute.number}），"
                f"{_GROUNDS[Outcome(course.outcome)]}。",
            ),
            Block(kind="text", text="现告知你们，可以依法通过下列途径维护自己的权利："),
            *others,
            Block(kind="text", text="（一）依法申请仲裁；"),
            Block(kind="text", text="（二）依法请求有关行政机关处理；"),
            Block(kind="text", text="（三）依法向人民法院提起诉讼。"),
            Block(
                kind="text",
                text="请注意法律规定的诉讼时效和申请仲裁的期限。人民调解不收取任何费用，"
                "各方当事人重新愿意调解的，可以再次申请。",
            ),
        ],
        signers=[
            *party_signers(dossier.parties),
            Signer(key="body", label="人民调解委员会（盖章）", name=dossier.body_name),
        ],
        dated=day(course.ended_at or timezone.now()),
        has_seal=True,
    )


def _code(dossier: Dossier) -> str:
    return str(dossier.dispute.category_id)


def _addressed(dossier: Dossier) -> str:
    return "、".join(party.name or "—" for party in dossier.parties)


def closing(dossier: Dossier, number: str, _about: str) -> Content:
    """结案小结: how it went, what came of it, whether it holds (art. 27, 31)."""
    dispute, course = dossier.dispute, dossier.course
    if course is None or not course.outcome:
        raise IllegalStep(_("It has not come to an end yet."), stage=dispute.stage)
    form = [
        ("纠纷编号", dispute.number),
        ("纠纷类别", dispute.category.name),
        ("登记时间", moment(dispute.registered_at)),
        ("当事人", "；".join(f"{SIDES[one.side]} {one.name or '—'}" for one in dossier.parties)),
        ("人民调解员", names(dossier)),
        ("调解次数", f"{len(dossier.sessions)}次"),
        ("调解结果", _RESULTS[Outcome(course.outcome)]),
        ("履行情况", _performed(dossier)),
    ]
    return Content(
        kind=Paper.Kind.CLOSING,
        number=number,
        title="人民调解结案小结",
        body=dossier.body_name,
        blocks=[
            Block(kind="form", rows=form),
            Block(kind="head", text="调解经过"),
            *(Block(kind="text", text=line) for line in _held(dossier)),
            Block(kind="head", text="回访情况"),
            *(Block(kind="text", text=line) for line in _revisited(dossier)),
        ],
        signers=mediator_signers(dossier),
        dated=day(dispute.closed_at or timezone.now()),
    )


def _performed(dossier: Dossier) -> str:
    if dossier.agreement is None:
        return "无履行事项"
    done = sum(one.done_at is not None for one in dossier.performances)
    return (
        f"{len(dossier.performances)}项中已履行{done}项" if dossier.performances else "已即时履行"
    )


def _held(dossier: Dossier) -> list[str]:
    return [
        f"第{one.number}次调解：{moment(one.at)}，{one.place}。" for one in dossier.sessions
    ] or ["未举行调解。"]


def _revisited(dossier: Dossier) -> list[str]:
    return [
        f"{day(one.at)}：{'情况稳定' if one.is_quiet else '仍有争执'}，"
        f"当事人{_SATISFIED[Revisit.Satisfied(one.satisfied)]}。{one.feedback or ''}"
        for one in dossier.revisits
    ] or ["尚未回访。"]
