"""REST routes of duty levels."""

from django.urls import path

from checkpoints.duty import api, api_posts

ONE = "duty-orders/<str:duty_number>/"
SWITCH = "switches/<int:switch_id>/"

urlpatterns = [
    path("duty-orders/", api.DutyOrders.as_view(), name="api_duty_orders"),
    path(ONE, api.DutyOrder.as_view(), name="api_duty_order"),
    path(f"{ONE}state/", api.DutyOrderState.as_view(), name="api_duty_order_state"),
    path(f"{ONE}report/", api.DutyOrderReport.as_view(), name="api_duty_order_report"),
    path(f"{ONE}extend/", api.DutyOrderExtend.as_view(), name="api_duty_order_extend"),
    path(f"{ONE}cancel/", api.DutyOrderCancel.as_view(), name="api_duty_order_cancel"),
    path(f"{ONE}revert/", api.DutyOrderRevert.as_view(), name="api_duty_order_revert"),
    path(
        f"{ONE}countersign/",
        api.DutyOrderCountersign.as_view(),
        name="api_duty_order_countersign",
    ),
    path(f"{ONE}resend/", api.DutyOrderResend.as_view(), name="api_duty_order_resend"),
    path("my-switches/", api_posts.MySwitches.as_view(), name="api_my_switches"),
    path(SWITCH, api_posts.OneSwitch.as_view(), name="api_switch"),
    path(f"{SWITCH}sign/", api_posts.SwitchSign.as_view(), name="api_switch_sign"),
    path(f"{SWITCH}report/", api_posts.SwitchReport.as_view(), name="api_switch_report"),
    path(f"{SWITCH}waive/", api_posts.SwitchWaive.as_view(), name="api_switch_waive"),
    path(
        "checkpoints/<str:checkpoint_code>/level/",
        api_posts.CheckpointLevel.as_view(),
        name="api_checkpoint_level",
    ),
    path("duty-figures/", api_posts.DutyFigures.as_view(), name="api_duty_figures"),
    path("duty-targets/", api_posts.DutyTargets.as_view(), name="api_duty_targets"),
    path("duty-sops/", api_posts.DutySops.as_view(), name="api_duty_sops"),
]
