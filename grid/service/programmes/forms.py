"""Forms of the pages of programmes: filters, entries, steps."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.frame.forms import DAY, MOMENT, choose
from grid.frame.pages import RefusableForm
from grid.organisation.selectors import agency_choices, officers
from grid.scope import Viewer
from grid.service.programmes.models import JointMeeting, LeadingGroup, ProgrammeItem, Supervision
from grid.service.programmes.selectors import groups, items
from grid.territory.selectors import cells, divisions

ALL: Final = _("All")
STATES: Final = [("", ALL), ("open", pgettext_lazy("ground", "Open")), ("late", _("Overdue"))]


def words(label: Any, most: int, *, least: int = 0, hint: Any = "", lines: int = 0) -> Any:
    """A text; wanted where `least` is above none, of several lines where they are said."""
    widget = forms.Textarea(attrs={"rows": lines}) if lines else forms.TextInput()
    return forms.CharField(
        label=label, max_length=most, required=least > 0, help_text=hint, widget=widget
    )


def moment(label: Any, *, required: bool = True) -> forms.DateTimeField:
    return forms.DateTimeField(label=label, widget=MOMENT, required=required)


def day(label: Any, *, required: bool = True) -> forms.DateField:
    return forms.DateField(label=label, widget=DAY, required=required)


class OfAgency(RefusableForm):
    """An entry of an agency of the viewer's area."""

    agency = forms.ChoiceField(label=_("Agency"))

    def __init__(self, *args: Any, viewer: Viewer, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "agency", agency_choices(viewer))


class Filter(forms.Form):
    q = forms.CharField(required=False, max_length=100)
    agency = forms.ChoiceField(label=_("Agency"), required=False)

    def __init__(self, *args: Any, viewer: Viewer, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "agency", agency_choices(viewer), ALL)


class ProgrammeFilter(Filter):
    closed = forms.BooleanField(label=_("Closed programmes"), required=False)


class ItemFilter(Filter):
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[*STATES, *ProgrammeItem.State.choices]
    )
    veto = forms.BooleanField(label=_("Only with a veto"), required=False)


class SupervisionFilter(Filter):
    stage = forms.ChoiceField(
        label=_("Stage"), required=False, choices=[("", ALL), *Supervision.Stage.choices]
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)


class GroupFilter(Filter):
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", ALL), *LeadingGroup.Kind.choices]
    )


class AreaFilter(forms.Form):
    q = forms.CharField(required=False, max_length=100)
    on = day(_("On the day"), required=False)


class MeetingFilter(Filter):
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", ALL), *JointMeeting.Kind.choices]
    )


class TaskFilter(Filter):
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[*STATES, *ProgrammeItem.State.choices]
    )


class ProgrammeForm(OfAgency):
    name = words(pgettext_lazy("ground", "Name"), 80, least=2)
    goal = words(_("Goal"), 300, lines=3)
    begins = day(_("Begins"))
    ends = day(_("Ends"))


class ItemForm(RefusableForm):
    title = words(_("Item"), 120, least=2)
    lead = forms.ChoiceField(label=_("Lead agency"))
    partners = words(_("Partner bodies"), 200)
    standard = words(
        pgettext_lazy("ground", "Standard"), 300, least=2, lines=3, hint=_("When it counts as met.")
    )
    demand = words(_("Demand"), 300, lines=3)
    due_at = moment(_("Deadline"))
    points = forms.DecimalField(
        label=pgettext_lazy("ground", "Points"),
        min_value=0,
        max_value=1000,
        decimal_places=1,
        initial=0,
    )
    is_veto = forms.BooleanField(label=_("Veto: not met means no points at all"), required=False)

    def __init__(self, *args: Any, viewer: Viewer, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "lead", agency_choices(viewer))


