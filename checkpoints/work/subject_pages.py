"""Where the handover of a checkpoint can be read."""

from checkpoints.work.models import PostHandover
from grid.ledger.subject_pages import register

register("checkwork.posthandover", "post_handover_detail", PostHandover.objects.visible_to)
