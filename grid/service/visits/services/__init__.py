"""Writing visits: campaigns and tasks, the visits themselves, errands, counters."""

from grid.service.visits.services.campaigns import (
    change_campaign,
    close_campaign,
    start_campaign,
)
from grid.service.visits.services.counter import count_service, save_item
from grid.service.visits.services.errands import (
    change_errand,
    end_errand,
    finish_errand,
    take_errand,
    take_on,
)
from grid.service.visits.services.photos import add_photo
from grid.service.visits.services.revealing import client_of, reveal_client
from grid.service.visits.services.tasks import cancel_task, create_task, finish_task, sign_task
from grid.service.visits.services.visiting import correct_visit, record_visit

__all__ = [
    "add_photo",
    "cancel_task",
    "change_campaign",
    "change_errand",
    "client_of",
    "close_campaign",
    "correct_visit",
    "count_service",
    "create_task",
    "end_errand",
    "finish_errand",
    "finish_task",
    "record_visit",
    "reveal_client",
    "save_item",
    "sign_task",
    "start_campaign",
    "take_errand",
    "take_on",
]
