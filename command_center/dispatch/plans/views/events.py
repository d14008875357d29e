"""Pages of event plans: the archive, one event, its parts, its day, its end."""

from collections.abc import Iterator
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from command_center.dispatch.plans import event_forms as forms
from command_center.dispatch.plans.api.events import step
from command_center.dispatch.plans.events import duties, parts, plans, report, selectors, staffing
from command_center.dispatch.plans.models import EventPlan
from command_center.dispatch.plans.views.shared import act, answer
from grid.organisation.models import Officer
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires

ON_FORM: Final = (*plans.FIELDS, "version")
STEPS: Final[dict[str, Any]] = {
    "approved": gettext_lazy("Approve"),
    "running": gettext_lazy("Start"),
    "closed": gettext_lazy("Close with a report"),
    "cancelled": gettext_lazy("Cancel the event"),
}
NEXT: Final = {
    EventPlan.State.DRAFT: ("approved", "cancelled"),
    EventPlan.State.APPROVED: ("running", "cancelled"),
    EventPlan.State.RUNNING: ("closed",),
}
PARTS: Final[dict[str, Any]] = {
    "posts": gettext_lazy("Post"),
    "crews": gettext_lazy("Crew"),
    "resources": gettext_lazy("Resource"),
    "milestones": gettext_lazy("Milestone"),
}


@requires(Right.DISPATCH_READ)
@require_GET
def event_list(request: HttpRequest) -> HttpResponse:
    """Events to come, running and past: the archive one plans from."""
    form = forms.EventFilterForm(request.GET)
    rows = selectors.events(officer_of(request), **_chosen(form))
    context = {"form": form, "page": page_of(request, rows, size=50)}
    return render(request, "plans/event_list.html", context)


@requires(Right.DISPATCH_READ)
@require_GET
def event_export(request: HttpRequest) -> StreamingHttpResponse:
    """Events as the filters leave them."""
    chosen = _chosen(forms.EventFilterForm(request.GET))
    return csv_answer("events.csv", _lines(officer_of(request), chosen))


@requires(Right.DISPATCH_READ)
@require_GET
def event_detail(request: HttpRequest, event_id: int) -> HttpResponse:
    """The plan: posts, crews, resources, timeline, staffing; the report once it is closed."""
    officer = officer_of(request)
    event = selectors.event(event_id, officer)
    rows = staffing.windows(event)
    may_edit = _may_edit(event, officer)
    context = {
        "event": event,
        "posts": event.posts.prefetch_related("units"),
        "crews": event.crews.all(),
        "resources": event.resources.all(),
        "milestones": event.milestones.all(),
        "windows": rows,
        "peak": staffing.peak(rows),
        "may_edit": may_edit,
        "steps": [(to, STEPS[to]) for to in NEXT.get(_state(event), ())] if may_edit else [],
        "copies": event.copies.all()[:20],
    }
    return render(request, "plans/event_detail.html", context)


@requires(Right.PLAN_MANAGE, Right.PLAN_MANAGE)
@require_http_methods(["GET", "POST"])
def event_new(request: HttpRequest) -> HttpResponse:
    """Draft an event."""
    officer = officer_of(request)
    form = forms.EventForm(request.POST or None, officer=officer, is_new=True)

    def keep() -> str:
        said = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        return _at(plans.create_event(by=officer, **said))

    return _form(request, form, keep, _("New event plan"), reverse("event_list"))


@requires(Right.PLAN_MANAGE, Right.PLAN_MANAGE)
@require_http_methods(["GET", "POST"])
def event_edit(request: HttpRequest, event_id: int) -> HttpResponse:
    """Change a draft."""
    officer = officer_of(request)
    event = selectors.event(event_id, officer)
    first = {name: getattr(event, name) for name in ON_FORM}
    first |= {"lng": event.point.x, "lat": event.point.y}
    form = forms.EventForm(request.POST or None, initial=first, officer=officer, is_new=False)

    def keep() -> str:
        said = dict(form.cleaned_data)
        return _at(plans.change_event(event, said, by=officer, version=said.pop("version")))

    return _form(request, form, keep, event.name, _at(event))


@requires(Right.PLAN_MANAGE, Right.PLAN_MANAGE)
@require_http_methods(["GET", "POST"])
def event_copy(request: HttpRequest, event_id: int) -> HttpResponse:
    """A new draft from an earlier event."""
    officer = officer_of(request)
    event = selectors.event(event_id, officer)
    form = forms.CopyForm(request.POST or None, initial={"name": event.name})

    def copy() -> str:
        return _at(plans.copy_event(event, by=officer, **form.cleaned_data))

    return _form(request, form, copy, _("Copy %s") % event.name, _at(event))


