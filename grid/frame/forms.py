"""Forms every page shares."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

THEME_CHOICES = (("auto", _("As the page")), ("light", _("Light")), ("dark", _("Dark")))


class PreferencesForm(forms.Form):
    """Language and theme; either may be left out."""

    language = forms.ChoiceField(choices=settings.LANGUAGES, required=False)
    theme = forms.ChoiceField(choices=THEME_CHOICES, required=False)
