"""Forms of what stands at checkpoints: equipment, posts, joint forces, the standard, minimums."""

from collections.abc import Iterator
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checkpoints.register import standard
from checkpoints.register.forms import DAY, choose, named
from checkpoints.register.models import (
    AssessmentLine,
    DefenceLine,
    DefenceRing,
    DutyLevel,
    EquipmentItem,
    EquipmentKind,
    ForceKind,
    JointForce,
    Post,
    PostKind,
    StandardItem,
)
from grid.frame.pages import RefusableForm
from grid.organisation.models import Agency
from grid.organisation.selectors import agency_choices

YES: Final = [("", _("Any equipment check")), ("1", _("Overdue checks only"))]


class EquipmentFilterForm(forms.Form):
    """What the list of equipment is narrowed by."""

    q = forms.CharField(
        label=_("Label or note"),
        required=False,
        max_length=50,
        widget=forms.SearchInput(attrs={"placeholder": _("Label or note")}),
    )
    agency = forms.ChoiceField(label=_("Agency"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("Any state")), *EquipmentItem.State.choices],
        required=False,
    )
    due = forms.ChoiceField(label=_("Equipment check"), choices=YES, required=False)

    def __init__(self, *args: Any, viewer: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "agency", agency_choices(viewer), _("All agencies"))
        choose(self, "kind", named(EquipmentKind), _("All kinds"))


class ShortageFilterForm(forms.Form):
    """The level whose minimum is compared with what is there."""

    level = forms.ChoiceField(label=_("Duty level"), required=False)
    agency = forms.ChoiceField(label=_("Agency"), required=False)

    def __init__(self, *args: Any, viewer: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "level", named(DutyLevel))
        choose(self, "agency", agency_choices(viewer), _("All agencies"))


class EquipmentForm(RefusableForm):
    """Pieces of one kind of equipment and their state."""

    kind = forms.ChoiceField(label=_("Kind"))
    label = forms.CharField(label=_("Inventory number"), max_length=60, required=False)
    quantity = forms.IntegerField(
        label=_("Quantity"), min_value=1, max_value=9999, initial=1, help_text=_("In pieces.")
    )
    state = forms.ChoiceField(label=_("State"), choices=EquipmentItem.State.choices)
    checked_on = forms.DateField(label=_("Checked on"), required=False, widget=DAY)
    check_due_on = forms.DateField(
        label=_("Next check by"),
        required=False,
        widget=DAY,
        help_text=_("Empty: set by the rhythm of the kind."),
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, item: EquipmentItem | None) -> None:
        names = ("label", "quantity", "state", "checked_on", "check_due_on", "note", "version")
        initial = {name: getattr(item, name) for name in names} if item else {}
        super().__init__(data, initial=initial | ({"kind": item.kind_id} if item else {}))
        choose(self, "kind", named(EquipmentKind))


class PostForm(RefusableForm):
    """A post within a checkpoint."""

    kind = forms.ChoiceField(label=_("Kind"))
    name = forms.CharField(label=_("Name of the post"), max_length=40)
    place = forms.CharField(
        label=_("Place"), max_length=80, required=False, help_text=_("Lane or side, in words.")
    )
    staff = forms.IntegerField(label=_("Heads it takes"), min_value=1, max_value=99, initial=1)
    is_active = forms.BooleanField(label=_("In service"), required=False, initial=True)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, post: Post | None) -> None:
        names = ("name", "place", "staff", "is_active", "version")
        initial = {name: getattr(post, name) for name in names} if post else {}
        super().__init__(data, initial=initial | ({"kind": post.kind_id} if post else {}))
        choose(self, "kind", named(PostKind))


class JointForceForm(RefusableForm):
    """What another force keeps at a checkpoint and how its desk is reached."""

    kind = forms.ChoiceField(label=_("Force"))
    agency = forms.ChoiceField(label=_("Agency"), required=False)
    name = forms.CharField(
        label=_("or organisation"),
        max_length=60,
        required=False,
        help_text=_("Where it is no agency here: a bus station, say."),
    )
    heads = forms.IntegerField(label=_("Heads agreed"), min_value=0, max_value=999, initial=1)
    is_round_the_clock = forms.BooleanField(label=_("Round the clock"), required=False)
    desk = forms.CharField(label=_("Duty desk"), max_length=60, required=False)
    phone = forms.RegexField(
        r"^[0-9 +()-]{3,30}$",
        label=_("Telephone of the desk"),
        required=False,
        help_text=_("Of a duty desk, never of a person."),
    )
    valid_from = forms.DateField(label=_("Valid from"), widget=DAY)
    valid_to = forms.DateField(label=_("Valid until"), required=False, widget=DAY)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, force: JointForce | None) -> None:
        super().__init__(data, initial=_force_initial(force))
        choose(self, "kind", named(ForceKind))
        agencies = Agency.objects.filter(is_active=True).values_list("code", "name")
        choose(self, "agency", list(agencies), "—")


