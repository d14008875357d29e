"""Pages of duty levels."""

from django.urls import path

from checkpoints.duty.views import figures, orders, posts, rules

ONE = "duty/orders/<str:duty_number>/"
SWITCH = "duty/switches/<int:switch_id>/"

urlpatterns = [
    path("duty/orders/", orders.duty_order_list, name="duty_order_list"),
    path("duty/orders/export/", orders.duty_order_export, name="duty_order_export"),
    path("duty/orders/new/", orders.duty_order_new, name="duty_order_new"),
    path(ONE, orders.duty_order_detail, name="duty_order_detail"),
    path(f"{ONE}rows/", orders.duty_order_rows, name="duty_order_rows"),
    path(f"{ONE}extend/", orders.duty_order_extend, name="duty_order_extend"),
    path(f"{ONE}end/", orders.duty_order_end, name="duty_order_end"),
    path(f"{ONE}countersign/", orders.duty_order_countersign, name="duty_order_countersign"),
    path(f"{ONE}resend/", orders.duty_order_resend, name="duty_order_resend"),
    path("duty/switches/", figures.duty_switch_list, name="duty_switch_list"),
    path("duty/switches/export/", figures.duty_switch_export, name="duty_switch_export"),
    path(SWITCH, posts.switch_detail, name="switch_detail"),
    path(f"{SWITCH}sign/", posts.switch_sign, name="switch_sign"),
    path(f"{SWITCH}report/", posts.switch_report, name="switch_report"),
    path(f"{SWITCH}waive/", posts.switch_waive, name="switch_waive"),
    path("duty/figures/", figures.duty_figures, name="duty_figures"),
    path("duty/figures/export/", figures.duty_figures_export, name="duty_figures_export"),
    path("duty/rules/", rules.duty_rules, name="duty_rules"),
    path("duty/rules/targets/new/", rules.duty_target_new, name="duty_target_new"),
    path("duty/rules/sops/new/", rules.duty_sop_new, name="duty_sop_new"),
    path("duty/rules/sops/<int:sop_id>/", rules.duty_sop_detail, name="duty_sop_detail"),
]
