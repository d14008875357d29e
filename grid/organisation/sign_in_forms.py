"""The forms of signing in: badge number, password, one-time code."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grid.organisation import throttle
from grid.organisation.adapters import refuse_for_now
from grid.organisation.models import Officer
from grid.organisation.services import sign_in


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth has no types
    """Badge number and password, with one sentence for every failure."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = gettext_lazy("Badge number")
        self.fields["login"].widget.attrs = {"autocomplete": "username", "autofocus": True}
        self.fields["login"].max_length = 20
        self.fields["password"].label = gettext_lazy("Password")
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs.pop("placeholder", None)

    def clean(self) -> dict[str, Any]:
        try:
            cleaned: dict[str, Any] = super().clean()
        except forms.ValidationError as error:
            message = _("The badge number or the password is not right.")
            raise forms.ValidationError(message, code="sign_in_failed") from error
        return cleaned


class NewPasswordForm(ChangePasswordForm):  # type: ignore[misc]  # allauth has no types
    """The present password, then the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "oldpassword": gettext_lazy("Present password"),
            "password1": gettext_lazy("New password"),
            "password2": gettext_lazy("New password again"),
        }
        for name, label in labels.items():
            self.fields[name].label = label
            self.fields[name].widget.attrs.pop("placeholder", None)
        self.fields["oldpassword"].help_text = ""


class _OneUse:
    """A code counts once, and wrong ones slow the next try, on whatever server."""

    user: Officer
    cleaned_data: dict[str, Any]
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = gettext_lazy("One-time code")
        attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
        self.fields["code"].widget.attrs = attrs

    def clean_code(self) -> str:
        name, ip = f"code:{self.user.pk}", context.request.META["REMOTE_ADDR"]
        wait_s = throttle.reserve(name, ip=ip)
        if wait_s:
            raise refuse_for_now(context.request, wait_s)
        try:
            code: str = super().clean_code()  # type: ignore[misc]  # a mixin before allauth's form
        except forms.ValidationError as error:
            sign_in.note_failure(badge_number=self.user.badge_number, ip=ip)
            raise forms.ValidationError(_("This code is not right."), code="wrong") from error
        if not sign_in.spend_code(self.user, code):
            raise forms.ValidationError(_("This code was used already."), code="used")
        throttle.forget(name, ip=ip)
        return code


class SecondFactorForm(_OneUse, AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    """The code asked for while signing in."""


class SecondFactorAgainForm(_OneUse, ReauthenticateForm):  # type: ignore[misc]  # as above
    """The code asked for again before something grave."""


class SetUpSecondFactorForm(_OneUse, ActivateTOTPForm):  # type: ignore[misc]  # as above
    """The first code, which proves that the phone holds the secret; it counts as shown."""

    def clean_code(self) -> str:
        code = super().clean_code()
        record_authentication(context.request, self.user, "mfa", type="totp")
        return code
