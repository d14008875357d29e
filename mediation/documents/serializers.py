"""Shapes of papers over REST: that they are there, never their words."""

from typing import Any

from rest_framework import serializers

from mediation.documents.models import Paper
from mediation.documents.services.reading import Purpose

FORMATS = [("pdf", "PDF"), ("docx", "DOCX")]


class PaperIn(serializers.Serializer[Any]):
    """Which paper to write; `about` is the number of the session that a record is of."""

    kind = serializers.ChoiceField(Paper.Kind.choices)
    about = serializers.CharField(max_length=30, required=False, allow_blank=True)


class PaperFileQuery(serializers.Serializer[Any]):
    """What the file is taken for; anything else than the named purposes goes by the page."""

    purpose = serializers.ChoiceField(
        [(one.value, one.label) for one in Purpose if one is not Purpose.OTHER]
    )
    file_format = serializers.ChoiceField(FORMATS, default="pdf")


class PaperOut(serializers.Serializer[Any]):
    """A paper of a dispute: what it is and how far it is signed."""

    id = serializers.IntegerField()
    number = serializers.CharField()
    kind = serializers.CharField()
    about = serializers.CharField()
    text_hash = serializers.CharField(help_text="SHA-256 of its words, without signatures")
    made_at = serializers.DateTimeField()
    made_by = serializers.CharField()
    signatures = serializers.IntegerField(help_text="how many stand under it")
    effective_at = serializers.DateTimeField(allow_null=True)
    replaced_at = serializers.DateTimeField(allow_null=True)
    is_emptied = serializers.BooleanField(help_text="its words were deleted at their time")


PLAIN = ("number", "kind", "about", "text_hash", "made_at", "made_by", "effective_at")


def paper_row(row: Paper) -> dict[str, Any]:
    """A paper of `selectors.papers_of`."""
    told = {name: getattr(row, name) for name in (*PLAIN, "replaced_at")}
    return told | {
        "id": row.pk,
        "signatures": len(row.signatures.all()),
        "is_emptied": row.content is None,
    }
