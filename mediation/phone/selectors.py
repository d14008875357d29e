"""Reading what came with a dispute from a doorway."""

from django.db.models import QuerySet
from django.http import Http404

from grid.scope import Viewer
from mediation.phone.models import ConsentSignature, DisputePhoto
from mediation.register.models import Dispute


def photos_of(dispute: Dispute, viewer: Viewer) -> QuerySet[DisputePhoto]:
    """The pictures of a dispute, without the pictures themselves."""
    return DisputePhoto.objects.visible_to(viewer).filter(dispute=dispute).defer("picture")


def find_photo(dispute: Dispute, photo_id: int, viewer: Viewer) -> DisputePhoto:
    """One picture of this dispute; Http404 where it is absent or out of scope."""
    rows = DisputePhoto.objects.visible_to(viewer).select_related("dispute__agency")
    found = rows.filter(dispute=dispute, pk=photo_id).first()
    if found is None:
        raise Http404
    return found


def signatures_of(dispute: Dispute, viewer: Viewer) -> QuerySet[ConsentSignature]:
    """Who signed for consent and how, without the lines drawn."""
    rows = ConsentSignature.objects.visible_to(viewer).filter(dispute=dispute)
    return rows.select_related("party").defer("strokes")
