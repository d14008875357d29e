"""Where the switch of a checkpoint and its order can be read."""

from checkpoints.duty.models import Switch, SwitchOrder
from grid.ledger.subject_pages import register

register("duty.switch", "switch_detail", Switch.objects.visible_to)
register("switch", "switch_detail", Switch.objects.visible_to)
register("duty_order", "duty_order_detail", SwitchOrder.objects.visible_to, key="number")
