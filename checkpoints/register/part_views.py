"""Pages of what stands at checkpoints: equipment and shortages, posts, joint forces, gaps."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from checkpoints.register import equipping, needs, parts, selectors
from checkpoints.register.figures import NORMAL, force_gaps
from checkpoints.register.models import EquipmentItem, JointForce, Post
from checkpoints.register.part_forms import (
    EquipmentFilterForm,
    EquipmentForm,
    JointForceForm,
    PostForm,
    ShortageFilterForm,
)
from checkpoints.register.views import PAGE, asked_for, find, is_manager, shown_form, there
from grid.frame.pages import act
from grid.ledger.actors import actor_of
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires

_COLUMNS = (
    *("checkpoint", "name", "kind", "label", "quantity", "state"),
    *("checked_on", "check_due_on", "note"),
)


@requires(Right.CHECKPOINT_READ)
@require_GET
def equipment_list(request: HttpRequest) -> HttpResponse:
    """Equipment of every checkpoint, its state and its checks."""
    officer = officer_of(request)
    form = EquipmentFilterForm(request.GET, viewer=officer)
    context = {
        "form": form,
        "page": page_of(request, parts.equipment(officer, **asked_for(form)), size=PAGE),
        "overdue": parts.equipment(officer, due="1").count(),
        "may_edit": is_manager(officer),
        "today": timezone.localdate(),
        "now": timezone.now(),
    }
    return render(request, "checkpoints/equipment.html", context)


@requires(Right.CHECKPOINT_READ)
@require_GET
def equipment_export(request: HttpRequest) -> HttpResponseBase:
    """The list of equipment as CSV, as it is filtered."""
    officer = officer_of(request)
    form = EquipmentFilterForm(request.GET, viewer=officer)
    lines = (
        [
            *(item.checkpoint.code, item.checkpoint.name, item.kind_id),
            *(getattr(item, name) for name in _COLUMNS[3:]),
        ]
        for item in parts.equipment(officer, **asked_for(form)).iterator()
    )
    return csv_answer("equipment.csv", [_COLUMNS, *lines])


@requires(Right.CHECKPOINT_READ)
@require_GET
def shortage_list(request: HttpRequest) -> HttpResponseBase:
    """What checkpoints in service lack for a duty level: required less present."""
    officer = officer_of(request)
    form = ShortageFilterForm({"level": NORMAL} | request.GET.dict(), viewer=officer)
    said = asked_for(form)
    level = said.get("level") or NORMAL
    rows = list(selectors.checkpoints(officer, state="operational", agency=said.get("agency", "")))
    found = needs.shortages_many(rows, level)
    lines = [(row, lack) for row in rows for lack in found[row.pk]]
    if request.GET.get("as") == "csv":
        head = ("checkpoint", "name", "level", "equipment", "required", "present", "missing")
        return csv_answer("shortages.csv", [head, *(_shortage_line(*x, level) for x in lines)])
    context = {
        "form": form,
        "page": page_of(request, lines, size=PAGE),
        "missing": sum(lack["missing"] for _row, lack in lines),
        "short": len({row.pk for row, _lack in lines}),
        "checked": len(rows),
        "now": timezone.now(),
    }
    return render(request, "checkpoints/shortages.html", context)


def _shortage_line(row: Any, lack: needs.Shortage, level: str) -> tuple[Any, ...]:
    counts = (lack["required"], lack["present"], lack["missing"])
    return (row.code, row.name, level, lack["code"], *counts)


@requires(Right.CHECKPOINT_MANAGE, Right.CHECKPOINT_MANAGE)
@require_http_methods(["GET", "POST"])
def equipment_new(request: HttpRequest, checkpoint_code: str) -> HttpResponse:
    """Enter pieces of equipment at a checkpoint."""
    row = find(request, checkpoint_code)

    def keep(said: dict[str, Any]) -> str:
        equipping.save_equipment(None, row, by=actor_of(request), **said)
        return there(row)

    form = EquipmentForm(request.POST or None, item=None)
    return shown_form(request, form, keep, title=_("Enter equipment"), checkpoint=row)


@requires(Right.CHECKPOINT_MANAGE, Right.CHECKPOINT_MANAGE)
@require_http_methods(["GET", "POST"])
def equipment_edit(request: HttpRequest, equipment_item_id: int) -> HttpResponse:
    """Say what became of pieces of equipment."""
    item = _item(request, equipment_item_id)

    def keep(said: dict[str, Any]) -> str:
        equipping.save_equipment(item, item.checkpoint, by=actor_of(request), **said)
        return there(item.checkpoint)

    form = EquipmentForm(request.POST or None, item=item)
    title = _("Equipment: %s") % item.kind
    return shown_form(request, form, keep, title=title, checkpoint=item.checkpoint)


@requires(Right.CHECKPOINT_MANAGE, Right.CHECKPOINT_MANAGE)
@require_POST
def equipment_check(request: HttpRequest, equipment_item_id: int) -> HttpResponse:
    """It was checked today, and is usable or not."""
    item = _item(request, equipment_item_id)
    is_usable = request.POST.get("is_usable") == "1"

    def keep() -> str:
        equipping.check_equipment(item, by=actor_of(request), is_usable=is_usable)
        messages.success(request, _("Check entered."))
        return there(item.checkpoint)

    return act(request, keep, back=there(item.checkpoint))


@requires(Right.CHECKPOINT_MANAGE, Right.CHECKPOINT_MANAGE)
@require_http_methods(["GET", "POST"])
def post_new(request: HttpRequest, checkpoint_code: str) -> HttpResponse:
    """Lay out a post."""
    row = find(request, checkpoint_code)

    def keep(said: dict[str, Any]) -> str:
        equipping.save_post(None, row, by=actor_of(request), **said)
        return there(row)

    form = PostForm(request.POST or None, post=None)
    return shown_form(request, form, keep, title=_("Lay out a post"), checkpoint=row)


@requires(Right.CHECKPOINT_MANAGE, Right.CHECKPOINT_MANAGE)
@require_http_methods(["GET", "POST"])
def post_edit(request: HttpRequest, checkpoint_post_id: int) -> HttpResponse:
    """Change a post or take it away."""
    rows = Post.objects.visible_to(officer_of(request)).select_related("checkpoint__agency")
    post = get_object_or_404(rows, pk=checkpoint_post_id)

    def keep(said: dict[str, Any]) -> str:
        equipping.save_post(post, post.checkpoint, by=actor_of(request), **said)
        return there(post.checkpoint)

    form = PostForm(request.POST or None, post=post)
    title = _("Post: %s") % post.name
    return shown_form(request, form, keep, title=title, checkpoint=post.checkpoint)


@requires(Right.CHECKPOINT_MANAGE, Right.CHECKPOINT_MANAGE)
@require_http_methods(["GET", "POST"])
def joint_force_new(request: HttpRequest, checkpoint_code: str) -> HttpResponse:
    """Keep what another force agreed to."""
    row = find(request, checkpoint_code)

    def keep(said: dict[str, Any]) -> str:
        equipping.save_joint_force(None, row, by=actor_of(request), **said)
        return there(row)

    form = JointForceForm(request.POST or None, force=None)
    return shown_form(request, form, keep, title=_("Enter a joint force"), checkpoint=row)


@requires(Right.CHECKPOINT_MANAGE, Right.CHECKPOINT_MANAGE)
@require_http_methods(["GET", "POST"])
def joint_force_edit(request: HttpRequest, joint_force_id: int) -> HttpResponse:
    """Change what a force agreed to, or end it."""
    rows = JointForce.objects.visible_to(officer_of(request)).select_related(
        "checkpoint__agency", "kind", "agency"
    )
    force = get_object_or_404(rows, pk=joint_force_id)

    def keep(said: dict[str, Any]) -> str:
        equipping.save_joint_force(force, force.checkpoint, by=actor_of(request), **said)
        return there(force.checkpoint)

    form = JointForceForm(request.POST or None, force=force)
    title = _("Joint force: %s") % force
    return shown_form(request, form, keep, title=title, checkpoint=force.checkpoint)


@requires(Right.CHECKPOINT_READ)
@require_GET
def gap_list(request: HttpRequest) -> HttpResponseBase:
    """Stations without an electronic gantry, and gaps in the joint forces."""
    officer = officer_of(request)
    gateless = selectors.checkpoints(officer, gap="gantry")
    gaps = force_gaps(selectors.operational(officer))
    if request.GET.get("as") == "csv":
        head = ("checkpoint", "name", "gap", "required", "agreed")
        lines: list[tuple[Any, ...]] = [head]
        lines += [(row.code, row.name, _("No electronic gantry"), "", "") for row in gateless]
        lines += [
            (
                *(gap.checkpoint.code, gap.checkpoint.name, f"{gap.force}: {gap.why}"),
                *(gap.required, gap.agreed),
            )
            for gap in gaps
        ]
        return csv_answer("checkpoint_gaps.csv", lines)
    context = {
        "gateless": gateless[:200],
        "n_gateless": gateless.count(),
        "page": page_of(request, gaps, size=PAGE),
        "now": timezone.now(),
    }
    return render(request, "checkpoints/gaps.html", context)


def _item(request: HttpRequest, item_id: int) -> EquipmentItem:
    return get_object_or_404(parts.equipment(officer_of(request)), pk=item_id)
