"""Shapes of the REST of bulletins."""

from typing import Any

from rest_framework import serializers

from command_center.analysis.bulletins.forms import JOBS
from command_center.analysis.bulletins.models import Bulletin
from command_center.analysis.bulletins.services.drafting import LONGEST_LEAD, LONGEST_REMARK
from command_center.analysis.bulletins.services.shared import LONGEST_REASON
from command_center.analysis.bulletins.showing import digest_of


class BulletinQuery(serializers.Serializer[Any]):
    """Filters of the list."""

    q = serializers.CharField(max_length=100, required=False)
    job = serializers.ChoiceField(choices=JOBS, required=False)
    state = serializers.ChoiceField(choices=Bulletin.State.choices, required=False)
    agency = serializers.CharField(max_length=12, required=False)
    year = serializers.IntegerField(min_value=2000, max_value=2100, required=False)


class BulletinRow(serializers.Serializer[Any]):
    """One bulletin in a list."""

    id = serializers.IntegerField()
    job = serializers.CharField()
    period = serializers.CharField()
    revision = serializers.IntegerField()
    agency = serializers.CharField()
    title = serializers.CharField()
    number = serializers.CharField()
    state = serializers.CharField()
    issue_by = serializers.DateTimeField(allow_null=True)
    issued_at = serializers.DateTimeField(allow_null=True)
    digest = serializers.CharField()
    version = serializers.IntegerField()


class BulletinOut(BulletinRow):
    """One bulletin with its data object and its writers' words."""

    content = serializers.JSONField()
    remarks = serializers.JSONField()


class BulletinPatch(serializers.Serializer[Any]):
    """The words of the writers; what is left out is empty."""

    lead = serializers.CharField(max_length=LONGEST_LEAD, allow_blank=True, default="")
    sections = serializers.DictField(
        child=serializers.CharField(max_length=LONGEST_REMARK, allow_blank=True), default=dict
    )


class BulletinStepIn(serializers.Serializer[Any]):
    """A step; the version goes in If-Match or here."""

    version = serializers.IntegerField(required=False)


class ReturnIn(BulletinStepIn):
    """Why it goes back."""

    reason = serializers.CharField(min_length=4, max_length=LONGEST_REASON)


def bulletin_row(row: Bulletin) -> dict[str, Any]:
    """As the list gives it."""
    return {
        "id": row.pk,
        "job": row.job,
        "period": row.period,
        "revision": row.revision,
        "agency": row.agency.code,
        "title": row.title,
        "number": row.number,
        "state": row.state,
        "issue_by": row.issue_by.isoformat() if row.issue_by else None,
        "issued_at": row.issued_at.isoformat() if row.issued_at else None,
        "digest": row.digest,
        "version": row.version,
    }


def bulletin_full(row: Bulletin) -> dict[str, Any]:
    """With all of it; of a draft the digest it would have."""
    told = {"content": row.content, "remarks": row.remarks}
    return bulletin_row(row) | told | {"digest": row.digest or digest_of(row)}
