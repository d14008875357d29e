"""What the pages of a dispute share: finding it, its address, the small form."""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse

from grid.frame.pages import RefusableForm, form_page
from grid.organisation.viewers import officer_of
from grid.rights import Right
from mediation.register import selectors
from mediation.register.models import Dispute

BOTH: Final = ["GET", "POST"]


def find(request: HttpRequest, number: str) -> Dispute:
    """The dispute in the officer's scope; absent, out of scope and not for her are one 404."""
    return selectors.find_dispute(officer_of(request), number)


def there(dispute: Dispute) -> str:
    """The address of a dispute's page."""
    return reverse("dispute_detail", args=[dispute.number])


def ledger_url() -> str:
    """The list of all disputes, where this deployment has it; else the calls to be answered."""
    try:
        return reverse("dispute_list")
    except NoReverseMatch:
        return reverse("dispute_unanswered")


def after_entry(request: HttpRequest, dispute: Dispute) -> str:
    """Where somebody goes who entered a dispute: to it, where she may read it."""
    may_read = Right.DISPUTE_READ in officer_of(request).rights
    return there(dispute) if may_read else f"{reverse('dispute_new')}?kept={dispute.number}"


def small_form(
    request: HttpRequest,
    form: RefusableForm,
    keep: Callable[[dict[str, Any]], str],
    **shown: Any,
) -> HttpResponse:
    """A page with one form: `title`, `back`, and `told` or `grave` and `label` where wanted."""
    return form_page(request, form, keep, "mediation/form.html", shown, is_sealed=True)
