"""Invented officers for every agency, and the few accounts a visitor can sign in with."""

import json
import os
import secrets
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password
from django.utils import timezone

from command_center.demo.ground import FIXTURES
from grid.organisation.models import Agency, Officer, RoleGrant
from grid.organisation.roles import NEEDS_TOTP, Role

_ALPHABET: Final = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_FIRST_BADGE: Final = 900001  # badge numbers from 900000 are kept for invented people


@dataclass(frozen=True, slots=True)
class Account:
    """What a visitor types to sign in; `totp_secret` goes into an authenticator."""

    badge_number: str
    name: str
    agency: str
    role: str
    password: str
    totp_secret: str = ""


@dataclass(frozen=True, slots=True)
class _Seat:
    """One officer to be made; `nth` counts the holders of the role in the agency from 0."""

    agency: Agency
    role: Role
    nth: int


def create_officers(agencies: Mapping[str, Agency], *, at: Path) -> list[Account]:
    """Make every officer with a role; write the accounts that can sign in to the file `at`.

    Those outside the tour get no usable password: hashing 250 would take minutes, and an account
    nobody needs is a door nobody watches.
    """
    plan = tomllib.loads((FIXTURES / "demo_people.toml").read_text(encoding="utf-8"))
    seats = list(_seats(agencies.values(), plan["staff"]))
    touring = [seat for seat in seats if _is_on_tour(seat, plan["tour"])]
    passwords = {seat: new_password() for seat in touring}
    officers = _save(seats, passwords, plan)
    accounts = [_account(officers[seat], seat, passwords[seat], plan["tour"]) for seat in touring]
    write_accounts(accounts, at=at)
    return accounts


def new_password() -> str:
    """16 characters of three kinds, about 90 bits."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(5)) for _ in range(3)) + "7K"


def write_accounts(accounts: Iterable[Account], *, at: Path) -> None:
    """Readable by the owner only, from the first byte on."""
    at.parent.mkdir(parents=True, exist_ok=True)
    at.unlink(missing_ok=True)
    text = json.dumps([asdict(a) for a in accounts], ensure_ascii=False, indent=1)
    with os.fdopen(os.open(at, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text + "\n")


def grant(officers: Iterable[tuple[Officer, Role]]) -> None:
    """Give each the role, as two invented security administrators would have."""
    since = timezone.now() - timedelta(minutes=1)
    RoleGrant.objects.bulk_create(
        RoleGrant(
            officer=officer, role=role, valid_from=since, granted_by="demo-1", approved_by="demo-2"
        )
        for officer, role in officers
    )


def give_totp(officer: Officer) -> str:
    """A second factor whose secret is known; answers the secret."""
    secret: str = generate_totp_secret()
    TOTP.activate(officer, secret)
    return secret


def _seats(agencies: Iterable[Agency], staff: Mapping[str, Mapping[str, int]]) -> Iterator[_Seat]:
    for agency in agencies:
        for role, count in staff[agency.kind].items():
            for nth in range(count):
                yield _Seat(agency, Role(role), nth)


def _is_on_tour(seat: _Seat, tour: Mapping[str, Any]) -> bool:
    both = tour["both_security_admins"] and seat.role is Role.SECURITY_ADMIN
    return seat.agency.code in tour["agencies"] and (seat.nth == 0 or both)


def _save(
    seats: list[_Seat], passwords: Mapping[_Seat, str], plan: Mapping[str, Any]
) -> dict[_Seat, Officer]:
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:  # hashing lets go of the GIL
        hashed = dict(zip(passwords, pool.map(make_password, passwords.values()), strict=True))
    officers = [
        Officer(
            badge_number=str(_FIRST_BADGE + number),
            name=_name(number, plan),
            agency=seat.agency,
            password=hashed.get(seat) or UNUSABLE_PASSWORD_PREFIX + secrets.token_hex(20),
            is_on_duty=seat.nth == 0,
        )
        for number, seat in enumerate(seats)
    ]
    Officer.objects.bulk_create(officers)
    grant((officer, seat.role) for officer, seat in zip(officers, seats, strict=True))
    return dict(zip(seats, officers, strict=True))


def _name(number: int, plan: Mapping[str, Any]) -> str:
    surnames, given = plan["surnames"], plan["given"]
    return f"{surnames[number % len(surnames)]}{given[number // len(surnames) % len(given)]}"


def _account(officer: Officer, seat: _Seat, password: str, tour: Mapping[str, Any]) -> Account:
    asked = f"{seat.agency.code}:{seat.role}" in tour["with_second_factor"]
    secret = give_totp(officer) if seat.role in NEEDS_TOTP or asked else ""
    return Account(
        badge_number=officer.badge_number,
        name=officer.name,
        agency=seat.agency.name,
        role=seat.role.value,
        password=password,
        totp_secret=secret,
    )
