"""An extra round whose template asks for an armed unit is walked by one."""

from django.utils.translation import gettext as _

from patrol.levels.models import OverlayLine
from patrol.rounds.models import Round
from patrol.rounds.services.shared import invalid
from patrol.units.models import Unit


def armed_where_asked(walk: Round, unit: Unit) -> None:
    """Raises InvalidInput where an unarmed unit would walk a round that needs arms."""
    if unit.is_armed or walk.source != Round.Source.OVERLAY:
        return
    if OverlayLine.objects.filter(round=walk, template__needs_armed=True).exists():
        words = _("This extra round is walked by an armed unit, and %s is not.")
        raise invalid("/unit", "unarmed", words % unit.call_sign)
