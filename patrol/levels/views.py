"""Pages of levels: what holds now, the history, what was proposed, control points."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rights import Right, requires
from patrol.levels import proposing, selectors, services
from patrol.levels.forms import ControlPointForm, EndForm, LevelForm, TemplateForm
from patrol.levels.models import OverlayProposal, OverlayTemplate
from patrol.rounds.views.ground import points_map
from patrol.rounds.views.shared import MOST_LINES, PAGE, act, answer_form, sheet, who


@requires(Right.PATROL_READ)
def level_list(request: HttpRequest) -> HttpResponse:
    """What holds now, or held at a moment asked for, and the whole history."""
    officer, now = officer_of(request), timezone.now()
    at = _moment(request) or now
    context = {
        "page": page_of(request, selectors.area_levels(officer), size=PAGE),
        "holding": selectors.area_levels(officer, at=at)[:50],
        "level": selectors.level_at(officer.agency, at),
        "at": at,
        "now": now,
        "is_past": at != now,
        "own": set(selectors.own_levels(officer).values_list("pk", flat=True)),
        "may_set": officer.has_right(Right.LEVEL_SET),
        "waiting": selectors.proposals(officer, state=OverlayProposal.State.PROPOSED).count(),
    }
    return render(request, "levels/levels.html", context)


@requires(Right.LEVEL_SET, Right.LEVEL_SET)
def level_new(request: HttpRequest) -> HttpResponse:
    """Set a level."""
    form = LevelForm(request.POST or None, viewer=officer_of(request))

    def keep() -> str:
        _row, proposal = services.set_level(**who(request), **form.said)
        messages.success(request, _("The level is set. Its end comes by itself."))
        if proposal is None:
            return reverse("level_list")
        return reverse("overlay_detail", args=[proposal.pk])

    back = reverse("level_list")
    return answer_form(request, form, keep, heading=_("Set a level"), back=back)


@requires(Right.LEVEL_SET, Right.LEVEL_SET)
def level_end(request: HttpRequest, area_level_id: int) -> HttpResponse:
    """End a level before its time."""
    officer = officer_of(request)
    row = get_object_or_404(selectors.own_levels(officer), pk=area_level_id)
    form = EndForm(request.POST or None, viewer=officer, initial={"version": row.version})

    def end() -> str:
        said = form.cleaned_data
        services.end_level(
            row, by=who(request)["by"], reason=said["reason"], version=said["version"]
        )
        messages.success(request, _("The level is over."))
        return reverse("level_list")

    heading = _("End: %(level)s, %(area)s") % {"level": row.level, "area": row.agency.name}
    return answer_form(request, form, end, heading=heading, back=reverse("level_list"))


@requires(Right.PATROL_READ)
def levels_csv(request: HttpRequest) -> HttpResponseBase:
    """The history of levels."""
    head = (
        _("Area"), _("Cells"), _("Level"), _("Reason"), _("From"), _("Until"), _("Set by"),
        _("Ended"), _("Ended by"),
    )  # fmt: skip
    rows = selectors.area_levels(officer_of(request))[:MOST_LINES]
    lines = (
        (
            row.agency.name,
            " ".join(row.cell_codes),
            str(row.level),
            row.reason,
            row.valid_from,
            row.valid_to,
            row.set_by,
            row.ended_at,
            row.ended_by,
        )
        for row in rows
    )
    return sheet(f"patrol-levels-{timezone.localdate()}.csv", head, lines)


@requires(Right.PATROL_READ)
def overlay_list(request: HttpRequest) -> HttpResponse:
    """Extra rounds proposed, those to be decided first."""
    page = page_of(request, selectors.proposals(officer_of(request)), size=PAGE)
    context = {"page": page, "now": timezone.now()}
    return render(request, "levels/proposals.html", context)


@requires(Right.PATROL_READ)
def overlay_detail(request: HttpRequest, overlay_id: int) -> HttpResponse:
    """One proposal with its lines; a commander who did not set the level may decide it."""
    officer, proposal = officer_of(request), _proposal(request, overlay_id)
    actor = officer.as_actor()
    is_setter = proposal.area_level.set_by_id == f"{actor.kind}:{actor.id}"
    lines = proposal.lines.select_related("place", "template", "round__unit")
    context = {
        "proposal": proposal,
        "page": page_of(request, lines, size=200),
        "is_setter": is_setter,
        "may_decide": officer.has_right(Right.LEVEL_APPROVE) and not is_setter,
        "is_open": proposal.state == OverlayProposal.State.PROPOSED,
        "now": timezone.now(),
    }
    return render(request, "levels/proposal.html", context)


@requires(Right.LEVEL_APPROVE, Right.LEVEL_APPROVE)
def overlay_decide(request: HttpRequest, overlay_id: int) -> HttpResponse:
    """Approve all lines, the ticked ones, or none."""
    proposal = _proposal(request, overlay_id)
    to = reverse("overlay_detail", args=[proposal.pk])
    if request.method != "POST":
        return redirect(to)
    said: dict[str, Any] = {
        "lines": _chosen(request),
        "reason": request.POST.get("reason", "")[:200],
    }
    done = _("The extra rounds were decided.")
    return act(
        request, lambda: proposing.decide(proposal, **who(request), **said), done=done, to=to
    )


@requires(Right.PATROL_READ)
def overlay_template_list(request: HttpRequest) -> HttpResponse:
    """What each level adds."""
    officer = officer_of(request)
    own = OverlayTemplate.objects.visible_to(officer)
    context = {
        "page": page_of(request, selectors.templates(officer), size=PAGE),
        "may_set": officer.has_right(Right.LEVEL_SET),
        "own": set(own.values_list("pk", flat=True)),
    }
    return render(request, "levels/templates.html", context)


@requires(Right.LEVEL_SET, Right.LEVEL_SET)
def overlay_template_new(request: HttpRequest) -> HttpResponse:
    return _template_form(request, None, {})


@requires(Right.LEVEL_SET, Right.LEVEL_SET)
def overlay_template_edit(request: HttpRequest, overlay_template_id: int) -> HttpResponse:
    mine = OverlayTemplate.objects.visible_to(officer_of(request)).select_related("agency")
    row = get_object_or_404(mine, pk=overlay_template_id)
    plain = (
        "name", "place_kind", "mode", "starts_at", "ends_at", "rounds_a_day", "dwell_s",
        "needs_armed", "valid_to", "version",
    )  # fmt: skip
    initial = {name: getattr(row, name) for name in plain}
    initial |= {"agency": row.agency.code, "level": row.level_id, "place": row.place_id}
    return _template_form(request, row, initial)


@requires(Right.PATROL_READ)
def control_point_list(request: HttpRequest) -> HttpResponse:
    """Control points that stand; with `all`, those that are over as well."""
    officer, every = officer_of(request), request.GET.get("all") == "1"
    context = {
        "page": page_of(request, selectors.control_points(officer, all=every), size=PAGE),
        "every": every,
        "now": timezone.now(),
        "may_set": officer.has_right(Right.LEVEL_SET),
    }
    return render(request, "levels/control_points.html", context)


@requires(Right.LEVEL_SET, Right.LEVEL_SET)
def control_point_new(request: HttpRequest) -> HttpResponse:
    """Place a control point."""
    form = ControlPointForm(request.POST or None, viewer=officer_of(request))

    def keep() -> str:
        services.set_control_point(**who(request), **form.said)
        messages.success(request, _("The control point stands until its end."))
        return reverse("control_point_list")

    said: dict[str, Any] = {"heading": _("Set a control point"), "map": points_map(request)}
    said["back"] = reverse("control_point_list")
    return answer_form(request, form, keep, template="rounds/map_form.html", **said)


@requires(Right.LEVEL_SET, Right.LEVEL_SET)
def control_point_lift(request: HttpRequest, control_point_id: int) -> HttpResponse:
    """Take a control point back."""
    rows = selectors.control_points(officer_of(request), all=True)
    row = get_object_or_404(rows, pk=control_point_id)
    to = reverse("control_point_list")
    if request.method != "POST":
        return redirect(to)
    by, done = who(request)["by"], _("The control point was lifted.")
    return act(request, lambda: services.lift_control_point(row, by=by), done=done, to=to)


def _template_form(
    request: HttpRequest, row: OverlayTemplate | None, initial: dict[str, Any]
) -> HttpResponse:
    form = TemplateForm(request.POST or None, viewer=officer_of(request), initial=initial)

    def keep() -> str:
        said = form.said | {"version": form.cleaned_data["version"]}
        saved = services.put_template(row, **who(request), **said)
        messages.success(request, _("“%s” was saved.") % saved.name)
        return reverse("overlay_template_list")

    heading = row.name if row else _("New overlay template")
    back = reverse("overlay_template_list")
    return answer_form(request, form, keep, heading=heading, back=back)


def _chosen(request: HttpRequest) -> list[int] | None:
    """The ticked lines; None for all of them, none to refuse."""
    what = request.POST.get("what")
    if what == "all":
        return None
    return _numbers(request.POST.getlist("line")) if what == "some" else []


def _numbers(texts: Iterable[str]) -> list[int]:
    return [int(text) for text in texts if text.isdecimal() and len(text) < 19]


def _moment(request: HttpRequest) -> datetime | None:
    """The moment of the address, read in the local zone; None where it names none."""
    try:
        found = parse_datetime(request.GET.get("at", ""))
    except ValueError:
        return None
    return timezone.make_aware(found) if found and timezone.is_naive(found) else found


def _proposal(request: HttpRequest, overlay_id: int) -> OverlayProposal:
    return get_object_or_404(selectors.proposals(officer_of(request)), pk=overlay_id)
