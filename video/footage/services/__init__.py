"""Asking for footage, deciding, handing out, taking back; and that video was checked."""

from video.footage.services.checks import mark_checked, strike_check
from video.footage.services.deciding import refuse, sign
from video.footage.services.issuing import close, confirm_masking, issue, receive, settle
from video.footage.services.looking import look, look_at_list, reveal
from video.footage.services.requests import change_request, request_footage, withdraw

__all__ = [
    "change_request",
    "close",
    "confirm_masking",
    "issue",
    "look",
    "look_at_list",
    "mark_checked",
    "receive",
    "refuse",
    "request_footage",
    "reveal",
    "settle",
    "sign",
    "strike_check",
    "withdraw",
]
