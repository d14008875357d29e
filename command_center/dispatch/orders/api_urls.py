"""REST routes of orders."""

from django.urls import path

from command_center.dispatch.orders import api

urlpatterns = [
    path("orders/", api.Orders.as_view(), name="api_orders"),
    path("orders/<str:number>/", api.Order.as_view(), name="api_order"),
    path("orders/<str:number>/sign/", api.Sign.as_view(), name="api_order_sign"),
    path("orders/<str:number>/result/", api.Result.as_view(), name="api_order_result"),
    path("orders/<str:number>/read/", api.SeeSupplements.as_view(), name="api_order_read"),
    path("orders/<str:number>/pass-down/", api.PassDown.as_view(), name="api_order_pass_down"),
    path("orders/<str:number>/withdraw/", api.Withdraw.as_view(), name="api_order_withdraw"),
    path("orders/<str:number>/supplement/", api.Supplement.as_view(), name="api_order_supplement"),
    path("orders/<str:number>/resend/", api.Resend.as_view(), name="api_order_resend"),
    path("my-orders/", api.MyOrders.as_view(), name="api_my_orders"),
    path("my-orders/pending/", api.PendingOrders.as_view(), name="api_my_orders_pending"),
]
