"""Cases that were coded anew are few: the sheet of a day finds those of its day at once."""

from django.db import migrations

INDEX = """
CREATE INDEX IF NOT EXISTS case_recoded ON cases_case (recoded_at) WHERE recoded_at IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("casestore", "0002_views_and_marks")]

    operations = [migrations.RunSQL(INDEX, "DROP INDEX IF EXISTS case_recoded")]
