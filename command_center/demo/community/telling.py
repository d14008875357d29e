"""What officers responsible were told of the demo's disputes, and which of it they have read."""

from datetime import timedelta
from typing import Final

from command_center.demo.community.stories import Story
from command_center.demo.community.town import Town
from grid.organisation.models import Officer
from mediation.board.models import DisputeMessage

_NEWEST: Final = 12.0  # days
Kind = DisputeMessage.Kind


def create_messages(town: Town, stories: list[Story]) -> None:
    """To the officer of the ground that it is new there, to a leader that it is hers."""
    DisputeMessage.objects.bulk_create(
        DisputeMessage(
            officer=officer,
            dispute=story.row,
            kind=kind,
            day=story.row.registered_at.date(),
            told_at=story.row.registered_at,
            read_at=None if story.days < 2 else story.row.registered_at + timedelta(hours=2),
        )
        for story in stories
        if story.days < _NEWEST
        for officer, kind in _told(town, story)
    )


def _told(town: Town, story: Story) -> list[tuple[Officer, str]]:
    """Of a sensitive one only whoever works on it."""
    told: list[tuple[Officer, str]] = []
    if story.row.leader:
        told.append((story.row.leader, Kind.LED))
    if story.row.is_sensitive:
        return told
    told.append((town.officers[story.cell.pk], Kind.REGISTERED))
    if story.row.repeats:
        told.append((town.officers[story.cell.pk], Kind.REPEATED))
    return told
