"""What the papers' pages show, without a word of the papers themselves."""

from typing import Any

from django.utils.translation import gettext as _

from grid.organisation.models import Officer
from grid.rights import Right
from mediation.documents import forms
from mediation.documents.content import Signer, read
from mediation.documents.models import Paper, Signature
from mediation.documents.panel import routes_of
from mediation.documents.selectors import confirmation_of, papers_of
from mediation.register.models import Dispute, Party
from mediation.register.private import masked
from mediation.register.reveal import may_ask

WRITERS = (Right.DISPUTE_WORK, Right.DISPUTE_MEDIATE)


def may_write(officer: Officer) -> bool:
    """Whether she writes papers and takes signatures."""
    return any(officer.has_right(right) for right in WRITERS)


def papers_shown(dispute: Dispute, officer: Officer) -> dict[str, Any]:
    """Papers, clock and volume of a dispute."""
    is_open = dispute.stage != Dispute.Stage.ARCHIVED and may_write(officer)
    due = confirmation_of(dispute)
    return {
        "dispute": dispute,
        "papers": list(papers_of(dispute)),
        "routes": routes_of(officer),
        "make_form": forms.MakeForm(dispute=dispute) if is_open else None,
        "due": due,
        "may_confirm": is_open and officer.has_right(Right.DISPUTE_WORK),
        "file_form": forms.FileForm(),
        "decide_form": forms.DecideForm(),
        "plain_form": forms.PlainForm(),
        "volumes": dispute.volumes.defer("manifest"),
        "may_archive": officer.has_right(Right.DISPUTE_ARCHIVE),
        "volume_form": forms.WhyForm(initial={"purpose": "archive"}),
    }


def paper_shown(paper: Paper, officer: Officer) -> dict[str, Any]:
    """One paper: places and copies, with the parties masked."""
    is_open = not (paper.replaced_at or paper.archived_at) and may_write(officer)
    parties = {one.pk: party_label(one) for one in Party.objects.filter(dispute=paper.dispute)}
    copies = {one.party_id: one for one in paper.deliveries.all()}
    owed = [(key, name) for key, name in parties.items() if key not in copies]
    may_read = paper.content is not None and may_ask(officer, paper.dispute)
    return {
        "paper": paper,
        "dispute": paper.dispute,
        "routes": routes_of(officer),
        "places": places_of(paper, parties),
        "copies": [(name, copies.get(key)) for key, name in parties.items()],
        "is_open": is_open,
        "may_read": may_read,
        "why_form": forms.WhyForm() if may_read else None,
        "take_form": forms.TakeForm() if may_read else None,
        "deliver_form": forms.DeliverForm(parties=owed) if is_open and owed else None,
    }


def party_label(party: Party) -> str:
    """Her side and her name, masked."""
    return f"{party.get_side_display()} · {masked(party)['name']}"


def places_of(paper: Paper, parties: dict[int, str]) -> list[dict[str, Any]]:
    """The places to sign with who fills them, none of the parties' names in clear."""
    if paper.content is None:
        return []
    signed = {one.place: one for one in paper.signatures.all()}
    return [_place(place, signed.get(place.key), parties) for place in read(paper.content).signers]


def _place(place: Signer, signature: Signature | None, parties: dict[int, str]) -> dict[str, Any]:
    capacity, _sep, number = place.key.partition(":")
    name = parties.get(int(number), "") if capacity == "party" else place.name
    label = str(Signature.Capacity(capacity).label)
    shown = name if capacity == "party" else f"{label} · {name}"
    return {
        "key": place.key,
        "label": shown or _("Party"),
        "signature": signature,
        "ways": _WAYS[capacity],
    }


_WAYS = {
    "party": [Signature.Way.SCREEN, Signature.Way.INK, Signature.Way.PRINT],
    "mediator": [Signature.Way.SCREEN, Signature.Way.INK],
    "body": [Signature.Way.SEAL],
}
