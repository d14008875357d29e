"""The phone of a community officer: the shell, what it holds without a line, who is signed in."""

from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from grid.organisation.models import Officer
from grid.organisation.viewers import officer_of
from grid.rest.photos import photo_answer
from grid.rights import Right, requires
from mediation.phone.reading_out import WORDS_HASH, sentences
from mediation.phone.selectors import find_photo
from mediation.phone.services import look_at
from mediation.phone.state import state_for
from mediation.phone.words import WORDS
from mediation.register.selectors import find_dispute

# Address of the script by route; `__` stands for which one, a zero where that must be a number.
ADDRESSES: Final = {
    "state": ("my_ground_state", ""),
    "worker": ("my_ground_worker", ""),
    "disputes": ("api_disputes", ""),
    "dispute_photos": ("api_dispute_photos", "__"),
    "twins": ("api_dispute_twins", ""),
    "visits": ("api_visits", ""),
    "visit_photos": ("api_visit_photos", "0"),
    "errands": ("api_errands", ""),
    "errand_page": ("errand_detail", "0"),
    "counts": ("api_service_counts", ""),
    "inspections": ("api_venue_inspections", ""),
    "inspection_photos": ("api_inspection_photos", "0"),
    "hazards": ("api_hazards", ""),
    "hazard": ("api_hazard", "__"),
    "hazard_photos": ("api_hazard_photos", "__"),
}
# Pages of other floors that the same officer opens on the phone: route, word, right.
PAGES: Final = (
    ("case_new", gettext_noop("Enter a case"), Right.CASE_WRITE),
    ("case_list", gettext_noop("Cases"), Right.CASE_READ),
    ("incident_report", gettext_noop("Report"), Right.INCIDENT_REPORT),
    ("incident_list", gettext_noop("Incidents"), Right.INCIDENT_READ),
)


@requires(Right.DISPUTE_REPORT)
@require_GET
def my_ground(request: HttpRequest) -> HttpResponse:
    """The shell; what it shows is kept on the phone for when there is no line."""
    return render(request, "ground/mine.html", {"config": _config(officer_of(request))})


def _config(officer: Officer) -> dict[str, Any]:
    """Plain values for `page-config`; no personal data but the reader's own."""
    return {
        "officer": officer.badge_number,
        "who": f"{officer.name} · {officer.agency.name}",
        "language": get_language() or settings.LANGUAGE_CODE,
        "time_zone": settings.TIME_ZONE,
        "rights": sorted(right.value for right in officer.rights),
        "rights_read": sentences(),
        "rights_hash": WORDS_HASH,
        "urls": {name: _address(*how) for name, how in ADDRESSES.items()},
        "elsewhere": _elsewhere(officer),
        "words": {message: _(message) for message in WORDS},
    }


def _elsewhere(officer: Officer) -> list[dict[str, str]]:
    """Pages beside this one, for when there is a line: what is written there, and every list."""
    found = [(_address(route, ""), word) for route, word, right in PAGES if right in officer.rights]
    return [{"url": url, "word": _(word)} for url, word in found if url]


def _address(route: str, which: str) -> str:
    """The address of a route with its place for a name; empty where it is not mounted."""
    try:
        return reverse(route, args=[which] if which else []).replace("/0/", "/__/")
    except NoReverseMatch:
        return ""


@requires(Right.DISPUTE_REPORT)
@require_GET
def my_ground_state(request: HttpRequest) -> JsonResponse:
    """What the forms need and what is to be done, for the officer's own area."""
    answer = JsonResponse(state_for(officer_of(request)))
    answer["Cache-Control"] = "no-store"
    return answer


@requires(Right.DISPUTE_REPORT)
@require_GET
def my_ground_session(request: HttpRequest) -> JsonResponse:
    """Who is signed in, asked before anything is sent, so that nobody sends another's words."""
    told = {
        "officer": officer_of(request).badge_number,
        "csrf": get_token(request),
        "now": timezone.now(),
    }
    return JsonResponse(told)


@requires(Right.PUBLIC)
@require_GET
def my_ground_worker(request: HttpRequest) -> HttpResponse:
    """The service worker; served beside the page because its scope is where it lies."""
    return render(request, "ground/worker.js", content_type="text/javascript")


@requires(Right.DISPUTE_READ)
@require_GET
def dispute_photo(request: HttpRequest, dispute_number: str, dispute_photo_id: int) -> HttpResponse:
    """One picture of a dispute as a file; every look stands in the access register."""
    officer = officer_of(request)
    photo = find_photo(find_dispute(officer, dispute_number), dispute_photo_id, officer)
    return photo_answer(f"{dispute_number}-{dispute_photo_id}.jpg", look_at(photo, by=officer))
