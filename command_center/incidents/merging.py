"""Merging a repeat call into its main call, and taking that back; both callers stay."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.incidents import services
from command_center.incidents.drafts import Reporter
from command_center.incidents.leaving import left
from command_center.incidents.models import Incident
from command_center.incidents.states import is_open
from grid.errors import IllegalStep

S = Incident.State
WORKED = frozenset({S.DISPATCHED, S.DELIVERED, S.ACCEPTED, S.DEPARTED, S.ON_SCENE, S.HANDLING})


@transaction.atomic
def merge(call: Incident, into: Incident, *, by: Reporter, channel: str = "screen") -> Incident:
    """Close `call` as part of `into`; it keeps its own caller, texts and timeline.

    Raises IllegalStep when one of the two is not open or they are the same.
    """
    # Always in the order of their keys, so that two merges crossing cannot wait for each other.
    rows = {pk: services.locked(row) for pk, row in sorted({call.pk: call, into.pk: into}.items())}
    row, main = rows[call.pk], rows[into.pk]
    if row.pk == main.pk:
        raise services.invalid("/into", "same", _("An incident cannot be merged into itself."))
    if not is_open(row.state) or not is_open(main.state):
        raise IllegalStep(_("Only open incidents can be merged."))
    was, now = row.state, timezone.now()
    row.state, row.since, row.main_incident = S.MERGED, now, main
    if row.link_type == Incident.Link.NONE:
        row.link_type = Incident.Link.REPEAT
    row.version += 1
    row.save(update_fields=["state", "since", "main_incident", "link_type", "version"])
    actor = by.as_actor(channel=channel)
    services.write_entry(row, actor, "merged", at=now, details={"into": main.number, "from": was})
    services.write_entry(main, actor, "took_in", at=now, details={"number": row.number})
    left(row, actor)
    services.tell(actor, row, "merged", at=now, extra={"from": was, "to": S.MERGED.value})
    return row


@transaction.atomic
def unmerge(call: Incident, *, by: Reporter, channel: str = "screen") -> Incident:
    """Take the merge back: the call continues in the state it had, or waits in the queue.

    Raises IllegalStep when it is not merged.
    """
    row = services.locked(call)
    if row.state != S.MERGED or row.main_incident is None:
        raise IllegalStep(_("This incident is not merged."))
    main, now = row.main_incident, timezone.now()
    last = row.timeline.filter(kind="merged").order_by("pk").last()
    back = S(last.details["from"]) if last else S.RECEIVED
    if back in WORKED:
        back = S.RETURNED  # its units were freed by the merge: it waits for others
    row.state, row.since, row.main_incident, row.link_type = back, now, None, Incident.Link.NONE
    row.version += 1
    row.save(update_fields=["state", "since", "main_incident", "link_type", "version"])
    actor = by.as_actor(channel=channel)
    services.write_entry(row, actor, "unmerged", at=now, details={"from": main.number})
    services.write_entry(main, actor, "gave_back", at=now, details={"number": row.number})
    services.tell(actor, row, "unmerged", at=now, extra={"from": S.MERGED.value, "to": back.value})
    return row
