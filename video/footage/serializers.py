"""Shapes of the footage requests' REST; a citizen leaves masked, in clear only by `reveal`."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from grid.organisation.masking import mask_id_number, mask_name, mask_phone
from video.footage.availability import Availability
from video.footage.drafts import MOST_WINDOWS
from video.footage.handing import MASKED
from video.footage.models import FootageApplicant, FootageIssue, FootageRequest, VideoCheck
from video.footage.unchecked import Standing, tally

MOST_CASES: Final = 200
WAITING: Final = ("me", "mine", "decision", "review", "issue", "copies")


class FootageQuery(serializers.Serializer[Any]):
    """Filters of the list; a citizen cannot be looked for."""

    q = serializers.CharField(max_length=60, required=False)
    kind = serializers.ChoiceField(choices=FootageRequest.Kind.choices, required=False)
    state = serializers.ChoiceField(choices=FootageRequest.State.choices, required=False)
    waiting = serializers.ChoiceField(choices=WAITING, required=False)
    camera = serializers.CharField(max_length=30, required=False, help_text="code or national id")
    day_from = serializers.DateField(required=False)
    day_to = serializers.DateField(required=False)


class FootageWindowIn(serializers.Serializer[Any]):
    """A camera and the time asked for; the end is excluded."""

    camera = serializers.CharField(max_length=30, help_text="code or national id")
    since = serializers.DateTimeField()
    until = serializers.DateTimeField()


class ApplicantIn(serializers.Serializer[Any]):
    """The citizen behind a request of art. 21; kept encrypted."""

    name = serializers.CharField(max_length=60)
    document_number = serializers.CharField(max_length=40)
    phone = serializers.CharField(max_length=40, default="", allow_blank=True)
    relation = serializers.ChoiceField(choices=FootageApplicant.Relation.choices)
    consent_document = serializers.CharField(
        max_length=80, help_text="consent of who manages the cameras"
    )
    has_undertaken = serializers.BooleanField()


class FootageIn(serializers.Serializer[Any]):
    """A new request."""

    kind = serializers.ChoiceField(choices=FootageRequest.Kind.choices)
    case_number = serializers.CharField(max_length=40, default="", allow_blank=True)
    basis_type = serializers.ChoiceField(choices=FootageRequest.Basis.choices)
    basis_number = serializers.CharField(max_length=60)
    purpose = serializers.CharField(max_length=400)
    windows = serializers.ListField(child=FootageWindowIn(), min_length=1, max_length=MOST_WINDOWS)
    applicant = ApplicantIn(required=False, allow_null=True)


class FootageChangeIn(serializers.Serializer[Any]):
    """Corrections while nobody has signed; cameras and times stay."""

    case_number = serializers.CharField(max_length=40, required=False, allow_blank=True)
    basis_type = serializers.ChoiceField(choices=FootageRequest.Basis.choices, required=False)
    basis_number = serializers.CharField(max_length=60, required=False)
    purpose = serializers.CharField(max_length=400, required=False)
    version = serializers.IntegerField(required=False)


class FootageSignIn(serializers.Serializer[Any]):
    version = serializers.IntegerField(required=False)


class FootageReasonIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=200)
    version = serializers.IntegerField(required=False)


class FootageMaskIn(serializers.Serializer[Any]):
    """All four of art. 22, each seen to be unrecognisable or absent."""

    masked = serializers.ListField(child=serializers.ChoiceField(choices=MASKED), max_length=4)
    version = serializers.IntegerField(required=False)


class FootageIssueIn(serializers.Serializer[Any]):
    """What is shown or handed out."""

    mode = serializers.ChoiceField(choices=FootageIssue.Mode.choices)
    covers_from = serializers.DateTimeField()
    covers_to = serializers.DateTimeField()
    recipient_unit = serializers.CharField(max_length=80)
    recipient_badge = serializers.CharField(max_length=30, default="", allow_blank=True)
    recipient_name = serializers.CharField(max_length=60, default="", allow_blank=True)
    sha256 = serializers.CharField(max_length=80, default="", allow_blank=True)
    size_bytes = serializers.IntegerField(
        min_value=1, max_value=2**50, required=False, allow_null=True
    )
    watermark = serializers.CharField(max_length=60, default="", allow_blank=True)
    medium = serializers.CharField(max_length=60, default="", allow_blank=True)
    copies = serializers.IntegerField(min_value=0, max_value=100, default=0)
    return_by = serializers.DateTimeField(required=False, allow_null=True)
    version = serializers.IntegerField(required=False)


class FootageReceiveIn(serializers.Serializer[Any]):
    sha256 = serializers.CharField(max_length=80, help_text="of the file received")


class FootageSettleIn(serializers.Serializer[Any]):
    settled_as = serializers.ChoiceField(choices=("returned", "destroyed", "filed"))
    witness = serializers.CharField(
        max_length=20, default="", allow_blank=True, help_text="badge number"
    )
    note = serializers.CharField(max_length=400, default="", allow_blank=True)


class FootageRevealIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=200)


class FootageIdentityOut(serializers.Serializer[Any]):
    """The citizen in clear."""

    name = serializers.CharField()
    document_number = serializers.CharField()
    phone = serializers.CharField()


class AvailabilityQuery(serializers.Serializer[Any]):
    camera = serializers.CharField(
        max_length=6000, help_text="codes or national ids, separated by commas; at most 200"
    )
    since = serializers.DateTimeField()
    until = serializers.DateTimeField()


class FootageWindowOut(serializers.Serializer[Any]):
    """A camera in a window: percent of it online, whether footage can still be there."""

    camera = serializers.CharField(source="camera.code")
    gb_id = serializers.CharField(source="camera.gb_id", allow_null=True)
    name = serializers.CharField(source="camera.name")
    since = serializers.DateTimeField()
    until = serializers.DateTimeField()
    online_percent = serializers.SerializerMethodField()
    availability = serializers.CharField(source="code")
    kept_until = serializers.DateTimeField()

    @extend_schema_field(serializers.FloatField(allow_null=True))
    def get_online_percent(self, row: Availability) -> float | None:
        return None if row.share is None else round(row.share, 1)


class FootageIssueOut(serializers.ModelSerializer[FootageIssue]):
    issuer = serializers.CharField(source="issuer.badge_number")

    class Meta:
        model = FootageIssue
        fields = (
            "id", "mode", "state", "issued_at", "issuer", "covers_from", "covers_to", "sha256",
            "size_bytes", "watermark", "medium", "copies", "recipient_unit", "recipient_badge",
            "signed_at", "due_at", "done_at", "overdue_at", "settled_as", "witness", "version",
        )  # fmt: skip


class FootageRow(serializers.ModelSerializer[FootageRequest]):
    """A request in a list: neither purpose nor cameras nor citizen."""

    agency = serializers.CharField(source="agency.code")
    requester = serializers.CharField(source="requester.badge_number")
    windows = serializers.IntegerField()
    decide_by = serializers.DateTimeField(source="decision.due_at")
    has_copies_out = serializers.BooleanField()
    has_copies_late = serializers.BooleanField()

    class Meta:
        model = FootageRequest
        fields = (
            "number", "kind", "state", "agency", "requester", "requested_at", "case_number",
            "basis_type", "basis_number", "windows", "decide_by", "has_copies_out",
            "has_copies_late", "version",
        )  # fmt: skip


class MaskedApplicantOut(serializers.Serializer[Any]):
    """The citizen as everybody who may read the request sees her."""

    name = serializers.CharField()
    document_number = serializers.CharField()
    phone = serializers.CharField()
    relation = serializers.CharField()
    consent_document = serializers.CharField()


class FootageOut(FootageRow):
    """One request with all that stands on it."""

    first_approver = serializers.CharField(source="first_approver.badge_number", allow_null=True)
    second_approver = serializers.CharField(source="second_approver.badge_number", allow_null=True)
    refused_by = serializers.CharField(source="refused_by.badge_number", allow_null=True)
    masked_by = serializers.CharField(source="masked_by.badge_number", allow_null=True)
    cameras = FootageWindowOut(many=True, source="cameras_then")
    issues = FootageIssueOut(many=True)
    applicant = serializers.SerializerMethodField()

    class Meta(FootageRow.Meta):
        fields = (  # type: ignore[assignment]
            *FootageRow.Meta.fields, "purpose", "first_approver", "first_role", "first_at",
            "second_approver", "second_role", "second_at", "refused_by", "refusal", "masked_by",
            "masked_at", "masked", "ended_at", "cameras", "issues", "applicant",
        )  # fmt: skip

    @extend_schema_field(MaskedApplicantOut(allow_null=True))
    def get_applicant(self, request: FootageRequest) -> dict[str, str] | None:
        return masked(getattr(request, "applicant", None))


class VideoCheckIn(serializers.Serializer[Any]):
    case_number = serializers.CharField(max_length=40)
    result = serializers.ChoiceField(choices=VideoCheck.Result.choices)
    note = serializers.CharField(max_length=200, default="", allow_blank=True)


class VideoCheckOut(serializers.ModelSerializer[VideoCheck]):
    agency = serializers.CharField(source="agency.code")
    checked_by = serializers.CharField(source="checked_by.badge_number")

    class Meta:
        model = VideoCheck
        fields = (
            "id", "case_number", "agency", "result", "note", "checked_by", "checked_at",
            "struck_at",
        )  # fmt: skip


class UncheckedQuery(serializers.Serializer[Any]):
    """Local days, both included; at most 92 of them."""

    day_from = serializers.DateField(required=False)
    day_to = serializers.DateField(required=False)


class UncheckedCaseOut(serializers.Serializer[Any]):
    case_number = serializers.CharField(source="case.number")
    kind = serializers.CharField(source="case.kind")
    unit = serializers.CharField(source="case.agency_name")
    occurred_at = serializers.DateTimeField(source="case.occurred_at")
    is_late = serializers.BooleanField()


class UncheckedOut(serializers.Serializer[Any]):
    """Cases of the span without request or mark, and the sums of all cases of it."""

    cases = serializers.IntegerField()
    checked = serializers.IntegerField()
    late = serializers.IntegerField()
    rate = serializers.FloatField(allow_null=True, help_text="percent")
    unchecked = UncheckedCaseOut(many=True)


def masked(applicant: FootageApplicant | None) -> dict[str, str] | None:
    """The citizen behind stars."""
    if applicant is None:
        return None
    return {
        "name": mask_name(applicant.name),
        "document_number": mask_id_number(applicant.document_number),
        "phone": mask_phone(applicant.phone or ""),
        "relation": applicant.relation,
        "consent_document": applicant.consent_document,
    }


def row(request: FootageRequest) -> dict[str, Any]:
    """A request as lists give it."""
    return dict(FootageRow(request).data)


def full(request: FootageRequest, windows: Iterable[Availability]) -> dict[str, Any]:
    """A request as its own page gives it."""
    request.cameras_then = list(windows)  # type: ignore[attr-defined]
    return dict(FootageOut(request).data)


def unchecked_out(rows: Sequence[Standing]) -> dict[str, Any]:
    """Sums over all cases, and the first 200 without request or mark."""
    sums = tally(rows)
    missing = [row for row in rows if not row.is_checked][:MOST_CASES]
    said = {"cases": sums.cases, "checked": sums.checked, "late": sums.late, "rate": sums.rate}
    return dict(UncheckedOut(said | {"unchecked": missing}).data)
