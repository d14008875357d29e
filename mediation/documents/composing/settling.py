"""The agreement, and the application to the court to confirm it."""

from datetime import timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import IllegalStep
from mediation.documents.composing.dossier import Dossier
from mediation.documents.composing.lines import (
    day,
    mediator_signers,
    money,
    names,
    party_signers,
    people,
    person,
)
from mediation.documents.content import Block, Content, Signer
from mediation.documents.models import CONFIRMATION_DAYS, Paper
from mediation.flow.models import Agreement

# Identity, adoption and marriage are not confirmed (judicial confirmation rules, art. 4).
UNCONFIRMABLE: Final = frozenset({"family"})


def agreement(dossier: Dossier, number: str, _about: str) -> Content:
    """人民调解协议书: parties, facts, issues and responsibilities, content, way, time (art. 29)."""
    made = _agreed(dossier)
    copies = len(dossier.parties) + 1
    return Content(
        kind=Paper.Kind.AGREEMENT,
        number=number,
        title="人民调解协议书",
        body=dossier.body_name,
        blocks=[
            Block(kind="close", text=f"编号：{number}"),
            *people(dossier),
            Block(kind="head", text="一、纠纷的主要事实、争议事项和各方责任"),
            *_told(made),
            Block(kind="head", text="二、协议内容"),
            Block(
                kind="text",
                text=f"经{dossier.body_name}人民调解员{names(dossier)}调解，各方当事人在平等协商、"
                "互谅互让的基础上自愿达成如下协议：",
            ),
            *_paragraphs(made.terms),
            *(
                [Block(kind="text", text=f"涉及金额：{money(made.amount)}。")]
                if made.amount
                else []
            ),
            Block(kind="head", text="三、履行的方式和期限"),
            *_paragraphs(made.way),
            *_due(dossier, made),
            Block(kind="head", text="四、告知事项"),
            *_effect(copies),
        ],
        signers=[
            *party_signers(dossier.parties),
            *mediator_signers(dossier),
            Signer(key="body", label="人民调解委员会（盖章）", name=dossier.body_name),
        ],
        dated=day(made.agreed_at),
        has_seal=True,
    )


def _agreed(dossier: Dossier) -> Agreement:
    if dossier.agreement is None:
        raise IllegalStep(_("There is no agreement yet."), stage=dossier.dispute.stage)
    return dossier.agreement


def _told(made: Agreement) -> list[Block]:
    told = ((made.facts, ""), (made.issues, "争议事项："), (made.responsibilities, "各方责任："))
    return [block for text, label in told for block in _paragraphs(text, label)]


def _paragraphs(text: str | None, label: str = "") -> list[Block]:
    lines = [line.strip() for line in (text or "").splitlines() if line.strip()]
    return [
        Block(kind="text", text=f"{label if not place else ''}{line}")
        for place, line in enumerate(lines)
    ]


def _due(dossier: Dossier, made: Agreement) -> list[Block]:
    owed = [
        Block(
            kind="text",
            text=f"（{place}）{_who(one.party)}应于{day(one.due_on)}前（含当日）履行："
            f"{(one.text or '').rstrip('。')}。",
        )
        for place, one in enumerate(dossier.performances, 1)
    ]
    if owed:
        return owed
    said = (
        f"履行期限：{day(made.perform_by)}前（含当日）。" if made.perform_by else "本协议即时履行。"
    )
    return [Block(kind="text", text=said)]


def _who(party: object) -> str:
    return str(getattr(party, "name", None) or "各方当事人")


def _effect(copies: int) -> list[Block]:
    return [
        Block(
            kind="text",
            text="本协议自各方当事人签名、盖章或者按指印，人民调解员签名并加盖人民调解委员会印章之日起"
            "生效，具有法律约束力，当事人应当按照约定履行。",
        ),
        Block(
            kind="text",
            text="各方当事人认为有必要的，可以自本协议生效之日起三十日内共同向人民法院申请司法确认；"
            "就本协议的履行或者内容发生争议的，一方当事人可以向人民法院提起诉讼。",
        ),
        Block(
            kind="text",
            text=f"本协议一式{copies}份，当事人各执一份，人民调解委员会留存一份。",
        ),
    ]


def confirmation(dossier: Dossier, number: str, about: str) -> Content:
    """司法确认申请书: both parties jointly, within thirty days of the effect (art. 33)."""
    made = _agreed(dossier)
    if dossier.dispute.category_id in UNCONFIRMABLE:
        raise IllegalStep(
            _("Courts do not confirm agreements on identity, adoption or marriage."),
            category=dossier.dispute.category_id,
        )
    if made.effective_at is None:
        raise IllegalStep(_("The agreement is not in effect yet: not everybody has signed."))
    last = made.effective_at + timedelta(days=CONFIRMATION_DAYS)
    return Content(
        kind=Paper.Kind.CONFIRMATION,
        number=number,
        title="司法确认申请书",
        body=dossier.body_name,
        blocks=[
            *(Block(kind="text", text=f"申请人：{person(party)}。") for party in dossier.parties),
            Block(kind="head", text="请求事项"),
            Block(
                kind="text",
                text=f"请求人民法院确认申请人于{day(made.agreed_at)}经{dossier.body_name}主持调解达成的"
                f"调解协议（纠纷编号{dossier.dispute.number}）有效。",
            ),
            Block(kind="head", text="事实与理由"),
            *_told(made),
            Block(
                kind="text",
                text=f"上述协议于{day(made.effective_at)}生效。申请人依据《中华人民共和国人民调解法》"
                f"第三十三条，在协议生效之日起三十日内（至{day(last)}止）共同提出申请。",
            ),
            Block(kind="head", text="申请人承诺"),
            Block(
                kind="text",
                text="申请人出于解决纠纷的目的自愿达成协议，没有恶意串通、规避法律的行为；"
                "如因该协议内容给他人造成损害的，愿意承担相应的民事责任和其他法律责任。",
            ),
            Block(kind="text", text="此致"),
            Block(kind="close", text="＿＿＿＿＿＿＿＿人民法院"),
            Block(
                kind="close",
                text="附：1．调解协议书　2．申请人身份证明　3．与协议有关的财产权利证明等材料",
            ),
        ],
        signers=party_signers(dossier.parties),
        dated=day(timezone.localdate()),
    )
