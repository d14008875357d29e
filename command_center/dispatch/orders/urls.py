"""Pages of orders."""

from django.urls import path

from command_center.dispatch.orders import views

ONE = "direct-orders/<str:order_number>/"

urlpatterns = [
    path("direct-orders/", views.direct_order_list, name="direct_order_list"),
    path("direct-orders/export/", views.direct_order_export, name="direct_order_export"),
    path("direct-orders/new/", views.direct_order_new, name="direct_order_new"),
    path(ONE, views.direct_order_detail, name="direct_order_detail"),
    path(f"{ONE}export/", views.direct_order_receipts, name="direct_order_receipts"),
    path(f"{ONE}sign/", views.direct_order_sign, name="direct_order_sign"),
    path(f"{ONE}result/", views.direct_order_result, name="direct_order_result"),
    path(f"{ONE}read/", views.direct_order_read, name="direct_order_read"),
    path(f"{ONE}withdraw/", views.direct_order_withdraw, name="direct_order_withdraw"),
    path(f"{ONE}supplement/", views.direct_order_supplement, name="direct_order_supplement"),
    path(f"{ONE}resend/", views.direct_order_resend, name="direct_order_resend"),
    path(f"{ONE}pass-down/", views.direct_order_pass_down, name="direct_order_pass_down"),
    path("warnings/", views.warning_day, name="warning_day"),
]
