"""Forms of the ledger's pages."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from grid.frame.pages import RefusableForm
from grid.organisation.models import Officer
from mediation.board.figures import FIGURES, GROUPS
from mediation.mediators.models import MediationBody
from mediation.register.models import Dispute
from mediation.register.selectors import categories

ANY: Final = ("", "—")
LATE: Final = [
    ("yes", _("Overdue")), ("unexplained", _("Overdue, unexplained")),
    ("explained", _("Overdue, explained")), ("no", _("Not overdue")),
]  # fmt: skip
SORTED: Final = [("", _("Newest first")), ("due", _("Next deadline first"))]
FOLDED: Final = ("cell", "agency", "leader", "leaderless", "since", "until", "sorted")


def day() -> forms.DateInput:
    """A local day."""
    return forms.DateInput(attrs={"type": "date"})


class LedgerForm(forms.Form):
    """What the ledger is asked for, as it stands in the address; never a party."""

    q = forms.CharField(label=_("Search"), required=False, max_length=60)
    grade = forms.ChoiceField(
        label=_("Grade"), required=False,
        choices=[ANY, *Dispute.Grade.choices, ("none", _("Not graded"))],
    )  # fmt: skip
    stage = forms.ChoiceField(
        label=_("Stage"), required=False, choices=[ANY, *Dispute.Stage.choices]
    )
    late = forms.ChoiceField(label=_("Deadline"), required=False, choices=[ANY, *LATE])
    category = forms.ChoiceField(label=_("Category"), required=False)
    body = forms.ChoiceField(label=_("Body"), required=False)
    cell = forms.CharField(label=_("Cell"), required=False, max_length=30)
    agency = forms.CharField(label=_("Agency code"), required=False, max_length=30)
    leader = forms.CharField(label=_("Leader's badge"), required=False, max_length=20)
    leaderless = forms.BooleanField(label=_("Red without a leader"), required=False)
    open = forms.BooleanField(label=_("Open ones only"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=day())
    until = forms.DateField(label=_("to"), required=False, widget=day())
    sorted = forms.ChoiceField(label=_("Order"), required=False, choices=SORTED)
    figure = forms.ChoiceField(
        required=False, choices=[ANY, *((one, one) for one in FIGURES)], widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, officer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = MediationBody.objects.visible_to(officer).values_list("code", "name")
        self.fields["body"].choices = [ANY, *bodies]  # type: ignore[attr-defined]
        self.fields["category"].choices = [  # type: ignore[attr-defined]
            ANY, *((one.code, one.name) for one in categories())
        ]  # fmt: skip

    def plain(self) -> list[forms.BoundField]:
        """The filters that always stand above the list."""
        return [one for one in self.visible_fields() if one.name not in (*FOLDED, "q")]

    def folded(self) -> list[forms.BoundField]:
        """The filters that are unfolded when wanted."""
        return [self[name] for name in FOLDED]

    def is_unfolded(self) -> bool:
        """Whether one of the folded filters is set or cannot be read."""
        return any(self.data.get(name) or name in self.errors for name in FOLDED)


class FiguresForm(forms.Form):
    """The days and the groups of the figures."""

    group = forms.ChoiceField(
        label=_("Grouped by"),
        required=False,
        choices=[(code, row[2]) for code, row in GROUPS.items()],
    )
    since = forms.DateField(label=_("From"), required=False, widget=day())
    until = forms.DateField(label=_("to"), required=False, widget=day())

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        since, until = said.get("since"), said.get("until")
        if since and until and since > until:
            self.add_error("until", _("The last day lies before the first."))
        return said


class ExplainForm(RefusableForm):
    """Why something is overdue."""

    text = forms.CharField(
        label=_("Why it is overdue"), min_length=10, max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Ten characters or more; no names, telephone or document numbers."),
    )  # fmt: skip
    holds_until = forms.DateField(
        label=_("Until"), widget=day(), help_text=_("30 days at most; then it is asked again.")
    )
