"""Things of the mediation floor that belong to the south."""

from typing import Any

from django.utils import timezone

from grid.territory.models import Division
from mediation.documents.models import Paper, Volume
from mediation.flow.models import Transfer
from mediation.mediators.models import Mediator, VillageGroup
from mediation.phone.models import DisputePhoto
from mediation.register.models import DisputeCall, Party
from mediation.risk.models import RiskChecklist
from tests.cast import Cast
from tests.contracts.things.marks import ADDRESS
from tests.mediation.make import make_body, make_dispute


def of_dispute(cast: Cast) -> dict[str, Any]:
    """A southern dispute with a party and a picture."""
    dispute = make_dispute(cast, agency=cast.south_station, title=ADDRESS, address=ADDRESS)
    party = Party.objects.create(dispute=dispute, side=Party.Side.A, name="南某")
    photo = DisputePhoto.objects.create(
        dispute=dispute, picture="/9j/", size=3, sha256="0" * 64, taken_by=ADDRESS[:60]
    )
    return {
        "dispute_number": dispute.number,
        "work_act": "danger",
        "direct_act": "assignment",
        "party_id": party.pk,
        "dispute_photo_id": photo.pk,
    }


def of_body(cast: Cast) -> dict[str, Any]:
    """A southern room with a mediator, and a southern village's group."""
    body = make_body(cast, agency=cast.south_station, name=ADDRESS[:60])
    mediator = Mediator.objects.create(body=body, name=ADDRESS[:20], kind=Mediator.Kind.MEMBER)
    village = Division.objects.create(
        code="990201001001", name="南一村", level=Division.Level.VILLAGE
    )
    group = VillageGroup.objects.create(
        division=village, agency=cast.south_station, name=ADDRESS[:60]
    )
    return {"body_code": body.code, "mediator_id": mediator.pk, "group_id": group.pk}


def of_transfer(cast: Cast) -> dict[str, Any]:
    """A transfer from one southern agency to another."""
    dispute = make_dispute(cast, agency=cast.south_station, stage="transferred")
    transfer = Transfer.objects.create(
        dispute=dispute,
        from_agency=cast.south_station,
        to_agency=cast.south,
        stage_before="assessed",
        asked_by=ADDRESS[:60],
    )
    return {"transfer_id": transfer.pk}


def of_dispute_call(cast: Cast) -> dict[str, Any]:
    """A southern call classed as a dispute."""
    call = DisputeCall.objects.create(
        incident_number="990201260001",
        agency=cast.south_station,
        category_name="邻里纠纷",
        address=ADDRESS,
        reported_at=timezone.now(),
    )
    return {"call_number": call.incident_number}


def of_risk_checklist(cast: Cast) -> dict[str, Any]:
    """A checklist of the south's own."""
    return {"checklist_id": RiskChecklist.objects.create(agency=cast.south, name=ADDRESS[:60]).pk}


def of_paper(cast: Cast) -> dict[str, Any]:
    """A paper and a volume of a southern dispute."""
    dispute = make_dispute(cast, agency=cast.south_station, title=ADDRESS, address=ADDRESS)
    paper = Paper.objects.create(
        dispute=dispute, number=f"{dispute.number}-R1", kind=Paper.Kind.REGISTRATION,
        text_hash="0" * 64, made_by=ADDRESS[:60],
    )  # fmt: skip
    volume = Volume.objects.create(
        dispute=dispute, number=f"{dispute.number}-V1", title=ADDRESS[:60], pages=1,
        manifest="{}", sha256="0" * 64, made_by=ADDRESS[:60],
    )  # fmt: skip
    return {
        "dispute_number": dispute.number,
        "paper_id": paper.pk,
        "volume_id": volume.pk,
    }
