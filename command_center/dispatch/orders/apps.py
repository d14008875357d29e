"""Registers orders with Django."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Direct orders and warning orders (警令), each acknowledged by each receiver."""

    name = "command_center.dispatch.orders"
    label = "orders"
