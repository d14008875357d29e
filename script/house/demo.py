"""The demo city of the first start, and the accounts that were made for it."""

import json
import subprocess

from script.house.console import run_logged
from script.house.paths import PYTHON, VAR, stamp, stamped

ACCOUNTS = VAR / "demo_accounts.json"
SHOWN = 8
ANY_AGENCY = """
import os, sys, psycopg2
with psycopg2.connect(os.environ["DATABASE_URL"].replace("postgis://", "postgres://")) as line:
    with line.cursor() as cursor:
        cursor.execute("select exists (select 1 from organisation_agency)")
        sys.exit(0 if cursor.fetchone()[0] else 3)
"""


def load_demo(env: dict[str, str]) -> None:
    """Load the demo city into an empty database; a load that was cut short is taken up again."""
    unfinished = stamped("demo", "begun")
    filled = subprocess.run(
        [str(PYTHON), "-c", ANY_AGENCY], env=env, check=False, capture_output=True
    )
    if filled.returncode == 0 and not unfinished:
        return
    stamp("demo", "begun")
    run_logged([str(PYTHON), "manage.py", "load_demo"], log="load_demo", env=env)
    stamp("demo", "loaded")


def demo_accounts() -> str:
    """The accounts a person may sign in with, one a line."""
    if not ACCOUNTS.exists():
        return "No demo accounts: this database was filled by somebody else."
    accounts = json.loads(ACCOUNTS.read_text())
    return "Demo accounts: " + str(accounts)
