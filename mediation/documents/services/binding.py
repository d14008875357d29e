"""Binding the archive volume: every paper in its order, pages numbered on, one hash."""

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import IllegalStep
from grid.ledger import obligations
from grid.ledger.actors import Actor
from grid.ledger.services import record
from mediation.documents import packing
from mediation.documents.composing import Dossier, dossier_of
from mediation.documents.composing.lines import SIDES, day
from mediation.documents.content import read
from mediation.documents.drawing import Drawn, draw, joined, pdf_of
from mediation.documents.models import Paper, Signature, Volume, VolumeItem
from mediation.documents.selectors import signed_places
from mediation.documents.services.papers import compose_paper
from mediation.flow.models import Outcome
from mediation.register.models import Dispute
from mediation.register.told import dispute_fact

YEARS_KEPT: Final = "五年"
_FAILED: Final = frozenset({Outcome.REFUSED, Outcome.TERMINATED, Outcome.FAILED})


@dataclass(frozen=True, slots=True)
class _Leaf:
    """One paper of the volume, laid out."""

    paper: Paper
    signatures: list[Signature]
    title: str
    drawn: Drawn
    first_page: int

    @property
    def dated(self) -> date:
        return timezone.localtime(self.paper.made_at).date()


@transaction.atomic
def bind_volume(dispute: Dispute, at: datetime, actor: Actor) -> Volume:
    """Bind the volume of a dispute in the transaction that archives it at `at`.

    Papers the law asks for and nobody made are written from the register first; papers and
    signatures are read only from now on. Raises IllegalStep for what is bound already.
    """
    if Volume.objects.filter(dispute=dispute).exists():
        raise IllegalStep(_("What is archived is read only."), stage=dispute.stage)
    leaves = list(_leaves(_papers(dossier_of(dispute), actor)))
    volume = _kept(dispute, at, actor, leaves)
    Signature.objects.filter(paper__dispute=dispute).update(archived_at=at)
    Paper.objects.filter(dispute=dispute).update(archived_at=at)
    for due in dispute.confirmations.filter(state__in=obligations.OPEN):
        obligations.cancel(due, actor, reason=_("The thirty days are over."))
    told: dict[str, Any] = {"volume": volume.number, "sha256": volume.sha256, "pages": volume.pages}
    record(actor, dispute_fact("volume_bound", dispute, **told))
    return volume


def _papers(dossier: Dossier, actor: Actor) -> Iterator[Paper]:
    """The papers in the order of a volume (art. 27): those that stand, and those that lack."""
    for kind, about in _wanted(dossier):
        standing = Paper.objects.filter(
            dispute=dossier.dispute, kind=kind, about=about, replaced_at__isnull=True
        ).first()
        is_asked = kind != Paper.Kind.CONFIRMATION
        if standing is not None:
            yield standing
        elif is_asked:
            yield compose_paper(dossier.dispute, by_label=actor.label, kind=kind, about=about)[0]


def _wanted(dossier: Dossier) -> Iterator[tuple[Paper.Kind, str]]:
    yield Paper.Kind.REGISTRATION, ""
    for held in dossier.sessions:
        yield Paper.Kind.SESSION, str(held.number)
    if dossier.agreement:
        yield Paper.Kind.AGREEMENT, ""
        yield Paper.Kind.CONFIRMATION, ""
    if dossier.course and dossier.course.outcome in _FAILED:
        yield Paper.Kind.NOTICE, ""
    if dossier.course and dossier.course.outcome:
        yield Paper.Kind.CLOSING, ""


def _leaves(papers: Iterator[Paper]) -> Iterator[_Leaf]:
    page = 1
    for paper in papers:
        content = read(paper.content or "")
        drawn = pdf_of(content, signed_places(paper), text_hash=paper.text_hash, first_page=page)
        about = f"（第{paper.about}次）" if paper.about else ""
        signatures = list(paper.signatures.all())
        yield _Leaf(paper, signatures, f"{content.title}{about}", drawn, page)
        page += drawn.pages


def _kept(dispute: Dispute, at: datetime, actor: Actor, leaves: list[_Leaf]) -> Volume:
    pages = sum(leaf.drawn.pages for leaf in leaves)
    volume = Volume(
        dispute=dispute, number=f"{dispute.number}-V1", pages=pages, made_at=at,
        title=f"{dispute.category.name}纠纷调解卷宗", made_by=actor.label,
    )  # fmt: skip
    cover = draw("disputedocs/cover.html", _cover(dispute, volume, leaves))
    whole = joined([cover, *(leaf.drawn for leaf in leaves)])
    items = [_item(0, "封面、卷内目录和全卷", timezone.localdate(at), whole, pages=pages)]
    for place, leaf in enumerate(leaves, 1):
        text = packing.text_of(leaf.paper, leaf.signatures)
        item = _item(place, leaf.title, leaf.dated, text, pages=leaf.drawn.pages)
        item.paper, item.first_page = leaf.paper, leaf.first_page
        items.append(item)
    volume.manifest = packing.manifest_of(volume, items)
    volume.sha256 = packing.digest(volume.manifest.encode())
    volume.save()
    for item in items:
        item.volume = volume
    VolumeItem.objects.bulk_create(items)
    return volume


def _item(position: int, title: str, dated: date, data: bytes, *, pages: int) -> VolumeItem:
    return VolumeItem(
        position=position, title=title, dated=dated, first_page=1, pages=pages,
        sha256=packing.digest(data), content=b64encode(data).decode(),
    )  # fmt: skip


def _cover(dispute: Dispute, volume: Volume, leaves: list[_Leaf]) -> dict[str, object]:
    """The cover and the index, whose pages bear no number."""
    parties = "；".join(
        f"{SIDES[party.side]} {party.name or '—'}" for party in dispute.parties.all()
    )
    return {
        "body": dispute.body.name if dispute.body else dispute.agency.name,
        "volume": volume,
        "rows": [
            ("卷宗编号", volume.number),
            ("纠纷类别", dispute.category.name),
            ("当事人", parties),
            ("登记日期", day(dispute.registered_at)),
            ("归档日期", day(volume.made_at)),
            ("立卷人", volume.made_by),
            ("页数", f"{volume.pages}页"),
            ("保管期限", YEARS_KEPT),
        ],
        "index": [
            (place, leaf.title, day(leaf.dated), leaf.first_page, leaf.drawn.pages)
            for place, leaf in enumerate(leaves, 1)
        ],
    }
