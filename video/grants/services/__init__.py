"""What is done with grants: asked for, decided, ended, used; and trainings recorded."""

from video.grants.services.asking import Choice, Preview, Terms, ask, preview
from video.grants.services.deciding import approve, refuse_grant, revoke, withdraw
from video.grants.services.looking import look
from video.grants.services.trainings import record_training, withdraw_training
from video.grants.services.watching import watch

__all__ = [
    "Choice", "Preview", "Terms", "approve", "ask", "look", "preview", "record_training",
    "refuse_grant", "revoke", "watch", "withdraw", "withdraw_training",
]  # fmt: skip
