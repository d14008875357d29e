"""Where a direct order can be read."""

from command_center.dispatch.orders.models import DirectOrder
from grid.ledger.subject_pages import register

register("direct_order", "direct_order_detail", DirectOrder.objects.visible_to, key="number")
