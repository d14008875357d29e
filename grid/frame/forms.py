"""Forms every page shares."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

MOMENT: Final = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
DAY: Final = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
CLOCK: Final = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
# Days that figures are asked for: an address may name any, and none may overflow.
LIKELY_DAYS: Final = (MinValueValidator(date(1990, 1, 1)), MaxValueValidator(date(2199, 12, 31)))
THEME_CHOICES = (("auto", _("As the page")), ("light", _("Light")), ("dark", _("Dark")))


class PreferencesForm(forms.Form):
    """Language and theme; either may be left out."""

    language = forms.ChoiceField(choices=settings.LANGUAGES, required=False)
    theme = forms.ChoiceField(choices=THEME_CHOICES, required=False)


def choose(
    form: forms.Form, name: str, rows: Iterable[tuple[Any, Any]], nothing: Any = None
) -> None:
    """Offer these rows in a field, after a word for none where one is given."""
    first = [] if nothing is None else [("", nothing)]
    form.fields[name].choices = [*first, *rows]  # type: ignore[attr-defined]


def asked_for(form: forms.Form) -> dict[str, Any]:
    """What a filter form narrows by; a filter that cannot be read narrows nothing."""
    return dict(form.cleaned_data) if form.is_valid() else {}
