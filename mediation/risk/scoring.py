"""From answers to a score and a grade; about a dispute, and nothing here knows a person."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from mediation.register.models import Dispute
from mediation.risk.models import RiskChecklist, RiskItem

Grade = Dispute.Grade
Sign = RiskItem.Sign
# The most pressing first.
ORDER: Final = (Grade.RED, Grade.ORANGE, Grade.YELLOW, Grade.BLUE)
GROUP: Final = 10  # people
AMOUNT: Final = Decimal(100_000)  # yuan
_SIGNS: Final[dict[str, Callable[[Dispute], bool]]] = {
    Sign.REPEATED: lambda dispute: dispute.repeats >= 1,
    Sign.OFTEN: lambda dispute: dispute.repeats >= 2,
    Sign.GROUP: lambda dispute: (dispute.people or 0) >= GROUP,
    Sign.AMOUNT: lambda dispute: (dispute.amount or 0) >= AMOUNT,
    Sign.MINOR: lambda dispute: dispute.has_minor,
    Sign.HOME: lambda dispute: dispute.has_home_violence,
}


@dataclass(frozen=True, slots=True)
class Graded:
    """The sum of the weights, and the grade of the sum or of the highest floor."""

    score: int
    grade: str


def graded(checklist: RiskChecklist, items: Iterable[RiskItem], answers: Collection[str]) -> Graded:
    """What the checklist makes of the items that are so (`answers`: their codes)."""
    true = [item for item in items if item.code in answers]
    score = sum(item.weight for item in true)
    by_sum = _by_sum(checklist, score)
    return Graded(score, most_pressing(by_sum, *(item.floor for item in true)))


def _by_sum(checklist: RiskChecklist, score: int) -> str:
    if score >= checklist.red_from:
        return Grade.RED
    if score >= checklist.orange_from:
        return Grade.ORANGE
    return Grade.YELLOW if score >= checklist.yellow_from else Grade.BLUE


def most_pressing(*grades: str) -> str:
    """The most pressing of these; empty ones count for nothing."""
    return next((grade for grade in ORDER if grade in grades), "")


def is_higher(grade: str, than: str) -> bool:
    """Whether a grade is more pressing; any is than none."""
    return grade != than and most_pressing(grade, than) == grade


def suggested(dispute: Dispute, items: Iterable[RiskItem]) -> set[str]:
    """Codes of the items that the register knows to be so."""
    return {item.code for item in items if item.sign and _SIGNS[item.sign](dispute)}
