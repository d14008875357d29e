"""The migrated database, made once and copied for every worker and every run after it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg2
from django.conf import settings
from django.db import connection
from psycopg2 import sql

PREFIX = "anlan_migrated_"
LOCK = 7_010_203  # of the cluster, held by whoever makes the template
MADE_OF = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
FLOORS = ("command_center", "checkpoints", "patrol", "video", "mediation", "grid")


def ready(copy: str) -> str:
    """The name of a database migrated as the files say, which nobody is connected to.

    A `copy` kept from an earlier run goes, where it was made of another.
    """
    with _maintenance() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        name = PREFIX + _digest()[:16]
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{PREFIX}%"])
        known = {row[0] for row in cursor.fetchall()}
        if name not in known:
            _drop(cursor, known)
            _make(cursor, name)
        cursor.execute(MADE_OF, [copy])
        if (found := cursor.fetchone()) and found != (name,):
            _drop(cursor, {copy})
    return name


def sign(copy: str, name: str) -> None:
    """Write on a copy what it was made of."""
    with _maintenance() as cursor:
        comment = sql.SQL("COMMENT ON DATABASE {} IS {}")
        cursor.execute(comment.format(sql.Identifier(copy), sql.Literal(name)))


def _digest() -> str:
    root = Path(settings.BASE_DIR)
    files = [path for floor in FLOORS for path in (root / floor).rglob("migrations/*.py")]
    total = sha256()
    for path in sorted(files):
        total.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def _make(cursor: Any, name: str) -> None:
    """Under another name until it is whole, so that a run cut off leaves nothing half-migrated."""
    making = f"{PREFIX}making"
    cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(making)))
    db = connection.settings_dict
    who = f"{quote(db['USER'])}:{quote(db['PASSWORD'])}"
    url = f"postgres://{who}@{quote(db['HOST'] or '', safe='')}:{db['PORT']}/{making}"
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity=0"],
        cwd=settings.BASE_DIR, env=os.environ | {"DATABASE_URL": url}, check=True,
    )  # fmt: skip
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    cursor.execute(rename.format(sql.Identifier(making), sql.Identifier(name)))


def _drop(cursor: Any, names: set[str]) -> None:
    for name in names:
        cursor.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def _maintenance() -> Iterator[Any]:
    """A cursor on the cluster itself, each statement by itself; the lock goes with it."""
    db = connection.settings_dict
    at = {"host": db["HOST"], "port": db["PORT"], "user": db["USER"], "password": db["PASSWORD"]}
    line = psycopg2.connect(dbname="postgres", **at)
    line.autocommit = True
    try:
        with line.cursor() as cursor:
            yield cursor
    finally:
        line.close()
