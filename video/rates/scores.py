"""The score of a contractor (智能运维考核): from kept rates and tickets, counted anew each time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from django.db.models import Q
from django.utils import timezone

from grid.scope import Viewer
from video.rates.computing import Figures, together
from video.rates.history import of_days
from video.rates.models import By, Rate, ScoreRule
from video.rates.rulebook import formulas_of
from video.register.models import Company
from video.repair.selectors.figures import Figures as TicketFigures
from video.repair.selectors.figures import figures_by_contractor

PARTS: Final = ("online", "intact", "in_time", "once")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a score: a share of so many, and the points it can bring."""

    name: str
    numerator: int
    denominator: int
    weight: int

    @property
    def share(self) -> Decimal | None:
        if not self.denominator:
            return None
        return Decimal(self.numerator) / self.denominator

    @property
    def percent(self) -> Decimal | None:
        return None if self.share is None else (100 * self.share).quantize(Decimal("0.1"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A contractor's score of 0 to 100 with its parts; None where no part is known.

    What nothing is known of is left out, and the other parts weigh so much more: `known` says how
    many of the 100 points were known.
    """

    place: int | None
    contractor: Company
    points: Decimal | None
    known: int
    parts: list[Part]
    tickets: TicketFigures


def score_rule(agency_path: str, on: date | None = None) -> ScoreRule:
    """The weights in force on a local day: of the nearest agency, else the platform's."""
    codes = agency_path.strip("/").split("/")
    rows = ScoreRule.objects.in_force(on or timezone.localdate())
    rows = rows.filter(Q(agency__code__in=codes) | Q(agency__isnull=True))
    found = rows.select_related("agency").order_by("agency__path", "valid_from")
    own = [row for row in found if row.agency_id]
    return own[-1] if own else found.first() or ScoreRule()


def contractor_scores(viewer: Viewer, first: date, last: date) -> list[Score]:
    """Every contractor with cameras or tickets in scope, the best first.

    Rates are those of the kept days, tickets those opened on them, both days included; weights
    those of the last day.
    """
    rule, formulas = score_rule(viewer.agency_path, last), formulas_of(viewer.agency_path)
    rates: dict[str, list[Figures]] = {}
    for (_agency, key), figures in of_days(viewer, first, last, by=By.CONTRACTOR).items():
        if key:
            rates.setdefault(key, []).append(figures)
    tickets = {firm.code: found for firm, found in figures_by_contractor(viewer, first, last)}
    firms = Company.objects.filter(code__in={*rates, *tickets})
    scores = [
        _score(firm, rule, together(rates.get(firm.code, []), formulas), tickets.get(firm.code))
        for firm in firms
    ]
    return _placed(scores)


def _score(firm: Company, rule: ScoreRule, rates: Figures, found: TicketFigures | None) -> Score:
    tickets = found or TicketFigures()
    shares: Mapping[str, tuple[int, int]] = {
        "online": _counts(rates, Rate.ONLINE_PERIOD),
        "intact": _counts(rates, Rate.IMAGE_INTACT),
        "in_time": (tickets.in_time, tickets.verified),
        "once": (tickets.opened - tickets.reopened, tickets.opened),
    }
    parts = [
        Part(name=name, numerator=n, denominator=d, weight=getattr(rule, name))
        for name, (n, d) in shares.items()
    ]
    known = sum(part.weight for part in parts if part.denominator)
    won = sum((part.weight * (part.share or Decimal(0)) for part in parts), Decimal(0))
    points = (100 * won / known).quantize(Decimal("0.01"), ROUND_HALF_UP) if known else None
    return Score(
        place=None, contractor=firm, points=points, known=known, parts=parts, tickets=tickets
    )


def _counts(rates: Figures, rate: str) -> tuple[int, int]:
    return rates[rate].numerator, rates[rate].denominator


def _placed(scores: list[Score]) -> list[Score]:
    """The best first; equal points share a place, and the next is skipped."""
    points = sorted((s.points for s in scores if s.points is not None), reverse=True)
    placed = [
        Score(
            place=None if s.points is None else points.index(s.points) + 1,
            contractor=s.contractor,
            points=s.points,
            known=s.known,
            parts=s.parts,
            tickets=s.tickets,
        )
        for s in scores
    ]
    return sorted(placed, key=lambda s: (s.place is None, s.place or 0, s.contractor.name))
