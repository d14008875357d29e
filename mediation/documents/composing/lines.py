"""Dates, money and people as the forms write them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.utils import timezone

from mediation.documents.composing.dossier import Dossier
from mediation.documents.content import Block, Signer
from mediation.register.models import Party

SIDES: Final = {"a": "甲方", "b": "乙方", "other": "其他当事人"}
_DIGITS: Final = "零壹贰叁肆伍陆柒捌玖"
_UNITS: Final = ("", "拾", "佰", "仟")
_GROUPS: Final = ("", "万", "亿", "万亿")


def day(value: date | datetime) -> str:
    """2026年11月22日, of the local zone."""
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    return f"{local.year}年{local.month}月{local.day}日"


def moment(value: datetime) -> str:
    """2026年11月22日14时05分, of the local zone."""
    local = timezone.localtime(value)
    return f"{day(value)}{local.hour}时{local.minute:02}分"


def money(amount: Decimal) -> str:
    """人民币12500.00元（大写：壹万贰仟伍佰元整）."""
    return f"人民币{amount:.2f}元（大写：{capital(amount)}）"


def capital(amount: Decimal) -> str:
    """Yuan in capital numerals (大写金额), as bills write them; below 10^16."""
    cents = int((amount * 100).to_integral_value())
    yuan, rest = divmod(cents, 100)
    jiao, fen = divmod(rest, 10)
    words = f"{_whole(yuan)}元" if yuan or not rest else ""
    if not rest:
        return f"{words}整"
    words += f"{_DIGITS[jiao]}角" if jiao else ("零" if yuan else "")
    return words + (f"{_DIGITS[fen]}分" if fen else "整")


def _whole(yuan: int) -> str:
    if not yuan:
        return _DIGITS[0]
    words, owes_zero, place = "", False, 0
    groups = []
    while yuan:
        yuan, group = divmod(yuan, 10_000)
        groups.append((place, group))
        place += 1
    for place, group in reversed(groups):
        if not group:
            owes_zero = bool(words)
            continue
        if words and (owes_zero or group < 1_000):
            words += _DIGITS[0]
        words += _group(group) + _GROUPS[place]
        owes_zero = False
    return words


def _group(number: int) -> str:
    words, owes_zero = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            words += (_DIGITS[0] if owes_zero else "") + _DIGITS[digit] + _UNITS[place]
            owes_zero = False
        else:
            owes_zero = bool(words)
    return words


def person(party: Party) -> str:
    """A party with what is known of her, as the first lines of a paper say it."""
    known = (
        (party.name or "（姓名已按保存期限清除）", ""),
        (party.id_number, "统一社会信用代码" if party.is_organisation else "公民身份号码"),
        (party.address, "住所地" if party.is_organisation else "住址"),
        (party.phone, "联系电话"),
        (party.guardian, "法定代理人"),
    )
    return "，".join(f"{label}{value}" for value, label in known if value)


def people(dossier: Dossier) -> list[Block]:
    """Each party in a paragraph of her own."""
    return [
        Block(kind="text", text=f"{SIDES[party.side]}：{person(party)}。")
        for party in dossier.parties
    ]


def names(dossier: Dossier) -> str:
    """Names of the mediators, or a line to fill in."""
    return "、".join(one.name for one in dossier.mediators) or "＿＿＿＿＿＿"


def party_signers(parties: list[Party]) -> list[Signer]:
    """A place for each party; of a child, for whoever stands for it."""
    return [
        Signer(
            key=f"party:{party.pk}",
            label=f"{SIDES[party.side]}（签名、盖章或者按指印）",
            name=(party.guardian if party.is_minor and party.guardian else party.name) or "",
        )
        for party in parties
    ]


def mediator_signers(dossier: Dossier) -> list[Signer]:
    """A place for each mediator."""
    return [
        Signer(key=f"mediator:{one.pk}", label="人民调解员（签名）", name=one.name)
        for one in dossier.mediators
    ]
