"""The ledger, its exports, the explanation of what is overdue, one's messages."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from grid.errors import InvalidInput
from grid.frame.pages import act
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires
from mediation.board import services
from mediation.board.forms import ExplainForm, LedgerForm
from mediation.board.ledger import ledger, tally
from mediation.board.models import DisputeMessage
from mediation.board.tables import ledger_lines, workbook
from mediation.register.selectors import find_dispute

PAGE: Final = 50
MOST_ROWS: Final = 10_000
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _asked(request: HttpRequest) -> tuple[LedgerForm, Any]:
    """The filters and the rows they leave; none where they cannot be read."""
    officer = officer_of(request)
    form = LedgerForm(request.GET, officer=officer)
    if not form.is_valid():
        return form, ledger(officer).none()
    return form, ledger(officer, **form.cleaned_data)


@requires(Right.DISPUTE_READ)
@require_GET
def dispute_list(request: HttpRequest) -> HttpResponse:
    """The ledger: what is open, what is due, what is overdue and whether it is explained."""
    form, rows = _asked(request)
    context = {
        "form": form,
        "page": page_of(request, rows, size=PAGE),
        "tally": tally(officer_of(request)),
        "now": timezone.now(),
    }
    status = 400 if form.errors else 200
    return render(request, "disputeboard/list.html", context, status=status)


@requires(Right.DISPUTE_READ)
@require_GET
def dispute_export(request: HttpRequest) -> HttpResponseBase:
    """The ledger as it is filtered, as CSV or (`?file=xlsx`) as a workbook; no party is in it."""
    _form, rows = _asked(request)
    lines = ledger_lines(rows[:MOST_ROWS])
    if request.GET.get("file") != "xlsx":
        return csv_answer("dispute-ledger.csv", lines)
    answer = HttpResponse(workbook(lines, "disputes"), content_type=XLSX)
    answer["Content-Disposition"] = 'attachment; filename="dispute-ledger.xlsx"'
    return answer


@requires(Right.DISPUTE_READ, Right.DISPUTE_WORK)
@require_POST
def dispute_explain(request: HttpRequest, dispute_number: str) -> HttpResponse:
    """Say why it is overdue."""
    officer = officer_of(request)
    dispute = find_dispute(officer, dispute_number)
    form, back = ExplainForm(request.POST), reverse("dispute_detail", args=[dispute.number])

    def keep() -> str:
        if not form.is_valid():
            raise InvalidInput(str(next(iter(form.errors.values()))[0]))
        services.explain(dispute, by=officer, **form.cleaned_data)
        messages.success(request, _("The explanation is on record."))
        return back

    return act(request, keep, back=back)


@requires(Right.SIGNED_IN, Right.SIGNED_IN)
def dispute_messages(request: HttpRequest) -> HttpResponse:
    """What this officer was told; marking all as read."""
    officer = officer_of(request)
    if request.method == "POST":

        def keep() -> str:
            services.mark_read(officer)
            return reverse("dispute_messages")

        return act(request, keep, back=reverse("dispute_messages"))
    rows = DisputeMessage.objects.filter(officer=officer).select_related("dispute__category")
    context = {
        "page": page_of(request, rows, size=PAGE),
        "unread": rows.filter(read_at__isnull=True).count(),
    }
    return render(request, "disputeboard/messages.html", context)
