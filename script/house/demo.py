"""The demo city of the first start, and the accounts that were made for it."""

import json
import subprocess

from script.house.console import run_logged
from script.house.paths import PYTHON, VAR

ACCOUNTS = VAR / "demo_accounts.json"
ANY_AGENCY = """
import os, sys, psycopg2
address = os.environ["DATABASE_URL"].replace("postgis://", "postgres://")
with psycopg2.connect(address) as line, line.cursor() as cursor:
    known = "select exists (select 1 from organisation_agency where code like %s)"
    cursor.execute(known, sys.argv[1:])
    sys.exit(0 if cursor.fetchone()[0] else 3)
"""
DEMO_CITY = "220400000000"


def load_demo(env: dict[str, str]) -> None:
    """Load the demo city into an empty database; the command is whole or leaves nothing."""
    if not has_agency("%", env):
        run_logged([str(PYTHON), "manage.py", "load_demo"], log="load_demo", env=env)


def has_agency(code: str, env: dict[str, str]) -> bool:
    """Whether the database knows an agency of such a code; `%` stands for any."""
    asked = [str(PYTHON), "-c", ANY_AGENCY, code]
    return subprocess.run(asked, env=env, check=False, capture_output=True).returncode == 0


def demo_accounts() -> str:
    """The accounts a person may sign in with, one a line; empty where none were made here."""
    if not ACCOUNTS.exists():
        return ""
    lines = [_line(account) for account in json.loads(ACCOUNTS.read_text())]
    return "\n".join([f"Demo accounts, also in {ACCOUNTS}:", *lines])


def _line(account: dict[str, str]) -> str:
    second = f"   authenticator: {account['totp_secret']}" if account["totp_secret"] else ""
    who = f"{account['badge_number']}  {account['password']}  {account['role']:<17}"
    return f"  {who} {account['agency']}{second}"
