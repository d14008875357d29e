"""Forms of the grading of disputes."""

from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from grid.frame.forms import DAY, MOMENT, choose
from grid.frame.pages import RefusableForm
from mediation.mediators.models import MediationBody
from mediation.register.models import Dispute
from mediation.risk.models import GradeRule, RiskChecklist, RiskItem
from mediation.risk.selectors import leaders_for

_COLUMNS: Final = ("code", "weight", "floor", "text", "text_en", "sign")
_LINES: Final = {"rows": 18, "spellcheck": "false"}


class AssessForm(RefusableForm):
    """What is so of a dispute; the grade follows, or another one with its reason."""

    answers = forms.MultipleChoiceField(
        label=_("What is so"), required=False, widget=forms.CheckboxSelectMultiple
    )
    override = forms.ChoiceField(
        label=_("Another grade"),
        required=False,
        help_text=_("A lower one than the checklist's is for a leader to set."),
    )
    reason = forms.CharField(label=_("Reason of another grade"), max_length=200, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, items: list[RiskItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "answers", [(item.code, _said(item)) for item in items])
        choose(self, "override", Dispute.Grade.choices, _("As the checklist says"))


def _said(item: RiskItem) -> str:
    """A question with its points, and its least grade where it has one."""
    told = _now("%(text)s (%(points)s)") % {"text": item, "points": item.weight}
    if not item.floor:
        return told
    return _now("%(item)s, at least %(grade)s") % {"item": told, "grade": item.get_floor_display()}


class LeadForm(RefusableForm):
    """Who is in charge, and what keeps the dispute from growing."""

    leader = forms.ChoiceField(label=_("Leader in charge"))
    measures = forms.CharField(
        label=_("What keeps it from growing"),
        max_length=300,
        required=False,
        help_text=_("Measures, no names."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, dispute: Dispute, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.leaders = {row.badge_number: row for row in leaders_for(dispute)}
        named = [(badge, f"{row} · {row.agency.name}") for badge, row in self.leaders.items()]
        choose(self, "leader", named)


class VisitForm(RefusableForm):
    """The visit that the grade asks for was made."""

    note = forms.CharField(label=_("What came of it"), max_length=200, help_text=_("No names."))
    at = forms.DateTimeField(label=_("When"), widget=MOMENT, initial=timezone.now)
    visit_number = forms.CharField(label=_("Number of the visit"), max_length=40, required=False)


class GradeRuleForm(RefusableForm):
    """What a grade asks for, in hours from the grading; left empty: nothing is asked."""

    deadline_hours = forms.IntegerField(label=_("Settled within (h)"), min_value=1)
    assign_hours = forms.IntegerField(label=_("Assigned within (h)"), min_value=1)
    consent_hours = forms.IntegerField(label=_("Parties asked within (h)"), min_value=1)
    session_hours = forms.IntegerField(label=_("First session within (h)"), min_value=1)
    visit_hours = forms.IntegerField(label=_("Visited within (h)"), min_value=1, required=False)
    visit_rank = forms.ChoiceField(label=_("Visited by"), choices=GradeRule.Rank.choices)
    leader_hours = forms.IntegerField(
        label=_("Leader in charge within (h)"), min_value=1, required=False
    )
    level = forms.ChoiceField(
        label=_("Handled at this level or above"), choices=MediationBody.Level.choices
    )
    escalate_hours = forms.IntegerField(
        label=_("A level up after (h)"), min_value=1, required=False
    )
    valid_from = forms.DateField(label=_("From day"), widget=DAY, initial=timezone.localdate)


class ChecklistForm(RefusableForm):
    """The next version of the checklist: the scores of the grades, a line for each question."""

    name = forms.CharField(label=_("Name"), max_length=60)
    red_from = forms.IntegerField(label=_("Red from (points)"), min_value=3, max_value=1000)
    orange_from = forms.IntegerField(label=_("Orange from (points)"), min_value=2, max_value=1000)
    yellow_from = forms.IntegerField(label=_("Yellow from (points)"), min_value=1, max_value=1000)
    lines = forms.CharField(
        label=_("Questions"),
        widget=forms.Textarea(attrs=_LINES),
        max_length=20_000,
        help_text=_(
            "One a line: code; points; least grade or empty; Chinese; English; what the register "
            "knows by itself (repeated, often, group, amount, minor, home) or empty. About the "
            "dispute, never about a person."
        ),
    )
    valid_from = forms.DateField(label=_("From day"), widget=DAY, initial=timezone.localdate)

    def clean_lines(self) -> list[dict[str, Any]]:
        """The questions; every line that cannot be one is named."""
        lines = enumerate(self.cleaned_data["lines"].splitlines(), start=1)
        read = [(place, _item(line)) for place, line in lines if line.strip()]
        bad = [str(place) for place, item in read if item is None]
        if bad:
            raise forms.ValidationError(_now("Not a question: line %s.") % ", ".join(bad))
        return [item for _place, item in read if item is not None]


def _item(line: str) -> dict[str, Any] | None:
    """A question of a line, None where it is none."""
    cells = [cell.strip() for cell in line.replace("；", ";").split(";")]
    if len(cells) != len(_COLUMNS):
        return None
    said: dict[str, Any] = dict(zip(_COLUMNS, cells, strict=True))
    is_right = (
        said["code"].replace("_", "").isalnum()
        and len(said["code"]) <= 30
        and said["weight"].isdigit()
        and int(said["weight"]) <= 1000
        and said["floor"] in ("", *Dispute.Grade.values)
        and said["sign"] in ("", *RiskItem.Sign.values)
        and 0 < len(said["text"]) <= 100
        and len(said["text_en"]) <= 120
    )
    return said | {"weight": int(said["weight"])} if is_right else None


def lines_of(checklist: RiskChecklist) -> str:
    """The questions as the form takes them again."""
    return "\n".join(
        "; ".join(str(getattr(item, name)) for name in _COLUMNS) for item in checklist.items.all()
    )