def _force_initial(force: JointForce | None) -> dict[str, Any]:
    if force is None:
        return {"valid_from": timezone.localdate()}
    names = ("name", "heads", "is_round_the_clock", "desk", "phone", "valid_from", "valid_to")
    return {
        **{name: getattr(force, name) for name in (*names, "version")},
        "kind": force.kind_id,
        "agency": force.agency.code if force.agency else "",
    }


class AssessmentForm(RefusableForm):
    """The checklist: one answer and one note for each line a person looks at."""

    remark = forms.CharField(label=_("Remark"), max_length=400, required=False)

    def __init__(self, data: Any = None, *, known: dict[str, str]) -> None:
        super().__init__(data)
        self.known = known
        self.items = standard.items()
        for item in self.items:
            if not item.answered_by:
                self.fields[f"answer_{item.code}"] = forms.ChoiceField(
                    label=str(item), choices=AssessmentLine.Answer.choices, widget=forms.RadioSelect
                )
                self.fields[f"note_{item.code}"] = forms.CharField(
                    label=_("Note"), max_length=200, required=False
                )

    def rows(self) -> Iterator[dict[str, Any]]:
        """Each line with its fields, or with what the register answers itself."""
        for item in self.items:
            if item.answered_by:
                word = AssessmentLine.Answer(self.known[item.answered_by])
                yield {"item": item, "known": word, "how": item.get_answered_by_display()}
            else:
                yield {"item": item, "answer": self[f"answer_{item.code}"]} | self._note(item)

    def _note(self, item: StandardItem) -> dict[str, Any]:
        return {"note": self[f"note_{item.code}"]}

    def given(self) -> dict[str, dict[str, str]]:
        """What was said, as the service takes it."""
        said = self.cleaned_data
        return {
            item.code: {
                "answer": said[f"answer_{item.code}"],
                "note": said[f"note_{item.code}"],
            }
            for item in self.items
            if not item.answered_by
        }


class TaskForm(RefusableForm):
    """What was done about a missing line of the standard."""

    outcome = forms.CharField(label=_("What was done"), max_length=400)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class MinimumForm(RefusableForm):
    """How much of one need a grade has at each duty level, from a day on."""

    agency = forms.ChoiceField(label=_("Agency"), help_text=_("Holds for it and all below it."))
    valid_from = forms.DateField(label=_("From"), widget=DAY)

    def __init__(self, data: Any = None, *, viewer: Any, held: dict[str, Any]) -> None:
        super().__init__(data, initial={"valid_from": timezone.localdate()})
        choose(self, "agency", agency_choices(viewer))
        self.levels = list(DutyLevel.objects.all())
        for level in self.levels:
            row = held.get(level.code)
            self.fields[f"quantity_{level.code}"] = forms.IntegerField(
                label=str(level), min_value=0, max_value=999, initial=row.quantity if row else 0
            )

    def quantities(self) -> dict[str, int]:
        """The quantity said for each level."""
        said = self.cleaned_data
        return {level.code: said[f"quantity_{level.code}"] for level in self.levels}


class RingForm(RefusableForm):
    """A ring of a defence line, drawn as WKT or GeoJSON."""

    name = forms.CharField(label=_("Name of the ring"), max_length=60)
    line = forms.ChoiceField(label=_("Defence line"))
    agency = forms.ChoiceField(label=_("Agency"))
    outline = forms.CharField(
        label=_("Outline"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Polygon as WKT or GeoJSON, WGS-84."),
    )
    is_active = forms.BooleanField(label=_("In service"), required=False, initial=True)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, viewer: Any, ring: DefenceRing | None) -> None:
        super().__init__(data, initial=_ring_initial(ring) if ring else None)
        choose(self, "line", named(DefenceLine))
        choose(self, "agency", agency_choices(viewer))


def _ring_initial(ring: DefenceRing) -> dict[str, Any]:
    plain = {name: getattr(ring, name) for name in ("name", "is_active", "version")}
    words = {"line": ring.line_id, "agency": ring.agency.code, "outline": ring.outline.wkt}
    return plain | words
