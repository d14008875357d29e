"""The list of bulletins, on the page and as CSV."""

from collections.abc import Sequence
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from command_center.analysis.bulletins.models import Bulletin
from command_center.analysis.bulletins.paper.numbers import period_name
from grid.frame.listing import Cell, Listing
from grid.frame.templatetags.frame import minute

MARKS: Final = {"draft": "warn", "reviewed": "warn", "issued": "strong", "replaced": ""}


def _line(row: Any) -> Sequence[Any]:
    read = _("%(read)s of %(sent)s") % {"read": row.read, "sent": row.sent} if row.sent else "—"
    return (
        Cell(row.title, href=reverse("bulletin_detail", args=[row.pk])),
        period_name(row.job, row.period),
        row.agency.name,
        row.number or "—",
        row.revision,
        Cell(row.get_state_display(), mark=MARKS[row.state]),
        minute(row.issued_at) if row.issued_at else _due(row),
        read,
    )


def _due(row: Bulletin) -> str:
    if row.state == Bulletin.State.REPLACED or row.issue_by is None:
        return "—"
    return _("due %(at)s") % {"at": minute(row.issue_by)}


BULLETINS: Final = Listing(
    title=gettext_lazy("Bulletins"),
    heads=(
        gettext_lazy("Title"),
        gettext_lazy("Period"),
        gettext_lazy("Agency"),
        gettext_lazy("Number"),
        gettext_lazy("Edition"),
        gettext_lazy("State"),
        gettext_lazy("Issued at"),
        gettext_lazy("Read by"),
    ),
    line=_line,
    empty=gettext_lazy("No bulletins here."),
    empty_text=gettext_lazy("They are drafted when a week, a month, a quarter or a year is over."),
    file="bulletins.csv",
    placeholder=gettext_lazy("Title, number or period"),
    export="bulletin_export",
)