@requires(Right.PLAN_MANAGE, Right.PLAN_MANAGE)
@require_http_methods(["GET", "POST"])
def event_step(request: HttpRequest, event_id: int, to: str) -> HttpResponse:
    """Approve, start, close or cancel, on a page of its own: none of it is undone."""
    officer = officer_of(request)
    event = selectors.event(event_id, officer)
    if to not in STEPS:
        raise Http404
    form = forms.StepForm(request.POST or None, initial={"version": event.version}, to=to)

    def go() -> str:
        said = form.cleaned_data
        done = step(event, to, said.get("text", ""), by=officer, version=said["version"])
        messages.success(request, _("The event is “%s” now.") % done.get_state_display())
        return _at(done)

    title = f"{STEPS[to]}: {event.name}"
    return _form(request, form, go, title, _at(event), label=STEPS[to])


@requires(Right.DISPATCH_READ)
@require_GET
def event_board(request: HttpRequest, event_id: int) -> HttpResponse:
    """The board of the day, with the posts on a map."""
    officer = officer_of(request)
    event = selectors.event(event_id, officer)
    board = report.board(event, officer)
    may_move = _may_edit(event, officer)
    context = {
        "event": event,
        "board": board,
        "may_move": may_move,
        "may_act": Right.PLAN_ACTIVATE in officer.rights,
        "may_order": Right.ORDER_ISSUE in officer.rights and event.state in duties.LIVE,
        "map": {
            "lng": event.point.x,
            "lat": event.point.y,
            "radius_m": event.radius_m,
            "posts": [
                {"id": p["id"], "name": p["name"], "lng": p["lng"], "lat": p["lat"]}
                | {"state": p["state"], "move": _move_address(event, p["id"], may_move)}
                for p in board["posts"]
            ],
        },
    }
    return render(request, "plans/event_board.html", context)


@requires(Right.DISPATCH_READ, Right.ORDER_ISSUE)
@require_http_methods(["GET", "POST"])
def event_order(request: HttpRequest, event_id: int) -> HttpResponse:
    """One order to every unit at a post."""
    officer = officer_of(request)
    event = selectors.event(event_id, officer)
    form = forms.OrderForm(request.POST or None)
    board = reverse("event_board", args=[event.pk])

    def give() -> str:
        order = parts.order_everybody(event, by=officer, **form.cleaned_data)
        messages.success(request, _("Order %s is given.") % order.number)
        return board

    return _form(request, form, give, _("Order to every post"), board, label=_("Give the order"))


@requires(Right.PLAN_MANAGE, Right.PLAN_MANAGE)
@require_http_methods(["GET", "POST"])
def event_part_new(request: HttpRequest, event_id: int, kind: str) -> HttpResponse:
    """A post, crew, resource or milestone."""
    officer = officer_of(request)
    event = selectors.event(event_id, officer)
    if kind not in PARTS:
        raise Http404
    first: dict[str, Any] = {"manned_from": event.starts_at, "manned_to": event.ends_at}
    first |= {"there_from": event.starts_at, "there_to": event.ends_at, "due_at": event.starts_at}
    first |= {"lng": event.point.x, "lat": event.point.y}
    make = forms.PART_FORMS[kind]
    form = make(request.POST or None, initial=first, officer=officer, is_new=True)

    def keep() -> str:
        parts.add_part(event, kind, form.cleaned_data, by=officer)
        return _at(event)

    return _form(request, form, keep, f"{PARTS[kind]}: {event.name}", _at(event))


@requires(Right.PLAN_MANAGE, Right.PLAN_MANAGE)
@require_http_methods(["GET", "POST"])
def event_part_edit(request: HttpRequest, event_id: int, kind: str, part_id: int) -> HttpResponse:
    """Change a part; with `remove` take it out of the draft."""
    officer = officer_of(request)
    event = selectors.event(event_id, officer)
    if kind not in PARTS:
        raise Http404
    part = selectors.part(event_id, kind, part_id, officer)
    make, first = forms.PART_FORMS[kind], selectors.part_row(part)
    first |= {name: getattr(part, name) for name in make.base_fields if hasattr(part, name)}
    if kind == "posts":
        first["units"] = part.units.all()
    form = make(request.POST or None, initial=first, officer=officer, is_new=False)
    version = request.POST.get("version", "")

    def keep() -> str:
        seen = int(version) if version.isdecimal() else 0
        if "remove" in request.POST:
            parts.remove_part(part, by=officer, version=seen)
        else:
            parts.change_part(part, form.cleaned_data, by=officer, version=seen)
        return _at(event)

    more = {"version": part.version, "is_removable": event.state == EventPlan.State.DRAFT}
    return _form(request, form, keep, f"{PARTS[kind]}: {part}", _at(event), **more)


