"""Response targets and widths for duplicates as rows: which hold for a call, and changing them.

Of several rows the one of the agency nearest to the call holds. A change holds from a day on and
leaves what was in force before as it was, so that old incidents keep the targets of their day.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final, TypeVar

from django.db import transaction
from django.db.models import CharField, ExpressionWrapper, F, OuterRef, QuerySet
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from command_center.incidents.dated import BEGINNING, applying, check_day, succeed
from command_center.incidents.models import DuplicateRule, Incident, ResponseTarget
from grid.errors import InvalidInput
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Agency
from grid.scope import Viewer

Stage = ResponseTarget.Stage
Rule = TypeVar("Rule", ResponseTarget, DuplicateRule)
Spans = dict[str, dict[str, dict[str, int]]]  # level: stage: soon and late in seconds

# Seconds; stages after the dispatch and feedback forms (domain notes 11.3), arrival as in town.
DEFAULT_TARGETS: Final = {
    Stage.ANSWER: (8, 10),
    Stage.DISPATCH: (60, 120),
    Stage.ACCEPT: (20, 30),
    Stage.DEPART: (45, 60),
    Stage.ARRIVE: (240, 300),
    Stage.FEEDBACK: (1500, 1800),
}
# The same street corner, the same hour; accidents and fires are seen, and called in, from afar.
DEFAULT_WIDTHS: Final = {"": (300, 120), "03": (500, 120), "04": (1_000, 120)}
WORDS: Final = {ResponseTarget: "target", DuplicateRule: "duplicate_rule"}


def ensure_default_targets(agency: Agency) -> int:
    """Give a city the targets and widths it starts with; answers how many were new."""
    given = set(ResponseTarget.objects.filter(agency=agency).values_list("level", "stage"))
    targets = [
        ResponseTarget(
            agency=agency,
            level=level,
            stage=stage,
            soon_s=soon_s,
            late_s=late_s,
            valid_from=BEGINNING,
        )
        for level in Incident.Level.values
        for stage, (soon_s, late_s) in DEFAULT_TARGETS.items()
        if (level, stage) not in given
    ]
    ResponseTarget.objects.bulk_create(targets)
    return len(targets) + _ensure_default_widths(agency)


def _ensure_default_widths(agency: Agency) -> int:
    rules = DuplicateRule.objects.filter(agency=agency)
    given = set(rules.values_list("category_prefix", flat=True))
    widths = [
        DuplicateRule(
            agency=agency,
            category_prefix=prefix,
            radius_m=radius_m,
            window_min=window_min,
            valid_from=BEGINNING,
        )
        for prefix, (radius_m, window_min) in DEFAULT_WIDTHS.items()
        if prefix not in given
    ]
    return len(DuplicateRule.objects.bulk_create(widths))


def late_after(stage: str, on: date) -> QuerySet[Any]:
    """For a sub-query over incidents: the seconds after which that stage is late."""
    where = ExpressionWrapper(OuterRef("agency__path"), output_field=CharField())
    rows: QuerySet[Any] = ResponseTarget.objects.in_force(on).alias(where=where)
    rows = rows.filter(stage=stage, level=OuterRef("level"), where__startswith=F("agency__path"))
    return rows.order_by(Length("agency__path").desc()).values("late_s")[:1]


def late_seconds(agency_path: str, level: int, *, on: date) -> dict[str, int]:
    """Seconds after which each stage of a call of that agency and level is late on a day."""
    codes = agency_path.strip("/").split("/")
    rows = ResponseTarget.objects.in_force(on).filter(agency__code__in=codes, level=level)
    nearest_last = rows.order_by(Length("agency__path")).values_list("stage", "late_s")
    return dict(nearest_last)


def board_targets(viewer: Viewer, *, on: date) -> dict[str, Spans]:
    """Targets by agency code for what the viewer sees; "" holds for every code not named."""
    sets: dict[str, Spans] = defaultdict(lambda: defaultdict(dict))
    for row in applying(ResponseTarget.objects.in_force(on), viewer):
        spans = sets[row.agency.path][str(row.level)]
        spans[row.stage] = {"soon": row.soon_s, "late": row.late_s}
    found = {"": _nearest(viewer.agency_path, sets)}
    if any(len(path) > len(viewer.agency_path) for path in sets):
        below = Agency.objects.visible_to(viewer).values_list("code", "path")
        own = {code: _nearest(path, sets) for code, path in below}
        found |= {code: spans for code, spans in own.items() if spans != found[""]}
    return found


def _nearest(path: str, sets: Mapping[str, Spans]) -> Spans:
    """What holds at an agency, from the city down to itself."""
    merged: Spans = defaultdict(dict)
    for above in sorted((p for p in sets if path.startswith(p)), key=len):
        for level, spans in sets[above].items():
            merged[level] |= spans
    return dict(merged)


def duplicate_rule(viewer: Viewer, category: str, *, on: date) -> DuplicateRule | None:
    """The width for a category code: the longest prefix first, then the nearest agency."""
    codes = viewer.agency_path.strip("/").split("/")
    prefixes = [category[:length] for length in range(len(category) + 1)]
    rows = DuplicateRule.objects.in_force(on).select_related("agency")
    found = rows.filter(agency__code__in=codes, category_prefix__in=prefixes)
    return max(found, key=lambda r: (len(r.category_prefix), len(r.agency.path)), default=None)


@transaction.atomic
def add_rule(rule: Rule, *, by: Actor) -> Rule:
    """Keep a first rule for its agency; raises InvalidInput where it has one already."""
    check_day(rule.valid_from)
    same = _alike(rule).not_over(rule.valid_from)
    if same.exists():
        raise InvalidInput(_("This agency has such a rule already; change that one."))
    rule.save()
    _tell(rule, by)
    return rule


@transaction.atomic
def change_rule(
    rule: Rule, *, by: Actor, version: int, valid_from: date, changes: Mapping[str, int]
) -> Rule:
    """Let other numbers hold from a day on; the row in force until then stays.

    Raises StaleVersion where somebody changed it since `version`, InvalidInput for a past day.
    """
    current = succeed(rule, version=version, valid_from=valid_from, changes=changes)
    _tell(current, by)
    return current


def _alike(rule: ResponseTarget | DuplicateRule) -> Any:
    """Rows that answer the same question for the same agency."""
    if isinstance(rule, ResponseTarget):
        same = {"level": rule.level, "stage": rule.stage}
        return ResponseTarget.objects.filter(agency=rule.agency, **same)
    return DuplicateRule.objects.filter(agency=rule.agency, category_prefix=rule.category_prefix)


def _tell(rule: ResponseTarget | DuplicateRule, by: Actor) -> None:
    names: Iterable[str] = (
        ("level", "stage", "soon_s", "late_s")
        if isinstance(rule, ResponseTarget)
        else ("category_prefix", "radius_m", "window_min")
    )
    word = WORDS[type(rule)]
    fact = Fact(
        kind=f"incidents.{word}_changed",
        subject_type=word,
        subject_id=str(rule.pk),
        subject_version=rule.version,
        agency_path=rule.agency.path,
        payload={name: getattr(rule, name) for name in names}
        | {"valid_from": rule.valid_from.isoformat()},
    )
    record(by, fact)
