"""Where an incident can be read."""

from command_center.incidents.models import Incident
from grid.ledger.subject_pages import register

register("incident", "incident_detail", Incident.objects.visible_to, key="number")