class StepForm(RefusableForm):
    """One step, against the version that was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ProgressForm(StepForm):
    progress = forms.IntegerField(label=_("Done, in percent"), min_value=0, max_value=100)
    text = words(_("What was done"), 300, least=2, lines=3)


class OutcomeForm(StepForm):
    outcome = words(_("What came of it"), 300, least=4, lines=3)


class ReasonForm(StepForm):
    reason = words(_("Reason"), 300, least=4, lines=3)


class SupervisionForm(OfAgency):
    group = forms.ChoiceField(label=_("Supervision group"), required=False)
    item = forms.ChoiceField(label=_("Item of a programme"), required=False)
    inspected_on = day(_("Inspected on"), required=False)
    place = words(_("Place"), 120)
    found = words(_("What was found"), 500, least=4, lines=4)
    demand = words(_("What is to be put right"), 500, lines=4)
    due_at = moment(_("To be put right by"))
    sends = forms.BooleanField(label=_("Send the notice at once"), required=False, initial=True)

    def __init__(self, *args: Any, viewer: Viewer, **more: Any) -> None:
        super().__init__(*args, viewer=viewer, **more)
        choose(self, "group", [(row.pk, row.name) for row in groups(viewer)], _("None"))
        rows = [(row.pk, row.title) for row in items(viewer, state="open")[:200]]
        choose(self, "item", rows, _("None"))


class NoticeForm(StepForm):
    demand = words(_("What is to be put right"), 500, least=4, lines=4)
    due_at = moment(_("To be put right by"), required=False)


class PutRightForm(StepForm):
    answer = words(_("What was put right"), 500, least=4, lines=4)


class SecondRoundForm(StepForm):
    reason = words(_("What is still missing"), 500, least=4, lines=4)
    due_at = moment(_("To be put right by"))


class SeenForm(StepForm):
    seen = words(_("What was seen"), 500, least=4, lines=4)


class GroupForm(OfAgency):
    kind = forms.ChoiceField(label=_("Kind"), choices=LeadingGroup.Kind.choices)
    name = words(pgettext_lazy("ground", "Name"), 60, least=2)
    head = words(_("Headed by"), 60, least=1, hint=_("An office, no person."))
    members = words(_("Members"), 300, lines=3, hint=_("Offices and partner bodies."))
    duties = words(_("Duties"), 300, lines=3)


class AreaForm(RefusableForm):
    leader = forms.ChoiceField(label=_("Leader"))
    division = forms.ChoiceField(label=_("Town or village"), required=False)
    cell = forms.ChoiceField(label=_("or cell"), required=False)
    duties = words(_("Other duties there"), 200)
    valid_from = day(_("From day"))

    def __init__(self, *args: Any, viewer: Viewer, **more: Any) -> None:
        super().__init__(*args, **more)
        people = officers(viewer, role="agency_leader") | officers(viewer, role="duty_commander")
        choose(self, "leader", [(row.badge_number, str(row)) for row in people.distinct()])
        rows = [(row.pk, f"{row.name} {row.pk}") for row in divisions()[:2000]]
        choose(self, "division", rows, _("None"))
        choose(self, "cell", [(row.code, f"{row.code} {row.name}") for row in cells(viewer)], "—")


class EndForm(StepForm):
    day = day(_("No longer from day"))


class MeetingForm(OfAgency):
    kind = forms.ChoiceField(label=_("Kind"), choices=JointMeeting.Kind.choices)
    name = words(pgettext_lazy("ground", "Name"), 80, least=2)
    at = moment(_("Begins at"))
    place = words(_("Place"), 120)
    chair = words(_("Chaired by"), 60, least=2, hint=_("An office, no person."))
    bodies = words(_("Bodies present"), 300, least=2, lines=3)
    minutes = words(_("What was agreed"), 4000, lines=6)
    is_over = forms.BooleanField(label=_("It is over"), required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class TaskForm(OfAgency):
    title = words(_("Task"), 120, least=4)
    body = words(_("Done by"), 80, hint=_("A body or an office."))
    due_at = moment(_("Deadline"))


class ScoreForm(RefusableForm):
    """Every item of a programme, marked for one agency."""

    agency = forms.ChoiceField(label=_("Agency"))

    def __init__(
        self, *args: Any, viewer: Viewer, marked: list[ProgrammeItem], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        choose(self, "agency", agency_choices(viewer))
        for item in marked:
            key, veto = f"item{item.pk}", _(" (veto)") if item.is_veto else ""
            self.fields[key] = forms.DecimalField(
                label=f"{item.title}{veto}", min_value=0, max_value=item.points,
                decimal_places=1, initial=item.points,
                help_text=_("of %s points") % item.points,
            )  # fmt: skip
            self.fields[f"{key}_missed"] = forms.BooleanField(label=_("Not met"), required=False)
            self.fields[f"{key}_reason"] = words(_("Why points were lost"), 200)


class ProgrammeChangeForm(ProgrammeForm):
    is_closed = forms.BooleanField(label=pgettext_lazy("ground", "Closed"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class GroupChangeForm(GroupForm):
    is_active = forms.BooleanField(label=_("In use"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)
