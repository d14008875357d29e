"""A bulletin's row made into its paper: with its number, edition, anchor and receivers."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from command_center.analysis.bulletins.models import Bulletin
from command_center.analysis.bulletins.paper import Paper, paper_of
from command_center.analysis.bulletins.paper.numbers import full_day
from command_center.analysis.bulletins.selectors import receivers_of


def shown(row: Bulletin) -> Paper:
    """In the reader's language."""
    told = {"revision": row.revision, "state": row.get_state_display()}
    to, copies = _receivers(row)
    return paper_of(
        row.content,
        row.remarks,
        number=row.number,
        edition=_("Edition %(revision)s · %(state)s") % told,
        anchor=row.digest or digest_of(row),
        dated=full_day(timezone.localdate(row.issued_at)) if row.issued_at else "",
        notice=_notice(row),
        receivers=to,
        copies=copies,
    )


@contextmanager
def official(row: Bulletin, language: str = "") -> Iterator[Paper]:
    """In the language of the city, in which documents are sent out; a draft in any other too."""
    is_other = language in dict(settings.LANGUAGES) and may_differ(row)
    with override(language if is_other else settings.LANGUAGE_CODE):
        yield shown(row)


def may_differ(row: Bulletin) -> bool:
    """Whether its files may be in another language: not once its words are frozen."""
    return row.state in (Bulletin.State.DRAFT, Bulletin.State.REVIEWED)


def digest_of(row: Bulletin) -> str:
    """SHA-256 over what the document says; the log holds it, and its foot shows it."""
    said = [row.number, row.title, row.content, row.remarks]
    told = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(told.encode()).hexdigest()


def _notice(row: Bulletin) -> str:
    """That it stands in the place of one that was issued."""
    if row.replaces is None:
        return ""
    return _("This edition corrects and replaces %(number)s.") % {"number": row.replaces.number}


def _receivers(row: Bulletin) -> tuple[list[str], list[str]]:
    """Those it went to (of a draft: would go to): agencies below it (主送), and others (抄送)."""
    if row.issued_at:
        found = [copy.agency for copy in row.copies.select_related("agency")]
    else:
        found = receivers_of(row.agency)
    below = [one.name for one in found if one.path.startswith(row.agency.path)]
    others = [one.name for one in found if not one.path.startswith(row.agency.path)]
    return (below, others) if below else (others, [])
