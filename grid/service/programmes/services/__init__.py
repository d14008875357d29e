"""Writes of programmes, supervision, groups, contact areas and joint meetings."""

from grid.service.programmes.services.items import (
    add_item,
    drop_item,
    finish_item,
    receive,
    report_progress,
    save_programme,
)
from grid.service.programmes.services.meetings import (
    drop_task,
    end_area,
    finish_task,
    give_area,
    give_task,
    save_group,
    save_meeting,
)
from grid.service.programmes.services.scoring import Mark, score, sign_sheet
from grid.service.programmes.services.supervising import (
    begin_supervision,
    close,
    drop,
    mark_late,
    put_right,
    send_back,
    send_notice,
)

__all__ = [
    "Mark",
    "add_item",
    "begin_supervision",
    "close",
    "drop",
    "drop_item",
    "drop_task",
    "end_area",
    "finish_item",
    "finish_task",
    "give_area",
    "give_task",
    "mark_late",
    "put_right",
    "receive",
    "report_progress",
    "save_group",
    "save_meeting",
    "save_programme",
    "score",
    "send_back",
    "send_notice",
    "sign_sheet",
]
