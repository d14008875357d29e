"""Forms of grants and trainings: filters, asking, deciding, ending."""

from datetime import timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.frame.forms import DAY, choose
from grid.frame.pages import RefusableForm
from grid.organisation.models import Agency
from grid.organisation.selectors import agency_choices
from grid.scope import Viewer
from video.grants.models import CameraGrant
from video.grants.selectors import opening
from video.grants.services import Choice, Terms
from video.health.models import CameraStatus
from video.register.models import CameraClass, Platform

MOST_CODES: Final = 5_000
HALF_YEAR: Final = timedelta(days=180)
TERMS: Final = tuple(Terms.__dataclass_fields__)


def _search(label: Any) -> forms.CharField:
    widget = forms.SearchInput(attrs={"placeholder": label})
    return forms.CharField(label=label, required=False, max_length=60, widget=widget)


def _any(label: Any, nothing: Any, choices: Any = ()) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[("", nothing), *choices])


class GrantedFilterForm(forms.Form):
    """Which of the granted cameras."""

    q = _search(_("Name, code, initials, pole"))
    cls = _any(_("Class of camera"), _("All classes"))
    state = _any(_("State"), _("Any state"), CameraStatus.State.choices)
    grant = _any(_("Grant"), _("All grants"))
    purpose = _any(_("Purpose"), _("Any purpose"), CameraGrant.Purpose.choices)

    def __init__(self, data: Any, *, viewer: Viewer) -> None:
        super().__init__(data)
        choose(self, "cls", CameraClass.objects.values_list("code", "name"), _("All classes"))
        mine = [(row.number, f"{row.number} · {row.agency.name}") for row in opening(viewer)]
        choose(self, "grant", mine, _("All grants"))


class GrantFilterForm(forms.Form):
    """Which grants."""

    q = _search(_("Number, document, agency"))
    side = _any(
        _("Given or received"),
        _("Given and received"),
        [("given", _("Given by us")), ("received", _("Given to us"))],
    )
    state = _any(_("State"), _("Any state"), CameraGrant.State.choices)
    purpose = _any(_("Purpose"), _("Any purpose"), CameraGrant.Purpose.choices)


class TrainingFilterForm(forms.Form):
    """Which trainings."""

    q = _search(_("Badge number, name or course"))
    holds = _any(
        _("Holds"),
        _("All trainings"),
        [
            ("now", _("In force")),
            ("soon", _("Ends within 30 days")),
            ("over", _("Lapsed or withdrawn")),
        ],
    )


class GrantForm(RefusableForm):
    """Which cameras, to whom, for what, for how long."""

    codes = forms.CharField(
        label=_("Cameras by code"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Codes, one a line; or choose by what stands below instead."),
    )
    cls = forms.ChoiceField(label=_("Or all of a class"), required=False)
    cell = forms.CharField(label=_("in the cell"), required=False, max_length=20)
    platform = forms.ChoiceField(label=_("on the platform with all below"), required=False)
    agency = forms.ChoiceField(label=_("of the agency with all below"), required=False)
    grantee = forms.ChoiceField(label=_("Agency that may look"))
    holder = forms.CharField(
        label=_("Badge number of who answers for it there"),
        max_length=20,
        help_text=_("With a training in the use of video in force: no training, no grant."),
    )
    purpose = forms.ChoiceField(label=_("Purpose"), choices=CameraGrant.Purpose.choices)
    note = forms.CharField(
        label=_("What for"),
        max_length=200,
        help_text=_("At least 4 characters; no names of persons."),
    )
    instrument = forms.CharField(label=_("Number of the document"), max_length=80)
    valid_from = forms.DateField(label=_("From day"), widget=DAY)
    valid_to = forms.DateField(
        label=_("To day"), widget=DAY, help_text=_("The last day; at most 365 days later.")
    )

    def __init__(self, *args: Any, viewer: Viewer, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "cls", CameraClass.objects.values_list("code", "name"), _("Any class"))
        own = Platform.objects.visible_to(viewer).filter(is_active=True)
        choose(self, "platform", own.values_list("code", "name"), _("Any platform"))
        choose(self, "agency", agency_choices(viewer), _("Any agency"))
        others = Agency.objects.filter(is_active=True).exclude(path=viewer.agency_path)
        choose(self, "grantee", others.values_list("code", "name"))
        today = timezone.localdate()
        self.fields["valid_from"].initial = today
        self.fields["valid_to"].initial = today + HALF_YEAR

    def choice(self) -> Choice:
        said = self.cleaned_data
        codes = str(said["codes"]).replace(",", " ").split()[:MOST_CODES]
        by = {name: said[name] for name in ("cls", "cell", "platform", "agency")}
        return Choice(codes=tuple(dict.fromkeys(codes)), **by)

    def terms(self) -> Terms:
        return Terms(**{name: self.cleaned_data[name] for name in TERMS})


class DecisionForm(RefusableForm):
    """Approve, or refuse with the reason."""

    decision = forms.CharField(
        label=_("Remark"),
        max_length=180,
        required=False,
        help_text=_("Required where it is refused."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(RefusableForm):
    """Why something ends before its time."""

    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("At least 4 characters.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class TrainingForm(RefusableForm):
    """Who passed which training, and until when it holds."""

    badge_number = forms.CharField(label=_("Badge number"), max_length=20)
    course = forms.CharField(label=_("Course"), max_length=80)
    passed_on = forms.DateField(label=_("Passed on"), widget=DAY)
    valid_to = forms.DateField(
        label=_("Holds until"), widget=DAY, help_text=_("At most three years; no score is kept.")
    )
