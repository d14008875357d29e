"""Forms of the pages beside the acts."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.frame.pages import RefusableForm
from mediation.flow.models import StepKind
from mediation.register.models import Dispute


class TransferAnswerForm(RefusableForm):
    """Signed for or not."""

    accept = forms.ChoiceField(
        label=pgettext_lazy("ground", "Answer"),
        choices=[("yes", _("Sign for it")), ("no", _("Send it back"))],
    )
    receipt_number = forms.CharField(
        label=_("Number of the receipt"), required=False, max_length=60,
        help_text=_("Only of an authority outside."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Needed to send it back."),
    )  # fmt: skip


class StepRuleForm(RefusableForm):
    """Within how many hours a step is done, from a day on."""

    kind = forms.ChoiceField(label=pgettext_lazy("ground", "Step"), choices=StepKind.choices)
    grade = forms.ChoiceField(
        label=_("Grade"), required=False, choices=[("", _("all")), *Dispute.Grade.choices]
    )
    hours = forms.IntegerField(label=pgettext_lazy("ground", "Hours"), min_value=1, max_value=8_760)
    valid_from = forms.DateField(
        label=_("Holds from"), widget=forms.DateInput(attrs={"type": "date"})
    )
