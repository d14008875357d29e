"""Pages of papers and volumes."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.urls import URLPattern, path

from grid.rights import Right, requires
from mediation.documents.views import papers, volumes

DESK = "disputes/at/<str:dispute_number>/papers/"
MINE = "disputes/mine/at/<str:dispute_number>/papers/"
PAPER = "<int:paper_id>/"
VOLUME = "disputes/at/<str:dispute_number>/volumes/<int:volume_id>/"
CLOCK = "disputes/at/<str:dispute_number>/confirmation/"
# Address below the papers, name without `my_`, view, whether it only writes.
PAGES: tuple[tuple[str, str, Callable[..., Any]], ...] = (
    ("", "dispute_papers", papers.dispute_papers),
    ("make/", "dispute_paper_make", papers.dispute_paper_make),
    (PAPER, "dispute_paper", papers.dispute_paper),
    (f"{PAPER}read/", "dispute_paper_read", papers.dispute_paper_read),
    (f"{PAPER}file/", "dispute_paper_file", papers.dispute_paper_file),
    (f"{PAPER}sign/", "dispute_paper_sign", papers.dispute_paper_sign),
    (f"{PAPER}deliver/", "dispute_paper_deliver", papers.dispute_paper_deliver),
)
# Asked for against a purpose by whoever enters disputes; oversight reads no party in clear.
READING = frozenset({"dispute_paper_read", "dispute_paper_file"})
SHOWING = frozenset({"dispute_papers", "dispute_paper"})


def _behind(view: Callable[..., Any], read: Right, write: Right | None) -> Callable[..., Any]:
    """The same view behind rights of its own."""

    @requires(read, write)
    @wraps(view)
    def marked(*args: Any, **kwargs: Any) -> Any:
        return view(*args, **kwargs)

    return marked


def _desk(name: str, view: Callable[..., Any]) -> Callable[..., Any]:
    write = Right.DISPUTE_REPORT if name in READING else Right.DISPUTE_WORK
    return _behind(view, Right.DISPUTE_READ, None if name in SHOWING else write)


def _mine(name: str, view: Callable[..., Any]) -> Callable[..., Any]:
    write = None if name in SHOWING else Right.DISPUTE_MEDIATE
    return _behind(view, Right.DISPUTE_MEDIATE, write)


urlpatterns: list[URLPattern] = [
    path("disputes/volumes/", volumes.volume_list, name="volume_list"),
    path("disputes/volumes/export/", volumes.volume_export_list, name="volume_export_list"),
    path("disputes/volumes/check/", volumes.volume_check, name="volume_check"),
    path(VOLUME, volumes.volume_detail, name="volume_detail"),
    path(f"{VOLUME}file/", volumes.volume_file, name="volume_file"),
    path(f"{CLOCK}file/", volumes.confirmation_file, name="confirmation_file"),
    path(f"{CLOCK}decline/", volumes.confirmation_decline, name="confirmation_decline"),
    path(f"{CLOCK}decide/", volumes.confirmation_decide, name="confirmation_decide"),
    *(path(f"{DESK}{at}", _desk(name, view), name=name) for at, name, view in PAGES),
    *(path(f"{MINE}{at}", _mine(name, view), name=f"my_{name}") for at, name, view in PAGES),
]
