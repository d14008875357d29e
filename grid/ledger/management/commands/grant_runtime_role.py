"""`manage.py grant_runtime_role NAME`: the database role the platform runs under owns nothing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from grid.ledger.models import AccessEntry, AuditEntry, EventEntry

GRANTS = (
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
    "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {role}",
)


class Command(BaseCommand):
    help = "Grant an existing login role what the running platform needs: no TRUNCATE, no owner."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        role: str = options["role"]
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
            if cursor.fetchone() is None:
                raise CommandError(f"There is no role {role}; make it with CREATE ROLE first.")
            quoted = connection.ops.quote_name(role)
            for grant in GRANTS:
                cursor.execute(grant.format(role=quoted))
            for model in (EventEntry, AuditEntry, AccessEntry):
                table = model._meta.db_table
                cursor.execute(f"REVOKE UPDATE, TRUNCATE ON {table} FROM {quoted}")
        self.stdout.write(f"{role} may run the platform; it cannot rewrite the ledger.")
