"""Writing bulletins: drafted by a run, edited, reviewed, issued, read, talked over."""

from command_center.analysis.bulletins.services.distributing import (
    read_copy,
    see_copy,
    set_receivers,
)
from command_center.analysis.bulletins.services.drafting import draft, edit
from command_center.analysis.bulletins.services.files import take_docx, take_pdf
from command_center.analysis.bulletins.services.meeting import (
    drop_task,
    finish_task,
    give_task,
    save_meeting,
)
from command_center.analysis.bulletins.services.signing import issue, return_, review

__all__ = [
    "draft",
    "drop_task",
    "edit",
    "finish_task",
    "give_task",
    "issue",
    "read_copy",
    "return_",
    "review",
    "save_meeting",
    "see_copy",
    "set_receivers",
    "take_docx",
    "take_pdf",
]
