"""What each act runs: `said` has ids and codes, found in the dispute or among the bodies.

Unknown ids are faults of the input, named by field; a thing out of reach is unknown.
"""

from typing import Any

from django.utils.translation import gettext as _

from grid.errors import InvalidInput
from grid.organisation.models import Agency, Officer
from grid.organisation.writing import fault
from mediation.flow import services
from mediation.flow.models import Agreement, Performance, Transfer
from mediation.flow.standing import last_course
from mediation.mediators.models import MediationBody, Mediator
from mediation.register.acting import By
from mediation.register.models import Dispute, Party

Said = dict[str, Any]


def unknown(field: str) -> InvalidInput:
    """Nothing of that id is there."""
    message = _("There is no such choice.")
    return InvalidInput(message, errors=[fault(field, "unknown", message)])


def _party(dispute: Dispute, pk: int, field: str = "party") -> Party:
    found = Party.objects.filter(dispute=dispute, pk=pk).first()
    if found is None:
        raise unknown(field)
    found.dispute = dispute
    return found


def _parties(dispute: Dispute, keys: list[int]) -> list[Party]:
    return [_party(dispute, pk, "present") for pk in keys]


def _mediators(keys: list[int]) -> list[Mediator]:
    rows = list(Mediator.objects.filter(pk__in=keys).select_related("body", "officer"))
    if len(rows) != len(set(keys)):
        raise unknown("mediators")
    return rows


def _performance(dispute: Dispute, pk: int) -> Performance:
    found = Performance.objects.filter(dispute=dispute, pk=pk).first()
    if found is None:
        raise unknown("performance")
    found.dispute = dispute
    return found


def body_of(code: str, field: str) -> MediationBody:
    """A body that mediates: which there are is public."""
    found = MediationBody.objects.filter(code=code, is_active=True).select_related("agency")
    row = found.first()
    if row is None:
        raise unknown(field)
    return row


def consent(dispute: Dispute, by: By, said: Said) -> None:
    services.ask(_party(dispute, said.pop("party")), by=by, **said)


def session(dispute: Dispute, by: By, said: Said) -> None:
    said["present"] = _parties(dispute, said.get("present") or [])
    said["mediators"] = _mediators(said.get("mediators") or [])
    services.hold_session(dispute, by=by, **said)


def agreement(dispute: Dispute, by: By, said: Said) -> None:
    promises = [dict(one) for one in said.get("performances") or []]
    for one in promises:
        one["party"] = _party(dispute, one["party"], "performances") if one.get("party") else None
    services.agree(dispute, by=by, **said | {"performances": promises})


def effect(dispute: Dispute, by: By, said: Said) -> None:
    course = last_course(dispute)
    found = Agreement.objects.filter(course=course).first() if course else None
    if found is None:
        raise unknown("agreement")
    found.dispute = dispute
    services.take_effect(found, by=by)


def failure(dispute: Dispute, by: By, said: Said) -> None:
    services.fail(dispute, by=by, **said)


def refusal(dispute: Dispute, by: By, said: Said) -> None:
    services.refuse_mediation(dispute, by=by, **said)


def notice(dispute: Dispute, by: By, said: Said) -> None:
    services.give_notice(dispute, by=by, **said)


def performed(dispute: Dispute, by: By, said: Said) -> None:
    services.fulfil(_performance(dispute, said.pop("performance")), by=by, **said)


def breach(dispute: Dispute, by: By, said: Said) -> None:
    services.breach(_performance(dispute, said.pop("performance")), by=by, **said)


def revisit(dispute: Dispute, by: By, said: Said) -> None:
    services.revisit(dispute, by=by, **said)


def danger(dispute: Dispute, by: By, said: Said) -> None:
    services.report_danger(dispute, by=by, **said)


def extension(dispute: Dispute, by: By, said: Said) -> None:
    services.extend(dispute, by=by, **said)


def reopening(dispute: Dispute, by: By, said: Said) -> None:
    services.reopen(dispute, by=by, **said)


def declaration(dispute: Dispute, by: By, said: Said) -> None:
    """Of the mediator who is signed in."""
    said.pop("version", None)
    mine = Mediator.objects.filter(officer=by).first() if isinstance(by, Officer) else None
    if mine is None:
        raise unknown("reason")
    services.declare_conflict(dispute, by=by, mediator=mine, **said)


def assignment(dispute: Dispute, by: By, said: Said) -> None:
    said["body"] = body_of(said["body"], "body")
    said["mediators"] = _mediators(said.get("mediators") or [])
    services.assign(dispute, by=by, **said)


def escalation(dispute: Dispute, by: By, said: Said) -> None:
    services.escalate(dispute, by=by, **said)


def suspension(dispute: Dispute, by: By, said: Said) -> None:
    services.suspend(dispute, by=by, **said)


def resumption(dispute: Dispute, by: By, said: Said) -> None:
    services.resume(dispute, by=by, **said)


def transfer(dispute: Dispute, by: By, said: Said) -> None:
    body, agency = said.pop("to_body", ""), said.pop("to_agency", "")
    if body:
        said["to_body"] = body_of(body, "to_body")
    if agency:
        found = Agency.objects.filter(code=agency, is_active=True).first()
        if found is None:
            raise unknown("to_agency")
        said["to_agency"] = found
    services.transfer(dispute, by=by, **said)


def _waiting(dispute: Dispute) -> Transfer:
    found = Transfer.objects.filter(dispute=dispute, answer="").first()
    if found is None:
        raise unknown("reason")
    found.dispute = dispute
    return found


def receipt(dispute: Dispute, by: By, said: Said) -> None:
    services.sign_transfer(_waiting(dispute), by=by, **said)


def withdrawal(dispute: Dispute, by: By, said: Said) -> None:
    services.decline_transfer(_waiting(dispute), by=by, reason=said["reason"], is_taken_back=True)


def closing(dispute: Dispute, by: By, said: Said) -> None:
    services.close(dispute, by=by, **said)


def archive(dispute: Dispute, by: By, said: Said) -> None:
    services.archive(dispute, by=by, **said)
