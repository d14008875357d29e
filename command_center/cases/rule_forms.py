"""Forms of the rows a city counts by."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from command_center.cases import choices
from command_center.cases.models import CaseCategory, CaseKind, CaseTag
from grid.frame.forms import DAY, choose
from grid.frame.pages import RefusableForm


class CategoryChangeForm(RefusableForm):
    """What may change of a category once it has its code."""

    name = forms.CharField(label=_("Designation"), max_length=60)
    name_en = forms.CharField(label=_("English name"), max_length=60, required=False)
    is_sensitive = forms.BooleanField(
        label=_("Sensitive"),
        required=False,
        help_text=_("Never a point on a map, nor counted below a county."),
    )
    usual_loss_yuan = forms.IntegerField(
        label=_("Usual loss up to (yuan)"),
        required=False,
        min_value=0,
        max_value=2_000_000_000,
        help_text=_("A larger one is asked about again."),
    )
    valid_to = forms.DateField(
        label=_("Ends before"),
        required=False,
        widget=DAY,
        help_text=_("From this day on nothing new is filed under it; old cases keep it."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, row: CaseCategory | None = None) -> None:
        super().__init__(
            data, initial={n: getattr(row, n) for n in self.base_fields} if row else {}
        )


class CategoryForm(CategoryChangeForm):
    """A local category."""

    code = forms.RegexField(r"^[A-Za-z0-9]{1,12}$", label=_("Code"))
    kind = forms.ChoiceField(label=_("Kind"), choices=CaseKind.choices)
    parent = forms.ChoiceField(label=_("Below"), required=False)
    field_order = ("code", "name", "name_en", "parent", "kind")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        choose(self, "parent", [("", "—"), *choices.category_groups()])


class TagChangeForm(RefusableForm):
    """What may change of a tag once it has its code."""

    name = forms.CharField(label=_("Designation"), max_length=60)
    name_en = forms.CharField(label=_("English name"), max_length=60, required=False)
    rank = forms.IntegerField(label=_("Place in the list"), min_value=1, max_value=999, initial=100)
    valid_to = forms.DateField(label=_("Ends before"), required=False, widget=DAY)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, row: CaseTag | None = None) -> None:
        super().__init__(
            data, initial={n: getattr(row, n) for n in self.base_fields} if row else {}
        )


class TagForm(TagChangeForm):
    """A tag."""

    kind = forms.ChoiceField(label=_("Kind"), choices=CaseTag.Kind.choices)
    code = forms.SlugField(label=_("Code"), max_length=30)
    field_order = ("kind", "code", "name", "name_en")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)


class ClassSetForm(RefusableForm):
    """What an agency counts by from a day on."""

    code = forms.SlugField(
        label=_("Code"),
        max_length=40,
        help_text=_("The same code as another set puts yours in its place for your agency."),
    )
    name = forms.CharField(label=_("Designation"), max_length=60)
    name_en = forms.CharField(label=_("English name"), max_length=60, required=False)
    source = forms.CharField(
        label=_("Who defines it so"),
        max_length=200,
        required=False,
    )
    valid_from = forms.DateField(label=_("Counts from"), widget=DAY, initial=timezone.localdate)
    members = forms.MultipleChoiceField(
        label=_("Case categories"),
        widget=forms.SelectMultiple(attrs={"size": 12}),
        help_text=_("Each with all below it, in both code systems."),
    )

    def __init__(self, data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["members"].choices = choices.category_groups()  # type: ignore[attr-defined]
