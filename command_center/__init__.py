"""The top floor: what is happening now, and what it means."""

from command_center.celery import app as celery_app

__all__ = ["celery_app"]
