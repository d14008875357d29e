"""Firms, their contracts, and the platforms in three levels with those of the operators."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.utils import timezone

from command_center.demo.ground import FIXTURES
from grid.organisation.models import Agency
from video.register.models import Company, Contract, Network, Platform

CITY: Final = "220400000000"
_OVER_COUNTIES: Final = {  # which branch's platform gathers a county
    "220402": "龙山区平台",
    "220403": "西安区平台",
    "220421": "东丰县平台",
    "220422": "东辽县平台",
}
RECORDERS: Final = 120


@dataclass(frozen=True, slots=True)
class Around:
    """Who and what is around the cameras, by code."""

    companies: dict[str, Company]
    contractors: list[Company]
    lease: Contract
    counties: dict[str, Platform]  # by the first six digits of a division
    operators: list[Platform]
    recorders: list[Platform]


def read_plan() -> dict[str, Any]:
    """fixtures/demo_cameras.toml."""
    return tomllib.loads((FIXTURES / "demo_cameras.toml").read_text(encoding="utf-8"))


def create_around(plan: Mapping[str, Any], agencies: Mapping[str, Agency]) -> Around:
    """All firms and platforms."""
    city = agencies[CITY]
    companies = {said["code"]: _company(said, city) for said in plan["company"]}
    Company.objects.bulk_create(companies.values())
    leases = [_contract(said, companies, "lease") for said in plan["company"] if "lease" in said]
    keeping = [_contract(s, companies, "contract") for s in plan["company"] if "contract" in s]
    Contract.objects.bulk_create(leases + keeping)
    top = Platform.objects.create(
        code="LY-CITY", gb_id=_gb_id(0), name="辽源市视频共享平台", level="city", agency=city
    )
    counties = {code: _county(code, name, n, top) for n, (code, name) in _numbered()}
    Platform.objects.bulk_create(counties.values())
    operators = _operators(plan, companies, top)
    Platform.objects.bulk_create(operators)
    recorders = [_recorder(n, operators[n % len(operators)]) for n in range(1, RECORDERS + 1)]
    Platform.objects.bulk_create(recorders)
    contractors = [company for company in companies.values() if company.is_contractor]
    return Around(companies, contractors, leases[0], counties, operators, recorders)


def _numbered() -> list[tuple[int, tuple[str, str]]]:
    return list(enumerate(_OVER_COUNTIES.items(), start=1))


def _gb_id(number: int, type_code: str = "200") -> str:
    return f"2204000000{type_code}1{number:06}"


def _company(said: Mapping[str, Any], city: Agency) -> Company:
    roles = {f"is_{role}": True for role in said["roles"]}
    kept = {name: said[name] for name in ("code", "name", "contact")}
    return Company(agency=city, **kept, **roles)


def _contract(said: Mapping[str, Any], companies: Mapping[str, Company], key: str) -> Contract:
    number, days_left = said[key]
    today = timezone.localdate()
    return Contract(
        company=companies[said["code"]],
        kind=Contract.Kind.LEASE if key == "lease" else Contract.Kind.MAINTENANCE,
        number=number,
        valid_from=today - timedelta(days=730 - days_left),
        valid_to=today + timedelta(days=days_left),
        warranty_to=today + timedelta(days=days_left),
    )


def _county(code: str, name: str, number: int, top: Platform) -> Platform:
    return Platform(
        code=f"LY-{code}", gb_id=_gb_id(number), name=name, level="county", parent=top,
        agency=top.agency,
    )  # fmt: skip


def _operators(
    plan: Mapping[str, Any], companies: Mapping[str, Company], top: Platform
) -> list[Platform]:
    made: list[Platform] = []
    for said in plan["company"]:
        for name in said.get("platforms", ()):
            number = len(made) + 1
            made.append(
                Platform(
                    code=f"OP-{number}",
                    gb_id=_gb_id(100 + number),
                    name=name,
                    level="operator",
                    parent=top,
                    agency=top.agency,
                    operator=companies[said["code"]],
                    network=Network.DEDICATED,
                )
            )
    return made


def _recorder(number: int, above: Platform) -> Platform:
    return Platform(
        code=f"NVR-{number:03}", gb_id=_gb_id(number, "118"), name=f"录像机 {number:03}",
        level="recorder", parent=above, agency=above.agency, operator=above.operator,
        network=Network.INTERNET,
    )  # fmt: skip
