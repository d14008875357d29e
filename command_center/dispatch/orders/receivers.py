"""Who an order goes to, by the words people and programs use, and who is passed over on the way."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from checkpoints.register.models import Checkpoint
from command_center.dispatch.orders.models import Receiver
from grid.errors import FieldError, InvalidInput
from grid.organisation.models import Agency
from grid.scope import Viewer
from patrol.units.models import Station, Unit


def path_of(receiver: Receiver) -> str:
    """The path of the agency that answers for the receiver."""
    return receiver.path if isinstance(receiver, Agency) else receiver.agency.path


def columns_of(receiver: Receiver) -> dict[str, Any]:
    """The receiver as a receipt keeps it."""
    if isinstance(receiver, Agency):
        return {"receiver": f"agency:{receiver.code}", "name": receiver.name, "agency": receiver}
    if isinstance(receiver, Station):
        key = {"receiver": f"station:{receiver.code}", "station": receiver}
    elif isinstance(receiver, Checkpoint):
        key = {"receiver": f"checkpoint:{receiver.code}", "checkpoint": receiver}
    else:
        key = {"receiver": f"unit:{receiver.call_sign}", "unit": receiver}
    return {**key, "name": str(receiver), "agency": receiver.agency}


def found(
    viewer: Viewer,
    *,
    agencies: Iterable[str] = (),
    stations: Iterable[str] = (),
    checkpoints: Iterable[str] = (),
    units: Iterable[str] = (),
) -> list[Receiver]:
    """The receivers of these codes and call signs in the viewer's scope, none twice.

    Raises InvalidInput that points at each one that is not there.
    """
    faults: list[FieldError] = []
    chosen: list[Receiver] = []
    for name, model, key, codes in (
        ("agencies", Agency, "code", agencies),
        ("stations", Station, "code", stations),
        ("checkpoints", Checkpoint, "code", checkpoints),
        ("units", Unit, "call_sign", units),
    ):
        wanted = list(codes)
        there = _by_key(viewer, model, key, wanted)
        faults += _missing(name, wanted, there)
        chosen += [there[code] for code in dict.fromkeys(wanted) if code in there]
    if faults:
        raise InvalidInput(_("Some receivers are not in your scope."), errors=faults)
    return chosen


def _by_key(viewer: Viewer, model: Any, key: str, codes: Sequence[str]) -> dict[str, Receiver]:
    rows = model.objects.visible_to(viewer).filter(**{f"{key}__in": codes}, is_active=True)
    if model is not Agency:
        rows = rows.select_related("agency")
    return {getattr(row, key): row for row in rows}


def _missing(name: str, codes: Sequence[str], there: dict[str, Receiver]) -> Iterator[FieldError]:
    for place, code in enumerate(codes):
        if code not in there:
            message = _("%s is not in your scope.") % code
            yield FieldError(pointer=f"/{name}/{place}", code="not_found", message=message)


def skipped(issuer: Agency, receivers: Sequence[Receiver]) -> list[str]:
    """Paths of the agencies between the issuer and a receiver, each once, from the top down.

    A station, a checkpoint or a unit is below its own agency, so that is passed over as well; an
    agency that receives the order itself needs no copy.
    """
    addressed = {path_of(one) for one in receivers if isinstance(one, Agency)}
    between = {path for one in receivers for path in _between(issuer.path, one)}
    return sorted(between - addressed)


def _between(issuer: str, receiver: Receiver) -> Iterator[str]:
    path = path_of(receiver)
    last = 0 if isinstance(receiver, Agency) else 1
    steps = path.removeprefix(issuer).strip("/").split("/") if path != issuer else []
    for depth in range(1, len(steps) + last):
        yield issuer + "".join(f"{code}/" for code in steps[:depth])
