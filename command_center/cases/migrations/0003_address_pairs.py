"""An index that finds any part of an address, Chinese included.

PostgreSQL's trigrams find no word of two characters, so the pairs of neighbouring characters are
indexed: 中央路口 has 中央, 央路, 路口. A query asks for its own pairs, then looks at the text.
"""

from django.db import migrations

ADD = """
CREATE FUNCTION cases_pairs(words text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 500 AS $$
    SELECT array_agg(DISTINCT substr(lower(words), n, 2))
      FROM generate_series(1, greatest(length(words) - 1, 1)) AS n
$$;
CREATE INDEX case_address_pairs ON cases_case USING gin (cases_pairs(address));
"""
REMOVE = "DROP INDEX case_address_pairs; DROP FUNCTION cases_pairs(text)"


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_reference_rows")]
    operations = [migrations.RunSQL(ADD, REMOVE)]
