"""Celery entry points of cases."""

from celery import shared_task

from command_center.cases.importing import services


@shared_task  # type: ignore[untyped-decorator]  # celery has no types
def run_case_import(run_id: int) -> None:
    """Carry out a queued import."""
    services.run_queued(run_id)
