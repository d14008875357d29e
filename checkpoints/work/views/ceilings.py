"""What one checkpoint can at most count in an hour, for the own agency and all below it."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from checkpoints.work.models import CountCeiling
from checkpoints.work.models.rules import Kind
from checkpoints.work.rule_forms import CeilingForm
from checkpoints.work.rulebook import Rulebook, change_ceiling
from grid.frame.pages import form_page
from grid.ledger.actors import actor_of
from grid.organisation.viewers import officer_of
from grid.rights import Right, requires

BOTH: Final = ["GET", "POST"]


@requires(Right.CHECKPOINT_READ, Right.CHECKPOINT_MANAGE)
@require_http_methods(BOTH)
def check_ceilings(request: HttpRequest) -> HttpResponse:
    """The ceilings that hold, those to come, and the form that changes one of them."""
    officer = officer_of(request)
    asked = request.GET.get("kind", "")
    kind = Kind(asked if asked in Kind.values else Kind.PEOPLE)
    book = Rulebook()
    form = CeilingForm(request.POST or None, initial=_said(book.ceiling(officer.agency_path, kind)))

    def keep(said: dict[str, Any]) -> str:
        change_ceiling(
            officer.agency,
            by=actor_of(request),
            kind=kind,
            version=said["version"],
            valid_from=said["valid_from"],
            most=(said["most_checked"], said["most_passing"]),
        )
        return f"{reverse('check_ceilings')}?kind={kind}"

    context = {
        "tab": "ceilings",
        "rows": [(one, book.ceiling(officer.agency_path, one)) for one in Kind],
        "coming": _coming(officer.agency_id),
        "title": _("Change the ceiling: %s") % kind.label,
        "kind": kind,
        "may": Right.CHECKPOINT_MANAGE in officer.rights,
        "back": reverse("check_list"),
    }
    return form_page(request, form, keep, "checkwork/ceilings.html", context)


def _said(row: CountCeiling | None) -> dict[str, Any]:
    """What the form starts with; version 0 where nothing holds yet."""
    numbers = {"most_checked": row.most_checked, "most_passing": row.most_passing} if row else {}
    return {"valid_from": timezone.localdate(), "version": row.version if row else 0} | numbers


def _coming(agency_id: int | None) -> list[CountCeiling]:
    later = CountCeiling.objects.filter(valid_from__gt=timezone.localdate())
    return list(later.filter(agency_id=agency_id).order_by("valid_from", "kind"))
