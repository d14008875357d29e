"""Disputes of another system taken in from a CSV file."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from grid.frame.sheet_import import import_page
from grid.rights import Right, requires
from mediation.register.sheet import DISPUTES
from mediation.register.views.shared import BOTH


@requires(Right.DISPUTE_ASSIGN, Right.DISPUTE_ASSIGN)
@require_http_methods(BOTH)
def dispute_import(request: HttpRequest) -> HttpResponse:
    """A CSV file, tried first with every bad row named; parties are entered by hand."""
    back = "dispute_unanswered"
    return import_page(request, DISPUTES, title=_("Import disputes"), back=back)
