"""REST routes of orders."""

from django.urls import path

from command_center.dispatch.orders import api

ONE = "orders/<str:order_number>/"

urlpatterns = [
    path("orders/", api.Orders.as_view(), name="api_orders"),
    path(ONE, api.Order.as_view(), name="api_order"),
    path(f"{ONE}sign/", api.Sign.as_view(), name="api_order_sign"),
    path(f"{ONE}result/", api.Result.as_view(), name="api_order_result"),
    path(f"{ONE}read/", api.SeeSupplements.as_view(), name="api_order_read"),
    path(f"{ONE}pass-down/", api.PassDown.as_view(), name="api_order_pass_down"),
    path(f"{ONE}withdraw/", api.Withdraw.as_view(), name="api_order_withdraw"),
    path(
        f"{ONE}supplement/",
        api.Supplement.as_view(),
        name="api_order_supplement",
    ),
    path(f"{ONE}resend/", api.Resend.as_view(), name="api_order_resend"),
    path("my-orders/", api.MyOrders.as_view(), name="api_my_orders"),
    path("my-orders/pending/", api.PendingOrders.as_view(), name="api_my_orders_pending"),
]
