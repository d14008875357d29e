"""Where a checkpoint can be read."""

from checkpoints.register.models import Checkpoint
from grid.ledger.subject_pages import register

register("checkpoint", "checkpoint_detail", Checkpoint.objects.visible_to, key="code")
