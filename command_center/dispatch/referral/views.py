"""A call becomes a dispute in one action (警调衔接)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from command_center.dispatch.referral.telling import tell
from command_center.incidents import selectors
from grid.frame.pages import act
from grid.organisation.viewers import officer_of
from grid.rights import Right, requires
from mediation.register import services


@requires(Right.DISPUTE_REPORT, Right.DISPUTE_REPORT)
@require_POST
def incident_to_dispute(request: HttpRequest, number: str) -> HttpResponse:
    """Open the dispute of a call, whatever its category; opened already, that one is shown."""
    officer = officer_of(request)
    incident = selectors.incident(number, officer)

    def keep() -> str:
        dispute = services.from_call(tell(incident, by=officer.as_actor()), by=officer)
        messages.success(request, _("Dispute %(number)s is open.") % {"number": dispute.number})
        if Right.DISPUTE_READ in officer.rights:
            return reverse("dispute_detail", args=[dispute.number])
        return reverse("incident_detail", args=[number])

    return act(request, keep, back=reverse("incident_detail", args=[number]))
