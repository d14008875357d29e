"""Pages of shifts."""

from django.urls import URLPattern, path

from patrol.shifts.views import board, checks, rules

urlpatterns: list[URLPattern] = [
    path("shifts/", board.shift_board, name="shift_board"),
    path("shifts/export.csv", board.shift_export, name="shift_export"),
    path("shifts/<int:shift_id>/", board.shift_detail, name="shift_detail"),
    path("shifts/roster/<int:entry_id>/", board.roster_act, name="roster_act"),
    path("shifts/templates/", rules.shift_templates, name="shift_templates"),
    path("shifts/templates/new/", rules.shift_template_new, name="shift_template_new"),
    path(
        "shifts/templates/<int:shift_template_id>/",
        rules.shift_template_edit,
        name="shift_template_edit",
    ),
    path("shifts/rest/new/", rules.rest_rule_new, name="rest_rule_new"),
    path("shifts/certificates/", rules.certificate_list, name="certificate_list"),
    path("shifts/certificates/new/", rules.certificate_new, name="certificate_new"),
    path("shifts/handovers/", checks.handover_list, name="handover_list"),
    path("shifts/handovers/<int:handover_id>/", checks.handover_detail, name="handover_detail"),
    path("shifts/presence/", checks.presence_list, name="presence_list"),
    path("shifts/presence/new/", checks.presence_new, name="presence_new"),
    path("shifts/presence/rule/", checks.presence_rule, name="presence_rule"),
    path("shifts/presence/mine/", checks.presence_mine, name="presence_mine"),
    path("shifts/presence/<int:presence_id>/", checks.presence_detail, name="presence_detail"),
    path("shifts/presence/answers/<int:answer_id>/", checks.presence_reply, name="presence_reply"),
    path("shifts/force/", checks.force_return, name="force_return"),
    path("shifts/force/export.csv", checks.force_export, name="force_export"),
    path("shifts/force/count/", checks.force_count, name="force_count"),
    path("shifts/force/plan/", checks.force_plan_new, name="force_plan_new"),
]
