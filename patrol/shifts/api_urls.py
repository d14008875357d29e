"""REST routes of shifts."""

from django.urls import URLPattern, path

from patrol.shifts import api, api_checks

urlpatterns: list[URLPattern] = [
    path("my-unit/", api.MyUnit.as_view(), name="api_my_unit"),
    path("my-presence/", api_checks.MyPresence.as_view(), name="api_my_presence"),
    path("shift-templates/", api.TemplateList.as_view(), name="api_shift_templates"),
    path(
        "shift-templates/<int:shift_template_id>/generate/",
        api.TemplateWeek.as_view(),
        name="api_shift_template_generate",
    ),
    path("shifts/", api.ShiftList.as_view(), name="api_shifts"),
    path("shifts/coverage/", api.Hours.as_view(), name="api_shift_coverage"),
    path("shifts/<int:shift_id>/", api.ShiftRoster.as_view(), name="api_shift"),
    path("roster/<int:entry_id>/on-duty/", api.OnDuty.as_view(), name="api_roster_on_duty"),
    path("roster/<int:entry_id>/off-duty/", api.OffDuty.as_view(), name="api_roster_off_duty"),
    path("certificates/", api.CertificateList.as_view(), name="api_certificates"),
    path("handovers/", api_checks.HandoverList.as_view(), name="api_handovers"),
    path("handovers/<int:handover_id>/", api_checks.HandoverDetail.as_view(), name="api_handover"),
    path(
        "handovers/<int:handover_id>/give/",
        api_checks.HandoverGive.as_view(),
        name="api_handover_give",
    ),
    path(
        "handovers/<int:handover_id>/take/",
        api_checks.HandoverTake.as_view(),
        name="api_handover_take",
    ),
    path("presence-checks/", api_checks.CheckList.as_view(), name="api_presence_checks"),
    path(
        "presence-checks/<int:presence_id>/",
        api_checks.CheckDetail.as_view(),
        name="api_presence_check",
    ),
    path(
        "presence-checks/<int:presence_id>/publish/",
        api_checks.CheckPublish.as_view(),
        name="api_presence_publish",
    ),
    path(
        "presence-answers/<int:answer_id>/answer/",
        api_checks.PresenceReply.as_view(),
        name="api_presence_answer",
    ),
    path("force-returns/", api_checks.ForceReturns.as_view(), name="api_force_returns"),
]
