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
    return paper_of(
        row.content,
        row.remarks,
        number=row.number,
        edition=_("Edition %(revision)s · %(state)s") % told,
        anchor=row.digest or digest_of(row),
        dated=full_day(timezone.localdate(row.issued_at)) if row.issued_at else "",
        receivers=_receivers(row),
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


def _receivers(row: Bulletin) -> list[str]:
    """Those it went to; of a draft those it would go to."""
    if row.issued_at:
        return [copy.agency.name for copy in row.copies.select_related("agency")]
    return [one.name for one in receivers_of(row.agency)]
