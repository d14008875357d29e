"""REST of shifts: the crew's own view, shifts with their rosters, coming and going."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from grid.organisation.models import Officer
from grid.organisation.viewers import viewer_of
from grid.rest.views import ApiView
from grid.rights import Right, requires
from patrol.shifts import selectors
from patrol.shifts import serializers as s
from patrol.units.selectors import brief, crew_of, unit_of
from patrol.units.serializers import crew_row


@requires(Right.ASSIGNMENT_WORK)
class MyUnit(ApiView):
    """The unit one is in, who is with one, and the shift that runs or comes next."""

    @extend_schema(operation_id="my_unit", responses={200: s.MyUnitOut})
    def get(self, request: Request) -> Response:
        who = viewer_of(request)
        unit = unit_of(who) if isinstance(who, Officer) else None
        entry = selectors.shift_of(who) if isinstance(who, Officer) else None
        body = {
            "unit": brief(unit) if unit else None,
            "crew": [crew_row(posting) for posting in crew_of(unit)] if unit else [],
            "shift": s.my_shift(entry) if entry else None,
        }
        return Response(body)
