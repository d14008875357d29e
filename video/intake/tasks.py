"""Celery entry points of video intake."""

from celery import shared_task

from video.intake import services


@shared_task  # type: ignore[untyped-decorator]  # celery has no types
def run_intake(run_id: int) -> None:
    """Carry out a queued import of cameras."""
    services.run_queued(run_id)