@requires(Right.PLAN_MANAGE, Right.PLAN_MANAGE)
@require_http_methods(["GET", "POST"])
def event_post_move(request: HttpRequest, event_id: int, part_id: int) -> HttpResponse:
    """Another place for a post: by numbers here, by dragging on the board; both are one act."""
    officer = officer_of(request)
    event = selectors.event(event_id, officer)
    post = selectors.part(event_id, "posts", part_id, officer)
    first = {"lng": post.point.x, "lat": post.point.y, "version": post.version}
    first |= {name: request.GET[name] for name in ("lng", "lat") if name in request.GET}
    form = forms.MoveForm(request.POST or None, initial=first)
    board = reverse("event_board", args=[event.pk])

    def move() -> str:
        moved = parts.move_post(post, by=officer, **form.cleaned_data)
        told = {"post": post.name, "order": moved.order_number or "—"}
        messages.success(request, _("%(post)s is moved; order %(order)s.") % told)
        return board

    more = {"moves": post.moves.all()[:20], "label": _("Move the post")}
    return _form(request, form, move, _("Move %s") % post.name, board, **more)


@requires(Right.DISPATCH_READ, Right.PLAN_ACTIVATE)
@require_POST
def event_settle(request: HttpRequest, event_id: int, part_id: int) -> HttpResponse:
    """A line of the timeline is done, or skipped."""
    officer = officer_of(request)
    line = selectors.part(event_id, "milestones", part_id, officer)
    board = reverse("event_board", args=[event_id])
    state = "skipped" if request.POST.get("state") == "skipped" else "done"

    def settle() -> str:
        parts.settle_milestone(line, by=officer, state=state, note=request.POST.get("note", ""))
        return board

    return act(request, settle, back=board)


@requires(Right.DISPATCH_READ, Right.PLAN_ACTIVATE)
@require_POST
def duty_manned(request: HttpRequest, duty_id: int) -> HttpResponse:
    """A desk says on a unit's behalf that its post is manned."""
    officer = officer_of(request)
    duty = selectors.duty(duty_id, officer)
    board = reverse("event_board", args=[duty.post.event_id])
    people = request.POST.get("people", "")

    def man() -> str:
        count = int(people) if people.isdecimal() and len(people) < 5 else 1
        duties.man(duty, by=officer, people=count)
        return board

    return act(request, man, back=board)


@requires(Right.DISPATCH_READ)
@require_GET
def event_posts(request: HttpRequest, event_id: int) -> StreamingHttpResponse:
    """The posts of an event, for a spreadsheet."""
    event = selectors.event(event_id, officer_of(request))
    return csv_answer(f"event-{event.pk}-posts.csv", _post_lines(event))


def _post_lines(event: EventPlan) -> Iterator[list[Any]]:
    head = [_("Post"), _("Task at the post"), "lng", "lat", _("From"), _("To")]
    yield [*head, _("People required"), _("Units")]
    for post in event.posts.prefetch_related("units"):
        units = " ".join(unit.call_sign for unit in post.units.all())
        where = [post.point.x, post.point.y, post.manned_from, post.manned_to]
        yield [post.name, post.duty, *where, post.required_people, units]


def _lines(officer: Officer, chosen: dict[str, Any]) -> Iterator[list[Any]]:
    head = [_("Name of the event"), _("Kind"), _("State"), _("Agency")]
    yield [*head, _("Place"), _("Begins"), _("Ends")]
    for event in selectors.events(officer, **chosen):
        words = [event.name, event.get_kind_display(), event.get_state_display()]
        yield [*words, event.agency.name, event.place, event.starts_at, event.ends_at]


def _chosen(form: forms.EventFilterForm) -> dict[str, Any]:
    return form.cleaned_data if form.is_valid() else {}


def _state(event: EventPlan) -> EventPlan.State:
    return EventPlan.State(event.state)


def _may_edit(event: EventPlan, officer: Officer) -> bool:
    is_open = event.state in plans.OPEN
    return is_open and Right.PLAN_MANAGE in officer.rights


def _move_address(event: EventPlan, post_id: int, may_move: bool) -> str:
    return reverse("event_post_move", args=[event.pk, post_id]) if may_move else ""


def _at(event: EventPlan) -> str:
    return reverse("event_detail", args=[event.pk])


def _form(
    request: HttpRequest, form: Any, change: Any, title: str, back: str, **more: Any
) -> HttpResponse:
    context = {"title": title, "back": back, "label": _("Keep"), **more}
    return answer(request, "plans/form.html", form, change, context)
