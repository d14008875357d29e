"""What the role of the analysis may read and write: this list, and not one table more.

Granted after every migration rather than in one, so that a table made anew is granted anew. No
table here has a column about a person; `tests/analysis/store/test_grants.py` looks.
"""

from typing import Any, Final

from django.db import connections, transaction

from grid.ledger.analysis_role import ROLE

READS: Final = (
    "analysis_cases",
    "analysis_calls",
    "analysisruns_jobresult",
    "analysisruns_jobrun",
    "analysisruns_jobrule",
    "analysisruns_methodswitch",
    "analysisruns_specialday",
    "cases_casecategory",
    "cases_casetag",
    "cases_categorymapping",
    "cases_classset",
    "cases_classsetmember",
    "casesheets_proposal",
    "incidents_category",
    "incidents_responsetarget",
    "organisation_agency",
    "territory_cell",
    "territory_division",
    "territory_place",
)
WRITES: Final = (
    "casestore_areaday",
    "casestore_caseday",
    "casestore_casemonth",
    "casestore_staleday",
)

# Where the platform may not grant, the operator does as docs/deployment.md says.
GRANT: Final = """
DO $$
DECLARE entry text;
BEGIN
    FOREACH entry IN ARRAY %(reads)s LOOP
        IF to_regclass(entry) IS NOT NULL THEN
            EXECUTE format('GRANT SELECT ON %%I TO {role}', entry);
        END IF;
    END LOOP;
    FOREACH entry IN ARRAY %(writes)s LOOP
        IF to_regclass(entry) IS NOT NULL THEN
            EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %%I TO {role}', entry);
            EXECUTE format('GRANT USAGE ON SEQUENCE %%I TO {role}', entry || '_id_seq');
        END IF;
    END LOOP;
EXCEPTION WHEN undefined_object OR insufficient_privilege THEN
    RAISE WARNING 'The role {role} could not be granted its tables here: %%', SQLERRM;
END $$;
"""


def grant(*, using: str = "default", **_kwargs: Any) -> None:
    """Give the role its tables, as far as they exist; sent by `post_migrate`."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        said = {"reads": list(READS), "writes": list(WRITES)}
        cursor.execute(GRANT.format(role=ROLE), said)
